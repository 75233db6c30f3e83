"""浏览量: counted by day and policy; who looked is not kept, so there is nothing for the journal."""

from datetime import date

from django.db.models import F

from gongkai.policies.models import DailyViews, Policy


def seen(policy: Policy, *, on: date) -> None:
    """One more view of the policy on this day."""
    DailyViews.objects.get_or_create(policy=policy, day=on)
    DailyViews.objects.filter(policy=policy, day=on).update(count=F("count") + 1)
