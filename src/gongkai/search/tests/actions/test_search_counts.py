from datetime import date, timedelta

import pytest
from django.core.cache import cache

from gongkai.search import asked, kept
from gongkai.search.actions.counting import count_search, forget_old_counts
from gongkai.search.asked import Asked, Day
from gongkai.search.models import SearchCount

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    cache.clear()
    kept.forget()
    yield
    kept.forget()


def counted(query: str, times: int, *, on: date = DAY, empty: int = 0) -> None:
    SearchCount.objects.create(day=on, query=query, times=times, without_result=empty)


def on_two_days(query: str, times: int, *, empty: int = 0) -> None:
    counted(query, times - 1, empty=empty)
    counted(query, 1, on=DAY - timedelta(days=1))


def test_searches_are_counted_by_day_and_masked():
    for found in (3, 0, 0):
        count_search("  欠薪  13800138000 ", found=found, on=DAY)
    count_search("   ", found=0, on=DAY)
    row = SearchCount.objects.get()
    assert (row.query, row.times, row.without_result) == ("欠薪 ＊", 3, 2)


def test_only_what_many_asked_is_told_in_its_words():
    on_two_days("公租房", 5)
    on_two_days("社保", 4)  # too few
    counted("一天里问了很多次", 99)  # one day may be one person
    on_two_days("找不到的", 9, empty=7)
    since = DAY - timedelta(days=30)
    assert asked.most_asked(since) == [Asked("找不到的", 9, 7, 2), Asked("公租房", 5, 0, 2)]
    assert asked.most_asked(since, without_result=True) == [Asked("找不到的", 9, 7, 2)]
    assert asked.most_asked(DAY + timedelta(days=1)) == []


def test_others_are_offered_what_always_found_something_and_holds_nothing_masked():
    for query in ("公租房", "欠薪 ＊", "很" * 21):
        on_two_days(query, 9)
    on_two_days("找不到的", 9, empty=1)
    assert asked.offered(DAY) == [("公租房", 9)]
    assert asked.related("公租房申请", on=DAY) == ("公租房", "公共租赁住房申请")


def test_the_trend_tells_every_day():
    counted("公租房", 3, empty=1)
    counted("社保", 2)
    assert asked.trend(DAY - timedelta(days=1), DAY) == [Day(DAY - timedelta(days=1), 0, 0), Day(DAY, 5, 1)]


def test_what_few_asked_loses_its_words_after_a_month_and_everything_ends_after_its_time():
    old, older = DAY - timedelta(days=31), DAY - timedelta(days=401)
    counted("张三的低保", 1, on=old)
    counted("李四的低保", 2, on=old, empty=2)
    counted("公租房", 7, on=old)
    counted("昨天少数人问的", 1, on=DAY - timedelta(days=1))
    counted("早就过去的", 50, on=older)
    assert forget_old_counts(on=DAY) == (1, 2)
    assert forget_old_counts(on=DAY) == (0, 0)
    rows = set(SearchCount.objects.values_list("day", "query", "times", "without_result"))
    assert rows == {(old, "", 3, 2), (old, "公租房", 7, 0), (DAY - timedelta(days=1), "昨天少数人问的", 1, 0)}
    assert asked.trend(old, old) == [Day(old, 10, 2)]
    assert [one.query for one in asked.most_asked(older)] == []
