"""Who may do what with the search."""

from gongkai.people.rules.permits import Permission, WhoMay, is_admin


class Permit(Permission):
    SYNONYMS = "search:synonyms:edit", "维护检索同义词"
    REBUILD = "search:index:rebuild", "重建检索索引"
    READ_LOG = "search:log:read", "查看检索统计"


WHO_MAY: WhoMay = {
    Permit.SYNONYMS: [[is_admin]],
    Permit.REBUILD: [[is_admin]],
    Permit.READ_LOG: [[is_admin]],
}
