"""政策解读: the list by stage, form, perspective and column, and 一图读懂 as a page and as a file."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from gongkai.documents import made
from gongkai.documents.writers.poster import Poster
from gongkai.policies import interpretations, picturing, queries, worth
from gongkai.policies.drawing import AGAIN_AFTER, digest_of, drawn_or_asked, name_of
from gongkai.portal.page import KEPT_BY_CACHES, answers_refusals, page_of, show
from gongkai.portal.policies import addresses
from gongkai.portal.policies.columns import words
from gongkai.portal.policies.views import gone
from gongkai.shared.clock import today
from gongkai.shared.refusal import Refused
from gongkai.ui import pieces

SECTION = "portal:interpretations"
INTRODUCTION = "由起草单位说明政策为什么出、说了什么、怎么办。每篇解读都能回到它解读的文件。"
MEDIA_TYPES = {"png": "image/png", "svg": "image/svg+xml"}
DRAWN_WITHIN = 5  # seconds, as a rule
DRAWING = "长图正在后台绘制，一般几秒钟。请稍后刷新再下载。"


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


@require_safe
@answers_refusals
def picture(request: HttpRequest, code: str) -> HttpResponse:
    """The long page for phones; the same words as the picture."""
    found = picturing.public(code, on=today())
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
        waits=_why_it_waits(drawn),
        policy=policy,
        standing=worth.standing_of(policy, today()) if policy else None,
    )


def _why_it_waits(drawn: Poster) -> str:
    """Why there is no picture to download now; empty once there is. The worker is asked for it."""
    try:
        return "" if drawn_or_asked(drawn) is not None else DRAWING
    except Refused as refused:
        return str(refused)


@require_safe
def picture_file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The picture itself, drawn by the worker when it was published; while it is not there, the page that says so (503)."""
    found = picturing.public(code, on=today()) if kind in MEDIA_TYPES else None
    if found is None:
        raise Http404
    _, _, drawn = found
    etag = f'"{made.key_of(digest_of(drawn), name_of(kind))}"'  # of all that is drawn: a correction of the paper draws it anew
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    try:
        data, why = drawn_or_asked(drawn, kind), DRAWING
    except Refused as refused:
        data, why = None, str(refused)
    if data is None:
        return _not_yet(request, code, why)
    response = HttpResponse(data, content_type=MEDIA_TYPES[kind], headers={"ETag": etag, "X-Content-Type-Options": "nosniff"})
    patch_cache_control(response, public=True, max_age=KEPT_BY_CACHES)
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Robots-Tag"] = "noindex"
    return response


def _not_yet(request: HttpRequest, code: str, why: str) -> HttpResponse:
    lines = [why, "同样的内容可以先看一图读懂的网页。"]
    trail = [("政策解读", reverse(SECTION)), ("一图读懂", reverse("portal:picture", args=[code])), ("正在绘制", "")]
    response = show(request, "portal/message.html", status=503, code=503, heading="长图正在绘制", lines=lines, trail=trail)
    response["Retry-After"] = str(DRAWN_WITHIN if why == DRAWING else AGAIN_AFTER)
    add_never_cache_headers(response)
    return response
