"""Counting working days (领域规则 1.7). The only place in the project where days are counted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from gongkai.shared.refusal import Refused

ONE_DAY = timedelta(days=1)
WEEKDAYS = "一二三四五六日"

Wait = tuple[date, date]  # (发出日, 收到日)


class NotYetKnown(Refused):
    """The days off of `year` are not on file. Nothing is guessed: whoever needs the date must wait for the notice."""

    def __init__(self, year: int) -> None:
        super().__init__(f"{year}年放假安排尚未录入，涉及该年的工作日期限暂不能计算。国务院办公厅发布通知并经两人核对确认后即可计算。")
        self.year = year


class DayKind(StrEnum):
    WORKDAY = "workday"
    MADE_UP = "made_up"
    WEEKEND = "weekend"
    OFF = "off"

    @property
    def is_working(self) -> bool:
        return self in (DayKind.WORKDAY, DayKind.MADE_UP)


@dataclass(frozen=True)
class WaitPolicy:
    """Whether the first and the last day of a wait (征求意见等不计入期限的时间) are themselves left out.

    The regulation does not say (第三十三条第三款只说“不计算在内”); 待复核. As delivered: the day of sending still counts,
    the day the opinion arrives does not: (发出日, 收到日]."""

    leave_out_first: bool = False
    leave_out_last: bool = True

    def covers(self, wait: Wait, day: date) -> bool:
        sent, received = wait
        return sent < day < received or (self.leave_out_first and day == sent) or (self.leave_out_last and day == received != sent)


WAIT_POLICY = WaitPolicy()


@dataclass(frozen=True)
class Step:
    """One day of a count, for showing the applicant how a due date came about. `count` is the working days so far."""

    day: date
    kind: DayKind
    waiting: bool
    counts: bool
    count: int
    says: str


@dataclass(frozen=True)
class Calendar:
    """`off`: days off with the festival's name; `made_up`: weekend days worked instead, with the festival they were moved for;
    `years`: the years whose notice is on file. All from confirmed notices of the State Council.

    A year's notice may reach back into the last days of December before it (2019年元旦 did), so December is final
    only once the next year's notice is out; the change is then announced like any other correction."""

    off: Mapping[date, str]
    made_up: Mapping[date, str]
    years: frozenset[int]
    wait_policy: WaitPolicy = field(default=WAIT_POLICY)

    def kind(self, day: date) -> DayKind:
        """What sort of day it is. NotYetKnown for a year whose notice is not on file; TypeError for a datetime."""
        if isinstance(day, datetime):
            raise TypeError("a calendar counts dates, not moments")
        if day.year not in self.years:
            raise NotYetKnown(day.year)
        if day in self.made_up:
            return DayKind.MADE_UP
        if day in self.off:
            return DayKind.OFF
        return DayKind.WEEKEND if is_weekend(day) else DayKind.WORKDAY

    def is_workday(self, day: date) -> bool:
        return self.kind(day).is_working

    def workday_after(self, start: date, n: int, waits: Iterable[Wait] = ()) -> date:
        """The n-th working day after `start`, which itself is day zero; `waits` are left out, once where they overlap.

        n = 0 gives `start`. ValueError for a negative n or a wait that ends before it begins."""
        day = start
        for step in self._count(start, n, tuple(waits)):
            day = step.day
        return day

    def steps(self, start: date, n: int, waits: Iterable[Wait] = ()) -> tuple[Step, ...]:
        """Every day from the one after `start` to the due date, each with whether and why it counts."""
        return tuple(self._count(start, n, tuple(waits)))

    def workdays_between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and including `end`; negative when `end` is the earlier."""
        if end < start:
            return -self.workdays_between(end, start)
        return sum(self.is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    def _count(self, start: date, n: int, waits: tuple[Wait, ...]) -> Iterator[Step]:
        if n < 0:
            raise ValueError("the number of working days cannot be negative")
        if any(received < sent for sent, received in waits):
            raise ValueError("a wait cannot end before it begins")
        self.kind(start)  # a start in an unknown year is refused even for n = 0
        day, count = start, 0
        while count < n:
            day += ONE_DAY
            kind = self.kind(day)
            waiting = any(self.wait_policy.covers(wait, day) for wait in waits)
            counts = kind.is_working and not waiting
            count += counts
            yield Step(day, kind, waiting, counts, count, self._says(day, kind, waiting, count))

    def _says(self, day: date, kind: DayKind, waiting: bool, count: int) -> str:
        if kind is DayKind.OFF:
            reason = f"{self.off[day]}放假，不计入"
        elif kind is DayKind.WEEKEND:
            reason = "休息日，不计入"
        elif waiting:
            reason = "等候答复期间，不计入"
        else:
            made_up = "调休上班，" if kind is DayKind.MADE_UP else ""
            reason = f"{made_up}第{count}个工作日"
        return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）{reason}"


def is_weekend(day: date) -> bool:
    return day.weekday() >= 5


@dataclass(frozen=True)
class Difference:
    """A day that two calendars see differently. `before` is None where the earlier calendar did not know the year."""

    day: date
    before: DayKind | None
    after: DayKind | None


def differences(before: Calendar, after: Calendar) -> tuple[Difference, ...]:
    """The days whose kind differs, in order. For a year only one of them knows, only its special days are listed."""
    special = {*before.off, *before.made_up, *after.off, *after.made_up}
    seen = (
        Difference(day, before.kind(day) if day.year in before.years else None, after.kind(day) if day.year in after.years else None)
        for day in sorted(special)
    )
    return tuple(difference for difference in seen if difference.before is not difference.after)
