"""What this room does by itself: warn before a date passes, keep the dates true as days go by, count anew when the calendar or an
organ's way of counting changes, and carry out what was signed."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.documents.actions import erase
from gongkai.foi.actions import letters
from gongkai.foi.actions.recomputing import Wound, wind_anew
from gongkai.foi.actions.telling import handlers, heads, tell_of
from gongkai.foi.actions.texts import in_words
from gongkai.foi.models import Case, Consultation, Fee, Happening, Letter
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.stages import Stage
from gongkai.foi.standing import facts_of
from gongkai.journal.duties import at as each_day_at
from gongkai.journal.duties import follower
from gongkai.journal.models import Entry
from gongkai.notices.actions import post
from gongkai.shared import clock
from gongkai.workdays.queries import calendar
from gongkai.workdays.rules.calendar import NotYetKnown

HEAD_FROM = 3  # working days left from which the head of the organ is told too: no article asks for it
USUAL_POST = 5  # working days in which a letter by post has come and is signed for: 【推】 待复核
REACH = timedelta(days=31)  # ten working days lie within a month, whatever holidays are in it
OVERDUE = -1
TRACKING = "/foi/track/"
_WAITING = (Stage.CLARIFYING, Stage.EXPLAINING, Stage.FEE_NOTIFIED, Stage.CONSULTING)


@each_day_at("foi.standing", cron="5 0 * * *")
def keep_up_with_the_day(now: datetime) -> None:
    """每天 00:05: a wait begins to count, or ends with the fifteenth day, without anybody doing anything."""
    touched = Q(is_paused=True) | Q(stage__in=_WAITING) | Q(due_on=None, received_on__isnull=False)
    wind_anew(Case.objects.filter(touched), at=now)


@each_day_at("foi.warnings", cron="0 8 * * *")
def warn(now: datetime) -> None:
    """每天 08:00: ten, five, three, one and no working days left, and overdue; each band once, and again when the date has moved."""
    today = now.date()
    near = Case.objects.filter(Q(due_on__lte=today + REACH) | Q(warned__isnull=False)).exclude(warned=OVERDUE, due_on__lt=today)
    wind_anew(near, at=now, then=lambda found: _warn(found, now))


def _warn(found: Wound, now: datetime) -> None:
    band = found.clock.warning(now.date())
    if band == found.case.warned:
        return
    case = found.case
    Case.objects.filter(pk=case.pk).update(warned=band)
    if band is None or case.due_on is None:
        return
    told = [*handlers(case), *(heads(case.organ) if band <= HEAD_FROM else [])]
    left = found.clock.remaining(now.date())
    subject = "已超过答复期限" if band == OVERDUE else "今天到期" if band == 0 else f"还剩{left}个工作日"
    body = f"答复期限：{in_words(case.due_on)}。" + ("请立即办理并说明逾期原因。" if band == OVERDUE else "请抓紧办理。")
    tell_of(case, told, subject, body, at=now, key=f"foi.case:{case.pk}:{case.due_on}:{band}")


@each_day_at("foi.unreached", cron="10 8 * * *")
def ask_whether_it_came(now: datetime) -> None:
    """每天 08:10: a letter on which the clock waits has been out for the usual days and nobody wrote down that it came: who handles the case
    is told, once. An extension nobody was told of yet is asked for on the next day: it is worth nothing after the first date."""
    for case, what, since in _not_come(now.date()):
        if _workdays_since(since, now.date()) < USUAL_POST:
            continue
        body = f"{what}于{in_words(since)}作出，至今没有登记对方收到。请查询邮件并登记送达、签收；被退回的，请再次送达。"
        tell_of(case, handlers(case), "文书没有登记收到", body, at=now, key=f"foi.unreached:{case.pk}:{what}:{since}")
    for row in _of_open_cases(Happening.objects.filter(kind=Action.EXTEND, on__lt=now.date())):
        extension = facts_of(row.case).extension
        if extension and extension.is_untold:
            until = f"须在{in_words(row.case.due_on)}之前（含当日）送出，" if row.case.due_on else ""
            body = f"延期告知书还没有登记送达：{until}期限届满之后送出的，不发生延长的效力。"
            tell_of(row.case, handlers(row.case), "延期还没有告知申请人", body, at=now, key=f"foi.untold:{row.pk}")


def _not_come(today: date) -> Iterator[tuple[Case, str, date]]:
    """What is waited for in open cases and not known to have come: the case, the letter in words, the day it was made."""
    for row in _of_open_cases(Consultation.objects.filter(reached_on=None, answer="", sent_on__lt=today)):
        yield row.case, f"征求{row.get_kind_display()}意见的文书", row.sent_on
    for fee in _of_open_cases(Fee.objects.filter(reached_on=None, paid_on=None, notified_on__lt=today)):
        yield fee.case, "收费通知书", fee.notified_on
    for step in _of_open_cases(
        Happening.objects.filter(kind__in=(Action.CLARIFY, Action.ASK_REASON), case__stage__in=_WAITING, on__lt=today)
    ):
        facts = facts_of(step.case)
        asked = facts.clarification if step.kind == Action.CLARIFY else facts.reason_request
        if asked and asked.is_open and asked.on_its_way:
            yield step.case, "补正告知书" if step.kind == Action.CLARIFY else "说明理由告知书", step.on


def _of_open_cases(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(case__closed_on=None).select_related("case__organ", "case__handler").order_by("pk")


def _workdays_since(day: date, today: date) -> int:
    try:
        return calendar().workdays_between(day, today)
    except NotYetKnown:
        return 0


@follower("foi.calendar", kinds=("workdays.calendar.changed", "foi.clock.chosen"), batch=20)
def count_anew(entries: list[Entry]) -> None:
    """A notice of holidays was confirmed, or an organ decided how it counts: open cases get their new dates, and who handles one whose
    date moved is told."""
    for entry in entries:
        wind_anew(_touched_by(entry), at=clock.now(), then=partial(_tell_moved, entry))


def _touched_by(entry: Entry) -> QuerySet[Case]:
    if entry.kind == "foi.clock.chosen":
        return Case.objects.filter(organ_id=entry.data["organ"])
    changed = [*map(date.fromisoformat, entry.data["days"]), *(date(year, 1, 1) for year in entry.data["years"])]
    return Case.objects.filter(Q(due_on=None) | Q(due_on__gte=min(changed)))


def _tell_moved(entry: Entry, found: Wound) -> None:
    if not found.has_moved:
        return
    case = found.case
    why = "放假安排有变化" if entry.kind == "workdays.calendar.changed" else "本机关确定了新的计时口径"
    before, after = (in_words(day) if day else "暂未确定" for day in (found.before, case.due_on))
    body = f"{why}，答复期限由{before}改为{after}。"
    tell_of(case, handlers(case), "答复期限有变化", body, at=entry.at, key=f"foi.case:{case.pk}:entry:{entry.pk}")


@follower("foi.letters", kinds=("foi.letter.signed",), batch=20)
def carry_out(entries: list[Entry]) -> None:
    """A letter was signed: who handles the case is told that a reply waits to be served, and the PDF is made."""
    signed = Letter.objects.filter(case__destroyed_on=None).select_related("case__organ", "case__handler", "pdf")
    for letter in signed.filter(pk__in=[int(entry.about.partition(":")[2]) for entry in entries]):
        letters.tell_signed(letter, at=letter.signed_at)
        letters.pdf_of(letter, at=letter.signed_at)


@follower("foi.destroyed", kinds=("foi.case.destroyed",), batch=20)
def erase_files(entries: list[Entry]) -> None:
    """The bytes of the files of a destroyed case go after its rows have gone: not before that is certain, and not less surely."""
    for entry in entries:
        for digest, shelf in entry.data["files"]:
            erase(digest, shelf)


MAILED = {
    "foi.case.register": "已经登记受理",
    "foi.case.clarify": "需要您补正",
    "foi.case.ask_reason": "需要您说明理由",
    "foi.case.charge": "有一份收费通知",
    "foi.case.extend": "答复期限已经延长",
    "foi.case.serve": "已经答复",
    "foi.case.close": "已经终止处理",
}
NEWS_FOR = timedelta(days=3)  # a follower that catches up later sends no old news
MAIL_SUBJECT = "您的政府信息公开申请有新的进展"


@follower("foi.applicants", kinds=tuple(MAILED), batch=20)
def tell_applicants(entries: list[Entry]) -> None:
    """Who left an e-mail address is told that something happened, once: neither who he is nor what he asked for, and where to look it up
    with code and telephone — the code itself is in no mail."""
    news = [(int(entry.about.rpartition(":")[2]), entry) for entry in entries if entry.at >= clock.now() - NEWS_FOR]
    addresses = dict(Case.objects.filter(pk__in=[case for case, _ in news]).values_list("pk", "email"))
    for case, entry in news:
        if address := addresses.get(case):
            body = f"您提出的政府信息公开申请{MAILED[entry.kind]}。请打开下面的网页，凭查询码和手机号码查看。"
            post(address, subject=MAIL_SUBJECT, body=body, link=TRACKING, at=clock.now(), key=f"foi.told:{entry.pk}")
