"""专题: collections that an office curates across levels and departments. What is hidden from the public stays hidden in a topic too."""

import re
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from gongkai.journal import actions as journal
from gongkai.people.models import Officer
from gongkai.people.rules.permits import About, may, require
from gongkai.policies.models import Policy, Topic, TopicEntry
from gongkai.policies.rules.permits import WHO_MAY, Permit
from gongkai.shared.refusal import Refused

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@transaction.atomic
def create(*, slug: str, name: str, intro: str = "", audience: str = "", position: int = 0, by: Officer, at: datetime) -> Topic:
    """A new topic under its own address. Errors: Refused for an address taken or not of small letters, digits and hyphens."""
    _require(by)
    topic = Topic()
    _put(topic, slug=slug, name=name, intro=intro, audience=audience, position=position)
    journal.write("policies.topic.created", about=topic, by=by, at=at, data={"slug": topic.slug, "name": topic.name})
    return topic


@transaction.atomic
def edit(topic: Topic, *, slug: str, name: str, intro: str = "", audience: str = "", position: int = 0, by: Officer, at: datetime) -> Topic:
    _require(by)
    _put(topic, slug=slug, name=name, intro=intro, audience=audience, position=position)
    journal.write("policies.topic.edited", about=topic, by=by, at=at, data={"slug": topic.slug, "name": topic.name})
    return topic


@transaction.atomic
def remove(topic: Topic, *, by: Officer, at: datetime) -> None:
    """The topic goes; the policies in it stay where they are."""
    _require(by)
    journal.write("policies.topic.removed", about=topic, by=by, at=at, data={"slug": topic.slug, "name": topic.name})
    topic.delete()


@transaction.atomic
def add(topic: Topic, policy: Policy, *, heading: str = "", by: Officer, at: datetime) -> TopicEntry:
    """Put a policy at the end of a topic, under a heading if one is given."""
    _require(by)
    if TopicEntry.objects.filter(topic=topic, policy=policy).exists():
        raise Refused(f"《{policy.title}》已经在这个专题里。", field="policy")
    last = TopicEntry.objects.filter(topic=topic).aggregate(last=Max("position"))["last"] or 0
    entry = TopicEntry.objects.create(topic=topic, policy=policy, heading=heading.strip()[:60], position=last + 1)
    journal.write("policies.topic.entry_added", about=topic, by=by, at=at, data={"policy": policy.code})
    return entry


@transaction.atomic
def arrange(topic: Topic, order: list[tuple[int, str, int]], *, by: Officer, at: datetime) -> None:
    """Put headings and places of entries: (entry id, heading, position). Entries of other topics are passed over."""
    _require(by)
    entries = {entry.pk: entry for entry in TopicEntry.objects.filter(topic=topic)}
    for pk, heading, position in order:
        if pk in entries:
            entries[pk].heading, entries[pk].position = heading.strip()[:60], position
    TopicEntry.objects.bulk_update(entries.values(), ["heading", "position"])
    journal.write("policies.topic.edited", about=topic, by=by, at=at, data={"arranged": len(order)})


@transaction.atomic
def take_out(entry: TopicEntry, *, by: Officer, at: datetime) -> None:
    _require(by)
    journal.write("policies.topic.entry_removed", about=entry.topic, by=by, at=at, data={"policy": entry.policy.code})
    entry.delete()


def _require(by: Officer) -> None:
    """A topic belongs to no one office: whoever may edit topics at any office may edit each."""
    actor = by.actor()
    if not any(may(actor, Permit.TOPICS, About(path), WHO_MAY) for path in actor.offices()):
        require(actor, Permit.TOPICS, About(""), WHO_MAY)


def _put(topic: Topic, **facts: Any) -> None:
    slug = facts["slug"].strip().lower()
    if not _SLUG.fullmatch(slug) or len(slug) > 50:
        raise Refused("网址名只能用小写字母、数字和连字符，例如 lao-jiu-xiao-qu，最多 50 个字符。", field="slug")
    if Topic.objects.filter(slug=slug).exclude(pk=topic.pk).exists():
        raise Refused(f"网址名“{slug}”已被别的专题使用。", field="slug")
    if not facts["name"].strip():
        raise Refused("请填写专题名称。", field="name")
    topic.slug, topic.name = slug, facts["name"].strip()[:60]
    topic.intro, topic.audience, topic.position = facts["intro"].strip(), facts["audience"].strip()[:60], facts["position"]
    topic.save()
