"""The table of moves: every reply reaches the archive, no walk leaves the table, every guard refuses what it should."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.foi.rules.clock import clock_of, with_clock
from gongkai.foi.rules.facts import CaseFacts, Clarification, Consultation, Consulted, Draft, Extension, FeeNotice, ReasonRequest
from gongkai.foi.rules.happenings import Action, Happened, after, gathered
from gongkai.foi.rules.outcomes import Evidence, Outcome
from gongkai.foi.rules.permits import WHO_MAY, Permit
from gongkai.foi.rules.stages import (
    MOVES,
    USUAL,
    Stage,
    offers,
    offers_to_applicant,
    procedure,
    require,
    stage_of,
    stage_since,
    usual,
    warnings,
)
from gongkai.people.rules.permits import About, Actor, Role
from gongkai.shared.refusal import Refused

A, S = Action, Stage
START = date(2025, 6, 3)
EVERYTHING = frozenset(Evidence)
REPLIES = [outcome for outcome in Outcome if not outcome.name.startswith("F")]


def walked(*steps, start: CaseFacts | None = None, on: date = START, calendar=None) -> CaseFacts:
    """The facts after these steps, each of which the table allows on its day."""
    facts = start or CaseFacts(evidence=EVERYTHING)
    for step in steps:
        action, data = step if isinstance(step, tuple) else (step, {})
        known = with_clock(facts, clock_of(facts, calendar) if calendar else None, on)
        move = require(action, known, on)
        stage = stage_of(facts)
        facts = after(facts, Happened(action, on, data))
        assert stage_of(facts) in (move.then or {stage}), action
    return facts


BEGUN = (A.SUBMIT, A.RECEIVE, A.REGISTER, A.EXAMINE)
REVIEWED = (A.SUBMIT_DRAFT, A.PASS_SECRECY, A.PASS_LEGALITY)


def at_review() -> CaseFacts:
    return walked(*BEGUN)


@pytest.mark.parametrize("outcome", REPLIES)
def test_every_reply_goes_from_the_first_word_to_the_archive(outcome):
    facts = walked(*BEGUN, A.DISPATCH, A.SEARCH, (A.DRAFT, {"outcome": outcome}), *REVIEWED, A.SIGN, A.SERVE, A.ARCHIVE)
    assert (stage_of(facts), facts.outcome, facts.served_on) == (S.ARCHIVED, outcome, START)


def test_an_application_not_corrected_in_time_is_ended_and_archived(calendar):
    facts = walked(*BEGUN, (A.CLARIFY, {"answer_by": "2025-06-20"}), calendar=calendar)
    with pytest.raises(Refused, match="还没有届满"):
        walked(A.CLOSE, start=facts, on=date(2025, 6, 20), calendar=calendar)
    ended = walked((A.CLOSE, {"outcome": "F1_NO_CORRECTION"}), A.ARCHIVE, start=facts, on=date(2025, 6, 21), calendar=calendar)
    assert (stage_of(ended), ended.outcome) == (S.ARCHIVED, Outcome.F1_NO_CORRECTION)


def test_an_unpaid_fee_ends_the_case_after_its_limit_and_the_applicant_is_told(calendar):
    facts = walked(*BEGUN, A.DISPATCH, (A.CHARGE, {"why": "本月第46件"}), calendar=calendar)
    with pytest.raises(Refused, match="请先“登记收到通知”"):
        walked(A.CLOSE, start=facts, on=date(2026, 7, 1), calendar=calendar)
    facts = walked(A.RECORD_NOTICE, start=facts, calendar=calendar)
    with pytest.raises(Refused, match="还没有届满"):
        walked(A.CLOSE, start=facts, on=date(2025, 7, 1), calendar=calendar)
    ended = walked((A.CLOSE, {"outcome": "F2_NO_PAYMENT"}), A.SERVE, A.ARCHIVE, start=facts, on=date(2025, 7, 2), calendar=calendar)
    assert (stage_of(ended), ended.outcome) == (S.ARCHIVED, Outcome.F2_NO_PAYMENT)


@pytest.mark.parametrize("before", [(A.SUBMIT,), BEGUN, (*BEGUN, A.DISPATCH), (*BEGUN, A.DISPATCH, (A.CONSULT_THIRD_PARTY, {"key": "1"}))])
def test_the_applicant_may_withdraw_until_it_is_signed(before):
    facts = walked(*before, A.WITHDRAW, A.ARCHIVE)
    assert (stage_of(facts), facts.outcome) == (S.ARCHIVED, Outcome.F3_OTHER)
    signed = walked(*BEGUN, (A.DRAFT, {"outcome": "A2_GRANTED"}), *REVIEWED, A.SIGN)
    with pytest.raises(Refused, match="现在是“已签发（待送达）”"):
        require(A.WITHDRAW, signed, START)


DATA = {
    A.CLARIFY: {"answer_by": "2025-07-01"},
    A.JUDGE_REASON: {"reasonable": True},
    A.DELAY: {"workdays": 10},
    A.EXTEND: {"workdays": 10},
    A.DRAFT: {"outcome": "A2_GRANTED"},
    A.CHARGE: {"why": "本月第46件"},
    A.CLOSE: {"outcome": "F1_NO_CORRECTION"},
}


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_walk_through_the_table_leaves_it_and_the_stage_is_always_what_the_table_says(data, calendar):
    facts, on = CaseFacts(evidence=EVERYTHING), START
    for step in range(data.draw(st.integers(1, 40))):
        known = with_clock(facts, clock_of(facts, calendar), on)
        stage = stage_of(known)
        possible = [
            action for action, move in MOVES.items() if stage in move.sources and all(guard.holds(known, on) for guard in move.guards)
        ]
        if not possible:
            assert stage is S.DRAFT or stage is S.ARCHIVED
            break
        action = data.draw(st.sampled_from(possible))
        values = dict(DATA.get(action, {}))
        if action in (A.CONSULT_THIRD_PARTY, A.CONSULT_CO_ORGAN):
            values = {"key": str(step)}
        elif action in (A.RECORD_REACHED, A.RECORD_OPINION, A.RECORD_SILENCE):
            values = {"key": data.draw(st.sampled_from([each.key for each in facts.open_consultations]))}
        move = require(action, known, on)
        facts = after(facts, Happened(action, on, values))
        assert stage_of(facts) in (move.then or {stage})
        on += timedelta(days=data.draw(st.integers(0, 4)))


def test_every_stage_can_be_reached_and_every_stage_but_the_last_can_be_left():
    reached = {stage for move in MOVES.values() for stage in move.then}
    assert reached == set(Stage) - {S.DRAFT}
    for stage in Stage:
        ways = {then for move in MOVES.values() if stage in move.sources for then in move.then} - {stage}
        assert bool(ways) == (stage is not S.ARCHIVED)


def test_every_action_has_its_row_and_its_permit_somebody_holds():
    assert set(MOVES) == set(Action)
    assert all(WHO_MAY[move.permit] for move in MOVES.values())


def test_nothing_but_the_ledger_of_disputes_touches_an_archived_case():
    assert [action for action, move in MOVES.items() if S.ARCHIVED in move.sources] == [A.RECORD_DISPUTE]


def test_not_signed_before_both_reviews_are_passed():
    facts = walked(*BEGUN, (A.DRAFT, {"outcome": "A2_GRANTED"}), A.SUBMIT_DRAFT, A.PASS_SECRECY)
    with pytest.raises(Refused, match="现在是“审核中”"):
        require(A.SIGN, facts, START)
    with pytest.raises(Refused, match="保密审查已经通过"):
        require(A.PASS_SECRECY, facts, START)
    back = walked(A.SEND_BACK, start=facts)
    assert (stage_of(back), back.draft) == (S.DRAFTING, Draft(Outcome.A2_GRANTED))


def test_not_found_cannot_be_submitted_without_a_search_record():
    facts = replace(walked(*BEGUN, (A.DRAFT, {"outcome": "D1_NOT_FOUND"})), evidence=frozenset())
    with pytest.raises(Refused, match="需要的材料还不齐"):
        require(A.SUBMIT_DRAFT, facts, START)
    require(A.SUBMIT_DRAFT, replace(facts, evidence=frozenset({Evidence.SEARCH})), START)


def test_an_ending_is_not_drafted_as_a_reply():
    with pytest.raises(Refused, match="终止处理不用拟答复"):
        require(A.SUBMIT_DRAFT, walked(*BEGUN, (A.DRAFT, {"outcome": "F3_OTHER"})), START)


@pytest.mark.parametrize(
    "action, facts, why",
    [
        (A.CLARIFY, {"clarification": Clarification(START, None, START)}, "一次性告知"),
        (A.ASK_REASON, {"reason_request": ReasonRequest(START, judged_on=START, reasonable=True)}, "已经要求过说明理由"),
        (A.EXTEND, {"extension": Extension(START, 5)}, "只能延长一次"),
        (A.EXTEND, {"due_on": START - timedelta(days=1)}, "已经届满"),
        (A.DELAY, {}, "经认定合理"),
        (A.DELAY, {"reason_request": ReasonRequest(START, judged_on=START, reasonable=False)}, "经认定合理"),
        (A.CHARGE, {"fee": FeeNotice(START, START)}, "不得重复计算"),
        (A.CHARGE, {"due_on": START - timedelta(days=1)}, "不能再用补正、收费重新计算期限"),
        (A.CLARIFY, {"due_on": START - timedelta(days=1)}, "不能再用补正、收费重新计算期限"),
        (A.GIVE_HELP, {}, "没有等待反馈的协办"),
        (A.SIGN, {}, "现在是“审查中”"),
    ],
)
def test_what_the_guards_refuse(action, facts, why):
    with pytest.raises(Refused, match=why):
        require(action, replace(at_review(), **facts), START)


def test_lateness_is_said_but_does_not_forbid():
    late = replace(at_review(), clarify_by=START - timedelta(days=1))
    assert warnings(A.CLARIFY, late, START) == ("补正告知应在收到申请之日起7个工作日内发出，现已超过",)
    assert warnings(A.CLARIFY, replace(late, clarify_by=START), START) == ()
    overdue = replace(walked(*BEGUN, (A.DRAFT, {"outcome": "A2_GRANTED"}), *REVIEWED), due_on=START - timedelta(days=1))
    assert "超期" in warnings(A.SIGN, overdue, START)[0]
    require(A.SIGN, overdue, START)


def test_several_consultations_are_all_waited_for():
    facts = walked(
        *BEGUN, A.DISPATCH, (A.CONSULT_THIRD_PARTY, {"key": "1"}), (A.CONSULT_CO_ORGAN, {"key": "2"}), (A.RECORD_REACHED, {"key": "1"})
    )
    assert facts.consultations == (
        Consultation(Consulted.THIRD_PARTY, START, START, key="1"),
        Consultation(Consulted.CO_ORGAN, START, key="2"),
    )
    one = walked((A.RECORD_OPINION, {"key": "1"}), start=facts)
    assert stage_of(one) is S.CONSULTING
    assert stage_of(walked((A.RECORD_SILENCE, {"key": "2"}), start=one)) is S.DISPATCHED


def test_an_answer_to_a_question_nobody_asked_is_no_fact():
    for action, data in ((A.RECORD_OPINION, {"key": "9"}), (A.TAKE_CLARIFICATION, {}), (A.RECORD_PAYMENT, {}), (A.SIGN, {})):
        with pytest.raises(ValueError, match=r"no consultation|without what it answers"):
            after(at_review(), Happened(action, START, data))


def test_the_second_delivery_does_not_move_the_day_of_the_first():
    facts = gathered([Happened(A.RECEIVE, START), Happened(A.SERVE, START), Happened(A.SERVE, date(2025, 7, 9))])
    assert facts.served_on == START


LI = Actor(1, "李四", {"1/2/": frozenset({Role.EDITOR})})
WANG = Actor(2, "王芳", {"1/2/": frozenset({Role.REVIEWER, Role.SIGNER})})
ZHAO = Actor(3, "赵敏", {"1/3/": frozenset({Role.EDITOR})})


def test_the_buttons_are_the_moves_of_the_stage_that_the_officer_may_make():
    facts = replace(at_review(), extension=Extension(START, 5))
    about = About("1/2/")
    handler = {offer.action: offer.blocked for offer in offers(LI, about, facts, START)}
    head = {offer.action: offer.blocked for offer in offers(WANG, about, facts, START)}
    assert {A.CLARIFY, A.DISPATCH, A.DRAFT, A.SEARCH} <= set(handler)
    assert A.EXTEND not in handler
    assert head[A.EXTEND] == "答复期限只能延长一次，已经延长过"
    assert offers(ZHAO, about, facts, START) == ()


def test_what_usually_comes_next_is_open_to_whoever_does_it():
    facts = at_review()
    assert usual(offers(LI, About("1/2/"), facts, START), stage_of(facts)) is A.DRAFT
    assert usual(offers(WANG, About("1/2/"), facts, START), stage_of(facts)) is None  # the head waits for the draft
    assert USUAL.keys() == set(S) - {S.DRAFT, S.ARCHIVED}
    assert all(stage in MOVES[action].sources for stage, actions in USUAL.items() for action in actions)


def test_the_applicant_is_offered_only_what_is_hers_to_do():
    assert [offer.action for offer in offers_to_applicant(walked(*BEGUN, A.CLARIFY), START)] == [A.TAKE_CLARIFICATION, A.WITHDRAW]
    assert [offer.action for offer in offers_to_applicant(at_review(), START)] == [A.WITHDRAW]
    served = walked(*BEGUN, (A.DRAFT, {"outcome": "A2_GRANTED"}), *REVIEWED, A.SIGN, A.SERVE)
    assert offers_to_applicant(served, START) == ()


def test_the_procedure_is_printed_from_the_table():
    text = procedure({permit: f"〈{permit.words}〉" for permit in Permit})
    assert text.count("\n") == len(MOVES) + 2
    assert "| 签发 | 待签发 | 〈签发〉 |" in text
    assert "补正须一次性告知，已经告知过，不能再次要求补正（政府信息公开条例第三十条）" in text
    assert "| 撤回申请 |" in text and "；申请人 |" in text


def test_a_stage_begins_with_the_step_that_led_to_it():
    days = [date(2026, 6, day) for day in (1, 1, 2, 3, 4, 5)]
    steps = [Happened(what, on, {}) for what, on in zip((A.SUBMIT, A.RECEIVE, A.REGISTER, A.EXAMINE, A.SEARCH, A.NOTE), days, strict=True)]
    assert [stage_since(steps[:n]) for n in (0, 1, 3, 4, 6)] == [None, days[0], days[2], days[3], days[3]]
