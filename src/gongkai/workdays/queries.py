"""The calendar in force, as every other room counts with it."""

from collections.abc import Iterable
from datetime import date

from gongkai.workdays.models import Day, HolidayNotice
from gongkai.workdays.rules.calendar import Calendar, Difference, differences
from gongkai.workdays.rules.notice import ParsedNotice, parse

_Version = tuple[tuple[int, int, str], ...]
_built: tuple[_Version, Calendar] | None = None


def calendar() -> Calendar:
    """The calendar of all notices in force. Built once per process and version.

    Each call costs one small query, which notices a confirmation made by any other process or node."""
    global _built  # noqa: PLW0603
    version = _version()
    if _built is None or _built[0] != version:
        _built = version, _build(version)
    return _built[1]


def notices_in_force() -> list[HolidayNotice]:
    """For each year the notice that counts, newest year first: the last one confirmed."""
    return list(HolidayNotice.objects.filter(pk__in=[pk for pk, _, _ in _version()]))


def preview(text: str, year: int | None = None) -> tuple[ParsedNotice, tuple[Difference, ...]]:
    """What a pasted notice says, and which days would change if it were confirmed. Nothing is stored.

    Refused when the text cannot be read at all; its contradictions are in the ParsedNotice."""
    parsed = parse(text, year)
    return parsed, differences(calendar(), with_notice(parsed))


def with_notice(parsed: ParsedNotice) -> Calendar:
    """The calendar as it would be with this notice in the place of its year's present one."""
    return _calendar(
        years=[parsed.year, *(year for _, year, _ in _version())],
        days=[
            *Day.objects.filter(notice__in=[pk for pk, year, _ in _version() if year != parsed.year])
            .order_by("notice__year")
            .values_list("day", "kind", "festival"),
            *((day, Day.Kind.OFF, festival) for day, festival in parsed.off.items()),
            *((day, Day.Kind.MADE_UP, festival) for day, festival in parsed.made_up.items()),
        ],
    )


def _version() -> _Version:
    """(id, year, digest) of the notice in force for each year; equal versions give equal calendars."""
    confirmed = HolidayNotice.objects.filter(state=HolidayNotice.State.CONFIRMED).order_by("decided_at", "id")
    last_of_year = {year: (pk, year, digest) for pk, year, digest in confirmed.values_list("id", "year", "digest")}
    return tuple(last_of_year[year] for year in sorted(last_of_year))


def _build(version: _Version) -> Calendar:
    days = Day.objects.filter(notice__in=[pk for pk, _, _ in version]).order_by("notice__year").values_list("day", "kind", "festival")
    return _calendar([year for _, year, _ in version], days)


def _calendar(years: Iterable[int], days: Iterable[tuple[date, str, str]]) -> Calendar:
    """Where two years' notices speak of the same day (the turn of the year), the later in `days` counts."""
    off: dict[date, str] = {}
    made_up: dict[date, str] = {}
    for day, kind, festival in days:
        here, there = (off, made_up) if kind == Day.Kind.OFF else (made_up, off)
        there.pop(day, None)
        here[day] = festival
    return Calendar(off, made_up, frozenset(years))
