"""WebM：只留画面和声音。标题、标签、附件、章节、时间、制作软件换成等长的空白，播放位置表因此仍然对；认不得的不收。"""

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.shared.refusal import Refused

EXPORT = "请用视频软件导出为普通的 WebM（VP8、VP9 画面，Opus 声音）或者 MP4 后上传"
MOST = 2_000_000  # elements
EBML, SEGMENT, CLUSTER, TRACKS, TRACK, INFO = 0x1A45DFA3, 0x18538067, 0x1F43B675, 0x1654AE6B, 0xAE, 0x1549A966
VOID, CRC, DOCTYPE, CODEC, TRACK_TYPE, GROUP = 0xEC, 0xBF, 0x4282, 0x86, 0x83, 0xA0
_INSIDE = frozenset({EBML, SEGMENT, CLUSTER, TRACKS, TRACK, INFO, GROUP})
_PROGRAMS = frozenset({0x4D80, 0x5741})  # muxing and writing application: they have to be there, and say nothing
_KEPT = {
    None: {EBML, SEGMENT},
    EBML: {0x4286, 0x42F7, 0x42F2, 0x42F3, DOCTYPE, 0x4287, 0x4285},
    SEGMENT: {0x114D9B74, INFO, TRACKS, 0x1C53BB6B, CLUSTER},
    INFO: {0x2AD7B1, 0x4489, *_PROGRAMS},
    TRACKS: {TRACK},
    TRACK: {
        *(
            0xD7,
            0x73C5,
            TRACK_TYPE,
            0xB9,
            0x88,
            0x55AA,
            0x9C,
            0x23E383,
            0x22B59C,
            CODEC,
            0x63A2,
            0xE0,
            0xE1,
            0x56AA,
            0x56BB,
            0x6DE7,
            0x6DF8,
        ),
        *(0x55EE, 0xAA, 0x23314F),
    },
    CLUSTER: {0xE7, 0xA3, GROUP, 0xA7, 0xAB},
    GROUP: {0xA1, 0x9B, 0xFB, 0x75A2, 0xFA},
}
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


@dataclass(frozen=True)
class _Element:
    id: int
    start: int
    body: int
    end: int
    parent: int | None


def scrubbed(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The same length with everything blanked that is neither picture nor sound, and what that was. Refused for other tracks, codecs browsers do not play,
    lengths left open (as live recordings leave them), and any element that is not known."""
    out, removed = bytearray(data), []
    top: list[int] = []
    for one in _elements(data, 0, len(data), None, [0]):
        body = data[one.body : one.end]
        if one.parent is None:
            top.append(one.id)
        if one.id in _BLANKED:
            if _BLANKED[one.id] and any(body):
                removed.append(f"视频的{_BLANKED[one.id]}")
            out[one.start : one.end] = _void(one.end - one.start)
        elif one.id in _PROGRAMS:
            out[one.body : one.end] = bytes(len(body))
        elif one.id == DOCTYPE and body.rstrip(b"\0") != b"webm":
            raise Refused(f"这不是 WebM（可能是 MKV）。{EXPORT}", field="file")
        elif one.id == TRACK_TYPE and int.from_bytes(body) not in (1, 2):
            raise Refused(f"视频里除画面和声音外还有别的轨（例如字幕），不能接收。{EXPORT}", field="file")
        elif one.id == CODEC and body.rstrip(b"\0") not in _CODECS:
            raise Refused(f"浏览器不一定放得出这种编码（{body[:20].decode('ascii', 'replace')}）。{EXPORT}", field="file")
    if top != [EBML, SEGMENT]:
        raise _broken()
    return bytes(out), tuple(dict.fromkeys(removed))


def _elements(data: bytes, at: int, end: int, parent: int | None, count: list[int]) -> Iterator[_Element]:
    while at < end:
        count[0] += 1
        if count[0] > MOST:
            raise _broken()
        name, sized = _number(data, at, end, keep_mark=True)
        size, body = _number(data, sized, end, keep_mark=False)
        if size == (1 << 7 * (body - sized)) - 1:
            raise Refused(f"这个 WebM 没有写明长度（网页录制、直播常见），不能接收。{EXPORT}", field="file")
        if body + size > end:
            raise _broken()
        if name not in _KEPT[parent] and (name not in _BLANKED or parent is None):
            raise Refused(f"视频里有不认识的数据（{name:X}），无法确认是否可以公开。{EXPORT}", field="file")
        yield _Element(name, at, body, body + size, parent)
        if name in _INSIDE and name not in _BLANKED:
            yield from _elements(data, body, body + size, name, count)
        at = body + size


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


def _broken() -> Refused:
    return Refused(f"视频文件不完整或者不规范。{EXPORT}", field="file")
