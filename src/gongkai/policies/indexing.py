"""What the search index is told about policies, and which there are."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import Prefetch

from gongkai.policies.actions.shadows import changes_to_each, standing_facts
from gongkai.policies.models import Edition, Issuer, Policy
from gongkai.policies.queries import explaining_withdrawn, visible
from gongkai.policies.rules import validity
from gongkai.policies.rules.indexing import IndexedEdition, IndexedIssuer, IndexedPolicy


def for_index(policy_ids: Iterable[int], *, on: date) -> Iterator[IndexedPolicy]:
    """What the search index keeps of these policies; those the public may not see are left out (and so leave the index)."""
    shown = Edition.objects.filter(first_text_at__isnull=False, published_on__lte=on).order_by("number")
    issuers = Prefetch("issuers", Issuer.objects.select_related("organisation").prefetch_related("organisation__other_names"))
    rows = list(
        visible(on)
        .filter(pk__in=list(policy_ids))
        .order_by("pk")
        .select_related("office")
        .prefetch_related(Prefetch("editions", shown.prefetch_related(issuers, "texts"), to_attr="shown"))
    )
    changes_made = changes_to_each(rows, on)
    of_withdrawn = explaining_withdrawn(policy.pk for policy in rows)
    for policy in rows:
        facts = standing_facts(policy.shown, changes_made[policy.pk])
        yield IndexedPolicy(
            policy_id=policy.pk,
            code=policy.code,
            category=policy.category,
            public_from=min(filter(None, (edition.published_on for edition in policy.shown))),
            editions=tuple(_indexed(policy, edition, facts, on, is_past=policy.pk in of_withdrawn) for edition in policy.shown),
            region=policy.office.region_code,
            has_interpretation=policy.has_interpretation,
        )


def public_ids(on: date) -> Iterator[tuple[int, datetime | None]]:
    """Every visible policy's id and time of last change, for the nightly comparison with an index."""
    return visible(on).values_list("pk", "updated_at").order_by("pk").iterator()


def _indexed(policy: Policy, edition: Edition, facts: validity.Facts, on: date, *, is_past: bool) -> IndexedEdition:
    """`is_past`: what it explains was withdrawn, so it ranks with what is no longer in force."""
    standing = validity.standing_on(facts, on, edition.number)
    return IndexedEdition(
        edition_id=edition.pk,
        number=edition.number,
        is_current=edition.pk == policy.current_id,
        title=edition.title,
        blocks=edition.texts.all()[0].body(),
        issuers=tuple(_indexed_issuer(issuer) for issuer in edition.issuers.all()),
        doc_no=edition.doc_no,
        index_no=edition.index_no,
        topic_l1=edition.topic_l1,
        topic_l2=edition.topic_l2,
        genre=edition.genre,
        document_class=edition.document_class,
        audience=tuple(edition.audience),
        standing=standing.status.value,
        is_expired=is_past or (not standing.status.is_in_force and standing.status is not validity.Status.NOT_YET),
        formed_on=edition.formed_on,
        published_on=edition.published_on,
        spans=_in_force(facts, edition.number),
    )


def _in_force(facts: validity.Facts, number: int) -> tuple[tuple[date, date | None], ...]:
    """The days on which the edition may be relied on."""
    standings = validity.timeline(facts, number)
    return tuple((standing.since or date(1949, 10, 1), standing.changes_on) for standing in standings if standing.status.is_in_force)


def _indexed_issuer(issuer: Issuer) -> IndexedIssuer:
    known = issuer.organisation
    others = (known.short_name, *(name.name for name in known.other_names.all())) if known else ()
    return IndexedIssuer(issuer.name, path=known.path if known else "", other_names=tuple(filter(None, others)))
