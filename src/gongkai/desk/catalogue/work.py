"""The worklist and the heat map of the catalogue; events, publications, columns, proposals."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.catalogue import queries
from gongkai.catalogue.actions import columns, duties, proposing
from gongkai.catalogue.actions.duties import Report
from gongkai.catalogue.models import Duty, Item, Proposal, Publication
from gongkai.catalogue.rules.categories import short
from gongkai.catalogue.rules.permits import Permit
from gongkai.catalogue.rules.words import TO_DO
from gongkai.desk.catalogue.forms import AcceptForm, ColumnForm, EventForm, PublishedForm
from gongkai.desk.door import StaffRequest, allowed, ask, chosen, deed, done, exported, may_somewhere, offices_where, page_of, show, staff
from gongkai.desk.plain_forms import NothingForm, ReasonForm
from gongkai.people.rules.permits import About
from gongkai.policies.actions.answering import draft_for
from gongkai.policies.rules.permits import Permit as Library
from gongkai.policies.worklists import answering
from gongkai.shared.clock import now, today
from gongkai.ui.pieces import Fact
from gongkai.ui.templatetags.ui import zh_date

TITLE = "公开目录"
ITEMS_SHOWN = 30
EXPORTED = ("事情", "事项", "公开主体", "发生日期", "最迟公开", "状态", "天数")


def trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(TITLE, reverse("desk:catalogue")), *more]


@staff(Permit.READ)
def worklist(request: StaffRequest) -> HttpResponse:
    """What is late, missing or due, the most pressing first. Ten queries."""
    state = chosen(request, "state", [one.value for one in TO_DO])
    rows = queries.duties_to_do(request.actor, today=today(), state=state)
    if request.GET.get("as") == "xlsx":
        return exported(
            rows,
            EXPORTED,
            lambda one: (one.title, one.item.name, one.organ.name, one.event_on, one.due_on or "", one.standing.label, one.days),
            "公开目录待办",
        )
    soon, late = (rows.count() for rows in queries.waiting(request.actor, today()))
    page = page_of(request, rows)
    papers = answering(one.pk for one in page.object_list)
    context = {
        "page": page,
        "rows": [(one, papers.get(one.pk)) for one in page.object_list],
        "may_draft": may_somewhere(request.actor, Library.WRITE),
        "wanting": list(queries.wanting_items(request.actor)[: ITEMS_SHOWN + 1]),
        "most": ITEMS_SHOWN,
        "soon": soon - late,
        "late": late,
        "selects": [("state", "状态", state, [(one.value, one.label) for one in TO_DO])],
        "filtered": bool(state),
        "may_report": may_somewhere(request.actor, Permit.REPORT),
        "may_cancel": may_somewhere(request.actor, Permit.CANCEL),
        "may_cancel_told": may_somewhere(request.actor, Permit.CANCEL_TOLD),
        "unconfirmed": list(queries.unconfirmed(request.actor)[:ITEMS_SHOWN]) if may_somewhere(request.actor, Permit.CONFIRM) else [],
        "on": today(),
    }
    return show(request, "desk/catalogue/worklist.html", trail=[(TITLE, "")], **context)


@staff(Permit.READ)
def heat(request: StaffRequest) -> HttpResponse:
    """机关 × 类别: where it is wanting, as a shaded table whose figures stand in its cells."""
    used, rows = queries.heat(request.actor)
    heads = [(one.code, short(one.code), one.name) for one in used]
    shown = [(row, [(category.code, short(category.code), cell) for category, cell in row.cells]) for row in rows]
    return show(request, "desk/catalogue/heat.html", trail=trail(("热力图", "")), heads=heads, rows=shown, on=today())


def find_item(request: StaffRequest, pk: int) -> Item:
    one = queries.seen_items(request.actor).filter(pk=pk).first()
    if one is None:
        raise Http404
    return one


def _find_duty(request: StaffRequest, pk: int) -> Duty:
    rows = Duty.objects.filter(queries.reach(request.actor, "organ")).select_related("item__current__column", "organ")
    one = rows.filter(pk=pk, cancelled_at=None).first()
    if one is None:
        raise Http404
    return one


@staff(Permit.ANNOUNCE, acts=True)
def event(request: StaffRequest, pk: int) -> HttpResponse:
    """登记应公开的事情 of an item."""
    item = find_item(request, pk)
    mine = [
        one.organ
        for one in item.bearers.filter(until=None).select_related("organ")
        if allowed(request, Permit.ANNOUNCE, About(one.organ.path))
    ]
    if not mine:
        ask(request, Permit.ANNOUNCE, About(""))
    form = EventForm(request.POST or None, organs=mine, initial={"organ": mine[0], "event_on": today()})

    def do(*, organ: Any, by: Any, at: Any, **values: Any) -> Any:
        return duties.announce(item, organ, by=by, at=at, **values)

    back = reverse("desk:catalogue-item", args=[item.pk])
    says = f"登记后按“{item.current.data['limit_text'] if item.current else ''}”算出最迟公开的日期，列入待办。"
    return deed(
        request, form, do, title=f"登记应公开的事情：{item.name}", says=says, button="登记", back=back, said="已登记，期限见待办。",
        trail=trail((item.name, back)),
    )  # fmt: skip


@staff(Library.WRITE, acts=True)
def draft(request: StaffRequest, pk: int) -> HttpResponse:
    """起草 what answers a duty; the draft there is already, where there is one."""
    duty = _find_duty(request, pk)
    ask(request, Library.WRITE, About(duty.organ.path))
    paper = answering([duty.pk]).get(duty.pk)
    if paper is not None:
        return redirect("desk:draft", paper.pk)
    form = NothingForm(request.POST if request.method == "POST" else None)
    if done(form, draft_for, duty, by=request.officer, at=now()):
        return redirect("desk:draft-edit", form.result[0].pk)  # type: ignore[attr-defined]
    says = "按这件事情填好标题、发文机关和日期，由您写正文后送审。发布以后这件事情自动办结。"
    context = {"form": form, "title": f"起草：{duty.title}", "says": says, "button": "开始起草", "facts": _facts_of_duty(duty)}
    return show(request, "desk/deed.html", trail=trail(("起草", "")), back=reverse("desk:catalogue"), **context)


def _facts_of_duty(duty: Duty) -> list[Fact]:
    return [
        Fact("事项", duty.item.name),
        Fact("公开主体", duty.organ.name),
        Fact("发生日期", zh_date(duty.event_on)),
        Fact("最迟公开", zh_date(duty.due_on) or "放假安排公布后计算"),
    ]


@staff(Permit.REPORT, acts=True)
def published(request: StaffRequest, pk: int) -> HttpResponse:
    """登记公开 for a duty."""
    duty = _find_duty(request, pk)
    ask(request, Permit.REPORT, About(duty.organ.path))
    column = duty.item.current.column if duty.item.current else None
    initial = {"title": duty.title, "published_on": today(), "channel": "website", "column": column}
    form = PublishedForm(request.POST or None, initial=initial)

    def do(*, by: Any, at: Any, title: str, published_on: Any, channel: str, **more: Any) -> Any:
        key = f"desk:{duty.pk}:{at:%Y%m%d%H%M%S%f}"
        return duties.report(
            duty.item, duty.organ, Report(key, title, published_on, channel=channel, answers=duty.key, **more), by=by, at=at
        )

    facts = _facts_of_duty(duty)
    says = (
        "文件库里发布的文件会自动登记；公开在别处的（公示栏、微信群、广播等）在这里登记。登记的内容马上向社会显示，不要写个人信息。"
        "公开日期早于今天的，先按今天计算，本单位另一人（审核、签发或者监督人员）核实以后才按填写的日期计算。"
    )
    return deed(
        request, form, do, title=f"登记公开：{duty.title}", says=says, button="登记公开", back=reverse("desk:catalogue"), said="已登记。",
        trail=trail(), facts=facts,
    )  # fmt: skip


def _find_publication(request: StaffRequest, pk: int) -> Publication:
    rows = Publication.objects.filter(queries.reach(request.actor, "organ"), noted_by__isnull=False, withdrawn_on=None)
    one = rows.filter(pk=pk).select_related("item", "organ", "noted_by").first()
    if one is None:
        raise Http404
    return one


def _facts_of(one: Publication) -> list[Fact]:
    return [
        Fact("公开主体", one.organ.name),
        Fact("渠道", one.get_channel_display() + (f"：{one.place}" if one.place else "")),
        Fact("网址", one.address or "没有", one.address, wide=True),
        Fact("填写的公开日期", zh_date(one.published_on)),
        Fact("登记", f"{one.noted_by.name if one.noted_by else ''}，{one.noted_later or one.published_on}"),
    ]


@staff(Permit.WITHDRAW, acts=True)
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    one = _find_publication(request, pk)
    ask(request, Permit.WITHDRAW, About(one.organ.path))
    back = reverse("desk:catalogue-item", args=[one.item_id])
    return deed(
        request, ReasonForm(request.POST or None, label="撤下的理由", help_text="留在日志里。"), duties.withdraw, one, title=f"撤下：{one.title}",
        says="标题、网址不再向社会显示；它所对应的事情回到没有公开的状态。", button="撤下", danger=True, back=back, said="已撤下。",
        trail=trail((one.item.name, back)), facts=_facts_of(one),
    )  # fmt: skip


@staff(Permit.CONFIRM, acts=True)
def confirm(request: StaffRequest, pk: int) -> HttpResponse:
    one = _find_publication(request, pk)
    ask(request, Permit.CONFIRM, About(one.organ.path, written_by=one.noted_by_id))
    back = reverse("desk:catalogue-item", args=[one.item_id])
    return deed(
        request, NothingForm(request.POST if request.method == "POST" else None), duties.confirm, one, title=f"核实公开日期：{one.title}",
        says=f"请打开公开页面或者查看公示照片，确认 {one.published_on} 已经公开。核实后按这一天计算，日志写明核实的人。", button="日期属实",
        back=back, said="已核实，按填写的日期计算。", trail=trail((one.item.name, back)), facts=_facts_of(one),
    )  # fmt: skip


@staff(Permit.CANCEL, acts=True)
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    duty = _find_duty(request, pk)
    permit = Permit.CANCEL_TOLD if duty.source else Permit.CANCEL
    ask(request, permit, About(duty.organ.path, written_by=duty.noted_by_id))
    form = ReasonForm(request.POST or None, label="取消的理由", help_text="留在日志里。")
    return deed(
        request, form, duties.cancel, duty, title=f"取消：{duty.title}", says="这件事情不再列入待办，也不再计入公开情况。只用于登记错的。",
        button="取消这件事情", danger=True, back=reverse("desk:catalogue"), said="已取消。", trail=trail(),
    )  # fmt: skip


@staff(Permit.COLUMNS, acts=True)
def column_list(request: StaffRequest) -> HttpResponse:
    offices = offices_where(request, Permit.COLUMNS)
    form = ColumnForm(request.POST or None, offices=offices, initial={"office": offices[0] if offices else None})
    if request.method == "POST" and done(form, columns.add_column, by=request.officer, at=now()):
        messages.success(request, "已建立栏目。")
        return redirect("desk:catalogue-columns")
    context = {"form": form, "columns": queries.columns()}
    return show(request, "desk/catalogue/columns.html", trail=trail(("公开栏目", "")), **context)


@staff(Permit.READ)
def proposal_list(request: StaffRequest) -> HttpResponse:
    page = page_of(request, queries.proposals(request.actor))
    may_write = may_somewhere(request.actor, Permit.WRITE)
    return show(request, "desk/catalogue/proposals.html", trail=trail(("纳入建议", "")), page=page, may_write=may_write)


def _find_proposal(request: StaffRequest, pk: int) -> Proposal:
    one = queries.proposals(request.actor).filter(pk=pk).first()
    if one is None:
        raise Http404
    ask(request, Permit.WRITE, About(one.organ.path))
    return one


@staff(Permit.WRITE, acts=True)
def accept(request: StaffRequest, pk: int) -> HttpResponse:
    one = _find_proposal(request, pk)
    return deed(
        request, AcceptForm(request.POST or None), proposing.accept, one, title=f"纳入目录：{one.title}",
        says=f"{one.reason}采纳后成为一个事项版本，时限先按 20 个工作日，另一人批准后公布。", button="采纳", back=reverse("desk:catalogue-proposals"),
        said="已采纳，事项版本等待批准。", trail=trail(("纳入建议", reverse("desk:catalogue-proposals"))),
    )  # fmt: skip


@staff(Permit.WRITE, acts=True)
def turn_down(request: StaffRequest, pk: int) -> HttpResponse:
    one = _find_proposal(request, pk)
    return deed(
        request, ReasonForm(request.POST or None, label="不采纳的理由"), proposing.turn_down, one, title=f"不采纳：{one.title}", button="不采纳",
        back=reverse("desk:catalogue-proposals"), said="已注明。", trail=trail(("纳入建议", reverse("desk:catalogue-proposals"))),
    )  # fmt: skip
