"""How often one address may send or try something here."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gongkai.people.throttle import allow, client_address
from gongkai.portal.page import show
from gongkai.shared.clock import now


def within(request: HttpRequest, what: str, most: int) -> bool:
    """Whether this address has done it at most so often within the hour; counts this time."""
    address = client_address(request.META, behind_proxy=settings.BEHIND_PROXY)
    return allow(f"foi-{what}:{address}", most, timedelta(hours=1), now())


def too_many(request: HttpRequest, most: int, otherwise: str) -> HttpResponse:
    """429 in words; `otherwise` says what can be done instead."""
    heading = "提交得太频繁了"
    response = show(
        request,
        "portal/message.html",
        status=429,
        code=429,
        heading=heading,
        lines=[f"为了防止机器大量尝试，同一来源每小时最多 {most} 次。请过一会儿再来，{otherwise}。"],
        trail=[(heading, "")],
    )
    response["Retry-After"] = "3600"
    return response
