"""原件的一页：显示出来是什么样，上面有哪些字、各在哪儿。批注先去掉，表单的值和印章按显示的样子并入页面。"""

import ctypes
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import pypdfium2
from PIL import Image, ImageChops
from pypdfium2 import raw

from gongkai.documents import pdfium
from gongkai.documents.redaction.marks import Box, PageFacts
from gongkai.documents.redaction.matching import Char, Spelled
from gongkai.shared.refusal import Refused

PAGES = 300
CHARACTERS = 60_000  # on one page
OBJECTS = 200_000  # on one page
PIXELS = 40_000_000  # of one page's picture: A1 at 200 dpi
DEPTH = 12  # forms within forms
PICTURED = 0.05  # of the page: a picture at least so large, without words on it, is taken for a scan

_GRID = 1 << 20  # steps across a page, for turning PDF coordinates into fractions
_SPAN = 1000  # points over which its axes are measured
_SEEING = 100 / 72  # the scale at which it is looked for ink
_INK = 24  # of 255: fainter is not seen
_KEPT_ANNOTATIONS = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_STAMP)


@contextmanager
def opened(data: bytes) -> Iterator["Original"]:
    """The PDF, open while the block lasts. Refused when it has a password, is broken, empty or too long."""
    with pdfium.opened(data) as document:
        count = len(document)
        if not count:
            raise Refused("PDF 里没有页面，请重新导出后上传", field="file")
        if count > PAGES:
            raise Refused(f"PDF 有 {count} 页，一次最多处理 {PAGES} 页。请拆开后分别处理", field="file")
        document.init_forms()  # draws the values of form fields that come without a picture of their own
        yield Original(document)


class Original:
    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._document = document

    def __len__(self) -> int:
        return len(self._document)

    @contextmanager
    def page(self, number: int) -> Iterator["Page"]:
        """The page (from 1). Refused when there is none or it cannot be read."""
        if not 1 <= number <= len(self):
            raise Refused(f"没有第 {number} 页，这份文件共 {len(self)} 页", field="page")
        handle = _flattened(self._document, number)
        try:
            yield Page(handle, number)
        finally:
            handle.close()


def _flattened(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    """The page with form values and seals made part of it and comments gone: what is shown, searched and drawn are then one."""
    try:
        page = document[number - 1]
        for index in range(raw.FPDFPage_GetAnnotCount(page.raw) - 1, -1, -1):
            annotation = raw.FPDFPage_GetAnnot(page.raw, index)
            kind, flags = raw.FPDFAnnot_GetSubtype(annotation), raw.FPDFAnnot_GetFlags(annotation)
            raw.FPDFPage_CloseAnnot(annotation)
            if kind not in _KEPT_ANNOTATIONS or flags & (raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW):
                raw.FPDFPage_RemoveAnnot(page.raw, index)
        raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
        page.close()
        return document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise Refused(f"PDF 第 {number} 页已损坏，打不开。请重新导出后上传", field="file") from error


@dataclass(frozen=True)
class Ink:
    """Where text is seen: the difference between the page with and without its text, looked at coarsely."""

    picture: Image.Image

    def at(self, box: Box) -> bool:
        width, height = self.picture.size
        left, top = math.floor(box[0] * width), math.floor(box[1] * height)
        right, bottom = math.ceil(box[2] * width), math.ceil(box[3] * height)
        inside = (max(0, left), max(0, top), min(width, right), min(height, bottom))
        if inside[0] >= inside[2] or inside[1] >= inside[3]:
            return False
        return int(self.picture.crop(inside).getextrema()[1]) >= _INK  # type: ignore[arg-type]


class Page:
    """A page as it is displayed. `width` and `height` in points, after rotation and crop."""

    def __init__(self, handle: pypdfium2.PdfPage, number: int) -> None:
        self._page, self.number = handle, number
        self.width, self.height = handle.get_size()
        if not (0 < self.width < 1e6 and 0 < self.height < 1e6):
            raise Refused(f"PDF 第 {number} 页的大小不合规范，无法处理。请重新导出后上传", field="file")

    def picture(self, scale: float) -> Image.Image:
        """The page in RGB, so many pixels to the point. Refused when that is too large."""
        if math.ceil(self.width * scale) * math.ceil(self.height * scale) > PIXELS:
            raise Refused(
                f"PDF 第 {self.number} 页幅面太大（{self.width / 72 * 2.54:.0f}×{self.height / 72 * 2.54:.0f} 厘米），无法处理。请缩小幅面后重新导出",
                field="file",
            )
        made = self._page.render(scale=scale, may_draw_forms=False, draw_annots=False).to_pil()
        return made if made.mode == "RGB" else made.convert("RGB")

    @cached_property
    def facts(self) -> PageFacts:
        return PageFacts(self.number, self.width, self.height, self._unread())

    @cached_property
    def readings(self) -> tuple[tuple[Char, ...], ...]:
        """The page's characters in reading order: as the glyphs say and, if it differs, as the replacement text (ActualText) says.
        The first reading is of what is seen; words are looked for in all."""
        replaced = self._chars()
        if not self._drop_tags():
            return (replaced,)
        return (self._chars(), replaced)

    @cached_property
    def spelled(self) -> tuple[Spelled, ...]:
        """Each reading, ready to be searched."""
        return tuple(Spelled(chars) for chars in self.readings)

    def seen(self) -> tuple[Char, ...]:
        """The characters that are seen with the eye: not those without ink (invisible layers, white on white, beneath pictures),
        nor two different ones on one spot, of which only one can be what is seen."""
        chars = self.readings[0]
        ink = self._ink()
        twice = _overprinted(chars)
        kept = [at not in twice and char.drawn and (char.text.isspace() or ink.at(char.ink)) for at, char in enumerate(chars)]
        return tuple(char for char, keep in zip(chars, kept, strict=True) if keep)

    def _ink(self) -> Ink:
        """Spends the page: its text is not drawn afterwards."""
        scale = min(_SEEING, math.sqrt(PIXELS / (self.width * self.height)) / 2)
        before = self.picture(scale)
        for item in _objects(self._page.raw):
            if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_TEXT:
                raw.FPDFTextObj_SetTextRenderMode(item, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
        red, green, blue = ImageChops.difference(before, self.picture(scale)).split()
        return Ink(ImageChops.lighter(ImageChops.lighter(red, green), blue))

    def _drop_tags(self) -> bool:
        """Take replacement texts off the page's text; whether there were any."""
        dropped = False
        for item in _objects(self._page.raw):
            if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_TEXT:
                continue
            for index in range(raw.FPDFPageObj_CountMarks(item) - 1, -1, -1):
                mark = raw.FPDFPageObj_GetMark(item, index)
                if any(_key(mark, at) == b"ActualText" for at in range(raw.FPDFPageObjMark_CountParams(mark))):
                    dropped = bool(raw.FPDFPageObj_RemoveMark(item, mark)) or dropped
        return dropped

    def _chars(self) -> tuple[Char, ...]:
        text_page = self._page.get_textpage()
        try:
            handle = text_page.raw
            count = raw.FPDFText_CountChars(handle)
            if count > CHARACTERS:
                raise Refused(f"PDF 第 {self.number} 页有 {count} 个字，多得不正常，无法处理。请重新导出后上传", field="file")
            return tuple(self._char(handle, index) for index in range(count))
        finally:
            text_page.close()

    def _char(self, handle: object, index: int) -> Char:
        code = raw.FPDFText_GetUnicode(handle, index)
        text = chr(code) if code and not 0xD800 <= code <= 0xDFFF else "\ufffd"
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top)
        cell = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(handle, index, cell)
        item = raw.FPDFText_GetTextObject(handle, index)
        mode = raw.FPDFTextObj_GetTextRenderMode(item) if item else raw.FPDF_TEXTRENDERMODE_INVISIBLE
        return Char(
            text,
            self._box(left.value, bottom.value, right.value, top.value),
            self._box(cell.left, cell.bottom, cell.right, cell.top),
            mode not in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP),
            self._turn(handle, index),
        )

    def _turn(self, handle: object, index: int) -> int:
        matrix = raw.FS_MATRIX()
        if not raw.FPDFText_GetMatrix(handle, index, matrix):
            return 0
        length = math.hypot(matrix.a, matrix.b) or 1.0
        (x0, y0), (x1, y1) = self._point(0, 0), self._point(100 * matrix.a / length, 100 * matrix.b / length)
        across, down = (x1 - x0) * self.width, (y1 - y0) * self.height
        if abs(across) >= abs(down):
            return 0 if across >= 0 else 2
        return 1 if down > 0 else 3

    def _box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """From the page's own coordinates to fractions of what is displayed."""
        corners = [self._point(x, y) for x in (left, right) for y in (bottom, top)]
        return (min(x for x, _ in corners), min(y for _, y in corners), max(x for x, _ in corners), max(y for _, y in corners))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        (x0, y0), (xx, xy), (yx, yy) = self._axes
        return x0 + x * xx + y * yx, y0 + x * xy + y * yy

    @cached_property
    def _axes(self) -> tuple[tuple[float, float], ...]:
        """Where the origin of the page's own coordinates is displayed, and where one point along each of its axes leads."""
        origin, right, up = (self._displayed(x, y) for x, y in ((0, 0), (_SPAN, 0), (0, _SPAN)))
        return (origin, *(((end[0] - origin[0]) / _SPAN, (end[1] - origin[1]) / _SPAN) for end in (right, up)))

    def _displayed(self, x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(self._page.raw, 0, 0, _GRID, _GRID, 0, x, y, across, down)
        return across.value / _GRID, down.value / _GRID

    def _unread(self) -> bool:
        middles = [((c.ink[0] + c.ink[2]) / 2, (c.ink[1] + c.ink[3]) / 2) for c in self.readings[0] if not c.text.isspace()]
        pictures = 0
        for item in _top_objects(self._page.raw):
            kind = raw.FPDFPageObj_GetType(item)
            pictured = kind == raw.FPDF_PAGEOBJ_IMAGE or (kind == raw.FPDF_PAGEOBJ_FORM and _has_picture(item))
            pictures += kind != raw.FPDF_PAGEOBJ_TEXT
            left, bottom, right, top = (ctypes.c_float() for _ in range(4))
            if not pictured or not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
                continue
            box = self._box(left.value, bottom.value, right.value, top.value)
            box = (max(0.0, box[0]), max(0.0, box[1]), min(1.0, box[2]), min(1.0, box[3]))
            if (box[2] - box[0]) * (box[3] - box[1]) >= PICTURED and not any(
                box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in middles
            ):
                return True
        return bool(pictures) and not middles


def _overprinted(chars: tuple[Char, ...]) -> set[int]:
    """Characters on whose spot another, different one stands."""
    spots: dict[tuple[int, int], list[int]] = {}
    found: set[int] = set()
    for at, char in enumerate(chars):
        width, height = char.cell[2] - char.cell[0], char.cell[3] - char.cell[1]
        if char.text.isspace() or not char.drawn or width <= 0 or height <= 0:
            continue
        x, y = (char.cell[0] + char.cell[2]) / 2, (char.cell[1] + char.cell[3]) / 2
        column, row = int(x * 500), int(y * 500)
        for key in ((column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            for other in spots.get(key, ()):
                box = chars[other].cell
                near = abs((box[0] + box[2]) / 2 - x) < 0.35 * width and abs((box[1] + box[3]) / 2 - y) < 0.35 * height
                if near and chars[other].text != char.text:
                    found |= {at, other}
        spots.setdefault((column, row), []).append(at)
    return found


def _key(mark: object, index: int) -> bytes:
    length = ctypes.c_ulong()
    if not raw.FPDFPageObjMark_GetParamKey(mark, index, None, 0, length):
        return b""
    buffer = ctypes.create_string_buffer(length.value)
    raw.FPDFPageObjMark_GetParamKey(mark, index, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length.value, length)
    return buffer.raw[: length.value].decode("utf-16-le", "ignore").rstrip("\x00").encode()


def _top_objects(page: object) -> Iterator[object]:
    for index in range(raw.FPDFPage_CountObjects(page)):
        yield raw.FPDFPage_GetObject(page, index)


def _objects(page: object) -> Iterator[object]:
    """All objects of a page, those inside forms too. Refused when there are too many."""
    waiting = [(item, 0) for item in _top_objects(page)]
    seen = 0
    while waiting:
        item, depth = waiting.pop()
        seen += 1
        if seen > OBJECTS or depth > DEPTH:
            raise Refused("PDF 的页面结构太复杂，无法处理。请用阅读器打开后“打印为 PDF”再上传", field="file")
        yield item
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_FORM:
            waiting += [(raw.FPDFFormObj_GetObject(item, index), depth + 1) for index in range(raw.FPDFFormObj_CountObjects(item))]


def _has_picture(form: object, depth: int = 0) -> bool:
    for index in range(raw.FPDFFormObj_CountObjects(form)):
        item = raw.FPDFFormObj_GetObject(form, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_IMAGE or (kind == raw.FPDF_PAGEOBJ_FORM and depth < DEPTH and _has_picture(item, depth + 1)):
            return True
    return False
