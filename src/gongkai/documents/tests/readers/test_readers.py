"""What each reader makes of a file, and that no bytes whatever make one fall over."""

import io
import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image
from tests.shared_data import SHARED

from gongkai.documents import archive, cleaning, office, readers, spreadsheet
from gongkai.documents.readers import extent, ocr
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.documents.tests import made
from gongkai.documents.writers import ofd, pdf
from gongkai.shared.refusal import Refused

TEXT = "关于印发《2025年政务公开工作要点》的通知\n\n各处室：\n　　现印发给你们，请抓好落实。\n"


@pytest.mark.parametrize(
    "encoding, expected",
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_text_in_any_usual_encoding_reads_the_same(encoding, expected):
    reading = readers.read(TEXT.encode(encoding), "通知.txt")
    assert [line.text for line in reading.lines] == TEXT.rstrip("\n").split("\n")
    assert reading.encoding == expected and reading.text == TEXT.rstrip("\n")


def test_big5_is_not_mistaken_for_gbk():
    text = "關於公開政府資訊的通知，請各機關遵照辦理。本府訂定之要點，自即日起生效。"
    assert readers.read(text.encode("big5"), "a.txt").text == text


def test_rare_characters_survive_gb18030():
    assert readers.read("㛃堃𠮷〔2025〕的一是在不了有和人这".encode("gb18030"), "a.txt").text == "㛃堃𠮷〔2025〕的一是在不了有和人这"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode()[:-2] + b"\xe4\xb8",
        "通知".encode() * 20 + b"\xff\xfe\xff",
        b"\xef\xbb\xbf\xff\xff",
        b"\xff\xfe" + "通知".encode("utf-16-le")[:-1],
    ],
)
def test_broken_bytes_are_refused_and_never_replaced(data):
    with pytest.raises(Refused, match="UTF-8"):
        readers.read(data, "a.txt")


def test_characters_destroyed_before_they_came_are_flagged_with_their_line():
    reading = readers.read("第一行\n第二\ufffd行".encode(), "a.txt")
    assert "第 2 行" in reading.warnings[0]


def test_any_character_can_be_traced_to_its_line_and_page():
    long = made.notice(*(Block(BlockKind.ARTICLE, f"第{n}条　" + "本条的内容。" * 30) for n in range(1, 20)))
    reading = readers.read(pdf.write(long), "a.pdf")
    at = reading.text.index("第15条")
    place = reading.place(at)
    assert reading.lines[place.line].text.startswith("第15条") and place.offset == 0
    assert place.page == reading.lines[place.line].page > 1
    assert reading.place(10**9).line == len(reading.lines) - 1


PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><meta name="ArticleTitle" content="青岛市关于公开的通知">
<meta name="PubDate" content="2025-06-26 10:00"><title>青岛市关于公开的通知_某某网</title></head><body>
<div class="nav"><a href="/">首页</a><a href="/zw">政务公开</a></div>
<table class="meta"><tr><td>索 引 号：</td><td>25540</td><td>发文机关</td><td>青岛市行政审批服务局</td></tr>
<tr><td>发文字号</td><td>青审服字〔2025〕37号</td><td>废止日期</td><td></td></tr><tr><td>有效性</td><td>有效</td></tr></table>
<ul><li><b>成文日期</b> 2025-06-26</li><li>主题分类：政务公开</li></ul>
<ul class="mobile"><li><span>发文字号</span><span>青审服字〔2025〕37号</span></li></ul>
<div class="TRS_Editor"><p style="text-align:center">青岛市关于公开的通知</p><p>各处室：</p><p>&nbsp;</p>
<p>　　现将《要点》印发给你们，请抓好
贯彻落实，各单位要高度重视，认真组织实施，确保各项任务落到实处，取得实效。</p><p style="display: none">暗链赌博</p>
<table><tr><th>序号</th><th>任务</th></tr><tr><td rowspan=2>1</td><td>公开</td></tr><tr><td>解读</td></tr></table>
<p style="text-align:right">2025年6月26日</p><p>附件：<a href="P020250626.pdf">任务分解表.pdf</a></p><script>alert(1)</script></div>
<div class="footer">版权所有 <a href="javascript:x">x</a></div></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gbk", "gb2312"])
def test_a_government_page_gives_its_body_facts_tables_and_attachments(charset):
    reading = readers.read(PAGE.replace("{charset}", charset).encode("gbk" if charset != "utf-8" else charset), "a.html")
    facts = {"索引号": "25540", "发文机关": "青岛市行政审批服务局", "发文字号": "青审服字〔2025〕37号", "有效性": "有效"}
    facts |= {"成文日期": "2025-06-26", "主题分类": "政务公开", "ArticleTitle": "青岛市关于公开的通知", "PubDate": "2025-06-26 10:00"}
    assert {name: reading.facts.get(name) for name in facts} == facts
    assert "废止日期" not in reading.facts
    texts = [line.text for line in reading.lines]
    assert texts[:3] == ["青岛市关于公开的通知", "各处室：", ""]
    assert "现将《要点》印发给你们，请抓好贯彻落实，各单位要高度重视，认真组织实施，确保各项任务落到实处，取得实效。" in texts
    assert [line.rows for line in reading.lines if line.rows] == [(("序号", "任务"), ("1", "公开"), ("", "解读"))]
    assert [line.style for line in reading.lines if line.text in ("青岛市关于公开的通知", "2025年6月26日")] == ["center", "right"]
    assert [(link.text, link.href) for link in reading.links] == [("任务分解表.pdf", "P020250626.pdf")]
    assert "首页" not in reading.text and "版权所有" not in reading.text and "赌博" not in reading.text
    assert any("隐藏" in warning for warning in reading.warnings)
    assert "script" not in reading.html and "style" not in reading.html


def test_a_page_of_an_unknown_site_falls_back_to_the_general_method():
    body = "".join(f"<p>第{n}段的内容，说明了有关事项，请各单位认真贯彻执行，并于月底前报送情况。</p>" for n in range(12))
    page = f"<html><body><ul><li><a href=/>首页</a></li><li><a href=/b>新闻</a></li></ul><div class=zzz><h1>关于某事的通知</h1>{body}</div></body></html>"
    reading = readers.read(page.encode(), "a.html")
    assert reading.lines[0].text == "关于某事的通知"
    assert "第11段的内容" in reading.text and "新闻" not in reading.text
    assert any("通用方法" in warning for warning in reading.warnings)


def test_two_different_values_of_one_fact_are_reported():
    page = PAGE.replace("{charset}", "utf-8").replace("<span>青审服字〔2025〕37号</span>", "<span>青审服字〔2025〕38号</span>")
    assert any("发文字号" in warning and "38号" in warning for warning in readers.read(page.encode(), "a.html").warnings)


def test_a_docx_is_read_as_printed_with_changes_accepted():
    reading = readers.read(made.docx(), "a.docx")
    assert "现将有关事项通知如下，请认真贯彻执行。" in reading.text
    assert not any(secret in reading.text for secret in made.SECRETS)
    assert any("修订" in warning for warning in reading.warnings) and any("图片" in warning for warning in reading.warnings)


@pytest.mark.parametrize(
    "shape, pattern, numbers",
    [
        ("chineseCounting", "%1、", ["一、", "二、", "三、"]),
        ("chineseCountingThousand", "（%1）", ["（一）", "（二）", "（三）"]),
        ("chineseCounting", "第%1条　", ["第一条　", "第二条　", "第三条　"]),
        ("decimal", "%1.", ["1.", "2.", "3."]),
        ("bullet", "●", ["", "", ""]),
    ],
)
def test_automatic_numbers_of_word_are_part_of_the_text(shape, pattern, numbers):
    reading = readers.read(made.numbered_docx("总则", "职责", "附则", shape=shape, pattern=pattern), "a.docx")
    assert [line.text for line in reading.lines] == [number + text for number, text in zip(numbers, ("总则", "职责", "附则"), strict=True)]


def test_a_workbook_is_read_without_its_hidden_sheet():
    reading = readers.read(made.xlsx(), "a.xlsx")
    assert reading.lines[0].rows[0] == ("名称", "数量", "备注") and reading.lines[0].rows[1][:2] == ("权责清单", "12")
    assert made.SHEET not in reading.text and any("隐藏" in warning for warning in reading.warnings)


@pytest.mark.parametrize(
    "rows, said",
    [
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>', "500,000 个单元格"),
        ('<row r="100000"><c><v>1</v></c><c r="B7"/><c><v>2</v></c></row>', ""),
        ('<row r="1000000"><c r="A1000000" t="inlineStr"><is><t>远</t></is></c></row>', "500,000 个单元格"),
        ('<row r="1048576"><c r="XFD1048576" s="1"/></row><row><c r="A1"><v>1</v></c></row>', ""),
        ('<row r="1"><c r="第一格"><v>1</v></c></row>', "不规范"),
        ('<row r="1"><c r="A1"><v>1</v></c></row></broken>', "不规范"),
    ],
    ids=["corner", "no reference", "far row", "mere formatting", "odd reference", "broken"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_sheet_that_spans_too_much_is_refused_before_it_is_unfolded(rows, said, encoding):
    parts = archive.Archive(made.xlsx()).parts()
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    parts["xl/worksheets/sheet1.xml"] = f'<?xml version="1.0" encoding="{encoding}"?>{sheet}'.encode(encoding)
    data = made._zip(parts)
    assert len(data) < 20_000
    if said:
        for step in (readers.read, readers.read_sheets):
            with pytest.raises(Refused, match=said):
                step(data, "a.xlsx")
    else:
        extent.require_within(data)


def test_a_process_apart_reads_the_sheets_and_its_death_is_a_refusal():
    found, others = spreadsheet.unfolded_apart(made.xlsx())
    assert found[0].rows[1][:2] == ("权责清单", "12") and others == 1
    far = Workbook()
    far.active["A1"] = far.active["XFD1048576"] = 1
    out = io.BytesIO()
    far.save(out)
    with pytest.raises(Refused, match="读不下"):
        spreadsheet.unfolded_apart(out.getvalue())


def test_a_csv_is_read_with_quotes_and_semicolons():
    sheet = readers.read_sheets('名称;说明\n甲;"有""引号""；\n还换行"\n'.encode("gbk"), "清单.csv")[0]
    assert sheet.rows == (("名称", "说明"), ("甲", '有"引号"；\n还换行'))


def test_an_archive_gives_its_members_with_chinese_names():
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for name in ("通知/附件1.txt", "__MACOSX/x.txt", "说明.xyz"):
            info = zipfile.ZipInfo(name)
            box.writestr(info, "内容")
    data = out.getvalue().replace("附件1".encode(), "附件1".encode())
    reading = readers.read(data, "a.zip")
    assert [name for name, _ in reading.attachments] == ["通知/附件1.txt"]
    assert any("说明.xyz" in warning for warning in reading.warnings)
    gbk = "公告.txt".encode("gbk")
    raw = made._zip({"A" * len(gbk): b"x"}).replace(b"A" * len(gbk), gbk)
    assert readers.read(raw, "a.zip").attachments == (("公告.txt", b"x"),)


def test_a_scanned_pdf_says_what_to_do_when_nothing_can_recognise_it(monkeypatch):
    monkeypatch.setattr(ocr, "available", lambda: False)
    out = io.BytesIO()
    Image.new("RGB", (400, 500), "white").save(out, "PDF")
    with pytest.raises(Refused, match="扫描件"):
        readers.read(out.getvalue(), "a.pdf")
    with pytest.raises(Refused, match="图片"):
        readers.read(made.picture("png"), "a.png")


def test_pages_of_a_scanned_pdf_are_recognised_when_the_component_is_there(monkeypatch):
    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "lines", lambda image: ["识别出的文字"])
    out = io.BytesIO()
    Image.new("RGB", (400, 500), "white").save(out, "PDF")
    reading = readers.read(out.getvalue(), "a.pdf")
    assert [(line.text, line.page) for line in reading.lines] == [("识别出的文字", 1)]
    assert any("未校对" in warning for warning in reading.warnings)


def test_a_locked_pdf_is_told_apart_from_a_broken_one():
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf.write(made.notice()))))
    writer.encrypt("secret", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    for step in (lambda: readers.read(out.getvalue(), "a.pdf"), lambda: cleaning.clean(out.getvalue(), FileKind.PDF)):
        with pytest.raises(Refused, match="打开密码"):
            step()


def test_an_old_doc_without_libreoffice_asks_for_another_format(monkeypatch):
    monkeypatch.setattr(office, "_program", lambda: None)
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le")
    with pytest.raises(Refused, match="另存为 DOCX 或 PDF"):
        readers.read(data, "a.wps")


def test_a_converter_that_hangs_is_stopped_with_all_its_children(monkeypatch, tmp_path):
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 60 & echo $! > $PWD/child; cp $PWD/child " + str(tmp_path / "child") + "; wait\n")
    program.chmod(0o755)
    monkeypatch.setattr(office, "_program", lambda: str(program))
    with pytest.raises(Refused, match="超过 1 秒"):
        office.converted(b"x", "doc", "docx", seconds=1)
    child = int((tmp_path / "child").read_text())
    until = time.monotonic() + 20  # killed, it still has to be given a processor to die
    while _runs(child):
        assert time.monotonic() < until
        time.sleep(0.05)


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.skipif(not office.available(), reason="LibreOffice 未安装，旧格式转换无法实测")
def test_libreoffice_turns_an_old_doc_into_lines():
    from gongkai.documents.writers import docx

    old = office.converted(docx.write(made.notice()), "docx", "doc")
    assert made.BODY in readers.read(old, "a.doc").text


GOOD = {
    "a.txt": TEXT.encode(),
    "a.html": PAGE.replace("{charset}", "utf-8").encode(),
    "a.csv": "名称,数\n甲,1\n".encode(),
    "a.docx": made.docx(),
    "a.xlsx": made.xlsx(),
    "a.pdf": made.dirty_pdf(),
    "a.ofd": ofd.write(made.notice()),
    "a.zip": made.archive_of(a_txt=b"x"),
    "a.png": made.picture("png"),
    "a.jpg": made.picture("jpg"),
    "a.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le"),
    "a.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le"),
}


def damages(data: bytes) -> dict[str, bytes]:
    dice = random.Random(7)
    half = len(data) // 2
    return {
        "empty": b"",
        "truncated": data[:half],
        "head only": data[:20],
        "random": dice.randbytes(3000),
        "head then random": data[:64] + dice.randbytes(3000),
        "middle overwritten": data[:half] + dice.randbytes(64) + data[half + 64 :],
        "zeros": bytes(5000),
        "too large": b"x" * (50 * 2**20 + 1),
    }


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize(
    "damage", ["empty", "truncated", "head only", "random", "head then random", "middle overwritten", "zeros", "too large"]
)
def test_damaged_files_are_refused_or_read_and_never_anything_else(name, damage, monkeypatch):
    monkeypatch.setattr(office, "_program", lambda: None)
    data = damages(GOOD[name])[damage]
    survived = _outcome(data, name)
    if damage in ("empty", "random", "zeros", "too large", "head only") and name not in ("a.txt", "a.csv", "a.html"):
        assert not survived


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(sorted(GOOD)), at=st.floats(0, 1), junk=st.binary(min_size=1, max_size=40), cut=st.booleans())
def test_whatever_is_written_over_a_file_the_outcome_is_a_reading_or_a_refusal(name, at, junk, cut):
    data = GOOD[name]
    place = int(at * len(data))
    _outcome(data[:place] + junk + (b"" if cut else data[place + len(junk) :]), name)


def _outcome(data: bytes, name: str) -> bool:
    """Was it read? Any error other than Refused fails the test; so does one while cleaning or looking for hidden data."""
    kind = FileKind(name.removeprefix("a."))
    for step in (cleaning.clean, cleaning.hidden):
        try:
            step(data[: 2**20], kind)
        except Refused as refused:
            assert len(refused.message) > 8
    try:
        readers.read(data, name)
    except Refused as refused:
        assert len(refused.message) > 8
        return False
    return True


def test_a_text_beyond_two_million_characters_is_refused():
    with pytest.raises(Refused, match="上限"):
        readers.read("字".encode() * 2_000_001, "a.txt")


def test_the_five_seed_papers_are_read_line_by_line():
    seeds = sorted((SHARED / "seeds").glob("*.txt"))
    if not seeds:
        pytest.skip("缺少 shared/seeds")
    for seed in seeds:
        reading = readers.read(seed.read_bytes(), seed.name)
        assert reading.text == seed.read_text(encoding="utf-8").rstrip("\n")
        assert not reading.warnings


@pytest.mark.parametrize(
    "page",
    ["<div>" * 30_000 + "字", "<div class=content>" * 20_000 + "字" * 100, "<i>x</i>" * 400_000],
    ids=["deep", "deep bodies", "many"],
)
def test_a_page_built_to_be_slow_is_refused_at_once(page):
    with pytest.raises(Refused, match="太复杂"):
        readers.read(f"<html><body>{page}".encode(), "a.html")
