"""页面的图：遮盖框烧进像素，再压缩。框里只有黑色和依据，与原来的内容毫无关系。"""

import io
import math
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import pylopdf_fonts_zh_cn
from PIL import Image, ImageChops, ImageDraw, ImageFont

from gongkai.documents.redaction.marks import Box, Mark

DPI = 200
BLEED = 1  # pixel around a box, for what is drawn half on it
SMALLEST, LARGEST = 14, 44  # pixels high: a printed ground
JPEG_QUALITY = 88
_GREYS = 16
_LOSSLESS = 0.15  # bytes per pixel: beyond it a picture is a photograph, and JPEG
_FIFTEENTHS = [round(value / 17) for value in range(256)]


@dataclass(frozen=True)
class Packed:
    """A picture as PDF takes it: its packed bytes and the entries of its dictionary, in PDF's own notation."""

    data: bytes
    width: int
    height: int
    entries: bytes


def pixels(box: Box, width: int, height: int) -> tuple[int, int, int, int]:
    """The whole pixels a box touches, and BLEED around; right and bottom are outside."""
    left, top = math.floor(box[0] * width) - BLEED, math.floor(box[1] * height) - BLEED
    right, bottom = math.ceil(box[2] * width) + BLEED, math.ceil(box[3] * height) + BLEED
    return max(0, left), max(0, top), min(width, right), min(height, bottom)


def burn(picture: Image.Image, marks: Iterable[Mark], labels: bool = True) -> None:
    """Blacken the marks in the picture and print each one's ground where there is room. All boxes first: none covers a ground."""
    drawing = ImageDraw.Draw(picture)
    marks = list(marks)
    for mark in marks:
        left, top, right, bottom = pixels(mark.box, *picture.size)
        drawing.rectangle((left, top, right - 1, bottom - 1), fill="black")
    for mark in marks if labels else ():
        _label(drawing, pixels(mark.box, *picture.size), mark.ground.label)


def _label(drawing: ImageDraw.ImageDraw, area: tuple[int, int, int, int], text: str) -> None:
    width, height = area[2] - area[0], area[3] - area[1]
    size = min(LARGEST, int(height * 0.7), int(width * 0.9 / len(text)))
    if size >= SMALLEST:
        drawing.text(((area[0] + area[2]) / 2, (area[1] + area[3]) / 2), text, fill="white", font=_face(size), anchor="mm")


@cache
def _face(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(pylopdf_fonts_zh_cn.sans_path(), size)


def packed(picture: Image.Image) -> Packed:
    """The picture in few bytes: sixteen greys, or few colours, without loss beyond that; a photograph as JPEG. Always the same."""
    red, green, blue = picture.split()
    coloured = max(ImageChops.difference(red, green).getextrema()[1], ImageChops.difference(green, blue).getextrema()[1])
    made = _few_colours(picture) if coloured else _greys(green)
    if made is not None and len(made.data) <= _LOSSLESS * picture.width * picture.height:
        return made
    return _photograph(picture if coloured else green)


def _greys(picture: Image.Image) -> Packed:
    shades = picture.point(_FIFTEENTHS)
    indexed = Image.frombytes("P", picture.size, shades.tobytes())
    indexed.putpalette([value * 17 for value in range(_GREYS) for _ in range(3)])
    return _png(indexed, 4, b"/ColorSpace /DeviceGray")


def _few_colours(picture: Image.Image) -> Packed | None:
    coarse = picture.point([value * 17 for value in _FIFTEENTHS] * 3)
    if coarse.getcolors(256) is None:
        return None
    indexed = coarse.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    palette = bytes(indexed.getpalette() or [])
    return _png(indexed, 8, b"/ColorSpace [/Indexed /DeviceRGB %d <%s>]" % (len(palette) // 3 - 1, palette.hex().encode()))


def _png(indexed: Image.Image, bits: int, space: bytes) -> Packed:
    """PNG's rows are what PDF's predictor 15 reads: its IDAT can be taken as it is."""
    out = io.BytesIO()
    indexed.save(out, "PNG", bits=bits, compress_level=6)
    made = out.getvalue()
    at, body = 8, []
    while at < len(made):
        (length,) = struct.unpack(">I", made[at : at + 4])
        if made[at + 4 : at + 8] == b"IDAT":
            body.append(made[at + 8 : at + 8 + length])
        at += 12 + length
    rows = zlib.decompress(b"".join(body))
    assert len(rows) == indexed.height * (1 + (indexed.width * bits + 7) // 8)
    predictor = b"/DecodeParms <</Predictor 15 /Colors 1 /BitsPerComponent %d /Columns %d>>" % (bits, indexed.width)
    entries = b"%s /BitsPerComponent %d /Filter /FlateDecode %s" % (space, bits, predictor)
    return Packed(b"".join(body), indexed.width, indexed.height, entries)


def _photograph(picture: Image.Image) -> Packed:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=JPEG_QUALITY, subsampling=0, optimize=True)
    space = b"/DeviceGray" if picture.mode == "L" else b"/DeviceRGB"
    return Packed(out.getvalue(), *picture.size, b"/ColorSpace %s /BitsPerComponent 8 /Filter /DCTDecode" % space)
