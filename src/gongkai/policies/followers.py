"""What the library does by itself: read what was handed in, and keep its shadows true as days pass."""

from datetime import datetime

from gongkai.journal.duties import at as each_day_at
from gongkai.journal.duties import every
from gongkai.policies.actions import intake
from gongkai.policies.actions.shadows import bring_up_to
from gongkai.policies.drawing import draw_what_was_asked_for
from gongkai.policies.notifying import remind_of_expiry, tell_of
from gongkai.policies.picturing import ask_for_what_is_public
from gongkai.policies.reminding import remind_of_campaigns, remind_of_explanations, tell_of_campaigns
from gongkai.policies.reporting import report_to_the_catalogue
from gongkai.policies.told import begin_what_was_told

__all__ = [
    "ask_for_what_is_public",
    "begin_what_was_told",
    "bring_up_to_the_day",
    "draw_what_was_asked_for",
    "read_what_was_handed_in",
    "remind_of_campaigns",
    "remind_of_expiry",
    "remind_of_explanations",
    "report_to_the_catalogue",
    "tell_of",
    "tell_of_campaigns",
]


@every("policies.intake", seconds=1)
def read_what_was_handed_in(now: datetime) -> None:
    """Short slices, so that the lease of this duty stays short too."""
    while intake.read_waiting(at=now, limit=5):
        continue


@each_day_at("policies.standing", cron="10 0 * * *")
def bring_up_to_the_day(now: datetime) -> None:
    """每天 00:10 重算（领域规则 6.6）."""
    bring_up_to(now)
