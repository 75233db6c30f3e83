"""我的工作: the cases that wait for one officer, and which of them have stayed at a step longer than the office means them to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from gongkai.foi.models import Assignment, Case
from gongkai.foi.queries import SEALED
from gongkai.foi.rules.stages import Stage, StepLimit, slow_since, step_limit
from gongkai.people.models import Officer
from gongkai.people.rules.organisations import ids_in
from gongkai.people.rules.permits import Actor, Role
from gongkai.workdays.queries import calendar
from gongkai.workdays.rules.calendar import NotYetKnown

_FOR_OTHERS = (Stage.LEGAL_REVIEW, Stage.AWAITING_SIGNATURE)


@dataclass(frozen=True)
class Pace:
    """The internal limits as of a day (内部节点时限, 领域规则 1.10.2): by stage, the limit and the last day on which one that is over it began.
    Empty where the calendar of the year is not known."""

    on: date
    by_stage: Mapping[Stage, tuple[StepLimit, date]]

    def says(self, case: Case) -> str:
        """How long the case has stayed where it is, when that is longer than meant; else nothing."""
        limit, last = self.by_stage.get(Stage(case.stage), (None, None))
        if limit is None or last is None or case.stage_since is None or case.stage_since > last:
            return ""
        return f"本环节已 {calendar().workdays_between(case.stage_since, self.on)} 个工作日，内部时限 {limit.workdays} 个"

    def slow(self) -> Q:
        """The cases that are over the limit of their step."""
        found = Q(pk=None)
        for stage, (_, last) in self.by_stage.items():
            found |= Q(stage=stage, stage_since__lte=last)
        return found


def pace_on(on: date) -> Pace:
    """The limits of this day. One query, for the calendar."""
    days = calendar()
    try:
        return Pace(on, {stage: (limit, slow_since(limit, on, days)) for stage in Stage if (limit := step_limit(stage))})
    except NotYetKnown:
        return Pace(on, {})


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
