"""申请前的帮助 is counted, by nobody's name: what was shown, what was opened, whether it was enough."""

from datetime import date
from enum import StrEnum

from django.db import transaction
from django.db.models import F

from gongkai.foi.models import HelpDay
from gongkai.people.models import Organisation


class Help(StrEnum):
    """What is counted; the value is the column of `HelpDay`."""

    SHOWN = "shown"
    OPENED = "opened"
    SUBMITTED = "submitted"
    SATISFIED = "satisfied"


@transaction.atomic
def count_help(what: Help, organ: Organisation | None, *, on: date) -> None:
    """One more on this day."""
    HelpDay.objects.get_or_create(organ=organ, day=on)
    HelpDay.objects.filter(organ=organ, day=on).update(**{what: F(what) + 1})
