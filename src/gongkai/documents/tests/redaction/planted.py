"""PDFs with a secret planted in every place a PDF has, turned, cropped and scanned."""

import io

import pypdfium2
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.annotations import Text as Note
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    RectangleObject,
    TextStringObject,
)

from gongkai.documents.redaction import original, raster
from gongkai.documents.redaction.output import File
from gongkai.documents.redaction.textlayer import Run
from gongkai.documents.rules.paper import Block, BlockKind, Paper
from gongkai.documents.writers import pdf

SECRET = "陈丽华"
OTHER = "周建国"
BEFORE, AFTER = "经核实申请人", "的房屋征收补偿协议已经签订"
REPLACEMENT = 6  # which of the secrets planted everywhere is the replacement text of the word “Replaced”
LAST = "请各有关部门认真贯彻执行"


def paper(secret: str = SECRET, pages: int = 1) -> bytes:
    """Pages that name the secret in the middle of a line."""
    body = [Block(BlockKind.PARAGRAPH, f"{BEFORE}{secret}{AFTER}。"), Block(BlockKind.PARAGRAPH, f"{LAST}。")]
    filler = [Block(BlockKind.PARAGRAPH, "现将有关事项公布如下，" * 60)] * (2 * (pages - 1))
    return pdf.write(Paper("关于房屋征收补偿的答复", tuple([*body, *filler, *body] if pages > 1 else body), "云岭市住房和城乡建设局", ""))


def turned(data: bytes, degrees: int, crop: bool) -> bytes:
    """Every page turned, and cropped to an area that does not begin at the corner of a sheet that does not either."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page in writer.pages:
        page[NameObject("/Rotate")] = NumberObject(degrees)
        if crop:
            width, height = float(page.mediabox.width), float(page.mediabox.height)
            page.mediabox = RectangleObject((-30, -50, width + 20, height + 10))
            page.cropbox = RectangleObject((40, 90, width - 25, height - 60))
    return written(writer)


def scanned(data: bytes, words: bool) -> bytes:
    """Each page a picture; over it, if asked for, the invisible words of a text recogniser."""
    file = File()
    with original.opened(data) as document:
        for number in range(1, len(document) + 1):
            with document.page(number) as page:
                runs = [Run(char.text, char.cell, char.turn) for char in page.readings[0] if not char.text.isspace()] if words else []
                file.add(page.width, page.height, raster.packed(page.picture(150 / 72)), runs)
    return file.data()


def everywhere() -> tuple[bytes, tuple[str, ...]]:
    """A page with secrets in every layer nobody sees, and those secrets. What is seen: “Seen words”, and a field with “Chen Lihua”."""
    names = iter(f"Secret{chr(code)}" + "Zhang" for code in range(ord("A"), ord("Z") + 1))
    planted: list[str] = []

    def secret() -> str:
        planted.append(next(names))
        return planted[-1]

    writer = PdfWriter()
    page = writer.add_blank_page(400, 500)
    font = _dict(Type=NameObject("/Font"), Subtype=NameObject("/Type1"), BaseFont=NameObject("/Helvetica"))
    layer = writer._add_object(_dict(Type=NameObject("/OCG"), Name=TextStringObject(secret())))
    writer._root_object[NameObject("/OCProperties")] = _dict(OCGs=ArrayObject([layer]), D=_dict(OFF=ArrayObject([layer])))
    fonts = _dict(F=font)
    page[NameObject("/Resources")] = _dict(Font=fonts, Properties=_dict(L=layer))
    content = (
        "BT /F 20 Tf 50 400 Td (Seen words) Tj ET\n"
        f"BT /F 20 Tf 50 350 Td 3 Tr ({secret()}) Tj 0 Tr ET\n"
        f"1 g BT /F 20 Tf 50 300 Td ({secret()}) Tj ET 0 g\n"
        f"BT /F 20 Tf 50 250 Td ({secret()}) Tj ET 0 0 0 rg 45 245 250 24 re f\n"
        f"/OC /L BDC BT /F 20 Tf 50 400 Td ({secret()}) Tj ET EMC\n"
        f"BT /F 20 Tf 900 400 Td ({secret()}) Tj ET\n"
        f"/Span <</ActualText ({secret()}) /Alt ({secret()}) /E ({secret()})>> BDC BT /F 20 Tf 50 200 Td (Replaced) Tj ET EMC\n"
        f"/P <</Contents ({secret()})>> BDC EMC % {secret()}\n"
    )
    page[NameObject("/Contents")] = writer._add_object(_stream(content.encode()))
    page[NameObject("/PieceInfo")] = _dict(App=_dict(Private=TextStringObject(secret())))
    page[NameObject("/Thumb")] = writer._add_object(_stream(secret().encode()))
    writer.add_annotation(0, FreeText(text=secret(), rect=(200, 100, 300, 120)))
    writer.add_annotation(0, Note(text=secret(), rect=(200, 50, 220, 70)))
    drawn = _stream(b"BT /F 12 Tf 2 5 Td (Chen Lihua) Tj ET")
    drawn.update(_dict(Type=NameObject("/XObject"), Subtype=NameObject("/Form"), BBox=_box(0, 0, 120, 20), Resources=_dict(Font=fonts)))
    field = _dict(
        Type=NameObject("/Annot"),
        Subtype=NameObject("/Widget"),
        FT=NameObject("/Tx"),
        T=TextStringObject(secret()),
        Rect=_box(50, 100, 170, 120),
    )
    field.update(
        _dict(V=TextStringObject("Chen Lihua"), TU=TextStringObject(secret()), F=NumberObject(4), AP=_dict(N=writer._add_object(drawn)))
    )
    reference = writer._add_object(field)
    page["/Annots"].append(reference)
    writer._root_object[NameObject("/AcroForm")] = _dict(Fields=ArrayObject([reference]), NeedAppearances=BooleanObject(False))
    writer.add_metadata({"/Author": secret(), "/Title": secret()})
    writer._root_object[NameObject("/Metadata")] = writer._add_object(_stream(f"<x:xmpmeta>{secret()}</x:xmpmeta>".encode()))
    writer.add_attachment(f"{secret()}.txt", secret().encode("utf-16-le"))
    writer.add_outline_item(title=secret(), page_number=0)
    element = _dict(Type=NameObject("/StructElem"), S=NameObject("/P"), ActualText=TextStringObject(secret()))
    writer._root_object[NameObject("/StructTreeRoot")] = _dict(Type=NameObject("/StructTreeRoot"), K=writer._add_object(element))
    older = written(writer)
    again = PdfWriter(io.BytesIO(older), incremental=True)
    again.add_metadata({"/Author": "nobody"})
    return written(again), tuple(planted)


def beneath() -> bytes:
    """Words under a picture that is not of one colour, and words beside it."""
    writer = PdfWriter()
    page = writer.add_blank_page(400, 300)
    font = _dict(Type=NameObject("/Font"), Subtype=NameObject("/Type1"), BaseFont=NameObject("/Helvetica"))
    image = _stream(bytes(range(0, 256, 4)))
    image.update(_dict(Type=NameObject("/XObject"), Subtype=NameObject("/Image"), Width=NumberObject(8), Height=NumberObject(8)))
    image.update(_dict(ColorSpace=NameObject("/DeviceGray"), BitsPerComponent=NumberObject(8)))
    page[NameObject("/Resources")] = _dict(Font=_dict(F=font), XObject=_dict(I=writer._add_object(image)))
    drawing = b"BT /F 20 Tf 50 200 Td (Underneath) Tj 0 -100 Td (Beside) Tj ET q 200 0 0 60 40 180 cm /I Do Q"
    page[NameObject("/Contents")] = writer._add_object(_stream(drawing))
    return written(writer)


def exploding() -> bytes:
    """Forms that draw forms: ten at each of twelve levels."""
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    inner = writer._add_object(_form(b"0 0 1 1 re f", None))
    for _ in range(12):
        inner = writer._add_object(_form(b"/X Do " * 10, inner))
    page[NameObject("/Resources")] = _dict(XObject=_dict(X=inner))
    page[NameObject("/Contents")] = writer._add_object(_stream(b"/X Do"))
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def text_by_pypdf(data: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def text_by_pdfium(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return "".join(text.split())


def _form(content: bytes, inner: object) -> DecodedStreamObject:
    made = _stream(content)
    resources = _dict(XObject=_dict(X=inner)) if inner is not None else _dict()
    made.update(_dict(Type=NameObject("/XObject"), Subtype=NameObject("/Form"), BBox=_box(0, 0, 100, 100), Resources=resources))
    return made


def _dict(**entries: object) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in entries.items()})


def _stream(body: bytes) -> DecodedStreamObject:
    made = DecodedStreamObject()
    made.set_data(body)
    return made


def _box(*edges: float) -> ArrayObject:
    return ArrayObject([FloatObject(edge) for edge in edges])
