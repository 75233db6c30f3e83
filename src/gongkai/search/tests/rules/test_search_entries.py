from datetime import date

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.policies.rules.indexing import IndexedEdition, IndexedIssuer, IndexedPolicy
from gongkai.search.rules.entries import clauses, digest_of, entries_of
from gongkai.search.rules.index import Facet, Unit

BLOCKS = (
    Block(BlockKind.TITLE, "关于公租房的通知", anchor="t"),
    Block(BlockKind.SALUTATION, "各区县：", anchor="s"),
    Block(BlockKind.PARAGRAPH, "现通知如下。", anchor="p1"),
    Block(BlockKind.HEADING, "第一章 总则", number="第一章", level=1, anchor="c1"),
    Block(BlockKind.ARTICLE, "第一条 为了规范，制定本办法。", number="第一条", anchor="a1"),
    Block(BlockKind.ARTICLE, "第二条 下列人员可以申请：", number="第二条", anchor="a2"),
    Block(BlockKind.ITEM, "（一）本市户籍；", number="（一）", anchor="a2-1"),
    Block(BlockKind.TABLE, "", rows=(("收入", "面积"), ("低", "小")), anchor="a2-t"),
    Block(BlockKind.HEADING, "第二章 附则", number="第二章", level=1, anchor="c2"),
    Block(BlockKind.ARTICLE, "第三条之一 本办法自发布之日起施行。", number="第三条之一", anchor="a3"),
    Block(BlockKind.SIGNATURE, "市住建局", anchor="z"),
)


def policy(**changes: object) -> IndexedPolicy:
    edition = IndexedEdition(
        edition_id=3,
        number=1,
        is_current=True,
        title="关于公租房的通知",
        blocks=BLOCKS,
        issuers=(IndexedIssuer("澜州市住房和城乡建设局", path="1/4/", other_names=("市住建局",)),),
        doc_no="澜建发[2025] 7 号",
        topic_l1="城乡建设",
        formed_on=date(2025, 3, 1),
        **changes,
    )
    return IndexedPolicy(12, "code", "policy", date(2025, 3, 5), (edition,))


def test_a_clause_is_an_article_with_its_items_under_its_headings():
    found = list(clauses(BLOCKS))
    assert [clause.anchor for clause in found] == ["p1", "a1", "a2", "a3"]
    assert found[2].text == "第二条 下列人员可以申请：\n（一）本市户籍；\n收入\t面积\n低\t小"
    assert found[2].headings == ("第一章 总则",)
    assert found[3].headings == ("第二章 附则",)


def test_a_long_run_of_paragraphs_is_divided_and_an_article_is_not():
    paragraphs = tuple(Block(BlockKind.PARAGRAPH, "字" * 300, anchor=f"p{n}") for n in range(4))
    assert [clause.anchor for clause in clauses(paragraphs)] == ["p0", "p2"]
    article = (Block(BlockKind.ARTICLE, "第一条 内容", number="第一条", anchor="a"), *paragraphs)
    assert [clause.anchor for clause in clauses(article)] == ["a"]


def test_a_heading_that_runs_on_into_a_sentence_is_a_clause():
    running = (Block(BlockKind.HEADING, "一、加强领导。各单位要落实责任。", number="一、", level=1, anchor="h"),)
    assert [clause.text for clause in clauses(running)] == ["一、加强领导。各单位要落实责任。"]


def test_a_policy_gives_its_documents_and_then_their_clauses():
    entries = entries_of(policy())
    document, clause = entries[0], entries[3]
    assert (document.key, document.unit) == ("policy:12#edition:3", Unit.DOCUMENT)
    assert (clause.key, clause.unit, clause.article) == ("policy:12#edition:3#a2", Unit.CLAUSE, "2")
    assert entries[4].article == "3-1"
    assert document.doc_no == "澜建发〔2025〕7号"
    assert document.issuers == ("澜州市住房和城乡建设局", "市住建局")
    assert document.facets[Facet.ISSUER] == ("澜州市住房和城乡建设局",)
    assert document.facets[Facet.ISSUER_PATH] == ("1/", "1/4/")
    assert document.facets[Facet.YEAR] == ("2025",)
    assert Facet.GENRE not in document.facets
    assert document.published_on == date(2025, 3, 5)


def test_the_digest_changes_with_any_fact():
    assert digest_of(policy()) == digest_of(policy())
    assert digest_of(policy()) != digest_of(policy(standing="已失效"))
    assert 0 <= digest_of(policy()) < 2**63
