"""The door of the desk: who may come in, how a page is sent, and how a refusal is told.

Every view names its permit: `@staff(Permit.X)`. Signing in, a password of one's own and the second step are seen to by
`desk.accounts.gate` before any view runs; what cannot be seen at all is not found (404), what may not be done is refused in words (403)."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cache, wraps
from typing import Any, TypeVar
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.core.paginator import EmptyPage, Page, Paginator
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from gongkai.desk.accounts.gate import officer_of, password_must_change
from gongkai.desk.counts import forget
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.writers import xlsx
from gongkai.people.models import Officer, Organisation
from gongkai.people.queries import offices_of, root
from gongkai.people.rules.permits import About, Actor, Predicate, maps_of, may, require
from gongkai.shared.clock import now
from gongkai.shared.refusal import Refused

PAGE_SIZE = 20
MOST_EXPORTED = 5000
Trail = Sequence[tuple[str, str]]
View = Callable[..., HttpResponseBase]
R = TypeVar("R", bound=HttpResponseBase)


class StaffRequest(HttpRequest):
    """A request that has passed the gate: `officer` is signed in, `actor` are the roles held now."""

    officer: Officer
    actor: Actor
    house: Organisation | None


class NotPermitted(Refused):
    """The officer sees the thing but may not do this to it."""


def staff(permit: StrEnum | None = None, *, acts: bool = False) -> Callable[[View], View]:
    """A page of the desk. `permit` is asked of every office the officer works for; a page about one thing asks again with `ask`.
    None: every officer. `acts`: the page takes POST."""
    methods = ["GET", "HEAD", *(["POST"] if acts else [])]

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if getattr(request, "officer", None) is None:  # the gate lets nobody through unsigned; if it were taken away, nobody enters
                return redirect("desk:sign-in")
            response = _answer(request, *args, **kwargs) if request.method in methods else HttpResponseNotAllowed(methods)
            if request.method == "POST":
                forget(officer_of(request))
            add_never_cache_headers(response)
            return response

        def _answer(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.actor = officer_of(request).actor()
            try:
                if permit is not None and not may_somewhere(request.actor, permit):
                    ask(request, permit, About(""))
                return view(request, *args, **kwargs)
            except Refused as refused:
                status = 403 if isinstance(refused, NotPermitted) else 400
                return show(request, "desk/refused.html", refused=refused, forbidden=status == 403, status=status)

        guarded.permit = permit  # type: ignore[attr-defined]  # read by the inspection of guarded addresses
        guarded.is_guarded = True  # type: ignore[attr-defined]
        return guarded

    return guard


def framed(view: View) -> View:
    """An account page with the menu beside it, once its officer may go everywhere else."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        officer: Officer | None = getattr(request, "officer", None)
        if officer is not None and not password_must_change(officer, now()):
            request.actor = officer.actor()  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return shown


@cache
def who_may() -> Mapping[StrEnum, Sequence[Sequence[Predicate]]]:
    """The permits of every room in one map."""
    rooms = maps_of(app for app in settings.INSTALLED_APPS if app.startswith("gongkai."))
    return {permit: rows for room in rooms.values() for permit, rows in room.items()}


def may_somewhere(actor: Actor, permit: StrEnum) -> bool:
    """Whether the permit is given at any office the actor works for."""
    return any(may(actor, permit, About(path), who_may()) for path in actor.offices())


def allowed(request: StaffRequest, permit: StrEnum, about: About) -> bool:
    """Whether a button may be shown."""
    return may(request.actor, permit, about, who_may())


def ask(request: StaffRequest, permit: StrEnum, about: About) -> None:
    """Nothing, or NotPermitted in the words of the permit map."""
    try:
        require(request.actor, permit, about, who_may())
    except Refused as refused:
        raise NotPermitted(refused.message) from None


def may_over_all(request: StaffRequest, permit: StrEnum) -> bool:
    """Whether the permit is given at the root of the tree, and so over every office: for what belongs to the whole house."""
    if not may_somewhere(request.actor, permit):
        return False
    if not hasattr(request, "house"):  # asked for more than one permit on every page
        request.house = root()
    return request.house is not None and allowed(request, permit, About(request.house.path))


def offices_where(request: StaffRequest, permit: StrEnum) -> list[Organisation]:
    """The officer's own offices where the permit is given: one query."""
    return [office for office in offices_of(request.officer) if allowed(request, permit, About(office.path))]


def show(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Render a page. `trail`: (label, url) after 工作台, the last without url; `status`: 200 unless given."""
    trail: Trail = context.pop("trail", ())
    status: int = context.pop("status", 200)
    steps = [("工作台", reverse("desk:home")), *trail] if trail else []
    return render(request, template, {"trail": steps, **context}, status=status)


def page_number(request: HttpRequest) -> int:
    """`?page=`, from 1. Refused when it is no number."""
    raw = request.GET.get("page", "1")
    if not (raw.isascii() and raw.isdigit() and len(raw) < 6 and int(raw)):
        raise Refused(f"页码“{raw[:20]}”不是有效的数字，请从第 1 页开始查看。")
    return int(raw)


def page_of(request: HttpRequest, rows: Any, size: int = PAGE_SIZE) -> Page:
    """The page asked for by `?page=`. Refused when it is no number, 404 beyond the end."""
    try:
        return Paginator(rows, size).page(page_number(request))
    except EmptyPage:
        raise Http404 from None


def chosen(request: HttpRequest, name: str, values: Sequence[str]) -> str:
    """A filter of the address: one of the values or nothing. Refused for anything else, never an empty list."""
    value = request.GET.get(name, "")
    if value and value not in values:
        raise Refused(f"筛选条件“{value[:20]}”不认识，请回到列表重新选择。")
    return value


def text_filter(request: HttpRequest, name: str = "q") -> str:
    """A word to look for, cut to a sensible length; NUL, which no database takes, is dropped."""
    return request.GET.get(name, "").replace("\0", "").strip()[:200]


def picked(request: HttpRequest, name: str) -> set[int]:
    """The numbers of the rows ticked in a list; whatever can be no row's number is passed over."""
    return {int(value) for value in request.POST.getlist(name) if value.isascii() and value.isdigit() and len(value) < 19}


def done(form: BaseForm, do: Callable[..., Any], *args: Any, **given: Any) -> bool:
    """Whether the form was sent, is in order and the thing is done, with the form's values; what came back is `form.result`.
    A refusal stands at its field, and what was typed stays."""
    if not form.is_valid():
        return False
    try:
        form.result = do(*args, **form.cleaned_data, **given)  # type: ignore[attr-defined]
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return False
    return True


def deed(
    request: StaffRequest,
    form: BaseForm,
    do: Callable[..., Any],
    *args: Any,
    title: str,
    button: str,
    back: str,
    said: str,
    says: str = "",
    trail: Trail = (),
    danger: bool = False,
    given: Mapping[str, Any] | None = None,
    **extra: Any,
) -> HttpResponse:
    """A page for one step: what will happen (`says`), the form, the button. Done: `said` is told, with what was late or unusual about
    it (`warnings` of what the step gives back), and the officer is back. `warned`: what would be late, told beforehand.
    `given`: what the step is told besides the form's values."""
    if request.method == "POST" and done(form, do, *args, by=request.officer, at=now(), **(given or {})):
        messages.success(request, said)
        for late in getattr(form.result, "warnings", ()):  # type: ignore[attr-defined]
            messages.warning(request, f"请注意：{late}。")
        return redirect(back)
    context = {"form": form, "title": title, "button": button, "back": back, "says": says, "danger": danger, **extra}
    return show(request, "desk/deed.html", trail=[*trail, (title, "")], **context)


def press(request: StaffRequest, do: Callable[..., Any], *args: Any, back: str, said: str, **given: Any) -> HttpResponse:
    """A button without a form: do it, tell how it went, go back."""
    try:
        do(*args, by=request.officer, at=now(), **given)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect(back)


def download(data: bytes, name: str, media_type: str = "application/octet-stream") -> HttpResponse:
    """A file for the officer's disk: never shown by the browser, never kept by a cache on the way."""
    return as_download(HttpResponse(data, content_type=media_type), name)


def as_download(response: R, name: str) -> R:
    """An answer made otherwise, treated so."""
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response


def exported(rows: Any, header: Sequence[str], cells: Callable[[Any], Sequence[object]], title: str) -> HttpResponse:
    """The rows of a list as XLSX, the first MOST_EXPORTED."""
    data = xlsx.write([cells(row) for row in rows[:MOST_EXPORTED]], header, title)
    return download(data, f"{title}.xlsx", FileKind.XLSX.media_type)
