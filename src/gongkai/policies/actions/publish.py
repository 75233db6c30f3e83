"""Publication and its reverse. What was published is never edited: publish again."""

from datetime import datetime

from django.db import transaction

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.journal import actions as journal
from gongkai.people.models import Officer
from gongkai.people.queries import organisation_named
from gongkai.people.rules.permits import About, require
from gongkai.policies.actions import drafts, filing, interpreting, relate, review, three_sync
from gongkai.policies.actions.reviewed import about, draft_digest, published_digest, reference
from gongkai.policies.actions.shadows import refresh
from gongkai.policies.actions.turn import take_turn
from gongkai.policies.models import Draft, Edition, Interpretation, Issuer, Policy, Text, Withdrawal
from gongkai.policies.rules import facts as fact_rules
from gongkai.policies.rules.interpreting import DIGEST
from gongkai.policies.rules.kinds import RelationKind, Visibility
from gongkai.policies.rules.permits import WHO_MAY, Permit
from gongkai.publishing import actions as publishing
from gongkai.publishing.rules.hits import Level
from gongkai.publishing.rules.material import Material
from gongkai.shared.refusal import Refused

GONE_WITH_ITS_SOURCE = "它摘录的文件已经撤回"


@transaction.atomic
def publish(edition: Edition, *, seen: str = "", by: Officer, at: datetime) -> Text:
    """Publish what the edition's draft says. Errors: Refused when it was not submitted, is incomplete, was not inspected
    or passed by a secrecy reviewer (保密法实施条例第四十二条：先审查、后公开), when it is no longer
    what was `seen` (its digest; empty: not asked), or when someone else was quicker."""
    take_turn()
    policy, draft, facts = may_go_out(edition, seen=seen, by=by, at=at)
    edition = draft.edition
    digest = published_digest(draft, facts)

    text = Text.objects.create(
        edition=edition,
        number=edition.texts.count() + 1,
        blocks=draft.blocks,
        facts=facts,
        digest=digest,
        published_at=at,
        published_by=by,
        reason=draft.reason,
    )
    _put_in_force(edition, draft, facts, at)
    touched = relate.declare(edition, draft.relations, by=by) | relate.cite(edition, draft.body(), at=at)
    interpreting.settle(edition, draft.telling)
    publishing.end(reference(draft), at=at, signed_by=by)
    draft.delete()
    came_back = Withdrawal.objects.filter(policy=policy, lifted_at=None).update(lifted_at=at)
    policy.updated_at = at
    refresh(policy, on=at.date())
    for other in touched | relate.welcome(policy, at=at):
        refresh(other, on=at.date())
    refresh(policy, on=at.date())
    told = {other.pk for other in touched} | (_explaining(policy) if came_back else set())
    journal.write(
        "policies.edition.published",
        about=policy,
        by=by,
        at=at,
        data={"edition": edition.number, "text": text.number, "digest": digest, "touched": sorted(told)},
    )
    return text


def may_go_out(edition: Edition, *, seen: str, by: Officer, at: datetime) -> tuple[Policy, Draft, dict[str, object]]:
    """The policy and the draft, held, and the facts as they would stand; Refused with whatever is in the way of publishing it."""
    policy = Policy.objects.select_for_update().filter(pk=edition.policy_id).first()
    draft = Draft.objects.select_for_update(of=("self",)).filter(edition=edition.pk).select_related("edition__policy__office").first()
    if policy is None or draft is None:
        raise Refused("没有待发布的草稿，可能刚刚已由别人发布或放弃。请刷新页面查看。")
    require(by.actor(), Permit.PUBLISH, about(draft), WHO_MAY)
    if not draft.submitted_at:
        raise Refused("这份草稿还没有送审，不能发布。")
    facts = _completed(draft, at)
    three_sync.require_in_step(draft, on=at.date())
    reviewed = draft_digest(draft)
    review.require_as_seen(draft, seen)
    publishing.require_publishable(reference(draft), reviewed, written_by=draft.written_by_id, writers=draft.writers)
    if review.TWO_PEOPLE in review.missing(draft, reviewed, signer=by, on=at.date()):
        raise Refused(f"{review.TWO_PEOPLE}。")
    publishing.require_rounds(reference(draft), reviewed, by=by, at=at)
    return policy, draft, facts


@transaction.atomic
def withdraw(policy: Policy, *, reason: str, by: Officer, at: datetime) -> Withdrawal:
    """撤回: take the paper down and leave a tombstone that says why. What the system made of its words goes down with it."""
    take_turn()
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    require(by.actor(), Permit.WITHDRAW, About(policy.office.path), WHO_MAY)
    if not policy.editions.exclude(first_text_at=None).exists():
        raise Refused("这份文件还没有发布，不需要撤回。")
    if policy.withdrawals.filter(lifted_at=None).exists():
        raise Refused("这份文件已经撤回。")
    if len(reason.strip()) < 4:
        raise Refused("请写明撤回的理由，至少四个字；理由会显示给公众。", field="reason")
    _require_fit_to_be_shown(reason, policy, at)
    withdrawal = _take_down(policy, reason.strip()[:500], by=by, at=at)
    for paper in _repeating(policy):
        if not paper.withdrawals.filter(lifted_at=None).exists():
            _take_down(paper, f"{GONE_WITH_ITS_SOURCE}（一策一码 {policy.code}）。", by=by, at=at)
    return withdrawal


def _take_down(policy: Policy, reason: str, *, by: Officer, at: datetime) -> Withdrawal:
    withdrawal = Withdrawal.objects.create(policy=policy, at=at, by=by, reason=reason)
    policy.updated_at = at
    refresh(policy, on=at.date())
    touched = list(Policy.objects.filter(incoming__source__policy=policy).distinct())
    for other in touched:
        refresh(other, on=at.date())
    told = sorted({*(one.pk for one in touched), *_explaining(policy)})
    journal.write("policies.policy.withdrawn", about=policy, by=by, at=at, data={"reason": reason, "touched": told})
    return withdrawal


def _explaining(policy: Policy) -> set[int]:
    """The papers that explain the policy: they are found otherwise while it is withdrawn."""
    return set(Interpretation.objects.filter(of__policy=policy).values_list("paper_id", flat=True))


def _repeating(policy: Policy) -> list[Policy]:
    """What the system put together from the policy's own sentences and the public may read: its explanations, of any edition, and the
    monthly lists it stands in. What people wrote about it stays, and says that the policy was withdrawn."""
    listed = Interpretation.objects.filter(
        of=None, column=DIGEST, paper__editions__relations__target=policy, paper__editions__relations__kind=RelationKind.MENTIONS
    )
    of_it = Interpretation.objects.filter(of__policy=policy)
    papers = {row.paper_id for rows in (listed, of_it) for row in rows.filter(machine_made=True)}
    return list(Policy.objects.select_for_update().filter(pk__in=papers, visibility=Visibility.PUBLIC).order_by("pk"))


def _require_fit_to_be_shown(reason: str, policy: Policy, at: datetime) -> None:
    """Refused when a reason that becomes public holds a secret or somebody's data."""
    said = Material(title="", blocks=(Block(BlockKind.PARAGRAPH, reason.strip(), anchor="reason"),))
    looked = publishing.look(f"policies.policy:{policy.pk}", said, on=at.date(), office=policy.office)
    grave = [hit for hit in looked.hits if hit.level is Level.HIGH]
    if grave:
        listed = "；".join(f"{hit.message}（{hit.sample}）" for hit in grave[:5])
        raise Refused(f"理由会向社会公开，里面{listed}。请改写后再撤回。", field="reason")


def _completed(draft: Draft, at: datetime) -> dict[str, object]:
    """The facts as they will stand, or Refused with everything that is missing. A blank 发布日期 is today."""
    facts = fact_rules.tidy(draft.facts)
    blocking = [problem.message for problem in drafts.problems(draft, on=at.date()) if problem.blocking]
    if blocking:
        raise Refused("不能发布：" + "".join(blocking))
    return facts | {"published_on": facts["published_on"] or at.date().isoformat()}


def _put_in_force(edition: Edition, draft: Draft, facts: dict[str, object], at: datetime) -> None:
    drafts.put_facts(edition, facts)
    drafts.put_fingerprint(edition, draft.body())
    filing.put(edition, draft.filed)
    edition.first_text_at = edition.first_text_at or at
    edition.save()
    edition.issuers.all().delete()
    office = edition.policy.office
    Issuer.objects.bulk_create(
        Issuer(edition=edition, position=position, name=name, organisation=organisation_named(name, near=office))
        for position, name in enumerate(draft.facts["issuers"])
    )
    edition.attachments.filter(leaving=True).update(leaving=False, hidden_at=at)
    edition.attachments.filter(shown_at=None).update(shown_at=at)
