"""What is on the site: for people, and for search engines (sitemaps.org: at most 50,000 addresses a file)."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Max, Min
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gongkai.policies import queries
from gongkai.policies.rules.topics import TOPICS
from gongkai.portal.page import KEPT_BY_CACHES, show
from gongkai.shared.clock import today
from gongkai.ui.site import site

PER_FILE = 50_000  # ids a file spans, so it holds at most as many addresses
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
FIXED = (
    "home",
    "library",
    "register",
    "interpretations",
    "answers",
    "topics",
    "news",
    "foi",
    "foi-guide",
    "foi-procedure",
    "foi-demonstration",
    "foi-calculator",
    "foi-precedents",
    "catalogue",
    "catalogue-changes",
    "catalogue-limits",
    "registers",
    "accessibility",
    "feeds",
    "map",
)


@require_safe
def for_people(request: HttpRequest) -> HttpResponse:
    return show(request, "portal/site/map.html", trail=[("网站地图", "")], topics=queries.topics(today()), subjects=list(TOPICS))


@require_safe
@cache_control(public=True, max_age=KEPT_BY_CACHES)
def index(request: HttpRequest) -> HttpResponse:
    """The list of sitemap files: number 0 holds the fixed pages, the others spans of policy ids."""
    ends = queries.visible(today()).aggregate(first=Min("pk"), last=Max("pk"))
    spans = range(ends["first"] // PER_FILE, ends["last"] // PER_FILE + 1) if ends["last"] else range(0)
    files = [reverse("portal:sitemap-pages"), *(reverse("portal:sitemap", args=[span]) for span in spans)]
    body = "".join(f"<sitemap><loc>{site().url}{path}</loc></sitemap>" for path in files)
    return HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?><sitemapindex xmlns="{NAMESPACE}">{body}</sitemapindex>', content_type="application/xml"
    )


@require_safe
@cache_control(public=True, max_age=KEPT_BY_CACHES)
def pages(request: HttpRequest) -> HttpResponse:
    paths = [reverse(f"portal:{name}") for name in FIXED]
    paths += [reverse("portal:topic", args=[topic.slug]) for topic in queries.topics(today())]
    return HttpResponse(_urlset((path, None) for path in paths), content_type="application/xml")


@require_safe
@cache_control(public=True, max_age=KEPT_BY_CACHES)
def policies(request: HttpRequest, span: int) -> StreamingHttpResponse:
    """The policies of one span of ids, streamed."""
    rows = queries.visible(today()).filter(pk__gte=span * PER_FILE, pk__lt=(span + 1) * PER_FILE).order_by("pk")
    if not rows.exists():
        raise Http404
    found = rows.values_list("code", "updated_at").iterator(chunk_size=2000)
    return StreamingHttpResponse(_urlset((reverse("portal:policy", args=[code]), at) for code, at in found), content_type="application/xml")


def _urlset(rows: Iterator[tuple[str, datetime | None]]) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{NAMESPACE}">'
    for path, at in rows:
        changed = f"<lastmod>{localtime(at).isoformat(timespec='seconds')}</lastmod>" if at else ""
        yield f"<url><loc>{site().url}{path}</loc>{changed}</url>"
    yield "</urlset>"
