"""A moment read from the database is told in another zone: which day it was is asked of the clock alone."""

import re
from datetime import UTC, datetime
from pathlib import Path

from gongkai.shared.clock import day_of

ROOT = Path(__file__).resolve().parents[2] / "src" / "gongkai"
KEPT_MOMENT = re.compile(r"\b\w+\.(?:\w+_)?(?:at|since|until)\.date\(\)")


def test_before_eight_in_the_morning_it_is_already_the_next_day():
    assert day_of(datetime(2026, 11, 30, 23, 0, tzinfo=UTC)).isoformat() == "2026-12-01"


def test_no_field_of_a_row_is_turned_into_a_day_by_itself():
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in ROOT.rglob("*.py")
        if "tests" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if KEPT_MOMENT.search(line)
    ]
    assert not found, found
