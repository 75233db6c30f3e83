"""What a case waits for: the applicant's clarification, reasons or payment, the opinion of others; more time; and its early end.

The letters that go with these steps are issued by the caller in the same transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction

from gongkai.foi.actions.intake import MOST_FILES, Handed, add_file, reword, supply, unword
from gongkai.foi.actions.steps import Step, about, cancel, hold, take
from gongkai.foi.actions.texts import IN_THE_COURSE, in_words, require_unnamed, said
from gongkai.foi.models import Case, Consultation, Fee, Happening, Note, Service
from gongkai.foi.rules import clock as clocks
from gongkai.foi.rules import fees
from gongkai.foi.rules.applicants import IdKind, Material
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.letter_kinds import LetterKind
from gongkai.foi.rules.outcomes import Outcome, Withdrawn
from gongkai.foi.rules.permits import WHO_MAY
from gongkai.foi.rules.receipt import Carrier, Delivery
from gongkai.foi.rules.stages import MOVES, Stage
from gongkai.foi.rules.waits import CONSULTATION_WORKDAYS, opinion_by
from gongkai.foi.rules.waits import answer_by as last_day
from gongkai.foi.standing import clock_of, facts_of, standing_of
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import require
from gongkai.shared.refusal import Refused
from gongkai.workdays.queries import calendar
from gongkai.workdays.rules.calendar import NotYetKnown

LEAST_TO_ANSWER = 5  # working days an applicant is left to clarify or explain before a shorter time is warned of: 【推】 待复核
MOST_TO_ANSWER = timedelta(days=366)  # a mistyped year would stop the clock for good: 【推】 待复核
MOST_DELAY = 60  # working days of a 合理期限 (第三十五条 gives none): 【推】 待复核
CLARIFY_BASIS = "政府信息公开条例第三十条"
REASON_BASIS = "政府信息公开条例第三十五条"
THIRD_PARTY_BASIS = "政府信息公开条例第三十二条"
CO_ORGAN_BASIS = "政府信息公开条例第三十四条"
CHARGE_BASIS = "政府信息公开条例第四十二条"
Kind, Answer = Consultation.Kind, Consultation.Answer
NOTICE_OF = {
    Stage.CLARIFYING: LetterKind.CLARIFICATION,
    Stage.EXPLAINING: LetterKind.REASON_REQUEST,
    Stage.FEE_NOTIFIED: LetterKind.FEE_NOTICE,
}


# —— 补正 ——


@transaction.atomic
def clarify(case: Case, items: Sequence[str], *, answer_by: date, by: Officer, at: datetime, seen: int | None = None) -> Step:
    """告知补正: everything that is unclear, asked for at one time, to be answered by a reasonable day (第三十条). Errors: Refused."""
    held = hold(case, seen)
    wanted = [" ".join(item.split()) for item in items if item.strip()]
    if not wanted:
        raise Refused("请写明需要补正的事项，每项一行。补正须一次性告知。", basis=CLARIFY_BASIS, field="items")
    if sum(map(len, wanted)) > 2000:
        raise Refused("补正事项太长，最多 2000 字。", field="items")
    require_unnamed(held, *wanted, field="items", since=IN_THE_COURSE)
    hurried = _answer_time(answer_by, at.date(), "补正", CLARIFY_BASIS)
    step = take(held, Action.CLARIFY, by=by, at=at, data={"answer_by": answer_by.isoformat(), "items": wanted, **_to_send(held)})
    return replace(step, warnings=(*step.warnings, *hurried))


@transaction.atomic
def take_clarification(
    case: Case,
    text: str,
    *,
    by: Officer | None,
    at: datetime,
    on: date | None = None,
    asked: Mapping[str, str] | None = None,
    elements: Mapping[str, str] | None = None,
    id_kind: IdKind | None = None,
    files: Sequence[Handed] = (),
    seen: int | None = None,
) -> Step:
    """收到补正: by the applicant (`by` None, on the portal) or typed in for the day it came. `text` is what was said; `asked` how the
    information is described from now on (names of `intake.REQUEST`): letters and lists say this, what stood before is kept; `elements`
    what was lacking, by the names of `rules.receipt.Element` (`id_kind`: which paper). The clock begins anew."""
    held = hold(case, seen)
    step = take(held, Action.TAKE_CLARIFICATION, by=by, at=at, on=on, by_applicant=by is None)
    is_other = reword(step.case, asked or {}, at=at, happening=step.happening)
    if not (is_other or text.strip() or files or any((elements or {}).values())):
        raise Refused("请填写补正内容，或者上传补正材料。", basis=CLARIFY_BASIS, field="text")
    supply(step.case, elements or {}, at.date(), id_kind=id_kind)
    _note(step.case, text, by=by, at=at)
    _keep(step.case, files, Material.CLARIFICATION, by=by, at=at)
    return step


# —— 说明理由 (第三十五条) ——


@transaction.atomic
def ask_reason(case: Case, why: str, *, answer_by: date, by: Officer, at: datetime, seen: int | None = None) -> Step:
    """要求说明理由: number or frequency of the applications is clearly beyond reason; `why` says how many and since when."""
    held = hold(case, seen)
    told = said(why, "请写明申请数量、频次明显超过合理范围的情况。", "why", basis=REASON_BASIS)
    require_unnamed(held, told, field="why", since=IN_THE_COURSE)
    hurried = _answer_time(answer_by, at.date(), "说明理由", REASON_BASIS)
    step = take(held, Action.ASK_REASON, by=by, at=at, data={"answer_by": answer_by.isoformat(), "why": told, **_to_send(held)})
    return replace(step, warnings=(*step.warnings, *hurried))


@transaction.atomic
def take_reason(
    case: Case,
    text: str,
    *,
    by: Officer | None,
    at: datetime,
    on: date | None = None,
    files: Sequence[Handed] = (),
    seen: int | None = None,
) -> Step:
    """收到理由: from the applicant (`by` None) or typed in."""
    held = hold(case, seen)
    if facts_of(held).reason_request is not None and not text.strip() and not files:
        raise Refused("请填写理由，或者上传材料。", basis=REASON_BASIS, field="text")
    step = take(held, Action.TAKE_REASON, by=by, at=at, on=on, by_applicant=by is None)
    _note(step.case, text, by=by, at=at)
    _keep(step.case, files, Material.REASON, by=by, at=at)
    return step


@transaction.atomic
def judge_reason(case: Case, is_reasonable: bool, why: str, *, by: Officer, at: datetime, seen: int | None = None) -> Step:
    """认定理由: reasonable (the reply may then be delayed) or not (the application need not be processed). Errors: Refused while the
    applicant still has time to explain, and for reasons found good that nobody gave."""
    held = hold(case, seen)
    told = said(why, "请写明认定的依据。", "why", basis=REASON_BASIS)
    require_unnamed(held, told, field="why", since=IN_THE_COURSE)
    asked = facts_of(held).reason_request
    if asked and asked.answered_on is None:
        if is_reasonable:
            raise Refused("申请人还没有说明理由，不能认定理由合理。", basis=REASON_BASIS, field="is_reasonable")
        if asked.on_its_way:
            raise Refused("申请人说明理由的期限自收到告知书起算，请先“登记收到通知”。", basis=REASON_BASIS)
        until = last_day(asked, calendar()) or asked.answer_by
        if until and at.date() <= until:
            raise Refused(f"申请人说明理由的期限到{in_words(until)}，届满之前不能认定。", basis=REASON_BASIS)
    return take(held, Action.JUDGE_REASON, by=by, at=at, data={"reasonable": is_reasonable, "why": told})


@transaction.atomic
def delay(case: Case, workdays: int, why: str, *, by: Officer, at: datetime, seen: int | None = None) -> Step:
    """确定延迟答复的合理期限: by the head, in working days added to the legal date; only where the reasons were found good."""
    held = hold(case, seen)
    told = said(why, "请写明延迟答复的理由。", "why", basis=REASON_BASIS)
    require_unnamed(held, told, field="why", since=IN_THE_COURSE)
    if not 1 <= workdays <= MOST_DELAY:
        raise Refused(f"延迟答复的合理期限请填 1 到 {MOST_DELAY} 个工作日。", basis=REASON_BASIS, field="workdays")
    return take(held, Action.DELAY, by=by, at=at, data={"workdays": workdays, "why": told})


# —— 延长 (第三十三条第二款) ——


@transaction.atomic
def extend(case: Case, workdays: int, why: str, *, by: Officer, at: datetime, seen: int | None = None) -> Step:
    """延长答复期限: agreed to by the head of the disclosure office, once, at most twenty working days, before the first date has passed.
    In effect once the applicant was told before that date: at once where he reads it on the portal, else with the letter's service."""
    held = hold(case, seen)
    require(by.actor(), MOVES[Action.EXTEND].permit, about(held), WHO_MAY)
    told = said(why, "请写明延长的理由，理由会告知申请人。", "why", basis="政府信息公开条例第三十三条")
    require_unnamed(held, told, field="why", since=IN_THE_COURSE)
    clock = clock_of(held, facts_of(held))
    if clock:
        clocks.require_extension(clock, at.date(), workdays)
    step = take(held, Action.EXTEND, by=by, at=at, data={"workdays": workdays, "why": told, **_to_send(held)})
    if not step.happening.data.get("to_send"):
        return step
    until = f"在{in_words(step.case.due_on)}之前（含当日）" if step.case.due_on else "在原答复期限届满之前"
    return replace(step, warnings=(*step.warnings, f"延期告知书须{until}送出并登记送达，期限才延长"))


def due_once_told(case: Case) -> date | None:
    """The date that an extension will give when the applicant is told of it today: what its letter says. None while it cannot be known."""
    facts = facts_of(case)
    told = facts.extension and replace(facts.extension, is_untold=False)
    clock = clock_of(case, replace(facts, extension=told))
    return clock.due_on if clock else None


# —— 征求意见 (第三十二条、第三十四条) ——


@transaction.atomic
def consult(
    case: Case,
    kind: Consultation.Kind,
    *,
    party: str,
    question: str,
    contact: str = "",
    organ: Organisation | None = None,
    by: Officer,
    at: datetime,
    seen: int | None = None,
) -> Step:
    """征求意见: of a third party, or of an organ that made the information together (`organ`, where it is one of ours). Nothing in it
    may tell who asked. The key of the consultation stands in the step's data."""
    held = hold(case, seen)
    basis = THIRD_PARTY_BASIS if kind == Kind.THIRD_PARTY else CO_ORGAN_BASIS
    name = organ.name if organ else party.strip()
    if not name:
        raise Refused("请填写征求对象的名称。", basis=basis, field="party")
    asked = said(question, "请写明征求意见的内容。", "question", 2000, basis)
    require_unnamed(held, asked, field="question")
    made = Consultation.objects.create(
        case=held, kind=kind, party=name[:200], contact=contact.strip()[:300], organ=organ, question=asked, sent_on=at.date()
    )
    action = Action.CONSULT_THIRD_PARTY if kind == Kind.THIRD_PARTY else Action.CONSULT_CO_ORGAN
    return take(held, action, by=by, at=at, data={"key": str(made.pk)})


@transaction.atomic
def record_reached(consultation: Consultation, *, on: date, by: Officer, at: datetime, seen: int | None = None) -> Step:
    """登记对方收到: their fifteen working days run from this day."""
    held, asked = _asked(consultation, seen)
    if asked.reached_on:
        raise Refused(f"已经登记过对方收到的日期（{in_words(asked.reached_on)}）。登记错了的，请用“更正误登”。", field="on")
    _not_before(asked, on)
    _one_day(held, on, consultation=asked)
    asked.reached_on = on
    asked.save(update_fields=["reached_on"])
    return take(held, Action.RECORD_REACHED, by=by, at=at, on=on, data={"key": str(asked.pk)})


@transaction.atomic
def record_opinion(
    consultation: Consultation,
    answer: Consultation.Answer,
    reason: str = "",
    *,
    on: date,
    by: Officer,
    at: datetime,
    files: Sequence[Handed] = (),
    seen: int | None = None,
) -> Step:
    """登记意见: on the day it came. A refusal, whole or in part, needs its reason (第三十二条)."""
    held, asked = _asked(consultation, seen)
    if answer == Answer.SILENT:
        raise Refused("没有答复的，请在期限届满后用“登记逾期未答复”。", field="answer")
    if answer != Answer.AGREES and not reason.strip():
        raise Refused("对方不同意公开的，请登记其理由。", basis=_basis(asked), field="reason")
    _not_before(asked, on)
    asked.answered_on, asked.answer, asked.reason = on, answer, reason.strip()[:2000]
    asked.save(update_fields=["answered_on", "answer", "reason"])
    step = take(held, Action.RECORD_OPINION, by=by, at=at, on=on, data={"key": str(asked.pk)})
    _keep(step.case, files, Material.OPINION, by=by, at=at)
    return step


@transaction.atomic
def record_silence(consultation: Consultation, *, by: Officer, at: datetime, seen: int | None = None) -> Step:
    """登记逾期未答复: once their fifteen working days are over. A third party's silence leaves the decision to the organ, a co-making
    organ's counts as agreement."""
    held, asked = _asked(consultation, seen)
    if asked.reached_on is None:
        raise Refused("请先登记对方收到征求意见书的日期，期限从那天起算。", basis=_basis(asked))
    limit = opinion_by(asked.reached_on, calendar())
    if at.date() <= limit:
        raise Refused(
            f"对方的答复期限是收到之日起{CONSULTATION_WORKDAYS}个工作日，到{in_words(limit)}，届满之前不能登记逾期未答复。",
            basis=_basis(asked),
        )
    asked.answer = Answer.SILENT
    asked.save(update_fields=["answer"])
    return take(held, Action.RECORD_SILENCE, by=by, at=at, data={"key": str(asked.pk)})


# —— 收费 (国办函〔2020〕109号) ——


def count_in_month(case: Case) -> int:
    """Which one this is of the same applicant's cases at this organ in the calendar month of its receipt, from 1. Two queries.
    What asks for a correction (第四十一条) asks for no information and is none of them."""
    if case.received_on is None:
        raise Refused("还没有确定收到日，不能按件计费。", basis=fees.BASIS)
    same = Case.objects.filter(
        organ_id=case.organ_id,
        is_correction=False,
        applicant_key=case.applicant_key,
        received_on__year=case.received_on.year,
        received_on__month=case.received_on.month,
    )
    return same.filter(received_on__lt=case.received_on).count() + same.filter(received_on=case.received_on, pk__lte=case.pk).count()


@transaction.atomic
def charge(case: Case, mode: fees.Mode, *, why: str, pages: int = 0, by: Officer, at: datetime, seen: int | None = None) -> Step:
    """通知收费: per item (which one of the month this is) or per page, never both; the amount and its formula are computed. `why`: how
    many applications, how often, beyond reason (第四十二条). Done today, never on a day that is past: from here the clock waits, and
    begins anew when it is paid. When the applicant got it is recorded apart (`record_notice`)."""
    held = hold(case, seen)
    if held.is_correction:
        raise Refused("要求更正自身信息的不收费：只有申请公开政府信息的，才可以收取信息处理费。", basis=CHARGE_BASIS)
    told = said(why, "请写明申请数量、频次明显超过合理范围的情况。", "why", basis=CHARGE_BASIS)
    require_unnamed(held, told, field="why", since=IN_THE_COURSE)
    if mode is fees.Mode.BY_ITEM:
        fee = fees.charge(items_before=count_in_month(held) - 1)
    else:
        fee = fees.charge(pages=max(0, pages), carrier=Carrier(held.carrier))
    if fee.amount == 0:
        raise Refused(f"按标准不收费：{fee.formula}。", basis=fees.BASIS, field="mode")
    step = take(held, Action.CHARGE, by=by, at=at, data={"amount": fee.amount, "formula": fee.formula, "why": told})
    Fee.objects.create(case=held, mode=mode, count=fee.count, amount=fee.amount, formula=fee.formula, notified_on=at.date())
    return step


@transaction.atomic
def record_notice(case: Case, *, on: date, files: Sequence[Handed] = (), by: Officer, at: datetime, seen: int | None = None) -> Step:
    """登记收到通知: the applicant got the notice of what is open on this day; the time to clarify, to explain or to pay runs from it.
    `files`: what proves it."""
    held = hold(case, seen)
    stage, facts = Stage(held.stage), facts_of(held)
    fee = Fee.objects.filter(case=held).first() if stage is Stage.FEE_NOTIFIED else None
    asked = {Stage.CLARIFYING: facts.clarification, Stage.EXPLAINING: facts.reason_request}.get(stage)
    if fee and on < fee.notified_on:
        raise Refused(f"日期不能早于收费通知书发出之日（{in_words(fee.notified_on)}）。", basis=fees.BASIS, field="on")
    if asked and on < asked.asked_on:
        raise Refused(f"日期不能早于告知书签发之日（{in_words(asked.asked_on)}）。", field="on")
    if stage in NOTICE_OF:
        _one_day(held, on, kind=NOTICE_OF[stage])
    step = take(held, Action.RECORD_NOTICE, by=by, at=at, on=on)
    if fee:
        Fee.objects.filter(pk=fee.pk).update(reached_on=on)
    _keep(step.case, files, Material.SERVICE, by=by, at=at)
    return step


@transaction.atomic
def record_payment(
    case: Case,
    *,
    on: date,
    receipt_no: str = "",
    files: Sequence[Handed] = (),
    by: Officer,
    at: datetime,
    seen: int | None = None,
) -> Step:
    """登记缴费: paid in full on this day. `files`: the receipt."""
    held = hold(case, seen)
    fee = Fee.objects.filter(case=held).first()
    if fee and on < (earliest := fee.reached_on or fee.notified_on):
        raise Refused(f"缴费日期不能早于收费通知书发出、送到的日期（{in_words(earliest)}）。", basis=fees.BASIS, field="on")
    step = take(held, Action.RECORD_PAYMENT, by=by, at=at, on=on)
    Fee.objects.filter(case=step.case).update(paid_on=on, receipt_no=receipt_no.strip()[:60])
    _keep(step.case, files, Material.PAYMENT, by=by, at=at)
    return step


# —— 终止 ——


@transaction.atomic
def withdraw(
    case: Case,
    why: str,
    material: str = "",
    *,
    cause: Withdrawn | None = None,
    by: Officer | None,
    at: datetime,
    seen: int | None = None,
) -> Step:
    """撤回申请: by the applicant (`by` None), or by an officer for an applicant who withdrew in writing, died or was dissolved: with what
    happened and the material that shows it (`material`: a letter, a certificate, an entry in a register). `cause`: whether anybody is
    left to be told."""
    held = hold(case, seen)
    told = why.strip()[:500]
    data = {"outcome": Outcome.F3_OTHER, "why": "申请人自行撤回", "cause": cause or ("" if by else Withdrawn.BY_APPLICANT)}
    if by is not None:
        told = said(why, "请写明申请人撤回、死亡或者终止的情况。", "why")
        shown = said(material, "请写明依据的材料，例如撤回书、死亡证明、注销登记信息，及其日期。", "material", 300)
        require_unnamed(held, told, field="why", since=IN_THE_COURSE)
        require_unnamed(held, shown, field="material", since=IN_THE_COURSE)
        data |= {"why": told, "material": shown}
    step = take(held, Action.WITHDRAW, by=by, at=at, data=data, by_applicant=by is None)
    if by is None:
        _note(step.case, told, by=None, at=at)
    return step


@transaction.atomic
def close(case: Case, outcome: Outcome, *, by: Officer, at: datetime, seen: int | None = None) -> Step:
    """终止处理: by the head, when the applicant let the time to clarify (F1) or to pay (F2) run out."""
    held = hold(case, seen)
    require(by.actor(), MOVES[Action.CLOSE].permit, about(held), WHO_MAY)
    lapsed = standing_of(held, on=at.date()).facts.lapsed
    if lapsed and outcome not in lapsed:
        raise Refused(f"不能以“{outcome.label}”终止：届满的是“{'、'.join(each.label for each in lapsed)}”。", field="outcome")
    return take(held, Action.CLOSE, by=by, at=at, data={"outcome": outcome})


# —— 更正误登 ——


@transaction.atomic
def take_back(happening: Happening, why: str, *, by: Officer, at: datetime) -> Case:
    """更正误登: take back the last step, with what it had filled in. What may be taken back: see `steps.cancel`."""
    held = cancel(happening, why=why, by=by, at=at)
    asked = held.consultations.filter(pk=int(happening.data.get("key", 0)))
    match Action(happening.kind):
        case Action.TAKE_CLARIFICATION:
            unword(held, happening)
        case Action.RECORD_REACHED:
            asked.update(reached_on=None)
            _unsigned(held, happening.on, consultation__in=asked)
        case Action.RECORD_OPINION:
            asked.update(answered_on=None, answer="", reason="")
        case Action.RECORD_NOTICE:
            if (stage := Stage(held.stage)) is Stage.FEE_NOTIFIED:
                held.fees.update(reached_on=None)
            if stage in NOTICE_OF:
                _unsigned(held, happening.on, kind=NOTICE_OF[stage])
        case Action.RECORD_PAYMENT:
            held.fees.update(paid_on=None, receipt_no="")
        case Action.CHARGE:
            held.fees.all().delete()
    return held


def _asked(consultation: Consultation, seen: int | None) -> tuple[Case, Consultation]:
    """The case, held, and the consultation as it is now; Refused when it was answered."""
    held = hold(consultation.case_id, seen)
    asked = held.consultations.get(pk=consultation.pk)
    if asked.answer:
        raise Refused(f"这次征求意见已经登记为“{asked.get_answer_display()}”。请刷新页面查看。")
    return held, asked


def _to_send(case: Case) -> dict[str, bool]:
    """Said of a step whose letter must still go out: who asked for everything online reads it on the portal the moment it is signed."""
    return {} if Delivery(case.delivery) is Delivery.ONLINE else {"to_send": True}


def _one_day(case: Case, on: date, **letter: object) -> None:
    """Refused when the letter was signed for on another day: whether and when it came is one fact."""
    letters = case.letters.exclude(kind=LetterKind.THIRD_PARTY_NOTICE).filter(**letter)
    rows = Service.objects.filter(letter__in=letters, signed_for_on__isnull=False).order_by("signed_for_on")
    if (signed := rows.values_list("signed_for_on", flat=True).first()) and signed != on:
        raise Refused(f"这份文书已经登记{in_words(signed)}签收，收到的日期就是签收的日期。", field="on")


def _unsigned(case: Case, on: date, **letter: object) -> None:
    """What was recorded as the day a letter came was a mistake: nor was it signed for on that day."""
    Service.objects.filter(letter__in=case.letters.filter(**letter), signed_for_on=on).update(signed_for_on=None)


def _not_before(asked: Consultation, on: date) -> None:
    earliest = asked.reached_on or asked.sent_on
    if on < earliest:
        raise Refused(f"日期不能早于征求意见书发出、到达的日期（{in_words(earliest)}）。", field="on")


def _basis(asked: Consultation) -> str:
    return THIRD_PARTY_BASIS if asked.kind == Kind.THIRD_PARTY else CO_ORGAN_BASIS


def _answer_time(answer_by: date, today: date, what: str, basis: str) -> tuple[str, ...]:
    """What is unusual about the time the applicant gets. Refused when it is no time at all."""
    if answer_by <= today:
        raise Refused(f"{what}的期限须在今天之后。", basis=basis, field="answer_by")
    if answer_by > today + MOST_TO_ANSWER:
        raise Refused(f"{what}的期限在一年以后，不是合理期限。请核对年份。", basis=basis, field="answer_by")
    try:
        left = calendar().workdays_between(today, answer_by)
    except NotYetKnown:
        return ()
    return (f"留给申请人{what}的时间只有{left}个工作日，请确认是否合理",) if left < LEAST_TO_ANSWER else ()


def _note(case: Case, text: str, *, by: Officer | None, at: datetime) -> None:
    if text.strip():
        if len(text) > 5000:
            raise Refused("内容太长，最多 5000 字。较长的说明请作为材料上传。", field="text")
        Note.objects.create(case=case, kind=Note.Kind.APPLICANT, text=text.strip(), by=by, at=at)


def _keep(case: Case, files: Sequence[Handed], material: Material, *, by: Officer | None, at: datetime) -> None:
    if len(files) > MOST_FILES:
        raise Refused(f"一次最多上传 {MOST_FILES} 个文件。", field="file")
    for file in files:
        add_file(case, replace(file, material=file.material if file.material.is_sealed else material), by=by, at=at)
