"""How often one address may send, try or make something, and how it is told."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gongkai.people.throttle import allow, client_address
from gongkai.portal.page import show
from gongkai.shared.clock import now

HOUR = timedelta(hours=1)


def within(request: HttpRequest, what: str, most: int, period: timedelta = HOUR) -> bool:
    """Whether this address has done it at most so often within the period; counts this time."""
    return allow(f"{what}:{client_address(request.META, behind_proxy=settings.BEHIND_PROXY)}", most, period, now())


def too_many(request: HttpRequest, why: str, *, heading: str = "提交得太频繁了", period: timedelta = HOUR) -> HttpResponse:
    """429 in words: `why` says how often is allowed and what can be done instead."""
    response = show(request, "portal/message.html", status=429, code=429, heading=heading, lines=[why], trail=[(heading, "")])
    response["Retry-After"] = str(int(period.total_seconds()))
    return response


def tried_often(most: int, what: str, otherwise: str) -> str:
    """Why no more tries are taken, counted by `what`; `otherwise` says what can be done instead."""
    return f"为了防止机器大量尝试，{what}每小时最多 {most} 次。请过一会儿再来，{otherwise}。"
