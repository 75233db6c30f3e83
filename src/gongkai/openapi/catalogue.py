"""主动公开事项目录 for machines: the catalogue with how every item stands; a business system announces that something has to be published."""

from datetime import date
from http import HTTPStatus
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Field, Query, Router, Schema, Status
from pydantic import StringConstraints

from gongkai.catalogue import queries
from gongkai.catalogue.actions.duties import SameKey, announce_by_system
from gongkai.catalogue.models import Bearer, Duty
from gongkai.catalogue.rules.categories import BY_CODE
from gongkai.catalogue.rules.words import State, Tier
from gongkai.journal import actions as journal
from gongkai.openapi import cursors, guard
from gongkai.openapi.foi import Key, UsedKey, keyed
from gongkai.openapi.foi_shapes import Strict
from gongkai.openapi.parameters import knowing_its_parameters
from gongkai.openapi.shapes import ProblemShape
from gongkai.people.models import ApiKey, Organisation
from gongkai.people.queries import organisation_named
from gongkai.people.rules.api_keys import Scope
from gongkai.shared.clock import now
from gongkai.shared.refusal import Refused

TAG, LIST = "主动公开事项目录", "catalogue.items"
LARGEST = 100
router = Router(tags=[TAG])

Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{4,40}$")]
Name = Annotated[str, StringConstraints(max_length=120, pattern=r"^[^\x00-\x1f]*$")]
Title = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]*$")]


class CatalogueItemShape(Schema):
    """一个公开事项和它的一个公开主体."""

    code: str = Field(description="事项编码")
    category: str = Field(description="法定类别，如 PD07")
    category_name: str
    heading: str = Field(description="一级事项")
    name: str = Field(description="二级事项")
    content: str = Field(description="公开内容")
    basis: str = Field(description="公开依据")
    time_limit: str = Field(description="公开时限，原文")
    organ: str = Field(description="公开主体")
    audience: str = Field(description="公开对象")
    version: int
    effective_from: date
    state: str = Field(description="on_time 按时公开 / late 逾期公开 / open 期限内待公开 / missing 逾期未公开 / stale 超期未更新 / empty 内容为空 / "
                       "wrong_column 栏目不对 / undated 期限暂不能算 / nothing_yet 尚无应公开事项")  # fmt: skip
    state_words: str
    days: int = Field(description="逾期或者超期的天数")
    due_on: date | None = Field(description="还没有公开的，最迟哪一天")
    published_on: date | None = Field(description="最近一次公开")
    url: str


class CatalogueShape(Schema):
    items: list[CatalogueItemShape]
    next_cursor: str | None


class EventShape(Strict):
    """一件应当公开的事情，例如“作出了一项处罚决定”."""

    item: Code = Field(description="事项编码")
    title: Title = Field(description="是什么事情，供经办人辨认；公开以前不对外显示。不要写个人信息")
    event_on: date = Field(description="起算日：形成、作出决定、批复等的日期")
    organ: Name = Field("", description="公开主体的全称或者简称；不填为密钥的使用单位，只能是它和它的下级")


class EventReceiptShape(Schema):
    item: str
    organ: str
    event_on: date
    due_on: date | None = Field(description="最迟公开的日期；所涉年份的放假安排没有公布的为空")
    state: str
    state_words: str
    message: str


@keyed(
    router.post,
    "/events",
    {200: EventReceiptShape, 201: EventReceiptShape},
    scope=Scope.CATALOGUE_ANNOUNCE,
    summary="告知应公开的事情",
    also=(HTTPStatus.CONFLICT,),
    body="event",
)
def catalogue_event(request: HttpRequest, response: HttpResponse, event: EventShape, idempotency_key: Key) -> Status[EventReceiptShape]:
    """需要 catalogue:announce 权限。业务系统在事情发生时告知，目录即产生一件待公开事项，算出最迟日期，列入公开主体的待办。
    请求头 Idempotency-Key 使重发不会成为两件：编号和内容都相同的返回原来那件（200），内容不同的返回 409，新的返回 201。"""
    key: ApiKey = request.auth  # type: ignore[attr-defined]
    organ = _organ(key, event.organ)
    item = queries.public().filter(code=event.item).first()
    if item is None:
        raise Refused(f"目录里没有编码为“{event.item}”的事项。", field="item")
    try:
        with journal.through(f"openapi {key.prefix}"):
            duty, is_new = announce_by_system(
                item,
                organ,
                sender=key.organisation,
                number=idempotency_key,
                title=event.title,
                event_on=event.event_on,
                source=key.name,
                at=now(),
            )
    except SameKey as refused:
        raise UsedKey from refused
    return Status(HTTPStatus.CREATED if is_new else HTTPStatus.OK, _receipt(duty))


def _organ(key: ApiKey, name: str) -> Organisation:
    if not name:
        return key.organisation
    found = organisation_named(name, near=key.organisation)
    if found is None or not found.path.startswith(key.organisation.path):
        raise Refused("没有找到这个单位，或者它不是密钥使用单位的下级。请填写规范全称。", field="organ")
    return found


def _receipt(duty: Duty) -> EventReceiptShape:
    state = State(duty.state)
    due = duty.due_on
    message = f"最迟 {due.year}年{due.month}月{due.day}日公开。" if due else "放假安排公布后计算最迟日期。"
    return EventReceiptShape(
        item=duty.item.code,
        organ=duty.organ.name,
        event_on=duty.event_on,
        due_on=due,
        state=state.value,
        state_words=state.label,
        message=message,
    )


def catalogue_items(
    request: HttpRequest,
    category: str = Query("", max_length=8, description="法定类别，如 PD07"),
    organ: str = Query("", max_length=120, pattern=r"^[^\x00-\x1f]*$", description="公开主体全称"),
    tier: str = Query("", max_length=12, description="公开主体的层级：province、city、county、township、village"),
    state: str = Query("", max_length=14, description="公开情况，见 state"),
    cursor: str = Query("", max_length=500, description="上一页返回的 next_cursor，原样带回；不带则从头开始"),
    size: int = Query(50, ge=1, le=LARGEST, description="一页的项数"),
) -> CatalogueShape:
    """现行的公开事项，一个公开主体一项，带公开情况。"""
    for field, value, values in (("category", category, BY_CODE), ("tier", tier, list(Tier)), ("state", state, list(State))):
        if value and value not in values:
            raise Refused(f"{field} 没有“{value}”这个值，请对照接口文档。", field=field)
    rows = queries.browsed(queries.Asked(category=category, tier=tier, state=state)).order_by("pk")
    if organ:
        rows = rows.filter(organ__name=organ)
    place = cursors.read(LIST, cursor)
    found = list((rows.filter(pk__gt=place[0]) if place else rows)[: size + 1])
    after = cursors.written(LIST, found[size - 1].pk) if len(found) > size else None
    return CatalogueShape(items=[_shape(one) for one in found[:size]], next_cursor=after)


def _shape(row: Bearer) -> CatalogueItemShape:
    item, version = row.item, row.item.current
    if version is None:
        raise ValueError("only what is in force is given out")
    written = version.written
    return CatalogueItemShape(
        code=item.code,
        category=item.heading.category,
        category_name=BY_CODE[item.heading.category].name,
        heading=item.heading.name,
        name=written.name,
        content=written.content,
        basis=written.basis,
        time_limit=written.limit_text,
        organ=row.organ.name,
        audience=version.audience_label,
        version=version.number,
        effective_from=version.effective_from,
        state=row.state,
        state_words=row.standing.label,
        days=row.days,
        due_on=row.due_on,
        published_on=row.published_on,
        url=settings.SITE_URL + reverse("portal:catalogue-item", args=[item.code]),
    )


router.get(
    "/items",
    response={200: CatalogueShape, **dict.fromkeys(guard.REFUSALS, ProblemShape)},
    auth=guard.Caller(),
    summary="公开事项清单",
    operation_id="catalogue_items",
    openapi_extra={"security": [guard.NOBODY]},
)(knowing_its_parameters(catalogue_items, ""))
