"""交出去之前的核对：不信写文件的那一段，把成品当作生人的文件，从字节、解开的流、取出的文字三处各查一遍。"""

import io
import re
import zlib
from collections.abc import Iterable, Iterator

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from gongkai.documents import pdfium
from gongkai.documents.cleaning import images
from gongkai.documents.redaction.matching import plain

_TOKEN = re.compile(rb"\(([^()]*)\)|<([0-9A-Fa-f]+)>|/([A-Za-z0-9-]+)|[A-Za-z]+|[-+.\d]+|<<|>>|[\[\]\s%]+|.", re.S)
_NAMES = frozenset(
    b"Ascent BaseFont BitsPerComponent Blank CIDFontType2 CIDSystemInfo CIDToGIDMap CapHeight Catalog ColorSpace Colors Columns Contents "
    b"Count DCTDecode DW DecodeParms DescendantFonts Descent DeviceGray DeviceRGB Encoding Filter Flags FlateDecode Font FontBBox "
    b"FontDescriptor FontFile2 FontName Height I Identity-H Image Indexed ItalicAngle Kids Lang Length MediaBox Ordering Page Pages "
    b"Parent Predictor Registry Resources Root Size StemV Subtype Supplement T ToUnicode Type Type0 Width XObject".split()
)
_STRINGS = frozenset((b"zh-CN", b"Adobe", b"Identity"))
_WORDS = frozenset(b"R obj endobj stream endstream xref n f trailer startxref EOF".split())
_DRAWING = frozenset(b"q cm Do Q BT Tr Tf Tm Tj ET".split())
_LONG, _LONG_ASCII = (
    6,
    8,
)  # bytes: shorter ones occur by chance among packed bytes, and are proven absent by the grammar and the extracted text


def survivors(data: bytes, needles: Iterable[str]) -> list[str]:
    """What is wrong with the new file, [] when nothing: the removed words that can still be found in it, in any encoding, and
    anything that is not a page, a picture, the blank font or the text layer. Never names the words themselves."""
    wanted = [needle for needle in needles if plain(needle)]
    found: dict[str, None] = {}
    outside, streams = _split(data)
    for problem in _strangers(outside):
        found[problem] = None
    texts: list[str] = []
    surfaces = [outside]
    for entries, body in streams:
        if b"/Subtype /Image" in entries:
            if not _only_pixels(entries, body):
                found["图片带有附加数据"] = None
            continue
        try:
            unpacked = zlib.decompress(body)
        except zlib.error:
            found["有解不开的数据流"] = None
            continue
        surfaces += [body, unpacked]
        if unpacked.startswith(b"q "):
            texts.append(_drawn(unpacked, found))
    texts += _extracted(data, found)
    plains = [plain(text) for text in texts]
    surfaces += [surface.lower() for surface in surfaces]
    for needle in wanted:
        bare = plain(needle)
        if any(bare in text for text in plains):
            found["已删去的文字仍能从文字层读出"] = None
        if any(spelling in surface for spelling in _spellings(needle) for surface in surfaces):
            found["已删去的文字仍在文件的字节里"] = None
    return list(found)


def _split(data: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """The bytes outside of streams, and (dictionary, packed bytes) of each stream, by their stated lengths."""
    outside, streams, at = [], [], 0
    while (start := data.find(b"\nstream\n", at)) >= 0:
        before = data[at : start + 8]
        entries = before[before.rfind(b" obj\n") :]
        length = re.search(rb"/Length (\d+)>>", entries)
        end = start + 8 + (int(length.group(1)) if length else 0)
        outside.append(before)
        streams.append((entries, data[start + 8 : end]))
        at = end
    outside.append(data[at:])
    return b"".join(outside), streams


def _only_pixels(entries: bytes, body: bytes) -> bool:
    """Nothing before, between or after a picture's pixels."""
    if b"/DCTDecode" in entries:
        return not images.hidden_in_jpeg(body)
    numbers = {name: int(value) for name, value in re.findall(rb"/(Width|Height|Predictor|BitsPerComponent) (\d+)", entries)}
    unpacking = zlib.decompressobj()
    row = 1 + (numbers[b"Width"] * numbers[b"BitsPerComponent"] + 7) // 8
    try:
        rows = unpacking.decompress(body, row * numbers[b"Height"] + 1)
    except zlib.error:
        return False
    return len(rows) == row * numbers[b"Height"] and unpacking.eof and not unpacking.unused_data


def _strangers(outside: bytes) -> Iterator[str]:
    """Outside of streams only names, words and strings of the one grammar our files are written in may stand."""
    if not outside.startswith(b"%PDF-1.7\n%\xe5\xe5\xe5\xe5\n") or not outside.endswith(b"%%EOF\n") or outside.count(b"startxref") != 1:
        yield "文件首尾不合规范"
    palette = re.compile(rb"/Indexed /DeviceRGB \d+ <[0-9a-f]*>")
    rest = palette.sub(b"", outside[15:])
    for token in _TOKEN.finditer(rest):
        text, coded, name = token.groups()
        whole = token.group()
        if text is not None:
            known = text in _STRINGS
        elif name is not None:
            known = name in _NAMES
        else:
            known = coded is None and (whole in _WORDS or not re.search(rb"[^-+.\d<>\[\]\s%]", whole))
        if not known:
            yield "文件里有来历不明的内容"
            return


def _drawn(content: bytes, found: dict[str, None]) -> str:
    """The text of a page's operators."""
    texts = []
    for token in _TOKEN.finditer(content):
        text, coded, name = token.groups()
        whole = token.group()
        if coded is not None:
            texts.append(bytes.fromhex(coded.decode()).decode("utf-16-be", "replace"))
        elif (
            text is not None
            or (name is not None and name not in (b"I", b"T"))
            or (name is None and re.search(rb"[^-+.\d\s]", whole) and whole not in _DRAWING)
        ):
            found["页面里有来历不明的内容"] = None
    return "".join(texts)


def _extracted(data: bytes, found: dict[str, None]) -> list[str]:
    """All text as two readers take it out, page by page and joined."""
    try:
        reader = PdfReader(io.BytesIO(data), strict=True)
        if reader.metadata or reader.xmp_metadata or reader.outline or reader.attachments or reader.get_fields():
            found["文件带有文档属性、书签、附件或表单"] = None
        pages = [page.extract_text() for page in reader.pages]
    except PyPdfError:
        found["成品不合规范"] = None
        pages = []
    with pdfium.opened(data) as document:
        for page in document:
            text_page = page.get_textpage()
            pages.append(text_page.get_text_range())
            text_page.close()
            page.close()
    return [*pages, "".join(pages)]


def _spellings(needle: str) -> set[bytes]:
    """The needle as it could stand in bytes: in each encoding, plain and in hexadecimal, with and without its blanks."""
    made: set[bytes] = set()
    for text in {needle, needle.casefold(), "".join(needle.split()), plain(needle)}:
        for encoding in ("utf-8", "utf-16-be", "utf-16-le", "gb18030", "latin-1"):
            try:
                coded = text.encode(encoding)
            except UnicodeEncodeError:
                continue
            if len(coded) >= (_LONG_ASCII if text.isascii() else _LONG) and not re.fullmatch(rb"[\d\s]{0,10}", coded):
                made |= {coded, coded.hex().encode(), coded.hex().upper().encode()}
    return made
