"""来信: what citizens ask or report, answered by the office whose matter it is."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from gongkai.desk.door import StaffRequest, allowed, ask, chosen, deed, done, page_of, show, staff, text_filter
from gongkai.enquiries import actions, queries
from gongkai.enquiries.models import Enquiry
from gongkai.enquiries.rules.messages import ANSWER_LONGEST, Kind
from gongkai.enquiries.rules.permits import Permit
from gongkai.people.models import Organisation
from gongkai.people.queries import in_tree_order
from gongkai.shared.clock import now, today

STATES = [("open", "待答复"), ("late", "已逾期"), ("answered", "已答复")]
KINDS = [(one.value, one.label) for one in Kind]


class AnswerForm(forms.Form):
    text = forms.CharField(
        label="答复",
        max_length=ANSWER_LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="写信人凭查询码看到答复和答复单位，看不到您的姓名。请写明依据哪个文件、哪一条。",
        error_messages={"required": "请写下答复。"},
    )


class PassForm(forms.Form):
    office = forms.ModelChoiceField(
        Organisation.objects.none(), label="转给", empty_label="请选择", error_messages={"required": "请选择单位。"}
    )
    reason = forms.CharField(label="为什么转", max_length=200, error_messages={"required": "请写明为什么转。"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["office"]
        field.queryset = Organisation.objects.open()
        field.choices = [("", field.empty_label), *((one.pk, str(one)) for one in in_tree_order(field.queryset))]


@staff(Permit.READ)
def listing(request: StaffRequest) -> HttpResponse:
    state, kind = chosen(request, "state", [key for key, _ in STATES]), chosen(request, "kind", [key for key, _ in KINDS])
    q = text_filter(request)
    rows = queries.letters(request.actor)
    if state:
        rows = rows.filter(answered_at__isnull=state != "answered", **({"due_on__lt": today()} if state == "late" else {}))
    if kind:
        rows = rows.filter(kind=kind)
    if q:
        rows = rows.filter(text__icontains=q)
    return show(
        request,
        "desk/enquiries/list.html",
        trail=[("来信", "")],
        page=page_of(request, rows),
        q=q,
        search="来信里的词",
        selects=[("state", "状态", state, STATES), ("kind", "种类", kind, KINDS)],
        filtered=bool(state or kind or q),
        on=today(),
    )


@staff(Permit.READ, acts=True)
def letter(request: StaffRequest, pk: int) -> HttpResponse:
    """The letter, and the form of its answer for whoever may write it."""
    one = _find(request, pk)
    about = actions.about(one)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        ask(request, Permit.ANSWER, about)
        if done(form, actions.answer, one, by=request.officer, at=now()):
            messages.success(request, "已答复，写信人凭查询码可以看到。")
            return redirect("desk:letter", pk=one.pk)
    return show(
        request,
        "desk/enquiries/letter.html",
        trail=[("来信", reverse("desk:letters")), (Kind(one.kind).label, "")],
        form=form,
        letter=one,
        on=today(),
        may_answer=allowed(request, Permit.ANSWER, about) and not one.answered_at,
        may_pass=allowed(request, Permit.PASS_ON, about) and not one.answered_at,
        may_read=bool(one.contact) and allowed(request, Permit.READ_CONTACT, about),
    )


@staff(Permit.PASS_ON, acts=True)
def pass_on(request: StaffRequest, pk: int) -> HttpResponse:
    one = _find(request, pk)
    ask(request, Permit.PASS_ON, actions.about(one))
    return deed(
        request,
        PassForm(request.POST if request.method == "POST" else None),
        actions.pass_on,
        one,
        title="转给应当答复的单位",
        says="期限不变，从收到来信起算。",
        button="转出",
        back=reverse("desk:letters"),
        said="已转出。",
        trail=[("来信", reverse("desk:letters"))],
    )


@staff(Permit.READ_CONTACT, acts=True)
def contact(request: StaffRequest, pk: int) -> HttpResponse:
    """The contact in full, shown once it was pressed for: each reading is journalled."""
    one = _find(request, pk)
    ask(request, Permit.READ_CONTACT, actions.about(one))
    if request.method != "POST":
        return redirect("desk:letter", pk=one.pk)
    return show(
        request,
        "desk/enquiries/contact.html",
        trail=[("来信", reverse("desk:letters")), ("联系方式", "")],
        letter=one,
        contact=actions.read_contact(one, by=request.officer, at=now()),
    )


def _find(request: StaffRequest, pk: int) -> Enquiry:
    return get_object_or_404(queries.letters(request.actor), pk=pk)
