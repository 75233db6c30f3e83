import pytest
from demo import explaining, reading
from tests.cast import body
from tests.shared_data import needed

from gongkai.documents import readers
from gongkai.documents.rules.paper import BlockKind
from gongkai.policies.rules import evidence, kit
from gongkai.policies.rules.kit import Section
from gongkai.policies.rules.recognise import recognise

RULES = """澜州市公共租赁住房管理办法
第一条 为完善住房保障体系，制定本办法。
第二条 以家庭为单位申请公共租赁住房的，应当符合下列条件：
（一）申请人具有本市户籍；
（二）在本市无自有住房。
第三条 租金按照市场租金的百分之六十缴纳，每户每月最高不超过500元。
第四条 申请人可以向居住地街道办事处提出申请，并提交申请书。
第五条 街道办事处应当自受理之日起七个工作日内完成初审。
第六条 本办法自2026年8月1日起施行，有效期至2031年7月31日。
"""
FACTS = {"title": "澜州市住建局关于印发澜州市公共租赁住房管理办法的通知", "doc_no": "澜住建规〔2026〕1号", "issuers": ["澜州市住建局"]}
CALL = {"consult_dept": "澜州市住建局", "consult_phone": "0999-5550121"}
MAKERS = (kit.picture_text, kit.qa_text, kit.script_text)
POLICIES = [one for one in reading.documents() if one.category == "policy"]


def points(text=RULES, **facts):
    given = FACTS | CALL | facts
    return kit.key_points(given["title"], given, body(text))


def said(found, section):
    return [(one.text, one.label) for one in dict(found.sections)[section]]


def test_who_what_how_much_by_when_where_and_whom_to_call():
    found = points()
    assert said(found, Section.FOR)[:2] == [
        ("以家庭为单位申请公共租赁住房的，应当符合下列条件：", "第二条"),
        ("（一）申请人具有本市户籍；", "第二条第（一）项"),
    ]
    assert said(found, Section.MUCH) == [("租金按照市场租金的百分之六十缴纳，每户每月最高不超过500元。", "第三条")]
    assert said(found, Section.HOW) == [("申请人可以向居住地街道办事处提出申请，并提交申请书。", "第四条")]
    assert [label for _, label in said(found, Section.WHEN)] == ["第五条", "第六条"]
    assert said(found, Section.CALL) == [("澜州市住建局，电话0999-5550121。", "文件要素")]
    assert found.name == "澜州市公共租赁住房管理办法"


def test_what_the_paper_does_not_say_is_missing_and_not_made_up():
    found = points("第一条 为加强管理，制定本办法。", consult_phone="")
    assert found.sections == () and set(found.missing) == set(Section)


def made_of(maker, found):
    return kit.as_blocks(maker(found))


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("paper", POLICIES, ids=lambda one: one.name)
def test_no_sentence_without_a_source_in_any_paper_of_the_demo_city(paper, maker):
    source = explaining.blocks_of(paper.body, paper.facts["title"])
    made = made_of(maker, kit.key_points(paper.facts["title"], paper.facts, source))
    assert kit.unsourced(made, source, paper.facts) == []


@pytest.mark.parametrize("name", ["000_a920b98f84753bad.txt", "001_0d41b31b9bb882d3.txt"])
def test_no_sentence_without_a_source_in_the_real_papers(name):
    path = needed("seeds") / name
    reading_ = readers.read(path.read_bytes(), path.name, 2**24)
    draft = recognise(reading_.lines, path.name, reading_.facts)
    facts = evidence.as_facts(evidence.kept(draft, [line.text for line in reading_.lines], reading_.warnings))
    found = kit.key_points(facts["title"], facts, draft.blocks)
    assert len(dict(found.sections)[Section.WHAT]) >= 12
    for maker in MAKERS:
        assert kit.unsourced(made_of(maker, found), draft.blocks, facts) == []
    assert len(kit.cards(made_of(kit.picture_text, found))) >= 4


def test_a_sentence_changed_by_a_word_or_without_a_clause_has_no_source():
    source = body(RULES)
    lines = "标题\n一、要点\n租金按照市场租金的百分之五十缴纳，每户每月最高不超过500元。（见第三条）\n本办法自2026年8月1日起施行，有效期至2031年7月31日。"
    assert len(kit.unsourced(kit.as_blocks(lines), source, FACTS)) == 2


def test_the_picture_tells_the_clause_of_a_list_once_and_names_a_head():
    (who, *_) = kit.cards(made_of(kit.picture_text, points()))
    assert who.label == "谁适用"
    assert [(row.kind, row.clause) for row in who.rows] == [("plain", ""), ("member", ""), ("member", "第二条")]


@pytest.mark.parametrize(
    "text, sentence, clause",
    [
        ("按百分之十缴纳；（见第三十条第（一）项）", "按百分之十缴纳；", "第三十条第（一）项"),
        ("健全制度。（见第一部分（二））", "健全制度。", "第一部分（二）"),
        ("没有出处。", "没有出处。", ""),
    ],
)
def test_a_citation_is_read_back(text, sentence, clause):
    assert kit.cited(text) == (sentence, clause)


def test_a_clause_leads_to_its_block():
    source = body(RULES)
    anchors = {block.anchor for block in source}
    found = kit.clauses(source)
    assert found["第三条"] in anchors and found["第二条第（一）项"] in anchors


def test_a_question_is_asked_for_every_section():
    text = kit.qa_text(points())
    assert "问：哪些人、哪些事适用？\n答：以家庭为单位" in text and text.count("问：") == len(points().sections)
    assert any(block.kind is BlockKind.TITLE or block.text.startswith("《") for block in body(text))


def test_reading_aloud_takes_at_least_a_minute():
    assert kit.minutes(kit.script_text(points())) == 1


def test_a_sentence_is_quoted_whole_with_its_exception_and_its_subject():
    found = points(
        "第一条 租金每月最高不超过500元；合同另有约定的，从其约定。\n"
        "第二条 信息由受理机关通过数据共享获取；无法通过数据共享获取的，申请人应当提交材料。\n"
        "第三条 搬迁期内租金减半。但拒不搬迁的除外。"
    )
    assert said(found, Section.MUCH) == [("租金每月最高不超过500元；合同另有约定的，从其约定。", "第一条")]
    assert said(found, Section.HOW) == [("信息由受理机关通过数据共享获取；无法通过数据共享获取的，申请人应当提交材料。", "第二条")]
    assert said(found, Section.WHAT) == [("搬迁期内租金减半。但拒不搬迁的除外。", "第三条")]


def test_who_may_apply_names_every_kind_of_applicant_and_who_may_not():
    paper = next(one for one in POLICIES if one.name == "lan-gongzufang-3")
    found = kit.key_points(paper.facts["title"], paper.facts, explaining.blocks_of(paper.body, paper.facts["title"]))
    named = {label for _, label in said(found, Section.FOR)}
    assert {"第十三条", "第十四条", "第十五条", "第十七条"} <= named


def test_an_item_is_cited_as_an_item_and_what_stands_under_a_heading_as_a_part():
    assert list(kit.clauses(body("现通知如下。\n一、改造老旧小区。每户补助3000元。"))) == ["正文第1段", "第一项"]
    assert list(kit.clauses(body("一、总体要求\n坚持公开。\n（一）健全制度。要健全。"))) == ["第一部分", "第一部分（一）"]
