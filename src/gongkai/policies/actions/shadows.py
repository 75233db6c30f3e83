"""Recompute what lists sort by. One function; everything it writes can be thrown away and computed again."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongkai.journal import actions as journal
from gongkai.policies.actions.turn import take_turn
from gongkai.policies.models import Edition, Policy, Relation, Withdrawal
from gongkai.policies.rules import validity
from gongkai.policies.rules.kinds import CHANGING, RelationKind, Visibility

SHADOWS = (
    *("current_id", "visibility", "has_interpretation", "title", "doc_no", "issuer", "topic_l1", "topic_l2", "genre"),
    *("document_class", "formed_on", "published_on", "standing", "standing_because", "standing_changes_on"),
)


def refresh(policy: Policy, *, on: date) -> None:
    """Bring the policy's shadows up to the given day and save them."""
    compute([policy], on=on)
    policy.save(update_fields=[*SHADOWS, "updated_at"])


def compute(policies: Sequence[Policy], *, on: date) -> None:
    """The shadows of each as they are on the day, set and not saved. Five queries however many policies there are."""
    published: dict[int, list[Edition]] = {policy.pk: [] for policy in policies}
    for edition in Edition.objects.filter(policy__in=policies).exclude(first_text_at=None).order_by("number").prefetch_related("issuers"):
        published[edition.policy_id].append(edition)
    withdrawn = set(Withdrawal.objects.filter(policy__in=policies, lifted_at=None).values_list("policy_id", flat=True))
    interpreting = Relation.objects.filter(target__in=policies, kind=RelationKind.INTERPRETS, **shown_sources(on))
    interpreted = set(interpreting.values_list("target_id", flat=True))
    changes = changes_to_each([policy for policy in policies if published[policy.pk]], on)
    for policy in policies:
        editions = published[policy.pk]
        shown = [edition for edition in editions if edition.published_on and edition.published_on <= on]
        current = _current(shown or editions, on)
        policy.current = current
        policy.visibility = _visibility(editions, withdrawn=policy.pk in withdrawn)
        policy.has_interpretation = policy.pk in interpreted
        if current is not None:
            current.policy = policy
            _copy_facts(policy, current)
            standing = validity.standing_on(standing_facts(shown or editions, changes[policy.pk]), on)
            policy.standing, policy.standing_because = standing.status.value, standing.because[:300]
            appearing = [edition.published_on for edition in editions if edition.published_on and edition.published_on > on]
            policy.standing_changes_on = min(filter(None, [standing.changes_on, *appearing]), default=None)


def bring_up_to(at: datetime) -> int:
    """Refresh the policies whose standing or visibility changes by this day, each noted in the journal; returns how many."""
    due = list(Policy.objects.filter(standing_changes_on__lte=at.date()).order_by("pk"))
    for policy in due:
        with transaction.atomic():
            take_turn()
            before = policy.standing
            refresh(policy, on=at.date())
            touched = [other for other in Policy.objects.filter(incoming__source__policy=policy).distinct() if other.pk != policy.pk]
            for other in touched:  # what a paper does to others begins with its own day
                refresh(other, on=at.date())
            journal.write(
                "policies.policy.standing_changed",
                about=policy,
                by=None,
                at=at,
                data={"from": before, "to": policy.standing, "touched": [other.pk for other in touched]},
            )
    return len(due)


def _current(editions: Sequence[Edition], on: date) -> Edition | None:
    in_force = [edition for edition in editions if edition.effective_on is None or edition.effective_on <= on]
    return next(reversed(in_force or list(editions)), None)


def _visibility(editions: Sequence[Edition], *, withdrawn: bool) -> str:
    if not editions:
        return Visibility.DRAFT
    return Visibility.WITHDRAWN if withdrawn else Visibility.PUBLIC


def _copy_facts(policy: Policy, current: Edition) -> None:
    for name in ("title", "doc_no", "topic_l1", "topic_l2", "genre", "document_class", "formed_on", "published_on"):
        setattr(policy, name, getattr(current, name))
    policy.issuer = next((issuer.name for issuer in current.issuers.all()), "")


def standing_facts(editions: Sequence[Edition], changes: Sequence[validity.Change]) -> validity.Facts:
    """The rows as the rule wants them."""
    return validity.Facts(
        tuple(
            validity.EditionFacts(
                number=edition.number,
                effective_on=edition.effective_on,
                expires_on=edition.expires_on,
                formed_on=edition.formed_on,
                published_on=edition.published_on,
            )
            for edition in editions
        ),
        tuple(changes),
    )


def shown_sources(on: date) -> dict[str, Any]:
    """The filter on relations whose source edition the public may see on the day: a scheduled paper does nothing yet, and is not named."""
    return {
        "source__first_text_at__isnull": False,
        "source__published_on__lte": on,
        "source__policy__visibility": Visibility.PUBLIC,
    }


def changes_to(policy: Policy, on: date) -> list[validity.Change]:
    """What editions public on the day have done to this one."""
    return changes_to_each([policy], on)[policy.pk]


def changes_to_each(policies: Sequence[Policy], on: date) -> dict[int, list[validity.Change]]:
    """The same for many, by policy id, in one query."""
    relations = (
        Relation.objects.filter(target__in=policies, kind__in=[kind.value for kind in CHANGING], **shown_sources(on))
        .select_related("source")
        .order_by("id")
    )
    changes: dict[int, list[validity.Change]] = {policy.pk: [] for policy in policies}
    for relation in relations:
        change = _change(relation)
        if change:
            changes[relation.target_id].append(change)
    return changes


def changes_in(relations: Iterable[Relation]) -> list[validity.Change]:
    """The changes among relations whose sources are public."""
    return [change for relation in relations if relation.kind in CHANGING and (change := _change(relation))]


def _change(relation: Relation) -> validity.Change | None:
    source = relation.source
    day = relation.on or source.effective_on or source.formed_on or source.published_on
    if day is None:
        return None
    return validity.Change(
        kind=RelationKind(relation.kind),
        on=day,
        until=relation.until,
        by_title=source.title,
        by_no=source.doc_no,
        articles=tuple(filter(None, relation.articles.split("、"))),
    )
