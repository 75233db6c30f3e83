"""逐日记录: how each item stood on a day, chained by digest to the day before, so that nobody can rewrite how it was."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.shared.digest import canonical, sm3

NONE_BEFORE = "0" * 64


@dataclass(frozen=True)
class Day:
    """`states`: by item code [state, days]."""

    organ: int
    on: date
    states: Mapping[str, list[str | int]]
    previous: str
    digest: str


def digest(organ: int, on: date, states: Mapping[str, list[str | int]], previous: str) -> str:
    return sm3(canonical({"organ": organ, "on": on.isoformat(), "states": dict(states), "previous": previous}))


def broken(days: Iterable[Day]) -> list[date]:
    """The days of one organ, in order, whose record was changed or whose chain does not hold."""
    wrong, previous = [], NONE_BEFORE
    for one in days:
        if one.previous != previous or one.digest != digest(one.organ, one.on, one.states, one.previous):
            wrong.append(one.on)
        previous = one.digest
    return wrong
