"""What views hand to the kit's tags."""

from dataclasses import dataclass
from datetime import date

SHOWN_AT_ONCE = 8  # choices of a facet


@dataclass(frozen=True)
class Choice:
    """One value of a facet: its link sets it (or takes it away when it is chosen)."""

    label: str
    count: int | None
    url: str
    chosen: bool = False
    under: tuple["Choice", ...] = ()


@dataclass(frozen=True)
class Facet:
    label: str
    choices: tuple[Choice, ...]

    @property
    def first(self) -> tuple[Choice, ...]:
        return self.choices[:SHOWN_AT_ONCE]

    @property
    def rest(self) -> tuple[Choice, ...]:
        """What unfolds under 更多."""
        return self.choices[SHOWN_AT_ONCE:]

    @property
    def is_open(self) -> bool:
        return any(choice.chosen or any(inner.chosen for inner in choice.under) for choice in self.choices)

    @property
    def is_open_below(self) -> bool:
        return any(choice.chosen for choice in self.rest)


@dataclass(frozen=True)
class Fact:
    """A named value of a document. `value` empty prints a dash: the reader sees that there is none."""

    label: str
    value: str = ""
    url: str = ""
    status: bool = False
    why: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Event:
    """A point on a timeline. `shape`: "" now stop missing."""

    title: str
    day: date | None = None
    text: str = ""
    url: str = ""
    shape: str = ""
    links: tuple[tuple[str, str], ...] = ()
