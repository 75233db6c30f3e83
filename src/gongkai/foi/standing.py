"""What the rows of a case amount to: its facts, its clock. Everything that asks where a case stands asks here."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from gongkai.foi.models import Case, ClockChoice, Consultation, Happening
from gongkai.foi.rules import clock as clocks
from gongkai.foi.rules import stages
from gongkai.foi.rules.clock_policies import ClockPolicies
from gongkai.foi.rules.facts import CaseFacts
from gongkai.foi.rules.happenings import Action, Happened, gathered
from gongkai.foi.rules.outcomes import Evidence, Outcome
from gongkai.foi.rules.reply_words import TYPED
from gongkai.workdays.queries import calendar


@dataclass(frozen=True)
class Standing:
    """The facts of a case on a day, and its clock (None before the receipt is confirmed)."""

    facts: CaseFacts
    clock: clocks.Clock | None


def standing_of(case: Case, *, on: date) -> Standing:
    """Facts and clock from the rows, on this day. Never more queries for a longer case."""
    facts = facts_of(case)
    clock = clock_of(case, facts)
    facts = clocks.with_clock(facts, clock, on)
    return Standing(replace(facts, evidence=frozenset(_evidence(case, facts))), clock)


def facts_of(case: Case) -> CaseFacts:
    """The bare facts, enough for the clock: one query."""
    happened = [Happened(Action(row.kind), row.on, row.data) for row in _in_force(case.happenings.all())]
    return replace(gathered(happened), stage_since=stages.stage_since(happened))


def clock_of(case: Case, facts: CaseFacts) -> clocks.Clock | None:
    """The legal clock of these facts, under the choices of the case's organ; None before the day of receipt is known."""
    return clocks.clock_of(facts, calendar(), policies_of(case.organ_id))


def shadows_of(facts: CaseFacts, clock: clocks.Clock | None, on: date) -> dict[str, Any]:
    """What is kept on the case for its lists, computed: field to value, as seen on this day."""
    return {
        "stage": stages.stage_of(facts),
        "stage_since": facts.stage_since,
        "received_on": facts.received_on,
        "due_on": clock.due_on if clock else None,
        "is_paused": bool(clock and clock.waiting_for(on)),
        "outcome": facts.outcome or "",
        "decided_on": facts.signed_on or facts.ended_on,
        "served_on": facts.served_on,
        "closed_on": facts.served_on or facts.ended_on,
        "archived_on": facts.archived_on,
    }


def policies_of(organ_id: int) -> ClockPolicies:
    """计时口径 of an organ: its newest choice for every question it decided, the default for the others."""
    chosen = dict(ClockChoice.objects.filter(organ_id=organ_id).order_by("id").values_list("question", "choice"))
    return ClockPolicies.of(chosen)


def _in_force(rows: Iterable[Happening]) -> list[Happening]:
    """Without the cancelled rows and those that cancel."""
    kept = list(rows)
    gone = {row.cancels_id for row in kept if row.cancels_id}
    return [row for row in kept if row.pk not in gone and not row.cancels_id]


def _evidence(case: Case, facts: CaseFacts) -> Iterable[Evidence]:
    """领域规则 1.8: what is on file for a reply."""
    reply = getattr(case, "reply", None)
    told = reply.facts if reply else {}
    yield from (each for each in TYPED if str(told.get(each, "")).strip())
    if case.searches.exists():
        yield Evidence.SEARCH
    if reply and any(file.redaction for file in reply.files.all()):
        yield Evidence.REDACTIONS
    if any(row.kind == Consultation.Kind.THIRD_PARTY and row.answer for row in case.consultations.all()):
        yield Evidence.THIRD_PARTY_HEARD
    if facts.clarification and facts.clarification.answered_on:
        yield Evidence.CLARIFIED
    if case.repeat_of_id:
        yield Evidence.EARLIER_REPLY
    if facts.reason_request and facts.reason_request.reasonable is False:
        yield Evidence.REASON_REJECTED
    if facts.outcome is Outcome.F3_OTHER and facts.ended_on:  # no such step without what happened, and the officer's with its material
        yield Evidence.ENDING
    if Outcome.F1_NO_CORRECTION in facts.lapsed:
        yield Evidence.CLARIFICATION_LAPSED
    if Outcome.F2_NO_PAYMENT in facts.lapsed:
        yield Evidence.PAYMENT_LAPSED
