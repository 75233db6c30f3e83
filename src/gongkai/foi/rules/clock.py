"""法定期限: when a reply is due, computed from dated facts and the calendar of working days. No due date is ever typed in.

    clock = wind(date(2025, 6, 3), (Consultation(Consulted.THIRD_PARTY, date(2025, 6, 10), date(2025, 6, 12), date(2025, 6, 25)),), calendar)
    clock.due_on                    # 2025-07-16
    clock.state(date(2025, 6, 12))  # PAUSED

The day-by-day account for the applicant is in `account`."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from gongkai.foi.rules.clock_facts import EXTENSION_WORKDAYS, Dated, Fact, Stopped
from gongkai.foi.rules.clock_policies import DEFAULT, ClockPolicies, ExtensionAfterRestart, FirstDay
from gongkai.foi.rules.facts import CaseFacts, Delay, Extension
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.waits import ONE_DAY, Wait, Waiting, clarify_by, counted, waits_of
from gongkai.shared.refusal import Refused
from gongkai.workdays.rules.calendar import Calendar, NotYetKnown

REPLY_WORKDAYS = 20  # 第三十三条第二款
WARN_AT = (10, 5, 3, 1, 0)  # working days left; no article asks for warnings


class State(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {"running": "计时中", "paused": "暂停计时", "closed": "已停止"}[self.value]


@dataclass(frozen=True, slots=True)
class Clock:
    """What the facts come to. `due_on` is None while it cannot be known: `unknown` says that a year's notice is missing, otherwise
    an answer is waited for that begins the count anew or has no limit yet. `is_provisional`: an open consultation is counted to its
    last day, the date moves forward when the answer comes earlier."""

    received_on: date
    starts_on: date  # day zero of the count that stands
    needed: int  # working days to be counted after it
    due_on: date | None
    first_due_on: date | None  # without extension and delay
    waits: tuple[Wait, ...]
    extension: Extension | None
    delay: Delay | None
    late_extension: bool  # approved, or told to the applicant, after the first date had passed: without effect
    untold_extension: bool  # the letter that tells of it has not gone out: not yet in effect
    is_provisional: bool
    stopped_on: date | None
    unknown: NotYetKnown | None
    calendar: Calendar = field(repr=False, compare=False)
    policies: ClockPolicies = field(repr=False)

    @property
    def extended_by(self) -> int:
        """The working days that the extension adds; 0 where a policy says that a restart has spent it."""
        return self.needed - REPLY_WORKDAYS - (self.delay.workdays if self.delay else 0)

    def due(self) -> date:
        """The due date; NotYetKnown for a year without notice, Refused while an answer is waited for."""
        if self.unknown:
            raise self.unknown
        if self.due_on is None:
            waiting = "、".join(wait.what.label for wait in self.waits if wait.ends is None)
            raise Refused(f"正在{waiting}，期限暂不能确定，收到后即可计算。", basis="政府信息公开条例第三十三条")
        return self.due_on

    def waiting_for(self, on: date) -> tuple[Waiting, ...]:
        """Whom the clock waits for on this day, each once. Asking somebody after the due date stops nothing."""
        if (self.stopped_on and on > self.stopped_on) or (self.due_on and on > self.due_on):
            return ()
        return tuple(dict.fromkeys(wait.what for wait in self.waits if self.is_waiting(wait, on)))

    def state(self, on: date) -> State:
        if self.stopped_on and on >= self.stopped_on:
            return State.CLOSED
        return State.PAUSED if self.waiting_for(on) else State.RUNNING

    def counts(self, day: date) -> bool:
        """Whether this day is one of the working days of the count that stands (the due date has no part in it).
        NotYetKnown for a day of a year without notice."""
        return day > self.starts_on and self.calendar.is_workday(day) and not any(self.is_waiting(wait, day) for wait in self.waits)

    def is_waiting(self, wait: Wait, day: date) -> bool:
        return self.policies.wait_policy.covers((wait.begins, wait.ends or date.max), day)

    def remaining(self, on: date) -> int | None:
        """Working days left after `on`: 0 on the due date, negative when it has passed. None while the count will begin anew, or where
        days lie in a year without notice: whether the date has passed is then still told by `is_overdue`."""
        if self.stopped_on and on > self.stopped_on:
            on = self.stopped_on
        if self.unknown or (self.due_on is None and any(wait.restarts and wait.ends is None for wait in self.waits)):
            return None
        if self.due_on is not None and on > self.due_on:
            try:
                return -self.calendar.workdays_between(self.due_on, on)
            except NotYetKnown:
                return None
        return self.needed - sum(self.counts(self.starts_on + timedelta(days=n)) for n in range(1, (on - self.starts_on).days + 1))

    def is_overdue(self, on: date) -> bool:
        """Whether the date has passed without a reply, or had when it came."""
        return self.due_on is not None and min(on, self.stopped_on or on) > self.due_on

    def overdue(self, on: date) -> int:
        """By how many working days the reply is, or was, late; 0 also where they cannot be counted (see `is_overdue`)."""
        return max(0, -(self.remaining(on) or 0))

    def warning(self, on: date) -> int | None:
        """The band the case is in: 10, 5, 3, 1 or 0 working days left, -1 when overdue. None above ten, while waiting and when closed."""
        if self.state(on) is not State.RUNNING:
            return None
        if self.due_on and on > self.due_on:
            return -1
        left = self.remaining(on)
        return None if left is None or left > WARN_AT[0] else min(mark for mark in WARN_AT if left <= mark)

    def lapsed(self, on: date) -> frozenset[Outcome]:
        """What the case may be ended for, because the applicant's time has run out: F1, F2."""
        gone = {wait.what for wait in self.waits if wait.restarts and wait.is_open and wait.limit and on > wait.limit}
        return frozenset(_ENDS[what] for what in gone)

    def warning_days(self) -> tuple[tuple[int, date], ...]:
        """(working days left, the day on which that becomes true), for scheduling; empty while the due date is unknown, and afterwards."""
        if self.due_on is None or self.stopped_on:
            return ()
        days = [day for n in range(1, (self.due_on - self.starts_on).days + 1) if self.counts(day := self.starts_on + timedelta(days=n))]
        return tuple((mark, days[-1 - mark]) for mark in WARN_AT if mark < len(days))


_ENDS = {Waiting.CLARIFICATION: Outcome.F1_NO_CORRECTION, Waiting.PAYMENT: Outcome.F2_NO_PAYMENT}


def wind(received_on: date, facts: Iterable[Fact], calendar: Calendar, policies: ClockPolicies = DEFAULT) -> Clock:
    """The clock of a case received on this day, to which these facts happened (in any order).

    Never raises for a year without notice: the clock then says `unknown` and `due()` raises. Refused for facts that cannot be:
    a second clarification, extension or fee, an extension above twenty days, an answer before its question, anything before receipt."""
    case = Dated.of(received_on, facts)
    found = _run(case, calendar, policies, extended=False)
    if case.extension is None and case.delay is None:
        return found
    untold = case.extension is not None and case.extension.is_untold
    late = case.extension is not None and not untold and not _in_time(case, case.extension, calendar, policies)
    extended = _run(replace(case, extension=None) if late or untold else case, calendar, policies, extended=True)
    return replace(extended, first_due_on=found.due_on, late_extension=late, untold_extension=untold)


def clock_of(facts: CaseFacts, calendar: Calendar, policies: ClockPolicies = DEFAULT) -> Clock | None:
    """The clock of a case as gathered from its happenings; None before it is received."""
    if facts.received_on is None:
        return None
    stopped = facts.served_on or facts.ended_on
    single = (facts.clarification, facts.extension, facts.fee, facts.reason_request, facts.delay, Stopped(stopped) if stopped else None)
    return wind(facts.received_on, (*facts.consultations, *(fact for fact in single if fact)), calendar, policies)


def with_clock(facts: CaseFacts, clock: Clock | None, on: date) -> CaseFacts:
    """The facts with what the guards of `stages` need from the clock on this day."""
    if clock is None:
        return facts
    try:
        seventh = clarify_by(clock.received_on, clock.calendar)
    except NotYetKnown:
        seventh = None
    return replace(facts, clarify_by=seventh, due_on=clock.due_on, lapsed=clock.lapsed(on))


def require_extension(clock: Clock, on: date, workdays: int) -> None:
    """Nothing, or Refused: at most twenty working days, once, before the first date has passed (第三十三条第二款)."""
    basis = "政府信息公开条例第三十三条"
    if not 1 <= workdays <= EXTENSION_WORKDAYS:
        raise Refused(f"延长最少1个、最多{EXTENSION_WORKDAYS}个工作日，请修改天数。", basis=basis, field="workdays")
    if clock.extension or clock.late_extension or clock.untold_extension:
        raise Refused("答复期限只能延长一次，这件申请已经延长过。", basis=basis)
    if clock.stopped_on:
        raise Refused("这件申请已经办结，不能再延长。", basis=basis)
    if clock.due_on and on > clock.due_on:
        raise Refused(f"原答复期限{clock.due_on:%Y-%m-%d}已经届满，不能再延长，请尽快答复。", basis=basis)


def _in_time(case: Dated, extension: Extension, calendar: Calendar, policies: ClockPolicies) -> bool:
    """Whether the applicant was told of the extension before the first date, as it stood on that day, had passed."""
    told_on = extension.told_on or extension.approved_on
    due = _run(case.known_on(told_on), calendar, policies, extended=False).due_on
    return due is None or told_on <= due


def _run(case: Dated, calendar: Calendar, policies: ClockPolicies, *, extended: bool) -> Clock:
    waits, unknown = waits_of(case, calendar, policies)
    start = max([case.received_on, *(wait.ends for wait in waits if wait.restarts and wait.ends)])
    zero = start - ONE_DAY if policies.first_day is FirstDay.SAME_DAY else start
    needed = REPLY_WORKDAYS + (_added(case, start, policies) if extended else 0)
    due: date | None = None
    if not any(wait.restarts and wait.is_open for wait in waits):
        try:
            due = counted(zero, needed, calendar, tuple(wait for wait in waits if wait.ends is None or wait.ends > zero), policies)
        except NotYetKnown as missing:
            unknown = missing
    return Clock(
        received_on=case.received_on,
        starts_on=zero,
        needed=needed,
        due_on=due,
        first_due_on=due,
        waits=waits,
        extension=case.extension if extended else None,
        delay=case.delay if extended else None,
        late_extension=False,
        untold_extension=False,
        is_provisional=due is not None and any(wait.is_open and wait.begins < due for wait in waits),
        stopped_on=case.stopped.on if case.stopped else None,
        unknown=unknown if due is None else None,
        calendar=calendar,
        policies=policies,
    )


def _added(case: Dated, start: date, policies: ClockPolicies) -> int:
    """The working days that the extension and the delay add to the twenty."""
    extension = case.extension
    if extension and extension.approved_on < start and policies.extension_after_restart is ExtensionAfterRestart.SPENT:
        extension = None
    return (extension.workdays if extension else 0) + (case.delay.workdays if case.delay else 0)
