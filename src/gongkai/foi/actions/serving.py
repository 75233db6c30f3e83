"""送达: how and when a letter went out, and who signed for it. By mail the day of posting counts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from gongkai.foi.actions import waits
from gongkai.foi.actions.intake import Handed, add_file
from gongkai.foi.actions.steps import about, hold, take
from gongkai.foi.actions.texts import in_words
from gongkai.foi.letters import DECISIONS, ON_THE_WAY, decision_of
from gongkai.foi.models import Case, Consultation, Letter, Service
from gongkai.foi.organs import settings_of
from gongkai.foi.rules.applicants import Material
from gongkai.foi.rules.facts import Clarification, ReasonRequest
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.letter_kinds import LetterKind, Reader
from gongkai.foi.rules.outcomes import RemedyKind
from gongkai.foi.rules.permits import WHO_MAY, Permit
from gongkai.foi.rules.receipt import Delivery
from gongkai.foi.rules.service import ServiceMode, require_day, require_lawful, served_on
from gongkai.foi.rules.stages import MOVES, Stage
from gongkai.foi.standing import facts_of, standing_of
from gongkai.journal import actions as journal
from gongkai.people.models import Officer
from gongkai.people.rules.permits import require
from gongkai.shared.clock import BEIJING
from gongkai.shared.refusal import Refused

TIMED = {LetterKind.CLARIFICATION: Action.CLARIFY, LetterKind.EXTENSION: Action.EXTEND}  # whose day of sending the law asks for
CONSULTED = frozenset({LetterKind.THIRD_PARTY_CONSULTATION, LetterKind.CO_MAKER_CONSULTATION})


@transaction.atomic
def serve(
    case: Case,
    mode: ServiceMode,
    *,
    sent_on: date,
    carrier: str = "",
    mail_no: str = "",
    signed_for_on: date | None = None,
    files: Sequence[Handed] = (),
    by: Officer,
    at: datetime,
    seen: int | None = None,
) -> Service:
    """送达: of the letter that ends the case. By mail the day of posting stops the clock. The applicant can read it from now on.
    `files`: what proves it (送达凭证)."""
    held = hold(case, seen)
    require(by.actor(), MOVES[Action.SERVE].permit, about(held), WHO_MAY)
    letter = decision_of(held)
    if letter is None:
        raise Refused("还没有签发的文书可以送达。")
    way = Delivery(held.delivery)
    has_remedy = letter.remedy != RemedyKind.NONE
    url = settings_of(held.organ).reconsideration_url
    require_lawful(mode, way, carrier=carrier, mail_no=mail_no, has_remedy=has_remedy, reconsideration_url=url)
    if unserved := _third_parties_unserved(held):
        raise Refused(
            f"决定公开第三方不同意公开的信息，应当先把决定和理由告知第三方：{'、'.join(unserved)}。", basis="政府信息公开条例第三十二条"
        )
    day = _day_served(letter, mode, sent_on=sent_on, signed_for_on=signed_for_on)
    require_day(mode, sent_on=sent_on, on=at.date(), is_proved=bool(files))
    due = held.due_on
    step = take(held, Action.SERVE, by=by, at=at, on=day, data={"mode": mode, "letter": letter.pk})
    row = _serve(letter, mode, day, carrier=carrier, mail_no=mail_no, signed_for_on=signed_for_on, by=by, at=at)
    _prove(held, files, by=by, at=at)
    row.warnings = step.warnings
    if mode.is_electronic and due and day <= due < at.date():
        row.warnings += (f"登记的{mode.label}日期在答复期限（{in_words(due)}）之内，今天已经超过期限，请核对发送记录",)
    return row


@transaction.atomic
def serve_other(
    letter: Letter,
    mode: ServiceMode,
    *,
    sent_on: date,
    carrier: str = "",
    mail_no: str = "",
    signed_for_on: date | None = None,
    files: Sequence[Handed] = (),
    by: Officer,
    at: datetime,
) -> Service:
    """How and when a letter went out that moves no stage: what was told on the way, or to a third party, or a reply once more (sent back
    by the post, say: the first day stands)."""
    held = hold(letter.case)
    require(by.actor(), Permit.SERVE, about(held), WHO_MAY)
    if held.archived_on:
        raise Refused("这件申请已经归档，不能再登记送达。")
    if letter.kind in DECISIONS and not held.served_on:
        raise Refused("答复书的送达请在申请件上登记。")
    if not is_sent_out(letter):
        raise Refused("内部办理单不用送达。")
    to_applicant = letter.consultation_id is None
    way = Delivery(held.delivery) if to_applicant else Delivery.MAIL
    url = settings_of(held.organ).reconsideration_url
    require_lawful(mode, way, carrier=carrier, mail_no=mail_no, has_remedy=letter.remedy != RemedyKind.NONE, reconsideration_url=url)
    day = _day_served(letter, mode, sent_on=sent_on, signed_for_on=signed_for_on)
    if day > at.date():
        raise Refused("日期不能在今天之后。", field="sent_on")
    read_from = letter.signed_at.astimezone(BEIJING).date() if letter.kind in ON_THE_WAY else None
    require_day(mode, sent_on=sent_on, on=at.date(), read_from=read_from, is_proved=bool(files))
    row = _serve(letter, mode, day, carrier=carrier, mail_no=mail_no, signed_for_on=signed_for_on, by=by, at=at)
    row.warnings = _sent(held, letter, day, by=by, at=at)
    if mode in (ServiceMode.EMAIL, ServiceMode.FAX) and day < at.date() and letter.kind in TIMED:
        row.warnings += (f"登记的{mode.label}日期早于今天，期限由它决定，请核对发送记录",)
    if came := day if mode.is_electronic else signed_for_on:
        _reached(letter, came, by=by, at=at)
    _prove(held, files, by=by, at=at)
    return row


def is_sent_out(letter: Letter) -> bool:
    """Whether it goes to anybody outside: slips and records of the office do not; the record of an ending does, once it is served."""
    return letter.kind in DECISIONS or LetterKind(letter.kind).reader is not Reader.INSIDE


@transaction.atomic
def record_signed_for(service: Service, on: date, *, files: Sequence[Handed] = (), by: Officer, at: datetime) -> Service:
    """登记签收: a letter that was mailed has been signed for. The day of service stays the day of posting. `files`: what proves it."""
    held = hold(service.letter.case)
    require(by.actor(), Permit.SERVE, about(held), WHO_MAY)
    row = Service.objects.select_for_update().get(pk=service.pk)
    if held.archived_on:
        raise Refused("这件申请已经归档，不能再登记签收。")
    if row.signed_for_on:
        raise Refused("已经登记过签收日期。")
    if not row.on <= on <= at.date():
        raise Refused("签收日期应在送出之日和今天之间，请核对。", field="on")
    row.signed_for_on = on
    row.save(update_fields=["signed_for_on"])
    _reached(row.letter, on, by=by, at=at)
    _prove(held, files, by=by, at=at)
    journal.write("foi.letter.signed_for", about=row.letter, by=by, at=at, data={"case": held.pk, "on": on.isoformat()})
    return row


def _sent(case: Case, letter: Letter, on: date, *, by: Officer, at: datetime) -> tuple[str, ...]:
    """A letter on which the clock depends went out: written down as a step, and what is late about it. 补正 is asked for in time, and an
    extension told in time, by the day the letter was sent."""
    step = TIMED.get(LetterKind(letter.kind))
    asked = case.happenings.filter(at=letter.signed_at, kind=step, cancelled_by=None).last() if step else None
    if asked is None or not asked.data.get("to_send"):
        return ()
    held = take(case, Action.SEND, by=by, at=at, on=on, data={"what": asked.kind, "letter": letter.pk}).case
    standing = standing_of(held, on=on)
    if asked.kind == Action.EXTEND and standing.clock and standing.clock.late_extension:
        due = f"（{in_words(held.due_on)}）" if held.due_on else ""
        return (f"延期告知书在原答复期限{due}届满之后才送出，不发生延长的效力，期限仍按原来的计算",)
    by_law = standing.facts.clarify_by
    if asked.kind == Action.CLARIFY and by_law and on > by_law:
        return (f"补正告知应在收到申请之日起7个工作日内（{in_words(by_law)}前）发出，这份告知书送出时已经超过",)
    return ()


def _reached(letter: Letter, on: date, *, by: Officer, at: datetime) -> None:
    """A letter that was signed for has come: written down as such for whoever it was sent to, once. Errors: Refused where another day is
    written down for it already."""
    case = hold(letter.case)
    known: date | None
    if letter.kind in CONSULTED and letter.consultation is not None:
        asked = Consultation.objects.get(pk=letter.consultation.pk)
        known = asked.reached_on
        if known is None and not asked.answer:
            waits.record_reached(asked, on=on, by=by, at=at)
    else:
        stage, facts = Stage(case.stage), facts_of(case)
        if waits.NOTICE_OF.get(stage) != letter.kind:
            return
        is_known = {Stage.CLARIFYING: facts.clarification, Stage.EXPLAINING: facts.reason_request, Stage.FEE_NOTIFIED: facts.fee}[stage]
        known = is_known.reached_on if is_known else None
        if known is None and not _is_read_online(is_known):
            waits.record_notice(case, on=on, by=by, at=at)
    if known and known != on and (on < known or letter.services.count() == 1):
        raise Refused(f"已经登记{in_words(known)}收到这份文书，签收日期应当是同一天；登记错了的，请先用“更正误登”。", field="signed_for_on")


def _is_read_online(asked: object) -> bool:
    """Whether the applicant could read on the portal what he was asked, the moment he was asked it."""
    return isinstance(asked, Clarification | ReasonRequest) and not asked.on_its_way


def _prove(case: Case, files: Sequence[Handed], *, by: Officer, at: datetime) -> None:
    for file in files:
        add_file(case, replace(file, material=Material.SERVICE), by=by, at=at)


def _third_parties_unserved(case: Case) -> list[str]:
    """The numbers of the letters to third parties that have not gone out."""
    told = case.letters.filter(kind=LetterKind.THIRD_PARTY_NOTICE, services=None)
    return list(told.values_list("number", flat=True))


def _day_served(letter: Letter, mode: ServiceMode, *, sent_on: date, signed_for_on: date | None) -> date:
    if sent_on < letter.signed_at.astimezone(BEIJING).date():
        raise Refused("送出日期不能早于签发日期。", field="sent_on")
    return served_on(mode, sent_on=sent_on, signed_for_on=signed_for_on)


def _serve(
    letter: Letter, mode: ServiceMode, on: date, *, carrier: str, mail_no: str, signed_for_on: date | None, by: Officer, at: datetime
) -> Service:
    row = Service.objects.create(
        letter=letter,
        mode=mode,
        on=on,
        carrier=carrier.strip()[:40],
        mail_no=mail_no.strip()[:60],
        signed_for_on=signed_for_on,
        by=by,
        at=at,
    )
    data = {"case": letter.case_id, "number": letter.number, "mode": str(mode), "on": on.isoformat()}
    journal.write("foi.letter.served", about=letter, by=by, at=at, data=data)
    return row
