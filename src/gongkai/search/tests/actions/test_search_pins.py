from datetime import date, timedelta

import pytest
from tests.cast import AT, ON, published

from gongkai.journal.models import Entry
from gongkai.policies.actions.publish import withdraw
from gongkai.search import queries
from gongkai.search.actions.indexing import keep_up
from gongkai.search.actions.pins import pin, unpin
from gongkai.search.rules.index import Facet, Sort
from gongkai.search.searching import SearchRequest
from gongkai.shared.refusal import Refused

pytestmark = pytest.mark.django_db

UNTIL = ON + timedelta(days=30)


@pytest.fixture
def library(cast, indexed):
    """[about 公租房, about 老旧小区, about 公租房 but no longer in force]"""
    editions = [
        published(cast, title="澜州市住房和城乡建设局关于公租房工作的通知", doc_no="澜建发〔2026〕7号"),
        published(cast),
        published(
            cast,
            title="澜州市住房和城乡建设局关于旧公租房工作的通知",
            doc_no="澜建发〔2020〕7号",
            effective_on="2021-01-01",
            expires_on="2026-05-31",
        ),
    ]
    indexed()
    return [edition.policy for edition in editions]


def pinned(policy, cast, *, words="公租房", whole=True, until=UNTIL, by=None, reason="办理窗口的人最需要这份"):
    policy.refresh_from_db()
    return pin(policy, words=words, whole=whole, office=cast.housing, reason=reason, until=until, by=by or cast.sun, at=AT)


def search(text="公租房", **more):
    return queries.search(SearchRequest(on=ON, text=text, **more))


def test_a_pinned_paper_stands_apart_on_top_and_not_again_below(library, cast):
    row = pinned(library[1], cast)
    result = search()
    assert [hit.policy_id for hit in result.pinned] == [library[1].pk]
    assert library[0].pk in [hit.policy_id for hit in result.hits]
    pinned(library[0], cast)
    result = search()
    assert {hit.policy_id for hit in result.pinned} == {library[0].pk, library[1].pk}
    assert library[0].pk not in [hit.policy_id for hit in result.hits]
    unpin(row, by=cast.sun, at=AT)
    assert [hit.policy_id for hit in search().pinned] == [library[0].pk]
    kinds = Entry.objects.filter(kind__startswith="search.pin").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["search.pin.set", "search.pin.set", "search.pin.ended"]


def test_other_queries_other_orders_other_pages_and_another_day_have_no_pin(library, cast):
    pinned(library[1], cast)
    for other in ({"text": "租金"}, {"sort": Sort.PUBLISHED}, {"page": 2}, {"as_of": date(2026, 6, 1)}):
        assert search(**other).pinned == ()
    assert queries.search(SearchRequest(on=UNTIL + timedelta(days=1), text="公租房")).pinned == ()


def test_a_pin_answers_the_filters(library, cast):
    pinned(library[1], cast)
    assert search(filters={Facet.CATEGORY: ("policy",)}).pinned
    assert search(filters={Facet.STANDING: ("valid", "partial")}).pinned
    assert not search(filters={Facet.CATEGORY: ("news",)}).pinned
    assert not search(filters={Facet.STANDING: ("repealed",)}).pinned
    assert not search(filters={Facet.YEAR: ("2019",)}).pinned


def test_what_is_withdrawn_or_no_longer_in_force_is_not_on_top(library, cast):
    with pytest.raises(Refused, match="失效"):
        pinned(library[2], cast)
    pinned(library[1], cast)
    withdraw(library[1], reason="有误，更正后重新发布", by=cast.wang, at=AT)
    keep_up([library[1].pk], on=ON)
    assert search().pinned == ()
    with pytest.raises(Refused, match="公众看得到"):
        pinned(library[1], cast)


def test_a_paper_that_expires_while_it_is_pinned_leaves_the_top(cast, indexed):
    ending = published(cast, title="澜州市住房和城乡建设局关于公租房补贴的通知", expires_on=str(ON)).policy
    indexed()
    pinned(ending, cast)
    assert search().pinned
    from gongkai.policies.actions.shadows import bring_up_to

    bring_up_to(AT + timedelta(days=1))
    keep_up([ending.pk], on=ON + timedelta(days=1))
    later = SearchRequest(on=ON + timedelta(days=1), text="公租房")
    assert queries.search(later).pinned == ()
    assert queries.search(later).total == 1  # found, and shown as what it is


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"words": "公"}, "至少2个字"),
        ({"until": ON - timedelta(days=1)}, "不能早于今天"),
        ({"until": ON + timedelta(days=367)}, "最长一年"),
        ({"reason": " "}, "为什么"),
    ],
)
def test_a_pin_needs_words_a_day_and_a_reason(library, cast, given, wrong):
    with pytest.raises(Refused, match=wrong):
        pinned(library[0], cast, **given)


def test_nobody_else_pins(library, cast):
    row = pinned(library[0], cast)
    for somebody in (cast.li, cast.wang, cast.zhao):
        with pytest.raises(Refused, match="监督管理"):
            pinned(library[0], cast, by=somebody)
        with pytest.raises(Refused, match="监督管理"):
            unpin(row, by=somebody, at=AT)


def test_a_search_still_asks_the_database_nothing(library, cast, django_assert_num_queries):
    pinned(library[0], cast)
    search()
    with django_assert_num_queries(0):
        assert search().pinned
