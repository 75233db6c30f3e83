"""Searching, for every door. Doors show hits through `policies.queries.listed`, which asks again what may be seen today."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from gongkai.documents.rules.paper import Block, BlockKind, plain_text
from gongkai.people.queries import root
from gongkai.people.rules.permits import About, Actor
from gongkai.policies import queries as policies
from gongkai.publishing.persons import blocks_without_persons
from gongkai.search.backend import Health, NoIndex, Stats
from gongkai.search.embedding import embedder
from gongkai.search.index import backend
from gongkai.search.kept import kept
from gongkai.search.pinning import with_pinned
from gongkai.search.rules import highlights
from gongkai.search.rules.highlights import Pieces
from gongkai.search.searching import SearchRequest, SearchResult, Suggestion, answer, suggestions


def search(request: SearchRequest) -> SearchResult:
    """What answers the request, best first. Refused for an impossible page or an overlong query; NoIndex (also a Refused) while
    there is no index, when a door shows the list from the database instead."""
    lists = kept()
    result = with_pinned(backend(), answer(backend(), request, lists.synonyms(request.on), embedder()), request, lists.pins)
    if result.meant_paper and not policies.listed([result.meant_paper], on=request.on):
        return replace(result, did_you_mean=None)  # the index has not yet heard that this paper is gone
    return result


def suggest(text: str, *, on: date, actor: Actor | None = None, limit: int = 8) -> tuple[Suggestion, ...]:
    """Current papers whose title or number begins so or holds this, also in the words papers use for it, by pinyin and its initials; policies
    first. Raises NoIndex."""
    return suggestions(backend(), text, kept().synonyms(on), on=on, actor=actor, limit=limit)


def highlight(text: str, result: SearchResult) -> Pieces:
    """(piece, is it a hit), the pieces together being the text; never HTML."""
    return highlights.highlight(text, result.query, result.formal)


def excerpts(result: SearchResult, *, on: date, longest: int = 120) -> Callable[[Iterable[Block]], Pieces]:
    """What cuts, of the passage of each paper found, the sentences that best show why it was found, highlighted. How rare its words are is
    looked up once for all of them; numbers of persons are masked."""
    rare: dict[str, float] = {}

    def known(words: Iterable[str]) -> Mapping[str, float]:
        if not rare:
            rare.update(rarity(words))
        return rare

    def excerpt(blocks: Iterable[Block]) -> Pieces:
        shown = blocks_without_persons((block for block in blocks if block.kind is not BlockKind.TITLE), on)
        text = plain_text(shown)
        return highlights.excerpt(text, result.query, longest=longest, rarity=known, formal=result.formal)

    return excerpt


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
