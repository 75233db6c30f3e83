"""Reading the library. Everything a door may show of it comes from here; `on` is the day of asking.

Public readers see a policy from its 发布日期 on, and never a draft or what was withdrawn (only its tombstone)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import TruncDate
from django.utils.functional import cached_property

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.journal import queries as journal
from gongkai.people.models import Officer
from gongkai.people.queries import reach_of
from gongkai.people.rules.permits import Actor
from gongkai.policies.actions.shadows import changes_in, shown_sources, standing_facts
from gongkai.policies.models import (
    Attachment,
    Citation,
    DailyViews,
    Edition,
    ImportBatch,
    ImportItem,
    Interpretation,
    Policy,
    Relation,
    Text,
    Topic,
    TopicEntry,
    Withdrawal,
)
from gongkai.policies.rules import validity
from gongkai.policies.rules.kinds import Category, DocumentClass, RelationKind, Visibility
from gongkai.policies.rules.lifecycle import Stage, Step, rail

NUMBERS_KEPT = 60  # seconds
_IDENTIFIER = re.compile(r"[0-9A-Z]{4,20}(?:[-/][0-9A-Z]{1,20}){1,4}")
BEGINS_ANEW = (BlockKind.ARTICLE, BlockKind.HEADING)

# what the journal calls the things that change what the public sees of a policy
TOLD_OUTSIDE = (
    "policies.edition.published",
    "policies.policy.withdrawn",
    "policies.policy.standing_changed",
    "policies.relation.confirmed",
)


def visible(on: date) -> QuerySet[Policy]:
    """What the public may see today."""
    return Policy.objects.filter(**of_visible(on))


def of_visible(on: date, path: str = "") -> dict[str, Any]:
    """The same as a filter on rows that belong to a policy, `path` leading there ("target__"). A join asks for a few policies only where
    `policy__in=visible(on)` gathers the whole library first."""
    return {f"{path}visibility": Visibility.PUBLIC, f"{path}published_on__lte": on}


def visible_to(officer: Officer) -> QuerySet[Policy]:
    """What an officer works on: everything of the offices where a role is held, and below for supervisors."""
    return Policy.objects.filter(_offices_of(officer, "office"))


_BASIS = {RelationKind.BASED_ON, RelationKind.IMPLEMENTS}  # 根据、为贯彻落实: both say what a paper rests on


@dataclass(frozen=True)
class RelationRow:
    """A relation as one side's page shows it."""

    label: str
    kind: RelationKind
    policy: Policy
    on: date | None
    articles: str


@dataclass(frozen=True)
class PolicyPage:
    """Everything the page of one policy (at one edition and text) shows; loaded with a fixed number of queries."""

    policy: Policy
    edition: Edition
    text: Text
    first_text: int  # the number of the oldest text of this edition that is open
    standing: validity.Standing
    editions: tuple[Edition, ...]
    outgoing: tuple[RelationRow, ...]
    incoming: tuple[RelationRow, ...]
    citations: tuple[Citation, ...]  # those whose paper is not in the library
    on: date

    @property
    def is_current(self) -> bool:
        return self.edition.pk == self.policy.current_id

    @cached_property
    def files(self) -> tuple[Attachment, ...]:
        """The files that were public with this text."""
        return tuple(file for file in self.edition.files if file.went_with(self.text.published_at))

    @cached_property
    def interpretations(self) -> tuple[Policy, ...]:
        return tuple(row.policy for row in self.incoming if row.kind is RelationKind.INTERPRETS)

    @cached_property
    def interpreted(self) -> tuple[Policy, ...]:
        return tuple(row.policy for row in self.outgoing if row.kind is RelationKind.INTERPRETS)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The lifecycle rail."""
        basis = [(row.policy.title, row.policy.get_absolute_url()) for row in self.outgoing if row.kind in _BASIS]
        basis += [(_cited_name(citation), "") for citation in self.citations if citation.kind in _BASIS and not citation.target_id]
        return rail(
            {
                Stage.BASIS: list(dict.fromkeys(basis)),  # 根据 it and 贯彻 it: named once
                Stage.PUBLICATION: [(self.edition.title, self.policy.get_absolute_url())],
                Stage.INTERPRETATION: [(policy.title, policy.get_absolute_url()) for policy in self.interpretations],
                Stage.REVISION: [
                    (f"第 {edition.number} 版", f"{self.policy.get_absolute_url()}?v={edition.number}") for edition in self.editions
                ]
                if len(self.editions) > 1
                else [],
            }
        )


def page(code: str, *, on: date, edition: int | None = None, text: int | None = None) -> PolicyPage | None:
    """The page of a visible policy, at its current edition and latest text unless others are named; None if there is none."""
    shown = Edition.objects.filter(policy__code=code, first_text_at__isnull=False, published_on__lte=on, **of_visible(on, "policy__"))
    shown = shown.select_related("policy__office", *_told("policy")).prefetch_related(open_files())
    editions = tuple(shown.order_by("number"))
    if not editions:
        return None
    policy = editions[0].policy
    for one in editions:
        one.policy = policy
        if one.pk == policy.current_id:
            policy.current = one
    chosen = next((one for one in editions if (one.number == edition if edition else one.pk == policy.current_id)), None)
    if chosen is None:
        return None
    texts = list(open_texts(policy).filter(edition=chosen).order_by("-number"))
    body = next((one for one in texts if text is None or one.number == text), None)
    if body is None:
        return None
    incoming = _incoming(policy, on)
    facts = standing_facts(editions, changes_in(incoming))
    return PolicyPage(
        policy=policy,
        edition=chosen,
        text=body,
        first_text=texts[-1].number,
        standing=validity.standing_on(facts, on, chosen.number),
        editions=editions,
        outgoing=_outgoing(chosen, on),
        incoming=_seen_from_target(incoming, on),
        citations=tuple(Citation.objects.filter(edition=chosen, target=None, dismissed_at=None).order_by("id")),
        on=on,
    )


def open_texts(policy: Policy) -> QuerySet[Text]:
    """The texts of a policy that the public may read: what was published before its last withdrawal stays closed for ever."""
    return still_open().filter(edition__policy=policy)


def still_open() -> QuerySet[Text]:
    """The texts of every policy that no withdrawal has closed."""
    closed = Withdrawal.objects.filter(policy=OuterRef("edition__policy")).order_by("-at").values("at")[:1]
    return Text.objects.annotate(closed_at=Subquery(closed)).filter(Q(closed_at=None) | Q(published_at__gt=F("closed_at")))


def tombstone(code: str) -> Policy | None:
    """The withdrawn policy of this code with its standing withdrawal (`policy.withdrawals.first()`), or None."""
    return taken_down().filter(code=code).prefetch_related("withdrawals").first()


def taken_down() -> QuerySet[Policy]:
    """The withdrawn policies whose tombstones stand: of a scheduled paper taken back before its day the public never heard."""
    seen = Edition.objects.filter(policy=OuterRef("policy"), first_text_at__isnull=False, published_on__lte=OuterRef("day"))
    public_before = Withdrawal.objects.annotate(day=TruncDate("at")).filter(Exists(seen), policy=OuterRef("pk"), lifted_at=None)
    return Policy.objects.filter(Exists(public_before), visibility=Visibility.WITHDRAWN)


def texts_to_compare(policy: Policy, on: date) -> list[Text]:
    """Every open text of the policy, oldest first."""
    return list(open_texts(policy).filter(edition__published_on__lte=on).select_related("edition").order_by("edition__number", "number"))


def text_numbers(editions: Iterable[Edition]) -> dict[int, list[int]]:
    """The numbers of the texts of each edition, by edition id."""
    numbers: dict[int, list[int]] = {}
    for edition, number in Text.objects.filter(edition__in=list(editions)).order_by("number").values_list("edition", "number"):
        numbers.setdefault(edition, []).append(number)
    return numbers


def neighbours(policy: Policy, on: date) -> tuple[Policy | None, Policy | None]:
    """上一篇 (newer) and 下一篇 (older) of the same category, in one query: two steps along the index, however large the library."""
    same, day = Policy.objects.filter(visibility=Visibility.PUBLIC, category=policy.category), policy.published_on
    after = same.filter(Q(published_on__gt=day) | Q(pk__gt=policy.pk), published_on__gte=day, published_on__lte=on)
    before = same.filter(Q(published_on__lt=day) | Q(pk__lt=policy.pk), published_on__lte=day)  # one bound: the index begins there
    newer = after.order_by("published_on", "pk").values("pk")[:1]
    older = before.order_by("-published_on", "-pk").values("pk")[:1]
    sides = {(one.published_on, one.pk) > (day, policy.pk): one for one in Policy.objects.filter(Q(pk__in=newer) | Q(pk__in=older))}
    return sides.get(True), sides.get(False)


def newest(category: Category, *, on: date, count: int) -> list[Policy]:
    return list(visible(on).filter(category=category).order_by("-published_on", "-pk")[:count])


def listed(ids: Sequence[int], *, on: date) -> list[Policy]:
    """The visible ones among these, in the order given: search hits pass through here, so a stale index shows nothing wrong. Of an
    explanation, `of_withdrawn` says whether what it explains was withdrawn."""
    gone = Interpretation.objects.filter(paper=OuterRef("pk"), of__policy__visibility=Visibility.WITHDRAWN)
    found = visible(on).annotate(of_withdrawn=Exists(gone)).in_bulk(list(ids))
    return [found[pk] for pk in ids if pk in found]


def explaining_withdrawn(papers: Iterable[int]) -> set[int]:
    """Those of these papers that explain what was withdrawn."""
    rows = Interpretation.objects.filter(paper__in=list(papers), of__policy__visibility=Visibility.WITHDRAWN)
    return set(rows.values_list("paper_id", flat=True))


def shown_editions(ids: Sequence[int], *, on: date) -> dict[int, Edition]:
    """Those of these editions that the public may see, by id."""
    return Edition.objects.filter(published_on__lte=on, first_text_at__isnull=False, **of_visible(on, "policy__")).in_bulk(list(ids))


def bodies(editions: Sequence[int], *, on: date) -> dict[int, tuple[Block, ...]]:
    """The text last published of each of these editions that the public may see."""
    return passages(dict.fromkeys(editions, ""), on=on)


def passages(places: Mapping[int, str], *, on: date) -> dict[int, tuple[Block, ...]]:
    """Of the text last published of each edition that the public may see, what stands from its anchor to the next article or heading; all of
    it without an anchor, or where that is no longer there."""
    seen = Text.objects.filter(edition__in=places, edition__published_on__lte=on, **of_visible(on, "edition__policy__"))
    last = dict(seen.order_by("number").values_list("edition", "blocks"))
    return {edition: tuple(map(Block.from_dict, _from(blocks, places[edition]))) for edition, blocks in last.items()}


def _from(blocks: list[dict[str, Any]], anchor: str) -> list[dict[str, Any]]:
    start = next((place for place, block in enumerate(blocks) if anchor and block.get("anchor") == anchor), None)
    if start is None:
        return blocks
    following = range(start + 1, len(blocks))
    return blocks[start : next((place for place in following if blocks[place]["kind"] in BEGINS_ANEW), len(blocks))]


def library(
    category: Category | None = None,
    *,
    on: date,
    title: str = "",
    issuer: str = "",
    topic_l1: str = "",
    topic_l2: str = "",
    genre: str = "",
    document_class: str = "",
    year: int | None = None,
    standing: Sequence[str] = (),
    has_interpretation: bool | None = None,
    by_published: bool = False,
) -> QuerySet[Policy]:
    """The library from the database alone: for a node without an index and for the open API."""
    exact = {"issuer": issuer, "topic_l1": topic_l1, "topic_l2": topic_l2, "genre": genre, "document_class": document_class}
    rows = visible(on).filter(**{name: value for name, value in {"category": category, **exact}.items() if value})
    if title:
        rows = rows.filter(title__icontains=title)
    if year:
        rows = rows.filter(formed_on__gte=date(year, 1, 1), formed_on__lte=date(year, 12, 31))
    if standing:
        rows = rows.filter(standing__in=standing)
    if has_interpretation is not None:
        rows = rows.filter(has_interpretation=has_interpretation)
    return rows.order_by(*(("-published_on", "-id") if by_published else ("-formed_on", "-id")))


def numbered(text: str, *, on: date) -> Policy | None:
    """The policy the public may see whose 一策一码, 索引号 or 登记号 this is, the text being nothing else. Two queries at most, none for
    what can be no such number."""
    number = text.strip().upper()
    if not _IDENTIFIER.fullmatch(number):
        return None
    editions = Edition.objects.filter(Q(index_no=number) | Q(normative_reg_no=number))
    return visible(on).filter(code=number).first() or visible(on).filter(current__in=editions).first()


def registered(*, on: date, asked: str = "") -> QuerySet[Policy]:
    """Normative papers as the register of 统一登记 shows them, `current` with its number, those without a number too; `asked`: part of a
    registration number or title."""
    rows = library(Category.POLICY, on=on, document_class=DocumentClass.NORMATIVE)
    if asked:
        rows = rows.filter(Q(title__icontains=asked) | Q(current__normative_reg_no__icontains=asked))
    return rows.select_related("current")


def after(rows: QuerySet[Policy], place: Sequence[object] | None, size: int) -> list[Policy]:
    """The next rows of a library sorted by 发布日期, after the place (day, id) where the last page ended."""
    if place:
        rows = rows.filter(Q(published_on__lt=place[0]) | Q(published_on=place[0], pk__lt=place[1]))
    return list(rows[:size])


def numbers(on: date) -> dict[str, int]:
    """What the home page counts: policies in force, all policies, interpretations, papers of the last 30 days; at most a minute old."""
    key = f"policies.numbers:{on}"
    kept: dict[str, int] | None = cache.get(key)
    if kept is None:
        kept = _counted(on)
        cache.set(key, kept, NUMBERS_KEPT)
    return kept


def _counted(on: date) -> dict[str, int]:
    rows = visible(on).values("category", "standing").annotate(n=Count("id"))
    policies = [row for row in rows if row["category"] == Category.POLICY]
    return {
        "in_force": sum(row["n"] for row in policies if row["standing"] in {"valid", "partial"}),
        "policies": sum(row["n"] for row in policies),
        "interpretations": sum(row["n"] for row in rows if row["category"] == Category.INTERPRETATION),
        "recent": visible(on).filter(published_on__gt=on - timedelta(days=30)).count(),
    }


def topics(on: date) -> QuerySet[Topic]:
    """Every topic a second person has looked at, with the number of its policies that the public may see."""
    return Topic.objects.filter(approved_at__isnull=False).annotate(size=Count("entries", filter=Q(**of_visible(on, "entries__policy__"))))


def topic_entries(topic: Topic, on: date) -> list[TopicEntry]:
    """The entries of a topic whose policies the public may see."""
    return list(topic.entries.filter(**of_visible(on, "policy__")).select_related("policy"))


@dataclass(frozen=True)
class Change:
    """A policy as it stands now, and when the journal last told of it."""

    policy: Policy
    at: datetime


@dataclass(frozen=True)
class Changes:
    """`reached`: the place in the journal to go on from; `more`: there is more at once."""

    changes: tuple[Change, ...]
    reached: int
    more: bool


def changes(*, after: int, on: date, size: int) -> Changes:
    """What changed for the public after a place in the journal (0: ever), oldest first, by reading `size` entries of it: each policy
    once. Withdrawn ones are included so that copies can follow. The journal's order is by commit, so nothing that was being
    published while somebody asked is ever missed."""
    leaves = journal.placed(TOLD_OUTSIDE, after=after, limit=size + 1)
    read = leaves[:size]
    told: dict[int, datetime] = {}
    for leaf in read:
        for pk in (int(leaf.entry.about.rpartition(":")[2]), *leaf.entry.data.get("touched", ())):
            told.pop(pk, None)  # the latest word counts
            told[pk] = leaf.entry.at
    shown = Policy.objects.filter(Q(visibility=Visibility.PUBLIC, published_on__lte=on) | Q(pk__in=taken_down().values("pk")))
    found = shown.in_bulk(list(told))
    return Changes(
        tuple(Change(found[pk], at) for pk, at in told.items() if pk in found),
        reached=read[-1].position if read else after,
        more=len(leaves) > size,
    )


def similar_editions(
    fingerprint: int | None, bands: Sequence[int], doc_no: str, title: str, *, office: int, on: date, limit: int = 20
) -> list[Edition]:
    """Candidates for being the same paper: a band of the fingerprint, the number, or the title is equal. Of the office itself (its id)
    whatever it has, of others only what the public may see."""
    same = Q(title=title) if title else Q(pk=None)
    if doc_no:
        same |= Q(doc_no=doc_no)
    if fingerprint is not None:
        same |= Q(band_0=bands[0]) | Q(band_1=bands[1]) | Q(band_2=bands[2]) | Q(band_3=bands[3])
    shown = Q(first_text_at__isnull=False, published_on__lte=on, policy__visibility=Visibility.PUBLIC, policy__published_on__lte=on)
    rows = Edition.objects.filter(same).filter(shown | Q(policy__office=office))
    return list(rows.select_related("policy").order_by("-id")[:limit])


# --- the desk -------------------------------------------------------------------------------------------------------


def expiring(actor: Actor, *, on: date, within_days: int = 366) -> QuerySet[Policy]:
    """Policies of the officer's offices whose validity ends within a year (到期评估)."""
    last = on + timedelta(days=within_days)
    rows = Policy.objects.filter(
        reach_of(actor, "office"), visibility=Visibility.PUBLIC, current__expires_on__gte=on, current__expires_on__lte=last
    )
    return rows.select_related("current").order_by("current__expires_on", "id")


def batches_of(officer: Officer) -> QuerySet[ImportBatch]:
    return ImportBatch.objects.filter(_offices_of(officer, "office")).select_related("office", "by").order_by("-at", "-id")


def batch_counts(batches: Iterable[ImportBatch]) -> dict[int, dict[str, int]]:
    """For each batch how many items stand where."""
    counts: dict[int, dict[str, int]] = {}
    rows = ImportItem.objects.filter(batch__in=list(batches)).values("batch", "state").annotate(n=Count("id"))
    for row in rows:
        counts.setdefault(row["batch"], {})[row["state"]] = row["n"]
    return counts


def view_count(policy: Policy) -> int:
    return DailyViews.objects.filter(policy=policy).aggregate(n=Sum("count"))["n"] or 0


def latest_change(on: date, category: Category | None = None) -> datetime | None:
    rows = visible(on) if category is None else visible(on).filter(category=category)
    return rows.aggregate(latest=Max("updated_at"))["latest"]


def _offices_of(officer: Officer, field: str) -> Q:
    return reach_of(officer.actor(), field)


def _outgoing(edition: Edition, on: date) -> tuple[RelationRow, ...]:
    rows = edition.relations.filter(**of_visible(on, "target__")).select_related("target").order_by("id")
    return tuple(RelationRow(RelationKind(row.kind).label, RelationKind(row.kind), row.target, row.on, row.articles) for row in rows)


def _incoming(policy: Policy, on: date) -> list[Relation]:
    """Every relation to this policy from an edition the public may see."""
    rows = Relation.objects.filter(target=policy, **shown_sources(on))
    return list(rows.select_related(*_told("source__policy")).order_by("-source__published_on", "id"))


def changed_by(policy: Policy, *, on: date) -> list[int]:
    """The ids of the policies whose public editions amend, extend, suspend or partly repeal this one by the day, the latest first."""
    kinds = (RelationKind.AMENDS, RelationKind.EXTENDS, RelationKind.SUSPENDS, RelationKind.PARTIALLY_REPEALS)
    rows = Relation.objects.filter(target=policy, kind__in=kinds, **shown_sources(on)).order_by("-source__published_on", "-id")
    return list(dict.fromkeys(rows.values_list("source__policy", flat=True)))


def _told(policy: str) -> tuple[str, str]:
    """With a policy comes how it is told, where it is an explanation."""
    return f"{policy}__interpretation__of__policy", f"{policy}__interpretation__approved_by"


def _seen_from_target(incoming: Iterable[Relation], on: date) -> tuple[RelationRow, ...]:
    """Those the public may see, from the current edition of each policy only."""
    return tuple(
        RelationRow(RelationKind(row.kind).label_from_target, RelationKind(row.kind), row.source.policy, row.on, row.articles)
        for row in incoming
        if row.source.policy.current_id == row.source_id and row.source.policy.published_on and row.source.policy.published_on <= on
    )


def open_files() -> Prefetch:
    """The files that went with a text the public may read."""
    since = still_open().filter(edition=OuterRef("edition"), published_at__gte=OuterRef("shown_at"))
    before = since.filter(published_at__lt=OuterRef("hidden_at"))
    rows = Attachment.objects.filter(Q(Exists(since), hidden_at=None) | Q(Exists(before)))
    return Prefetch("attachments", rows.select_related("public").order_by("position", "id"), to_attr="files")


def _cited_name(citation: Citation) -> str:
    name = f"《{citation.title}》" if citation.title else ""
    return f"{name}（{citation.doc_no}）" if name and citation.doc_no else name or citation.doc_no
