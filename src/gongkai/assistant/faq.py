"""The 政策问答库 as the doors show it: an office's own entries at the desk, what is published to everybody, what changed for other systems."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from gongkai.assistant.actions.making import asked_in, without_persons
from gongkai.assistant.knowledge import Held, holding, synonyms
from gongkai.assistant.models import FaqCitation, FaqEntry, FaqVersion
from gongkai.assistant.responsible import explained
from gongkai.assistant.rules import matching
from gongkai.assistant.rules.entries import Channel, Holds, Line, Source, State, Written
from gongkai.enquiries.models import Enquiry
from gongkai.enquiries.rules.messages import Kind
from gongkai.journal import queries as journal
from gongkai.people.queries import reach_of
from gongkai.people.rules.permits import Actor
from gongkai.policies import queries as policies
from gongkai.policies.models import Policy, Relation
from gongkai.policies.rules.kinds import Category, RelationKind

ALIKE_SHOWN, COMPARED = 5, 3000

# —— the desk ——


def entries(actor: Actor, *, q: str = "", state: str = "", topic: str = "", channel: str = "") -> QuerySet[FaqEntry]:
    """The entries of the actor's offices, last changed first."""
    rows = FaqEntry.objects.filter(reach_of(actor, "office"))
    rows = rows.filter(**{name: value for name, value in {"state": state, "topic": topic}.items() if value})
    if q:
        rows = rows.filter(Q(question__icontains=q) | Q(pk=number_of(q)))
    if channel:
        rows = rows.filter(used_in__contains=f",{channel},")
    return rows.select_related("office").order_by("-changed_at", "-id")


def entry(actor: Actor, pk: int) -> FaqEntry | None:
    """One entry of the actor's offices."""
    rows = FaqEntry.objects.filter(reach_of(actor, "office"), pk=pk)
    return rows.select_related("office", "current__published_by", "current__written_by", "gap", "created_by").first()


def in_hand(entry: FaqEntry) -> FaqVersion | None:
    return entry.versions.filter(published_at=None).select_related("written_by").first()


def to_review(actor: Actor) -> QuerySet[FaqVersion]:
    """Versions sent to review at the actor's offices, the oldest first."""
    rows = FaqVersion.objects.filter(reach_of(actor, "entry__office"), submitted_at__isnull=False, published_at=None)
    return rows.select_related("entry__office", "written_by").order_by("submitted_at", "pk")


def topics_of(actor: Actor) -> list[str]:
    rows = FaqEntry.objects.filter(reach_of(actor, "office")).exclude(topic="")
    return list(rows.order_by("topic").values_list("topic", flat=True).distinct())


def as_written(version: FaqVersion) -> Written:
    """The version as it was written; papers by their code."""
    prefetch_related_objects([version], "citations__policy")
    cited = list(version.citations.all())
    return Written(
        question=version.question,
        lines=tuple(
            Line(line["text"], tuple(Source(cited[n].policy.code, cited[n].quote) for n in line["sources"] if n < len(cited)))
            for line in version.lines
        ),
        wordings=tuple(version.wordings),
        topic=version.topic,
        channels=tuple(version.channels),
        audience=tuple(version.audience),
        review_on=version.review_on,
    )


@dataclass(frozen=True)
class Alike:
    entry: FaqEntry
    likeness: float


def alike(question: str, actor: Actor, *, on: date, but: int | None = None) -> list[Alike]:
    """近似的问题: published entries of any office, and whatever the actor's own have, that ask nearly the same; the likest first."""
    words = synonyms(on)
    asked = matching.read(question, words)
    shown = FaqEntry.objects.filter(Q(state__in=[State.PUBLISHED, State.DUE]) | reach_of(actor, "office"))
    if but is not None:
        shown = shown.exclude(pk=but)
    near = [
        Alike(one, matching.likeness(asked, matching.read(one.question, words)))
        for one in shown.exclude(state=State.RETIRED).select_related("office").order_by("-changed_at")[:COMPARED]
    ]
    return sorted((one for one in near if one.likeness >= matching.ALIKE_ENOUGH), key=lambda one: (-one.likeness, one.entry.pk))[
        :ALIKE_SHOWN
    ]


@dataclass(frozen=True)
class Suggested:
    """A question found somewhere, and the entry that was made of it, if any."""

    question: str
    answer: tuple[str, ...]
    key: str
    entry: FaqEntry | None


def suggested(interpretation: Policy, on: date) -> list[Suggested]:
    """The questions of an interpretation with what became of each."""
    found = asked_in(interpretation, on)
    made = {one.origin_key: one for one in FaqEntry.objects.filter(origin_key__in=[key for _, _, key in found])}
    return [Suggested(question, answer, key, made.get(key)) for question, answer, key in found]


def interpretations(actor: Actor, on: date) -> QuerySet[Policy]:
    """Public interpretations of the actor's offices, newest first."""
    return policies.visible(on).filter(reach_of(actor, "office"), category=Category.INTERPRETATION).order_by("-published_on", "-pk")


def enquiries(actor: Actor, on: date, *, limit: int = 50) -> list[tuple[Enquiry, str, FaqEntry | None]]:
    """The newest questions about papers of the actor's offices, masked, each with the entry made of it."""
    rows = Enquiry.objects.filter(reach_of(actor, "policy__office"), kind=Kind.QUESTION).select_related("policy").order_by("-at", "-pk")
    letters = list(rows[:limit])
    made = {one.origin_key: one for one in FaqEntry.objects.filter(origin_key__in=[f"enquiry:{one.pk}" for one in letters])}
    return [(one, without_persons(one.text, on), made.get(f"enquiry:{one.pk}")) for one in letters]


def enquiry(actor: Actor, pk: int) -> Enquiry | None:
    return Enquiry.objects.filter(reach_of(actor, "policy__office"), kind=Kind.QUESTION, pk=pk).select_related("policy__office").first()


# —— everybody ——


def published(*, channel: Channel = Channel.SITE, q: str = "", topic: str = "", policy: Policy | None = None) -> QuerySet[FaqEntry]:
    """Entries that are answered as current in this channel, the last changed first. `policy`: those that rest on it or on what explains it."""
    rows = FaqEntry.objects.filter(state=State.PUBLISHED, used_in__contains=f",{channel},")
    for word in q.split()[:5]:
        rows = rows.filter(question__icontains=word)
    if topic:
        rows = rows.filter(topic=topic)
    if policy is not None:
        explains = Relation.objects.filter(kind=RelationKind.INTERPRETS, target=policy, source=OuterRef("policy__current"))
        cited = FaqCitation.objects.filter(Q(policy=policy) | Q(Exists(explains)), version=OuterRef("current"))
        rows = rows.filter(Exists(cited))
    return rows.select_related("office", "current").order_by("-changed_at", "-id")


def topics(channel: Channel = Channel.SITE) -> list[tuple[str, int]]:
    """(topic, how many published entries), the fullest first."""
    counted = published(channel=channel).exclude(topic="").order_by().values("topic").annotate(n=Count("pk"))
    return [(row["topic"], row["n"]) for row in counted.order_by("-n", "topic")]


def papers(on: date, channel: Channel = Channel.SITE) -> list[tuple[Policy, int]]:
    """(public policy, how many published entries rest on it or on what explains it), the most first."""
    cited = FaqCitation.objects.filter(version__in=published(channel=channel).order_by().values("current"))
    versions: dict[int, set[int]] = {}
    for policy, version in cited.values_list("policy", "version").distinct():
        versions.setdefault(policy, set()).add(version)
    for policy, papers in explained(list(versions)).items():
        for paper in papers:
            versions.setdefault(paper.pk, set()).update(versions[policy])
    numbers = {pk: len(versions[pk]) for pk in sorted(versions, key=lambda pk: (-len(versions[pk]), pk))}
    return [(policy, numbers[policy.pk]) for policy in policies.listed(list(numbers), on=on)]


@dataclass(frozen=True)
class Shown:
    """A published version as a page shows it: sentences with the numbers (from 1) of its citations."""

    entry: FaqEntry
    version: FaqVersion
    lines: tuple[tuple[str, tuple[int, ...]], ...]
    held: tuple[Held, ...]

    @property
    def holds(self) -> bool:
        return bool(self.held) and all(one.holds is Holds.YES for one in self.held)


def shown(entry: FaqEntry, version: FaqVersion, on: date) -> Shown:
    """What a version says, its citations looked at today."""
    lines = tuple((line["text"], tuple(n + 1 for n in line["sources"])) for line in version.lines)
    return Shown(entry, version, lines, tuple(holding(version.citations.all(), on)))


def public_entry(code: str) -> FaqEntry | None:
    """The entry of this code as far as the public has ever seen it: published on the site, due again or taken out of use."""
    seen = FaqEntry.objects.filter(pk=number_of(code), current__isnull=False, used_in__contains=f",{Channel.SITE},")
    return seen.select_related("office", "current").first()


# —— other systems ——

TOLD = ("assistant.entry.published", "assistant.entry.confirmed", "assistant.entry.due", "assistant.entry.retired")


@dataclass(frozen=True)
class Change:
    """An entry as it stands now and when it last changed. `gone`: no longer to be answered in this channel (a tombstone)."""

    entry: FaqEntry
    at: datetime
    gone: bool


@dataclass(frozen=True)
class Changes:
    """`reached`: the place in the journal to go on from; `more`: there is more at once."""

    changes: tuple[Change, ...]
    reached: int
    more: bool


def changes(*, after: int, size: int, channel: str = "") -> Changes:
    """What changed after a place in the journal (0: ever), oldest first, by reading `size` entries of it, each entry once. What is due or
    retired, or has left the channel, is told as gone, so that copies stop answering with it."""
    leaves = journal.placed(TOLD, after=after, limit=size + 1)
    read = leaves[:size]
    told: dict[int, datetime] = {}
    for leaf in read:
        pk = int(leaf.entry.about.rpartition(":")[2])
        told.pop(pk, None)  # the latest word counts
        told[pk] = leaf.entry.at
    found = with_sources(FaqEntry.objects.filter(pk__in=told)).in_bulk()
    return Changes(
        tuple(Change(found[pk], at, _gone(found[pk], channel)) for pk, at in told.items() if pk in found),
        reached=read[-1].position if read else after,
        more=len(leaves) > size,
    )


def with_sources(rows: QuerySet[FaqEntry]) -> QuerySet[FaqEntry]:
    """The rows with all an interface gives out of them: two more queries however many there are."""
    cited = FaqCitation.objects.select_related("policy", "edition")
    return rows.select_related("office", "current").prefetch_related(Prefetch("current__citations", cited))


def _gone(entry: FaqEntry, channel: str) -> bool:
    return entry.state != State.PUBLISHED or bool(channel and f",{channel}," not in entry.used_in)


def number_of(code: str) -> int:
    """The row of an entry from what people call it by; 0 for what is no such number."""
    digits = code.strip().upper().removeprefix("WD")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else 0


def by_codes(codes: Sequence[str], actor: Actor) -> list[FaqEntry]:
    """Entries of the actor's offices by their codes."""
    return list(FaqEntry.objects.filter(reach_of(actor, "office"), pk__in=[number_of(code) for code in codes]))
