"""居民身份证号 (GB 11643): eighteen digits with a checksum, and the fifteen-digit form of before 1999."""

import re
from collections.abc import Iterator
from datetime import date

from gongkai.publishing.rules import masking
from gongkai.publishing.rules.hits import Code, Found, Level

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
BORN_FROM = date(1900, 1, 1)
REGIONS = frozenset(
    f"{n}"
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for n in range(first, last + 1)
)

_CANDIDATE = re.compile(r"(?<!\d)[1-9]\d{5}[ .·-]?(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ .·-]?\d{3}[\dXx](?!\d)")
_OLD = re.compile(r"(?<!\d)[1-9]\d{5}(\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}(?!\d)")
_LABEL = re.compile(r"身份证|身份号码|公民身份|证件号")
_REACH = 16  # characters before a number in which a label still speaks of it
_ADVICE = "公开前请脱敏（保留前6位和后4位），或删除该信息"


def is_valid(number: str, today: date) -> bool:
    """True for eighteen characters with a real birthday between 1900 and today and the right check character."""
    number = number.upper()
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", number):
        return False
    born = _day(number[6:10], number[10:12], number[12:14])
    if born is None or not BORN_FROM <= born <= today:
        return False
    return CHECK[sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False)) % 11] == number[17]


def is_known_region(number: str) -> bool:
    """True when the first two digits are a province (GB/T 2260)."""
    return number[:2] in REGIONS


def find(text: str, today: date, before: str = "") -> Iterator[Found]:
    """Numbers of identity cards in folded text; `before` is the text (or column heading) that stands before it."""
    for match in _CANDIDATE.finditer(text):
        number = re.sub(r"[ .·-]", "", match[0]).upper()
        if is_valid(number, today) and is_known_region(number):
            yield _found(match, number, Level.HIGH, "含有完整的居民身份证号")
        elif _is_labelled(text, match.start(), before):
            yield _found(match, number, Level.MIDDLE, "标明为身份证号，但校验位、出生日期或地区码不对，请核对后脱敏")
    for match in _OLD.finditer(text):
        if match[0][:2] in REGIONS and _day(f"19{match[1]}", match[2], match[3]):
            labelled = _is_labelled(text, match.start(), before)
            yield _found(match, match[0], Level.MIDDLE if labelled else Level.LOW, "疑似15位旧身份证号，请核对")


def _is_labelled(text: str, start: int, before: str) -> bool:
    near = text[max(0, start - _REACH) : start]
    return bool(_LABEL.search(near) or (start < 4 and _LABEL.search(before[-_REACH:])))


def _found(match: re.Match[str], number: str, level: Level, message: str) -> Found:
    return Found(Code.PII_ID, level, match.start(), match.end(), number, masking.id_number(number), message, _ADVICE)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
