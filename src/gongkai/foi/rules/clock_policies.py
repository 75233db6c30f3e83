"""计时口径 (领域规则 U11): where the regulation is silent, an office chooses, and the choice is recorded. 待复核, every one of them.

The default of each question is the value in `ClockPolicies`: what the practice follows, or what keeps the date nearer."""

from dataclasses import dataclass, fields
from typing import Any

from gongkai.shared.labelled import Labelled
from gongkai.workdays.rules.calendar import WaitPolicy


class Choice(Labelled):
    """An answer to one of the questions below."""


class FirstDay(Choice):
    NEXT_DAY = "next_day", "收到当日不计，次日起算"
    SAME_DAY = "same_day", "收到当日算第1个工作日"


class SentDay(Choice):
    COUNTS = "counts", "发出征求意见书当日计入办理时间"
    LEFT_OUT = "left_out", "发出征求意见书当日不计入"


class AnsweredDay(Choice):
    LEFT_OUT = "left_out", "收到意见当日不计入，次日恢复计时"
    COUNTS = "counts", "收到意见当日恢复计时"


class WaitBegins(Choice):
    SENT = "sent", "自发出征求意见书起不计入期限"
    REACHED = "reached", "自对方收到征求意见书起不计入期限"


class LateOpinion(Choice):
    STOPS_AT_LIMIT = "stops_at_limit", "对方逾期未答复的，自15个工作日届满次日恢复计时"
    WAITS = "waits", "一直等到对方实际答复之日"


class LateClarification(Choice):
    RESTARTS = "restarts", "补正告知晚于7个工作日发出的，收到补正后仍重新计算"
    GOES_ON = "goes_on", "补正告知晚于7个工作日发出的，原期限不停、不重新计算"


class ReasonTime(Choice):
    COUNTS = "counts", "要求说明理由的时间计入期限"
    LEFT_OUT = "left_out", "要求说明理由至收到理由的时间不计入期限"


class ExtensionAfterRestart(Choice):
    KEPT = "kept", "期限重新计算后，此前批准的延长继续有效"
    SPENT = "spent", "期限重新计算后，此前批准的延长不再有效，也不能再延长"


@dataclass(frozen=True, slots=True)
class ClockPolicies:
    """One choice for each question; the values here are the defaults."""

    first_day: FirstDay = FirstDay.NEXT_DAY
    sent_day: SentDay = SentDay.COUNTS
    answered_day: AnsweredDay = AnsweredDay.LEFT_OUT
    wait_begins: WaitBegins = WaitBegins.SENT
    late_opinion: LateOpinion = LateOpinion.STOPS_AT_LIMIT
    late_clarification: LateClarification = LateClarification.RESTARTS
    reason_time: ReasonTime = ReasonTime.COUNTS
    extension_after_restart: ExtensionAfterRestart = ExtensionAfterRestart.KEPT

    @property
    def wait_policy(self) -> WaitPolicy:
        return WaitPolicy(leave_out_first=self.sent_day is SentDay.LEFT_OUT, leave_out_last=self.answered_day is AnsweredDay.LEFT_OUT)

    @classmethod
    def of(cls, values: dict[str, str]) -> "ClockPolicies":
        """From stored values, field to choice; what is not stored is the default. ValueError for an unknown field or choice."""
        chosen: dict[str, Any] = {}
        for name, value in values.items():
            choices = {choice.value: choice for choice in QUESTIONS[name].choices} if name in QUESTIONS else {}
            if value not in choices:
                raise ValueError(f"no such choice: {name} = {value}")
            chosen[name] = choices[value]
        return cls(**chosen)

    def as_dict(self) -> dict[str, str]:
        return {each.name: str(getattr(self, each.name).value) for each in fields(self)}


@dataclass(frozen=True)
class Question:
    """What the law leaves open, for the page where an office decides it. `default` is the choice delivered with the system."""

    field: str
    asks: str
    about: str
    choices: type[Choice]

    @property
    def default(self) -> Choice:
        value: Choice = getattr(DEFAULT, self.field)
        return value


DEFAULT = ClockPolicies()
QUESTIONS: dict[str, Question] = {
    question.field: question
    for question in (
        Question("first_day", "20个工作日从哪一天起算？", "第三十三条第二款“自收到申请之日起”", FirstDay),
        Question("sent_day", "发出征求意见书当日算不算办理时间？", "第三十三条第三款“不计算在内”", SentDay),
        Question("answered_day", "收到意见当日算不算办理时间？", "第三十三条第三款“不计算在内”", AnsweredDay),
        Question("wait_begins", "征求意见的时间从何时起不计入？", "第三十三条第三款“所需时间”", WaitBegins),
        Question("late_opinion", "对方逾期未答复，时间算到哪一天？", "第三十二条、第三十四条", LateOpinion),
        Question("late_clarification", "补正告知发出晚了，期限还重新计算吗？", "第三十条", LateClarification),
        Question("reason_time", "要求申请人说明理由的时间计入期限吗？", "第三十五条", ReasonTime),
        Question("extension_after_restart", "延长之后又重新计算期限，延长还有效吗？", "第三十三条第二款", ExtensionAfterRestart),
    )
}
