"""文件清理：部署、提意见、复核、结果."""

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
    picked,
    show,
    staff,
)
from gongkai.desk.imports.confirming import one_by_one
from gongkai.desk.plain_forms import NothingForm, ReasonForm
from gongkai.people.models import Officer
from gongkai.people.queries import in_tree_order, subtree
from gongkai.people.rules.permits import About
from gongkai.policies import clearing
from gongkai.policies.actions import campaigns
from gongkai.policies.models import Campaign, CampaignItem
from gongkai.policies.rules.campaigns import State, Verdict, is_overdue, together
from gongkai.policies.rules.kinds import DocumentClass
from gongkai.policies.rules.permits import Permit
from gongkai.policies.rules.topics import TOPICS
from gongkai.policies.rules.validity import Status
from gongkai.shared.clock import now, today
from gongkai.ui.fields import day

STATES = [(one.value, one.label) for one in State]
VERDICTS = [(one.value, one.label) for one in Verdict]


class CampaignForm(forms.Form):
    name = forms.CharField(label="名称", max_length=120, help_text="例如：2026年度行政规范性文件清理。")
    office = forms.ChoiceField(label="组织单位", help_text="清理它自己和下级机关的文件。")
    classes = forms.MultipleChoiceField(
        label="文件类别",
        choices=[(one.value, one.label) for one in DocumentClass],
        initial=[DocumentClass.NORMATIVE.value],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一类文件。"},
    )
    in_force_on = day("现行有效截至", "这一天有效的文件都要清理。")
    formed_before = day("成文早于", "只清理较早的文件时填写，不填则不限。", required=False)
    topic_l1 = forms.ChoiceField(label="主题分类", required=False, choices=[("", "全部"), *((one, one) for one in TOPICS)])
    offices = forms.MultipleChoiceField(
        label="只清理这些机关",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text="不选则包括组织单位和全部下级机关；选几个的，按住 Ctrl 点选。",
    )
    due_on = day("截止日期", "各单位提出意见并复核完毕的日期。")
    note = forms.CharField(label="要求", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, request: StaffRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = {str(one.pk): one for one in offices_where(request, Permit.ORDER_CAMPAIGN)}
        self.below = {str(one.pk): one for office in self.own.values() for one in in_tree_order(subtree(office))}
        self.fields["office"].choices = [(key, one.name) for key, one in self.own.items()]  # type: ignore[attr-defined]
        self.fields["offices"].choices = [(key, one.name) for key, one in self.below.items()]  # type: ignore[attr-defined]

    def clean_office(self) -> Any:
        return self.own[self.cleaned_data["office"]]

    def clean_offices(self) -> list[Any]:
        return [self.below[key] for key in self.cleaned_data["offices"]]


class DecisionForm(forms.Form):
    verdict = forms.ChoiceField(label="清理意见", choices=VERDICTS, widget=forms.RadioSelect, error_messages={"required": "请选一项意见。"})
    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="例如：上位法已修改，第三条与之不一致；或者：任务已完成。",
        error_messages={"required": "请写明理由。"},
    )


@staff(Permit.SEE_CAMPAIGNS)
def listing(request: StaffRequest) -> HttpResponse:
    page = page_of(request, clearing.campaigns(request.actor))
    progress, on = clearing.progress_of(list(page.object_list)), today()
    rows = [(one, progress[one.pk], is_overdue(one.due_on, progress[one.pk], on)) for one in page.object_list]
    may_order = may_somewhere(request.actor, Permit.ORDER_CAMPAIGN)
    return show(request, "desk/policies/campaigns.html", trail=[("文件清理", "")], page=page, rows=rows, may_order=may_order)


@staff(Permit.ORDER_CAMPAIGN, acts=True)
def new(request: StaffRequest) -> HttpResponse:
    form = CampaignForm(request, request.POST or None, initial={"in_force_on": today()})
    if form.is_bound and form.is_valid():
        office = form.cleaned_data.pop("office")
        if done(form, campaigns.order, office, by=request.officer, at=now()):
            messages.success(request, "已部署，各单位会收到通知。")
            return redirect("desk:campaign", form.result.pk)  # type: ignore[attr-defined]
    says = "部署后，范围内每一份文件由责任单位提出意见、另一人复核。意见本身不改变文件的有效性，公布清理结果的文件签发后才改变。"
    context = {"form": form, "title": "部署文件清理", "button": "部署", "back": reverse("desk:campaigns"), "says": says}
    return show(request, "desk/deed.html", trail=[("文件清理", reverse("desk:campaigns")), ("部署", "")], **context)


@staff(Permit.SEE_CAMPAIGNS)
def campaign(request: StaffRequest, pk: int) -> HttpResponse:
    """How far each office has come, and the papers."""
    one, on = _find(request, pk), today()
    by_office = clearing.progress_by_office(request.actor, one)
    total = together(progress for _, progress in by_office)
    filters = {
        "state": chosen(request, "state", list(State)),
        "verdict": chosen(request, "verdict", list(Verdict)),
        "office": chosen(request, "office", [str(office.pk) for office, _ in by_office]),
    }
    page = page_of(request, clearing.items(request.actor, one, **filters), 50)
    offices = [(str(office.pk), office.name) for office, _ in by_office]
    here = About(one.office.path)
    return show(
        request,
        "desk/policies/campaign.html",
        trail=[("文件清理", reverse("desk:campaigns")), (one.name, "")],
        one=one,
        by_office=by_office,
        total=total,
        overdue=one.called_off_at is None and is_overdue(one.due_on, total, on),
        days_left=(one.due_on - on).days,
        classes=[DocumentClass(value).label for value in one.scope["classes"]],
        page=page,
        selects=[
            ("state", "进度", filters["state"], STATES),
            ("verdict", "意见", filters["verdict"], VERDICTS),
            *([("office", "责任单位", filters["office"], offices)] if len(offices) > 1 else []),
        ],
        filtered=any(filters.values()),
        may_decide=one.called_off_at is None and may_somewhere(request.actor, Permit.DECIDE_CAMPAIGN),
        may_check=one.called_off_at is None and may_somewhere(request.actor, Permit.CHECK_CAMPAIGN),
        may_call_off=one.called_off_at is None and allowed(request, Permit.ORDER_CAMPAIGN, here),
        may_draft=one.called_off_at is None and total.is_done and one.result_id is None and allowed(request, Permit.WRITE, here),
    )


@staff(Permit.DECIDE_CAMPAIGN, acts=True)
def decide(request: StaffRequest, pk: int, item: int) -> HttpResponse:
    one, found = _find_item(request, pk, item, Permit.DECIDE_CAMPAIGN)
    standing = f"{Status(found.policy.standing).label}：{found.policy.standing_because}" if found.policy.standing else ""
    returned = f"退回意见：{found.returned}。" if found.returned else ""
    return deed(
        request,
        DecisionForm(request.POST or None, initial={"verdict": found.verdict, "reason": found.reason}),
        campaigns.decide,
        found,
        title=f"清理意见：{found.policy.title}",
        says=f"{returned}现在的有效性——{standing}。意见要由另一人复核。",
        button="提出意见",
        back=_page(one),
        said="已提出意见，等另一人复核。",
        trail=_trail(one),
    )


@staff(Permit.CHECK_CAMPAIGN, acts=True)
def check(request: StaffRequest, pk: int, item: int) -> HttpResponse:
    one, found = _find_item(request, pk, item, Permit.CHECK_CAMPAIGN)
    proposed = f"{found.proposed_by.name}提出：{Verdict(found.verdict).label}。理由：{found.reason}" if found.proposed_by else ""
    return deed(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        campaigns.check,
        found,
        title=f"复核清理意见：{found.policy.title}",
        says=proposed or "这一件还没有提出意见。",
        button="复核通过",
        back=_page(one),
        said="已复核。",
        trail=_trail(one),
    )


@staff(Permit.CHECK_CAMPAIGN, acts=True)
def send_back(request: StaffRequest, pk: int, item: int) -> HttpResponse:
    one, found = _find_item(request, pk, item, Permit.CHECK_CAMPAIGN)
    return deed(
        request, ReasonForm(request.POST or None, label="退回意见"), campaigns.send_back, found,
        title=f"退回清理意见：{found.policy.title}", button="退回", back=_page(one), said="已退回。", trail=_trail(one),
    )  # fmt: skip


@staff(Permit.SEE_CAMPAIGNS, acts=True)
def many(request: StaffRequest, pk: int) -> HttpResponse:
    """One opinion for the papers ticked, or a check of their opinions; each has its own result."""
    one = _find(request, pk)
    if request.method != "POST":
        return redirect(_page(one))
    rows = list(clearing.items(request.actor, one).filter(pk__in=picked(request, "item")))
    if not rows:
        messages.error(request, "请先勾选文件。")
    elif request.POST.get("act") == "check":
        one_by_one(request, rows, lambda each: campaigns.check(each, by=request.officer, at=now()), said="已复核 {} 件。")
    else:
        form = DecisionForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            one_by_one(
                request, rows, lambda each: campaigns.decide(each, **given, by=request.officer, at=now()), said="已对 {} 件提出意见。"
            )
        else:
            messages.error(request, "请选一项意见，并写明理由。")
    return redirect(_page(one))


@staff(Permit.SEE_CAMPAIGNS)
def result(request: StaffRequest, pk: int) -> HttpResponse:
    """清理结果: the lists, with whether each opinion was carried out; to print, or as XLSX."""
    one = _find(request, pk)
    rows = clearing.items(request.actor, one, state=State.CHECKED)
    if request.GET.get("export") == "xlsx":
        followed = {each.item.pk: each.follow_up.label for each in clearing.followed(one, rows)}
        header = ["清理意见", "文件名称", "发文字号", "责任单位", "成文日期", "有效性", "理由", "提出", "复核", "落实情况"]
        return exported(rows.order_by("verdict", "office__path", "pk"), header, lambda each: _cells(each, followed), f"{one.name}结果")
    lists: dict[str, list[Any]] = {verdict: [] for verdict in Verdict}
    for each in clearing.followed(one, rows):
        lists[each.item.verdict].append(each)
    trail = [*_trail(one), ("清理结果", "")]
    shown = [(Verdict(verdict).label, found) for verdict, found in lists.items()]
    left = together(progress for _, progress in clearing.progress_by_office(request.actor, one))
    return show(request, "desk/policies/campaign_result.html", trail=trail, one=one, lists=shown, total=left, checked=left.checked)


def _cells(item: CampaignItem, followed: dict[int, str]) -> list[object]:
    policy = item.policy
    return [
        *(Verdict(item.verdict).label, policy.title, policy.doc_no, item.office.name, policy.formed_on, Status(policy.standing).label),
        *(item.reason, item.proposed_by and item.proposed_by.name, item.checked_by and item.checked_by.name, followed[item.pk]),
    ]


@staff(Permit.WRITE, acts=True)
def draft_result(request: StaffRequest, pk: int) -> HttpResponse:
    one = _find(request, pk)
    ask(request, Permit.WRITE, About(one.office.path))
    form = NothingForm(request.POST if request.method == "POST" else None)
    if done(form, campaigns.draft_result, one, by=request.officer, at=now()):
        messages.success(request, "草稿已生成，请核对后送审。签发公开之日，废止和失效才生效。")
        return redirect("desk:draft", form.result.pk)  # type: ignore[attr-defined]
    says = "按复核过的意见生成一份“关于公布文件清理结果的决定”草稿，附四类目录，并声明对每一份文件的废止、宣布失效。它和别的文件一样要送审、签发。"
    context = {"form": form, "title": "起草清理结果", "button": "生成草稿", "back": _page(one), "says": says}
    return show(request, "desk/deed.html", trail=[*_trail(one), ("起草清理结果", "")], **context)


@staff(Permit.ORDER_CAMPAIGN, acts=True)
def call_off(request: StaffRequest, pk: int) -> HttpResponse:
    one = _find(request, pk)
    ask(request, Permit.ORDER_CAMPAIGN, About(one.office.path))
    return deed(
        request, ReasonForm(request.POST or None, label="终止理由"), _call_off, one, title="终止这次清理",
        says="各单位不再收到提醒，也不能再提意见；已经提出的意见仍可查看。", button="终止", danger=True,
        back=_page(one), said="已终止。", trail=_trail(one),
    )  # fmt: skip


def _call_off(one: Campaign, *, reason: str, by: Officer, at: datetime) -> Campaign:
    return campaigns.call_off(one, reason=reason, by=by, at=at)


def _find(request: StaffRequest, pk: int) -> Campaign:
    found = clearing.campaign(request.actor, pk)
    if found is None:
        raise Http404
    return found


def _find_item(request: StaffRequest, pk: int, item: int, permit: Permit) -> tuple[Campaign, CampaignItem]:
    one = _find(request, pk)
    found = clearing.item(request.actor, one, item)
    if found is None:
        raise Http404
    ask(request, permit, About(found.office.path, written_by=found.proposed_by_id if permit is Permit.CHECK_CAMPAIGN else None))
    return one, found


def _page(one: Campaign) -> str:
    return reverse("desk:campaign", args=[one.pk])


def _trail(one: Campaign) -> list[tuple[str, str]]:
    return [("文件清理", reverse("desk:campaigns")), (one.name, _page(one))]
