"""窗口: applications handed in together, the list and the slips to print, and 现场查阅登记."""

import secrets
from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.desk.door import StaffRequest, allowed, chosen, deed, done, offices_where, page_of, show, staff
from gongkai.desk.foi.beside_forms import NumberedCases
from gongkai.desk.foi.forms import line, paragraph
from gongkai.desk.foi.keeping import named_case
from gongkai.desk.plain_forms import ReasonForm
from gongkai.foi import counter as reading
from gongkai.foi.actions import counter
from gongkai.foi.actions.intake import MOST_TEXT, Submission
from gongkai.foi.models import Case, JointIntake, Visit
from gongkai.foi.organs import contact_of
from gongkai.foi.rules.applicants import ApplicantKind, IdKind
from gongkai.foi.rules.counter import MOST_TOGETHER, Reader, RowRefused, Shown
from gongkai.foi.rules.permits import Permit
from gongkai.foi.rules.receipt import Application, Arrival, Carrier, Channel, Delivery
from gongkai.people.models import Organisation
from gongkai.people.rules.permits import About
from gongkai.shared.clock import now, today
from gongkai.shared.refusal import Refused
from gongkai.ui.fields import day

FOI = ("依申请公开", "desk:foi")
ROWS = (5, 10, 20, 50)  # that the form offers
STALE = "页面过期了，请重新打开再填。"


# —— 集中受理 ——


class JointForm(forms.Form):
    """What all of them share."""

    organ = forms.ModelChoiceField(label="受理机关", queryset=Organisation.objects.none(), empty_label=None)
    arrived_on = day("提交日期", "当面提交的，提交之日为收到日（条例第三十一条）。")
    place = line("地点", "例如：政务服务大厅二楼公开专区、青石镇便民服务中心。", required=False, most=120)
    info_title = line("所需信息名称", "大家要的是同样信息的，在这里填一次；各不相同的，分别填在下面。", required=False)
    info_text = paragraph("其他特征描述", required=False, most=MOST_TEXT)
    carrier = forms.TypedChoiceField(label="载体", choices=[(one.value, one.label) for one in Carrier], coerce=Carrier)
    delivery = forms.TypedChoiceField(label="获取途径", choices=[(one.value, one.label) for one in Delivery], coerce=Delivery)
    key = forms.RegexField(
        r"^[0-9a-f]{32}$", label="这一页", widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid"), STALE)
    )

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = offices  # type: ignore[attr-defined]


class RowForm(forms.Form):
    """One applicant; a row that is left empty is no application."""

    name = line("姓名或单位名称", most=100)
    kind = forms.TypedChoiceField(
        label="申请人类型",
        choices=[(one.value, one.label) for one in ApplicantKind],
        coerce=ApplicantKind,
        initial=ApplicantKind.NATURAL.value,
    )
    id_kind = forms.TypedChoiceField(
        label="证件类型", choices=[(one.value, one.label) for one in IdKind], coerce=IdKind, initial=IdKind.RESIDENT.value
    )
    id_number = line("证件号码", required=False, most=30)
    phone = line("联系电话", required=False, most=40)
    address = line("通信地址", required=False, most=300)
    info_text = line("这一件要的信息", "与上面共同填写的不一样时填。", required=False, most=500)


RowSet = forms.formset_factory(RowForm, extra=0, max_num=MOST_TOGETHER, absolute_max=MOST_TOGETHER)


@staff(Permit.SEE_APPLICANT)
def intakes(request: StaffRequest) -> HttpResponse:
    """The lists of one's own office, the newest first."""
    return show(
        request,
        "desk/foi/intakes.html",
        trail=[(FOI[0], reverse(FOI[1])), ("集中受理", "")],
        page=page_of(request, reading.intakes_at([office.pk for office in offices_where(request, Permit.SEE_APPLICANT)])),
        may_receive=bool(offices_where(request, Permit.RECEIVE)),
    )


@staff(Permit.SEE_APPLICANT)
def intake(request: StaffRequest, pk: int) -> HttpResponse:
    """The list to print; names are masked."""
    found = _found(request, pk, Permit.SEE_APPLICANT)
    return show(
        request,
        "desk/foi/intake.html",
        trail=[(FOI[0], reverse(FOI[1])), ("集中受理", reverse("desk:foi-intakes")), (str(found), "")],
        intake=found,
        cases=reading.cases_of(found),
        may_open=allowed(request, Permit.REVEAL_IDENTITY, About(found.organ.path)),
    )


@staff(Permit.REVEAL_IDENTITY, acts=True)
def slips(request: StaffRequest, pk: int) -> HttpResponse:
    """A slip for each applicant, with the full name: opened by pressing a button, each opening journalled."""
    found = _found(request, pk, Permit.REVEAL_IDENTITY)
    if request.method != "POST":
        return redirect("desk:foi-intake", pk=pk)
    counter.open_slips(found, by=request.officer, at=now())
    here = [(FOI[0], reverse(FOI[1])), ("集中受理", reverse("desk:foi-intakes")), (str(found), reverse("desk:foi-intake", args=[pk]))]
    return show(
        request,
        "desk/foi/intake_slips.html",
        trail=[*here, ("回执", "")],
        intake=found,
        slips=reading.slips_of(found),
        track=request.build_absolute_uri(reverse("portal:foi-track")),
        contact=contact_of(found.organ),
    )


def _found(request: StaffRequest, pk: int, permit: Permit) -> JointIntake:
    found = reading.intakes_at([office.pk for office in offices_where(request, permit)]).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@staff(Permit.RECEIVE, acts=True)
def new_intake(request: StaffRequest) -> HttpResponse:
    """Several applications on one page; all are taken in, or none. `?rows=`: how many rows there are to fill in."""
    rows = int(chosen(request, "rows", [str(one) for one in ROWS]) or ROWS[0])
    offices = Organisation.objects.filter(pk__in=[office.pk for office in offices_where(request, Permit.RECEIVE)])
    form = JointForm(
        request.POST or None,
        offices=offices,
        initial={"arrived_on": today(), "key": secrets.token_hex(16), "carrier": Carrier.PAPER, "delivery": Delivery.PICK_UP},
    )
    formset = RowSet(request.POST or None, prefix="row", initial=None if request.method == "POST" else [{}] * rows)
    if request.method == "POST" and form.is_valid() and (made := _taken_in(request, form, formset)):
        messages.success(request, f"已受理并登记 {made.cases.count()} 件，请打印清单，再打开回执打印。")
        return redirect("desk:foi-intake", pk=made.pk)
    return show(
        request,
        "desk/foi/intake_new.html",
        trail=[(FOI[0], reverse(FOI[1])), ("集中受理", reverse("desk:foi-intakes")), ("录入", "")],
        form=form,
        formset=formset,
        rows=ROWS,
        most=MOST_TOGETHER,
    )


def _taken_in(request: StaffRequest, form: JointForm, formset: Any) -> JointIntake | None:
    if not formset.is_valid():
        form.add_error(None, "有几件还要改，见下面标出的地方。" if formset.management_form.is_valid() else STALE)
        return None
    given = form.cleaned_data
    filled = [row for row in formset.forms if row.has_changed()]
    try:
        return counter.take_in_together(
            given["organ"],
            [_submission(given, row.cleaned_data) for row in filled],
            place=given["place"],
            key=given["key"],
            by=request.officer,
            at=now(),
        )
    except RowRefused as refused:
        row = filled[refused.row]
        field = refused.field if refused.field in row.fields else None
        row.add_error(field, str(refused))
        form.add_error(None, f"第 {formset.forms.index(row) + 1} 件：{refused}")
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    return None


def _submission(given: dict[str, Any], row: dict[str, Any]) -> Submission:
    own = row["info_text"].strip()
    application = Application(
        kind=row["kind"],
        name=row["name"],
        id_number=row["id_number"],
        phone=row["phone"],
        address=row["address"],
        info_title="" if own else given["info_title"],
        info_text=own or given["info_text"],
        carrier=given["carrier"],
        delivery=given["delivery"],
    )
    return Submission(application, Channel.COUNTER, Arrival(given["arrived_on"]), id_kind=row["id_kind"])


# —— 现场查阅 ——


class VisitForm(forms.Form):
    office = forms.ModelChoiceField(label="查阅地点所属单位", queryset=Organisation.objects.none(), empty_label=None)
    reader = forms.TypedChoiceField(
        label="谁来查阅",
        choices=[(one.value, one.label) for one in Reader],
        coerce=Reader,
        widget=forms.RadioSelect,
        initial=Reader.PUBLIC,
        error_messages={"required": "请选择谁来查阅。"},
    )
    case = NumberedCases(label="查阅的申请件", help_text="登记号或者查询码；查阅主动公开的文件不填。", most=1, required=False)
    name = line("查阅人姓名", "查阅申请件的必填；查阅主动公开的文件不用登记身份，填了也不保存。", required=False, most=100)
    id_kind = forms.TypedChoiceField(label="证件类型", choices=[(one.value, one.label) for one in IdKind], coerce=IdKind)
    id_number = line("证件号码", "查阅申请件的必填，加密保存，查看留痕。", required=False, most=30)
    on = day("日期")
    began = forms.TimeField(
        label="开始时间", widget=forms.TimeInput(attrs={"type": "time"}), error_messages={"required": "请填写开始时间。"}
    )
    ended = forms.TimeField(label="结束时间", required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    read = paragraph("查阅了什么", "文件名称、文号或者卷内页码。不要写查阅人是谁。", rows=4)
    copied = line("抄录、复制了什么", required=False, most=500)
    pages = forms.IntegerField(
        label="复制页数",
        required=False,
        min_value=0,
        max_value=counter.MOST_PAGES,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), f"请填写 0 至 {counter.MOST_PAGES} 的整数。"),
    )

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        self.fields["case"].cases = Case.objects.filter(organ__in=offices)  # type: ignore[attr-defined]

    def clean_case(self) -> Case | None:
        return next(iter(self.cleaned_data["case"]), None)

    def clean_pages(self) -> int:
        return self.cleaned_data["pages"] or 0


@staff(Permit.SEE_APPLICANT)
def visits(request: StaffRequest) -> HttpResponse:
    """查阅登记 of one's own office."""
    page = page_of(request, reading.visits_at([office.pk for office in offices_where(request, Permit.SEE_APPLICANT)]))
    return show(
        request,
        "desk/foi/visits.html",
        trail=[(FOI[0], reverse(FOI[1])), ("现场查阅", "")],
        page=page,
        rows=_with_readers(list(page.object_list)),
        may_record=bool(offices_where(request, Permit.RECEIVE)),
        may_reveal=bool(offices_where(request, Permit.REVEAL_IDENTITY)),
    )


def _with_readers(rows: Iterable[Visit]) -> list[tuple[Visit, str, str]]:
    return [(row, Reader(row.reader).label.partition("（")[0], reading.masked_reader(row)) for row in rows]


@staff(Permit.RECEIVE, acts=True)
def new_visit(request: StaffRequest) -> HttpResponse:
    """`?case=`: opened from a case of one's own."""
    offices = Organisation.objects.filter(pk__in=[office.pk for office in offices_where(request, Permit.RECEIVE)])
    case = named_case(request, offices)
    at = now()
    first: dict[str, object] = {"on": today(), "began": time(at.hour, at.minute), "id_kind": IdKind.RESIDENT, "case": case}
    form = VisitForm(request.POST or None, offices=offices, initial=first | ({"reader": Reader.APPLICANT} if case else {}))
    return deed(
        request,
        form,
        _record,
        title="登记现场查阅",
        says="申请人要求查阅、抄录的，或者来窗口查阅主动公开文件的，在这里登记。",
        button="登记",
        back=reverse("desk:foi-visits"),
        said="已登记。",
        trail=[(FOI[0], reverse(FOI[1])), ("现场查阅", reverse("desk:foi-visits"))],
    )


def _record(*, office: Organisation, reader: Reader, name: str, id_kind: IdKind, id_number: str, **given: Any) -> Visit:
    return counter.record_visit(office, Shown(reader, name, id_kind, id_number), **given)


@staff(Permit.REVEAL_IDENTITY, acts=True)
def reader(request: StaffRequest, pk: int) -> HttpResponse:
    """查阅人是谁: asked why, journalled, shown once."""
    found = reading.visits_at([office.pk for office in offices_where(request, Permit.REVEAL_IDENTITY)]).exclude(case=None)
    visit = found.filter(pk=pk).first()
    if visit is None:
        raise Http404
    form = ReasonForm(request.POST or None, label="查看原因", help_text="查看会留下记录，由监督人员抽查。")
    trail = [(FOI[0], reverse(FOI[1])), ("现场查阅", reverse("desk:foi-visits")), ("查阅人", "")]
    if request.method == "POST" and done(
        form, lambda reason, **by: counter.reveal_reader(visit, why=reason, **by), by=request.officer, at=now()
    ):
        return show(request, "desk/foi/reader.html", trail=trail, visit=form.result)  # type: ignore[attr-defined]
    back = reverse("desk:foi-visits")
    return show(request, "desk/deed.html", trail=trail, form=form, title="查看查阅人完整信息", button="查看", back=back)
