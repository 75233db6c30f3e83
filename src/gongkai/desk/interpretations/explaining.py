"""一份文件的解读：方案、免予解读、要点、材料；一篇解读：怎么讲、质检、确认、看图."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.assistant.asked_clauses import ASKED_DAYS, asked_most
from gongkai.desk.door import NotPermitted, StaffRequest, allowed, ask, deed, done, show, staff
from gongkai.desk.drafts.playing import played
from gongkai.desk.interpretations.forms import BeginForm, ExemptForm, KitForm, PlanForm, SeenForm, TellingForm, plan_with, told
from gongkai.desk.plain_forms import NothingForm, ReasonForm
from gongkai.documents.writers.poster import Poster
from gongkai.people.models import Officer
from gongkai.people.queries import reach_of
from gongkai.people.rules.permits import About
from gongkai.policies import interpretations, picturing, worklists
from gongkai.policies.actions import interpreting, kit, three_sync
from gongkai.policies.actions.reviewed import about
from gongkai.policies.drawing import drawn_or_asked
from gongkai.policies.models import Draft, Edition, Interpretation, InterpretationPlan
from gongkai.policies.rules.interpreting import AFTERWARDS, Form, Point, Stage
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.kit import clauses, minutes, unsourced
from gongkai.policies.rules.permits import Permit
from gongkai.shared.clock import now, today
from gongkai.shared.refusal import Refused

HOME = ("政策解读", "desk:interpretations")


def find_edition(request: StaffRequest, pk: int, *, every_category: bool = False) -> Edition:
    """An edition of a policy of one's offices, or one whose plan names one of them as its drafter; else 404."""
    reach = reach_of(request.actor, "policy__office") | reach_of(request.actor, "plans__office")
    found = Edition.objects.filter(reach, pk=pk).select_related("policy__office").distinct().first()
    if found is None or (found.policy.category != Category.POLICY and not every_category):
        raise Http404
    return found


def find_explanation(request: StaffRequest, code: str) -> Interpretation:
    found = interpretations.explanation(request.actor, code)
    if found is None:
        raise Http404
    return found


def _trail(title: str, *steps: tuple[str, str]) -> list[tuple[str, str]]:
    return [(HOME[0], reverse(HOME[1])), *steps, (title, "")]


def _of(edition: Edition) -> tuple[str, str]:
    return (edition.title, reverse("desk:explain", args=[edition.pk]))


# —— an edition ——


@staff(Permit.SEE_INTERPRETATIONS)
def edition(request: StaffRequest, pk: int) -> HttpResponse:
    """Whether it must be explained, the plans, the material, and what the kit finds in it."""
    found = find_edition(request, pk)
    facts, _ = three_sync.what_it_says(found)
    standing = three_sync.standing_of(found, facts, on=today())
    plans = list(interpretations.plans(request.actor).filter(edition=found))
    here = About(found.policy.office.path)
    draft = Draft.objects.filter(edition=found).select_related("edition__policy__office").first()
    return show(
        request,
        "desk/interpretations/edition.html",
        trail=_trail(found.title),
        edition=found,
        has_draft=draft is not None,
        standing=standing,
        plans=[(one, allowed(request, Permit.EXPLAIN, About(one.office.path))) for one in plans],
        material=[(one, three_sync.checks_of(one)) for one in interpretations.of_edition(request.actor, found.pk)],
        points=kit.points_of(found),
        may_plan=allowed(request, Permit.PLAN_INTERPRETATION, here),
        may_exempt=standing.exemption is None and allowed(request, Permit.EXEMPT, about(draft) if draft else here),
    )


@staff(Permit.PLAN_INTERPRETATION, acts=True)
def plan(request: StaffRequest, pk: int) -> HttpResponse:
    """解读方案; `?clause=` comes from the list of what is asked most; how often, is counted here."""
    found = find_edition(request, pk)
    ask(request, Permit.PLAN_INTERPRETATION, About(found.policy.office.path))
    clause = request.GET.get("clause", "")[:60]
    because = _asked_about(request, found, clause) if clause else ""
    return deed(
        request,
        PlanForm(found, request.POST or None, initial=_initial(found, clause), because=because),
        plan_with(found, because),
        title="解读方案",
        says=f"《{found.title}》。{because}",
        button="保存方案",
        back=reverse("desk:explain", args=[pk]),
        said="方案已保存。",
        trail=_trail("解读方案", _of(found))[:-1],
    )


def _asked_about(request: StaffRequest, found: Edition, clause: str) -> str:
    at = now()
    _, blocks = three_sync.what_it_says(found)
    anchor = clauses(blocks).get(clause)
    asked = asked_most(request.actor, at - timedelta(days=ASKED_DAYS), at)
    times = next((one.times for one in asked if one.edition.pk == found.pk and one.anchor == anchor), 0)
    return f"近 {ASKED_DAYS} 天有 {times} 次问到这一条" if times else ""


def _initial(found: Edition, clause: str) -> dict[str, Any]:
    if clause:
        return {"stage": Stage.FOLLOW.value, "clause": clause, "office": str(found.policy.office_id), "due_on": today()}
    before = InterpretationPlan.objects.filter(edition=found).exclude(stage__in=list(AFTERWARDS)).first()
    if before is None:
        return {"office": str(found.policy.office_id), "due_on": found.published_on or today()}
    same = {name: getattr(before, name) for name in ("stage", "interpreter", "channels", "outline", "due_on")}
    return same | {"office": str(before.office_id), "forms_": before.forms}


@staff(Permit.EXEMPT, acts=True)
def exempt(request: StaffRequest, pk: int) -> HttpResponse:
    found = find_edition(request, pk, every_category=True)
    draft = Draft.objects.filter(edition=found).select_related("edition__policy__office").first()
    ask(request, Permit.EXEMPT, about(draft) if draft else About(found.policy.office.path, written_by=found.created_by_id))
    return deed(
        request,
        ExemptForm(request.POST or None),
        interpreting.exempt,
        found,
        title="免予解读",
        says=f"同意后《{found.title}》没有解读方案和材料也可以送审、签发，只对现在的文字有效。情形、理由和您的姓名记入日志。",
        button="同意免予解读",
        danger=True,
        back=reverse("desk:explain" if found.policy.category == Category.POLICY else "desk:draft", args=[pk]),
        said="已同意免予解读。",
        trail=_trail("免予解读", _of(found))[:-1],
    )


@staff(Permit.EXEMPT, acts=True)
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    found = find_edition(request, pk)
    ask(request, Permit.EXEMPT, About(found.policy.office.path))
    exemption = getattr(found, "exemption", None)
    if exemption is None:
        raise Refused("这一版没有免予解读。")
    return deed(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        interpreting.take_back_exemption,
        exemption,
        title="取消免予解读",
        says=f"取消后《{found.title}》要按规定解读。",
        button="取消免予解读",
        danger=True,
        back=reverse("desk:explain", args=[pk]),
        said="已取消。",
        trail=_trail("取消免予解读", _of(found))[:-1],
    )


def find_plan(request: StaffRequest, pk: int) -> InterpretationPlan:
    found = interpretations.plan(request.actor, pk)
    if found is None:
        raise Http404
    try:
        ask(request, Permit.EXPLAIN, About(found.office.path))
    except NotPermitted:
        raise NotPermitted(f"谁起草、谁解读：这份方案由{found.office.name}的采编人员起草材料。") from None
    return found


@staff(Permit.EXPLAIN, acts=True)
def begin(request: StaffRequest, pk: int) -> HttpResponse:
    """A blank explanation under a plan."""
    found = find_plan(request, pk)
    first = found.forms[0] if found.forms else Form.TEXT.value
    form = BeginForm(request.POST or None, initial={"title": f"《{found.edition.title}》解读"[:200], "form": first})
    if done(form, _begun(found), by=request.officer, at=now()):
        messages.success(request, "已开始。写好正文后回到这里看质检。")
        return redirect("desk:draft-edit", form.result.pk)  # type: ignore[attr-defined]
    context = {"form": form, "title": "起草解读", "button": "开始起草", "back": reverse("desk:explain", args=[found.edition_id])}
    return show(request, "desk/deed.html", trail=_trail("起草解读", _of(found.edition)), **context)


def _begun(found: InterpretationPlan) -> Any:
    def step(*, title: str, by: Officer, at: datetime, **given: Any) -> Edition:
        return interpreting.begin(found, told(given), title=title, by=by, at=at)

    return step


@staff(Permit.EXPLAIN, acts=True)
def draft_by_kit(request: StaffRequest, pk: int) -> HttpResponse:
    """Drafted by the system from the paper's own sentences."""
    found = find_plan(request, pk)
    form = KitForm(request.POST or None)
    if done(form, kit.draft, found, by=request.officer, at=now()):
        messages.success(request, "已从原文逐句摘出。请逐句看过并确认，再送审。")
        return redirect("desk:interpretation", form.result.policy.code)  # type: ignore[attr-defined]
    says = "只从文件里摘原话，每一句写明出自哪一条，文件里没有的不写。生成的是草稿，标明“AI 生成”，要有人逐句看过并确认才能送审。"
    context = {
        "form": form,
        "title": "自动起草解读",
        "button": "起草",
        "back": reverse("desk:explain", args=[found.edition_id]),
        "says": says,
    }
    return show(request, "desk/deed.html", trail=_trail("自动起草解读", _of(found.edition)), **context)


# —— an explanation ——


@staff(Permit.SEE_INTERPRETATIONS)
def explanation(request: StaffRequest, code: str) -> HttpResponse:
    """How it is told, what the checklist says, what the system wrote and who approved it."""
    one = find_explanation(request, code)
    found = three_sync.edition_of(one.paper)
    if found is None:
        raise Http404
    draft = Draft.objects.filter(edition=found).select_related("edition__policy__office").first()
    facts, blocks = three_sync.what_it_says(found)
    of_facts, source = three_sync.what_it_says(one.of) if one.of else ({}, ())
    approved = draft is not None and one.approved_digest == three_sync.words_digest(draft)
    return show(
        request,
        "desk/interpretations/explanation.html",
        trail=_trail(found.title, *([_of(one.of)] if one.of else [])),
        one=one,
        edition=found,
        draft=draft,
        title=facts.get("title") or found.title,
        blocks=blocks,
        checks=three_sync.checks_of(one) if one.of else (),
        reworded=unsourced(blocks, source, of_facts) if one.machine_made and one.of else [],
        minutes=minutes("\n".join(block.text for block in blocks)),
        approved=approved,
        telling=Interpretation(**three_sync.telling_of(one, found)),
        played=played(worklists.files_of(found)) if draft and allowed(request, Permit.READ_DRAFTS, about(draft)) else [],
        may_waive=draft is not None and allowed(request, Permit.EXEMPT, about(draft)),
        may_write=allowed(request, Permit.EXPLAIN, About(one.paper.office.path)),
    )


@staff(Permit.EXPLAIN, acts=True)
def describe(request: StaffRequest, code: str) -> HttpResponse:
    one = _mine(request, code)
    draft = Draft.objects.filter(edition__policy=one.paper).first()
    if draft is None:
        raise Refused("这份解读已经公开。形式、视角、栏目和播放地址随更正一起改：请先起草更正，改好后重新送审、签发。")
    return deed(
        request,
        TellingForm(request.POST or None, of=one, initial=three_sync.telling_of(one, draft.edition)),
        lambda *, by, at, **given: interpreting.describe(draft, told(given), by=by, at=at),
        title="形式、视角和栏目",
        says="与正文一同审核、一同公开；已送审的，改了要重新送审。",
        button="保存",
        back=_page(one),
        said="已保存。",
        trail=_trail("形式、视角和栏目", (one.paper.title, _page(one)))[:-1],
    )


@staff(Permit.EXEMPT, acts=True)
def waive(request: StaffRequest, code: str, point: str) -> HttpResponse:
    """By somebody who did not write it."""
    one = find_explanation(request, code)
    ask(request, Permit.EXEMPT, _written(one))
    if point not in set(Point):
        raise Http404
    return deed(
        request,
        ReasonForm(request.POST or None, label="为什么不适用", help_text="理由和您的姓名记入日志。"),
        interpreting.waive,
        one,
        given={"point": point},
        title=f"不适用：{Point(point).label}",
        button="注明不适用",
        back=_page(one),
        said="已注明。",
        trail=_trail("注明不适用", (one.paper.title, _page(one)))[:-1],
    )


@staff(Permit.EXPLAIN, acts=True)
def approve(request: StaffRequest, code: str) -> HttpResponse:
    """A person has read every sentence."""
    one = _mine(request, code)
    draft = Draft.objects.filter(edition__policy=one.paper).first()
    seen = three_sync.words_digest(draft) if draft else ""
    return deed(
        request,
        SeenForm(request.POST if request.method == "POST" else None, initial={"seen": seen}),
        interpreting.approve,
        one,
        title="确认智能生成的内容",
        says="确认您已对照原文逐句看过，没有断章取义，适合公开。确认只对现在的文字有效，之后改动要重新确认；您的姓名记入日志。",
        button="我已逐句看过，确认",
        back=_page(one),
        said="已确认，可以送审。",
        trail=_trail("确认", (one.paper.title, _page(one)))[:-1],
    )


@staff(Permit.SEE_INTERPRETATIONS)
def picture(request: StaffRequest, code: str) -> HttpResponse:
    """The picture as it would come out now, or that it is being drawn."""
    one = find_explanation(request, code)
    is_ready = drawn_or_asked(_picture_of(one)) is not None
    title = one.paper.title or one.paper.code
    context = {"one": one, "is_ready": is_ready, "title": title}
    if request.headers.get("HX-Request") == "true":  # the page asking whether it is there yet
        return render(request, "desk/interpretations/picture_part.html", context)
    return show(request, "desk/interpretations/picture.html", trail=_trail("一图读懂", (title, _page(one)))[:-1], **context)


@staff(Permit.SEE_INTERPRETATIONS)
def picture_file(request: StaffRequest, code: str) -> HttpResponse:
    """The PNG; while it is being drawn, the page that says so."""
    data = drawn_or_asked(_picture_of(find_explanation(request, code)))
    if data is None:
        return redirect("desk:interpretation-picture", code)
    return HttpResponse(data, content_type="image/png", headers={"X-Content-Type-Options": "nosniff"})


def _picture_of(one: Interpretation) -> Poster:
    found = three_sync.edition_of(one.paper)
    if found is None or not one.is_drawn:
        raise Http404
    facts, blocks = three_sync.what_it_says(found)
    of_facts, _ = three_sync.what_it_says(one.of) if one.of else ({}, ())
    return picturing.poster(facts.get("title") or found.title, blocks, of_facts, machine_made=one.machine_made)


def _mine(request: StaffRequest, code: str) -> Interpretation:
    one = find_explanation(request, code)
    ask(request, Permit.EXPLAIN, About(one.paper.office.path))
    return one


def _written(one: Interpretation) -> About:
    draft = Draft.objects.filter(edition__policy=one.paper).select_related("edition__policy__office").first()
    return about(draft) if draft else About(one.paper.office.path)


def _page(one: Interpretation) -> str:
    return reverse("desk:interpretation", args=[one.paper.code])
