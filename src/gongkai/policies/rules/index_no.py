"""索引号: of a new paper `{统一社会信用代码}/{年}-{七位流水}` (领域规则 6.2); those already printed on papers stand as they are, and are read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

SERIAL_DIGITS = 7

# The forms seen on real pages (领域规则 6.2). Written so that both databases and Python understand them alike.
FORMS = {
    "统一社会信用代码/年-流水": "[0-9A-HJ-NPQRTUWXY]{18}/(19|20)[0-9]{2}-[0-9]{4,7}",
    "组织机构代码/年-流水": "[0-9A-Z]{8}-?[0-9A-Z]/(19|20)[0-9]{2}-[0-9]{4,7}",
    "组织机构代码、类目、年和顺序号连写": "[0-9A-Z]{9}[0-9]{6}(19|20)[0-9]{2}[0-9]{4}",
    "发布系统流水号": "[0-9]{19,20}",
}
ANY_FORM = "^(" + "|".join(FORMS.values()) + ")$"


@dataclass(frozen=True)
class IndexNo:
    """An 索引号 taken apart: its form in words, and the maker and year where the form tells them."""

    form: str
    maker: str = ""
    year: int | None = None


def parse(text: str) -> IndexNo | None:
    """The 索引号 in one of the known forms; None for any other text."""
    form = next((name for name, pattern in FORMS.items() if re.fullmatch(pattern, text)), None)
    if form is None:
        return None
    if "/" in text:
        maker, _, rest = text.partition("/")
        return IndexNo(form, maker.replace("-", ""), int(rest[:4]))
    if len(text) == 23:
        return IndexNo(form, text[:9], int(text[15:19]))
    return IndexNo(form)


def prefix(uscc: str, year: int) -> str:
    """What all the 索引号 of an office and year begin with."""
    return f"{uscc}/{year}-"


def following(uscc: str, year: int, taken: Iterable[str]) -> str:
    """The next 索引号 of the office in this year after those taken, of which any that are not built this way are passed over."""
    begins = prefix(uscc, year)
    serials = (one.removeprefix(begins) for one in taken if one.startswith(begins))
    last = max((int(one) for one in serials if len(one) == SERIAL_DIGITS and one.isascii() and one.isdigit()), default=0)
    return f"{begins}{last + 1:0{SERIAL_DIGITS}}"
