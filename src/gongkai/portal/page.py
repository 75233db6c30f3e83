"""How a portal page is sent: its column, its trail, and the messages that take a page's place."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse


def show(request: HttpRequest, template: str, *, section: str = "", trail: list[tuple[str, str]] | None = None, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page of the column `section` (an url name). `trail`: (label, url) after 首页, the last without url."""
    steps = [("首页", reverse("portal:home")), *trail] if trail else []
    return render(request, template, {"section": section, "trail": steps, **context}, status=status)


def refuse(request: HttpRequest, message: str, *, heading: str = "这个请求无法处理", status: int = 400) -> HttpResponse:
    """A bad parameter is answered in words, never with an empty list."""
    return show(request, "portal/message.html", status=status, heading=heading, lines=[message], trail=[(heading, "")])
