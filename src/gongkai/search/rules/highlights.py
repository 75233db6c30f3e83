"""What of a text the query hit: as pieces of the plain text, never as HTML, so that what is marked is what is shown."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from gongkai.policies.rules import docno
from gongkai.search.rules.asking import NOISE
from gongkai.search.rules.query import Parsed, Place
from gongkai.search.rules.tokens import fold, folded_for_tokens, grams, plain_words, words

Pieces = tuple[tuple[str, bool], ...]
Rarity = Callable[[Iterable[str]], Mapping[str, float]]

_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")
_IN_TEXT = {Place.ANYWHERE, Place.BODY, Place.TITLE}
_GAP = r"[\s，。、；：“”‘’《》〈〉（）()〔〕\[\]·—-]{0,3}"  # a phrase may run over punctuation, as it does in the index


def highlight(text: str, query: Parsed, formal: Iterable[str] = ()) -> Pieces:
    """The text cut into (piece, is it a hit). Joined, the pieces are the text again, character for character.
    `formal`: the other ways of saying (synonyms) that were searched as well."""
    return _cut(text, _merged(_hits(text, query, tuple(formal))))


def excerpt(text: str, query: Parsed, *, longest: int = 120, rarity: Rarity | None = None, formal: Iterable[str] = ()) -> Pieces:
    """The one or two sentences that cover most of the query, each word counted by its rarity, highlighted; at most `longest`
    characters, with “…” where the text goes on. Without a hit, the beginning of the text."""
    spans = [match.span() for match in _SENTENCE.finditer(text) if match[0].strip()]
    if not spans:
        return ()
    terms = _terms(" ".join((_asked(query), *formal)))
    weights = rarity(terms) if rarity and terms else dict.fromkeys(terms, 1.0)
    first = _best(text, spans, weights)
    start, end = spans[first]
    if end - start < longest / 2 and first + 1 < len(spans):
        end = spans[first + 1][1]
    start, end = _fitted((start, end), longest, _hits(text[start:end], query, tuple(formal)))
    shown = text[start:end].strip()
    before, after = "…" if text[:start].strip() else "", "…" if text[end:].strip() else ""
    pieces = highlight(" ".join(shown.split("\n")), query, formal)
    return (((before, False),) if before else ()) + pieces + (((after, False),) if after else ())


@lru_cache(maxsize=256)
def _terms(asked: str) -> frozenset[str]:
    return frozenset((*words(asked), *grams(asked)))


def _asked(query: Parsed) -> str:
    return " ".join((query.free, *(phrase.text for phrase in query.phrases if phrase.place in _IN_TEXT), *query.doc_nos))


def _best(text: str, spans: list[tuple[int, int]], weights: Mapping[str, float]) -> int:
    """The place of the sentence that covers most; each word is looked for in the whole text at once."""
    folded = folded_for_tokens(text)
    ends = [end for _, end in spans]
    covered = [0.0] * len(spans)
    for term, weight in weights.items():
        at = folded.find(term)
        while at >= 0:
            place = bisect_right(ends, at)
            if place == len(spans):
                break
            start, end = spans[place]
            if start <= at and at + len(term) <= end:
                covered[place] += weight
                at = folded.find(term, end)
            else:
                at = folded.find(term, at + 1)
    return max(range(len(spans)), key=lambda place: (covered[place], -place))


def _fitted(span: tuple[int, int], longest: int, hits: list[tuple[int, int]]) -> tuple[int, int]:
    """The span cut to length around the first hit in it (hits count from its beginning)."""
    start, end = span
    if end - start <= longest:
        return span
    first = min((hit[0] for hit in hits), default=0)
    begin = start + max(0, min(first - longest // 4, end - start - longest))
    return begin, begin + longest


def _hits(text: str, query: Parsed, formal: tuple[str, ...]) -> list[tuple[int, int]]:
    pattern = _pattern(query, formal)
    found = [match.span() for match in pattern.finditer(fold(text))] if pattern else []
    if query.doc_nos and "号" in text:
        found += [(number.start, number.end) for number in docno.find_all(text) if str(number.doc_no) in query.doc_nos]
    return found


@lru_cache(maxsize=256)
def _pattern(query: Parsed, formal: tuple[str, ...]) -> re.Pattern[str] | None:
    """Everything worth marking, longest first: whole stretches as typed, phrases, then words; single characters only on their own."""
    typed = query.free.split()
    whole = {fold(term) for term in (*typed, *formal, *(phrase.text for phrase in query.phrases if phrase.place in _IN_TEXT))}
    parts = {word for word in (*plain_words(query.free), *words(query.free)) if word not in NOISE and len(word) > 1}
    kept = sorted({term for term in whole | parts if term.strip()}, key=lambda term: (-len(term), term))
    return re.compile("|".join(_spaced(term) if term in whole else re.escape(term) for term in kept)) if kept else None


def _spaced(term: str) -> str:
    letters = [re.escape(letter) for letter in term if not re.fullmatch(_GAP, letter)]
    return _GAP.join(letters) if 1 < len(letters) <= 40 else re.escape(term)


def _merged(hits: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(hits):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return merged


def _cut(text: str, hits: list[tuple[int, int]]) -> Pieces:
    pieces: list[tuple[str, bool]] = []
    done = 0
    for start, end in hits:
        pieces += [(text[done:start], False)] if start > done else []
        pieces.append((text[start:end], True))
        done = end
    pieces += [(text[done:], False)] if done < len(text) else []
    return tuple(pieces)
