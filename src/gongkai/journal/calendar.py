"""Changes to the working-day calendar, with permission and journal in one transaction: workdays stands below both and knows neither.

Confirming writes `workdays.calendar.changed`, about the notice; data: `years` whose days may count differently, `days` that do, `number`.
Rooms with time limits follow it and compute their due dates again."""

from datetime import date, datetime

from django.db import transaction

from gongkai.journal.actions import write
from gongkai.journal.rules.permits import WHO_MAY, Permit
from gongkai.people.models import Officer
from gongkai.people.queries import root
from gongkai.people.rules.permits import About, require
from gongkai.shared.refusal import Refused
from gongkai.workdays import actions
from gongkai.workdays.actions import Person
from gongkai.workdays.models import HolidayNotice
from gongkai.workdays.rules.calendar import Difference


@transaction.atomic
def propose_notice(
    text: str, *, by: Officer, at: datetime, year: int | None = None, title: str = "", number: str = "", issued_on: date | None = None
) -> HolidayNotice:
    """A pasted notice, stored for another person to check. See workdays.actions.propose for what is refused."""
    require(by.actor(), Permit.PROPOSE_NOTICE, about_calendar(), WHO_MAY)
    notice = actions.propose(text, by=_person(by), at=at, year=year, title=title, number=number, issued_on=issued_on)
    write("workdays.notice.proposed", about=notice, by=by, at=at, data={"year": notice.year, "number": notice.number})
    return notice


@transaction.atomic
def confirm_notice(notice: HolidayNotice, *, by: Officer, at: datetime) -> tuple[Difference, ...]:
    """The notice counts from now on, in the place of its year's earlier one. Gives the days that changed."""
    require(by.actor(), Permit.CONFIRM_NOTICE, about_calendar(notice), WHO_MAY)
    changed = actions.confirm(notice, by=_person(by), at=at)
    data = {
        "number": notice.number,
        "years": sorted({notice.year, *(difference.day.year for difference in changed)}),
        "days": [difference.day for difference in changed],
    }
    write("workdays.calendar.changed", about=notice, by=by, at=at, data=data)
    return changed


@transaction.atomic
def reject_notice(notice: HolidayNotice, *, by: Officer, at: datetime, reason: str) -> None:
    """The notice goes back with a reason; nothing changes in the calendar."""
    require(by.actor(), Permit.REJECT_NOTICE, about_calendar(notice), WHO_MAY)
    actions.reject(notice, by=_person(by), at=at, reason=reason)
    write(
        "workdays.notice.rejected", about=notice, by=by, at=at, data={"year": notice.year, "number": notice.number, "reason": notice.reason}
    )


def about_calendar(notice: HolidayNotice | None = None) -> About:
    """What permits are asked about: the root of the tree, and who proposed the notice. Refused in an empty house."""
    house = root()
    if house is None:
        raise Refused("还没有建立组织机构，不能维护工作日历。请先建立本级政府。")
    return About(house.path, notice.proposed_by if notice else None)


def _person(officer: Officer) -> Person:
    return Person(officer.pk, officer.name)
