import pytest
from tests.cast import AT, ON, body, facts, published

from gongkai.journal.models import Entry
from gongkai.policies.actions import bulk, drafts
from gongkai.policies.models import Edition
from gongkai.search import queries, relevance
from gongkai.search.actions import judging
from gongkai.search.actions.pins import pin
from gongkai.search.followers import measure
from gongkai.search.models import Evaluation, Judgement
from gongkai.search.searching import SearchRequest
from gongkai.shared.clock import today
from gongkai.shared.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(cast, indexed):
    editions = [
        published(cast, title="澜州市住房和城乡建设局关于公租房申请的通知", doc_no="澜建发〔2026〕7号"),
        published(cast, title="澜州市住房和城乡建设局关于公租房租金的通知", doc_no="澜建发〔2026〕8号"),
        published(cast),
    ]
    indexed()
    return editions


def found_by(text: str) -> list[Edition]:
    hits = queries.search(SearchRequest(on=today(), text=text)).hits
    editions = Edition.objects.in_bulk([hit.edition_id for hit in hits])
    return [editions[hit.edition_id] for hit in hits]


def judged(cast, text: str, grades) -> object:
    query = judging.add_query(text, by=cast.sun, at=AT)
    judging.judge(query, grades, by=cast.sun, at=AT)
    return query


def test_what_is_judged_is_kept_with_who_and_when(library, cast):
    query = judged(cast, "公租房 申请", {(library[0].pk, "p1"): 3, (library[1].pk, ""): 0})
    rows = [(row.edition_id, row.anchor, row.grade, row.by, row.at) for row in relevance.judgements_of(query)]
    assert rows == [(library[0].pk, "p1", 3, cast.sun, AT), (library[1].pk, "", 0, cast.sun, AT)]
    assert judging.judge(query, {(library[0].pk, "p1"): 3, (library[1].pk, ""): None}, by=cast.sun, at=AT) == 1
    assert Judgement.objects.count() == 1
    assert judging.add_query("公租房  申请", by=cast.sun, at=AT) == query
    kinds = list(Entry.objects.filter(kind__startswith="search.query").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["search.query.added", "search.query.judged", "search.query.judged"]


@pytest.mark.parametrize("text", ["公", "字" * 101, "张三 110101199003078515", "我叫张三"])
def test_a_query_is_words_and_points_to_nobody(cast, text):
    with pytest.raises(Refused):
        judging.add_query(text, by=cast.sun, at=AT)


def test_odd_grades_and_editions_are_refused(library, cast):
    query = judging.add_query("公租房", by=cast.sun, at=AT)
    with pytest.raises(Refused, match="0至3"):
        judging.judge(query, {(library[0].pk, ""): 4}, by=cast.sun, at=AT)
    with pytest.raises(Refused, match="找不到"):
        judging.judge(query, {(10**9, ""): 1}, by=cast.sun, at=AT)


def test_nobody_else_judges(library, cast):
    query = judging.add_query("公租房", by=cast.sun, at=AT)
    for act in (
        lambda: judging.add_query("社保", by=cast.li, at=AT),
        lambda: judging.judge(query, {}, by=cast.li, at=AT),
        lambda: judging.remove_query(query, by=cast.li, at=AT),
        lambda: judging.ask_evaluation(by=cast.li, at=AT),
    ):
        with pytest.raises(Refused, match="监督管理"):
            act()


def test_an_evaluation_asks_as_a_citizen_does_and_the_next_is_compared_with_it(library, cast):
    shown, hidden = sorted(library[:2], key=found_by("公租房").index)  # their titles are alike: either may stand first
    rents = judged(cast, "公租房", {(shown.pk, ""): 0, (hidden.pk, ""): 3})
    other = judged(cast, "老旧小区", {(library[2].pk, ""): 3})
    judging.ask_evaluation(by=cast.sun, at=AT)
    measure(list(Entry.objects.filter(kind=judging.ASKED)))
    first = Evaluation.objects.get()
    assert (first.because, first.queries, first.recall) == (judging.ASKED, 2, 1.0)
    assert first.ndcg < 1.0
    pin(hidden.policy, words="公租房", whole=True, office=cast.housing, reason="租金问得最多", until=today(), by=cast.sun, at=AT)
    measure(list(Entry.objects.filter(kind="search.pin.set")))
    found = relevance.last_comparison()
    assert (found.before, found.now.because) == (first, "search.pin.set")
    now, before = found.lines[rents.pk]
    assert now.ndcg == 1.0 and now.ndcg >= before.ndcg
    assert found.lines[other.pk] == (now, now)


def test_an_edition_replaced_since_is_told_and_not_measured(library, cast):
    query = judged(cast, "公租房", {(library[0].pk, ""): 3})
    edition = drafts.start_edition(library[0].policy, facts(library[0].title), body(), by=cast.li, at=AT)
    bulk.carry_through(
        edition.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass="测试文稿，确认可以公开，予以放行"
    )
    (row,) = relevance.judged_queries()
    assert (row.judged, row.outdated) == (1, 1)
    assert judging.evaluate(at=AT, because=judging.ASKED, on=ON) is None
    assert query.judgements.count() == 1


def test_without_anything_judged_there_is_nothing_to_measure(cast, indexed):
    indexed()
    with pytest.raises(Refused, match="先评判"):
        judging.ask_evaluation(by=cast.sun, at=AT)
    assert judging.evaluate(at=AT, because=judging.ASKED, on=ON) is None
    assert relevance.last_comparison() is None


def test_a_query_goes_with_its_judgements_and_evaluations_stay(library, cast):
    query = judged(cast, "公租房", {(library[0].pk, ""): 3})
    judging.evaluate(at=AT, because=judging.ASKED, on=ON)
    judging.remove_query(query, by=cast.sun, at=AT)
    assert not Judgement.objects.exists()
    assert query.pk is None and len(relevance.last_comparison().lines) == 1
