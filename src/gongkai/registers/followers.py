"""What lists do by themselves: entries begin and end with their days."""

from datetime import datetime

from django.db.models import Q

from gongkai.journal.duties import at as each_day_at
from gongkai.registers.actions.keeping import keep_up
from gongkai.registers.models import Entry


@each_day_at("registers.day", cron="15 0 * * *")
def keep_up_with_the_day(now: datetime) -> None:
    """每天 00:15: what begins today is listed, what ended yesterday is not; both are journalled."""
    on = now.date()
    begun = Q(versions__approved_at__isnull=False, versions__valid_from__lte=on)
    touched = Entry.objects.filter(begun & Q(is_listed=False) | Q(is_listed=True, versions__approved_at__isnull=False))
    for entry in touched.distinct().select_related("register").order_by("pk").iterator(chunk_size=500):
        keep_up(entry, on=on, at=now)
