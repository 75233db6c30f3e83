"""WebM：只留画面和声音。标题、标签、附件、章节、时间、制作软件换成等长的空白，播放位置表因此仍然对；认不得的、不合格式的不收。"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from gongkai.shared.refusal import Refused

EXPORT = "请用视频软件导出为普通的 WebM（VP8、VP9 画面，Opus 声音）或者 MP4 后上传"
MOST_BLOCKS = 700_000  # two hours of 30 pictures and 50 sounds a second have fewer
MOST = 50_000  # other elements: an hour with a cluster and a cue every second has about 25 000
MOST_TRACKS = 16
EBML, SEGMENT, CLUSTER, TRACKS, TRACK, INFO = 0x1A45DFA3, 0x18538067, 0x1F43B675, 0x1654AE6B, 0xAE, 0x1549A966
SEEK_HEAD, SEEK, CUES, CUE, CUE_PLACE = 0x114D9B74, 0x4DBB, 0x1C53BB6B, 0xBB, 0xB7
VIDEO, AUDIO, COLOUR, LIGHT, GROUP = 0xE0, 0xE1, 0x55B0, 0x55D0, 0xA0
VOID, CRC, DOCTYPE, SIMPLE_BLOCK, BLOCK = 0xEC, 0xBF, 0x4282, 0xA3, 0xA1
NUMBER, UID, TRACK_TYPE, CODEC, PRIVATE = 0xD7, 0x73C5, 0x83, 0x86, 0x63A2
_PROGRAMS = frozenset({0x4D80, 0x5741})  # muxing and writing application: they have to be there, and say nothing
_BLANKED = {  # of the segment and its parts, with what is told of it
    0x1254C367: "标签（标题、作者、位置等）",
    0x1043A770: "章节名称",
    0x1941A469: "附件",
    0x7BA9: "标题",
    0x4461: "制作时间",
    0x536E: "音视频轨的名称",
    0x258688: "制作软件",
    0x73A4: "编号",
    0x7384: "文件名",
    VOID: "",
    CRC: "",
}
_CODECS = frozenset({b"V_VP8", b"V_VP9", b"V_AV1", b"A_OPUS"})
_LANGUAGE = re.compile(rb"[a-z]{3}\0*")
_NOTED = frozenset([INFO, TRACKS, CUES, CLUSTER, SEEK_HEAD, *_BLANKED])  # what a place in the file may be noted of


@dataclass
class _Track:
    """What its elements say of it, in whatever order they come."""

    number: int = 0
    codec: bytes = b""
    private: bytes = b""


@dataclass
class _Read:
    """The file, what is made of it, and what was met so far."""

    data: bytes
    out: bytearray
    removed: list[str] = field(default_factory=list)
    count: int = 0
    blocks: int = 0
    tracks: list[_Track] = field(default_factory=list)
    numbers: frozenset[int] = frozenset()  # of the tracks, known once they were all read


def _whole(most: int) -> Callable[[bytes], bool]:
    """A number without sign, at most so large."""
    return lambda body: len(body) <= 8 and int.from_bytes(body) <= most


def _signed(body: bytes) -> bool:
    return len(body) <= 8 and abs(int.from_bytes(body, signed=True)) < 1 << 40


def _fraction(body: bytes) -> bool:
    return len(body) in (0, 4, 8)


_FLAG, _SMALL, _MEDIUM, _LONG = _whole(1), _whole(0xFF), _whole(0xFFFF), _whole(1 << 40)
_PLACE = _whole(1 << 56)  # in the file, which ends sooner
# What may stand in what, and its form; None for what is looked at elsewhere.
_INSIDE: dict[int, dict[int, Callable[[bytes], bool] | None]] = {
    0: {EBML: None, SEGMENT: None},
    EBML: {**dict.fromkeys((0x4286, 0x42F7, 0x42F2, 0x42F3, 0x4287, 0x4285), _SMALL), DOCTYPE: None},
    SEGMENT: dict.fromkeys((SEEK_HEAD, INFO, TRACKS, CUES, CLUSTER)),
    SEEK_HEAD: {SEEK: None},
    SEEK: {0x53AB: lambda body: int.from_bytes(body) in _NOTED, 0x53AC: _PLACE},
    INFO: {0x2AD7B1: _LONG, 0x4489: _fraction, **dict.fromkeys(_PROGRAMS)},
    TRACKS: {TRACK: None},
    TRACK: {
        NUMBER: _whole(126),
        UID: None,
        TRACK_TYPE: None,
        CODEC: None,
        PRIVATE: None,
        VIDEO: None,
        AUDIO: None,
        0x22B59C: lambda body: _LANGUAGE.fullmatch(body) is not None,
        0x23314F: _fraction,
        **dict.fromkeys((0xB9, 0x88, 0x55AA, 0x9C, 0xAA), _FLAG),
        **dict.fromkeys((0x6DE7, 0x6DF8, 0x55EE), _MEDIUM),
        **dict.fromkeys((0x23E383, 0x56AA, 0x56BB), _LONG),
    },
    VIDEO: {
        **dict.fromkeys((0xB0, 0xBA, 0x54B0, 0x54BA, 0x54AA, 0x54BB, 0x54CC, 0x54DD), _MEDIUM),
        **dict.fromkeys((0x9A, 0x9D, 0x53B8, 0x53C0, 0x54B2, 0x54B3), _SMALL),
        COLOUR: None,
    },
    COLOUR: {**dict.fromkeys(range(0x55B1, 0x55BC), _SMALL), 0x55BC: _MEDIUM, 0x55BD: _MEDIUM, LIGHT: None},
    LIGHT: dict.fromkeys(range(0x55D1, 0x55DB), _fraction),
    AUDIO: {0xB5: _fraction, 0x78B5: _fraction, 0x9F: _SMALL, 0x6264: _SMALL},
    CUES: {CUE: None},
    CUE: {0xB3: _LONG, CUE_PLACE: None},
    CUE_PLACE: {0xF7: _whole(126), **dict.fromkeys((0xF1, 0xF0), _PLACE), **dict.fromkeys((0xB2, 0x5378), _LONG)},
    CLUSTER: {0xE7: _LONG, 0xA7: _PLACE, 0xAB: _PLACE, SIMPLE_BLOCK: None, GROUP: None},
    GROUP: {BLOCK: None, 0x9B: _LONG, 0xFA: _MEDIUM, 0xFB: _signed, 0x75A2: _signed},
}
_SEVERAL = frozenset({SEEK, TRACK, CUE, CUE_PLACE, CLUSTER, GROUP, 0xFB, *_BLANKED})
_MASTERS = frozenset(_INSIDE)


def scrubbed(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The same length with everything blanked that is neither picture nor sound, and what that was. Refused for other tracks, codecs browsers do not play,
    lengths left open (as live recordings leave them), and any element that is not known, not in its place or not of its form."""
    read = _Read(data, bytearray(data))
    if _walk(read, 0, len(data), 0) != {EBML, SEGMENT} or not read.numbers:
        raise _broken()
    return bytes(read.out), tuple(dict.fromkeys(read.removed))


def _walk(read: _Read, at: int, end: int, parent: int) -> set[int]:
    """Look at every element between two places, all of `parent`; which there were."""
    data, known = read.data, _INSIDE[parent]
    met: set[int] = set()
    while at < end:
        if parent == CLUSTER and data[at] == SIMPLE_BLOCK:
            at = _past_blocks(read, at, end)
            continue
        read.count += 1
        if read.count > MOST:
            raise _too_long()
        name, sized = _number(data, at, end, keep_mark=True)
        size, body = _number(data, sized, end, keep_mark=False)
        behind = body + size
        if size == (1 << 7 * (body - sized)) - 1:
            raise Refused(f"这个 WebM 没有写明长度（网页录制、直播常见），不能接收。{EXPORT}", field="file")
        if behind > end:
            raise _broken()
        if name in _BLANKED and parent:
            if _BLANKED[name] and data[body:behind] != bytes(size):
                read.removed.append(f"视频的{_BLANKED[name]}")
            read.out[at:behind] = _void(behind - at)
        elif name not in known:
            raise Refused(f"视频里有不认识的数据，或者放错了地方（{name:X}），无法确认是否可以公开。{EXPORT}", field="file")
        elif name in met and name not in _SEVERAL:
            raise _broken()
        elif name == BLOCK:
            if size < 4 or data[body] - 0x80 not in read.numbers:
                raise _broken()
        elif name in _MASTERS:
            _enter(read, name, body, behind)
        else:
            _look_at(read, name, body, behind, known[name])
        met.add(name)
        at = behind
    return met


def _past_blocks(read: _Read, at: int, end: int) -> int:
    """Where the blocks that follow one another here end: nearly all of a file, so nothing is done for each that need not be."""
    data, numbers, blocks = read.data, read.numbers, read.blocks
    while at < end and data[at] == SIMPLE_BLOCK:
        length = 9 - data[at + 1].bit_length() if at + 1 < end else 9
        body = at + 1 + length
        size = int.from_bytes(data[at + 1 : body]) - (mark := 1 << 7 * length)
        at = body + size
        blocks += 1
        if length > 8 or size < 4 or size == mark - 1 or at > end or data[body] - 0x80 not in numbers:
            raise _broken()
        if blocks > MOST_BLOCKS:
            raise _too_long()
    read.blocks = blocks
    return at


def _enter(read: _Read, name: int, body: int, end: int) -> None:
    if name == TRACK:
        if len(read.tracks) == MOST_TRACKS:
            raise Refused(f"视频里的画面和声音轨超过 {MOST_TRACKS} 条，不能接收。{EXPORT}", field="file")
        read.tracks.append(_Track())
    met = _walk(read, body, end, name)
    if name == TRACK:
        _require_track(read.tracks[-1], met)
    elif name == TRACKS:
        read.numbers = frozenset(track.number for track in read.tracks)
        if len(read.numbers) != len(read.tracks):
            raise _broken()


def _look_at(read: _Read, name: int, body: int, end: int, fits: Callable[[bytes], bool] | None) -> None:
    """A single value: of its form, kept, or made to say nothing."""
    value = read.data[body:end]
    if name in _PROGRAMS:
        read.out[body:end] = bytes(end - body)
    elif name == DOCTYPE and value.rstrip(b"\0") != b"webm":
        raise Refused(f"这不是 WebM（可能是 MKV）。{EXPORT}", field="file")
    elif name == TRACK_TYPE and int.from_bytes(value) not in (1, 2):
        raise Refused(f"视频里除画面和声音外还有别的轨（例如字幕），不能接收。{EXPORT}", field="file")
    elif name == CODEC:
        read.tracks[-1].codec = value.rstrip(b"\0")
        if read.tracks[-1].codec not in _CODECS:
            raise Refused(f"浏览器不一定放得出这种编码（{value[:20].decode('ascii', 'replace')}）。{EXPORT}", field="file")
    elif name == PRIVATE:
        read.tracks[-1].private = value
    elif name == UID:
        if not 1 <= len(value) <= 8:
            raise _broken()
        read.out[body:end] = len(read.tracks).to_bytes(len(value))
    elif fits is not None and not fits(value):
        raise _broken()
    if name == NUMBER:
        read.tracks[-1].number = int.from_bytes(value)
    elif fits is _PLACE and int.from_bytes(value) > len(read.data):
        raise _broken()


def _require_track(track: _Track, met: set[int]) -> None:
    """What players need is there, and the parameters of the codec are of its form: no room for words."""
    private = track.private
    fits = {
        b"V_VP8": not private,
        b"V_VP9": len(private) <= 12 and len(private) % 3 == 0 and all(private[n + 1] == 1 for n in range(0, len(private), 3)),
        b"V_AV1": 4 <= len(private) <= 64 and private[:1] == b"\x81",
        b"A_OPUS": private[:8] == b"OpusHead"
        and len(private) >= 19
        and len(private) == (19 if private[18:19] == b"\0" else 21 + private[9]) <= 29,
    }
    if not {NUMBER, TRACK_TYPE, CODEC} <= met or not track.number or not fits[track.codec]:
        raise _broken()


def _number(data: bytes, at: int, end: int, *, keep_mark: bool) -> tuple[int, int]:
    """A number of variable length and where it ends."""
    if at >= end or not data[at]:
        raise _broken()
    length = 9 - data[at].bit_length()
    if at + length > end or (keep_mark and length > 4):
        raise _broken()
    value = int.from_bytes(data[at : at + length])
    return (value if keep_mark else value & (1 << 7 * length) - 1), at + length


def _void(length: int) -> bytes:
    """An element that says nothing, exactly so long."""
    if length - 2 < 127:
        return bytes([VOID, 0x80 | length - 2]) + bytes(length - 2)
    return bytes([VOID, 1]) + (length - 9).to_bytes(7) + bytes(length - 9)


def _too_long() -> Refused:
    return Refused(f"视频太长，或者被切得太碎，不能接收。{EXPORT}", field="file")


def _broken() -> Refused:
    return Refused(f"视频文件不完整或者不规范。{EXPORT}", field="file")
