"""The journal's own duty, sealing, and one done for the room below."""

from datetime import datetime

from django.conf import settings

from gongkai.journal import actions
from gongkai.journal.duties import at, every
from gongkai.people import sign_in_trace


@every("journal.seal", seconds=60)
def seal(now: datetime) -> None:
    actions.seal(at=now)


@at("people.sign_in_traces", cron="40 3 * * *")
def forget_failed_sign_ins(now: datetime) -> None:
    sign_in_trace.forget(now, days=settings.SIGN_IN_TRACE_DAYS)
