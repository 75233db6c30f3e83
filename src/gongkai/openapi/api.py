"""The open API, version 1: everything public, to read. `/api/docs` explains it, `/api/v1/openapi.json` describes it (OpenAPI 3.1)."""

import json
import logging
from collections.abc import Callable
from datetime import date
from functools import wraps
from http import HTTPStatus
from typing import Annotated, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Path, Query
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from ninja.renderers import JSONRenderer
from pydantic import StringConstraints

from gongkai import __version__
from gongkai.assistant.rules.entries import Channel
from gongkai.journal import queries as journal
from gongkai.openapi import answers, asking, catalogue, cursors, finding, foi, guard, library, registers, shaping
from gongkai.openapi import interpretations as told
from gongkai.openapi.answers_shapes import AnswerChangesShape, AnswersShape
from gongkai.openapi.docs import Docs
from gongkai.openapi.parameters import UnknownParameters, knowing_its_parameters
from gongkai.openapi.shapes import (
    ChangesShape,
    CheckpointShape,
    CompareShape,
    DetailShape,
    ListShape,
    PolicyShape,
    ProblemShape,
    SearchShape,
    TextProofShape,
    TextShape,
    TopicShape,
)
from gongkai.policies import proofs, queries
from gongkai.policies.models import Text
from gongkai.policies.rules.code import parse as parse_code
from gongkai.policies.rules.compare import compare
from gongkai.policies.rules.interpreting import Form, Perspective, Stage
from gongkai.policies.rules.kinds import Category, DocumentClass
from gongkai.policies.rules.validity import Status
from gongkai.registers import queries as lists
from gongkai.registers.models import Register
from gongkai.search.backend import NoIndex
from gongkai.search.rules.index import Facet, Sort
from gongkai.search.rules.query import LONGEST
from gongkai.shared.clock import today
from gongkai.shared.refusal import Refused

log = logging.getLogger(__name__)
LARGEST = 100
LIBRARY, CHANGES, AS_OF = "policies", "changes", "policies.as_of"  # lists with cursors

Words = Annotated[str, StringConstraints(max_length=120, pattern=r"^[^\x00-\x1f]*$")]
Question = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, pattern=r"^[^\x00-\x1f]*$")]
Cursor = Annotated[str, Query(max_length=500, description="上一页返回的 next_cursor，原样带回；不带则从头开始")]
Size = Annotated[int, Query(ge=1, le=LARGEST, description="一页的件数")]
Code = Annotated[str, Path(max_length=40, description="一策一码，如 990100-2025-000001-8")]
Number = Annotated[int, Path(ge=1, le=9999, description="从 1 起的序号")]
Slug = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,60}$", description="专题、清单的网址名")]
EntryCode = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,40}$", description="条目的编号")]
TextName = Annotated[str, Query(pattern=r"^[1-9][0-9]{0,3}\.[1-9][0-9]{0,3}$", description="版次.文本序号，如 1.1")]


class Renderer(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}


class Plain(Parser):
    """JSON in UTF-8 without U+0000, which neither the journal nor PostgreSQL keeps. What is raised here is answered as unreadable."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        text = request.body.decode()
        if "\\u0000" in text:
            raise ValueError("U+0000")
        body: dict[str, Any] = json.loads(text)
        return body


api = NinjaAPI(
    title="公开平台开放接口",
    version="1.0.0",
    description=f"政策文件库的公开数据（匿名可用）：清单、详情、文本、比较、关系、变更、检索、存证、智能问答；"
    f"政策问答库：可逐字使用的问答和它们的变更，凭密钥回传；"
    f"依申请公开（凭密钥）：提交申请、查询进度、取台账；上下级对接（凭密钥）：报送文件；主动公开事项目录和公开清单，业务系统凭密钥告知应公开的事情。平台版本 {__version__}。",
    urls_namespace="openapi",
    docs=Docs(),
    docs_url="/docs",
    openapi_url="/v1/openapi.json",
    auth=guard.Caller(),
    renderer=Renderer(),
    parser=Plain(),
)


class NotThere(Exception):
    """No such public thing."""


def reads(path: str, shape: Any, *, summary: str, tag: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An operation that answers with the shape, or with what is wrong in words."""
    wrong = (
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.TOO_MANY_REQUESTS,
    )

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        anonymous: dict[str, Any] = {}
        operation: Callable[..., Any] = api.get(
            path,
            response={200: shape, **dict.fromkeys(wrong, ProblemShape)},
            summary=summary,
            tags=[tag],
            operation_id=view.__name__,
            openapi_extra={"security": [anonymous]},
        )(knowing_its_parameters(view, path))
        return operation

    return register


def in_words(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, its refusals of an address or of a method put into words as well."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            return nowhere(request, "")
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        allowed = response.get("Allow", "GET")
        answer = _problem(request, HTTPStatus.METHOD_NOT_ALLOWED, f"这个接口请用 {allowed} 方法调用。")
        answer["Allow"] = allowed
        return answer

    return answering


@reads("/v1/policies", ListShape, summary="文件清单", tag="政策文件库")
def policies(
    request: HttpRequest,
    category: Category = Query(Category.POLICY, description="类别"),
    title: Words = Query("", description="标题中的词"),
    issuer: Words = Query("", description="主办机关全称"),
    topic: Words = Query("", description="主题分类（一级）"),
    genre: Words = Query("", description="公文种类"),
    document_class: DocumentClass | None = Query(None, description="文件类别"),
    year: int | None = Query(None, ge=1949, le=2100, description="成文年份"),
    standing: list[Status] = Query([], description="有效性，可多选"),
    as_of: date | None = Query(None, description="截至某日有效，与网站文件库的含义相同；最多取前 10000 件"),
    cursor: Cursor = "",
    size: Size = 20,
) -> ListShape:
    """按发布日期从新到旧。默认包括各种有效性的文件，用 standing 或 as_of 筛选。"""
    if as_of:
        narrowed = {
            Facet.CATEGORY: category,
            Facet.ISSUER: issuer,
            Facet.TOPIC_L1: topic,
            Facet.GENRE: genre,
            Facet.DOCUMENT_CLASS: document_class,
            Facet.YEAR: year and str(year),
        }
        filters = {facet: (str(value),) for facet, value in narrowed.items() if value} | {Facet.STANDING: tuple(standing)}
        place = cursors.read(AS_OF, cursor)
        page = int(place[0]) if place else 1
        valid, more = finding.in_force(filters, title=title, as_of=as_of, on=today(), page=page, size=size)
        return ListShape(items=[shaping.policy(row) for row in valid], next_cursor=cursors.written(AS_OF, page + 1) if more else None)
    rows = queries.library(
        category,
        on=today(),
        title=title,
        issuer=issuer,
        topic_l1=topic,
        genre=genre,
        document_class=document_class or "",
        year=year,
        standing=standing,
        by_published=True,
    )
    found = queries.after(rows, cursors.read(LIBRARY, cursor), size + 1)
    last = found[size - 1] if len(found) > size else None
    return ListShape(
        items=[shaping.policy(row) for row in found[:size]],
        next_cursor=cursors.written(LIBRARY, last.published_on.isoformat(), last.pk) if last and last.published_on else None,
    )


@reads("/v1/policies/{code}", DetailShape, summary="文件详情", tag="政策文件库")
def policy(request: HttpRequest, code: Code) -> DetailShape:
    """元数据、各版次、关系、附件，以及全链条中尚缺的环节。"""
    return shaping.detail(_page(code))


@reads("/v1/policies/{code}/editions/{edition}/texts/{text}", TextShape, summary="文本", tag="政策文件库")
def text(request: HttpRequest, code: Code, edition: Number, text: Number) -> TextShape:
    """某一版某一次发布的原文，逐段给出锚点。"""
    return shaping.text(_page(code, edition, text))


@reads("/v1/policies/{code}/editions/{edition}/texts/{text}/proof", TextProofShape, summary="文本的存证", tag="公信")
def proof(request: HttpRequest, code: Code, edition: Number, text: Number) -> TextProofShape:
    """任何人都能自己核验：对 hashed 求 SM3 应等于 sm3；它写在日志记录 entry 中；由 leaf 沿 path 可算出批次的根；批次的封印应与封存点一致。"""
    page = _page(code, edition, text)
    return shaping.proof(page, proofs.inclusion(proofs.publication(page)))


@reads("/v1/policies/{code}/compare", CompareShape, summary="文本比较", tag="政策文件库")
def comparison(request: HttpRequest, code: Code, old: TextName, new: TextName) -> CompareShape:
    """两个文本逐条对照：新增、删除、修改、移动。"""
    before, after = _named_text(code, old), _named_text(code, new)
    return shaping.comparison(old, new, compare(before.body(), after.body()))


@reads("/v1/changes", ChangesShape, summary="变更", tag="同步")
def changes(request: HttpRequest, cursor: Cursor = "", size: Size = 50) -> ChangesShape:
    """按时间从旧到新的变更，供上下级平台同步：依次读 size 条日志，其中涉及的文件各给出一次现状，撤回的以 WITHDRAW 给出。
    more 为真时接着取；为假时记住 next_cursor，过一会儿再来。"""
    place = cursors.read(CHANGES, cursor)
    found = queries.changes(after=place[0] if place else 0, on=today(), size=size)
    return ChangesShape(
        items=[shaping.change(change) for change in found.changes],
        next_cursor=cursors.written(CHANGES, found.reached),
        more=found.more,
    )


@reads("/v1/topics", list[TopicShape], summary="专题", tag="专题")
def topics(request: HttpRequest) -> list[TopicShape]:
    """跨层级、跨部门的政策专题。"""
    return [shaping.topic(row) for row in queries.topics(today())]


@reads("/v1/topics/{slug}", list[PolicyShape], summary="专题中的文件", tag="专题")
def topic(request: HttpRequest, slug: Slug) -> list[PolicyShape]:
    """按编辑排定的次序。"""
    found = queries.topics(today()).filter(slug=slug).first()
    if found is None:
        raise NotThere
    return [shaping.policy(entry.policy) for entry in queries.topic_entries(found, today())]


@reads("/v1/search", SearchShape, summary="检索", tag="检索")
def search(
    request: HttpRequest,
    q: Question = Query(..., description="词语、文件名、文号或一句话；可用 标题: 机关: 年份: 和 -排除"),
    category: Category | None = Query(None, description="类别"),
    issuer: Words = Query("", description="发文机关全称"),
    topic: Words = Query("", description="主题分类（一级）"),
    standing: list[Status] = Query([], description="有效性，可多选"),
    as_of: date | None = Query(None, description="截至某日有效"),
    sort: Sort = Query(Sort.RELEVANCE, description="次序"),
    page: int = Query(1, ge=1, le=100, description="页码"),
    size: Size = 20,
) -> SearchShape:
    """与网站同一个索引、同一种排序。索引重建期间只按标题查找，此时 complete 为假。"""
    return finding.search(
        finding.Asked(
            text=q, category=category, issuer=issuer, topic=topic, standing=tuple(standing), as_of=as_of, sort=sort, page=page, size=size
        ),
        on=today(),
    )


@reads("/v1/checkpoints", list[CheckpointShape], summary="日志封存点", tag="公信")
def checkpoints(
    request: HttpRequest, before: int | None = Query(None, ge=1, le=2**31, description="只取这个批次号以前的")
) -> list[CheckpointShape]:
    """工作日志的封存点（SM3 Merkle 根与链），新的在前。任何人存下它们，日后就能发现日志被改动。"""
    return [CheckpointShape.from_orm(batch) for batch in journal.checkpoints(before=before)]


@reads("/v1/answers", AnswersShape, summary="政策问答", tag=answers.TAG)
def faq_answers(
    request: HttpRequest,
    channel: answers.Used = Channel.SITE,
    q: Words = Query("", description="问题里的词，空格隔开"),
    topic: Words = Query("", description="主题"),
    cursor: Cursor = "",
    size: Size = 20,
) -> AnswersShape:
    """现在可以逐字使用的问答，每一句带出处。同步请用变更接口。"""
    return answers.listed(channel, q, topic, cursor, size)


@reads("/v1/answers/changes", AnswerChangesShape, summary="政策问答的变更", tag=answers.TAG)
def faq_changes(request: HttpRequest, channel: answers.Used = Channel.SITE, cursor: Cursor = "", size: Size = 50) -> AnswerChangesShape:
    """按日志次序给出问答的变化，每条给一次现状；待复核、已下线和不再用于这个渠道的没有内容，请停止使用。
    more 为真时接着取；为假时记住 next_cursor，过一会儿再来，只会得到新的变化。"""
    return answers.changed(channel, cursor, size)


@reads("/v1/interpretations", told.InterpretationsShape, summary="政策解读", tag=told.TAG)
def interpretations(
    request: HttpRequest,
    stage: Stage | None = Query(None, description="解读阶段"),
    form: Form | None = Query(None, description="解读形式"),
    perspective: Perspective | None = Query(None, description="视角"),
    column: Words = Query("", description="栏目"),
    cursor: Cursor = "",
    size: Size = 20,
) -> told.InterpretationsShape:
    """按发布日期从新到旧。每篇都写明解读的是哪份文件的第几版、是不是 AI 生成。"""
    return told.listed(today(), cursor, size, stage=stage, form=form, perspective=perspective, column=column)


@reads("/v1/registers", registers.RegistersShape, summary="清单一览", tag=registers.TAG)
def register_lists(request: HttpRequest) -> registers.RegistersShape:
    """现有的公开清单和它们的栏目：权责、收费、许可、执法、检查、救助标准、市场准入等。"""
    return registers.listed()


@reads("/v1/registers/changes", registers.RegisterChangesShape, summary="清单变更", tag=registers.TAG)
def register_changes(request: HttpRequest, cursor: Cursor = "", size: Size = 50) -> registers.RegisterChangesShape:
    """按时间从旧到新的变更：依次读 size 条日志，其中涉及的条目各给出一次现状，移出、撤下的没有内容；到生效日、过失效日的也在其中。more 为真时接着取；为假时记住
    next_cursor，过一会儿再来。"""
    return registers.changed(cursor, size)


@reads("/v1/registers/{slug}/entries", registers.EntriesShape, summary="某日的清单", tag=registers.TAG)
def register_entries(
    request: HttpRequest,
    slug: Slug,
    on: date | None = Query(None, description="哪一天的清单，如 2026-01-31；不填为今天"),
    q: Words = Query("", description="名称里的词"),
    cursor: Cursor = "",
    size: Size = 50,
) -> registers.EntriesShape:
    """那一天在清单上的条目，内容是那一天的版本，按编号排列。游标只用于同一张清单的同一天。"""
    return registers.entries(_list(slug), on or today(), q, cursor, size)


@reads("/v1/registers/{slug}/entries/{entry}", registers.EntryHistoryShape, summary="条目的历次内容", tag=registers.TAG)
def register_entry(request: HttpRequest, slug: Slug, entry: EntryCode) -> registers.EntryHistoryShape:
    """一条的全部版本和每一版改了什么；已经移出的也查得到。"""
    one = _list(slug)
    found = lists.published_entry(one, entry)
    if found is None:
        raise NotThere
    return registers.entry(one, found)


api.add_router("/v1/foi", foi.router)
api.add_router("/v1/answers", answers.router)
api.add_router("/v1/ask", asking.router)
api.add_router("/v1/library", library.router)
api.add_router("/v1/catalogue", catalogue.router)


def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """An address of this version that is no operation."""
    return _problem(request, HTTPStatus.NOT_FOUND, "没有这个接口，请对照接口文档 /api/docs 核对地址。")


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return _problem(request, HTTPStatus.BAD_REQUEST, str(refusal), refusal.field)


@api.exception_handler(NoIndex)
def _no_index(request: HttpRequest, refusal: NoIndex) -> HttpResponse:
    return _problem(request, HTTPStatus.SERVICE_UNAVAILABLE, str(refusal), retry_after=60)


@api.exception_handler(NotThere)
def _not_there(request: HttpRequest, _: NotThere) -> HttpResponse:
    return _problem(request, HTTPStatus.NOT_FOUND, "没有这项公开信息，请核对编码。")


@api.exception_handler(Http404)
def _no_page(request: HttpRequest, _: Http404) -> HttpResponse:
    return _problem(request, HTTPStatus.NOT_FOUND, "没有这项公开信息，请核对编码。")


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("An operation of the open API failed: %s", request.path, exc_info=error)
    return _problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, "平台内部出错，已记录。请稍后再试；多次出错请联系网站主管单位。")


@api.exception_handler(UnknownParameters)
def _unknown(request: HttpRequest, error: UnknownParameters) -> HttpResponse:
    names = "、".join(name[:40] for name in error.unknown[:5])
    usable = f"可用的参数有：{'、'.join(error.known)}。" if error.known else "这个接口没有参数。"
    return _problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, f"没有参数 {names}。{usable}", error.unknown[0][:40])


@api.exception_handler(guard.WrongKey)
def _wrong_key(request: HttpRequest, _: guard.WrongKey) -> HttpResponse:
    return _problem(request, HTTPStatus.UNAUTHORIZED, "接口密钥无效或已停用。请检查请求头 X-API-Key，或去掉它匿名调用。")


@api.exception_handler(guard.TooMany)
def _too_many(request: HttpRequest, _: guard.TooMany) -> HttpResponse:
    message = "调用过于频繁，请一分钟后再试；需要更高频次请向主管单位申请密钥。"
    return _problem(request, HTTPStatus.TOO_MANY_REQUESTS, message, retry_after=60)


@api.exception_handler(guard.NoKey)
def _no_key(request: HttpRequest, _: guard.NoKey) -> HttpResponse:
    return _problem(request, HTTPStatus.UNAUTHORIZED, "这个接口要用密钥。请把主管单位签发的密钥放在请求头 X-API-Key 中。")


@api.exception_handler(guard.NotOpened)
def _not_opened(request: HttpRequest, refusal: guard.NotOpened) -> HttpResponse:
    message = f"这个密钥没有“{refusal.scope.label}”的权限（{refusal.scope.value}），请向签发它的单位申请。"
    return _problem(request, HTTPStatus.FORBIDDEN, message)


@api.exception_handler(foi.NoCase)
def _no_case(request: HttpRequest, _: foi.NoCase) -> HttpResponse:
    return _problem(request, HTTPStatus.NOT_FOUND, "没有这件申请，请核对查询码或者登记号。")


@api.exception_handler(library.NoReceipt)
def _no_receipt(request: HttpRequest, _: library.NoReceipt) -> HttpResponse:
    return _problem(request, HTTPStatus.NOT_FOUND, "没有这个回执号，请核对。")


@api.exception_handler(foi.UsedKey)
def _used_key(request: HttpRequest, _: foi.UsedKey) -> HttpResponse:
    message = "这个 Idempotency-Key 已经用于内容不同的另一件。重发同一件请保持内容不变，新的一件请换一个。"
    return _problem(request, HTTPStatus.CONFLICT, message, foi.IDEMPOTENCY_KEY)


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, _: RequestDataTooBig) -> HttpResponse:
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20
    return _problem(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"请求体超过 {most} MB。请减少附件或正文，其余材料另行提交。")


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _problem(request, HTTPStatus(error.status_code), "请求体不是有效的 JSON（UTF-8，不含空字符），请检查后重发。")


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    names = sorted({_name(part["loc"]) for part in error.errors})
    message = f"参数 {'、'.join(names)} 的值不对，请对照接口文档 /api/docs 修改。"
    return _problem(request, HTTPStatus.BAD_REQUEST, message, names[0] if names else "")


def _name(place: tuple[Any, ...]) -> str:
    """("query", "size") is size, ("body", "application", "applicant", "name") is applicant.name."""
    return ".".join(str(part) for part in place[2:]) if place[0] == "body" and len(place) > 2 else str(place[1])


def _problem(request: HttpRequest, status: HTTPStatus, message: str, field: str = "", *, retry_after: int = 0) -> HttpResponse:
    content = {"status": int(status), "title": _TITLES.get(status, "请求没有完成"), "message": message, "field": field}
    answer: HttpResponse = api.create_response(request, content, status=status)
    answer["Content-Type"] = "application/problem+json; charset=utf-8"
    if retry_after:
        answer["Retry-After"] = str(retry_after)  # seconds
    return answer


_TITLES = {
    HTTPStatus.BAD_REQUEST: "参数不对",
    HTTPStatus.UNAUTHORIZED: "密钥无效",
    HTTPStatus.FORBIDDEN: "没有权限",
    HTTPStatus.NOT_FOUND: "没有找到",
    HTTPStatus.CONFLICT: "编号已经用过",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "内容太大",
    HTTPStatus.METHOD_NOT_ALLOWED: "不能这样调用",
    HTTPStatus.UNPROCESSABLE_ENTITY: "没有这个参数",
    HTTPStatus.TOO_MANY_REQUESTS: "调用过于频繁",
    HTTPStatus.SERVICE_UNAVAILABLE: "暂时不能检索",
    HTTPStatus.INTERNAL_SERVER_ERROR: "平台内部出错",
}


def _page(code: str, edition: int | None = None, text: int | None = None) -> queries.PolicyPage:
    found = queries.page(str(parse_code(code)), on=today(), edition=edition, text=text)
    if found is None:
        raise NotThere
    return found


def _list(slug: str) -> Register:
    found = lists.public().filter(slug=slug).first()
    if found is None:
        raise NotThere
    return found


def _named_text(code: str, name: str) -> Text:
    edition, _, number = name.partition(".")
    return _page(code, int(edition), int(number)).text
