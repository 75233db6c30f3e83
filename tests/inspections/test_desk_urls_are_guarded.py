"""Every address of the desk names the permit it asks, or stands on one of two short lists."""

import re
from pathlib import Path

import pytest

from gongkai.desk import urls
from gongkai.desk.door import who_may
from gongkai.desk.journal.words import ROOMS, WORDS

SOURCE = Path(__file__).resolve().parents[2] / "src/gongkai"

# Before or about signing in; the gate (desk.accounts.gate) looks after them.
ACCOUNTS = {
    *("sign-in", "second-step-code", "identity", "identity-callback", "sign-out"),
    *("account", "password", "second-step"),
}
# For every officer: one's own work, notices and saved searches, and the calendar that everybody counts by.
EVERY_OFFICER = {
    *("home", "notices", "notices-read-all", "notice-read", "calendar", "holiday-notice"),
    *("saved", "saved-new", "saved-renew", "saved-end"),
}


@pytest.mark.parametrize("pattern", [one for one in urls.urlpatterns if one.name not in ACCOUNTS], ids=lambda one: one.name)
def test_the_view_is_guarded_and_names_its_permit(pattern):
    view = pattern.callback
    assert getattr(view, "is_guarded", False), f"{pattern.name} is not a @staff view"
    if pattern.name in EVERY_OFFICER:
        assert view.permit is None, f"{pattern.name} asks a permit: take it off the list"
    else:
        assert view.permit in who_may(), f"{pattern.name} asks a permit that is given to nobody"


def test_the_lists_hold_nothing_that_is_gone():
    assert {one.name for one in urls.urlpatterns} >= ACCOUNTS | EVERY_OFFICER


def test_every_address_has_a_name_of_its_own():
    names = [one.name for one in urls.urlpatterns]
    assert len(names) == len(set(names)) and all(names)


def test_every_kind_of_journal_entry_has_words():
    kind = re.compile(rf'"((?:{"|".join(ROOMS)})\.[a-z]+\.[a-z_]+)"')  # also where it has a name before it is written
    written = set()
    for file in SOURCE.rglob("*.py"):
        if not {"tests", "migrations"} & set(file.parts) and "journal.write(" in (text := file.read_text()):
            written |= set(kind.findall(text))
    assert len(written) > 150
    assert written <= WORDS.keys(), f"no words for {sorted(written - WORDS.keys())}"
