"""政策解读: the list by stage, form, perspective and column, and 一图读懂 as a page and as a file."""

from dataclasses import asdict
from datetime import timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gongkai.documents import made
from gongkai.documents.writers import poster
from gongkai.policies import interpretations, picturing, queries, worth
from gongkai.policies.models import Interpretation
from gongkai.policies.queries import PolicyPage
from gongkai.portal.limits import too_many, within
from gongkai.portal.page import KEPT_BY_CACHES, answers_refusals, page_of, show
from gongkai.portal.policies import addresses
from gongkai.portal.policies.columns import words
from gongkai.portal.policies.views import gone
from gongkai.shared.clock import today
from gongkai.shared.digest import canonical, sm3
from gongkai.shared.refusal import Refused
from gongkai.ui import pieces

SECTION = "portal:interpretations"
INTRODUCTION = "由起草单位说明政策为什么出、说了什么、怎么办。每篇解读都能回到它解读的文件。"
DRAWN_A_MINUTE = 6  # pictures for one address; those already made are not counted
MINUTE = timedelta(minutes=1)
WRITERS = {"png": (poster.png, "image/png"), "svg": (poster.svg, "image/svg+xml")}


@require_safe
@answers_refusals
def listing(request: HttpRequest) -> HttpResponse:
    """The newest first, narrowed by facets, words in the title and issuer."""
    title, issuer, chosen = words(request, "title"), words(request, "issuer"), _chosen(request)
    rows = interpretations.listing(today(), title=title, issuer=issuer, **chosen)
    counted = interpretations.counts(today(), title=title, issuer=issuer, **chosen)
    asked = {"title": title, "issuer": issuer, **chosen}
    return show(
        request,
        "portal/policies/interpretations.html",
        section=SECTION,
        trail=[("政策解读", "")],
        introduction=INTRODUCTION,
        on=today(),
        page=page_of(request, rows),
        facets=_facets(asked, counted),
        chosen=_taken(asked),
        title=title,
        asked=asked,
        here=reverse(SECTION),
    )


def _chosen(request: HttpRequest) -> dict[str, str]:
    chosen = {}
    for name, (label, values) in interpretations.FACETS.items():
        value = request.GET.get(name, "")
        if value and value not in dict(values):
            raise Refused(f"{label}“{value[:20]}”不认识，请从左侧重新选择。", field=name)
        chosen[name] = value
    return chosen


def _facets(asked: dict[str, str], counted: dict[str, dict[str, int]]) -> list[pieces.Facet]:
    return [
        pieces.Facet(
            label,
            tuple(
                pieces.Choice(
                    name, counted[facet].get(value, 0), _with(asked, facet, "" if asked[facet] == value else value), asked[facet] == value
                )
                for value, name in values
                if counted[facet].get(value) or asked[facet] == value
            ),
        )
        for facet, (label, values) in interpretations.FACETS.items()
    ]


def _taken(asked: dict[str, str]) -> list[tuple[str, str]]:
    """(what is chosen, the address without it)."""
    names = {name: dict(values) for name, (_, values) in interpretations.FACETS.items()}
    said = {name: names[name].get(value, value) for name, value in asked.items() if value and name in names}
    if asked["title"]:
        said["title"] = f"标题含“{asked['title']}”"
    if asked["issuer"]:
        said["issuer"] = asked["issuer"]
    return [(label, _with(asked, name, "")) for name, label in said.items()]


def _with(asked: dict[str, str], name: str, value: str) -> str:
    given = {one: kept for one, kept in {**asked, name: value}.items() if kept}
    return reverse(SECTION) + (f"?{urlencode(given)}" if given else "")


# —— 一图读懂 ——


def _drawn(code: str) -> tuple[PolicyPage, Interpretation, poster.Poster] | None:
    page = queries.page(code, on=today())
    one = interpretations.rows_of([page.policy]).get(page.policy.pk) if page else None
    if page is None or one is None or not one.is_drawn:
        return None
    policy = next((policy for policy in page.interpreted if policy.current_id), None)
    edition = queries.shown_editions([one.of_id or 0], on=today()).get(one.of_id or 0)
    text = edition.texts.first() if edition else None
    facts = text.facts if text else {}
    address = addresses.short(policy) if policy else ""
    return page, one, picturing.poster(page.edition.title, page.text.body(), facts, machine_made=one.machine_made, address=address)


@require_safe
@answers_refusals
def picture(request: HttpRequest, code: str) -> HttpResponse:
    """The long page for phones; the same words as the picture."""
    found = _drawn(code)
    if found is None:
        if queries.page(code, on=today()) is None:
            return gone(request, code)
        raise Http404
    page, one, drawn = found
    policy = next(iter(page.interpreted), None)
    return show(
        request,
        "portal/policies/picture.html",
        section=SECTION,
        trail=[("政策解读", reverse(SECTION)), (page.edition.title, addresses.reading(page.policy)), ("一图读懂", "")],
        doc=page,
        explanation=one,
        poster=drawn,
        policy=policy,
        standing=worth.standing_of(policy, today()) if policy else None,
    )


@require_safe
@cache_control(public=True, max_age=KEPT_BY_CACHES)
def picture_file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The picture itself, drawn once for what it says."""
    found = _drawn(code) if kind in WRITERS else None
    if found is None:
        raise Http404
    _, _, drawn = found
    write, media_type = WRITERS[kind]
    digest, name = sm3(canonical(asdict(drawn))), f"poster.{kind}"  # of all that is drawn: a correction of the paper draws it anew
    etag = f'"{made.key_of(digest, name)}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    data = made.kept_or_made(digest, name, lambda: write(drawn), lambda: within(request, "drawn", DRAWN_A_MINUTE, MINUTE))
    if data is None:
        why = f"同一来源每分钟最多生成 {DRAWN_A_MINUTE} 张图，请一分钟后再试。"
        return too_many(request, why, heading="下载得太频繁了", period=MINUTE)
    response = HttpResponse(data, content_type=media_type, headers={"ETag": etag, "X-Content-Type-Options": "nosniff"})
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Robots-Tag"] = "noindex"
    return response
