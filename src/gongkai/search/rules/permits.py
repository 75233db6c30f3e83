"""Who may do what with the search. Everything but one's own saved searches is asked about the root of the tree: it holds for the whole site."""

from gongkai.people.rules.permits import About, Actor, Permission, WhoMay, is_admin, is_supervisor


class Permit(Permission):
    SYNONYMS = "search:synonyms:edit", "维护检索同义词"
    REBUILD = "search:index:rebuild", "重建检索索引"
    READ_LOG = "search:log:read", "查看检索统计"
    JUDGE = "search:results:judge", "评判检索结果、要求评测"
    PIN = "search:pins:keep", "置顶文件"
    SAVE = "search:saved:keep", "订阅检索"
    OVERSEE_SAVED = "search:saved:oversee", "查看、停止公众的检索订阅"


def is_oneself(actor: Actor, about: About) -> bool:
    """本人"""
    return about.concerns == actor.officer_id


WHO_MAY: WhoMay = {
    Permit.SYNONYMS: [[is_admin]],
    Permit.REBUILD: [[is_admin]],
    Permit.READ_LOG: [[is_admin], [is_supervisor]],
    Permit.JUDGE: [[is_admin], [is_supervisor]],
    Permit.PIN: [[is_admin], [is_supervisor]],
    Permit.SAVE: [[is_oneself]],
    Permit.OVERSEE_SAVED: [[is_admin]],
}
