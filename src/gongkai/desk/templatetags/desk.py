"""What the frame of the desk needs on every page, and how the desk says things. Only `desk_menu` reads the database."""

from datetime import date
from typing import Any

from django import template
from django.template.context import RequestContext

from gongkai.desk.journal.words import in_words
from gongkai.desk.menu import Menu, menu_of
from gongkai.desk.rows import flags_on
from gongkai.journal.models import Entry
from gongkai.policies.rules.interpreting import Form
from gongkai.policies.rules.kinds import Category, ItemState, RelationKind, Visibility
from gongkai.policies.rules.validity import Status
from gongkai.publishing.rules.hits import Level
from gongkai.shared.clock import today

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_menu(context: RequestContext) -> Menu | None:
    """The menu with its counts; None for whoever has not passed the guard of a page (sign-in pages, errors)."""
    request: Any = context.get("request")
    return menu_of(request, today()) if getattr(request, "actor", None) else None


@register.filter
def category(value: str | None) -> str:
    """What a paper is; empty where nothing was read yet."""
    return Category(value).label if value else ""


@register.filter
def form_names(values: list[str]) -> str:
    """解读形式 as a plan lists them."""
    return "、".join(Form(value).label for value in values)


@register.filter
def visibility(value: str) -> str:
    return Visibility(value).label


@register.filter
def standing(value: str) -> str:
    """有效性 in words; empty for a policy never published."""
    return Status(value).label if value else ""


@register.filter
def relation(value: str) -> str:
    return RelationKind(value).label


@register.filter
def relation_back(value: str) -> str:
    return RelationKind(value).label_from_target


@register.filter
def item_state(value: str) -> str:
    return ItemState(value).label


@register.filter
def item_shape(value: str) -> str:
    """The mark before an item's state."""
    return {"ready": "wait", "confirmed": "good", "failed": "stop", "discarded": "past", "duplicate": "past"}.get(value, "wait")


register.filter("flags_on", flags_on)


@register.filter
def level_shape(value: str) -> str:
    return {Level.HIGH: "stop", Level.MIDDLE: "part"}.get(Level(value), "past")


@register.filter
def sureness(confidence: float) -> str:
    """How sure a reading is, in a word."""
    if confidence >= 0.9:
        return "很有把握"
    if confidence >= 0.7:
        return "较有把握"
    return "请核对"


@register.filter
def happened(entry: Entry) -> str:
    """An entry of the journal in words."""
    return in_words(entry.kind)


@register.filter
def said(value: Any) -> str:
    """A value as a person reads it: lists joined, nothing as a dash."""
    if isinstance(value, list | tuple):
        return "、".join(str(part) for part in value)
    return str(value) if value not in (None, "") else "—"


@register.filter
def weekday(day: date) -> str:
    return f"周{'一二三四五六日'[day.weekday()]}"


@register.filter
def alert_kind(level: str) -> str:
    """The kit's word for a level of Django's messages."""
    return {"error": "bad", "warning": "warn", "success": "good"}.get(level, "info")
