"""上下级对接：推送目标和每份政策推到哪一步；下级报送来的文件."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.desk.door import (
    StaffRequest,
    allowed,
    ask,
    chosen,
    deed,
    done,
    exported,
    may_somewhere,
    offices_where,
    page_of,
    show,
    staff,
    text_filter,
)
from gongkai.desk.plain_forms import NothingForm, ReasonForm
from gongkai.exchange import queries
from gongkai.exchange.actions import receiving, targets
from gongkai.exchange.models import Handling, Push, Received, Target
from gongkai.exchange.rules.messages import Operation
from gongkai.exchange.rules.permits import Permit
from gongkai.people.models import Officer
from gongkai.people.rules.permits import About
from gongkai.policies.rules.validity import Status
from gongkai.shared.clock import now
from gongkai.ui.pieces import Fact
from gongkai.ui.templatetags.ui import zh_moment

STATES = dict(queries.STATES)
HANDLINGS = [(one.value, one.label) for one in Handling]


class TargetForm(forms.Form):
    name = forms.CharField(label="名称", max_length=80, help_text="例如：省政策文件库。")
    address = forms.CharField(
        label="接口地址", max_length=300, help_text="对方给的 https 地址，例如 https://zcwjk.example.gov.cn/api/v1/library/papers。"
    )
    key = forms.CharField(
        label="密钥",
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="对方签发，加密存放，设定后不再显示。",
    )


class NewTargetForm(TargetForm):
    office = forms.ChoiceField(label="推送范围", help_text="这个机关和它下级机关的公开政策文件。")

    def __init__(self, request: StaffRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = {str(one.pk): one for one in offices_where(request, Permit.MANAGE_TARGETS)}
        self.fields["office"].choices = [(key, one.name) for key, one in self.own.items()]  # type: ignore[attr-defined]
        self.order_fields(["name", "office"])

    def clean_office(self) -> Any:
        return self.own[self.cleaned_data["office"]]


@staff(Permit.SEE_PUSHES)
def listing(request: StaffRequest) -> HttpResponse:
    page = page_of(request, queries.targets(request.actor))
    may_add = may_somewhere(request.actor, Permit.MANAGE_TARGETS)
    return show(request, "desk/exchange/targets.html", trail=[("上报省库", "")], page=page, may_add=may_add)


@staff(Permit.MANAGE_TARGETS, acts=True)
def new(request: StaffRequest) -> HttpResponse:
    form = NewTargetForm(request, request.POST or None)
    if done(form, targets.add_target, by=request.officer, at=now()):
        messages.success(request, "已设置，已公开的文件开始推送。")
        return redirect("desk:exchange-target", form.result.pk)  # type: ignore[attr-defined]
    says = "设置后，范围内已公开的政策文件会陆续推送；以后每次发布、更正、有效性变化和撤回都自动推送。只推公开的内容。"
    context = {"form": form, "title": "设置推送目标", "button": "设置", "back": reverse("desk:exchange"), "says": says}
    return show(request, "desk/deed.html", trail=[("上报省库", reverse("desk:exchange")), ("设置推送目标", "")], **context)


@staff(Permit.SEE_PUSHES)
def target(request: StaffRequest, pk: int) -> HttpResponse:
    """How each paper stands at one target."""
    one = _find(request, pk)
    state = chosen(request, "state", list(STATES))
    q = text_filter(request)
    rows = queries.pushes(one, state=state, q=q)
    if request.GET.get("export") == "xlsx":
        header = ["文件", "一策一码", "发文字号", "有效性", "推送", "操作", "推到时间", "已试", "上次的结果"]
        return exported(rows, header, _cells, f"推送{one.name}")
    page = page_of(request, rows)
    here = About(one.office.path)
    return show(
        request,
        "desk/exchange/target.html",
        trail=[("上报省库", reverse("desk:exchange")), (one.name, "")],
        one=one,
        page=page,
        rows=[(push, queries.state_of(push), STATES.get(queries.state_of(push), "不需推送")) for push in page.object_list],
        q=q,
        search="标题、文号或一策一码",
        selects=[("state", "推送", state, queries.STATES)],
        filtered=bool(state or q),
        may_manage=allowed(request, Permit.MANAGE_TARGETS, here),
        may_push=one.stopped_at is None and allowed(request, Permit.PUSH_AGAIN, here),
    )


def _cells(push: Push) -> list[object]:
    policy, state = push.policy, queries.state_of(push)
    standing = Status(policy.standing).label if policy.standing else ""
    operation = Operation(push.operation).label if push.operation else ""
    sent = zh_moment(push.sent_at) if push.sent_at else ""
    return [policy.title, policy.code, policy.doc_no, standing, STATES.get(state, ""), operation, sent, push.attempts, push.error]


@staff(Permit.SEE_PUSHES)
def push(request: StaffRequest, pk: int, push: int) -> HttpResponse:
    """One paper at one target with every receipt."""
    one = _find(request, pk)
    found = _find_push(one, push)
    may_push = one.stopped_at is None and allowed(request, Permit.PUSH_AGAIN, About(one.office.path))
    state = queries.state_of(found)
    return show(
        request, "desk/exchange/push.html", trail=[*_trail(one), (found.policy.title, "")],
        one=one, push=found, state=state, words=STATES.get(state, "不需推送"), page=page_of(request, found.receipts.all()), may_push=may_push,
    )  # fmt: skip


@staff(Permit.PUSH_AGAIN, acts=True)
def again(request: StaffRequest, pk: int, push: int) -> HttpResponse:
    one = _find(request, pk)
    found = _find_push(one, push)
    return deed(
        request, NothingForm(request.POST if request.method == "POST" else None), targets.push_again, found,
        title=f"重新推送：{found.policy.title}", says="按现在公开的内容重新推送一次。内容没变时，对方按幂等键认得，不会重复入库。",
        button="重新推送", back=reverse("desk:exchange-push", args=[pk, push]), said="已排入推送。", trail=_trail(one),
    )  # fmt: skip


@staff(Permit.PUSH_AGAIN, acts=True)
def again_all(request: StaffRequest, pk: int) -> HttpResponse:
    """Everything stuck, at once: after the other side was down, or the key was wrong."""
    one = _find(request, pk)
    return deed(
        request, NothingForm(request.POST if request.method == "POST" else None), targets.push_parked, one,
        title=f"重推搁置的文件：{one.name}", says="搁置的文件全部重新推送，每份从头计算次数。", button="全部重推",
        back=reverse("desk:exchange-target", args=[pk]), said="已排入推送。", trail=_trail(one),
    )  # fmt: skip


@staff(Permit.MANAGE_TARGETS, acts=True)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    one = _find(request, pk)
    ask(request, Permit.MANAGE_TARGETS, About(one.office.path))
    form = TargetForm(request.POST or None, initial={"name": one.name, "address": one.address})
    form.fields["key"].required = False
    form.fields["key"].help_text = "不换密钥就不填。"
    return deed(
        request, form, targets.change_target, one, title=f"修改推送目标：{one.name}", button="保存",
        back=reverse("desk:exchange-target", args=[pk]), said="已保存。", trail=_trail(one),
    )  # fmt: skip


@staff(Permit.MANAGE_TARGETS, acts=True)
def stop(request: StaffRequest, pk: int) -> HttpResponse:
    one = _find(request, pk)
    ask(request, Permit.MANAGE_TARGETS, About(one.office.path))
    verb = "恢复" if one.stopped_at else "停用"
    says = "恢复后，停用期间有变化的文件会补推。" if one.stopped_at else "停用后不再推送，已推送的对方仍保留。"
    return deed(
        request, NothingForm(request.POST if request.method == "POST" else None), _stop, one, title=f"{verb}推送目标：{one.name}",
        says=says, button=verb, danger=not one.stopped_at, back=reverse("desk:exchange-target", args=[pk]), said=f"已{verb}。", trail=_trail(one),
    )  # fmt: skip


def _stop(one: Target, *, by: Officer, at: datetime) -> Target:
    return targets.stop_target(one, by=by, at=at)


@staff(Permit.SEE_RECEIVED)
def inbox(request: StaffRequest) -> HttpResponse:
    handling = chosen(request, "handling", list(Handling))
    page = page_of(request, queries.received(request.actor, handling=handling))
    selects = [("handling", "处理", handling, HANDLINGS)]
    return show(request, "desk/exchange/inbox.html", trail=[("下级报送", "")], page=page, selects=selects, filtered=bool(handling))


@staff(Permit.SEE_RECEIVED)
def received(request: StaffRequest, pk: int) -> HttpResponse:
    one = _find_received(request, pk)
    may_take = one.handling == Handling.WAITING and allowed(request, Permit.TAKE_RECEIVED, About(one.office.path))
    text = str(one.content.get("content_text") or "")
    return show(
        request, "desk/exchange/received.html", trail=[("下级报送", reverse("desk:received")), (one.title, "")],
        one=one, facts=_facts(one), paragraphs=text.split("\n") if text else [], earlier=queries.earlier(one), may_take=may_take,
        has_text=one.operation == Operation.UPSERT,
    )  # fmt: skip


def _facts(one: Received) -> list[Fact]:
    content = one.content
    stated = str(content.get("validity") or "")
    issuers = [(content.get("issuer") or {}).get("name"), *content.get("co_issuers", [])]
    validity = Status[stated].label if stated in Status.__members__ else stated
    return [
        Fact("标题", one.title, wide=True),
        Fact("发文机关", "、".join(filter(None, issuers))),
        Fact("发文字号", content.get("doc_no") or ""),
        Fact("索引号", content.get("index_no") or ""),
        Fact("主题分类", (content.get("topic") or {}).get("l1") or ""),
        Fact("公文种类", content.get("doc_kind") or ""),
        Fact("成文日期", content.get("doc_date") or ""),
        Fact("施行日期", content.get("effective_date") or ""),
        Fact("有效期至", content.get("expire_date") or ""),
        Fact("对方所称有效性", validity, why=content.get("validity_because") or ""),
        Fact("对方一策一码", one.code),
        Fact("原文网址", content.get("url") or ""),
        Fact("附件", "、".join(file.get("name", "") for file in content.get("files", [])), wide=True),
        *([Fact("撤回理由", content["reason"], wide=True)] if content.get("reason") else []),
    ]


@staff(Permit.TAKE_RECEIVED, acts=True)
def take(request: StaffRequest, pk: int) -> HttpResponse:
    one = _find_received(request, pk)
    ask(request, Permit.TAKE_RECEIVED, About(one.office.path))
    form = NothingForm(request.POST if request.method == "POST" else None)
    if done(form, receiving.take, one, by=request.officer, at=now()):
        messages.success(request, "已收入导入，识别完就可以确认。")
        return redirect("desk:import-batch", form.result.pk)  # type: ignore[attr-defined]
    says = "作为一件导入交给您确认：对方填的要素带过来，您核对后成为草稿，再送审、签发。对方所称的有效性只作记载，有效性由本库的事实推算。"
    context = {
        "form": form,
        "title": f"收入导入：{one.title}",
        "button": "收入导入",
        "back": reverse("desk:received-one", args=[pk]),
        "says": says,
    }
    return show(request, "desk/deed.html", trail=[("下级报送", reverse("desk:received")), ("收入导入", "")], **context)


@staff(Permit.TAKE_RECEIVED, acts=True)
def set_aside(request: StaffRequest, pk: int) -> HttpResponse:
    one = _find_received(request, pk)
    ask(request, Permit.TAKE_RECEIVED, About(one.office.path))
    return deed(
        request,
        ReasonForm(
            request.POST or None, label="怎样处理的", help_text="报送单位查询回执时会看到。例如：与已入库的某文件重复；已按撤回办理。"
        ),
        _set_aside,
        one,
        title=f"注明处理：{one.title}",
        button="注明",
        back=reverse("desk:received"),
        said="已注明。",
        trail=[("下级报送", reverse("desk:received"))],
    )


def _set_aside(one: Received, *, reason: str, by: Officer, at: datetime) -> Received:
    return receiving.set_aside(one, reason=reason, by=by, at=at)


def _find(request: StaffRequest, pk: int) -> Target:
    found = queries.target(request.actor, pk)
    if found is None:
        raise Http404
    ask(request, Permit.SEE_PUSHES, About(found.office.path))
    return found


def _find_push(one: Target, pk: int) -> Push:
    found = queries.pushes(one).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _find_received(request: StaffRequest, pk: int) -> Received:
    found = queries.received_one(request.actor, pk)
    if found is None:
        raise Http404
    ask(request, Permit.SEE_RECEIVED, About(found.office.path))
    return found


def _trail(one: Target) -> list[tuple[str, str]]:
    return [("上报省库", reverse("desk:exchange")), (one.name, reverse("desk:exchange-target", args=[one.pk]))]
