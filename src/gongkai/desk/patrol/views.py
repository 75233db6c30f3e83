"""安全巡查：待处置的发现、决定、批次报告、发起全量巡查."""

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.desk.door import (
    StaffRequest,
    allowed,
    ask,
    chosen,
    deed,
    exported,
    may_over_all,
    page_of,
    press,
    show,
    staff,
)
from gongkai.documents.readers import ocr
from gongkai.people.rules.permits import About
from gongkai.publishing import patrolled
from gongkai.publishing.actions import patrol as acting
from gongkai.publishing.models import PatrolFinding
from gongkai.publishing.rules.hits import Level
from gongkai.publishing.rules.patrol import Choice
from gongkai.publishing.rules.permits import Permit
from gongkai.publishing.rules.publishability import REASON_LENGTH
from gongkai.publishing.subjects import kind_named, kinds
from gongkai.shared.clock import now
from gongkai.ui.templatetags.ui import zh_moment

STATES = [("open", "待处置"), ("decided", "已处置"), ("gone", "已消除")]
LEVELS = [(level.value, f"{level.value}级") for level in Level]
CONSEQUENCES = {
    Choice.KEEP: "经核实可以公开，继续保留",
    Choice.MASK: "脱敏重发：高级别的先撤下，随即生成脱敏的更正稿，审核签发后恢复公开",
    Choice.WITHDRAW: "撤回：立即从网站、检索、订阅和接口撤下，原地址留下说明",
    Choice.ARCHIVE: "归档下沉：撤下并注明已归档，文本和记录留存",
}


class DecisionForm(forms.Form):
    choice = forms.ChoiceField(label="处置", widget=forms.RadioSelect, error_messages={"required": "请选择怎样处置。"})
    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"撤回和归档的理由会显示给公众，不要写个人信息。保留的，至少 {REASON_LENGTH} 个字，说清为什么可以公开。",
        error_messages={"required": "请写明理由。"},
    )

    def __init__(self, *args: object, choices: tuple[Choice, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field: forms.ChoiceField = self.fields["choice"]  # type: ignore[assignment]
        field.choices = [(one.value, CONSEQUENCES[one]) for one in choices]


@staff(Permit.SEE_PATROL)
def listing(request: StaffRequest) -> HttpResponse:
    """What was found in what is public, the most pressing first; and the last patrols."""
    state = chosen(request, "state", [key for key, _ in STATES]) or "open"
    level = chosen(request, "level", [key for key, _ in LEVELS])
    rows = patrolled.findings(request.actor, state=state, level=level)
    if request.GET.get("export") == "xlsx":
        return exported(
            rows, ["级别", "问题", "文件", "位置", "样例", "责任单位", "发现时间", "处置期限", "处置", "理由"], _cells, "巡查发现"
        )
    page = page_of(request, rows)
    return show(
        request,
        "desk/patrol/list.html",
        trail=[("安全巡查", "")],
        page=page,
        lines=_lines(request, page.object_list),
        selects=[("state", "状态", state, STATES), ("level", "级别", level, LEVELS)],
        filtered=bool(level or state != "open"),
        state=state,
        batches=list(patrolled.batches()[:8]),
        may_order=may_over_all(request, Permit.ORDER_PATROL),
    )


def _lines(request: StaffRequest, rows: object) -> list[tuple[PatrolFinding, bool, bool]]:
    """Each with whether it is late and whether this officer decides about it."""
    moment = now()
    return [
        (one, patrolled.is_late(one, moment), one.decided_at is None and one.gone_at is None and _decides(request, one))
        for one in rows  # type: ignore[attr-defined]
    ]


def _decides(request: StaffRequest, one: PatrolFinding) -> bool:
    return allowed(request, Permit.DECIDE_PATROL, About(one.office.path))


def _cells(one: PatrolFinding) -> list[object]:
    decision = getattr(one, "decision", None)
    return [
        one.level,
        one.message,
        one.title,
        one.where,
        one.sample,
        one.office.name,
        zh_moment(one.found_at),
        zh_moment(one.due_at),
        decision.get_choice_display() if decision else "",
        decision.reason if decision else "",
    ]


@staff(Permit.SEE_PATROL)
def batch(request: StaffRequest, pk: int) -> HttpResponse:
    """The report of one patrol."""
    one = patrolled.batches().filter(pk=pk).first()
    if one is None:
        raise Http404
    rows = patrolled.findings(request.actor, batch=one)
    if request.GET.get("export") == "xlsx":
        return exported(
            rows, ["级别", "问题", "文件", "位置", "样例", "责任单位", "发现时间", "处置期限", "处置", "理由"], _cells, "巡查报告"
        )
    page = page_of(request, rows)
    return show(
        request,
        "desk/patrol/batch.html",
        trail=[("安全巡查", reverse("desk:patrol")), (str(one), "")],
        one=one,
        report=patrolled.report(one, request.actor, now()),
        kinds=[kind.label for kind in kinds() if kind.is_patrolled],
        read=one.pictures - one.pictures_unread,
        reads_pictures=ocr.available(),
        asks_links=settings.CHECK_LINKS,
        page=page,
        lines=_lines(request, page.object_list),
    )


@staff(Permit.DECIDE_PATROL, acts=True)
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    one = patrolled.findings(request.actor).filter(pk=pk).first()
    if one is None:
        raise Http404
    ask(request, Permit.DECIDE_PATROL, About(one.office.path))
    return deed(
        request,
        DecisionForm(request.POST or None, choices=_choices(request, one)),
        acting.decide,
        one,
        title="处置巡查发现",
        says=f"《{one.title}》{one.where}：{one.message}（{one.sample}）。{one.advice}。{_mend(one)}",
        button="决定",
        danger=True,
        back=reverse("desk:patrol"),
        said="已处置。",
        trail=[("安全巡查", reverse("desk:patrol"))],
    )


def _choices(request: StaffRequest, one: PatrolFinding) -> tuple[Choice, ...]:
    """Whoever wrote it or let it pass does not decide that it may stay."""
    may_keep = allowed(request, Permit.KEEP_FOUND, About(one.office.path, writers=patrolled.answerable_for(one)))
    return tuple(choice for choice in acting.choices_for(one) if choice is not Choice.KEEP or may_keep)


def _mend(one: PatrolFinding) -> str:
    kind = kind_named(one.about)
    return f"{kind.mend}改好以后，下一次巡查自动消除。" if kind and kind.mend else ""


@staff(Permit.ORDER_PATROL, acts=True)
def order(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("desk:patrol")
    return press(request, acting.order, back=reverse("desk:patrol"), said="已开始全量巡查，结果陆续列在下面。")
