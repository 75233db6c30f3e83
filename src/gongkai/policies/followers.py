"""What the library does by itself: read what was handed in, and keep its shadows true as days pass."""

from datetime import datetime

from django.db import transaction

from gongkai.journal import actions as journal
from gongkai.journal.duties import at as each_day_at
from gongkai.journal.duties import every
from gongkai.policies.actions import intake
from gongkai.policies.actions.shadows import refresh
from gongkai.policies.models import Policy


@every("policies.intake", seconds=1)
def read_what_was_handed_in(now: datetime) -> None:
    """Short slices, so that the lease of this duty stays short too."""
    while intake.read_waiting(at=now, limit=5):
        continue


@each_day_at("policies.standing", cron="10 0 * * *")
def bring_up_to_the_day(now: datetime) -> None:
    """每天 00:10 重算（领域规则 6.6）: policies whose standing or visibility changes today, each noted in the journal."""
    today = now.date()
    for policy in Policy.objects.filter(standing_changes_on__lte=today).iterator(chunk_size=200):
        with transaction.atomic():
            before = policy.standing
            refresh(policy, on=today)
            journal.write("policies.policy.standing_changed", about=policy, by=None, at=now, data={"from": before, "to": policy.standing})
