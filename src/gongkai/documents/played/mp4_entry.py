"""MP4 的样本描述：哪种编码、编码的参数。参数要合编码自己的格式，放不进别的话；认不得的不收。"""

import struct

from gongkai.documents.played.mp4_boxes import EXPORT, broken, header, shown, unknown
from gongkai.shared.refusal import Refused

PICTURE, SOUND = frozenset({b"avc1", b"avc3", b"av01", b"vp09"}), frozenset({b"mp4a", b"Opus"})
MOST_PARAMETERS = 512  # bytes, of a picture; an ordinary one has under a hundred
MOST_OF_SOUND = 16
_VISUAL, _AUDIBLE = 86, 36  # where the boxes of an entry begin
_EMPTY = {True: ((8, 14), (16, 32), (44, 48), (50, 82)), False: ((8, 14), (18, 24), (28, 32))}  # reserved, who made it, the program's name
_DROPPED = frozenset({b"btrt", b"clap", b"gama", b"chrm", b"mdcv", b"clli", b"fiel", b"free", b"skip", b"uuid"})


def blank_entry(out: bytearray, start: int, end: int, *, picture: bool) -> None:
    """Of the box of descriptions from `start` to `end`: names of programs and what no player needs are blanked. Refused for a codec browsers do not play, one
    of the other kind of track, a second description, and parameters that are none."""
    at = start + 8
    if end - at < 8 or out[start + 4 : at] != b"\0\0\0\1":
        raise broken()
    size, codec = struct.unpack_from(">I4s", out, at)
    if codec not in (PICTURE if picture else SOUND):
        raise Refused(f"浏览器放不出这种编码（{shown(codec)}）。{EXPORT}", field="file")
    first = at + (_VISUAL if picture else _AUDIBLE)
    if at + size != end or first > end or (not picture and any(out[at + 16 : at + 18])):  # another layout, of QuickTime
        raise broken()
    for low, high in _EMPTY[picture]:
        out[at + low : at + high] = bytes(high - low)
    met: set[bytes] = set()
    while first < end:
        if end - first < 8 and not any(out[first:end]):
            return
        name, body, behind = header(out, first, end)
        part = bytes(out[body:behind])
        if name in met and name not in _DROPPED:
            raise broken()
        met.add(name)
        if name in _DROPPED or (name == b"colr" and not (part[:4] == b"nclx" and len(part) == 11)):
            out[first + 4 : first + 8] = b"free"
            out[body:behind] = bytes(behind - body)
        elif name not in _FITS:
            raise unknown(name)
        elif not _FITS[name](part):
            raise broken()
        first = behind


def _fits_avc(part: bytes) -> bool:
    """Parameter sets, each of its kind, and at most the four bytes and extensions the high profiles have."""
    if not 7 <= len(part) <= MOST_PARAMETERS or part[0] != 1:
        return False
    at = 5
    for mask, kind in ((31, 7), (255, 8)):
        if at >= len(part):
            return False
        count, at = part[at] & mask, at + 1
        for _ in range(count):
            length = int.from_bytes(part[at : at + 2])
            if at + 2 + length > len(part) or not length or part[at + 2] & 31 != kind:
                return False
            at += 2 + length
    return len(part) == at or (len(part) == at + 4 and part[-1] == 0)


def _fits_esds(part: bytes) -> bool:
    """One stream, its configuration, and nothing else."""
    stream = _descriptor(part, 4, 3)
    if part[:4] != bytes(4) or stream is None or stream[1] != len(part) or part[stream[0] + 2 : stream[0] + 3] != b"\0":
        return False
    decoder = _descriptor(part, stream[0] + 3, 4)
    if decoder is None:
        return False
    at = decoder[0] + 13
    if at < decoder[1]:
        own = _descriptor(part, at, 5)
        if own is None or own[1] - own[0] > MOST_OF_SOUND:
            return False
        at = own[1]
    last = _descriptor(part, decoder[1], 6)
    return at == decoder[1] and last is not None and part[last[0] : last[1]] == b"\2" and last[1] == stream[1]


def _descriptor(part: bytes, at: int, tag: int) -> tuple[int, int] | None:
    """Where the body of this descriptor begins and ends; None when it is another or does not fit."""
    if part[at : at + 1] != bytes([tag]):
        return None
    size = 0
    for n in range(at + 1, min(at + 5, len(part))):
        size = size << 7 | part[n] & 127
        if part[n] < 128:
            return (n + 1, n + 1 + size) if n + 1 + size <= len(part) else None
    return None


def _fits_opus(part: bytes) -> bool:
    return len(part) >= 11 and part[0] == 0 and len(part) == (11 if part[10] == 0 else 13 + part[1]) and part[1] <= 8


_FITS = {
    b"avcC": _fits_avc,
    b"esds": _fits_esds,
    b"dOps": _fits_opus,
    b"av1C": lambda part: 4 <= len(part) <= 64 and part[0] == 0x81,
    b"vpcC": lambda part: len(part) == 12 and part[-2:] == b"\0\0",
    b"pasp": lambda part: len(part) == 8 and part[:2] == part[4:6] == b"\0\0",
    b"colr": lambda part: part[-1] & 0x7F == 0,
}
