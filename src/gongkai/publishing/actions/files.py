"""Making an attachment ready for inspection."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress

from gongkai.documents import cleaning, readers
from gongkai.documents.checks import check_upload
from gongkai.documents.readers import ocr
from gongkai.documents.rules.kinds import PLAYED, FileKind
from gongkai.publishing.rules.material import FileText
from gongkai.shared.digest import sm3
from gongkai.shared.refusal import Refused

PICTURES = (FileKind.PNG, FileKind.JPG)
MOST_INSIDE = 20  # pictures recognised inside one document
LARGEST_INSIDE = 10 * 2**20
PIXELS_INSIDE = 16_000_000
_HOLDERS = (FileKind.DOCX, FileKind.XLSX, FileKind.OFD)
_NOT_READ = "没有读出文字"  # in the words of the PDF reader: some pages are pictures


def file_text(data: bytes, name: str, *, look_inside: bool = False) -> FileText:
    """An attachment ready for inspection: its text, tables, and what its raw bytes still hide. A file whose text cannot be
    read (a picture, say) is inspected for what it hides only, and counted as unread. `look_inside`: the pictures inside a document are
    recognised too, which takes a while; without it they are only counted. Refused when the file may not be uploaded at all."""
    kind = check_upload(data, name, played=True)
    hidden, digest = cleaning.hidden(data, kind), sm3(data)
    try:
        reading = readers.read(data, name)
    except Refused:
        is_picture = kind in (*PICTURES, FileKind.PDF)
        return FileText(name, hidden=hidden, digest=digest, pictures=int(is_picture), unread=int(is_picture), is_played=kind in PLAYED)
    tables = tuple(line.rows for line in reading.lines if line.rows)
    recognised = any(ocr.UNPROOFED in one for one in reading.warnings)
    unread = int(any(_NOT_READ in one for one in reading.warnings))
    text, pictures = reading.text, int(recognised) + unread
    if kind in _HOLDERS:
        words, inside, missed = _inside(data, reading=look_inside and ocr.available())
        text, pictures, unread = "\n".join(filter(None, (text, *words))), pictures + inside, unread + missed
    return FileText(name, text, tables, hidden, digest, pictures, unread)


def _inside(data: bytes, *, reading: bool) -> tuple[list[str], int, int]:
    """(words, pictures, unread) of the pictures inside a document that is a ZIP archive; `reading`: no more than so many are recognised."""
    words, pictures, unread = [], 0, 0
    for picture in _pictures_in(data, reading=reading):
        pictures += 1
        if picture is None or pictures > MOST_INSIDE:
            unread += 1
            continue
        try:
            words += ocr.lines(ocr.opened(picture, PIXELS_INSIDE))
        except (Refused, OSError, ValueError, SyntaxError):  # Pillow chokes on hostile bytes in these ways
            unread += 1
    return words, pictures, unread


def _pictures_in(data: bytes, *, reading: bool) -> Iterator[bytes | None]:
    """The pictures, None for those too large to be opened; none is unpacked where nobody reads them."""
    with suppress(zipfile.BadZipFile, OSError), zipfile.ZipFile(io.BytesIO(data)) as archive:
        for one in archive.infolist()[:5000]:
            if one.filename.lower().endswith((".png", ".jpg", ".jpeg")) and not one.filename.lower().startswith("docprops/"):
                yield archive.read(one) if reading and one.file_size <= LARGEST_INSIDE else None
