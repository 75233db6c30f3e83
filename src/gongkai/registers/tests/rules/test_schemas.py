"""Lists as data."""

from datetime import date

import pytest

from gongkai.registers.rules.schemas import BY_SLUG, SCHEMAS, Span, changes, columns_in, problems, standing_on, tidy
from gongkai.shared.refusal import Refused

RELIEF = BY_SLUG["relief"].columns


def test_the_lists_the_papers_ask_for_are_built_in_and_well_formed():
    assert {one.slug for one in SCHEMAS} >= {
        "powers",
        "fees",
        "permits",
        "enforcement",
        "enforcement-reports",
        "inspections",
        "inspection-plans",
        "relief",
    }
    for one in SCHEMAS:
        assert columns_in(one.as_data()) == one.columns and one.columns[0].needed and one.basis
    assert BY_SLUG["powers"].columns[1].choices[:2] == ("许可", "处罚") and BY_SLUG["powers"].columns[1].needed


@pytest.mark.parametrize(
    "data",
    [None, [], [{"name": "坏", "label": "x"}], [{"name": "a", "label": ""}], [{"name": "a", "label": "甲", "kind": "picture"}],
     [{"name": "a", "label": "甲", "kind": "choice"}], [{"name": "a", "label": "甲"}] * 2, [{"name": "a", "label": "甲"}] * 31],
)  # fmt: skip
def test_columns_that_say_nothing_are_refused(data):
    with pytest.raises(Refused):
        columns_in(data)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [({"amount": "八百"}, "amount"), ({"name": ""}, "name"), ({"basis": "长" * 4001}, "basis"), ({}, None), ({"amount": "1068.50"}, None)],
)
def test_what_may_stand_in_a_column(change, wrong):
    values = tidy(RELIEF, {"name": "城市低保", "area": "市区", "amount": "1068", "basis": "办法", "unknown": "x"} | change)
    assert "unknown" not in values
    assert [column for column, _ in problems(RELIEF, values)] == ([wrong] if wrong else [])


def test_dates_and_choices_are_checked():
    columns = columns_in(
        [{"name": "d", "label": "日期", "kind": "date"}, {"name": "c", "label": "类", "kind": "choice", "choices": ["甲"]}]
    )
    assert [name for name, _ in problems(columns, {"d": "2026-02-30", "c": "乙"})] == ["d", "c"]
    assert problems(columns, {"d": "2026-02-28", "c": "甲"}) == []


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), 1),
        (date(2026, 6, 30), 2),
        (date(2026, 7, 1), None),
        (date(2026, 9, 1), 3),
        (date(2026, 10, 1), None),
    ],
)
def test_the_version_that_counts_on_a_day(day, number):
    spans = [
        Span(1, date(2026, 1, 1)),
        Span(2, date(2026, 3, 1), date(2026, 6, 30)),
        Span(3, date(2026, 9, 1)),
        Span(4, date(2026, 10, 1), ends=True),
    ]
    assert standing_on(spans, day) == number == standing_on(spans[::-1], day)


def test_two_versions_differ_by_column():
    assert changes(RELIEF, {"name": "低保", "amount": "900"}, {"name": "低保", "amount": "1068"}) == [("标准（元/月）", "900", "1068")]
