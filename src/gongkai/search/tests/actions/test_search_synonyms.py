from datetime import timedelta

import pytest
from tests.cast import AT

from gongkai.journal.models import Entry
from gongkai.search import kept
from gongkai.search.actions.synonyms import add_synonym, remove_synonym
from gongkai.search.models import Synonym
from gongkai.shared.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _read_anew():
    kept.forget()
    yield
    kept.forget()


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


def test_a_pair_is_used_until_its_last_day(cast):
    until = AT.date()
    synonym = add_synonym("地摊", "流动摊贩经营", office=cast.housing, expires_on=until, by=cast.sun, at=AT)
    assert (synonym.office, synonym.by, synonym.at) == (cast.housing, cast.sun, AT)
    pair = ("地摊", "流动摊贩经营")
    assert pair in kept.kept().synonyms(until)
    assert pair not in kept.kept().synonyms(until + timedelta(days=1))
    add_synonym("地摊", "流动摊贩经营", office=cast.housing, by=cast.sun, at=AT)
    assert pair in kept.kept().synonyms(until + timedelta(days=1000))
    assert Entry.objects.filter(kind="search.synonym.changed").count() == 1


def test_those_that_came_with_the_program_end_never(db):
    shipped = Synonym.objects.get(said="公租房", formal="公共租赁住房")
    assert (shipped.office, shipped.by, shipped.expires_on) == (None, None, None)


def test_a_day_that_is_past_is_refused(cast):
    with pytest.raises(Refused, match="不能早于今天"):
        add_synonym("地摊", "流动摊贩经营", expires_on=AT.date() - timedelta(days=1), by=cast.sun, at=AT)
