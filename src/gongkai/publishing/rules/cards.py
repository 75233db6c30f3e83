"""银行卡号: the Luhn check, the issuer's prefix, and the words around it. Index numbers of 19 digits are none."""

import re
from collections.abc import Iterator

from gongkai.publishing.rules import masking
from gongkai.publishing.rules.hits import Code, Found, Level

_CANDIDATE = re.compile(r"(?<![\dA-Za-z./-])(?:\d{16,19}|\d{4}(?:[ -]\d{4}){3}(?:[ -]?\d{1,3})?)(?![\d/])")
_UNIONPAY = re.compile(r"62|60[13]")
_OTHER_ISSUERS = re.compile(r"4|5[0-9]|6|9")
_WORDS = re.compile(r"银行|卡号|账号|帐号|账户|帐户|户名|开户|社保卡|存折|收款")
_REACH = 40


def luhn(number: str) -> bool:
    """True when the digits pass the Luhn check (ISO/IEC 7812)."""
    total = 0
    for at, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if at % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def find(text: str, before: str = "") -> Iterator[Found]:
    """Bank card numbers in folded text. With bank words near: 高; without them only UnionPay prefixes count: 中."""
    for match in _CANDIDATE.finditer(text):
        number = re.sub(r"[ -]", "", match[0])
        if not luhn(number):
            continue
        spoken_of = _WORDS.search(text[max(0, match.start() - _REACH) : match.end() + 10]) or _WORDS.search(before[-_REACH:])
        if spoken_of and _OTHER_ISSUERS.match(number):
            yield _found(match, number, Level.HIGH, "含有完整的银行卡号")
        elif _UNIONPAY.match(number):
            yield _found(match, number, Level.MIDDLE, "疑似银行卡号（前缀和校验位相符）")


def _found(match: re.Match[str], number: str, level: Level, message: str) -> Found:
    advice = "只保留后4位，或删除该信息；确属单位公开收款账户的，由他人写明理由后放行"
    return Found(Code.PII_BANK, level, match.start(), match.end(), number, masking.card(number), message, advice)
