"""专题: collections that an office curates across levels and departments. What is hidden from the public stays hidden in a topic too.

Its words go out like those of a paper: inspected, and looked at by a second person."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.journal import actions as journal
from gongkai.people.models import Officer
from gongkai.people.rules.permits import About, may, require
from gongkai.policies.models import Policy, Topic, TopicEntry
from gongkai.policies.rules.permits import WHO_MAY, Permit
from gongkai.publishing import actions as publishing
from gongkai.publishing.rules.material import Material
from gongkai.shared.digest import canonical, sm3
from gongkai.shared.refusal import Refused

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@transaction.atomic
def create(*, slug: str, name: str, intro: str = "", audience: str = "", position: int = 0, by: Officer, at: datetime) -> Topic:
    """A new topic under its own address; the public sees it once another person has approved it. Errors: Refused for an address
    taken or not of small letters, digits and hyphens, and for words that may not go out."""
    _require(by)
    facts = _checked(Topic(), at.date(), slug=slug, name=name, intro=intro, audience=audience)
    topic = Topic.objects.create(**facts, position=position, proposal=facts, proposed_by=by)
    journal.write("policies.topic.created", about=topic, by=by, at=at, data={"slug": topic.slug, "name": topic.name})
    return topic


@transaction.atomic
def edit(topic: Topic, *, slug: str, name: str, intro: str = "", audience: str = "", position: int = 0, by: Officer, at: datetime) -> Topic:
    """Its place changes at once, its words once another person has approved them; until then the public sees the old ones."""
    topic = Topic.objects.select_for_update().get(pk=topic.pk)
    _require(by)
    facts = _checked(topic, at.date(), slug=slug, name=name, intro=intro, audience=audience)
    topic.position = position
    if topic.approved_at is None:
        _put(topic, facts)
    if facts != (topic.proposal or _words(topic)) or topic.approved_at is None:
        topic.proposed_by = by
        topic.proposal = {} if facts == _words(topic) and topic.approved_at else facts
    topic.save()
    journal.write("policies.topic.edited", about=topic, by=by, at=at, data={"slug": facts["slug"], "name": facts["name"]})
    return topic


def proposal_digest(topic: Topic) -> str:
    """The SM3 digest of the words that wait for a second person."""
    return sm3(canonical(topic.proposal))


@transaction.atomic
def approve(topic: Topic, *, seen: str = "", by: Officer, at: datetime) -> Topic:
    """The words proposed become public. `seen`: the digest (`proposal_digest`) of what the officer was shown. Errors: Refused to whoever wrote them, when nothing
    waits, when they have changed since, and for what an inspection finds in them."""
    topic = Topic.objects.select_for_update().get(pk=topic.pk)
    _require(by, Permit.APPROVE_TOPICS, written_by=topic.proposed_by_id)
    if not topic.proposal:
        raise Refused("这个专题没有等待审核的改动，可能刚刚已由别人审核。请刷新页面查看。")
    if seen and seen != proposal_digest(topic):
        raise Refused("您打开之后，别人又改了这个专题。请看过新内容后再办理。")
    _put(topic, _checked(topic, at.date(), **topic.proposal))
    topic.proposal, topic.approved_at, topic.approved_by = {}, at, by
    topic.save()
    journal.write("policies.topic.approved", about=topic, by=by, at=at, data={"slug": topic.slug, "name": topic.name})
    return topic


@transaction.atomic
def take_down(topic: Topic, *, reason: str, by: Officer, at: datetime) -> Topic:
    """撤下, as the patrol decided: its words wait for a second person again and the public sees the topic no more. Refused when it is not public."""
    topic = Topic.objects.select_for_update().get(pk=topic.pk)
    _require(by, Permit.TAKE_DOWN_TOPICS)
    if topic.approved_at is None:
        raise Refused("这个专题没有公开，请刷新页面查看。")
    topic.proposal = topic.proposal or _words(topic)
    topic.approved_at, topic.approved_by = None, None
    topic.save()
    data = {"slug": topic.slug, "name": topic.name, "reason": reason.strip()[:300]}
    journal.write("policies.topic.taken_down", about=topic, by=by, at=at, data=data)
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
    _inspected([("heading", "分组", heading)], at.date())
    last = TopicEntry.objects.filter(topic=topic).aggregate(last=Max("position"))["last"] or 0
    entry = TopicEntry.objects.create(topic=topic, policy=policy, heading=heading.strip()[:60], position=last + 1)
    journal.write("policies.topic.entry_added", about=topic, by=by, at=at, data={"policy": policy.code})
    return entry


@transaction.atomic
def arrange(topic: Topic, order: list[tuple[int, str, int]], *, by: Officer, at: datetime) -> None:
    """Put headings and places of entries: (entry id, heading, position). Entries of other topics are passed over."""
    _require(by)
    _inspected([("heading", "分组", "；".join(heading for _, heading, _ in order))], at.date())
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


def _require(by: Officer, permit: Permit = Permit.TOPICS, *, written_by: int | None = None) -> None:
    """A topic belongs to no one office: whoever may edit (or approve) topics at any office may edit (or approve) each."""
    actor = by.actor()
    if not any(may(actor, permit, About(path, written_by=written_by), WHO_MAY) for path in actor.offices()):
        require(actor, permit, About("", written_by=written_by), WHO_MAY)


def _words(topic: Topic) -> dict[str, str]:
    return {"slug": topic.slug, "name": topic.name, "intro": topic.intro, "audience": topic.audience}


def _put(topic: Topic, facts: Mapping[str, str]) -> None:
    for name, value in facts.items():
        setattr(topic, name, value)


def _checked(topic: Topic, on: date, *, slug: str, name: str, intro: str, audience: str) -> dict[str, str]:
    """The words of a topic, tidied; Refused where they cannot stand or an inspection would stop them."""
    slug, name = slug.strip().lower(), name.strip()[:60]
    if not _SLUG.fullmatch(slug) or len(slug) > 50:
        raise Refused("网址名只能用小写字母、数字和连字符，例如 lao-jiu-xiao-qu，最多 50 个字符。", field="slug")
    if Topic.objects.filter(slug=slug).exclude(pk=topic.pk).exists():
        raise Refused(f"网址名“{slug}”已被别的专题使用。", field="slug")
    if not name:
        raise Refused("请填写专题名称。", field="name")
    facts = {"slug": slug, "name": name, "intro": intro.strip(), "audience": audience.strip()[:60]}
    _inspected([("name", "专题名称", name), ("intro", "简介", facts["intro"]), ("audience", "面向对象", facts["audience"])], on)
    return facts


def _inspected(texts: Iterable[tuple[str, str, str]], on: date) -> None:
    """Nothing, or Refused with what stops publication in one of these (field, label, text)."""
    for field, label, text in texts:
        looked = publishing.look("policies.topic", Material("", (Block(BlockKind.PARAGRAPH, text, anchor=field),)), on=on)
        stopping = [hit for hit in looked.hits if hit.blocks]
        if text and stopping:
            raise Refused(
                f"{label}里有不能公开的内容：" + "；".join(f"{hit.message}（{hit.sample}）" for hit in stopping) + "。", field=field
            )
