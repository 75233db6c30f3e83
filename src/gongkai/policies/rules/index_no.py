"""索引号 of a new paper: `{统一社会信用代码}/{年}-{七位流水}` (领域规则 6.2). Those already printed on papers stand as they are."""

from collections.abc import Iterable

SERIAL_DIGITS = 7


def prefix(uscc: str, year: int) -> str:
    """What all the 索引号 of an office and year begin with."""
    return f"{uscc}/{year}-"


def following(uscc: str, year: int, taken: Iterable[str]) -> str:
    """The next 索引号 of the office in this year after those taken, of which any that are not built this way are passed over."""
    begins = prefix(uscc, year)
    serials = (one.removeprefix(begins) for one in taken if one.startswith(begins))
    last = max((int(one) for one in serials if len(one) == SERIAL_DIGITS and one.isascii() and one.isdigit()), default=0)
    return f"{begins}{last + 1:0{SERIAL_DIGITS}}"
