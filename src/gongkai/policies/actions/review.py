"""Before publication: inspection, answers to what it found, secrecy review. All of it is about exactly one draft, by its digest."""

from datetime import datetime

from gongkai.people.models import Officer
from gongkai.policies.actions import drafts
from gongkai.policies.models import Draft
from gongkai.policies.rules import facts as fact_rules
from gongkai.policies.rules.kinds import Category
from gongkai.publishing import actions as publishing
from gongkai.publishing.actions.files import file_text
from gongkai.publishing.models import Inspection, SecrecyReview
from gongkai.publishing.rules.material import Material


def reference(draft: Draft) -> str:
    """How the publishing room names what it inspects."""
    return f"policies.edition:{draft.edition_id}"


def inspect(draft: Draft, *, by: Officer, at: datetime) -> Inspection:
    """Inspect the draft with its facts and files as they stand."""
    policy = draft.edition.policy
    return publishing.inspect(
        reference(draft),
        material(draft),
        office=policy.office,
        written_by=draft.written_by_id,
        by=by,
        at=at,
        digest=drafts.draft_digest(draft),
    )


def review_secrecy(draft: Draft, *, conclusion: str, basis: str = "", note: str = "", by: Officer, at: datetime) -> SecrecyReview:
    """保密审查 of the draft as it stands (保密法实施条例第四十二条)."""
    return publishing.review_secrecy(
        reference(draft),
        drafts.draft_digest(draft),
        office=draft.edition.policy.office,
        written_by=draft.written_by_id,
        by=by,
        at=at,
        conclusion=conclusion,
        basis=basis,
        note=note,
    )


def material(draft: Draft) -> Material:
    """All of the draft that would become public."""
    facts = draft.facts
    files = draft.edition.attachments.select_related("public").order_by("position", "id")
    shown = {label: facts[name] for name, label in fact_rules.LABELS.items() if isinstance(facts.get(name), str) and facts[name]}
    return Material(
        title=facts["title"],
        blocks=draft.body(),
        files=tuple(file_text(file.public.read(), file.name) for file in files if file.public),
        fields=shown | {"发文机关": "、".join(facts["issuers"])},
        required=tuple(fact_rules.LABELS[name] for name in fact_rules.NEEDED[Category(draft.edition.policy.category)]),
        own_numbers=frozenset(filter(None, (facts["index_no"], facts["doc_no"], facts["normative_reg_no"]))),
    )
