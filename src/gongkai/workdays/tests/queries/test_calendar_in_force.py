from datetime import UTC, date, datetime

import pytest

from gongkai.workdays import official, queries
from gongkai.workdays.models import Day, HolidayNotice
from gongkai.workdays.rules.calendar import DayKind

pytestmark = pytest.mark.django_db


def in_2027(day, kind="off", number="国办发明电〔2026〕99号"):
    """A confirmed notice written straight to the tables, as another process would have done."""
    at = datetime(2026, 11, 3, tzinfo=UTC)
    notice = HolidayNotice.objects.create(
        year=2027,
        title="通知",
        number=number,
        issued_on=date(2026, 11, 3),
        text="",
        digest=number.ljust(64, "0")[:64],
        state="confirmed",
        proposed_by=2,
        proposed_by_name="李四",
        proposed_at=at,
        decided_by=3,
        decided_by_name="王芳",
        decided_at=at,
    )
    Day.objects.create(notice=notice, day=day, kind=kind, festival="元旦")
    return notice


def test_the_calendar_is_built_once_and_then_costs_one_query(django_assert_num_queries):
    first = queries.calendar()
    with django_assert_num_queries(1):
        assert queries.calendar() is first


def test_a_confirmation_by_another_process_is_seen_at_the_next_call():
    assert 2027 not in queries.calendar().years
    in_2027(date(2027, 1, 4))
    assert queries.calendar().kind(date(2027, 1, 4)) is DayKind.OFF


def test_of_two_notices_confirmed_at_the_same_moment_the_later_row_counts():
    in_2027(date(2027, 1, 4))
    in_2027(date(2027, 1, 5), number="国办发明电〔2026〕100号")
    calendar = queries.calendar()
    assert (calendar.kind(date(2027, 1, 4)), calendar.kind(date(2027, 1, 5))) == (DayKind.WORKDAY, DayKind.OFF)


def test_at_the_turn_of_the_year_the_later_years_notice_counts():
    in_2027(date(2026, 12, 26), kind="made_up")
    in_force = queries.calendar()
    assert in_force.kind(date(2026, 12, 26)) is DayKind.MADE_UP
    assert in_force.kind(date(2026, 12, 27)) is DayKind.WEEKEND


def test_a_preview_shows_what_would_change_and_stores_nothing():
    text = official.notices()[-1]["text"].replace("10月10日（周六）上班", "10月11日（周日）上班")
    parsed, changes = queries.preview(text)
    assert parsed.year == 2026
    assert [(change.day, change.before, change.after) for change in changes] == [
        (date(2026, 10, 10), DayKind.MADE_UP, DayKind.WEEKEND),
        (date(2026, 10, 11), DayKind.WEEKEND, DayKind.MADE_UP),
    ]
    assert HolidayNotice.objects.count() == 3
    assert queries.preview(official.notices()[0]["text"])[1] == ()
