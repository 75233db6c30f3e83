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
from gongkai.policies.rules.kinds import Category, DocumentClass
from gongkai.policies.rules.validity import Status
from gongkai.portal.page import PAGE_SIZE, answers_refusals, page_number, page_of, show
from gongkai.portal.policies import asked_often, asking, beside
from gongkai.portal.policies.addresses import SECTIONS, reading
from gongkai.portal.policies.asking import ALL, FACETS, IN_FORCE, Asked
from gongkai.search import queries as index
from gongkai.search.backend import NoIndex
from gongkai.search.rules.highlights import Pieces
from gongkai.search.rules.index import Facet, Sort
from gongkai.search.searching import DEEPEST, PAGE_FACETS, SearchRequest, SearchResult
from gongkai.shared.clock import today
from gongkai.ui import pieces

MOST_CHOICES = 20  # of one facet
LIBRARY_FACETS = (*PAGE_FACETS, Facet.DOCUMENT_CLASS)
COUNTED = (Facet.CATEGORY, Facet.STANDING)  # all that the search page counts


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
    context: dict[str, Any] = {"asked": asked, "here": reverse(section), "chosen": _chosen(asked), "switch": _switch(asked)}
    number = page_number(request)
    if number == 1 and not asked.text and not asked.chosen:
        context |= {"numbers": queries.numbers(today()), "latest": queries.latest_change(today(), Category.POLICY)}
    try:
        result = _search(asked if asked.text else replace(asked, sort=_by_date(asked.sort)), Category.POLICY, number)
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
        facets=_facets(asked, result),
        sorts=_sorts(asked),
        include_history=_history_there_is(asked, result, Category.POLICY),
        coming=_coming(asked, result),
        subscribe=_subscribe(asked, Category.POLICY) if asked.text or asked.chosen else "",
        **context,
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
    category = None if tab == ALL else Category(tab)
    try:
        result = _search(asked, category, number, COUNTED)
        widened = not result.total and asked.standing == IN_FORCE and asked.as_of is None
        if widened:
            result = _search(replace(asked, standing=ALL), category, number, COUNTED)
        if number == 1 and tab == ALL:
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
        coming=_coming(asked, result, tab=tab),
        sorts=_sorts(asked, tab=tab),
        switch=_switch(asked, tab=tab),
        instead=f"{reverse('portal:search')}?{replace(asked, text=result.did_you_mean).query()}" if result.did_you_mean else "",
        exact_url=f"{reverse('portal:search')}?{replace(asked, exact=not asked.exact).query(tab=tab)}",
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


def _by_date(sort: Sort) -> Sort:
    """Without words there is nothing to be relevant to."""
    return Sort.PUBLISHED if sort is Sort.RELEVANCE else sort


def _facets(asked: Asked, result: SearchResult) -> list[pieces.Facet]:
    shown = [] if asked.as_of else [_validity(asked, result)]  # the index counts what is in force today
    for name, (facet, label) in FACETS.items():
        if name == "subtopic":
            continue
        counted = list(result.facets.get(facet, ()))
        if name == "year":
            counted.sort(reverse=True)
        under = result.facets.get(Facet.TOPIC_L2, ()) if name == "topic" else ()
        shown.append(
            pieces.Facet(label, tuple(_choice(asked, name, value, count, under) for value, count in counted[:MOST_CHOICES] if value))
        )
    return shown


def _validity(asked: Asked, result: SearchResult) -> pieces.Facet:
    """现行有效 (the default), everything, and each status by itself; counts are those of the present question."""
    counted = dict(result.facets.get(Facet.STANDING, ()))
    offered = [(IN_FORCE, "现行有效", sum(counted.get(value, 0) for value in asking.IN_FORCE_VALUES)), (ALL, "全部", sum(counted.values()))]
    offered += [(status.value, status.label, counted[status.value]) for status in Status if status.value in counted]
    return pieces.Facet(
        "有效性",
        tuple(
            pieces.Choice(
                label, count, _library(replace(asked, standing=value, as_of=None)), chosen=asked.as_of is None and asked.standing == value
            )
            for value, label, count in offered
        ),
    )


def _choice(asked: Asked, name: str, value: str, count: int, under: Sequence[tuple[str, int]]) -> pieces.Choice:
    chosen = asked.value(name) == value
    return pieces.Choice(
        label=_named(name, value),
        count=count,
        url=_library(asked.choosing(name, "" if chosen else value)),
        chosen=chosen,
        under=tuple(_choice(asked, "subtopic", inner, n, ()) for inner, n in under if inner) if chosen else (),
    )


def _named(name: str, value: str) -> str:
    if name == "interpreted":
        return {"yes": "有解读", "no": "暂无解读"}.get(value, value)
    if name == "class":
        return DocumentClass(value).label
    return f"{value}年" if name == "year" else value


def _chosen(asked: Asked) -> list[tuple[str, str]]:
    """(what is chosen, the address without it)."""
    kept = [(f"{FACETS[name][1]}：{_named(name, value)}", _library(asked.choosing(name, ""))) for name, value in asked.chosen]
    if asked.standing not in {IN_FORCE, ALL}:
        kept.append((f"有效性：{Status(asked.standing).label}", _library(replace(asked, standing=IN_FORCE))))
    if asked.as_of:
        kept.append((f"截至 {asked.as_of.isoformat()} 有效", _library(replace(asked, as_of=None))))
    return kept


def _switch(asked: Asked, **more: str) -> dict[str, Any]:
    """现行有效 / 含历史, as two links."""
    to = _library if not more else lambda one: f"{reverse('portal:search')}?{one.query(**more)}"
    return {
        "in_force": asked.standing == IN_FORCE and asked.as_of is None,
        "all": asked.standing == ALL and asked.as_of is None,
        "to_in_force": to(replace(asked, standing=IN_FORCE, as_of=None)),
        "to_all": to(replace(asked, standing=ALL, as_of=None)),
    }


def _examples() -> dict[str, str]:
    """A sentence and a number that find something here; the number written as people write it."""
    answered = faq.published().first()
    numbered = queries.library(Category.POLICY, on=today(), by_published=True).exclude(doc_no="").first()
    number = numbered.doc_no.translate({ord("〔"): "[", ord("〕"): "] "}) if numbered else ""
    return {"sentence": answered.question if answered else "", "number": number}


def _coming(asked: Asked, result: SearchResult, **more: str) -> tuple[int, str] | None:
    """Beside what is in force: how many there are that take effect later, and their address."""
    later = dict(result.facets.get(Facet.STANDING, ())).get(Status.NOT_YET, 0)
    if not later or asked.standing != IN_FORCE or asked.as_of:
        return None
    base = reverse("portal:search") if more else reverse("portal:library")
    return later, f"{base}?{replace(asked, standing=Status.NOT_YET.value).query(**more)}"


def _history_there_is(asked: Asked, result: SearchResult, category: Category) -> str:
    """When nothing in force was found: the address that includes what is no longer in force, if that finds something."""
    if result.total or asked.standing != IN_FORCE or asked.as_of:
        return ""
    wider = replace(asked, standing=ALL)
    return _library(wider) if _search(wider, category, 1).total else ""


def _sorts(asked: Asked, **more: str) -> list[tuple[str, str, bool]]:
    """(label, address, is it the present one). Relevance is offered where there are words."""
    base = reverse("portal:search") if more else reverse("portal:library")
    offered = [sort for sort in asking.SORTS if asked.text or sort is not Sort.RELEVANCE]
    present = asked.sort if asked.text else _by_date(asked.sort)
    return [(asking.SORTS[sort], f"{base}?{replace(asked, sort=sort).query(**more)}", sort is present) for sort in offered]


def _tabs(asked: Asked, tab: str, result: SearchResult) -> list[tuple[str, int, str, bool]]:
    """(label, count, address, is it open)."""
    counts = dict(result.facets.get(Facet.CATEGORY, ()))
    base = reverse("portal:search")
    labels = {ALL: "全部"} | {category.value: category.label for category in Category}
    numbers = counts | {ALL: sum(counts.values())}
    return [(labels[one], numbers.get(one, 0), f"{base}?{asked.query(tab=one)}", one == tab) for one in asking.TABS]


def _subscribe(asked: Asked, tab: str) -> str:
    return f"{reverse('portal:subscribe')}?{asking.lasting(asked).query(tab=tab)}"


def _library(asked: Asked) -> str:
    query = asked.query()
    return reverse("portal:library") + (f"?{query}" if query else "")
