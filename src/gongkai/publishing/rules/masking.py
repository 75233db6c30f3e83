"""脱敏 (领域规则 13.6): forms that keep a value recognisable to its owner and cannot be turned back."""

import re
from collections.abc import Iterable


def id_number(number: str) -> str:
    """110105********002X: the first six and the last four."""
    return number[:6] + "*" * (len(number) - 10) + number[-4:]


def mobile(number: str) -> str:
    """138****1234."""
    return number[:3] + "*" * (len(number) - 7) + number[-4:]


def landline(number: str) -> str:
    """0999-****101: area code and the last three."""
    area = 3 if number.startswith(("010", "02")) else 4
    return f"{number[:area]}-{'*' * (len(number) - area - 3)}{number[-3:]}"


def card(number: str) -> str:
    """Only the last four stay."""
    return "*" * (len(number) - 4) + number[-4:]


def name(full: str) -> str:
    """张三 → 张*; compound surnames keep both characters."""
    surname = 2 if len(full) > 2 and full[:2] in COMPOUND_SURNAMES else 1
    return full[:surname] + "*" * max(1, len(full) - surname)


def address(full: str) -> str:
    """Only down to 乡镇、街道; where none is named, down to the county."""
    for edge in (r"^.*?(?:街道|镇|乡)", r"^.*?(?:区|县|市)"):
        if match := re.match(edge, full):
            return match[0] + "***"
    return "***"


def birth_date(full: str) -> str:
    """1949年12月31日 → 1949年."""
    year = re.search(r"(?:18|19|20)\d{2}", full)
    return f"{year[0]}年" if year else "****"


def email(full: str) -> str:
    before, _, domain = full.partition("@")
    return f"{before[:1]}***@{domain}"


def plate(full: str) -> str:
    return full[:2] + "*" * (len(full) - 4) + full[-2:]


def tail(value: str, keep: int = 2) -> str:
    """Any other number: the last characters only."""
    return "*" * max(3, len(value) - keep) + value[-keep:]


def replaced(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    """The text with each (start, end, masked form) put in; of overlapping spans the first wins."""
    parts, at = [], 0
    for start, end, form in sorted(spans):
        if start >= at:
            parts += [text[at:start], form]
            at = end
    return "".join(parts) + text[at:]


COMPOUND_SURNAMES = frozenset({"欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文", "长孙", "司徒"})
