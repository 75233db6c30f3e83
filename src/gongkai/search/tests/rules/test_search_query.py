import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.search.rules.query import LONGEST, Intent, Phrase, Place, article_number, parse
from gongkai.shared.refusal import Refused


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("青政办发〔2025〕5号", "青政办发〔2025〕5号"),
        ("青政办发 [2025] 5 号", "青政办发〔2025〕5号"),
        ("青政办发（2025）5号", "青政办发〔2025〕5号"),
        ("青政办发【2025】５号", "青政办发〔2025〕5号"),
        ("青政办发2025 5号", "青政办发〔2025〕5号"),
        ("文号:青政办发2025 5号", "青政办发〔2025〕5号"),
        ("国务院令第711号", "国务院令第711号"),
    ],
)
def test_a_document_number_is_recognised_however_it_is_typed(typed, number):
    parsed = parse(typed)
    assert (parsed.intent, parsed.doc_nos, parsed.free) == (Intent.NUMBER, (number,), "")


@pytest.mark.parametrize(
    ("typed", "intent"),
    [
        ("", Intent.BROWSE),
        ("-解读", Intent.BROWSE),
        ("公租房", Intent.PHRASE),
        ("老旧小区 改造", Intent.PHRASE),
        ("“集中配租”", Intent.PHRASE),
        ("《政府信息公开条例》", Intent.NAME),
        ("青岛市人民政府办公厅关于印发政务公开工作要点的通知", Intent.NAME),
        ("政府信息公开条例 第十四条", Intent.NAME),
        ("外地人可以申请公租房吗", Intent.QUESTION),
        ("申请公租房需要什么材料？", Intent.QUESTION),
        ("《政府信息公开条例》规定多久答复？", Intent.QUESTION),
        ("第十四条", Intent.PHRASE),
    ],
)
def test_the_kind_of_search_is_told_from_the_words(typed, intent):
    assert parse(typed).intent is intent


def test_fields_phrases_and_exclusions_are_taken_out_of_the_words():
    parsed = parse("标题:政务公开 机关：市住建局 年份:2025 种类:通知 “集中配租” -解读 名单")
    assert parsed.phrases == (Phrase("政务公开", Place.TITLE), Phrase("市住建局", Place.ISSUER), Phrase("集中配租"))
    assert parsed.limits == (("year", "2025"), ("genre", "通知"))
    assert parsed.excluded == ("解读",)
    assert parsed.free == "名单"


def test_a_part_of_a_document_number_is_looked_for_in_the_numbers():
    assert parse("文号:青政办发").phrases == (Phrase("青政办发", Place.DOC_NO),)


def test_a_hyphen_inside_a_word_excludes_nothing():
    assert parse("GB-T 9704-2012").excluded == ()


def test_quotation_marks_inside_a_question_only_quote():
    parsed = parse("名为“个体工商户”实为“合伙”，如何认定？")
    assert parsed.phrases == ()
    assert "个体工商户" in parsed.free


def test_the_article_of_a_named_document_is_kept_apart():
    parsed = parse("《政府信息公开条例》第十四条之一")
    assert (parsed.free, parsed.article) == ("政府信息公开条例", "14-1")
    assert article_number("第15条") == article_number("第十五条") == "15"
    assert article_number("第一百零二条 本条例") == "102"


def test_an_impossible_year_is_refused_with_an_example():
    with pytest.raises(Refused, match="年份:2025"):
        parse("年份:去年")


def test_an_overlong_query_is_refused_with_its_length():
    with pytest.raises(Refused, match="最多300个字"):
        parse("公" * (LONGEST + 1))


HOSTILE = [
    "title:*) OR (body:x",
    "' OR 1=1; DROP TABLE policies_policy; --",
    "{{ 7*7 }}<script>alert(1)</script>",
    "😀🇨🇳👨‍👩‍👧",
    "\x00\x01\x1b[31m\u202e反转",
    "\ud800",
    "“未闭合的引号",
    "《《《》》》",
    "- -- --- -“”",
    "标题: 文号: 机关:",
    "～！@#￥%……&*（）",
    "第条 第〇条 第零零零条",
    "((((((((((" * 20,
    "\\" * 200,
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_input_is_only_text(typed):
    parse(typed)


@given(st.text(max_size=LONGEST))
def test_nothing_typed_raises_but_a_refusal(typed):
    try:
        parse(typed)
    except Refused as refused:
        assert refused.message
