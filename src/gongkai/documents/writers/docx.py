"""DOCX：可继续编辑的公文稿，字体按国标用仿宋、黑体、楷体、小标宋（由打开它的电脑提供）；写好后再清一遍文档属性。"""

import io
import re

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from gongkai.documents import cleaning
from gongkai.documents.rules import typesetting
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.paper import Paper
from gongkai.documents.writers.layout import Part, parts
from gongkai.documents.writers.pdf import closing_inset

SONG, HEI, KAI, BIAOSONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
RED = RGBColor(0xE6, 0x00, 0x12)
PITCH = Pt(28.95)  # 225 毫米 / 22 行
_STYLES_KEPT = frozenset({"Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid", "footer", "Footer Char"})
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write(paper: Paper) -> bytes:
    """The paper as DOCX without any document properties; the same paper gives the same bytes."""
    document = Document()
    _set_page(document)
    _set_normal(document)
    _head(document, paper)
    for part in parts(paper):
        _part(document, part)
    _imprint(document, [*paper.copies, *filter(None, [paper.footer_note])])
    _drop_unused_styles(document)
    out = io.BytesIO()
    document.save(out)
    return cleaning.clean(out.getvalue(), FileKind.DOCX).data


def _set_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    section.start_type = WD_SECTION.NEW_PAGE
    document.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)


def _set_normal(document: WordDocument) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(typesetting.BODY_PT)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), SONG)
    form = normal.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, PITCH
    form.widow_control = False


def _drop_unused_styles(document: WordDocument) -> None:
    """The template brings a hundred and sixty styles; seven are used."""
    for style in list(document.styles.element):
        name = style.find(qn("w:name"))
        if style.tag != qn("w:docDefaults") and (name is None or name.get(qn("w:val")) not in _STYLES_KEPT):
            document.styles.element.remove(style)


def _head(document: WordDocument, paper: Paper) -> None:
    if paper.issuer_mark:
        mark = _paragraph(document, "", align=WD_ALIGN_PARAGRAPH.CENTER)
        mark.paragraph_format.space_before = Mm(28)
        mark.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        size = min(44.0, 425 / max(1, len(paper.issuer_mark)))
        _face(mark.add_run(_printable(paper.issuer_mark)), BIAOSONG, size, colour=RED)
    if paper.doc_no:
        number = _paragraph(document, paper.doc_no, align=WD_ALIGN_PARAGRAPH.CENTER)
        number.paragraph_format.space_before = PITCH if paper.issuer_mark else Pt(0)
        if paper.issuer_mark:
            _red_line(number)
    if paper.issuer_mark or paper.doc_no:
        _paragraph(document, "")


def _part(document: WordDocument, part: Part) -> None:
    match part.face:
        case "title":
            _title(document, part)
        case "table":
            _table(document, part.rows)
        case "closing":
            _closing(document, part)
        case "salutation":
            _paragraph(document, part.text)
        case "mark":
            mark = _paragraph(document, "")
            mark.paragraph_format.page_break_before = part.new_page
            _face(mark.add_run(_printable(part.text)), HEI)
            _paragraph(document, "")
        case "chapter":
            chapter = _paragraph(document, "", align=WD_ALIGN_PARAGRAPH.CENTER)
            chapter.paragraph_format.space_before = chapter.paragraph_format.space_after = Pt(14)
            _face(chapter.add_run(_printable(part.text)), HEI)
            _outline(chapter, 1)
        case "hei" | "kai":
            heading = _paragraph(document, "", indent=2)
            _face(heading.add_run(_printable(part.text)), HEI if part.face == "hei" else KAI)
            heading.paragraph_format.keep_with_next = True
            _outline(heading, 1 if part.face == "hei" else 2)
        case "attachment":
            note = _paragraph(document, part.text, indent=2)
            note.paragraph_format.space_before = Pt(14)
        case _:
            _paragraph(document, part.text, indent=2)


def _title(document: WordDocument, part: Part) -> None:
    title = _paragraph(document, "", align=WD_ALIGN_PARAGRAPH.CENTER)
    title.paragraph_format.page_break_before = part.new_page
    title.paragraph_format.space_before = title.paragraph_format.space_after = PITCH
    title.paragraph_format.line_spacing = Pt(33)
    for index, line in enumerate(part.lines):
        run = _face(title.add_run(_printable(line)), BIAOSONG, typesetting.TITLE_PT)
        if index + 1 < len(part.lines):
            run.add_break(WD_BREAK.LINE)
    _outline(title, 0)


def _closing(document: WordDocument, part: Part) -> None:
    """署名 centred over the date, the date four characters from the edge."""
    inset = closing_inset(part.lines)
    longest = max(sum(map(typesetting.width, line)) for line in part.lines)
    for index, line in enumerate(part.lines):
        closing = _paragraph(document, line, align=WD_ALIGN_PARAGRAPH.RIGHT)
        size = sum(map(typesetting.width, line))
        closing.paragraph_format.right_indent = Pt(typesetting.BODY_PT * (inset + (longest - size) / 2))
        closing.paragraph_format.keep_with_next = index + 1 < len(part.lines)
        if index == 0:
            closing.paragraph_format.space_before = Emu(PITCH * 2)


def _table(document: WordDocument, rows: tuple[tuple[str, ...], ...]) -> None:
    if not rows or not rows[0]:
        return
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for at, row in enumerate(rows):
        cells = table.rows[at].cells
        for cell, text in zip(cells, row, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.line_spacing = Pt(18)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if at == 0 else WD_ALIGN_PARAGRAPH.LEFT
            _face(paragraph.add_run(_printable(text)), HEI if at == 0 else SONG, 12)
    header = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    _paragraph(document, "").paragraph_format.line_spacing = Pt(14)


def _imprint(document: WordDocument, lines: list[str]) -> None:
    """版记: a heavy line above and below, a light one between 抄送机关 and 印发机关."""
    for at, text in enumerate(lines):
        note = _paragraph(document, "")
        if at == 0:
            note.paragraph_format.space_before = Emu(PITCH * 2)
        _face(note.add_run(_printable(text)), SONG, 14)
        sides = {"top": "8" if at == 0 else "4"} | ({"bottom": "8"} if at == len(lines) - 1 else {})
        borders = OxmlElement("w:pBdr")
        for side, thick in sides.items():
            line = OxmlElement(f"w:{side}")
            for name, value in (("val", "single"), ("sz", thick), ("space", "4"), ("color", "000000")):
                line.set(qn(f"w:{name}"), value)
            borders.append(line)
        note._p.get_or_add_pPr().append(borders)


def _paragraph(document: WordDocument, text: str, *, indent: int = 0, align: WD_ALIGN_PARAGRAPH | None = None) -> Paragraph:
    paragraph = document.add_paragraph()
    if text:
        paragraph.add_run(_printable(text))
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY if align is None else align
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(typesetting.BODY_PT * indent)
        paragraph._p.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), str(indent * 100))
    return paragraph


def _face(run: Run, name: str, size: float = typesetting.BODY_PT, colour: RGBColor | None = None) -> Run:
    run.font.size = Pt(size)
    run.font.name = "Times New Roman" if name == SONG else name
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)
    if colour is not None:
        run.font.color.rgb = colour
    return run


def _red_line(paragraph: Paragraph) -> None:
    """红色反线, 4 毫米 under the 发文字号, as wide as the text."""
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "11"), ("color", str(RED))):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")


def _outline(paragraph: Paragraph, level: int) -> None:
    """Headings that readers' navigation panes and screen readers find, without Word's heading looks."""
    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), str(level))
    paragraph._p.get_or_add_pPr().append(outline)


def _page_number(paragraph: Paragraph, align: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 — in 四号, one character from the outer edge."""
    paragraph.alignment = align
    side = "right_indent" if align == WD_ALIGN_PARAGRAPH.RIGHT else "left_indent"
    setattr(paragraph.paragraph_format, side, Pt(typesetting.PAGE_NUMBER_PT))
    _face(paragraph.add_run("— "), "宋体", typesetting.PAGE_NUMBER_PT)
    run = _face(paragraph.add_run(), "宋体", typesetting.PAGE_NUMBER_PT)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        node = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            node.set(qn("w:fldCharType"), kind)
        else:
            node.text = text
        run._r.append(node)
    _face(paragraph.add_run(" —"), "宋体", typesetting.PAGE_NUMBER_PT)


def _printable(text: str) -> str:
    """Without the control characters XML cannot hold."""
    return _CONTROL.sub("", text)
