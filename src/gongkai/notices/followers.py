"""The post: e-mails are sent in the background, never inside a request."""

from datetime import datetime

from gongkai.journal.duties import every
from gongkai.notices import actions


@every("notices.mail", seconds=5)
def send(now: datetime) -> None:
    actions.send_waiting(at=now)
