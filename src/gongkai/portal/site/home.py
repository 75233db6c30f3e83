"""The first page: search before anything else, then what is new."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongkai.policies import queries
from gongkai.policies.rules.kinds import Category
from gongkai.portal.page import show
from gongkai.shared.clock import today

LATEST_POLICIES = 8
LATEST_INTERPRETATIONS = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    on = today()
    return show(
        request,
        "portal/site/home.html",
        section="portal:home",
        policies=queries.newest(Category.POLICY, on=on, count=LATEST_POLICIES),
        interpretations=queries.newest(Category.INTERPRETATION, on=on, count=LATEST_INTERPRETATIONS),
        topics=queries.topics(on)[:8],
        numbers=queries.numbers(on),
        latest=queries.latest_change(on),
        on=on,
    )
