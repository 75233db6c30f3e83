"""Other personal marks: e-mail, passport, plate. Weak alone, so they block only where their label stands beside them."""

import re
from collections.abc import Iterator

from gongkai.publishing.rules import masking
from gongkai.publishing.rules.hits import Code, Found, Level

_EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_PUBLIC_MAIL = re.compile(r"邮箱|邮件|信箱|电邮|e-?mail", re.IGNORECASE)
_PASSPORT = re.compile(r"(?<![0-9A-Za-z])[EGDSPHegdsph][A-Za-z]?\d{7,8}(?![0-9A-Za-z])")
_PLATE = re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·. ]?[A-HJ-NP-Z0-9]{5,6}(?![0-9A-Za-z])")
PLATE_BEGINS = re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-ZＡ-Ｚ]")
TRIGGERS = ("@", "＠")
_REACH = 14


def find(text: str, before: str = "") -> Iterator[Found]:
    """E-mail addresses without a public label, passports with one, plates anywhere, in folded text."""
    for match in _EMAIL.finditer(text):
        if not _PUBLIC_MAIL.search(text[max(0, match.start() - 30) : match.start()] + before[-12:]) and not match[0].endswith(".gov.cn"):
            message = "含有电子邮箱，未标明是单位公开邮箱"
            yield _found(match, Level.LOW, masking.email(match[0]), message, "个人邮箱请删除")
    for match in _PASSPORT.finditer(text):
        if "护照" in text[max(0, match.start() - _REACH) : match.start()] + before[-_REACH:]:
            yield _found(match, Level.MIDDLE, masking.tail(match[0]), "含有护照号码", "请删除或脱敏")
    for match in _PLATE.finditer(text):
        labelled = re.search(r"车牌|号牌|车辆", text[max(0, match.start() - _REACH) : match.start()] + before[-_REACH:])
        if labelled or re.search(r"\d", match[0]):
            level = Level.MIDDLE if labelled else Level.LOW
            yield _found(match, level, masking.plate(match[0]), "含有机动车号牌", "涉及个人车辆的请脱敏")


def _found(match: re.Match[str], level: Level, sample: str, message: str, advice: str) -> Found:
    return Found(Code.PII_OTHER, level, match.start(), match.end(), match[0], sample, message, advice)
