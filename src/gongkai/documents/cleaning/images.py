"""PNG、JPEG：只留画面本身的数据段，像素一个不动；拍摄方向保留，否则照片会横过来。"""

import struct
import zlib
from collections.abc import Iterator

from gongkai.documents.cleaning.cleaned import Cleaned
from gongkai.shared.refusal import Refused

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB", b"bKGD", b"pHYs", b"sBIT", b"acTL", b"fcTL", b"fdAT"}
)
_PNG_NAMES = {
    b"tEXt": "文字说明",
    b"zTXt": "文字说明",
    b"iTXt": "文字说明",
    b"eXIf": "拍摄信息（EXIF）",
    b"tIME": "修改时间",
    b"iCCP": "颜色配置文件",
}
_JFIF = b"JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00"


def clean_png(data: bytes) -> Cleaned:
    kept, removed = [_PNG], []
    for name, chunk in _png_chunks(data):
        if name in _PNG_KEPT:
            kept.append(chunk)
        else:
            removed.append(f"图片的{_PNG_NAMES.get(name, '附加数据')}")
    cleaned = b"".join(kept)
    if len(data) > _png_length(data):
        removed.append("图片末尾的附加数据")
    return Cleaned(cleaned, tuple(dict.fromkeys(removed)))


def hidden_in_png(data: bytes) -> list[str]:
    found = [f"图片的{_PNG_NAMES.get(name, '附加数据')}" for name, _ in _png_chunks(data) if name not in _PNG_KEPT]
    return found + (["图片末尾的附加数据"] if len(data) > _png_length(data) else [])


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(name, whole chunk) up to IEND. Refused when the chunks do not fit together."""
    if not data.startswith(_PNG):
        raise Refused("不是 PNG 图片，请重新导出后上传", field="file")
    at = len(_PNG)
    while at + 12 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        name, whole = data[at + 4 : at + 8], data[at : at + 12 + length]
        if len(whole) != 12 + length or struct.unpack(">I", whole[-4:])[0] != zlib.crc32(whole[4:-4]):
            break
        yield name, whole
        if name == b"IEND":
            return
        at += 12 + length
    raise Refused("PNG 图片不完整或已损坏，请重新导出后上传", field="file")


def _png_length(data: bytes) -> int:
    return len(_PNG) + sum(len(chunk) for _, chunk in _png_chunks(data))


def clean_jpeg(data: bytes) -> Cleaned:
    kept, removed, colours = [b"\xff\xd8", _segment(0xE0, _JFIF)], [], 3
    orientation = 1
    for marker, body in _jpeg_segments(data):
        if marker == 0xE1 and body.startswith(b"Exif\x00\x00"):
            orientation = _orientation(body[6:])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC) and len(body) > 5:
            colours = body[5]
    if orientation != 1:
        kept.append(_segment(0xE1, _only_orientation(orientation)))
    for marker, body in _jpeg_segments(data):
        if marker == 0xDA:  # the pixels, with their headers, up to the end of the image
            kept.append(body)
        elif _is_picture(marker, body, colours):
            kept.append(_segment(marker, body))
        elif marker != 0xE0 or body != _JFIF:
            name = _jpeg_name(marker, body)
            removed.extend([name] if name else [])
    cleaned = b"".join(kept)
    if data[data.rfind(b"\xff\xd9") + 2 :] or _trailing(data):
        removed.append("图片末尾的附加数据")
    return Cleaned(cleaned, tuple(dict.fromkeys(removed)))


def hidden_in_jpeg(data: bytes) -> list[str]:
    colours = next(
        (body[5] for marker, body in _jpeg_segments(data) if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC) and len(body) > 5),
        3,
    )
    found = []
    for marker, body in _jpeg_segments(data):
        if marker == 0xDA or _is_picture(marker, body, colours) or (marker == 0xE0 and body == _JFIF):
            continue
        if marker == 0xE1 and body in {_only_orientation(turn) for turn in range(2, 9)}:
            continue
        name = _jpeg_name(marker, body)
        found.extend([name] if name else [])
    return found + (["图片末尾的附加数据"] if _trailing(data) else [])


def _is_picture(marker: int, body: bytes, colours: int) -> bool:
    """Tables and frames; the Adobe segment says how colours are stored; a CMYK picture is wrong without its colour profile."""
    if marker in (0xDB, 0xC4, 0xDD, 0xCC) or (0xC0 <= marker <= 0xCF and marker != 0xC8):
        return True
    return (marker == 0xEE and body.startswith(b"Adobe")) or (marker == 0xE2 and body.startswith(b"ICC_PROFILE") and colours == 4)


def _jpeg_name(marker: int, body: bytes) -> str:
    if marker == 0xE0:
        return "图片的缩略图" if len(body) > 20 or body.startswith(b"JFXX") else ""
    if marker == 0xE1:
        return "图片的拍摄信息（EXIF）" if body.startswith(b"Exif") else "图片的元数据（XMP）"
    return {0xFE: "图片的注释", 0xED: "图片的编辑信息（IPTC）", 0xE2: "图片的颜色配置或附图"}.get(marker, "图片的附加数据")


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, body) of each segment; the first scan is given as (0xDA, all bytes from it to the end of the image)."""
    if not data.startswith(b"\xff\xd8\xff"):
        raise Refused("不是 JPEG 图片，请重新导出后上传", field="file")
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            break
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xDA:
            yield marker, data[at : _end_of_image(data, at)]
            return
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        body = data[at + 4 : at + 2 + length]
        if length < 2 or len(body) != length - 2:
            break
        yield marker, body
        at += 2 + length
    raise Refused("JPEG 图片不完整或已损坏，请重新导出后上传", field="file")


def _end_of_image(data: bytes, at: int) -> int:
    """The place after the end marker of the picture whose first scan begins here. Between scans only tables may stand."""
    while True:
        at = data.find(b"\xff", at + 1)
        if at < 0 or at + 1 >= len(data):
            raise Refused("JPEG 图片不完整或已损坏，请重新导出后上传", field="file")
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker in (0xDA, 0xC4, 0xDB, 0xDD, 0xDC) and at + 4 <= len(data):
            (length,) = struct.unpack(">H", data[at + 2 : at + 4])
            at += 1 + length
        elif 0xE0 <= marker <= 0xFE:
            raise Refused("JPEG 图片的结构少见（扫描之间夹有附加数据），请重新导出后上传", field="file")


def _trailing(data: bytes) -> bool:
    return any(marker == 0xDA and not data.endswith(body) for marker, body in _jpeg_segments(data))


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def _orientation(tiff: bytes) -> int:
    """Tag 0x0112 of the first directory, 1 when absent or absurd."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 10:
        return 1
    (start,) = struct.unpack(order + "I", tiff[4:8])
    if start + 2 > len(tiff):
        return 1
    (count,) = struct.unpack(order + "H", tiff[start : start + 2])
    for index in range(min(count, 200)):
        entry = tiff[start + 2 + 12 * index : start + 14 + 12 * index]
        if len(entry) == 12 and struct.unpack(order + "H", entry[:2])[0] == 0x0112:
            (value,) = struct.unpack(order + "H", entry[8:10])
            return value if 1 <= value <= 8 else 1
    return 1


def _only_orientation(value: int) -> bytes:
    return b"Exif\x00\x00" + b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, value, 0, 0)
