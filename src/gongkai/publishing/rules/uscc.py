"""统一社会信用代码 (GB 32100): names an organisation, so it is no personal information and clears a number from suspicion."""

import re
from collections.abc import Iterator

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, Z, S, V
_CANDIDATE = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{10}(?![0-9A-Za-z])")


def is_valid(code: str) -> bool:
    """True for 18 characters whose check character is right."""
    code = code.upper()
    if len(code) != 18 or any(letter not in ALPHABET for letter in code):
        return False
    remainder = 31 - sum(ALPHABET.index(letter) * pow(3, at, 31) for at, letter in enumerate(code[:17])) % 31
    return ALPHABET[remainder % 31] == code[17]


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where valid codes stand in folded text."""
    for match in _CANDIDATE.finditer(text):
        if is_valid(match[0]):
            yield match.span()
