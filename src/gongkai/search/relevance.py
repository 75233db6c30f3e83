"""Reading what was judged and measured, and what a citizen is shown for a query today."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from gongkai.search.models import Evaluation, JudgedQuery, Judgement, Pin
from gongkai.search.queries import search
from gongkai.search.rules.index import Facet, Hit
from gongkai.search.rules.measures import DEPTH, Place, Quality
from gongkai.search.rules.saved import IN_FORCE
from gongkai.search.searching import SearchRequest


def shown_for(text: str, *, on: date) -> tuple[Hit, ...]:
    """The first ten as the portal's search page shows them, what is pinned before the rest. Raises NoIndex; Refused for an odd query."""
    result = search(SearchRequest(on=on, text=text, filters={Facet.STANDING: IN_FORCE}, size=DEPTH, facets=()))
    return (*result.pinned, *result.hits)[:DEPTH]


def judged_of(queries: Iterable[JudgedQuery]) -> dict[int, dict[Place, int]]:
    """The grades by query and place; only of editions still current, for an older one is not found any more. One query."""
    found: dict[int, dict[Place, int]] = defaultdict(dict)
    rows = Judgement.objects.filter(query__in=queries, edition__policy__current=F("edition"))
    for query, edition, anchor, grade in rows.values_list("query", "edition", "anchor", "grade"):
        found[query][edition, anchor] = grade
    return found


def judgements_of(query: JudgedQuery) -> QuerySet[Judgement]:
    """Every judgement of a query with its paper and judge, the best first."""
    return query.judgements.select_related("edition__policy", "by").order_by("-grade", "edition_id", "anchor")


def judged_queries(text: str = "") -> QuerySet[JudgedQuery]:
    """With how many places were judged (`judged`), and how many of those in editions that were replaced since (`outdated`)."""
    rows = JudgedQuery.objects.filter(text__icontains=text) if text else JudgedQuery.objects.all()
    current = Q(judgements__edition__policy__current=F("judgements__edition"))
    counted = rows.annotate(judged=Count("judgements"), standing=Count("judgements", filter=current))
    return counted.annotate(outdated=F("judged") - F("standing")).select_related("by").order_by("-id")


@dataclass(frozen=True)
class Comparison:
    """The last evaluation beside the one before it; `lines` by the id of the query, (now, before)."""

    now: Evaluation
    before: Evaluation | None
    lines: dict[int, tuple[Quality | None, Quality | None]]


def last_comparison() -> Comparison | None:
    """None before the first evaluation. One query."""
    last = list(Evaluation.objects.all()[:2])
    if not last:
        return None
    now, before = last[0], last[1] if len(last) > 1 else None
    new, old = _by_query(now), _by_query(before) if before else {}
    return Comparison(now, before, {query: (new.get(query), old.get(query)) for query in {*new, *old}})


def evaluations() -> QuerySet[Evaluation]:
    return Evaluation.objects.all()


def pins(text: str = "") -> QuerySet[Pin]:
    """Every pin, those that stand first."""
    rows = Pin.objects.select_related("policy", "office", "by").order_by(F("ended_at").asc(nulls_first=True), "-until", "-id")
    return rows.filter(Q(words__icontains=text) | Q(policy__title__icontains=text)) if text else rows


def _by_query(evaluation: Evaluation) -> dict[int, Quality]:
    return {line["query"]: Quality(line["ndcg"], line["mrr"], line["recall"]) for line in evaluation.lines}
