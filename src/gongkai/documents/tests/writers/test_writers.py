"""What is written reads back as it was, whatever the paper holds; the layout is that of GB/T 9704."""

import io
import zipfile
from dataclasses import replace

import pytest
from pypdf import PdfReader

from gongkai.documents import cleaning, pdfium, readers
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.paper import Block, BlockKind, Paper
from gongkai.documents.tests import made
from gongkai.documents.writers import docx, ofd, pdf, xlsx

WRITERS = {FileKind.PDF: pdf.write, FileKind.DOCX: docx.write, FileKind.OFD: ofd.write}
ITEM = "本条规定了有关事务的办理程序、办理时限和责任单位，各有关部门应当依照职责分工抓好落实，并于每季度末报送进展情况。"
INJECTIONS = (
    '#eval("1+1")',
    "=cmd|'/C calc'!A0",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "$x^2$ *粗* _斜_ `码` @ref // \\ #let",
    "</w:t><w:t>",
)
LONG = made.notice(
    Block(BlockKind.HEADING, "第一章　总则", "第一章", 1),
    Block(BlockKind.HEADING, "一、加强体制机制建设，提升政务公开效能", "一、", 1),
    Block(BlockKind.HEADING, "（一）完善主动公开机制。", "（一）", 2),
    Block(
        BlockKind.PARAGRAPH, "根据《云岭市政务公开办法》（云政发〔2024〕12号）要求，比例达到98.5%以上，参照GB/T 9704-2012执行。" + ITEM * 3
    ),
    *(Block(BlockKind.ARTICLE, f"第{number}条　{ITEM}", f"第{number}条") for number in range(1, 13)),
    Block(BlockKind.ATTACHMENT, "附件：1. 任务分解表"),
    Block(BlockKind.TABLE, "", rows=(("序号", "任务"), ("1", "公开"))),
)


@pytest.fixture(scope="module", params=WRITERS, ids=str)
def writer(request):
    return request.param, WRITERS[request.param]


def read_back(kind: FileKind, data: bytes) -> list[str]:
    return [line.text for line in readers.read(data, f"a.{kind}").lines]


def test_every_paragraph_reads_back_as_it_was_and_in_order(writer):
    kind, write = writer
    expected = [LONG.issuer_mark, LONG.doc_no, LONG.title, *(block.text for block in LONG.blocks if block.kind is not BlockKind.TABLE)]
    found = read_back(kind, write(LONG))
    assert [text for text in found if text in expected] == expected


def test_the_same_paper_gives_the_same_bytes_with_no_author_in_them(writer):
    kind, write = writer
    data = write(LONG)
    assert write(LONG) == data
    assert cleaning.hidden(data, kind) == ()


@pytest.mark.parametrize("injection", INJECTIONS)
def test_markup_of_any_kind_is_printed_as_it_stands(writer, injection):
    kind, write = writer
    paper = Paper(
        f"关于{injection}的通知",
        (Block(BlockKind.PARAGRAPH, f"内容：{injection}"), Block(BlockKind.TABLE, "", rows=((injection, "b"),))),
        injection,
        injection,
    )
    printed = "".join("".join(read_back(kind, write(paper))).split())
    assert printed.count("".join(injection.split())) == 5


def test_rare_and_absent_characters_do_not_stop_a_writer(writer):
    kind, write = writer
    paper = made.notice(Block(BlockKind.PARAGRAPH, "㛃堃𠮷\U0003134a\ue000\x07字"))
    assert "字" in "".join(read_back(kind, write(paper)))


def test_five_hundred_articles_are_written_and_read_back(writer):
    kind, write = writer
    paper = Paper("云岭市城市管理条例", tuple(Block(BlockKind.ARTICLE, f"第{number}条　{ITEM}") for number in range(1, 501)))
    assert read_back(kind, write(paper)) == [paper.title, *(block.text for block in paper.blocks)]


@pytest.mark.parametrize(
    "paper",
    [
        Paper("", ()),
        Paper("题", ()),
        Paper("题" * 500, (Block(BlockKind.TABLE, "", rows=()),)),
        Paper("x" * 300, (Block(BlockKind.DATE, "二〇二五年六月三十一日"),)),
    ],
)
def test_odd_papers_are_still_written(writer, paper):
    assert len(writer[1](paper)) > 500


def test_a_paper_with_its_date_is_pdf_a_and_pdf_ua():
    data = pdf.write(LONG)
    assert b"<pdfaid:part>2</pdfaid:part>" in data and b"<pdfuaid:part>1</pdfuaid:part>" in data
    found = PdfReader(io.BytesIO(data))
    assert found.metadata is not None and found.metadata.title == LONG.title and found.metadata.author is None
    assert "2025" in str(found.metadata.creation_date)


def test_page_numbers_stand_outside_odd_right_even_left():
    with pdfium.opened(pdf.write(LONG)) as document:
        assert len(document) == 4
        places = []
        for at in range(2):
            page = document[at].get_textpage()
            text = page.get_text_range()
            index = text.rindex(f"— {at + 1} —")
            places.append(page.get_charbox(index)[0] / document[at].get_width())
    assert places[0] > 0.75 and places[1] < 0.25


def test_a_full_page_holds_twenty_two_lines_of_twenty_eight_characters():
    data = pdf.write(Paper("题", (Block(BlockKind.PARAGRAPH, "公" * 2000),)))
    with pdfium.opened(data) as document:
        lines = [line for line in document[1].get_textpage().get_text_range().split("\r\n") if "公" in line]
    assert len(lines) == 22 and {len(line) for line in lines} == {28}


def test_a_docx_asks_for_the_fonts_of_official_papers_and_holds_nothing_else():
    with zipfile.ZipFile(io.BytesIO(docx.write(LONG))) as box:
        names, text = box.namelist(), box.read("word/document.xml").decode()
    assert not any(name.startswith(("docProps", "customXml")) for name in names)
    assert all(font in text for font in ("方正小标宋简体", "黑体", "楷体_GB2312"))


def test_an_ofd_says_what_it_is_not():
    assert ofd.STATEMENT == "OFD 为文字版式，未含电子签章"


def test_a_sheet_holds_text_not_formulas_with_its_header_frozen():
    data = xlsx.write([["=1+1", 3, None], ["@SUM(A1)", 2.5, "+86"]], ["名称", "数量", "备注"], "政策[目录]/2025")
    rows = readers.read_sheets(data, "a.xlsx")
    assert rows[0].name == "政策 目录  2025"
    assert rows[0].rows == (("名称", "数量", "备注"), ("=1+1", "3", ""), ("@SUM(A1)", "2.5", "+86"))
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        sheet = box.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and 'state="frozen"' in sheet
    assert cleaning.hidden(data, FileKind.XLSX) == ()


def test_the_imprint_stands_last_with_copies_before_who_printed_it(writer):
    kind, write = writer
    copies = "抄送：" + "，".join(f"市第{number}委员会办公室" for number in range(1, 9)) + "。"
    paper = replace(LONG, copies=(copies,), footer_note="云岭市人民政府办公室　　2026年5月21日印发")
    text = "".join("".join(read_back(kind, write(paper))).split())
    assert text.count(copies) == 1
    assert text.index("1.任务分解表") < text.index(copies) < text.index("2026年5月21日印发")
    assert "抄送" not in "".join(read_back(kind, write(LONG)))
