"""What people search for: counted without knowing who, and offered to the next one; and what a half-typed query may become."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gongkai.people.throttle import client_address
from gongkai.policies import queries
from gongkai.portal.page import KEPT_BY_CACHES
from gongkai.portal.policies.readers import keyed
from gongkai.search import asked
from gongkai.search import queries as index
from gongkai.search.actions.counting import count_search
from gongkai.search.backend import NoIndex
from gongkai.search.searching import SUGGEST_LONGEST
from gongkai.shared.clock import now, today

SHOWN = 10  # 热门搜索
COUNTED_AN_HOUR = 100  # searches of one address; whoever asks the same again is not counted again


@require_safe
@cache_control(public=True, max_age=KEPT_BY_CACHES)
def suggest(request: HttpRequest) -> JsonResponse:
    """Current papers for what stands in the search box so far; none while there is no index."""
    typed = request.GET.get("q", "")[:SUGGEST_LONGEST]
    try:
        found = index.suggest(typed, on=today())
    except NoIndex:
        found = ()
    rows = [
        {"title": policy.title, "doc_no": policy.doc_no, "url": reverse("portal:policy", args=[policy.code])}
        for policy in queries.listed([one.policy_id for one in found], on=today())
    ]
    return JsonResponse({"suggestions": rows}, json_dumps_params={"ensure_ascii": False})


def count(request: HttpRequest, text: str, *, found: int) -> None:
    """One more search for this, once an hour for a reader; who it was is a keyed digest in memory, gone within the hour."""
    at = now()
    source = keyed(f"{at:%Y-%m-%d}:{client_address(request.META, behind_proxy=settings.BEHIND_PROXY)}")
    if not cache.add(f"asked:{keyed(f'{source}:{text}')}", True, 3600):
        return
    cache.add(f"asked-by:{source}", 0, 3600)
    try:
        if cache.incr(f"asked-by:{source}") > COUNTED_AN_HOUR:
            return
    except ValueError:  # forgotten in this moment
        return
    count_search(text, found=found, on=at.date())


def often() -> list[str]:
    """热门搜索: what many asked of late and always found; nothing that had to be masked."""
    return [query for query, _ in asked.offered(today())[:SHOWN]]
