"""The gate of the desk: nobody passes to any page of it without a session, a password of their own and, where the role demands it, the
second step. A page added tomorrow is behind it without doing anything."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from gongkai.desk.accounts.admission import second_step_is_required
from gongkai.people.queries import has_second_step
from gongkai.people.rules.accounts import PASSWORD_DAYS, password_is_due
from gongkai.shared.clock import now

if TYPE_CHECKING:
    from gongkai.people.models import Officer

DOOR = "desk"
OPEN = {"sign-in", "sign-out", "second-step-code", "identity", "identity-callback"}
BEFORE_THE_PASSWORD = OPEN | {"password"}
BEFORE_THE_SECOND_STEP = BEFORE_THE_PASSWORD | {"second-step"}
SEEN, SEEN_EVERY = "seen", 60  # seconds; the idle clock is set back at most once a minute, not with every click


class Gate:
    """Middleware, after the authentication and OTP middlewares. Sets `request.officer` on the pages of the desk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.app_names[:1] != [DOOR] or match.url_name in OPEN:
            return None
        if not request.user.is_authenticated:
            return _to(request, "sign-in")
        officer, at = officer_of(request), now()
        request.officer = officer  # type: ignore[attr-defined]
        _put_off_the_idle_end(request, at)
        if match.url_name not in BEFORE_THE_PASSWORD and password_must_change(officer, at):
            return _to(request, "password")
        if match.url_name not in BEFORE_THE_SECOND_STEP and not _verified(request) and second_step_is_required(officer):
            return _to(request, "second-step-code" if has_second_step(officer) else "second-step")
        return None


def officer_of(request: HttpRequest) -> "Officer":
    """The officer signed in (the gate has seen to it that there is one)."""
    return cast("Officer", request.user)


def password_must_change(officer: "Officer", at: datetime) -> bool:
    """An initial password, or one older than settings PASSWORD_DAYS (0: no limit)."""
    days = getattr(settings, "PASSWORD_DAYS", PASSWORD_DAYS)
    return officer.has_usable_password() and (officer.must_change_password or password_is_due(officer.password_set_at, at, days))


def _verified(request: HttpRequest) -> bool:
    return getattr(request.user, "otp_device", None) is not None


def _put_off_the_idle_end(request: HttpRequest, at: datetime) -> None:
    stamp = int(at.timestamp())
    if stamp - request.session.get(SEEN, 0) >= SEEN_EVERY:
        request.session[SEEN] = stamp


def _to(request: HttpRequest, page: str) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" and not getattr(request, "htmx", False) else ""
    address = reverse(f"{DOOR}:{page}") + (f"?{urlencode({'next': back})}" if back else "")
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(address)
    response = HttpResponse(status=302)
    response["Location"] = address
    return response
