"""已核对: a person says why something that does not agree is right as it is."""

from datetime import datetime

from django.db import transaction

from gongkai.journal import actions as journal
from gongkai.people.models import Officer
from gongkai.people.rules.permits import About, require
from gongkai.policies.models import Accepted, Policy
from gongkai.policies.rules.mismatches import Kind
from gongkai.policies.rules.permits import WHO_MAY, Permit
from gongkai.shared.refusal import Refused


@transaction.atomic
def accept(policy: Policy, *, kind: str, reason: str, by: Officer, at: datetime) -> Accepted:
    """The paper leaves the list for this kind until its standing changes or a new edition comes. Errors: Refused without a reason."""
    require(by.actor(), Permit.ACCEPT_MISMATCH, About(policy.office.path), WHO_MAY)
    if len(reason.strip()) < 4:
        raise Refused("请写明核对的结果，至少四个字。", field="reason")
    accepted, _ = Accepted.objects.update_or_create(
        edition=policy.current,
        kind=Kind(kind).value,
        standing=policy.standing,
        defaults={"reason": reason.strip()[:300], "by": by, "at": at},
    )
    journal.write("policies.policy.mismatch_accepted", about=policy, by=by, at=at, data={"kind": kind, "reason": accepted.reason})
    return accepted
