"""Writing to us: a question about a document, or a mistake found on a page."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.enquiries import actions as enquiries
from gongkai.enquiries.models import Enquiry
from gongkai.enquiries.queries import by_ticket
from gongkai.enquiries.rules.messages import CONTACT_LONGEST, LONGEST, Kind
from gongkai.policies import queries
from gongkai.policies.models import Policy
from gongkai.portal.limits import too_many, within
from gongkai.portal.page import show
from gongkai.shared.clock import now, today
from gongkai.shared.refusal import Refused

PER_HOUR = 10  # messages from one address
LOOKED_UP_PER_HOUR = 30  # tickets tried from one address: one of 2^40 is never guessed
HEADINGS = {Kind.QUESTION: "政策咨询", Kind.CORRECTION: "我要纠错"}
TICKET = "enquiry_ticket"


class MessageForm(forms.Form):
    text = forms.CharField(label="内容", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8, "maxlength": LONGEST}))
    contact = forms.CharField(
        label="联系方式",
        required=False,
        max_length=CONTACT_LONGEST,
        help_text="电话或邮箱，只用于答复您。加密保存，不会公开。",
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )


class QuestionForm(MessageForm):
    text = forms.CharField(
        label="您想问什么",
        max_length=LONGEST,
        error_messages={"required": "请写下您的问题。"},
        help_text="写清楚是哪一条、您的情况是什么。请不要写身份证号、银行卡号。",
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": LONGEST}),
    )


class CorrectionForm(MessageForm):
    text = forms.CharField(
        label="哪里有错，应当是什么",
        max_length=LONGEST,
        error_messages={"required": "请写明哪里有错。"},
        help_text="例如：错别字、打不开的附件、过时的电话、看不清或读不出的地方。",
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": LONGEST}),
    )


FORMS = {Kind.QUESTION: QuestionForm, Kind.CORRECTION: CorrectionForm}


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, kind: Kind) -> HttpResponse:
    """`?about=<code>` fills in the document, `?searched=` what was looked for in vain. What was typed is kept when something must be mended."""
    policy = _policy(request.GET.get("about", ""))
    searched = request.GET.get("searched", "").replace("\0", "").strip()[:100]
    form = FORMS[kind](request.POST or None, initial={"text": f"我在网站上没有查到“{searched}”。我想问：" if searched else ""})
    if request.method == "POST":
        if not within(request, "enquiry", PER_HOUR):
            return too_many(request, MESSAGES)
        if form.is_valid() and (ticket := _received(form, kind, policy, request)):
            request.session[TICKET] = ticket
            return HttpResponseRedirect(reverse("portal:enquiry-received"))
    return show(
        request,
        "portal/enquiries/message.html",
        trail=[(HEADINGS[kind], "")],
        status=422 if form.errors else 200,
        heading=HEADINGS[kind],
        kind=kind.value,
        workdays=kind.workdays,
        form=form,
        policy=policy,
    )


@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """The ticket, shown to the sender only."""
    ticket = request.session.get(TICKET, "")
    if not ticket:
        return HttpResponseRedirect(reverse("portal:correction"))
    trail = [("已收到", "")]
    return show(request, "portal/enquiries/received.html", trail=trail, ticket=ticket, letter=by_ticket(ticket))


class TicketForm(forms.Form):
    ticket = forms.CharField(
        label="查询码",
        max_length=40,
        error_messages={"required": "请填写查询码。"},
        help_text="提交后给您的那一串，如 20260610-AB2C3D4E，大小写和横线不计。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


@csrf_protect
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest) -> HttpResponse:
    """What became of a letter, for whoever has its ticket. Posted, so that tickets do not stand in addresses and logs."""
    form = TicketForm(request.POST or None)
    found: Enquiry | None = None
    if request.method == "POST":
        if not within(request, "ticket", LOOKED_UP_PER_HOUR):
            return too_many(request, f"同一来源每小时最多查询 {LOOKED_UP_PER_HOUR} 次。请过一会儿再来。")
        if form.is_valid() and (found := by_ticket(form.cleaned_data["ticket"])) is None:
            form.add_error("ticket", "没有这个查询码。请对照提交时记下的查询码再填一次；实在找不到，可以重新提交。")
    policy = _policy(found.policy.code) if found and found.policy else None
    return show(
        request,
        "portal/enquiries/progress.html",
        trail=[("查询来信", "")],
        status=422 if form.errors else 200,
        form=form,
        found=found,
        label=Kind(found.kind).label if found else "",
        on=today(),
        policy=policy,
    )


def _policy(code: str) -> Policy | None:
    return queries.visible(today()).filter(code=code).first() if code else None


def _received(form: forms.Form, kind: Kind, policy: Policy | None, request: HttpRequest) -> str:
    given = form.cleaned_data
    page = request.POST.get("page", "")[:300]
    try:
        return enquiries.receive(kind, given["text"], policy=policy, page=page, contact=given["contact"], at=now()).ticket
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return ""


MESSAGES = f"为了防止机器大量提交，同一来源每小时最多提交 {PER_HOUR} 次。请过一会儿再来；着急的话请拨打文件页面上的咨询电话。"
