"""登录、退出、修改密码、动态口令."""

from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

import django_otp
from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.desk.accounts.admission import admit, enter, pending, safe_next, second_step_is_required
from gongkai.desk.accounts.forms import CodeForm, FirstCodeForm, PasswordForm, SignInForm
from gongkai.desk.accounts.gate import officer_of, password_must_change
from gongkai.journal import offices
from gongkai.people import throttle
from gongkai.people.actions import second_step
from gongkai.people.backends import is_admitted
from gongkai.people.queries import has_second_step, locked_until, officer_by_username, posts_held, recovery_codes_left
from gongkai.people.rules.second_step import enrolment_address, spoken
from gongkai.shared.clock import now
from gongkai.shared.refusal import Refused
from gongkai.ui.site import site

if TYPE_CHECKING:
    from gongkai.people.models import Officer

ADDRESS_TRIES, ADDRESS_WITHIN = 100, timedelta(minutes=10)  # an office behind one address signs in at nine; a password sprayer goes on


class Locked(Refused):
    """Too many tries; waiting helps."""


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    next_page = safe_next(request)
    if request.user.is_authenticated and request.method == "GET":
        return redirect(next_page)
    form = SignInForm(request.POST or None)
    status = 200
    if form.is_valid():
        try:
            return _try(request, form.cleaned_data["username"], form.cleaned_data["password"], next_page, now())
        except Refused as refused:
            form.add_error(None, refused.message)
            status = 429 if isinstance(refused, Locked) else 200
    context = {"form": form, "next": next_page, "oidc": settings.OIDC_ENABLED}
    return render(request, "desk/accounts/sign_in.html", context, status=status)


def _try(request: HttpRequest, username: str, password: str, next_page: str, at: datetime) -> HttpResponse:
    """Check the password and go on; Refused with what to do next."""
    behind_proxy = bool(getattr(settings, "SECURE_PROXY_SSL_HEADER", None))
    address = throttle.client_address(request.META, behind_proxy=behind_proxy)
    if not throttle.allow(f"sign-in:{address}", ADDRESS_TRIES, ADDRESS_WITHIN, at):
        raise Locked(f"从您所在的网络登录的次数过多，请10分钟后再试。{_whom_to_call()}")
    _require_unlocked(username, at)
    officer = auth.authenticate(request, username=username, password=password)
    if officer is None:
        request.axes_locked_out = False  # type: ignore[attr-defined]  # this page says so itself; the lock library need not replace it
        offices.sign_in_failed(username, at=at, locked=locked_until(username, at) is not None)
        _require_unlocked(username, at)
        _require_no_demo_account(username, password)
        raise Refused(f"用户名或密码不正确。连续输错{settings.AXES_FAILURE_LIMIT}次，账号将锁定{_lock_minutes()}分钟。")
    return admit(request, officer, through="password", next_page=next_page, at=at)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        offices.signed_out(officer_of(request), at=now())
    auth.logout(request)
    messages.success(request, "您已安全退出。")
    return redirect("desk:sign-in")


@never_cache
@require_http_methods(["GET", "POST"])
def second_step_code(request: HttpRequest) -> HttpResponse:
    """The second half of signing in; or, for someone signed in, proving it is still them."""
    at = now()
    waiting = pending(request, at)
    if waiting is None and not request.user.is_authenticated:
        messages.warning(request, "登录已超时，请重新输入用户名和密码。")
        return redirect("desk:sign-in")
    officer = waiting[0] if waiting else officer_of(request)
    form = CodeForm(request.POST or None)
    status = 200
    if form.is_valid():
        try:
            device = second_step.prove(officer, form.cleaned_data["code"], at=at)
        except Refused as refused:
            offices.sign_in_failed(officer.username, at=at)
            form.add_error("code", refused.message)
            status = 429 if refused.field == "" else 200
        else:
            if waiting:
                return enter(request, officer, through=waiting[1]["through"], next_page=waiting[1]["next"], at=at, device=device)
            django_otp.login(request, device)
            return redirect(safe_next(request))
    context = {"form": form, "officer": officer, "next": safe_next(request)}
    return render(request, "desk/accounts/second_step_code.html", context, status=status)


@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """我的账号: who I am here, the posts I hold, password and second step."""
    officer = officer_of(request)
    context = {"officer": officer, "posts": posts_held(officer), "second_step": has_second_step(officer)}
    return render(request, "desk/accounts/account.html", context)


@never_cache
@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        try:
            changed = offices.change_password(officer, old=form.cleaned_data["old"], new=form.cleaned_data["new"], at=now())
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            auth.update_session_auth_hash(request, changed)  # this session goes on, under a new key; all others end
            messages.success(request, "密码已修改。您在其他设备上的登录已失效。")
            return redirect(safe_next(request))
    context = {"form": form, "next": safe_next(request), "must": password_must_change(officer, now())}
    return render(request, "desk/accounts/password.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def second_step_page(request: HttpRequest) -> HttpResponse:
    """动态口令: set up with a QR code; once in use, give up or renew the recovery codes."""
    officer = officer_of(request)
    if has_second_step(officer):
        return _second_step_in_use(request, officer)
    secret = second_step.begin(officer)
    form = FirstCodeForm(request.POST or None)
    if form.is_valid():
        try:
            device, codes = offices.confirm_second_step(officer, form.cleaned_data["code"], at=now())
        except Refused as refused:
            form.add_error("code", refused.message)
        else:
            request.session.cycle_key()
            django_otp.login(request, device)
            return render(request, "desk/accounts/recovery_codes.html", {"codes": codes})
    context = {
        "form": form,
        "address": enrolment_address(secret, officer.username, site().name),
        "secret": " ".join(spoken(secret)[at : at + 4] for at in range(0, len(spoken(secret)), 4)),
        "required": second_step_is_required(officer),
    }
    return render(request, "desk/accounts/second_step_start.html", context)


def _second_step_in_use(request: HttpRequest, officer: "Officer") -> HttpResponse:
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            second_step.prove(officer, form.cleaned_data["code"], at=now())
        except Refused as refused:
            form.add_error("code", refused.message)
        else:
            if request.POST.get("do") == "renew":
                codes = offices.renew_recovery_codes(officer, at=now())
                return render(request, "desk/accounts/recovery_codes.html", {"codes": codes})
            offices.stop_second_step(officer, at=now())
            messages.success(request, "动态口令已停用。")
            return redirect("desk:account")
    context = {"form": form, "left": recovery_codes_left(officer), "required": second_step_is_required(officer)}
    return render(request, "desk/accounts/second_step.html", context)


def _require_unlocked(username: str, at: datetime) -> None:
    until = locked_until(username, at)
    if until is not None:
        minutes = min(_lock_minutes(), ceil((until - at).total_seconds() / 60))
        raise Locked(
            f"连续输错密码{settings.AXES_FAILURE_LIMIT}次，账号已锁定，请在{minutes}分钟后（{localtime(until):%H:%M}）再试。{_whom_to_call()}"
        )


def _require_no_demo_account(username: str, password: str) -> None:
    """Said only to whoever knows the password: the page tells nobody which accounts there are."""
    known = officer_by_username(username)
    if known is not None and known.demo and not is_admitted(known) and known.check_password(password):
        raise Refused("演示账号只能在试用模式下使用，本系统已正式运行。请使用您自己的账号。")


def _lock_minutes() -> int:
    return round(settings.AXES_COOLOFF_TIME * 60)


def _whom_to_call() -> str:
    phone = site().phone
    return f"急需登录请联系本单位系统管理员解锁{f'，或拨打{phone}' if phone else ''}。"
