"""读文件：任何一种收得下的文件，读成一行一行可追溯出处的文字。"""

import logging
from collections.abc import Callable
from typing import TypeVar

from gongkai.documents.checks import LIMIT, check_upload
from gongkai.documents.readers import archives, docx, html, images, legacy, ofd, pdf, sheets, text
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.reading import Line, Link, Place, Reading
from gongkai.shared.refusal import Refused

__all__ = ["Line", "Link", "Place", "Reading", "read", "read_sheets"]

CHARACTERS = 2_000_000  # a longer text is no official document

_READERS: dict[FileKind, Callable[[bytes], Reading]] = {
    FileKind.TXT: text.read,
    FileKind.MD: text.read_markdown,
    FileKind.HTML: html.read,
    FileKind.PDF: pdf.read,
    FileKind.DOCX: docx.read,
    FileKind.DOC: legacy.read,
    FileKind.XLS: sheets.read,
    FileKind.XLSX: sheets.read,
    FileKind.CSV: sheets.read_csv,
    FileKind.OFD: ofd.read,
    FileKind.ZIP: archives.read,
    FileKind.PNG: images.read,
    FileKind.JPG: images.read,
}

T = TypeVar("T")

_log = logging.getLogger(__name__)


def read(data: bytes, name: str, limit: int = LIMIT) -> Reading:
    """The file's lines, facts, attachments and warnings. Refused (with a message that says what to do) when the file fails the
    upload checks, cannot be understood, or holds no text. Never any other error: parsers choke on hostile bytes in many ways."""
    kind = check_upload(data, name, limit)
    reading = _guarded(kind, lambda: _READERS[kind](data))
    if len(reading.text) > CHARACTERS:
        raise Refused(f"全文有 {len(reading.text):,} 字，超过 {CHARACTERS:,} 字的上限。请把文件拆开后分别导入", field="file")
    return reading


def read_sheets(data: bytes, name: str, limit: int = LIMIT) -> tuple[sheets.Sheet, ...]:
    """The visible sheets of an XLSX, XLS or CSV file as rows of text; for manifests. Refused for any other kind."""
    kind = check_upload(data, name, limit)
    if kind not in (FileKind.XLSX, FileKind.XLS, FileKind.CSV):
        raise Refused(f"清单应是 XLSX 或 CSV 表格，这是{kind.label}", field="file")
    return _guarded(kind, lambda: sheets.sheets(data, kind))


def _guarded(kind: FileKind, step: Callable[[], T]) -> T:
    try:
        return step()
    except Refused:
        raise
    except Exception as error:
        _log.warning("unreadable %s: %s: %s", kind, type(error).__name__, error)
        raise Refused(f"{kind.label}已损坏或不规范，读不出内容。请用原来的软件打开，另存一份后再上传", field="file") from error
