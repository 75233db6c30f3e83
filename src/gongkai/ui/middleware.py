"""Headers every page carries beside those of Django and django-csp."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

# The pages use none of these; reading aloud needs no permission.
PERMISSIONS = (
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), accelerometer=(), gyroscope=(), magnetometer=(), browsing-topics=()"
)


def permissions_policy(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    return answer
