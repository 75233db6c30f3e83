"""What is sent of a paper: computed from what the public sees of it at that moment, and nothing else."""

from datetime import date
from typing import Any

from django.conf import settings

from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.paper import plain_text
from gongkai.exchange.rules.messages import Message, message, withdrawal
from gongkai.policies import queries
from gongkai.policies.models import Attachment, Edition, Policy
from gongkai.policies.rules.kinds import Category, DocumentClass, RelationKind


def message_for(policy: Policy, *, sent_text_digest: str, had: bool, on: date) -> Message | None:
    """What is to be said of the paper now; None when the public sees nothing of it and the other side never `had` it."""
    page = queries.page(policy.code, on=on)
    if page is not None and page.policy.category == Category.POLICY:
        return message(content_of(page), sent_text_digest=sent_text_digest)
    if not had:
        return None
    grave = queries.tombstone(policy.code)
    withdrawn = grave.withdrawals.first() if grave else None
    return withdrawal(
        policy.code,
        index_no="",
        title=policy.title,
        doc_no=policy.doc_no,
        reason=withdrawn.reason if withdrawn else "不再公开",
        updated_at=policy.updated_at.isoformat() if policy.updated_at else "",
    )


def content_of(page: queries.PolicyPage) -> dict[str, Any]:
    """The fields of 领域规则 6.9 with the text."""
    policy, edition = page.policy, page.edition
    issuers = list(edition.issuers.select_related("organisation"))
    first = issuers[0] if issuers else None
    cited = [{"type": row.kind.upper(), "title": row.title, "doc_no": row.doc_no} for row in page.citations]
    related = [
        {"type": row.kind.upper(), "policy_code": row.policy.code, "title": row.policy.title, "doc_no": row.policy.doc_no}
        for row in page.outgoing
        if row.kind is not RelationKind.MENTIONS
    ]
    return {
        "policy_code": policy.code,
        "index_no": edition.index_no,
        "version": f"{edition.number}.{page.text.number}",
        "title": edition.title,
        "doc_no": edition.doc_no,
        "issuer": {"uscc": first.organisation.uscc if first and first.organisation else "", "name": first.name if first else ""},
        "co_issuers": [one.name for one in issuers[1:]],
        "topic": {"l1": edition.topic_l1, "l2": edition.topic_l2},
        "doc_kind": edition.genre,
        "document_class": edition.document_class,
        "normative": edition.document_class == DocumentClass.NORMATIVE,
        "normative_reg_no": edition.normative_reg_no,
        "doc_date": _day(edition.formed_on),
        "publish_date": _day(edition.published_on),
        "effective_date": _day(edition.effective_on),
        "expire_date": _day(edition.expires_on),
        "validity": page.standing.status.name,
        "validity_because": page.standing.because,
        "disclosure_attr": edition.disclosure.upper(),
        "versions": [_version(one) for one in page.editions],
        "relations": related + cited,
        "consult": {"dept": edition.consult_dept, "phone": edition.consult_phone},
        "content_text": plain_text(page.text.body()),
        "sm3": page.text.digest,
        "files": [_file(one) for one in page.files],
        "url": f"{settings.SITE_URL}{policy.get_absolute_url()}",
        "updated_at": policy.updated_at.isoformat() if policy.updated_at else "",
    }


def _version(edition: Edition) -> dict[str, Any]:
    return {"number": edition.number, "doc_no": edition.doc_no, "effective_date": _day(edition.effective_on), "note": edition.change_note}


def _file(file: Attachment) -> dict[str, Any]:
    public = file.public
    if public is None:
        return {"name": file.name}
    return {"name": file.name, "mime": FileKind(public.kind).media_type, "size": public.size, "sm3": public.digest}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
