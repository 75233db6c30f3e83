"""What this room does by itself: note which papers changed for the public, and send them."""

from datetime import datetime

from gongkai.exchange.models import Push, Target
from gongkai.exchange.sending import send_due
from gongkai.journal.duties import every, follower
from gongkai.journal.models import Entry
from gongkai.policies.models import Policy
from gongkai.policies.queries import TOLD_OUTSIDE
from gongkai.policies.rules.kinds import Category


@follower("exchange.queue", kinds=TOLD_OUTSIDE)
def queue(entries: list[Entry]) -> None:
    """Each paper an entry is about, and each it touched, becomes due at every target its office belongs to."""
    told: dict[int, datetime] = {}
    for entry in entries:
        for pk in (int(entry.about.rpartition(":")[2]), *entry.data.get("touched", ())):
            told[pk] = entry.at
    targets = list(Target.objects.filter(stopped_at=None).select_related("office"))
    if not targets:
        return
    for policy in Policy.objects.filter(pk__in=told, category=Category.POLICY).select_related("office"):
        for target in targets:
            if policy.office.path.startswith(target.office.path):
                given = {"due_at": told[policy.pk], "attempts": 0, "parked_at": None}
                Push.objects.update_or_create(target=target, policy=policy, defaults=given)


@every("exchange.send", seconds=5)
def send(now: datetime) -> None:
    """Short slices, so that the lease of this duty stays short too."""
    send_due(now)
