"""The five real papers (not part of the project; skipped where they are not at hand)."""

import re
from datetime import date

import pytest
from tests.shared_data import needed

from gongkai.policies.rules.cleaning import lines_of
from gongkai.policies.rules.fields import FieldName
from gongkai.policies.rules.kinds import Category, Disclosure, RelationKind
from gongkai.policies.rules.recognise import recognise


@pytest.fixture(scope="module")
def seeds():
    paths = sorted(needed("seeds").glob("*.txt"))
    assert len(paths) == 5
    return [recognise(lines_of(path.read_text(encoding="utf-8")), path.name) for path in paths]


def plain(draft):
    return {name.value: str(found.value) if name is FieldName.DOC_NO else found.value for name, found in draft.fields.items()}


def test_000_gives_every_value_of_its_table(seeds):
    found = plain(seeds[0])
    assert seeds[0].category is Category.POLICY
    assert {
        "title": "青岛市行政审批服务局关于印发2025年政务公开工作要点的通知",
        "index_no": "2554214002754374236",
        "topic": ("综合政务", "政务公开"),
        "formed_on": date(2025, 6, 26),
        "published_on": date(2025, 6, 26),
        "doc_no": "青审服字〔2025〕37号",
        "issuers": ("青岛市行政审批服务局",),
        "validity": "有效",
        "addressees": ("各处室",),
        "signature": ("青岛市行政审批服务局",),
        "signed_on": date(2025, 6, 26),
        "genre": "通知",
        "consult_dept": "青岛市行政审批服务局",
        "consult_phone": "0532-66209970",
    }.items() <= found.items()
    assert "normative_reg_no" not in found
    assert seeds[0].flags == ()


def test_001_gives_every_value_it_holds(seeds):
    found = plain(seeds[1])
    assert seeds[1].category is Category.POLICY
    assert {
        "title": "青岛市崂山区人民政府办公室关于印发2025年崂山区政务公开工作要点的通知",
        "doc_no": "崂政办发〔2025〕2号",
        "issuers": ("青岛市崂山区人民政府办公室",),
        "formed_on": date(2025, 6, 10),
        "addressees": ("各街道办事处", "区政府各部门", "区直各单位"),
        "disclosure": Disclosure.PROACTIVE,
        "genre": "通知",
    }.items() <= found.items()
    assert seeds[1].flags == ()


def test_002_gives_every_value_once_though_its_table_is_printed_twice(seeds):
    found = plain(seeds[2])
    assert seeds[2].category is Category.POLICY
    assert {
        "title": "青岛市崂山区人民政府办公室关于印发2023年崂山区政务公开工作要点的通知",
        "doc_no": "青崂政办字〔2023〕13号",
        "index_no": "19059120230915143805",
        "issuers": ("青岛市崂山区人民政府办公室",),
        "formed_on": date(2023, 7, 21),
        "published_on": date(2023, 7, 21),
        "effective_on": date(2023, 7, 21),
        "validity": "有效",
        "consult_dept": "青岛市崂山区人民政府办公室",
        "consult_phone": "0532-88996769",
        "disclosure": Disclosure.PROACTIVE,
    }.items() <= found.items()
    assert not {"expires_on", "normative_reg_no"} & set(found)
    assert all(each.others == () for each in seeds[2].fields.values())
    assert seeds[2].flags == ()
    assert seeds[2].blocks[1].text == "各街道办事处，区政府各部门，区直各单位："


def test_001_rests_on_two_papers_written_with_inner_spaces(seeds):
    assert [(c.relation, c.title, str(c.doc_no)) for c in seeds[1].citations] == [
        (RelationKind.BASED_ON, "山东省人民政府办公厅关于印发2025年山东省政务公开工作要点的通知", "鲁政办发〔2025〕5号"),
        (RelationKind.BASED_ON, "青岛市人民政府办公厅关于印发2025年青岛市政务公开工作要点的通知", "青政办发〔2025〕7号"),
    ]


def test_000_rests_on_the_citys_points_and_002_on_the_regulation(seeds):
    assert [(c.relation, c.title, str(c.doc_no or "")) for seed in (seeds[0], seeds[2]) for c in seed.citations] == [
        (RelationKind.BASED_ON, "青岛市人民政府办公厅关于印发〈2025年青岛市政务公开工作要点〉的通知", "青政办发〔2025〕7号"),
        (RelationKind.BASED_ON, "中华人民共和国政府信息公开条例", ""),
    ]


OFFICES_000 = {
    "h1-1": ["办公室"],
    "h1-2": ["办公室", "各业务处室"],
    "h1-3": ["各处室"],
    "h1-4": ["办公室", "改革推进处", "各业务处室"],
    "h1-5": ["办公室", "综合处"],
    "h2-1": ["政务服务二处", "数字平台建设处"],
    "h2-2": ["办公室"],
    "h3-1": ["各处室"],
    "h3-2": ["政策法规处", "公共资源交易一处"],
    "h4-1": ["办公室"],
    "h4-2": ["办公室", "人事处"],
    "h4-3": ["办公室"],
}
EVERYBODY = ["区政府各部门", "各街道办事处"]
CONCERNED = ["区政府有关部门", "各街道办事处"]
UNITS_001 = [
    ("h1-1", EVERYBODY),
    ("h1-2", ["区政府办公室", "各相关单位"]),
    ("h1-3", EVERYBODY),
    ("h1-4", ["区司法局", "区发展改革局", "青岛市崂山风景名胜区管理局相关处室"]),
    ("h1-4", EVERYBODY),
    ("h1-5", ["区行政审批局", "各街道办事处"]),
    ("h1-5", ["区交通运输局", "区文化和旅游局"]),
    ("h2-6", EVERYBODY),
    ("h2-7", EVERYBODY),
    ("h2-8", EVERYBODY),
    ("h2-8", ["区教体局", "区卫生健康局"]),
    ("h2-8", ["区政府办公室", "区电子政务与大数据中心"]),
    ("h3-9", CONCERNED),
    ("h3-10", EVERYBODY),
    ("h3-11", CONCERNED),
    ("h4-12", EVERYBODY),
    ("h4-13", EVERYBODY),
]


def test_the_responsible_offices_of_000_are_read_clause_by_clause(seeds):
    assert {duty.anchor: list(duty.units) for duty in seeds[0].duties} == OFFICES_000
    assert {duty.role for duty in seeds[0].duties} == {"责任处室"}


def test_the_responsible_units_of_001_are_read_clause_by_clause(seeds):
    assert [(duty.anchor, list(duty.units)) for duty in seeds[1].duties] == UNITS_001
    assert seeds[1].duties[4].clause.startswith("常态化开展政府开放活动")


def test_001_has_its_broken_paragraphs_joined(seeds):
    text = seeds[1].text
    assert "区政府各部门、各街道办事处）\n（二）" in text
    assert "通过政府开放月、机关开放日、听证座谈" in text
    assert "健康消费、消费环境" in text
    assert "主流媒体平台宣传推广" in text
    assert "接续断开的段落：4处" in seeds[1].steps


def test_the_clauses_are_numbered_through(seeds):
    assert [block.anchor for block in seeds[1].blocks if block.anchor.startswith("h") and "-" in block.anchor][-1] == "h4-13"
    assert [block.anchor for block in seeds[2].blocks if block.anchor.startswith("h") and "-" in block.anchor][-1] == "h5-17"


def test_003_is_clean_simplified_news_with_its_wounds_flagged(seeds):
    draft = seeds[3]
    assert draft.category is Category.NEWS
    assert "中国社会科学院" in draft.text
    assert "國" not in draft.text
    assert not re.search("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜɡ]", draft.text)
    assert "公开申请〓，实现线上线下受理全覆盖" in draft.text
    assert "—送达—〓档" in draft.text
    destroyed = [flag for flag in draft.flags if flag.kind == "destroyed"]
    assert [flag.source_line for flag in destroyed] == [13 - 1, 13 - 1]
    assert "砥脚_(tái)" in destroyed[0].message
    assert "扫一扫" not in draft.text
    assert not {FieldName.DOC_NO, FieldName.GENRE, FieldName.EFFECTIVE_ON} & set(draft.fields)


def test_004_is_a_report_and_never_the_policy_it_reports(seeds):
    draft = seeds[4]
    assert draft.category is Category.NEWS
    assert draft.value(FieldName.TITLE) == "2025年山东省政务公开有何大动作？政策服务场景等要点全解析"
    assert draft.value(FieldName.UPDATED_ON) == date(2025, 7, 4)
    assert draft.value(FieldName.SOURCE) == "永川行政服务中心"
    assert {c.relation for c in draft.citations} == {RelationKind.MENTIONS}
    for furniture in ("网站首页", "上一篇", "浏览量", "文章作者", "永川行政服务中心\n"):
        assert furniture not in draft.text
    assert draft.text.endswith("（济南日报·爱济南记者：林江丽）")
