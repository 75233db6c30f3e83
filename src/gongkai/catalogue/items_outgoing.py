"""The items of the catalogue as the publishing room patrols them: the columns the public reads. What stands in force is replaced by a new
version, never taken out from under its duties."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from gongkai.catalogue.actions.showing import material
from gongkai.catalogue.models import Item
from gongkai.publishing.subjects import Kind, Published, register
from gongkai.shared.clock import day_of

NAME = "catalogue.item"


def published(after: int, since: datetime | None, size: int) -> list[Published]:
    rows = _in_force().filter(pk__gt=after)
    if since is not None:
        rows = rows.filter(Q(current__approved_at__gte=since) | Q(current__effective_from__gte=day_of(since)))
    return [_published(one) for one in rows.order_by("pk")[:size]]


def find(about: str) -> Published | None:
    one = _in_force().filter(pk=_row(about)).first()
    return _published(one) if one else None


def writers(about: str) -> frozenset[int]:
    return frozenset(Item.objects.filter(pk=_row(about), current__isnull=False).values_list("current__made_by", flat=True))


def _in_force() -> QuerySet[Item]:
    return Item.objects.filter(current__isnull=False, is_ended=False).select_related("current", "owner")


def _published(one: Item) -> Published:
    address = reverse("portal:catalogue-item", args=[one.code])
    return Published(f"{NAME}:{one.pk}", one.pk, f"公开事项：{one.name}", address, one.owner, lambda: material(_words(one)))


def _words(one: Item) -> tuple[str, ...]:
    version = one.current
    assert version is not None
    said = version.written
    return (said.name, said.content, said.basis, said.limit_text, said.group, said.unit, said.anchor, version.change_note)


def _row(about: str) -> int:
    return int(about.rpartition(":")[2])


register(Kind(NAME, "公开事项", published=published, find=find, writers=writers, mend="请在目录里提出这个事项的新版，另一人批准后替换。"))
