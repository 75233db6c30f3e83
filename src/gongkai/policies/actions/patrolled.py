"""脱敏重发: what the patrol found in a published paper is masked in a correction, which goes the way every correction goes."""

from datetime import date, datetime

from django.db import transaction

from gongkai.documents.rules.paper import Block
from gongkai.journal import actions as journal
from gongkai.people.models import Officer
from gongkai.people.rules.permits import About, require
from gongkai.policies.actions.drafts import declared
from gongkai.policies.models import Draft, Edition
from gongkai.publishing.queries import rulebook
from gongkai.publishing.rules.inspection import personal_spans
from gongkai.publishing.rules.masking import replaced
from gongkai.publishing.rules.permits import WHO_MAY, Permit
from gongkai.shared.refusal import Refused


@transaction.atomic
def mask(edition: Edition, *, reason: str, by: Officer, at: datetime) -> Draft:
    """A correction with every personal value of the published text masked. Whoever decides this has written it, so others review and sign
    it. Values inside attached files stay: the file has to be replaced. Errors: Refused when a correction is under way already."""
    policy = edition.policy
    require(by.actor(), Permit.DECIDE_PATROL, About(policy.office.path), WHO_MAY)
    text = edition.texts.first()
    if text is None:
        raise Refused("这一版还没有发布。")
    numbers = rulebook(at.date(), policy.office).public_numbers
    draft, fresh = Draft.objects.get_or_create(
        edition=edition,
        defaults={
            "facts": text.facts,
            "blocks": [_masked(block, at.date(), numbers).as_dict() for block in text.body()],
            "reason": f"脱敏重发：{reason}"[:300],
            "written_by": by,
            "writers": [by.pk],
            "noted": [by.pk],
            "saved_at": at,
            "relations": declared(edition),
        },
    )
    if not fresh:
        raise Refused("这一版已有一份更正草稿，请在那一份上脱敏，或者先发布、放弃它。")
    journal.write("policies.edition.correction_started", about=policy, by=by, at=at, data={"edition": edition.number})
    return draft


def _masked(block: Block, on: date, numbers: frozenset[str]) -> Block:
    rows = tuple(tuple(_masked_text(cell, on, numbers) for cell in row) for row in block.rows)
    return Block(block.kind, _masked_text(block.text, on, numbers), block.number, block.level, block.anchor, rows)


def _masked_text(text: str, on: date, numbers: frozenset[str]) -> str:
    return replaced(text, personal_spans(text, on, numbers))
