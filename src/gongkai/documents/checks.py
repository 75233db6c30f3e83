"""上传检查：后缀、文件头、容器内容三者一致才收；说不清的一律不收，并告诉人怎么办。"""

import re

from gongkai.documents import archive
from gongkai.documents.played import mp3, mp4, webm
from gongkai.documents.rules import names
from gongkai.documents.rules.encodings import declared_charset, decode
from gongkai.documents.rules.kinds import ENDINGS, PLAYED, TEXTUAL, FileKind, ending, kind_of_name
from gongkai.shared.refusal import Refused

safe_name = names.safe_name

LIMIT = 50 * 2**20  # bytes, when the caller hands in no other
NESTING = 2  # a ZIP inside a ZIP is opened, one deeper is not

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES: tuple[tuple[bytes, FileKind], ...] = (
    (b"%PDF-", FileKind.PDF),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPG),
)
_PROGRAMS = (
    (b"MZ", "Windows 程序"),
    (b"\x7fELF", "Linux 程序"),
    (b"#!", "脚本程序"),
    (b"\xca\xfe\xba\xbe", "程序"),
    (b"\xcf\xfa\xed\xfe", "程序"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "快捷方式"),
)
_PROGRAM_ENDINGS = frozenset(
    [
        "exe",
        "dll",
        "com",
        "scr",
        "bat",
        "cmd",
        "ps1",
        "vbs",
        "vbe",
        "js",
        "jse",
        "wsf",
        "hta",
        "msi",
        "msp",
        "jar",
        "apk",
        "sh",
        "lnk",
        "reg",
        "cpl",
        "sys",
        "php",
        "jsp",
        "asp",
        "aspx",
        "py",
    ]
)
_STRANGERS = (
    (b"Rar!\x1a\x07", "RAR 压缩包，请解开后用 ZIP 重新打包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包，请解开后用 ZIP 重新打包"),
    (b"\x1f\x8b", "gzip 压缩包，请解开后用 ZIP 重新打包"),
    (b"{\\rtf", "RTF 文档，请用 WPS 或 Word 打开，另存为 DOCX 或 PDF"),
    (b"From: ", "MHT 单一网页，请在浏览器中另存为“仅网页 HTML”"),
    (b"MIME-Version", "MHT 单一网页，请在浏览器中另存为“仅网页 HTML”"),
    (b"GIF8", "GIF 图片，请转成 PNG 或 JPG"),
    (b"II*\x00", "TIFF 图片，请转成 PDF、PNG 或 JPG"),
    (b"MM\x00*", "TIFF 图片，请转成 PDF、PNG 或 JPG"),
    (b"%!PS", "PostScript 文件，请转成 PDF"),
)
_MARKUP = re.compile(r"<\s*(!doctype html|html|head|body|meta|div|p|table|span|article|section|h[1-6]|br|ul|ol)\b", re.I)
_MAIN_TYPES = {
    b"wordprocessingml.document.main+xml": FileKind.DOCX,
    b"spreadsheetml.sheet.main+xml": FileKind.XLSX,
}
_XML_PART = re.compile(r"\.(xml|rels|vml)$", re.I)
_TAKEN = "PDF、DOCX、XLSX、OFD、DOC/WPS、XLS、TXT、CSV、网页 HTML、ZIP、PNG、JPG"
_PLAYED = "MP3、M4A、MP4、WebM"


def check_upload(data: bytes, name: str, limit: int = LIMIT, *, played: bool = False) -> FileKind:
    """The kind of an uploaded file, when its name, first bytes and inside agree and nothing dangerous is found; else Refused
    with a message that says what to do. `limit` is in bytes; `played`: audio and video are taken too."""
    if names.has_direction_trick(name):
        raise Refused("文件名里有改变文字方向的隐藏字符，常用来伪装文件类型。请改个普通的文件名再上传", field="file")
    if not data:
        raise Refused("文件是空的（0 字节）。请确认文件已保存好再上传", field="file")
    if len(data) > limit:
        raise Refused(
            f"文件有 {len(data) / 2**20:.0f} MB，超过单个文件 {limit / 2**20:.0f} MB 的上限。请压缩图片、拆分附件后再上传", field="file"
        )
    claimed = kind_of_name(name)
    taken = f"{_TAKEN}；音视频 {_PLAYED}" if played else _TAKEN
    if ending(name) in _PROGRAM_ENDINGS:
        raise Refused(f"不收程序或脚本文件（.{ending(name)}）。请上传文件本身：{taken}", field="file")
    if claimed is None:
        told = f"不收 .{ending(name)[:12]} 文件" if ending(name) else "文件名没有后缀，看不出是什么文件"
        raise Refused(f"{told}。可以上传：{taken}", field="file")
    if claimed in PLAYED and not played:
        raise Refused(f"{claimed.label}只能作为解读的附件上传。这里可以上传：{_TAKEN}", field="file")
    actual = _kind_inside(data, claimed)
    if actual is not claimed:
        right = next(end for end, kind in ENDINGS.items() if kind is actual)
        raise Refused(
            f"文件名以 .{ending(name)} 结尾，内容却是{actual.label}。如果内容没错，请把后缀改成 .{right} 再上传；否则请重新导出",
            field="file",
        )
    _CHECKS[actual](data, 1)
    return actual


def _kind_inside(data: bytes, claimed: FileKind) -> FileKind:
    head = data[:64]
    for signature, label in _PROGRAMS:
        if head.startswith(signature) and not (signature in (b"#!", b"MZ") and claimed in TEXTUAL and _is_prose(data)):
            raise Refused(f"内容是{label}，不是{claimed.label}，可能有危险，未予接收", field="file")
    for signature, advice in _STRANGERS:
        if head.startswith(signature):
            raise Refused(f"内容其实是{advice}后上传", field="file")
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head.startswith(OLE):
        return _kind_of_ole(data)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(data)
    if data[4:8] == b"ftyp":
        return FileKind.M4A if claimed is FileKind.M4A else FileKind.MP4
    if head.startswith(b"\x1aE\xdf\xa3"):
        return FileKind.WEBM
    if claimed is FileKind.MP3 and mp3.is_mp3(data):
        return FileKind.MP3
    if claimed in TEXTUAL:
        return claimed
    raise Refused(f"内容不是{claimed.label}：文件可能已损坏，或只是改了后缀。请用原来的软件重新保存后上传", field="file")


def _is_prose(data: bytes) -> bool:
    """A text may well begin with “MZ” or “#!”; a program soon shows zero bytes or a path to its interpreter."""
    return b"\x00" not in data[:512] and not data.startswith((b"#!/", b"#! /"))


def _kind_of_ole(data: bytes) -> FileKind:
    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        raise Refused("文件设置了打开密码。请去掉密码另存后上传", field="file")
    if has("WordDocument"):
        return FileKind.DOC
    if has("Workbook") or has("Book\0"):
        return FileKind.XLS
    raise Refused("内容不是 Word 或 Excel 文档（可能是安装包、邮件或演示文稿）。请另存为 PDF 后上传", field="file")


def _kind_of_zip(data: bytes) -> FileKind:
    """DOCX, XLSX and OFD are ZIPs; what lies inside tells."""
    box = archive.Archive(data, "文件")
    by_name = {entry.name.lower(): entry for entry in box.entries}
    if "ofd.xml" in by_name:
        return FileKind.OFD
    types = by_name.get("[content_types].xml")
    if types is None:
        return FileKind.ZIP
    listed = box.read(types)
    if b"macroEnabled" in listed or b"vbaProject" in listed:
        raise _macros()
    for mark, kind in _MAIN_TYPES.items():
        if mark in listed:
            return kind
    raise Refused("内容是演示文稿或其他 Office 文件，不是 Word 文档或 Excel 表格。请另存为 PDF 后上传", field="file")


def _macros() -> Refused:
    return Refused("文件里有宏（可自动运行的程序），不能接收。请在 Word/WPS/Excel 中另存为不带宏的 DOCX、XLSX 或 PDF 后上传", field="file")


def _check_office(data: bytes, _depth: int) -> None:
    box = archive.Archive(data, "文档")
    for entry in box.entries:
        low = entry.name.lower()
        if "vbaproject" in low or "vbadata" in low or low.startswith(("xl/macrosheets", "xl/dialogsheets")):
            raise _macros()
        if _XML_PART.search(low):
            require_plain_xml(box.read(entry))


def require_plain_xml(part: bytes) -> None:
    """Refused when an XML part declares a DTD or entities: no office file needs them, XML bombs and file theft do."""
    head = part[:4]
    text = part
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head:
        text = part.replace(b"\x00", b"")
    low = text.upper()
    if b"<!DOCTYPE" in low or b"<!ENTITY" in low:
        raise Refused("文档内部含有实体声明（可能是“XML 炸弹”），不能接收。请用 Word、WPS 或 OFD 软件重新保存后上传", field="file")


def _check_ofd(data: bytes, _depth: int) -> None:
    box = archive.Archive(data, "OFD 文件")
    for entry in box.entries:
        if _XML_PART.search(entry.name):
            require_plain_xml(box.read(entry))


def _check_pdf(data: bytes, _depth: int) -> None:
    if b"%%EOF" not in data[-2048:] and b"startxref" not in data[-4096:]:
        raise Refused("PDF 文件不完整（缺少结尾），可能没有传完或末尾被附加了别的内容。请重新导出后上传", field="file")
    end = data.rfind(b"PK\x05\x06")
    if end >= 0 and len(data) - end >= 22 and end + 22 + int.from_bytes(data[end + 20 : end + 22], "little") == len(data):
        raise Refused("PDF 末尾附着了压缩包，是“一个文件两种格式”，不能接收。请重新导出 PDF 后上传", field="file")


def _check_ole(data: bytes, _depth: int) -> None:
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        raise _macros()


def _check_image(data: bytes, _depth: int) -> None:
    if data.startswith(b"\x89PNG"):
        if b"IEND" not in data[-4096:] and b"IEND" not in data:
            raise Refused("PNG 图片不完整，请重新导出后上传", field="file")
    elif b"\xff\xd9" not in data:
        raise Refused("JPEG 图片不完整，请重新导出后上传", field="file")
    if data[-22:].startswith(b"PK\x05\x06"):
        raise Refused("图片末尾附着了压缩包，是“一个文件两种格式”，不能接收。请重新导出图片后上传", field="file")


def _check_mp4(data: bytes, _depth: int) -> None:
    mp4.scrubbed(data)
    if not mp4.has_picture(data):
        raise Refused("这个 MP4 只有声音，没有画面。请把后缀改成 .m4a 再上传", field="file")


def _check_m4a(data: bytes, _depth: int) -> None:
    mp4.scrubbed(data)
    if mp4.has_picture(data):
        raise Refused("这个 M4A 里有画面。请把后缀改成 .mp4 再上传", field="file")


def _check_mp3(data: bytes, _depth: int) -> None:
    mp3.scrubbed(data)


def _check_webm(data: bytes, _depth: int) -> None:
    webm.scrubbed(data)


def _check_text(data: bytes, _depth: int) -> None:
    decode(data)


def _check_html(data: bytes, _depth: int) -> None:
    text, _ = decode(data, declared_charset(data))
    if not _MARKUP.search(text):
        raise Refused("内容不像网页。如果是纯文字，请把后缀改成 .txt 再上传", field="file")


JUNK = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$|\.git/)", re.I)
"""What operating systems leave in archives; passed over without a word."""


def _check_zip(data: bytes, depth: int) -> None:
    if depth > NESTING:
        raise Refused("压缩包里套了太多层压缩包。请全部解开，只打一层包后上传", field="file")
    box = archive.Archive(data)
    if not box.entries:
        raise Refused("压缩包是空的。请把文件放进去再打包上传", field="file")
    for entry in box.entries:
        if names.has_direction_trick(entry.name):
            raise Refused("压缩包里的文件名有改变文字方向的隐藏字符，常用来伪装文件类型。请改名后重新打包", field="file")
        if JUNK.search(entry.name):
            continue
        if ending(entry.name) in _PROGRAM_ENDINGS:
            raise Refused(f"压缩包里有程序或脚本文件（{archive.shown(entry.name)}），不能接收。请去掉后重新打包", field="file")
        if ending(entry.name) == "zip":
            _check_zip(box.read(entry), depth + 1)


_CHECKS = {
    FileKind.DOCX: _check_office,
    FileKind.XLSX: _check_office,
    FileKind.OFD: _check_ofd,
    FileKind.PDF: _check_pdf,
    FileKind.DOC: _check_ole,
    FileKind.XLS: _check_ole,
    FileKind.PNG: _check_image,
    FileKind.JPG: _check_image,
    FileKind.TXT: _check_text,
    FileKind.MD: _check_text,
    FileKind.CSV: _check_text,
    FileKind.HTML: _check_html,
    FileKind.ZIP: _check_zip,
    FileKind.MP4: _check_mp4,
    FileKind.M4A: _check_m4a,
    FileKind.MP3: _check_mp3,
    FileKind.WEBM: _check_webm,
}
