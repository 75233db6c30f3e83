"""The patrol on paper: its slots, its limits, what may be decided."""

from datetime import date, datetime, timedelta

import pytest

from gongkai.publishing.rules.hits import Code, Hit, Level, Place
from gongkai.publishing.rules.patrol import Choice, choices_for, due_at, key_of, nightly_slot, quarterly_slot, worth_keeping
from gongkai.shared.clock import BEIJING
from gongkai.workdays.rules.calendar import Calendar

DAYS = Calendar({}, {}, frozenset({2026}))
FRIDAY = datetime(2026, 6, 5, 16, 0, tzinfo=BEIJING)


@pytest.mark.parametrize(
    "level, due",
    [
        (Level.HIGH, FRIDAY + timedelta(hours=2)),
        (Level.MIDDLE, datetime(2026, 6, 8, 23, 59, tzinfo=BEIJING)),
        (Level.LOW, datetime(2026, 6, 12, 23, 59, tzinfo=BEIJING)),
    ],
)
def test_grave_findings_have_two_hours_and_the_others_working_days(level, due):
    assert due_at(level, FRIDAY, DAYS) == due


def test_one_increment_a_night_and_one_full_patrol_a_quarter():
    assert nightly_slot(date(2026, 6, 5)) == "increment:2026-06-05"
    assert {quarterly_slot(date(2026, month, 1)) for month in (1, 2, 3)} == {"full:2026Q1"}
    assert quarterly_slot(date(2026, 4, 1)) == "full:2026Q2"


@pytest.mark.parametrize(
    "code, level, may",
    [
        (Code.PII_ID, Level.HIGH, {Choice.KEEP, Choice.MASK, Choice.WITHDRAW, Choice.ARCHIVE}),
        (Code.EXPIRED, Level.LOW, {Choice.KEEP, Choice.WITHDRAW, Choice.ARCHIVE}),
        (Code.SECRET_MARK, Level.HIGH, {Choice.WITHDRAW, Choice.ARCHIVE}),
    ],
)
def test_only_personal_values_are_masked_and_a_mark_of_secrecy_is_never_kept(code, level, may):
    assert set(choices_for(code, level)) == may


def test_a_finding_is_the_same_wherever_in_the_text_it_moved_to():
    def hit(start, value="a"):
        return Hit(Code.PII_ID, Level.HIGH, Place(block=f"p{start}", start=start), "1101**", "含有", "请脱敏", value)

    assert key_of(hit(1)) == key_of(hit(9)) != key_of(hit(1, "b"))


def test_punctuation_of_what_is_public_is_left_alone():
    hits = [Hit(code, Level.LOW, Place(), "", "", "") for code in (Code.FMT, Code.EXPIRED, Code.MISSING_FIELD)]
    assert [hit.code for hit in worth_keeping(hits)] == [Code.EXPIRED]
