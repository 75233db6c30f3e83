"""存证: how anyone can check that a published text is what it was on the day."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.journal import proofs
from gongkai.journal import queries as journal
from gongkai.journal.models import Entry
from gongkai.journal.rules.seals import Proof
from gongkai.policies import queries
from gongkai.policies.queries import PolicyPage
from gongkai.portal.page import show
from gongkai.portal.policies.addresses import reading
from gongkai.shared.clock import today
from gongkai.shared.digest import canonical, sm3
from gongkai.shared.refusal import Refused

PUBLISHED = "policies.edition.published"
MOST_PUBLICATIONS = 500  # of one policy


@require_safe
def proof(request: HttpRequest, code: str, edition: int, text: int) -> HttpResponse:
    """The digest of one text, the journal entry that holds it and the seal above it, with how to check them."""
    page, entry = _entry_of(code, edition, text)
    return show(
        request,
        "portal/policies/proof.html",
        section="portal:library",
        trail=[("政策文件", reverse("portal:library")), (page.edition.title, reading(page.policy)), ("核验", "")],
        doc=page,
        entry=entry,
        agrees=bool(entry) and entry.data.get("digest") == page.text.digest,
        rebuilds=sm3(_hashed(page)) == page.text.digest,
        proof=_inclusion(entry),
        as_json=reverse("portal:proof-json", args=[code, edition, text]),
        text_json=reverse("portal:text-json", args=[code, edition, text]),
    )


@require_safe
def proof_json(request: HttpRequest, code: str, edition: int, text: int) -> HttpResponse:
    _page, entry = _entry_of(code, edition, text)
    found = _inclusion(entry)
    if found is None:
        raise Http404
    return JsonResponse(found.as_dict(), json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
def text_json(request: HttpRequest, code: str, edition: int, text: int) -> HttpResponse:
    """What the digest is taken over: facts, blocks, and name and digest of every attachment, as canonical JSON."""
    page, _entry = _entry_of(code, edition, text)
    return HttpResponse(_hashed(page), content_type="application/json; charset=utf-8")


def _entry_of(code: str, edition: int, text: int) -> tuple[PolicyPage, Entry | None]:
    page = queries.page(code, on=today(), edition=edition, text=text)
    if page is None:
        raise Http404
    entries = journal.entries(about=page.policy, kind=PUBLISHED, limit=MOST_PUBLICATIONS).entries
    return page, next((one for one in entries if (one.data.get("edition"), one.data.get("text")) == (edition, text)), None)


def _hashed(page: PolicyPage) -> bytes:
    files = [[one.name, one.public.digest] for one in page.edition.files if one.public]
    return canonical({"facts": page.text.facts, "blocks": page.text.blocks, "attachments": files})


def _inclusion(entry: Entry | None) -> Proof | None:
    try:
        return proofs.inclusion(entry) if entry else None
    except Refused:  # not sealed yet
        return None
