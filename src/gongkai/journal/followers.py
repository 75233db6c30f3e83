"""The journal's own duty: sealing."""

from datetime import datetime

from gongkai.journal import actions
from gongkai.journal.duties import every


@every("journal.seal", seconds=60)
def seal(now: datetime) -> None:
    actions.seal(at=now)
