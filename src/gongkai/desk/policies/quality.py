"""文件库质量：全量覆盖、要素齐全、格式规范，全链条完整程度；和据以检查的本库规则."""

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from gongkai.desk.door import StaffRequest, allowed, chosen, deed, exported, page_of, show, staff
from gongkai.people.models import Officer
from gongkai.people.rules.permits import About
from gongkai.policies import quality
from gongkai.policies.actions.standards import set_standards, standards_on
from gongkai.policies.models import Policy, RuleVersion
from gongkai.policies.rules.facts import LABELS
from gongkai.policies.rules.kinds import DocumentClass
from gongkai.policies.rules.permits import Permit
from gongkai.policies.rules.quality import Measures, percent
from gongkai.policies.rules.standards import ALWAYS, MAY_BE_REQUIRED, Standards, from_data, put_in_order
from gongkai.policies.rules.validity import Status
from gongkai.shared.clock import today
from gongkai.ui.fields import day
from gongkai.ui.pieces import Fact

LACKS = [(name, LABELS[name]) for name in MAY_BE_REQUIRED if name not in ALWAYS]
MISFORMED = [(name, LABELS[name]) for name in quality.MISFORMED]


def _shares(one: Measures) -> list[tuple[int | None, int]]:
    """(percent, how many are short of it) for each measure of the table."""
    pairs = ((one.complete, one.total), (one.well_formed, one.total), (one.linked, one.total), (one.in_time, one.judged))
    return [(percent(part, whole), whole - part) for part, whole in pairs]


@staff(Permit.SEE_QUALITY)
def page(request: StaffRequest) -> HttpResponse:
    on = today()
    whole, *offices = quality.measures(request.actor, on=on)
    rows = [(one.office.name if one.office else "", one.measures) for one in offices]
    if request.GET.get("export") == "xlsx":
        header = [
            "责任单位",
            "质量分",
            "文件",
            "要素齐全",
            "格式规范",
            "有依据",
            "有解读",
            "有修订",
            "可判断时效的",
            "按时公开",
            "近30天",
            "最近更新",
        ]
        return exported(rows, header, _cells, "文件库质量")
    measures = whole.measures
    return show(
        request,
        "desk/policies/quality.html",
        trail=[("文件库质量", "")],
        whole=measures,
        shares=_shares(measures),
        rows=[(name, one, _shares(one)) for name, one in rows],
        stages=[
            (label, part, percent(part, measures.total))
            for label, part in (
                ("文件发布", measures.total), ("政策依据", measures.based), ("政策解读", measures.interpreted), ("历次修订", measures.revised)
            )
        ],
        by_fact=[(name, LABELS[name], of, lacks) for name, of, lacks in quality.by_fact(request.actor, on=on)],
        by_form=[(name, LABELS[name], n) for name, n in quality.by_form(request.actor)],
        doubled=quality.doubled_index_numbers(request.actor),
        gaps=quality.coverage(request.actor),
        standards=standards_on(on),
    )  # fmt: skip


def _cells(row: tuple[str, Measures]) -> list[object]:
    name, one = row
    counts = (one.total, one.complete, one.well_formed, one.based, one.interpreted, one.revised, one.judged, one.in_time, one.recent)
    return [name, one.score, *counts, one.updated_on]


@staff(Permit.SEE_QUALITY)
def papers(request: StaffRequest) -> HttpResponse:
    """The papers behind a figure."""
    lacks = chosen(request, "lacks", [name for name, _ in LACKS])
    misformed = chosen(request, "form", [name for name, _ in MISFORMED])
    rows = quality.shortcomings(request.actor, on=today(), field=lacks, misformed=misformed)
    if request.GET.get("export") == "xlsx":
        return exported(rows, ["文件", "一策一码", "发文字号", "责任单位", "有效性", "成文日期"], _paper, "需补齐的文件")
    return show(
        request,
        "desk/policies/quality_papers.html",
        trail=[("文件库质量", reverse("desk:quality")), ("需补齐的文件", "")],
        page=page_of(request, rows),
        selects=[("lacks", "缺少", lacks, LACKS), ("form", "格式不规范", misformed, MISFORMED)],
        filtered=bool(lacks or misformed),
    )


def _paper(policy: Policy) -> list[object]:
    return [policy.title, policy.code, policy.doc_no, policy.office.name, Status(policy.standing).label, policy.formed_on]


class RulesForm(forms.Form):
    """One version of the rules; what is always needed is not asked."""

    effective_from = day("自哪一天起", "今天或以后；以前的检查按当时的规则。")
    longest_years = forms.IntegerField(label="规范性文件有效期上限（年）", min_value=1, max_value=30)
    longest_trial_years = forms.IntegerField(label="暂行、试行的上限（年）", min_value=1, max_value=30)
    reminder_months = forms.CharField(
        label="届满前提醒（月）", max_length=40, help_text="用顿号隔开，例如 12、6、3、1；6 个月的一档是届满评估。"
    )
    reminded_days = forms.IntegerField(label="提前通知责任单位（天）", min_value=1, max_value=366)
    explained = forms.MultipleChoiceField(
        label="均要解读的文件类别",
        required=False,
        choices=[(one.value, one.label) for one in DocumentClass],
        widget=forms.CheckboxSelectMultiple,
        help_text="没有解读方案和合格的解读材料就不能送审、签发。其他类别的文件，制定了解读方案的也照此办理。",
    )
    explained_days = forms.IntegerField(label="解读最迟在公开后（工作日）", min_value=0, max_value=20, help_text="0 表示与文件同一天。")
    note = forms.CharField(
        label="依据与说明", max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text="例如：省政策文件库管理细则第几条。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in DocumentClass:
            self.fields[f"needed_{one.value}"] = forms.MultipleChoiceField(
                label=f"{one.label}的必填要素",
                required=False,
                choices=LACKS,
                widget=forms.CheckboxSelectMultiple,
                help_text="标题、发文机关、公开属性总是必填。",
            )
        self.order_fields(["effective_from", *(f"needed_{one.value}" for one in DocumentClass)])


def _initial(standards: Standards) -> dict[str, Any]:
    needed = {f"needed_{one.value}": list(names) for one, names in standards.needed.items()}
    months = "、".join(map(str, standards.reminder_months))
    names = ("longest_years", "longest_trial_years", "reminded_days", "explained", "explained_days")
    return needed | {"reminder_months": months, "effective_from": today()} | {name: getattr(standards, name) for name in names}


@staff(Permit.SEE_QUALITY)
def rules(request: StaffRequest) -> HttpResponse:
    """Every version, the newest first, and the one that counts."""
    page = page_of(request, RuleVersion.objects.select_related("set_by"))
    rows = [(one, in_words(from_data(one.number, one.data))) for one in page.object_list]
    now_ = standards_on(today())
    may_set = allowed(request, Permit.SET_RULES, About(""))
    trail = [("文件库质量", reverse("desk:quality")), ("本库规则", "")]
    return show(request, "desk/policies/rules.html", trail=trail, page=page, rows=rows, now=now_, words=in_words(now_), may_set=may_set)


def in_words(standards: Standards) -> list[Fact]:
    """A version as people read it."""
    needed = [Fact(f"{one.label}必填", "、".join(LABELS[name] for name in names), wide=True) for one, names in standards.needed.items()]
    return [
        *needed,
        Fact("有效期上限", f"{standards.longest_years} 年；暂行、试行的 {standards.longest_trial_years} 年"),
        Fact("届满前提醒", "、".join(map(str, standards.reminder_months)) + " 个月"),
        Fact("提前通知责任单位", f"{standards.reminded_days} 天"),
        Fact("均要解读", "、".join(DocumentClass(one).label for one in standards.explained) or "没有规定"),
        Fact("解读最迟在公开后", f"{standards.explained_days} 个工作日"),
    ]


@staff(Permit.SET_RULES, acts=True)
def new_rules(request: StaffRequest) -> HttpResponse:
    return deed(
        request,
        RulesForm(request.POST or None, initial=_initial(standards_on(today()))),
        _set,
        title="制定新版规则",
        says="自所填的一天起，送审和签发按新规则检查；已公开的文件不受影响，只在“文件库质量”里列出缺什么。旧版本保留。",
        button="制定",
        back=reverse("desk:rules"),
        said="新版规则已制定，全过程记入日志。",
        trail=[("文件库质量", reverse("desk:quality")), ("本库规则", reverse("desk:rules"))],
    )


def _set(*, effective_from: date, note: str, by: Officer, at: datetime, **given: Any) -> RuleVersion:
    months = tuple(int(one) for one in re.findall(r"\d{1,3}", given["reminder_months"]))
    needed = {one: put_in_order(given[f"needed_{one.value}"]) for one in DocumentClass}
    years = (given["longest_years"], given["longest_trial_years"])
    explained = tuple(given["explained"])
    standards = Standards(0, needed, *years, months, given["reminded_days"], explained, given["explained_days"])
    return set_standards(standards, effective_from=effective_from, note=note, by=by, at=at)
