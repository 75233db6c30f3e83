"""家庭住址详细到户: down to the door of a home. An office's address is public and no finding."""

import re
from collections.abc import Iterator

from gongkai.publishing.rules import masking
from gongkai.publishing.rules.hits import Code, Found, Level

_NUMBER = r"[\d一二三四五六七八九十百A-Za-z]{1,5}"
_DOOR = re.compile(  # 3号楼2单元501室 · 12栋301室
    rf"{_NUMBER}(?:号楼|栋|幢|座)\s*(?:{_NUMBER}单元\s*)?{_NUMBER}(?:室|户|号)|{_NUMBER}单元\s*{_NUMBER}(?:室|户|号)?"
)
_VILLAGE = re.compile(rf"[\u4e00-\u9fa5]{{1,6}}(?:村|屯|寨){_NUMBER}组?\s*{_NUMBER}(?:号|户)")
_STREET = re.compile(rf"[\u4e00-\u9fa5]{{2,8}}(?:路|街|巷|弄|大道|胡同)\s*{_NUMBER}(?:弄{_NUMBER})?号")
_HOME = re.compile(r"家庭住址|家庭地址|住址|户籍地址|户籍所在地|现住|居住地址|家住|居住于")
TRIGGERS = ("单元", "家庭住址", "家庭地址", "住址", "户籍地址", "户籍所在地", "现住", "居住地址", "家住", "居住于")
_OFFICE = re.compile(r"办公|地址|地点|窗口|大厅|受理|办理|中心|楼层|邮寄|会议室|注册|现场|位于|坐落|项目|小区|公司")
_ADMINISTRATIVE = re.compile(r"[\u4e00-\u9fa5]{2,12}(?:省|市|区|县|镇|乡|街道)[\u4e00-\u9fa5\dA-Za-z]{0,24}$")


def looks_like_home(cell: str) -> bool:
    """For a table cell: an address with a house, door or village number."""
    return bool(_DOOR.search(cell) or _VILLAGE.search(cell) or _STREET.search(cell))


def find(text: str, before: str = "") -> Iterator[Found]:
    """Home addresses in folded text: any exact address after a word for home; a door number where no office is spoken of."""
    ends_at = 0
    for pattern in (_DOOR, _VILLAGE, _STREET):
        for match in pattern.finditer(text):
            if match.start() < ends_at:
                continue
            from_ = max(0, match.start() - 40)
            home = _last(_HOME, text, from_, match.end())
            office = _OFFICE.search(text, from_, match.start())
            labelled = home or (match.start() < 30 and _HOME.search(before[-12:]))
            if labelled or (pattern is _DOOR and "单元" in match[0] and not office):
                ends_at = match.end()
                start = max(_beginning(text, match.start()), home.end() if home else 0)
                value = re.sub(r"^[: ]+", "", text[start : match.end()])
                start = match.end() - len(value)
                message = "含有详细到户的家庭住址"
                yield Found(Code.PII_ADDR, Level.MIDDLE, start, match.end(), value, masking.address(value), message, "只公开到乡镇、街道")


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    return max(pattern.finditer(text, start, end), key=lambda match: match.end(), default=None)


def _beginning(text: str, start: int) -> int:
    head = _ADMINISTRATIVE.search(re.split(r"[，,。；;：:\s]", text[:start])[-1])
    return start - len(head[0]) if head else start
