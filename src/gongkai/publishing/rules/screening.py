"""A quick look at all passages at once, that tells which detector has to look closely at which passage. Every detector names letters
(TRIGGERS) without which it finds nothing; most passages hold none of them."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from gongkai.publishing.rules import addresses, expired, garbled, others, punctuation, secrecy
from gongkai.publishing.rules.material import WRITTEN_OUT
from gongkai.publishing.rules.words import WrongWord

Detector = str | int  # its name; a number is a row of the table of punctuation
_LITERALS: dict[Detector, tuple[str, ...]] = {
    "secrecy": secrecy.TRIGGERS,
    "addresses": addresses.TRIGGERS,
    "others": others.TRIGGERS,
    "expired": expired.TRIGGERS,
    **{row: manner.triggers for row, manner in enumerate(punctuation.MANNERS)},
}
_PATTERNS: tuple[tuple[Detector, re.Pattern[str]], ...] = (
    ("numbers", re.compile(r"\d[\d \-.·\u3000\xa0－．]{5,}")),  # \d and these are also the full-width forms
    ("numbers", WRITTEN_OUT),
    ("others", others.PLATE_BEGINS),
    ("garbled", garbled.SUSPICIOUS),
    *((row, manner.pattern) for row, manner in enumerate(punctuation.MANNERS) if not manner.triggers),
)


_BEGINS = (1, 2, 3, 4)  # letters by which literals are found; longer ones by their first four


@dataclass(frozen=True)
class Screen:
    """Literals by how they begin, and a pattern for each length of beginning: places where letters stand that may begin one. (An
    automaton with some hundreds of first letters takes three times as long.)"""

    begins: dict[str, tuple[tuple[str, tuple[Detector, ...]], ...]]  # beginning -> the literals that begin so
    places: tuple[tuple[int, re.Pattern[str]], ...]

    def sightings(self, whole: str) -> Iterator[tuple[int, tuple[Detector, ...]]]:
        """Where a literal stands, and whose it is."""
        known = self.begins
        for length, pattern in self.places:
            for match in pattern.finditer(whole):
                at = match.start()
                if (begin := whole[at : at + length]) in known:
                    for literal, detectors in known[begin]:
                        if whole.startswith(literal, at):
                            yield at, detectors


@lru_cache(maxsize=16)
def screen(words: tuple[WrongWord, ...]) -> Screen:
    """The screen over wrong words, leaders' names and the triggers of every detector."""
    whose = defaultdict[str, set[Detector]](set)
    for detector, triggers in _LITERALS.items():
        for trigger in triggers:
            whose[trigger].add(detector)
    for word in words:
        whose[word.wrong].add("words")
    begins = defaultdict[str, list[tuple[str, tuple[Detector, ...]]]](list)
    for literal, detectors in whose.items():
        begins[literal[: _BEGINS[-1]]].append((literal, tuple(detectors)))
    places = []
    for length in _BEGINS:
        if these := [begin for begin in begins if len(begin) == length]:
            first, *rest = (_any_of(begin[place] for begin in these) for place in range(length))
            places.append((length, re.compile(f"{first}(?={''.join(rest)})" if rest else first)))
    return Screen({begin: tuple(literals) for begin, literals in begins.items()}, tuple(places))


def looks(texts: Sequence[str], screen: Screen) -> dict[int, set[Detector]]:
    """{index of a text: the detectors that have to look at it}."""
    found = defaultdict[int, set[Detector]](set)
    ends = list(accumulate(len(text) + 1 for text in texts))
    whole = "\n".join(texts)
    for start, detectors in screen.sightings(whole):
        at = bisect_right(ends, start)
        found[at].update(detectors)
        if "addresses" in detectors:  # a label in one passage speaks of the next one too
            found[at + 1].add("addresses")
    for detector, pattern in _PATTERNS:
        for match in pattern.finditer(whole):
            found[bisect_right(ends, match.start())].add(detector)
    return found


def _any_of(letters: Iterator[str]) -> str:
    return "[" + "".join(re.escape(letter) for letter in sorted(set(letters))) + "]"
