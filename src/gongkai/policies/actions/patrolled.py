"""脱敏重发: what the patrol found in a published paper is masked in a correction, which goes the way every correction goes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongkai.documents.rules.paper import Block
from gongkai.journal import actions as journal
from gongkai.people.models import Officer
from gongkai.people.rules.permits import About, require
from gongkai.policies.actions import filing, three_sync
from gongkai.policies.actions.drafts import declared
from gongkai.policies.actions.reviewed import hold, reference
from gongkai.policies.models import Draft, Edition
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import Circulation
from gongkai.publishing.queries import rulebook
from gongkai.publishing.rules.inspection import personal_spans
from gongkai.publishing.rules.masking import replaced
from gongkai.publishing.rules.permits import WHO_MAY, Permit
from gongkai.shared.refusal import Refused

_WRITTEN = ("title", "source", "addressees", "signature", "consult_dept", "change_note")


@transaction.atomic
def mask(edition: Edition, *, reason: str, by: Officer, at: datetime) -> Draft:
    """A correction with every personal value of the published text masked; in one that is under way already they are masked too, and it is
    to be sent anew. It belongs to those who wrote the paper, so that whoever decided this may still review or sign it. Values inside
    attached files stay: the file has to be replaced."""
    policy = edition.policy
    require(by.actor(), Permit.DECIDE_PATROL, About(policy.office.path), WHO_MAY)
    text = edition.texts.first()
    if text is None:
        raise Refused("这一版还没有发布。")
    numbers = rulebook(at.date(), policy.office).public_numbers
    writers = _writers(edition) or [by.pk]
    draft, fresh = Draft.objects.get_or_create(
        edition=edition,
        defaults={
            "facts": _facts_masked(text.facts, at.date(), numbers),
            "blocks": [_masked(block, at.date(), numbers).as_dict() for block in text.body()],
            "reason": f"脱敏重发：{reason}"[:300],
            "written_by_id": writers[-1],
            "writers": writers,
            "noted": [],
            "saved_at": at,
            "relations": declared(edition),
            "telling": three_sync.telling_now(policy),
            "filed": filing.as_published(edition),
        },
    )
    if not fresh:
        _mask_in_hand(draft, numbers, at)
    kind = "policies.edition.correction_started" if fresh else "policies.edition.saved"
    journal.write(kind, about=policy, by=by, at=at, data={"edition": edition.number})
    return draft


def _writers(edition: Edition) -> list[int]:
    """Who wrote what is published, whoever sent it to review last; none when it never went round."""
    sent = Circulation.objects.filter(about=f"policies.edition:{edition.pk}").order_by("-number").first()
    return sorted(sent.writers, key=lambda one: one == sent.by_id) if sent else []


def _mask_in_hand(draft: Draft, numbers: frozenset[str], at: datetime) -> None:
    """Mask the correction somebody has begun; what they have open is told to be out of date when they save."""
    held = hold(draft)
    held.blocks = [_masked(block, at.date(), numbers).as_dict() for block in held.body()]
    held.facts = _facts_masked(held.facts, at.date(), numbers)
    held.saves, held.submitted_at = held.saves + 1, None
    held.save(update_fields=["blocks", "facts", "saves", "submitted_at"])
    publishing.text_changed(reference(held), why="签发之后稿件按巡查决定脱敏了。", at=at)


def _facts_masked(facts: Mapping[str, Any], on: date, numbers: frozenset[str]) -> dict[str, Any]:
    """Those that are written freely; numbers of offices stay."""
    return dict(facts) | {name: _masked_text(facts[name], on, numbers) for name in _WRITTEN if isinstance(facts.get(name), str)}


def _masked(block: Block, on: date, numbers: frozenset[str]) -> Block:
    rows = tuple(tuple(_masked_text(cell, on, numbers) for cell in row) for row in block.rows)
    return Block(block.kind, _masked_text(block.text, on, numbers), block.number, block.level, block.anchor, rows)


def _masked_text(text: str, on: date, numbers: frozenset[str]) -> str:
    return replaced(text, personal_spans(text, on, numbers))
