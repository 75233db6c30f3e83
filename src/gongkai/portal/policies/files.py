"""Files of a policy: its text laid out as PDF, OFD or DOCX, and its attachments."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gongkai.documents import made
from gongkai.documents.rules.kinds import PLAYED, FileKind
from gongkai.documents.rules.paper import Paper
from gongkai.documents.writers import docx, ofd, pdf
from gongkai.policies import queries
from gongkai.policies.models import Text
from gongkai.portal.limits import too_many, within
from gongkai.portal.page import KEPT_BY_CACHES, answers_refusals
from gongkai.portal.policies import body
from gongkai.portal.policies.views import gone, whole_number
from gongkai.shared.clock import today
from gongkai.ui import playing

MINUTE = timedelta(minutes=1)
MADE_A_MINUTE = 20  # files laid out for one address; those already made are not counted
WRITERS = {FileKind.PDF: pdf.write, FileKind.OFD: ofd.write, FileKind.DOCX: docx.write}


@require_safe
@answers_refusals
@cache_control(public=True, max_age=KEPT_BY_CACHES)
def download(request: HttpRequest, code: str, edition: int, kind: str) -> HttpResponse:
    """The text laid out as a file, made from what is published. Its ETag never changes while the text does not; a copy must ask again
    after a few seconds, since what was withdrawn may not be read on from caches."""
    if kind not in WRITERS:
        raise Http404
    page = queries.page(code, on=today(), edition=edition, text=whole_number(request.GET.get("text")))
    if page is None:
        return gone(request, code)
    form = FileKind(kind)
    etag = f'"{made.key_of(page.text.digest, form.value)}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    data = made.kept_or_made(
        page.text.digest,
        form.value,
        lambda: WRITERS[form](paper_of(page.text, page.edition.title)),
        lambda: within(request, "made", MADE_A_MINUTE, MINUTE),
    )
    if data is None:
        return _too_many(request)
    response = HttpResponse(data, content_type=form.media_type, headers={"ETag": etag})
    return as_file(response, f"{page.edition.title[:80]}.{form.value}")


def _too_many(request: HttpRequest) -> HttpResponse:
    why = f"同一来源每分钟最多生成 {MADE_A_MINUTE} 个文件，请一分钟后再试。需要成批的文件，请用开放接口（/api/docs）。"
    return too_many(request, why, heading="下载得太频繁了", period=MINUTE)


@require_safe
@cache_control(public=True, max_age=KEPT_BY_CACHES)
def attachment(request: HttpRequest, code: str, file: int) -> HttpResponseBase:
    """The public copy of an attachment, cleaned of authors, comments and hidden data; of audio and video any part of it."""
    page = queries.page(code, on=today())
    if page is None:
        return gone(request, code)
    found = next((one for edition in page.editions for one in edition.files if one.pk == file), None)
    if found is None or found.public is None:
        raise Http404
    etag = f'"{found.public.digest}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    if found.public.kind in PLAYED:
        return playing.answer(request, found.public, etag)
    response = HttpResponse(found.public.read(), content_type=found.public.media_type, headers={"ETag": etag})
    return as_file(response, found.name)


def paper_of(text: Text, title: str) -> Paper:
    """A published text as the writers lay it out."""
    facts = text.facts
    blocks, copies, printed_by = body.without_imprint(text.body())
    return Paper(
        title=title,
        blocks=blocks,
        issuer_mark=body.letterhead(facts),
        doc_no=facts["doc_no"],
        footer_note=printed_by,
        copies=copies,
    )


def as_file(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Robots-Tag"] = "noindex"
    return response
