"""The legal clock: worked dates E1–E13 of 领域规则 1.7.2, the shared vectors, and what must hold for every case."""

import csv
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.shared_data import needed

from gongkai.foi.rules.clock import Clock, State, clock_of, require_extension, wind, with_clock
from gongkai.foi.rules.clock_facts import Stopped
from gongkai.foi.rules.clock_policies import (
    DEFAULT,
    QUESTIONS,
    AnsweredDay,
    ClockPolicies,
    ExtensionAfterRestart,
    FirstDay,
    LateClarification,
    LateOpinion,
    ReasonTime,
    SentDay,
    WaitBegins,
)
from gongkai.foi.rules.facts import CaseFacts, Clarification, Consultation, Consulted, Delay, Extension, FeeNotice, ReasonRequest
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.waits import Waiting, clarify_by, opinion_by, pay_by
from gongkai.shared.refusal import Refused
from gongkai.workdays.rules.calendar import NotYetKnown


def day(text: str) -> date:
    return date.fromisoformat(text)


def third(sent: str, reached: str | None = None, answered: str | None = None) -> Consultation:
    return Consultation(Consulted.THIRD_PARTY, day(sent), reached and day(reached), answered and day(answered))


def co_organ(sent: str, reached: str | None = None, answered: str | None = None) -> Consultation:
    return replace(third(sent, reached, answered), kind=Consulted.CO_ORGAN)


E4 = third("2025-06-10", "2025-06-12", "2025-06-25")
EXAMPLES = [
    ("E1", "2025-01-20", (), "2025-02-21"),
    ("E2", "2025-09-25", (), "2025-10-29"),
    ("E2 延长", "2025-09-25", (Extension(day("2025-10-20"), 20),), "2025-11-26"),
    ("E3 不补正", "2025-04-21", (), "2025-05-21"),
    ("E3 补正", "2025-04-21", (Clarification(day("2025-04-25"), day("2025-05-20"), day("2025-05-09")),), "2025-06-09"),
    ("E4 原期限", "2025-06-03", (), "2025-07-01"),
    ("E4", "2025-06-03", (E4,), "2025-07-16"),
    ("E5 不回复", "2025-06-03", (third("2025-06-10", "2025-06-12"),), "2025-07-24"),
    ("E6 延10", "2025-06-03", (E4, Extension(day("2025-07-10"), 10)), "2025-07-30"),
    ("E6 延20", "2025-06-03", (E4, Extension(day("2025-07-10"), 20)), "2025-08-13"),
    ("E7 原期限", "2025-11-03", (), "2025-12-01"),
    ("E7 缴费", "2025-11-03", (FeeNotice(day("2025-11-10"), day("2025-11-24"), day("2025-11-12")),), "2025-12-22"),
    ("E8", "2025-06-10", (), "2025-07-08"),
    ("E9 跨年", "2025-12-25", (), "2026-01-23"),
    ("E10", "2025-06-03", (), "2025-07-01"),
    ("E11 调休周日", "2025-04-27", (), "2025-05-28"),
    (
        "E12 重叠",
        "2025-03-03",
        (third("2025-03-06", "2025-03-06", "2025-03-14"), co_organ("2025-03-12", "2025-03-12", "2025-03-20")),
        "2025-04-15",
    ),
    ("E13", "2025-12-18", (), "2026-01-16"),
]


@pytest.mark.parametrize("received, facts, due", [row[1:] for row in EXAMPLES], ids=[row[0] for row in EXAMPLES])
def test_the_worked_dates_of_the_handbook(received, facts, due, calendar):
    assert wind(day(received), facts, calendar).due() == day(due)


def test_the_side_limits_of_the_handbook(calendar):
    assert clarify_by(day("2025-01-20"), calendar) == day("2025-02-05")
    assert clarify_by(day("2025-09-25"), calendar) == day("2025-10-11")
    assert clarify_by(day("2025-04-21"), calendar) == day("2025-04-29")
    assert opinion_by(day("2025-06-12"), calendar) == day("2025-07-03")
    assert pay_by(day("2025-11-12"), calendar) == day("2025-12-10")
    assert wind(day("2025-03-03"), (), calendar).due_on == day("2025-03-31")


def test_every_shared_vector(calendar):
    with needed("data", "workday_vectors.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 32
    for row in rows:
        received = day(row["received"])
        due = day(row["+20wd(chinesecalendar 1.11.0)"])
        assert wind(received, (), calendar).due_on == due, row
        assert wind(received, (Extension(received, 20),), calendar).due_on == day(row["+40wd"]), row
        assert clarify_by(received, calendar) == day(row["+7wd"])
        assert opinion_by(received, calendar) == day(row["+15wd"])


def test_every_receipt_day_of_three_years_agrees_with_the_calendar_row_by_row(calendar):
    received, last = date(2024, 1, 1), date(2026, 10, 31)
    while received <= last:
        clock = wind(received, (), calendar)
        assert clock.due_on == calendar.workday_after(received, 20)
        for step in calendar.steps(received, 20):
            assert clock.counts(step.day) == step.counts
            if received.day in (1, 15):
                assert clock.remaining(step.day) == 20 - step.count
        received += timedelta(days=1)


def test_a_span_into_a_year_without_notice_says_so(calendar):
    clock = wind(date(2026, 12, 15), (), calendar)
    assert clock.due_on is None
    assert clock.unknown.year == 2027
    with pytest.raises(NotYetKnown, match="2027年放假安排尚未录入"):
        clock.due()
    assert clock.remaining(date(2026, 12, 20)) is None
    assert clock.warning(date(2026, 12, 31)) is None
    with pytest.raises(NotYetKnown):
        clarify_by(date(2026, 12, 25), calendar)


def test_a_consultation_that_may_reach_into_a_year_without_notice_leaves_the_date_open_until_the_answer_is_there(calendar):
    asked = third("2026-12-10", "2026-12-14")
    clock = wind(date(2026, 11, 16), (asked,), calendar)
    assert clock.unknown.year == 2027
    assert clock.state(date(2026, 12, 15)) is State.PAUSED
    answered = wind(date(2026, 11, 16), (replace(asked, answered_on=date(2026, 12, 16)),), calendar)
    assert answered.due() == date(2026, 12, 18)  # eighteen days were used up before asking


RECEIVED = st.dates(date(2024, 1, 1), date(2026, 3, 1))
GAP = st.integers(0, 40)


@st.composite
def consultations(draw, received: date) -> Consultation:
    sent = received + timedelta(days=draw(GAP))
    reached = sent + timedelta(days=draw(st.integers(0, 6)))
    answered = draw(st.none() | st.integers(0, 40))
    kind = draw(st.sampled_from(Consulted))
    return Consultation(kind, sent, reached, None if answered is None else reached + timedelta(days=answered))


@st.composite
def cases(draw) -> tuple[date, tuple]:
    received = draw(RECEIVED)
    facts: list = draw(st.lists(consultations(received), max_size=4))
    if draw(st.booleans()):
        asked = received + timedelta(days=draw(st.integers(0, 12)))
        facts.append(Clarification(asked, asked + timedelta(days=30), asked + timedelta(days=draw(GAP))))
    if draw(st.booleans()):
        noticed = received + timedelta(days=draw(st.integers(0, 20)))
        facts.append(FeeNotice(noticed, noticed + timedelta(days=draw(st.integers(0, 20)))))
    if draw(st.booleans()):
        facts.append(Extension(received + timedelta(days=draw(st.integers(0, 15))), draw(st.integers(1, 20))))
    return received, tuple(facts)


@settings(max_examples=300, deadline=None)
@given(case=cases(), data=st.data())
def test_adding_a_wait_never_moves_the_date_earlier(case, data, calendar):
    received, facts = case
    before = wind(received, facts, calendar).due()
    more = data.draw(consultations(received))
    assert wind(received, (*facts, more), calendar).due() >= before


@settings(max_examples=200, deadline=None)
@given(received=RECEIVED, data=st.data())
def test_a_clarification_a_fee_or_an_extension_never_moves_the_date_earlier(received, data, calendar):
    facts = tuple(data.draw(st.lists(consultations(received), max_size=3)))
    before = wind(received, facts, calendar).due()
    asked = received + timedelta(days=data.draw(st.integers(0, 12)))
    answered = asked + timedelta(days=data.draw(GAP))
    for more in (Clarification(asked, None, answered), FeeNotice(asked, answered), Extension(asked, 5), Delay(asked, 3)):
        assert wind(received, (*facts, more), calendar).due() >= before


@settings(max_examples=200, deadline=None)
@given(received=RECEIVED, data=st.data())
def test_overlapping_waits_count_as_their_union(received, data, calendar):
    asked = data.draw(st.lists(consultations(received), min_size=1, max_size=4))
    clock = wind(received, asked, calendar)
    waits = [(wait.begins, wait.ends) for wait in clock.waits]
    assert clock.due() == calendar.workday_after(received, 20, waits)
    left_out = {
        moment
        for begins, ends in waits
        for n in range(1, (ends - begins).days + 1)
        if calendar.is_workday(moment := begins + timedelta(days=n)) and received < moment <= clock.due()
    }
    assert calendar.workdays_between(received, clock.due()) == 20 + len(left_out)
    assert wind(received, [*asked, *asked], calendar).due() == clock.due()  # the same waits twice are the same waits


@settings(max_examples=200, deadline=None)
@given(case=cases(), n=st.integers(0, 60))
def test_the_days_left_are_the_counted_days_up_to_the_date(case, n, calendar):
    received, facts = case
    clock = wind(received, facts, calendar)
    on = clock.starts_on + timedelta(days=n)
    left = clock.remaining(on)
    if on <= clock.due():
        later = (on + timedelta(days=k) for k in range(1, (clock.due() - on).days + 1))
        assert left == sum(clock.counts(moment) for moment in later)
    else:
        assert left == -calendar.workdays_between(clock.due(), on)
    assert clock.remaining(clock.due()) == 0


def test_the_order_in_which_facts_are_handed_in_does_not_matter(calendar):
    facts = (E4, co_organ("2025-06-12", "2025-06-13"), Extension(day("2025-06-20"), 7), FeeNotice(day("2025-06-05"), day("2025-06-09")))
    assert wind(day("2025-06-03"), facts, calendar) == wind(day("2025-06-03"), facts[::-1], calendar)


def test_while_the_applicant_is_to_correct_nothing_is_due(calendar):
    asked = Clarification(day("2025-04-25"), day("2025-05-16"))
    clock = wind(day("2025-04-21"), (asked,), calendar)
    assert clock.due_on is None
    assert clock.state(day("2025-04-25")) is State.RUNNING
    assert clock.state(day("2025-04-27")) is State.PAUSED
    assert clock.waiting_for(day("2025-04-27")) == (Waiting.CLARIFICATION,)
    assert clock.remaining(day("2025-04-27")) is None
    assert clock.lapsed(day("2025-05-16")) == frozenset()
    assert clock.lapsed(day("2025-05-17")) == {Outcome.F1_NO_CORRECTION}
    with pytest.raises(Refused, match="等待申请人补正"):
        clock.due()


def test_an_unpaid_fee_lapses_after_twenty_working_days(calendar):
    clock = wind(day("2025-11-03"), (FeeNotice(day("2025-11-10"), reached_on=day("2025-11-12")),), calendar)
    assert clock.due_on is None
    assert clock.lapsed(day("2025-12-10")) == frozenset()
    assert clock.lapsed(day("2025-12-11")) == {Outcome.F2_NO_PAYMENT}


def test_a_fee_notice_on_its_way_stops_the_clock_and_gives_nobody_a_limit(calendar):
    clock = wind(day("2025-11-03"), (FeeNotice(day("2025-11-10")),), calendar)
    assert clock.waiting_for(day("2025-11-11")) == (Waiting.PAYMENT,)
    assert clock.lapsed(day("2026-03-11")) == frozenset()


def test_a_letter_nobody_shows_to_have_come_stops_the_clock_no_longer_than_one_that_came_at_once(calendar):
    """Sent on 10 June, five working days used; the fifteenth working day after it is 1 July, and fifteen more are left from the 2nd."""
    clock = wind(day("2025-06-03"), (third("2025-06-10"),), calendar)
    assert (clock.due_on, clock.is_provisional) == (day("2025-07-22"), True)
    assert clock.remaining(day("2025-06-20")) == 15
    assert clock.state(day("2025-07-01")) is State.PAUSED
    assert clock.state(day("2025-07-02")) is State.RUNNING
    assert clock.warning(day("2025-11-28")) == -1
    answered = wind(day("2025-06-03"), (third("2025-06-10", answered="2025-06-25"),), calendar)
    assert answered.due_on == wind(day("2025-06-03"), (E4,), calendar).due_on == day("2025-07-16")
    waiting = wind(day("2025-06-03"), (third("2025-06-10"),), calendar, ClockPolicies(late_opinion=LateOpinion.WAITS))
    assert waiting.due_on == clock.due_on


def test_silence_ends_the_wait_by_itself(calendar):
    clock = wind(day("2025-06-03"), (third("2025-06-10", "2025-06-12"),), calendar)
    assert clock.is_provisional
    assert clock.state(day("2025-07-03")) is State.PAUSED
    assert clock.state(day("2025-07-04")) is State.RUNNING
    late = wind(day("2025-06-03"), (third("2025-06-10", "2025-06-12", "2025-08-01"),), calendar)
    assert late.due_on == clock.due_on == day("2025-07-24")


def test_the_extension_counts_only_when_approved_before_the_first_date_passed(calendar):
    in_time = wind(day("2025-06-03"), (Extension(day("2025-07-01"), 10),), calendar)
    assert (in_time.first_due_on, in_time.due_on, in_time.late_extension) == (day("2025-07-01"), day("2025-07-15"), False)
    late = wind(day("2025-06-03"), (Extension(day("2025-07-02"), 10),), calendar)
    assert (late.due_on, late.late_extension, late.extension) == (day("2025-07-01"), True, None)


def test_an_extension_that_was_in_time_stays_good_when_the_answer_comes_early(calendar):
    facts = (third("2025-06-30", "2025-07-01", "2025-07-22"), Extension(day("2025-07-21"), 10))
    assert wind(day("2025-06-03"), facts, calendar).late_extension is False


def test_only_one_extension_of_at_most_twenty_days_and_only_in_time(calendar):
    clock = wind(day("2025-06-03"), (), calendar)
    require_extension(clock, day("2025-07-01"), 20)
    for on, n, why in ((day("2025-07-01"), 21, "最多20个工作日"), (day("2025-07-01"), 0, "最少1个"), (day("2025-07-02"), 5, "已经届满")):
        with pytest.raises(Refused, match=why):
            require_extension(clock, on, n)
    with pytest.raises(Refused, match="只能延长一次"):
        require_extension(wind(day("2025-06-03"), (Extension(day("2025-06-05"), 5),), calendar), day("2025-06-06"), 5)
    with pytest.raises(Refused, match="已经办结"):
        require_extension(wind(day("2025-06-03"), (Stopped(day("2025-06-09")),), calendar), day("2025-06-09"), 5)


@pytest.mark.parametrize(
    "facts, why",
    [
        ((Clarification(day("2025-06-05")), Clarification(day("2025-06-06"))), "只能有一次补正告知"),
        ((Extension(day("2025-06-05"), 5), Extension(day("2025-06-06"), 5)), "只能有一次延长"),
        ((Extension(day("2025-06-05"), 21),), "最多20个工作日"),
        ((Delay(day("2025-06-05"), 0),), "至少1个工作日"),
        ((Clarification(day("2025-06-02")),), "先后颠倒"),
        ((third("2025-06-09", "2025-06-08"),), "先后颠倒"),
        ((FeeNotice(day("2025-06-09"), day("2025-06-08")),), "先后颠倒"),
        ((FeeNotice(day("2025-06-05"), day("2025-06-08"), day("2025-06-09")),), "先后颠倒"),
    ],
)
def test_facts_that_cannot_be_are_refused(facts, why, calendar):
    with pytest.raises(Refused, match=why):
        wind(day("2025-06-03"), facts, calendar)


def test_a_reasonable_delay_comes_on_top_of_the_extension(calendar):
    facts = (Extension(day("2025-06-20"), 20), Delay(day("2025-06-23"), 30))
    clock = wind(day("2025-06-03"), facts, calendar)
    assert clock.due_on == calendar.workday_after(day("2025-06-03"), 70)
    assert clock.extended_by == 20


def test_the_reply_stops_the_clock_and_lateness_is_measured_in_working_days(calendar):
    in_time = wind(day("2025-06-03"), (Stopped(day("2025-07-01")),), calendar)
    assert (in_time.overdue(day("2025-12-01")), in_time.state(day("2025-07-01"))) == (0, State.CLOSED)
    late = wind(day("2025-06-03"), (Stopped(day("2025-07-07")),), calendar)
    assert late.overdue(day("2025-12-01")) == 4
    assert wind(day("2025-06-03"), (), calendar).overdue(day("2025-07-03")) == 2


def test_warnings_at_ten_five_three_one_and_none(calendar):
    clock = wind(day("2025-06-03"), (), calendar)
    assert clock.warning_days() == (
        (10, day("2025-06-17")),
        (5, day("2025-06-24")),
        (3, day("2025-06-26")),
        (1, day("2025-06-30")),
        (0, day("2025-07-01")),
    )
    assert [clock.warning(moment) for _, moment in clock.warning_days()] == [10, 5, 3, 1, 0]
    assert (clock.warning(day("2025-06-16")), clock.warning(day("2025-06-18")), clock.warning(day("2025-07-02"))) == (None, 10, -1)
    waiting = wind(day("2025-06-03"), (third("2025-06-25", "2025-06-26"),), calendar)
    assert waiting.warning(day("2025-06-27")) is None


SENT_WITH_DELAY = third("2025-06-10", "2025-06-12", "2025-06-25")
CHOICES = [
    (ClockPolicies(first_day=FirstDay.SAME_DAY), (), "2025-06-30"),
    (ClockPolicies(sent_day=SentDay.LEFT_OUT), (SENT_WITH_DELAY,), "2025-07-17"),
    (ClockPolicies(answered_day=AnsweredDay.COUNTS), (SENT_WITH_DELAY,), "2025-07-15"),
    (ClockPolicies(wait_begins=WaitBegins.REACHED), (SENT_WITH_DELAY,), "2025-07-14"),
    (ClockPolicies(late_opinion=LateOpinion.WAITS), (third("2025-06-10", "2025-06-12", "2025-07-10"),), "2025-07-31"),
    (DEFAULT, (Clarification(day("2025-06-16"), None, day("2025-06-20")),), "2025-07-18"),
    (
        ClockPolicies(late_clarification=LateClarification.GOES_ON),
        (Clarification(day("2025-06-16"), None, day("2025-06-20")),),
        "2025-07-01",
    ),
    (
        ClockPolicies(late_clarification=LateClarification.GOES_ON),
        (Clarification(day("2025-06-12"), None, day("2025-06-20")),),
        "2025-07-18",
    ),
    (DEFAULT, (ReasonRequest(day("2025-06-05"), None, day("2025-06-10")),), "2025-07-01"),
    (ClockPolicies(reason_time=ReasonTime.LEFT_OUT), (ReasonRequest(day("2025-06-05"), None, day("2025-06-10")),), "2025-07-04"),
    (DEFAULT, (Extension(day("2025-06-04"), 5), FeeNotice(day("2025-06-05"), day("2025-06-09"))), "2025-07-14"),
    (
        ClockPolicies(extension_after_restart=ExtensionAfterRestart.SPENT),
        (Extension(day("2025-06-04"), 5), FeeNotice(day("2025-06-05"), day("2025-06-09"))),
        "2025-07-07",
    ),
]


@pytest.mark.parametrize("policies, facts, due", CHOICES)
def test_where_the_law_is_silent_the_office_chooses(policies, facts, due, calendar):
    assert wind(day("2025-06-03"), facts, calendar, policies).due() == day(due)


def test_every_question_names_its_default_and_is_stored_by_its_values():
    assert set(QUESTIONS) == set(DEFAULT.as_dict())
    assert all(question.default in list(question.choices) and question.default.label for question in QUESTIONS.values())
    assert ClockPolicies.of(DEFAULT.as_dict()) == DEFAULT
    assert ClockPolicies.of({"sent_day": "left_out"}).sent_day is SentDay.LEFT_OUT
    for wrong in ({"due_on": "2025-07-01"}, {"sent_day": "sometimes"}):
        with pytest.raises(ValueError, match="no such choice"):
            ClockPolicies.of(wrong)


def test_the_clock_of_a_gathered_case(calendar):
    facts = CaseFacts(received_on=day("2025-06-03"), consultations=(E4,), served_on=day("2025-07-16"))
    clock = clock_of(facts, calendar)
    assert isinstance(clock, Clock)
    assert (clock.due_on, clock.stopped_on) == (day("2025-07-16"), day("2025-07-16"))
    assert clock_of(CaseFacts(), calendar) is None
    known = with_clock(facts, clock, day("2025-07-20"))
    assert (known.due_on, known.clarify_by, known.lapsed) == (day("2025-07-16"), day("2025-06-12"), frozenset())


def test_asking_somebody_after_the_due_date_stops_nothing(calendar):
    clock = wind(day("2025-06-03"), (third("2025-07-03", "2025-07-04"),), calendar)
    assert (clock.due_on, clock.state(day("2025-07-07")), clock.warning(day("2025-07-07"))) == (day("2025-07-01"), State.RUNNING, -1)


def test_an_overdue_case_is_overdue_even_in_a_year_without_notice(calendar):
    clock = wind(date(2026, 11, 2), (), calendar)
    late = date(2027, 1, 11)
    assert clock.warning(late) == -1
    assert clock.is_overdue(late)
    assert clock.remaining(late) is None  # by how many working days, nobody can say yet
    assert not clock.is_overdue(clock.due())


def test_limits_in_a_year_without_notice_leave_the_guards_open_not_guessed(calendar):
    facts = CaseFacts(received_on=date(2026, 12, 25), fee=FeeNotice(date(2026, 12, 28), reached_on=date(2026, 12, 28)))
    clock = clock_of(facts, calendar)
    known = with_clock(facts, clock, date(2027, 3, 1))
    assert (known.clarify_by, known.due_on, known.lapsed) == (None, None, frozenset())
    assert [(wait.what, wait.limit) for wait in clock.waits] == [(Waiting.PAYMENT, None)]
    assert with_clock(facts, None, date(2027, 3, 1)) is facts


def test_under_the_other_choice_nobody_is_waited_for_before_the_letter_has_reached_them(calendar):
    clock = wind(day("2025-06-03"), (third("2025-06-10"),), calendar, ClockPolicies(wait_begins=WaitBegins.REACHED))
    assert (clock.due_on, clock.waits) == (day("2025-07-01"), ())


def test_a_clock_that_has_stopped_waits_for_nobody(calendar):
    clock = wind(day("2025-06-03"), (third("2025-06-10"), Stopped(day("2025-06-12"))), calendar)
    assert clock.waiting_for(day("2025-06-11")) == (Waiting.THIRD_PARTY,)
    assert clock.waiting_for(day("2025-06-13")) == ()
    assert clock.remaining(day("2025-08-01")) == clock.remaining(day("2025-06-12")) == 15
    assert clock.warning_days() == ()


# —— letters on paper: what counts is when they were sent, and when they came ——


def test_nobody_lets_a_time_run_out_that_was_given_in_a_letter_that_has_not_come(calendar):
    asked = Clarification(day("2025-06-05"), day("2025-06-30"), on_its_way=True)
    assert wind(day("2025-06-03"), (asked,), calendar).lapsed(day("2025-12-01")) == frozenset()


@pytest.mark.parametrize(
    "asked, reached, answer_by, last",
    [
        ("2025-06-05", "2025-06-05", "2025-06-20", "2025-06-20"),  # on the day it was signed
        ("2025-06-05", "2025-06-10", "2025-06-20", "2025-06-25"),  # eleven working days were given: they run from the 10th
        ("2025-06-05", "2025-07-01", "2025-06-30", "2025-07-24"),  # seventeen, though the day in the letter had passed when it came
        ("2025-06-06", "2025-06-09", "2025-06-08", "2025-06-10"),  # a Sunday: one working day at the least
    ],
)
def test_the_time_to_clarify_runs_from_the_day_the_notice_came(asked, reached, answer_by, last, calendar):
    fact = Clarification(day(asked), day(answer_by), reached_on=day(reached))
    clock = wind(day("2025-06-03"), (fact,), calendar)
    assert clock.lapsed(day(last)) == frozenset()
    assert clock.lapsed(day(last) + timedelta(days=1)) == {Outcome.F1_NO_CORRECTION}


def test_whether_a_clarification_was_asked_for_in_time_is_judged_by_the_day_it_was_sent(calendar):
    """Received on the 3rd, the seventh working day is the 12th."""
    goes_on = ClockPolicies(late_clarification=LateClarification.GOES_ON)
    late = Clarification(day("2025-06-12"), None, day("2025-06-20"), sent_on=day("2025-06-13"))
    assert wind(day("2025-06-03"), (late,), calendar, goes_on).due_on == day("2025-07-01")
    assert wind(day("2025-06-03"), (replace(late, sent_on=day("2025-06-12")),), calendar, goes_on).due_on == day("2025-07-18")


def test_an_extension_counts_when_it_was_told_before_the_first_date_had_passed(calendar):
    for told, due, late in (("2025-07-01", "2025-07-29", False), ("2025-07-02", "2025-07-01", True), ("2025-07-21", "2025-07-01", True)):
        clock = wind(day("2025-06-03"), (Extension(day("2025-07-01"), 20, day(told)),), calendar)
        assert (clock.due_on, clock.late_extension, clock.untold_extension) == (day(due), late, False), told
    untold = wind(day("2025-06-03"), (Extension(day("2025-07-01"), 20, is_untold=True),), calendar)
    assert (untold.due_on, untold.extension, untold.late_extension, untold.untold_extension) == (day("2025-07-01"), None, False, True)
    assert untold.warning(day("2025-07-02")) == -1
    with pytest.raises(Refused, match="只能延长一次"):
        require_extension(untold, day("2025-07-01"), 5)
