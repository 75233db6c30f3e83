import pytest
from tests.cast import ON, published

from gongkai.policies.queries import passages
from gongkai.policies.rules.kinds import Category
from gongkai.search import kept, queries
from gongkai.search.actions.indexing import rebuild
from gongkai.search.models import Synonym
from gongkai.search.searching import SearchRequest

pytestmark = pytest.mark.django_db

TEXT = "各区县：\n现就公共租赁住房工作通知如下。\n第一条 收入低于标准的家庭可以申请。\n第二条 申请时提交居住证明和收入证明。"


@pytest.fixture
def library(cast, settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "index"
    kept.forget()
    editions = [
        published(cast, title="澜州市住房和城乡建设局关于公共租赁住房工作的通知", text=TEXT, doc_no="澜建发〔2026〕7号"),
        published(cast),
    ]
    rebuild(on=ON)
    yield editions
    kept.forget()


def test_a_colloquial_word_finds_the_formal_one_and_both_are_marked(library):
    result = queries.search(SearchRequest(on=ON, text="公租房"))
    assert [hit.policy_id for hit in result.hits] == [library[0].policy_id]
    assert ("公共租赁住房", True) in queries.highlight(library[0].title, result)


def test_new_synonyms_are_used_once_forgotten(library):
    queries.search(SearchRequest(on=ON, text="便宜房"))
    Synonym.objects.create(said="便宜房", formal="公共租赁住房")
    kept.forget()
    assert queries.search(SearchRequest(on=ON, text="便宜房")).total == 1


def test_the_excerpt_shows_the_sentence_that_answers(library):
    result = queries.search(SearchRequest(on=ON, text="申请要提交什么证明？"))
    best = result.hits[0]
    assert best.policy_id == library[0].policy_id
    excerpt = queries.excerpts(result, on=ON)
    assert "收入证明" in _said(excerpt(_passage(best.edition_id)))
    of_clause = _said(excerpt(_passage(best.edition_id, best.anchor)))
    assert "收入证明" in of_clause and "通知如下" not in of_clause
    assert _passage(best.edition_id, "gone") == _passage(best.edition_id) != _passage(best.edition_id, best.anchor)


def _passage(edition, anchor=""):
    return passages({edition: anchor}, on=ON)[edition]


def _said(pieces):
    return "".join(piece for piece, _ in pieces)


def test_suggestions_come_from_titles_and_numbers(library):
    assert [one.title for one in queries.suggest("老旧", on=ON)] == [library[1].title]
    assert [one.doc_no for one in queries.suggest("澜建发", on=ON)] == ["澜建发〔2026〕7号"]


@pytest.mark.parametrize("typed", ["公租", "公租房", "公租房工作", "gzf", "gongzufang"])
def test_the_paper_is_suggested_in_peoples_words_and_before_the_news_of_it(library, cast, typed):
    news = published(cast, title="公租房工作快讯", category=Category.NEWS)
    rebuild(on=ON)
    assert [one.title for one in queries.suggest(typed, on=ON)] == [library[0].title, news.title]


def test_a_name_inside_its_marks_or_after_the_organ_is_suggested(library, cast):
    inside = published(cast, title="澜州市人民政府关于印发《澜州市停车场管理办法》的通知")
    rebuild(on=ON)
    for typed in ("停车场", "停车场管理办法", "《澜州市停车场"):
        assert [one.title for one in queries.suggest(typed, on=ON)] == [inside.title]


def test_facets_count_the_whole_result(library):
    facets = queries.search(SearchRequest(on=ON, size=1)).facets
    assert dict(facets[queries_facet("issuer")]) == {"澜州市住房和城乡建设局": 2}


def queries_facet(name: str):
    from gongkai.search.rules.index import Facet

    return Facet(name)


def test_a_search_asks_the_database_nothing_but_synonyms_once_a_minute(library, django_assert_num_queries):
    queries.search(SearchRequest(on=ON, text="公租房"))
    with django_assert_num_queries(0):
        queries.search(SearchRequest(on=ON, text="公租房 申请"))
        queries.suggest("公共", on=ON)
