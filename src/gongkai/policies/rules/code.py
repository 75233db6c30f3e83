"""一策一码: the permanent code of a policy, `{区划6}-{年4}-{流水6}-{校验1}` (领域规则 6.10).

The check character is ISO 7064 MOD 11-2, the one at the end of every 居民身份证号: over digits it finds each single wrong
character and each swap of neighbours (Luhn misses 09 for 90), and its only letter is the X that people already know how to
read out; MOD 37-2 would find no more here and sometimes end in an asterisk."""

import re
import unicodedata
from dataclasses import dataclass

from gongkai.shared.refusal import Refused

_SHAPE = re.compile(r"(\d{6})-?(\d{4})-?(\d{6})-?([\dX])")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－_ \t\u3000", "-"))


@dataclass(frozen=True)
class PolicyCode:
    """A code in its parts; `str()` gives the printed form."""

    region: str  # 行政区划代码, GB/T 2260
    year: int
    serial: int

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[1-9]\d{5}", self.region):
            raise ValueError(f"not a region code: {self.region!r}")
        if not 1949 <= self.year <= 9999:
            raise ValueError(f"not a year: {self.year}")
        if not 1 <= self.serial <= 999_999:
            raise ValueError(f"not a serial of six digits: {self.serial}")

    def __str__(self) -> str:
        payload = f"{self.region}{self.year:04}{self.serial:06}"
        return f"{self.region}-{self.year:04}-{self.serial:06}-{check_character(payload)}"


def make(region: str, year: int, serial: int) -> str:
    """The code for a region, year and serial 1–999999; ValueError for parts out of range."""
    return str(PolicyCode(region, year, serial))


def parse(text: str) -> PolicyCode:
    """A code as people type it: any width, case and dash, with or without dashes. Refused when it is not one or was mistyped."""
    typed = re.sub(r"-+", "-", unicodedata.normalize("NFKC", text).translate(_DASHES)).strip("-").upper()
    match = _SHAPE.fullmatch(typed)
    if not match:
        raise Refused("这不是一策一码。正确的样子如 370212-2025-000037-9：区划代码、年份、流水号和一位校验。", field="code")
    region, year, serial, check = match.groups()
    if check_character(region + year + serial) != check:
        raise Refused("码有输错的地方（校验不符），请对照文件上的码逐位核对。", field="code")
    try:
        return PolicyCode(region, int(year), int(serial))
    except ValueError:
        raise Refused("码里的区划代码、年份或流水号超出范围，请核对。", field="code") from None


def verify(text: str) -> bool:
    """Whether the text is a well-formed code with the right check character."""
    try:
        parse(text)
    except Refused:
        return False
    return True


def check_character(digits: str) -> str:
    """ISO 7064 MOD 11-2 over a string of digits: 0–9 or X."""
    rest = 0
    for digit in digits:
        rest = (rest + int(digit)) * 2 % 11
    return "0123456789X"[(12 - rest) % 11]
