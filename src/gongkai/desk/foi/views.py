"""依申请公开 at the desk: the inbox, one case, what came by other ways."""

import secrets
from collections.abc import Callable, Iterable
from datetime import date

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.desk.door import (
    MOST_EXPORTED,
    StaffRequest,
    allowed,
    ask,
    done,
    download,
    exported,
    may_somewhere,
    offices_where,
    page_number,
    picked,
    show,
    staff,
)
from gongkai.desk.foi.acts import SHOWN
from gongkai.desk.foi.finding import find_case, find_handled, trail_of
from gongkai.desk.foi.forms import RecordForm
from gongkai.desk.foi.narrowing import narrowing_of
from gongkai.desk.foi.service import mistaken_of, sent_of
from gongkai.desk.foi.support import beside_of, support_for
from gongkai.desk.plain_forms import ReasonForm
from gongkai.documents.rules.kinds import FileKind
from gongkai.foi import queries
from gongkai.foi.actions import bulk, inspecting, intake, reading, replies
from gongkai.foi.actions.steps import BY_THE_HELPER, BY_THE_LEAD, about
from gongkai.foi.models import ArchivePackage, Case, Reply
from gongkai.foi.rules import account
from gongkai.foi.rules.applicants import Material
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.permits import Permit
from gongkai.foi.rules.receipt import TEXTS, Application, Arrival
from gongkai.foi.rules.reply_words import OBJECTED_WITHHELD
from gongkai.foi.rules.stages import Offer, Stage, offers, usual
from gongkai.foi.standing import Standing, standing_of
from gongkai.foi.worklist import pace_on
from gongkai.people.models import Officer, Organisation, Post
from gongkai.people.rules.permits import About, Role
from gongkai.shared.clock import now, today
from gongkai.ui.pieces import Event

BULK: dict[str, tuple[str, Permit, Callable[..., list[bulk.Result]]]] = {
    "assign": ("指定承办人", Permit.DISPATCH, bulk.assign),
    "remind": ("催办", Permit.REMIND, bulk.remind),
    "archive": ("归档", Permit.ARCHIVE, bulk.archive),
}


CLEAN_ONLY = frozenset({Action.PASS_SECRECY, Action.PASS_LEGALITY, Action.SIGN})  # nothing that was found may stand


@staff(Permit.READ)
def inbox(request: StaffRequest) -> HttpResponse:
    """Cases by due date, the nearest first."""
    narrowing = narrowing_of(request, today())
    filters = narrowing.filters
    if request.GET.get("export") == "xlsx":
        header = ["登记号", "申请内容", "受理机关", "渠道", "收到日", "环节", "答复期限", "处理决定", "送达日期", "承办人"]
        rows = _exported(request, filters)
        reading.take_out_ledger(offices_where(request, Permit.EXPORT), min(rows.count(), MOST_EXPORTED), by=request.officer, at=now())
        return exported(rows, header, _cells, "依申请公开台账")
    number, pace = page_number(request), pace_on(today())
    found = queries.inbox(request.officer, filters, number, actor=request.actor)
    if not found.lines and number > 1:
        raise Http404
    return show(
        request,
        "desk/foi/inbox.html",
        trail=[("依申请公开", "")],
        found=found,
        rows=[(line, pace.says(line.case)) for line in found.lines],
        q=filters.words,
        search="登记号、查询码或申请内容",
        selects=narrowing.selects,
        filtered=narrowing.is_narrowed,
        may_export=may_somewhere(request.actor, Permit.EXPORT),
        may_receive=may_somewhere(request.actor, Permit.RECEIVE),
        may_keep=may_somewhere(request.actor, Permit.SEE_APPLICANT),
        today=today(),
        handlers=_handlers(request),
        bulk=[(key, label) for key, (label, permit, _) in BULK.items() if may_somewhere(request.actor, permit)],
    )


@staff(Permit.READ, acts=True)
def many(request: StaffRequest, what: str) -> HttpResponse:
    """One step for several cases; each row on its own, and told on its own."""
    if what not in BULK or request.method != "POST":
        raise Http404
    label, _, do = BULK[what]
    ids, given = sorted(picked(request, "case")), {}
    if what == "assign":
        given["handler"] = _handlers(request).filter(pk__in=picked(request, "handler")).first()
    if not ids or None in given.values():
        messages.error(request, "没有选中任何一件。请先在列表里打勾。" if not ids else "请先选择承办人。")
        return redirect("desk:foi")
    for row in do(ids, by=request.officer, at=now(), **given):
        (messages.success if row.is_done else messages.error)(request, f"{row.name or '所选申请'}：{row.refused or f'已{label}'}")
    return redirect("desk:foi")


def _handlers(request: StaffRequest) -> QuerySet[Officer]:
    """Who can be given cases by this officer: the editors of the offices where cases are his to give; whether of the organ asks each row."""
    paths = [path for path in request.actor.offices() if allowed(request, Permit.DISPATCH, About(path))]
    posts = Post.objects.filter(organisation__path__in=paths, role=Role.EDITOR, until=None)
    return Officer.objects.filter(is_active=True, pk__in=posts.values("officer"))


def _exported(request: StaffRequest, filters: queries.Filters) -> QuerySet[Case]:
    """The ledger of the offices whose ledger the officer may take out; never who asked."""
    offices = offices_where(request, Permit.EXPORT)
    if not offices:
        ask(request, Permit.EXPORT, About(""))
    return queries.narrowed(Case.objects.filter(organ__in=offices), filters).select_related("organ", "handler").defer(*queries.SEALED)


def _cells(case: Case) -> list[object]:
    return [
        *(case.number or "", case.about, case.organ.name, case.get_channel_display(), case.received_on, Stage(case.stage).label),
        *(case.due_on, Outcome(case.outcome).label if case.outcome else "", case.served_on, case.handler.name if case.handler else ""),
    ]


@staff(Permit.READ)
def page(request: StaffRequest, pk: int) -> HttpResponse:
    """One case: what is asked, its clock, what can be done now, what happened, what is on file."""
    seen = queries.case_seen_by(request.officer, pk)
    if seen is None:
        raise Http404
    case, on = seen.case, today()
    standing = standing_of(case, on=on)
    clock, here = standing.clock, About(case.organ.path)
    reply = Reply.objects.filter(case=case).select_related("secrecy_by", "legality_by").first()
    offered = _offers(request, seen, standing, reply, on)
    next_step = usual(offered, Stage(case.stage))
    return show(
        request,
        "desk/foi/case.html",
        trail=[("依申请公开", reverse("desk:foi")), (case.number or case.ticket, "")],
        case=case,
        applicant=None if case.destroyed_on else seen.applicant,
        stage=Stage(case.stage),
        outcome=Outcome(case.outcome).label if case.outcome else "",
        may_draft=allowed(request, Permit.DRAFT, about(case)),
        may_reveal=allowed(request, Permit.REVEAL_IDENTITY, here),
        may_assign=allowed(request, Permit.DISPATCH, here) and case.closed_on is None,
        may_split=allowed(request, Permit.REGISTER, here) and case.stage in (Stage.REGISTERED, Stage.UNDER_REVIEW),
        offers=sorted(offered, key=lambda offer: offer.action is not next_step),
        next_step=next_step,
        clock=clock,
        left=clock.remaining(on) if clock else None,
        is_signed_for=clock is None and intake.is_signed_for(case),
        is_overdue=bool(clock and clock.is_overdue(on)),
        waiting=clock.waiting_for(on) if clock else (),
        said=account.explained(clock, is_correction=case.is_correction) if clock else (),
        events=list(_events(case)),
        files=[(file, Material(file.kind).label) for file in case.files.defer("sealed")],
        reply=reply,
        reply_outcome=Outcome(reply.outcome).label if reply else "",
        reply_files=reply.files.select_related("stored") if reply else (),
        letters=case.letters.select_related("signed_by"),
        sent=sent_of(request, case),
        mistaken=mistaken_of(request, case),
        assignments=case.assignments.select_related("office", "by", "answered_by"),
        searches=case.searches.select_related("by", "office"),
        consultations=case.consultations.all(),
        kept_to=reply.facts.get(OBJECTED_WITHHELD, "").split(",") if reply else (),
        fee=case.fees.first(),
        wordings=case.wordings.all(),
        notes=case.notes.select_related("by"),
        package=getattr(case, "package", None),
        beside=beside_of(request, case),
        support=support_for(request.officer, case, on) if seen.applicant and case.decided_on is None else None,
        today=on,
        slow=pace_on(on).says(case),
    )


def _offers(request: StaffRequest, seen: queries.Seen, standing: Standing, reply: Reply | None, on: date) -> list[Offer]:
    """The buttons: as the organ's own officer, and as one of an office that was asked for what such an office does."""
    writers = about(seen.case).writers
    places = [(seen.case.organ.path, SHOWN)]
    places += [(row.office.path, SHOWN & (BY_THE_LEAD if row.is_lead else BY_THE_HELPER)) for row in seen.asked]
    found: dict[Action, Offer] = {}
    for path, theirs in places:
        for offer in offers(request.actor, About(path, writers=writers), standing.facts, on):
            if offer.action in theirs:
                found.setdefault(offer.action, offer)
    if reply and found.keys() & CLEAN_ONLY and (why := inspecting.why_not_pass(seen.case, reply)):
        found |= {action: Offer(action, why) for action in CLEAN_ONLY & found.keys()}
    if Action.SIGN in found and reply and (why := replies.why_not_sign(reply, request.officer)):
        found[Action.SIGN] = Offer(Action.SIGN, why)
    if found.get(Action.GIVE_HELP, Offer(Action.GIVE_HELP)).blocked:  # nobody was asked: nothing to tell anyone
        found.pop(Action.GIVE_HELP)
    if found.get(Action.RECORD_NOTICE, Offer(Action.RECORD_NOTICE)).blocked:  # done already
        found.pop(Action.RECORD_NOTICE)
    return list(found.values())


def _events(case: Case) -> Iterable[Event]:
    rows = list(case.happenings.select_related("by"))
    gone = {row.cancels_id for row in rows if row.cancels_id}
    for row in rows:
        label = Action(row.kind).label
        title = f"更正误登：{label}" if row.cancels_id else f"{label}（误登，已更正）" if row.pk in gone else label
        yield Event(title, row.on, row.by.name if row.by else "申请人或系统")


@staff(Permit.REVEAL_IDENTITY, acts=True)
def reveal(request: StaffRequest, pk: int) -> HttpResponse:
    """申请人完整信息: asked why, journalled, shown once."""
    case = find_case(request, pk)
    ask(request, Permit.REVEAL_IDENTITY, about(case))
    form = ReasonForm(request.POST or None, label="查看原因", help_text="查看会留下记录，由监督人员抽查。")
    if request.method == "POST" and done(
        form, lambda reason, **given: intake.reveal(case, why=reason, **given), by=request.officer, at=now()
    ):
        sealed = [file for file in case.files.all() if file.sealed]
        return show(request, "desk/foi/applicant.html", trail=[*trail_of(case), ("申请人信息", "")], case=case, sealed=sealed)
    return deed_page(request, form, case, "查看申请人完整信息", "查看")


@staff(Permit.REVEAL_IDENTITY, acts=True)
def proof(request: StaffRequest, pk: int, file: int) -> HttpResponse:
    """An identity proof as a file; opened by pressing a button, each opening journalled."""
    case = find_case(request, pk)
    kept = case.files.filter(pk=file).first()
    if kept is None or not kept.sealed or request.method != "POST":
        raise Http404
    return download(intake.open_sealed(kept, by=request.officer, at=now()), kept.name)


@staff(Permit.READ)
def file(request: StaffRequest, pk: int, file: int) -> HttpResponse:
    """A file of the case that is no identity proof."""
    case = find_case(request, pk)
    kept = case.files.exclude(stored=None).select_related("stored").filter(pk=file).first()
    if kept is None or kept.stored is None or not allowed(request, Permit.SEE_APPLICANT, about(case)):
        raise Http404
    data = kept.stored.read()
    reading.take_out(case, "file", kept.pk, by=request.officer, at=now())
    return download(data, kept.name)


@staff(Permit.READ)
def package(request: StaffRequest, pk: int) -> HttpResponse:
    """归档包 as it was made when the case was put away; its letters name the applicant, so it is nothing for supervision."""
    case = find_handled(request, pk)
    kept = ArchivePackage.objects.filter(case=case).select_related("stored").first()
    if kept is None:
        raise Http404
    data = kept.stored.read()
    reading.take_out(case, "package", kept.pk, by=request.officer, at=now())
    return download(data, f"归档包（{case}）.zip", FileKind.ZIP.media_type)


@staff(Permit.RECEIVE, acts=True)
def new(request: StaffRequest) -> HttpResponse:
    """录入 what came to the counter, by mail, fax or e-mail."""
    offices = Organisation.objects.filter(pk__in=[office.pk for office in offices_where(request, Permit.RECEIVE)])
    form = RecordForm(
        request.POST or None, request.FILES or None, offices=offices, initial={"arrived_on": today(), "key": secrets.token_hex(16)}
    )
    if request.method == "POST" and done(form, _recorded, by=request.officer, at=now()):
        case: Case = form.result  # type: ignore[attr-defined]
        left = "" if case.received_on else "还须登记签收日期。" if intake.is_signed_for(case) else "还须与申请人确认收到。"
        messages.success(request, f"已录入，查询码 {case.ticket}。{left}")
        for late in intake.late_receipt(case):
            messages.warning(request, f"请注意：{late}。")
        return redirect("desk:foi-case", pk=case.pk)
    return show(request, "desk/foi/new.html", trail=[("依申请公开", reverse("desk:foi")), ("录入申请", "")], form=form)


def _recorded(*, by: Officer, at: object, organ: Organisation, **given: object) -> Case:
    g: dict = given
    files = [
        intake.Handed(file.name, file.read(), material)
        for name, material in (
            *(("id_proof", Material.IDENTITY), ("authority", Material.AUTHORITY)),
            *(("application", Material.APPLICATION), ("envelope", Material.ENVELOPE), ("evidence", Material.EVIDENCE)),
        )
        for file in g[name]
    ]
    application = Application(
        kind=g["kind"],
        has_id_proof=bool(g["id_proof"]),
        has_authority=bool(g["authority"]),
        carrier=g["carrier"],
        delivery=g["delivery"],
        **{name: g[name] for name in TEXTS if name in g},
    )
    arrival = Arrival(
        g["arrived_on"],
        signed_for_on=g["signed_for_on"],
        confirmed_on=g["confirmed_on"],
        at_disclosure_office=not g["elsewhere"],
        reachable_again_on=g["reachable_again_on"],
    )
    typed = {name: g[name] for name in ("id_kind", "purpose", "needs_help", "confirmed_by", "is_correction")}
    submission = intake.Submission(application, g["channel"], arrival, files=files, **typed)
    return intake.submit(organ, submission, by=by, at=at, key=g["key"] and f"desk:{g['key']}")  # type: ignore[arg-type]


def deed_page(request: StaffRequest, form: ReasonForm, case: Case, title: str, button: str) -> HttpResponse:
    """The page of a form that leads on to another page instead of back."""
    back = reverse("desk:foi-case", args=[case.pk])
    return show(request, "desk/deed.html", trail=[*trail_of(case), (title, "")], form=form, title=title, button=button, back=back)
