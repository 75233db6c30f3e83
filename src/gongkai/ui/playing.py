"""Audio and video for a player in a page of either door: any part of a file, so that it can begin anywhere and jump."""

import re
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from gongkai.documents.models import StoredFile

_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")


def answer(request: HttpRequest, stored: StoredFile, etag: str) -> HttpResponseBase:
    """The file, or the part asked for (206); 416 for a part there is not. Several parts at once, or of another version of the file
    (If-Range), are answered with the whole."""
    part = _part(request, stored.size, etag)
    if part is not None and part[0] >= part[1]:
        refused = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, content_type="text/plain; charset=utf-8")
        refused["Content-Range"] = f"bytes */{stored.size}"
        return refused
    start, end = part or (0, stored.size)
    response = StreamingHttpResponse(stored.part(start, end - start), content_type=stored.media_type, headers={"ETag": etag})
    response["Accept-Ranges"], response["Content-Length"] = "bytes", str(end - start)
    response["X-Robots-Tag"] = "noindex"
    if part is not None:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        response["Content-Range"] = f"bytes {start}-{end - 1}/{stored.size}"
    return response


def _part(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """(first, behind the last); empty when there is no such part; None for the whole."""
    asked = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or asked[0] == "bytes=-" or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = asked[1], asked[2]
    if not first:  # the last so many
        return max(0, size - int(last)), size if int(last) else 0
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last) + 1, size) if last else size
