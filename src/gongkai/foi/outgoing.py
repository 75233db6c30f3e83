"""What the public may read of cases, as the publishing room reviews and patrols it: 案例, the replies that are published without their
applicants. A reply itself goes to nobody but its applicant."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.foi.actions import records
from gongkai.foi.models import Precedent
from gongkai.people.models import Officer
from gongkai.publishing.rules.material import Material
from gongkai.publishing.subjects import Kind, Published, register
from gongkai.shared.clock import day_of
from gongkai.shared.refusal import Refused

NAME = "foi.precedent"


def published(after: int, since: datetime | None, size: int) -> list[Published]:
    rows = _public().filter(pk__gt=after).order_by("pk")
    if since is not None:
        rows = rows.filter(public_on__gte=day_of(since))
    return [_published(one) for one in rows[:size]]


def find(about: str) -> Published | None:
    one = _public().filter(pk=_row(about)).first()
    return _published(one) if one else None


def withdraw(about: str, *, reason: str, by: Officer, at: datetime) -> object:
    return records.take_down_precedent(_one(about), reason, by=by, at=at)


def writers(about: str) -> frozenset[int]:
    one = Precedent.objects.filter(pk=_row(about)).first()
    return records.writers_of(one) if one else frozenset()


def sign(about: str, *, seen: str, by: Officer, at: datetime) -> object:
    one = _one(about)
    if seen and seen != records.told_in(one).digest():
        raise Refused("您打开之后，案例又改过。请看过新内容后再办理。")
    return records.approve_precedent(one, by=by, at=at)


def send_back(about: str, *, reason: str, by: Officer, at: datetime) -> object:
    return records.return_precedent(_one(about), reason=reason, by=by, at=at)


def _one(about: str) -> Precedent:
    one = Precedent.objects.select_related("organ").filter(pk=_row(about)).first()
    if one is None:
        raise Refused("这个案例已经不在了，请刷新页面查看。")
    return one


def _public() -> QuerySet[Precedent]:
    return Precedent.objects.filter(public_on__isnull=False).select_related("organ")


def _published(one: Precedent) -> Published:
    return Published(
        f"{NAME}:{one.pk}", one.pk, one.title, reverse("portal:foi-precedent", args=[one.pk]), one.organ, lambda: _reading(one)
    )


def _reading(one: Precedent) -> Material:
    texts = [
        ("title", one.title),
        ("request", one.request),
        ("reasoning", one.reasoning),
        ("basis", one.basis),
        ("tags", "、".join(one.tags)),
    ]
    return Material("", tuple(Block(BlockKind.PARAGRAPH, text, anchor=anchor) for anchor, text in texts if text))


def _row(about: str) -> int:
    return int(about.rpartition(":")[2])


register(
    Kind(
        NAME,
        "依申请公开案例",
        published=published,
        find=find,
        withdraw=withdraw,
        publish=sign,
        send_back=send_back,
        writers=writers,
        by_plan=True,
    )
)
