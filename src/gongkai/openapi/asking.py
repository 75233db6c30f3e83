"""智能问答 for machines: the same answer as on the page, with its sources."""

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Field, Header, Router, Schema

from gongkai.assistant.actions import asking
from gongkai.assistant.rules.answers import Answer, Citation, Passage
from gongkai.assistant.rules.entries import Channel
from gongkai.assistant.rules.routing import LONGEST
from gongkai.openapi import guard
from gongkai.openapi.parameters import knowing_its_parameters
from gongkai.openapi.shapes import ProblemShape
from gongkai.people.models import ApiKey
from gongkai.people.rules.api_keys import Scope
from gongkai.people.throttle import client_address
from gongkai.policies import queries as policies
from gongkai.shared.clock import now, today

TAG = "智能问答"
router = Router(tags=[TAG])

ONCE = "这一问的编号，8 至 40 个可见 ASCII 字符；在同一会话里重发同一编号，得到原来的回答"


class AskShape(Schema):
    """一个问题."""

    question: str = Field(min_length=1, max_length=LONGEST, description="一句话，一次问一件事；其中的证件号、电话等留存前隐去")
    conversation: str = Field("", max_length=43, description="接着问时带上次返回的 conversation")
    about: str = Field("", max_length=40, description="就某一份文件提问：它的一策一码")
    channel: Channel = Field(
        Channel.SITE, description="使用渠道：site 网站；hotline、hall、media 用该渠道的问答库条目回答，需带有 answers:channel 权限的密钥"
    )


class AskSourceShape(Schema):
    """出处：原话和它在哪里."""

    code: str = Field(description="一策一码")
    title: str
    doc_no: str = Field(description="发文字号；没有文号的解读，写明所解读文件的文号；都没有则为空")
    label: str = Field(description="条款，如 第三条、一、（二）")
    quote: str = Field(description="原话")
    standing: str = Field(description="今天的有效性")
    in_force: bool = Field(description="能否作为现行依据")
    url: str = Field(description="原文中这一处的地址")


class AskSentenceShape(Schema):
    text: str
    sources: list[int] = Field(description="出处在 sources 中的序号，从 0 起")
    verbatim: bool = Field(description="是否就是原文的话")


class AskStepShape(Schema):
    """接下来可以做的."""

    kind: str = Field(description="phone 电话 / enquire 咨询 / apply 申请公开 / complain 投诉举报 / policy 看文件 / search 检索")
    words: str
    target: str = Field(description="电话号码、一策一码或者检索词")


class AskOptionShape(Schema):
    code: str = Field(description="一策一码，再问时填在 about")
    title: str


class AskReplyShape(Schema):
    """回答."""

    conversation: str = Field(description="接着问时带上；两小时不问即结束")
    outcome: str = Field(description="answer 有依据的回答 / evidence 只有可能相关的条款 / clarify 要先问清是哪一份 / refused 不答")
    note: str
    sentences: list[AskSentenceShape]
    sources: list[AskSourceShape]
    related: list[AskSourceShape] = Field(description="条款卡片；evidence 时只供参考，in_force 为假的不能作为依据")
    options: list[AskOptionShape]
    steps: list[AskStepShape]
    worded_by: str = Field(description="由人工智能改写时，模型的名称；空则是原文或者审核过的文字")
    confidence: float = Field(description="0 到 1；只是系统自己的估计，outcome 为 answer 时才有意义，evidence 最多 0.5")


def ask(
    request: HttpRequest,
    body: AskShape,
    idempotency_key: str | None = Header(None, alias="Idempotency-Key", pattern=r"^[\x21-\x7e]{8,40}$", description=ONCE),
) -> AskReplyShape:
    """只引用公开的、现行有效的文件，每一句注明出处；没有依据的不答。热线、大厅和新媒体可以带 channel，用本渠道的问答库条目回答。问题脱敏后留存，与网站上的提问一样，到期删除。"""
    key = getattr(request, "auth", None)
    known = isinstance(key, ApiKey)
    if body.channel is not Channel.SITE:
        if not isinstance(key, ApiKey):
            raise guard.NoKey
        if not key.opens(Scope.ANSWERS_CHANNEL):
            raise guard.NotOpened(Scope.ANSWERS_CHANNEL)
    if not known and not asking.may_ask(client_address(request.META, behind_proxy=settings.BEHIND_PROXY), at=now()):
        raise guard.TooMany
    if body.about and not policies.visible(today()).filter(code=body.about).exists():
        raise Http404
    kept = asking.ask(
        body.question, place="api", at=now(), key=body.conversation, page=body.about, token=idempotency_key or "", channel=body.channel
    )
    return _reply(kept.answer, kept.key)


router.post(
    "",
    response={200: AskReplyShape, **dict.fromkeys((*guard.REFUSALS, HTTPStatus.FORBIDDEN), ProblemShape)},
    auth=guard.Caller(),
    summary="提问",
    operation_id="ask",
    openapi_extra={"security": [guard.NOBODY]},
)(knowing_its_parameters(ask, "", ("body", "idempotency_key")))


def _reply(answer: Answer, key: str) -> AskReplyShape:
    return AskReplyShape(
        conversation=key,
        outcome=answer.outcome.value,
        note=answer.note,
        sentences=[AskSentenceShape(text=one.text, sources=list(one.citations), verbatim=one.verbatim) for one in answer.sentences],
        sources=[_source(one, one.quote) for one in answer.citations],
        related=[_source(one, one.text) for one in answer.cards],
        options=[AskOptionShape(code=one.code, title=one.words) for one in answer.options],
        steps=[AskStepShape(kind=one.kind, words=one.words, target=one.target) for one in answer.steps],
        worded_by=answer.worded_by,
        confidence=answer.confidence,
    )


def _source(one: Citation | Passage, quote: str) -> AskSourceShape:
    return AskSourceShape(
        code=one.code,
        title=one.title,
        doc_no=one.doc_no,
        label=one.label,
        quote=quote,
        standing=one.standing,
        in_force=one.in_force,
        url=settings.SITE_URL + reverse("portal:policy", args=[one.code]) + (f"#{one.anchor}" if one.anchor else ""),
    )
