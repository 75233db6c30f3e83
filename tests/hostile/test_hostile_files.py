"""Files made to do harm, handed in where officers hand files in: as an import and as an attachment. Each is refused or made harmless
with its own words, and nothing is half-done."""

import io
import time
import zipfile
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from tests.cast import AT, drafted

from gongkai.config import importing
from gongkai.desk.drafts.forms import AttachForm
from gongkai.desk.imports.forms import UploadForm
from gongkai.documents.models import StoredFile
from gongkai.documents.tests import made
from gongkai.journal.models import Entry
from gongkai.policies.actions import drafts, intake
from gongkai.policies.actions.intake import Upload
from gongkai.policies.models import Attachment, Edition, ImportBatch, ImportItem, Policy
from gongkai.policies.rules import evidence
from gongkai.policies.rules.kinds import Category, ItemState
from gongkai.shared.refusal import Refused

TITLE = "澜州市住房和城乡建设局关于开展房屋安全排查的通知"
NOTICE = f"{TITLE}\n澜住建发〔2026〕9号\n各区县住房和城乡建设局：\n现就开展房屋安全排查有关事项通知如下。\n一、排查范围。\n澜州市住房和城乡建设局\n2026年5月25日\n"
SECONDS = 2.0  # of processor time: no pattern may run away


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def nested(depth):
    data = zipped({"a.txt": NOTICE})
    for n in range(depth):
        data = zipped({f"{n}.zip": data})
    return data


def handed_in(cast, *uploads):
    """The items of a batch after reading, in order."""
    batch = intake.receive(list(uploads), name="来路不明", office=cast.housing, by=cast.li, at=AT)
    intake.read_waiting(at=AT, limit=100, batch=batch)
    return list(batch.items.order_by("position"))


def docx_of(*paragraphs):
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# —— refused ——

REFUSED = {
    "zip bomb": ("炸弹.zip", made.bomb, "压缩炸弹"),
    "bomb inside a zip": ("炸弹.zip", lambda: zipped({"内.zip": made.bomb()}), "压缩炸弹"),
    "zip in zip in zip": ("层层.zip", lambda: nested(3), "套了太多层压缩包"),
    "executable called pdf": ("公告.pdf", lambda: b"MZ\x90\x00" + bytes(500), "内容是Windows 程序"),
    "executable called txt": ("公告.txt", lambda: b"\x7fELF" + bytes(500), "内容是Linux 程序"),
    "executable in a zip": ("公告.zip", lambda: zipped({"公告.exe": b"MZ"}), "程序或脚本文件"),
    "two endings": ("公告.pdf.exe", lambda: b"MZ", "不收程序或脚本文件"),
    "script": ("公告.txt", lambda: b"#!/bin/sh\nrm -rf /\n", "内容是脚本程序"),
    "macros": ("公告.docx", lambda: with_part(docx_of(NOTICE), "word/vbaProject.bin", b"x"), "文件里有宏"),
    "xml bomb": (
        "公告.docx",
        lambda: with_part(docx_of(NOTICE), "word/document.xml", b'<!DOCTYPE l [<!ENTITY a "aaaa">]><l>&a;</l>'),
        "实体声明",
    ),
    "xml that reads a file": (
        "公告.docx",
        lambda: with_part(docx_of(NOTICE), "word/document.xml", b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a;</l>'),
        "实体声明",
    ),
    "climbs out": ("公告.zip", lambda: zipped({"../../etc/cron.d/公告.txt": NOTICE}), "指向外部目录"),
    "absolute": ("公告.zip", lambda: zipped({"/etc/公告.txt": NOTICE}), "指向外部目录"),
    "drive letter": ("公告.zip", lambda: zipped({"C:\\公告.txt": NOTICE}), "指向外部目录"),
    "right to left": ("公告\u202etxt.exe.txt", NOTICE.encode, "改变文字方向"),
    "right to left in a zip": ("公告.zip", lambda: zipped({"公告\u202ecod.txt": NOTICE}), "改变文字方向"),
    "NUL in the text": ("公告.txt", lambda: NOTICE.replace("排查", "排\x00查").encode(), "含有控制字符"),
    "NUL in a page": ("公告.html", f"<p>{TITLE}\x00</p>".encode, "含有控制字符"),
    "surrogates in UTF-8": ("公告.txt", lambda: NOTICE.encode() + b"\xed\xa0\x80\xed\xb0\x80", "损坏的字节"),
    "half a UTF-16 pair": ("公告.txt", lambda: b"\xff\xfe" + "公告".encode("utf-16-le") + b"\x00\xd8", "损坏的字节"),
    "unknown encoding": ("公告.txt", lambda: bytes(range(128, 256)) * 20, "认不出文字编码"),
    "empty": ("公告.txt", lambda: b"", "文件是空的"),
    "only spaces": ("公告.txt", lambda: b" \n\t\n" * 50, "没有文字"),
    "pdf cut off": ("公告.pdf", lambda: made.dirty_pdf()[:5000], "不完整"),
    "pdf and zip at once": ("公告.pdf", lambda: made.dirty_pdf() + zipped({"a.txt": "x"}), "两种格式"),
    "picture and zip at once": ("公告.png", lambda: made.picture("png") + zipped({"a.txt": "x"}), "两种格式"),
    "zip called docx": ("公告.docx", lambda: zipped({"a.txt": NOTICE}), "内容却是"),
    "no ending": ("公告", NOTICE.encode, "没有后缀"),
    "shortcut": ("公告.lnk", lambda: b"L\x00\x00\x00", "不收程序或脚本文件"),
    "too long a text": ("公告.txt", (NOTICE + "长" * 2_100_000).encode, "超过 2,000,000 字的上限"),
}
ONLY_WHEN_READ = {"only spaces", "too long a text"}  # as an attachment nobody needs to read them


def with_part(package, name, data):
    parts = {}
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    return zipped({**parts, name: data})


@pytest.mark.parametrize("case", REFUSED)
def test_a_harmful_file_is_refused_at_import_with_its_own_words(cast, case):
    name, data, words = REFUSED[case]
    files = StoredFile.objects.count()
    began = time.process_time()
    try:
        items = handed_in(cast, Upload(name, data()))
    except Refused as refusal:
        told = str(refusal)
        assert not ImportBatch.objects.exists()
        assert StoredFile.objects.count() == files
    else:
        told = "".join(item.message for item in items)
        assert [item.state for item in items] == [ItemState.FAILED] * len(items)
    assert words in told
    assert "Traceback" not in told
    assert not Policy.objects.exists()
    assert time.process_time() - began < 5


@pytest.mark.parametrize("case", sorted(set(REFUSED) - ONLY_WHEN_READ))
def test_a_harmful_file_is_refused_as_an_attachment_and_nothing_is_kept(cast, case):
    name, data, words = REFUSED[case]
    edition = drafted(cast)
    files = StoredFile.objects.count()
    with pytest.raises(Refused, match=words):
        drafts.attach(edition, name, data(), by=cast.li, at=AT)
    assert StoredFile.objects.count() == files
    assert not Attachment.objects.exists()


def test_a_harmful_file_does_not_hold_up_the_good_one_beside_it(cast):
    bad = [Upload(name, data()) for name, data, _ in (REFUSED["zip bomb"], REFUSED["executable called pdf"], REFUSED["NUL in the text"])]
    items = handed_in(cast, *bad, Upload("通知.txt", NOTICE.encode()))
    assert sorted(item.state for item in items) == [ItemState.FAILED] * 3 + [ItemState.READY]


# —— too large: refused before it is read ——


class Unreadable(io.BytesIO):
    """An upload of 200 MB of which not one byte may be read."""

    name, size, content_type = "大.pdf", 200 * 2**20, "application/pdf"

    def read(self, *_):
        raise AssertionError("it was read")

    def __bool__(self):
        return True


def test_two_hundred_megabytes_are_refused_by_the_forms_without_being_read(cast):
    from django.utils.datastructures import MultiValueDict

    for form in (
        UploadForm({"office": cast.housing.pk}, MultiValueDict({"files": [Unreadable()]}), offices=[cast.housing]),
        AttachForm({}, MultiValueDict({"files": [Unreadable()]})),
    ):
        assert not form.is_valid()
        assert "“大.pdf”有 200 MB，超过单个文件 50 MB 的上限" in form.errors["files"][0]


def test_two_hundred_megabytes_are_refused_on_the_command_line_without_being_read(cast, tmp_path, monkeypatch):
    sparse = tmp_path / "大.pdf"
    with sparse.open("wb") as file:
        file.truncate(200 * 2**20)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    with pytest.raises(Refused, match=r"大\.pdf 有 200 MB，超过 50 MB 的上限"):
        importing.run([sparse], by="lisi", reviewer="", signer="", publish=False)
    assert not ImportBatch.objects.exists()


def test_two_hundred_megabytes_that_got_through_are_refused_by_the_check(cast):
    with pytest.raises(Refused, match="文件有 200 MB，超过单个文件 50 MB 的上限"):
        handed_in(cast, Upload("大.txt", bytes(200 * 2**20)))


# —— read for what they are ——

ENCODINGS = {
    "GBK": NOTICE.encode("gbk"),
    "GB 18030": NOTICE.encode("gb18030"),
    "Big5": "臺北市政府關於公開資訊的通知\n各區公所：\n現將有關事項通知如下，請遵照辦理。\n2026年5月25日\n".encode("big5"),
    "UTF-8 with a mark": b"\xef\xbb\xbf" + NOTICE.encode(),
    "UTF-16 LE with a mark": b"\xff\xfe" + NOTICE.encode("utf-16-le"),
    "UTF-16 BE with a mark": b"\xfe\xff" + NOTICE.encode("utf-16-be"),
    "UTF-16 LE": NOTICE.encode("utf-16-le"),
    "UTF-16 BE": NOTICE.encode("utf-16-be"),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("ending", ["txt", "html"])
def test_every_encoding_gives_the_same_title(cast, encoding, ending):
    data = ENCODINGS[encoding]
    if ending == "html":
        coding = {"GBK": "gbk", "GB 18030": "gb18030", "Big5": "big5"}.get(encoding)
        if coding is None:
            lines = NOTICE.splitlines()
            page = "<html><body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>"
            wide = {"LE": "utf-16-le", "BE": "utf-16-be"}.get(encoding.split()[1][:2], "utf-8")
            mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff", "utf-8": b"\xef\xbb\xbf"}[wide] if "mark" in encoding else b""
            data = mark + page.encode(wide)
        else:
            lines = data.decode(coding).splitlines()
            page = f'<html><head><meta charset="{coding}"></head><body>' + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>"
            data = page.encode(coding)
    (item,) = handed_in(cast, Upload(f"通知.{ending}", data))
    assert item.state == ItemState.READY, item.message
    wanted = "台北市政府关于公开资讯的通知" if encoding == "Big5" else TITLE
    assert item.draft["fields"]["title"]["value"] == wanted


def test_rare_han_and_emoji_survive_from_file_to_draft(cast):
    title = "澜州市住房和城乡建设局关于保护𠮷家巷、𪚥园和👍🏽友好社区的通知"
    (item,) = handed_in(cast, Upload("𠮷家巷👍.txt", NOTICE.replace(TITLE, title).encode()))
    assert item.draft["fields"]["title"]["value"] == title
    assert item.name == "𠮷家巷👍.txt"
    edition = intake.confirm(item, evidence.as_facts(item.draft), category=Category.POLICY, by=cast.li, at=AT)
    edition.refresh_from_db()
    assert edition.title == title


# —— made harmless ——


def test_a_name_that_climbs_out_is_cut_to_its_last_part(cast):
    names = ["../../../etc/passwd.txt", "..\\..\\windows\\system32\\公告.txt", "/etc/shadow.txt", "a\x00b\x1b[31m.txt", "\ud800公告.txt"]
    items = handed_in(cast, *(Upload(name, NOTICE.replace("9号", f"{n}号").encode()) for n, name in enumerate(names)))
    assert sorted(item.name for item in items) == ["ab[31m.txt", "passwd.txt", "shadow.txt", "公告.txt", "公告.txt"]
    assert all(item.original.path.startswith("originals/") and ".." not in item.original.path for item in items)


def test_a_name_of_ten_thousand_characters_is_cut(cast):
    (item,) = handed_in(cast, Upload("长" * 10_000 + ".txt", NOTICE.encode()))
    assert len(item.name) <= 120
    assert item.name.endswith(".txt")


@pytest.mark.parametrize("text", ["长" * 10_000 + "\n正文。\n", "关于" + "长" * 10_000 + "的通知\n正文。\n", TITLE * 400 + "\n正文。\n"])
def test_a_title_of_ten_thousand_characters_is_not_taken_for_one(cast, text):
    (item,) = handed_in(cast, Upload("通知.txt", text.encode()))
    assert item.state == ItemState.READY
    assert len(evidence.value(item.draft, "title") or "") <= 500
    facts = evidence.as_facts(item.draft) | {"title": "长" * 10_000}
    with pytest.raises(Refused, match="标题不能为空，也不能超过"):
        intake.confirm(item, facts, category=Category.POLICY, by=cast.li, at=AT)
    assert not Edition.objects.exists()
    assert ImportItem.objects.get().state == ItemState.READY


REPEATED = [
    "（",
    "《",
    "〔",
    "(",
    "[",
    "【",
    "“",
    "<",
    "《〔（(",
    "（）",
    "《》",
    "第",
    "、",
    "一、",
    "（一）",
    "1.",
    "〔2026〕",
    "国发〔2026〕",
    "http://",
    "a@",
    " ",
    "\u3000",
    "是和",
]


@pytest.mark.parametrize("piece", REPEATED)
def test_brackets_fifty_thousand_deep_are_read_in_no_time(cast, piece):
    run = piece * (50_000 // len(piece))
    began = time.process_time()
    items = handed_in(
        cast, Upload("深.txt", NOTICE.replace("一、排查范围。", run).encode()), Upload("题.txt", f"{run[:5000]}的通知\n正文。\n".encode())
    )
    assert time.process_time() - began < SECONDS
    assert {item.state for item in items} <= {ItemState.READY, ItemState.FAILED}


@pytest.mark.slow
def test_a_hundred_thousand_paragraphs_are_read_in_bounded_time(cast):
    text = NOTICE.replace("一、排查范围。", "\n".join(f"第{n}段内容。" for n in range(100_000)))
    began = time.process_time()
    (item,) = handed_in(cast, Upload("长.txt", text.encode()))
    assert item.state == ItemState.READY
    assert len(item.draft["blocks"]) > 100_000
    assert time.process_time() - began < 60


# —— nothing is fetched ——


@pytest.fixture
def listening():
    """An address of our own, and what was asked of it."""
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_POST = do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()


def test_a_docx_that_points_outside_makes_nobody_ask_there(cast, listening):
    address, asked = listening
    document = Document()
    document.add_paragraph(TITLE)
    document.add_paragraph("现通知如下。")
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    for kind in ("image", "attachedTemplate", "oleObject", "hyperlink", "subDocument", "frame", "aFChunk"):
        document.part.relate_to(f"{address}/{kind}", f"{office}/{kind}", is_external=True)
    out = io.BytesIO()
    document.save(out)
    (item,) = handed_in(cast, Upload("通知.docx", out.getvalue()))
    assert item.state == ItemState.READY
    edition = intake.confirm(item, evidence.as_facts(item.draft), category=Category.POLICY, by=cast.li, at=AT)
    public = edition.attachments.get().public.read()
    assert asked == []
    assert address not in made.exposed(public)


def test_a_page_with_remote_things_makes_nobody_ask_and_keeps_none_of_them(cast, listening):
    address, asked = listening
    page = f"""<html><head><meta charset="utf-8"><meta http-equiv="refresh" content="0;url={address}/refresh"><base href="{address}/">
<link rel="stylesheet" href="{address}/style.css"><script src="{address}/script.js"></script></head>
<body background="{address}/back.png" onload="fetch('{address}/load')">
<p>{TITLE}</p><p>澜住建发〔2026〕9号</p><img src="{address}/pixel.png" srcset="{address}/pixel2.png 2x"><iframe src="{address}/frame"></iframe>
<object data="{address}/object"></object><embed src="{address}/embed"><video poster="{address}/poster" src="{address}/video"></video>
<form action="{address}/form"><input></form><svg><image href="{address}/svg"/></svg><p style="background:url({address}/css)">现通知如下。</p>
<a href="{address}/link">附件</a><a href="javascript:alert(1)">打开</a></body></html>"""
    (item,) = handed_in(cast, Upload("通知.html", page.encode()))
    assert item.state == ItemState.READY, item.message
    assert item.draft["fields"]["title"]["value"] == TITLE
    edition = drafted(cast)
    attached = drafts.attach(edition, "通知.html", page.encode(), by=cast.li, at=AT)
    public = attached.public.read().decode()
    assert asked == []
    for harmful in (
        "<script",
        "<iframe",
        "<img",
        "http-equiv",
        "onload",
        "<object",
        "<embed",
        "<video",
        "<form",
        "<svg",
        "style=",
        "javascript:",
        "<base",
        "<link",
    ):
        assert harmful not in public
    assert public.count(address) == public.count(f'href="{address}/link"') == 1  # a link a reader may follow, or not


def test_formulas_of_a_workbook_do_not_reach_the_public_copy(cast):
    book = Workbook()
    sheet = book.active
    sheet.append(["名称", "数量"])
    sheet.append(["=cmd|'/c calc'!A0", '=WEBSERVICE("http://127.0.0.1/x")'])
    sheet.append(['=HYPERLINK("http://127.0.0.1/y","点我")', "=1+1"])
    out = io.BytesIO()
    book.save(out)
    attached = drafts.attach(drafted(cast), "清册.xlsx", out.getvalue(), by=cast.li, at=AT)
    shown = made.exposed(attached.public.read())
    assert "名称" in shown
    for harmful in ("cmd|", "WEBSERVICE", "HYPERLINK", "127.0.0.1", "<f>"):
        assert harmful not in shown


# —— manifests ——


def test_a_manifest_of_five_thousand_rows_is_answered_quickly_and_in_few_words(cast):
    rows = "".join(f"第{n}件.txt,标题{n},2026-05-01\n" for n in range(5000))
    began = time.process_time()
    with pytest.raises(Refused) as refusal:
        handed_in(cast, Upload("清单.csv", f"文件,标题,成文日期\n{rows}".encode()), Upload("第1件.txt", NOTICE.encode()))
    assert "第 2 行：找不到文件“第0件.txt”" in refusal.value.message
    assert "另有 4979 处" in refusal.value.message
    assert len(refusal.value.message) < 2000
    assert time.process_time() - began < SECONDS
    assert not ImportBatch.objects.exists()


def test_more_files_than_one_import_takes_are_refused_whole(cast):
    files = {f"{n}.txt": f"关于第{n}件事项的通知\n正文。\n" for n in range(2001)}
    rows = "".join(f"{name},标题\n" for name in files)
    with pytest.raises(Refused, match="一次最多导入 2000 个文件，这次有 2001 个"):
        handed_in(cast, Upload("材料.zip", zipped({"清单.csv": f"文件,标题\n{rows}", **files})))
    assert not ImportBatch.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_manifest_cell_of_any_kind_does_no_harm(cast):
    nasty = [
        "'; DROP TABLE policies_policy; --",
        "{{ 7*7 }}",
        "<script>alert(1)</script>",
        "=cmd|'/c calc'!A0",
        "../../../etc/passwd",
        "长" * 10_000,
    ]
    for cell in nasty:
        with pytest.raises(Refused, match="找不到文件") as refusal:
            handed_in(cast, Upload("清单.csv", f'文件,标题\n"{cell}",标题\n'.encode()), Upload("a.txt", NOTICE.encode()))
        assert len(refusal.value.message) < 2000
    table = "文件,标题,主送机关\n" + '通知.txt,"{{ 7*7 }}<script>alert(1)</script>",\'; DROP TABLE policies_policy; --\n'
    (item,) = handed_in(cast, Upload("清单.csv", table.encode()), Upload("通知.txt", NOTICE.encode()))
    assert item.draft["fields"]["title"]["value"] == "{{ 7*7 }}<script>alert(1)</script>"
    assert not Policy.objects.exists()


def test_paths_told_by_a_browser_are_believed_only_when_harmless(cast):
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.utils.datastructures import MultiValueDict

    for told in (
        '["../../etc/a.txt"]',
        '["/etc/a.txt"]',
        '["C:\\\\a.txt"]',
        "[1]",
        "{}",
        '["\\ud800/b.txt"]',
        "nonsense",
        '["' + "x" * 2000 + '/a.txt"]',
    ):
        files = MultiValueDict({"files": [SimpleUploadedFile("a.txt", NOTICE.encode())]})
        form = UploadForm({"office": cast.housing.pk, "paths": told}, files, offices=[cast.housing])
        assert form.is_valid(), form.errors
        assert [upload.name for upload in form.uploads()] == ["a.txt"], told


def test_everything_that_happened_stands_in_the_journal(cast):
    handed_in(cast, Upload("通知.txt", NOTICE.encode()), Upload("坏.pdf", b"MZ"))
    entry = Entry.objects.get(kind="policies.import.received")
    assert entry.data == {"files": 1, "refused": 1}
