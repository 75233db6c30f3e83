"""政策问答库 for other systems: a hotline, a service hall, new media share the one base, follow its changes, and send back what they are asked."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router, Status

from gongkai.assistant import faq
from gongkai.assistant.actions import exchange
from gongkai.assistant.knowledge import numbers_explained
from gongkai.assistant.models import FaqEntry
from gongkai.assistant.rules.entries import Channel, Line, Source, Written
from gongkai.journal import actions as journal
from gongkai.openapi import cursors
from gongkai.openapi.answers_shapes import (
    AnswerChangedShape,
    AnswerChangesShape,
    AnswerLineShape,
    AnswerProposalShape,
    AnswerReceiptShape,
    AnswerShape,
    AnswerSourceShape,
    AnswersShape,
)
from gongkai.openapi.foi import Key, UsedKey, keyed
from gongkai.people.models import ApiKey
from gongkai.people.rules.api_keys import Scope
from gongkai.shared.clock import now
from gongkai.shared.refusal import Refused

TAG, LIST, CHANGES = "政策问答库", "answers", "answers.changes"
LARGEST = 100

Size = Annotated[int, Query(ge=1, le=LARGEST, description="一次的条数")]
Used = Annotated[Channel, Query(description="使用渠道：site 网站、hotline 12345热线、hall 办事大厅、media 政务新媒体")]

router = Router(tags=[TAG])


def listed(channel: Channel, q: str, topic: str, cursor: str, size: int) -> AnswersShape:
    """The published entries of a channel, the last changed first, from where the cursor stands."""
    rows = faq.with_sources(faq.published(channel=channel, q=q, topic=topic)).order_by("-id")
    place = cursors.read(LIST, cursor)
    found = list((rows.filter(pk__lt=place[0]) if place else rows)[: size + 1])
    last = found[size - 1] if len(found) > size else None
    explains = _explains(found)
    return AnswersShape(items=[shape(one, explains) for one in found[:size]], next_cursor=cursors.written(LIST, last.pk) if last else None)


def changed(channel: Channel, cursor: str, size: int) -> AnswerChangesShape:
    """What changed after the cursor, in the journal's order."""
    place = cursors.read(CHANGES, cursor)
    found = faq.changes(after=place[0] if place else 0, size=size, channel=channel)
    explains = _explains([one.entry for one in found.changes])
    return AnswerChangesShape(
        items=[
            AnswerChangedShape(
                code=one.entry.code,
                state=one.entry.state if one.entry.state != "published" or not one.gone else "gone",
                changed_at=one.at,
                answer=None if one.gone else shape(one.entry, explains),
            )
            for one in found.changes
        ],
        next_cursor=cursors.written(CHANGES, found.reached),
        more=found.more,
    )


def _explains(entries: Iterable[FaqEntry]) -> dict[int, str]:
    """The 文号 of what the explanations cited by these entries explain."""
    return numbers_explained([one.policy for entry in entries if entry.current for one in entry.current.citations.all()])


def shape(entry: FaqEntry, explains: Mapping[int, str]) -> AnswerShape:
    version = entry.current
    if version is None or version.published_at is None or entry.review_on is None:
        raise ValueError("only what is published is given out")
    return AnswerShape(
        code=entry.code,
        url=settings.SITE_URL + reverse("portal:answer", args=[entry.code]) if Channel.SITE in version.channels else "",
        question=version.question,
        wordings=version.wordings,
        lines=[AnswerLineShape(text=line["text"], sources=line["sources"]) for line in version.lines],
        sources=[
            AnswerSourceShape(
                code=one.policy.code,
                title=one.edition.title,
                doc_no=one.edition.doc_no,
                label=one.label,
                anchor=one.anchor,
                quote=one.quote,
                explains=explains.get(one.policy_id, ""),
            )
            for one in version.citations.all()
        ],
        topic=version.topic,
        channels=version.channels,
        audience=version.audience,
        office=entry.office.name,
        version=version.number,
        published_at=version.published_at,
        review_on=entry.review_on,
        sm3=version.digest,
    )


@keyed(
    router.post,
    "/proposals",
    {200: AnswerReceiptShape, 201: AnswerReceiptShape},
    scope=Scope.ANSWERS_PROPOSE,
    summary="回传问答草稿",
    also=(HTTPStatus.CONFLICT,),
    body="proposal",
)
def answers_propose(
    request: HttpRequest, response: HttpResponse, proposal: AnswerProposalShape, idempotency_key: Key
) -> Status[AnswerReceiptShape]:
    """需要 answers:propose 权限。热线等渠道把常被问到的问题（和现有答复）送来，成为密钥使用单位的草稿，由人补全出处、审核后才使用；不归该单位答的，由它转交责任单位。
    问题里的姓名、电话、证件号收下时就隐去，请尽量不送。
    请求头 Idempotency-Key 使重发不会成为两条：编号和内容都相同的返回原来那条（200），内容不同的返回 409，新的返回 201。"""
    key: ApiKey = request.auth  # type: ignore[attr-defined]
    lines = tuple(Line(line.text, tuple(Source(one.paper, one.quote) for one in line.sources)) for line in proposal.lines)
    given: dict[str, Any] = {"channels": tuple(proposal.channels)} if proposal.channels else {}
    written = Written(proposal.question, lines, tuple(proposal.wordings), proposal.topic, audience=tuple(proposal.audience), **given)
    try:
        with journal.through(f"openapi {key.prefix}"):
            entry, is_new = exchange.propose(written, key=key, sent_as=idempotency_key, at=now())
    except Refused as refused:
        if refused.field == "key":
            raise UsedKey from refused
        raise
    return Status(HTTPStatus.CREATED if is_new else HTTPStatus.OK, AnswerReceiptShape(code=entry.code, state=entry.state))
