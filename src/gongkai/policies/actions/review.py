"""Before publication: inspection and secrecy review. All of it is about exactly one draft, by its digest."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from gongkai.people.models import Officer
from gongkai.people.rules.permits import may, require
from gongkai.policies.actions.reviewed import about, as_it_stands, draft_digest, hold, material, reference
from gongkai.policies.models import Draft
from gongkai.policies.rules.permits import WHO_MAY, Permit
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import Inspection, SecrecyReview
from gongkai.publishing.queries import missing_for_publication, secrecy_review_of
from gongkai.publishing.rounds import missing_rounds
from gongkai.publishing.rules.permits import WHO_MAY as WHO_MAY_PUBLISHING
from gongkai.publishing.rules.permits import Permit as Publishing
from gongkai.shared.refusal import Refused

TWO_PEOPLE = "保密审查是您做的，签发须由另一个人办理"


def inspect(draft: Draft, *, by: Officer, at: datetime) -> Inspection:
    """Inspect the draft with its facts and files as they stand. Its files are read before the transaction begins."""
    seen = as_it_stands(draft)
    require(by.actor(), Publishing.INSPECT, about(seen), WHO_MAY_PUBLISHING)
    looked = publishing.look(reference(seen), material(seen, at.date()), on=at.date(), office=seen.edition.policy.office)
    with transaction.atomic():
        return keep(hold(draft), looked, draft_digest(seen), by=by, at=at)


def keep(draft: Draft, looked: publishing.Looked, digest: str, *, by: Officer, at: datetime) -> Inspection:
    """Keep what a look at the draft of this digest found. Errors: Refused when the draft, held now, is no longer that one."""
    require_as_seen(draft, digest)
    return publishing.keep(
        reference(draft), looked, office=draft.edition.policy.office, written_by=draft.written_by_id, by=by, at=at, digest=digest
    )


@transaction.atomic
def review_secrecy(
    draft: Draft, *, conclusion: str, basis: str = "", note: str = "", seen: str = "", by: Officer, at: datetime
) -> SecrecyReview:
    """保密审查 of the draft (保密法实施条例第四十二条). `seen`: the digest of what the officer was shown. Errors: Refused to everybody who
    wrote a part of it, and when it is no longer what was seen."""
    held = hold(draft)
    require(by.actor(), Publishing.REVIEW_SECRECY, about(held), WHO_MAY_PUBLISHING)
    require_as_seen(held, seen)
    return publishing.review_secrecy(
        reference(held),
        draft_digest(held),
        office=held.edition.policy.office,
        written_by=held.written_by_id,
        by=by,
        at=at,
        conclusion=conclusion,
        basis=basis,
        note=note,
    )


def require_as_seen(draft: Draft, seen: str) -> None:
    """Nothing when the draft still has the digest the officer saw, or none was told; else Refused."""
    if seen and draft_digest(draft) != seen:
        raise Refused("您打开之后，别人改动了这份稿件。请回到稿件看过新内容后再办理。")


def missing(draft: Draft, digest: str, *, on: date, signer: Officer | None = None) -> tuple[str, ...]:
    """Every reason why the draft of this digest cannot be published yet; with a signer, why not by this one on this day."""
    name = reference(draft)
    said = missing_for_publication(name, digest, written_by=draft.written_by_id, writers=draft.writers)
    may_sign = signer is not None and may(signer.actor(), Permit.PUBLISH, about(draft), WHO_MAY)
    said += missing_rounds(name, digest, signer=signer.pk if signer and may_sign else None, on=on)
    if signer is None or settings.ONE_PERSON_MAY_REVIEW_AND_SIGN or not may_sign:
        return said
    reviewed = secrecy_review_of(name, digest)
    return (*said, TWO_PEOPLE) if reviewed and reviewed.by_id == signer.pk else said
