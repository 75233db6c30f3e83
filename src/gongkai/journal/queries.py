"""Reading the journal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Max, Model, Q, QuerySet

from gongkai.journal.models import Batch, Duty, Entry, Leaf, Retry, name_of
from gongkai.shared.clock import BEIJING

if TYPE_CHECKING:
    from gongkai.people.models import Officer


@dataclass(frozen=True)
class Page:
    entries: list[Entry]
    older: int | None  # hand it back as `before` for the next page


def entries(
    *,
    about: Model | str = "",
    kind: str = "",
    by: "Officer | None" = None,
    day: date | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Page:
    """The newest entries first: about a row, of kinds beginning with `kind`, by an officer, of a day (Beijing). Two queries at
    most, however far back the page lies."""
    found = Entry.objects.order_by("-id").select_related("leaf")
    if about:
        found = found.filter(about=name_of(about))
    if kind:
        found = found.filter(kind__startswith=kind)
    if by:
        found = found.filter(by=by)
    if day:
        midnight = datetime.combine(day, time(), BEIJING)
        found = found.filter(at__gte=midnight, at__lt=midnight + timedelta(days=1))
    if before:
        found = found.filter(id__lt=before)
    page = list(found[: limit + 1])
    return Page(page[:limit], page[limit - 1].pk if len(page) > limit else None)


def placed(kinds: Iterable[str], *, after: int, limit: int) -> list[Leaf]:
    """Entries of kinds that begin so, in the journal's order, from the place after `after` (0: from the first), with their
    positions. What commits later always comes later, so whoever keeps the last position misses nothing."""
    wanted = reduce(or_, (Q(entry__kind__startswith=kind) for kind in kinds))
    found = Leaf.objects.filter(wanted, position__gt=after).order_by("position").select_related("entry")
    return list(found[:limit])


def checkpoints(*, before: int | None = None, limit: int = 50) -> list[Batch]:
    """The newest seals first, for the public feed."""
    found = Batch.objects.order_by("-number")
    return list((found.filter(number__lt=before) if before else found)[:limit])


def parked() -> "QuerySet[Retry]":
    """Entries that followers gave up on, with the duty and the entry: a person looks and unparks."""
    return Retry.objects.filter(parked_at__isnull=False).select_related("duty", "entry").order_by("parked_at")


@dataclass(frozen=True)
class Standing:
    """How far a duty has come."""

    duty: Duty
    behind: int  # entries placed after its bookmark (not all need concern it)
    retrying: int
    parked: int


def standings() -> list[Standing]:
    """Every duty of every node, for the page that shows whether the background work is well."""
    last = Leaf.objects.aggregate(last=Max("position"))["last"] or 0
    waiting: dict[int, list[datetime | None]] = {}
    for duty_id, parked_at in Retry.objects.values_list("duty_id", "parked_at"):
        waiting.setdefault(duty_id, []).append(parked_at)
    return [
        Standing(
            duty=duty,
            behind=0 if duty.due_at else last - max(duty.position, 0),
            retrying=sum(parked_at is None for parked_at in waiting.get(duty.pk, [])),
            parked=sum(parked_at is not None for parked_at in waiting.get(duty.pk, [])),
        )
        for duty in Duty.objects.order_by("name", "node")
    ]
