"""您是不是要找: the piece of a title that a mistyped name most probably meant.

Most slips of Chinese typing are characters of the same sound, so likeness is counted in characters and in syllables alike."""

from collections.abc import Iterable

from rapidfuzz import fuzz

from gongkai.search.rules.tokens import fold, pinyin

LIKE_ENOUGH = 75.0  # of 100
LONGEST = 40
SHORTEST = 3


def meant(typed: str, titles: Iterable[str]) -> str | None:
    """The most similar stretch of these titles; None when nothing is similar or the typed words already stand in one."""
    wanted = fold(typed).replace(" ", "")
    if not SHORTEST <= len(wanted) <= LONGEST:
        return None
    best, best_score = None, LIKE_ENOUGH
    sounds = pinyin(wanted)
    for title in titles:
        if wanted in fold(title):
            return None
        aligned = fuzz.partial_ratio_alignment(wanted, fold(title), score_cutoff=40)
        if aligned is None:
            continue
        piece = _whole(title[aligned.dest_start : aligned.dest_end])
        score = (fuzz.ratio(wanted, fold(piece)) + fuzz.ratio(sounds, pinyin(piece))) / 2
        if score > best_score:
            best, best_score = piece, score
    return best


def _whole(piece: str) -> str:
    return piece.strip(" 《》〈〉“”，、（）()〔〕")
