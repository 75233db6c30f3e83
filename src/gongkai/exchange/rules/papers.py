"""A paper another library sent (领域规则 6.9), read into the facts of ours. What it says of its validity is kept as stated, never believed:
a standing follows from our own facts."""

from collections.abc import Mapping
from typing import Any

from gongkai.policies.rules.facts import DATES, as_date
from gongkai.policies.rules.kinds import DocumentClass
from gongkai.policies.rules.validity import Status

_NAMED = {
    "title": "title",
    "doc_no": "doc_no",
    "index_no": "index_no",
    "doc_kind": "genre",
    "normative_reg_no": "normative_reg_no",
    "doc_date": "formed_on",
    "publish_date": "published_on",
    "effective_date": "effective_on",
    "expire_date": "expires_on",
}


def facts_in(content: Mapping[str, Any]) -> dict[str, Any]:
    """The facts it gives, only those filled in; a date that is none is passed over."""
    found: dict[str, Any] = {ours: content.get(theirs) for theirs, ours in _NAMED.items()}
    found |= {name: as_date(found[name]) and found[name] for name in DATES}
    topic, consult, issuer = (content.get(name) or {} for name in ("topic", "consult", "issuer"))
    found |= {"topic_l1": topic.get("l1"), "topic_l2": topic.get("l2"), "consult_dept": consult.get("dept")}
    found["consult_phone"] = consult.get("phone")
    found["issuers"] = [name for name in (issuer.get("name"), *(content.get("co_issuers") or ())) if name]
    found["document_class"] = _class(content)
    stated = content.get("validity") or ""
    found["stated_validity"] = Status[stated].label if stated in Status.__members__ else ""
    return {name: value for name, value in found.items() if value}


def _class(content: Mapping[str, Any]) -> str:
    told = content.get("document_class")
    if told in set(DocumentClass):
        return str(told)
    return DocumentClass.NORMATIVE.value if content.get("normative") else ""


def as_page(content: Mapping[str, Any]) -> str:
    """The text with its title on top, for the reader of imports."""
    title, text = str(content.get("title") or ""), str(content.get("content_text") or "")
    return text if text.lstrip().startswith(title) else f"{title}\n{text}"
