"""公开前清除：作者、批注、修订、隐藏文字、隐藏工作表、内嵌文件、宏、EXIF……同样的文件进来，永远得到同样的字节；
`hidden` 再到原始字节里核对一遍。"""

import logging
from collections.abc import Callable
from typing import TypeVar

from gongkai.documents.cleaning import excel, images, ofd, page, pdf, word
from gongkai.documents.cleaning import zips as archives
from gongkai.documents.cleaning.cleaned import Cleaned
from gongkai.documents.played import mp3, mp4, webm
from gongkai.documents.rules.kinds import FileKind
from gongkai.shared.refusal import Refused

__all__ = ["Cleaned", "clean", "hidden"]

T = TypeVar("T")
Scrubbed = Callable[[bytes], tuple[bytes, tuple[str, ...]]]
_log = logging.getLogger(__name__)


def clean(data: bytes, kind: FileKind) -> Cleaned:
    """The file as the public may have it, what was removed, and what could not be (both in Chinese). Refused for old formats,
    which cannot be cleaned reliably, and for files that cannot be understood."""
    return _guarded(kind, lambda: _CLEAN[kind](data))


def hidden(data: bytes, kind: FileKind) -> tuple[str, ...]:
    """What the raw bytes still hold beyond what a reader sees, looking into every compressed part; () when nothing is found."""
    return tuple(dict.fromkeys(_guarded(kind, lambda: _HIDDEN[kind](data))))


def _plain(data: bytes) -> Cleaned:
    return Cleaned(data)


def _nothing(_data: bytes) -> list[str]:
    return []


def _old(_data: bytes) -> Cleaned:
    raise Refused("旧版 DOC、WPS、XLS 文件里的作者、修订等信息无法可靠清除，不能直接公开。请另存为 DOCX、XLSX 或 PDF 后上传", field="file")


def _old_hidden(_data: bytes) -> list[str]:
    return ["旧版格式，内部信息无法核查"]


def _clean_zip(data: bytes) -> Cleaned:
    return archives.clean(data, clean)


def _hidden_in_zip(data: bytes) -> list[str]:
    return archives.hidden(data, hidden)


def _played(scrubbed: Scrubbed) -> Callable[[bytes], Cleaned]:
    return lambda data: Cleaned(*scrubbed(data))


def _hidden_in_played(scrubbed: Scrubbed) -> Callable[[bytes], list[str]]:
    return lambda data: list(scrubbed(data)[1])


_CLEAN: dict[FileKind, Callable[[bytes], Cleaned]] = {
    FileKind.DOCX: word.clean,
    FileKind.XLSX: excel.clean,
    FileKind.PDF: pdf.clean,
    FileKind.OFD: ofd.clean,
    FileKind.PNG: images.clean_png,
    FileKind.JPG: images.clean_jpeg,
    FileKind.HTML: page.clean,
    FileKind.ZIP: _clean_zip,
    FileKind.TXT: _plain,
    FileKind.MD: _plain,
    FileKind.CSV: _plain,
    FileKind.DOC: _old,
    FileKind.XLS: _old,
    FileKind.MP4: _played(mp4.scrubbed),
    FileKind.M4A: _played(mp4.scrubbed),
    FileKind.MP3: _played(mp3.scrubbed),
    FileKind.WEBM: _played(webm.scrubbed),
}
_HIDDEN: dict[FileKind, Callable[[bytes], list[str]]] = {
    FileKind.DOCX: word.hidden,
    FileKind.XLSX: excel.hidden,
    FileKind.PDF: pdf.hidden,
    FileKind.OFD: ofd.hidden,
    FileKind.PNG: images.hidden_in_png,
    FileKind.JPG: images.hidden_in_jpeg,
    FileKind.HTML: page.hidden,
    FileKind.ZIP: _hidden_in_zip,
    FileKind.TXT: _nothing,
    FileKind.MD: _nothing,
    FileKind.CSV: _nothing,
    FileKind.DOC: _old_hidden,
    FileKind.XLS: _old_hidden,
    FileKind.MP4: _hidden_in_played(mp4.scrubbed),
    FileKind.M4A: _hidden_in_played(mp4.scrubbed),
    FileKind.MP3: _hidden_in_played(mp3.scrubbed),
    FileKind.WEBM: _hidden_in_played(webm.scrubbed),
}


def _guarded(kind: FileKind, step: Callable[[], T]) -> T:
    try:
        return step()
    except Refused:
        raise
    except Exception as error:
        _log.warning("cannot clean %s: %s: %s", kind, type(error).__name__, error)
        raise Refused(f"{kind.label}已损坏或不规范，无法清除其中的隐藏信息。请用原来的软件打开，另存一份后再上传", field="file") from error
