"""The dated facts that move the clock, each in its place, and what cannot be."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from gongkai.foi.rules.facts import Clarification, Consultation, Delay, Extension, FeeNotice, ReasonRequest
from gongkai.shared.refusal import Refused

EXTENSION_WORKDAYS = 20  # 第三十三条第二款: at most, once


@dataclass(frozen=True, slots=True)
class Stopped:
    """The reply was served (by mail: posted), or the case ended without one."""

    on: date


Fact = Clarification | Extension | Consultation | FeeNotice | ReasonRequest | Delay | Stopped


@dataclass(frozen=True, slots=True)
class Dated:
    """The facts, each in its place."""

    received_on: date
    clarification: Clarification | None = None
    extension: Extension | None = None
    fee: FeeNotice | None = None
    reason: ReasonRequest | None = None
    delay: Delay | None = None
    stopped: Stopped | None = None
    consultations: tuple[Consultation, ...] = ()

    @staticmethod
    def of(received_on: date, facts: Iterable[Fact]) -> "Dated":
        once: dict[str, Fact] = {}
        consultations = []
        for fact in facts:
            _require_order(received_on, fact)
            if isinstance(fact, Consultation):
                consultations.append(fact)
                continue
            name, chinese = _PLACE[type(fact)]
            if name in once:
                raise Refused(f"同一件申请只能有一次{chinese}，请核对登记的经过。", basis="政府信息公开条例第三十条、第三十三条")
            once[name] = fact
        return Dated(received_on, consultations=tuple(sorted(consultations, key=lambda each: each.sent_on)), **once)  # type: ignore[arg-type]

    def known_on(self, day: date) -> "Dated":
        """What had happened by the end of that day, without the extension."""
        clarification = self.clarification if self.clarification and self.clarification.asked_on <= day else None
        fee = self.fee if self.fee and self.fee.notified_on <= day else None
        reason = self.reason if self.reason and self.reason.asked_on <= day else None
        return Dated(
            self.received_on,
            clarification and replace(clarification, answered_on=_by(clarification.answered_on, day)),
            None,
            fee and replace(fee, paid_on=_by(fee.paid_on, day), reached_on=_by(fee.reached_on, day)),
            reason and replace(reason, answered_on=_by(reason.answered_on, day)),
            None,
            None,
            tuple(
                replace(each, reached_on=_by(each.reached_on, day), answered_on=_by(each.answered_on, day))
                for each in self.consultations
                if each.sent_on <= day
            ),
        )


_PLACE = {
    Clarification: ("clarification", "补正告知"),
    Extension: ("extension", "延长"),
    FeeNotice: ("fee", "收费通知"),
    ReasonRequest: ("reason", "要求说明理由"),
    Delay: ("delay", "延迟答复"),
    Stopped: ("stopped", "办结"),
}


def _by(happened_on: date | None, day: date) -> date | None:
    return happened_on if happened_on and happened_on <= day else None


def _require_order(received_on: date, fact: Fact) -> None:
    match fact:
        case Clarification(asked_on=first, answered_on=then) | ReasonRequest(asked_on=first, answered_on=then):
            days = [first, then]
        case Consultation(sent_on=first, reached_on=between, answered_on=then):
            days = [first, between, then]
        case FeeNotice(notified_on=first, reached_on=between, paid_on=then):
            days = [first, between, then]
        case Extension(approved_on=first, workdays=n, told_on=then):
            days = [first, then]
            if not 1 <= n <= EXTENSION_WORKDAYS:
                raise Refused(f"延长最少1个、最多{EXTENSION_WORKDAYS}个工作日。", basis="政府信息公开条例第三十三条", field="workdays")
        case Delay(decided_on=first, workdays=n):
            days = [first]
            if n < 1:
                raise Refused("延迟答复的期限至少1个工作日。", basis="政府信息公开条例第三十五条", field="workdays")
        case Stopped(on=first):
            days = [first]
    known = [received_on, *(day for day in days if day)]
    if known != sorted(known):
        raise Refused("登记的日期先后颠倒（早于收到申请之日，或者答复早于询问），请核对。")
