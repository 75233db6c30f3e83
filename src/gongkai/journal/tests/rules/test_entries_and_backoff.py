from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

import pytest

from gongkai.journal.rules import backoff, entries
from gongkai.shared.clock import BEIJING


class Colour(StrEnum):
    RED = "红"


def test_plain_values_are_kept_and_days_become_text():
    given = {
        "n": 1,
        "yes": True,
        "none": None,
        "day": date(2026, 1, 2),
        "at": datetime(2026, 1, 2, 3, tzinfo=BEIJING),
        "c": Colour.RED,
        "t": (1,),
    }
    kept = entries.plain(given)
    assert kept == {"n": 1, "yes": True, "none": None, "day": "2026-01-02", "at": "2026-01-02T03:00:00+08:00", "c": "红", "t": [1]}
    assert type(kept["c"]) is str


@pytest.mark.parametrize("value", [1.5, Decimal(1), b"x", object(), {1}, "a\0b", {"deep": [1, 2.0]}])
def test_what_may_come_back_changed_is_refused(value):
    with pytest.raises(TypeError):
        entries.plain(value)


@pytest.mark.parametrize("kind", ["policies.edition.published", "journal.duty", "policies.import_batch.done"])
def test_kinds_are_dotted_lower_case(kind):
    assert entries.KIND.fullmatch(kind)


@pytest.mark.parametrize("kind", ["policies", "Policies.x", "policies.", "policies.x y", "政策.发布", "policies.%"])
def test_other_kinds_are_not(kind):
    assert not entries.KIND.fullmatch(kind)


def test_waits_double_up_to_an_hour():
    assert [backoff.wait(n).seconds for n in (1, 2, 3, 7)] == [10, 20, 40, 640]
    assert backoff.wait(20) == backoff.wait(10_000) == timedelta(hours=1)


def test_an_entry_is_parked_after_the_eighth_failure():
    assert not backoff.exhausted(7)
    assert backoff.exhausted(8)
