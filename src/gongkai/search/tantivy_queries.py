"""A question to an index as a query of tantivy, and what is counted of its answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import tantivy
from tantivy import Occur, Query

from gongkai.search.rules.days import around
from gongkai.search.rules.fields import STANDING_IN, is_a_phrase, ranked, telling, worth_reading
from gongkai.search.rules.index import Ask, Facet, Preferred, Sort, Sought
from gongkai.search.tantivy_schema import SCHEMA

MOST_VALUES = 2_000  # different values counted in a facet
FEW_FOUND = 200  # papers found, up to which it is quicker to look at each of them

Counts = Mapping[Facet, tuple[tuple[str, int], ...]]  # the most frequent value first


def _any(queries: Sequence[Query], at_least: int = 1) -> Query:
    if not queries:
        return Query.empty_query()
    if len(queries) == 1 and at_least == 1:
        return queries[0]
    if at_least == len(queries):
        return all_of(queries)
    either = [(Occur.Should, query) for query in queries]
    return Query.boolean_query(either, minimum_number_should_match=at_least) if at_least > 1 else Query.boolean_query(either)


def all_of(needed: Sequence[Query], wished: Sequence[Query] = ()) -> Query:
    return Query.boolean_query([*((Occur.Must, query) for query in needed), *((Occur.Should, query) for query in wished)])


def _none(queries: Sequence[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, Query.all_query()), *((Occur.MustNot, query) for query in queries)])


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


def _term(name: str, value: str) -> Query:
    return Query.term_query(SCHEMA, name, value, "freq")


def _sought(sought: Sought) -> Query:
    names = STANDING_IN[sought.field]
    if is_a_phrase(sought):
        return _any([Query.phrase_query(SCHEMA, name, list(sought.tokens)) for name in names])
    return _any([_term(name, token) for name in names for token in sought.tokens])


def filters(ask: Ask) -> dict[Facet | str, Query]:
    """What must hold besides the words, by the facet it belongs to."""
    found: dict[Facet | str, Query] = {
        "readers": _any([_term("readers", name) for name in ask.names]),
        "shown": _none([_later_than(ask.today), *([] if ask.as_of else [Query.term_query(SCHEMA, "is_current", 0)])]),
    }
    if ask.as_of:
        found["as_of"] = _any([_term("days", block) for block in around(ask.as_of)])
    if ask.policies:
        found["policies"] = _any([Query.term_query(SCHEMA, "policy", policy) for policy in ask.policies])
    for facet, values in ask.filters.items():
        if values:
            found[facet] = _any([Query.term_query(SCHEMA, f"facet_{facet}", value, "basic") for value in values])
    return {name: _unscored(query) for name, query in found.items()}


def _later_than(today: date) -> Query:
    return Query.range_query(SCHEMA, "public_from", tantivy.FieldType.Integer, lower_bound=today.toordinal() + 1)


def needed(ask: Ask) -> list[Query]:
    """Which words must be there, and which must not."""
    parts = [_any([_sought(sought) for sought in group]) for group in ask.all_of]
    if ask.groups and ask.at_least:
        met = _any([_any([_sought(sought) for sought in group]) for group in ask.groups], ask.at_least)
        parts.append(_any([met, *(_edition(edition) for edition, _ in ask.promoted)]))
    if ask.none_of:
        parts.append(_none([_sought(sought) for sought in ask.none_of]))
    return [_unscored(part) for part in parts]


def frequencies(searcher: tantivy.Searcher, ask: Ask) -> list[tuple[int, str, str]]:
    """How often each term stands that would rank: (frequency, field, token)."""
    return [(searcher.doc_freq(name, token), name, token) for name, token, _ in ranked(ask)]


def any_telling(ask: Ask, counted: Sequence[tuple[int, str, str]]) -> Query:
    """At least one of the telling terms, or a promoted edition."""
    chosen = [_term(name, token) for name, token in telling(counted)]
    return _unscored(_any([*chosen, *(_edition(edition) for edition, _ in ask.promoted)])) if chosen else Query.empty_query()


def ranking(ask: Ask, counted: Sequence[tuple[int, str, str]]) -> list[Query]:
    kept = worth_reading(counted)
    return [Query.boost_query(_term(name, token), weight) for name, token, weight in ranked(ask) if (name, token) in kept]


def gains(searcher: tantivy.Searcher, ask: Ask, every: Sequence[Query]) -> list[Query]:
    bonuses = [Query.const_score_query(_sought(sought), bonus) for sought, bonus in ask.bonuses]
    if ask.preferred:
        bonuses.append(Query.const_score_query(_preferred(searcher, ask.preferred, every), ask.preferred.gain))
    return bonuses + [Query.const_score_query(_edition(edition), gain) for edition, gain in ask.promoted]


def _preferred(searcher: tantivy.Searcher, one: Preferred, every: Sequence[Query]) -> Query:
    """The papers that are preferred among what is found. “So many of these groups” makes tantivy walk through the titles of the whole library;
    where few are found, counting the groups of each is much quicker, and says the same."""
    of_category = Query.term_query(SCHEMA, f"facet_{Facet.CATEGORY}", one.category, "basic")
    groups = [_any([_sought(sought) for sought in group]) for group in one.groups]
    if 1 < one.at_least < len(groups):
        each = [Query.const_score_query(group, 1.0) for group in groups]
        found: Any = searcher.search(all_of([*every, _unscored(of_category)], each), FEW_FOUND)
        if found.count <= FEW_FOUND:
            enough = [address for count, address in found.hits if count >= one.at_least]
            return _any([_edition(int(number or 0)) for number in searcher.fast_field_values("edition", enough)])
    return all_of([of_category, _any(groups, one.at_least)])


def _edition(number: int) -> Query:
    return Query.term_query(SCHEMA, "edition", number)


def same_facets(ask: Ask) -> str:
    """What the counts depend on: not on the order nor on the page."""
    return repr(replace(ask, sort=Sort.RELEVANCE, offset=0, limit=0, bonuses=(), preferred=None))


def counted(searcher: tantivy.Searcher, ask: Ask, narrowed: Mapping[Facet | str, Query], words: Sequence[Query]) -> Counts:
    """Each facet over everything found, as if that facet itself were not narrowed."""
    together = [facet for facet in ask.facets if facet not in narrowed]
    found: dict[Facet, tuple[tuple[str, int], ...]] = {}
    for facets in [together, *([facet] for facet in ask.facets if facet in narrowed)]:
        if facets:
            others = [part for name, part in narrowed.items() if name not in facets]
            found |= _counts(searcher, all_of([*others, *words]), facets)
    return found


def _counts(searcher: tantivy.Searcher, query: Query, facets: Sequence[Facet]) -> dict[Facet, tuple[tuple[str, int], ...]]:
    terms = {facet.value: {"terms": {"field": f"facet_{facet}", "size": MOST_VALUES, "segment_size": MOST_VALUES}} for facet in facets}
    answer = searcher.aggregate(query, terms)
    found = {}
    for facet in facets:
        buckets = [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in answer[facet.value]["buckets"]]
        found[facet] = tuple(sorted(buckets, key=lambda bucket: (-bucket[1], bucket[0])))
    return found
