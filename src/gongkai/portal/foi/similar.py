"""申请前的帮助: what is public already for the words typed, papers and earlier answers. It never stands in the way of asking, and is counted
without knowing anybody: what was shown travels with the form as `helped`, the organ it was counted for."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from gongkai.foi import earlier
from gongkai.foi.actions.helping import Help, count_help
from gongkai.foi.models import Precedent
from gongkai.foi.organs import asked
from gongkai.foi.queries import public_precedents
from gongkai.policies import queries
from gongkai.policies.models import Policy
from gongkai.portal.limits import within
from gongkai.search import queries as index
from gongkai.search.backend import NoIndex
from gongkai.search.searching import SearchRequest
from gongkai.shared.clock import today
from gongkai.shared.refusal import Refused

SHORTEST = 4  # characters worth a search
MOST = 5
WORDS = ("info_title", "info_doc_no", "info_text")
COUNTED_PER_HOUR = 200  # from one address: a machine does not make the figures


@never_cache
@csrf_protect
@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """A piece of page. Posted, so that what somebody wants to ask stands in no log."""
    return render(request, "portal/foi/similar.html", help_for(request))


def help_for(request: HttpRequest) -> dict[str, Any]:
    """What the piece shows for the words in the form: at most five public papers and three earlier answers; nothing for a few characters
    or without an index."""
    text = " ".join(request.POST.get(name, "").strip() for name in WORDS).replace("\0", "").strip()[:200]
    policies: list[Policy] = []
    answers: tuple[Precedent, ...] = ()
    if len(text) >= SHORTEST:
        answers = earlier.answered_before(text)
        try:
            found = index.search(SearchRequest(on=today(), text=text, size=MOST))
            policies = queries.listed([hit.policy_id for hit in found.hits], on=today())
        except (NoIndex, Refused):  # what is typed here is no query: a field name in it may make no sense
            policies = []
    helped = request.POST.get("helped", "")[:10]
    if not helped and (policies or answers):
        helped = request.POST.get("organ", "")[:10] or "0"
        count(request, Help.SHOWN, helped)
    return {"policies": policies, "answers": answers, "helped": helped}


def count(request: HttpRequest, what: Help, helped: str) -> None:
    """For the organ `helped` says, if there is one of this number; not beyond what people do."""
    organ = asked().filter(pk=int(helped)).first() if helped.isascii() and helped.isdigit() else None
    if (organ or helped == "0") and within(request, "foi-help", COUNTED_PER_HOUR):
        count_help(what, organ, on=today())


@never_cache
@require_safe
def look(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """From the piece to one of the things in it."""
    if kind == "paper":
        address = reverse("portal:policy", args=[key])
    elif kind == "answer" and key.isascii() and key.isdigit():
        address = reverse("portal:foi-precedent", args=[get_object_or_404(public_precedents(), pk=int(key[:18])).pk])
    else:
        raise Http404
    count(request, Help.OPENED, request.GET.get("organ", "")[:10])
    return HttpResponseRedirect(address)
