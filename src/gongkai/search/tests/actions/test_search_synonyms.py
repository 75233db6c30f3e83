from datetime import date

import pytest
from tests.cast import AT

from gongkai.journal.models import Entry
from gongkai.search import queries
from gongkai.search.actions.counting import count_search
from gongkai.search.actions.synonyms import add_synonym, remove_synonym
from gongkai.search.models import SearchCount, Synonym
from gongkai.shared.refusal import Refused

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 1)


def test_the_list_begins_with_common_sayings(db):
    assert Synonym.objects.filter(said="公租房", formal="公共租赁住房").exists()


def test_an_administrator_keeps_the_synonyms_and_the_journal_says_so(cast):
    synonym = add_synonym("地摊", "流动摊贩经营", by=cast.sun, at=AT)
    assert add_synonym("地摊", "流动摊贩经营", by=cast.sun, at=AT) == synonym
    remove_synonym(synonym, by=cast.sun, at=AT)
    kinds = Entry.objects.filter(kind__startswith="search.synonym").values_list("kind", flat=True)
    assert list(kinds) == ["search.synonym.added", "search.synonym.removed"]


def test_nobody_else_does(cast):
    with pytest.raises(Refused, match="系统管理员"):
        add_synonym("地摊", "流动摊贩经营", by=cast.li, at=AT)


@pytest.mark.parametrize(("said", "formal"), [("", "公开"), ("一", "公开"), ("公开", "公开"), ("字" * 21, "公开")])
def test_a_pair_has_to_be_two_words(cast, said, formal):
    with pytest.raises(Refused, match="两个不同的词"):
        add_synonym(said, formal, by=cast.sun, at=AT)


def test_searches_are_counted_by_day_and_masked():
    for found in (3, 0, 0):
        count_search("  欠薪  13800138000 ", found=found, on=DAY)
    count_search("公租房", found=9, on=DAY)
    count_search("   ", found=0, on=DAY)
    row = SearchCount.objects.get(query="欠薪 ＊")
    assert (row.times, row.without_result) == (3, 2)
    assert queries.most_searched(DAY) == [("欠薪 ＊", 3, 2), ("公租房", 1, 0)]
    assert queries.most_searched(DAY, without_result=True) == [("欠薪 ＊", 3, 2)]
    assert queries.most_searched(date(2026, 6, 2)) == []
