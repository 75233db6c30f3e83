"""专题 as the publishing room patrols them: their own words; the papers in them are patrolled as papers."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.people.models import Officer, Organisation
from gongkai.people.queries import offices_of, root
from gongkai.policies.actions import topics
from gongkai.policies.models import Topic
from gongkai.publishing.rules.material import Material
from gongkai.publishing.subjects import Kind, Published, register
from gongkai.shared.refusal import Refused

NAME = "policies.topic"


def published(after: int, since: datetime | None, size: int) -> list[Published]:
    """Always all of them: they are few, and keep no moment of change."""
    return [_published(one) for one in _public().filter(pk__gt=after).order_by("pk")[:size]]


def find(about: str) -> Published | None:
    one = _public().filter(pk=_row(about)).first()
    return _published(one) if one else None


def withdraw(about: str, *, reason: str, by: Officer, at: datetime) -> object:
    one = Topic.objects.filter(pk=_row(about)).first()
    if one is None:
        raise Refused("这个专题已经不在了，请刷新页面查看。")
    return topics.take_down(one, reason=reason, by=by, at=at)


def writers(about: str) -> frozenset[int]:
    return frozenset(Topic.objects.filter(pk=_row(about), proposed_by__isnull=False).values_list("proposed_by", flat=True))


def _public() -> QuerySet[Topic]:
    return Topic.objects.filter(approved_at__isnull=False).select_related("approved_by", "proposed_by")


def _published(one: Topic) -> Published:
    return Published(f"{NAME}:{one.pk}", one.pk, one.name, reverse("portal:topic", args=[one.slug]), _office(one), lambda: _reading(one))


def _office(one: Topic) -> Organisation:
    """A topic belongs to no one office: whose officer approved it answers for it."""
    for officer in (one.approved_by, one.proposed_by):
        if officer is not None and (office := offices_of(officer).first()):
            return office
    house = root()
    assert house is not None, "an officer approved it, so there is a tree"
    return house


def _reading(one: Topic) -> Material:
    headings = one.entries.exclude(heading="").order_by("position").values_list("heading", flat=True)
    texts = [("name", one.name), ("intro", one.intro), ("audience", one.audience), ("headings", "；".join(dict.fromkeys(headings)))]
    return Material("", tuple(Block(BlockKind.PARAGRAPH, text, anchor=anchor) for anchor, text in texts if text))


def _row(about: str) -> int:
    return int(about.rpartition(":")[2])


register(Kind(NAME, "专题", published=published, find=find, withdraw=withdraw, writers=writers))
