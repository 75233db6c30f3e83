"""Searching for machines: the same index as the site's; without one, titles from the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator

from gongkai.openapi import shaping
from gongkai.openapi.shapes import CountShape, HitShape, PieceShape, SearchShape
from gongkai.policies import queries
from gongkai.policies.models import Policy
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.validity import Status
from gongkai.search import asked as counts
from gongkai.search import queries as index
from gongkai.search.backend import NoIndex
from gongkai.search.rules.highlights import Pieces
from gongkai.search.rules.index import Facet, Sort
from gongkai.search.searching import DEEPEST, PAGE_FACETS, SearchRequest, SearchResult

TITLES = 5  # of the results, looked at for related searches


@dataclass(frozen=True)
class Asked:
    text: str
    category: Category | None
    issuer: str
    topic: str
    standing: tuple[Status, ...]
    as_of: date | None
    sort: Sort
    page: int
    size: int


def search(asked: Asked, *, on: date) -> SearchShape:
    """What answers. Errors: Refused for a question that cannot be meant; NoIndex for 截至某日 while only the database can be asked."""
    wanted = {
        Facet.CATEGORY: (asked.category,) if asked.category else (),
        Facet.ISSUER: (asked.issuer,) if asked.issuer else (),
        Facet.TOPIC_L1: (asked.topic,) if asked.topic else (),
        Facet.STANDING: asked.standing,
    }
    request = SearchRequest(
        on=on,
        text=asked.text,
        filters={facet: tuple(values) for facet, values in wanted.items() if values},
        as_of=asked.as_of,
        sort=asked.sort,
        page=asked.page,
        size=asked.size,
        facets=(Facet.CATEGORY, *PAGE_FACETS),
    )
    try:
        return _shaped(index.search(request), on)
    except NoIndex:
        if asked.as_of:
            raise
        return _from_database(asked, on)


def in_force(
    filters: Mapping[Facet, tuple[str, ...]], *, title: str, as_of: date, on: date, page: int, size: int
) -> tuple[list[Policy], bool]:
    """A page of what was in force on that day, newest first, and whether more follow. Errors: Refused beyond the 10 000th; NoIndex."""
    request = SearchRequest(
        on=on, text=title, title_only=True, exact=True, filters=filters, as_of=as_of, sort=Sort.PUBLISHED, page=page, size=size, facets=()
    )
    result = index.search(request)
    more = page * size < result.total and (page + 1) * size <= DEEPEST
    return queries.listed([hit.policy_id for hit in result.hits], on=on), more


def _shaped(result: SearchResult, on: date) -> SearchShape:
    hits = (*result.pinned, *result.hits)
    policies = {policy.pk: policy for policy in queries.listed([hit.policy_id for hit in hits], on=on)}
    passages, excerpt = queries.passages({hit.edition_id: hit.anchor for hit in hits}, on=on), index.excerpts(result, on=on)
    titles = [policies[hit.policy_id].title for hit in hits if hit.policy_id in policies][:TITLES]
    return SearchShape(
        total=result.total,
        items=[
            HitShape(
                policy=shaping.policy(policies[hit.policy_id]),
                title=_pieces(index.highlight(policies[hit.policy_id].title, result)),
                excerpt=_pieces(excerpt(passages.get(hit.edition_id, ()))),
                anchor=hit.anchor,
                pinned=hit in result.pinned,
            )
            for hit in hits
            if hit.policy_id in policies
        ],
        facets={facet.value: [CountShape(value=value, count=n) for value, n in counted] for facet, counted in result.facets.items()},
        relaxed=result.relaxed,
        did_you_mean=result.did_you_mean,
        related=list(counts.related(result.query.typed, on=on, titles=titles)),
        complete=True,
    )


def _from_database(asked: Asked, on: date) -> SearchShape:
    rows = queries.library(
        asked.category, on=on, title=asked.text, issuer=asked.issuer, topic_l1=asked.topic, standing=asked.standing, by_published=True
    )
    pages = Paginator(rows, asked.size)
    found = pages.page(asked.page).object_list if asked.page <= pages.num_pages else []
    return SearchShape(
        total=pages.count,
        items=[
            HitShape(policy=shaping.policy(row), title=[PieceShape(text=row.title, hit=False)], excerpt=[], anchor="", pinned=False)
            for row in found
        ],
        facets={},
        relaxed=False,
        did_you_mean=None,
        related=[],
        complete=False,
    )


def _pieces(pieces: Pieces) -> list[PieceShape]:
    return [PieceShape(text=text, hit=hit) for text, hit in pieces]
