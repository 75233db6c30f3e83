"""引用与关系：what cited papers do to others is a person's word; what is not here yet waits on a list."""

from datetime import date, datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.desk.door import StaffRequest, ask, chosen, deed, page_of, picked, show, staff, text_filter
from gongkai.desk.facts_form import DayInput
from gongkai.desk.imports.confirming import one_by_one
from gongkai.desk.plain_forms import NothingForm
from gongkai.people.models import Officer
from gongkai.people.rules.permits import About
from gongkai.policies import worklists
from gongkai.policies.actions import relate
from gongkai.policies.models import Citation, Relation
from gongkai.policies.rules.kinds import RelationKind
from gongkai.policies.rules.permits import Permit
from gongkai.shared.clock import now

WAITING = [("confirm", "待确认"), ("open", "尚未入库")]


class ConfirmForm(forms.Form):
    kind = forms.TypedChoiceField(label="关系", coerce=RelationKind, choices=[(kind.value, kind.label) for kind in RelationKind])
    on = forms.DateField(label="自", required=False, widget=DayInput(), help_text="不填则从引用它的文件施行之日起。")
    articles = forms.CharField(label="涉及条款", required=False, max_length=200, help_text="部分废止时填写，用顿号隔开。")


@staff(Permit.RELATE)
def listing(request: StaffRequest) -> HttpResponse:
    waiting = chosen(request, "list", [key for key, _ in WAITING]) or "confirm"
    q = text_filter(request)
    page = page_of(request, worklists.citations(request.actor, waiting=waiting, q=q), 50)
    return show(request, "desk/citations/list.html", trail=[("引用与关系", "")], page=page, waiting=waiting, lists=WAITING, q=q)


@staff(Permit.RELATE, acts=True)
def confirm(request: StaffRequest, pk: int) -> HttpResponse:
    one = find_citation(request, pk)
    if one.target is None:
        raise Http404
    initial = {"kind": one.kind, "on": one.on, "articles": one.articles}
    return deed(
        request,
        ConfirmForm(request.POST or None, initial=initial),
        _confirm,
        one,
        title="确认关系",
        says=f"《{one.edition.title}》写道：“{one.raw}”。确认后，《{one.target.title}》的有效性随之改变，公众会看到依据。",
        button="确认这一关系",
        back=reverse("desk:citations"),
        said="关系已确认。",
        trail=[("引用与关系", reverse("desk:citations"))],
    )


def _confirm(citation: Citation, *, kind: RelationKind, on: date | None, articles: str, by: Officer, at: datetime) -> Relation:
    return relate.confirm(citation, kind=kind, on=on, articles=articles, by=by, at=at)


@staff(Permit.RELATE, acts=True)
def dismiss(request: StaffRequest, pk: int) -> HttpResponse:
    one = find_citation(request, pk)
    where = f"{reverse('desk:citations')}?list={'confirm' if one.target_id else 'open'}"
    says = "它只是提到对方，不产生关系。" if one.target_id else "对方不会入库（如法律、外地文件），不再列在清单里。"
    return deed(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        relate.dismiss,
        one,
        title="不再处理这条引用",
        says=f"“{one.raw[:200]}”：{says}",
        button="不再处理",
        back=where,
        said="已从清单中移去。",
        trail=[("引用与关系", where)],
    )


@staff(Permit.RELATE, acts=True)
def dismiss_many(request: StaffRequest) -> HttpResponse:
    """The ones chosen, each with its result."""
    back = f"{reverse('desk:citations')}?list=open"
    rows = list(worklists.citations(request.actor, waiting="open").filter(pk__in=picked(request, "citation")))
    if not rows:
        messages.error(request, "请先勾选不再查找的引用。")
        return redirect(back)
    if "sure" not in request.POST:
        return show(request, "desk/citations/dismiss_many.html", trail=[("引用与关系", back), ("不再查找", "")], rows=rows, back=back)
    one_by_one(request, rows, lambda one: relate.dismiss(one, by=request.officer, at=now()), said="已移去 {} 条。")
    return redirect(back)


def find_citation(request: StaffRequest, pk: int) -> Citation:
    found = worklists.citation(request.actor, pk)
    if found is None:
        raise Http404
    ask(request, Permit.RELATE, About(found.edition.policy.office.path))
    return found
