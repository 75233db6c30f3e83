"""A question answered by words and by meaning together, on any index."""

from dataclasses import replace
from typing import TYPE_CHECKING

from gongkai.search.backend import SearchBackend
from gongkai.search.rules.index import Ask, Found, Hit
from gongkai.search.rules.ranking import POOL, fused

if TYPE_CHECKING:
    from gongkai.search.vectors import Vector


def best(index: SearchBackend, ask: Ask, question: "Vector | None") -> tuple[Found, tuple[Hit, ...]]:
    """What clauses the words find, and the best of those and of the nearest ones in one order: by words alone without a question
    as a vector, or while no clause has one. Raises NoIndex."""
    asked = ask if question is None else replace(ask, offset=0, limit=POOL)
    found = index.search(asked)
    near = () if question is None else index.vector_search(asked, question)
    if question is None or not near:
        return found, found.hits
    return found, fused(found.hits, near, index.cosines(question, [hit.wording for hit in (*found.hits, *near)]))


def page(index: SearchBackend, ask: Ask, question: "Vector") -> Found:
    """The clauses of this page, by words and meaning; beyond the pool of both, by words alone. Raises NoIndex."""
    found, every = best(index, ask, question)
    begin, end = ask.offset, ask.offset + ask.limit
    hits = every[begin:end]
    if end > len(every) and found.total > POOL:
        shown = {(hit.edition_id, hit.anchor) for hit in every}
        further = replace(ask, offset=POOL + max(0, begin - len(every)), limit=end - max(begin, len(every)), facets=())
        hits += tuple(hit for hit in index.search(further).hits if (hit.edition_id, hit.anchor) not in shown)
    return replace(found, hits=hits, total=found.total + len(every) - len(found.hits))
