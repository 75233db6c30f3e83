"""存证: how anyone can check that a published text is what it was on the day."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.policies import proofs, queries
from gongkai.policies.queries import PolicyPage
from gongkai.portal.page import show
from gongkai.portal.policies.addresses import reading
from gongkai.shared.clock import today
from gongkai.shared.digest import sm3


@require_safe
def proof(request: HttpRequest, code: str, edition: int, text: int) -> HttpResponse:
    """The digest of one text, the journal entry that holds it and the seal above it, with how to check them."""
    page = _page_of(code, edition, text)
    entry = proofs.publication(page)
    return show(
        request,
        "portal/policies/proof.html",
        section="portal:library",
        trail=[("政策文件", reverse("portal:library")), (page.edition.title, reading(page.policy)), ("核验", "")],
        doc=page,
        entry=entry,
        agrees=entry is not None and entry.data.get("digest") == page.text.digest,
        rebuilds=sm3(proofs.hashed(page)) == page.text.digest,
        proof=proofs.inclusion(entry),
        as_json=reverse("portal:proof-json", args=[code, edition, text]),
        text_json=reverse("portal:text-json", args=[code, edition, text]),
    )


@require_safe
def proof_json(request: HttpRequest, code: str, edition: int, text: int) -> HttpResponse:
    found = proofs.inclusion(proofs.publication(_page_of(code, edition, text)))
    if found is None:
        raise Http404
    return JsonResponse(found.as_dict(), json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
def text_json(request: HttpRequest, code: str, edition: int, text: int) -> HttpResponse:
    """What the digest is taken over: facts, blocks, and name and digest of every attachment, as canonical JSON."""
    return HttpResponse(proofs.hashed(_page_of(code, edition, text)), content_type="application/json; charset=utf-8")


def _page_of(code: str, edition: int, text: int) -> PolicyPage:
    page = queries.page(code, on=today(), edition=edition, text=text)
    if page is None:
        raise Http404
    return page
