"""公开清单 for other systems: what lists there are, what stood on one on a day, everything an entry ever said, what changed."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from ninja import Field, Schema

from gongkai.openapi import cursors
from gongkai.registers import queries
from gongkai.registers.models import Entry, EntryVersion, Register

TAG, ENTRIES, CHANGES = "公开清单", "registers.entries", "registers.changes"


class ListColumnShape(Schema):
    name: str = Field(description="values 里的键")
    label: str = Field(description="栏名")
    kind: str = Field(description="text 一行文字 / long 多行文字 / number 数字 / date 日期 / choice 选项")
    needed: bool
    choices: list[str]
    local: bool = Field(description="由本级填写，不随上级清单变化")


class RegisterShape(Schema):
    """一张清单."""

    slug: str = Field(description="网址名")
    url: str
    name: str
    basis: str
    owner: str = Field(description="编制机关")
    edition: str = Field(description="所用上级清单的版次；没有则为空")
    listed: int = Field(description="现在有多少条")
    columns: list[ListColumnShape]


class RegistersShape(Schema):
    items: list[RegisterShape]


class EntryShape(Schema):
    """一条，某日的内容."""

    code: str = Field(description="编号，在这张清单里不变")
    url: str
    name: str
    values: dict[str, str]
    valid_from: date
    valid_to: date | None
    version: int
    note: str = Field(description="这一版的变更说明")
    looks_again: bool = Field(description="随上级清单新增或者调整，本级填写的内容正在复核")


class EntriesShape(Schema):
    on: date
    items: list[EntryShape]
    next_cursor: str | None


class EntryVersionShape(Schema):
    version: int
    valid_from: date
    valid_to: date | None
    ends: bool = Field(description="从这一天起移出清单")
    values: dict[str, str]
    note: str
    edition: str = Field(description="随上级清单的哪一版；没有则为空")
    approved_at: datetime
    changed: list[list[str]] = Field(description="与上一版不同的栏：[栏名, 原来, 现在]")


class EntryHistoryShape(Schema):
    register_slug: str
    code: str
    name: str
    listed: bool = Field(description="现在在不在清单上")
    versions: list[EntryVersionShape] = Field(description="历次内容，新的在前")


class RegisterChangedShape(Schema):
    register_slug: str
    code: str
    name: str = Field(description="撤下以后没有可以显示的内容的，为空")
    listed: bool = Field(description="现在在不在清单上；不在的请从副本里去掉")
    changed_at: datetime
    entry: EntryShape | None = Field(description="现在的内容；不在清单上的为 null")


class RegisterChangesShape(Schema):
    items: list[RegisterChangedShape]
    next_cursor: str
    more: bool


def listed() -> RegistersShape:
    return RegistersShape(items=[_register(one) for one in queries.with_edition(queries.public())])


def entries(register: Register, on: date, q: str, cursor: str, size: int) -> EntriesShape:
    """What stood on the list on the day, by code, from where the cursor stands; a cursor is of one list and day."""
    of = f"{ENTRIES}:{register.pk}:{on}"
    place = cursors.read(of, cursor)
    after = place[0] if place else ""
    rows = [
        pair for pair in queries.as_of(register, on) if pair[0].code > after and q in pair[1].values.get(register.columns[0]["name"], "")
    ]
    last = rows[size - 1][0].code if len(rows) > size else None
    return EntriesShape(
        on=on, items=[_entry(register, *pair) for pair in rows[:size]], next_cursor=cursors.written(of, last) if last else None
    )


def entry(register: Register, found: Entry) -> EntryHistoryShape:
    return EntryHistoryShape(
        register_slug=register.slug,
        code=found.code,
        name=found.name,
        listed=found.is_listed,
        versions=[_version(one) for one in queries.history(register, found)],
    )


def changed(cursor: str, size: int) -> RegisterChangesShape:
    """What changed after the cursor, in the journal's order."""
    place = cursors.read(CHANGES, cursor)
    found = queries.changed_entries(after=place[0] if place else 0, size=size)
    return RegisterChangesShape(
        items=[
            RegisterChangedShape(
                register_slug=one.register.slug,
                code=one.code,
                name=one.name if one.current else "",  # what was taken down is not said again
                listed=one.is_listed,
                changed_at=at,
                entry=_entry(one.register, one, one.current) if one.is_listed and one.current else None,
            )
            for one, at in found.entries
        ],
        next_cursor=cursors.written(CHANGES, found.reached),
        more=found.more,
    )


def _register(one: Register) -> RegisterShape:
    found: Any = one  # annotated by queries.public and with_edition
    return RegisterShape(
        slug=one.slug,
        url=settings.SITE_URL + reverse("portal:register", args=[one.slug]),
        name=one.name,
        basis=one.basis,
        owner=one.owner.name,
        edition=found.edition_name or "",
        listed=found.listed,
        columns=[ListColumnShape(**column.as_data() | {"local": column.local}) for column in one.schema()],
    )


def _entry(register: Register, one: Entry, version: EntryVersion) -> EntryShape:
    return EntryShape(
        code=one.code,
        url=settings.SITE_URL + reverse("portal:register-entry", args=[register.slug, one.code]),
        name=version.values.get(register.columns[0]["name"], ""),
        values=version.values,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        version=version.number,
        note=version.note,
        looks_again=version.looks_again,
    )


def _version(change: queries.Change) -> EntryVersionShape:
    one = change.version
    if one.approved_at is None:
        raise ValueError("only what was approved is given out")
    return EntryVersionShape(
        version=one.number,
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        ends=one.ends,
        values=one.values,
        note=one.note,
        edition=one.edition.name if one.edition else "",
        approved_at=one.approved_at,
        changed=[list(cells) for cells in change.changed],
    )
