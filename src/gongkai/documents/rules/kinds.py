"""Which kinds of file are taken in, and by which endings they are known."""

from enum import StrEnum


class FileKind(StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    OFD = "ofd"
    DOC = "doc"  # Word 97–2003, and WPS 文字 which is the same container
    XLS = "xls"
    TXT = "txt"
    MD = "md"
    CSV = "csv"
    HTML = "html"
    ZIP = "zip"
    PNG = "png"
    JPG = "jpg"
    MP4 = "mp4"
    M4A = "m4a"
    MP3 = "mp3"
    WEBM = "webm"

    @property
    def label(self) -> str:
        """The kind in words a citizen knows."""
        return LABELS[self]

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self]


ENDINGS = {
    "pdf": FileKind.PDF,
    "docx": FileKind.DOCX,
    "xlsx": FileKind.XLSX,
    "ofd": FileKind.OFD,
    "doc": FileKind.DOC,
    "wps": FileKind.DOC,
    "xls": FileKind.XLS,
    "et": FileKind.XLS,
    "txt": FileKind.TXT,
    "md": FileKind.MD,
    "csv": FileKind.CSV,
    "html": FileKind.HTML,
    "htm": FileKind.HTML,
    "shtml": FileKind.HTML,
    "zip": FileKind.ZIP,
    "png": FileKind.PNG,
    "jpg": FileKind.JPG,
    "jpeg": FileKind.JPG,
    "mp4": FileKind.MP4,
    "m4v": FileKind.MP4,
    "m4a": FileKind.M4A,
    "mp3": FileKind.MP3,
    "webm": FileKind.WEBM,
}

LABELS = {
    FileKind.PDF: "PDF 文件",
    FileKind.DOCX: "Word 文档（DOCX）",
    FileKind.XLSX: "Excel 表格（XLSX）",
    FileKind.OFD: "OFD 版式文件",
    FileKind.DOC: "旧版 Word 或 WPS 文档（DOC/WPS）",
    FileKind.XLS: "旧版 Excel 表格（XLS）",
    FileKind.TXT: "纯文本",
    FileKind.MD: "纯文本（Markdown）",
    FileKind.CSV: "CSV 表格",
    FileKind.HTML: "网页",
    FileKind.ZIP: "ZIP 压缩包",
    FileKind.PNG: "PNG 图片",
    FileKind.JPG: "JPEG 图片",
    FileKind.MP4: "MP4 视频",
    FileKind.M4A: "M4A 音频",
    FileKind.MP3: "MP3 音频",
    FileKind.WEBM: "WebM 视频",
}

MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.OFD: "application/ofd",
    FileKind.DOC: "application/msword",
    FileKind.XLS: "application/vnd.ms-excel",
    FileKind.TXT: "text/plain; charset=utf-8",
    FileKind.MD: "text/plain; charset=utf-8",
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.HTML: "text/html; charset=utf-8",
    FileKind.ZIP: "application/zip",
    FileKind.PNG: "image/png",
    FileKind.JPG: "image/jpeg",
    FileKind.MP4: "video/mp4",
    FileKind.M4A: "audio/mp4",
    FileKind.MP3: "audio/mpeg",
    FileKind.WEBM: "video/webm",
}

TEXTUAL = frozenset({FileKind.TXT, FileKind.MD, FileKind.CSV, FileKind.HTML})
"""Kinds that are plain characters and have no signature of their own."""

SOUND, FILM = frozenset({FileKind.M4A, FileKind.MP3}), frozenset({FileKind.MP4, FileKind.WEBM})
PLAYED = SOUND | FILM
"""Kinds that are played; taken in only where somebody asks for them, since nobody reads them for what they say."""


def ending(name: str) -> str:
    """The last ending of a file name in lower case, without its dot; "" if there is none."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1].strip()
    return base.rsplit(".", 1)[1].lower().strip() if "." in base else ""


def kind_of_name(name: str) -> FileKind | None:
    """The kind the name claims, or None when it is not one we take."""
    return ENDINGS.get(ending(name))
