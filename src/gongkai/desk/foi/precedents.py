"""案例、转主动公开: what the office learns from its cases, for itself and for everybody."""

from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse

from gongkai.desk.door import StaffRequest, allowed, ask, chosen, deed, offices_where, page_of, show, staff, text_filter
from gongkai.desk.foi.beside_forms import PrecedentForm, ProposalDecisionForm, ProposalForm, WithdrawnForm
from gongkai.desk.foi.finding import find_case, trail_of
from gongkai.desk.plain_forms import NothingForm
from gongkai.foi import earlier, queries
from gongkai.foi.actions import proactive, records
from gongkai.foi.models import Case, Precedent, ProactiveProposal
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.permits import Permit
from gongkai.foi.rules.words import pairs
from gongkai.people.rules.permits import About
from gongkai.publishing import rounds
from gongkai.shared.clock import today
from gongkai.ui.pieces import Fact

FOI = ("依申请公开", "desk:foi")


# —— 案例 ——


@staff(Permit.READ)
def precedents(request: StaffRequest) -> HttpResponse:
    """One's own precedents and everything public; `?q=` looks into their words."""
    q, state = text_filter(request), chosen(request, "state", ["waiting", "public"])
    found = queries.precedents_of(request.officer)
    if tokens := pairs(q[:100]).split():
        found = found.filter(queries.holding_all(tokens))
    if state:
        found = found.filter(public_on__isnull=state == "waiting")
    page = page_of(request, found)
    return show(
        request,
        "desk/foi/precedents.html",
        trail=[(FOI[0], reverse(FOI[1])), ("案例", "")],
        q=q,
        search="案由或者内容",
        selects=[("state", "状态", state, [("waiting", "待审核"), ("public", "已公开")])],
        filtered=bool(q or state),
        page=page,
        rows=[(one, Outcome(one.outcome).label) for one in page.object_list],
    )


@staff(Permit.READ)
def precedent(request: StaffRequest, pk: int) -> HttpResponse:
    one = queries.precedents_of(request.officer).select_related("by", "approved_by").filter(pk=pk).first()
    if one is None:
        raise Http404
    here = About(one.organ.path, writers=records.writers_of(one))
    ours = one.organ_id in queries.reach_of(request.actor).organs
    circulation = rounds.current(records.about_precedent(one)) if ours and one.public_on is None else None
    return show(
        request,
        "desk/foi/precedent.html",
        trail=[*_of_precedents(), (one.title, "")],
        one=one,
        outcome=Outcome(one.outcome).label,
        ours=ours,
        circulation=circulation,
        returned=circulation and next((said for said in circulation.opinions.all() if not said.passed), None),
        may_approve=one.public_on is None and circulation is None and allowed(request, Permit.PUBLISH_PRECEDENT, here),
        may_rewrite=one.public_on is None and ours and allowed(request, Permit.DRAFT, About(one.organ.path)),
        may_withdraw=one.public_on is not None and allowed(request, Permit.SIGN, About(one.organ.path)),
    )


@staff(Permit.DRAFT, acts=True)
def new_precedent(request: StaffRequest, pk: int) -> HttpResponse:
    """编成案例, from a case that was answered."""
    case = find_case(request, pk)
    ask(request, Permit.DRAFT, About(case.organ.path))
    form = PrecedentForm(request.POST or None, initial={"title": case.info_title, "request": case.info_text})
    return deed(
        request,
        form,
        records.make_precedent,
        case,
        title="编成案例",
        says="案例里不能有申请人的任何信息；系统会检查，但请先自己读一遍。经另一人审核后才公开。",
        button="保存",
        back=reverse("desk:foi-precedents"),
        said="已保存，等待另一人审核。",
        trail=trail_of(case),
    )


@staff(Permit.DRAFT, acts=True)
def rewrite(request: StaffRequest, pk: int) -> HttpResponse:
    """修改案例 that is not public."""
    one = _ours(request, pk)
    ask(request, Permit.DRAFT, About(one.organ.path))
    begun = {"title": one.title, "request": one.request, "reasoning": one.reasoning, "tags": "、".join(one.tags)}
    return deed(
        request,
        PrecedentForm(request.POST or None, initial=begun),
        records.rewrite_precedent,
        one,
        title="修改案例",
        says="案例里不能有申请人的任何信息。改好后重新审核，写过这个案例的人都不能审。",
        button="保存",
        back=reverse("desk:foi-precedent", args=[pk]),
        said="已保存，等待审核。",
        trail=_of_precedents(),
    )


@staff(Permit.PUBLISH_PRECEDENT, acts=True)
def approve(request: StaffRequest, pk: int) -> HttpResponse:
    one = _ours(request, pk)
    ask(request, Permit.PUBLISH_PRECEDENT, About(one.organ.path, writers=records.writers_of(one)))
    return deed(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        records.approve_precedent,
        one,
        title="审核案例",
        says="通过后任何人都能在公开网站查到。请确认看不出申请人是谁。",
        button="通过，公开",
        back=reverse("desk:foi-precedent", args=[pk]),
        said="案例已公开。",
        trail=_of_precedents(),
        facts=[
            Fact("案由", one.title, wide=True),
            Fact("申请内容", one.request, wide=True),
            Fact("处理决定", Outcome(one.outcome).label, wide=True),
            Fact("理由要点", one.reasoning, wide=True),
            Fact("标签", "、".join(one.tags), wide=True),
        ],
    )


@staff(Permit.SIGN, acts=True)
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    one = _ours(request, pk)
    return deed(
        request,
        WithdrawnForm(request.POST or None),
        records.withdraw_precedent,
        one,
        title="撤下案例",
        says="撤下后公众看不到，本单位仍可查看。",
        button="撤下",
        back=reverse("desk:foi-precedent", args=[pk]),
        said="案例已撤下。",
        trail=_of_precedents(),
        danger=True,
    )


def _ours(request: StaffRequest, pk: int) -> Precedent:
    one = Precedent.objects.filter(organ_id__in=queries.reach_of(request.actor).organs).select_related("organ").filter(pk=pk).first()
    if one is None:
        raise Http404
    return one


def _of_precedents() -> list[tuple[str, str]]:
    return [(FOI[0], reverse(FOI[1])), ("案例", reverse("desk:foi-precedents"))]


# —— 转主动公开 ——


@staff(Permit.READ)
def proposals(request: StaffRequest) -> HttpResponse:
    """What was proposed for publication; and what several applicants have asked one's own offices for and got, still to be proposed."""
    state = chosen(request, "state", ["waiting", "decided"])
    found = _proposals(request).annotate(asked=Count("cases")).order_by("-id")
    if state:
        found = found.filter(is_approved__isnull=state == "waiting")
    offices = offices_where(request, Permit.DRAFT)
    return show(
        request,
        "desk/foi/proposals.html",
        trail=[(FOI[0], reverse(FOI[1])), ("转主动公开", "")],
        selects=[("state", "状态", state, [("waiting", "待决定"), ("decided", "已决定")])],
        filtered=bool(state),
        page=page_of(request, found),
        suggestions=[] if state else [one for office in offices for one in earlier.worth_publishing(office.pk, today())],
        may_decide=[office.path for office in offices_where(request, Permit.APPROVE_PROACTIVE)],
        may_propose=bool(offices),
        writes=[office.path for office in offices],
    )


@staff(Permit.DRAFT, acts=True)
def propose(request: StaffRequest) -> HttpResponse:
    """建议转主动公开. `?case=` once for each case the form begins with."""
    mine = Case.objects.filter(organ__in=offices_where(request, Permit.DRAFT))
    asked = {int(value) for value in request.GET.getlist("case") if value.isascii() and value.isdigit() and len(value) < 19}
    cases = list(mine.filter(pk__in=sorted(asked)[:50]).only("number", "ticket", "info_title")) if asked else []
    begun = {
        "cases": "\n".join(case.number or case.ticket for case in cases),
        "subject": next((case.info_title for case in cases if case.info_title), ""),
        "reason": f"近一年有 {len(cases)} 件申请要求公开同一信息，且均已公开。" if len(cases) > 1 else "",
    }
    return deed(
        request,
        ProposalForm(request.POST or None, cases=mine, initial=begun),
        proactive.propose,
        title="建议转主动公开",
        says="多个申请人要同一信息、且可以公开的，可以纳入主动公开范围（政府信息公开条例第四十四条）。由负责人决定。",
        button="提出建议",
        back=reverse("desk:foi-proposals"),
        said="已提出建议，等待负责人决定。",
        trail=[(FOI[0], reverse(FOI[1])), ("转主动公开", reverse("desk:foi-proposals"))],
    )


@staff(Permit.APPROVE_PROACTIVE, acts=True)
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    one = _proposals(request).filter(pk=pk).first()
    if one is None:
        raise Http404
    ask(request, Permit.APPROVE_PROACTIVE, About(one.organ.path))
    cases = one.cases.order_by("id").values_list("number", "ticket")
    return deed(
        request,
        ProposalDecisionForm(request.POST or None),
        proactive.decide,
        one,
        title="决定是否转主动公开",
        says="同意后，“稿件”里会生成一份草稿，带上已经提供给申请人的文件；由提出建议的人写好、送审后公开。",
        button="决定",
        back=reverse("desk:foi-proposals"),
        said="已作出决定。",
        trail=[(FOI[0], reverse(FOI[1])), ("转主动公开", reverse("desk:foi-proposals"))],
        facts=[
            Fact("建议公开的信息", one.subject, wide=True),
            Fact("公开的区域", one.area or "不限区域"),
            Fact("理由", one.reason, wide=True),
            Fact("涉及的申请", "、".join(number or ticket for number, ticket in cases), wide=True),
        ],
    )


def _proposals(request: StaffRequest) -> QuerySet[ProactiveProposal]:
    organs = queries.reach_of(request.actor).organs
    return ProactiveProposal.objects.filter(organ_id__in=organs).select_related("organ", "by", "decided_by", "policy")
