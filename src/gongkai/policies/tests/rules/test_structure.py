"""Lines as blocks: kinds, anchors, warnings."""

import pytest

from gongkai.documents.rules.paper import BlockKind
from gongkai.policies.rules.cleaning import clean, lines_of
from gongkai.policies.rules.structure import structure


def read(text, **hint):
    return structure(clean(lines_of(text)).lines, **hint)


def outline(shape):
    return [(block.kind.value, block.anchor) for block in shape.blocks]


RULE = """云川市城市停车管理办法
（2024年11月20日云川市人民政府令第52号公布）
第一章 总则
第一条 为了加强停车管理，制定本办法。
第二条 本市停车设施的规划、建设和管理，适用本办法。
法律、法规另有规定的，从其规定。
第二章 规划
第一节 职责
第三条 市住房和城乡建设部门履行下列职责：
（一）编制规划；
（二）指导建设：
1.新建项目；
2.改建项目；
（三）其他职责。
前款规定的办法另行制定：
（一）收费办法。
第三条之一 市公安部门负责秩序管理。
"""


def test_chapters_articles_paragraphs_items_and_sub_items_have_meaning_in_their_anchors():
    assert outline(read(RULE)) == [
        ("title", "t"),
        ("note", "note"),
        ("heading", "c1"),
        ("article", "c1-a1"),
        ("article", "c1-a2"),
        ("paragraph", "c1-a2-p2"),
        ("heading", "c2"),
        ("heading", "c2-s1"),
        ("article", "c2-a3"),
        ("item", "c2-a3-i1"),
        ("item", "c2-a3-i2"),
        ("item", "c2-a3-i2-1"),
        ("item", "c2-a3-i2-2"),
        ("item", "c2-a3-i3"),
        ("paragraph", "c2-a3-p2"),
        ("item", "c2-a3-p2-i1"),
        ("article", "c2-a3_1"),
    ]


def test_a_block_keeps_its_whole_text_number_and_level():
    shape = read(RULE)
    article = shape.blocks[3]
    assert (article.number, article.text) == ("第一条", "第一条　为了加强停车管理，制定本办法。")
    assert [block.level for block in shape.blocks if block.kind is BlockKind.HEADING] == [2, 2, 3]
    assert shape.flags == ()


NOTICE = """云川市财政局 云川市教育局
关于下达2025年学前教育专项资金的通知

云财教〔2025〕18号

各县（区）财政局、教育局：

现将专项资金下达你们。

附件：1.资金分配表
2.绩效目标表

云川市财政局 云川市教育局
2025年3月18日

（此件依申请公开）

抄送：市审计局。

附件1

资金分配表

序号	单位	金额
1	东湖区	120

附件2：绩效目标表
一、总体目标
"""


def test_a_joint_notice_with_annexes_is_read_part_by_part():
    assert outline(read(NOTICE)) == [
        ("title", "t"),
        ("salutation", "to"),
        ("paragraph", "p1"),
        ("attachment", "fj"),
        ("attachment", "fj-2"),
        ("signature", "sign"),
        ("date", "date"),
        ("note", "note"),
        ("note", "cc"),
        ("attachment", "f1"),
        ("title", "f1-t"),
        ("table", "f1-tb1"),
        ("attachment", "f2"),
        ("heading", "f2-h1"),
    ]


def test_the_title_is_put_together_from_its_lines_and_the_number_line_left_out():
    head = read(NOTICE).head
    assert head.title == "云川市财政局云川市教育局关于下达2025年学前教育专项资金的通知"
    assert [line.text for line in head.doc_no_lines] == ["云财教〔2025〕18号"]


def test_a_joint_signature_keeps_both_names_apart():
    assert read(NOTICE).of_kind(BlockKind.SIGNATURE)[0][0].text == "云川市财政局 云川市教育局"


def test_many_joint_signatures_below_one_another_are_all_read():
    names = [
        "云川市交通运输局",
        "云川市公安局",
        "云川市人力资源和社会保障局",
        "中国人民银行云川市分行",
        "云川市市场监督管理局",
        "云川市互联网信息办公室",
    ]
    shape = read("关于网约车管理的通知\n各单位：\n请执行。\n" + "\n".join(names) + "\n2025年1月2日")
    assert [block.text for block, _ in shape.of_kind(BlockKind.SIGNATURE)] == names


def test_rows_of_one_table_are_one_block():
    assert read(NOTICE).of_kind(BlockKind.TABLE)[0][0].rows == (("序号", "单位", "金额"), ("1", "东湖区", "120"))


@pytest.mark.parametrize(
    "head",
    [
        "云川市人民政府办公室\n关于印发云川市大气污染防治行动\n方案的通知",
        "云川市人民政府办公室关于印发云川市大气污染防治行动方案的通知",
        "云川市人民政府办公室文件\n云政办发〔2025〕21号\n云川市人民政府办公室关于印发云川市大气污染防治行动方案的通知",
        "# 云川市人民政府办公室 关于印发云川市大气污染防治 行动方案的通知",
        "000123\n特急\n云川市人民政府办公室关于印发云川市大气污染防治行动方案的通知\n（云政办发〔2025〕21号）",
    ],
)
def test_the_title_is_found_under_any_head(head):
    assert read(f"{head}\n各单位：\n请遵照执行。").head.title == "云川市人民政府办公室关于印发云川市大气污染防治行动方案的通知"


def test_marks_of_secrecy_in_the_head_are_set_apart():
    head = read("000123\n机密★5年\n特急\n云川市人民政府关于做好某项工作的通知\n各单位：\n请执行。").head
    assert [line.text for line in head.secrecy] == ["000123", "机密★5年", "特急"]


def test_the_attached_paper_after_the_signature_has_a_title_of_its_own():
    shape = read(
        "云川市民政局关于印发2025年工作要点的通知\n各科室：\n现印发给你们。\n云川市民政局\n2025年1月2日\n（此件公开发布）\n2025年工作要点\n一、总体要求\n做好工作。"
    )
    assert outline(shape)[-4:] == [("note", "note"), ("title", "t2"), ("heading", "h1"), ("paragraph", "p2")]


def test_items_running_on_through_the_sections_are_in_order():
    shape = read("关于某事的意见\n一、机制\n（一）甲。\n（二）乙。\n二、平台\n（三）丙。\n三、保障\n（四）丁。")
    assert [block.anchor for block in shape.blocks][1:] == ["h1", "h1-1", "h1-2", "h2", "h2-3", "h3", "h3-4"]
    assert shape.flags == ()


def test_plain_numbers_running_on_and_items_beginning_anew_are_both_right():
    assert read("关于某事的意见\n一、甲\n1.子。\n2.丑。\n二、乙\n3.寅。\n（一）卯。\n三、丙\n4.辰。\n（一）巳。").flags == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("一、甲\n三、丙", "“三、”之前缺1个序号"),
        ("一、甲\n（一）子。\n（一）丑。", "“（一）”重复"),
        ("第一条 甲。\n第四条 乙。", "“第四条”之前缺2个序号"),
        ("一、甲\n（一）子。\n（五）丑。", "“（五）”之前缺3个序号"),
        ("第一章 甲\n第三章 乙", "“第三章”之前缺1个序号"),
        ("第二条 甲。\n第一条 乙。", "次序颠倒"),
    ],
)
def test_a_gap_or_a_repeat_in_the_numbers_is_flagged_with_its_line(text, said):
    flags = read(f"云川市某某办法\n{text}").flags
    assert any(said in flag.message and flag.source_line > 1 for flag in flags)


def test_anchors_are_unique_even_when_numbers_repeat():
    anchors = [block.anchor for block in read("云川市某某办法\n第一条 甲。\n第一条 乙。\n（一）丙\n（一）丁").blocks]
    assert len(anchors) == len(set(anchors))


def test_an_order_is_signed_by_its_head():
    shape = read(
        "云川市人民政府令\n第52号\n《云川市停车办法》已经通过，现予公布。\n市长  李明\n2024年11月20日\n云川市停车办法\n第一条 为了加强管理，制定本办法。"
    )
    assert outline(shape) == [
        ("title", "t"),
        ("paragraph", "p1"),
        ("signature", "sign"),
        ("date", "date"),
        ("title", "t2"),
        ("article", "a1"),
    ]
    assert shape.head.order_no == "云川市人民政府令第52号"


def test_a_hostile_title_of_ten_thousand_characters_is_not_a_title():
    assert read("标" * 10000 + "的通知\n正文一段。").head.title == ""
