"""Proposing, confirming and rejecting a notice. Permission and journal stand above this room: see gongkai.journal.calendar."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gongkai.shared.digest import canonical, sm3
from gongkai.shared.refusal import Refused
from gongkai.workdays import queries
from gongkai.workdays.models import Day, HolidayNotice
from gongkai.workdays.rules.calendar import Difference, differences
from gongkai.workdays.rules.notice import ParsedNotice, parse


@dataclass(frozen=True)
class Person:
    """Who acts: an officer's number and name."""

    id: int
    name: str


@transaction.atomic
def propose(
    text: str, *, by: Person, at: datetime, year: int | None = None, title: str = "", number: str = "", issued_on: date | None = None
) -> HolidayNotice:
    """Store a notice for another person to check; it does not count yet. Title, 文号 and date are read from the text where not given.

    Refused when the text contradicts itself, is incomplete, or has no 文号 or date, or the same days are already proposed or in force."""
    parsed = parse(text, year)
    if parsed.problems:
        raise Refused("通知不能采用：" + "；".join(parsed.problems) + "。请核对粘贴的文字与官方原文是否一致。", field="text")
    number, issued_on = number or parsed.number, issued_on or parsed.issued_on
    if not number:
        raise Refused("没有找到发文字号（如“国办发明电〔2025〕7号”），请填写。", field="number")
    if issued_on is None:
        raise Refused("没有找到通知的成文日期，请填写。", field="issued_on")
    digest = digest_of(parsed)
    _refuse_if_already_there(parsed.year, digest)
    notice = HolidayNotice.objects.create(
        year=parsed.year,
        title=title or parsed.title or f"国务院办公厅关于{parsed.year}年部分节假日安排的通知",
        number=number,
        issued_on=issued_on,
        text=text,
        digest=digest,
        proposed_by=by.id,
        proposed_by_name=by.name,
        proposed_at=at,
    )
    Day.objects.bulk_create(
        [
            *(Day(notice=notice, day=day, kind=Day.Kind.OFF, festival=festival) for day, festival in parsed.off.items()),
            *(Day(notice=notice, day=day, kind=Day.Kind.MADE_UP, festival=festival) for day, festival in parsed.made_up.items()),
        ]
    )
    return notice


@transaction.atomic
def confirm(notice: HolidayNotice, *, by: Person, at: datetime) -> tuple[Difference, ...]:
    """Put a proposed notice in force, in the place of any earlier one of its year. Gives the days that changed.

    Refused when `by` proposed it, or it is no longer waiting."""
    if notice.proposed_by == by.id:
        raise Refused("放假通知须由另一人核对确认，提交人不能确认自己提交的通知。", field="by")
    before = queries.calendar()
    _decide(notice, HolidayNotice.State.CONFIRMED, by, at)
    return differences(before, queries.calendar())


@transaction.atomic
def reject(notice: HolidayNotice, *, by: Person, at: datetime, reason: str) -> None:
    """Send a proposed notice back. Its proposer may do so too (withdrawing it). Refused without a reason or when it is decided."""
    if not reason.strip():
        raise Refused("请写明退回理由。", field="reason")
    _decide(notice, HolidayNotice.State.REJECTED, by, at, reason.strip())


def digest_of(parsed: ParsedNotice) -> str:
    """SM3 of the year and its days. Titles and wording do not matter to it; two notices that count alike have the same."""
    return sm3(canonical([parsed.year, *({day.isoformat(): name for day, name in days.items()} for days in (parsed.off, parsed.made_up))]))


def _refuse_if_already_there(year: int, digest: str) -> None:
    if any(notice.year == year and notice.digest == digest for notice in queries.notices_in_force()):
        raise Refused(f"{year}年的放假安排已按这些日期生效，无需重复提交。", field="text")
    if HolidayNotice.objects.filter(year=year, digest=digest, state=HolidayNotice.State.PROPOSED).exists():
        raise Refused(f"{year}年同样的放假安排已有人提交，正等待核对。", field="text")


def _decide(notice: HolidayNotice, state: HolidayNotice.State, by: Person, at: datetime, reason: str = "") -> None:
    waiting = HolidayNotice.objects.filter(pk=notice.pk, state=HolidayNotice.State.PROPOSED)
    if not waiting.update(state=state, decided_by=by.id, decided_by_name=by.name, decided_at=at, reason=reason):
        raise Refused("这份通知已经处理过了，请刷新页面查看。")
    notice.refresh_from_db()
