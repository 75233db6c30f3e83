"""PDF：取字和位置，去页码页眉，把折行拼回段落；扫描件交给文字识别（如已安装）。"""

import ctypes
import re
import time

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from gongkai.documents import pdfium
from gongkai.documents.readers import ocr
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.reading import Line, Reading, reading
from gongkai.documents.rules.wrapping import Placed, paragraphs
from gongkai.shared.refusal import Refused

PAGES = 2_000
SECONDS = 120
CHARACTERS = 2_000_000
OCR_PAGES = 50
OCR_DPI = 200
OCR_POINTS = 2_000  # the longest side of a page that is recognised
FEW = 8  # characters on a page of a text PDF: fewer and it is taken for a picture
COLUMN_GAP = 1.6  # of the font size

_DROPPED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\u00ad\u200b]")


def read(data: bytes) -> Reading:
    """Paragraphs with page numbers. Pages without text are named in the warnings, or recognised when the component is there."""
    with pdfium.opened(data) as document:
        if len(document) > PAGES:
            raise Refused(f"PDF 有 {len(document)} 页，超过 {PAGES} 页的上限。请拆开后分别导入", field="file")
        placed, sizes, bare = _placed(document)
        heights, widths = [height for _, height in sizes], [width for width, _ in sizes]
        lines = paragraphs(placed, heights, widths)
        warnings = _damage(lines)
        if bare:
            lines, more = _with_pictures(document, lines, bare)
            warnings += more
    if not lines:
        raise Refused("PDF 里没有文字", field="file")
    return reading(FileKind.PDF, lines, warnings=warnings)


def _placed(document: pypdfium2.PdfDocument) -> tuple[list[Placed], list[tuple[float, float]], list[int]]:
    """All printed lines, the pages' sizes in points, and the pages (from 1) that hold hardly any text."""
    until = time.monotonic() + SECONDS
    placed: list[Placed] = []
    sizes: list[tuple[float, float]] = []
    bare: list[int] = []
    characters = 0
    for number in range(1, len(document) + 1):
        if time.monotonic() > until:
            raise Refused(f"PDF 太复杂，{SECONDS} 秒内没有读完。请拆开或转成 DOCX 后导入", field="file")
        page = document[number - 1]
        sizes.append(page.get_size())
        found = _page_lines(page, number, sizes[-1][1])
        page.close()
        characters += sum(len(line.text) for line in found)
        if characters > CHARACTERS:
            raise Refused(f"全文超过 {CHARACTERS:,} 字的上限。请把文件拆开后分别导入", field="file")
        if sum(len(line.text.strip()) for line in found) < FEW:
            bare.append(number)
        placed.extend(found)
    return placed, sizes, bare


def _page_lines(page: pypdfium2.PdfPage, number: int, height: float) -> list[Placed]:
    text_page = page.get_textpage()
    handle = text_page.raw
    count = raw.FPDFText_CountChars(handle)
    lines: list[Placed] = []
    row: list[tuple[str, int]] = []
    for index in range(count):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code in (10, 13):
            if row:
                lines.append(_line(handle, row, number, height))
                row = []
        elif code and not 0xD800 <= code <= 0xDFFF:
            row.append((chr(code), index))
    if row:
        lines.append(_line(handle, row, number, height))
    text_page.close()
    return [line for line in lines if line.text.strip()]


_Box = tuple[float, float, float, float]


def _box(handle: object, index: int) -> _Box:
    """left, right, bottom, top of a character in points, y upwards."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top)
    return left.value, right.value, bottom.value, top.value


def _line(handle: object, row: list[tuple[str, int]], number: int, height: float) -> Placed:
    inked = [(char, index) for char, index in row if not char.isspace()]
    if not inked:
        return Placed("", 0, 0, 0, 1, number)
    first, last = _box(handle, inked[0][1]), _box(handle, inked[-1][1])
    size = raw.FPDFText_GetFontSize(handle, inked[0][1])
    matrix = raw.FS_MATRIX()
    if raw.FPDFText_GetMatrix(handle, inked[0][1], matrix):
        size *= abs(matrix.d) or abs(matrix.b) or 1.0
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(handle, inked[0][1], x, y)
    text, columns = _with_tabs(handle, row, size)
    return Placed(_DROPPED.sub("", text), min(first[0], x.value), last[1], height - y.value, max(size, 1.0), number, columns)


def _with_tabs(handle: object, row: list[tuple[str, int]], size: float) -> tuple[str, bool]:
    """The row's characters; a blank that covers a wide gap becomes a tab. PDFium puts a blank wherever it sees a gap."""
    parts: list[str] = []
    columns = False
    for at, (char, index) in enumerate(row):
        if char == " " and 0 < at < len(row) - 1 and raw.FPDFText_IsGenerated(handle, index) == 1:
            gap = _box(handle, row[at + 1][1])[0] - _box(handle, row[at - 1][1])[1]
            if gap > COLUMN_GAP * size:
                parts.append("\t")
                columns = True
                continue
            if row[at - 1][0] > "\u2e7f" and row[at + 1][0] > "\u2e7f":
                continue  # justified lines are not spelt with blanks
        parts.append(char)
    return "".join(parts), columns


def _damage(lines: list[Line]) -> list[str]:
    """Fonts without a character map give private-use or replacement characters: say so rather than pass them on as text."""
    text = "".join(line.text for line in lines)
    strange = sum(1 for char in text if char == "\ufffd" or "\ue000" <= char <= "\uf8ff")
    return [f"有 {strange} 个字因字体没有编码表而读不出，请对照原件补正，或改用 DOCX"] if strange else []


def _with_pictures(document: pypdfium2.PdfDocument, lines: list[Line], bare: list[int]) -> tuple[list[Line], list[str]]:
    """Pages without text: recognised if possible; else refused when all are so, and named in a warning when some are."""
    shown = "、".join(str(number) for number in bare[:10]) + ("等" if len(bare) > 10 else "")
    if not ocr.available():
        if len(bare) == len(document):
            raise Refused(
                "这是扫描件（每页都是图片，没有文字）。请上传文字版（DOCX 或由它导出的 PDF）；或请管理员安装文字识别组件（选项 ocr）",
                field="file",
            )
        return lines, [f"第 {shown} 页是图片或空白页，没有读出文字，请对照原件"]
    if len(bare) > OCR_PAGES:
        raise Refused(f"有 {len(bare)} 页是图片，一次最多识别 {OCR_PAGES} 页。请拆开后分别导入", field="file")
    recognised = [Line(text, page=number) for number in bare for text in ocr.lines(_picture(document[number - 1]))]
    if not recognised and not lines:
        raise Refused("扫描件里没有认出文字。请上传更清晰的扫描件，或改用文字版", field="file")
    merged = sorted([*lines, *recognised], key=lambda line: line.page)
    return merged, [f"第 {shown} 页：{ocr.UNPROOFED}"] if recognised else []


def _picture(page: pypdfium2.PdfPage) -> Image.Image:
    scale = min(OCR_DPI / 72, OCR_DPI / 72 * OCR_POINTS / max(*page.get_size(), 1.0))
    image: Image.Image = page.render(scale=scale).to_pil()
    return image.convert("RGB")
