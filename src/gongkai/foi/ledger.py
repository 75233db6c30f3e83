"""台账 as other systems take it (接入标准, 领域规则 2.7): the cases of an organisation and of those below it, in the order in which
they changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from gongkai.foi.models import Case
from gongkai.journal import actions as writing
from gongkai.journal import queries as journal
from gongkai.people.models import ApiKey, Organisation
from gongkai.people.queries import subtree

CHANGED = ("foi.case.",)
WINDOW = 1000  # entries of the journal looked through for one page


@dataclass(frozen=True)
class Changed:
    """A case as it stands now, and when it last changed within what was read."""

    case: Case
    at: datetime


@dataclass(frozen=True)
class Changes:
    """`reached`: the place to go on from. `more`: there is something behind it already."""

    items: tuple[Changed, ...]
    reached: int
    more: bool


def changes(top: Organisation, *, after: int, size: int) -> Changes:
    """The cases at and below `top` that changed after a place in the journal (0: ever), oldest first, each once, at most `size`.
    Places are given to what is committed, so nothing is missed that was being done while somebody asked. Three queries; a page may be
    empty and yet have more behind it, where others' cases filled the stretch that was read."""
    leaves = journal.placed(CHANGED, after=after, limit=WINDOW + 1)
    window = leaves[:WINDOW]
    ours = set(_below(top).filter(pk__in={_case_of(leaf.entry.about) for leaf in window}).values_list("pk", flat=True))
    told: dict[int, datetime] = {}
    reached = after
    for leaf in window:
        pk = _case_of(leaf.entry.about)
        if pk in ours:
            if pk not in told and len(told) == size:
                break
            told.pop(pk, None)  # the latest word counts
            told[pk] = leaf.entry.at
        reached = leaf.position
    found = _below(top).select_related("organ").in_bulk(list(told))
    return Changes(
        tuple(Changed(found[pk], at) for pk, at in told.items()),
        reached=reached,
        more=bool(leaves) and reached < leaves[-1].position,
    )


def find(top: Organisation, code: str) -> Case | None:
    """The case with this ticket or registration number, when it belongs to `top` or below. One query."""
    wanted = code.strip().upper()
    return _below(top).select_related("organ").filter(**{"number" if "-" in wanted else "ticket": wanted}).first()


def is_overdue(case: Case, on: date) -> bool:
    """是否超期: it was closed after its date, or is open and the date has passed."""
    return case.due_on is not None and (case.closed_on or on) > case.due_on


def hand_over(cases: Sequence[Case], *, key: ApiKey, at: datetime) -> None:
    """Journalled before the applicants of these cases are given out to the holder of a key (领域规则 14.5)."""
    said = {"cases": [case.pk for case in cases], "organisation": key.organisation_id}
    writing.write("foi.applicant.pulled", about=key, by=None, at=at, data=said)


def _below(top: Organisation) -> QuerySet[Case]:
    return Case.objects.filter(organ__in=subtree(top))


def _case_of(about: str) -> int:
    return int(about.rpartition(":")[2])
