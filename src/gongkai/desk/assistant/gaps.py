"""问答缺口 at the desk: what people asked in vain, who is to see to it, and how it was closed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.assistant import faq
from gongkai.assistant import gaps as reading
from gongkai.assistant.actions import gaps as actions
from gongkai.assistant.actions.gaps import Closing
from gongkai.assistant.models import Gap
from gongkai.assistant.responsible import with_editors
from gongkai.assistant.rules.gaps import GAP_WORKDAYS, SHOWN_FROM, Close
from gongkai.assistant.rules.permits import Permit
from gongkai.desk.assistant.finding import trail_of
from gongkai.desk.assistant.forms import AssignForm, CloseForm
from gongkai.desk.door import StaffRequest, allowed, ask, chosen, deed, may_somewhere, page_of, show, staff, text_filter
from gongkai.people.models import Organisation
from gongkai.people.queries import organisations_managed_by, subtree
from gongkai.people.rules.permits import About, Role
from gongkai.policies.worklists import targets
from gongkai.shared.clock import now, today

STATES = [("waiting", "待交办"), ("open", "办理中"), ("closed", "已办结")]


@staff(Permit.READ_QUESTIONS)
def listing(request: StaffRequest) -> HttpResponse:
    """The gaps of one's own offices, the most asked first."""
    q, state = text_filter(request), chosen(request, "state", [key for key, _ in STATES])
    page = page_of(request, reading.gaps(request.actor, state=state, q=q))
    return show(
        request,
        "desk/assistant/gaps.html",
        trail=[*trail_of(), ("问答缺口", "")],
        q=q,
        search="文件、主题或者单位",
        selects=[("state", "状态", state, STATES)],
        filtered=bool(q or state),
        page=page,
        lines=[reading.said(request.actor, row) for row in page.object_list],
        on=today(),
        shown_from=SHOWN_FROM,
        may_gather=may_somewhere(request.actor, Permit.ASSIGN_GAP),
    )


@staff(Permit.ASSIGN_GAP, acts=True)
def gather(request: StaffRequest) -> HttpResponse:
    """归集 now, instead of in the night."""
    if request.method == "POST":
        put = actions.gather(at=now())
        messages.success(request, f"已归集 {put} 个问题。" if put else "没有新的问题要归集。")
    return redirect("desk:gaps")


@staff(Permit.READ_QUESTIONS)
def page(request: StaffRequest, pk: int) -> HttpResponse:
    gap = _find(request, pk)
    here = About(gap.office.path if gap.office else "")
    is_open = gap.closed_at is None
    return show(
        request,
        "desk/assistant/gap.html",
        trail=[*trail_of(), ("问答缺口", reverse("desk:gaps")), (str(gap)[:20], "")],
        gap=gap,
        line=reading.said(request.actor, gap),
        questions=reading.questions(request.actor, gap),
        how=Close(gap.closed_how).label if gap.closed_how else "",
        entries=gap.entries.all(),
        on=today(),
        shown_from=SHOWN_FROM,
        may_assign=is_open and (allowed(request, Permit.ASSIGN_GAP, here) if gap.office else reading.oversees(request.actor)),
        may_close=is_open and gap.office is not None and allowed(request, Permit.CLOSE_GAP, here),
        may_write=is_open and gap.office is not None and allowed(request, Permit.WRITE_ENTRY, here),
    )


@staff(Permit.ASSIGN_GAP, acts=True)
def assign(request: StaffRequest, pk: int) -> HttpResponse:
    """交办 to an office below one's own."""
    gap = _find(request, pk)
    if gap.office:
        ask(request, Permit.ASSIGN_GAP, About(gap.office.path))
    offices = _offices(request, gap)
    manned = with_editors(offices.values_list("path", flat=True))
    return deed(
        request,
        AssignForm(request.POST if request.method == "POST" else None, gap=gap, offices=offices, manned=manned),
        actions.assign,
        gap,
        title="交办",
        says=f"办理期限为 {GAP_WORKDAYS} 个工作日，从交办次日起算；到期前和逾期后系统会提醒。",
        button="交办",
        back=reverse("desk:gap", args=[pk]),
        said="已交办。",
        trail=[*trail_of(), ("问答缺口", reverse("desk:gaps"))],
    )


@staff(Permit.CLOSE_GAP, acts=True)
def close(request: StaffRequest, pk: int) -> HttpResponse:
    """办结 by an entry, a paper or a reason."""
    gap = _find(request, pk)
    ask(request, Permit.CLOSE_GAP, About(gap.office.path if gap.office else ""))

    def shut(*, how: str, entry: str, policy: str, reason: str, **given: Any) -> Gap:
        entries = faq.by_codes([entry], request.actor) if entry else []
        papers = targets(policy, today(), limit=2) if policy else []
        closing = Closing(Close(how), entries[0] if entries else None, papers[0] if len(papers) == 1 else None, reason)
        return actions.close(gap, closing, **given)

    return deed(
        request,
        CloseForm(request.POST or None),
        shut,
        title="办结缺口",
        button="办结",
        back=reverse("desk:gap", args=[pk]),
        said="已办结。",
        trail=[*trail_of(), ("问答缺口", reverse("desk:gaps"))],
    )


def _find(request: StaffRequest, pk: int) -> Gap:
    found = reading.gap(request.actor, pk)
    if found is None:
        raise Http404
    return found


def _offices(request: StaffRequest, gap: Gap) -> Any:
    """The open offices the officer may give it to; its own alone, when it was asked inside that."""
    if gap.inside and gap.office:
        return Organisation.objects.filter(pk=gap.office.pk)
    reach = organisations_managed_by(request.officer)
    for office in Organisation.objects.filter(path__in=request.actor.offices(Role.SUPERVISOR)):
        reach = reach | subtree(office)
    return reach.filter(closed_on=None).order_by("path").distinct()
