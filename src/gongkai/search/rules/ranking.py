"""Clauses found by words and clauses found by meaning, put in one order.

Measured on questions of lay people (benchmarks/search_quality.py): the sum of both scores, each brought between 0 and 1, is better
than either and than a sum of ranks."""

from collections.abc import Hashable, Mapping, Sequence

from gongkai.search.rules.index import EXPIRED_WEIGHT, Ask, Hit

BY_WORDS, BY_MEANING = 0.3, 0.7
POOL = 100  # clauses of each kind that are put in one order


def fused(by_words: Sequence[Hit], by_meaning: Sequence[Hit], cosines: Mapping[int, float]) -> tuple[Hit, ...]:
    """All of both, best first, with both scores. `cosines` are by wording; a clause that has none yet is ranked by its words alone.
    Scores by words are weighed for validity already, cosines are weighed here."""
    clauses = {(hit.edition_id, hit.anchor): hit for hit in by_meaning}
    clauses |= {(hit.edition_id, hit.anchor): hit for hit in by_words}
    found = {(hit.edition_id, hit.anchor): hit.score for hit in by_words}
    most = max(found.values(), default=0.0) or 1.0
    near = [cosine for hit in clauses.values() if (cosine := cosines.get(hit.wording)) is not None]
    least, span = min(near, default=0.0), (max(near, default=0.0) - min(near, default=0.0)) or 1.0

    def one(place: tuple[int, str], hit: Hit) -> Hit:
        words, dense = found.get(place, 0.0), cosines.get(hit.wording)
        by_words = words / most
        meaning = by_words if dense is None else (dense - least) / span * (EXPIRED_WEIGHT if hit.is_expired else 1)
        return hit._replace(score=BY_WORDS * by_words + BY_MEANING * meaning, lexical=words, dense=dense)

    return tuple(sorted((one(place, hit) for place, hit in clauses.items()), key=lambda hit: (-hit.score, hit.edition_id, hit.anchor)))


def by_cosine(hits: Sequence[Hit], cosines: Mapping[int, float]) -> tuple[Hit, ...]:
    """These clauses with their cosines as scores, nearest first."""
    scored = [hit._replace(score=cosines[hit.wording], dense=cosines[hit.wording]) for hit in hits if hit.wording in cosines]
    return tuple(sorted(scored, key=lambda hit: (-hit.score, hit.edition_id, hit.anchor)))


def without_words(ask: Ask) -> Hashable:
    """Everything in the question that says which clauses may be found at all: questions with the same have the same clauses."""
    filters = tuple(sorted((facet, values) for facet, values in ask.filters.items() if values))
    return (ask.names, ask.today, ask.as_of, filters, ask.policies, ask.all_of, ask.none_of)
