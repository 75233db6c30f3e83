"""送达: how and when a letter went out, and who signed for it. By mail the day of posting counts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from gongkai.foi.actions.intake import Handed, add_file
from gongkai.foi.actions.steps import about, hold, take
from gongkai.foi.letters import DECISIONS, decision_of
from gongkai.foi.models import Case, Letter, Service
from gongkai.foi.organs import settings_of
from gongkai.foi.rules.applicants import Material
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.letter_kinds import LetterKind, Reader
from gongkai.foi.rules.outcomes import RemedyKind
from gongkai.foi.rules.permits import WHO_MAY, Permit
from gongkai.foi.rules.receipt import Delivery
from gongkai.foi.rules.service import ServiceMode, require_lawful, served_on
from gongkai.foi.rules.stages import MOVES
from gongkai.journal import actions as journal
from gongkai.people.models import Officer
from gongkai.people.rules.permits import require
from gongkai.shared.clock import BEIJING
from gongkai.shared.refusal import Refused


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
    step = take(held, Action.SERVE, by=by, at=at, on=day, data={"mode": mode, "letter": letter.pk})
    row = _serve(letter, mode, day, carrier=carrier, mail_no=mail_no, signed_for_on=signed_for_on, by=by, at=at)
    _prove(held, files, by=by, at=at)
    row.warnings = step.warnings
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
    row = _serve(letter, mode, day, carrier=carrier, mail_no=mail_no, signed_for_on=signed_for_on, by=by, at=at)
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
    _prove(held, files, by=by, at=at)
    journal.write("foi.letter.signed_for", about=row.letter, by=by, at=at, data={"case": held.pk, "on": on.isoformat()})
    return row


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
