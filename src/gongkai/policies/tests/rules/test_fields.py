"""The printed metadata: synonyms, spaced labels, empty cells, tables in every shape."""

from datetime import date

import pytest

from gongkai.policies.rules.cleaning import PlainLine, clean, lines_of
from gongkai.policies.rules.docno import parse
from gongkai.policies.rules.fields import FieldName, typed
from gongkai.policies.rules.fields_dates import chinese_number, find_dates, only_date
from gongkai.policies.rules.fields_table import read_table
from gongkai.policies.rules.kinds import Disclosure


def table(text, facts=None):
    return read_table(clean(lines_of(text)), facts or {})


def values(text, facts=None):
    return {name.value: found[0].value for name, found in table(text, facts).candidates.items()}


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("索引号 2554214002754374236", "index_no", "2554214002754374236"),
        ("索 引 号：11370322004222241N/2026-5566124", "index_no", "11370322004222241N/2026-5566124"),
        ("【索引号】000014349/2017-00110", "index_no", "000014349/2017-00110"),
        ("发文机关：云川市财政局", "issuers", ("云川市财政局",)),
        ("发文单位 云川市财政局、云川市教育局", "issuers", ("云川市财政局", "云川市教育局")),
        ("发布机构: 云川市财政局", "issuers", ("云川市财政局",)),
        ("发布机关 云川市财政局", "issuers", ("云川市财政局",)),
        ("发文字号 云政发〔2025〕7号", "doc_no", parse("云政发〔2025〕7号")),
        ("文　　号：云政发[2025]7号", "doc_no", parse("云政发〔2025〕7号")),
        ("文件编号：云政发〔2025〕7 号", "doc_no", parse("云政发〔2025〕7号")),
        ("成文日期：二〇二五年六月二十六日", "formed_on", date(2025, 6, 26)),
        ("生成日期 2025/6/26", "formed_on", date(2025, 6, 26)),
        ("发布日期：2025.06.26 09:30", "published_on", date(2025, 6, 26)),
        ("发布时间：20250626", "published_on", date(2025, 6, 26)),
        ("生效日期 2025-06-26", "effective_on", date(2025, 6, 26)),
        ("施行日期：2025年6月26日", "effective_on", date(2025, 6, 26)),
        ("失效日期：2030-06-25", "expires_on", date(2030, 6, 25)),
        ("废止日期 2030-06-25", "expires_on", date(2030, 6, 25)),
        ("有效性 有效", "validity", "有效"),
        ("文件效力：失效", "validity", "失效"),
        ("时效：现行有效", "validity", "现行有效"),
        ("规范性文件登记号：QDCR-2024-0010001", "normative_reg_no", "QDCR-2024-0010001"),
        ("规范性文件号 QDCR—2024—0010001", "normative_reg_no", "QDCR-2024-0010001"),
        ("统一编号：QDCR-2024-0010001", "normative_reg_no", "QDCR-2024-0010001"),
        ("主题分类：综合政务-政务公开", "topic", ("综合政务", "政务公开")),
        ("公文种类：通知", "genre", "通知"),
        ("公开属性：主动公开", "disclosure", Disclosure.PROACTIVE),
        ("公开方式 依申请公开", "disclosure", Disclosure.ON_REQUEST),
        ("信息来源：云川日报", "source", "云川日报"),
        ("主送机关：各区县政府、市直各部门", "addressees", ("各区县政府", "市直各部门")),
        ("标题：云川市停车管理办法", "title", "云川市停车管理办法"),
    ],
)
def test_a_label_or_its_synonym_gives_the_value(line, field, value):
    assert values(f"{line}\n正文第一段。") == {field: value}


def test_several_pairs_on_one_line_are_parted():
    assert values("发文机关 云川市财政局 发文字号 云财发〔2025〕7号\n成文日期 2025-07-21 索引号 19059120230915143805") == {
        "issuers": ("云川市财政局",),
        "doc_no": parse("云财发〔2025〕7号"),
        "formed_on": date(2025, 7, 21),
        "index_no": "19059120230915143805",
    }


def test_an_empty_cell_swallows_neither_the_next_label_nor_the_next_line():
    read = table("主题分类 有效性 有效\n生效日期 2023-07-21 废止日期\n规范性文件登记号\n各处室:\n现将要点印发给你们。")
    assert {name.value: found[0].value for name, found in read.candidates.items()} == {
        "validity": "有效",
        "effective_on": date(2023, 7, 21),
    }
    assert read.used == {0, 1, 2}
    assert read.flags == []


@pytest.mark.parametrize("empty", ["无", "暂无", "—", "--", "/", ""])
def test_a_cell_that_says_nothing_gives_nothing_and_no_flag(empty):
    read = table(f"文号：{empty}\n有效性：有效")
    assert FieldName.DOC_NO not in read.candidates
    assert read.flags == []


def test_a_value_on_the_line_below_its_label_is_read_if_it_is_of_the_kind():
    assert values("索引号\nYC0012-2025-0008\n发布日期\n2025-04-03\n有效性\n有效\n正文。") == {
        "index_no": "YC0012-2025-0008",
        "published_on": date(2025, 4, 3),
        "validity": "有效",
    }


def test_a_filled_cell_of_the_wrong_kind_is_flagged_with_its_source():
    read = table("成文日期：2025-13-41\n发文字号：见附件说明文字")
    assert read.candidates == {}
    assert [(flag.kind, flag.source_line) for flag in read.flags] == [("suspicious", 1), ("suspicious", 2)]


def test_a_date_that_does_not_exist_is_no_date():
    assert typed(FieldName.FORMED_ON, "2025年2月30日") is None


def test_a_table_of_cells_is_read_pair_by_pair():
    rows = (
        ("索 引 号：", "000014349/2025-00110", "主题分类：", "综合政务/政务公开"),
        ("发布机构：", "云川市财政局", "文号：", ""),
        ("统一编号：", "", "有效性", "有效"),
    )
    read = read_table(clean([PlainLine("", rows=rows), PlainLine("正文。")]), {})
    assert {name.value: found[0].value for name, found in read.candidates.items()} == {
        "index_no": "000014349/2025-00110",
        "topic": ("综合政务", "政务公开"),
        "issuers": ("云川市财政局",),
        "validity": "有效",
    }
    assert read.used == {0}


def test_a_catalogue_with_a_heading_row_is_not_metadata():
    rows = (("序号", "文件名称", "文号"), ("1", "停车管理办法", "云政发〔2010〕5号"))
    read = read_table(clean([PlainLine("", rows=rows)]), {})
    assert (read.candidates, read.used) == ({}, set())


def test_hidden_facts_of_the_page_are_read_by_their_names():
    assert values(
        "正文。", {"PubDate": "2025-06-27 10:00", "ContentSource": "云川日报", "发文字号": "云政发〔2025〕7号", "keywords": "停车"}
    ) == {
        "published_on": date(2025, 6, 27),
        "source": "云川日报",
        "doc_no": parse("云政发〔2025〕7号"),
    }


def test_a_sentence_of_the_text_is_not_metadata():
    assert table("有效性是规范性文件管理的关键，应当及时清理。\n来源清楚、去向明确。\n咨询电话应当公开。").used == set()


def test_a_labelled_line_deep_in_the_text_stays_in_the_text():
    body = "\n".join(f"第{n}段正文，说明有关工作安排。" for n in range(30))
    read = table(f"有效性：有效\n{body}\n实施时间：2025年7月1日\n{body}\n联系电话：0571-12345678\n{body}")
    assert read.used == {0}
    assert table("某方案\n总体安排。\n实施时间：7月至9月\n分步推进。").used == set()


def test_an_irregular_number_in_the_table_is_read_and_flagged():
    read = table("文号：云政发[2025]050号\n有效性：有效")
    assert str(read.candidates[FieldName.DOC_NO][0].value) == "云政发〔2025〕50号"
    assert "虚位" in read.flags[0].message


def test_a_value_carries_its_span_in_the_clean_text_and_its_source():
    cleaned = clean(lines_of("某页眉一行\n  • 有效性 有效"))
    found = read_table(cleaned, {}).candidates[FieldName.VALIDITY][0]
    assert (found.line, cleaned.lines[found.line - 1].text[found.start : found.end]) == (2, "有效")
    assert (found.start, found.source_lines, found.source_text) == (3, (2,), "  • 有效性 有效")


@pytest.mark.parametrize(
    ("text", "value"),
    [("十三", 13), ("一百二十一", 121), ("二〇二五", 2025), ("二十", 20), ("１２", 12), ("两", 2), ("千里", None), ("", None)],
)
def test_chinese_numerals(text, value):
    assert chinese_number(text) == value


def test_dates_in_running_text():
    assert [day for day, _, _ in find_dates("自2025年7月1日起至二〇三〇年六月三十日，2025-06-26，2025年13月1日，电话0532-88996769")] == [
        date(2025, 7, 1),
        date(2030, 6, 30),
        date(2025, 6, 26),
    ]
    assert only_date("2025年6月26日（星期四）") == date(2025, 6, 26)
    assert only_date("自2025年6月26日起") is None
