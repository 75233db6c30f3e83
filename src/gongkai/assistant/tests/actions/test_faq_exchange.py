"""问答库 in and out: all or nothing, errors by row, nothing twice; other systems propose and follow."""

import json
from dataclasses import replace

import pytest
from tests.cast import AT, ON, published

from gongkai.assistant import faq
from gongkai.assistant.actions import entries, exchange, making
from gongkai.assistant.models import FaqEntry
from gongkai.assistant.rules.entries import Channel, Line, Origin, Source, State, Written, subject_of, with_subject
from gongkai.assistant.rules.exchange import HEADER, READ, Row, as_json, cells, read_json, read_table
from gongkai.documents.readers.sheets import sheets
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.writers import xlsx
from gongkai.enquiries.actions import receive
from gongkai.enquiries.rules.messages import Kind
from gongkai.journal import actions as journal
from gongkai.people.models import ApiKey
from gongkai.policies.rules.kinds import Category
from gongkai.shared.refusal import Refused

TEXT = "各区县：\n现通知如下。\n第一条 收入低于标准的家庭可以申请。\n第二条 申请时提交居住证明和收入证明。"
ASKED = "关于公租房的问答\n一、常见问题\n问：要交押金吗？\n答：不需要。入住时也不收押金。\n问：能养狗吗？\n答：可以。"


@pytest.fixture
def paper(cast):
    return published(cast, title="关于公共租赁住房工作的通知", text=TEXT, doc_no="澜建发〔2026〕7号")


def rows(*lines: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [("问题", "答案", "出处文件", "引用原话"), *lines]


GOOD = ("申请公租房要什么材料？", "提交居住证明和收入证明。", "澜建发〔2026〕7号", "申请时提交居住证明和收入证明。")


def test_a_table_becomes_drafts(cast, paper):
    made = exchange.take_in(read_table(rows(GOOD)), office=cast.housing, by=cast.li, at=AT).made
    assert [(one.question, one.state, one.origin) for one in made] == [("申请公租房要什么材料？", State.DRAFT, Origin.IMPORT)]
    assert made[0].versions.get().citations.get().label == "第二条"


def test_one_wrong_row_and_nothing_is_taken_in_each_error_with_its_row(cast, paper):
    wrong = [GOOD, ("收入多少可以申请？", "收入低于标准的家庭可以申请。", "澜建发〔2031〕9号", ""), ("租金怎么交？", "按月。", "", "")]
    with pytest.raises(Refused) as refused:
        exchange.take_in(read_table(rows(*wrong)), office=cast.housing, by=cast.li, at=AT)
    assert "第 3 行：公开的文件里没有" in refused.value.message and "第 4 行：答案第 1 句没有出处" in refused.value.message
    assert not FaqEntry.objects.exists()


def test_the_same_question_twice_in_the_file_or_already_in_the_base_is_a_duplicate(cast, paper):
    other = ("公租房申请要哪些材料", *GOOD[1:])
    with pytest.raises(Refused, match="第 3 行：与第 2 行问的是同一个问题"):
        exchange.take_in(read_table(rows(GOOD, other)), office=cast.housing, by=cast.li, at=AT)
    exchange.take_in(read_table(rows(GOOD)), office=cast.housing, by=cast.li, at=AT)
    with pytest.raises(Refused, match="第 2 行：与WD"):
        exchange.take_in(read_table(rows(other)), office=cast.housing, by=cast.li, at=AT)


def exported(*versions) -> list:
    """The base as an export writes it, read back."""
    told = ["已发布", "", "", ""]
    return read_table([HEADER, *(tuple(cells(faq.as_written(one), [one.entry.code, *told])) for one in versions)])


def test_what_was_exported_changed_and_taken_in_again_becomes_a_new_version_and_the_rest_stays(cast, paper):
    other = ("收入多少可以申请？", "收入低于标准的家庭可以申请。", GOOD[2], "")
    made = exchange.take_in(read_table(rows(GOOD, other)), office=cast.housing, by=cast.li, at=AT).made
    for entry in made:
        entries.submit(entry.versions.get(), by=cast.li, at=AT)
        entries.publish(entry.versions.get(), by=cast.zhou, at=AT)
    first, second = exported(*(entry.versions.get() for entry in made))
    new = Row(4, replace(second.written, question="没有收入可以申请吗？"))
    changed = replace(first, written=replace(first.written, wordings=("公租房要交什么材料",)))
    taken = exchange.take_in([changed, second, new], office=cast.housing, by=cast.li, at=AT)
    assert ([one.question for one in taken.made], taken.renewed, taken.unchanged) == (["没有收入可以申请吗？"], [made[0]], 1)
    draft = made[0].versions.get(published_at=None)
    assert (draft.number, draft.wordings, draft.submitted_at) == (2, ["公租房要交什么材料"], None)
    assert made[1].versions.count() == 1
    by_name = Row(2, replace(second.written, lines=read_table(rows(other))[0].written.lines, review_on=None), made[1].code)
    assert exchange.take_in([by_name], office=cast.housing, by=cast.li, at=AT).unchanged == 1
    with pytest.raises(Refused, match="第 2 行：WD000001 已经有一版在修改".replace("WD000001", made[0].code)):
        exchange.take_in([replace(changed, written=replace(changed.written, topic="住房"))], office=cast.housing, by=cast.li, at=AT)


def test_a_draft_never_published_is_written_over_and_one_in_review_is_not(cast, paper):
    (entry,) = exchange.take_in(read_table(rows(GOOD)), office=cast.housing, by=cast.li, at=AT).made
    (row,) = exported(entry.versions.get())
    row = replace(row, written=replace(row.written, topic="住房"))
    assert exchange.take_in([row], office=cast.housing, by=cast.li, at=AT).renewed == [entry]
    assert entry.versions.get().topic == "住房"
    entries.submit(entry.versions.get(), by=cast.li, at=AT)
    with pytest.raises(Refused, match="已经送审"):
        exchange.take_in([replace(row, written=replace(row.written, topic="别的"))], office=cast.housing, by=cast.li, at=AT)


def test_the_number_of_another_offices_entry_or_of_none_or_twice_is_told_by_row(cast, paper):
    (entry,) = exchange.take_in(read_table(rows(GOOD)), office=cast.housing, by=cast.li, at=AT).made
    (row,) = exported(entry.versions.get())
    FaqEntry.objects.filter(pk=entry.pk).update(office=cast.transport)
    unknown = Row(3, replace(row.written, question="没有收入可以申请吗？"), "WD999999")
    with pytest.raises(Refused) as refused:
        exchange.take_in([row, unknown], office=cast.housing, by=cast.li, at=AT)
    assert f"第 2 行：编号 {entry.code} 不是本单位的条目" in refused.value.message
    assert "第 3 行：编号 WD999999 不是本单位的条目" in refused.value.message
    FaqEntry.objects.filter(pk=entry.pk).update(office=cast.housing)
    with pytest.raises(Refused, match="第 3 行：与第 2 行是同一个编号"):
        exchange.take_in([row, replace(row, number=3)], office=cast.housing, by=cast.li, at=AT)


@pytest.mark.parametrize("who", ["zhou", "zhao", "sun"])
def test_only_an_editor_of_the_office_imports(cast, paper, who):
    with pytest.raises(Refused, match="没有办理"):
        exchange.take_in(read_table(rows(GOOD)), office=cast.housing, by=getattr(cast, who), at=AT)


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ([], "表格是空的"),
        ([("问题", "答案")], "缺少“出处文件”"),
        ([("问题", "答案", "出处文件", "口令")], "表头“口令”不认识"),
        ([("问题", "问题", "答案", "出处文件")], "表头重复"),
        (rows(), "没有条目"),
        (rows(("问", "一\n二", "甲\n乙\n丙", "")), "应一行对一行"),
        (rows(*[("问题", "答", "甲", "")] * 501), "最多导入 500 条"),
    ],
)
def test_a_table_that_cannot_be_read_is_told_why(table, why):
    with pytest.raises(Refused, match=why):
        read_table(table)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "不是有效的 JSON"),
        ("[" * 100_000, "不是有效的 JSON"),
        ("[]", "应为"),
        ('{"entries": [3]}', "第 1 行：应为一个对象"),
        ('{"entries": [{"question": 5}]}', "应为文字"),
        ('{"entries": [{"question": "甲", "lines": "乙"}]}', "应为列表"),
        ('{"entries": [{"question": "甲", "__class__": "x"}]}', "不认识"),
        ('{"entries": [{"question": "甲", "channels": ["fax"]}]}', "没有“fax”这个渠道"),
        ('{"entries": [{"question": "甲", "review_on": "明年"}]}', "复核日期"),
    ],
    ids=["empty", "nested", "list", "no object", "number", "text", "unknown name", "channel", "day"],
)
def test_a_json_file_that_cannot_be_read_is_told_why(text, why):
    with pytest.raises(Refused, match=why):
        read_json(text)


def test_hostile_cells_stay_text_and_hidden_signs_are_dropped(cast, paper):
    hostile = ('=HYPERLINK("http://x","申请公租房要什么材料")<script>alert(1)</script>\u202e\u200b\x07', *GOOD[1:])
    (made,) = exchange.take_in(read_table(rows(hostile)), office=cast.housing, by=cast.li, at=AT).made
    assert made.question == '=HYPERLINK("http://x","申请公租房要什么材料")<script>alert(1)</script>'
    data = xlsx.write([cells(faq.as_written(made.versions.get()), [made.code, "", "", "", ""])], HEADER, "问答库")
    (sheet,) = sheets(data, FileKind.XLSX)
    assert sheet.rows[1][1] == made.question  # a text, no formula
    assert data.count(b"<f>") == 0


def test_what_was_exported_reads_back_the_same_both_ways(cast, paper):
    (made,) = exchange.take_in(read_table(rows(GOOD)), office=cast.housing, by=cast.li, at=AT).made
    written = faq.as_written(made.versions.get())
    (sheet,) = sheets(xlsx.write([cells(written, [made.code, "起草中", "", "", ""])], HEADER, "问答库"), FileKind.XLSX)
    assert read_table(sheet.rows) == [Row(2, written, made.code)]
    assert read_json(json.dumps({"entries": [as_json(written)]})) == [Row(1, written)]
    assert set(READ) < set(HEADER)


# —— other systems ——


def key_of(office, cast) -> ApiKey:
    return ApiKey.objects.create(name="热线", organisation=office, prefix="abcd1234", digest="0" * 64, created_at=AT, created_by=cast.sun)


def test_what_the_hotline_proposes_is_a_draft_once_however_often_it_is_sent(cast, paper):
    key, written = key_of(cast.housing, cast), Written("公租房可以养狗吗？", ())
    entry, is_new = exchange.propose(written, key=key, sent_as="T-1", at=AT)
    assert is_new and (entry.state, entry.office, entry.created_by) == (State.DRAFT, cast.housing, None)
    assert exchange.propose(written, key=key, sent_as="T-1", at=AT) == (entry, False)
    with pytest.raises(Refused, match="内容不同"):
        exchange.propose(Written("公租房可以养猫吗？", ()), key=key, sent_as="T-1", at=AT)
    assert FaqEntry.objects.count() == 1


def test_what_points_to_the_caller_is_masked_at_the_door(cast, paper):
    line = Line("您好张三，已经登记，回电 13912345678。", (Source(paper.policy.code, "收入低于标准的家庭可以申请。"),))
    asked = "我叫张三，身份证 11010519491231002X，电话 13912345678，公租房可以养狗吗？"
    key = key_of(cast.housing, cast)
    entry, _ = exchange.propose(Written(asked, (line,), (asked,)), key=key, sent_as="T-2", at=AT)
    version = entry.versions.get()
    kept = f"{entry.question}{version.question}{version.wordings}{version.lines}"
    assert "养狗" in entry.question and not any(part in kept for part in ("11010519491231002X", "13912345678"))
    assert "张三" not in f"{version.question}{version.wordings}"
    assert exchange.propose(Written(asked, (line,), (asked,)), key=key, sent_as="T-2", at=AT) == (entry, False)


def test_changes_tell_each_entry_once_as_it_stands_and_what_is_gone(cast, paper):
    two = read_table(rows(GOOD, ("收入多少可以申请？", "收入低于标准的家庭可以申请。", GOOD[2], "")))
    made = exchange.take_in(two, office=cast.housing, by=cast.li, at=AT).made
    for entry in made:
        entries.submit(entry.versions.get(), by=cast.li, at=AT)
        entries.publish(entry.versions.get(), by=cast.zhou, at=AT)
    journal.place()
    first = faq.changes(after=0, size=1)
    assert [one.entry for one in first.changes] == [made[0]] and first.more
    rest = faq.changes(after=first.reached, size=10)
    assert [(one.entry, one.gone) for one in rest.changes] == [(made[1], False)] and not rest.more
    entries.retire(made[0], reason="并入指南", by=cast.zhou, at=AT)
    entries.mark_due(made[1], "复核日期已到", at=AT)
    journal.place()
    assert {(one.entry, one.gone) for one in faq.changes(after=rest.reached, size=10).changes} == {(made[0], True), (made[1], True)}


def test_what_leaves_a_channel_is_gone_for_it_alone(cast, paper):
    entry = entries.write(
        Written(GOOD[0], read_table(rows(GOOD))[0].written.lines, channels=(Channel.SITE.value,)), office=cast.housing, by=cast.li, at=AT
    )
    entries.submit(entry.versions.get(), by=cast.li, at=AT)
    entries.publish(entry.versions.get(), by=cast.zhou, at=AT)
    journal.place()
    assert [one.gone for one in faq.changes(after=0, size=9, channel="hotline").changes] == [True]
    assert [one.gone for one in faq.changes(after=0, size=9, channel="site").changes] == [False]


# —— made of what is there ——


def test_the_questions_of_an_interpretation_become_drafts_that_quote_it_once(cast):
    edition = published(cast, title="《公租房办法》解读", text=ASKED, category=Category.INTERPRETATION)
    found = faq.suggested(edition.policy, ON)
    assert [(one.question, one.answer) for one in found] == [
        ("要交押金吗？", ("不需要。", "入住时也不收押金。")),
        ("能养狗吗？", ("可以。",)),
    ]
    (made,) = making.from_interpretation(edition.policy, ["要交押金吗？"], office=cast.housing, by=cast.li, at=AT)
    version = made.versions.get()
    assert version.question == "公租房办法：要交押金吗？"  # what only makes sense under its title says of what it speaks
    assert [line["text"] for line in version.lines] == ["不需要。", "入住时也不收押金。"]
    assert {one.policy for one in version.citations.all()} == {edition.policy}
    assert faq.suggested(edition.policy, ON)[0].entry == made
    with pytest.raises(Refused, match="已经由它编成"):
        making.from_interpretation(edition.policy, ["要交押金吗？"], office=cast.housing, by=cast.li, at=AT)


@pytest.mark.parametrize(
    ("own", "interpreted", "subject"),
    [
        ("《澜州市公共租赁住房管理办法》政策解读", "", "澜州市公共租赁住房管理办法"),
        ("津贴提高了，怎么领？", "澜州市民政局关于提高经济困难高龄老年人津贴标准的通知", "经济困难高龄老年人津贴标准"),
        ("义务教育招生入学政策十问", "", "义务教育招生入学"),
    ],
)
def test_an_interpretation_speaks_of_the_paper_it_names_or_interprets(own, interpreted, subject):
    assert subject_of(own, *([interpreted] if interpreted else [])) == subject


def test_a_question_that_says_of_what_it_speaks_stays_as_it_is():
    assert with_subject("高龄津贴怎么领？", "经济困难高龄老年人津贴") == "高龄津贴怎么领？"
    assert with_subject("谁可以领？", "经济困难高龄老年人津贴") == "经济困难高龄老年人津贴：谁可以领？"


def test_a_letter_becomes_a_draft_without_whatever_points_to_its_writer(cast, paper):
    text = "我叫张三，身份证 11010519491231002X，电话 13912345678，公租房可以养狗吗？"
    letter = receive(Kind.QUESTION, text, policy=paper.policy, page="", contact="13912345678", at=AT)
    entry = making.from_enquiry(letter, office=cast.housing, by=cast.li, at=AT)
    assert "养狗" in entry.question
    assert not any(part in entry.question for part in ("张三", "11010519491231002X", "13912345678"))
    assert [made for _, _, made in faq.enquiries(cast.li.actor(), ON)] == [entry]
    assert faq.enquiries(cast.zhao.actor(), ON) == [] and faq.enquiry(cast.zhao.actor(), letter.pk) is None


def test_near_questions_are_shown_to_whoever_writes_but_not_the_drafts_of_others(cast, paper):
    (mine,) = exchange.take_in(read_table(rows(GOOD)), office=cast.housing, by=cast.li, at=AT).made
    assert [one.entry for one in faq.alike("公租房申请有什么材料", cast.li.actor(), on=AT.date())] == [mine]
    assert faq.alike("公租房申请有什么材料", cast.zhao.actor(), on=AT.date()) == []
    assert faq.alike("公租房申请有什么材料", cast.li.actor(), on=AT.date(), but=mine.pk) == []
