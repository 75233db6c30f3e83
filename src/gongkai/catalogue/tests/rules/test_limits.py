"""公开时限: the general one, the special ones, and the words offices write them in."""

from datetime import date

import pytest

from gongkai.catalogue.rules.limits import GENERAL, RULES, SPECIAL, Kind, Limit, Sense, due_on, limit_in, periods_ended, said
from gongkai.shared.refusal import Refused
from gongkai.workdays.queries import calendar
from gongkai.workdays.rules.calendar import NotYetKnown

pytestmark = pytest.mark.django_db  # the calendar's notices came with the migrations


@pytest.mark.parametrize(
    ("formed", "due"),
    [
        (date(2025, 6, 10), date(2025, 7, 8)),  # E8
        (date(2025, 12, 25), date(2026, 1, 23)),  # E9: across the year, 1月1日至3日放假、1月4日上班
    ],
)
def test_information_is_due_on_the_twentieth_working_day_after_it_was_formed(formed, due):
    assert due_on(GENERAL, formed, calendar()) == due


@pytest.mark.parametrize(
    ("code", "event", "due"),
    [
        ("budget", date(2026, 1, 30), date(2026, 2, 19)),  # natural days, across Spring Festival
        ("department_budget", date(2026, 2, 10), date(2026, 3, 2)),
        ("purchase_result", date(2025, 9, 26), date(2025, 9, 29)),  # 9月28日调休上班
        ("purchase_contract", date(2025, 9, 30), date(2025, 10, 10)),  # across National Day
        ("purchase_intent", date(2026, 5, 1), date(2026, 4, 1)),  # before the event
        ("bid_candidates", date(2026, 5, 6), date(2026, 5, 9)),
        ("bid_shown", date(2026, 5, 6), date(2026, 5, 9)),
        ("land_notice", date(2026, 5, 6), date(2026, 5, 19)),  # 5月9日周六调休上班
        ("land_plan", date(2026, 5, 6), date(2026, 6, 5)),
        ("land_decision", date(2026, 5, 6), date(2026, 5, 26)),
        ("house_plan", date(2026, 5, 6), date(2026, 6, 5)),
        ("house_decision", date(2026, 5, 6), date(2026, 5, 9)),
        ("civil_servants", date(2026, 5, 6), date(2026, 5, 12)),
        ("rule_draft", date(2026, 5, 6), date(2026, 6, 5)),
        ("rule_in_force", date(2026, 5, 6), date(2026, 6, 5)),
        ("rule_filed", date(2026, 5, 6), date(2026, 6, 5)),
        ("decision_draft", date(2026, 5, 6), date(2026, 6, 5)),
        ("market_draft", date(2026, 5, 6), date(2026, 6, 5)),
        ("permit_penalty", date(2026, 5, 6), date(2026, 5, 14)),
        ("enforcement", date(2025, 6, 10), date(2025, 7, 8)),
        ("market_penalty", date(2025, 6, 10), date(2025, 7, 8)),
        ("penalty_undone", date(2026, 5, 7), date(2026, 5, 11)),
        ("inspection_plan", date(2026, 1, 1), date(2026, 1, 31)),
        ("service_guide", date(2026, 5, 6), date(2026, 5, 6)),
        ("department_report", date(2026, 1, 1), date(2026, 1, 31)),
        ("government_report", date(2026, 1, 1), date(2026, 3, 31)),
        ("website_report", date(2026, 1, 1), date(2026, 1, 31)),
        ("decision_list", date(2026, 1, 1), date(2026, 6, 30)),
        ("emergency_first", date(2026, 5, 6), date(2026, 5, 6)),
        ("emergency_press", date(2026, 5, 6), date(2026, 5, 7)),
        ("opinion_reply", date(2026, 5, 6), date(2026, 5, 8)),
    ],
)
def test_a_special_law_goes_before_the_general_one(code, event, due):
    assert due_on(RULES[code].limit, event, calendar()) == due


def test_every_special_limit_is_shown_by_an_example_and_names_its_article():
    marks = test_a_special_law_goes_before_the_general_one.pytestmark
    shown = {row[0] for mark in marks if mark.name == "parametrize" for row in mark.args[1]}
    assert shown == {one.code for one in SPECIAL}
    assert all(one.article and one.mark in ("【V】", "【M】") and one.effective_from for one in SPECIAL)


def test_a_date_in_a_year_without_a_notice_is_not_guessed():
    with pytest.raises(NotYetKnown):
        due_on(GENERAL, date(2026, 12, 25), calendar())


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("信息形成或者变更之日起 20 个工作日内", GENERAL),
        ("自信息形成或者变更之日起二十个工作日内予以公开", GENERAL),
        ("3个工作日内", Limit(Kind.WORKDAYS, 3)),
        ("作出决定之日起七个工作日内", Limit(Kind.WORKDAYS, 7)),
        ("批准后20日内", Limit(Kind.NATURAL_DAYS, 20)),
        ("采购活动开始前30日", Limit(Kind.NATURAL_DAYS, 30, sense=Sense.BEFORE)),
        ("提前7天", Limit(Kind.NATURAL_DAYS, 7, sense=Sense.BEFORE)),
        ("24小时内", Limit(Kind.HOURS, 24)),
        ("实时公开", Limit(Kind.REALTIME)),
        ("即时公开", Limit(Kind.REALTIME)),
        ("按季度公开", Limit(Kind.PERIODIC, 3)),
        ("每月", Limit(Kind.PERIODIC, 1)),
        ("按年度公开", Limit(Kind.PERIODIC, 12)),
        ("每半年公开一次", Limit(Kind.PERIODIC, 6)),
        ("每年1月31日前", Limit(Kind.CALENDAR, month=1, day=31)),
        ("每年6月底前", Limit(Kind.CALENDAR, month=6, day=30)),
        ("长期公开", Limit(Kind.LONG_TERM)),
        ("及时公开", GENERAL),
    ],
)
def test_the_words_of_the_standard_tables_are_understood(text, limit):
    assert limit_in(text) == limit
    if limit.kind is not Kind.WORKDAYS or "及时" not in text:
        assert limit_in(said(limit)) == limit


@pytest.mark.parametrize("text", ["尽快", "", "每年13月1日前", "见附件"])
def test_words_that_say_no_limit_are_refused(text):
    with pytest.raises(Refused):
        limit_in(text)


def test_a_quarter_is_owed_when_it_has_ended():
    found = periods_ended(Limit(Kind.PERIODIC, 3), date(2026, 2, 1), date(2026, 7, 1))
    assert found == [("2026年第一季度", date(2026, 3, 31)), ("2026年第二季度", date(2026, 6, 30))]
    assert periods_ended(Limit(Kind.CALENDAR, month=1, day=31), date(2025, 6, 1), date(2026, 7, 1)) == [("2026年", date(2026, 1, 1))]
    assert periods_ended(Limit(Kind.PERIODIC, 12), date(2025, 6, 1), date(2026, 2, 1)) == [("2025年度", date(2025, 12, 31))]
    assert periods_ended(GENERAL, date(2025, 6, 1), date(2026, 2, 1)) == []
