"""Numbers with their units, as values: 百分之八 and 8%, 三年 and 3年 are the same figure."""

import re
from dataclasses import dataclass
from enum import StrEnum

import cn2an

_HAN_DIGITS = "〇零一二三四五六七八九十百千两"
_NUMBER = rf"(?:\d[\d,，]*(?:\.\d+)?|[{_HAN_DIGITS}]+(?:点[{_HAN_DIGITS}]+)?)"
_SPANS = "个工作日|工作日|个自然日|日内|日|天|个月|月底|月|年度|年|小时|分钟|周岁|周|季度|岁"
_SUMS = "元|平方米|平方公里|公里|米|公顷|亩|吨|公斤|千克|立方米|分贝|℃|倍|折"
_COUNTS = "家|户|人次|人|名|套|件|份|次|批|条|项|场|处|个|所|辆|级|档|类|种|张|分|站|台|部|期|栋|层|间|床|万元"
_FIGURE = re.compile(
    rf"(?P<share>百分之|千分之|万分之)(?P<part>{_NUMBER})"
    rf"|(?P<percent>\d+(?:\.\d+)?)\s?[%％]"
    rf"|(?P<number>{_NUMBER})\s?(?P<scale>[万亿]?)(?:余|多|来)?(?P<unit>{_SPANS}|{_SUMS}|{_COUNTS})"
)
_RANGE = re.compile(rf"(?P<first>{_NUMBER})(?:至|到|-|—|–|~|～)(?={_NUMBER}\s?(?P<unit>{_SPANS}|{_SUMS}|{_COUNTS}))")  # 90至99周岁
_SHARES = {"百分之": "%", "千分之": "‰", "万分之": "‱"}
_SAME_UNIT = {"个工作日": "工作日", "日内": "日", "天": "日", "个自然日": "日", "个月": "月", "月底": "月", "年度": "年", "周岁": "岁"}


class Sort(StrEnum):
    SPAN = "span"  # how long, when, how old
    SUM = "sum"  # how much
    COUNT = "count"


@dataclass(frozen=True)
class Figure:
    value: float
    unit: str
    sort: Sort
    start: int
    end: int


def figures(text: str) -> tuple[Figure, ...]:
    """Every number with a unit in the text, in order. “第三条” is an address and no figure."""
    found = []
    for match in _RANGE.finditer(text):
        first, unit = number(match["first"]), _SAME_UNIT.get(match["unit"], match["unit"])
        if first is not None:
            found.append(Figure(first, unit, _sort(match["unit"]), *match.span("first")))
    for match in _FIGURE.finditer(text):
        if text[max(0, match.start() - 1) : match.start()] == "第":
            continue
        figure = _figure(match)
        if figure is not None:
            found.append(figure)
    return tuple(sorted(found, key=lambda one: one.start))


def _figure(match: re.Match[str]) -> Figure | None:
    place = match.span()
    if match["percent"]:
        return Figure(float(match["percent"]), "%", Sort.SUM, *place)
    value = number(match["part"] or match["number"])
    if value is None:
        return None
    if match["share"]:
        return Figure(value, _SHARES[match["share"]], Sort.SUM, *place)
    unit = match["unit"]
    scale = {"": 1, "万": 10_000, "亿": 100_000_000}[match["scale"]]
    return Figure(value * scale, _SAME_UNIT.get(unit, unit), _sort(unit), *place)


def _sort(unit: str) -> Sort:
    return Sort.SPAN if re.fullmatch(_SPANS, unit) else Sort.SUM if re.fullmatch(_SUMS, unit) else Sort.COUNT


def number(text: str) -> float | None:
    """A number written in digits or in Chinese characters; None for what is none."""
    plain = text.replace(",", "").replace("，", "")
    try:
        return float(plain)
    except ValueError:
        pass
    try:
        return float(cn2an.cn2an(plain.replace("〇", "零"), "smart"))
    except ValueError:
        return None
