"""The plainest way to do the same, measured in the same run: what a figure is held against."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import typst
import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.urls import path
from docx import Document
from pylopdf_fonts_zh_cn import serif_path
from selectolax.lexbor import LexborHTMLParser

from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.paper import Paper, plain_text


def text_of_txt(data: bytes) -> str:
    return data.decode()


def text_of_html(data: bytes) -> str:
    body = LexborHTMLParser(data.decode()).body
    return body.text(separator="\n") if body else ""


def text_of_docx(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)


def text_of_pdf(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def text_of_ofd(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        pages = [archive.read(name).decode() for name in archive.namelist() if name.endswith("Content.xml")]
    return "\n".join(line for page in pages for line in re.findall(r"<ofd:TextCode[^>]*>([^<]*)<", page))


PARSERS: dict[FileKind, Callable[[bytes], str]] = {
    FileKind.TXT: text_of_txt,
    FileKind.HTML: text_of_html,
    FileKind.DOCX: text_of_docx,
    FileKind.PDF: text_of_pdf,
    FileKind.OFD: text_of_ofd,
}


def docx(paper: Paper) -> bytes:
    document = Document()
    for line in plain_text(paper.blocks).split("\n"):
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf() -> Callable[[Paper], bytes]:
    """A writer of paragraphs one after another, no layout; its compiler is kept as ours is."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[Path(serif_path()).parent])
    compiler = typst.Compiler(input=Path(__file__).with_name("plain.typ"), font_paths=fonts, ignore_system_fonts=True)

    def write(paper: Paper) -> bytes:
        made = compiler.compile(format="pdf", sys_inputs={"text": plain_text(paper.blocks)})
        assert isinstance(made, bytes)
        return made

    return write


def xlsx(rows: list[list[object]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()
    return out.getvalue()


def constant(request: HttpRequest) -> HttpResponse:
    """A page that reads nothing: what the framework and its middleware cost."""
    return HttpResponse("公开")


urlpatterns = [path("constant", constant)]
