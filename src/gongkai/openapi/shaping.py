"""From rows to the API's shapes."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from gongkai.assistant import faq
from gongkai.journal.rules.seals import Proof
from gongkai.openapi.shapes import (
    BlockShape,
    ChangeShape,
    ClauseShape,
    CompareShape,
    DetailShape,
    EditionShape,
    FileShape,
    InclusionShape,
    PolicyShape,
    RelationShape,
    TextProofShape,
    TextShape,
    TopicShape,
)
from gongkai.policies import proofs, queries
from gongkai.policies.models import Policy, Topic
from gongkai.policies.rules.compare import Comparison
from gongkai.policies.rules.kinds import Category, Visibility
from gongkai.policies.rules.lifecycle import Stage


def policy(row: Policy) -> PolicyShape:
    return PolicyShape(**_facts(row))


def detail(page: queries.PolicyPage) -> DetailShape:
    edition = page.edition
    numbers = queries.text_numbers(page.editions)
    missing, elsewhere = [step.stage for step in page.steps if not step.present], _elsewhere(page)
    return DetailShape(
        **_facts(page.policy),
        issuers=page.text.facts["issuers"],
        index_no=edition.index_no,
        effective_on=edition.effective_on,
        expires_on=edition.expires_on,
        normative_reg_no=edition.normative_reg_no,
        disclosure=edition.disclosure,
        addressees=edition.addressees,
        consult_dept=edition.consult_dept,
        consult_phone=edition.consult_phone,
        audience=edition.audience,
        editions=[
            EditionShape(
                number=one.number,
                title=one.title,
                doc_no=one.doc_no,
                change_note=one.change_note,
                formed_on=one.formed_on,
                published_on=one.published_on,
                effective_on=one.effective_on,
                expires_on=one.expires_on,
                texts=numbers.get(one.pk, []),
            )
            for one in page.editions
        ],
        relations=[_relation("out", row) for row in page.outgoing] + [_relation("in", row) for row in page.incoming],
        files=[
            FileShape(
                name=file.name,
                url=settings.SITE_URL + reverse("portal:attachment", args=[page.policy.code, file.pk]),
                size=file.public.size,
                sm3=file.public.digest,
            )
            for file in page.files
            if file.public
        ],
        missing_stages=[stage.label for stage in missing if stage not in elsewhere] if page.policy.category == Category.POLICY else [],
    )


def _elsewhere(page: queries.PolicyPage) -> set[Stage]:
    """Stages that rooms above the library hold."""
    return {Stage.QUESTIONS} if faq.published(policy=page.policy).exists() else set()


def text(page: queries.PolicyPage) -> TextShape:
    return TextShape(
        code=page.policy.code,
        edition=page.edition.number,
        text=page.text.number,
        title=page.text.facts["title"],
        published_at=page.text.published_at,
        reason=page.text.reason,
        sm3=page.text.digest,
        blocks=[
            BlockShape(
                anchor=block.anchor,
                kind=block.kind.value,
                number=block.number,
                level=block.level,
                text=block.text,
                rows=[list(row) for row in block.rows],
            )
            for block in page.text.body()
        ],
    )


def comparison(old: str, new: str, found: Comparison) -> CompareShape:
    return CompareShape(
        old=old,
        new=new,
        counts={name: getattr(found.summary, name) for name in ("same", "changed", "moved", "added", "removed", "renumbered")},
        clauses=[
            ClauseShape(kind=row.kind.value, old=row.old.text if row.old else None, new=row.new.text if row.new else None)
            for row in found.rows
        ],
    )


def proof(page: queries.PolicyPage, found: Proof | None) -> TextProofShape:
    return TextProofShape(
        sm3=page.text.digest,
        hashed=proofs.hashed(page).decode(),
        inclusion=InclusionShape.model_validate(found.as_dict()) if found else None,
    )


def change(found: queries.Change) -> ChangeShape:
    gone = found.policy.visibility == Visibility.WITHDRAWN
    return ChangeShape(
        op="WITHDRAW" if gone else "UPSERT", code=found.policy.code, at=found.at, policy=None if gone else policy(found.policy)
    )


def topic(row: Topic) -> TopicShape:
    return TopicShape(slug=row.slug, name=row.name, intro=row.intro, audience=row.audience, size=row.size)  # type: ignore[attr-defined]


def _relation(direction: str, row: queries.RelationRow) -> RelationShape:
    return RelationShape(
        direction=direction,
        kind=row.kind.value,
        label=row.label,
        code=row.policy.code,
        title=row.policy.title,
        on=row.on,
        articles=row.articles,
    )


def _facts(row: Policy) -> dict[str, Any]:
    return {
        "code": row.code,
        "url": f"{settings.SITE_URL}{row.get_absolute_url()}",
        "category": row.category,
        "title": row.title,
        "doc_no": row.doc_no,
        "issuer": row.issuer,
        "topic": [name for name in (row.topic_l1, row.topic_l2) if name],
        "genre": row.genre,
        "document_class": row.document_class,
        "formed_on": row.formed_on,
        "published_on": row.published_on,
        "standing": row.standing,
        "standing_because": row.standing_because,
        "has_interpretation": row.has_interpretation,
        "updated_at": row.updated_at,
    }
