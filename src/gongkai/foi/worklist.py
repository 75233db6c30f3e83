"""我的工作: the cases that wait for one officer, and which of them have stayed at a step longer than the office means them to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from gongkai.foi.models import Assignment, Case, StepLimits
from gongkai.foi.queries import SEALED
from gongkai.foi.rules.pace import STEP_LIMITS, Limits, limits_of, slow_since, step_limit
from gongkai.foi.rules.stages import Stage
from gongkai.people.models import Officer
from gongkai.people.rules.organisations import ids_in
from gongkai.people.rules.permits import Actor, Role
from gongkai.workdays.queries import calendar
from gongkai.workdays.rules.calendar import Calendar, NotYetKnown

_FOR_OTHERS = (Stage.LEGAL_REVIEW, Stage.AWAITING_SIGNATURE)


@dataclass(frozen=True)
class Pace:
    """The internal limits as of a day (内部节点时限, 领域规则 1.10.2): those delivered with the system, and by organ those of organs that set
    their own. `began`: by working days, the last day on which a step began that has now taken longer; empty where the calendar of the
    year is not known."""

    on: date
    own: Mapping[int, Limits]
    began: Mapping[int, date]
    days: Calendar

    def says(self, case: Case) -> str:
        """How long the case has stayed where it is, when that is longer than meant; else nothing."""
        limit = step_limit(Stage(case.stage), self.own.get(case.organ_id, STEP_LIMITS))
        last = self.began.get(limit.workdays) if limit else None
        if limit is None or last is None or case.stage_since is None or case.stage_since > last:
            return ""
        return f"本环节已 {self.days.workdays_between(case.stage_since, self.on)} 个工作日，内部时限 {limit.workdays} 个"

    def slow(self) -> Q:
        """The cases that are over the limit of their step at their organ."""
        found = Q(pk=None)
        if not self.began:
            return found
        for limit in STEP_LIMITS:
            found |= Q(stage__in=limit.stages, stage_since__lte=self.began[limit.workdays]) & ~Q(organ_id__in=self.own)
        differing: dict[tuple[frozenset[Stage], int], list[int]] = {}
        for organ, limits in self.own.items():
            for limit in limits:
                differing.setdefault((limit.stages, limit.workdays), []).append(organ)
        for (stages, workdays), organs in differing.items():
            found |= Q(stage__in=stages, stage_since__lte=self.began[workdays], organ_id__in=organs)
        return found


def pace_on(on: date) -> Pace:
    """The limits of this day, of every organ. Two queries: the calendar, and what organs set."""
    days, own = calendar(), own_limits()
    used = {limit.workdays for limits in (STEP_LIMITS, *own.values()) for limit in limits}
    try:
        return Pace(on, own, {workdays: slow_since(workdays, on, days) for workdays in used}, days)
    except NotYetKnown:
        return Pace(on, own, {}, days)


def own_limits() -> dict[int, Limits]:
    """By organ, the newest version of the limits that it set. One query."""
    newer = StepLimits.objects.filter(organ=OuterRef("organ"), version__gt=OuterRef("version"))
    return {organ: limits_of(own) for organ, own in StepLimits.objects.filter(~Exists(newer)).values_list("organ_id", "workdays")}


def waiting_for(officer: Officer, actor: Actor) -> QuerySet[Case]:
    """The open cases that wait for this officer, by their date, those whose clock waits last: what an editor handles or nobody has in hand,
    what a reviewer or signer has before him, what one's office was asked for."""
    editing, reviewing, signing = (_offices(actor, role) for role in (Role.EDITOR, Role.REVIEWER, Role.SIGNER))
    mine = Q(organ_id__in=editing) & (Q(handler=officer) | Q(handler=None)) & ~Q(stage__in=_FOR_OTHERS)
    mine |= Q(organ_id__in=reviewing, stage=Stage.LEGAL_REVIEW) | Q(organ_id__in=signing, stage=Stage.AWAITING_SIGNATURE)
    asked = Assignment.objects.filter(office_id__in=editing, answered_at=None, case__closed_on=None)
    if helped := list(asked.values_list("case_id", flat=True)[:500]):
        mine |= Q(pk__in=helped)
    found = Case.objects.open().filter(mine).select_related("organ").defer(*SEALED, "words")
    return found.order_by("is_paused", F("due_on").asc(nulls_first=True), "id")


def _offices(actor: Actor, role: Role) -> list[int]:
    return [ids_in(path)[-1] for path in actor.offices(role)]
