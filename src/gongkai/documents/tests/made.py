"""Files made for the tests, dirty on purpose: each hides the same secrets in the places its format has for hiding."""

import io
import struct
import zipfile
import zlib
from contextlib import suppress

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text as NoteAnnotation
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject

from gongkai.documents import archive
from gongkai.documents.rules.paper import Block, BlockKind, Paper
from gongkai.documents.writers import pdf

AUTHOR, COMMENT, DELETED, HIDDEN = "张三丰测试作者", "这是批注不得公开", "这是删去的文字", "这是隐藏的文字"
SHEET, ROW, COLUMN, EXIF, NOTE = "隐藏表里的身份证", "隐藏行里的电话", "隐藏列里的住址", "EXIF GPS secret", "PDF批注不得公开"
ATTACHED, XMP, ZIPNOTE, PATH = "内嵌附件的秘密", "XMP里的作者", "zip comment secret", "C:\\Users\\zhangsan\\secret.png"
SECRETS = (AUTHOR, COMMENT, DELETED, HIDDEN, SHEET, ROW, COLUMN, EXIF, NOTE, ATTACHED, XMP, ZIPNOTE, PATH, "zhangsan")
SHOWN = "云岭市人民政府办公室关于公开的通知"
BODY = "现将有关事项通知如下，请认真贯彻执行。"


def notice(*more: Block) -> Paper:
    """A short paper of the fictional city."""
    blocks = (
        Block(BlockKind.SALUTATION, "各区人民政府，市政府各部门："),
        Block(BlockKind.PARAGRAPH, BODY),
        *more,
        Block(BlockKind.SIGNATURE, "云岭市人民政府办公室"),
        Block(BlockKind.DATE, "2025年6月10日"),
        Block(BlockKind.NOTE, "（此件公开发布）"),
    )
    return Paper(SHOWN, blocks, "云岭市人民政府办公室文件", "云政办发〔2025〕7号")


def picture(kind: str, orientation: int = 1) -> bytes:
    """A PNG or JPEG with EXIF, a text note and bytes after its end."""
    out = io.BytesIO()
    image = Image.new("RGB", (8, 6), (200, 30, 30))
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x0112] = EXIF, "zhangsan", orientation
    if kind == "png":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Author", "zhangsan")
        notes.add_itxt("Comment", COMMENT, zip=True)
        image.save(out, "PNG", pnginfo=notes, exif=exif)
    else:
        image.save(out, "JPEG", exif=exif, comment=COMMENT.encode())
    return out.getvalue() + ATTACHED.encode()


def docx() -> bytes:
    """A DOCX with author, comment, tracked changes, hidden text (own and by style), a deleted row, custom XML, a footnote whose
    reference was deleted, a picture with EXIF and a local path."""
    document = Document()
    document.core_properties.author = document.core_properties.last_modified_by = AUTHOR
    document.core_properties.comments = COMMENT
    document.add_paragraph(SHOWN, style="Title")
    body = document.add_paragraph()
    body.add_run("现将有关事项")
    body._p.append(_tracked("del", DELETED))
    body._p.append(_tracked("ins", "通知如下，"))
    body.add_run("请认真贯彻执行。")
    document.add_comment(body.runs[0], text=COMMENT, author=AUTHOR, initials="ZSF")
    body.add_run(HIDDEN).font.hidden = True
    tiny = body.add_run(HIDDEN)
    tiny._r.get_or_add_rPr().append(parse_xml(f'<w:sz {nsdecls("w")} w:val="1"/>'))
    style = document.styles.add_style("Secret", 2)
    style.font.hidden = True
    body.add_run(HIDDEN, style=style)
    broken = document.add_paragraph("第一段的前半句，")
    broken._p.get_or_add_pPr().append(parse_xml(f'<w:rPr {nsdecls("w")}><w:del w:id="9" w:author="{AUTHOR}"/></w:rPr>'))
    document.add_paragraph("第一段的后半句。")
    table = document.add_table(2, 2)
    for at, text in enumerate(("事项", "部门")):
        table.cell(0, at).text = text
        table.cell(1, at).text = DELETED
    table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="8" w:author="{AUTHOR}"/>'))
    document.add_picture(io.BytesIO(picture("jpg")[: -len(ATTACHED.encode())]))
    for node in document.element.iter(qn("wp:docPr")):
        node.set("descr", PATH)
        node.set("name", "zhangsan.png")
    out = io.BytesIO()
    document.save(out)
    parts = archive.Archive(out.getvalue()).parts()
    parts["customXml/item1.xml"] = f"<x>{AUTHOR}</x>".encode()
    parts["word/embeddings/oleObject1.bin"] = ATTACHED.encode("utf-16-le")
    return _zip(parts)


def numbered_docx(*texts: str, shape: str = "chineseCounting", pattern: str = "%1、") -> bytes:
    """Paragraphs whose numbers stand only in the numbering definitions."""
    document = Document()
    for text in texts:
        paragraph = document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>'))
    root = document.part.numbering_part.element
    root.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{shape}"/>'
            f'<w:suff w:val="nothing"/><w:lvlText w:val="{pattern}"/></w:lvl></w:abstractNum>'
        ),
    )
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx() -> bytes:
    """A workbook with an author, a comment, a hidden sheet, a hidden row and column, a formula."""
    book = Workbook()
    book.properties.creator = book.properties.lastModifiedBy = AUTHOR
    sheet = book.active
    sheet.title = "公开目录"
    sheet.append(["名称", "数量", "备注"])
    sheet.append(["权责清单", 12, COLUMN])
    sheet.append([ROW, 3, COLUMN])
    sheet.append(["合计", 15, "=B2+B3"])
    sheet["A2"].comment = Comment(COMMENT, AUTHOR)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    secret = book.create_sheet("身份证表")
    secret["A1"] = SHEET
    secret.sheet_state = "veryHidden"
    out = io.BytesIO()
    book.save(out)
    return _zip(archive.Archive(out.getvalue()).parts(), comment=ZIPNOTE)


def dirty_pdf() -> bytes:
    """A PDF with Info, XMP, a note, an attachment, a script, private data, and an older version of itself before it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf.write(notice()))))
    writer.add_metadata({"/Author": AUTHOR, "/Subject": COMMENT, "/Keywords": "zhangsan"})
    writer.xmp_metadata = None
    packet = StreamObject()
    packet.set_data(f"<?xpacket begin=''?><x:xmpmeta><dc:creator>{XMP}</dc:creator></x:xmpmeta>".encode())
    writer._root_object[NameObject("/Metadata")] = writer._add_object(packet.flate_encode())
    writer.add_annotation(0, NoteAnnotation(text=NOTE, rect=(50, 50, 80, 80)))
    writer.add_attachment("secret.txt", ATTACHED.encode())
    script = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(f"app.alert('{HIDDEN}')")})
    writer._root_object[NameObject("/OpenAction")] = writer._add_object(script)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def archive_of(**members: bytes) -> bytes:
    """A ZIP with comments, extra fields and the members given as name_ending=bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in members.items():
            info = zipfile.ZipInfo(name.replace("_", "."), (2025, 6, 10, 9, 30, 0))
            info.extra = struct.pack("<HH", 0x7875, 11) + b"\x01\x04\xe8\x03\x00\x00\x04\xe8\x03\x00\x00"
            info.comment = ZIPNOTE.encode()
            box.writestr(info, data)
        box.comment = ZIPNOTE.encode()
    return out.getvalue()


def bomb(megabytes: int = 64) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as box:
        box.writestr("a.txt", b"0" * megabytes * 2**20)
    return out.getvalue()


def exposed(data: bytes, depth: int = 0) -> str:
    """Every text in a file: the raw bytes and each part unpacked (ZIP members, PDF streams), as UTF-8 and as both UTF-16."""
    texts = [
        data.decode("utf-8", "ignore"),
        data.decode("utf-16-le", "ignore"),
        data[1:].decode("utf-16-le", "ignore"),
        data.decode("utf-16-be", "ignore"),
    ]
    if data.startswith(b"PK") and depth < 4:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            texts += box.namelist() + [exposed(box.read(name), depth + 1) for name in box.namelist()]
    at = 0
    while depth < 4 and b"%PDF-" in data[:8] and (at := data.find(b"stream", at)) >= 0:
        start = at + 6 + (2 if data[at + 6 : at + 8] == b"\r\n" else 1)
        with suppress(zlib.error):
            texts.append(exposed(zlib.decompressobj().decompress(data[start:]), depth + 1))
        at += 6
    if b"%PDF-" in data[:8]:
        for item in PdfReader(io.BytesIO(data)).pages:
            texts.append(repr(dict(item)))
    return "\n".join(texts)


def _tracked(mark: str, text: str):
    inner = "delText" if mark == "del" else "t"
    return parse_xml(
        f'<w:{mark} {nsdecls("w")} w:id="7" w:author="{AUTHOR}" w:date="2025-01-01T00:00:00Z"><w:r w:rsidR="00AB12CD"><w:{inner}>{text}</w:{inner}></w:r></w:{mark}>'
    )


def _zip(parts: dict[str, bytes], comment: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in parts.items():
            box.writestr(name, data)
        box.comment = comment.encode()
    return out.getvalue()
