"""A small catalogue of the housing office, for tests of the room and of the doors."""

from datetime import date, datetime

from tests.cast import AT, Cast

from gongkai.catalogue.actions import items
from gongkai.catalogue.models import Column, Item
from gongkai.catalogue.rules.items import Written

SINCE = date(2026, 1, 1)


def written(name: str = "公租房配租结果", **others: object) -> Written:
    given = {
        "name": name,
        "content": "配租名单；房源；时间",
        "basis": "政府信息公开条例第二十条第十一项",
        "limit_text": "信息形成或者变更之日起20个工作日内",
        "tiers": ("city", "county"),
        **others,
    }
    return Written(**given)  # type: ignore[arg-type]


def in_force(cast: Cast, name: str = "公租房配租结果", *, column: Column | None = None, at: datetime = AT, owner=None, bearers=None, parent=None,
             since: date = SINCE, category: str = "PD11", **others: object) -> Item:  # fmt: skip
    """An item written by 李四 and approved by 王芳, borne by the housing office."""
    owner = owner or cast.housing
    heading = items.add_heading(category=category, name="住房保障", field="保障性住房", owner=owner, by=cast.li, at=at)
    version = items.propose(
        written(name, **others), heading=heading, owner=owner, column=column, bearers=bearers or [owner], effective_from=since, parent=parent,
        note="首次编制目录", by=cast.li, at=at,
    )  # fmt: skip
    items.approve(version, by=cast.wang, at=at)
    return Item.objects.get(pk=version.item_id)
