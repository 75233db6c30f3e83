"""Nothing planted survives: neither in the raw bytes nor in any unpacked part."""

import io

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from gongkai.documents import cleaning, pdfium, readers
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.tests import made
from gongkai.shared.refusal import Refused

FILES = {
    FileKind.DOCX: made.docx,
    FileKind.XLSX: made.xlsx,
    FileKind.PDF: made.dirty_pdf,
    FileKind.PNG: lambda: made.picture("png"),
    FileKind.JPG: lambda: made.picture("jpg"),
    FileKind.ZIP: lambda: made.archive_of(a_docx=made.docx(), b_pdf=made.dirty_pdf(), c_xlsx=made.xlsx(), d_jpg=made.picture("jpg")),
}


@pytest.fixture(scope="module", params=FILES, ids=str)
def case(request):
    kind = request.param
    dirty = FILES[kind]()
    return kind, dirty, cleaning.clean(dirty, kind)


def test_the_planted_secrets_are_really_there_before(case):
    kind, dirty, _ = case
    assert any(secret in made.exposed(dirty) for secret in made.SECRETS)
    assert cleaning.hidden(dirty, kind)


def test_no_secret_is_left_in_the_raw_bytes_or_any_unpacked_part(case):
    _, _, cleaned = case
    everything = made.exposed(cleaned.data)
    assert [secret for secret in made.SECRETS if secret in everything] == []


def test_what_was_removed_is_told_and_nothing_more_is_found(case):
    kind, _, cleaned = case
    assert cleaned.removed
    assert cleaning.hidden(cleaned.data, kind) == ()


def test_the_same_file_gives_the_same_bytes_and_a_clean_file_stays_as_it_is(case):
    kind, dirty, cleaned = case
    assert cleaning.clean(dirty, kind).data == cleaned.data
    again = cleaning.clean(cleaned.data, kind)
    assert (again.data, again.removed) == (cleaned.data, ())


def test_a_cleaned_docx_reads_as_the_accepted_paper():
    text = readers.read(cleaning.clean(made.docx(), FileKind.DOCX).data, "a.docx").text
    assert made.SHOWN in text
    assert "现将有关事项通知如下，请认真贯彻执行。" in text
    assert "第一段的前半句，第一段的后半句。" in text


def test_a_cleaned_workbook_keeps_its_visible_cells():
    sheets = readers.read_sheets(cleaning.clean(made.xlsx(), FileKind.XLSX).data, "a.xlsx")
    assert [sheet.name for sheet in sheets] == ["公开目录"]
    rows = [row[:2] for row in sheets[0].rows]
    assert rows[:2] == [("名称", "数量"), ("权责清单", "12")] and rows[3] == ("合计", "15")


def test_a_cleaned_pdf_looks_the_same():
    dirty = made.dirty_pdf()
    cleaned = cleaning.clean(dirty, FileKind.PDF).data
    assert readers.read(cleaned, "a.pdf").text == readers.read(dirty, "a.pdf").text
    with pdfium.opened(cleaned) as after:
        shown = after[0].render(scale=0.5).to_pil().tobytes()
    with pdfium.opened(dirty) as before:
        assert before[0].render(scale=0.5, may_draw_forms=False, draw_annots=False).to_pil().tobytes() == shown
    assert not PdfReader(io.BytesIO(cleaned)).metadata


@pytest.mark.parametrize("kind", ["png", "jpg"])
def test_the_pixels_of_a_picture_do_not_change(kind):
    dirty = made.picture(kind)
    cleaned = cleaning.clean(dirty, FileKind(kind)).data
    assert Image.open(io.BytesIO(cleaned)).tobytes() == Image.open(io.BytesIO(dirty)).tobytes()


def test_a_photo_taken_upright_stays_upright():
    cleaned = cleaning.clean(made.picture("jpg", orientation=6), FileKind.JPG).data
    assert dict(Image.open(io.BytesIO(cleaned)).getexif()) == {0x0112: 6}
    assert cleaning.hidden(cleaned, FileKind.JPG) == ()


def test_html_loses_scripts_comments_and_hidden_text():
    page = f"<html><head><meta name=author content={made.AUTHOR}></head><body><!--{made.COMMENT}--><p style='display:none'>{made.HIDDEN}</p><p>{made.BODY}</p><script>x</script></body></html>"
    cleaned = cleaning.clean(page.encode(), FileKind.HTML)
    text = cleaned.data.decode()
    assert made.BODY in text
    assert not any(secret in text for secret in made.SECRETS) and "script" not in text
    assert cleaning.hidden(cleaned.data, FileKind.HTML) == ()


@pytest.mark.parametrize("kind", [FileKind.DOC, FileKind.XLS])
def test_old_formats_cannot_be_cleaned_and_say_so(kind):
    with pytest.raises(Refused, match="另存为"):
        cleaning.clean(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), kind)


def test_a_pdf_with_layers_switched_off_is_refused():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made.dirty_pdf())))
    layer = writer._add_object(DictionaryObject({NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject("x")}))
    settings = DictionaryObject({NameObject("/OFF"): ArrayObject([layer])})
    writer._root_object[NameObject("/OCProperties")] = DictionaryObject(
        {NameObject("/OCGs"): ArrayObject([layer]), NameObject("/D"): settings}
    )
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Refused, match="图层"):
        cleaning.clean(out.getvalue(), FileKind.PDF)


def test_a_photo_inside_a_pdf_loses_its_exif_too():
    out = io.BytesIO()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(_photo_pdf())))
    writer.write(out)
    assert made.EXIF in made.exposed(out.getvalue())
    cleaned = cleaning.clean(out.getvalue(), FileKind.PDF)
    assert made.EXIF not in made.exposed(cleaned.data)
    assert cleaning.hidden(cleaned.data, FileKind.PDF) == ()


def _photo_pdf() -> bytes:
    photo = made.picture("jpg").removesuffix(made.ATTACHED.encode())
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 80 60]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length 29>>stream\nq 80 0 0 60 0 0 cm /I Do Q     \nendstream",
        b"<</Type/XObject/Subtype/Image/Width 8/Height 6/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/Length %d>>stream\n"
        % len(photo)
        + photo
        + b"\nendstream",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj" % number + body + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(data)
