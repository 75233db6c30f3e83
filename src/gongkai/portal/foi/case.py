"""进度: one case as its applicant sees it, with the account of its time limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongkai.foi.letters import files_for_applicant, readable_by_applicant
from gongkai.foi.models import Case, Happening
from gongkai.foi.rules import account
from gongkai.foi.rules.account import DayLine
from gongkai.foi.rules.clock import Clock
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.stages import Stage, offers_to_applicant
from gongkai.foi.rules.waits import Waiting
from gongkai.foi.standing import Standing, standing_of
from gongkai.portal.foi.views import HOME, opened
from gongkai.portal.page import show
from gongkai.shared.clock import today
from gongkai.ui.pieces import Event

# What an applicant is told of; searches, notes, reviews and whom else was asked stay inside the office.
TOLD = {
    Action.SUBMIT: "提交申请",
    Action.RECEIVE: "机关收到申请",
    Action.REGISTER: "登记",
    Action.EXAMINE: "开始审查",
    Action.CLARIFY: "请您补正",
    Action.TAKE_CLARIFICATION: "收到您的补正",
    Action.ASK_REASON: "请您说明理由",
    Action.TAKE_REASON: "收到您说明的理由",
    Action.JUDGE_REASON: "对理由作出认定",
    Action.DELAY: "确定延迟答复的期限",
    Action.DISPATCH: "转交承办单位",
    Action.CONSULT_THIRD_PARTY: "征求第三方意见",
    Action.CONSULT_CO_ORGAN: "征求其他机关意见",
    Action.RECORD_OPINION: "收到意见",
    Action.RECORD_SILENCE: "对方逾期未答复",
    Action.CHARGE: "收费通知",
    Action.RECORD_NOTICE: "通知送到您",
    Action.RECORD_PAYMENT: "收到缴费",
    Action.EXTEND: "延长答复期限",
    Action.SIGN: "作出答复",
    Action.SERVE: "送达答复",
    Action.CLOSE: "终止处理",
    Action.WITHDRAW: "撤回申请",
    Action.ARCHIVE: "归档",
}


RATINGS = ((5, "很满意"), (4, "满意"), (3, "一般"), (2, "不满意"), (1, "很不满意"))


@dataclass(frozen=True)
class Month:
    """One month of the account as weeks of seven; None where no day of it lies."""

    year: int
    number: int
    weeks: tuple[tuple[DayLine | None, ...], ...]


@dataclass(frozen=True)
class Told:
    """The state of the clock in one sentence, for the head of the page."""

    shape: str
    heading: str
    says: str


@never_cache
@require_safe
def case(request: HttpRequest, here: str) -> HttpResponse:
    """Only for who opened it with code and telephone."""
    found = opened(request, here)
    on = today()
    standing = standing_of(found, on=on)
    clock, rows = standing.clock, happened(found)
    return show(
        request,
        "portal/foi/case.html",
        section="portal:foi",
        trail=[(HOME[0], reverse(HOME[1])), (found.number or "我的申请", "")],
        case=found,
        here=here,
        outcome=Outcome(found.outcome).label if found.outcome else "",
        told=told(found, standing, on),
        said=account.explained(clock, is_correction=found.is_correction) if clock else (),
        months=months(account.days(clock)) if clock else (),
        events=[Event(TOLD[Action(row.kind)], row.on) for row in rows if row.kind in TOLD],
        offers=[offer for offer in offers_to_applicant(standing.facts, on) if not offer.blocked],
        asked=asked_of(rows, clock),
        wordings=found.wordings.all(),
        parts=found.parts.only("ticket", "number", "info_title", "info_doc_no", "info_text"),
        letters=readable_by_applicant(found).order_by("-id"),  # the reply before what led to it
        files=files_for_applicant(found),
        ratings=RATINGS,
        rated=dict(RATINGS).get(found.satisfaction or 0, ""),
        today=on,
    )


@dataclass(frozen=True)
class Asked:
    """What the applicant was asked for, and until when."""

    items: tuple[str, ...]
    answer_by: date | None


def happened(case: Case) -> list[Happening]:
    """What happened and was not found to be written down by mistake."""
    rows = list(case.happenings.all())
    gone = {row.cancels_id for row in rows if row.cancels_id}
    return [row for row in rows if not row.cancels_id and row.pk not in gone]


def asked_of(rows: Sequence[Happening], clock: Clock | None) -> dict[str, Asked]:
    """What each open question asks, by the step that answers it: what to clarify, why a reason is wanted. The day to clarify by is later
    than in the letter where the letter came later."""
    made = {}
    limits = {wait.what: wait.limit for wait in clock.waits} if clock else {}
    for row in rows:
        items = row.data.get("items") or ([row.data["why"]] if row.data.get("why") else [])
        by = row.data.get("answer_by")
        if answer := {Action.CLARIFY: Action.TAKE_CLARIFICATION, Action.ASK_REASON: Action.TAKE_REASON}.get(Action(row.kind)):
            later = limits.get(Waiting.CLARIFICATION) if row.kind == Action.CLARIFY else None
            made[answer.value] = Asked(tuple(items), later or (date.fromisoformat(by) if by else None))
    return made


def told(case: Case, standing: Standing, on: date) -> Told:
    """Where the clock stands, in words a citizen uses."""
    clock, stage = standing.clock, Stage(case.stage)
    if stage.is_closed:
        heading = f"已经答复：{Outcome(case.outcome).label}" if case.served_on and case.outcome else "已经终止处理"
        return Told("good", heading, _ended(case, clock, on))
    if clock is None:
        return Told("info", "等待机关确认收到", "网上提交的申请，经办人应在1个工作日内确认收到；确认之后开始计算答复期限。")
    if waiting := clock.waiting_for(on):
        return Told("info", "、".join(what.label for what in waiting), f"这段时间不计入答复期限。{_afterwards(clock)}")
    if clock.due_on is None:
        if clock.unknown is None:  # asked today: the wait itself begins tomorrow
            return Told("info", stage.label, _afterwards(clock))
        return Told("warn", "期限暂不能确定", str(clock.unknown))
    if clock.is_overdue(on):
        late = f" {clock.overdue(on)} 个工作日" if clock.overdue(on) else ""
        return Told(
            "bad",
            f"已超过答复期限{late}",
            f"本应在{account.chinese(clock.due_on)}前答复。您可以投诉，也可以依法申请行政复议或者提起行政诉讼。",
        )
    return Told("info", f"最晚 {account.chinese(clock.due_on)} 答复", f"还剩 {clock.remaining(on)} 个工作日。")


def _afterwards(clock: Clock) -> str:
    """What becomes of the date when the answer comes: it is counted anew, or the count goes on from where it stopped."""
    if any(wait.restarts and wait.is_open for wait in clock.waits):
        return "收到后重新计算期限。"
    if clock.due_on is None:
        return "收到意见后，从停下的地方接着计算期限。"
    return f"收到意见后，从停下的地方接着计算。预计最晚答复：{account.chinese(clock.due_on)}，收到意见后再算准。"


def _ended(case: Case, clock: Clock | None, on: date) -> str:
    if case.served_on is None:
        return f"{account.chinese(case.closed_on)}终止处理。" if case.closed_on else ""
    served = f"{account.chinese(case.served_on)}送达，"
    if clock is None or not clock.is_overdue(on):
        return served + ("在期限之内。" if case.is_correction else "在法定期限之内。")
    return served + (f"超过期限 {clock.overdue(on)} 个工作日。" if clock.overdue(on) else "超过了期限。")


def months(lines: Sequence[DayLine]) -> tuple[Month, ...]:
    """The days laid out as a calendar, Monday first."""
    made = []
    for (year, number), run in groupby(lines, key=lambda line: (line.day.year, line.day.month)):
        days = {line.day.day: line for line in run}
        first = min(days)
        start = first - date(year, number, first).weekday()
        weeks = tuple(tuple(days.get(day) for day in range(week, week + 7)) for week in range(start, max(days) + 1, 7))
        made.append(Month(year, number, weeks))
    return tuple(made)
