"""纳入建议: what many people asked for becomes a proposal for the catalogue, and if it is accepted, an item in draft."""

from datetime import datetime

from django.db import transaction

from gongkai.catalogue.actions.items import add_heading, propose
from gongkai.catalogue.models import ItemVersion, Proposal
from gongkai.catalogue.rules.items import Written
from gongkai.catalogue.rules.permits import WHO_MAY, Permit
from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, require
from gongkai.shared.refusal import Refused

ASKED = "政府信息公开条例第四十四条"


@transaction.atomic
def suggest(organ: Organisation, *, key: str, title: str, reason: str, asked: int = 1, at: datetime) -> Proposal:
    """From a room above, once for each key; asked for more often, the number grows until it is decided."""
    proposal, is_new = Proposal.objects.get_or_create(
        key=key, defaults={"organ": organ, "title": title[:200], "reason": reason[:500], "asked": asked, "made_at": at}
    )
    if not is_new and proposal.decided_at is None and asked > proposal.asked:
        proposal.asked = asked
        proposal.save(update_fields=["asked"])
    if is_new:
        journal.write("catalogue.proposal.made", about=proposal, by=None, at=at, data={"organ": organ.pk, "asked": asked})
    return proposal


@transaction.atomic
def accept(proposal: Proposal, *, category: str, heading: str, content: str, by: Officer, at: datetime) -> ItemVersion:
    """An item in draft with the general limit; it goes the way of every version."""
    kept = Proposal.objects.select_for_update(of=("self",)).select_related("organ").get(pk=proposal.pk)
    _require_open(kept)
    place = add_heading(category=category, name=heading, owner=kept.organ, by=by, at=at)
    written = Written(
        name=kept.title, content=content, basis=ASKED, limit_text="信息形成或者变更之日起20个工作日内", tiers=(kept.organ.level,)
    )
    version = propose(
        written,
        heading=place,
        owner=kept.organ,
        bearers=[kept.organ],
        effective_from=at.date(),
        note=f"{kept.asked}人次申请公开，纳入主动公开",
        by=by,
        at=at,
    )
    kept.item, kept.decided_at, kept.decided_by = version.item, at, by
    kept.save()
    journal.write("catalogue.proposal.accepted", about=kept, by=by, at=at, data={"item": version.item.code})
    return version


@transaction.atomic
def turn_down(proposal: Proposal, *, reason: str, by: Officer, at: datetime) -> None:
    kept = Proposal.objects.select_for_update(of=("self",)).select_related("organ").get(pk=proposal.pk)
    require(by.actor(), Permit.WRITE, About(kept.organ.path), WHO_MAY)
    _require_open(kept)
    if len(reason.strip()) < 4:
        raise Refused("请写明不采纳的理由，至少四个字。", field="reason")
    kept.declined, kept.decided_at, kept.decided_by = reason.strip()[:300], at, by
    kept.save()
    journal.write("catalogue.proposal.declined", about=kept, by=by, at=at, data={"reason": kept.declined})


def _require_open(proposal: Proposal) -> None:
    if proposal.decided_at is not None:
        raise Refused("这条建议已经处理过，请刷新页面查看。")
