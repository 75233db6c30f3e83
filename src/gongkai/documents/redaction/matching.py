"""在一页的字里找词：空格、换行、全角半角、大小写都不影响；找到的字合成一行一个框。"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gongkai.documents.redaction.marks import Box

GAP = 2.0  # of the character's size: farther apart and it is another box
PADDING = 0.02  # of the character's size, around what a word is boxed with
LOOSE_PADDING = 0.15  # around words of an invisible layer (文字识别), whose places are approximate


@dataclass(frozen=True)
class Char:
    """A character, the box of its ink and the box of its cell; whether the text is drawn at all (render modes other than 3); which way
    it reads, in quarter turns clockwise."""

    text: str
    ink: Box
    cell: Box
    drawn: bool = True
    turn: int = 0


def plain(text: str) -> str:
    """How texts are compared: compatibility forms folded, case folded, no blanks, no controls, no zero-width characters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf"))


class Spelled:
    """Characters made ready to be searched, once for many needles."""

    def __init__(self, chars: Sequence[Char]) -> None:
        text: list[str] = []
        self._sources: list[int] = []
        for at, char in enumerate(chars):
            folded = plain(char.text)
            text.append(folded)
            self._sources += [at] * len(folded)
        self._text = "".join(text)
        self.chars = chars

    def found(self, needle: str) -> Iterator[range]:
        """The stretches of characters that spell the needle, overlapping ones too; none for a needle of blanks."""
        wanted = plain(needle)
        start = self._text.find(wanted) if wanted else -1
        while start >= 0:
            yield range(self._sources[start], self._sources[start + len(wanted) - 1] + 1)
            start = self._text.find(wanted, start + 1)


def boxes(chars: Iterable[Char], page_width: float, page_height: float) -> Iterator[Box]:
    """One padded box for each line the characters stand on; nothing for those outside the page. Sizes of the page in points."""
    run: list[Box] = []
    ways = _ways = frozenset((0, 1))  # a line runs across or down; its second character tells
    for char in chars:
        if char.text.isspace():
            continue
        box = _padded(char, page_width, page_height)
        ways = ways & {way for way in _ways if run and _follows(run[-1], box, way, (page_width, page_height))}
        if run and not ways:
            yield from _within(_around(run))
            run = []
        if not run:
            ways = _ways
        run.append(box)
    if run:
        yield from _within(_around(run))


def intersects(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def covers(outer: Box, inner: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def grown(box: Box, x: float, y: float) -> Box:
    return (box[0] - x, box[1] - y, box[2] + x, box[3] + y)


def around(one: Box, other: Box) -> Box:
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))


def _padded(char: Char, width: float, height: float) -> Box:
    has_ink = char.ink[2] > char.ink[0] and char.ink[3] > char.ink[1]
    box = char.ink if char.drawn and has_ink else around(char.ink, char.cell) if has_ink else char.cell
    size = min((char.cell[2] - char.cell[0]) * width, (char.cell[3] - char.cell[1]) * height) or 10.0
    padding = size * (PADDING if char.drawn else LOOSE_PADDING)
    return grown(box, padding / width, padding / height)


def _follows(one: Box, other: Box, way: int, size: tuple[float, float]) -> bool:
    """The other stands next to the first, across (0) or down (1) the page."""
    cross = 1 - way
    level = min(one[cross + 2], other[cross + 2]) - max(one[cross], other[cross]) > 0
    gap = max(other[way] - one[way + 2], one[way] - other[way + 2]) * size[way]
    return level and gap < GAP * max((other[2] - other[0]) * size[0], (other[3] - other[1]) * size[1])


def _around(run: list[Box]) -> Box:
    return (min(b[0] for b in run), min(b[1] for b in run), max(b[2] for b in run), max(b[3] for b in run))


def _within(box: Box) -> Iterator[Box]:
    left, top, right, bottom = (min(1.0, max(0.0, edge)) for edge in box)
    if left < right and top < bottom:
        yield (left, top, right, bottom)
