"""One step of a case: asked of the permits and of the table of moves, written down, and the shadows computed anew.

Every other action of this room ends here; nothing else writes a `Happening` or a case's stage and date."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongkai.foi.models import Assignment, Case, Happening
from gongkai.foi.rules import stages
from gongkai.foi.rules.facts import CaseFacts
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.permits import WHO_MAY
from gongkai.foi.standing import clock_of, facts_of, shadows_of, standing_of
from gongkai.journal import actions as journal
from gongkai.people.models import Officer
from gongkai.people.rules.permits import About, may, require
from gongkai.shared.refusal import Refused

# What happened outside the office may be written down later, on the day it happened; what the office itself does happens today.
TOLD_LATER = frozenset(
    {
        Action.SUBMIT,
        Action.RECEIVE,
        Action.TAKE_CLARIFICATION,
        Action.TAKE_REASON,
        Action.RECORD_REACHED,
        Action.RECORD_OPINION,
        Action.RECORD_NOTICE,
        Action.RECORD_PAYMENT,
        Action.SERVE,
        Action.SEND,
        Action.RECORD_DISPUTE,
    }
)
# 更正误登: what was told from outside, and a fee notice that should not have been (the clock then runs as if there had been none).
TAKEN_BACK = TOLD_LATER - {Action.SUBMIT, Action.SERVE, Action.SEND, Action.RECORD_DISPUTE} | {Action.CHARGE}
MOVES_NOTHING = (Action.NOTE, Action.REMIND, Action.MEET, Action.SEND)  # no stage: what was done before can still be taken back
# What an office does in the place of the organ: one that was asked only to help, and one that was asked to lead.
BY_THE_HELPER = frozenset({Action.SEARCH, Action.GIVE_HELP, Action.NOTE})
BY_THE_LEAD = BY_THE_HELPER | {Action.RETURN, Action.DRAFT, Action.SUBMIT_DRAFT}
STALE = "您打开之后，这件申请有了新的进展。请刷新页面，看过最新情况再办理。"


@dataclass(frozen=True)
class Step:
    """What was done: the case as it is now, the row, and what is late or unusual about it (Chinese sentences)."""

    case: Case
    happening: Happening
    warnings: tuple[str, ...]


@transaction.atomic
def hold(case: Case | int, seen: int | None = None) -> Case:
    """The case, locked until the transaction ends. `seen`: the version its officer was shown. Errors: Refused when it has moved on."""
    held = Case.objects.select_for_update(of=("self",)).select_related("organ").get(pk=case if isinstance(case, int) else case.pk)
    if seen is not None and held.version != seen:
        raise Refused(STALE)
    return held


def about(case: Case, by: Officer | None = None, action: Action | None = None) -> About:
    """What a permit is asked about: the organ that answers, or the asked office where one of its own officers does its part.
    `writers`: who wrote the reply that lies there."""
    reply = getattr(case, "reply", None)
    writers = frozenset(reply.authors) if reply else frozenset()
    if by and action in BY_THE_LEAD:
        actor = by.actor()
        asked = Assignment.objects.filter(case=case, answered_at=None).values_list("office__path", "is_lead")
        for path in (path for path, leads in asked if leads or action in BY_THE_HELPER):
            if may(actor, stages.MOVES[action].permit, About(path, writers=writers), WHO_MAY):
                return About(path, writers=writers)
    return About(case.organ.path, writers=writers)


@transaction.atomic
def take(
    case: Case,
    action: Action,
    *,
    by: Officer | None,
    at: datetime,
    on: date | None = None,
    data: dict[str, Any] | None = None,
    seen: int | None = None,
    by_applicant: bool = False,
) -> Step:
    """Do one step on a case on a day (today unless it happened outside, see TOLD_LATER). `by` None: the applicant (`by_applicant`)
    or the platform itself. Errors: Refused when the officer may not, the stage or a guard does not allow it, the day cannot be,
    or somebody was faster."""
    held = hold(case, seen)
    day = on or at.date()
    move = stages.MOVES[action]
    if by is not None:
        require(by.actor(), move.permit, about(held, by, action), WHO_MAY)
    elif by_applicant and not move.by_applicant:
        raise Refused(f"“{action.label}”由行政机关办理。")
    standing = standing_of(held, on=day)
    _require_day(action, standing.facts, day, at.date())
    stages.require(action, standing.facts, day)
    happening = Happening.objects.create(case=held, kind=action, on=day, data=data or {}, by=by, at=at)
    journal.write(f"foi.case.{action}", about=held, by=by, at=at, data={"on": day.isoformat()})
    refresh(held, at.date())
    return Step(held, happening, stages.warnings(action, standing.facts, day))


@transaction.atomic
def cancel(happening: Happening, *, why: str, by: Officer, at: datetime) -> Case:
    """更正误登: take back the last step of a case, written down by mistake; both rows stay. What can be, see TAKEN_BACK;
    only by who may do the step. Errors: Refused."""
    held = hold(happening.case)
    action = Action(happening.kind)
    require(by.actor(), stages.MOVES[action].permit, about(held, by, action), WHO_MAY)
    if action not in TAKEN_BACK:
        raise Refused(f"“{action.label}”已经对外作出，不能更正误登。")
    if not why.strip():
        raise Refused("请写明更正的原因。", field="why")
    last = last_step(held)
    if last is None or last.pk != happening.pk:
        raise Refused("只能更正最近一步的误登。请刷新页面查看。")
    if happening.by_id is None:
        raise Refused("这一步是申请人自己办理的，或者由系统确认，不是误登，不能更正。")
    Happening.objects.create(case=held, kind=action, on=happening.on, data={"why": why.strip()[:300]}, cancels=happening, by=by, at=at)
    journal.write("foi.case.cancelled", about=held, by=by, at=at, data={"step": str(action), "on": happening.on.isoformat()})
    return refresh(held, at.date())


def last_step(case: Case) -> Happening | None:
    """The newest step that stands and moved the case: the only one that can be taken back."""
    return case.happenings.filter(cancels=None, cancelled_by=None).exclude(kind__in=MOVES_NOTHING).last()


def refresh(case: Case, today: date) -> Case:
    """Compute stage, dates and outcome anew from the happenings, as seen today, and keep them for the lists; the version is raised."""
    facts = facts_of(case)
    kept = shadows_of(facts, clock_of(case, facts), today)
    for name, value in kept.items():
        setattr(case, name, value)
    case.version += 1
    case.save(update_fields=[*kept, "version"])
    return case


def _require_day(action: Action, facts: CaseFacts, day: date, today: date) -> None:
    if day > today:
        raise Refused("日期不能在今天之后。", field="on")
    if day < today and action not in TOLD_LATER:
        raise Refused(f"“{action.label}”以办理当天为准，不能补记以前的日期。", field="on")
    earliest = facts.received_on or facts.submitted_on
    if earliest and day < earliest:
        raise Refused(f"日期不能早于申请到达或者收到之日（{earliest:%Y年%-m月%-d日}）。", field="on")
