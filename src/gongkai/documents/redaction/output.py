"""新文件：从零写起，只有页面、图、文字层和一个方块字体；原件的任何对象都不带过来。"""

import zlib
from dataclasses import dataclass, field

from gongkai.documents.redaction import textlayer
from gongkai.documents.redaction.raster import Packed
from gongkai.documents.redaction.textlayer import Codes, Run

HEADER = b"%PDF-1.7\n%\xe5\xe5\xe5\xe5\n"
_CATALOG, _PAGES, _FONT, _CID, _DESCRIPTOR, _FILE, _UNICODE, _GLYPHS, _FIRST = range(1, 10)


@dataclass
class File:
    """A PDF growing page by page; the same pages give the same bytes."""

    _pages: list[tuple[float, float, Packed, bytes]] = field(default_factory=list)
    _codes: Codes = field(default_factory=Codes)

    def add(self, width: float, height: float, picture: Packed, runs: list[Run]) -> None:
        """A page of so many points, filled by the picture, with the runs to be read."""
        text = textlayer.operators(runs, self._codes, width, height) if runs else b""
        drawn = b"q %.4f 0 0 %.4f 0 0 cm /I Do Q\n" % (width, height)
        self._pages.append((width, height, picture, drawn + text))

    def data(self) -> bytes:
        kids = b" ".join(b"%d 0 R" % (_FIRST + 3 * at) for at in range(len(self._pages)))
        objects = [
            b"<</Type /Catalog /Pages %d 0 R /Lang (zh-CN)>>" % _PAGES,
            b"<</Type /Pages /Count %d /Kids [%s]>>" % (len(self._pages), kids),
            b"<</Type /Font /Subtype /Type0 /BaseFont /Blank /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R>>"
            % (_CID, _UNICODE),
            b"<</Type /Font /Subtype /CIDFontType2 /BaseFont /Blank /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>"
            b" /FontDescriptor %d 0 R /DW 1000 /CIDToGIDMap %d 0 R>>" % (_DESCRIPTOR, _GLYPHS),
            b"<</Type /FontDescriptor /FontName /Blank /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 1000 /Descent 0"
            b" /CapHeight 1000 /StemV 80 /FontFile2 %d 0 R>>" % _FILE,
            _deflated(textlayer.block_font()),
            _deflated(self._codes.to_unicode()),
            _deflated(b"\0\1" * 0x10000),
        ]
        for at, (width, height, picture, content) in enumerate(self._pages):
            page = _FIRST + 3 * at
            objects += [
                b"<</Type /Page /Parent %d 0 R /MediaBox [0 0 %.4f %.4f] /Contents %d 0 R"
                b" /Resources <</Font <</T %d 0 R>> /XObject <</I %d 0 R>>>>>>" % (_PAGES, width, height, page + 1, _FONT, page + 2),
                _deflated(content),
                _stream(
                    b"/Type /XObject /Subtype /Image /Width %d /Height %d %s" % (picture.width, picture.height, picture.entries),
                    picture.data,
                ),
            ]
        return _written(objects)


def _deflated(body: bytes) -> bytes:
    return _stream(b"/Filter /FlateDecode", zlib.compress(body, 9))


def _stream(entries: bytes, body: bytes) -> bytes:
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entries, len(body), body)


def _written(objects: list[bytes]) -> bytes:
    parts, places, at = [HEADER], [], len(HEADER)
    for number, body in enumerate(objects, 1):
        part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        places.append(at)
        parts.append(part)
        at += len(part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table))
    parts.append(b"trailer\n<</Size %d /Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, _CATALOG, at))
    return b"".join(parts)
