"""What the applicant was written: each letter as a page and as PDF, and the files of the reply. Only after the case was opened with code
and telephone; a reply, and what came with it, only once it was served."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongkai.documents.rules.kinds import FileKind
from gongkai.foi import letters
from gongkai.foi.actions.letters import pdf_of
from gongkai.foi.models import Case, Letter
from gongkai.portal.foi.views import HOME, opened
from gongkai.portal.page import show
from gongkai.portal.policies import body
from gongkai.shared.clock import now


@never_cache
@require_safe
def letter(request: HttpRequest, here: str, pk: int) -> HttpResponse:
    """The text of a letter, to be read on any screen and aloud."""
    case = opened(request, here)
    found = _letter(case, pk)
    paper = letters.paper_of(found)
    steps = [(HOME[0], reverse(HOME[1])), ("我的申请", reverse("portal:foi-case", args=[here])), (found.name, "")]
    return show(
        request,
        "portal/foi/letter.html",
        section=HOME[1],
        trail=steps,
        here=here,
        letter=found,
        title=paper.title,
        lines=body.lines(paper.blocks, paper.title),
        note=paper.footer_note,
        files=letters.files_for_applicant(case) if found.kind in letters.DECISIONS else (),
    )


@never_cache
@require_safe
def letter_pdf(request: HttpRequest, here: str, pk: int) -> HttpResponse:
    """The letter as it was signed, laid out; its digest stands in the journal."""
    found = _letter(opened(request, here), pk)
    return _file(pdf_of(found, at=now()).read(), f"{found.name}（{found.number}）.pdf", FileKind.PDF.media_type)


@never_cache
@require_safe
def file(request: HttpRequest, here: str, number: int) -> HttpResponse:
    """A file of the reply by its place, from 1."""
    given = letters.files_for_applicant(opened(request, here))
    if not 1 <= number <= len(given):
        raise Http404
    name, row = given[number - 1]
    if row.stored is None:
        raise Http404
    return _file(row.stored.read(), name, row.stored.media_type)


def _letter(case: Case, pk: int) -> Letter:
    found = letters.readable_by_applicant(case).select_related("pdf").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _file(data: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = "sandbox"
    response["X-Robots-Tag"] = "noindex"
    return response
