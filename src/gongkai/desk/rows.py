"""Rows of reference data for which their rooms keep no query, because only the desk lists them."""

from django.db.models import Q, QuerySet

from gongkai.people.models import ApiKey, Organisation
from gongkai.publishing.models import PublicNumber, WhitelistEntry
from gongkai.workdays.models import HolidayNotice


def notices_proposed() -> list[HolidayNotice]:
    """放假通知 that wait for a second person."""
    return list(HolidayNotice.objects.filter(state=HolidayNotice.State.PROPOSED))


def holiday_notices() -> QuerySet[HolidayNotice]:
    return HolidayNotice.objects.order_by("-year", "-id")


def public_numbers(q: str = "") -> QuerySet[PublicNumber]:
    rows = PublicNumber.objects.filter(until=None).select_related("office").order_by("unit", "number")
    return rows.filter(Q(unit__icontains=q) | Q(number__icontains=q) | Q(purpose__icontains=q)) if q else rows


def allowances() -> QuerySet[WhitelistEntry]:
    """Every entry of the whitelist, those in force first by the day they end."""
    return WhitelistEntry.objects.select_related("by").order_by("ended_at", "-until", "-id")


def keys_of(organisations: QuerySet[Organisation]) -> QuerySet[ApiKey]:
    return ApiKey.objects.filter(organisation__in=organisations).select_related("organisation", "created_by")
