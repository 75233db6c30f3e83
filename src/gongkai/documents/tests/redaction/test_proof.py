"""The check before a file goes out finds what a careless builder would leave in it."""

import io
import zlib

import pytest
from PIL import Image

from gongkai.documents.redaction import proof, raster
from gongkai.documents.redaction.output import File
from gongkai.documents.redaction.textlayer import Run

WORD, LATIN = "陈丽华", "Chen Lihua"


def made(text: str = "申请人的协议") -> bytes:
    file = File()
    file.add(200, 100, raster.packed(Image.new("RGB", (40, 20), "white")), [Run(text, (0.1, 0.1, 0.9, 0.3))])
    return file.data()


def test_a_clean_file_passes_whatever_the_words_are():
    assert proof.survivors(made(), [WORD, LATIN, "12", "0", "Page", "R", "obj", "FF"]) == []


@pytest.mark.parametrize(
    ("needle", "text"),
    [(WORD, "申请人陈丽华的协议"), ("陈 丽华", "陈丽华"), (LATIN, "CHENLIHUA"), ("138", "电话１３８"), ("䶮", "姓䶮"), ("𠮷", "姓𠮷")],
)
def test_a_word_left_in_the_text_layer_is_found(needle, text):
    assert proof.survivors(made(text), [needle])


@pytest.mark.parametrize("text", [WORD, LATIN])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-be", "utf-16-le", "gb18030"])
def test_bytes_behind_the_end_or_in_a_comment_are_found(text, encoding):
    if text == LATIN and encoding == "utf-8":
        encoding = "ascii"
    raw = text.encode(encoding)
    assert proof.survivors(made() + raw, [text])
    assert proof.survivors(made().replace(b"xref\n", b"% " + raw.hex().encode() + b"\nxref\n", 1), [text])
    assert proof.survivors(made().replace(b"/Lang (zh-CN)", b"/Lang (" + raw + b")"), [text])


@pytest.mark.parametrize(
    "addition",
    [
        b"/Info 9 0 R",
        b"/Metadata 9 0 R",
        b"/Names <<>>",
        b"/Annots []",
        b"/Outlines 9 0 R",
        b"/AcroForm 9 0 R",
        b"/ID [<00><00>]",
        b"/Lang (zh)",
    ],
)
def test_any_entry_that_does_not_belong_is_found_even_when_it_holds_no_word(addition):
    assert proof.survivors(made().replace(b"/Lang (zh-CN)", addition, 1), [WORD])


def test_a_word_drawn_as_a_plain_string_is_found():
    content = zlib.compress(b"q /I Do Q BT (x) Tj ET")
    start = made().index(b"/Filter /FlateDecode", made().index(b"/Resources"))
    stream = made()[start : made().index(b"endstream", start)]
    swapped = b"/Filter /FlateDecode /Length %d>>\nstream\n%s\n" % (len(content), content)
    assert proof.survivors(made().replace(stream, swapped), [WORD])


def test_bytes_behind_a_pictures_pixels_are_found():
    picture = raster.packed(Image.new("RGB", (40, 20), "white"))
    file = File()
    file.add(200, 100, raster.Packed(picture.data + WORD.encode(), 40, 20, picture.entries), [])
    assert "图片带有附加数据" in proof.survivors(file.data(), [WORD])
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(out, "JPEG", comment=WORD.encode())
    file = File()
    file.add(200, 100, raster.Packed(out.getvalue(), 40, 20, b"/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode"), [])
    assert "图片带有附加数据" in proof.survivors(file.data(), [WORD])


def test_no_problem_names_the_word_itself():
    assert all(WORD not in problem for problem in proof.survivors(made(WORD) + WORD.encode(), [WORD]))
