"""Numbers as official papers write them: dates, periods, money, shares, counts, article numbers, each in one normal form with its bound.

Every pattern is bounded, so that reading takes time in proportion to the text whatever it holds."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from gongkai.policies.rules.fields_dates import chinese_number
from gongkai.search.rules.tokens import fold

TIMES = frozenset({"工作日", "自然日", "日", "周", "月", "季度", "年", "小时", "分钟", "学期", "学年", "交易日"})
MONEY = frozenset({"元", "角", "分"})
SHARES = frozenset({"%", "‰", "‱", "百分点", "分之", "成", "折", "倍"})
DATE, BARE = "日期", ""  # units of what is not counted: a day of the calendar, a number standing alone
MEASURES = frozenset({"元", "角", "平方米", "平方公里", "公里", "米", "公顷", "亩", "吨", "公斤", "立方米", "分贝", "℃"}) | SHARES


class Sort(StrEnum):
    SPAN = "span"  # how long, when, how old
    SUM = "sum"  # how much
    COUNT = "count"


@dataclass(frozen=True)
class Amount:
    """One number. `value` is exact (3万 is 30000); of a date (year, month, day), 0 where it is not said. `bound` is one of ≥ ≤ > < ≈
    for limits, 内 前 后 起 for times, empty when nothing bounds it. `start` and `end` are places in the `plain` text."""

    unit: str
    value: Decimal | tuple[int, int, int]
    bound: str
    words: str
    start: int
    end: int

    @property
    def sort(self) -> Sort | None:
        """None for a number that stands alone, and for an address (第三条)."""
        if self.unit == BARE or self.unit.startswith("第"):
            return None
        return Sort.SPAN if self.unit in TIMES or self.unit in ("岁", DATE) else Sort.SUM if self.unit in MEASURES else Sort.COUNT


def plain(text: str) -> str:
    """Half-width letters and digits, no spaces, thousands without commas: the form all rules of this folder read."""
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", "".join(fold(text).split()))


def amounts(text: str) -> tuple[Amount, ...]:
    """Every number of a `plain` text, in order."""
    found = []
    for match in _NUMBER.finditer(text):
        unit, value = _dated(match) or _counted(match)
        if value is not None:
            words = match.group()
            found.append(Amount(unit, value, _bound(text, match.start(), match.end(), unit), words, match.start(), match.end()))
    return tuple(found)


_CN = "〇○零一二两三四五六七八九十百千万亿"
_FIGURE = rf"(?:\d{{1,16}}(?:\.\d{{1,6}})?(?:[百千]?[万亿]|[百千])?|[{_CN}]{{1,12}})"
_SMALL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(?:(?:19|20)\d\d|[一二][〇○零一二三四五六七八九]{3})"
_SAME_UNIT = {
    **dict.fromkeys(("个工作日", "工作日"), "工作日"),
    **dict.fromkeys(("个自然日", "自然日", "日历日"), "自然日"),
    **dict.fromkeys(("日", "天"), "日"),
    **dict.fromkeys(("周", "星期", "个星期"), "周"),
    **dict.fromkeys(("个月", "月"), "月"),
    **dict.fromkeys(("周年", "年"), "年"),
    **dict.fromkeys(("小时", "个小时"), "小时"),
    **dict.fromkeys(("周岁", "岁"), "岁"),
    **dict.fromkeys(("元", "块", "块钱", "元人民币"), "元"),
    **dict.fromkeys(("个百分点", "百分点"), "百分点"),
    **dict.fromkeys(("平方米", "平米", "㎡"), "平方米"),
    **dict.fromkeys(("公里", "千米"), "公里"),
    **dict.fromkeys(("公斤", "千克"), "公斤"),
    **dict.fromkeys(("人", "名", "位"), "人"),
}
_UNITS = sorted(
    {
        *_SAME_UNIT,
        *(
            "季度",
            "个季度",
            "分钟",
            "学期",
            "个学期",
            "学年",
            "个学年",
            "角",
            "%",
            "‰",
            "倍",
            "成",
            "折",
            "户",
            "家",
            "个",
            "次",
            "件",
            "份",
        ),
        *("项", "条", "款", "章", "节", "目", "套", "间", "立方米", "米", "厘米", "毫米", "克", "吨", "升", "亩", "公顷", "度", "千瓦时"),
        *("千瓦", "辆", "台", "所", "座", "栋", "层", "期", "批", "级", "类", "档", "张", "本", "册", "页", "字", "篇", "处", "种", "场"),
        *(
            "届",
            "号",
            "分",
            "时",
            "点",
            "只",
            "头",
            "笔",
            "轮",
            "步",
            "支",
            "株",
            "棵",
            "枚",
            "粒",
            "盒",
            "瓶",
            "箱",
            "袋",
            "桶",
            "艘",
            "架",
        ),
        *("平方公里", "分贝", "℃", "批次"),
        *("床", "人次", "车次", "班", "组", "队", "站", "学时", "课时", "交易日", "个交易日"),
    },
    key=len,
    reverse=True,
)
UNIT = "|".join(re.escape(unit) for unit in _UNITS)  # the longest first


def unit_of(written: str) -> str:
    """The one form of a unit: 天 is 日."""
    return _SAME_UNIT.get(written, written.removeprefix("个") or "个")


_LONGER = r"(?<=一次)性|(?<=分)[之别]|(?<=批)准|(?<=条)件|(?<=项)目|(?<=处)[理罚]|(?<=一家)庭|(?<=户)[籍口]|(?<=名)[录单称]|(?<=组)织|(?<=本)[市县区级]|(?<=步)步"
_NUMBER = re.compile(
    rf"(?P<year>{_YEAR})年(?:(?P<month>{_SMALL})月(?:份|(?P<day>{_SMALL})[日号])?)?"
    rf"|(?P<y2>(?:19|20)\d\d)[-./](?P<m2>\d{{1,2}})[-./](?P<d2>\d{{1,2}})(?!\d)"
    rf"|(?P<m3>{_SMALL})月(?:份|(?P<d3>{_SMALL})[日号])?"
    rf"|(?P<per>[百千万])分之(?P<percent>{_FIGURE})"
    rf"|(?P<parts>{_FIGURE})分之(?P<of>{_FIGURE})"
    rf"|(?P<from>{_FIGURE})(?=[至到—–－~～-]{{1,2}}{_FIGURE}(?P<to>{UNIT}))"
    rf"|(?P<ordinal>第)?(?<![进统同唯逐])(?P<figure>{_FIGURE})[余多来]?(?P<unit>{UNIT})(?!{_LONGER})"
    r"|(?P<bare>\d{1,20}(?:\.\d{1,6})?)"
)
_SHARES = {"百": "%", "千": "‰", "万": "‱"}
_TIMES_TEN = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


def _dated(match: re.Match[str]) -> tuple[str, tuple[int, int, int]] | None:
    for year, month, day in (("year", "month", "day"), ("y2", "m2", "d2"), ("", "m3", "d3")):
        if match[year or month]:
            return DATE, (_small(match[year]) if year else 0, _small(match[month]), _small(match[day]))
    return None


def _small(words: str | None) -> int:
    return (chinese_number(words) or 0) if words else 0


def _counted(match: re.Match[str]) -> tuple[str, Decimal | None]:
    if match["percent"]:
        return _SHARES[match["per"]], figure(match["percent"])
    if match["parts"]:
        parts, of = figure(match["parts"]), figure(match["of"])
        return "分之", of / parts if parts and of is not None else None
    if match["bare"]:
        return BARE, Decimal(match["bare"])
    written = match["unit"] or match["to"]  # 四十至六十平方米: both are areas
    unit = unit_of(written)
    return (match["ordinal"] or "") + unit, figure(match["figure"] or match["from"])


def figure(words: str) -> Decimal | None:
    """3万, 三千五百, 1.5, 二〇 as an exact number; None for what is no number (万万)."""
    value = Decimal(0)
    rest = words
    for unit in ("亿", "万"):
        before, sign, rest = rest.rpartition(unit)
        if sign:
            part = _below_ten_thousand(before) if before else None
            if part is None:
                return None
            value += part * _TIMES_TEN[unit]
    if rest:
        part = _below_ten_thousand(rest)
        return None if part is None else value + part
    return value


def _below_ten_thousand(words: str) -> Decimal | None:
    if words[0].isdigit():
        number, times = (words[:-1], _TIMES_TEN[words[-1]]) if words[-1] in _TIMES_TEN else (words, 1)
        return Decimal(number) * times if re.fullmatch(r"\d+(?:\.\d+)?", number, re.ASCII) else None
    value = chinese_number(words)
    return None if value is None else Decimal(value)


_FAR = 4  # characters that may stand between: 至少保存90日
_EXCEED = ("超过", "高于", "多于", "大于", "超出")
_FALL_SHORT = ("低于", "少于", "小于")
_NOT = ("不", "不得", "不能", "不应", "不应当", "不可", "未", "最多不", "最高不", "最长不", "至多不", "至少不", "最低不")
_MOST = ("最多", "至多", "最高", "最长", "最迟", "最晚", "上限")
_LEAST = ("至少", "最少", "最低", "下限")
_BEFORE = {
    **dict.fromkeys((*(no + word for no in _NOT for word in (*_EXCEED, "迟于", "晚于")), *_MOST), "≤"),
    **dict.fromkeys((*(no + word for no in _NOT for word in _FALL_SHORT), *_LEAST, "达到", "年满", "已满"), "≥"),
    **dict.fromkeys(_EXCEED, ">"),
    **dict.fromkeys((*_FALL_SHORT, "不足", "未满", "不满", "不到", "未达到"), "<"),
    **dict.fromkeys(("大约", "约", "近"), "≈"),
}
_AFTER = {
    **dict.fromkeys(("以上", "及以上", "(含)以上", "(含本数)以上", "（含）以上"), "≥"),
    **dict.fromkeys(("以下", "及以下", "(含)以下", "（含）以下"), "≤"),
    **dict.fromkeys(("以内", "之内", "内"), "内"),
    **dict.fromkeys(("左右", "上下"), "≈"),
    **dict.fromkeys(("前", "之前", "以前", "止", "底前", "底以前"), "前"),
    **dict.fromkeys(("后", "之后", "以后"), "后"),
    **dict.fromkeys(("起", "之日起"), "起"),
}
_BEFORE_END = re.compile(
    f"(?P<near>{'|'.join(sorted(_BEFORE, key=len, reverse=True))})[为是在于的]?$|(?P<far>{'|'.join(_MOST + _LEAST)})[\u4e00-\u9fff]{{0,{_FAR}}}$"
)
_AFTER_START = re.compile("|".join(re.escape(words) for words in sorted(_AFTER, key=len, reverse=True)))


def _bound(text: str, start: int, end: int, unit: str) -> str:
    after = _AFTER_START.match(text, end)
    if after:
        return _AFTER[after.group()]
    before = _BEFORE_END.search(text[max(0, start - 9) : start])
    if before:
        return _BEFORE[before["near"] or before["far"]]
    if unit == "岁" and text[start - 1 : start] == "满":
        return "≥"
    if unit == DATE and text[max(0, start - 2) : start].endswith(("截至", "截止", "至", "到")):
        return "前"
    return "起" if unit == DATE and text[max(0, start - 1) : start] in {"自", "从"} else ""


def loose_bounds(text: str) -> tuple[tuple[str, str], ...]:
    """Bounds of what is no number (县级以上、超过规定面积), in order: (≥ ≤ > <, the word)."""
    starts, ends = {amount.start for amount in amounts(text)}, {amount.end for amount in amounts(text)}
    found = []
    for match in _LOOSE.finditer(text):
        word = match.group()
        reach = _FAR if word in _MOST + _LEAST else 1
        if (
            not starts & set(range(match.end(), match.end() + reach + 1))
            and match.start() not in ends
            and not text.startswith("简称", match.end())
        ):
            found.append((_AFTER.get(word) or _BEFORE[word], word))
    return tuple(found)


_LOOSE = re.compile(
    "|".join(sorted((word for word, sense in {**_BEFORE, **_AFTER}.items() if sense in "≥≤><" and "含" not in word), key=len, reverse=True))
)
