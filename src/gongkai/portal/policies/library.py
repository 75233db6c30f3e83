"""The library list and the search page: one question to the index, shown in two ways."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.assistant import faq
from gongkai.policies import queries
from gongkai.policies.models import Edition, Policy
from gongkai.policies.rules.kinds import Category
from gongkai.portal.page import PAGE_SIZE, answers_refusals, page_number, page_of, show
from gongkai.portal.policies import answered, asked_often, asking, beside, narrowing
from gongkai.portal.policies.addresses import SECTIONS, reading
from gongkai.portal.policies.asking import ALL, IN_FORCE, Asked
from gongkai.portal.policies.narrowing import Where
from gongkai.search import queries as index
from gongkai.search.backend import NoIndex
from gongkai.search.rules.highlights import Pieces
from gongkai.search.rules.index import Facet, Sort
from gongkai.search.searching import DEEPEST, PAGE_FACETS, SearchRequest, SearchResult
from gongkai.shared.clock import today

LIBRARY_FACETS = (*PAGE_FACETS, Facet.DOCUMENT_CLASS)
LOOKED_AT = 20  # reviewed questions, for a short one as an example
NARROWED_BY = ("topic", "issuer", "year")  # on the search page
COUNTED = (Facet.CATEGORY, Facet.STANDING, Facet.TOPIC_L1, Facet.TOPIC_L2, Facet.ISSUER, Facet.YEAR)  # all that it counts


@dataclass(frozen=True)
class Found:
    """One result as printed."""

    policy: Policy
    edition: Edition  # the one that was hit: with “截至某日有效” often not the current one
    title: Pieces
    cut: Pieces
    anchor: str
    as_of: date | None = None  # found as it was on that day: what its standing is today is said to be today's
    pinned: bool = False  # put on top by people, and said so

    @property
    def address(self) -> str:
        here = reading(self.policy, None if self.edition.pk == self.policy.current_id else self.edition.number)
        return f"{here}#{self.anchor}" if self.anchor else here

    @property
    def is_current(self) -> bool:
        return self.edition.pk == self.policy.current_id


class Results(Paginator):
    """A page of hits whose total the index has counted."""

    def __init__(self, hits: Sequence[Found], total: int) -> None:
        super().__init__(hits, PAGE_SIZE)
        self._total = min(total, DEEPEST)

    @property
    def count(self) -> int:
        return self._total


@require_safe
@answers_refusals
def library(request: HttpRequest) -> HttpResponse:
    """政策文件库: in force unless asked otherwise; words, facets, order and 截至某日 from the address."""
    asked = asking.read(request.GET)
    label, section = SECTIONS[Category.POLICY]
    where = Where(reverse(section))
    context: dict[str, Any] = {"asked": asked, "here": where.base, **narrowing.narrowing(asked, where)}
    number = page_number(request)
    if number == 1 and not asked.text and not asked.chosen:
        context |= {"numbers": queries.numbers(today()), "latest": queries.latest_change(today(), Category.POLICY)}
    try:
        result = _search(asked if asked.text else replace(asked, sort=narrowing.by_date(asked.sort)), Category.POLICY, number)
    except NoIndex:
        rows = _from_database(asked)
        return show(
            request,
            "portal/policies/library.html",
            section=section,
            trail=[(label, "")],
            page=page_of(request, rows),
            plain=True,
            **context,
        )
    page = _page(result, number, asked.as_of)
    return show(
        request,
        "portal/policies/library.html",
        section=section,
        trail=[(label, "")],
        page=page,
        result=result,
        include_history=_history_there_is(asked, result, Category.POLICY, where),
        subscribe=_subscribe(asked, Category.POLICY) if asked.text or asked.chosen else "",
        **context,
        **narrowing.found(asked, result, where),
    )


@require_safe
@answers_refusals
def search(request: HttpRequest) -> HttpResponse:
    """Everything public, by category. Where nothing in force answers, what is no longer in force is shown and said to be so."""
    asked = asking.read(request.GET)
    tab = asking.tab(request.GET)
    trail = [("搜索", "")]
    if not asked.text:
        return show(request, "portal/policies/search.html", trail=trail, asked=asked, often=asked_often.often(), examples=_examples())
    if meant := queries.numbered(asked.text, on=today()):
        return HttpResponseRedirect(reading(meant))
    number = page_number(request)
    where = Where(reverse("portal:search"), tab, NARROWED_BY, validity=False)
    category = None if tab == ALL else Category(tab)
    try:
        result = _search(asked, category, number, COUNTED)
        widened = not result.total and asked.standing == IN_FORCE and asked.as_of is None
        if widened:
            result = _search(replace(asked, standing=ALL), category, number, COUNTED)
        if number == 1 and tab == ALL and not asked.chosen and asked.as_of is None:  # narrowed it may well find nothing
            asked_often.count(request, asked.text, found=result.total)
    except NoIndex as refused:
        rows = queries.library(category or Category.POLICY, on=today(), title=asked.text)
        return show(
            request,
            "portal/policies/search.html",
            trail=trail,
            asked=asked,
            page=page_of(request, rows),
            plain=True,
            notice=refused.message,
            **narrowing.narrowing(asked, where),
        )
    page = _page(result, number, asked.as_of)
    return show(
        request,
        "portal/policies/search.html",
        trail=trail,
        asked=asked,
        tab=tab,
        tabs=_tabs(asked, tab, result),
        page=page,
        related=beside.related(asked.text, (found.policy.title for found in page)) if number == 1 else [],
        help=None if page.object_list else beside.help_for(asked.text),
        subscribe=_subscribe(asked, tab),
        result=result,
        widened=widened and result.total,
        instead=where.to(replace(asked, text=result.did_you_mean)) if result.did_you_mean else "",
        fuzzy=where.to(replace(asked, exact=False)),
        answered=answered.by_people(asked.text) if number == 1 and tab == ALL else None,
        ask=answered.to_ask(asked.text, result.query) if number == 1 else "",
        **narrowing.narrowing(asked, where),
        **narrowing.found(asked, result, where),
    )


def _search(asked: Asked, category: Category | None, number: int, facets: tuple[Facet, ...] = LIBRARY_FACETS) -> SearchResult:
    filters = asked.filters | ({Facet.CATEGORY: (category.value,)} if category else {})
    return index.search(
        SearchRequest(
            on=today(),
            text=asked.text,
            filters=filters,
            as_of=asked.as_of,
            sort=asked.sort,
            page=number,
            size=PAGE_SIZE,
            title_only=asked.title_only,
            exact=asked.exact,
            facets=facets,
        )
    )


def _page(result: SearchResult, number: int, as_of: date | None) -> Page:
    """The hits as printed; a page beyond the end does not exist."""
    if number > 1 and not result.hits:
        raise Http404
    hits = (*result.pinned, *result.hits)
    policies = {policy.pk: policy for policy in queries.listed([hit.policy_id for hit in hits], on=today())}
    editions = queries.shown_editions([hit.edition_id for hit in hits], on=today())
    places = {hit.edition_id: hit.anchor for hit in hits} if result.query.typed else {}
    passages, excerpt = queries.passages(places, on=today()), index.excerpts(result, on=today())
    found = [
        Found(
            policies[hit.policy_id],
            (edition := editions[hit.edition_id]),
            index.highlight(edition.title, result),
            excerpt(passages.get(hit.edition_id, ())),
            hit.anchor,
            as_of,
            pinned=hit in result.pinned,
        )
        for hit in hits
        if hit.policy_id in policies and hit.edition_id in editions
    ]
    return Page(found, number, Results(found, max(result.total, len(found))))


def _from_database(asked: Asked) -> Any:
    """The list without an index: no words in the text, no counts."""
    standing = asked.filters.get(Facet.STANDING, ())
    return queries.library(
        Category.POLICY,
        on=today(),
        title=asked.text,
        issuer=asked.value("issuer"),
        topic_l1=asked.value("topic"),
        topic_l2=asked.value("subtopic"),
        genre=asked.value("genre"),
        document_class=asked.value("class"),
        year=int(asked.value("year")) if asked.value("year") else None,
        standing=standing,
        has_interpretation={"yes": True, "no": False}.get(asked.value("interpreted")),
        by_published=asked.sort is not Sort.FORMED,
    )


def _examples() -> dict[str, str]:
    """A sentence and a number that find something here; the number written as people write it."""
    questions = [entry.question for entry in faq.published()[:LOOKED_AT]]
    numbered = queries.library(Category.POLICY, on=today(), by_published=True).exclude(doc_no="").first()
    number = numbered.doc_no.translate({ord("〔"): "[", ord("〕"): "] "}) if numbered else ""
    return {"sentence": min(questions, key=len, default=""), "number": number}


def _history_there_is(asked: Asked, result: SearchResult, category: Category, where: Where) -> str:
    """When nothing in force was found: the address that includes what is no longer in force, if that finds something."""
    if result.total or asked.standing != IN_FORCE or asked.as_of:
        return ""
    wider = replace(asked, standing=ALL)
    return where.to(wider) if _search(wider, category, 1).total else ""


def _tabs(asked: Asked, tab: str, result: SearchResult) -> list[tuple[str, int, str, bool]]:
    """(label, count, address, is it open)."""
    counts = dict(result.facets.get(Facet.CATEGORY, ()))
    base = reverse("portal:search")
    labels = {ALL: "全部"} | {category.value: category.label for category in Category}
    numbers = counts | {ALL: sum(counts.values())}
    return [(labels[one], numbers.get(one, 0), f"{base}?{asked.query(tab=one)}", one == tab) for one in asking.TABS]


def _subscribe(asked: Asked, tab: str) -> str:
    return f"{reverse('portal:subscribe')}?{asking.lasting(asked).query(tab=tab)}"
