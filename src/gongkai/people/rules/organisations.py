"""机关与层级：名称怎样算同一个，谁可以设在谁之下，路径怎样写。"""

import re
import unicodedata
from enum import StrEnum


class Level(StrEnum):
    """行政层级, highest first. A department has the level of its government."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"

    @property
    def label(self) -> str:
        return {"province": "省级", "city": "市级", "county": "县级", "township": "乡级", "village": "村级"}[self.value]


class Kind(StrEnum):
    GOVERNMENT = "government"
    GENERAL_OFFICE = "general_office"
    DEPARTMENT = "department"
    AGENCY = "agency"
    DIVISION = "division"
    INSTITUTION = "institution"
    UTILITY = "utility"
    COMMITTEE = "committee"
    GRASSROOTS = "grassroots"
    PARTY = "party"

    @property
    def label(self) -> str:
        return {
            "government": "人民政府",
            "general_office": "政府办公厅（室）",
            "department": "工作部门",
            "agency": "派出机构",
            "division": "内设机构",
            "institution": "事业单位",
            "utility": "公共企事业单位",
            "committee": "议事协调机构",
            "grassroots": "村（居）民委员会",
            "party": "党委机关",
        }[self.value]


class NameKind(StrEnum):
    FORMER = "former"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {"former": "曾用名", "other": "别名"}[self.value]


USCC_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: no I, O, S, V, Z
MAX_DEPTH = 12  # a bound for the width of the path column, well above 省—市—县—乡—村 with a department and a division at each end


def plain(name: str) -> str:
    """A name as it is compared and kept: no spaces at all, full- and half-width forms alike, brackets full-width."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).replace("(", "（").replace(")", "）")


def may_stand_under(level: Level, parent: Level) -> bool:
    """Whether a unit of this level may be set under a unit of the other: never a higher one under a lower."""
    order = list(Level)
    return order.index(level) >= order.index(parent)


def path_of(ids: list[int]) -> str:
    """[1, 4, 9] → "1/4/9/": the materialised path, from the root down to the unit itself."""
    return "".join(f"{one}/" for one in ids)


def ids_in(path: str) -> list[int]:
    """ "1/4/9/" → [1, 4, 9]."""
    return [int(part) for part in path.split("/") if part]


def is_at_or_below(path: str, top: str) -> bool:
    """Whether the unit at `path` is `top` itself or stands below it. An empty path is nowhere."""
    return bool(top) and path.startswith(top)


def is_uscc(code: str) -> bool:
    """Whether these 18 characters are a 统一社会信用代码 with a right check digit (GB 32100, ISO 7064 MOD 31-3)."""
    if len(code) != 18 or any(one not in USCC_DIGITS for one in code):
        return False
    total = sum(USCC_DIGITS.index(one) * pow(3, place, 31) for place, one in enumerate(code[:17]))
    return USCC_DIGITS.index(code[17]) == -total % 31
