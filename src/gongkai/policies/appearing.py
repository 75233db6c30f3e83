"""What the public saw for the first time between two moments: for those who want to be told of what is new."""

from datetime import datetime

from django.db.models import Q

from gongkai.policies.queries import visible
from gongkai.shared.clock import BEIJING


def appeared(since: datetime, until: datetime) -> list[int]:
    """The visible policies whose current edition became public after `since` and up to `until`: signed then, or signed before and dated a
    day that has come; the newest first."""
    first, last = since.astimezone(BEIJING).date(), until.astimezone(BEIJING).date()
    signed = Q(current__first_text_at__gt=since, current__first_text_at__lte=until, current__published_on__lte=last)
    dated = Q(current__first_text_at__lte=since, current__published_on__gt=first, current__published_on__lte=last)
    return list(visible(last).filter(signed | dated).order_by("-published_on", "-pk").values_list("pk", flat=True))
