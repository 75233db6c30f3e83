"""What goes out of this house, as the rooms above hand it in: each names, in its `outgoing.py`, how its published things are read for
the patrol and what may be done to them. This room knows no kind of document.

    register(Kind("policies.policy", "政策文件", published=…, find=…, withdraw=…, mask=…, release=…, send_back=…))"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Protocol

from django.utils.module_loading import autodiscover_modules

from gongkai.people.models import Officer, Organisation
from gongkai.publishing.rules.material import Material
from gongkai.publishing.rules.patrol import Choice
from gongkai.shared.refusal import Refused


@dataclass(frozen=True)
class Published:
    """One published thing: `about` names it (policies.policy:5), `row` is its place in the walk through its kind, `address` where the
    public reads it; `read` gives everything of it that is public."""

    about: str
    row: int
    title: str
    address: str
    office: Organisation
    read: Callable[[], Material]


class Deed(Protocol):
    def __call__(self, about: str, *, reason: str, by: Officer, at: datetime) -> object: ...


class Publish(Protocol):
    def __call__(self, about: str, *, seen: str, by: Officer, at: datetime) -> object: ...


def not_so(about: str, **_given: object) -> object:
    """What cannot be done to this kind."""
    raise Refused("这类内容不能这样办理，请撤下以后起草新版。")


def nothing_published(after: int, since: datetime | None, size: int) -> list[Published]:
    """Of a kind that is only reviewed: what it publishes is patrolled as another."""
    return []


def nothing_found(about: str) -> Published | None:
    return None


def no_writers(about: str) -> frozenset[int]:
    """Who wrote it is known by its inspections and rounds."""
    return frozenset()


@dataclass(frozen=True)
class Kind:
    """`published(after, since, size)`: those whose row comes after, changed since (all when None), by row. `find`: one that is public
    now. `withdraw`, `mask`: 撤回, and a corrected draft with its personal values masked. `writers`: who wrote what is public. `publish`,
    `send_back`: of what is under review; `by_plan`: it goes round only where an office has set rounds for it. `mend`: what to do with a
    finding in what can be neither withdrawn nor masked here."""

    name: str
    label: str
    published: Callable[[int, datetime | None, int], list[Published]] = nothing_published
    find: Callable[[str], Published | None] = nothing_found
    withdraw: Deed = not_so
    mask: Deed = not_so
    publish: Publish = not_so
    send_back: Deed = not_so
    writers: Callable[[str], frozenset[int]] = no_writers
    by_plan: bool = False
    mend: str = ""

    @property
    def is_patrolled(self) -> bool:
        return self.published is not nothing_published

    def can(self, choice: Choice) -> bool:
        """Whether what the patrol decided can be done to it."""
        deeds = {Choice.MASK: self.mask, Choice.WITHDRAW: self.withdraw, Choice.ARCHIVE: self.withdraw}
        return deeds.get(choice) is not not_so


_registered: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _registered[kind.name] = kind


@cache
def _discover() -> None:
    autodiscover_modules("outgoing")


def kinds() -> list[Kind]:
    """Every kind of every installed room, in the order of their names."""
    _discover()
    return [_registered[name] for name in sorted(_registered)]


def kind_named(about: str) -> Kind | None:
    """The kind of “policies.policy:5”; None when no room knows it any more."""
    _discover()
    return _registered.get(about.rpartition(":")[0])


def kind_of(about: str) -> Kind:
    """The kind of “policies.policy:5”. Errors: Refused when no room knows it."""
    kind = kind_named(about)
    if kind is None:
        raise Refused("这类内容没有登记在发布审核里，请联系系统管理员。")
    return kind
