"""What every index has to do, run on all there are. The last tests compare each with an index that looks at every entry."""

import random
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from django.db import connection

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.people.rules.permits import Actor, Role
from gongkai.policies.rules.indexing import IndexedEdition, IndexedIssuer, IndexedPolicy
from gongkai.search.backend import NoIndex
from gongkai.search.postgres_index import PostgresIndex
from gongkai.search.postgres_vectors import vectors_of_this_server
from gongkai.search.rules.entries import digest_of, entries_of
from gongkai.search.rules.index import Ask, Facet, Sort, Unit
from gongkai.search.rules.readers import PUBLIC
from gongkai.search.rules.wording import wording_number
from gongkai.search.searching import SearchRequest, answer, suggestions
from gongkai.search.shelf import NodeShelf
from gongkai.search.tantivy_index import TantivyIndex
from gongkai.search.tests.backends.plain_index import PlainIndex
from gongkai.search.vectors import DIMENSIONS, VectorFile
from gongkai.shared.refusal import Refused

TODAY = date(2025, 7, 1)
HOUSING = "1/4/"


@pytest.fixture(params=["tantivy", "postgres", "plain"])
def index(request, tmp_path):
    if request.param == "plain":
        return PlainIndex()
    if request.param == "tantivy":
        return TantivyIndex(tmp_path / "index", NodeShelf(VectorFile(tmp_path / "vectors")))
    return postgres(request)


def postgres(request) -> PostgresIndex:
    if connection.vendor != "postgresql":
        pytest.skip("只在 PostgreSQL 上：python3 start.py test --postgres")
    request.getfixturevalue("db")
    vectors_of_this_server.cache_clear()  # what it made for another test was undone
    return PostgresIndex(vectors_of_this_server())  # in the server where it has pgvector, else in the node


def policy(number: int, title: str, *texts: str, public_from: date = date(2024, 1, 2), office: str = "", **facts: object) -> IndexedPolicy:
    blocks = tuple(Block(BlockKind.ARTICLE, text, number=text.split(" ")[0], anchor=f"a{place}") for place, text in enumerate(texts))
    issuer = IndexedIssuer("澜州市住房和城乡建设局", HOUSING, ("市住建局",))
    given = {"issuers": (issuer,), "spans": ((date(2024, 1, 1), None),), "formed_on": date(2024, 1, 1), "standing": "有效", **facts}
    edition = IndexedEdition(edition_id=number * 10, number=1, is_current=True, title=title, blocks=blocks, **given)
    return IndexedPolicy(number, f"code{number}", "policy", public_from, (edition,), office_path=office)


RENT = policy(
    1,
    "澜州市公共租赁住房管理办法",
    "第一条 为了规范公共租赁住房管理，制定本办法。",
    "第二条 申请人应当提交收入证明、居住证。",
    "第三条 承租人转租的，责令退回。",
    doc_no="澜建发〔2024〕7号",
    topic_l1="城乡建设",
    topic_l2="住房保障",
    genre="办法",
)
OLD = policy(
    2,
    "关于做好老旧小区改造工作的通知",
    "第一条 老旧小区改造由居民自愿申请。",
    "第二条 公共租赁住房小区适用本通知，依据澜建发[2024] 7 号办理。",
    doc_no="澜建发〔2023〕15号",
    standing="已失效",
    is_expired=True,
    spans=((date(2023, 1, 1), date(2024, 6, 1)),),
    formed_on=date(2023, 1, 1),
    published_on=date(2023, 1, 3),
    genre="通知",
)
OPEN = policy(
    3,
    "澜州市政务公开工作要点",
    "第一条 依申请公开应当在20个工作日内答复。",
    "第二条 政策解读与文件同步发布。",
    issuers=(IndexedIssuer("澜州市人民政府办公室", "1/"),),
    genre="通知",
)


def fill(index, *policies: IndexedPolicy) -> None:
    index.replace((one.policy_id, entries_of(one)) for one in policies)


def found(index, text: str = "", **changes: object) -> list[int]:
    return [hit.policy_id for hit in answer(index, SearchRequest(on=TODAY, text=text, **changes)).hits]


# --- life of an index


def test_without_an_index_nothing_can_be_asked_and_everything_says_so(index):
    assert not index.health().ready
    assert "尚未建立" in index.health().message
    assert index.stats().documents == 0
    for use in (lambda: found(index, "公开"), lambda: index.upsert(1, []), index.known, lambda: index.rarity(["公开"])):
        with pytest.raises(NoIndex, match="正在建立索引"):
            use()


def test_an_empty_library_is_an_index_too(index):
    fill(index)
    assert index.health().ready
    assert found(index, "公开") == found(index) == []


def test_what_is_added_replaced_and_deleted_shows_after_commit(index):
    fill(index, RENT)
    index.upsert(3, entries_of(OPEN))
    assert found(index, "政务公开") == []
    index.commit()
    assert found(index, "政务公开") == [3]
    index.upsert(3, entries_of(policy(3, "澜州市财政预算公开办法", "第一条 预算公开。")))
    index.delete(1)
    index.commit()
    assert found(index, "政务公开要点") == []
    assert found(index) == [3]
    assert found(index, "预算", unit=Unit.CLAUSE) == [3]


def test_replacing_leaves_nothing_of_the_old(index):
    fill(index, RENT, OLD)
    fill(index, OPEN)
    assert found(index) == [3]
    assert (index.stats().documents, index.stats().clauses) == (1, 2)


def test_it_knows_what_it_was_built_from(index):
    fill(index, RENT, OPEN)
    assert dict(index.known()) == {1: digest_of(RENT), 3: digest_of(OPEN)}


def test_after_a_wipe_it_is_not_ready_until_replaced(index):
    fill(index, RENT)
    index.wipe()
    assert not index.health().ready
    fill(index, RENT)
    assert found(index, "公共租赁住房") == [1]


# --- known items


@pytest.mark.parametrize("typed", ["澜建发〔2024〕7号", "澜建发 [2024] 7 号", "澜建发（2024）7号", "文号:澜建发2024 7号"])
def test_a_document_number_finds_its_document_first_and_then_those_that_mention_it(index, typed):
    fill(index, OLD, RENT, OPEN)
    assert found(index, typed) == [1, 2]


def test_a_number_that_is_not_there_finds_the_same_year_and_number(index):
    fill(index, OLD, RENT, OPEN)
    result = answer(index, SearchRequest(on=TODAY, text="澜住发〔2024〕7号"))
    assert [hit.policy_id for hit in result.hits] == [1]
    assert result.relaxed


def test_a_name_finds_the_document_of_that_name_first(index):
    copies = [policy(n, f"关于贯彻《澜州市公共租赁住房管理办法》的通知{n}", "第一条 公共租赁住房管理办法。" * 5) for n in range(10, 16)]
    fill(index, *copies, RENT)
    assert found(index, "澜州市公共租赁住房管理办法")[0] == 1
    assert found(index, "《澜州市公共租赁住房管理办法》")[0] == 1
    assert found(index, "公共租赁住房管理办法")[0] == 1


def test_a_name_with_an_article_leads_to_that_article(index):
    fill(index, RENT, OLD)
    hits = answer(index, SearchRequest(on=TODAY, text="公共租赁住房管理办法第三条")).hits
    assert (hits[0].policy_id, hits[0].anchor) == (1, "a2")
    clauses = answer(index, SearchRequest(on=TODAY, text="公共租赁住房管理办法第三条", unit=Unit.CLAUSE)).hits
    assert (clauses[0].policy_id, clauses[0].anchor) == (1, "a2")


@pytest.mark.parametrize("typed", ["zhengwugongkai", "zhengwu gongkai", "zwgk", "ZWGK"])
def test_pinyin_and_its_initials_find_titles(index, typed):
    fill(index, RENT, OLD, OPEN)
    assert found(index, typed) == [3]


def test_a_mistyped_name_is_answered_with_what_was_meant(index):
    fill(index, RENT, OLD, OPEN)
    result = answer(index, SearchRequest(on=TODAY, text="公共租凭住房管理办法"))
    assert result.did_you_mean == "公共租赁住房管理办法"


def test_a_synonym_finds_both_ways(index):
    fill(index, RENT, policy(5, "公租房年审公告", "第一条 年审。"))
    pairs = (("公租房", "公共租赁住房"),)
    by_said = answer(index, SearchRequest(on=TODAY, text="公租房"), pairs)
    by_formal = answer(index, SearchRequest(on=TODAY, text="公共租赁住房"), pairs)
    assert {hit.policy_id for hit in by_said.hits} == {hit.policy_id for hit in by_formal.hits} == {1, 5}
    assert by_said.formal == ("公共租赁住房",)


PAIRS = (("公租房", "公共租赁住房"), ("廉租房", "公共租赁住房"))
PRINTED = policy(
    20, "澜州市人民政府关于印发澜州市公共租赁住房管理办法的通知", *(f"第{n}条 公共租赁住房管理和申请的规定。" for n in "一二三四五六")
)
EXPLAINED = replace(
    policy(21, "《澜州市公共租赁住房管理办法》政策解读", "第一条 公租房怎么申请？公租房公租房公租房。"), category="interpretation"
)
REPORTED = replace(policy(22, "我市公租房公开摇号", "第一条 公租房公租房公租房。"), category="news")
ALLOWANCE = policy(23, "关于做好住房租赁补贴发放工作的通知", "第一条 已享受公租房的不再发放公租房补贴。")


@pytest.mark.parametrize(
    "typed",
    ["公租房", "公租房申请", "廉租房", "gongzufang", "gong zu fang", "gzf", "公共租赁住房", "澜州市公租房管理办法", "公共租赁住房管理规定"],
)
def test_the_formal_paper_stands_before_what_is_said_about_it(index, typed):
    texts = tuple(
        replace(one, editions=tuple(replace(e, blocks=(*e.blocks, BLOCK)) for e in one.editions)) for one in (EXPLAINED, REPORTED)
    )
    fill(index, *texts, ALLOWANCE, PRINTED, OPEN)
    assert next(hit.policy_id for hit in answer(index, SearchRequest(on=TODAY, text=typed), PAIRS).hits) == 20


BLOCK = Block(BlockKind.ARTICLE, "第九条 申请公共租赁住房，见澜州市公共租赁住房管理办法。", number="第九条", anchor="z")


def test_who_asks_for_the_explanation_gets_it_first(index):
    fill(index, PRINTED, EXPLAINED, REPORTED)
    assert found(index, "公共租赁住房管理办法政策解读")[0] == 21
    assert found(index, "《澜州市公共租赁住房管理办法》政策解读")[0] == 21


def test_all_the_sayings_of_one_thing_find_one_another(index):
    fill(index, policy(5, "公租房年审公告", "第一条 年审。"), policy(6, "廉租房年审公告", "第一条 年审。"), OPEN)
    hits = answer(index, SearchRequest(on=TODAY, text="公共租赁住房"), PAIRS).hits
    assert {hit.policy_id for hit in hits} == {5, 6}


@pytest.mark.parametrize(("typed", "meant"), [("公租放", "公租房"), ("公租放申请", "公租房申请"), ("公共租凭住房", "公共租赁住房")])
def test_a_slip_in_a_saying_is_put_right_when_that_finds_something(index, typed, meant):
    fill(index, PRINTED, ALLOWANCE, policy(24, "公租房申请须知", "第一条 申请。"))
    assert answer(index, SearchRequest(on=TODAY, text=typed), PAIRS).did_you_mean == meant
    fill(index, OPEN)
    assert answer(index, SearchRequest(on=TODAY, text=typed), PAIRS).did_you_mean is None


def test_pinyin_of_a_saying_is_marked_in_what_it_finds(index):
    fill(index, PRINTED)
    assert "公共租赁住房" in answer(index, SearchRequest(on=TODAY, text="gzf"), PAIRS).formal


# --- words


def test_a_question_finds_the_clause_that_answers_it(index):
    fill(index, RENT, OLD, OPEN)
    hits = answer(index, SearchRequest(on=TODAY, text="申请人要提交哪些收入证明？")).hits
    assert (hits[0].policy_id, hits[0].anchor) == (1, "a1")


def test_a_phrase_stands_as_it_is_and_an_excluded_word_nowhere(index):
    fill(index, RENT, OLD, OPEN)
    assert found(index, "“收入证明”") == [1]
    assert found(index, "“证明收入”") == []
    assert set(found(index, "公共租赁住房")) == {1, 2}
    assert found(index, "公共租赁住房 -老旧小区") == [1]
    assert set(found(index, "-老旧小区")) == {1, 3}


def test_two_character_words_are_found(index):
    fill(index, RENT, OLD, OPEN)
    assert found(index, "公开") == [3]


def test_the_title_alone_can_be_searched(index):
    fill(index, RENT, OLD)
    assert found(index, "公共租赁住房", title_only=True) == [1]
    assert found(index, "标题:公共租赁住房") == [1]


def test_exact_search_wants_the_words_as_typed(index):
    fill(index, RENT, OLD)
    assert found(index, "租赁住房管理", exact=True) == [1]
    assert found(index, "住房租赁管理", exact=True) == []


def test_fields_narrow_by_the_facts_of_a_document(index):
    fill(index, RENT, OLD, OPEN)
    assert set(found(index, "机关:市住建局")) == {1, 2}
    assert found(index, "主题:住房保障") == [1]
    assert found(index, "年份:2023") == [2]
    assert set(found(index, "种类:通知")) == {2, 3}
    assert found(index, "有效性:已失效") == [2]
    assert set(found(index, "文号:澜建发")) == {1, 2}


def test_when_not_all_words_are_found_together_some_are_and_it_is_said(index):
    fill(index, RENT, OLD, OPEN)
    result = answer(index, SearchRequest(on=TODAY, text="公共租赁住房 火星"))
    assert result.relaxed
    assert result.total == 2


@pytest.mark.parametrize(
    "typed",
    ["高龄津贴", "老人津贴公交免费", "津贴 飞机 火箭 轮船"],
)
def test_everyday_words_are_met_in_part_when_nothing_has_them_all(index, typed):
    """A long word is taken apart; then half of the words will do, then one; and it is said."""
    old = policy(7, "关于提高经济困难高龄老年人津贴标准的通知", "第一条 高龄老年人津贴按月发放。", "第二条 老人凭证领取。")
    fill(index, RENT, old)
    result = answer(index, SearchRequest(on=TODAY, text=typed))
    assert [hit.policy_id for hit in result.hits][:1] == [7]
    assert result.relaxed


# --- who and when


def test_an_office_finds_its_own_and_nobody_else_does(index):
    fill(index, RENT, policy(7, "内部工作流程", "第一条 流程。", office=HOUSING))
    actors = {
        "李四": Actor(1, "李四", {HOUSING: frozenset({Role.EDITOR})}),
        "赵敏": Actor(2, "赵敏", {"1/5/": frozenset({Role.EDITOR})}),
        "监管": Actor(3, "监管", {"1/": frozenset({Role.SUPERVISOR})}),
    }
    assert 7 not in found(index)
    assert {name for name, actor in actors.items() if 7 in found(index, actor=actor)} == {"李四", "监管"}
    everything = answer(index, SearchRequest(on=TODAY))
    assert everything.total == 1
    assert dict(everything.facets[Facet.YEAR]) == {"2024": 1}


def test_what_is_dated_tomorrow_is_not_found_today(index):
    fill(index, policy(8, "明日公布的办法", "第一条 明日。", public_from=TODAY + timedelta(days=1)))
    assert found(index, "明日公布") == []
    assert [hit.policy_id for hit in answer(index, SearchRequest(on=TODAY + timedelta(days=1), text="明日公布")).hits] == [8]


def test_as_of_a_day_the_edition_in_force_on_it_is_found(index):
    first = IndexedEdition(91, 1, False, "物业管理办法", (), spans=((date(2015, 1, 1), date(2020, 1, 1)),), is_expired=True)
    second = IndexedEdition(
        92,
        2,
        True,
        "物业管理办法",
        (),
        spans=((date(2020, 1, 1), date(2022, 1, 1)), (date(2023, 1, 1), None)),
    )
    fill(index, IndexedPolicy(9, "c", "policy", date(2015, 1, 1), (first, second)))

    def edition(day: date | None) -> list[int]:
        return [hit.edition_id for hit in answer(index, SearchRequest(on=TODAY, text="物业管理办法", as_of=day)).hits]

    assert edition(None) == [92]
    assert edition(date(2014, 12, 31)) == []
    assert edition(date(2019, 12, 31)) == [91]
    assert edition(date(2020, 1, 1)) == [92]
    assert edition(date(2022, 6, 1)) == []  # suspended
    assert edition(date(2030, 1, 1)) == [92]


def test_an_expired_paper_stands_behind_a_like_one_in_force(index):
    alike = {"doc_no": "", "genre": "通知"}
    fill(
        index,
        policy(20, "关于取暖补贴的通知", "第一条 取暖补贴。", is_expired=True, **alike),
        policy(21, "关于取暖补贴的通知", "第一条 取暖补贴。", **alike),
    )
    assert found(index, "取暖补贴") == [21, 20]


# --- pages and order


def test_pages_follow_one_another_and_end(index):
    fill(
        index,
        *(policy(n, f"关于第{n}号事项的通知", "第一条 事项。", published_on=date(2024, 1, 1) + timedelta(days=n)) for n in range(1, 46)),
    )
    pages = [found(index, "事项", page=number, sort=Sort.PUBLISHED) for number in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [20, 20, 5, 0]
    assert [number for page in pages for number in page] == list(range(45, 0, -1))
    by_relevance = [number for page in (1, 2, 3) for number in found(index, "事项", page=page)]
    assert sorted(by_relevance) == list(range(1, 46))
    assert answer(index, SearchRequest(on=TODAY, text="事项", page=4)).total == 45


def test_dates_order_newest_first(index):
    fill(index, RENT, OLD, OPEN)
    assert found(index, sort=Sort.FORMED)[-1] == 2
    assert found(index, "公共租赁住房", sort=Sort.PUBLISHED) == [1, 2]


@pytest.mark.parametrize(("page", "size"), [(0, 20), (-1, 20), (1, 0), (1, 101), (501, 20), (10**9, 20)])
def test_an_impossible_page_is_refused_in_words(index, page, size):
    fill(index, RENT)
    with pytest.raises(Refused, match=r"[页条]"):
        found(index, "公开", page=page, size=size)


# --- suggestions


@pytest.mark.parametrize(
    ("typed", "first"),
    [("澜州市公", 1), ("老旧", 2), ("关于做好", 2), ("澜建发〔2024", 1), ("zhengwug", 3), ("lzszwgk", 3), ("澜", 1)],
)
def test_a_few_letters_suggest_titles(index, typed, first):
    fill(index, RENT, OLD, OPEN)
    assert first in [one.policy_id for one in suggestions(index, typed, on=TODAY)]


def test_suggestions_show_nothing_hidden_and_survive_nothing_typed(index):
    fill(index, policy(7, "内部工作流程", "第一条 流程。", office=HOUSING))
    assert suggestions(index, "内部", on=TODAY) == ()
    assert suggestions(index, "", on=TODAY) == suggestions(index, "？！", on=TODAY) == ()


# --- hostile input

HOSTILE = [
    "title:*) OR (body:x",
    "body_words:* AND -readers:public",
    "' OR 1=1; DROP TABLE policies_policy; --",
    '"unclosed',
    "😀" * 50,
    "\x00\x07\u200b\u202e",
    "\ud800\udfff",
    "*",
    "~",
    "/.*/",
    "[2020 TO 2030]",
    "- - -",
    "^$",
    "标题:“” 机关:",
    "\\\\\\",
    "a" * 300,
    "税",
    " ".join("字" for _ in range(149)),
]


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("unit", Unit)
def test_hostile_queries_are_only_words(index, typed, unit):
    fill(index, RENT, OLD, OPEN, policy(7, "内部工作流程", "第一条 税务流程。", office=HOUSING))
    assert 7 not in found(index, typed, unit=unit)
    suggestions(index, typed, on=TODAY)


def test_ten_thousand_characters_are_refused(index):
    fill(index, RENT)
    with pytest.raises(Refused, match="最多300个字"):
        found(index, "公开" * 5000)


@pytest.mark.parametrize("value", ["", "' OR 1=1", "\x00", "x" * 5000, "通知) OR (a"])
def test_a_foreign_filter_value_finds_nothing(index, value):
    fill(index, RENT)
    assert found(index, filters={Facet.GENRE: (value,)}) == []


# --- vectors: a question that points where the vector of a clause points is as near as can be


def embedded(*policies: IndexedPolicy) -> tuple[dict[str, int], np.ndarray]:
    """The wording of each clause by its edition and anchor, and a vector for each that has nothing in common with any other."""
    clauses = [entry for one in policies for entry in entries_of(one) if entry.unit is Unit.CLAUSE]
    return {f"{entry.edition_id} {entry.anchor}": wording_number(entry) for entry in clauses}, np.eye(DIMENSIONS, dtype=np.float32)


def near(index, question: np.ndarray, **changes: object) -> list[tuple[int, str]]:
    ask = Ask(**{"unit": Unit.CLAUSE, "today": TODAY, "names": (PUBLIC,), **changes})
    return [(hit.policy_id, hit.anchor) for hit in index.vector_search(ask, question)]


def learn(index, *policies: IndexedPolicy) -> tuple[dict[str, int], np.ndarray]:
    numbers, axes = embedded(*policies)
    index.add_vectors(list(numbers.values()), axes[: len(numbers)])
    return numbers, axes


def between(*axes: np.ndarray) -> np.ndarray:
    """Nearest to the first, then to the second …"""
    mixed = sum(axis / (place + 1) for place, axis in enumerate(axes))
    return np.asarray(mixed / np.linalg.norm(mixed), np.float32)


def test_the_nearest_clauses_come_first_with_their_cosines(index):
    fill(index, RENT, OLD, OPEN)
    numbers, axes = learn(index, RENT, OLD, OPEN)
    question = between(axes[1], axes[4], axes[5])
    assert near(index, question, limit=2) == [(1, "a1"), (2, "a1")]
    hits = index.vector_search(Ask(Unit.CLAUSE, TODAY, (PUBLIC,), limit=3), question)
    assert [hit.dense for hit in hits] == pytest.approx([question[1], question[4], question[5]], abs=0.01)
    assert index.cosines(question, [numbers["20 a1"], 12345]) == {numbers["20 a1"]: pytest.approx(question[4], abs=0.01)}


def test_without_vectors_nothing_is_near_and_words_go_on_finding(index):
    fill(index, RENT, OLD)
    assert near(index, between(np.eye(DIMENSIONS, dtype=np.float32)[0])) == []
    assert index.cosines(np.zeros(DIMENSIONS, np.float32), [1]) == {}
    assert found(index, "申请人要提交哪些收入证明？", unit=Unit.CLAUSE)[0] == 1


def test_it_says_which_clauses_lack_a_vector_and_forgets_those_nobody_has(index):
    fill(index, RENT, OPEN)
    numbers, axes = embedded(RENT, OPEN)
    assert dict(index.without_vectors(100)) == {number: int(name.split()[0]) // 10 for name, number in numbers.items()}
    index.add_vectors(list(numbers.values())[:3], axes[:3])
    lacking = index.without_vectors(100)
    assert set(lacking.values()) == {3}
    assert len(index.without_vectors(1)) == 1
    assert not index.without_vectors(100, besides=list(lacking))
    index.delete(1)
    index.commit()
    assert index.forget_vectors() == 3
    assert index.forget_vectors() == 0


def test_a_text_that_did_not_change_keeps_its_vector_through_a_rebuild(index):
    fill(index, RENT, OPEN)
    _, axes = learn(index, RENT, OPEN)
    fill(index, RENT, OPEN)
    assert not index.without_vectors(10)
    assert near(index, axes[0], limit=1) == [(1, "a0")]


def test_who_when_and_where_are_settled_before_the_nearest_are_taken(index):
    """However near, what may not be found takes nobody's place."""
    hidden = policy(7, "内部工作流程", "第一条 流程。", office=HOUSING)
    tomorrow = policy(8, "明日公布的办法", "第一条 明日。", public_from=TODAY + timedelta(days=1))
    former = IndexedEdition(
        91, 1, False, "物业管理办法", hidden.editions[0].blocks, spans=((date(2015, 1, 1), date(2020, 1, 1)),), is_expired=True
    )
    later = replace(former, edition_id=92, number=2, is_current=True, title="物业管理办法（修订）", spans=((date(2020, 1, 1), None),))
    twice = IndexedPolicy(9, "c", "policy", date(2015, 1, 1), (former, later))
    every = (hidden, tomorrow, twice, RENT, OLD)
    fill(index, *every)
    numbers, axes = learn(index, *every)
    order = list(numbers)
    question = between(*(axes[order.index(one)] for one in ("70 a0", "80 a0", "92 a0", "20 a0", "10 a0", "10 a1", "10 a2", "91 a0")))
    assert near(index, question, limit=2) == [(9, "a0"), (2, "a0")]
    assert near(index, question, limit=1, names=(PUBLIC, f"at:{HOUSING}")) == [(7, "a0")]
    assert near(index, question, limit=1, today=TODAY + timedelta(days=1)) == [(8, "a0")]
    assert near(index, question, limit=2, filters={Facet.GENRE: ("办法",)}) == [(1, "a0"), (1, "a1")]
    assert near(index, question, limit=1, policies=(1,)) == [(1, "a0")]
    as_of = [hit.edition_id for hit in index.vector_search(Ask(Unit.CLAUSE, TODAY, (PUBLIC,), as_of=date(2019, 1, 1), limit=1), question)]
    assert as_of == [91]


def test_what_left_the_index_is_near_to_nothing(index):
    fill(index, RENT, OLD)
    _, axes = learn(index, RENT, OLD)
    assert near(index, axes[0], limit=1) == [(1, "a0")]
    index.delete(1)
    index.commit()
    assert {number for number, _ in near(index, axes[0])} == {2}


class Pointing:
    """An embedder that knows one question, and where it points."""

    name = "pointing"

    def __init__(self, question: np.ndarray) -> None:
        self.vector = question

    def question(self, text: str) -> np.ndarray:
        return self.vector

    def passages(self, texts: object) -> np.ndarray:
        raise NotImplementedError


def test_a_question_finds_the_clause_that_says_it_in_other_words(index):
    fill(index, RENT, OLD, OPEN)
    numbers, axes = learn(index, RENT, OLD, OPEN)
    asked = Pointing(axes[list(numbers).index("10 a2")])  # 承租人转租的，责令退回
    request = SearchRequest(on=TODAY, text="把房子倒手给亲戚会怎么样？", unit=Unit.CLAUSE, size=3)
    hits = answer(index, request, (), asked).hits
    assert (hits[0].policy_id, hits[0].anchor) == (1, "a2")
    assert hits[0].dense == pytest.approx(1, abs=0.01)
    documents = answer(index, replace(request, unit=Unit.DOCUMENT), (), asked).hits
    assert (documents[0].policy_id, documents[0].anchor) == (1, "a2")


def test_words_and_meaning_are_put_in_one_order_and_pages_follow_one_another(index):
    fill(index, RENT, OLD, OPEN)
    _, axes = learn(index, RENT, OLD, OPEN)
    asked = Pointing(axes[0])
    request = SearchRequest(on=TODAY, text="申请人应当提交什么证明？", unit=Unit.CLAUSE, size=100)
    whole = answer(index, request, (), asked)
    assert whole.total == len(whole.hits)
    assert all(hit.dense is not None for hit in whole.hits)
    pages = [answer(index, replace(request, size=2, page=number), (), asked).hits for number in (1, 2, 3, 4)]
    assert [hit for page in pages for hit in page] == list(whole.hits)


def test_who_names_a_thing_gets_it_by_its_name_with_the_cosine_beside(index):
    fill(index, RENT, OLD, OPEN)
    numbers, axes = learn(index, RENT, OLD, OPEN)
    away = Pointing(axes[list(numbers).index("30 a0")])
    by_name = answer(index, SearchRequest(on=TODAY, text="公共租赁住房管理办法第三条", unit=Unit.CLAUSE), (), away).hits
    assert (by_name[0].policy_id, by_name[0].anchor) == (1, "a2")
    assert by_name[0].dense == pytest.approx(0, abs=0.01)
    assert found(index, "公共租赁住房") == [
        hit.policy_id for hit in answer(index, SearchRequest(on=TODAY, text="公共租赁住房"), (), away).hits
    ]


# --- against looking at everything


@pytest.fixture(scope="module")
def library() -> list[IndexedPolicy]:
    draw = random.Random(1)
    subjects = ["公租房", "老旧小区改造", "取暖补贴", "政务公开", "网约车", "义务教育"]
    offices = [IndexedIssuer(f"市{name}局", f"1/{place}/") for place, name in enumerate(("住建", "教育", "民政", "交通"), start=2)]

    def edition(number: int, ordinal: int, last: bool) -> IndexedEdition:
        formed = date(2018 + draw.randrange(8), 1 + draw.randrange(12), 1)
        subject = draw.choice(subjects)
        return IndexedEdition(
            edition_id=number * 10 + ordinal,
            number=ordinal,
            is_current=last,
            title=f"关于{subject}{draw.choice(('工作', '管理', '服务'))}的{draw.choice(('通知', '意见', '公告'))}",
            blocks=tuple(
                Block(BlockKind.ARTICLE, f"第{place}条 {draw.choice(subjects)}由{draw.choice(offices).name}负责。", anchor=f"a{place}")
                for place in range(draw.randrange(1, 6))
            ),
            issuers=tuple(draw.sample(offices, draw.choice((1, 1, 2)))),
            doc_no=f"澜发〔{formed.year}〕{number}号",
            topic_l1=draw.choice(("城乡建设", "教育", "")),
            genre=draw.choice(("通知", "意见", "公告")),
            audience=tuple(draw.sample(("个人", "企业", "老年人"), draw.randrange(3))),
            standing=draw.choice(("有效", "已失效", "已废止")),
            is_expired=draw.random() < 0.3,
            formed_on=formed,
            published_on=formed + timedelta(days=draw.randrange(10)),
            spans=((formed, formed + timedelta(days=draw.randrange(1, 2000))),),
        )

    def one(number: int) -> IndexedPolicy:
        count = draw.choice((1, 1, 2))
        editions = tuple(edition(number, ordinal, ordinal == count) for ordinal in range(1, count + 1))
        office = draw.choice(("", "", "", "1/2/"))
        return IndexedPolicy(
            number, f"c{number}", draw.choice(("policy", "news")), date(2020, 1, 1), editions, office, "990100", draw.random() < 0.4
        )

    return [one(number) for number in range(1, 151)]


def test_totals_and_facets_are_what_looking_at_everything_gives(library, index):
    plain = PlainIndex()
    fill(index, *library)
    fill(plain, *library)
    draw = random.Random(2)
    texts = [
        "",
        "公租房",
        "老旧小区改造 通知",
        "“取暖补贴”",
        "政务公开 -教育",
        "网约车由谁负责？",
        "澜发〔2020〕7号",
        "机关:市教育局 服务",
        "gzf",
    ]
    values = {facet: sorted({v for p in library for e in entries_of(p) for v in e.facets.get(facet, ())}) for facet in Facet}
    actors = [None, Actor(1, "李四", {"1/2/": frozenset({Role.EDITOR})})]
    for _ in range(25 if isinstance(index, PostgresIndex) else 150):  # every one of these counts twelve facets
        narrowed = draw.sample([facet for facet in Facet if values[facet]], draw.randrange(3))
        request = SearchRequest(
            on=TODAY,
            text=draw.choice(texts),
            filters={facet: tuple(draw.sample(values[facet], min(len(values[facet]), draw.randrange(1, 3)))) for facet in narrowed},
            as_of=draw.choice((None, None, date(2021, 6, 1))),
            actor=draw.choice(actors),
            facets=tuple(Facet),
            size=100,
            unit=draw.choice((Unit.DOCUMENT, Unit.DOCUMENT, Unit.CLAUSE)),
            exact=draw.random() < 0.2,
            title_only=draw.random() < 0.2,
        )
        one, other = answer(index, replace(request, page=1)), answer(plain, request)
        if "？" in request.text and request.unit is Unit.DOCUMENT:
            continue  # which clauses help depends on each backend's own ranking
        assert one.total == other.total, request
        assert one.facets == other.facets, request
        if one.total <= 100:
            assert {(hit.edition_id, hit.anchor if request.unit is Unit.CLAUSE else "") for hit in one.hits} == {
                (hit.edition_id, hit.anchor if request.unit is Unit.CLAUSE else "") for hit in other.hits
            }, request


def test_a_facet_ignores_its_own_choice_and_no_other(index):
    fill(index, RENT, OLD, OPEN)
    result = answer(index, SearchRequest(on=TODAY, filters={Facet.GENRE: ("办法",)}, facets=(Facet.GENRE, Facet.YEAR)))
    assert result.total == 1
    assert dict(result.facets[Facet.GENRE]) == {"通知": 2, "办法": 1}
    assert dict(result.facets[Facet.YEAR]) == {"2024": 1}


def test_what_is_counted_is_what_was_committed_last(index):
    fill(index, RENT)
    request = SearchRequest(on=TODAY)
    before = answer(index, request).facets
    assert answer(index, replace(request, page=2, size=1)).facets == before
    index.upsert(OPEN.policy_id, entries_of(OPEN))
    index.commit()
    after = dict(answer(index, request).facets[Facet.ISSUER])
    assert after == dict(before[Facet.ISSUER]) | {"澜州市人民政府办公室": 1}


def test_only_the_policies_asked_about_are_looked_at(index):
    fill(index, RENT, OLD, OPEN)
    ask = Ask(Unit.DOCUMENT, TODAY, (PUBLIC,), policies=(2, 3))
    assert {hit.policy_id for hit in index.search(ask).hits} == {2, 3}
