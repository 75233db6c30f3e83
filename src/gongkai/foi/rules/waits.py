"""不计入期限的时间: which waits the facts open, when each ends, and counting working days around them."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongkai.foi.rules.clock_facts import Dated
from gongkai.foi.rules.clock_policies import ClockPolicies, LateClarification, LateOpinion, ReasonTime, WaitBegins
from gongkai.foi.rules.facts import Clarification, Consultation, Consulted, FeeNotice, ReasonRequest
from gongkai.workdays.rules.calendar import Calendar, NotYetKnown

CLARIFY_WORKDAYS = 7  # 第三十条
CONSULTATION_WORKDAYS = 15  # 第三十二条、第三十四条
PAYMENT_WORKDAYS = 20  # 国办函〔2020〕109号, from memory: 待复核
ONE_DAY = timedelta(days=1)


class Waiting(StrEnum):
    """Whom the clock waits for."""

    label: str
    basis: str

    def __new__(cls, value: str, label: str = "", basis: str = "") -> "Waiting":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.basis = label, basis
        return member

    CLARIFICATION = "clarification", "等待申请人补正", "第三十条"
    PAYMENT = "payment", "等待申请人缴费", "国办函〔2020〕109号"
    THIRD_PARTY = "third_party", "征求第三方意见", "第三十二条、第三十三条第三款"
    CO_ORGAN = "co_organ", "征求共同制作机关意见", "第三十三条第三款、第三十四条"
    REASON = "reason", "等待申请人说明理由", "第三十五条"


@dataclass(frozen=True, slots=True)
class Wait:
    """Time not counted: after `begins` up to and including `ends` (as the policies have it). `ends` is None while nobody can say.

    `limit`: the last day of whoever is asked; None while the letter is on its way. `is_open`: not answered yet; `ends` is then the limit,
    where silence ends the wait (or, with nobody knowing whether the letter came, what the limit would be at the earliest).
    `restarts`: the count begins anew when it is answered."""

    what: Waiting
    begins: date
    ends: date | None
    limit: date | None = None
    is_open: bool = False
    restarts: bool = False
    reached: date | None = None  # when a notice came to the applicant


def clarify_by(received_on: date, calendar: Calendar) -> date:
    """The last day to ask for a clarification (第三十条). NotYetKnown for a year without notice."""
    return nth(received_on, CLARIFY_WORKDAYS, calendar)


def opinion_by(reached_on: date, calendar: Calendar) -> date:
    """The last day of whoever was asked for an opinion, from the day the letter reached them (第三十二条、第三十四条)."""
    return nth(reached_on, CONSULTATION_WORKDAYS, calendar)


def answer_by(asked: Clarification | ReasonRequest, calendar: Calendar) -> date | None:
    """The last day of an applicant who was asked: the day in the letter or, where the letter came later than it was signed, as many
    working days after it came as it gave. None while it is on its way, and where a year's notice is missing."""
    if asked.answer_by is None or asked.on_its_way:
        return None
    if asked.reached_on is None or asked.reached_on <= asked.asked_on:
        return asked.answer_by
    try:
        given = max(1, calendar.workdays_between(asked.asked_on, asked.answer_by))
        return max(asked.answer_by, nth(asked.reached_on, given, calendar))
    except NotYetKnown:
        return None


def pay_by(notified_on: date, calendar: Calendar) -> date:
    """The last day to pay, from the day the applicant got the notice (国办函〔2020〕109号)."""
    return nth(notified_on, PAYMENT_WORKDAYS, calendar)


def waits_of(case: Dated, calendar: Calendar, policies: ClockPolicies) -> tuple[tuple[Wait, ...], NotYetKnown | None]:
    """Every wait by the day it began, and the year that is missing where the end of one cannot be known."""
    waits: list[Wait] = []
    unknown: NotYetKnown | None = None
    for each in case.consultations:
        begins = each.sent_on if policies.wait_begins is WaitBegins.SENT else each.reached_on
        if begins is None:
            continue
        try:
            waits.append(_consultation_wait(each, begins, calendar, policies))
        except NotYetKnown as missing:
            unknown = missing
            waits.append(Wait(_ASKED[each.kind], begins, None, is_open=each.answered_on is None))
    asked = case.clarification
    if asked and not _is_without_effect(asked, case.received_on, calendar, policies):
        limit = answer_by(asked, calendar)
        waits.append(Wait(Waiting.CLARIFICATION, asked.asked_on, asked.answered_on, limit, asked.is_open, True, asked.reached_on))
    if fee := case.fee:
        waits.append(
            Wait(Waiting.PAYMENT, fee.notified_on, fee.paid_on, _pay_by_if_known(fee, calendar), fee.is_open, True, fee.reached_on)
        )
    if case.reason and policies.reason_time is ReasonTime.LEFT_OUT:
        reason = case.reason
        ends = reason.answered_on or reason.judged_on or answer_by(reason, calendar) or reason.answer_by
        is_open = reason.answered_on is None and reason.is_open
        waits.append(Wait(Waiting.REASON, reason.asked_on, ends, answer_by(reason, calendar), is_open, reached=reason.reached_on))
    return tuple(sorted(waits, key=lambda wait: wait.begins)), unknown


_ASKED = {Consulted.THIRD_PARTY: Waiting.THIRD_PARTY, Consulted.CO_ORGAN: Waiting.CO_ORGAN}


def _consultation_wait(asked: Consultation, begins: date, calendar: Calendar, policies: ClockPolicies) -> Wait:
    what, is_open = _ASKED[asked.kind], asked.answered_on is None
    if policies.late_opinion is LateOpinion.WAITS and (asked.reached_on or not is_open):
        return Wait(what, begins, asked.answered_on, is_open=is_open)
    if asked.reached_on is None:  # nobody has shown that they had the letter: no more is left out than if it had come at once
        earliest = opinion_by(asked.sent_on, calendar)
        return Wait(what, begins, min(earliest, asked.answered_on or earliest), is_open=is_open)
    if asked.answered_on is not None and (asked.answered_on - asked.reached_on).days <= CONSULTATION_WORKDAYS:
        return Wait(what, begins, asked.answered_on)  # in time by any calendar: the next year's notice is not needed
    limit = opinion_by(asked.reached_on, calendar)
    return Wait(what, begins, min(limit, asked.answered_on or limit), limit, is_open)


def _is_without_effect(asked: Clarification, received_on: date, calendar: Calendar, policies: ClockPolicies) -> bool:
    """Sent after the seventh working day, where the office has decided that the first date then stands."""
    sent = asked.sent_on or asked.asked_on
    return policies.late_clarification is LateClarification.GOES_ON and sent > clarify_by(received_on, calendar)


def _pay_by_if_known(fee: FeeNotice, calendar: Calendar) -> date | None:
    try:
        return pay_by(fee.reached_on, calendar) if fee.is_open and fee.reached_on else None
    except NotYetKnown:
        return None


def nth(start: date, n: int, calendar: Calendar) -> date:
    """The n-th working day after `start`, as `Calendar.workday_after` without its wording of every day."""
    is_workday, day = calendar.is_workday, start
    while n:
        day += ONE_DAY
        n -= is_workday(day)
    return day


def counted(start: date, n: int, calendar: Calendar, waits: tuple[Wait, ...], policies: ClockPolicies) -> date | None:
    """The n-th working day after `start` that lies in no wait; None when it lies behind a wait whose end nobody knows."""
    if not waits:
        return nth(start, n, calendar)
    covers, day = policies.wait_policy.covers, start
    while n:
        day += ONE_DAY
        if any(covers((wait.begins, wait.ends or date.max), day) for wait in waits):
            if any(wait.ends is None and covers((wait.begins, date.max), day) for wait in waits):
                return None
            calendar.kind(day)  # a year without notice is not passed over, not even while waiting
            continue
        n -= calendar.is_workday(day)
    return day
