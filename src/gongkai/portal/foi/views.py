"""依申请公开 for citizens: how to ask, asking, following one's case. No account: the query code and the telephone open a case."""

import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.foi.actions import intake
from gongkai.foi.actions.helping import Help
from gongkai.foi.models import Case
from gongkai.foi.queries import tracked
from gongkai.foi.rules.applicants import plain_id
from gongkai.foi.rules.numbering import read_code
from gongkai.foi.rules.permits import WHO_MAY
from gongkai.foi.rules.receipt import Arrival, Channel, NeedsConfirmation, received_on
from gongkai.foi.rules.stages import procedure
from gongkai.people.models.encrypted import blind_index
from gongkai.people.throttle import allow
from gongkai.portal.foi.forms import ApplyForm, TrackForm
from gongkai.portal.foi.similar import count, help_for
from gongkai.portal.limits import HOUR, too_many, tried_often, within
from gongkai.portal.page import show
from gongkai.shared.clock import BEIJING, now, today
from gongkai.shared.refusal import Refused

HOME = ("依申请公开", "portal:foi")
TRIES_PER_HOUR = 20  # at one query code: a telephone cannot be guessed
FROM_ONE_ADDRESS = 300  # at any codes: a village office looks up many
OTHERWISE = "或者当面、邮寄提出申请"
ENOUGH = "您要的信息已经公开，这件申请没有提交，填写的内容没有保存。以后需要时可以再来申请。"
ANOTHER = "您已经用这一页提交过一份内容不同的申请。要另外再提一件的，请核对后再点一次“提交申请”；不需要的，不用再提交。"
OPENED = "foi_opened"  # session: handle -> (the case opened with code and telephone, when)
OPEN_FOR = timedelta(minutes=30)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """How to ask: the ways in, the time limit, what is free, what may be withheld."""
    return show(request, "portal/foi/about.html", section="portal:foi", trail=[(HOME[0], "")])


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, form_of: type[ApplyForm] = ApplyForm) -> HttpResponse:
    """申请, or what `form_of` asks for. Everything typed is kept when something must be mended; sent twice it is one case. Two buttons do
    something else than send it: `look` shows what is public already (a script shows it while one types), `enough` says that this will do."""
    helped = request.POST.get("helped", "")[:10]
    if enough := request.POST.get("enough", "")[:10]:
        count(request, Help.SATISFIED, enough)
        return show(
            request, "portal/message.html", heading="没有提交申请", lines=[ENOUGH], trail=[(HOME[0], reverse(HOME[1])), ("没有提交", "")]
        )
    looks = "look" in request.POST
    typed = {**request.POST.dict()} if looks else _asked_for(request)
    sent = None if looks else request.POST or None
    form = form_of(sent, request.FILES if sent else None, initial=typed)
    if looks:
        form.files = request.FILES  # nothing is sent, but what was chosen is gone all the same
    often = ""
    if request.method == "POST" and not looks:
        if form.is_valid() and (often := _too_often(request, form)):  # mending a form is no application
            form.add_error(None, often)
        elif form.is_valid() and (case := _submitted(form)):
            if helped:
                count(request, Help.SUBMITTED, helped)
            request.session["foi_new"] = _open(request, case)
            return HttpResponseRedirect(reverse("portal:foi-receipt"))
    return show(
        request,
        "portal/foi/apply.html",
        section="portal:foi",
        trail=[(HOME[0], reverse(HOME[1])), ("要求更正" if form.IS_CORRECTION else "提出申请", "")],
        status=429 if often else 422 if form.errors else 200,
        form=form,
        looked=looks,
        **(help_for(request) if looks else {"helped": helped}),
    )


@never_cache
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """The receipt of what was just submitted: the code is shown to its sender only."""
    here = request.session.get("foi_new", "")
    case = held(request, here)
    if case is None:
        return HttpResponseRedirect(reverse("portal:foi-track"))
    day = received_on(Channel(case.channel), Arrival(today()), intake.confirm_policy())
    waits = day if isinstance(day, NeedsConfirmation) and case.received_on is None else None
    return show(
        request,
        "portal/foi/receipt.html",
        section="portal:foi",
        trail=[(HOME[0], reverse(HOME[1])), ("已提交", "")],
        case=case,
        waits=waits,
        here=here,
        address=request.build_absolute_uri(f"{reverse('portal:foi-track')}#{case.ticket}"),  # what follows # never leaves the browser
    )


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """查询: both the code and the telephone must fit; neither is said to be the wrong one. A code comes by POST, or behind the # of an
    address; one that stands in an address all the same is taken out of it, before any page could pass it on."""
    if "ticket" in request.GET:
        return HttpResponseRedirect(f"{reverse('portal:foi-track')}#{quote(request.GET['ticket'][:20])}")
    form = TrackForm(request.POST or None)
    if request.method == "POST":
        code = _code(request.POST.get("ticket", ""))
        if not within(request, "foi-track", FROM_ONE_ADDRESS):
            return too_many(request, tried_often(FROM_ONE_ADDRESS, "同一来源", OTHERWISE))
        if code and not allow(f"foi-track-code:{code}", TRIES_PER_HOUR, HOUR, now()):
            return too_many(request, tried_often(TRIES_PER_HOUR, "一个查询码", OTHERWISE))
        if form.is_valid():
            case = _tracked(form)
            if case:
                return HttpResponseRedirect(reverse("portal:foi-case", args=[_open(request, case)]))
    return show(
        request,
        "portal/foi/track.html",
        section="portal:foi",
        trail=[(HOME[0], reverse(HOME[1])), ("查询进度", "")],
        status=422 if form.errors else 200,
        form=form,
    )


@require_safe
def steps(request: HttpRequest) -> HttpResponse:
    """办理程序: the table of moves, as it is enforced."""
    who: dict[Any, str] = {
        permit: "；".join("且".join(asked.__doc__ or "" for asked in row) for row in rows) for permit, rows in WHO_MAY.items()
    }
    lines = [line.strip("|").split("|") for line in procedure(who).splitlines() if line.startswith("|") and "---" not in line]
    return show(
        request,
        "portal/foi/procedure.html",
        section="portal:foi",
        trail=[(HOME[0], reverse(HOME[1])), ("办理程序", "")],
        head=lines[0],
        rows=lines[1:],
    )


def opened(request: HttpRequest, here: str) -> Case:
    """The case under this handle; 404 when there is none, whether it exists or not."""
    case = held(request, here)
    if case is None:
        raise Http404
    return case


def held(request: HttpRequest, here: str) -> Case | None:
    """The case under this handle, if this session has opened it within the last half hour. A handle is a random word that opens nothing in
    another session: the query code itself stands in no address."""
    pk = _opened(request).get(here, (0, 0.0))[0]
    return Case.objects.filter(pk=pk, destroyed_on=None).select_related("organ").first()


def _opened(request: HttpRequest) -> dict[str, tuple[int, float]]:
    oldest = now().timestamp() - OPEN_FOR.total_seconds()
    return {here: (pk, since) for here, (pk, since) in request.session.get(OPENED, {}).items() if since >= oldest}


def _open(request: HttpRequest, case: Case) -> str:
    """The handle of the case in this session: the one it has, or a new one."""
    cases = _opened(request)
    here = next((one for one, (pk, _) in cases.items() if pk == case.pk), "") or secrets.token_hex(8)
    request.session[OPENED] = {**cases, here: (case.pk, now().timestamp())}
    request.session.set_expiry(int(OPEN_FOR.total_seconds()))
    return here


def _code(typed: str) -> str:
    """The code that is tried, one and the same in full width or with dashes between its signs; empty when it can be nobody's."""
    try:
        return read_code(typed[:40])
    except Refused:
        return ""


def _tracked(form: TrackForm) -> Case | None:
    try:
        case = tracked(form.cleaned_data["ticket"], form.cleaned_data["phone"])
    except Refused as refused:  # mistyped: its own check sign says so
        form.add_error("ticket", str(refused))
        return None
    if case is None:
        form.add_error(None, "查询码和手机号码对不上。请核对后再试；忘了查询码，可以拨打受理机关的电话，报姓名和证件号码后查询。")
    return case


def _asked_for(request: HttpRequest) -> dict[str, str]:
    """`?title=` and `?doc_no=` come from pages that lead here; the key makes a double click one application."""
    return {
        "info_title": request.GET.get("title", "")[:200],
        "info_doc_no": request.GET.get("doc_no", "")[:80],
        "organ": request.GET.get("organ", "")[:10],
        "key": secrets.token_hex(16),
    }


def _too_often(request: HttpRequest, form: ApplyForm) -> str:
    """Why no more is taken now; empty when it is. What a person may ask is counted apart from what comes over a line that many share."""
    again = (
        f"请在 {(now() + HOUR).astimezone(BEIJING):%-H} 点以后再提交，填写的内容还在这一页（文件要重新选）；急的话可以当面、邮寄提出申请。"
    )
    person = blind_index(plain_id(form.cleaned_data["id_number"]).upper())
    if not allow(f"foi-apply-person:{person}", settings.FOI_PER_PERSON, HOUR, now()):
        return f"这个证件号码一小时内已经提交了 {settings.FOI_PER_PERSON} 件申请，到了每小时的上限。{again}"
    if not within(request, "foi-apply", settings.FOI_PER_ADDRESS):
        return f"您所用的网络一小时内已经提交了 {settings.FOI_PER_ADDRESS} 件申请（可能有许多人共用），到了每小时的上限。{again}"
    return ""


def _submitted(form: ApplyForm) -> Case | None:
    try:
        return intake.submit(form.cleaned_data["organ"], form.submission(), by=None, at=now(), key=f"web:{form.cleaned_data['key']}")
    except Refused as refused:
        if refused.field == "key":  # gone back to the form after it was sent, and changed: another application, if it is meant
            form.data = {**form.data, "key": secrets.token_hex(16)}
            form.add_error(None, ANOTHER)
            return None
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return None
