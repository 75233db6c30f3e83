"""One of everything in the catalogue of the housing office: the arguments of its addresses."""

from datetime import timedelta

from tests.cast import AT, ON, Cast

from gongkai.catalogue.actions import duties, items, proposing
from gongkai.catalogue.tests.world import in_force, written
from gongkai.registers.tests import world as lists


def catalogue_world(cast: Cast) -> dict[str, dict[str, object]]:
    """Address arguments by url name."""
    item = in_force(cast)
    typed = duties.report(item, cast.housing, duties.Report("typed", "第一批结果", ON - timedelta(days=3), "/x/"), by=cast.li, at=AT)
    duty, _ = duties.announce(item, cast.housing, title="第三批结果", event_on=ON, by=None, at=AT)
    version = items.propose(
        written(content="名单"), item=item, bearers=[cast.housing], effective_from=ON, note="补充公开内容", by=cast.li, at=AT
    )
    proposal = proposing.suggest(cast.housing, key="t", title="历年名单", reason="多人申请", asked=3, at=AT)
    register = lists.opened(cast)
    entry = lists.listed(cast, register)
    in_hand = lists.proposed(cast, register, entry, values={"standard": "六元"})
    of_item = ("catalogue-item", "catalogue-item-edit", "catalogue-item-end", "catalogue-event-new")
    return {
        **{name: {"pk": item.pk} for name in of_item},
        **{name: {"pk": version.pk} for name in ("catalogue-approve", "catalogue-decline")},
        **{name: {"pk": duty.pk} for name in ("catalogue-publish", "catalogue-cancel", "catalogue-draft")},
        **{name: {"pk": typed.pk} for name in ("catalogue-publication-withdraw", "catalogue-publication-confirm")},
        **{name: {"pk": proposal.pk} for name in ("catalogue-accept", "catalogue-turn-down")},
        **{name: {"pk": register.pk} for name in ("register", "register-entry-new", "register-import")},
        **{name: {"pk": entry.pk} for name in ("register-entry", "register-entry-end")},
        **{name: {"pk": in_hand.pk} for name in ("register-approve", "register-decline")},
        "catalogue-export": {"kind": "json"},
        "catalogue-adopt": {"code": item.code},
    }
