"""How well it is done: are the ways in open (受理渠道), what a year comes to organ by organ (质效), and officer by officer (承办情况)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Max, Q

from gongkai.foi.models import Case, Complaint, OrganSettings, Review
from gongkai.foi.rules.quality import CONTENT_FROM, Work
from gongkai.foi.rules.receipt import Channel
from gongkai.foi.rules.stages import Stage
from gongkai.people.models import DocCode, Officer, Organisation, Post
from gongkai.people.rules.permits import Role
from gongkai.workdays.queries import calendar
from gongkai.workdays.rules.calendar import NotYetKnown

CONFIRM_WORKDAYS = 1  # 网上提交的，经办人应在1个工作日内确认收到
WATCHED = timedelta(days=365)
WANTED = {"phone": "联系电话", "address": "办公地址", "hours": "办公时间", "court": "一审法院", "reconsideration_url": "行政复议网上渠道"}
_ROW = "pk"


@dataclass(frozen=True)
class Ways:
    """One organ: what came by each way within a year and when last, what still waits to be confirmed for too long, and what is missing that
    keeps a way shut."""

    organ: int
    came: dict[Channel, tuple[int, date]]
    unconfirmed: int
    missing: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return not self.missing and not self.unconfirmed


def ways_in(organs: Collection[Organisation], on: date) -> tuple[Ways, ...]:
    """受理渠道, organ by organ in the order given. Six queries, however many organs."""
    ids = [one.pk for one in organs]
    came: dict[int, dict[Channel, tuple[int, date]]] = defaultdict(dict)
    rows = Case.objects.filter(organ_id__in=ids, received_on__gt=on - WATCHED).order_by().values_list("organ_id", "channel")
    for organ, channel, number, last in rows.annotate(number=Count(_ROW), last=Max("received_on")):
        came[organ][Channel(channel)] = (number, last)
    waiting = (
        Case.objects.filter(organ_id__in=ids, stage=Stage.SUBMITTED, closed_on=None)
        .order_by()
        .values_list("organ_id", "submitted_at__date")
    )
    unconfirmed: dict[int, int] = defaultdict(int)
    for organ, day in waiting:
        unconfirmed[organ] += _is_late(day, on)
    own = {row.organ_id: row for row in OrganSettings.objects.filter(organ_id__in=ids)}
    in_use = Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on)
    coded = set(DocCode.objects.filter(*in_use, organisation_id__in=ids).values_list("organisation_id", flat=True))
    staffed = set(Post.objects.filter(organisation_id__in=ids, role=Role.EDITOR, until=None).values_list("organisation_id", flat=True))
    return tuple(
        Ways(
            organ,
            came.get(organ, {}),
            unconfirmed[organ],
            (
                *(("承办人（采编人员）",) if organ not in staffed else ()),
                *(("机关代字",) if organ not in coded else ()),
                *(label for name, label in WANTED.items() if not getattr(own.get(organ), name, "")),
            ),
        )
        for organ in ids
    )


def _is_late(day: date, on: date) -> bool:
    try:
        return calendar().workdays_between(day, on) > CONFIRM_WORKDAYS
    except NotYetKnown:
        return False


def work_of_year(organs: Collection[int], year: int) -> dict[int, Work]:
    """What is counted of each organ that had any of it. Three queries."""
    within = (date(year, 1, 1), date(year, 12, 31))
    found: dict[int, Work] = defaultdict(Work)
    for organ, counts in _cases(Case.objects.filter(organ_id__in=organs), within, "organ_id"):
        found[organ] = replace(found[organ], **counts)
    reviews = Review.objects.filter(organ_id__in=organs, concluded_on__range=within).order_by().values_list("organ_id")
    for organ, concluded, corrected in reviews.annotate(n=Count(_ROW), bad=Count(_ROW, filter=Q(result=Review.Result.CORRECTED))):
        found[organ] = replace(found[organ], concluded=concluded, corrected=corrected)
    heard = (
        Complaint.objects.filter(organ_id__in=organs, answered_at__year=year, is_founded__isnull=False).order_by().values_list("organ_id")
    )
    for organ, number, founded in heard.annotate(n=Count(_ROW), bad=Count(_ROW, filter=Q(is_founded=True))):
        found[organ] = replace(found[organ], heard=number, founded=founded)
    return dict(found)


@dataclass(frozen=True)
class Handled:
    """One officer of an organ in a year. `open`, `overdue`: what is in hand now."""

    name: str
    work: Work
    open: int
    overdue: int


def work_of_officers(organ: int, year: int, on: date) -> tuple[Handled, ...]:
    """Who handled what at one organ, the most first. Three queries. Of the officers' work, nothing of their applicants."""
    within = (date(year, 1, 1), date(year, 12, 31))
    ours = Case.objects.filter(organ_id=organ).exclude(handler=None)
    done = {officer: Work(**counts) for officer, counts in _cases(ours, within, "handler_id")}
    late = Count(_ROW, filter=Q(due_on__lt=on, is_paused=False))
    rows = ours.filter(closed_on=None).order_by().values_list("handler_id").annotate(n=Count(_ROW), late=late)
    now = {officer: (number, overdue) for officer, number, overdue in rows}
    names = Officer.objects.filter(pk__in={*done, *now}).values_list("pk", "name")
    people = (Handled(name, done.get(pk, Work()), *now.get(pk, (0, 0))) for pk, name in names)
    return tuple(sorted(people, key=lambda one: (-one.work.closed, -one.open, one.name)))


def _cases(cases: Any, within: tuple[date, date], by: str) -> list[tuple[Any, dict[str, int]]]:
    rows = cases.filter(closed_on__range=within, is_correction=False).order_by().values_list(by)
    rows = rows.annotate(
        closed=Count(_ROW),
        timely=Count(_ROW, filter=Q(due_on=None) | Q(closed_on__lte=F("due_on"))),
        rated=Count("satisfaction"),
        content=Count(_ROW, filter=Q(satisfaction__gte=CONTENT_FROM)),
    )
    return [(key, dict(zip(("closed", "timely", "rated", "content"), counts, strict=True))) for key, *counts in rows]
