"""答复案例: anonymised cases that a head has approved for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.foi import queries
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.words import pairs
from gongkai.portal.foi.views import HOME
from gongkai.portal.page import answers_refusals, page_of, show
from gongkai.shared.refusal import Refused


@require_safe
@answers_refusals
def precedents(request: HttpRequest) -> HttpResponse:
    """The newest first, or those whose words hold all that was typed."""
    text = request.GET.get("q", "").strip()[:100]
    if text and not pairs(text):
        raise Refused("请用文字查找，例如“配租名单”。", field="q")
    page = page_of(request, queries.public_precedents(text).order_by("-public_on", "-id"))
    return show(
        request,
        "portal/foi/precedents.html",
        section=HOME[1],
        trail=[(HOME[0], reverse(HOME[1])), ("答复案例", "")],
        page=page,
        rows=[(one, Outcome(one.outcome).label) for one in page],
        q=text,
    )


@require_safe
def precedent(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them; what was taken back is not there."""
    found = queries.public_precedents().filter(pk=pk).first()
    if found is None:
        raise Http404
    steps = [(HOME[0], reverse(HOME[1])), ("答复案例", reverse("portal:foi-precedents")), (found.title, "")]
    return show(request, "portal/foi/precedent.html", section=HOME[1], trail=steps, one=found, outcome=Outcome(found.outcome).label)
