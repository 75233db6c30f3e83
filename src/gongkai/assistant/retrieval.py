"""Finding what may bear on a question. The index only proposes: what a paper says, who may see it and what it is worth today come from
the database at the moment of asking, so that a paper repealed or withdrawn a second ago is never spoken of as current."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, reduce
from operator import or_

from django.db.models import Q

from gongkai.assistant.rules.answers import Answer, Citation, Passage
from gongkai.assistant.rules.entries import repealed_within
from gongkai.assistant.rules.routing import Read, places_in
from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.people.rules.permits import Actor
from gongkai.policies import queries as policies
from gongkai.policies.models import Edition, Policy, Text
from gongkai.policies.rules.kinds import Category, RelationKind
from gongkai.policies.rules.provisions import Provision, provisions
from gongkai.policies.worth import Worth, interpreted_worth
from gongkai.policies.worth import worth as worth_of
from gongkai.publishing.persons import blocks_without_persons
from gongkai.search import queries as index
from gongkai.search.backend import NoIndex
from gongkai.search.rules.index import Unit
from gongkai.search.rules.query import LONGEST
from gongkai.search.searching import SearchRequest

CLAUSES = 40  # hits looked at
PAPERS = 8  # papers read whole
LEAD = 200  # characters: the first paragraph of a report says where and when it all happens
BY_TITLE = 4  # of them found by their names
WITHDRAWN, CORRECTED, _GONE = "已撤回", "原文已更正", "本条已废止"


@dataclass(frozen=True)
class Paper:
    """A policy's current edition as the public may read it today. `usable`: may be answered from as current; `standing`: in words."""

    policy: Policy
    edition: Edition
    worth: Worth
    blocks: tuple[Block, ...] = field(repr=False)
    issuers: tuple[str, ...]
    usable: bool
    standing: str
    because: str
    successor: Policy | None

    @cached_property
    def provisions(self) -> tuple[Provision, ...]:
        return provisions(self.blocks)

    @property
    def category(self) -> Category:
        return Category(self.policy.category)

    @cached_property
    def named(self) -> str:
        """Everything that names it: title, number, issuers, the year it was made."""
        year = f"{self.edition.formed_on.year}年" if self.edition.formed_on else ""
        lead = "" if self.category is Category.POLICY else next((one.text for one in self.blocks if one.kind is BlockKind.PARAGRAPH), "")
        return " ".join((self.edition.title, self.edition.doc_no, *self.issuers, year, _of_first_place(lead[:LEAD])))

    def is_gone(self, provision: Provision) -> bool:
        """Whether this provision was taken out of the paper by another."""
        return self.worth.partly and repealed_within(provision.label, self.worth.gone)

    def passage(self, provision: Provision, *, score: float = 0.0, dense: float | None = None) -> Passage:
        gone = self.is_gone(provision)
        return Passage(
            policy_id=self.policy.pk,
            edition_id=self.edition.pk,
            code=self.policy.code,
            title=self.edition.title,
            doc_no=self.edition.doc_no,
            label=provision.label,
            anchor=provision.anchor,
            text=provision.text,
            standing=_GONE if gone else self.standing,
            in_force=self.usable and not gone,
            successor_code=self.successor.code if self.successor else "",
            successor_title=self.successor.title if self.successor else "",
            score=score,
            dense=dense,
        )


def _of_first_place(lead: str) -> str:
    """The opening of a report as far as it speaks of the place it names first: of the others it only tells how they did beside it."""
    places = places_in(lead)
    return lead[: lead.index(places[1])] if len(places) > 1 else lead


@dataclass(frozen=True)
class Found:
    """`hits`: what the index proposed, {(edition, anchor of its clause): (score, cosine)}."""

    papers: tuple[Paper, ...]
    hits: dict[tuple[int, str], tuple[float, float | None]]

    @property
    def dense(self) -> float | None:
        """The best cosine among the hits; None without vectors."""
        return max((dense for _, dense in self.hits.values() if dense is not None), default=None)


def find(read: Read, words: str, names: str, *, on: date, actor: Actor | None, codes: Sequence[str] = ()) -> Found:
    """The papers to read for a question: those of `codes` alone where given; else those it names; else what the index proposes, by the
    clauses that answer `words` and by titles that hold `names`."""
    if codes:
        return Found(by_codes(codes, on=on), {})
    named = by_numbers(read.doc_nos, on=on) or by_names(read.names, on=on)
    if named:
        return Found(named, {})
    try:
        return _proposed(words, names, on=on, actor=actor)
    except NoIndex:
        held = [word for word in names.split() if len(word) > 1]
        rows = policies.visible(on).filter(reduce(or_, (Q(title__contains=word) for word in held), Q(pk=None)))
        return Found(present([policy.pk for policy in rows.order_by("-published_on", "-pk")[:PAPERS]], on=on), {})


def by_codes(codes: Iterable[str], *, on: date) -> tuple[Paper, ...]:
    ids = policies.visible(on).filter(code__in=list(codes)).values_list("pk", flat=True)
    return present(list(ids), on=on)


def by_numbers(doc_nos: Iterable[str], *, on: date) -> tuple[Paper, ...]:
    """Papers whose current or earlier edition bears one of these numbers."""
    numbers = list(doc_nos)
    if not numbers:
        return ()
    rows = policies.visible(on).filter(editions__doc_no__in=numbers, editions__first_text_at__isnull=False).order_by("-published_on")
    return present(list(dict.fromkeys(rows.values_list("pk", flat=True)))[:PAPERS], on=on)


def by_names(names: Iterable[str], *, on: date) -> tuple[Paper, ...]:
    """Papers whose titles hold one of these names; the policy itself before what is said about it."""
    found: dict[int, None] = {}
    for name in names:
        rows = policies.visible(on).filter(title__contains=name).order_by("-published_on", "-pk")
        kept = sorted(rows[:PAPERS], key=lambda policy: policy.category != Category.POLICY)
        found.update(dict.fromkeys(policy.pk for policy in kept))
    return present(list(found)[:PAPERS], on=on)


def _proposed(words: str, names: str, *, on: date, actor: Actor | None) -> Found:
    asked = re.sub(r"[\"“”「」『』:：\-－−《》〈〉]", " ", words)[:LONGEST]
    wanted = SearchRequest(on=on, facets=(), actor=actor, correct=False)
    clauses = index.search(replace(wanted, text=asked, unit=Unit.CLAUSE, size=CLAUSES)).hits
    titles = index.search(replace(wanted, text=names or asked, size=BY_TITLE)).hits
    order = dict.fromkeys(
        [*(hit.policy_id for hit in clauses[:6]), *(hit.policy_id for hit in titles), *(hit.policy_id for hit in clauses)]
    )
    hits = {(hit.edition_id, hit.anchor): (hit.score, getattr(hit, "dense", None)) for hit in clauses}
    return Found(present(list(order)[:PAPERS], on=on), hits)


def present(ids: Sequence[int], *, on: date) -> tuple[Paper, ...]:
    """These policies as they stand today, in the order given; what the public may not see is left out. A fixed number of queries."""
    shown = [policy for policy in policies.listed(ids, on=on) if policy.current_id] if ids else []
    if not shown:
        return ()
    editions = _current(shown)
    bodies = _bodies([edition.pk for edition in editions.values()], on)
    worth = worth_of(list(editions.values()), on=on)
    speaking = [editions[one.pk].pk for one in shown if one.category == Category.INTERPRETATION and one.pk in editions]
    of_others = interpreted_worth(speaking, on=on)
    papers = []
    for policy in shown:
        edition = editions.get(policy.pk)
        if edition is None or edition.pk not in bodies:
            continue
        usable, standing, because, successor = _as_current(policy, worth[edition.pk], of_others.get(edition.pk, ()))
        issuers = tuple(issuer.name for issuer in edition.issuers.all())
        papers.append(Paper(policy, edition, worth[edition.pk], bodies[edition.pk], issuers, usable, standing, because, successor))
    return tuple(papers)


def _bodies(editions: Sequence[int], on: date) -> dict[int, tuple[Block, ...]]:
    """The texts without numbers of persons, all looked through at once."""
    found = policies.bodies(editions, on=on)
    masked = iter(blocks_without_persons([block for blocks in found.values() for block in blocks], on))
    return {edition: tuple(next(masked) for _ in blocks) for edition, blocks in found.items()}


def past(paper: Paper, text: Text, *, on: date) -> Paper:
    """An earlier edition of a paper, in the words it had then and worth what it is today."""
    edition = text.edition
    edition.policy = paper.policy
    worth = worth_of([edition], on=on)[edition.pk]
    standing = worth.standing.status.label if not worth.standing.status.is_in_force else "历史版本"
    because = worth.standing.because if not worth.standing.status.is_in_force else ""
    issuers = tuple(issuer.name for issuer in edition.issuers.all())
    return Paper(paper.policy, edition, worth, blocks_without_persons(text.body(), on), issuers, False, standing, because, paper.policy)


def in_whose_place(paper: Paper, *, on: date) -> tuple[Paper, ...]:
    """The papers whose place this one took, as they stand today."""
    rows = policies.visible(on).filter(incoming__source__policy=paper.policy, incoming__kind__in=_TAKES_ITS_PLACE).distinct()
    found = present(list(rows.values_list("pk", flat=True))[:PAPERS], on=on)
    return tuple(one for one in found if one.successor is not None and one.successor.pk == paper.policy.pk)


_TAKES_ITS_PLACE = (RelationKind.REPLACES, RelationKind.REPEALS)


def of_year(year: int, like: str, *, on: date) -> tuple[Paper, ...]:
    """Policies with this year and words of this title in their titles."""
    core = max(re.split(r"(?:19|20)\d\d年?|关于|印发|的通知|[\u4e00-\u9fff]{2,3}[省市区县]", like), key=len, default="")
    rows = policies.visible(on).filter(category=Category.POLICY, title__contains=str(year)).filter(title__contains=core)
    return present([policy.pk for policy in rows.order_by("-published_on", "-pk")[:PAPERS]], on=on)


def _current(shown: Sequence[Policy]) -> dict[int, Edition]:
    rows = Edition.objects.filter(pk__in=[policy.current_id for policy in shown]).select_related("policy").prefetch_related("issuers")
    return {edition.policy_id: edition for edition in rows}


def _as_current(policy: Policy, worth: Worth, of_others: Sequence[Worth]) -> tuple[bool, str, str, Policy | None]:
    """(may it be answered from, its standing in words, why, what took its place). An interpretation is worth what it interprets is."""
    category = Category(policy.category)
    if category is Category.POLICY:
        standing = worth.standing
        return standing.status.is_in_force, standing.status.label, standing.because, worth.successor
    if category is Category.INTERPRETATION and of_others and not any(one.standing.status.is_in_force for one in of_others):
        first = of_others[0]
        return False, f"所解读的文件{first.standing.status.label}", first.standing.because, first.successor
    return True, category.label, "", None


def as_of_now(answers: Sequence[Answer], *, on: date) -> list[Answer]:
    """Answers given before, as they may be shown now: what is no longer in force is said to be so, of what was withdrawn no word is left."""
    codes = {code for answer in answers for code in answer.codes()}
    papers = {paper.policy.code: paper for paper in by_codes(codes, on=on)} if codes else {}
    return [_as_now(answer, papers) for answer in answers]


def _as_now(answer: Answer, papers: dict[str, Paper]) -> Answer:
    citations = tuple(_citation_now(one, papers.get(one.code)) for one in answer.citations)
    gone = {place for place, one in enumerate(citations) if one.standing == WITHDRAWN}
    sentences = tuple(
        replace(one, text="（这一句引用的文件已经撤回。）", verbatim=False) if set(one.citations) & gone else one
        for one in answer.sentences
    )
    cards = tuple(_passage_now(one, papers[one.code]) for one in answer.cards if one.code in papers)
    return replace(answer, citations=citations, sentences=sentences, cards=cards)


def _citation_now(one: Citation, paper: Paper | None) -> Citation:
    if paper is None:
        return replace(one, title="", doc_no="", label="", quote="", standing=WITHDRAWN, in_force=False)
    if one.edition_id != paper.edition.pk:
        return one if not one.in_force else replace(one, standing="已修改", in_force=False)
    provision = next((each for each in paper.provisions if one.anchor and any(b.anchor == one.anchor for b in each.blocks)), None)
    if provision is None:
        return replace(one, standing=paper.standing, in_force=one.in_force and paper.usable)
    if paper.is_gone(provision):
        return replace(one, standing=_GONE, in_force=False)
    stands = one.quote.rstrip("…") in provision.text
    return replace(one, standing=paper.standing if stands else CORRECTED, in_force=one.in_force and paper.usable and stands)


def _passage_now(one: Passage, paper: Paper) -> Passage:
    if one.edition_id != paper.edition.pk:
        return replace(one, standing="已修改", in_force=False)
    provision = next((each for each in paper.provisions if each.anchor == one.anchor), None)
    now = paper.passage(provision) if provision else replace(one, standing=CORRECTED, in_force=False)
    return replace(now, score=one.score, dense=one.dense)
