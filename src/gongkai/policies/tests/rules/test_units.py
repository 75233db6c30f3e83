"""Who is responsible for a clause, and whom to call."""

import pytest

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.policies.rules.units import contacts, duties, is_signing_unit, only_phone, split_units


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("区政府各部门、各街道办事处", ("区政府各部门", "各街道办事处")),
        ("区行政审批局，各街道办事处", ("区行政审批局", "各街道办事处")),
        ("区文化和旅游局", ("区文化和旅游局",)),
        ("区电子政务与大数据中心", ("区电子政务与大数据中心",)),
        ("市住房和城乡建设局、市发展和改革委员会", ("市住房和城乡建设局", "市发展和改革委员会")),
        ("市财政局和市教育局", ("市财政局", "市教育局")),
        ("市大数据局和各县区政府", ("市大数据局", "各县区政府")),
        ("办公室、人事处以及各业务处室", ("办公室", "人事处", "各业务处室")),
        ("市公安局、市财政局等有关部门", ("市公安局", "市财政局等有关部门")),
        ("市公安局等", ("市公安局",)),
        ("各市、县（市、区）人民政府，省政府各部门", ("各市", "县（市、区）人民政府", "省政府各部门")),
        ("市公安局、市公安局", ("市公安局",)),
        ("", ()),
    ],
)
def test_names_are_parted_and_names_with_and_inside_stay_whole(text, units):
    assert split_units(text) == units


def duty(text):
    return [(each.role, each.units) for each in duties([Block(BlockKind.ITEM, text, anchor="h1-1")])]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("做好工作。（责任处室：办公室、各业务处室）", [("责任处室", ("办公室", "各业务处室"))]),
        ("做好工作。(责任单位:区司法局,区财政局)", [("责任单位", ("区司法局", "区财政局"))]),
        (
            "做好工作。（牵头单位：市发改委；配合单位：市财政局、市教育局）",
            [("牵头单位", ("市发改委",)), ("配合单位", ("市财政局", "市教育局"))],
        ),
        ("做好工作。（市财政局牵头，市教育局、市审计局配合）", [("牵头单位", ("市财政局",)), ("配合单位", ("市教育局", "市审计局"))]),
        ("做好工作。（市公安局、市交通运输局按职责分工负责）", [("责任单位", ("市公安局", "市交通运输局"))]),
        ("做好工作。（责任单位：区管委（区发改局）、区财政局）", [("责任单位", ("区管委（区发改局）", "区财政局"))]),
        ("做好村（居）务公开（以下简称公开）。", []),
        ("按照谁主管谁负责（谁审批谁负责）原则。", []),
    ],
)
def test_a_bracket_says_who_is_responsible(text, found):
    assert duty(text) == found


def test_two_brackets_in_one_paragraph_each_close_their_own_clause():
    text = "（四）听取意见。（责任单位：区司法局）开展开放活动。（责任单位：各街道办事处）"
    first, second = duties([Block(BlockKind.ITEM, text, anchor="h1-4")])
    assert (first.clause, second.clause) == ("（四）听取意见。", "开展开放活动。")
    assert text[second.start : second.end] == second.raw == "（责任单位：各街道办事处）"


def test_a_line_of_its_own_belongs_to_the_clause_above():
    blocks = [Block(BlockKind.ITEM, "1.做好工作。", anchor="h1-1"), Block(BlockKind.PARAGRAPH, "责任单位：市财政局、市教育局", anchor="p3")]
    assert [(each.anchor, each.units) for each in duties(blocks)] == [("h1-1", ("市财政局", "市教育局"))]


def test_a_table_of_tasks_is_read_by_its_heading_row():
    rows = (("序号", "工作任务", "责任单位", "完成时限"), ("1", "修订目录", "市财政局、市教育局", "6月"), ("2", "培训", "各部门", "9月"))
    found = duties([Block(BlockKind.TABLE, "", anchor="tb1", rows=rows)])
    assert [(each.clause, each.units) for each in found] == [("修订目录", ("市财政局", "市教育局")), ("培训", ("各部门",))]


@pytest.mark.parametrize("name", ["云川市人民政府", "云川市住房和城乡建设局", "云川市委办公室", "云川市安全生产委员会", "国家税务总局"])
def test_a_body_that_signs_papers(name):
    assert is_signing_unit(name)


@pytest.mark.parametrize(
    "line", ["2025年工作要点", "一、加强领导", "现印发给你们，请执行。", "关于加强工作的通知", "王芳", "各处室：", "我市举行新闻发布会"]
)
def test_a_line_that_is_no_signature(line):
    assert not is_signing_unit(line)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["咨询电话：", "青岛市行政审批服务局 : 0532-66209970"], [("青岛市行政审批服务局", "", "0532-66209970")]),
        (["（联系人：张三，联系电话：0571-12345678）"], [("", "张三", "0571-12345678")]),
        (["咨询电话：（0571）12345678"], [("", "", "0571-12345678")]),
        (["咨询电话：12345"], [("", "", "12345")]),
        (["全年发布信息12345678条。"], []),
    ],
)
def test_a_contact_is_read_with_its_unit(lines, found):
    assert [(each.unit, each.person, each.phone) for each in contacts(lines)] == found


def test_a_cell_of_phones_and_nothing_else_is_a_phone():
    assert only_phone("0532-66209970") == "0532-66209970"
    assert only_phone("0532-66209970、12345") == "0532-66209970、12345"
    assert only_phone("2554214002754374236号码不是电话而是索引") is None
    assert only_phone("办公室") is None
