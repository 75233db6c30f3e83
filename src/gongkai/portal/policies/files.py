"""Files of a policy: its text laid out as PDF, OFD or DOCX, and its attachments."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.paper import Paper
from gongkai.documents.writers import docx, ofd, pdf
from gongkai.policies import queries
from gongkai.policies.queries import PolicyPage
from gongkai.portal.page import answers_refusals
from gongkai.portal.policies import body
from gongkai.portal.policies.views import gone, whole_number
from gongkai.shared.clock import today

WRITERS = {FileKind.PDF: pdf.write, FileKind.OFD: ofd.write, FileKind.DOCX: docx.write}


@require_safe
@answers_refusals
@cache_control(public=True, max_age=300)
def download(request: HttpRequest, code: str, edition: int, kind: str) -> HttpResponse:
    """The text laid out as a file, made from what is published."""
    if kind not in WRITERS:
        raise Http404
    page = queries.page(code, on=today(), edition=edition, text=whole_number(request.GET.get("text")))
    if page is None:
        return gone(request, code)
    form = FileKind(kind)
    response = HttpResponse(WRITERS[form](_paper(page)), content_type=form.media_type)
    return _as_file(response, f"{page.edition.title[:80]}.{form.value}")


@require_safe
def attachment(request: HttpRequest, code: str, file: int) -> HttpResponse:
    """The public copy of an attachment, cleaned of authors, comments and hidden data."""
    page = queries.page(code, on=today())
    if page is None:
        return gone(request, code)
    found = next((one for edition in page.editions for one in edition.files if one.pk == file), None)
    if found is None or found.public is None:
        raise Http404
    response = HttpResponse(found.public.read(), content_type=found.public.media_type)
    return _as_file(response, found.name)


def _paper(page: PolicyPage) -> Paper:
    facts = page.text.facts
    return Paper(title=page.edition.title, blocks=page.text.body(), issuer_mark=body.letterhead(facts), doc_no=facts["doc_no"])


def _as_file(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Robots-Tag"] = "noindex"
    return response
