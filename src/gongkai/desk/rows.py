"""Rows of reference data for which their rooms keep no query, because only the desk lists them."""

import json

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT

from gongkai.people.models import ApiKey, Organisation
from gongkai.policies.models import ImportItem
from gongkai.publishing.models import PublicNumber, WhitelistEntry
from gongkai.search.models import Synonym
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


def synonyms(q: str = "") -> QuerySet[Synonym]:
    rows = Synonym.objects.select_related("office", "by")
    return rows.filter(Q(said__icontains=q) | Q(formal__icontains=q)) if q else rows


def keys_of(organisations: QuerySet[Organisation]) -> QuerySet[ApiKey]:
    return ApiKey.objects.filter(organisation__in=organisations).select_related("organisation", "created_by")


def with_flags(rows: QuerySet[ImportItem]) -> QuerySet[ImportItem]:
    """The rows with what was noticed while reading each, for `flags_on`; their bulky drafts stay where they are."""
    return rows.annotate(read_flags=KT("draft__flags"), read_warnings=KT("draft__warnings"))


def flags_on(item: ImportItem) -> int:
    """How many places of an item of `with_flags` ask for a second look."""
    kept = (item.read_flags, item.read_warnings)  # type: ignore[attr-defined]
    return sum(len(json.loads(one)) for one in kept if one)
