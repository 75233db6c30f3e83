"""置顶 in one search: what people put on top, as far as the reader may see it and it answers the filters."""

from dataclasses import replace

from gongkai.policies.rules.validity import Status
from gongkai.search.backend import SearchBackend
from gongkai.search.rules.asking import Frame, ask_for
from gongkai.search.rules.index import Facet, Hit, Sort, Unit
from gongkai.search.rules.pins import PinFacts, on_top
from gongkai.search.rules.query import Parsed
from gongkai.search.rules.readers import names_of
from gongkai.search.searching import SearchRequest, SearchResult

_IN_FORCE = tuple(status.value for status in Status if status.is_in_force)


def with_pinned(index: SearchBackend, result: SearchResult, request: SearchRequest, pins: tuple[PinFacts, ...]) -> SearchResult:
    """The result with what is pinned for this query apart, on the first page by relevance only. Permission and filters are asked of
    the index as in any search, and what is no longer in force is never on top. A pinned paper does not stand in `hits` again."""
    if request.page > 1 or request.sort is not Sort.RELEVANCE or request.unit is not Unit.DOCUMENT or request.as_of:
        return result
    wanted = on_top(pins, request.text, request.on)
    pinned = _allowed(index, request, wanted) if wanted else ()
    if not pinned:
        return result
    known = {hit.policy_id: hit for hit in result.hits}  # with the anchor of the clause that answers
    on_top_ids = {hit.policy_id for hit in pinned}
    return replace(
        result,
        pinned=tuple(known.get(hit.policy_id, hit) for hit in pinned),
        hits=tuple(hit for hit in result.hits if hit.policy_id not in on_top_ids),
    )


def _allowed(index: SearchBackend, request: SearchRequest, policies: tuple[int, ...]) -> tuple[Hit, ...]:
    filters = dict(request.filters)
    asked_for = filters.get(Facet.STANDING, _IN_FORCE)
    filters[Facet.STANDING] = tuple(value for value in _IN_FORCE if value in asked_for)
    if not filters[Facet.STANDING]:
        return ()
    frame = Frame(unit=Unit.DOCUMENT, today=request.on, names=names_of(request.actor), filters=filters, limit=len(policies))
    found = {hit.policy_id: hit for hit in index.search(replace(ask_for(Parsed(), frame), policies=policies)).hits}
    return tuple(found[policy_id] for policy_id in policies if policy_id in found)
