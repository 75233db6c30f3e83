"""What holds for every page of every door: the headers beside those of Django and django-csp, and addresses without control characters."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.cache import patch_vary_headers

# The pages use none of these; reading aloud needs no permission.
PERMISSIONS = (
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), accelerometer=(), gyroscope=(), magnetometer=(), browsing-topics=()"
)


def page_headers(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    def answer(request: HttpRequest) -> HttpResponseBase:
        _without_control_characters(request)
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])  # elder mode and theme are kept there
        return response

    return answer


# PostgreSQL refuses NUL. As an unreadable sign (�) it finds nothing, where a filter left empty would find everything
_CONTROL = {code: " " if chr(code) in "\t\n\r" else "\ufffd" for code in (*range(0x20), *range(0x7F, 0xA0))}


def _without_control_characters(request: HttpRequest) -> None:
    """The parameters of the address as views see them."""
    given = request.GET.lists()
    if all(value.isprintable() for name, values in given for value in (name, *values)):
        return
    cleaned = QueryDict(mutable=True)
    for name, values in request.GET.lists():
        for value in values:
            cleaned.appendlist(name.translate(_CONTROL), value.translate(_CONTROL))
    cleaned._mutable = False
    request.GET = cleaned  # type: ignore[assignment]
