"""What officers registered as published, as the publishing room patrols it: its words stand on the public pages of the catalogue."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from gongkai.catalogue import items_outgoing  # noqa: F401 (registers 公开事项)
from gongkai.catalogue.actions import duties
from gongkai.catalogue.actions.showing import material
from gongkai.catalogue.models import Publication
from gongkai.people.models import Officer
from gongkai.publishing.subjects import Kind, Published, register
from gongkai.shared.refusal import Refused

NAME = "catalogue.publication"


def published(after: int, since: datetime | None, size: int) -> list[Published]:
    rows = _shown().filter(pk__gt=after)
    if since is not None:
        rows = rows.filter(noted_at__gte=since)
    return [_published(one) for one in rows.order_by("pk")[:size]]


def find(about: str) -> Published | None:
    one = _shown().filter(pk=_row(about)).first()
    return _published(one) if one else None


def withdraw(about: str, *, reason: str, by: Officer, at: datetime) -> object:
    one = _shown().filter(pk=_row(about)).first()
    if one is None:
        raise Refused("这条内容已经撤下，请刷新页面查看。")
    return duties.withdraw(one, reason=reason, by=by, at=at)


def writers(about: str) -> frozenset[int]:
    return frozenset(Publication.objects.filter(pk=_row(about), noted_by__isnull=False).values_list("noted_by", flat=True))


def _shown() -> QuerySet[Publication]:
    return Publication.objects.filter(noted_by__isnull=False, withdrawn_on=None).select_related("item", "organ")


def _published(one: Publication) -> Published:
    address = reverse("portal:catalogue-item", args=[one.item.code])
    return Published(f"{NAME}:{one.pk}", one.pk, one.title, address, one.organ, lambda: material((one.title, one.place, one.address)))


def _row(about: str) -> int:
    return int(about.rpartition(":")[2])


register(Kind(NAME, "公开目录登记的内容", published=published, find=find, withdraw=withdraw, writers=writers))
