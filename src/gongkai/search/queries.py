"""Searching, for every door. Doors show hits through `policies.queries.listed`, which asks again what may be seen today."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from threading import Lock

from django.db.models import Sum

from gongkai.people.queries import root
from gongkai.people.rules.permits import About, Actor
from gongkai.policies import queries as policies
from gongkai.search.backend import Health, NoIndex, Stats
from gongkai.search.index import backend
from gongkai.search.models import SearchCount, Synonym
from gongkai.search.rules import highlights
from gongkai.search.rules.highlights import Pieces
from gongkai.search.searching import SearchRequest, SearchResult, Suggestion, answer, suggestions

SYNONYMS_KEPT = 60  # seconds


def search(request: SearchRequest) -> SearchResult:
    """What answers the request, best first. Refused for an impossible page or an overlong query; NoIndex (also a Refused) while
    there is no index, when a door shows the list from the database instead."""
    result = answer(backend(), request, _synonyms())
    if result.meant_paper and not policies.listed([result.meant_paper], on=request.on):
        return replace(result, did_you_mean=None)  # the index has not yet heard that this paper is gone
    return result


def suggest(text: str, *, on: date, actor: Actor | None = None, limit: int = 8) -> tuple[Suggestion, ...]:
    """Current papers whose title or number begins so or holds this, also by pinyin and its initials. Raises NoIndex."""
    return suggestions(backend(), text, on=on, actor=actor, limit=limit)


def highlight(text: str, result: SearchResult) -> Pieces:
    """(piece, is it a hit), the pieces together being the text; never HTML."""
    return highlights.highlight(text, result.query, result.formal)


def excerpt(text: str, result: SearchResult, *, longest: int = 120) -> Pieces:
    """The sentences of a text that best show why it was found, highlighted."""
    return highlights.excerpt(text, result.query, longest=longest, rarity=rarity, formal=result.formal)


def rarity(words: Iterable[str]) -> Mapping[str, float]:
    """How telling each word is in this library; all the same when the index has just gone."""
    try:
        return backend().rarity(words)
    except NoIndex:
        return dict.fromkeys(words, 1.0)


def about_search() -> About:
    """What the permits of this room are asked about: the whole site, that is the root of the tree."""
    house = root()
    return About(house.path if house else "")


def health() -> Health:
    return backend().health()


def stats() -> Stats:
    return backend().stats()


def most_searched(since: date, *, without_result: bool = False, limit: int = 50) -> list[tuple[str, int, int]]:
    """(masked query, times made, times it found nothing) since that day, most first; only those that found nothing if asked so."""
    rows = SearchCount.objects.filter(day__gte=since)
    if without_result:
        rows = rows.filter(without_result__gt=0)
    counted = rows.values_list("query").annotate(made=Sum("times"), empty=Sum("without_result"))
    return list(counted.order_by("-empty" if without_result else "-made", "query")[:limit])


_kept: tuple[float, tuple[tuple[str, str], ...]] = (float("-inf"), ())
_keeping = Lock()


def _synonyms() -> tuple[tuple[str, str], ...]:
    """The synonyms, read again after a minute."""
    global _kept  # noqa: PLW0603
    with _keeping:
        read_at, pairs = _kept
        if time.monotonic() - read_at > SYNONYMS_KEPT:
            pairs = tuple(Synonym.objects.values_list("said", "formal"))
            _kept = (time.monotonic(), pairs)
        return pairs


def forget_synonyms() -> None:
    """Read the synonyms anew at the next search of this process."""
    global _kept  # noqa: PLW0603
    _kept = (float("-inf"), ())
