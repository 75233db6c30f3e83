"""MP4、M4A：只留画面和声音。说明、位置、封面、时间、制作软件一律抹平，长度不变，播放位置表因此仍然对；样本以外的字节清零；认不得的不收。"""

import struct
from bisect import bisect_left
from operator import itemgetter

from gongkai.documents.played.mp4_boxes import EXPORT, SAID, Box, boxes, broken, shown
from gongkai.documents.played.mp4_entry import blank_entry
from gongkai.documents.played.mp4_tables import MOST_SAMPLES, require_edits, spans
from gongkai.shared.refusal import Refused

_OWN_DATA = {b"\0\0\0\0\0\0\0\1\0\0\0\x0c" + kind + b"\0\0\0\1" for kind in (b"url ", b"urn ")}
_BRANDS = (
    b"isom",
    b"iso2",
    b"iso3",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"mp71",
    b"avc1",
    b"av01",
    b"M4A ",
    b"M4V ",
    b"qt  ",
    b"dash",
)
_MOST_BRANDS = 16
_LATER = 12  # how much longer a header of the second version is, its times having eight bytes
_HEADERS = {  # of the first version: the length, what is reserved, where the matrix is
    b"mvhd": (100, ((26, 36), (72, 96)), 36),
    b"tkhd": (84, ((24, 32), (38, 40)), 40),
    b"mdhd": (24, ((22, 24),), 0),
}
_SIZES = {b"vmhd": 12, b"smhd": 8}
_TURNS = frozenset({0, 0x10000, 0xFFFF0000})  # of a matrix: a picture may be turned or mirrored


def scrubbed(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The same length with everything blanked that is neither picture nor sound, and what that was. Refused for tracks of another kind, codecs browsers do
    not play, fragments, references to other files, and any box that is not known, not in its place or not of its form."""
    found = boxes(data)
    out, removed = bytearray(data), []
    tracks: dict[int, dict[bytes, Box]] = {box.track: {} for box in found if box.track}
    for box in found:
        if box.name in SAID:
            if SAID[box.name] and _is_any(data[box.body : box.end]):
                removed.append(f"视频的{SAID[box.name]}")
            out[box.start + 4 : box.start + 8] = b"free"
            out[box.body : box.end] = bytes(box.end - box.body)
        else:
            if box.track:
                tracks[box.track][box.name] = box
            _blank(out, box, removed)
    if not tracks:
        raise broken()
    for track in tracks.values():
        if not track.keys() >= {b"tkhd", b"mdhd", b"hdlr", b"dref", b"stsd"}:
            raise broken()
        blank_entry(out, track[b"stsd"].body, track[b"stsd"].end, picture=_kind(out, track[b"hdlr"]) == b"vide")
    if _blank_unused(out, found, _used(data, list(tracks.values()))):
        removed.append("视频里不属于画面和声音的数据")
    return bytes(out), tuple(dict.fromkeys(removed))


def has_picture(data: bytes) -> bool:
    return any(_kind(data, box) == b"vide" for box in boxes(data) if box.name == b"hdlr")


def _blank(out: bytearray, box: Box, removed: list[str]) -> None:
    """Times, names of programs, and what may not be there at all."""
    size = box.end - box.body
    if box.name == b"ftyp":
        _blank_brands(out, box)
    elif box.name[:2] in (b"st", b"ct", b"co") and box.name != b"stbl":
        _require_plain(out, box)
    elif box.name in _HEADERS:
        _require_plain(out, box)
        if _blank_header(out, box):
            removed.append("视频的制作时间")
    elif box.name in _SIZES:
        _require_plain(out, box)
        if size != _SIZES[box.name]:
            raise broken()
        out[box.body + 4 : box.end] = bytes(size - 4)
    elif box.name == b"hdlr":
        kind = _kind(out, box)
        if kind not in (b"vide", b"soun"):
            raise Refused(
                f"视频里除画面和声音外还有别的数据轨（{shown(kind)}，可能是位置、时间码或者字幕），不能接收。{EXPORT}", field="file"
            )
        out[box.body : box.end] = bytes(8) + kind + bytes(size - 12)
    elif box.name == b"dref":
        if bytes(out[box.body : box.end]) not in _OWN_DATA:
            raise Refused(f"视频引用了别处的文件，不能接收。{EXPORT}", field="file")
    elif box.name == b"elst":
        _require_plain(out, box)
        require_edits(bytes(out[box.body : box.end]))


def _blank_brands(out: bytearray, box: Box) -> None:
    """Brands nobody knows become the common one."""
    size = box.end - box.body
    if size < 8 or size % 4 or size > 8 + 4 * _MOST_BRANDS:
        raise broken()
    for at in (box.body, *range(box.body + 8, box.end, 4)):
        if out[at : at + 4] not in _BRANDS:
            out[at : at + 4] = b"isom"
    out[box.body + 4 : box.body + 8] = bytes(4)


def _require_plain(out: bytearray, box: Box) -> None:
    """A version there is and flags there are."""
    head = out[box.body : box.body + 4]
    if box.end - box.body < 4 or head[0] > 1 or head[1] or head[2] or head[3] > 15:
        raise broken()


def _blank_header(out: bytearray, box: Box) -> bool:
    """Times and what is reserved go; whether there were times. Refused when its length is not the one it has to have, or its matrix does more than turn."""
    long, reserved, matrix = _HEADERS[box.name]
    later = _LATER if out[box.body] == 1 else 0
    if box.end - box.body != long + later:
        raise broken()
    if matrix:
        a, b, u, c, d, v, x, y, w = struct.unpack_from(">9I", out, box.body + matrix + later)
        if not {a, b, c, d} <= _TURNS or u or v or w != 0x40000000 or x & 0xFFFF or y & 0xFFFF:
            raise broken()
    for low, high in reserved:
        out[box.body + low + later : box.body + high + later] = bytes(high - low)
    if box.name == b"tkhd":
        low = box.body + (24 if later else 16)
        out[low : low + 4] = bytes(4)
    times = slice(box.body + 4, box.body + (20 if later else 12))
    there = any(out[times])
    out[times] = bytes(times.stop - times.start)
    return there


def _kind(data: bytes | bytearray, box: Box) -> bytes:
    if box.end - box.body < 24:
        raise broken()
    return bytes(data[box.body + 8 : box.body + 12])


def _used(data: bytes, tracks: list[dict[bytes, Box]]) -> list[tuple[int, int]]:
    """Where the samples of all tracks lie, in order."""
    used: list[tuple[int, int]] = []
    room = MOST_SAMPLES
    for track in tracks:
        tables = {name: data[box.body : box.end] for name, box in track.items() if name[:2] in (b"st", b"ct", b"co") and name != b"stbl"}
        found, samples = spans(tables, room)
        used += found
        room -= samples
    return sorted(used)


def _blank_unused(out: bytearray, found: list[Box], used: list[tuple[int, int]]) -> bool:
    """Zero what lies in the data and belongs to no sample; whether there was anything. Refused for samples that lie elsewhere."""
    homes = [box for box in found if box.name == b"mdat"]
    there, placed = False, 0
    for box in homes:
        low, high = (bisect_left(used, edge, key=itemgetter(0)) for edge in (box.body, box.end))
        placed += high - low
        at = box.body
        for start, end in [*used[low:high], (box.end, box.end)]:
            if end > box.end:
                raise broken()
            if start > at:
                there = there or _is_any(out[at:start])
                out[at:start] = bytes(start - at)
            at = max(at, end)
    if placed != len(used):
        raise broken()
    return there


def _is_any(part: bytes | bytearray) -> bool:
    return part != bytes(len(part))
