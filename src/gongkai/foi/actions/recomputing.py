"""Dates computed anew without a step: because days passed, the calendar changed, or an organ decided how it counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from gongkai.foi.models import Case
from gongkai.foi.queries import SEALED
from gongkai.foi.rules import clock as clocks
from gongkai.foi.rules.clock_policies import ClockPolicies
from gongkai.foi.standing import facts_of, policies_of
from gongkai.journal import actions as journal
from gongkai.workdays.queries import calendar

BATCH = 200


@dataclass(frozen=True)
class Wound:
    """A case with its clock as of now, and the date it had before."""

    case: Case
    clock: clocks.Clock
    before: date | None

    @property
    def has_moved(self) -> bool:
        return self.clock.due_on != self.before


def wind_anew(cases: QuerySet[Case], *, at: datetime, then: Callable[[Wound], None] | None = None) -> int:
    """Bring date and pause of these open cases up to this moment, a moved date is journalled; `then` is called for each in the same
    transaction, whether it moved or not. How many moved. Batch by batch, the queries of a batch fixed but for those of what changed.
    Safe to run twice."""
    policies: dict[int, ClockPolicies] = {}
    last = moved = 0
    while ids := list(cases.filter(closed_on=None, pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        last = ids[-1]
        moved += _batch(ids, policies, at, then)
    return moved


@transaction.atomic
def _batch(ids: list[int], policies: dict[int, ClockPolicies], at: datetime, then: Callable[[Wound], None] | None) -> int:
    days, moved = calendar(), 0
    held = Case.objects.select_for_update(of=("self",)).filter(pk__in=ids, closed_on=None).order_by("pk")
    for case in held.select_related("organ", "handler").defer(*SEALED).prefetch_related("happenings"):
        if case.organ_id not in policies:
            policies[case.organ_id] = policies_of(case.organ_id)
        clock = clocks.clock_of(facts_of(case), days, policies[case.organ_id])
        if clock is None:
            continue
        found = Wound(case, clock, before=case.due_on)
        _keep(found, at)
        moved += found.has_moved
        if then:
            then(found)
    return moved


def _keep(found: Wound, at: datetime) -> None:
    case, clock, paused = found.case, found.clock, bool(found.clock.waiting_for(at.date()))
    if (case.due_on, case.is_paused) != (clock.due_on, paused):
        case.due_on, case.is_paused = clock.due_on, paused
        case.save(update_fields=["due_on", "is_paused"])
    if found.has_moved:
        said = {"from": found.before and found.before.isoformat(), "to": clock.due_on and clock.due_on.isoformat()}
        journal.write("foi.case.recomputed", about=case, by=None, at=at, data=said)
