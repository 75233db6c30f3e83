"""A file's lines to a draft, on papers of every sort."""

from datetime import date

import pytest

from gongkai.documents.rules.paper import BlockKind
from gongkai.policies.rules.cleaning import lines_of
from gongkai.policies.rules.docno import parse
from gongkai.policies.rules.fields import FieldName
from gongkai.policies.rules.kinds import Category, Disclosure, DocumentClass, RelationKind
from gongkai.policies.rules.recognise import recognise


def read(text, name="", facts=None):
    return recognise(lines_of(text), name, facts)


ORDER = """云川市人民政府令

第52号

《云川市城市停车管理办法》已经2024年11月5日市人民政府第30次常务会议通过，现予公布，自2025年1月1日起施行。

市长  李明

2024年11月20日

云川市城市停车管理办法

第一章 总则
第一条 为了加强停车管理，根据《中华人民共和国道路交通安全法》，制定本办法。
第二条 市住房和城乡建设部门负责下列工作：
（一）编制规划；
（二）指导建设。
第二章 附则
第三条 本办法自2025年1月1日起施行，有效期5年。2015年3月2日公布的《云川市机动车停放管理办法》（云川市人民政府令第18号）同时废止。
"""


def test_an_order_is_a_rule_named_by_what_it_publishes():
    draft = read(ORDER)
    assert draft.category is Category.POLICY
    assert draft.value(FieldName.TITLE) == "云川市城市停车管理办法"
    assert draft.value(FieldName.DOC_NO) == parse("云川市人民政府令第52号")
    assert draft.value(FieldName.ISSUERS) == ("云川市人民政府",)
    assert draft.value(FieldName.GENRE) == "命令（令）"
    assert draft.value(FieldName.DOCUMENT_CLASS) is DocumentClass.RULE
    assert draft.value(FieldName.SIGNATURE) == ("市长 李明",)
    assert draft.value(FieldName.SIGNED_ON) == date(2024, 11, 20)


def test_its_closing_article_gives_its_beginning_and_its_end():
    draft = read(ORDER)
    assert draft.value(FieldName.EFFECTIVE_ON) == date(2025, 1, 1)
    assert draft.value(FieldName.EXPIRES_ON) == date(2029, 12, 31)
    assert draft.value(FieldName.VALIDITY_PERIOD) == "自2025年1月1日起施行，有效期5年"
    assert draft.fields[FieldName.EXPIRES_ON].confidence < draft.fields[FieldName.EFFECTIVE_ON].confidence
    assert [(c.relation, c.title) for c in draft.citations] == [
        (RelationKind.BASED_ON, "中华人民共和国道路交通安全法"),
        (RelationKind.REPEALS, "云川市机动车停放管理办法"),
    ]


def test_an_order_printed_on_one_line_gives_its_maker():
    draft = read(
        "云川市人民政府令第53号\n《云川市献血办法》已经通过，现予公布。\n代市长 王芳\n二〇二五年三月五日\n云川市献血办法\n第一条 为了保障临床用血，制定本办法。"
    )
    assert draft.value(FieldName.TITLE) == "云川市献血办法"
    assert draft.value(FieldName.ISSUERS) == ("云川市人民政府",)
    assert draft.value(FieldName.FORMED_ON) == date(2025, 3, 5)


def test_an_announcement_is_named_by_what_it_announces():
    draft = read("云川市市场监督管理局公告\n2025年第3号\n关于发布2项地方标准的公告\n现予公告。\n云川市市场监督管理局\n2025年4月1日")
    assert draft.value(FieldName.TITLE) == "关于发布2项地方标准的公告"
    assert draft.value(FieldName.DOC_NO) == parse("云川市市场监督管理局公告2025年第3号")


JOINT = """云川市财政局 云川市教育局
关于下达2025年学前教育专项资金的通知
云财教〔2025〕18号
各县（区）财政局，市属有关学校：
根据《云川市专项资金管理办法》（云政发〔2023〕 6 号）有关规定，现将专项资金下达你们。（市财政局牵头，市教育局、市审计局配合）
附件：1.资金分配表
2.绩效目标表
云川市财政局 云川市教育局
2025年3月18日
（此件依申请公开）
附件1
资金分配表
序号	单位	金额
1	东湖区	120
"""


def test_a_joint_paper_names_its_issuers_the_sponsor_first():
    draft = read(JOINT)
    assert draft.value(FieldName.ISSUERS) == ("云川市财政局", "云川市教育局")
    assert draft.value(FieldName.SIGNATURE) == ("云川市财政局", "云川市教育局")
    assert draft.value(FieldName.DISCLOSURE) is Disclosure.ON_REQUEST
    assert draft.value(FieldName.ADDRESSEES) == ("各县（区）财政局", "市属有关学校")
    assert draft.attachments == ("资金分配表", "绩效目标表")
    assert [(duty.role, duty.units) for duty in draft.duties] == [("牵头单位", ("市财政局",)), ("配合单位", ("市教育局", "市审计局"))]
    assert any(block.kind is BlockKind.TABLE for block in draft.blocks)


EXPLAINED = """《云川市城市停车管理办法》政策解读
来源：云川市住房和城乡建设局 发布时间：2024-11-25 10:30:00 浏览次数：123
近日，市政府公布了《云川市城市停车管理办法》（云川市人民政府令第52号，以下简称《办法》），现解读如下。
一、制定背景
根据《中华人民共和国道路交通安全法》，原办法已不适应。
二、主要内容
《办法》共三章六条，自2025年1月1日起施行。
"""


def test_an_interpretation_points_to_what_it_explains_and_has_none_of_its_dates():
    draft = read(EXPLAINED)
    assert draft.category is Category.INTERPRETATION
    assert next((c.relation.value, c.title, str(c.doc_no or "")) for c in draft.citations) == (
        "interprets",
        "云川市城市停车管理办法",
        "云川市人民政府令第52号",
    )
    assert draft.value(FieldName.PUBLISHED_ON) == date(2024, 11, 25)
    assert draft.value(FieldName.ISSUERS) == ("云川市住房和城乡建设局",)
    assert draft.value(FieldName.EFFECTIVE_ON) is None
    assert draft.value(FieldName.DOC_NO) is None


NEWS = """云川市出台公共租赁住房管理办法 新就业职工可申请
2025-03-02 09:12 来源：云川日报 作者：李四
本报讯（记者 王五）3月1日，记者从市政府新闻办获悉，《云川市公共租赁住房管理办法》（云政发〔2025〕4号）近日印发，自4月1日起施行。
据了解，办法共六章四十条。
责任编辑：赵六
版权所有：云川日报社 ICP备12345678号
"""


def test_a_report_about_a_policy_is_news_and_takes_nothing_of_the_policy():
    draft = read(NEWS)
    assert draft.category is Category.NEWS
    assert "记者" in draft.reason
    assert draft.value(FieldName.TITLE) == "云川市出台公共租赁住房管理办法 新就业职工可申请"
    assert draft.value(FieldName.PUBLISHED_ON) == date(2025, 3, 2)
    assert draft.value(FieldName.SOURCE) == "云川日报"
    assert not {FieldName.DOC_NO, FieldName.EFFECTIVE_ON, FieldName.GENRE, FieldName.DOCUMENT_CLASS} & set(draft.fields)
    assert [(c.relation, c.title) for c in draft.citations] == [(RelationKind.MENTIONS, "云川市公共租赁住房管理办法")]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("云川市民政局关于印发政策解读工作办法的通知\n云民发〔2025〕3号\n各科室：\n请执行。\n云川市民政局\n2025年5月1日", Category.POLICY),
        ("一图读懂《云川市停车办法》\n看图说话。", Category.INTERPRETATION),
        ("市司法局负责人就《云川市停车办法》答记者问\n问：为何制定？\n答：为了规范。", Category.INTERPRETATION),
        ("全市停车工作推进会召开\n近日，全市停车工作推进会在云川召开。\n（云川日报 记者 张三）", Category.NEWS),
        ("津贴提高了，怎么领？\n问：谁可以领？\n答：老年人。\n问：领多少？\n答：每月一百元。", Category.INTERPRETATION),
        ("望潮街道助餐点开张\n11月1日11时，两处助餐点同时开张，当天共有186位老年人前来就餐。", Category.NEWS),
        ("领导分工\n张三：主持全面工作。\n李四：分管财务。", Category.OTHER),
        ("云川市停车管理办法\n第一条 为了加强管理，制定本办法。\n第二条 本办法自公布之日起施行。", Category.POLICY),
        ("关于云川公路项目核准的批复\n云发改审〔2025〕15号\n市交通局：\n原则同意。", Category.POLICY),
    ],
)
def test_what_a_paper_is(text, category):
    draft = read(text)
    assert draft.category is category
    assert draft.reason


def test_a_table_printed_twice_does_no_harm_but_two_different_numbers_are_both_shown():
    head = "关于节水工作的通知\n发文字号：云水发〔2025〕12号\n成文日期：2025年4月1日\n"
    body = "各县区水务局：\n请遵照执行。\n云川市水务局\n2025年4月1日"
    same = read(head + "发文字号 云水发〔2025〕 12 号\n成文日期 2025-04-01\n" + body)
    assert [flag for flag in same.flags if flag.kind == "conflict"] == []
    assert same.fields[FieldName.DOC_NO].others == ()
    other = read(head + "发文字号 云水发〔2025〕13号\n" + body)
    found = other.fields[FieldName.DOC_NO]
    assert (str(found.value), [str(each.value) for each in found.others]) == ("云水发〔2025〕12号", ["云水发〔2025〕13号"])
    assert found.confidence <= 0.5
    assert any(flag.kind == "conflict" and "12号" in flag.message and "13号" in flag.message for flag in other.flags)


def test_a_signature_date_that_differs_from_the_table_is_a_contradiction():
    draft = read("关于节水工作的通知\n成文日期：2025年4月1日\n有效性：有效\n各单位：\n请执行。\n云川市水务局\n2025年4月2日")
    assert draft.value(FieldName.FORMED_ON) == date(2025, 4, 1)
    assert [str(each.value) for each in draft.fields[FieldName.FORMED_ON].others] == ["2025-04-02"]


def test_a_blank_topic_is_guessed_and_marked_as_a_guess():
    found = read("云川市住房租赁管理办法\n主题分类\n有效性 有效\n第一条 为了规范住房租赁，制定本办法。").fields[FieldName.TOPIC]
    assert found.value == ("城乡建设、环境保护", "城乡建设（含住房）")
    assert found.confidence <= 0.5
    assert "推测" in found.how


def test_a_rule_without_its_order_takes_its_date_from_the_note_below_the_title():
    draft = read(
        "云川市停车管理办法\n（2024年11月20日云川市人民政府令第52号公布　自2025年1月1日起施行）\n第一条　为了加强管理，制定本办法。\n第二条　本办法自2025年1月1日起施行。"
    )
    assert draft.value(FieldName.FORMED_ON) == date(2024, 11, 20)
    assert draft.value(FieldName.DOC_NO) == parse("云川市人民政府令第52号")
    assert draft.value(FieldName.DOCUMENT_CLASS) is DocumentClass.RULE


def test_a_register_number_in_the_text_makes_it_a_normative_paper():
    draft = read("QDCR-2024-0010001\n云川市停车收费标准的通知\n云发改〔2024〕3号\n各单位：\n请执行。\n云川市发展和改革委员会\n2024年3月2日")
    assert draft.value(FieldName.NORMATIVE_REG_NO) == "QDCR-2024-0010001"
    assert draft.value(FieldName.DOCUMENT_CLASS) is DocumentClass.NORMATIVE


def test_marks_of_secrecy_and_missing_facts_are_flagged():
    draft = read("机密★5年\n云川市民政局关于做好某项工作的通知\n各单位：\n请执行。")
    assert {flag.kind for flag in draft.flags} >= {"suspicious", "missing"}
    assert any("保密审查" in flag.message for flag in draft.flags)


def test_the_title_may_come_from_the_file_name_as_a_guess():
    found = read("现将有关事项说明。", "云川市民政局关于做好救助工作的通知.docx").fields[FieldName.TITLE]
    assert (found.value, found.confidence < 0.5) == ("云川市民政局关于做好救助工作的通知", True)


def test_a_page_called_by_the_offices_name_is_not_titled_so():
    draft = read("云川市水务局关于节水工作的通知\n各单位：\n请执行。\n云川市水务局\n2025年4月2日", facts={"标题": "云川市水务局"})
    assert draft.value(FieldName.TITLE) == "云川市水务局关于节水工作的通知"
    named = read("各单位：\n请执行。", facts={"标题": "关于节水工作的通知_云川市水务局"})
    assert named.value(FieldName.TITLE) == "关于节水工作的通知"


def test_every_value_points_into_the_clean_text_and_to_its_source():
    for text in (ORDER, JOINT, EXPLAINED, NEWS):
        draft = read(text)
        lines = draft.text.split("\n")
        source = text.split("\n")
        for found in draft.fields.values():
            if found.line:
                assert 0 <= found.start <= found.end <= len(lines[found.line - 1])
            for number in found.source_lines:
                assert source[number - 1] in found.source_text
            assert 0 < found.confidence <= 1
            assert found.how


@pytest.mark.parametrize(
    "hostile",
    [
        "",
        "\n\n\n",
        "标" * 10000 + "的通知",
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "{{ 7*7 }}",
        "《" * 3000,
        "附件1\n" * 200,
        "第一条\n" * 200,
    ],
)
def test_odd_text_never_breaks_the_reading(hostile):
    draft = read(hostile)
    anchors = [block.anchor for block in draft.blocks]
    assert len(anchors) == len(set(anchors))
