"""What the assistant does by itself: entries whose sources changed are taken out of use, gaps are gathered, dates are reminded of."""

from datetime import datetime, timedelta

from django.conf import settings

from gongkai.assistant.actions import asking, due, gaps
from gongkai.journal.duties import at as each_day_at
from gongkai.journal.duties import follower
from gongkai.journal.models import Entry
from gongkai.policies.queries import TOLD_OUTSIDE


@follower("assistant.citations", kinds=TOLD_OUTSIDE)
def follow_papers(entries: list[Entry]) -> None:
    """A clause that is cited was changed, expired, was repealed or withdrawn: the entries that rest on it are due for review."""
    policies: set[int] = set()
    for entry in entries:
        policies |= {int(entry.about.rpartition(":")[2]), *entry.data.get("touched", ())}
    due.look_again(policies=policies, at=max(entry.at for entry in entries))


@each_day_at("assistant.review", cron="40 6 * * *")
def review(now: datetime) -> None:
    """Days of review that have come, and whatever passing time alone has done to a paper."""
    due.look_again(at=now)


@each_day_at("assistant.gaps", cron="30 2 * * *")
def gather_gaps(now: datetime) -> None:
    while gaps.gather(at=now) == gaps.GATHERED_AT_ONCE:
        continue


@each_day_at("assistant.gaps_due", cron="20 8 * * *")
def remind_of_gaps(now: datetime) -> None:
    gaps.remind(at=now)


@each_day_at("assistant.retention", cron="50 2 * * *")
def forget_questions(now: datetime) -> None:
    """Questions are kept so many days and then deleted."""
    asking.forget(before=now - timedelta(days=settings.QUESTION_DAYS), at=now)
