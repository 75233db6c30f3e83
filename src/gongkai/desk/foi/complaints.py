"""监督投诉: supervision hears what came about the organs below it; an organ puts right what was found true. Who complained is shown to
supervision only."""

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.desk.door import StaffRequest, allowed, ask, chosen, deed, done, page_of, show, staff
from gongkai.desk.foi.beside_forms import ComplaintForm, FindingForm, MendedForm
from gongkai.foi import queries
from gongkai.foi.actions import records
from gongkai.foi.models import Case, Complaint
from gongkai.foi.organs import asked
from gongkai.foi.rules.permits import Permit
from gongkai.people.rules.permits import About
from gongkai.shared.clock import now, today

STATES = [("open", "待查证"), ("ordered", "整改中"), ("closed", "已办结")]


@staff(Permit.READ)
def listing(request: StaffRequest) -> HttpResponse:
    """The complaints the officer hears, the nearest date first; those found true against one's own office."""
    state = chosen(request, "state", [key for key, _ in STATES]) or "open"
    heard = _in_state(queries.complaints_for(request.officer).select_related(None).select_related("organ").defer("name", "contact"), state)
    return show(
        request,
        "desk/foi/complaints.html",
        trail=[("依申请公开", reverse("desk:foi")), ("投诉监督", "")],
        hears=bool(queries.reach_of(request.actor).below),
        states=STATES,
        state=state,
        page=page_of(request, heard),
        orders=queries.orders_for(request.officer)[:100],
        today=today(),
    )


@staff(Permit.READ)
def page(request: StaffRequest, pk: int) -> HttpResponse:
    one, hears = _find(request, pk)
    here = About(one.organ.path)
    return show(
        request,
        "desk/foi/complaint.html",
        trail=[*_trail(), (one.ticket, "")],
        one=one,
        hears=hears,
        case_is_seen=one.case_id is not None and queries.visible_to(request.officer).filter(pk=one.case_id).exists(),
        may_hear=hears and one.answered_at is None,
        may_mend=bool(one.is_founded) and not one.order_done and allowed(request, Permit.RECORD_DISPUTE, here),
        today=today(),
    )


@staff(Permit.HEAR_COMPLAINT, acts=True)
def new(request: StaffRequest) -> HttpResponse:
    """What came by letter, telephone or in person, about an organ below."""
    below = queries.reach_of(request.actor).below
    form = ComplaintForm(
        request.POST or None,
        organs=asked().filter(pk__in=below),
        cases=Case.objects.filter(organ_id__in=below),
        initial={"arrived_on": today()},
    )
    if request.method == "POST" and done(form, records.complain, by=request.officer, at=now()):
        made: Complaint = form.result  # type: ignore[attr-defined]
        messages.success(request, f"已登记。请告诉投诉人查询码 {made.ticket}，凭它可以在网站上查处理结果。")
        return redirect("desk:foi-complaint", pk=made.pk)
    context = {"form": form, "title": "登记投诉", "button": "登记", "back": reverse("desk:foi-complaints"), "says": ""}
    return show(request, "desk/deed.html", trail=[*_trail(), ("登记投诉", "")], **context)


@staff(Permit.HEAR_COMPLAINT, acts=True)
def hear(request: StaffRequest, pk: int) -> HttpResponse:
    one, hears = _find(request, pk)
    if not hears:
        ask(request, Permit.HEAR_COMPLAINT, About(one.organ.path))
    return deed(
        request,
        FindingForm(request.POST or None),
        records.hear,
        one,
        title="查证结论",
        says="查证属实的，须提出整改要求和期限，被投诉机关负责人会收到通知。",
        button="办结",
        back=reverse("desk:foi-complaint", args=[pk]),
        said="已登记查证结论。",
        trail=[*_trail(), (one.ticket, reverse("desk:foi-complaint", args=[pk]))],
    )


@staff(Permit.RECORD_DISPUTE, acts=True)
def mend(request: StaffRequest, pk: int) -> HttpResponse:
    one, _ = _find(request, pk)
    ask(request, Permit.RECORD_DISPUTE, About(one.organ.path))
    return deed(
        request,
        MendedForm(request.POST or None),
        records.report_mended,
        one,
        title="整改反馈",
        says=f"整改要求：{one.order}",
        button="反馈",
        back=reverse("desk:foi-complaint", args=[pk]),
        said="已反馈整改情况。",
        trail=[*_trail(), (one.ticket, reverse("desk:foi-complaint", args=[pk]))],
    )


def _find(request: StaffRequest, pk: int) -> tuple[Complaint, bool]:
    """The complaint, and whether this officer hears it; whoever does not, gets it without who complained and what was written. Else 404."""
    heard = queries.complaints_for(request.officer).filter(pk=pk).first()
    if heard is not None:
        return heard, True
    order = queries.orders_for(request.officer).filter(pk=pk).first()
    if order is None:
        raise Http404
    return order, False


def _in_state(found: QuerySet[Complaint], state: str) -> QuerySet[Complaint]:
    if state == "open":
        return found.filter(answered_at=None).order_by("due_on", "id")
    ordered = Q(is_founded=True, order_done="")
    if state == "ordered":
        return found.filter(ordered).order_by("order_due_on", "id")
    return found.exclude(answered_at=None).exclude(ordered)


def _trail() -> list[tuple[str, str]]:
    return [("依申请公开", reverse("desk:foi")), ("投诉监督", reverse("desk:foi-complaints"))]
