"""What the desk reads: work that waits, lists of an office, and one policy with everything that ever happened to it.

All of it is narrowed to what the officer works on; see `queries` for what the public may see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.fields.json import KT

from gongkai.people.models import Officer, Organisation
from gongkai.people.queries import reach_of
from gongkai.people.rules.permits import Actor, Role
from gongkai.policies import queries
from gongkai.policies.models import Attachment, Citation, Draft, Edition, ImportBatch, ImportItem, Policy, Relation, Text, Topic, TopicEntry
from gongkai.policies.rules import index_no, validity
from gongkai.policies.rules.kinds import CHANGING, ItemState, Visibility
from gongkai.policies.rules.phases import Life, Phase, phase_of
from gongkai.policies.worth import standing_of


def waiting_for(officer: Officer, actor: Actor) -> dict[str, QuerySet[Any]]:
    """What waits for an officer, to be counted: drafts `returned` to them, those they are `writing`, import `items` read, drafts
    `submitted` (for those who decide on them), `citations` to confirm."""
    drafts = Draft.objects.filter(reach_of(actor, "edition__policy__office"))
    decides = any(actor.holds_anywhere(role) for role in (Role.REVIEWER, Role.SIGNER))
    writing = drafts.filter(submitted_at=None, written_by=officer)
    return {
        "returned": writing.exclude(returned=""),
        "writing": writing,
        "items": ImportItem.objects.filter(reach_of(actor, "batch__office"), state=ItemState.READY),
        "submitted": drafts.filter(submitted_at__isnull=False) if decides else drafts.none(),
        "citations": _unconfirmed().filter(reach_of(actor, "edition__policy__office")),
    }


def _unconfirmed() -> QuerySet[Citation]:
    changing = [kind.value for kind in CHANGING]
    stated = Relation.objects.filter(source=OuterRef("edition"), target=OuterRef("target"), kind__in=changing)
    return Citation.objects.filter(~Exists(stated), target__isnull=False, kind__in=changing, relation=None, dismissed_at=None)


# —— import ——


def items(actor: Actor) -> QuerySet[ImportItem]:
    """The import items of the actor's offices."""
    return ImportItem.objects.filter(reach_of(actor, "batch__office")).select_related("batch__office", "original", "edition__policy")


def items_to_confirm(actor: Actor) -> QuerySet[ImportItem]:
    """Items read and waiting for a person, the oldest first."""
    return _with_title(items(actor).filter(state=ItemState.READY)).order_by("batch_id", "position")


def items_of(batch: ImportBatch, state: str = "") -> QuerySet[ImportItem]:
    """The items of a batch for its list."""
    rows = ImportItem.objects.filter(batch=batch, **({"state": state} if state else {}))
    return _with_title(rows.select_related("edition__policy")).order_by("position")


def _with_title(rows: QuerySet[ImportItem]) -> QuerySet[ImportItem]:
    """The rows with `read_title` and `read_as` (a Category) in the place of their bulky drafts; None where nothing was read."""
    return rows.annotate(read_title=KT("draft__fields__title__value"), read_as=KT("draft__category")).defer("draft")


def next_to_confirm(item: ImportItem) -> ImportItem | None:
    """The next item of the same batch that waits for a person; after the last, the first."""
    rest = ImportItem.objects.filter(batch=item.batch_id, state=ItemState.READY).exclude(pk=item.pk).defer("draft").order_by("position")
    return rest.filter(position__gt=item.position).first() or rest.first()


def papers_cited(cited: Iterable[Mapping[str, Any]], on: date) -> dict[str, Policy]:
    """Public policies by the 发文字号 or title a draft cites them by: one query."""
    rows = list(cited)
    numbers = {row["doc_no"] for row in rows if row["doc_no"]}
    titles = {row["title"] for row in rows if row["title"]}
    if not numbers and not titles:
        return {}
    found: dict[str, Policy] = {}
    editions = Edition.objects.filter(
        Q(doc_no__in=numbers) | Q(title__in=titles), first_text_at__isnull=False, published_on__lte=on, **queries.of_visible(on, "policy__")
    )
    for edition in editions.select_related("policy").order_by("number"):
        found[edition.title] = edition.policy
        if edition.doc_no:
            found[edition.doc_no] = edition.policy
    return found


def editions_alike(codes: Iterable[tuple[str, str]], actor: Actor, on: date) -> list[Edition]:
    """The editions (code, number) that an import item resembles, of those the officer works on or the public may see."""
    wanted = Q(pk=None)
    for code, number in codes:
        wanted |= Q(policy__code=code, number=number)
    public = Q(first_text_at__isnull=False, published_on__lte=on, **queries.of_visible(on, "policy__"))
    may_see = reach_of(actor, "policy__office") | public
    return list(Edition.objects.filter(wanted).filter(may_see).select_related("policy__office").order_by("policy_id", "number"))


def blocks_of(edition: Edition) -> tuple[Any, ...]:
    """The text of an edition as last published, else as drafted."""
    text = Text.objects.filter(edition=edition).order_by("-number").first() or Draft.objects.filter(edition=edition).first()
    return text.body() if text else ()


# —— drafts ——


def drafts(actor: Actor, *, q: str = "", state: str = "") -> QuerySet[Draft]:
    """Drafts of the actor's offices. `state`: told (begun by the system, nobody's yet), writing, returned or submitted."""
    rows = Draft.objects.filter(reach_of(actor, "edition__policy__office"))
    if q:
        rows = rows.filter(Q(edition__title__icontains=q) | Q(edition__doc_no__icontains=q) | Q(edition__policy__code=q))
    if state == "submitted":
        rows = rows.filter(submitted_at__isnull=False)
    elif state == "returned":
        rows = rows.filter(submitted_at=None).exclude(returned="")
    elif state == "told":
        rows = rows.filter(submitted_at=None, written_by=None)
    elif state == "writing":
        rows = rows.filter(submitted_at=None, returned="").exclude(written_by=None)
    rows = rows.select_related("edition__policy__office", "written_by").defer("blocks", "facts", "relations")
    return rows.order_by("submitted_at" if state == "submitted" else "-saved_at", "id")


def told(actor: Actor) -> QuerySet[Draft]:
    """What business systems announced to the offices where the actor writes, and nobody began to write; the most urgent first."""
    offices = actor.offices(Role.EDITOR)
    rows = Draft.objects.filter(edition__policy__office__path__in=offices, written_by=None, submitted_at=None, edition__duty__isnull=False)
    rows = rows.select_related("edition__item", "edition__duty").defer("blocks", "facts", "relations")
    return rows.order_by(F("edition__duty__due_on").asc(nulls_last=True), "id")


def draft(actor: Actor, edition: int) -> Draft | None:
    """The draft of an edition the actor's offices work on."""
    rows = Draft.objects.filter(reach_of(actor, "edition__policy__office"), edition=edition)
    return rows.select_related("edition__policy__office", "written_by").first()


def answering(duties: Iterable[int]) -> dict[int, Edition]:
    """By event of the catalogue, the paper that answers it. One query."""
    rows = Edition.objects.filter(duty__in=list(duties)).select_related("policy")
    return {edition.duty_id: edition for edition in rows if edition.duty_id}


def files_of(edition: Edition) -> list[Attachment]:
    """The files of the next publication: without those taken off, or to be taken off by the correction in hand."""
    rows = Attachment.objects.filter(edition=edition, hidden_at=None, leaving=False)
    return list(rows.select_related("original", "public").order_by("position", "id"))


def targets(text: str, on: date, *, limit: int = 10) -> list[Policy]:
    """Public policies that a 一策一码, a 发文字号 or words of a title may mean: an exact one alone, else the newest."""
    text = text.strip()
    if not text:
        return []
    shown = queries.visible(on)
    exact = list(shown.filter(Q(code=text) | Q(doc_no=text) | Q(title=text))[: limit + 1])
    return exact or list(shown.filter(Q(title__icontains=text) | Q(doc_no__icontains=text)).order_by("-published_on", "-id")[:limit])


def policies_by_code(codes: Iterable[str]) -> dict[str, Policy]:
    return {policy.code: policy for policy in Policy.objects.filter(code__in=set(codes))}


def next_index_no(office: Organisation, year: int) -> str:
    """The 索引号 to offer for a new paper of this office; empty while the office has no 统一社会信用代码. One query."""
    if not office.uscc:
        return ""
    taken = Edition.objects.filter(index_no__startswith=index_no.prefix(office.uscc, year)).values_list("index_no", flat=True)
    return index_no.following(office.uscc, year, taken)


# —— policies ——


def policies(actor: Actor, *, q: str = "", visibility: str = "", standing: str = "", category: str = "") -> QuerySet[Policy]:
    """Policies of the actor's offices, the last changed first."""
    rows = Policy.objects.filter(reach_of(actor, "office"))
    exact = {"visibility": visibility, "standing": standing, "category": category}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if q:
        rows = rows.filter(Q(title__icontains=q) | Q(doc_no__icontains=q) | Q(code=q))
    return rows.select_related("office").order_by("-updated_at", "-id")


@dataclass(frozen=True)
class DeskPolicy:
    """A policy with its editions (each with `its_texts`, `its_draft`), relations both ways, citations and withdrawals."""

    policy: Policy
    editions: Sequence[Edition]
    outgoing: list[Relation]
    incoming: list[Relation]
    citations: list[Citation]
    withdrawals: list[Any]
    standing: validity.Standing | None

    @property
    def last(self) -> Edition:
        return self.editions[-1]

    @property
    def published(self) -> list[Edition]:
        return [edition for edition in self.editions if edition.is_published]

    @property
    def unfinished(self) -> Edition | None:
        """The edition that has a draft, if any."""
        return next((edition for edition in self.editions if edition.its_draft), None)  # type: ignore[attr-defined]

    def phase(self, on: date) -> Phase:
        """立项 … 废止: where it is in its life."""
        unfinished = self.unfinished
        draft: Draft | None = unfinished.its_draft if unfinished else None  # type: ignore[attr-defined]
        current = self.policy.current
        life = Life(
            status=self.standing.status if self.standing else None,
            published_on=self.policy.published_on,
            expires_on=current.expires_on if current else None,
            is_withdrawn=self.withdrawal is not None,
            has_draft=draft is not None,
            has_text=draft is not None and draft.has_text,  # type: ignore[attr-defined]
            is_submitted=draft is not None and draft.submitted_at is not None,
            is_correction=unfinished is not None and unfinished.is_published,
        )
        return phase_of(life, on)

    @property
    def withdrawal(self) -> Any:
        return next((one for one in self.withdrawals if one.lifted_at is None), None)


def policy(actor: Actor, code: str, on: date) -> DeskPolicy | None:
    """One policy of the actor's offices; a fixed number of queries."""
    found = Policy.objects.filter(reach_of(actor, "office"), code=code).select_related("office", "current", "created_by").first()
    if found is None:
        return None
    texts = Text.objects.defer("blocks", "facts").select_related("published_by").order_by("-number")
    editions = list(found.editions.order_by("number").prefetch_related(Prefetch("texts", texts, to_attr="its_texts")))
    rows = Draft.objects.filter(edition__in=editions).annotate(has_text=~Q(blocks=[])).defer("blocks").select_related("written_by")
    in_hand = {draft.edition_id: draft for draft in rows}
    for edition in editions:
        edition.its_draft = in_hand.get(edition.pk)  # type: ignore[attr-defined]
    relations = Relation.objects.select_related("source__policy", "target").order_by("id")
    shown = [edition for edition in editions if edition.is_published]
    return DeskPolicy(
        policy=found,
        editions=editions,
        outgoing=list(relations.filter(source__in=editions)),
        incoming=list(relations.filter(target=found, source__policy__visibility=Visibility.PUBLIC)),
        citations=list(Citation.objects.filter(edition__in=editions, dismissed_at=None).select_related("target").order_by("id")),
        withdrawals=list(found.withdrawals.select_related("by").order_by("-at")),
        standing=standing_of(found, on) if shown else None,
    )


def text(policy: Policy, edition: int, number: int | None = None) -> Text | None:
    """One published text of a policy; the latest of the edition unless a number is named."""
    rows = Text.objects.filter(edition__policy=policy, edition__number=edition, **({"number": number} if number else {}))
    return rows.select_related("edition").order_by("-number").first()


def last_text(policy: Policy) -> Text | None:
    """What readers were last given of a policy."""
    return Text.objects.filter(edition__policy=policy).select_related("edition").order_by("-published_at", "-id").first()


# —— citations ——


def citations(actor: Actor, *, waiting: str, q: str = "") -> QuerySet[Citation]:
    """`waiting`: confirm (found, would change the target's validity) or open (the paper is not in the library)."""
    if waiting == "confirm":
        rows = _unconfirmed()
    else:
        rows = Citation.objects.filter(target=None, dismissed_at=None, edition__first_text_at__isnull=False)
    if q:
        rows = rows.filter(Q(title__icontains=q) | Q(doc_no__icontains=q) | Q(edition__title__icontains=q))
    return rows.filter(reach_of(actor, "edition__policy__office")).select_related("edition__policy__office", "target").order_by("id")


def citation(actor: Actor, pk: int) -> Citation | None:
    rows = Citation.objects.filter(reach_of(actor, "edition__policy__office"), dismissed_at=None)
    return rows.filter(pk=pk).select_related("edition__policy__office", "target").first()


# —— topics ——


def topics() -> QuerySet[Topic]:
    """Every topic with the number of its entries, hidden ones counted."""
    return Topic.objects.annotate(size=Count("entries")).order_by("position", "id")


def topics_to_approve(actor: Actor) -> QuerySet[Topic]:
    """Topics whose name and intro wait for a person other than the one who wrote them."""
    return Topic.objects.exclude(proposal={}).exclude(proposed_by=actor.officer_id).select_related("proposed_by")


def entries_of(topic: Topic) -> list[TopicEntry]:
    """Every entry of a topic, hidden policies included: the desk sees which of them the public does not."""
    return list(topic.entries.select_related("policy").order_by("position", "id"))
