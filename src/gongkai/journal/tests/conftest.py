from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from gongkai.journal import duties
from gongkai.journal.actions import write
from gongkai.journal.models import Entry
from gongkai.people.models import Officer
from gongkai.shared import clock
from gongkai.shared.clock import BEIJING

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=BEIJING)


@pytest.fixture
def li(db) -> Officer:
    return Officer.objects.create(username="lisi", name="李四")


@pytest.fixture
def note() -> Callable[..., Entry]:
    """Write an entry in passing."""

    def write_one(kind: str = "test.noted", about: str = "test.thing:1", by: Officer | None = None, **data) -> Entry:
        return write(kind, about=about, by=by, at=NOON, data=data)

    return write_one


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def passes(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)


@pytest.fixture
def time(monkeypatch) -> Clock:
    """The clock stands still until a test lets it pass."""
    standing = Clock()
    monkeypatch.setattr(clock, "now", lambda: standing.now)
    return standing


@pytest.fixture
def no_other_duties(monkeypatch) -> Iterator[None]:
    """Only the duties a test registers itself."""
    monkeypatch.setattr(duties, "_registered", {})
    monkeypatch.setattr(duties, "_discover", lambda: None)
    yield
