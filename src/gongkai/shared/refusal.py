"""拒绝：办不了的事，用老百姓看得懂的话说清原因和下一步。"""

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


class Refused(Exception):
    """The action was not done, and why. `message` is Chinese a citizen can read; `basis` the article it rests on;
    `field` the form field it belongs to, if any."""

    def __init__(self, message: str, basis: str = "", field: str = "") -> None:
        super().__init__(message)
        self.message, self.basis, self.field = message, basis, field

    def __str__(self) -> str:
        return f"{self.message}（依据：{self.basis}）" if self.basis else self.message


def refused_of(rows: Iterable[T], do: Callable[[T], object]) -> list[tuple[T, str]]:
    """Each row done by itself; those that were refused, and why."""
    refused = []
    for one in rows:
        try:
            do(one)
        except Refused as why:
            refused.append((one, str(why)))
    return refused
