"""标点与数字用法: what GB/T 15834—2011, GB/T 15835—2011 and GB/T 9704—2012 ask of an official text, as a table of patterns. Advice only."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gongkai.publishing.rules.hits import Code, Found, Level

_HAN = r"\u4e00-\u9fff"
_NAMES = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}


@dataclass(frozen=True)
class Manner:
    """One rule: what is wrong, why, what to write, on which standard it rests; and letters without which it cannot be broken."""

    pattern: re.Pattern[str]
    message: str
    advice: str
    basis: str
    triggers: tuple[str, ...]


def _manner(pattern: str, message: str, advice: str, basis: str, *triggers: str) -> Manner:
    return Manner(re.compile(pattern), message, advice, basis, triggers)


_P, _N, _F = "GB/T 15834—2011", "GB/T 15835—2011", "GB/T 9704—2012"
_DIGITS = "0123456789"
SHORT_YEAR = r"年(?<=\d\d年)(?<![\d.第满近共约超]\d\d年)(?=\d{1,2}月)"
MANNERS = (  # repeated marks and 文号 with 第 or 0 stand in the list of words, where offices may change them
    _manner(rf"[,;:?!](?<=[{_HAN}].)(?=[{_HAN}])", "汉字之间用了半角标点", "请改用全角标点", _P, ",", ";", ":", "?", "!"),
    _manner(
        rf"(?<=[{_HAN}])\.{{3,}}(?![A-Za-z0-9])|(?<=[{_HAN}])(?<!…)…(?!…)", "省略号写法不规范", "请用六个连点的省略号“……”", _P, "...", "…"
    ),
    _manner(r"……等|等……", "省略号与“等”并用", "“……”和“等”只用一个", _P, "…等", "等…"),
    _manner(r"》、《|”、“", "并列的书名号、引号之间通常不用顿号", "请去掉顿号", _P, "》、《", "”、“"),
    _manner(
        r"[\[［【(（](?:20|19)\d\d[\]］】)）]第?\d+号",
        "发文字号的年份应当用六角括号",
        "请改为“〔年份〕”",
        _F,
        *(f"{sign}{century}" for sign in "[［【(（" for century in ("20", "19")),
    ),
    _manner(r"第[一二三四五六七八九十]+、", "“第一”之后应当用逗号", "请改为“第一，”", _P, *(f"{n}、" for n in "一二三四五六七八九十")),
    _manner(
        r"(?m)^\s*[一二三四五六七八九十]+[，,]",
        "“一”这样的序号之后应当用顿号",
        "请改为“一、”",
        _F,
        *(f"{n}{sign}" for n in "一二三四五六七八九十" for sign in "，,"),
    ),
    _manner(r"(?m)^\s*\d{1,2}、", "阿拉伯数字序号之后应当用小圆点", "请改为“1.”的形式", _F, *(f"{digit}、" for digit in _DIGITS)),
    _manner(SHORT_YEAR, "年份不应简写", "请写四位数的年份", _N),
    _manner(
        r"二零[零一二三四五六七八九]{2}年|二[〇零][一二三四五六七八九〇零]{2}年\d{1,2}月",
        "汉字年份应当用“〇”，且年月写法应当一致",
        "请改为“二〇二六年”或者全部用阿拉伯数字",
        _N,
        "二零",
        "二〇",
    ),
    _manner(
        r"\d{4}年(?:十[一二]?|[一二三四五六七八九])月",
        "同一日期里阿拉伯数字与汉字数字混用",
        "请统一写法",
        _N,
        *(f"年{n}" for n in "一二三四五六七八九十"),
    ),
    _manner(
        r"(?<![\d.%％])\d+(?:\.\d+)?(?:[-~～—–至]+)\d+(?:\.\d+)?[%％]", "表示范围时前一个百分号不能省略", "例如“5%～8%”", _N, "%", "％"
    ),
    _manner(rf"约\d+(?:\.\d+)?[{_HAN}%]{{0,3}}(?:左右|上下)", "“约”与“左右”重复", "两者只用一个", _N, "约"),
)
_PAIRS = (("《", "》"), ("（", "）"), ("〔", "〕"))


def find(text: str, manners: Iterable[int]) -> Iterator[Found]:
    """What these rows of the table say of one paragraph of raw text."""
    for manner in (MANNERS[row] for row in sorted(manners)):
        for match in manner.pattern.finditer(text):
            advice = f"请改为“{_NAMES[match[0]]}”" if match[0] in _NAMES else manner.advice
            around = text[max(0, match.start() - 4) : match.end() + 4].strip()
            yield Found(
                Code.FMT, Level.LOW, match.start(), match.end(), match[0], around[:40], f"{manner.message}（{manner.basis}）", advice
            )


def is_unpaired(text: str) -> bool:
    return any(text.count(opening) != text.count(closing) for opening, closing in _PAIRS)


def find_unpaired(text: str) -> Iterator[Found]:
    """Brackets of one paragraph that do not close."""
    for opening, closing in _PAIRS:
        if text.count(opening) != text.count(closing):
            at = text.find(opening) if opening in text else text.find(closing)
            message = f"“{opening}”与“{closing}”不配对（{_P}）"
            yield Found(Code.FMT, Level.LOW, at, at + 1, text[at], text[max(0, at - 4) : at + 8], message, "请补上或者删去一半")
