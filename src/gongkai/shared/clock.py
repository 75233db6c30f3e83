"""The clock. Only doors, commands and background duties ask it; rules and actions are handed their time."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    return datetime.now(BEIJING)


def today() -> date:
    return now().date()


def day_of(moment: datetime) -> date:
    """The day in Beijing: a moment read from the database is told in another zone, where before eight it is still yesterday."""
    return moment.astimezone(BEIJING).date()
