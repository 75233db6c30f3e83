from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.policies.rules.periods import (
    Length,
    Period,
    Reminder,
    Statement,
    expires_after,
    months_later,
    problems,
    read_period,
    reminders,
    resolve,
)

ISSUED = date(2025, 6, 26)
JULY_2025, JUNE_2030 = date(2025, 7, 1), date(2030, 6, 30)


def test_five_years_from_the_first_of_july_end_on_the_thirtieth_of_june():
    assert expires_after(JULY_2025, Length(5)) == JUNE_2030


@pytest.mark.parametrize(
    "begins, length, ends",
    [
        (date(2024, 2, 29), Length(1), date(2025, 2, 28)),
        (date(2024, 2, 29), Length(4), date(2028, 2, 28)),
        (date(2025, 1, 1), Length(2), date(2026, 12, 31)),
        (date(2025, 8, 31), Length(0, 6), date(2026, 2, 28)),
        (date(2025, 1, 1), Length(2, 6), date(2027, 6, 30)),
    ],
)
def test_the_last_day_of_validity(begins, length, ends):
    assert expires_after(begins, length) == ends


@pytest.mark.parametrize(
    "text, begins, ends",
    [
        ("本办法自2025年7月1日起施行，有效期5年。", JULY_2025, JUNE_2030),
        ("本办法自２０２５年７月１日起施行,有效期至2030年6月30日。", JULY_2025, JUNE_2030),
        ("自 2025 年 7 月 1 日起施行，有效期至 2030 年 6 月 30 日", JULY_2025, JUNE_2030),
        ("自二〇二五年七月一日起施行，有效期至二〇三〇年六月三十日", JULY_2025, JUNE_2030),
        ("有效期自2025年7月1日起至2030年6月30日止。", JULY_2025, JUNE_2030),
        ("有效期：2025年7月1日至2030年6月30日", JULY_2025, JUNE_2030),
        ("本通知自2025年7月1日至2030年6月30日有效。", JULY_2025, JUNE_2030),
        ("本规定自发布之日起施行，有效期为五年。", ISSUED, date(2030, 6, 25)),
        ("本规定自公布之日起30日后施行，有效期两年。", date(2025, 7, 26), date(2027, 7, 25)),
        ("本通知自印发之日起执行，试行期1年。", ISSUED, date(2026, 6, 25)),
        ("本通知自2025年7月1日起试行，有效期3年6个月。", JULY_2025, date(2028, 12, 31)),
        ("本办法自2025年7月1日起施行，有效期限为两年半。", JULY_2025, date(2027, 12, 31)),
        ("自2025年7月1日起施行。", JULY_2025, None),
        ("有效期延长至2027年12月31日。", None, date(2027, 12, 31)),
        ("自2025年13月1日起施行。", None, None),
        ("各区人民政府，市政府各部门：", None, None),
    ],
)
def test_what_papers_say_of_their_validity(text, begins, ends):
    assert resolve(read_period(text), ISSUED) == Period(begins, ends)


def test_the_closing_clause_outweighs_what_is_told_earlier():
    text = "原办法自2020年1月1日起施行，有效期3年。……第二十条 本办法自2025年7月1日起施行，有效期5年。"
    assert read_period(text).effective_on == JULY_2025
    assert read_period(text).length == Length(5)


def test_quotes_point_at_the_very_words():
    text = "第二十条　本办法自２０２５年７月１日起施行，有效期５年。"
    assert [text[start:end] for start, end in read_period(text).quotes] == ["自２０２５年７月１日起施行", "有效期５年"]


def test_without_a_day_of_issue_a_beginning_on_issue_stays_open():
    assert resolve(read_period("自发布之日起施行，有效期5年"), None) == Period(None, None)


def test_a_normative_paper_within_its_limits_has_no_problems():
    assert problems("住房保障办法", Period(JULY_2025, JUNE_2030), normative=True) == ()
    assert problems("住房保障暂行办法", Period(JULY_2025, date(2027, 6, 30)), normative=True) == ()


def test_one_day_over_the_limit_is_a_problem():
    (problem,) = problems("住房保障办法", Period(JULY_2025, JUNE_2030 + timedelta(days=1)), normative=True)
    assert problem == "规范性文件有效期一般不超过5年，本文件自2025年7月1日至2030年7月1日，已超过。"
    (problem,) = problems("住房保障办法（试行）", Period(JULY_2025, date(2027, 7, 1)), normative=True)
    assert problem.startswith("标注“试行”的规范性文件有效期一般不超过2年")


def test_the_limits_are_asked_of_normative_papers_only():
    long = Period(JULY_2025, date(2040, 1, 1))
    assert problems("十五年规划", long, normative=False) == ()
    assert len(problems("十五年规划", long, normative=True)) == 1


def test_what_is_missing_or_contradictory_is_said():
    assert problems("办法", Period(None, None), normative=True) == (
        "规范性文件没有写明施行日期，请补充。",
        "规范性文件没有写明有效期，请补充。",
    )
    assert problems("办法", Period(JULY_2025, date(2025, 6, 1)), normative=False) == (
        "有效期截止日2025年6月1日早于施行日2025年7月1日，请核对。",
    )
    text = "自2025年7月1日起施行，有效期5年，有效期至2030年7月1日"
    statement = read_period(text)
    assert any(
        "应至2030年6月30日，但文中写至2030年7月1日" in p for p in problems("办法", resolve(statement, None), statement, normative=False)
    )


def test_a_stated_end_outweighs_a_computed_one():
    statement = Statement(effective_on=JULY_2025, length=Length(5), expires_on=date(2029, 12, 31))
    assert resolve(statement, None).expires_on == date(2029, 12, 31)


def test_reminders_stand_twelve_six_three_and_one_month_before():
    assert reminders(date(2026, 8, 31)) == (
        Reminder(date(2025, 8, 31), 12, False),
        Reminder(date(2026, 2, 28), 6, True),
        Reminder(date(2026, 5, 31), 3, False),
        Reminder(date(2026, 7, 31), 1, False),
    )
    assert "届满评估" in reminders(date(2026, 8, 31))[1].says


@given(st.dates(date(1949, 10, 1), date(2200, 1, 1)), st.integers(1, 240))
def test_a_period_is_never_shorter_than_its_months_nor_a_day_longer_than_the_same_day(begins, months):
    ends = expires_after(begins, Length(0, months))
    assert ends >= begins + timedelta(days=28 * months - 1)
    assert (ends + timedelta(days=1)).day in (begins.day, 1)
    assert months_later(begins, months) == ends + timedelta(days=1)


@given(st.dates(date(1949, 10, 1), date(2100, 1, 1)), st.integers(1, 5))
def test_what_is_written_is_read_back(begins, years):
    text = f"本办法自{begins.year}年{begins.month}月{begins.day}日起施行，有效期{years}年。"
    assert resolve(read_period(text), None) == Period(begins, expires_after(begins, Length(years)))
