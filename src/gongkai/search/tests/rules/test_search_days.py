from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gongkai.search.rules.days import around, covering

DAYS = st.dates(date(1949, 10, 1), date(2120, 1, 1))
SPANS = st.lists(st.tuples(DAYS, st.one_of(st.none(), DAYS)), max_size=4)


@given(SPANS, DAYS)
def test_a_day_is_covered_exactly_when_it_lies_in_a_span(spans, day):
    inside = any(start <= day and (until is None or day < until) for start, until in spans)
    assert bool(set(covering(spans)) & set(around(day))) == inside


def test_a_paper_suspended_for_a_while_is_not_in_force_meanwhile():
    spans = [(date(2020, 1, 1), date(2023, 3, 1)), (date(2023, 9, 1), None)]
    blocks = set(covering(spans))
    assert blocks & set(around(date(2023, 2, 28)))
    assert not blocks & set(around(date(2023, 3, 1)))
    assert not blocks & set(around(date(2023, 8, 31)))
    assert blocks & set(around(date(2099, 1, 1)))


def test_even_a_long_span_is_few_blocks():
    assert len(covering([(date(1950, 2, 3), date(2100, 7, 9))])) <= 30
    assert len(around(date(2025, 1, 1))) == 17


def test_days_before_the_line_count_as_its_beginning():
    assert set(covering([(date(1912, 1, 1), date(1912, 1, 1) + timedelta(days=1))])) == set()
    assert set(covering([(date(1912, 1, 1), None)])) & set(around(date(1930, 1, 1)))
