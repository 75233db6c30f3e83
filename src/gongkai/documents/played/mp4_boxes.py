"""MP4 的块：哪一种可以放在哪里、最多多少；不在该在的地方、重复的、认不得的不收。"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.shared.refusal import Refused

EXPORT = "请用视频软件导出为 H.264 画面、AAC 声音的普通 MP4 后上传"
MOST_BOXES, MOST_TRACKS, MOST_DATA = (
    1_000,
    16,
    16,
)  # in the whole file; an ordinary one has about fifty boxes, two tracks and one part with data
_STANDS_IN: dict[bytes, bytes | None] = {
    **dict.fromkeys((b"ftyp", b"moov", b"mdat")),
    **dict.fromkeys((b"mvhd", b"trak", b"iods"), b"moov"),
    **dict.fromkeys((b"tkhd", b"edts", b"mdia"), b"trak"),
    **dict.fromkeys((b"mdhd", b"hdlr", b"minf"), b"mdia"),
    **dict.fromkeys((b"vmhd", b"smhd", b"dinf", b"stbl"), b"minf"),
    **dict.fromkeys((b"stsd", b"stts", b"stss", b"ctts", b"cslg", b"stsc", b"stsz", b"stco", b"co64", b"sgpd", b"sbgp", b"sdtp"), b"stbl"),
    b"elst": b"edts",
    b"dref": b"dinf",
}
SAID = {
    b"udta": "说明信息（标题、作者、拍摄位置等）",
    b"meta": "说明信息（标题、作者、拍摄位置等）",
    b"uuid": "附加数据",
    b"iods": "附加数据",
    **dict.fromkeys((b"free", b"skip", b"wide"), ""),
    **dict.fromkeys((b"cslg", b"sgpd", b"sbgp", b"sdtp"), ""),  # hints for editing programs; a player does without
}
"""What is blanked, and what is told of it."""
_ANYWHERE = frozenset({b"udta", b"meta", b"uuid", b"free", b"skip", b"wide"})
_SEVERAL = _ANYWHERE | {b"mdat", b"trak", b"sgpd", b"sbgp"}
_INSIDE = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"dinf", b"edts"})
_FRAGMENTS = frozenset({b"moof", b"mvex", b"styp", b"sidx"})


@dataclass(frozen=True)
class Box:
    """Where a box begins, its body begins and both end; `track`: the how manieth track it belongs to, 0 for none."""

    name: bytes
    start: int
    body: int
    end: int
    track: int


def boxes(data: bytes) -> list[Box]:
    """Every box in order, those inside others after them. Refused for one that is not known, stands where it does not belong or a second time, for sizes
    that do not fit, and for more than there can be."""
    found: list[Box] = []
    once: set[tuple[int, bytes]] = set()
    for box in _walk(data, 0, len(data), None, 0, [0]):
        if box.name not in _SEVERAL:
            if (box.track, box.name) in once:
                raise broken()
            once.add((box.track, box.name))
        found.append(box)
        if len(found) > MOST_BOXES:
            raise broken()
    top = [box.name for box in found if _STANDS_IN.get(box.name, box.name) is None]
    if top[:1] != [b"ftyp"] or b"moov" not in top or not 0 < top.count(b"mdat") <= MOST_DATA:
        raise broken()
    return found


def _walk(data: bytes, at: int, end: int, parent: bytes | None, track: int, tracks: list[int]) -> Iterator[Box]:
    while at < end:
        name, body, behind = header(data, at, end, may_be_open=parent is None)
        if name in _FRAGMENTS:
            raise Refused(f"这是分段的 MP4（直播录制常见），不能接收。{EXPORT}", field="file")
        if name not in _ANYWHERE and (name not in _STANDS_IN or _STANDS_IN[name] != parent):
            raise unknown(name)
        if name == b"trak":
            tracks[0] += 1
            track = tracks[0]
            if track > MOST_TRACKS:
                raise Refused(f"视频里的画面和声音轨超过 {MOST_TRACKS} 条，不能接收。{EXPORT}", field="file")
        yield Box(name, at, body, behind, track)
        if name in _INSIDE:
            yield from _walk(data, body, behind, name, track, tracks)
        if name == b"trak":
            track = 0
        at = behind


def header(data: bytes | bytearray, at: int, end: int, *, may_be_open: bool = False) -> tuple[bytes, int, int]:
    """Name, where the body begins, where the box ends: always further on. `may_be_open`: the last one may leave its size open."""
    if end - at < 8:
        raise broken()
    size, name = struct.unpack_from(">I4s", data, at)
    body = at + 8
    if size == 1 and end - at >= 16:
        size, body = struct.unpack_from(">Q", data, at + 8)[0], at + 16
    elif size == 0 and may_be_open:
        size = end - at
    if size < body - at or at + size > end:
        raise broken()
    return name, body, at + size


def shown(name: bytes) -> str:
    """Four letters as a person may see them."""
    return "".join(chr(one) if 32 < one < 127 else "?" for one in name)


def unknown(name: bytes) -> Refused:
    return Refused(f"视频里有不认识的数据，或者放错了地方（{shown(name)}），无法确认是否可以公开。{EXPORT}", field="file")


def broken() -> Refused:
    return Refused(f"视频文件不完整或者不规范。{EXPORT}", field="file")
