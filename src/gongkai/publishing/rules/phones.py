"""电话: a mobile belongs to a person until known as public; a landline is an office's when its label or unit says so."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from gongkai.publishing.rules import masking
from gongkai.publishing.rules.hits import Code, Found, Level

_MOBILE = re.compile(
    r"(?<![\dA-Za-z_.第-])(?:\+?86[ -]?)?(1[3-9]\d[ .·-]?\d{4}[ .·-]?\d{4})(?![\dA-Za-z]|\.\d| ?(?:元|万元|亿元|吨|平方米|千瓦))"
)
_LANDLINE = re.compile(  # no subscriber number begins with 0, 1 or 9; where the area code has three digits it has eight
    r"(?<![\dA-Za-z./-])\(?(0(?:10|2\d)(?=\)?[ -]?[2-8]\d{3} ?\d{4}(?!\d))|0[3-9]\d{2})\)?[ -]?([2-8]\d{6,7}|[2-8]\d{3} \d{4}|[2-8]\d{2} \d{4})"
    r"(?![\dA-Za-z/])"
)
_OFFICE = re.compile(r"电话|热线|传真|座机|联系方式|拨打|致电|总机|咨询|监督|举报")
_PERSONAL = re.compile(r"家庭电话|住宅电话|宅电|家电|本人电话|个人电话|私人电话|家长电话|监护人")
_UNIT_BEFORE = re.compile(
    r"(?:局|委|委员会|办|办公室|厅|政府|中心|处|科|室|院|所|站|队|街道|办事处|镇|乡|社区|村委会|居委会|窗口|大厅|公司|协会|学校|医院|集团)"
    r"\s*[:(,、]?\s*$"
)
_ADVICE_MOBILE = "确需公布联系方式的，请改用办公固定电话；名单、表格中的手机号请保留前3位和后4位"
_ADVICE_LANDLINE = "确属机关公开电话的，请登记到机关公开电话名单；个人电话请删除"


def digits(number: str) -> str:
    """The number as bare digits, without the country code: the form in which public numbers are kept."""
    bare = re.sub(r"\D", "", number)
    return bare[2:] if bare.startswith("86") and len(bare) == 13 else bare


def is_mobile(cell: str) -> bool:
    return bool(_MOBILE.fullmatch(cell.strip()))


def is_landline(cell: str) -> bool:
    return bool(_LANDLINE.fullmatch(cell.strip()))


def find(text: str, public: AbstractSet[str], before: str = "") -> Iterator[Found]:
    """Phone numbers in folded text that are not in `public` (bare digits); `before` is what stands before the text."""
    for match in _MOBILE.finditer(text):
        number = digits(match[1])
        if number not in public:
            message = "含有手机号码，且不在机关公开电话名单中"
            yield Found(Code.PII_PHONE, Level.HIGH, match.start(), match.end(), number, masking.mobile(number), message, _ADVICE_MOBILE)
    for match in _LANDLINE.finditer(text):
        number = match[1] + digits(match[2])
        if number in public:
            continue
        level = _landline_level(text, match.start(), before)
        if level:
            message = "含有个人或家庭电话" if level is Level.HIGH else "固定电话没有标明是哪个单位的公开电话"
            yield Found(Code.PII_PHONE, level, match.start(), match.end(), number, masking.landline(number), message, _ADVICE_LANDLINE)


def _landline_level(text: str, start: int, before: str) -> Level | None:
    sentence = re.split(r"[。!？?！]", text[:start])[-1]
    if _PERSONAL.search(sentence):
        return Level.HIGH
    if _OFFICE.search(sentence) or _UNIT_BEFORE.search(sentence):
        return None
    if len(sentence) < 30 and _PERSONAL.search(before[-20:]):
        return Level.HIGH
    if len(sentence) < 30 and _OFFICE.search(before[-20:]):
        return None
    return Level.LOW
