"""What is done in the background: followers of the journal and schedules. Each room names its own in its `followers.py`.

    @follower("search.index", kinds=("policies.",), batch=200, per_node=True)
    def index(entries: list[Entry]) -> None: ...

    @every("policies.intake", seconds=1)
    @at("policies.validity", cron="10 0 * * *")
    def f(now: datetime) -> None: ...

A duty may run twice (a crash after the work, before the bookmark) and entries that failed come back later, out of
order: it looks up the present facts of what an entry is about and brings its own in line with them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from croniter import croniter
from django.conf import settings
from django.utils.module_loading import autodiscover_modules

from gongkai.journal.models import Entry
from gongkai.shared.clock import BEIJING

Follow = Callable[[list[Entry]], None]
Run = Callable[[datetime], None]


@dataclass(frozen=True)
class Follower:
    name: str
    do: Follow
    kinds: tuple[str, ...]  # beginnings of the kinds followed
    batch: int  # at most so many entries at once
    node: str  # empty: one for all nodes


@dataclass(frozen=True)
class Schedule:
    name: str
    do: Run
    seconds: int = 0  # between two runs
    cron: str = ""  # minute hour day month weekday, Beijing time
    node: str = ""

    def after(self, moment: datetime) -> datetime:
        """The next time it is due after this moment."""
        if self.cron:
            following: datetime = croniter(self.cron, moment.astimezone(BEIJING)).get_next(datetime)
            return following
        return moment + timedelta(seconds=self.seconds)


_registered: dict[str, Follower | Schedule] = {}


def follower(name: str, *, kinds: tuple[str, ...], batch: int = 100, per_node: bool = False) -> Callable[[Follow], Follow]:
    """Register a function to be given, in order, lists of the entries whose kind begins with one of `kinds`. It runs
    outside any transaction, on one node at a time (`per_node`: on every node once). A kind of "" means all."""
    if not kinds:
        raise ValueError("a follower names the kinds it follows")

    def register(do: Follow) -> Follow:
        _register(Follower(name, do, kinds, batch, settings.NODE if per_node else ""))
        return do

    return register


def every(name: str, *, seconds: int, per_node: bool = False) -> Callable[[Run], Run]:
    """Register a function to be run so many seconds after its last run ended, on one node only (`per_node`: on every node)."""

    def register(do: Run) -> Run:
        _register(Schedule(name, do, seconds=seconds, node=settings.NODE if per_node else ""))
        return do

    return register


def at(name: str, *, cron: str, per_node: bool = False) -> Callable[[Run], Run]:
    """Register a function to be run at the times of a cron line (Beijing time), on one node only (`per_node`: on every node);
    a time that passed while nothing ran is made up for once."""
    if not croniter.is_valid(cron):
        raise ValueError(f"not a cron line: {cron!r}")

    def register(do: Run) -> Run:
        _register(Schedule(name, do, cron=cron, node=settings.NODE if per_node else ""))
        return do

    return register


def _register(duty: Follower | Schedule) -> None:
    before = _registered.get(duty.name)
    if before and before.do.__qualname__ != duty.do.__qualname__:
        raise ValueError(f"two duties are called {duty.name!r}")
    _registered[duty.name] = duty


@cache
def _discover() -> None:
    autodiscover_modules("followers")


def registered() -> dict[str, Follower | Schedule]:
    """Every duty of every installed room, by name."""
    _discover()
    return dict(_registered)
