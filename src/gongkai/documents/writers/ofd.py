"""OFD（GB/T 33190-2016）：文字版式，未含电子签章。自己断行、分页，每行一个文字对象，字字有位置。"""

import re
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from gongkai.documents import archive
from gongkai.documents.rules import typesetting
from gongkai.documents.rules.paper import Paper
from gongkai.documents.rules.typesetting import BODY_MM, BODY_PT, LEFT_MM, PAGE_MM, POINT_MM, TITLE_PT, TOP_MM, break_lines, width
from gongkai.documents.writers.layout import Part, parts
from gongkai.documents.writers.pdf import closing_inset
from gongkai.shared.digest import sm3

STATEMENT = "OFD 为文字版式，未含电子签章"

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_PITCH = BODY_MM[1] / typesetting.LINES_A_PAGE
_EM = BODY_MM[0] / typesetting.CHARACTERS_A_LINE  # the advance of a character: 28 to a line
_FONTS = {"song": (1, "仿宋"), "hei": (2, "黑体"), "kai": (3, "楷体"), "biaosong": (4, "方正小标宋简体")}
_RED, _BLACK = "230 0 18", "0 0 0"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CELL_PT = 12.0


@dataclass
class _Pages:
    """Objects page by page; `y` is the top of the next line from the top of the sheet, in mm."""

    pages: list[list[str]] = field(default_factory=lambda: [[]])
    y: float = TOP_MM
    count: int = 1000

    def room(self) -> float:
        return TOP_MM + BODY_MM[1] - self.y

    def turn(self) -> None:
        self.pages.append([])
        self.y = TOP_MM

    def need(self, height: float) -> None:
        if self.room() + 0.01 < height and self.y > TOP_MM:
            self.turn()

    def text(
        self, x: float, top: float, text: str, *, point: float = BODY_PT, face: str = "song", colour: str = _BLACK, em: float = 0.0
    ) -> None:
        """One line of text; `em` is the advance of a full-width character in mm, by default its size."""
        size = point * POINT_MM
        em = em or size
        self.count += 1
        deltas = " ".join(_number(width(char) * em) for char in text[:-1])
        length = max(sum(map(width, text)) * em, em)
        spacing = f' DeltaX="{deltas}"' if deltas else ""
        self.pages[-1].append(
            f'<ofd:TextObject ID="{self.count}" Boundary="{_number(x)} {_number(top)} {_number(length)} {_number(size * 1.3)}" '
            f'Font="{_FONTS[face][0]}" Size="{_number(size)}"><ofd:FillColor Value="{colour}"/>'
            f'<ofd:TextCode X="0" Y="{_number(size)}"{spacing}>{escape(text)}</ofd:TextCode></ofd:TextObject>'
        )

    def rule(self, x: float, top: float, *, across: float = 0.0, down: float = 0.0, thick: float = 0.2, colour: str = _BLACK) -> None:
        self.count += 1
        self.pages[-1].append(
            f'<ofd:PathObject ID="{self.count}" Boundary="{_number(x)} {_number(top - thick / 2)} {_number(max(across, thick))} '
            f'{_number(max(down, thick))}" LineWidth="{_number(thick)}"><ofd:StrokeColor Value="{colour}"/>'
            f"<ofd:AbbreviatedData>M 0 {_number(thick / 2)} L {_number(across)} {_number(down + thick / 2 if down else thick / 2)}</ofd:AbbreviatedData>"
            "</ofd:PathObject>"
        )


def write(paper: Paper) -> bytes:
    """The paper as OFD: title in its properties, no author; the same paper gives the same bytes."""
    pages = _Pages()
    _head(pages, paper)
    for part in parts(paper):
        _part(pages, part)
    _imprint(pages, [*paper.copies, *filter(None, [paper.footer_note])])
    for number, page in enumerate(pages.pages, 1):
        _page_number(pages, page, number)
    return archive.pack({name: text.encode() for name, text in _files(paper, pages).items()})


def _head(pages: _Pages, paper: Paper) -> None:
    if paper.issuer_mark:
        mark = _printable(paper.issuer_mark)
        pages.y += 28.0
        point = min(44.0, 425.0 / max(1, len(mark)))
        _centred(pages, mark, point, "biaosong", _RED)
        pages.y += point * POINT_MM + 1.6 * _PITCH
    if paper.doc_no:
        _centred(pages, _printable(paper.doc_no), BODY_PT, "song", _BLACK)
        pages.y += BODY_PT * POINT_MM + 4.0
        if paper.issuer_mark:
            pages.rule(LEFT_MM, pages.y, across=BODY_MM[0], thick=0.55, colour=_RED)
        pages.y += 1.5 * _PITCH


def _part(pages: _Pages, part: Part) -> None:
    text = _printable(part.text)
    if part.new_page and (pages.pages[-1] or pages.y > TOP_MM):
        pages.turn()
    match part.face:
        case "title":
            pages.need(11.5 * len(part.lines) + 3 * _PITCH)
            for line in part.lines:
                _centred(pages, _printable(line), TITLE_PT, "biaosong", _BLACK)
                pages.y += 11.5
            pages.y += _PITCH
        case "table":
            _table(pages, part.rows)
        case "closing":
            _closing(pages, part.lines)
        case "mark":
            _paragraph(pages, text, indent=0, face="hei")
            pages.y += _PITCH
        case "chapter":
            pages.need(4 * _PITCH)
            pages.y += _PITCH * 0.6
            _centred(pages, text, BODY_PT, "hei", _BLACK)
            pages.y += _PITCH * 1.6
        case "hei" | "kai":
            pages.need(2 * _PITCH)
            _paragraph(pages, text, face=part.face)
        case "salutation":
            _paragraph(pages, text, indent=0)
        case "attachment":
            pages.y += _PITCH * 0.6
            _paragraph(pages, text)
        case _:
            _paragraph(pages, text)


def _paragraph(pages: _Pages, text: str, *, indent: int = 2, face: str = "song") -> None:
    longest = float(typesetting.CHARACTERS_A_LINE)
    for index, line in enumerate(break_lines(text, longest - indent, longest)):
        pages.need(_PITCH)
        pages.text(LEFT_MM + (indent * _EM if index == 0 else 0.0), pages.y, line, face=face, em=_EM)
        pages.y += _PITCH


def _closing(pages: _Pages, lines: tuple[str, ...]) -> None:
    pages.y += 1.4 * _PITCH
    pages.need(len(lines) * _PITCH)
    longest = max(sum(map(width, line)) for line in lines)
    right = LEFT_MM + BODY_MM[0] - closing_inset(lines) * _EM
    for line in lines:
        size = sum(map(width, line))
        pages.text(max(LEFT_MM, right - (longest + size) / 2 * _EM), pages.y, _printable(line), em=_EM)
        pages.y += _PITCH
    pages.y += 0.6 * _PITCH


def _table(pages: _Pages, rows: tuple[tuple[str, ...], ...]) -> None:
    """A ruled table; each cell broken to its column, a row kept on one page."""
    if not rows or not rows[0]:
        return
    em, pitch, inset = _CELL_PT * POINT_MM, _CELL_PT * POINT_MM * 1.5, 1.8
    shares = [min(20.0, max(3.0, *(sum(map(width, row[column])) for row in rows))) for column in range(len(rows[0]))]
    widths = [BODY_MM[0] * share / sum(shares) for share in shares]
    pages.y += 2.0
    for at, row in enumerate(rows):
        broken = [
            break_lines(_printable(cell), max(1.0, (room - 2 * inset) / em), max(1.0, (room - 2 * inset) / em))
            for cell, room in zip(row, widths, strict=True)
        ]
        height = max(1, *map(len, broken)) * pitch + 2 * inset
        pages.need(min(height, BODY_MM[1]))
        x = LEFT_MM
        pages.rule(LEFT_MM, pages.y, across=BODY_MM[0])
        for lines, room in zip(broken, widths, strict=True):
            pages.rule(x, pages.y, down=height)
            for index, line in enumerate(lines):
                pages.text(x + inset, pages.y + inset + index * pitch, line, point=_CELL_PT, face="hei" if at == 0 else "song")
            x += room
        pages.rule(LEFT_MM + BODY_MM[0], pages.y, down=height)
        pages.y += height
        pages.rule(LEFT_MM, pages.y, across=BODY_MM[0])
    pages.y += 3.0


def _imprint(pages: _Pages, texts: list[str]) -> None:
    """版记 at the foot of the last page: a heavy line above and below, a light one between 抄送机关 and 印发机关; what runs on stands
    under the first character after “抄送：”."""
    if not texts:
        return
    em = typesetting.PAGE_NUMBER_PT * POINT_MM
    room = (BODY_MM[0] - 10.0) / em
    broken = [break_lines(_printable(text), room, room - 3) for text in texts]
    pages.need(_PITCH * (1.6 + 1.4 * sum(map(len, broken))))
    top = TOP_MM + BODY_MM[1] - _PITCH * (0.1 + 1.4 * sum(map(len, broken)))
    for at, lines in enumerate(broken):
        pages.rule(LEFT_MM, top, across=BODY_MM[0], thick=0.2 if at else 0.35)
        for index, line in enumerate(lines):
            pages.text(LEFT_MM + 5.0 + (3 * em if index else 0.0), top + 3.0, line, point=typesetting.PAGE_NUMBER_PT)
            top += 1.4 * _PITCH
    pages.rule(LEFT_MM, top, across=BODY_MM[0], thick=0.35)


def _page_number(pages: _Pages, page: list[str], number: int) -> None:
    text = f"— {number} —"
    em = typesetting.PAGE_NUMBER_PT * POINT_MM
    size = sum(map(width, text)) * em
    x = LEFT_MM + BODY_MM[0] - em - size if number % 2 else LEFT_MM + em
    kept, pages.pages = pages.pages, [page]
    pages.text(x, TOP_MM + BODY_MM[1] + 7.0, text, point=typesetting.PAGE_NUMBER_PT)
    pages.pages = kept


def _centred(pages: _Pages, text: str, point: float, face: str, colour: str) -> None:
    size = sum(map(width, text)) * point * POINT_MM
    pages.text(LEFT_MM + (BODY_MM[0] - size) / 2, pages.y, text, point=point, face=face, colour=colour)


def _files(paper: Paper, pages: _Pages) -> dict[str, str]:
    title = escape(_printable(paper.title))
    identity = sm3("\n".join("".join(page) for page in pages.pages).encode())[:32]
    fonts = "".join(f'<ofd:Font ID="{number}" FontName="{name}" FamilyName="{name}"/>' for number, name in _FONTS.values())
    listed = "".join(f'<ofd:Page ID="{100 + at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(pages.pages)))
    files = {
        "OFD.xml": f'<ofd:OFD {_NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>{identity}</ofd:DocID>'
        f"<ofd:Title>{title}</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_NS}><ofd:CommonData><ofd:MaxUnitID>{pages.count + 20000}</ofd:MaxUnitID>"
        f"<ofd:PageArea><ofd:PhysicalBox>0 0 {_number(PAGE_MM[0])} {_number(PAGE_MM[1])}</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/PublicRes.xml": f'<ofd:Res {_NS} BaseLoc="Res"><ofd:Fonts>{fonts}</ofd:Fonts></ofd:Res>',
    }
    for at, page in enumerate(pages.pages):
        files[f"Doc_0/Pages/Page_{at}/Content.xml"] = (
            f'<ofd:Page {_NS}><ofd:Content><ofd:Layer ID="{pages.count + 1 + at}" Type="Body">{"".join(page)}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    return {name: _HEAD + text for name, text in files.items()}


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _printable(text: str) -> str:
    """Without the control characters XML cannot hold; a tab is a blank."""
    return _CONTROL.sub("", text.replace("\t", " ").replace("\n", " "))
