"""The open API, version 1: everything public, to read. `/api/docs` explains it, `/api/v1/openapi.json` describes it (OpenAPI 3.1)."""

from datetime import date
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Path, Query
from ninja.errors import ValidationError

from gongkai import __version__
from gongkai.journal import queries as journal
from gongkai.openapi import cursors, guard, shaping
from gongkai.openapi.shapes import (
    ChangesShape,
    CheckpointShape,
    CompareShape,
    DetailShape,
    ListShape,
    PolicyShape,
    ProblemShape,
    SearchShape,
    TextShape,
    TopicShape,
)
from gongkai.policies import queries
from gongkai.policies.models import Text, Topic
from gongkai.policies.rules.code import parse as parse_code
from gongkai.policies.rules.compare import compare
from gongkai.policies.rules.kinds import Category
from gongkai.shared.clock import today
from gongkai.shared.refusal import Refused

LARGEST = 100

api = NinjaAPI(
    title="公开平台开放接口",
    version="1.0.0",
    description=f"政策文件库的公开数据：清单、详情、文本、比较、关系、变更。匿名可用；批量调用请向主管单位申请密钥（请求头 X-API-Key）。平台版本 {__version__}。",
    urls_namespace="openapi",
    docs_url="/docs",
    openapi_url="/v1/openapi.json",
    auth=guard.admit,
)
problems = {HTTPStatus.BAD_REQUEST: ProblemShape, HTTPStatus.NOT_FOUND: ProblemShape, HTTPStatus.TOO_MANY_REQUESTS: ProblemShape}


class NotThere(Exception):
    """No such public thing."""


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return api.create_response(request, {"message": str(refusal), "field": refusal.field}, status=HTTPStatus.BAD_REQUEST)


@api.exception_handler(NotThere)
def not_there(request: HttpRequest, _: NotThere) -> HttpResponse:
    return api.create_response(request, {"message": "没有这项公开信息，请核对编码。", "field": ""}, status=HTTPStatus.NOT_FOUND)


@api.exception_handler(guard.TooMany)
def too_many(request: HttpRequest, _: guard.TooMany) -> HttpResponse:
    answer = api.create_response(
        request, {"message": "调用过于频繁，请一分钟后再试；需要更高频次请申请密钥。", "field": ""}, status=HTTPStatus.TOO_MANY_REQUESTS
    )
    answer["Retry-After"] = "60"
    return answer


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    names = sorted({str(part["loc"][-1]) for part in error.errors if part.get("loc")})
    message = f"参数 {'、'.join(names)} 的值不对，请对照接口文档 /api/docs 修改。"
    return api.create_response(request, {"message": message, "field": names[0] if names else ""}, status=HTTPStatus.BAD_REQUEST)


@api.get("/v1/policies", response={200: ListShape, **problems}, summary="文件清单", tags=["政策文件库"])
def policies(
    request: HttpRequest,
    category: Category = Query(Category.POLICY, description="类别"),
    title: str = Query("", max_length=100, description="标题中的词"),
    issuer: str = Query("", max_length=120, description="主办机关全称"),
    topic: str = Query("", max_length=40, description="主题分类（一级）"),
    genre: str = Query("", max_length=12, description="公文种类"),
    document_class: str = Query("", max_length=12),
    year: int | None = Query(None, ge=1949, le=2100, description="成文年份"),
    standing: list[str] = Query([], description="有效性，可多选"),
    cursor: str = Query("", max_length=500),
    size: int = Query(20, ge=1, le=LARGEST),
) -> ListShape:
    """按发布日期从新到旧。默认包括各种有效性的文件，用 standing 筛选。"""
    rows = queries.library(
        category,
        on=today(),
        title=title,
        issuer=issuer,
        topic_l1=topic,
        genre=genre,
        document_class=document_class,
        year=year,
        standing=standing,
        by_published=True,
    )
    found = queries.after(rows, cursors.read(cursor), size + 1)
    more = cursors.written([found[size - 1].published_on.isoformat(), found[size - 1].pk]) if len(found) > size else None
    return ListShape(items=[shaping.policy(row) for row in found[:size]], next_cursor=more)


@api.get("/v1/policies/{code}", response={200: DetailShape, **problems}, summary="文件详情", tags=["政策文件库"])
def policy(request: HttpRequest, code: str = Path(..., max_length=40)) -> DetailShape:
    """元数据、各版次、关系、附件，以及全链条中尚缺的环节。"""
    return shaping.detail(_page(code))


@api.get("/v1/policies/{code}/editions/{edition}/texts/{text}", response={200: TextShape, **problems}, summary="文本", tags=["政策文件库"])
def text(request: HttpRequest, code: str, edition: int, text: int) -> TextShape:
    """某一版某一次发布的原文，逐段给出锚点。"""
    return shaping.text(_page(code, edition, text))


@api.get("/v1/policies/{code}/compare", response={200: CompareShape, **problems}, summary="文本比较", tags=["政策文件库"])
def comparison(
    request: HttpRequest,
    code: str,
    old: str = Query(..., pattern=r"^\d{1,4}\.\d{1,4}$", description="版次.文本序号，如 1.1"),
    new: str = Query(..., pattern=r"^\d{1,4}\.\d{1,4}$", description="版次.文本序号，如 2.1"),
) -> CompareShape:
    """两个文本逐条对照：新增、删除、修改、移动。"""
    before, after = _named_text(code, old), _named_text(code, new)
    return shaping.comparison(old, new, compare(before.body(), after.body()))


@api.get("/v1/changes", response={200: ChangesShape, **problems}, summary="变更", tags=["同步"])
def changes(request: HttpRequest, cursor: str = Query("", max_length=500), size: int = Query(50, ge=1, le=LARGEST)) -> ChangesShape:
    """按时间从旧到新的变更，供下级或上级平台同步。撤回的文件以 WITHDRAW 给出。"""
    place = cursors.read(cursor)
    rows = queries.changes(after=(place[0], place[1]) if place else None, on=today(), size=size)
    return ChangesShape(
        items=[shaping.change(row) for row in rows],
        next_cursor=cursors.written([rows[-1].updated_at.isoformat(), rows[-1].pk]) if rows else cursor or None,
    )


@api.get("/v1/topics", response={200: list[TopicShape], **problems}, summary="专题", tags=["专题"])
def topics(request: HttpRequest) -> list[TopicShape]:
    return [shaping.topic(row) for row in queries.topics()]


@api.get("/v1/topics/{slug}", response={200: list[PolicyShape], **problems}, summary="专题中的文件", tags=["专题"])
def topic(request: HttpRequest, slug: str) -> list[PolicyShape]:
    found = Topic.objects.filter(slug=slug).first()
    if found is None:
        raise NotThere
    return [shaping.policy(entry.policy) for entry in queries.topic_entries(found, today())]


@api.get("/v1/search", response={200: SearchShape, **problems}, summary="检索", tags=["检索"])
def find(
    request: HttpRequest,
    q: str = Query(..., min_length=1, max_length=200),
    category: Category | None = None,
    as_of: date | None = Query(None, description="截至某日有效"),
    page: int = Query(1, ge=1, le=100),
    size: int = Query(20, ge=1, le=LARGEST),
) -> SearchShape:
    """与网站同一个索引、同一种排序。"""
    return shaping.search(q, category=category, as_of=as_of, page=page, size=size)


@api.get("/v1/checkpoints", response={200: list[CheckpointShape], **problems}, summary="日志封存点", tags=["公信"])
def checkpoints(request: HttpRequest, before: int | None = Query(None, ge=1)) -> list[CheckpointShape]:
    """工作日志的封存点（SM3 Merkle 根与链）。任何人存下它们，日后就能发现日志被改动。"""
    return [CheckpointShape.from_orm(batch) for batch in journal.checkpoints(before=before)]


def _page(code: str, edition: int | None = None, text: int | None = None) -> queries.PolicyPage:
    found = queries.page(str(parse_code(code)), on=today(), edition=edition, text=text)
    if found is None:
        raise NotThere
    return found


def _named_text(code: str, name: str) -> Text:
    edition, _, number = name.partition(".")
    return _page(code, int(edition), int(number)).text
