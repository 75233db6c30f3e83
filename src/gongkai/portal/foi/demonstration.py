"""办事流程演示: an application from the first word to the archive, one step a page, for a screen at the counter or at home."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.foi.rules.clock import wind
from gongkai.foi.rules.demonstration import demonstration
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.permits import WHO_MAY
from gongkai.foi.rules.waits import clarify_by
from gongkai.portal.foi.views import HOME
from gongkai.portal.page import show
from gongkai.shared.clock import today
from gongkai.workdays.queries import calendar
from gongkai.workdays.rules.calendar import NotYetKnown

TITLE = "办事流程演示"


@require_safe
def walk(request: HttpRequest) -> HttpResponse:
    """`?step=` from 1; 404 for a step there is not."""
    who: dict[Any, str] = {
        permit: "或".join("且".join(asked.__doc__ or "" for asked in row) for row in rows) for permit, rows in WHO_MAY.items()
    }
    steps = demonstration(who)
    asked = request.GET.get("step", "1")
    if asked not in {str(number) for number in range(1, len(steps) + 1)}:
        raise Http404
    number = int(asked)
    step = steps[number - 1]
    return show(
        request,
        "portal/foi/demonstration.html",
        section="portal:foi",
        trail=[(HOME[0], reverse(HOME[1])), (TITLE, "")],
        steps=[(n, one.action.label) for n, one in enumerate(steps, 1)],
        number=number,
        step=step,
        example=_example(step.action, today()),
    )


def _example(action: Action, on: date) -> str:
    """What the day would be for an application handed in today; empty where no day of law falls on the step."""
    try:
        days = calendar()
        match action:
            case Action.RECEIVE:
                return f"今天（{_day(on)}）当面提交的，今天就是收到日。"
            case Action.EXAMINE:
                return f"今天收到的，要请您补正的话，最晚在{_day(clarify_by(on, days))}前一次性告诉您。"
            case Action.SIGN | Action.SERVE:
                due = wind(on, (), days).due_on
                return f"今天收到、中间没有补正和征求意见的，最晚{_day(due)}答复。" if due else ""
            case _:
                return ""
    except NotYetKnown:
        return "明年的放假安排公布以后才算得出具体日期。"


def _day(day: date) -> str:
    return f"{day:%Y年%-m月%-d日}"
