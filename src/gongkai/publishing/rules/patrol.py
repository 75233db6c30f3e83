"""已公开信息安全巡查 (领域规则 13.1—13.3): how often, what is kept of a look, by when something is to be done about it."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from gongkai.publishing.rules.hits import Code, Hit, Level
from gongkai.shared.clock import day_of
from gongkai.shared.digest import sm3
from gongkai.workdays.rules.calendar import Calendar

HIGH_WITHIN = timedelta(hours=2)  # 高级：两小时内先撤后改（领域规则 13.3【推】）
MIDDLE_WORKDAYS = 1  # 中级：一个工作日（领域规则 13.3【推】）
LOW_WORKDAYS = 5  # 低级：五个工作日（领域规则 13.3【推】）
# what was published is not sent back for its punctuation; pictures nobody read are counted in the batch
NOT_PATROLLED = frozenset({Code.FMT, Code.MISSING_FIELD, Code.UNREAD})
FORMER = "历次文本："  # how a former text that can still be read is named
_OF_FORMER = frozenset({Code.SECRET_MARK, Code.WORK_SECRET, Code.ERR_POLITICAL})
END_OF_DAY = time(23, 59)


class Scope(StrEnum):
    INCREMENT = "increment"
    FULL = "full"

    @property
    def label(self) -> str:
        return {"increment": "每日增量", "full": "全量巡查"}[self.value]


class Choice(StrEnum):
    """What is decided about a finding."""

    KEEP = "keep"
    MASK = "mask"
    WITHDRAW = "withdraw"
    ARCHIVE = "archive"

    @property
    def label(self) -> str:
        return {"keep": "保留", "mask": "脱敏重发", "withdraw": "撤回", "archive": "归档下沉"}[self.value]


def nightly_slot(day: date) -> str:
    """One increment a night."""
    return f"increment:{day.isoformat()}"


def quarterly_slot(day: date) -> str:
    """One full patrol a quarter (种子四：每季度集中清理一次)."""
    return f"full:{day.year}Q{(day.month - 1) // 3 + 1}"


def due_at(level: str, found_at: datetime, calendar: Calendar) -> datetime:
    """The latest moment to have decided. The working days of a year without its holiday notice raise NotYetKnown."""
    if level == Level.HIGH:
        return found_at + HIGH_WITHIN
    days = MIDDLE_WORKDAYS if level == Level.MIDDLE else LOW_WORKDAYS
    return datetime.combine(calendar.workday_after(day_of(found_at), days), END_OF_DAY, found_at.tzinfo)


def worth_keeping(hits: Iterable[Hit], former: Collection[str] = ()) -> list[Hit]:
    """What is worth a decision; of `former` texts only what may not be read at all: that they are out of date is in their nature."""
    return [
        hit
        for hit in hits
        if hit.code not in NOT_PATROLLED and (hit.place.file not in former or hit.code.startswith("PII_") or hit.code in _OF_FORMER)
    ]


def key_of(hit: Hit) -> str:
    """Tells the same finding in the same published thing again, wherever it has moved to."""
    return sm3("\0".join((hit.code, hit.fingerprint or hit.message, hit.place.file, hit.place.column)).encode())[:32]


def choices_for(code: str, level: str, *, in_former: bool = False) -> tuple[Choice, ...]:
    """What may be decided: only personal values can be masked, not those of a former text, and what bears a mark of secrecy is not kept."""
    said = [Choice.WITHDRAW, Choice.ARCHIVE]
    if code.startswith("PII_") and not in_former:
        said.insert(0, Choice.MASK)
    if not (code == Code.SECRET_MARK and level == Level.HIGH):
        said.insert(0, Choice.KEEP)
    return tuple(said)
