"""Papers named in a text, and in what manner."""

from datetime import date

import pytest

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.policies.rules.citations import Own, citations
from gongkai.policies.rules.cleaning import lines_of
from gongkai.policies.rules.docno import parse
from gongkai.policies.rules.kinds import RelationKind
from gongkai.policies.rules.recognise import recognise

NOBODY = Own(frozenset(), None)


def cited(text, own=NOBODY, **how):
    return citations([Block(BlockKind.PARAGRAPH, text, anchor="p1")], own, **how)


def told(text, **how):
    return [(c.relation.value, c.title, str(c.doc_no or "")) for c in cited(text, **how)]


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("根据《甲办法》（云政发〔2020〕1号），制定本细则。", "based_on"),
        ("依据《甲办法》等规定", "based_on"),
        ("严格按照《甲条例》等有关法规文件要求", "based_on"),
        ("为深入贯彻落实《甲意见》（云政发〔2020〕1号）", "implements"),
        ("原《甲办法》（云政发〔2020〕1号）同时废止。", "repeals"),
        ("《甲办法》即行废止。", "repeals"),
        ("废止《甲办法》（云政发〔2020〕1号）。", "repeals"),
        ("《甲办法》第五条、第六条同时废止。", "partially_repeals"),
        ("《甲通知》停止执行。", "suspends"),
        ("《甲通知》自行失效。", "declares_expired"),
        ("《甲办法》有效期延长至2027年12月31日。", "extends"),
        ("对《甲规定》作如下修改：", "amends"),
        ("决定修改《甲规定》", "amends"),
        ("新修订的《甲条例》已经施行", "mentions"),
        ("现将市司法局《甲意见》转发给你们", "forwards"),
        ("《甲意见》已经市政府同意，现转发给你们", "forwards"),
        ("转发《甲通知》（国办发〔2020〕1号）", "forwards"),
        ("会议讨论了《甲规划》。", "mentions"),
    ],
)
def test_the_verb_tells_the_relation(text, relation):
    assert told(text)[0][0] == relation


def test_a_title_and_its_number_written_with_inner_spaces_are_one_citation():
    found = cited("根据《山东省人民政府办公厅关于印发2025年山东省政务公开工作要点的通知》（鲁政办发〔2025〕 5 号）要求")[0]
    assert found.doc_no == parse("鲁政办发〔2025〕5号")
    assert found.raw == "《山东省人民政府办公厅关于印发2025年山东省政务公开工作要点的通知》（鲁政办发〔2025〕 5 号）"
    assert found.confidence == 0.9


def test_papers_joined_by_and_share_the_verb():
    assert told("根据《甲法》《乙条例》、《丙办法》（云政发〔2020〕1号）和《丁通知》（云政办发〔2021〕2号）等规定，制定本办法。") == [
        ("based_on", "甲法", ""),
        ("based_on", "乙条例", ""),
        ("based_on", "丙办法", "云政发〔2020〕1号"),
        ("based_on", "丁通知", "云政办发〔2021〕2号"),
    ]


def test_a_verb_after_several_papers_reaches_them_all_and_the_day_is_read():
    found = cited("《甲办法》（云政发〔2015〕3号）、《乙通知》（云政办发〔2016〕8号）自2025年1月1日起同时废止。")
    assert [(c.relation, c.on) for c in found] == [(RelationKind.REPEALS, date(2025, 1, 1))] * 2


def test_the_own_day_of_effect_in_another_sentence_is_not_the_day_of_repeal():
    assert cited("本办法自2025年7月1日起施行。《甲办法》同时废止。")[0].on is None
    assert cited("本办法自2025年7月1日起施行，《甲办法》同时废止。")[0].on == date(2025, 7, 1)


def test_part_of_a_paper_repealed_names_the_articles():
    found = cited("《甲办法》（云政发〔2015〕3号）第五条、第六条同时废止。")[0]
    assert (found.relation, found.articles) == (RelationKind.PARTIALLY_REPEALS, "第五条、第六条")


def test_a_nested_title_is_one_title():
    assert told("根据《关于印发〈云川市节水方案〉的通知》（云水发〔2025〕1号）") == [
        ("based_on", "关于印发〈云川市节水方案〉的通知", "云水发〔2025〕1号")
    ]


def test_the_number_may_stand_before_the_title_or_alone():
    assert told("根据云政发〔2020〕1号《甲办法》") == [("based_on", "甲办法", "云政发〔2020〕1号")]
    assert told("按照云政发〔2020〕1号文件要求") == [("based_on", "", "云政发〔2020〕1号")]


def test_a_short_name_is_not_another_paper():
    assert told("《云川市停车管理办法》（以下简称《办法》）已印发，《办法》共六章。") == [("mentions", "云川市停车管理办法", "")]
    assert told("《甲管理办法》（云政发〔2020〕1号，以下简称《办法》）规定") == [("mentions", "甲管理办法", "云政发〔2020〕1号")]


def test_newspapers_columns_and_books_are_not_papers():
    assert told("刊登于《人民日报》《政策面对面》，《中国政府透明度指数报告》显示") == []


def test_a_paper_does_not_cite_itself_or_what_it_carries():
    own = Own.of("关于印发《2025年要点》的通知", [Block(BlockKind.TITLE, "2025年要点", anchor="t2")], parse("云政发〔2025〕1号"))
    assert told("现将《2025年要点》印发给你们。云政发〔2025〕1号附件。本要点自印发之日起施行。", own=own) == []


def test_a_paper_cited_twice_is_cited_once_in_its_strongest_manner():
    assert told("根据《甲办法》制定。原《甲办法》（云政发〔2015〕3号）同时废止。") == [("repeals", "甲办法", "云政发〔2015〕3号")]


def test_an_interpretation_interprets_the_paper_its_text_is_about():
    assert told("近日印发了《甲办法》（云政发〔2025〕3号）。根据《乙法》制定。", interprets=True) == [
        ("interprets", "甲办法", "云政发〔2025〕3号"),
        ("based_on", "乙法", ""),
    ]


REPEALING = """云川市人民政府关于废止和修改部分行政规范性文件的决定
云政发〔2025〕9号
各县（区）人民政府：
经研究，决定废止下列文件：
1.《云川市人民政府关于印发〈粮食应急预案〉的通知》（云政发[2012]33号）
2.云川市人民政府办公室关于加强出租汽车管理的意见（云政办发〔2014〕 7 号）
一、宣布失效的文件
（一）云川市人民政府关于做好2016年防汛工作的通知（云政发〔2016〕12号）
二、继续有效的文件
（一）《云川市殡葬管理规定》（云政发〔2019〕3号）
云川市人民政府
2025年5月6日
附件1
废止的规范性文件目录
| 序号 | 文件名称 | 文号 |
| 1 | 云川市中小学收费管理办法 | 云教发〔2010〕5号 |
"""


def test_a_list_takes_its_manner_from_the_line_above_it():
    found = recognise(lines_of(REPEALING)).citations
    assert [(c.relation.value, c.title, str(c.doc_no)) for c in found] == [
        ("repeals", "云川市人民政府关于印发〈粮食应急预案〉的通知", "云政发〔2012〕33号"),
        ("repeals", "云川市人民政府办公室关于加强出租汽车管理的意见", "云政办发〔2014〕7号"),
        ("declares_expired", "云川市人民政府关于做好2016年防汛工作的通知", "云政发〔2016〕12号"),
        ("mentions", "云川市殡葬管理规定", "云政发〔2019〕3号"),
        ("repeals", "云川市中小学收费管理办法", "云教发〔2010〕5号"),
    ]


def test_the_span_of_a_citation_is_where_it_stands_in_its_block():
    block = Block(BlockKind.PARAGRAPH, "按照《甲办法》（云政发〔2020〕1号）办理，见《乙通知》。", anchor="p1")
    for found in citations([block], NOBODY):
        assert block.text[found.start : found.end] == found.raw
        assert found.anchor == "p1"
