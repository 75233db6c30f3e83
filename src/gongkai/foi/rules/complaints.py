"""监督投诉 (第四十七条、第五十一条; 领域规则 1.12)."""

from datetime import date

from gongkai.workdays.rules.calendar import Calendar

HEAR_WORKDAYS = 15  # the regulation gives no limit: 【推】 待复核
BASIS = "政府信息公开条例第四十七条、第五十一条"


def hear_by(received_on: date, calendar: Calendar) -> date:
    """The last day to answer a complaint. NotYetKnown for a year without notice."""
    return calendar.workday_after(received_on, HEAR_WORKDAYS)
