"""Sending what is due, and keeping what came of it."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from gongkai.exchange import wire
from gongkai.exchange.contents import message_for
from gongkai.exchange.models import Push, Receipt
from gongkai.exchange.rules.messages import LONGEST_MESSAGE, Answer, Message, answer_of, reason_in, receipt_in
from gongkai.journal import actions as journal
from gongkai.journal.rules import backoff
from gongkai.shared.clock import BEIJING
from gongkai.shared.refusal import Refused


def send_due(at: datetime, *, limit: int = 20) -> int:
    """Send the next pushes that are due, oldest first; returns how many were tried. Sending twice after a crash is harmless: the other
    side knows the key."""
    due = Push.objects.filter(due_at__lte=at, target__stopped_at=None).select_related("target", "policy").order_by("due_at", "pk")
    tried = list(due[:limit])
    for push in tried:
        _send(push, at)
    return len(tried)


def _send(push: Push, at: datetime) -> None:
    day = at.astimezone(BEIJING).date()
    said = message_for(push.policy, sent_text_digest=push.text_digest, had=push.sent_at is not None, on=day)
    if said is None or said.state == push.state:
        _settled(push)
        return
    try:
        reply = _posted(push, said)
    except wire.Unreachable as error:
        _failed(push, str(error), at)
        return
    except Refused as refused:  # the address was fine when it was set and is not any more
        _failed(push, refused.message, at, final=True)
        return
    answer = answer_of(reply.status)
    if answer is Answer.TAKEN:
        _taken(push, said, receipt_in(reply.body), at)
    else:
        told = "对方要求稍后再试" if answer is Answer.LATER else "对方拒收"
        why = reason_in(reply.body)
        _failed(push, f"{told}（HTTP {reply.status}）" + (f"：{why}" if why else ""), at, final=answer is Answer.REFUSED)


def _posted(push: Push, said: Message) -> wire.Reply:
    data = said.as_bytes()
    if len(data) > LONGEST_MESSAGE:
        raise Refused(f"文件超过 {LONGEST_MESSAGE // 2**20} MB，不能推送，请联系对方另行报送。")
    headers = {"X-API-Key": push.target.key, "Idempotency-Key": said.key}
    return wire.post(push.target.address, data, headers, loopback=settings.EXCHANGE_LOOPBACK)


def _settled(push: Push) -> None:
    """Nothing new to say: the other side has it as it is, or the public sees nothing of it. A change told meanwhile stays due."""
    Push.objects.filter(pk=push.pk, due_at=push.due_at).update(due_at=None, attempts=0, error="")


@transaction.atomic
def _taken(push: Push, said: Message, number: str, at: datetime) -> None:
    Receipt.objects.create(push=push, operation=said.operation, key=said.key, digest=said.digest, number=number, at=at)
    has = {"operation": said.operation, "state": said.state, "text_digest": said.text_digest, "sent_at": at}
    Push.objects.filter(pk=push.pk).update(**has, attempts=0, error="", parked_at=None)
    Push.objects.filter(pk=push.pk, due_at=push.due_at).update(due_at=None)


@transaction.atomic
def _failed(push: Push, why: str, at: datetime, *, final: bool = False) -> None:
    attempts = push.attempts + 1
    if not final and not backoff.exhausted(attempts):
        Push.objects.filter(pk=push.pk, due_at=push.due_at).update(attempts=attempts, error=why[:300], due_at=at + backoff.wait(attempts))
        return
    if Push.objects.filter(pk=push.pk, due_at=push.due_at).update(attempts=attempts, error=why[:300], due_at=None, parked_at=at):
        told = {"target": push.target.name, "code": push.policy.code, "error": why[:300]}
        journal.write("exchange.push.parked", about=push, by=None, at=at, data=told)
