"""修补: before an import item is confirmed, an officer may put right the text that was read from it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.documents.rules.paper import Block, plain_text
from gongkai.journal import actions as journal
from gongkai.people.models import Officer
from gongkai.people.rules.permits import About, require
from gongkai.policies.models import ImportItem
from gongkai.policies.rules import docno, evidence
from gongkai.policies.rules.citations import Own, citations
from gongkai.policies.rules.cleaning import ruins
from gongkai.policies.rules.kinds import Category, ItemState
from gongkai.policies.rules.permits import WHO_MAY, Permit
from gongkai.policies.rules.recognise import Draft
from gongkai.policies.rules.units import duties
from gongkai.shared.refusal import Refused

LOST = "\ufffd"  # what stands for a character that could not be read
_READ_ANEW = ("blocks", "citations", "duties", "sources")


@transaction.atomic
def repair(item: ImportItem, blocks: Sequence[Block], *, by: Officer, at: datetime) -> ImportItem:
    """The item with this text; what it cites and whom it charges is read anew, the metadata and their evidence stay."""
    item = ImportItem.objects.select_for_update().select_related("batch__office").get(pk=item.pk)
    require(by.actor(), Permit.IMPORT, About(item.batch.office.path), WHO_MAY)
    if item.state != ItemState.READY:
        raise Refused(f"“{item.name}”现在的状态是“{ItemState(item.state).label}”，不能修改正文。可能别人刚处理过，请刷新页面。")
    if not blocks:
        raise Refused("正文是空的。如果这一件不要了，请选择放弃。", field="text")
    item.draft = item.draft | _read_anew(item, tuple(blocks))
    text = plain_text(blocks) + "\n" + "\n".join(str(found["value"]) for found in item.draft["fields"].values())
    item.draft["flags"] = _not_mended(item.draft, text)
    if LOST not in text:
        item.draft["warnings"] = [warning for warning in item.draft["warnings"] if LOST not in warning]
    item.draft["repaired_by"] = sorted({by.pk, *item.draft.get("repaired_by", ())})  # has written a part of it
    item.save(update_fields=["draft"])
    journal.write("policies.import.repaired", about=item.batch, by=by, at=at, data={"item": item.position})
    return item


def _read_anew(item: ImportItem, blocks: tuple[Block, ...]) -> dict[str, object]:
    category = Category(item.draft["category"])
    title = str(evidence.value(item.draft, "title") or "")
    number = docno.find_all(str(evidence.value(item.draft, "doc_no") or ""))
    own = Own.of(title, blocks, number[0].doc_no if number else None)
    draft = Draft(
        category=category,
        reason="",
        fields={},
        blocks=blocks,
        citations=citations(blocks, own, interprets=category is Category.INTERPRETATION),
        duties=duties(blocks),
        contacts=(),
        attachments=(),
        flags=(),
        steps=(),
    )
    kept = evidence.kept(draft, [])
    return {name: kept[name] for name in _READ_ANEW}


def _not_mended(draft: Mapping[str, Any], text: str) -> list[dict[str, Any]]:
    """The flags that still hold: of the places with lost characters only those not yet put right in the text or the facts."""
    left = ruins(text)
    standing = [flag for flag in draft["flags"] if flag["kind"] == "destroyed" and any(_wreck(flag) in wreck for wreck in left)]
    if left and not standing:  # damage that cannot be told apart: every warning about it stays
        return draft["flags"]
    return [flag for flag in draft["flags"] if flag["kind"] != "destroyed" or flag in standing]


def _wreck(flag: Mapping[str, Any]) -> str:
    return flag["message"].partition("：“")[2].removesuffix("”")
