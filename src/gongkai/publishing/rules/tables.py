"""表格按列看: a column is judged as a whole (领域规则 13.5), by what its cells are and by what its heading says."""

import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from gongkai.publishing.rules import addresses, cards, ids, masking, phones
from gongkai.publishing.rules.hits import Code, Found, Level
from gongkai.publishing.rules.material import Table, fold

SHARE = 0.6  # 命中率
ROWS = 5  # at least so many filled cells
_PERSON = re.compile(r"姓名|户主|申请人|受益人|领取人|学生|持证人|当事人|名单")
_HEADINGS: tuple[tuple[re.Pattern[str], Code, Level, str], ...] = (
    (
        re.compile(r"病种|病名|疾病|诊断|病情|残疾类别|残疾等级|残疾类型|孕期|精神"),
        Code.PII_HEALTH,
        Level.HIGH,
        "健康、残疾等信息与姓名同表公开",
    ),
    (
        re.compile(r"就读学校|所在学校|学校|班级|学籍号|监护人"),
        Code.PII_MINOR,
        Level.HIGH,
        "可能识别到未成年人（姓名与学校、班级、监护人同表）",
    ),
    (re.compile(r"困难原因|致贫原因|低保原因|家庭收入|收入情况"), Code.PII_OTHER, Level.MIDDLE, "困难原因、收入等信息与姓名同表公开"),
    (re.compile(r"出生日期|出生年月日"), Code.PII_OTHER, Level.MIDDLE, "出生日期与姓名同表公开"),
    (re.compile(r"社保号|社会保障号|医保号"), Code.PII_OTHER, Level.MIDDLE, "社会保障号与姓名同表公开"),
)
_DIRECTORY = re.compile(r"通讯录|值班表|值班安排")


@dataclass(frozen=True)
class Column:
    """A finding about a whole column: its heading, and the cell values it already covers."""

    heading: str
    found: Found
    values: frozenset[str]


def find(table: Table, today: date, public: AbstractSet[str]) -> Iterator[Column]:
    """Sensitive columns of a table whose first row is its heading."""
    if len(table.rows) < 2:
        return
    headings = [fold(cell).strip() for cell in table.rows[0]]
    about_people = any(_PERSON.search(heading) for heading in headings) or bool(_PERSON.search(table.caption))
    internal = bool(_DIRECTORY.search(table.caption)) and about_people
    for at, heading in enumerate(headings):
        cells = [cell for row in table.rows[1:] if at < len(row) and (cell := fold(row[at]).strip())]
        column = _by_cells(heading, cells, today=today, public=public, about_people=about_people, internal=internal) or _by_heading(
            heading, cells, about_people
        )
        if column:
            yield column


def _by_cells(
    heading: str, cells: list[str], *, today: date, public: AbstractSet[str], about_people: bool, internal: bool
) -> Column | None:
    if len(cells) < ROWS:
        return None
    checks: list[tuple[Callable[[str], bool], Code, Level, str, Callable[[str], str], str]] = [
        (
            lambda cell: ids.is_valid(cell, today) and ids.is_known_region(cell),
            Code.PII_ID,
            Level.HIGH,
            "整列都是居民身份证号",
            masking.id_number,
            "整列脱敏或删除",
        ),
        (
            lambda cell: _is_private_mobile(cell, public),
            Code.PII_PHONE,
            Level.HIGH,
            "整列都是手机号码",
            masking.mobile,
            "整列脱敏或改用办公电话",
        ),
        (_is_card, Code.PII_BANK, Level.HIGH, "整列都是银行卡号", masking.card, "整列只留后4位或删除"),
    ]
    if about_people:
        checks.append(
            (
                addresses.looks_like_home,
                Code.PII_ADDR,
                Level.MIDDLE,
                "整列都是详细住址，且与姓名同表",
                masking.address,
                "只公开到乡镇、街道",
            )
        )
    if internal:
        checks.append(
            (phones.is_landline, Code.WORK_SECRET, Level.HIGH, "内部通讯录或值班表中的电话", masking.tail, "内部通讯录、值班表不应公开")
        )
    for is_one, code, level, message, mask, advice in checks:
        seen = [cell for cell in cells if is_one(cell)]
        if len(seen) >= ROWS and len(seen) / len(cells) >= SHARE:
            sample = f"{mask(seen[0])} 等{len(seen)}格"
            return Column(heading, Found(code, level, 0, 0, "\t".join(seen), sample, message, advice), frozenset(seen))
    return None


def _by_heading(heading: str, cells: list[str], about_people: bool) -> Column | None:
    if not about_people or len(cells) < 2 or all("*" in cell for cell in cells):
        return None
    for pattern, code, level, message in _HEADINGS:
        if pattern.search(heading):
            found = Found(code, level, 0, 0, "\t".join(cells), f"{heading}（{len(cells)}行）", message, "删除该列，或概括表述为“符合条件”")
            return Column(heading, found, frozenset())
    return None


def _is_private_mobile(cell: str, public: AbstractSet[str]) -> bool:
    return phones.is_mobile(cell) and phones.digits(cell) not in public


def _is_card(cell: str) -> bool:
    bare = cell.replace(" ", "")
    return bare.isdigit() and 16 <= len(bare) <= 19 and cards.luhn(bare) and bare[0] in "4569"
