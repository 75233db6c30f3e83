"""识别结果 as it is kept until an officer confirms: every value with where it was read and how sure we are, as JSON values."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gongkai.policies.rules.citations import Citation
from gongkai.policies.rules.cleaning import Flag
from gongkai.policies.rules.facts import tidy
from gongkai.policies.rules.fields import GUESS, FieldName, Found
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.recognise import Draft

GIVEN = 1.0  # a person wrote it in the manifest
LONGEST_OPENING = 60


def kept(draft: Draft, original: Sequence[str], warnings: Sequence[str] = ()) -> dict[str, Any]:
    """The whole draft as JSON, with the lines of the original it was read from."""
    return {
        "category": draft.category.value,
        "category_why": draft.reason,
        "fields": _first_words(draft) | {name.value: _found(found) for name, found in draft.fields.items()},
        "blocks": [block.as_dict() for block in draft.blocks],
        "citations": [_citation(one) for one in draft.citations],
        "duties": [{"anchor": duty.anchor, "role": duty.role, "units": list(duty.units)} for duty in draft.duties],
        "contacts": [{"unit": contact.unit, "person": contact.person, "phone": contact.phone} for contact in draft.contacts],
        "attachments": list(draft.attachments),
        "flags": [_flag(flag) for flag in draft.flags],
        "steps": list(draft.steps),
        "warnings": list(warnings),
        "sources": {anchor: list(lines) for anchor, lines in draft.sources.items()},
        "original": list(original),
    }


def given(value: Any, row: int | None) -> dict[str, Any]:
    """A value from a manifest row, in the form of a found one."""
    return {"value": value, "raw": "", "how": f"清单第 {row} 行" if row else "清单", "confidence": GIVEN, "lines": [], "source": ""}


def value(draft: Mapping[str, Any], name: str) -> Any:
    """The value of one field, or None."""
    found = draft["fields"].get(name)
    return found["value"] if found else None


def read_in_file(draft: Mapping[str, Any], *names: str) -> Any:
    """The value of the first of the fields that stands in the file itself, not in a manifest; None when none does."""
    return next((found["value"] for name in names if (found := draft["fields"].get(name)) and found["raw"]), None)


def as_facts(draft: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of the draft as the form starts with them: what was read, in the shape of `rules.facts`."""
    read = {name: found["value"] for name, found in draft["fields"].items()}
    topic = [*read.pop(FieldName.TOPIC, ()), "", ""]
    read.setdefault("topic_l1", topic[0])
    read.setdefault("topic_l2", topic[1])
    read["stated_validity"] = read.pop(FieldName.VALIDITY, "")
    read["addressees"] = _joined(read.get(FieldName.ADDRESSEES, ""))
    read["signature"] = _joined(read.get(FieldName.SIGNATURE, ""))
    if not read.get(FieldName.FORMED_ON):
        read["formed_on"] = read.get(FieldName.SIGNED_ON)
    return tidy(read)


def _first_words(draft: Draft) -> dict[str, Any]:
    """For news without a heading: its opening words, as a title to be rewritten. A policy without a title stays without."""
    opening = next((block.text for block in draft.blocks if block.text), "")
    if draft.category is Category.POLICY or not opening:
        return {}
    words = re.split(r"[。！？；]", opening)[0][:LONGEST_OPENING]
    return {
        "title": {"value": words, "raw": words, "how": "文中没有标题，暂取开头的话，请改写", "confidence": GUESS, "lines": [], "source": ""}
    }


def _found(found: Found) -> dict[str, Any]:
    return {
        "value": _plain(found.value),
        "raw": found.raw,
        "how": found.how,
        "confidence": found.confidence,
        "lines": list(found.source_lines),
        "source": found.source_text,
        "others": [_plain(other.value) for other in found.others],
    }


def _citation(one: Citation) -> dict[str, Any]:
    return {
        "title": one.title,
        "doc_no": str(one.doc_no or ""),
        "kind": one.relation.value,
        "anchor": one.anchor,
        "raw": one.raw,
        "confidence": one.confidence,
        "how": one.how,
        "on": one.on.isoformat() if one.on else None,
        "articles": one.articles,
    }


def _flag(flag: Flag) -> dict[str, Any]:
    return {"kind": flag.kind, "message": flag.message, "line": flag.source_line, "source": flag.source_text}


def _plain(read: Any) -> Any:
    if isinstance(read, date):
        return read.isoformat()
    if isinstance(read, (list, tuple)):
        return [str(part) for part in read]
    return str(read)


def _joined(read: Any) -> str:
    return "、".join(read) if isinstance(read, list) else str(read)
