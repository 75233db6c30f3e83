"""Dates and Chinese numerals as official papers write them."""

import re
from datetime import date

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0, "O": 0, "o": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")

_CN = "〇○零一二三四五六七八九十"
_WRITTEN = re.compile(rf"(?P<y>(?:19|20)\d\d|[{_CN}ＯOo]{{4}})年(?P<m>\d{{1,2}}|[{_CN}]{{1,3}})月(?P<d>\d{{1,2}}|[{_CN}]{{1,3}})[日号]")
_NUMERIC = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")


def chinese_number(text: str) -> int | None:
    """`十三`, `一百二十一`, `二〇二五`, `25`, `２５` as an integer; None for anything else."""
    text = text.translate(_FULL_WIDTH).strip()
    if text.isascii() and text.isdigit():
        return int(text)
    if not text or any(c not in _DIGITS and c not in _UNITS and not c.isdigit() for c in text):
        return None
    if not any(c in _UNITS for c in text):
        return int("".join(str(_DIGITS.get(c, c)) for c in text))
    total = pending = 0
    for c in text:
        if c in _UNITS:
            total += (pending or 1) * _UNITS[c]
            pending = 0
        else:
            pending = _DIGITS[c] if c in _DIGITS else int(c)
    return total + pending


def find_dates(text: str, *, compact: bool = False) -> list[tuple[date, int, int]]:
    """The real calendar dates written in `text` as (day, start, end), in order. `compact` also reads 20250626 (a table cell)."""
    text = text.translate(_FULL_WIDTH)
    found = []
    for pattern in (_WRITTEN, _NUMERIC, *([_COMPACT] if compact else [])):
        for match in pattern.finditer(text):
            day = _day(match)
            if day:
                found.append((day, match.start(), match.end()))
    return sorted(found, key=lambda each: each[1])


def only_date(text: str) -> date | None:
    """The date a cell holds, with or without a time of day after it; None if it holds anything else or no such day exists."""
    text = re.sub(r"(?<=[\d年月日〇-鿿])\s+(?=[\d年月日〇-鿿])", _space_kept, text.strip())
    found = find_dates(text, compact=True)
    if len(found) != 1:
        return None
    day, start, end = found[0]
    rest = re.sub(r"[T\s]*\d{1,2}[:：]\d{2}([:：]\d{2})?(\.\d+)?|星期[一二三四五六日天]|[（(].{1,8}[)）]", "", text[end:]).strip()
    return day if start == 0 and not rest else None


def _space_kept(match: re.Match[str]) -> str:
    """A space before a time of day parts it from the date; other spaces inside a date are slips."""
    return " " if re.match(r"\d{1,2}[:：]", match.string[match.end() :]) else ""


def _day(match: re.Match[str]) -> date | None:
    year, month, day = (chinese_number(match[part]) for part in "ymd")
    if not year or not month or not day:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
