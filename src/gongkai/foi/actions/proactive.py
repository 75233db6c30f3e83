"""转主动公开 (第四十四条): what several asked for is proposed for everybody, or for those of one place; once the head agrees, a draft of it
stands in the library, with the files that were handed out, and the catalogue has a proposal."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongkai.catalogue.actions.proposing import suggest
from gongkai.foi.actions.texts import require_unnamed, said
from gongkai.foi.letters import files_given
from gongkai.foi.models import Case, ProactiveProposal
from gongkai.foi.rules.permits import WHO_MAY, Permit
from gongkai.journal import actions as journal
from gongkai.people.models import Officer
from gongkai.people.rules.permits import About, may, require
from gongkai.policies.actions import drafts
from gongkai.policies.actions.drafts import Prepared
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.permits import WHO_MAY as LIBRARY
from gongkai.policies.rules.permits import Permit as Library
from gongkai.shared.refusal import Refused

MOST_FILES = 10


@transaction.atomic
def propose(cases: Sequence[Case], subject: str, reason: str, area: str = "", *, by: Officer, at: datetime) -> ProactiveProposal:
    """建议转主动公开 of the same information that several asked for; of one organ's cases. `area`: the place whose people it concerns, where
    it is to be made public there (征地拆迁、物业管理、社会保障 …); empty: everywhere."""
    organs = {case.organ_id: case.organ for case in cases}
    if len(organs) != 1:
        raise Refused("请选择同一机关的申请件。", field="cases")
    (organ,) = organs.values()
    require(by.actor(), Permit.DRAFT, About(organ.path), WHO_MAY)
    for case in cases:
        require_unnamed(case, subject, reason, area, field="reason")
    proposal = ProactiveProposal.objects.create(
        organ=organ,
        subject=said(subject, "请填写建议公开的信息。", "subject", 200),
        reason=said(reason, "请填写理由。", "reason", 2000),
        area=" ".join(area.split())[:100],
        by=by,
        at=at,
    )
    proposal.cases.set(cases)
    journal.write("foi.proposal.made", about=proposal, by=by, at=at, data={"cases": sorted(case.pk for case in cases)})
    return proposal


def decide(proposal: ProactiveProposal, is_approved: bool, opinion: str, *, by: Officer, at: datetime) -> ProactiveProposal:
    """批准或者不批准, by the head. Approved, whoever proposed it finds a draft in the library, to be written, reviewed and published like any
    other; where he no longer writes for the organ there is none, and somebody else begins it. Errors: Refused."""
    files = _handed_out(proposal) if is_approved else []
    with transaction.atomic():
        held = ProactiveProposal.objects.select_for_update(of=("self",)).select_related("organ", "by").get(pk=proposal.pk)
        require(by.actor(), Permit.APPROVE_PROACTIVE, About(held.organ.path), WHO_MAY)
        if held.is_approved is not None:
            raise Refused("这份建议已经有了决定，请刷新页面查看。")
        if not is_approved and not opinion.strip():
            raise Refused("不同意公开的，请写明理由。", field="opinion")
        held.is_approved, held.opinion, held.decided_by, held.decided_at = is_approved, opinion.strip()[:2000], by, at
        if is_approved:
            _offer_to_the_catalogue(held, at)
            if may(held.by.actor(), Library.WRITE, About(held.organ.path), LIBRARY):
                _begin(held, files, at)
        held.save(update_fields=["is_approved", "opinion", "decided_by", "decided_at", "policy"])
        journal.write("foi.proposal.decided", about=held, by=by, at=at, data={"approved": is_approved})
        return held


def _handed_out(proposal: ProactiveProposal) -> list[Prepared]:
    """What the newest of its cases was given, cleaned or redacted: read before the transaction. A file the library does not take stays out."""
    for case in proposal.cases.exclude(served_on=None).order_by("-served_on", "-id"):
        if given := files_given(case):
            return [one for name, row in given[:MOST_FILES] if row.stored and (one := _prepared(name, row.stored.read()))]
    return []


def _prepared(name: str, data: bytes) -> Prepared | None:
    try:
        return drafts.prepare(name, data)
    except Refused:
        return None


def _offer_to_the_catalogue(proposal: ProactiveProposal, at: datetime) -> None:
    """What is made public once is a candidate for what is published as it arises; whoever keeps the catalogue decides."""
    suggest(
        proposal.organ,
        key=f"foi.proposal:{proposal.pk}",
        title=_title(proposal),
        reason=proposal.reason,
        asked=proposal.cases.count(),
        at=at,
    )


def _title(proposal: ProactiveProposal) -> str:
    return f"{proposal.subject}（{proposal.area}）" if proposal.area else proposal.subject


def _begin(proposal: ProactiveProposal, files: Sequence[Prepared], at: datetime) -> None:
    facts = {"title": _title(proposal), "issuers": [proposal.organ.name]}
    edition = drafts.start(Category.OTHER, facts, [], office=proposal.organ, by=proposal.by, at=at)
    for file in files:
        drafts.put_file(edition, file)
    proposal.policy = edition.policy
