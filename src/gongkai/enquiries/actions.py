"""What citizens write: received, passed on to who can answer, answered."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction

from gongkai.enquiries.models import Enquiry
from gongkai.enquiries.rules.messages import ANSWER_LONGEST, Kind, answer_by, problems
from gongkai.enquiries.rules.permits import WHO_MAY, Permit
from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.queries import home
from gongkai.people.rules.permits import About, require
from gongkai.policies.models import Policy
from gongkai.shared.clock import BEIJING
from gongkai.shared.digest import sm3
from gongkai.shared.refusal import Refused
from gongkai.workdays.queries import calendar

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that are taken for another


@transaction.atomic
def receive(kind: Kind, text: str, *, policy: Policy | None, page: str, contact: str, at: datetime) -> Enquiry:
    """Store one message and return it with its ticket. Errors: Refused naming the first thing to mend."""
    for field, message in problems(text, contact):
        raise Refused(message, field=field)
    enquiry = Enquiry.objects.create(
        kind=kind,
        ticket=f"{at:%Y%m%d}-" + "".join(secrets.choice(_LETTERS) for _ in range(8)),
        policy=policy,
        page=page[:300],
        text=text.strip(),
        contact=contact.strip(),
        at=at,
        office=policy.office if policy else home(settings.REGION_CODE),
        due_on=answer_by(kind, at.astimezone(BEIJING).date(), calendar()),
    )
    journal.write("enquiries.enquiry.received", about=enquiry, by=None, at=at, data={"kind": kind.value})
    return enquiry


@transaction.atomic
def answer(enquiry: Enquiry, text: str, *, by: Officer, at: datetime) -> Enquiry:
    """答复: once; its sender reads it with the ticket. Errors: Refused."""
    held = _held(enquiry, Permit.ANSWER, by)
    said = text.strip()
    if not said:
        raise Refused("请写下答复。", field="text")
    if len(said) > ANSWER_LONGEST:
        raise Refused(f"答复有 {len(said)} 字，最多 {ANSWER_LONGEST} 字，请精简。", field="text")
    held.answer, held.answered_by, held.answered_at = said, by, at
    held.save(update_fields=["answer", "answered_by", "answered_at"])
    journal.write("enquiries.enquiry.answered", about=held, by=by, at=at, data={"digest": sm3(said.encode())})
    return held


@transaction.atomic
def pass_on(enquiry: Enquiry, office: Organisation, reason: str, *, by: Officer, at: datetime) -> Enquiry:
    """转办 to the office that can answer; the last day stays. Errors: Refused."""
    held = _held(enquiry, Permit.PASS_ON, by)
    if held.office_id == office.pk:
        raise Refused("来信已经在这个单位。", field="office")
    journal.write("enquiries.enquiry.passed_on", about=held, by=by, at=at, data={"to": office.name, "why": reason.strip()[:200]})
    held.office = office
    held.save(update_fields=["office"])
    return held


@transaction.atomic
def read_contact(enquiry: Enquiry, *, by: Officer, at: datetime) -> str:
    """The contact in full; that it was read is written down first (领域规则 14.5)."""
    require(by.actor(), Permit.READ_CONTACT, about(enquiry), WHO_MAY)
    journal.write("enquiries.contact.read", about=enquiry, by=by, at=at)
    return enquiry.contact


def _held(enquiry: Enquiry, permit: Permit, by: Officer) -> Enquiry:
    """The letter as it stands now, locked, not answered yet."""
    held = Enquiry.objects.select_for_update(of=("self",)).select_related("office", "answered_by").get(pk=enquiry.pk)
    require(by.actor(), permit, about(held), WHO_MAY)
    if held.answered_at:
        raise Refused(f"这封来信已经由{held.answered_by}答复。")
    return held


def about(enquiry: Enquiry) -> About:
    """The letter as permits ask about it: by the office that is to answer."""
    return About(enquiry.office.path if enquiry.office else "")
