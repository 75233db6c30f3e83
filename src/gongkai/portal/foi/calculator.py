"""算期限: the same clock for anybody, on dates typed in. Nothing is kept."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.foi.rules import account
from gongkai.foi.rules.clock import wind
from gongkai.foi.rules.facts import Clarification, Consultation, Consulted, Extension
from gongkai.portal.foi.case import months
from gongkai.portal.foi.views import HOME
from gongkai.portal.page import show
from gongkai.shared.clock import today
from gongkai.shared.refusal import Refused
from gongkai.ui.fields import day
from gongkai.workdays.queries import calendar


class CalculatorForm(forms.Form):
    received = day("机关收到申请的日期")
    asked = day("发出补正告知的日期", required=False)
    clarified = day("收到补正的日期", required=False)
    sent = day("发出征求意见书的日期", required=False)
    reached = day("对方收到的日期", required=False)
    answered = day("收到意见的日期", "对方没有答复的不填。", required=False)
    extended = forms.IntegerField(
        label="延长几个工作日",
        required=False,
        min_value=1,
        max_value=20,
        error_messages=dict.fromkeys(("min_value", "max_value", "invalid"), "延长 1 至 20 个工作日，请填整数。"),
    )

    def clean(self) -> dict[str, Any]:
        """A day that answers a question needs the day it was asked: without it, it would be passed over."""
        given = super().clean() or {}
        for question, answers in (("asked", ("clarified",)), ("sent", ("reached", "answered"))):
            if question in given and not given[question] and any(given.get(answer) for answer in answers):
                self.add_error(question, f"请填写{self.fields[question].label}，或者把后面的日期去掉。")
        return given


@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    """The due date of the dates asked for, with its account."""
    form = CalculatorForm(request.GET or None, initial={"received": today()})
    found: dict[str, object] = {}
    if request.GET and form.is_valid():
        try:
            found = _counted(form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        except OverflowError:  # the last days there are
            form.add_error(None, "日期太远，算不出来。请核对年份。")
    return show(
        request,
        "portal/foi/calculator.html",
        section="portal:foi",
        trail=[(HOME[0], reverse(HOME[1])), ("算一算期限", "")],
        status=400 if form.errors else 200,
        form=form,
        **found,
    )


def _counted(given: dict[str, date | int | None]) -> dict[str, object]:
    received = given["received"]
    if not isinstance(received, date):
        raise Refused("请填写机关收到申请的日期。", field="received")
    facts: list[object] = []
    if given["asked"]:
        facts.append(Clarification(given["asked"], answered_on=given["clarified"]))  # type: ignore[arg-type]
    if given["sent"]:
        facts.append(Consultation(Consulted.THIRD_PARTY, given["sent"], given["reached"], given["answered"]))  # type: ignore[arg-type]
    if given["extended"]:
        facts.append(Extension(received, given["extended"]))  # type: ignore[arg-type]
    clock = wind(received, facts, calendar())  # type: ignore[arg-type]
    return {"clock": clock, "due": clock.due(), "said": account.explained(clock), "months": months(account.days(clock))}
