"""政策解读：欠什么、覆盖和及时情况、解读材料、每月速览、问得最多的条款."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import truncatechars
from django.urls import reverse

from gongkai.assistant.asked_clauses import ASKED_DAYS, asked_most
from gongkai.desk.charts import bar_chart
from gongkai.desk.door import StaffRequest, chosen, done, exported, may_somewhere, offices_where, page_of, show, staff, text_filter
from gongkai.desk.interpretations.forms import FORMS, PERSPECTIVES, STAGES, MonthForm
from gongkai.people.models import Officer, Organisation
from gongkai.policies import interpretations, queries
from gongkai.policies.actions import kit
from gongkai.policies.actions.standards import standards_on
from gongkai.policies.interpretations import Coverage
from gongkai.policies.models import Edition
from gongkai.policies.rules import interpreting as rules
from gongkai.policies.rules.kinds import Visibility
from gongkai.policies.rules.kit import clauses
from gongkai.policies.rules.permits import Permit
from gongkai.shared.clock import now, today

MONTHS_BACK = 12
MOST_BARS = 5


@staff(Permit.SEE_INTERPRETATIONS)
def overview(request: StaffRequest) -> HttpResponse:
    """What is owed, the plans in hand, how much is explained and in time."""
    on = today()
    standards = standards_on(on)
    by_office = interpretations.coverage(request.actor, on, standards)
    if request.GET.get("export") == "xlsx":
        header = ["责任单位", "应解读", "已解读", "覆盖率（%）", "可判断时效的", "按时", "及时率（%）"]
        return exported(by_office, header, _cells, "解读覆盖和及时情况")
    whole = sum((one for _, one in by_office), Coverage())
    forms, media = interpretations.forms(request.actor, on)
    shown = sorted(by_office, key=lambda row: -row[1].must)[:MOST_BARS]
    owed = interpretations.owed(request.actor, on, standards)
    return show(
        request,
        "desk/interpretations/overview.html",
        trail=[("政策解读", "")],
        owed=owed,
        earlier=max(0, whole.must - whole.explained - len(owed)),
        plans=list(interpretations.plans(request.actor, is_open=True)[:50]),
        on=on,
        whole=whole,
        by_office=by_office,
        chart=bar_chart(
            [(truncatechars(office.short_name or office.name, 6), (one.must, one.explained)) for office, one in shown],
            ("received", "closed"),
        ),
        forms=forms,
        media=media,
        media_goal=rules.MEDIA_GOAL,
        since=rules.THREE_SYNC_SINCE,
        days=standards.explained_days,
        may_write=may_somewhere(request.actor, Permit.EXPLAIN),
    )


def _cells(row: tuple[Organisation, Coverage]) -> list[object]:
    office, one = row
    return [office.name, one.must, one.explained, one.rate, one.judged, one.in_time, one.timely]


@staff(Permit.SEE_INTERPRETATIONS)
def material(request: StaffRequest) -> HttpResponse:
    """Every explanation of the offices, drafts too."""
    stage, form = chosen(request, "stage", [key for key, _ in STAGES]), chosen(request, "form", [key for key, _ in FORMS])
    who = chosen(request, "perspective", [*(key for key, _ in PERSPECTIVES), rules.Perspective.AI.value])
    q = text_filter(request)
    rows = interpretations.mine(request.actor, q=q, stage=stage, form=form, perspective=who)
    return show(
        request,
        "desk/interpretations/material.html",
        trail=[("政策解读", reverse("desk:interpretations")), ("解读材料", "")],
        page=page_of(request, rows),
        q=q,
        search="解读或者文件的标题",
        selects=[
            ("stage", "阶段", stage, STAGES),
            ("form", "形式", form, FORMS),
            ("perspective", "视角", who, [*PERSPECTIVES, (rules.Perspective.AI.value, rules.Perspective.AI.label)]),
        ],
        filtered=bool(q or stage or form or who),
        public=Visibility.PUBLIC,
    )


@staff(Permit.EXPLAIN, acts=True)
def digest(request: StaffRequest) -> HttpResponse:
    """月度重要政策速览: a draft from the library."""
    offices = offices_where(request, Permit.EXPLAIN)
    form = MonthForm(offices, _months(now()), request.POST or None)
    if done(form, _digested, by=request.officer, at=now()):
        messages.success(request, "已生成草稿。请逐句看过并确认，再送审。")
        return redirect("desk:interpretation", form.result.policy.code)  # type: ignore[attr-defined]
    says = "列出这个月全库公开的政策文件，规章、规范性文件在前，最多 20 件；每件摘几句要点，写明出自哪一条。生成的是草稿，要有人看过并确认才能送审。"
    back = reverse("desk:interpretations")
    context = {"form": form, "title": "生成月度重要政策速览", "button": "生成草稿", "back": back, "says": says}
    return show(request, "desk/deed.html", trail=[("政策解读", back), ("月度速览", "")], **context)


def _months(at: datetime) -> list[tuple[int, int]]:
    """The months that are over, the last one first."""
    count = at.year * 12 + at.month - 1
    return [((count - back) // 12, (count - back) % 12 + 1) for back in range(1, MONTHS_BACK + 1)]


def _digested(*, office: Organisation, month: tuple[int, int], by: Officer, at: datetime) -> Edition:
    return kit.monthly_digest(*month, office=office, by=by, at=at)


@staff(Permit.SEE_INTERPRETATIONS)
def asked(request: StaffRequest) -> HttpResponse:
    """The clauses people ask about most, each with a step to explain it once more."""
    at = now()
    found = asked_most(request.actor, at - timedelta(days=ASKED_DAYS), at)
    texts = queries.bodies([one.edition.pk for one in found], on=at.date())
    names = {edition: {anchor: name for name, anchor in clauses(blocks).items()} for edition, blocks in texts.items()}
    planned = set(interpretations.follow_ups().filter(edition__in=[one.edition for one in found]).values_list("edition", "clause"))
    rows = [
        (one, clause, (one.edition.pk, clause) in planned) for one in found if (clause := names.get(one.edition.pk, {}).get(one.anchor))
    ]
    return show(
        request,
        "desk/interpretations/asked.html",
        trail=[("政策解读", reverse("desk:interpretations")), ("问得最多的条款", "")],
        rows=rows,
        days=ASKED_DAYS,
        may_plan=may_somewhere(request.actor, Permit.PLAN_INTERPRETATION),
    )
