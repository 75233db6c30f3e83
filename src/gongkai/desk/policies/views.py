"""政策：版次、文本、效力、关系；起草新版、更正、撤回、到期评估."""

from datetime import datetime

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.desk.door import StaffRequest, allowed, ask, chosen, deed, done, exported, page_of, show, staff, text_filter
from gongkai.desk.history import history
from gongkai.desk.plain_forms import ReasonForm
from gongkai.desk.policies.expiring import stage_of
from gongkai.people.models import Officer
from gongkai.people.rules.permits import About
from gongkai.policies import queries, worklists
from gongkai.policies.actions import drafts, publish
from gongkai.policies.actions.standards import standards_on
from gongkai.policies.models import Draft, Edition, Policy
from gongkai.policies.rules.kinds import Category, Visibility
from gongkai.policies.rules.permits import Permit
from gongkai.policies.rules.validity import Status
from gongkai.policies.worklists import DeskPolicy
from gongkai.shared.clock import now, today
from gongkai.shared.refusal import Refused
from gongkai.ui.templatetags.ui import zh_date

CATEGORIES = [(one.value, one.label) for one in Category]
VISIBILITIES = [(one.value, one.label) for one in Visibility]
STANDINGS = [(one.value, one.label) for one in Status]


class NewEditionForm(forms.Form):
    change_note = forms.CharField(
        label="修订说明", max_length=200, help_text="这一版改了什么，公众会看到。", error_messages={"required": "请写明修订说明。"}
    )


@staff(Permit.READ_DRAFTS)
def listing(request: StaffRequest) -> HttpResponse:
    q = text_filter(request)
    visibility = chosen(request, "visibility", [key for key, _ in VISIBILITIES])
    standing = chosen(request, "standing", [key for key, _ in STANDINGS])
    category = chosen(request, "category", [key for key, _ in CATEGORIES])
    rows = worklists.policies(request.actor, q=q, visibility=visibility, standing=standing, category=category)
    if request.GET.get("export") == "xlsx":
        header = ["标题", "一策一码", "类别", "发文字号", "责任单位", "状态", "有效性", "有效性依据", "成文日期", "发布日期"]
        return exported(rows, header, _cells, "政策")
    return show(
        request,
        "desk/policies/list.html",
        trail=[("政策", "")],
        page=page_of(request, rows),
        q=q,
        search="标题、文号或一策一码",
        selects=[
            ("category", "类别", category, CATEGORIES),
            ("visibility", "状态", visibility, VISIBILITIES),
            ("standing", "有效性", standing, STANDINGS),
        ],
        filtered=any((q, visibility, standing, category)),
        today=today(),
    )


def _cells(policy: Policy) -> list[object]:
    standing = Status(policy.standing).label if policy.standing and policy.visibility != Visibility.WITHDRAWN else ""
    return [
        *(policy.title, policy.code, Category(policy.category).label, policy.doc_no, policy.office.name),
        *(Visibility(policy.visibility).label, standing, policy.standing_because, zh_date(policy.formed_on), zh_date(policy.published_on)),
    ]


@staff(Permit.READ_DRAFTS)
def page(request: StaffRequest, code: str) -> HttpResponse:
    one = find_policy(request, code)
    here = About(one.policy.office.path)
    steps = {
        "write": allowed(request, Permit.WRITE, here) and bool(one.published) and one.unfinished is None and one.withdrawal is None,
        "correct": allowed(request, Permit.WRITE, here),
        "withdraw": allowed(request, Permit.WITHDRAW, here) and bool(one.published) and one.withdrawal is None,
    }
    happened = history(one.policy, *one.editions[-3:])
    return show(
        request, "desk/policies/policy.html", trail=[("政策", reverse("desk:policies")), (one.policy.title, "")],
        one=one, policy=one.policy, steps=steps, history=happened, today=today(),
        phase=one.phase(today()) if one.policy.category == Category.POLICY else None,
    )  # fmt: skip


def find_policy(request: StaffRequest, code: str, permit: Permit = Permit.READ_DRAFTS) -> DeskPolicy:
    found = worklists.policy(request.actor, code, today())
    if found is None:
        raise Http404
    ask(request, permit, About(found.policy.office.path))
    return found


def _trail(one: DeskPolicy) -> list[tuple[str, str]]:
    return [("政策", reverse("desk:policies")), (one.policy.title, reverse("desk:policy", args=[one.policy.code]))]


@staff(Permit.READ_DRAFTS)
def text(request: StaffRequest, code: str, edition: int, number: int) -> HttpResponse:
    """One text as published, or as it will stand from a day to come."""
    one = find_policy(request, code)
    found = worklists.text(one.policy, edition, number)
    if found is None:
        raise Http404
    name = f"第 {edition} 版" + (f"第 {number} 次发布" if number > 1 else "")
    return show(
        request, "desk/policies/text.html", trail=[*_trail(one), (name, "")],
        policy=one.policy, edition=found.edition, text=found, name=name, blocks=found.body(), today=today(),
    )  # fmt: skip


@staff(Permit.WRITE, acts=True)
def new_edition(request: StaffRequest, code: str) -> HttpResponse:
    """修订: the next edition begins with the text that stands."""
    one = find_policy(request, code, Permit.WRITE)
    if one.withdrawal:
        raise Refused("这份文件已经撤回，不能起草新版。要重新公开的，请在政策页上选“改正后重新发布”。")
    form = NewEditionForm(request.POST or None)
    if done(form, _start_edition, one, by=request.officer, at=now()):
        return redirect("desk:draft-edit", form.result.pk)  # type: ignore[attr-defined]
    back = reverse("desk:policy", args=[code])
    says = "新版次从现行文本开始起草，发布之前现行版次照常有效。发文字号、成文日期等请在草稿里改成新文件的。"
    context = {"form": form, "title": "起草新版（修订）", "button": "开始起草", "back": back, "says": says}
    return show(request, "desk/deed.html", trail=[*_trail(one), ("起草新版", "")], **context)


def _start_edition(one: DeskPolicy, *, change_note: str, by: Officer, at: datetime) -> Edition:
    published = one.published
    text = worklists.text(one.policy, published[-1].number) if published else None
    if text is None:
        raise Refused("这份文件还没有发布过，直接修改它的草稿即可。")
    facts = text.facts | {"published_on": None, "change_note": change_note}
    return drafts.start_edition(one.policy, facts, text.body(), by=by, at=at)


@staff(Permit.WRITE, acts=True)
def correction(request: StaffRequest, code: str, edition: int) -> HttpResponse:
    """更正 of a published text."""
    one = find_policy(request, code, Permit.WRITE)
    chosen_edition = next((each for each in one.published if each.number == edition), None)
    if chosen_edition is None:
        raise Http404
    form = ReasonForm(request.POST or None, label="更正原因", help_text="公众会看到。例如：原文第三条漏字。")
    if done(form, _correct, chosen_edition, by=request.officer, at=now()):
        return redirect("desk:draft-edit", edition=chosen_edition.pk)
    context = {
        "form": form,
        "title": f"更正第 {edition} 版",
        "button": "开始更正",
        "back": reverse("desk:policy", args=[code]),
        "says": "更正草稿从已公开的文本开始。签发后公众看到更正后的文本，原来的文本连同更正原因一并保留。",
    }
    return show(request, "desk/deed.html", trail=[*_trail(one), ("更正", "")], **context)


def _correct(edition: Edition, *, reason: str, by: Officer, at: datetime) -> Draft:
    return drafts.start_correction(edition, reason=reason, by=by, at=at)


@staff(Permit.WITHDRAW, acts=True)
def withdrawal(request: StaffRequest, code: str) -> HttpResponse:
    one = find_policy(request, code, Permit.WITHDRAW)
    return deed(
        request,
        ReasonForm(request.POST or None, label="撤回理由", help_text="会显示给公众，请写明为什么不宜继续公开。"),
        publish.withdraw,
        one.policy,
        title="撤回",
        says=f"撤回《{one.policy.title}》：全部文本和附件立即从网站、检索和接口中消失，原网址只显示撤回说明和您写的理由；"
        "它对别的文件的废止、修改等作用同时失去。文本在库内留存，以后可以重新发布。",
        button="撤回这份文件",
        danger=True,
        back=reverse("desk:policy", args=[code]),
        said="已撤回。",
        trail=_trail(one),
    )


@staff(Permit.READ_DRAFTS)
def expiring(request: StaffRequest) -> HttpResponse:
    """Policies whose validity ends within a year, the nearest first."""
    day = today()
    page = page_of(request, queries.expiring(request.actor, on=day))
    standards = standards_on(day)
    rows = [(policy, stage_of(policy, day, standards)) for policy in page.object_list]
    return show(request, "desk/policies/expiring.html", trail=[("到期评估", "")], page=page, rows=rows)
