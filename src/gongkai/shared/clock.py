"""The clock. Only doors, commands and background duties ask it; rules and actions are handed their time."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    return datetime.now(BEIJING)


def today() -> date:
    return now().date()
