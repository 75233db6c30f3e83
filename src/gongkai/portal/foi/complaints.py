"""监督投诉 (第四十七条、第五十一条): about an organ, perhaps about one's own case; what came of it is seen with the complaint's own code."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.foi.actions import records
from gongkai.foi.models import Case, Complaint
from gongkai.foi.rules.complaints import BASIS
from gongkai.foi.rules.numbering import read_code
from gongkai.people.models import Organisation
from gongkai.portal.foi.forms import ORGAN_WANTED, offer_organs
from gongkai.portal.foi.views import HOME, held
from gongkai.portal.limits import too_many, tried_often, within
from gongkai.portal.page import show
from gongkai.shared.clock import now
from gongkai.shared.digest import canonical, sm3
from gongkai.shared.refusal import Refused

COMPLAINTS_PER_HOUR = 10  # from one address
TRIES_PER_HOUR = 20  # at codes, from one address
OTHERWISE = "或者直接向受理机关的上一级主管部门反映"
TOO_OFTEN = (
    f"您所用的网络一小时内已经提交了 {COMPLAINTS_PER_HOUR} 件投诉（可能有许多人共用），到了每小时的上限。"
    f"填写的内容还在这一页，请过一小时再提交，{OTHERWISE}。"
)
SENT, CONTENT = "foi_complaint", "foi_complaint_content"  # session: the code of the complaint just sent, and what it said


class ComplaintForm(forms.Form):
    organ = forms.ModelChoiceField(
        label="投诉哪个机关",
        queryset=Organisation.objects.none(),
        empty_label="请选择",
        error_messages={"required": ORGAN_WANTED.replace("申请", "投诉"), "invalid_choice": ORGAN_WANTED.replace("申请", "投诉")},
    )
    kind = forms.ChoiceField(
        label="什么问题", choices=[("", "请选择"), *Complaint.Kind.choices], error_messages={"required": "请选择是什么问题。"}
    )
    text = forms.CharField(
        label="具体情况",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": 2000}),
        error_messages={"required": "请写明具体情况。", "max_length": "最多 2000 字。"},
        help_text="什么时候、要什么信息、机关怎样答复的。",
    )
    ticket = forms.CharField(label="申请的查询码", required=False, max_length=20, help_text="与您的某件申请有关的请填写，查证会更快。")
    name = forms.CharField(
        label="您的姓名或者单位名称",
        max_length=100,
        error_messages={"required": "请填写您的姓名或者单位名称。"},
        help_text="只有查证的人员能看到，不会告诉被投诉的机关。",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = forms.CharField(
        label="联系方式",
        max_length=200,
        error_messages={"required": "请填写联系方式，以便告知处理结果。"},
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        offer_organs(self.fields["organ"])


class CodeForm(forms.Form):
    ticket = forms.CharField(
        label="投诉的查询码",
        max_length=20,
        error_messages={"required": "请填写查询码。"},
        help_text="提交投诉后给您的 9 位码。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """What was typed is kept when something must be mended. `?case=`: the handle of a case opened in this session."""
    form = ComplaintForm(request.POST or None, initial=_about(request))
    often = False
    if request.method == "POST" and form.is_valid():  # mending a form is no complaint
        content = sm3(canonical({name: str(value) for name, value in form.data.items() if name in form.fields}))
        if request.session.get(CONTENT) == content:  # pressed twice, or gone back and sent again
            return HttpResponseRedirect(reverse("portal:foi-complaint-received"))
        if often := not within(request, "foi-complaint", COMPLAINTS_PER_HOUR):
            form.add_error(None, TOO_OFTEN)
        elif made := _received(form):
            request.session[SENT], request.session[CONTENT] = made.ticket, content
            return HttpResponseRedirect(reverse("portal:foi-complaint-received"))
    return show(
        request,
        "portal/foi/complaint.html",
        section=HOME[1],
        trail=[(HOME[0], reverse(HOME[1])), ("监督投诉", "")],
        status=429 if often else 422 if form.errors else 200,
        form=form,
        basis=BASIS,
    )


@never_cache
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """The code, shown to the sender only."""
    made = Complaint.objects.filter(ticket=request.session.get(SENT, "")).first()
    if made is None:
        return HttpResponseRedirect(reverse("portal:foi-complaint"))
    return show(
        request, "portal/foi/complaint_received.html", section=HOME[1], trail=[(HOME[0], reverse(HOME[1])), ("已收到", "")], made=made
    )


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest) -> HttpResponse:
    """What came of a complaint, for whoever has its code; neither who complained nor what was written."""
    form = CodeForm(request.POST or None)
    found = None
    if request.method == "POST":
        if not within(request, "complaint-code", TRIES_PER_HOUR):
            return too_many(request, tried_often(TRIES_PER_HOUR, "同一来源", OTHERWISE))
        if form.is_valid():
            found = _of_code(form)
    return show(
        request,
        "portal/foi/complaint_answer.html",
        section=HOME[1],
        trail=[(HOME[0], reverse(HOME[1])), ("查询投诉", "")],
        status=422 if form.errors else 200,
        form=form,
        found=found,
    )


def _about(request: HttpRequest) -> dict[str, object]:
    case = held(request, request.GET.get("case", ""))
    return {"ticket": case.ticket, "organ": case.organ_id} if case else {}


def _received(form: ComplaintForm) -> Complaint | None:
    given = form.cleaned_data
    organ, typed = given["organ"], given["ticket"].strip()
    try:
        case = Case.objects.filter(ticket=read_code(typed), organ=organ).first() if typed else None
        if typed and case is None:  # the same words whether it is another organ's or nobody's: a code tells nothing here
            raise Refused("这个查询码和选择的机关对不上。请核对，或者不填查询码。", field="ticket")
        return records.complain(
            organ, Complaint.Kind(given["kind"]), given["text"], name=given["name"], contact=given["contact"], case=case, at=now()
        )
    except Refused as refused:
        field = {"code": "ticket"}.get(refused.field, refused.field)
        form.add_error(field if field in form.fields else None, str(refused))
        return None


def _of_code(form: CodeForm) -> Complaint | None:
    try:
        ticket = read_code(form.cleaned_data["ticket"])
    except Refused as refused:
        form.add_error("ticket", str(refused))
        return None
    found = Complaint.objects.select_related("organ").defer("name", "contact", "text").filter(ticket=ticket).first()
    if found is None:
        form.add_error("ticket", "没有这个查询码的投诉。申请的进度请在“查询申请进度”里查。")
    return found
