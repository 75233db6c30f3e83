"""放弃: a draft that will not be published goes, and with it what never was public."""

from datetime import datetime

from django.db import transaction

from gongkai.journal import actions as journal
from gongkai.people.models import Officer
from gongkai.people.rules.permits import About, require
from gongkai.policies.actions import three_sync
from gongkai.policies.actions.reviewed import gone, hold, reference
from gongkai.policies.models import Draft, Edition, ImportItem, Policy
from gongkai.policies.rules.kinds import ItemState
from gongkai.policies.rules.permits import WHO_MAY, Permit
from gongkai.publishing import actions as publishing
from gongkai.shared.refusal import Refused


@transaction.atomic
def abandon(draft: Draft, *, by: Officer, at: datetime) -> None:
    """The draft goes. Of a correction the published text stays as it is; an edition never published goes too, and a policy left
    without any edition; its code is not given out again. A file it was imported from may be imported again."""
    edition = Edition.objects.filter(pk=draft.edition_id).first() or gone()
    policy = Policy.objects.select_for_update().filter(pk=edition.policy_id).first() or gone()
    require(by.actor(), Permit.WRITE, About(policy.office.path), WHO_MAY)
    draft = hold(draft)
    edition = draft.edition
    if paper := three_sync.leaves_unexplained(draft):
        raise Refused(f"《{paper}》签发时以这份解读为准，现在没有别的解读材料，不能放弃。请修改后重新送审。", three_sync.THREE_SYNC)
    said = {"edition": edition.number, "code": policy.code} | ({"duty": edition.duty_id} if edition.duty_id else {})
    journal.write("policies.edition.abandoned", about=policy, by=by, at=at, data=said)
    publishing.text_changed(reference(draft), why="签发之后稿件被放弃了。", at=at)
    publishing.end(reference(draft), at=at)
    draft.delete()
    if edition.is_published:
        edition.attachments.filter(shown_at=None).delete()  # the next correction must not publish what this one brought
        edition.attachments.filter(leaving=True).update(leaving=False)
        return
    ImportItem.objects.filter(edition=edition).update(state=ItemState.DISCARDED)
    edition.delete()
    if not policy.editions.exists():
        policy.delete()
