"""期限账: how a due date came about, working day by working day and step by step, with articles, for the applicant and the handler."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby

from gongkai.foi.rules.clock import REPLY_WORKDAYS, Clock
from gongkai.foi.rules.waits import CONSULTATION_WORKDAYS, ONE_DAY, PAYMENT_WORKDAYS, Wait, Waiting
from gongkai.workdays.rules.calendar import WEEKDAYS, DayKind, NotYetKnown


class Phase(StrEnum):
    """What a day belongs to. `counted`: its working days are days of the count that stands."""

    label: str
    basis: str
    counted: bool

    def __new__(cls, value: str, label: str = "", basis: str = "", counted: bool = False) -> "Phase":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.basis, member.counted = label, basis, counted
        return member

    RECEIPT = "receipt", "收到申请当日", "第三十一条", False
    BEFORE_RESTART = "before_restart", "重新计算前", "第三十条", False
    REPLY = "reply", "法定期限", "第三十三条第二款", True
    WAIT = "wait", "不计入期限", "第三十三条第三款", False
    EXTENSION = "extension", "延长的期限", "第三十三条第二款", True
    DELAY = "delay", "延迟答复的合理期限", "第三十五条", True
    OVERDUE = "overdue", "超过期限", "第三十三条第二款", False


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day. `number` is which counted working day it is; None where it does not count, and `why` says why not (or why it does)."""

    day: date
    weekday: str
    kind: DayKind
    phase: Phase
    waiting: tuple[Waiting, ...]
    number: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Span:
    """Days that lie together in one phase, first and last included. Together the spans are every day from receipt to the end."""

    begins: date
    ends: date
    phase: Phase
    waiting: tuple[Waiting, ...]
    workdays: int  # counted ones

    @property
    def is_counted(self) -> bool:
        return self.phase.counted

    @property
    def basis(self) -> str:
        return "；".join(what.basis for what in self.waiting) or self.phase.basis

    @property
    def label(self) -> str:
        return "、".join(what.label for what in self.waiting) or self.phase.label


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of the explanation, with the article it rests on. `on` is None where no day can be told yet."""

    on: date | None
    says: str
    basis: str


def days(clock: Clock, until: date | None = None) -> tuple[DayLine, ...]:
    """Every day from the receipt up to the end: the day the reply was served, else the due date, else (while the date cannot be
    known) `until`. A later `until` goes on behind the due date. Ends earlier where a year's notice is missing; nothing is guessed."""
    end = max((day for day in (until, clock.stopped_on or clock.due_on) if day), default=clock.starts_on)
    if clock.stopped_on:
        end = clock.stopped_on
    lines: list[DayLine] = []
    number, day = 0, min(clock.received_on, clock.starts_on + ONE_DAY)
    while day <= end:
        try:
            kind = clock.calendar.kind(day)
        except NotYetKnown:
            break
        number += clock.counts(day)
        lines.append(_line(clock, day, kind, number))
        day += ONE_DAY
    return tuple(lines)


def spans(clock: Clock, until: date | None = None) -> tuple[Span, ...]:
    """The same days in runs of one phase."""
    runs = (list(run) for _, run in groupby(days(clock, until), key=lambda line: (line.phase, line.waiting)))
    return tuple(
        Span(run[0].day, run[-1].day, run[0].phase, run[0].waiting, sum(line.number is not None and line.phase.counted for line in run))
        for run in runs
    )


def explained(clock: Clock, *, is_correction: bool = False) -> tuple[Said, ...]:
    """How the date came about, in the order of events, as sentences for the applicant. `is_correction`: of a record about oneself, for
    which the law has no term (第四十一条): the platform counts as for an application, and says so."""
    told = _explained(clock)
    if not is_correction:
        return told
    says = f"条例没有规定更正的办理期限，本平台默认按{REPLY_WORKDAYS}个工作日办理，算法与申请公开政府信息的相同。"
    return (
        Said(clock.received_on, says, "政府信息公开条例第四十一条；平台默认期限"),
        *(replace(each, says=each.says.replace("收到申请", "收到更正的申请"), basis=f"参照{each.basis}") for each in told),
    )


def _explained(clock: Clock) -> tuple[Said, ...]:
    said = [Said(clock.received_on, _received(clock), "政府信息公开条例第三十一条、第三十三条第二款")]
    said += [_wait_said(clock, wait) for wait in clock.waits]
    if clock.extension:
        text = f"{chinese(clock.extension.approved_on)}，经公开机构负责人同意，延长{clock.extension.workdays}个工作日。"
        text += "" if clock.extended_by else "期限重新计算后，这次延长不再有效。"
        said.append(Said(clock.extension.approved_on, text, "政府信息公开条例第三十三条第二款"))
    if clock.delay:
        text = f"{chinese(clock.delay.decided_on)}，因申请数量、频次明显超过合理范围，确定延迟{clock.delay.workdays}个工作日答复。"
        said.append(Said(clock.delay.decided_on, text, "政府信息公开条例第三十五条"))
    said.sort(key=lambda each: each.on or date.max)
    return (*said, _ending(clock))


def chinese(day: date) -> str:
    """2025年6月3日（周二）."""
    return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def _line(clock: Clock, day: date, kind: DayKind, number: int) -> DayLine:
    waiting = tuple(dict.fromkeys(wait.what for wait in clock.waits if clock.is_waiting(wait, day)))
    phase = _phase(clock, day, number, bool(waiting))
    counts = phase.counted and kind.is_working
    why = _why(clock, day, kind, phase, waiting, number)
    return DayLine(day, WEEKDAYS[day.weekday()], kind, phase, waiting, number if counts else None, why)


def _phase(clock: Clock, day: date, number: int, waiting: bool) -> Phase:
    if day == clock.received_on and day <= clock.starts_on:
        return Phase.RECEIPT
    if clock.due_on and day > clock.due_on:
        return Phase.OVERDUE
    if waiting:
        return Phase.WAIT
    if day <= clock.starts_on:
        return Phase.BEFORE_RESTART
    if clock.first_due_on is None or day <= clock.first_due_on:
        return Phase.REPLY
    return Phase.DELAY if number > REPLY_WORKDAYS + clock.extended_by else Phase.EXTENSION


def _why(clock: Clock, day: date, kind: DayKind, phase: Phase, waiting: tuple[Waiting, ...], number: int) -> str:
    if phase is Phase.RECEIPT:
        return "收到申请，当日不计"
    if kind is DayKind.OFF:
        return f"{clock.calendar.off[day]}放假，不计入"
    if kind is DayKind.WEEKEND:
        return "休息日，不计入"
    made_up = "调休上班，" if kind is DayKind.MADE_UP else ""
    if phase is Phase.WAIT:
        return f"{made_up}{'、'.join(what.label for what in waiting)}，不计入"
    if phase is Phase.BEFORE_RESTART:
        return f"{made_up}期限已自{clock.starts_on.month}月{clock.starts_on.day}日重新计算，此前不再计入"
    if phase is Phase.OVERDUE:
        return f"{made_up}已超过答复期限"
    extended = "" if phase is Phase.REPLY else f"（{phase.label}）"
    return f"{made_up}第{number}个工作日{extended}"


def _received(clock: Clock) -> str:
    if clock.starts_on < clock.received_on:
        return f"{chinese(clock.received_on)}收到申请，当日起算{REPLY_WORKDAYS}个工作日。"
    return f"{chinese(clock.received_on)}收到申请，当日不计，次日起算{REPLY_WORKDAYS}个工作日。"


def _wait_said(clock: Clock, wait: Wait) -> Said:
    basis = wait.what.basis if wait.what is Waiting.PAYMENT else f"政府信息公开条例{wait.what.basis}"
    if wait.restarts:
        return Said(wait.begins, _restart_said(wait), basis)
    begun = f"{chinese(wait.begins)}起{wait.what.label}"
    left_out = _workdays_in(clock, wait)
    if wait.ends and not wait.is_open:
        return Said(wait.begins, f"{begun}，至{chinese(wait.ends)}止，其间{left_out}个工作日不计入期限。", basis)
    if wait.what is Waiting.REASON:
        return Said(wait.begins, f"{begun}，等候期间不计入期限。", basis)
    silence = "逾期未答复的由本机关依法决定" if wait.what is Waiting.THIRD_PARTY else "逾期未答复的视为同意公开"
    if wait.ends and wait.limit is None:
        earliest = f"还没有登记对方收到征求意见书，先按发出之日起{CONSULTATION_WORKDAYS}个工作日计算，到{chinese(wait.ends)}止"
        return Said(wait.begins, f"{begun}，{silence}；{earliest}，登记之后重新算出。", basis)
    if wait.ends is None:
        limit = f"对方自收到之日起有{CONSULTATION_WORKDAYS}个工作日"
        return Said(wait.begins, f"{begun}，等候期间不计入期限（{limit}，{silence}）。", basis)
    return Said(wait.begins, f"{begun}，对方最晚{chinese(wait.ends)}答复，{silence}；最多{left_out}个工作日不计入期限。", basis)


def _restart_said(wait: Wait) -> str:
    if wait.what is Waiting.CLARIFICATION:
        if wait.ends:
            return f"{chinese(wait.begins)}告知补正，{chinese(wait.ends)}收到补正，期限自收到补正之日起重新计算。"
        limit = f"请于{chinese(wait.limit)}前（含当日）补正；" if wait.limit else ""
        reached = f"{chinese(wait.reached)}收到告知书，" if wait.reached else ""
        return f"{chinese(wait.begins)}告知补正，{reached}{limit}收到补正之日起重新计算期限。"
    told = f"{chinese(wait.begins)}通知收费，"
    if wait.reached:
        told += f"{chinese(wait.reached)}收到通知，"
    if wait.ends:
        return f"{told}{chinese(wait.ends)}缴费完成，期限自次日起重新计算。"
    limit = f"请自收到通知次日起{PAYMENT_WORKDAYS}个工作日内缴费；"
    if wait.limit:
        limit = f"请于{chinese(wait.limit)}前（含当日）缴费；"
    return f"{told}{limit}缴费完成次日起重新计算期限。"


def _workdays_in(clock: Clock, wait: Wait) -> int:
    """How many working days this wait alone leaves out. Days of a year without notice are not counted."""
    total, day = 0, wait.begins
    while wait.ends and day <= wait.ends and day.year in clock.calendar.years:
        total += clock.is_waiting(wait, day) and clock.calendar.is_workday(day)
        day += ONE_DAY
    return total


def _ending(clock: Clock) -> Said:
    basis = "政府信息公开条例第三十三条"
    if clock.stopped_on and clock.due_on is None:
        return Said(clock.stopped_on, f"{chinese(clock.stopped_on)}办理结束，不再计算期限。", basis)
    if clock.due_on is None:
        says = clock.unknown.message if clock.unknown else "正在等候，收到后即可算出答复期限。"
        return Said(None, says, basis)
    provisional = "（暂定：对方提前答复的，期限相应提前）" if clock.is_provisional else ""
    if clock.is_provisional and any(wait.is_open and wait.limit is None and not wait.restarts for wait in clock.waits):
        provisional = "（暂定：登记对方收到或者答复之后，重新算出）"
    late = "延期在原期限届满后作出或者告知，不发生延长的效力。" if clock.late_extension else ""
    late += "已批准延长，告知书还没有送出；原期限届满之前送出的，期限才延长。" if clock.untold_extension else ""
    overlapping = "几段等候时间重叠的，只扣除一次。" if _overlap(clock) else ""
    text = f"{late}{overlapping}节假日、休息日不计，调休上班日计入，因此最晚于{chinese(clock.due_on)}前（含当日）答复{provisional}。"
    return Said(clock.due_on, text, basis)


def _overlap(clock: Clock) -> bool:
    waits = [wait for wait in clock.waits if not wait.restarts]
    return any(
        one.begins < (other.ends or date.max) and other.begins < (one.ends or date.max)
        for at, one in enumerate(waits)
        for other in waits[at + 1 :]
    )
