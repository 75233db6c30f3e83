"""起草 for an event of the catalogue: one draft an event, filled in as far as the event says, published by nobody but people."""

from datetime import datetime

from django.db import transaction

from gongkai.catalogue.models import Duty
from gongkai.people.models import Officer
from gongkai.people.rules.permits import About, require
from gongkai.policies.actions import drafts
from gongkai.policies.actions.filing import Filed, hold_event
from gongkai.policies.models import Edition
from gongkai.policies.rules import facts as fact_rules
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.permits import WHO_MAY, Permit


@transaction.atomic
def draft_for(duty: Duty, *, by: Officer | None, at: datetime) -> tuple[Edition, bool]:
    """The paper that answers the event, and whether it is new: the same event again gives the same paper. `by` None: a business system
    announced it. Its category and topic are those of the column the item belongs in. Errors: Refused once the event is cancelled."""
    held, found = hold_event(duty)
    if by is not None:
        require(by.actor(), Permit.WRITE, About(held.organ.path), WHO_MAY)
    if found is not None:
        return found, False
    column = held.item.current.column if held.item.current else None
    category = Category(column.category) if column and column.category else Category.OTHER
    facts = fact_rules.empty() | {
        "title": held.title,
        "issuers": [held.organ.name],
        "formed_on": held.event_on.isoformat(),
        "topic_l1": column.topic if column else "",
    }
    return drafts.start(category, facts, (), office=held.organ, by=by, at=at, filed=Filed(held.item, held)), True
