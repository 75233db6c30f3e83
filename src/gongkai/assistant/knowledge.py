"""Reading the 政策问答库: the entry that answers a question word for word, whether what it rests on still stands, lists for the doors."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date, datetime
from threading import Lock

from django.db.models import Count, Max, Prefetch, QuerySet

from gongkai.assistant.models import FaqCitation, FaqEntry, FaqVersion
from gongkai.assistant.responsible import answers_for, explained, offices_of
from gongkai.assistant.rules import matching
from gongkai.assistant.rules.answers import Citation, Sentence
from gongkai.assistant.rules.entries import Channel, Holds, State, repealed_within, still_says
from gongkai.policies import queries as policies
from gongkai.policies.actions.shadows import changes_to_each, standing_facts
from gongkai.policies.models import Edition, Policy
from gongkai.policies.rules import validity
from gongkai.policies.rules.kinds import Category, RelationKind
from gongkai.search import kept as search
from gongkai.search.rules.entries import Clause, clauses

# —— answering ——


@dataclass(frozen=True)
class Match:
    """A reviewed entry that answers the question, to be given word for word. Its citations hold on the day of asking; their numbers in
    `sentences` count from 0."""

    entry_id: int
    code: str
    question: str
    score: float  # 0 to 1
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    office: str
    published_at: datetime
    review_on: date


_asked_in: ContextVar[Channel] = ContextVar("channel", default=Channel.SITE)


@contextmanager
def asked_in(channel: Channel) -> Iterator[None]:
    """Questions answered meanwhile are answered by the entries of this channel, however often they are put anew on the way."""
    before = _asked_in.set(channel)
    try:
        yield
    finally:
        _asked_in.reset(before)


def best(question: str, *, on: date, codes: Sequence[str] = (), channel: Channel | None = None) -> Match | None:
    """The published entry of this channel (None: the one asked in, the site unless told) that asks the very same, when it is not due for review and all it cites still reads as cited and is
    in force on the day; else None. Of entries that compete, the one whose office answers for what it cites. `codes`: the policies (一策一码) the conversation is about; then only entries that rest on one of them
    count, and the question need not name the paper again. At most ten queries; one when nothing matches."""
    base, where = _base(on), channel or _asked_in.get()
    asked = matching.read(question, synonyms(on))
    wanted = set(codes)
    found = matching.best_of(
        {
            one.entry: (matching.score(asked, wording, given=one.given, on_its_page=bool(wanted)) for wording in one.wordings)
            for one in base
            if where in one.channels and (not wanted or wanted & one.codes)
        },
        own={one.entry for one in base if one.own},
    )
    if found is None:
        return None
    key, score = found
    entry = FaqEntry.objects.filter(pk=key, state=State.PUBLISHED, review_on__gt=on).select_related("current", "office").first()
    if entry is None or entry.current is None or entry.current.published_at is None:
        return None
    held = holding(entry.current.citations.all(), on)
    if not held or any(one.holds is not Holds.YES for one in held):
        return None
    return Match(
        entry_id=entry.pk,
        code=entry.code,
        question=entry.current.question,
        score=score,
        sentences=tuple(Sentence(line["text"], tuple(line["sources"])) for line in entry.current.lines),
        citations=tuple(one.as_citation() for one in held),
        office=entry.office.name,
        published_at=entry.current.published_at,
        review_on=entry.current.review_on,
    )


@dataclass(frozen=True)
class _Prepared:
    """A published entry as it is compared: every way of asking, what the titles of its papers name, whether its office answers for any."""

    entry: int
    office: int
    own: bool
    codes: frozenset[str]
    channels: frozenset[str]
    wordings: tuple[matching.Asked, ...]
    given: matching.Asked


_kept: tuple[object, tuple[_Prepared, ...]] = (None, ())
_keeping = Lock()


def _base(on: date) -> tuple[_Prepared, ...]:
    """The published entries, read again whenever one of them has changed: one query when none has."""
    global _kept  # noqa: PLW0603
    published = FaqEntry.objects.filter(state=State.PUBLISHED)
    words = synonyms(on)
    stamp = (*published.aggregate(n=Count("pk"), last=Max("changed_at"), newest=Max("current")).values(), words)
    with _keeping:
        known, base = _kept
    if known != stamp:
        base = tuple(_prepared(published, words))
        with _keeping:
            _kept = (stamp, base)
    return base


def _prepared(published: QuerySet[FaqEntry], words: matching.Synonyms) -> Iterable[_Prepared]:
    papers = Prefetch("current__citations", FaqCitation.objects.select_related("policy").defer("clause", "quote"))
    rows = [
        (entry, entry.current, {citation.policy.code: citation.policy for citation in entry.current.citations.all()})
        for entry in published.select_related("current", "office").prefetch_related(papers).order_by("pk")
        if entry.current is not None
    ]
    offices = offices_of(policy for _, _, cited in rows for policy in cited.values())
    for entry, version, cited in rows:
        titles = _titles(cited.values())
        yield _Prepared(
            entry=entry.pk,
            office=entry.office_id,
            own=any(answers_for(entry.office, offices[policy.pk]) for policy in cited.values()),
            codes=frozenset(cited),
            channels=frozenset(version.channels),
            wordings=_wordings(version, words),
            given=matching.read(titles, words),
        )


def _titles(cited: Iterable[Policy]) -> str:
    return " ".join(f"{policy.title} {policy.doc_no} {policy.issuer}" for policy in cited)


def _wordings(version: FaqVersion, words: matching.Synonyms) -> tuple[matching.Asked, ...]:
    return tuple(matching.read(asked, words) for asked in (version.question, *version.wordings))


LEAST_ALIKE = 0.2  # below it two questions are not compared word by word


@dataclass(frozen=True)
class Rival:
    """A published entry beside a version: whether it asks the same, how alike they are at most, and which of the two would be answered."""

    entry: int
    office: int
    same: bool
    likeness: float
    goes_first: bool


def rivals(version: FaqVersion, *, on: date) -> list[Rival]:
    """The published entries that share a channel with a version and ask the same or nearly so, the likest first. Of two that ask the same
    the one whose office answers for its papers goes first, then the older."""
    entry, words = version.entry, synonyms(on)
    cited = {citation.policy_id: citation.policy for citation in version.citations.select_related("policy")}
    offices = offices_of(cited.values())
    own = any(answers_for(entry.office, offices[pk]) for pk in cited)
    mine, given = _wordings(version, words), matching.read(_titles(cited.values()), words)
    channels, found = set(version.channels), []
    for one in _base(on):
        if one.entry == entry.pk or not channels & one.channels:
            continue
        pairs = [(a, b, matching.likeness(a, b)) for a in mine for b in one.wordings]
        alike = max(likeness for _, _, likeness in pairs)
        same = any(
            a.sense == b.sense or matching.score(a, b, given=one.given) or matching.score(b, a, given=given)
            for a, b, likeness in pairs
            if likeness >= LEAST_ALIKE
        )
        if same or alike >= matching.ALIKE_ENOUGH:
            younger = entry.current_id is None or one.entry < entry.pk
            found.append(Rival(one.entry, one.office, same, alike, goes_first=(one.own, younger) > (own, not younger)))
    return sorted(found, key=lambda one: (not one.same, -one.likeness, one.entry))


def synonyms(on: date) -> matching.Synonyms:
    """The pairs of the search desk that are in use on the day, in a fixed order."""
    return tuple(sorted(search.kept().synonyms(on)))


def forget() -> None:
    """Read entries and synonyms anew at the next question of this process."""
    global _kept  # noqa: PLW0603
    _kept = (None, ())
    search.forget()


# —— whether citations hold ——


@dataclass(frozen=True)
class Held:
    """A citation and what it is worth on a day. `clause`: where the words stand now, None when they do not; `because`: why it does not hold;
    `explains`: the 文号 of the paper that the one cited explains."""

    citation: FaqCitation
    holds: Holds
    because: str
    edition: Edition | None
    clause: Clause | None
    standing: str
    explains: str = ""

    def as_citation(self) -> Citation:
        """Where the words stand now, in the shape answers have; where they stood, when they are gone."""
        kept, edition = self.citation, self.edition or self.citation.edition
        return Citation(
            code=kept.policy.code,
            edition_id=edition.pk,
            title=edition.title,
            doc_no=edition.doc_no or (f"解读{self.explains}" if self.explains else ""),
            label=self.clause.number if self.clause else kept.label,
            anchor=self.clause.anchor if self.clause else kept.anchor,
            quote=kept.quote,
            standing=self.standing,
            in_force=self.holds is Holds.YES,
        )


@dataclass(frozen=True)
class Standing:
    """A policy on a day: the edition in force with its clauses, and what it is worth."""

    edition: Edition
    clauses: tuple[Clause, ...]
    standing: validity.Standing
    repealed: tuple[str, ...]  # articles taken away by partial repeals, as far as they are named
    partly: bool


def holding(citations: QuerySet[FaqCitation], on: date) -> list[Held]:
    """Each citation with what it is worth on the day, in its order; seven queries however many there are."""
    rows = list(citations.select_related("policy", "edition"))
    now = standing_now({row.policy_id for row in rows}, on)
    explains = numbers_explained([row.policy for row in rows])
    return [replace(_held(row, now.get(row.policy_id)), explains=explains.get(row.policy_id, "")) for row in rows]


def numbers_explained(policies: Iterable[Policy]) -> dict[int, str]:
    """The 文号 of what each of these explains; one query, none where no explanation is among them."""
    explanations = [policy.pk for policy in policies if policy.category == Category.INTERPRETATION]
    if not explanations:
        return {}
    return {pk: "、".join(one.doc_no for one in papers if one.doc_no) for pk, papers in explained(explanations).items()}


def standing_now(policy_ids: Iterable[int], on: date) -> Mapping[int, Standing]:
    """The public policies among these as they stand on the day, by id."""
    found = list(policies.visible(on).filter(pk__in=set(policy_ids)))
    rows = Edition.objects.filter(policy__in=found, first_text_at__isnull=False, published_on__lte=on)
    editions: dict[int, list[Edition]] = {}
    for edition in rows.order_by("number"):
        editions.setdefault(edition.policy_id, []).append(edition)
    changes = changes_to_each(found, on) if found else {}
    standings = {
        policy.pk: validity.standing_on(standing_facts(editions[policy.pk], changes[policy.pk]), on)
        for policy in found
        if policy.pk in editions
    }
    current = {pk: next(one for one in editions[pk] if one.number == standing.edition) for pk, standing in standings.items()}
    bodies = policies.bodies([edition.pk for edition in current.values()], on=on)
    return {
        pk: Standing(
            edition=current[pk],
            clauses=tuple(clauses(bodies.get(current[pk].pk, ()))),
            standing=standing,
            repealed=tuple(article for change in _partly(changes[pk], on) for article in change.articles),
            partly=any(not change.articles for change in _partly(changes[pk], on)),
        )
        for pk, standing in standings.items()
    }


def _partly(changes: Iterable[validity.Change], on: date) -> list[validity.Change]:
    return [change for change in changes if change.kind is RelationKind.PARTIALLY_REPEALS and change.on <= on]


def _held(row: FaqCitation, now: Standing | None) -> Held:
    def held(holds: Holds, because: str, clause: Clause | None = None) -> Held:
        return Held(row, holds, because, now.edition if now else None, clause, now.standing.status.label if now else "")

    name = f"《{row.edition.title}》"
    if now is None:
        return held(Holds.GONE, f"{name}已不公开")
    if not now.standing.status.is_in_force:
        return held(Holds.NOT_IN_FORCE, f"{name}{now.standing.because}")
    clause = still_says(row.clause, row.label, now.clauses)
    if clause is None:
        return held(Holds.CHANGED, f"{name}{row.label or '引用的段落'}已修改")
    if now.partly or (now.repealed and repealed_within(clause.number, now.repealed)):
        return held(Holds.NOT_IN_FORCE, f"{name}部分废止，{clause.number or '引用的段落'}须重新核对", clause)
    return held(Holds.YES, "", clause)
