"""From "the password was right" to a signed-in session, the same for every way of signing in."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import django_otp
from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from gongkai.journal import offices
from gongkai.people.queries import has_second_step
from gongkai.people.rules.permits import Role

if TYPE_CHECKING:
    from gongkai.people.models import Authenticator, Officer

PENDING = "second_step_of"
PENDING_FOR = timedelta(minutes=5)


def admit(request: HttpRequest, officer: "Officer", *, through: str, next_page: str, at: datetime) -> HttpResponse:
    """Sign the officer in, or ask for the second step first: until that code is right nobody is signed in.
    `through`: password or identity."""
    if not has_second_step(officer):
        return enter(request, officer, through=through, next_page=next_page, at=at)
    auth.logout(request)
    request.session[PENDING] = {
        "officer": officer.pk,
        "password": officer.get_session_auth_hash(),
        "backend": officer.backend,
        "through": through,
        "next": next_page,
        "at": at.isoformat(),
    }
    return redirect("desk:second-step-code")


def pending(request: HttpRequest, at: datetime) -> "tuple[Officer, dict[str, str]] | None":
    """The officer whose password was right a moment ago, and what `admit` noted; None if there is none, it was more than five minutes
    ago, or the account has changed since."""
    noted = request.session.get(PENDING)
    if not noted or at - datetime.fromisoformat(noted["at"]) > PENDING_FOR:
        return None
    officer = auth.load_backend(noted["backend"]).get_user(noted["officer"])
    if officer is None or not constant_time_compare(officer.get_session_auth_hash(), noted["password"]):
        return None
    officer.backend = noted["backend"]
    return officer, noted


def enter(
    request: HttpRequest, officer: "Officer", *, through: str, next_page: str, at: datetime, device: "Authenticator | None" = None
) -> HttpResponse:
    """The session begins, under a new key so that one planted beforehand is worth nothing; on to the page asked for."""
    if request.session.get(PENDING):
        del request.session[PENDING]
    auth.login(request, officer)
    if device is not None:
        django_otp.login(request, device)
    offices.signed_in(officer, at=at, through=through)
    return HttpResponseRedirect(next_page)


def safe_next(request: HttpRequest) -> str:
    """The page asked for in `next`, if it is one of ours; else the desk's first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def second_step_is_required(officer: "Officer") -> bool:
    """Whether a role this officer holds may not be used without a second step (settings SECOND_STEP_ROLES)."""
    roles = [Role(role) for role in getattr(settings, "SECOND_STEP_ROLES", [])]
    if not roles:
        return False
    actor = officer.actor()
    return any(actor.holds_anywhere(role) for role in roles)
