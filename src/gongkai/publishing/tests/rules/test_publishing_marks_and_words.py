"""Marks of secrecy, wrong words, destroyed characters, missing attachments and fields."""

from datetime import date

import pytest

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.publishing.reference import seed_words
from gongkai.publishing.rules import fields, garbled, links, rulebook, secrecy, words
from gongkai.publishing.rules.hits import Code, Level
from gongkai.publishing.rules.inspection import inspect_paper
from gongkai.publishing.rules.material import FileText, Material, Passage, paper_of
from gongkai.publishing.rules.words import WrongWord


@pytest.mark.parametrize(
    "text",
    [
        "机密★1年",
        "秘密★",
        "绝 密 ★ 长期",
        "秘密＊６个月",
        "密级：机密",
        "机密",
        "秘密 10年",
        "（此件不公开）",
        "内部资料　注意保存",
        "（此件依申请公开）",
        "发至县团级",
    ],
)
def test_a_mark_at_the_head_of_a_paper_is_found(text):
    assert next(secrecy.find(Passage(text, near_top=True))).level is Level.HIGH


@pytest.mark.parametrize(
    "text",
    [
        "国家秘密的密级分为绝密、机密、秘密三级。",
        "绝密级国家秘密保密期限不超过三十年，机密级不超过二十年，秘密级不超过十年。",
        "依法确定为国家秘密的政府信息，不予公开。",
        "涉及商业秘密、个人隐私的，应当书面征求第三方意见。",
        "公文一般由份号、密级和保密期限、紧急程度、发文机关标志等组成。",
        "对标有“内部资料”字样的材料应当先行审查。",
        "**国家秘密**",
        "（此件公开发布）",
        "（此件主动公开）",
    ],
)
def test_a_text_about_secrecy_carries_no_mark(text):
    assert not list(secrecy.find(Passage(text, near_top=True)))


def test_copy_number_and_urgency_count_only_at_the_head():
    assert [found.code for found in secrecy.find(Passage("份号：000123", near_top=True))] == [Code.SECRET_MARK]
    assert [found.level for found in secrecy.find(Passage("特 急", near_top=True))] == [Level.MIDDLE]
    assert not list(secrecy.find(Passage("特急", near_top=False)))


def test_a_mark_inside_a_long_sentence_is_only_advice():
    (found,) = secrecy.find(Passage("会议材料属于内部资料，参会人员应当妥善保管，会议结束后由会务人员统一登记并收回处理。"))
    assert found.level is Level.LOW


def seen(text):
    return [(found.value, found.advice) for found in words.find(text, words.machine(seed_words()))]


@pytest.mark.parametrize(
    "text, wrong",
    [
        ("建立补贴资金台帐。", "台帐"),
        ("现就有关工作布署如下", "布署"),
        ("加强环境综合整冶", "整冶"),
        ("各级人名政府应当", "人名政府"),
        ("以习近平新时代特色社会主义思想为指导", "习近平新时代特色社会主义思想"),
        ("澜住建〔2025〕第12号", "〕第"),
    ],
)
def test_a_wrong_word_is_found_with_its_right_form(text, wrong):
    assert wrong in [value for value, _ in seen(text)]


@pytest.mark.parametrize(
    "text",
    [
        "整治金融领域乱象", "周末来访群众", "自己完成申报", "以经济建设为中心", "标准与规范", "修复盖板", "支付合同价款", "职工做饭",
        "构建康养服务体系", "以习近平新时代中国特色社会主义思想为指导", "组织分辨法律关系", "公安照相", "建全国统一大市场", "公园满足需求",
    ],
)  # fmt: skip
def test_a_right_phrase_that_contains_a_wrong_word_is_left_alone(text):
    assert not seen(text)


def test_the_seed_list_is_sound():
    rows = seed_words()
    machine = words.machine(rows)
    assert len(rows) >= 200
    assert len({row.wrong for row in rows}) == len(rows)
    for row in rows:
        assert row.wrong != row.right and row.kind in words.CODES and row.reason
        assert not list(words.find(row.right, machine)), f"“{row.wrong}”的建议写法“{row.right}”自己又被判错"
        assert all(row.wrong in phrase for phrase in row.unless), f"“{row.wrong}”的例外里有不含它的词"
        if row.kind != words.LEADERS:  # a name alone is right
            assert [found.value for found in words.find(f"甲{row.wrong}乙", machine)], f"“{row.wrong}”永远不会被找到"


def test_the_longer_of_two_wrong_words_wins():
    rows = (WrongWord("甲乙", "乙", "错别字", Level.LOW, "短"), WrongWord("甲乙丙", "丙", "错别字", Level.LOW, "长"))
    assert [found.value for found in words.find("甲乙丙丁", words.machine(rows))] == ["甲乙丙"]


def test_an_empty_list_finds_nothing():
    assert not list(words.find("甲乙", words.machine(())))


def test_the_list_is_looked_up_once_an_inspection_however_long_the_paper(monkeypatch):
    asked = []
    monkeypatch.setattr(rulebook, "machine", lambda rows: asked.append(rows) or words.machine(rows))
    book = rulebook.Rulebook(words=seed_words())
    inspect_paper(paper_of("通知\n" + "建立台帐。\n" * 50), book, about="", today=date(2026, 11, 20))
    assert len(asked) == 1


@pytest.mark.parametrize("text", ["推进\ufffd\ufffd公开", "锟斤拷锟斤拷", "工作\ue123要点", "政务??公开", "a\x03b"])
def test_destroyed_characters_block(text):
    (found,) = garbled.find(text)
    assert (found.code, found.level) == (Code.GARBLED, Level.MIDDLE)


def test_an_ordinary_question_mark_and_box_are_no_damage():
    assert not list(garbled.find("有何大动作?要点□是 □否 ①②③ 〔2025〕 ㎡ 𠮷"))


def test_invisible_characters_are_advice():
    assert [found.level for found in garbled.find("公\u200b开")] == [Level.LOW]


def blocks(*texts):
    return tuple(Block(BlockKind.PARAGRAPH, text, anchor=f"p{at}") for at, text in enumerate(texts, 1))


def test_a_named_attachment_that_is_not_there_is_found_once():
    paper = Material("通知", blocks("请填写附件2。", "附件：1.申请表", "2.汇总表"), files=(FileText("附件1.申请表.docx"),))
    assert [(anchor, found.sample) for anchor, found in links.find(paper)] == [("p3", "附件2《汇总表》")]


@pytest.mark.parametrize(
    "paper",
    [
        Material("通知", blocks("请填写申请表（见附件）。", "附件：申请表", "附件", "申请表", "姓名")),
        Material("通知", blocks("附件：1.申请表", "2.汇总表"), files=(FileText("申请表.docx"), FileText("附件2.xlsx"))),
        Material("通知", blocks("附件：《澜州市住房租赁补贴实施细则》"), files=(FileText("澜州市住房租赁补贴实施细则.pdf"),)),
        Material("通知", blocks("附件：实施方案", "（此件公开发布）", "实施方案", "一、总体要求")),
    ],
)
def test_attachments_inside_the_paper_or_beside_it_are_there(paper):
    assert not list(links.find(paper))


def test_a_mention_without_any_attachment_is_found():
    assert [found.sample for _, found in links.find(Material("通知", blocks("具体名单见附件3。")))] == ["附件3"]


@pytest.mark.parametrize(
    "address, code",
    [
        ("#p9", Code.DEAD_LINK),
        ("file:///C:/表.doc", Code.DEAD_LINK),
        ("http://192.168.1.8/a.doc", Code.WORK_SECRET), ("", Code.DEAD_LINK),
        ("表.doc", Code.DEAD_LINK), ("javascript:void(0)", Code.DEAD_LINK),
    ],
)  # fmt: skip
def test_a_link_to_nothing_is_found(address, code):
    assert [found.code for _, found in links.find(Material("通知", blocks("正文"), links=(("下载", address),)))] == [code]


@pytest.mark.parametrize("address", ["#p1", "https://example.com/a", "/policies/1", "files/表.doc"])
def test_a_link_that_leads_somewhere_is_left_alone(address):
    assert not list(links.find(Material("通知", blocks("正文"), files=(FileText("表.doc"),), links=(("下载", address),))))


def test_each_missing_field_is_named():
    paper = Material("关于……", blocks("正文"), fields={"标题": "甲", "索引号": " "}, required=("标题", "索引号", "发文字号"))
    assert [found.sample for found in fields.find(paper) if found.code is Code.MISSING_FIELD] == ["索引号", "发文字号"]
    assert [found.code for found in fields.find(paper_of("关于做好有关工作的…"))] == [Code.FMT]


def test_an_invisible_letter_inside_a_number_is_not_a_way_past_the_detectors():
    (hidden,) = garbled.find("手机138\u200b0013\u20608000")
    assert hidden.level is Level.MIDDLE and "没有检查" in hidden.message and hidden.sample == "U+200B"
    (harmless,) = garbled.find("通知\u200b如下，共3件")
    assert harmless.level is Level.LOW
