"""定时发布: signed now, public at its moment. Everything is asked now and asked again then."""

from datetime import datetime

from django.db import transaction

from gongkai.people.models import Officer
from gongkai.policies.actions.publish import may_go_out
from gongkai.policies.actions.reviewed import draft_digest, reference
from gongkai.policies.models import Edition
from gongkai.publishing.actions.releases import release
from gongkai.publishing.models import Release


@transaction.atomic
def schedule(edition: Edition, *, due_at: datetime, seen: str = "", by: Officer, at: datetime) -> Release:
    """Sign the draft of an edition for a moment to come. Errors: Refused with whatever is in the way of publishing it now."""
    policy, draft, facts = may_go_out(edition, seen=seen, by=by, at=at)
    return release(
        reference(draft), title=str(facts["title"]), office=policy.office, digest=draft_digest(draft), due_at=due_at, by=by, at=at
    )
