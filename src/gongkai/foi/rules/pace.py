"""内部节点时限 (领域规则 1.10.2 【推】, 待复核): how long the office means a case to stay at each step, so that the legal days are kept.
Each organ may set its own, within what the law leaves."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gongkai.foi.rules.clock import REPLY_WORKDAYS
from gongkai.foi.rules.stages import Stage
from gongkai.foi.rules.waits import CLARIFY_WORKDAYS
from gongkai.shared.refusal import Refused
from gongkai.workdays.rules.calendar import Calendar

_S = Stage


@dataclass(frozen=True)
class StepLimit:
    """One step: its key in an organ's own limits, what is done, at which stages a case stands meanwhile, and for how long at most."""

    key: str
    name: str
    stages: frozenset[Stage]
    workdays: int


Limits = tuple[StepLimit, ...]
STEP_LIMITS: Limits = (  # 领域规则 1.10.2, no article asks for them: 【推】 待复核
    StepLimit("intake", "收件、登记并生成回执", frozenset({_S.SUBMITTED, _S.RECEIVED}), 1),
    StepLimit("examination", "审查是否补正、是否重复、是否属于申请事项", frozenset({_S.REGISTERED}), 3),
    StepLimit("dispatch", "审查后转办承办单位", frozenset({_S.UNDER_REVIEW}), 1),
    StepLimit("search", "承办单位检索、提出意见", frozenset({_S.DISPATCHED}), 5),
    StepLimit("draft", "拟稿、保密审查和合法性审查", frozenset({_S.DRAFTING, _S.LEGAL_REVIEW}), 3),
    StepLimit("signature", "签发", frozenset({_S.AWAITING_SIGNATURE}), 2),
    StepLimit("service", "签发后送达", frozenset({_S.SIGNED}), 1),
)
BEFORE_CLARIFYING = ("intake", "examination")  # what lies before one can tell that something must be clarified


def limits_of(own: Mapping[str, int]) -> Limits:
    """The limits delivered with the system, with an organ's own in their place."""
    return tuple(replace(limit, workdays=own.get(limit.key, limit.workdays)) for limit in STEP_LIMITS)


def require_lawful(own: Mapping[str, int]) -> None:
    """Nothing, or Refused naming the field: every step has a day, what lies before a notice of clarification ends within its seven days
    (第三十条), and all steps together within the twenty (第三十三条第二款)."""
    by_key = {limit.key: limit for limit in STEP_LIMITS}
    for key, workdays in own.items():
        if key not in by_key:
            raise Refused(f"没有“{key}”这个环节，请刷新页面重新填写。")
        if not 1 <= workdays <= REPLY_WORKDAYS:
            raise Refused(f"“{by_key[key].name}”请填写 1 至 {REPLY_WORKDAYS} 个工作日。", field=key)
    limits = limits_of(own)
    first = sum(limit.workdays for limit in limits if limit.key in BEFORE_CLARIFYING)
    if first > CLARIFY_WORKDAYS:
        raise Refused(
            f"登记和审查一共 {first} 个工作日，超过了补正告知的 {CLARIFY_WORKDAYS} 个工作日。请改短其中一项。",
            basis="政府信息公开条例第三十条",
            field=BEFORE_CLARIFYING[-1],
        )
    total = sum(limit.workdays for limit in limits)
    if total > REPLY_WORKDAYS:
        raise Refused(
            f"各环节一共 {total} 个工作日，超过了法定答复期限的 {REPLY_WORKDAYS} 个工作日。请改短其中几项。",
            basis="政府信息公开条例第三十三条第二款",
        )


def step_limit(stage: Stage, limits: Limits = STEP_LIMITS) -> StepLimit | None:
    """The internal limit of the stage, or None where somebody else is waited for or nothing is left to do."""
    return next((limit for limit in limits if stage in limit.stages), None)


def slow_since(workdays: int, on: date, calendar: Calendar) -> date:
    """The last day on which a stage may have begun that is over so many working days on this day; the day it began is day zero, as for
    every term."""
    day = on
    while calendar.workdays_between(day, on) <= workdays:
        day -= timedelta(days=1)
    return day
