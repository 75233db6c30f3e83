"""看不见的文字层：给检索、复制和读屏用，只有遮盖框以外、眼睛看得见的字。字体只有一个方块，不带任何字形。"""

import struct
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gongkai.documents.redaction import matching
from gongkai.documents.redaction.marks import Box, Mark
from gongkai.documents.redaction.matching import Char, Spelled

_PRIVATE = range(0xE000, 0xF900)
_WITHHELD = "【此处不予公开：{}】"


@dataclass(frozen=True)
class Run:
    """Characters to stand side by side in a box; a single one may be turned, by quarters clockwise."""

    text: str
    box: Box
    turn: int = 0


def remaining(chars: Sequence[Char], marks: Sequence[Mark], needles: Sequence[str]) -> list[Run]:
    """What may be read of a page: the characters clear of every mark, and in the place of each mark its ground; then whatever still
    spells a needle, because what stood between is gone, goes too. The marks are as large as what was blackened."""
    left: list[Run] = []
    told: set[Mark] = set()
    for char in chars:
        box = char.cell if char.text.isspace() else char.ink
        hit = [mark for mark in marks if matching.intersects(box, mark.box)]
        for mark in hit:
            if mark not in told:
                told.add(mark)
                left += _told(mark, needles)
        if not hit and _readable(char.text):
            left.append(Run(char.text, char.cell, char.turn))
    left += [run for mark in marks if mark not in told for run in _told(mark, needles)]
    return _without(left, needles)


def tells(mark: Mark, needles: Iterable[str]) -> bool:
    """The ground's name does not itself hold or complete a removed word."""
    label = matching.plain(_WITHHELD.format(mark.ground.label))
    return not any(matching.plain(needle) in label for needle in needles)


def _told(mark: Mark, needles: Sequence[str]) -> list[Run]:
    return [Run(_WITHHELD.format(mark.ground.label), mark.box)] if tells(mark, needles) else []


def _readable(text: str) -> bool:
    return text == " " or (text != "\ufffd" and ord(text) not in _PRIVATE and unicodedata.category(text)[0] not in "CZ")


def _without(runs: list[Run], needles: Sequence[str]) -> list[Run]:
    nowhere = (0.0, 0.0, 0.0, 0.0)
    while True:
        spelled = Spelled([Char(char, nowhere, nowhere) for run in runs for char in run.text])
        owners = [at for at, run in enumerate(runs) for _ in run.text]
        gone = {owners[at] for needle in needles for stretch in spelled.found(needle) for at in stretch}
        if not gone:
            return runs
        runs = [run for at, run in enumerate(runs) if at not in gone]


@dataclass
class Codes:
    """Two bytes for each character: its own UTF-16 code, or one of the private ones when that takes four bytes."""

    used: dict[int, str] = field(default_factory=dict)
    _far: dict[str, int] = field(default_factory=dict)

    def of(self, char: str) -> int:
        code = ord(char) if ord(char) < 0x10000 else self._far.setdefault(char, _PRIVATE.start + len(self._far) % len(_PRIVATE))
        self.used[code] = char
        return code

    def to_unicode(self) -> bytes:
        """The ToUnicode CMap: what each code is, for whoever copies or reads aloud."""
        pairs = [b"<%04X> <%s>" % (code, self.used[code].encode("utf-16-be").hex().upper().encode()) for code in sorted(self.used)]
        parts = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
        body = b"\n".join(b"%d beginbfchar\n%s\nendbfchar" % (len(part), b"\n".join(part)) for part in parts)
        return (
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            b"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def /CMapName /U def /CMapType 2 def\n"
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
            + body
            + b"\nendcmap CMapName currentdict /CMap defineresource pop end end"
        )


def operators(runs: Iterable[Run], codes: Codes, width: float, height: float) -> bytes:
    """The runs as PDF text operators in render mode 3 (nothing drawn), each character stretched over its share of the box."""
    made = [b"BT 3 Tr /T 1 Tf"]
    for run in runs:
        left, top, right, bottom = run.box
        x, y = left * width, (1 - bottom) * height
        across, up = max((right - left) * width / len(run.text), 0.01), max((bottom - top) * height, 0.01)
        text = "".join(f"{codes.of(char):04X}" for char in run.text)
        matrix = (
            (across, 0, 0, up, x, y),
            (0, -up, across, 0, x, y + up),
            (-across, 0, 0, -up, x + across, y + up),
            (0, up, -across, 0, x + across, y),
        )[run.turn]
        made.append(f"{' '.join(f'{number:.2f}' for number in matrix)} Tm <{text}> Tj".encode())
    made.append(b"ET")
    return b"\n".join(made)


def block_font() -> bytes:
    """A TrueType font of two glyphs, an empty one and a full square: it shapes no character, yet readers that measure characters
    by their glyphs find them (they pass over what has no size). Render mode 3 never draws it."""
    square = struct.pack(">hhhhhHH4B8hxx", 1, 0, 0, 1000, 1000, 3, 0, 1, 1, 1, 1, 0, 0, 1000, 0, 0, 1000, 0, -1000)
    tables = {
        b"glyf": square,
        b"head": struct.pack(">IIIIHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, 0, 1000, 1000, 0, 8, 2, 0, 0),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 1000, 0, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0, 2),
        b"hmtx": struct.pack(">HhHh", 1000, 0, 1000, 0),
        b"loca": struct.pack(">HHH", 0, 0, len(square) // 2),
        b"maxp": struct.pack(">I14H", 0x10000, 2, 4, 1, 0, 0, 1, *([0] * 8)),
    }
    offset = 12 + 16 * len(tables)
    directory, body = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64), b""
    for name, table in sorted(tables.items()):
        padded = table + b"\0" * (-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += name + struct.pack(">III", total, offset + len(body), len(table))
        body += padded
    return directory + body
