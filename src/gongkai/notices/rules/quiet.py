"""免打扰时段: at night an e-mail waits until morning. A custom of ours, no article asks for it (【推】待复核)."""

import re
from datetime import datetime, time, timedelta

CUSTOMARY = "22:00-07:30"

Hours = tuple[time, time] | None  # from – until, across midnight if the first is later; None: never quiet


def hours(text: str) -> Hours:
    """From a setting such as "22:00-07:30"; empty: never quiet. Raises ValueError for anything else."""
    if not text.strip():
        return None
    match = re.fullmatch(r"\s*(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})\s*", text)
    if not match:
        raise ValueError(f"免打扰时段应形如 22:00-07:30，现为“{text}”")
    a, b, c, d = map(int, match.groups())
    return time(a, b), time(c, d)


def earliest(moment: datetime, quiet: Hours) -> datetime:
    """When something written at this moment (Beijing time) may go out: at once, or when the quiet hours end."""
    if quiet is None:
        return moment
    start, end = quiet
    morning = moment.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    if start <= end:
        return morning if start <= moment.time() < end else moment
    if moment.time() >= start:
        return morning + timedelta(days=1)
    return morning if moment.time() < end else moment
