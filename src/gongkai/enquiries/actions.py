"""Receiving what citizens write."""

import secrets
from datetime import datetime

from django.db import transaction

from gongkai.enquiries.models import Enquiry
from gongkai.enquiries.rules.messages import Kind, problems
from gongkai.journal import actions as journal
from gongkai.policies.models import Policy
from gongkai.shared.refusal import Refused

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
    )
    journal.write("enquiries.enquiry.received", about=enquiry, by=None, at=at, data={"kind": kind.value})
    return enquiry
