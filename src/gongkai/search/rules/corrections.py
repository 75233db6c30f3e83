"""您是不是要找: the piece of a title that a mistyped name most probably meant.

Most slips of Chinese typing are characters of the same sound, so likeness is counted in characters and in syllables alike."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from gongkai.search.rules.tokens import fold, pinyin

LIKE_ENOUGH = 75.0  # of 100
LONGEST = 40
SHORTEST = 3
_MARKS = " 《》〈〉“”，、（）()〔〕"


def may_be_mistyped(typed: str, titles: Iterable[str]) -> bool:
    """Whether `meant` can find anything: the words are neither too short nor too long, and stand in none of these titles as typed."""
    wanted = fold(typed).replace(" ", "")
    return SHORTEST <= len(wanted) <= LONGEST and not any(wanted in fold(title) for title in titles)


def meant(typed: str, titles: Sequence[str]) -> str | None:
    """The most similar stretch of these titles; None when nothing is similar or the typed words already stand in one."""
    if not may_be_mistyped(typed, titles):
        return None
    wanted = fold(typed).replace(" ", "")
    best, best_score = None, LIKE_ENOUGH
    sounds = pinyin(wanted)
    for title in titles:
        piece = _nearest(wanted, title)
        score = (_likeness(wanted, fold(piece)) + _likeness(sounds, pinyin(piece))) / 2
        if score > best_score:
            best, best_score = piece, score
    return best


def meant_saying(typed: str, sayings: Iterable[str]) -> str | None:
    """What was typed with one saying in it put right: “公租放申请” → “公租房申请”. Only a stretch that sounds the same is taken for a slip."""
    wanted = fold(typed).replace(" ", "")
    if len(wanted) > LONGEST:
        return None
    sounds = pinyin(wanted)
    if len(sounds) != len(wanted):  # other than Han characters alone
        return None
    for saying in sorted(set(sayings), key=lambda one: (-len(one), one)):
        if saying in wanted:
            return None
        for start in range(len(wanted) - len(saying) + 1) if len(saying) >= SHORTEST else ():
            stretch = wanted[start : start + len(saying)]
            if set(stretch) & set(saying) and sounds[start : start + len(saying)] == _sound(saying):
                return wanted[:start] + saying + wanted[start + len(saying) :]
    return None


@lru_cache(maxsize=4096)
def _sound(saying: str) -> list[str]:
    return pinyin(saying)


def _nearest(wanted: str, title: str) -> str:
    """The stretch of a title nearest to what was typed, give or take a character."""
    folded = fold(title)
    aligned = fuzz.partial_ratio_alignment(wanted, folded)
    middle = aligned.dest_start if aligned else 0
    stretches = {
        title[start : start + length].strip(_MARKS)
        for start in range(max(0, middle - 2), middle + 3)
        for length in (len(wanted) - 1, len(wanted), len(wanted) + 1)
    }
    return max(sorted(stretches), key=lambda piece: (_likeness(wanted, fold(piece)), len(piece) == len(wanted)))


def _likeness(one: str | list[str], other: str | list[str]) -> float:
    return float(Levenshtein.normalized_similarity(one, other)) * 100
