"""编号 (领域规则 2.5): the register number of a case, the codes the public types in, the numbers of letters."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from gongkai.foi.rules.letter_kinds import LetterKind
from gongkai.shared.refusal import Refused

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"  # no 0 O, 1 I, U: read out loud and typed without doubt; 31 is a prime
TICKET_SIGNS = 8
CODE_SIGNS = 12  # a letter may be looked up by anybody, so its code is longer


class Series(StrEnum):
    """文书类: numbered apart, per organ and year, from 1. `.word` stands behind the 机关代字."""

    word: str
    label: str

    def __new__(cls, value: str, word: str = "", label: str = "") -> "Series":
        member = str.__new__(cls, value)
        member._value_ = value
        member.word, member.label = word, label
        return member

    REPLY = "reply", "依复", "答复书"
    NOTICE = "notice", "依告", "告知书"
    CONSULTATION = "consultation", "依征", "征求意见书"
    INSIDE = "inside", "依办", "内部文书"


_L = LetterKind
SERIES: dict[LetterKind, Series] = {
    **dict.fromkeys((_L.GRANT, _L.PARTIAL_GRANT, _L.REFUSAL, _L.NOT_FOUND, _L.NOT_OURS, _L.CANNOT_PROVIDE), Series.REPLY),
    **dict.fromkeys((_L.THIRD_PARTY_CONSULTATION, _L.OPINION_FORM, _L.CO_MAKER_CONSULTATION), Series.CONSULTATION),
    **dict.fromkeys(
        (_L.APPLICATION, _L.REGISTRATION, _L.HELP_REQUEST, _L.TERMINATION, _L.PROOF_OF_SERVICE, _L.TO_PROACTIVE, _L.SIGN_OFF), Series.INSIDE
    ),
}


def series_of(kind: LetterKind) -> Series:
    """Which series a letter is numbered in; whatever is neither a reply, a consultation nor internal is a notice."""
    return SERIES.get(kind, Series.NOTICE)


def letter_code_of(codes: Iterable[str]) -> str:
    """The 机关代字 that letters of an organ carry, of those in use for its papers (oldest first): the newest one without the sign of a kind
    of paper, 澜住建规 → 澜住建. An order (令) has no such code. Empty when there is none."""
    stems = [re.sub(r"(?<=..)[发规字函]$", "", code.strip()) for code in codes if not code.strip().endswith("令")]
    return stems[-1] if stems else ""


def letter_number(code: str, series: Series, year: int, serial: int, word: str = "") -> str:
    """“澜建依复〔2025〕12号”: 机关代字 of the organ, the word of the series (or the organ's own word), the year in 六角括号, no padding
    (GB/T 9704—2012 7.2.5). Refused without a 机关代字."""
    if not code.strip():
        raise Refused("本机关还没有登记机关代字，不能编发文号。请先在“机关”里登记。", basis="GB/T 9704—2012 7.2.5", field="code")
    if serial < 1:
        raise ValueError(f"serials begin at 1: {serial}")
    return f"{code.strip()}{word or series.word}〔{year}〕{serial}号"


def gaps(serials: Iterable[int]) -> tuple[int, ...]:
    """The numbers left out between 1 and the highest: each needs its reason on file."""
    used = set(serials)
    return tuple(n for n in range(1, max(used, default=0) + 1) if n not in used)


def case_number(day: date, region: str, organ: int, serial: int) -> str:
    """申请登记号 “20250603-370212-A012-0007”: the day it was registered, the region, the organ, the organ's serial of that day."""
    if serial < 1:
        raise ValueError(f"serials begin at 1: {serial}")
    return f"{day:%Y%m%d}-{region}-A{organ:03d}-{serial:04d}"


def ticket(random: bytes) -> str:
    """查询码: eight signs drawn from at least eight random bytes, and a check sign."""
    return _coded(random, TICKET_SIGNS)


def letter_code(random: bytes) -> str:
    """验证码 of a letter: twelve signs from at least twelve random bytes, and a check sign."""
    return _coded(random, CODE_SIGNS)


def read_code(typed: str) -> str:
    """A ticket or letter code as it is kept, from however it was typed (any width, case, blanks, dashes). Refused when mistyped."""
    code = re.sub(r"[\s\-–—]+", "", unicodedata.normalize("NFKC", typed)).upper()
    if len(code) not in (TICKET_SIGNS + 1, CODE_SIGNS + 1) or any(sign not in ALPHABET for sign in code):
        raise Refused(
            f"这不是查询码：查询码是{TICKET_SIGNS + 1}位、文书验证码是{CODE_SIGNS + 1}位数字和字母，请对照回执或者文书逐位核对。",
            field="code",
        )
    if _check(code[:-1]) != code[-1]:
        which = "查询码" if len(code) == TICKET_SIGNS + 1 else "文书验证码"
        raise Refused(f"{which}有输错的地方（校验不符），请对照回执或者文书逐位核对。", field="code")
    return code


def _coded(random: bytes, signs: int) -> str:
    if len(random) < signs:
        raise ValueError(f"{signs} random bytes are needed, not {len(random)}")
    value, code = int.from_bytes(random, "big"), ""
    for _ in range(signs):
        value, at = divmod(value, len(ALPHABET))
        code += ALPHABET[at]
    return code + _check(code)


def _check(code: str) -> str:
    """Weights 1, 2, 3 … over a prime: every single wrong sign and every swap of neighbours shows."""
    return ALPHABET[sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(code, start=1)) % len(ALPHABET)]
