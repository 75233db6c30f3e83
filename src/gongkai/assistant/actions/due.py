"""待复核: entries whose sources changed or whose day of review has come, and telling those who maintain them."""

from collections.abc import Collection, Iterator
from datetime import datetime

from gongkai.assistant.actions.entries import mark_due
from gongkai.assistant.knowledge import holding
from gongkai.assistant.models import FaqCitation, FaqEntry
from gongkai.assistant.responsible import maintainers_of
from gongkai.assistant.rules.entries import Holds, State
from gongkai.notices.actions import tell
from gongkai.shared.clock import BEIJING

AT_ONCE = 100


def look_again(*, at: datetime, policies: Collection[int] | None = None) -> int:
    """Mark every published entry due that rests on one of these policies (None: on any) and no longer reads as they do, or, when all are
    looked at, whose day of review has come; tell its maintainers. Returns how many. Safe to run twice."""
    found = 0
    for entry, because in _to_mark(at, policies):
        if mark_due(entry, because, at=at):
            found += 1
            tell_maintainers(entry, because, at=at)
    return found


def tell_maintainers(entry: FaqEntry, because: str, *, at: datetime) -> None:
    tell(
        maintainers_of(entry),
        subject=f"问答待复核：{entry.question}",
        body=f"{because}。复核以前不再作为现行答复。请核对后确认，或者另写一版。",
        link=f"/desk/answers/{entry.pk}/",
        at=at,
        about=entry,
        key=f"assistant.due:{entry.pk}:{entry.current_id}:{at:%Y%m%d}",
    )


def _to_mark(at: datetime, policies: Collection[int] | None) -> Iterator[tuple[FaqEntry, str]]:
    on = at.astimezone(BEIJING).date()
    rows = FaqEntry.objects.filter(state=State.PUBLISHED).select_related("office").order_by("pk")
    if policies is not None:
        rows = rows.filter(current__citations__policy__in=policies).distinct()
    every = list(rows)
    for first in range(0, len(every), AT_ONCE):
        some = every[first : first + AT_ONCE]
        held: dict[int, str] = {}
        cited = FaqCitation.objects.filter(version__in=[entry.current_id for entry in some]).order_by("version", "position")
        for one in holding(cited, on):
            if one.holds is not Holds.YES:
                held.setdefault(one.citation.version_id, one.because)
        for entry in some:
            because = held.get(entry.current_id or 0)
            if because is None and policies is None and entry.review_on and entry.review_on <= on:
                because = "复核日期已到"
            if because is not None:
                yield entry, because
