"""Recompute what lists sort by. One function; everything it writes can be thrown away and computed again."""

from collections.abc import Sequence
from datetime import date, timedelta

from gongkai.policies.models import Edition, Policy, Relation, Withdrawal
from gongkai.policies.rules import validity
from gongkai.policies.rules.kinds import CHANGING, RelationKind, Visibility


SHADOWS = (
    *("current_id", "visibility", "has_interpretation", "title", "doc_no", "issuer", "topic_l1", "topic_l2", "genre"),
    *("document_class", "formed_on", "published_on", "standing", "standing_because", "standing_changes_on"),
)


def refresh(policy: Policy, *, on: date, save: bool = True) -> None:
    """Bring the policy's shadows up to the given day and, unless they are only to be compared, save them."""
    editions = [edition for edition in policy.editions.order_by("number") if edition.is_published]
    shown = [edition for edition in editions if edition.published_on and edition.published_on <= on]
    current = _current(shown or editions, on)
    policy.current = current
    policy.visibility = _visibility(policy, editions)
    policy.has_interpretation = Relation.objects.filter(
        target=policy, kind=RelationKind.INTERPRETS, source__policy__visibility=Visibility.PUBLIC
    ).exists()
    if current is not None:
        _copy_facts(policy, current)
        changes = changes_to(policy)
        facts = [edition_facts(edition) for edition in shown or editions]
        standing = validity.standing_on(facts, changes, on)
        policy.standing, policy.standing_because = standing.status.value, standing.because[:300]
        policy.standing_changes_on = _next_change(facts, changes, [edition.published_on for edition in editions], on)
    if save:
        policy.save(update_fields=[*SHADOWS, "updated_at"])


def _current(editions: Sequence[Edition], on: date) -> Edition | None:
    in_force = [edition for edition in editions if edition.effective_on is None or edition.effective_on <= on]
    return (in_force or list(editions) or [None])[-1]


def _visibility(policy: Policy, editions: Sequence[Edition]) -> str:
    if not editions:
        return Visibility.DRAFT
    if Withdrawal.objects.filter(policy=policy, lifted_at=None).exists():
        return Visibility.WITHDRAWN
    return Visibility.PUBLIC


def _copy_facts(policy: Policy, current: Edition) -> None:
    for name in ("title", "doc_no", "topic_l1", "topic_l2", "genre", "document_class", "formed_on", "published_on"):
        setattr(policy, name, getattr(current, name))
    first = current.issuers.first()
    policy.issuer = first.name if first else ""


def edition_facts(edition: Edition) -> validity.EditionFacts:
    return validity.EditionFacts(
        number=edition.number,
        effective_on=edition.effective_on,
        expires_on=edition.expires_on,
        formed_on=edition.formed_on,
        published_on=edition.published_on,
    )


def changes_to(policy: Policy) -> list[validity.Change]:
    """What public editions of other policies have done to this one."""
    relations = (
        Relation.objects.filter(target=policy, kind__in=[kind.value for kind in CHANGING], source__first_text_at__isnull=False)
        .filter(source__policy__visibility__in=[Visibility.PUBLIC])
        .select_related("source")
        .order_by("id")
    )
    return [
        validity.Change(
            kind=validity.ChangeKind(relation.kind),
            on=relation.on or relation.source.effective_on or relation.source.published_on or relation.source.formed_on,
            until=relation.until,
            by_title=relation.source.title,
            by_no=relation.source.doc_no,
            articles=relation.articles,
        )
        for relation in relations
    ]


def _next_change(
    facts: list[validity.EditionFacts], changes: list[validity.Change], publication_days: list[date | None], on: date
) -> date | None:
    """The first later day on which the answer could differ: only days that some fact names can do that."""
    named: set[date] = {day for day in publication_days if day}
    for fact in facts:
        named |= {day for day in (fact.effective_on, fact.published_on) if day}
        named |= {fact.expires_on + timedelta(days=1)} if fact.expires_on else set()
    for change in changes:
        named |= {change.on} if change.on else set()
        named |= {change.until + timedelta(days=1)} if change.until else set()
    return min((day for day in named if day > on), default=None)
