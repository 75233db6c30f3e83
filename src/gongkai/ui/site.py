"""Who this site belongs to: footer values from the settings, the name from the organisation tree if it is not set."""

from dataclasses import dataclass
from time import monotonic

from django.conf import settings
from django.db import DatabaseError

from gongkai.people import queries as people

KEPT_SECONDS = 60
UNNAMED = "政务公开"


@dataclass(frozen=True)
class Site:
    name: str
    sponsor: str
    operator: str
    id_code: str
    icp: str
    police: str
    phone: str
    url: str
    domain: str


_kept: list[tuple[float, str]] = []


def site() -> Site:
    return Site(**{**settings.SITE, "name": _name()}, url=settings.SITE_URL, domain=settings.SITE_URL.split("://")[-1])


def forget_name() -> None:
    _kept.clear()


def _name() -> str:
    if settings.SITE["name"]:
        return str(settings.SITE["name"])
    if _kept and monotonic() - _kept[0][0] < KEPT_SECONDS:
        return _kept[0][1]
    try:
        home = people.home(settings.REGION_CODE)
    except DatabaseError:  # an error page must still come up
        return UNNAMED
    name = home.name if home else UNNAMED
    _kept[:] = [(monotonic(), name)]
    return name
