"""保管到期: the cases whose term is over, proposed for destruction by one officer and decided by another; and the register of what was
decided."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.desk.door import StaffRequest, chosen, done, exported, offices_where, page_of, show, staff
from gongkai.desk.foi.beside_forms import DestructionForm, ProposedDestructionForm
from gongkai.foi import queries
from gongkai.foi.actions import bulk
from gongkai.foi.models import Case, Destruction
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.permits import Permit
from gongkai.shared.clock import day_of, now, today

TABS = {"due": "保管期满", "waiting": "等待批准", "decided": "销毁清册"}
HEADER = (
    "登记号",
    "受理机关",
    "收到日",
    "办结日期",
    "处理决定",
    "归档日期",
    "决定",
    "鉴定意见",
    "建议人",
    "审批意见",
    "批准人",
    "决定日期",
)
GONE = "同意后，申请人的姓名、证件、联系方式，申请内容、材料、文书正文和归档包会永久删除，任何人都不能恢复；登记号、各个日期、处理决定和统计数字保留。"


@staff(Permit.READ)
def listing(request: StaffRequest) -> HttpResponse:
    """`?tab=`: what is over, what waits for a decision, what was decided; `?export=xlsx`: the register."""
    tab = chosen(request, "tab", list(TABS)) or "due"
    offices = [office.pk for office in offices_where(request, Permit.SEE_APPLICANT)]
    if request.GET.get("export") == "xlsx":
        return exported(queries.decided_destructions(offices), HEADER, _cells, "销毁清册")
    found: dict[str, Callable[[], QuerySet[Any]]] = {
        "due": lambda: queries.past_retention(offices, today()),
        "waiting": lambda: queries.waiting_destructions(offices),
        "decided": lambda: queries.decided_destructions(offices),
    }
    return show(
        request,
        "desk/foi/retention.html",
        trail=[("依申请公开", reverse("desk:foi")), ("保管到期", "")],
        tab=tab,
        tabs=TABS.items(),
        page=page_of(request, found[tab]()),
        may_propose=bool(offices_where(request, Permit.PROPOSE_DESTRUCTION)),
        may_decide=bool(offices_where(request, Permit.DESTROY)),
    )


@staff(Permit.PROPOSE_DESTRUCTION, acts=True)
def propose(request: StaffRequest) -> HttpResponse:
    """建议销毁 of the cases that were ticked (`?case=`)."""
    says = "请逐件核对：没有继续保管价值的，才建议销毁。建议由没有参与的签发人批准，批准之前什么都不会删除。"
    form = ProposedDestructionForm(request.POST or None)
    return _deed(request, form, bulk.propose_destruction, title="建议销毁", button="提出建议", says=says, tab="due", danger=False)


@staff(Permit.DESTROY, acts=True)
def decide(request: StaffRequest) -> HttpResponse:
    """批准销毁 or 继续保管, of the cases that were ticked; the consequence is written out."""
    form = DestructionForm(request.POST or None)
    return _deed(request, form, bulk.decide_destruction, title="决定是否销毁", button="决定", says=GONE, tab="waiting", danger=True)


def _deed(request: StaffRequest, form: Form, do: Callable[..., list[bulk.Result]], *, tab: str, says: str, **context: Any) -> HttpResponse:
    back = f"{reverse('desk:foi-retention')}?tab={tab}"
    asked = {int(value) for value in request.GET.getlist("case") if value.isascii() and value.isdigit() and len(value) < 19}
    cases = list(queries.visible_to(request.officer).filter(pk__in=sorted(asked)[: bulk.MOST]).defer(*queries.SEALED))
    if not cases:
        messages.error(request, "没有选中任何一件。请先在列表里打勾。")
        return redirect(back)
    ids = [case.pk for case in cases]
    if request.method == "POST" and done(form, lambda **given: do(ids, **given), by=request.officer, at=now()):
        results: list[bulk.Result] = form.result  # type: ignore[attr-defined]
        for row in results:
            (messages.success if row.is_done else messages.error)(request, f"{row.name or '所选申请'}：{row.refused or '已办理'}")
        return redirect(back)
    facts: Mapping[str, Any] = {"form": form, "says": f"{_named(cases)}。{says}", "back": back, **context}
    trail = [("依申请公开", reverse("desk:foi")), ("保管到期", reverse("desk:foi-retention")), (str(context["title"]), "")]
    return show(request, "desk/deed.html", trail=trail, **facts)


def _named(cases: list[Case]) -> str:
    return f"共 {len(cases)} 件：" + "、".join(str(case) for case in cases[:5]) + ("等" if len(cases) > 5 else "")


def _cells(row: Destruction) -> list[object]:
    case, decided_on = row.case, day_of(row.decided_at) if row.decided_at else None
    return [
        *(case.number or case.ticket, case.organ.name, case.received_on, case.closed_on),
        *(Outcome(case.outcome).label if case.outcome else "", case.archived_on, "销毁" if row.is_approved else "继续保管"),
        *(row.reason, row.by.name, row.opinion, row.decided_by.name if row.decided_by else "", decided_on),
    ]
