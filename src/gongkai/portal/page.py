"""How a portal page is sent: its column, its trail, and the messages that take a page's place."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.shared.refusal import Refused

KEPT_BY_CACHES = 5  # seconds that caches on the way may keep what is public: withdrawn, it is gone everywhere within ten
PAGE_SIZE = 20
DEEPEST_PAGE = 9999


def show(
    request: HttpRequest, template: str, *, section: str = "", trail: list[tuple[str, str]] | None = None, status: int = 200, **context: Any
) -> HttpResponse:
    """Render a page of the column `section` (an url name). `trail`: (label, url) after 首页, the last without url."""
    steps = [("首页", reverse("portal:home")), *trail] if trail else []
    return render(request, template, {"section": section, "trail": steps, **context}, status=status)


def answers_refusals(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A bad parameter is answered in words with 400, never with an empty list."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            heading = "请求中有看不懂的内容"
            return show(request, "portal/message.html", status=400, heading=heading, lines=[str(refused)], trail=[(heading, "")], code=400)

    return answering


def page_number(request: HttpRequest) -> int:
    """`?page=`, from 1. Refused when it is not a number."""
    raw = request.GET.get("page", "1")
    if not (raw.isascii() and raw.isdigit() and int(raw[:6]) >= 1 and len(raw) < 6):
        raise Refused(f"页码“{raw[:20]}”不是有效的数字，请从第 1 页开始查看。", field="page")
    return min(int(raw), DEEPEST_PAGE)


def page_of(request: HttpRequest, rows: Any, size: int = PAGE_SIZE) -> Page:
    """The page asked for; a page beyond the end does not exist (404)."""
    try:
        return Paginator(rows, size).page(page_number(request))
    except EmptyPage:
        raise Http404 from None
