"""What has happened to a case, as dated facts. The clock and the stage are computed from these and nothing else."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from gongkai.foi.rules.outcomes import Evidence, Outcome


class Consulted(StrEnum):
    """Who was asked. Their silence means different things: 第三十二条 (the organ decides itself), 第三十四条 (agreement)."""

    THIRD_PARTY = "third_party"
    CO_ORGAN = "co_organ"

    @property
    def label(self) -> str:
        return {"third_party": "第三方", "co_organ": "共同制作机关"}[self.value]


@dataclass(frozen=True, slots=True)
class Clarification:
    """补正 (第三十条): asked once; `answer_by` is the reasonable time the office gave. A notice that went out on paper is `on_its_way` until
    somebody records when it was sent (`sent_on`: whether it was in time) and when it came (`reached_on`: the time given runs from then);
    one the applicant reads on the portal was sent and came on the day he was asked."""

    asked_on: date
    answer_by: date | None = None
    answered_on: date | None = None
    sent_on: date | None = None
    reached_on: date | None = None
    on_its_way: bool = False

    @property
    def is_open(self) -> bool:
        return self.answered_on is None


@dataclass(frozen=True, slots=True)
class Extension:
    """延长答复期限 (第三十三条第二款): at most twenty working days, once, agreed to by the head and told to the applicant before the first
    date has passed. `told_on` is None where he was told on the day it was approved; `is_untold`: the letter has not gone out yet."""

    approved_on: date
    workdays: int
    told_on: date | None = None
    is_untold: bool = False


@dataclass(frozen=True, slots=True)
class Consultation:
    """征求意见. `reached_on` is when they got the letter: their fifteen working days run from it. `lapsed_on` is the day somebody
    recorded their silence; the clock does not wait for it."""

    kind: Consulted
    sent_on: date
    reached_on: date | None = None
    answered_on: date | None = None
    lapsed_on: date | None = None
    key: str = ""  # which of several, as its row is known

    @property
    def is_open(self) -> bool:
        return self.answered_on is None and self.lapsed_on is None


@dataclass(frozen=True, slots=True)
class FeeNotice:
    """收费通知 (国办函〔2020〕109号). `notified_on` is when it was issued, `reached_on` when the applicant got it: the time to pay runs
    from that day, and from no other."""

    notified_on: date
    paid_on: date | None = None
    reached_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.paid_on is None


@dataclass(frozen=True, slots=True)
class ReasonRequest:
    """要求说明理由 (第三十五条). `reasonable` is None until judged. `reached_on`, `on_its_way`: as with a clarification."""

    asked_on: date
    answer_by: date | None = None
    answered_on: date | None = None
    judged_on: date | None = None
    reasonable: bool | None = None
    reached_on: date | None = None
    on_its_way: bool = False

    @property
    def is_open(self) -> bool:
        return self.judged_on is None


@dataclass(frozen=True, slots=True)
class Delay:
    """延迟答复的合理期限 (第三十五条): working days added to the legal date, told to the applicant."""

    decided_on: date
    workdays: int


@dataclass(frozen=True, slots=True)
class Draft:
    """拟答复. Sending back takes away what was passed."""

    outcome: Outcome
    is_submitted: bool = False
    secrecy_passed: bool = False
    legality_passed: bool = False

    @property
    def is_passed(self) -> bool:
        return self.is_submitted and self.secrecy_passed and self.legality_passed


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Everything the guards ask about one case. `evidence` and the dates computed by the clock are handed in by the caller."""

    submitted_on: date | None = None
    received_on: date | None = None
    registered_on: date | None = None
    examined_on: date | None = None
    clarification: Clarification | None = None
    reason_request: ReasonRequest | None = None
    delay: Delay | None = None
    is_dispatched: bool = False
    open_helps: int = 0  # 协办 not yet answered
    consultations: tuple[Consultation, ...] = ()
    fee: FeeNotice | None = None
    extension: Extension | None = None
    draft: Draft | None = None
    signed_on: date | None = None
    served_on: date | None = None
    ended_on: date | None = None  # F1–F3, without a reply
    archived_on: date | None = None
    outcome: Outcome | None = None  # of the signed reply or the ending
    stage_since: date | None = None  # the day its stage began
    evidence: frozenset[Evidence] = field(default_factory=frozenset)
    clarify_by: date | None = None  # the seventh working day, by the calendar
    due_on: date | None = None  # by the clock
    lapsed: frozenset[Outcome] = field(default_factory=frozenset)  # F1, F2 where the applicant's time has run out, by the clock

    @property
    def open_consultations(self) -> tuple[Consultation, ...]:
        return tuple(each for each in self.consultations if each.is_open)
