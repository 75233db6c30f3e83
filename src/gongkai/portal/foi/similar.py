"""申请前的帮助: what is public already for the words typed. It never stands in the way of asking."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.policies import queries
from gongkai.search import queries as index
from gongkai.search.backend import NoIndex
from gongkai.search.searching import SearchRequest
from gongkai.shared.clock import today
from gongkai.shared.refusal import Refused

SHORTEST = 4  # characters worth a search
MOST = 5


@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """A piece of page: at most five public papers; nothing for a few characters or without an index."""
    text = request.GET.get("q", "").strip()[:200]
    policies = []
    if len(text) >= SHORTEST:
        try:
            found = index.search(SearchRequest(on=today(), text=text, size=MOST))
            policies = queries.listed([hit.policy_id for hit in found.hits], on=today())
        except (NoIndex, Refused):  # what is typed here is no query: a field name in it may make no sense
            policies = []
    return render(request, "portal/foi/similar.html", {"policies": policies})
