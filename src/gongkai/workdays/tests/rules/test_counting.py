"""Every counted day here is an official fact or comes from the shared vectors; see data/notices.json for the notices."""

import csv
from datetime import date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.shared_data import needed

from gongkai.workdays import official
from gongkai.workdays.rules.calendar import Calendar, DayKind, NotYetKnown, WaitPolicy, differences


def delivered() -> Calendar:
    notices = official.notices()
    return Calendar(
        off={date.fromisoformat(day): name for notice in notices for day, name in notice["off"].items()},
        made_up={date.fromisoformat(day): name for notice in notices for day, name in notice["made_up"].items()},
        years=frozenset(notice["year"] for notice in notices),
    )


CALENDAR = delivered()
DAYS = st.dates(date(2024, 1, 1), date(2026, 6, 30))


def test_every_day_of_three_years_agrees_with_the_independent_package():
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range((date(2026, 12, 31) - date(2024, 1, 1)).days + 1)]
    assert len(days) == 1096
    assert [day for day in days if CALENDAR.is_workday(day) != chinese_calendar.is_workday(day)] == []


def test_every_shared_vector():
    with needed("data", "workday_vectors.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 32
    for row in rows:
        start = date.fromisoformat(row["received"])
        assert CALENDAR.is_workday(start) == (row["is_workday"] == "True"), row
        for n, column in ((7, "+7wd"), (15, "+15wd"), (20, "+20wd(chinesecalendar 1.11.0)"), (40, "+40wd")):
            assert CALENDAR.workday_after(start, n) == date.fromisoformat(row[column]), (row, n)


@pytest.mark.parametrize(
    "year, a_month",
    [
        (2025, [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23]),
        (2026, [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]),
    ],
)
def test_the_working_days_of_each_month(year, a_month):
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    assert [sum(CALENDAR.is_workday(day) for day in days if day.month == month) for month in range(1, 13)] == a_month
    assert sum(a_month) == 248


def test_a_makeup_sunday_counts_and_a_holiday_weekday_does_not():
    assert CALENDAR.kind(date(2025, 1, 26)) is DayKind.MADE_UP
    assert CALENDAR.is_workday(date(2025, 1, 26))
    assert CALENDAR.kind(date(2025, 1, 28)) is DayKind.OFF
    assert not CALENDAR.is_workday(date(2025, 1, 28))
    assert CALENDAR.is_workday(date(2024, 2, 9))  # 除夕 2024: the notice only encouraged taking leave


# 领域规则 1.7.2 and 附录 B: (what, start, n, waits, due)
EXAMPLES = [
    ("E1 补正", date(2025, 1, 20), 7, (), date(2025, 2, 5)),
    ("E1 答复", date(2025, 1, 20), 20, (), date(2025, 2, 21)),
    ("E2 补正落在调休周六", date(2025, 9, 25), 7, (), date(2025, 10, 11)),
    ("E2 答复", date(2025, 9, 25), 20, (), date(2025, 10, 29)),
    ("E2 延长", date(2025, 10, 29), 20, (), date(2025, 11, 26)),
    ("E2 一次数四十", date(2025, 9, 25), 40, (), date(2025, 11, 26)),
    ("E3 补正告知", date(2025, 4, 21), 7, (), date(2025, 4, 29)),
    ("E3 原期限", date(2025, 4, 21), 20, (), date(2025, 5, 21)),
    ("E3 补正后", date(2025, 5, 9), 20, (), date(2025, 6, 9)),
    ("E4 原期限", date(2025, 6, 3), 20, (), date(2025, 7, 1)),
    ("E4 第三方", date(2025, 6, 12), 15, (), date(2025, 7, 3)),
    ("E4 顺延", date(2025, 6, 3), 20, [(date(2025, 6, 10), date(2025, 6, 25))], date(2025, 7, 16)),
    ("E5 第三方不回复", date(2025, 6, 3), 20, [(date(2025, 6, 10), date(2025, 7, 3))], date(2025, 7, 24)),
    ("E6 延10", date(2025, 7, 16), 10, (), date(2025, 7, 30)),
    ("E6 延20", date(2025, 7, 16), 20, (), date(2025, 8, 13)),
    ("E7 原期限", date(2025, 11, 3), 20, (), date(2025, 12, 1)),
    ("E7 缴费最晚", date(2025, 11, 12), 20, (), date(2025, 12, 10)),
    ("E7 缴费后", date(2025, 11, 24), 20, (), date(2025, 12, 22)),
    ("E8", date(2025, 6, 10), 20, (), date(2025, 7, 8)),
    ("E9 跨年", date(2025, 12, 25), 20, (), date(2026, 1, 23)),
    ("E10", date(2025, 6, 3), 20, (), date(2025, 7, 1)),
    ("E11 调休周日收到", date(2025, 4, 27), 20, (), date(2025, 5, 28)),
    ("E12 原期限", date(2025, 3, 3), 20, (), date(2025, 3, 31)),
    (
        "E12 重叠只扣一次",
        date(2025, 3, 3),
        20,
        [(date(2025, 3, 6), date(2025, 3, 14)), (date(2025, 3, 12), date(2025, 3, 20))],
        date(2025, 4, 15),
    ),
    ("E13 跨年", date(2025, 12, 18), 20, (), date(2026, 1, 16)),
    ("反馈", date(2025, 9, 19), 10, (), date(2025, 10, 10)),
    ("解读", date(2025, 9, 26), 3, (), date(2025, 9, 30)),
]


@pytest.mark.parametrize("start, n, waits, due", [example[1:] for example in EXAMPLES], ids=[example[0] for example in EXAMPLES])
def test_the_worked_examples(start, n, waits, due):
    assert CALENDAR.workday_after(start, n, waits) == due


def test_the_waits_of_e4_and_e5_hold_eleven_and_seventeen_working_days():
    assert CALENDAR.workdays_between(date(2025, 6, 10), date(2025, 6, 25)) == 11
    assert CALENDAR.workdays_between(date(2025, 6, 10), date(2025, 7, 3)) == 17


def test_the_policy_decides_the_edges_of_a_wait():
    wait = [(date(2025, 6, 10), date(2025, 6, 25))]
    both_ends = Calendar(CALENDAR.off, CALENDAR.made_up, CALENDAR.years, WaitPolicy(leave_out_first=True, leave_out_last=True))
    neither = Calendar(CALENDAR.off, CALENDAR.made_up, CALENDAR.years, WaitPolicy(leave_out_first=False, leave_out_last=False))
    assert both_ends.workday_after(date(2025, 6, 3), 20, wait) == date(2025, 7, 17)
    assert neither.workday_after(date(2025, 6, 3), 20, wait) == date(2025, 7, 15)


def test_a_wait_answered_on_the_day_it_was_sent_leaves_nothing_out():
    same_day = [(date(2025, 6, 10), date(2025, 6, 10))]
    assert CALENDAR.workday_after(date(2025, 6, 3), 20, same_day) == date(2025, 7, 1)


@pytest.mark.parametrize("day", [date(2023, 12, 29), date(2027, 1, 4)])
def test_a_year_without_a_notice_is_an_error_even_on_a_tuesday(day):
    with pytest.raises(NotYetKnown, match=f"{day.year}年放假安排尚未录入"):
        CALENDAR.is_workday(day)


def test_a_count_that_runs_into_an_unknown_year_fails_and_names_the_year():
    with pytest.raises(NotYetKnown) as caught:
        CALENDAR.workday_after(date(2026, 12, 15), 20)
    assert caught.value.year == 2027
    assert CALENDAR.workday_after(date(2026, 12, 15), 5) == date(2026, 12, 22)
    with pytest.raises(NotYetKnown):
        CALENDAR.workdays_between(date(2026, 12, 30), date(2027, 1, 5))
    with pytest.raises(NotYetKnown):
        CALENDAR.workday_after(date(2027, 1, 4), 0)


def test_a_moment_is_not_taken_for_a_day():
    with pytest.raises(TypeError):
        CALENDAR.is_workday(datetime(2025, 10, 1, 9, 0))


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.workday_after(date(2025, 6, 3), -1)
    with pytest.raises(ValueError, match="before it begins"):
        CALENDAR.workday_after(date(2025, 6, 3), 5, [(date(2025, 6, 9), date(2025, 6, 5))])


def test_zero_working_days_after_a_day_is_the_day_itself():
    assert CALENDAR.workday_after(date(2025, 10, 1), 0) == date(2025, 10, 1)
    assert CALENDAR.steps(date(2025, 10, 1), 0) == ()


def test_the_account_names_every_day_and_why_it_counts():
    steps = CALENDAR.steps(date(2025, 9, 26), 3, [(date(2025, 9, 28), date(2025, 9, 29))])
    assert [step.says for step in steps] == [
        "9月27日（周六）休息日，不计入",
        "9月28日（周日）调休上班，第1个工作日",
        "9月29日（周一）等候答复期间，不计入",
        "9月30日（周二）第2个工作日",
        *[f"10月{n}日（周{'三四五六日一二三'[n - 1]}）国庆节、中秋节放假，不计入" for n in range(1, 9)],
        "10月9日（周四）第3个工作日",
    ]
    assert [step.counts for step in steps].count(True) == 3
    assert steps[-1].count == 3


@given(DAYS, st.integers(1, 60))
def test_counting_forward_and_back_agree(start, n):
    due = CALENDAR.workday_after(start, n)
    assert CALENDAR.is_workday(due)
    assert CALENDAR.workdays_between(start, due) == n
    assert CALENDAR.workdays_between(due, start) == -n
    steps = CALENDAR.steps(start, n)
    assert steps[-1].day == due
    assert len(steps) == (due - start).days


@given(DAYS, st.integers(1, 30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4))
def test_a_wait_only_ever_moves_the_due_date_back_by_its_working_days(start, n, gaps):
    waits = [(start + timedelta(days=a), start + timedelta(days=a + length)) for a, length in gaps]
    due = CALENDAR.workday_after(start, n, waits)
    left_out = {sent + timedelta(days=k) for sent, received in waits for k in range(1, (received - sent).days + 1)}
    counted = [start + timedelta(days=k) for k in range(1, (due - start).days + 1)]
    assert due >= CALENDAR.workday_after(start, n)
    assert sum(CALENDAR.is_workday(day) and day not in left_out for day in counted) == n


def test_differences_name_the_days_that_change():
    moved = Calendar(
        {**{day: name for day, name in CALENDAR.off.items() if day != date(2026, 1, 2)}, date(2026, 1, 5): "元旦"},
        CALENDAR.made_up,
        CALENDAR.years,
    )
    assert [(c.day, c.before, c.after) for c in differences(CALENDAR, moved)] == [
        (date(2026, 1, 2), DayKind.OFF, DayKind.WORKDAY),
        (date(2026, 1, 5), DayKind.WORKDAY, DayKind.OFF),
    ]
    assert differences(CALENDAR, CALENDAR) == ()


def test_a_year_that_becomes_known_lists_its_special_days():
    known = Calendar({**CALENDAR.off, date(2027, 1, 1): "元旦"}, CALENDAR.made_up, CALENDAR.years | {2027})
    (only,) = differences(CALENDAR, known)
    assert (only.day, only.before, only.after) == (date(2027, 1, 1), None, DayKind.OFF)
