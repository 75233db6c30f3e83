"""相同的申请: the same applicant again (第三十六条第六项), many applicants for the same (第四十四条). Suggestions; a person decides."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from gongkai.foi.rules.outcomes import RULINGS, Outcome
from gongkai.policies.rules.likeness import NEAR, distance, fingerprint

SAME = 0.8  # shared pairs of characters from which two requests are taken for the same; measured on short requests, 待复核
ALIKE = 0.6  # from which an earlier one is worth showing
WINDOW_MONTHS = 12  # 领域规则 1.10: the regulation says no number, 待复核
APPLICANTS = 3  # different applicants, likewise

# What a request says besides what is asked for
_FRAME = re.compile(
    r"本人|我们|我想|我要|特此|现向|贵单位|贵局|贵机关|依法|申请公开|申请获取|请求公开|信息公开|政府信息|申请|公开|提供|谢谢|您好|请"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Asked:
    """One application as far as likeness needs it. `applicant_key` is the blind index of the identity number, `replied_on` the day
    its reply was served."""

    key: str
    applicant_key: str
    organ: str
    text: str
    received_on: date
    outcome: Outcome | None = None
    replied_on: date | None = None
    reply_number: str = ""


@dataclass(frozen=True, slots=True)
class RepeatSuggestion:
    """An earlier reply to the same applicant on the same information."""

    earlier: Asked
    likeness: float
    says: str


@dataclass(frozen=True, slots=True)
class ProactiveSuggestion:
    """Several applicants asked one organ for the same, and it could be disclosed: the newest request stands for all."""

    asked: tuple[Asked, ...]
    applicants: int
    says: str


def likeness(one: str, other: str) -> float:
    """0 to 1: shared pairs of characters, the polite frame left out. Different numbers (years, document numbers, amounts) make it a
    different request however alike the rest is."""
    a, b = _pairs(one), _pairs(other)
    if not a or not b or _numbers(one) != _numbers(other):
        return 0.0
    if a == b:
        return 1.0
    first, second = _fingerprint(one), _fingerprint(other)
    if first is not None and second is not None and distance(first, second) <= NEAR:
        return 0.99
    return round(2 * len(a & b) / (len(a) + len(b)), 2)


def repeat(new: Asked, earlier: Iterable[Asked]) -> RepeatSuggestion | None:
    """The most alike earlier application of the same applicant at the same organ that was replied to (an ending is no reply); None
    when there is none. Whether it is the same information, and nothing has changed since, a person judges."""
    replied = [
        (likeness(new.text, each.text), each)
        for each in earlier
        if each.key != new.key
        and each.applicant_key == new.applicant_key
        and each.organ == new.organ
        and each.replied_on is not None
        and each.replied_on <= new.received_on
        and each.outcome is not None
        and not RULINGS[each.outcome].is_ending
    ]
    score, best = max(replied, key=lambda found: (found[0], found[1].received_on), default=(0.0, None))
    if best is None or score < SAME:
        return None
    assert best.outcome is not None
    assert best.replied_on is not None
    number = f"（{best.reply_number}）" if best.reply_number else ""
    says = (
        f"同一申请人曾申请相同的信息，本机关已于{best.replied_on:%Y-%m-%d}答复“{best.outcome.label}”{number}。"
        "经核对确属相同信息、情况没有变化的，可以告知不予重复处理。"
    )
    return RepeatSuggestion(best, score, says)


def alike(new: Asked, others: Iterable[Asked], most: int = 5) -> tuple[tuple[float, Asked], ...]:
    """Past requests like this one, most alike first, to support the reply."""
    found = [(score, each) for each in others if each.key != new.key and (score := likeness(new.text, each.text)) >= ALIKE]
    return tuple(sorted(found, key=lambda pair: (-pair[0], pair[1].key))[:most])


def proactive(asked: Iterable[Asked], on: date) -> tuple[ProactiveSuggestion, ...]:
    """What at least three different applicants asked one organ for within twelve months, and what was disclosed in whole or part.
    Replies “已主动公开” are left out: it is public already."""
    since = _months_before(on, WINDOW_MONTHS)
    disclosed = [
        each
        for each in sorted(asked, key=lambda each: (each.received_on, each.key), reverse=True)
        if since < each.received_on <= on and each.outcome in (Outcome.A2_GRANTED, Outcome.B_PARTIAL)
    ]
    groups: list[list[Asked]] = []
    for each in disclosed:
        for group in groups:
            if group[0].organ == each.organ and likeness(group[0].text, each.text) >= SAME:
                group.append(each)
                break
        else:
            groups.append([each])
    return tuple(
        ProactiveSuggestion(tuple(group), len(who), _proactive_says(len(who)))
        for group in groups
        if len(who := {each.applicant_key for each in group}) >= APPLICANTS
    )


def _proactive_says(applicants: int) -> str:
    return (
        f"近{WINDOW_MONTHS}个月有{applicants}个申请人向本机关申请相同的信息，且可以公开。"
        "根据政府信息公开条例第四十四条，可以将该信息纳入主动公开的范围。"
    )


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    bare = re.sub(r"[^\w]+", "", _FRAME.sub("", text))
    return frozenset(bare[at : at + 2] for at in range(len(bare) - 1)) or frozenset(bare)


@lru_cache(maxsize=4096)
def _fingerprint(text: str) -> int | None:
    return fingerprint(text)


def _numbers(text: str) -> frozenset[str]:
    return frozenset(_NUMBER.findall(text))


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))
