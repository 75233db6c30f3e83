"""工作日历：the year at a glance; a notice is pasted by one person and confirmed by another."""

import calendar as months
from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.desk.door import StaffRequest, deed, done, may_over_all, show, staff
from gongkai.desk.facts_form import DayInput
from gongkai.desk.plain_forms import NothingForm, ReasonForm
from gongkai.desk.rows import holiday_notices
from gongkai.journal.calendar import confirm_notice, propose_notice, reject_notice
from gongkai.journal.rules.permits import Permit
from gongkai.people.models import Officer
from gongkai.shared.clock import now, today
from gongkai.shared.refusal import Refused
from gongkai.workdays.models import HolidayNotice
from gongkai.workdays.queries import calendar, notices_in_force, preview
from gongkai.workdays.rules.calendar import Calendar, DayKind

FIRST_YEAR, LAST_YEAR = 2000, 2100
KINDS = {DayKind.WORKDAY: "工作日", DayKind.MADE_UP: "调休上班", DayKind.WEEKEND: "休息日", DayKind.OFF: "放假"}


class NoticeForm(forms.Form):
    text = forms.CharField(
        label="通知全文",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="粘贴国务院办公厅《关于××××年部分节假日安排的通知》全文，从标题到落款。",
        error_messages={"required": "请粘贴通知全文。"},
    )
    number = forms.CharField(label="发文字号", required=False, max_length=40, help_text="文中有的不必填。")
    issued_on = forms.DateField(label="成文日期", required=False, widget=DayInput(), help_text="文中有的不必填。")


@dataclass(frozen=True)
class Day:
    """A cell of the year; `kind` empty: another month's cell, or a day that cannot be told yet."""

    day: date | None
    kind: str = ""
    words: str = ""


@dataclass(frozen=True)
class Month:
    number: int
    weeks: list[list[Day]]


@staff()
def year(request: StaffRequest) -> HttpResponse:
    """Twelve months. A year without a notice is shown as not yet published, its days of no kind."""
    raw = request.GET.get("year", "")
    if raw and not (raw.isascii() and raw.isdigit() and FIRST_YEAR <= int(raw[:5]) <= LAST_YEAR):
        raise Refused(f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。")
    chosen_year = int(raw) if raw else today().year
    known = calendar()
    notice = next((one for one in notices_in_force() if one.year == chosen_year), None)
    return show(
        request,
        "desk/calendar/year.html",
        trail=[("工作日历", "")],
        year=chosen_year,
        years=sorted({*known.years, chosen_year, today().year, today().year + 1}),
        known=chosen_year in known.years,
        notice=notice,
        months=[_month(known, chosen_year, number) for number in range(1, 13)],
        waiting=[one for one in holiday_notices() if one.state == HolidayNotice.State.PROPOSED],
        may_propose=may_over_all(request, Permit.PROPOSE_NOTICE),
        today=today(),
    )


def _month(known: Calendar, chosen_year: int, number: int) -> Month:
    weeks = months.Calendar().monthdatescalendar(chosen_year, number)
    return Month(number, [[_day(known, day) if day.month == number else Day(None) for day in week] for week in weeks])


def _day(known: Calendar, day: date) -> Day:
    if day.year not in known.years:
        return Day(day, "", "尚未公布")
    kind = known.kind(day)
    festival = known.off.get(day) or known.made_up.get(day) or ""
    return Day(day, kind.value, f"{festival}{KINDS[kind]}")


@staff(Permit.PROPOSE_NOTICE, acts=True)
def propose(request: StaffRequest) -> HttpResponse:
    """Paste, look at what was read, then propose."""
    form = NoticeForm(request.POST or None)
    seen = None
    if form.is_valid():
        if "propose" in request.POST:
            if done(form, _propose, by=request.officer, at=now()):
                messages.success(request, "已提交，请另一位有权限的同事核对确认后生效。")
                return redirect("desk:holiday-notice", form.result.pk)  # type: ignore[attr-defined]
        else:
            try:
                seen = preview(form.cleaned_data["text"])
            except Refused as refused:
                form.add_error("text", str(refused))
    context = {"form": form, "parsed": seen[0] if seen else None, "changes": seen[1] if seen else (), "kinds": KINDS}
    return show(request, "desk/calendar/propose.html", trail=[("工作日历", reverse("desk:calendar")), ("录入放假通知", "")], **context)


def _propose(*, text: str, number: str, issued_on: date | None, by: Officer, at: datetime) -> HolidayNotice:
    return propose_notice(text, number=number, issued_on=issued_on, by=by, at=at)


@staff()
def notice(request: StaffRequest, pk: int) -> HttpResponse:
    """A notice with what it says and what it would change."""
    one = find_notice(pk)
    parsed, changes = preview(one.text, one.year)
    waits = one.state == HolidayNotice.State.PROPOSED
    context = {
        "notice": one,
        "parsed": parsed,
        "changes": changes if waits else (),
        "may_confirm": waits and may_over_all(request, Permit.CONFIRM_NOTICE) and one.proposed_by != request.officer.pk,
        "may_reject": waits and may_over_all(request, Permit.REJECT_NOTICE),
        "is_own": waits and one.proposed_by == request.officer.pk,
    }
    return show(request, "desk/calendar/notice.html", trail=[("工作日历", reverse("desk:calendar")), (one.number, "")], **context)


@staff(Permit.CONFIRM_NOTICE, acts=True)
def confirm(request: StaffRequest, pk: int) -> HttpResponse:
    one = find_notice(pk)
    return deed(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        confirm_notice,
        one,
        title=f"确认 {one.number}",
        says=f"请与官方原文逐日核对。确认后，{one.year} 年的工作日立即按它计算，所有在办期限随之重算。",
        button="核对无误，确认生效",
        back=reverse("desk:calendar") + f"?year={one.year}",
        said="放假通知已生效。",
        trail=[("工作日历", reverse("desk:calendar")), (one.number, reverse("desk:holiday-notice", args=[pk]))],
    )


@staff(Permit.REJECT_NOTICE, acts=True)
def reject(request: StaffRequest, pk: int) -> HttpResponse:
    one = find_notice(pk)
    return deed(
        request,
        ReasonForm(request.POST or None, label="退回理由"),
        reject_notice,
        one,
        title=f"退回 {one.number}",
        says="退回后日历不变，提交人可以改正后重新录入。",
        button="退回",
        danger=True,
        back=reverse("desk:calendar"),
        said="已退回。",
        trail=[("工作日历", reverse("desk:calendar")), (one.number, reverse("desk:holiday-notice", args=[pk]))],
    )


def find_notice(pk: int) -> HolidayNotice:
    found = holiday_notices().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
