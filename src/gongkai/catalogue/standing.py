"""How items stand, from the facts in the database: read once for any number of rows."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from gongkai.catalogue.models import Bearer, Duty, ItemVersion, Publication
from gongkai.catalogue.rules.limits import from_data
from gongkai.catalogue.rules.standing import Dates, Standing, VersionFacts, standing
from gongkai.catalogue.rules.words import State
from gongkai.workdays.queries import calendar


def standings(
    rows: Sequence[Bearer], *, on: date, items: QuerySet | Sequence[int] | None = None
) -> dict[tuple[int, int], tuple[Standing, list[Duty]]]:
    """By (item, organ): how it stands on the day, and its duties. Four queries and the calendar's."""
    wanted = [row.item_id for row in rows] if items is None else items
    versions: dict[int, list[VersionFacts]] = defaultdict(list)
    for version in ItemVersion.objects.filter(item__in=wanted, approved_at__isnull=False).order_by("number"):
        if not version.ends:
            versions[version.item_id].append(facts_of(version))
    duties: dict[tuple[int, int], list[Duty]] = defaultdict(list)
    for duty in Duty.objects.filter(item__in=wanted, cancelled_at=None).order_by("pk"):
        duties[duty.item_id, duty.organ_id].append(duty)
    publications: dict[tuple[int, int], list[Publication]] = defaultdict(list)
    for one in Publication.objects.filter(item__in=wanted).order_by("pk"):
        publications[one.item_id, one.organ_id].append(one)
    dates = Dates(calendar())
    found = {}
    for row in rows:
        pair = (row.item_id, row.organ_id)
        known = versions.get(row.item_id)
        facts = [duty.facts() for duty in duties[pair]], [one.facts() for one in publications[pair]]
        found[pair] = (standing(known, *facts, on, dates) if known else Standing(State.NOTHING_YET), duties[pair])
    return found


def facts_of(version: ItemVersion) -> VersionFacts:
    return VersionFacts(
        effective_from=version.effective_from,
        limits={channel: from_data(data) for channel, data in version.limits.items()},
        column=version.column_id or 0,
        refresh_days=version.data.get("refresh_days", 0),
        retention_days=version.data.get("retention_days", 0),
    )
