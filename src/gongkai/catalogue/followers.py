"""What the catalogue does by itself: a day begins, a quarter ends, a holiday moves."""

from datetime import date, datetime

from django.db.models import Q

from gongkai.catalogue.actions.duties import open_periods
from gongkai.catalogue.actions.items import bring_into_force
from gongkai.catalogue.actions.reconcile import reconcile, record_day
from gongkai.catalogue.models import Bearer, Duty
from gongkai.catalogue.rules.words import State
from gongkai.journal.duties import at as each_day_at
from gongkai.journal.duties import follower
from gongkai.journal.models import Entry
from gongkai.shared import clock


@each_day_at("catalogue.day", cron="20 0 * * *")
def keep_up_with_the_day(now: datetime) -> None:
    """每天 00:20: versions take effect, periods end, what was open becomes late; then the day is noted for good."""
    on = now.date()
    bring_into_force(on=on)
    open_periods(on=on, at=now)
    record_day(on=on, at=now)


@follower("catalogue.calendar", kinds=("workdays.calendar.changed",), batch=20)
def count_anew(entries: list[Entry]) -> None:
    """A notice of holidays was confirmed: duties that end after its first day, or could not be counted, get their dates anew."""
    for entry in entries:
        changed = [*map(date.fromisoformat, entry.data["days"]), *(date(year, 1, 1) for year in entry.data["years"])]
        first = min(changed)
        touched = Duty.objects.filter(Q(due_on=None) | Q(due_on__gte=first) | Q(event_on__gte=first), cancelled_at=None)
        of_duties = Q(item__in=touched.values("item"), organ__in=touched.values("organ"))
        rows = Bearer.objects.filter(of_duties | Q(due_on__gte=first) | Q(state=State.UNDATED))
        reconcile(rows, on=clock.today())
