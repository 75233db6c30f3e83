"""The catalogue as rows of the standard table."""

from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet

from gongkai.catalogue.models import Bearer, Item
from gongkai.catalogue.rules.sheets import HEADER, Printed, lines

STATE = "公开情况"


def table(items: QuerySet[Item]) -> list[list[object]]:
    """The rows under HEADER of the items in force. Two queries."""
    return lines(_printed(one) for one in _fetched(items))


def table_with_states(items: QuerySet[Item]) -> list[list[object]]:
    """The same with how each organ stands, under STATE. Two queries."""
    found = list(_fetched(items))
    rows = lines(_printed(one) for one in found)
    return [
        [*row, "；".join(f"{bearer.organ.name}：{bearer.standing.label}" for bearer in one.bearers.all())]
        for row, one in zip(rows, found, strict=True)
    ]


def as_objects(items: QuerySet[Item]) -> list[dict[str, object]]:
    """The same keyed by the headings, as the import reads them, with how each organ stands beside them."""
    found = list(_fetched(items))
    rows = lines(_printed(one) for one in found)
    states = [[{"公开主体": bearer.organ.name, "状态": bearer.standing.label} for bearer in one.bearers.all()] for one in found]
    return [dict(zip(HEADER, row, strict=True)) | {"状态": state} for row, state in zip(rows, states, strict=True)]


def _fetched(items: QuerySet[Item]) -> Iterable[Item]:
    bearers = Bearer.objects.filter(Q(until=None)).select_related("organ").order_by("organ__path")
    rows = items.filter(current__isnull=False, is_ended=False).select_related("heading", "parent", "current__column")
    return rows.prefetch_related(Prefetch("bearers", bearers)).order_by("heading__category", "heading__position", "code")


def _printed(item: Item) -> Printed:
    version = item.current
    if version is None:
        raise ValueError("only what is in force is printed")
    return Printed(
        code=item.code,
        parent=item.parent.code if item.parent else "",
        category=item.heading.category,
        heading=item.heading.name,
        field=item.heading.field,
        written=version.written,
        organs=[bearer.organ.name for bearer in item.bearers.all()],
        column=version.column.name if version.column else "",
    )
