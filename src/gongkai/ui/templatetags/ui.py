"""The kit's tags and filters. Every tag prints what it is given; none reads the database.

Shapes handed in: a *trail* is [(label, url or "")], *pages* is a `django.core.paginator.Page`, *facets* are `ui.pieces.Facet`s,
*facts* are `ui.pieces.Fact`s, *events* are `ui.pieces.Event`s, highlight *pieces* are [(text, is_hit)]."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import segno
from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.http import HttpRequest
from django.template.context import RequestContext
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from gongkai.ui import icons
from gongkai.ui.look import Look, look_of
from gongkai.ui.pieces import Event, Facet, Fact
from gongkai.ui.site import Site, site

register = template.Library()


@register.filter
def zh_date(value: date | datetime | None) -> str:
    """2025年6月10日; an empty string for None."""
    if value is None or value == "":
        return ""
    day = localtime(value) if isinstance(value, datetime) and value.tzinfo else value
    return f"{day.year}年{day.month}月{day.day}日"


@register.filter
def zh_moment(value: datetime | None) -> str:
    """2025年6月10日 09:05, Beijing time."""
    if not value:
        return ""
    return f"{zh_date(value)} {(localtime(value) if value.tzinfo else value):%H:%M}"


@register.filter
def iso(value: date | datetime | None) -> str:
    """The machine-readable form for `<time datetime>`."""
    return value.isoformat() if value else ""


@register.filter
def file_size(size: int | None) -> str:
    """Bytes as a person says them: 830 字节, 12 KB, 3.4 MB."""
    if size is None:
        return ""
    if size < 1024:
        return f"{size} 字节"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024 / 1024:.1f} MB"


@register.filter
def grouped(number: int | None) -> str:
    """12,345."""
    return "" if number is None else f"{number:,}"


@register.simple_tag
def ui_site() -> Site:
    """Name and footer values of this site; what is not set is an empty string."""
    return site()


@register.simple_tag(takes_context=True)
def ui_look(context: RequestContext) -> Look:
    """Elder mode and theme the reader has chosen (cookies). Error pages rendered without a request get the default."""
    request: HttpRequest | None = context.get("request")
    return look_of(request.COOKIES if request else {})


@register.simple_tag
def ui_icon(name: str) -> SafeString:
    """An inline icon, hidden from screen readers: the words beside it carry the meaning."""
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', mark_safe(icons.PATHS[name]))  # noqa: S308


_SHAPES = {
    "有效": "good",
    "现行有效": "good",
    "已发布": "good",
    "尚未生效": "wait",
    "待确认": "wait",
    "已修改": "past",
    "历史文本": "past",
    "部分失效": "part",
    "失效": "stop",
    "已失效": "stop",
    "废止": "stop",
    "已废止": "stop",
    "停止执行": "stop",
    "已撤回": "stop",
}


@register.simple_tag
def ui_status(label: str, shape: str = "") -> SafeString:
    """A state as a word with a shape before it. `shape`: good wait part stop past; without it, known words choose their own."""
    return format_html('<span class="status {}">{}</span>', shape or _SHAPES.get(label, ""), label) if label else mark_safe("")


@register.simple_tag
def ui_highlight(pieces: Iterable[tuple[str, bool]] | str) -> SafeString:
    """Text with its hits marked; the pieces are escaped here."""
    if isinstance(pieces, str):
        pieces = [(pieces, False)]
    return format_html_join("", "{}", ((format_html("<mark>{}</mark>", text) if hit else text,) for text, hit in pieces))


@register.simple_tag
def ui_qr(address: str, label: str) -> SafeString:
    """A QR code as inline SVG with a text alternative; error correction M, quiet zone of 2 modules on the white plate around it."""
    drawing = segno.make(address, error="m").svg_inline(scale=1, border=2, omitsize=True)
    return format_html('<span class="qr" role="img" aria-label="{}">{}</span>', label, mark_safe(drawing))  # noqa: S308


@register.inclusion_tag("ui/trail.html")
def ui_trail(trail: list[tuple[str, str]]) -> dict[str, Any]:
    return {"trail": trail}


@register.inclusion_tag("ui/pages.html", takes_context=True)
def ui_pages(context: RequestContext, page: Page) -> dict[str, Any]:
    """Page numbers that keep the other parameters of the address."""
    return {
        "request": context["request"],
        "page": page,
        "numbers": list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
        "gap": page.paginator.ELLIPSIS,
    }


@register.inclusion_tag("ui/facets.html")
def ui_facets(facets: list[Facet]) -> dict[str, Any]:
    return {"facets": facets}


@register.inclusion_tag("ui/facts.html")
def ui_facts(facts: list[Fact]) -> dict[str, Any]:
    return {"facts": facts}


@register.inclusion_tag("ui/timeline.html")
def ui_timeline(events: list[Event], level: int = 3) -> dict[str, Any]:
    return {"events": events, "level": level}


@register.inclusion_tag("ui/field.html")
def ui_field(field: BoundField) -> dict[str, Any]:
    """One form field with label, help and error tied to it for screen readers."""
    kind = "" if field.use_fieldset else getattr(field.field.widget, "input_type", "")  # many boxes are a group, not one box
    shown_by = " ".join(
        name for name, there in ((f"{field.auto_id}-help", field.help_text), (f"{field.auto_id}-error", field.errors)) if there
    )
    attrs: dict[str, str | bool] = {"aria-describedby": shown_by} if shown_by else {}
    if field.errors:
        attrs["aria-invalid"] = "true"
    return {"field": field, "kind": kind, "widget": field.as_widget(attrs=attrs)}


@register.inclusion_tag("ui/errors.html")
def ui_errors(form: Any) -> dict[str, Any]:
    """The list of what is wrong, at the top of the form, each line leading to its field; and which chosen files are gone with it, since
    a page that comes back cannot hand them over again."""
    comes_back = form.errors or not form.is_bound
    return {"form": form, "lost": "、".join(str(form[name].label) for name in form.files if name in form.fields) if comes_back else ""}


@register.inclusion_tag("ui/alert.html")
def ui_alert(kind: str, text: str, title: str = "") -> dict[str, Any]:
    """`kind`: info good warn bad."""
    return {"kind": kind, "text": text, "title": title, "icon": {"bad": "warn", "warn": "warn", "good": "good"}.get(kind, "info")}


@register.inclusion_tag("ui/empty.html")
def ui_empty(title: str, advice: str = "", url: str = "", action: str = "") -> dict[str, Any]:
    return {"title": title, "advice": advice, "url": url, "action": action}


@register.inclusion_tag("ui/progress.html")
def ui_progress(done: int, total: int, label: str) -> dict[str, Any]:
    return {"done": done, "total": total, "label": label}
