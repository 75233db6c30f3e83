"""Each dangerous or broken upload is refused with its own message, which says what to do."""

import io
import struct
import zipfile

import pytest

from gongkai.documents import archive
from gongkai.documents.checks import check_upload, safe_name
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.tests import made
from gongkai.documents.writers import ofd, pdf
from gongkai.shared.refusal import Refused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def changed(data: bytes, **parts: bytes) -> bytes:
    """A package with parts replaced or added; names as path__to__part.xml."""
    found = archive.Archive(data).parts()
    found.update({name.replace("__", "/"): part for name, part in parts.items()})
    return made._zip(found)


def renamed_member(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr(name, "x")
    return out.getvalue()


def with_macros() -> bytes:
    return changed(made.docx(), **{"word__vbaProject.bin": b"x"})


def xml_bomb() -> bytes:
    dtd = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><l>&b;</l>'
    return changed(made.docx(), **{"word__document.xml": dtd})


def xml_bomb_in_utf16() -> bytes:
    return changed(
        made.docx(),
        **{"word__document.xml": '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE l [<!ENTITY a "x">]><l>&a;</l>'.encode("utf-16")},
    )


def deep_zip() -> bytes:
    return made.archive_of(a_zip=made.archive_of(b_zip=made.archive_of(c_txt=b"x")))


def locked_zip() -> bytes:
    data = bytearray(made.archive_of(a_txt=b"x"))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark) + at
        data[place : place + 2] = struct.pack("<H", 1)
    return bytes(data)


REFUSED = [
    ("空的", b"", "a.txt"),
    ("上限", b"x" * 2000, "大.txt"),
    ("程序", b"MZ\x90\x00" + bytes(100), "公告.pdf"),
    ("程序", b"\x7fELF" + bytes(100), "公告.docx"),
    ("程序", b"MZ\x90\x00" + bytes(100), "公告.txt"),
    ("脚本", b"#!/bin/sh\nrm", "公告.txt"),
    ("程序或脚本", b"hello", "公告.pdf.exe"),
    ("不收", b"hello", "公告.rar"),
    ("没有后缀", b"hello", "公告"),
    ("方向", b"hello", "公告\u202etxt.exe.txt"),
    ("RAR", b"Rar!\x1a\x07\x00" + bytes(50), "a.zip"),
    ("RTF", b"{\\rtf1 x}", "a.doc"),
    ("不是PDF", b"hello", "a.pdf"),
    ("打开密码", OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx"),
    ("宏", OLE + "WordDocument".encode("utf-16-le") + "_VBA_PROJECT".encode("utf-16-le"), "a.doc"),
    ("安装包", OLE, "a.doc"),
    ("宏", with_macros, "a.docx"),
    ("XML 炸弹", xml_bomb, "a.docx"),
    ("XML 炸弹", xml_bomb_in_utf16, "a.docx"),
    ("压缩炸弹", made.bomb, "a.zip"),
    ("太多层", deep_zip, "a.zip"),
    ("密码", locked_zip, "a.zip"),
    ("外部目录", lambda: renamed_member("../../etc/passwd"), "a.zip"),
    ("外部目录", lambda: renamed_member("C:\\windows\\x.txt"), "a.zip"),
    ("程序或脚本", lambda: renamed_member("说明.exe"), "a.zip"),
    ("方向", lambda: renamed_member("说明\u202etxt.docx"), "a.zip"),
    ("附着", lambda: b"PK\x03\x04junk" + made.archive_of(a_txt=b"x"), "a.zip"),
    ("附着", lambda: made.archive_of(a_txt=b"x") + b"<script>", "a.zip"),
    ("两种格式", lambda: pdf.write(made.notice()) + made._zip({"a.txt": b"x"}), "a.pdf"),
    ("不完整", lambda: pdf.write(made.notice())[:9000], "a.pdf"),
    ("后缀改成 .pdf", lambda: pdf.write(made.notice()), "a.docx"),
    ("后缀改成 .ofd", lambda: ofd.write(made.notice()), "a.zip"),
    ("后缀改成 .docx", made.docx, "a.zip"),
    ("不像网页", "纯文字".encode(), "a.html"),
    ("控制字符", b"abc\x00\x01", "a.txt"),
    ("是空的", lambda: made._zip({}), "a.zip"),
]


@pytest.mark.parametrize("words, data, name", REFUSED, ids=[f"{at}-{case[0]}" for at, case in enumerate(REFUSED)])
def test_a_bad_upload_is_refused_with_its_reason(words, data, name):
    content = data() if callable(data) else data
    with pytest.raises(Refused) as refused:
        check_upload(content, name, limit=1000 if words == "上限" else 50 * 2**20)
    assert words.replace(" ", "") in refused.value.message.replace(" ", "")
    assert refused.value.field == "file"


TAKEN = [
    (FileKind.PDF, lambda: pdf.write(made.notice()), "公告.PDF"),
    (FileKind.DOCX, made.docx, "公告.docx"),
    (FileKind.XLSX, made.xlsx, "目录.xlsx"),
    (FileKind.OFD, lambda: ofd.write(made.notice()), "公告.ofd"),
    (FileKind.TXT, "MZ 开头的文字".encode, "说明.txt"),
    (FileKind.MD, "# 标题".encode, "说明.md"),
    (FileKind.HTML, lambda: b"<p>x</p>", "a.htm"),
    (FileKind.PNG, lambda: made.picture("png"), "a.png"),
    (FileKind.JPG, lambda: made.picture("jpg"), "a.jpeg"),
    (FileKind.DOC, lambda: OLE + "WordDocument".encode("utf-16-le"), "a.wps"),
    (FileKind.ZIP, lambda: made.archive_of(a_txt=b"x"), "a.zip"),
]


@pytest.mark.parametrize("kind, data, name", TAKEN, ids=[case[2] for case in TAKEN])
def test_a_good_upload_is_known_by_name_and_content(kind, data, name):
    assert check_upload(data(), name) is kind


@pytest.mark.parametrize(
    "given, made_safe",
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\张三\\公告.docx", "公告.docx"),
        ("公告\u202egpj.docx", "公告gpj.docx"),
        ("a\x00b\nc.txt", "abc.txt"),
        ("", "未命名"),
        ("...", "未命名"),
        ("CON.txt", "_CON.txt"),
        ('a<b>:"|?*.txt', "a_b______.txt"),
        ("关于\u200b公开 的　通知.pdf", "关于公开 的 通知.pdf"),
    ],
)
def test_a_name_is_made_safe(given, made_safe):
    assert safe_name(given) == made_safe


def test_a_name_of_ten_thousand_characters_is_cut_and_keeps_its_ending():
    name = safe_name("长" * 10_000 + ".docx")
    assert len(name) == 120 and name.endswith(".docx")
    assert check_upload(b"x", "长" * 10_000 + ".txt") is FileKind.TXT
