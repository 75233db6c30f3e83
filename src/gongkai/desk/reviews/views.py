"""三审三校：待审队列、逐句审核、批注、退回、轮次设定、代理、定时发布."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

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
    may_somewhere,
    offices_where,
    page_of,
    picked,
    show,
    staff,
)
from gongkai.desk.drafts.playing import Played, played
from gongkai.desk.plain_forms import NothingForm, ReasonForm
from gongkai.desk.reviews.forms import AbsenceForm, AnswerForm, PassForm, PlanForm, RemarkForm, SignForm, kind_choices
from gongkai.people.models import Officer, Organisation
from gongkai.people.queries import holders, subtree
from gongkai.people.rules.permits import About, Role
from gongkai.policies import worklists
from gongkai.policies.actions.reviewed import about
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.permits import Permit as Policies
from gongkai.publishing import rounds
from gongkai.publishing.actions import releases as releasing
from gongkai.publishing.actions import rounds as acting
from gongkai.publishing.models import Circulation, Remark
from gongkai.publishing.rules import rounds as rules
from gongkai.publishing.rules.permits import Permit
from gongkai.publishing.subjects import kind_of
from gongkai.shared.clock import now, today

STATES = [("mine", "我可以审的"), ("late", "已逾期"), ("ended", "已办结")]


@dataclass(frozen=True)
class Line:
    """A sentence on the page, what became of it, and the remarks on it."""

    change: rules.Change
    remarks: list[Remark]


@staff(Permit.SEE_ROUNDS)
def queue(request: StaffRequest) -> HttpResponse:
    """What waits for a round, the nearest limit first."""
    state = chosen(request, "state", [key for key, _ in STATES])
    rows = rounds.circulations(request.actor).filter(closed_at__isnull=False) if state == "ended" else rounds.waiting(request.actor)
    if state == "late":
        rows = rows.filter(due_on__lt=today())
    if state == "mine":
        rows = rows.filter(rounds.mine(request.officer, request.actor, today()))
    page = page_of(request, rows)
    lines = [(one, _why_not(request, one), one.due_on is not None and one.due_on < today()) for one in page.object_list]
    return show(
        request,
        "desk/reviews/queue.html",
        trail=[("三审三校", "")],
        page=page,
        lines=lines,
        selects=[("state", "范围", state, STATES)],
        filtered=bool(state),
        kinds=dict(kind_choices()),
        ended=state == "ended",
        may_set=may_somewhere(request.actor, Permit.SET_ROUNDS),
        may_pass=any(not why and one.waits_for < len(one.rounds) for one, why, _ in lines),  # the last round is signing, on its own page
    )


def _why_not(request: StaffRequest, one: Circulation) -> str:
    """Why this officer may not pass the round it waits for; empty when they may."""
    step = one.now
    if step is None or one.closed_at:
        return "没有等待审核的轮次"
    if not allowed(request, Permit.REVIEW_ROUND, About(one.office.path, writers=frozenset(one.writers))):
        return "须由本单位其他审核人员办理"
    if not request.actor.holds(step.role, one.office.path):
        return f"须由{step.role.label}人员办理"
    away = rounds.stands_in_for(request.officer, one.office, today()) if step.officer else {}
    why = rules.why_not(step, one.waits_for, officer=request.officer.pk, stands_in_for=away, writers=one.writers, done=one.done())
    if not why and one.waits_for < len(one.rounds) and rounds.is_last_signer(one, request.officer):
        return acting.LAST_SIGNER
    return why


@staff(Permit.REVIEW_ROUND, acts=True)
def pass_many(request: StaffRequest) -> HttpResponse:
    """批量通过; what was refused is told row by row."""
    if request.method == "POST":
        rows = list(rounds.waiting(request.actor).filter(pk__in=picked(request, "one"))[:100])
        if not rows:
            messages.error(request, "请先勾选要通过的稿件。")
        told = acting.pass_many(rows, by=request.officer, at=now(), seen={one.pk: _shown(request, one) for one in rows})
        passed = [one for one, why in told if not why]
        if passed:
            messages.success(request, f"已通过 {len(passed)} 件。")
        for one, why in told:
            if why:
                messages.error(request, f"《{one.title}》没有通过：{why}")
    return redirect("desk:rounds")


def _shown(request: StaffRequest, one: Circulation) -> int:
    """The round that stood beside the box that was ticked."""
    raw = request.POST.get(f"round-{one.pk}", "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 4 else 0


@staff(Permit.SEE_ROUNDS)
def page(request: StaffRequest, pk: int) -> HttpResponse:
    """One text on its way: its rounds, what changed since the last, sentence by sentence, with the remarks."""
    one = _find(request, pk)
    why = _why_not(request, one)
    remarks = list(rounds.remarks_on(one.about))
    steps, done = one.steps(), one.done()
    by_round = {opinion.round: opinion for opinion in one.opinions.all()}
    changes = rounds.changes_in(one)
    return show(
        request,
        "desk/reviews/circulation.html",
        trail=[("三审三校", reverse("desk:rounds")), (one.title, "")],
        one=one,
        kind=dict(kind_choices()).get(one.kind, ""),
        rounds=[
            (number, step, by_round.get(number), number in done, number == one.waits_for and not one.closed_at)
            for number, step in enumerate(steps, 1)
        ],
        is_last=one.waits_for == len(steps),
        subject=_subject_of(one),
        is_paper=_is_paper(one),
        played=_played(request, one),
        paragraphs=_paragraphs(changes, [remark for remark in remarks if remark.circulation_id == one.pk]),
        earlier=[remark for remark in remarks if remark.circulation_id != one.pk],
        changed=sum(change.how != "kept" for change in changes),
        facts_changed=rounds.facts_changed_in(one),
        set_for=rounds.release_of(one.about) if not one.closed_at else None,
        returned=any(not opinion.passed for opinion in by_round.values()),
        why_not=why,
        late=one.due_on is not None and one.due_on < today(),
        may_remark=not one.closed_at and allowed(request, Permit.REVIEW_ROUND, About(one.office.path, writers=frozenset(one.writers))),
        may_answer=allowed(request, Permit.ANSWER_REMARK, About(one.office.path)),
        may_return=bool(one.waits_for) and not one.closed_at and allowed(request, Policies.RETURN, About(one.office.path)),
    )


def _paragraphs(changes: tuple[rules.Change, ...], remarks: list[Remark]) -> list[list[Line]]:
    """The sentences by paragraph; what is gone stands where it stood."""
    lines = []
    anchor = ""
    for change in changes:
        anchor = change.after.anchor if change.after else anchor
        name = change.after.name if change.after else ""
        lines.append((anchor, Line(change, [remark for remark in remarks if name and remark.sentence == name])))
    return [[line for _, line in group] for _, group in groupby(lines, key=lambda pair: pair[0])]


def _is_paper(one: Circulation) -> bool:
    """Papers are signed on their own page, after what their inspection found; the others here."""
    return one.about.startswith("policies.edition:")


def _played(request: StaffRequest, one: Circulation) -> list[Played]:
    """The sound and film of an explanation on its way, for those who may read its draft."""
    if one.kind != f"policies.{Category.INTERPRETATION}" or one.closed_at:
        return []
    draft = worklists.draft(request.actor, int(one.about.rpartition(":")[2]))
    may_read = draft is not None and allowed(request, Policies.READ_DRAFTS, about(draft))
    return played(worklists.files_of(draft.edition)) if draft and may_read else []


def _subject_of(one: Circulation) -> str:
    """The address of what is under review, while it is; empty for what has no page of its own."""
    kind, _, row = one.about.rpartition(":")
    name = {"policies.edition": "desk:draft", "foi.precedent": "desk:foi-precedent", "assistant.entry": "desk:faq-entry"}.get(kind, "")
    return reverse(name, args=[int(row)]) if name and not one.closed_at else ""


@staff(Permit.REVIEW_ROUND, acts=True)
def sign(request: StaffRequest, pk: int) -> HttpResponse:
    """签发: the last round of what is no paper; it is public from then on."""
    one = _find(request, pk)
    _ask(request, one)
    if _is_paper(one):
        return redirect(_subject_of(one) or reverse("desk:round", args=[pk]))
    return deed(
        request,
        SignForm(request.POST or None, initial={"seen": one.digest}),
        _sign,
        one,
        title="签发公开",
        says=f"{dict(kind_choices()).get(one.kind, '')}《{one.title}》签发后立即公开。",
        button="签发公开",
        back=reverse("desk:round", args=[pk]),
        said="已签发公开。",
        trail=_trail(one),
    )


def _sign(one: Circulation, *, seen: str, by: Officer, at: datetime) -> None:
    kind_of(one.about).publish(one.about, seen=seen or one.digest, by=by, at=at)


@staff(Permit.REVIEW_ROUND, acts=True)
def pass_round(request: StaffRequest, pk: int) -> HttpResponse:
    one = _find(request, pk)
    _ask(request, one)
    step = one.now
    says = f"现在是{step.name}。通过后进入下一轮，由另一个人办理。" if step else "这份稿件现在没有等待审核的轮次。"
    if one.source:
        says += f"这是转载，来源：{one.source}{'，' + one.source_address if one.source_address else ''}。"
    return deed(
        request,
        PassForm(request.POST if request.method == "POST" else None, initial={"seen": one.waits_for}, **_repost(one)),
        acting.pass_round,
        one,
        title="审核通过",
        says=says,
        button="通过",
        back=reverse("desk:round", args=[pk]),
        said="已通过这一轮。",
        trail=_trail(one),
    )


def _repost(one: Circulation) -> dict[str, bool]:
    return {"is_repost": bool(one.source), "has_address": bool(one.source_address)}


@staff(Policies.RETURN, acts=True)
def send_back(request: StaffRequest, pk: int) -> HttpResponse:
    one = _find(request, pk)
    ask(request, Policies.RETURN, About(one.office.path))
    return deed(
        request,
        ReasonForm(
            request.POST or None,
            label="退回意见",
            help_text="说清要改什么。改好重新送审后，改动不大的回到这一轮；改动大的，或者改了数字、日期、金额、要素、附件的，从头审起。",
        ),
        _send_back,
        one,
        title="退回起草人",
        button="退回",
        back=reverse("desk:rounds"),
        said="已退回。",
        trail=_trail(one),
    )


def _send_back(one: Circulation, *, reason: str, by: Officer, at: datetime) -> None:
    kind_of(one.about).send_back(one.about, reason=reason, by=by, at=at)


@staff(Permit.REVIEW_ROUND, acts=True)
def remark(request: StaffRequest, pk: int) -> HttpResponse:
    """批注 on the sentence `?sentence=`."""
    one = _find(request, pk)
    _ask(request, one)
    name = request.POST.get("sentence", "") or request.GET.get("sentence", "")
    sentence = next((each for each in one.words() if each.name == name), None)
    if sentence is None and request.method != "POST":
        return redirect("desk:round", pk)
    return deed(
        request,
        RemarkForm(request.POST or None, initial={"sentence": name}),
        acting.remark,
        one,
        title="批注",
        says=f"“{sentence.text}”" if sentence else "",
        button="保存批注",
        back=reverse("desk:round", args=[pk]) + (f"#s-{name}" if sentence else ""),
        said="已批注，起草人答复以后才能签发。",
        trail=_trail(one),
    )


@staff(Permit.ANSWER_REMARK, acts=True)
def answer(request: StaffRequest, pk: int, remark: int) -> HttpResponse:
    one = _find(request, pk)
    ask(request, Permit.ANSWER_REMARK, About(one.office.path))
    row = rounds.remarks_on(one.about).filter(pk=remark, answered_at=None).first()
    if row is None:
        raise Http404
    return deed(
        request,
        AnswerForm(request.POST or None),
        acting.answer,
        row,
        title="答复批注",
        says=f"“{row.quoted}” {row.by.name}批注：{row.text}",
        button="答复",
        back=reverse("desk:round", args=[pk]),
        said="已答复。",
        trail=_trail(one),
    )


@staff(Permit.SET_ROUNDS)
def plans(request: StaffRequest) -> HttpResponse:
    """审核轮次 as the offices have set them, and what holds for the others."""
    offices = offices_where(request, Permit.SET_ROUNDS)
    rows = page_of(request, rounds.plans(_kept_by(request)))
    context = {"page": rows, "kinds": dict(kind_choices()), "default": rules.default(3), "offices": offices}
    return show(request, "desk/reviews/plans.html", trail=[("三审三校", _queue(request)), ("审核轮次", "")], **context)


@staff(Permit.SET_ROUNDS, acts=True)
def set_plan(request: StaffRequest) -> HttpResponse:
    offices = _kept_by(request)
    officers = {one.pk: one for office in offices for one in holders(Role.REVIEWER, office)} if len(offices) < 20 else {}
    return deed(
        request,
        PlanForm(request.POST or None, offices=offices, officers=list(officers.values())),
        _set,
        title="设定审核轮次",
        says="只影响以后送审的稿件。最后一轮就是签发，由签发人办理；起草人不审自己的稿件，一个人不审同一稿件的两轮。",
        button="保存",
        back=reverse("desk:round-plans"),
        said="已保存，以后送审的稿件按新的轮次办理。",
        trail=[("三审三校", _queue(request)), ("审核轮次", reverse("desk:round-plans"))],
    )


def _set(*, office: Organisation, kind: str, steps: tuple[rules.Round, ...], by: Officer, at: datetime) -> object:
    return acting.set_rounds(office, kind, steps, by=by, at=at)


def _kept_by(request: StaffRequest) -> list[Organisation]:
    """The offices whose rounds the officer sets: the own ones, and below for those who reach down."""
    from_posts = offices_where(request, Permit.SET_ROUNDS)
    return [office for office in _offices_below(from_posts) if allowed(request, Permit.SET_ROUNDS, About(office.path))]


def _offices_below(offices: list[Organisation]) -> list[Organisation]:
    found: dict[int, Organisation] = {}
    for office in offices:
        found |= {one.pk: one for one in subtree(office).filter(closed_on=None).order_by("path")}
    return list(found.values())


@staff(Permit.REGISTER_ABSENCE)
def absences(request: StaffRequest) -> HttpResponse:
    rows = page_of(request, rounds.absences(request.actor))
    context = {"page": rows, "today": today(), "officer": request.officer}
    return show(request, "desk/reviews/absences.html", trail=[("三审三校", _queue(request)), ("不在岗代理", "")], **context)


@staff(Permit.REGISTER_ABSENCE, acts=True)
def register_absence(request: StaffRequest) -> HttpResponse:
    """The officer names who does their rounds while they are away."""
    offices = offices_where(request, Permit.REGISTER_ABSENCE)
    officers = {one.pk: one for office in offices for role in (Role.REVIEWER, Role.SIGNER) for one in holders(role, office)}
    officers.pop(request.officer.pk, None)
    return deed(
        request,
        AbsenceForm(request.POST or None, offices=offices, officers=list(officers.values())),
        acting.register_absence,
        request.officer,
        title="登记代理人",
        says="您不在岗期间，指定由您审的轮次由代理人办理，意见上写明代理。代理人自己起草或者已审过别的轮次的稿件仍不能代审。",
        button="登记",
        back=reverse("desk:absences"),
        said="已登记代理人。",
        trail=[("三审三校", _queue(request)), ("不在岗代理", reverse("desk:absences"))],
    )


@staff(Permit.REGISTER_ABSENCE, acts=True)
def end_absence(request: StaffRequest, pk: int) -> HttpResponse:
    row = rounds.absences(request.actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    return deed(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        acting.end_absence,
        row,
        title="结束代理",
        says=f"{row.deputy.name}不再代理{row.officer.name}审稿。",
        button="结束",
        back=reverse("desk:absences"),
        said="已结束代理。",
        trail=[("三审三校", _queue(request)), ("不在岗代理", reverse("desk:absences"))],
    )


@staff(Permit.SEE_ROUNDS)
def releases(request: StaffRequest) -> HttpResponse:
    """定时发布: what is to come, what was done, what failed and why."""
    rows = page_of(request, rounds.releases(request.actor))
    cancels = {one.pk for one in rows.object_list if allowed(request, Permit.CANCEL_RELEASE, About(one.office.path))}
    return show(request, "desk/reviews/releases.html", trail=[("定时发布", "")], page=rows, cancels=cancels)


@staff(Permit.CANCEL_RELEASE, acts=True)
def cancel_release(request: StaffRequest, pk: int) -> HttpResponse:
    row = rounds.releases(request.actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    ask(request, Permit.CANCEL_RELEASE, About(row.office.path))
    return deed(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        releasing.cancel,
        row,
        title="取消定时发布",
        says=f"《{row.title}》不再自动发布，需要时重新签发。",
        button="取消定时发布",
        danger=True,
        back=reverse("desk:releases"),
        said="已取消。",
        trail=[("定时发布", reverse("desk:releases"))],
    )


def _queue(request: StaffRequest) -> str:
    """The address of the queue; empty for those who keep plans and deputies and read no drafts."""
    return reverse("desk:rounds") if may_somewhere(request.actor, Permit.SEE_ROUNDS) else ""


def _find(request: StaffRequest, pk: int) -> Circulation:
    one = rounds.circulations(request.actor).filter(pk=pk).first()
    if one is None:
        raise Http404
    return one


def _ask(request: StaffRequest, one: Circulation) -> None:
    ask(request, Permit.REVIEW_ROUND, About(one.office.path, writers=frozenset(one.writers)))


def _trail(one: Circulation) -> list[tuple[str, str]]:
    return [("三审三校", reverse("desk:rounds")), (one.title, reverse("desk:round", args=[one.pk]))]
