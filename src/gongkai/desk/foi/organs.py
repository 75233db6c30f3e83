"""文书与口径: what an organ's letters say and how its time is counted: templates, its own particulars, 计时口径; and the procedure as it is
enforced."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.desk.door import StaffRequest, allowed, deed, done, may_somewhere, show, staff
from gongkai.desk.foi.forms import line, paragraph
from gongkai.documents.rules.paper import Paper
from gongkai.foi.actions import letters as writing
from gongkai.foi.actions import records
from gongkai.foi.models import ClockChoice, LetterTemplate, OrganSettings
from gongkai.foi.organs import contact_of, doc_code, settings_of, template_of, usual_reconsideration_organ
from gongkai.foi.rules import letters
from gongkai.foi.rules.clock_policies import QUESTIONS, Question
from gongkai.foi.rules.letter_kinds import LetterKind
from gongkai.foi.rules.letter_variables import ABOUT_APPLICANT, HIDES_APPLICANT, REQUIRED, Variable
from gongkai.foi.rules.letters import Template
from gongkai.foi.rules.pace import STEP_LIMITS
from gongkai.foi.rules.permits import WHO_MAY, Permit
from gongkai.foi.rules.stages import Stage, procedure
from gongkai.people.models import Organisation
from gongkai.people.queries import in_tree_order
from gongkai.people.rules.permits import About, Role
from gongkai.shared.clock import now, today
from gongkai.shared.refusal import Refused

FOI = ("依申请公开", "desk:foi")
_ABOUT_LETTER = {Variable.ORGAN, Variable.NUMBER, Variable.DATE, Variable.CONTACT, Variable.RECIPIENT}  # above and below the body


class TemplateForm(forms.Form):
    title = line("标题")
    body = paragraph("正文", "一段一行；大括号里是变量，签发时由系统填写。", rows=18, most=writing.MOST_TEMPLATE)


class SettingsForm(forms.Form):
    """The fields of OrganSettings that letters use."""

    def __init__(self, data: Any, *, own: OrganSettings, usual: str) -> None:
        super().__init__(data, initial={name: getattr(own, name) for name in writing.ORGAN_FIELDS})
        told = {
            "reconsideration_organ": f"不填的，按机构关系为“{usual}”。" if usual else "按机构关系确定不了，请填写。",
            "reconsideration_url": "网上送达的答复必须告知提交行政复议申请的网上渠道。",
            "court": "答复书告知起诉法院，必须填写。",
        }
        for name, label in writing.ORGAN_FIELDS.items():
            most: int = OrganSettings._meta.get_field(name).max_length  # type: ignore[union-attr,assignment]
            self.fields[name] = line(label, told.get(name, ""), required=False, most=most)


class ChoiceForm(forms.Form):
    choice = forms.ChoiceField(label="口径", widget=forms.RadioSelect, error_messages={"required": "请选择一种口径。"})
    why = paragraph("这样确定的理由", "写明依据，例如上级答复、法院判例，以便日后查证。", rows=4)

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["choice"]
        field.label = question.asks
        field.choices = [(one.value, one.label) for one in question.choices]


# —— 哪个机关 ——


@dataclass(frozen=True)
class Kept:
    """The organ whose things are kept here, and all that this officer keeps."""

    organ: Organisation
    organs: list[Organisation]
    applications: str  # the page of the applications; empty for who only keeps the letters

    @property
    def selects(self) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
        if len(self.organs) < 2:
            return []
        return [("organ", "机关", str(self.organ.pk), [(str(one.pk), one.name) for one in self.organs])]

    def address(self, name: str, *args: object) -> str:
        return f"{reverse(name, args=args)}?{urlencode({'organ': self.organ.pk})}"

    @property
    def trail(self) -> list[tuple[str, str]]:
        return [(FOI[0], self.applications), ("文书与口径", self.address("desk:foi-organ"))]


def kept_by(request: StaffRequest, permit: StrEnum) -> Kept:
    """`?organ=` among those where the officer has this permit: one's own offices, for administration those below as well; the first
    without it, 404 for any other. One query."""
    reach = Q(path__in=[path for path in request.actor.offices() if allowed(request, permit, About(path))])
    for path in request.actor.offices(Role.ADMIN):
        reach |= Q(path__startswith=path)
    organs = [one for one in in_tree_order(Organisation.objects.open().filter(reach)) if allowed(request, permit, About(one.path))]
    asked = request.GET.get("organ", "")
    found = next((one for one in organs if not asked or str(one.pk) == asked), None)
    if found is None:
        raise Http404
    return Kept(found, organs, reverse(FOI[1]) if may_somewhere(request.actor, Permit.READ) else "")


@staff(Permit.EDIT_TEMPLATES)
def organ(request: StaffRequest) -> HttpResponse:
    """What the letters say about the organ, its templates, and how it counts."""
    kept = kept_by(request, Permit.EDIT_TEMPLATES)
    own = {row.kind: row for row in LetterTemplate.objects.filter(organ=kept.organ).select_related("by").order_by("version")}
    settings = settings_of(kept.organ)
    usual = usual_reconsideration_organ(kept.organ)
    shown = {name: getattr(settings, name) for name in writing.ORGAN_FIELDS}
    shown["reconsideration_organ"] = shown["reconsideration_organ"] or (f"{usual}（按机构关系）" if usual else "")
    return show(
        request,
        "desk/foi/organ.html",
        trail=[*kept.trail[:1], ("文书与口径", "")],
        kept=kept,
        selects=kept.selects,
        filtered=False,
        code=doc_code(kept.organ, today()),
        particulars=[(label, shown[name]) for name, label in writing.ORGAN_FIELDS.items()],
        settings=settings,
        kinds=[(kind, own.get(kind.value), kept.address("desk:foi-template", kind.value)) for kind in LetterKind],
        edit=kept.address("desk:foi-organ-edit"),
        clock=kept.address("desk:foi-clock"),
        limits=kept.address("desk:foi-limits"),
    )


@staff(Permit.EDIT_TEMPLATES, acts=True)
def organ_edit(request: StaffRequest) -> HttpResponse:
    kept = kept_by(request, Permit.EDIT_TEMPLATES)
    form = SettingsForm(request.POST or None, own=settings_of(kept.organ), usual=usual_reconsideration_organ(kept.organ))
    return deed(
        request,
        form,
        _set_organ(kept.organ),
        title=f"{kept.organ.name}：文书里的本机关信息",
        button="保存",
        back=kept.address("desk:foi-organ"),
        said="已保存，之后签发的文书按新的内容填写。",
        trail=kept.trail,
    )


def _set_organ(organ: Organisation) -> Any:
    return lambda *, by, at, **values: writing.set_organ(organ, values, by=by, at=at)


# —— 文书模板 ——


@staff(Permit.EDIT_TEMPLATES, acts=True)
def template(request: StaffRequest, kind: str) -> HttpResponse:
    """One template: the text in force to edit, the one delivered with the system, what it may name, how a letter will look."""
    kept = kept_by(request, Permit.EDIT_TEMPLATES)
    if kind not in [one.value for one in LetterKind]:
        raise Http404
    letter = LetterKind(kind)
    in_force = template_of(kept.organ, letter)
    form = TemplateForm(request.POST or None, initial={"title": in_force.title, "body": in_force.body})
    looks_only = "preview" in request.POST
    if request.method == "POST" and not looks_only and done(form, _edit(kept.organ, letter), by=request.officer, at=now()):
        messages.success(request, "已保存为新的版本；已签发的文书不变。")
        return redirect(request.get_full_path())
    typed = Template(letter, form.cleaned_data["title"], form.cleaned_data["body"]) if form.is_bound and form.is_valid() else in_force
    paper, wrong = _previewed(kept.organ, letter, typed)
    hidden = ABOUT_APPLICANT if letter.reader in HIDES_APPLICANT else frozenset()
    return show(
        request,
        "desk/foi/template.html",
        trail=[*kept.trail, (letter.label, "")],
        kept=kept,
        letter=letter,
        form=form,
        default=letters.default(letter),
        is_own=in_force != letters.default(letter),
        versions=LetterTemplate.objects.filter(organ=kept.organ, kind=letter).select_related("by"),
        variables=[(one.label, one in REQUIRED[letter]) for one in Variable if one not in hidden | (_ABOUT_LETTER - REQUIRED[letter])],
        paper=paper,
        blocks=paper.blocks if paper else (),
        wrong=wrong,
    )


def _edit(organ: Organisation, kind: LetterKind) -> Any:
    return lambda *, by, at, title, body: writing.edit_template(organ, kind, title, body, by=by, at=at)


def _previewed(organ: Organisation, kind: LetterKind, template: Template) -> tuple[Paper | None, str]:
    """The letter with 〔names〕 where the system will put values; and what is wrong with the template."""
    values: Mapping[Variable, Any] = {
        **{one: f"〔{one.label}〕" for one in Variable},
        Variable.ORGAN: organ.name,
        Variable.DATE: today(),
        Variable.CONTACT: contact_of(organ) or "〔联系方式〕",
        Variable.NUMBER: writing.NOT_NUMBERED,
    }
    hidden = ABOUT_APPLICANT if kind.reader in HIDES_APPLICANT else frozenset()
    try:
        return letters.compose(kind, {one: value for one, value in values.items() if one not in hidden}, template), ""
    except Refused as refused:
        return None, str(refused)


# —— 计时口径 ——


@staff(Permit.SET_POLICIES)
def clock(request: StaffRequest) -> HttpResponse:
    """Every question the law leaves open: what holds at this organ, decided by whom, when and why."""
    kept = kept_by(request, Permit.SET_POLICIES)
    decided: dict[str, list[ClockChoice]] = {}
    for row in ClockChoice.objects.filter(organ=kept.organ).select_related("by").order_by("-id"):
        decided.setdefault(row.question, []).append(row)
    return show(
        request,
        "desk/foi/clock.html",
        trail=[*kept.trail, ("计时口径", "")],
        kept=kept,
        selects=kept.selects,
        filtered=False,
        questions=[
            (question, _labelled(question, decided.get(name, [])), kept.address("desk:foi-clock-choose", name))
            for name, question in QUESTIONS.items()
        ],
    )


@staff(Permit.SET_POLICIES, acts=True)
def choose(request: StaffRequest, question: str) -> HttpResponse:
    kept = kept_by(request, Permit.SET_POLICIES)
    asked = QUESTIONS.get(question)
    if asked is None:
        raise Http404
    newest = ClockChoice.objects.filter(organ=kept.organ, question=question).last()
    form = ChoiceForm(request.POST or None, question=asked, initial={"choice": newest.choice if newest else asked.default.value})
    return deed(
        request,
        form,
        records.choose,
        kept.organ,
        question,
        title="确定计时口径",
        says=f"{kept.organ.name}。{asked.about}没有规定得更细。确定后，在办件的期限会重新计算，期限有变化的会通知承办人。",
        button="确定",
        back=kept.address("desk:foi-clock"),
        said="已确定，在办件的期限正在重新计算。",
        trail=[*kept.trail, ("计时口径", kept.address("desk:foi-clock"))],
    )


def _labelled(question: Question, rows: list[ClockChoice]) -> list[tuple[str, ClockChoice]]:
    labels = {one.value: one.label for one in question.choices}
    return [(labels.get(row.choice, row.choice), row) for row in rows]


# —— 办理程序 ——


@staff(Permit.READ)
def printed(request: StaffRequest) -> HttpResponse:
    """办理程序: the table of moves that the buttons, guards and tests come from, to be printed."""
    who = {Permit(permit): "；".join("且".join(asked.__doc__ or "" for asked in row) for row in rows) for permit, rows in WHO_MAY.items()}
    lines = [text.strip("|").split("|") for text in procedure(who).splitlines() if "---" not in text]
    return show(
        request,
        "desk/foi/procedure.html",
        trail=[(FOI[0], reverse(FOI[1])), ("办理程序", "")],
        head=lines[0],
        rows=lines[1:],
        limits=[(one.name, "、".join(stage.label for stage in Stage if stage in one.stages), one.workdays) for one in STEP_LIMITS],
        on=today(),
    )
