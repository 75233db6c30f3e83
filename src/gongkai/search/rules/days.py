"""Days in force as tokens, so that “截至某日有效” is an exact filter inside any index, however many times a paper was suspended.

The days from 1949-10-01 on stand on a line of 2^16; an interval is the fewest blocks of 1, 2, 4, 8 … days that cover it (at most 30),
and a day lies in an interval when one of the 17 blocks around it is among them. Days before and after the line count as its ends."""

from collections.abc import Iterable
from datetime import date

FIRST = date(1949, 10, 1)
LEVELS = 16  # to the year 2129


def covering(spans: Iterable[tuple[date, date | None]]) -> tuple[str, ...]:
    """The blocks of all spans (from, until); `until` is not included, None means open."""
    found: set[str] = set()
    for start, until in spans:
        low, high = _place(start), (1 << LEVELS) if until is None else _place(until)
        level = 0
        while low < high:
            if low & 1:
                found.add(_name(level, low))
                low += 1
            if high & 1:
                high -= 1
                found.add(_name(level, high))
            low, high, level = low >> 1, high >> 1, level + 1
    return tuple(sorted(found))


def around(day: date) -> tuple[str, ...]:
    """Every block this day lies in."""
    place = _place(day)
    return tuple(_name(level, place >> level) for level in range(LEVELS + 1))


def _place(day: date) -> int:
    return min(max((day - FIRST).days, 0), (1 << LEVELS) - 1)


def _name(level: int, block: int) -> str:
    return f"{level}.{block}"
