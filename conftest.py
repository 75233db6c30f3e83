"""What every test needs: a database file that several threads can open, an append-only journal that tests may still empty, and what
the migrations brought (holiday notices, synonyms) back in its place after a transactional test has emptied every table."""

import csv
import gc
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.test import TransactionTestCase
from playwright.sync_api import Browser, Locator
from tests.browsing import launched

from gongkai.search.models import Synonym
from gongkai.workdays import official
from gongkai.workdays.models import Day, HolidayNotice

SYNONYMS = Path(__file__).parent / "src" / "gongkai" / "search" / "data" / "synonyms.csv"

# how fast examples come says something of the machine and nothing of the code
hypothesis.settings.register_profile("any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("any machine")

chromium = pytest.fixture(scope="module")(launched)


@pytest.fixture
def browser(chromium: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """Chromium, in which nothing of an earlier story goes on, and where who clicks looks at the next page only once it is there."""

    def waiting(act: Callable[..., None]) -> Callable[..., None]:
        def acted(on: Locator, *arguments: Any, **options: Any) -> None:
            act(on, *arguments, **options)
            on.page.wait_for_load_state()

        return acted

    for name in ("click", "press"):
        monkeypatch.setattr(Locator, name, waiting(getattr(Locator, name)))
    yield chromium
    for context in chromium.contexts:
        context.close()


def pytest_collection_finish() -> None:
    """Tests and what they import stay to the end: looking through them for garbage again and again takes a seventh of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


pytest_plugins = ["gongkai.journal.testing", "tests.cast"]


@pytest.fixture(autouse=True, scope="session")
def _pages_are_loaded_before_any_clock_is_set() -> None:
    """A page first loaded while a test has the clock stopped would keep the stopped clock for all tests after it."""
    import_module(settings.ROOT_URLCONF)


@pytest.fixture(autouse=True, scope="session")
def _what_migrations_brought_comes_back() -> Iterator[None]:
    empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def refilled(case: Any) -> None:
        empty(case)
        official.load(HolidayNotice, Day)
        with SYNONYMS.open(encoding="utf-8", newline="") as file:
            Synonym.objects.bulk_create(
                [Synonym(said=row["俗称"], formal=row["正式说法"]) for row in csv.DictReader(file)], ignore_conflicts=True
            )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", refilled)
        yield
