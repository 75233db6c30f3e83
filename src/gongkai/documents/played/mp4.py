"""MP4、M4A：只留画面和声音。说明、位置、封面、时间、制作软件一律抹平，长度不变，播放位置表因此仍然对；样本以外的字节清零；认不得的不收。"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.shared.refusal import Refused

EXPORT = "请用视频软件导出为 H.264 画面、AAC 声音的普通 MP4 后上传"
MOST_BOXES, DEEPEST = 20_000, 8
MOST_SAMPLES = 5_000_000
_INSIDE = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"dinf", b"edts"})
_KEPT = frozenset(
    [
        *(b"ftyp", b"mvhd", b"tkhd", b"mdhd", b"hdlr", b"vmhd", b"smhd", b"dref", b"elst", b"stsd", b"stts", b"stss", b"ctts", b"cslg"),
        *(b"stsc", b"stsz", b"stco", b"co64", b"sgpd", b"sbgp", b"sdtp", b"mdat"),
    ]
)
_SAID = {
    b"udta": "说明信息（标题、作者、拍摄位置等）",
    b"meta": "说明信息（标题、作者、拍摄位置等）",
    b"uuid": "附加数据",
    b"iods": "附加数据",
    b"free": "",
    b"skip": "",
    b"wide": "",
}
_FRAGMENTS = frozenset({b"moof", b"mvex", b"styp", b"sidx"})
_PICTURE, _SOUND = frozenset({b"avc1", b"avc3", b"av01", b"vp09"}), frozenset({b"mp4a", b"Opus"})
_COMPRESSOR = slice(50, 82)  # of a visual sample entry: the name of the program that made it


@dataclass(frozen=True)
class _Box:
    name: bytes
    start: int
    body: int
    end: int
    path: tuple[bytes, ...]
    track: int


def scrubbed(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The same length with everything blanked that is neither picture nor sound, and what that was. Refused for tracks of another kind, codecs browsers do
    not play, fragments, references to other files, and any box that is not known."""
    found = list(_boxes(data, 0, len(data), (), [0]))
    _require_whole(found)
    out, removed = bytearray(data), []
    for box in found:
        if box.name in _SAID:
            if _SAID[box.name] and any(data[box.body : box.end]):
                removed.append(f"视频的{_SAID[box.name]}")
            out[box.start + 4 : box.start + 8] = b"free"
            out[box.body : box.end] = bytes(box.end - box.body)
        else:
            _blank(out, box, removed)
    if _blank_unused(out, found):
        removed.append("视频里不属于画面和声音的数据")
    return bytes(out), tuple(dict.fromkeys(removed))


def has_picture(data: bytes) -> bool:
    return any(_handler(data, box) == b"vide" for box in _boxes(data, 0, len(data), (), [0]) if box.name == b"hdlr")


def _boxes(data: bytes, at: int, end: int, path: tuple[bytes, ...], tracks: list[int]) -> Iterator[_Box]:
    """Every box in order, those inside others after them; `tracks` counts the tracks met."""
    count = 0
    while at < end:
        count += 1
        if end - at < 8 or count > MOST_BOXES:
            raise _broken()
        size, name = struct.unpack_from(">I4s", data, at)
        body = at + 8
        if size == 1 and end - at >= 16:
            size, body = struct.unpack_from(">Q", data, at + 8)[0], at + 16
        elif size == 0 and not path:
            size = end - at
        if size < body - at or at + size > end:
            raise _broken()
        if name in _FRAGMENTS:
            raise Refused(f"这是分段的 MP4（直播录制常见），不能接收。{EXPORT}", field="file")
        if name not in _KEPT and name not in _INSIDE and name not in _SAID:
            raise Refused(f"视频里有不认识的数据（{_shown(name)}），无法确认是否可以公开。{EXPORT}", field="file")
        if name == b"trak":
            tracks[0] += 1
        yield _Box(name, at, body, at + size, path, tracks[0])
        if name in _INSIDE:
            if len(path) >= DEEPEST:
                raise _broken()
            yield from _boxes(data, body, at + size, (*path, name), tracks)
        at += size


def _require_whole(found: list[_Box]) -> None:
    top = [box.name for box in found if not box.path]
    if top[:1] != [b"ftyp"] or top.count(b"moov") != 1 or b"mdat" not in top:
        raise _broken()


def _blank(out: bytearray, box: _Box, removed: list[str]) -> None:
    """Times, names of programs, and what may not be there at all."""
    body = out[box.body : box.end]
    if box.name in (b"mvhd", b"tkhd", b"mdhd"):
        if len(body) < 20:
            raise _broken()
        times = slice(box.body + 4, box.body + (20 if body[0] == 1 else 12))
        if any(out[times]):
            removed.append("视频的制作时间")
        out[times] = bytes(times.stop - times.start)
    elif box.name == b"hdlr":
        kind = _handler(out, box)
        if kind not in (b"vide", b"soun"):
            raise Refused(
                f"视频里除画面和声音外还有别的数据轨（{_shown(kind)}，可能是位置、时间码或者字幕），不能接收。{EXPORT}", field="file"
            )
        out[box.body + 24 : box.end] = bytes(box.end - box.body - 24)
    elif box.name == b"dref":
        _require_own_data(bytes(body))
    elif box.name == b"stsd":
        _blank_entry(out, box)


def _handler(data: bytes | bytearray, box: _Box) -> bytes:
    if box.end - box.body < 24:
        raise _broken()
    return bytes(data[box.body + 8 : box.body + 12])


def _require_own_data(body: bytes) -> None:
    """The samples are in this very file: one entry that says so, and no address."""
    if len(body) < 20 or body[12:16] not in (b"url ", b"urn ") or body[16:20] != b"\x00\x00\x00\x01" or len(body) != 20:
        raise Refused(f"视频引用了别处的文件，不能接收。{EXPORT}", field="file")


def _blank_entry(out: bytearray, box: _Box) -> None:
    at = box.body + 8
    if box.end - at < 8:
        raise _broken()
    size, codec = struct.unpack_from(">I4s", out, at)
    if codec not in _PICTURE and codec not in _SOUND:
        raise Refused(f"浏览器放不出这种编码（{_shown(codec)}）。{EXPORT}", field="file")
    if at + size != box.end:  # a second description, or something behind it
        raise _broken()
    if codec in _PICTURE:
        if size < _COMPRESSOR.stop:
            raise _broken()
        out[at + _COMPRESSOR.start : at + _COMPRESSOR.stop] = bytes(32)


def _blank_unused(out: bytearray, found: list[_Box]) -> bool:
    """Zero what lies in the data and belongs to no sample; whether there was anything."""
    used = sorted(span for track in {box.track for box in found if box.track} for span in _chunks(out, found, track))
    there = False
    for box in found:
        if box.name != b"mdat":
            continue
        at = box.body
        for start, end in [*(span for span in used if box.body <= span[0] < box.end), (box.end, box.end)]:
            if end > box.end:
                raise _broken()
            if start > at:
                there = there or any(out[at:start])
                out[at:start] = bytes(start - at)
            at = max(at, end)
    homes = [(box.body, box.end) for box in found if box.name == b"mdat"]
    if any(not any(low <= start and end <= high for low, high in homes) for start, end in used):
        raise _broken()
    return there


def _chunks(data: bytearray, found: list[_Box], track: int) -> Iterator[tuple[int, int]]:
    """Where the samples of a track lie, a span a chunk."""
    tables = {box.name: bytes(data[box.body : box.end]) for box in found if box.track == track and b"stbl" in box.path}
    try:
        sizes = _sizes(tables[b"stsz"])
        wide = b"co64" in tables
        offsets = _table(tables[b"co64" if wide else b"stco"], "Q" if wide else "I")
        runs = _rows(tables[b"stsc"])
    except (KeyError, struct.error) as error:
        raise _broken() from error
    sample = 0
    for n, (first, each, _) in enumerate(runs):
        last = runs[n + 1][0] - 1 if n + 1 < len(runs) else len(offsets)
        if first < 1 or last > len(offsets):
            raise _broken()
        for chunk in range(first - 1, last):
            length = sum(sizes[sample : sample + each])
            sample += each
            yield offsets[chunk], offsets[chunk] + length
    if sample != len(sizes):
        raise _broken()


def _sizes(table: bytes) -> list[int]:
    same, count = struct.unpack_from(">II", table, 4)
    if same:
        return [same] * _fits(count, 1, MOST_SAMPLES)
    return list(struct.unpack_from(f">{_fits(count, 4, len(table) - 12)}I", table, 12))


def _table(table: bytes, form: str) -> list[int]:
    (count,) = struct.unpack_from(">I", table, 4)
    return list(struct.unpack_from(f">{_fits(count, struct.calcsize('>' + form), len(table) - 8)}{form}", table, 8))


def _rows(table: bytes) -> list[tuple[int, int, int]]:
    (count,) = struct.unpack_from(">I", table, 4)
    flat = struct.unpack_from(f">{_fits(count * 3, 4, len(table) - 8)}I", table, 8)
    return list(zip(flat[::3], flat[1::3], flat[2::3], strict=True))


def _fits(count: int, each: int, room: int) -> int:
    if count * each > room:
        raise _broken()
    return count


def _shown(name: bytes) -> str:
    return "".join(chr(one) if 32 < one < 127 else "?" for one in name)


def _broken() -> Refused:
    return Refused(f"视频文件不完整或者不规范。{EXPORT}", field="file")
