"""What editions are worth on a day, from the facts and not from what lists keep: for whoever must not state what is no longer in force."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.policies.actions.shadows import changes_to, changes_to_each, shown_sources, standing_facts
from gongkai.policies.models import Edition, Policy, Relation
from gongkai.policies.queries import visible
from gongkai.policies.rules import validity
from gongkai.policies.rules.kinds import RelationKind


def standing_of(policy: Policy, on: date) -> validity.Standing:
    """截至某日有效: what the policy was or will be worth on any day, and why."""
    shown = policy.editions.filter(first_text_at__isnull=False).order_by("number")
    return validity.standing_on(standing_facts(list(shown), changes_to(policy, on)), on)


@dataclass(frozen=True)
class Worth:
    """What an edition is worth on a day: its standing with the reason, whether another paper took clauses out of it by then and those it
    named, and the paper in its place."""

    standing: validity.Standing
    partly: bool = False
    gone: tuple[str, ...] = ()
    successor: Policy | None = None


def worth(editions: Sequence[Edition], *, on: date) -> dict[int, Worth]:
    """Each of these editions (their policies fetched along) as it stands on the day, by id, from the facts and not from what lists keep.
    The successor of an edition that was amended is its own policy."""
    policies = list({edition.policy_id: edition.policy for edition in editions}.values())
    if not policies:
        return {}
    shown: dict[int, list[Edition]] = {policy.pk: [] for policy in policies}
    for one in Edition.objects.filter(policy__in=policies, first_text_at__isnull=False, published_on__lte=on).order_by("number"):
        shown[one.policy_id].append(one)
    made = changes_to_each(policies, on)
    instead = _successors(policies, on)
    found = {}
    for edition in editions:
        changes = made[edition.policy_id]
        standing = validity.standing_on(standing_facts(shown[edition.policy_id], changes), on, edition.number)
        partly = [one for one in changes if one.kind is RelationKind.PARTIALLY_REPEALS and one.on <= on]
        gone = tuple(dict.fromkeys(article for one in partly for article in one.articles)) if all(one.articles for one in partly) else ()
        successor = edition.policy if standing.status is validity.Status.AMENDED else instead.get(edition.policy_id)
        found[edition.pk] = Worth(standing, bool(partly), gone, successor)
    return found


def interpreted_worth(editions: Iterable[int], *, on: date) -> dict[int, list[Worth]]:
    """By the id of an interpretation's edition: what the visible policies it interprets are worth on the day, in their current editions."""
    wanted = list(editions)
    if not wanted:
        return {}
    rows = Relation.objects.filter(source__in=wanted, kind=RelationKind.INTERPRETS, target__in=visible(on)).order_by("id")
    pairs = [(row.source_id, row.target.current) for row in rows.select_related("target__current__policy") if row.target.current]
    known = worth([edition for _, edition in pairs], on=on)
    found: dict[int, list[Worth]] = {}
    for source, edition in pairs:
        found.setdefault(source, []).append(known[edition.pk])
    return found


def _successors(policies: Sequence[Policy], on: date) -> dict[int, Policy]:
    """The paper that took the place of each, where one says so: what replaces it before what only repeals it."""
    kinds = (RelationKind.REPEALS, RelationKind.REPLACES)
    rows = Relation.objects.filter(target__in=policies, kind__in=kinds, **shown_sources(on)).select_related("source__policy")
    found: dict[int, Policy] = {}
    for row in sorted(rows, key=lambda row: (row.kind == RelationKind.REPLACES, row.pk)):
        if row.kind == RelationKind.REPLACES or not _CLEARS_AWAY.search(row.source.title):
            found[row.target_id] = row.source.policy
    return found


_CLEARS_AWAY = re.compile("清理|废止|失效")  # a decision that only clears papers away puts nothing in their place
