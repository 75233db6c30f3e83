"""对账：原页所载有效性、各项日期与推算不符的文件."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.urls import reverse

from gongkai.desk.door import MOST_EXPORTED, StaffRequest, allowed, ask, chosen, deed, exported, page_of, show, staff
from gongkai.desk.plain_forms import ReasonForm
from gongkai.people.models import Officer
from gongkai.people.rules.permits import About
from gongkai.policies import disagreements, worklists
from gongkai.policies.actions.accept import accept
from gongkai.policies.models import Accepted, Policy
from gongkai.policies.rules.mismatches import Kind
from gongkai.policies.rules.permits import Permit
from gongkai.policies.rules.validity import Status

KINDS = [(one.value, one.label) for one in Kind]


@staff(Permit.READ_DRAFTS)
def listing(request: StaffRequest) -> HttpResponse:
    kind = chosen(request, "kind", list(Kind))
    rows = disagreements.disagreeing(request.actor, kind=kind)
    if request.GET.get("export") == "xlsx":
        header = ["文件", "一策一码", "发文字号", "责任单位", "推算的有效性", "依据", "不符之处", "怎么办"]
        return exported(disagreements.reasons(list(rows[:MOST_EXPORTED])), header, _cells, "对账")
    page = page_of(request, rows)
    found = [
        (one, *(allowed(request, permit, About(one.policy.office.path)) for permit in (Permit.ACCEPT_MISMATCH, Permit.WRITE)))
        for one in disagreements.reasons(list(page.object_list))
    ]
    return show(
        request, "desk/policies/mismatches.html", trail=[("对账", "")], page=page, rows=found,
        selects=[("kind", "不符之处", kind, KINDS)], filtered=bool(kind),
    )  # fmt: skip


def _cells(one: disagreements.Disagreement) -> list[object]:
    policy = one.policy
    found = [f"{kind.label}：{says}" for kind, says in one.found]
    standing = Status(policy.standing).label
    advice = "\n".join(kind.advice for kind, _ in one.found)
    return [policy.title, policy.code, policy.doc_no, policy.office.name, standing, policy.standing_because, "\n".join(found), advice]


@staff(Permit.ACCEPT_MISMATCH, acts=True)
def accepted(request: StaffRequest, code: str, kind: str) -> HttpResponse:
    policy = worklists.policies(request.actor).filter(code=code).first()
    if policy is None or kind not in set(Kind):
        raise Http404
    ask(request, Permit.ACCEPT_MISMATCH, About(policy.office.path))
    return deed(
        request,
        ReasonForm(request.POST or None, label="核对结果", help_text="例如：补录的旧文件，发布时已经过期属实。"),
        _accept,
        policy,
        title=f"注明已核对：{policy.title}",
        says=f"{Kind(kind).label}。注明后不再列入，有效性变化或者发布新版时重新核对。",
        button="注明已核对",
        back=reverse("desk:mismatches"),
        said="已注明。",
        trail=[("对账", reverse("desk:mismatches"))],
        given={"kind": kind},
    )


def _accept(policy: Policy, *, kind: str, reason: str, by: Officer, at: datetime) -> Accepted:
    return accept(policy, kind=kind, reason=reason, by=by, at=at)
