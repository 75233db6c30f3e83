"""来文: a paper comes in from a lower platform by key; an officer takes it into the imports, or says why not. Nothing of it is public
before it was confirmed, reviewed and signed here like any other paper."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from gongkai.exchange.models import Handling, Received
from gongkai.exchange.rules.messages import Operation, timeless
from gongkai.exchange.rules.papers import as_page, facts_in
from gongkai.exchange.rules.permits import WHO_MAY, Permit
from gongkai.journal import actions as journal
from gongkai.people.models import ApiKey, Officer
from gongkai.people.queries import home
from gongkai.people.rules.permits import About, require
from gongkai.policies.actions.intake import Handed, Upload, receive_papers
from gongkai.policies.models import ImportBatch
from gongkai.shared.digest import sm3
from gongkai.shared.refusal import Refused


def receive(content: Mapping[str, Any], *, operation: str, key: ApiKey, sent_as: str, at: datetime) -> tuple[Received, bool]:
    """Keep what the holder of the key sent, once for each idempotency key; (the row, whether it is new). Errors: Refused (field "key") when
    the key was used for other content."""
    said = Operation(operation)
    digest = timeless({"op": said.value, **content})
    named = {"sender": key.organisation, "sent_as": sm3(sent_as.encode())}
    office = home(settings.REGION_CODE) or key.organisation
    try:
        with transaction.atomic():
            found, is_new = Received.objects.get_or_create(
                **named,
                defaults={
                    "number": f"SL{at:%Y%m%d}-{secrets.token_hex(5).upper()}",
                    "office": office,
                    "digest": digest,
                    "operation": said.value,
                    "code": str(content.get("policy_code") or "")[:40],
                    "title": str(content.get("title") or "")[:500],
                    "content": dict(content),
                    "at": at,
                },
            )
            if is_new:
                told = {"number": found.number, "op": said.value, "code": found.code}
                journal.write("exchange.paper.received", about=found, by=None, at=at, data=told)
    except IntegrityError:  # the same was sent twice at once
        found, is_new = Received.objects.get(**named), False
    if found.digest != digest:
        raise Refused("这个编号已经用于内容不同的另一件。", field="key")
    return found, is_new


@transaction.atomic
def take(received: Received, *, by: Officer, at: datetime) -> ImportBatch:
    """收入导入: the paper becomes an import with the facts it gives, to be confirmed on the usual page."""
    held = _waiting(received, by)
    if held.operation != Operation.UPSERT:
        raise Refused("这件只说有效性变化或撤回，没有正文，不能收入导入。请核对本库里的那份文件后注明。")
    file = Upload(f"{held.title[:80] or held.code}.txt", as_page(held.content).encode())
    paper = Handed(file, given=facts_in(held.content) | {"source": held.sender.name})
    batch = receive_papers([paper], name=f"{held.sender.name}报送：{held.title}"[:200], office=held.office, by=by, at=at)
    held.batch = batch
    _handled(held, Handling.TAKEN, "", by=by, at=at)
    return batch


@transaction.atomic
def set_aside(received: Received, *, reason: str, by: Officer, at: datetime) -> Received:
    """注明: not taken in, or seen to otherwise, in writing."""
    held = _waiting(received, by)
    if len(reason.strip()) < 4:
        raise Refused("请写明怎样处理的，至少四个字。", field="reason")
    _handled(held, Handling.SET_ASIDE, reason, by=by, at=at)
    return held


def _waiting(received: Received, by: Officer) -> Received:
    held = Received.objects.select_for_update(of=("self",)).select_related("office", "sender").get(pk=received.pk)
    require(by.actor(), Permit.TAKE_RECEIVED, About(held.office.path), WHO_MAY)
    if held.handling != Handling.WAITING:
        raise Refused("这一件已经处理过，可能刚刚由别人办理。请刷新页面查看。")
    return held


def _handled(held: Received, handling: Handling, note: str, *, by: Officer, at: datetime) -> None:
    held.handling, held.note, held.handled_by, held.handled_at = handling.value, note.strip()[:300], by, at
    held.save(update_fields=["handling", "note", "handled_by", "handled_at", "batch"])
    kind = "exchange.paper.taken" if handling is Handling.TAKEN else "exchange.paper.set_aside"
    journal.write(kind, about=held, by=by, at=at, data={"number": held.number})
