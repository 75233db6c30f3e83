"""The whole inspection: places, columns, files, clearing, allowances, and the five real papers."""

from datetime import date

import pytest
from tests.shared_data import needed

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.publishing.reference import seed_words
from gongkai.publishing.rules.hits import Code, Level
from gongkai.publishing.rules.inspection import inspect_paper, personal_spans
from gongkai.publishing.rules.masking import replaced
from gongkai.publishing.rules.material import FileText, Material, paper_of
from gongkai.publishing.rules.publishability import Review, Standing, is_real_reason, missing
from gongkai.publishing.rules.rulebook import Allowance, Rulebook

TODAY = date(2026, 11, 22)
BOOK = Rulebook(words=seed_words(), key=b"test")
ID = "11010519491231002X"


def inspect(material, book=BOOK, about="policies.edition:1"):
    return inspect_paper(material, book, about=about, today=TODAY)


def test_a_finding_says_where_it_is_and_hides_the_value():
    (hit,) = inspect(paper_of(f"公示名单\n王某，身份证号{ID}，符合条件。"))
    assert (hit.code, hit.level, hit.sample) == (Code.PII_ID, Level.HIGH, "110105********002X")
    assert (hit.place.block, hit.place.start, hit.place.end) == ("p2", 7, 25)
    assert ID not in repr(hit)


def test_index_numbers_credit_codes_and_own_numbers_are_never_mistaken():
    text = f"索引号：11370322004222241N/2026-5566124\n索 引 号 {ID}\n统一社会信用代码：11370322004222241N\n编号6222021234567890128"
    material = paper_of(text)
    material = Material("通知", material.blocks, own_numbers=frozenset({"6222021234567890128"}))
    assert not inspect(material)


PEOPLE = (
    ("序号", "姓名", "身份证号", "手机号码", "住址", "残疾等级"),
    *((str(n), f"王{n}", ID, f"1381234567{n}", f"临江街道滨江路{n}号", "二级") for n in range(1, 7)),
)  # fmt: skip


def test_a_table_is_judged_by_whole_columns():
    material = Material("补贴发放名单", (Block(BlockKind.TABLE, "", anchor="t1", rows=PEOPLE),))
    hits = inspect(material)
    assert {(hit.code, hit.place.column) for hit in hits} == {
        (Code.PII_ID, "身份证号"),
        (Code.PII_PHONE, "手机号码"),
        (Code.PII_ADDR, "住址"),
        (Code.PII_HEALTH, "残疾等级"),
    }


def test_a_table_in_a_text_file_is_found_too_and_not_twice():
    text = "名单\n" + "\n".join("\t".join(row) for row in PEOPLE)
    hits = inspect(Material("通知", (), files=(FileText("名单.txt", text),)))
    assert [hit.code for hit in hits].count(Code.PII_ID) == 1
    assert all(hit.place.file == "名单.txt" for hit in hits)


def test_four_rows_are_reported_cell_by_cell():
    rows = (("姓名", "联系方式"), *((f"王{n}", f"1391234567{n}") for n in range(4)))
    hits = inspect(Material("名单", (Block(BlockKind.TABLE, "", anchor="t1", rows=rows),)))
    assert [hit.place.line for hit in hits] == [2, 3, 4, 5]


def test_a_contact_table_of_offices_is_no_finding():
    rows = (("单位", "咨询电话"), *((f"第{n}街道办事处", f"0999-555010{n}") for n in range(8)))
    assert not inspect(Material("各街道咨询电话", (Block(BlockKind.TABLE, "", anchor="t1", rows=rows),)))


def test_an_internal_directory_is_a_working_secret():
    rows = (("姓名", "职务", "办公电话"), *((f"王{n}", "科长", f"0999-555010{n}") for n in range(6)))
    hits = inspect(Material("值班表", (Block(BlockKind.TABLE, "", anchor="t1", rows=rows),)))
    assert [hit.code for hit in hits] == [Code.WORK_SECRET]


def test_what_a_file_hides_blocks():
    (hit,) = inspect(Material("通知", (), files=(FileText("表.docx", "表", hidden=("批注：李四",)),)))
    assert (hit.code, hit.level, hit.place.file) == (Code.ATTACH_RISK, Level.HIGH, "表.docx")


def test_an_allowance_covers_one_value_until_its_day():
    material = paper_of("通知\n联系人手机13812345678")
    (hit,) = inspect(material)
    allowed = Rulebook(key=b"test", allowances=(Allowance("PII_PHONE", "", hit.fingerprint, date(2026, 12, 31)),))
    assert not inspect(material, allowed)
    assert inspect_paper(material, allowed, about="x", today=date(2027, 1, 1))
    assert inspect(paper_of("通知\n联系人手机13812345679"), allowed)


def test_an_allowance_without_value_or_subject_allows_nothing():
    everything = Rulebook(key=b"test", allowances=(Allowance("PII_PHONE", "", "", date(2030, 1, 1)),))
    assert inspect(paper_of("通知\n手机13812345678"), everything)


def test_fingerprints_depend_on_the_key_and_the_version_on_the_words():
    assert Rulebook(key=b"a").fingerprint(Code.PII_ID, ID) != Rulebook(key=b"b").fingerprint(Code.PII_ID, ID)
    assert Rulebook().version() != BOOK.version() and BOOK.version() == Rulebook(words=seed_words(), key=b"other").version()


def test_any_change_makes_another_digest():
    first = paper_of("通知\n正文")
    assert first.digest() == paper_of("通知\n正文").digest()
    assert first.digest() != paper_of("通知\n正文。").digest()
    assert first.digest() != Material(first.title, first.blocks, fields={"标题": "通知"}).digest()
    assert first.digest() != Material(first.title, first.blocks, files=(FileText("a.txt", "a"),)).digest()


def test_the_gravest_comes_first():
    hits = inspect(paper_of(f"通知\n建立台帐。\n身份证号{ID}"))
    assert [hit.level for hit in hits] == [Level.HIGH, Level.LOW]


def test_masking_a_text_leaves_no_number_behind():
    text = f"王某（{ID}），手机13812345678，现住滨江路12号3栋2单元501室。咨询电话：0999-5550101"
    masked = replaced(text, personal_spans(text, TODAY))
    assert ID not in masked and "13812345678" not in masked and "2单元501" not in masked
    assert masked.endswith("咨询电话：0999-5550101")


@pytest.mark.parametrize("number", range(5))
def test_the_five_real_papers_have_nothing_that_blocks(number):
    (path,) = needed("seeds").glob(f"00{number}_*.txt")
    hits = inspect(paper_of(path.read_text(encoding="utf-8")))
    assert [hit for hit in hits if hit.blocks] == []


def test_a_hundred_pages_of_clean_text_give_no_finding():
    page = "\n".join(
        f"（{n}）各区人民政府、市政府各部门要按照职责分工，健全工作机制，于2025年6月{n % 28 + 1}日前完成资金拨付，咨询电话0999-5550101，"
        "并对照清单逐项核实，及时公开结果，接受社会监督，切实提升人民群众获得感。" for n in range(12)
    )  # fmt: skip
    material = paper_of("通知\n" + "\n".join([page] * 100))
    assert not inspect(material)


def test_everything_that_is_missing_is_said_at_once():
    said = missing(False, [Standing("PII_ID", "高", "110***", "正文")], None, {1})
    assert len(said) == 3
    assert missing(True, [Standing("ERR_TYPO", "低", "台帐", "正文")], Review("可以公开", 2), {1}) == ()


@pytest.mark.parametrize(
    "review, part",
    [(Review("可以公开", 1), "起草人"), (Review("不予公开", 2), "不予公开"), (Review("不能确定", 2), "第十七条"), (None, "保密审查")],
)
def test_a_secrecy_review_must_be_another_persons_yes(review, part):
    (said,) = missing(True, [], review, {1})
    assert part in said


def test_a_finding_let_pass_by_its_writer_is_not_let_pass():
    (said,) = missing(True, [Standing("PII_ID", "高", "110***", "正文", overridden_by=1)], Review("可以公开", 2), {1})
    assert "起草人" in said


@pytest.mark.parametrize(
    "reason, real", [("这是经同意公布的公共联系电话", True), ("误报", False), ("同意同意同意同意同意同意", False), ("          ", False)]
)
def test_a_reason_has_ten_characters_that_say_something(reason, real):
    assert is_real_reason(reason) is real


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (FileText("名单.docx", "名单", pictures=3, unread=2), "有 2 处图片"),
        (FileText("讲解.mp4", is_played=True), "声音和画面"),
        (FileText("名单.docx", "名单", pictures=3), ""),
    ],
)
def test_what_no_detector_has_seen_is_told_and_stops_nothing(file, says):
    hits = inspect(Material("通知", (), files=(file,)))
    assert [(hit.code, hit.level) for hit in hits] == [(Code.UNREAD, Level.LOW)] * bool(says) and all(says in hit.message for hit in hits)


@pytest.mark.parametrize(
    ("material", "where"),
    [
        (Material(f"关于张三{ID}的决定", ()), "标题"),
        (Material("通知", (), fields={"来源": f"张三{ID}"}), "来源"),
        (Material("通知", (), files=(FileText(f"张三_{ID}.pdf"),)), f"附件《张三_{ID}.pdf》的名称"),
    ],
)
def test_what_stands_beside_the_text_is_inspected_and_told_where(material, where):
    (hit,) = inspect(material)
    assert (hit.code, hit.level, hit.place.in_words()) == (Code.PII_ID, Level.HIGH, where)


def test_a_title_that_stands_in_the_text_and_the_numbers_of_the_office_are_told_once_or_not_at_all():
    text = Block(BlockKind.TITLE, f"关于张三{ID}\n的决定", anchor="t")
    fields = {"标题": f"关于张三{ID}的决定", "政策咨询电话": "0999-5550129", "索引号": "99010020260000001234", "成文日期": "2026-05-20"}
    (hit,) = inspect(Material(f"关于张三{ID}的决定", (text,), fields=fields))
    assert hit.place.block == "t"


def test_a_mark_of_secrecy_in_the_name_of_a_file_or_a_wrong_word_in_the_title_is_found():
    assert [hit.code for hit in inspect(Material("通知", (), files=(FileText("内部资料.docx"),)))] == [Code.SECRET_MARK]
    assert [hit.code for hit in inspect(Material("关于报道渡假村的通知", ()))] == [Code.ERR_TYPO]


def test_punctuation_beside_the_text_is_left_alone():
    assert not inspect(Material("通知", (), fields={"来源": "市住建局,办公室"}))


@pytest.mark.parametrize(
    ("text", "code", "sample"),
    [
        ("联系人手机一三八一二三四五六七八", Code.PII_PHONE, "138****5678"),
        ("联系人手机１３８．１２３４．５６７８", Code.PII_PHONE, "138****5678"),
        ("身份证号一一〇一〇五一九四九一二三一〇〇二X", Code.PII_ID, "110105********002X"),
    ],
)
def test_a_number_written_out_or_with_dots_is_a_number(text, code, sample):
    (hit,) = inspect(paper_of(f"通知\n{text}"))
    assert (hit.code, hit.sample) == (code, sample)


def test_years_amounts_and_small_numbers_written_out_are_none():
    assert not inspect(paper_of("通知\n二〇二六年十一月三十日，共计一百二十三万四千五百六十七元八角九分，第二〇一九〇一号。"))
