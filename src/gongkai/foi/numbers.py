"""The figures: the board of what is open and due, the annual report's tables, timeliness, trends, topics. Always a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum, Value
from django.db.models.functions import TruncMonth

from gongkai.foi.models import Case, HelpDay, Review
from gongkai.foi.rules import report
from gongkai.foi.rules.applicants import ApplicantKind
from gongkai.foi.rules.clock import WARN_AT
from gongkai.foi.rules.outcomes import RULINGS, Outcome
from gongkai.foi.rules.report import Column, Counts, DisputeKind, DisputeResult
from gongkai.foi.rules.rows import RESULT_ROWS, Row
from gongkai.foi.rules.stages import Stage
from gongkai.workdays.queries import calendar
from gongkai.workdays.rules.calendar import NotYetKnown

TOPICS = 20
ROW = Value(1)  # no column is counted, so that an index may answer alone


# —— 看板 ——


@dataclass(frozen=True)
class BoardLine:
    """The open cases of one organ at one stage. `due` counts them by band: -1 overdue, then 0, 1, 3, 5, 10 working days left at most
    (each case in the nearest band only); `paused`: the clock waits; `undated`: no date yet; `later`: more than ten days left."""

    organ: int
    stage: Stage
    total: int
    paused: int
    undated: int
    later: int
    due: dict[int, int]


@dataclass(frozen=True)
class Board:
    lines: tuple[BoardLine, ...]

    def by_stage(self) -> dict[Stage, int]:
        """How many are open at each stage, in the order of the stages; none left out."""
        totals = dict.fromkeys(stage for stage in Stage if not stage.is_closed and stage is not Stage.DRAFT)
        return {stage: sum(line.total for line in self.lines if line.stage is stage) for stage in totals}

    def by_band(self) -> dict[int, int]:
        return {band: sum(line.due[band] for line in self.lines) for band in (-1, *reversed(WARN_AT))}

    @property
    def total(self) -> int:
        return sum(line.total for line in self.lines)

    @property
    def paused(self) -> int:
        return sum(line.paused for line in self.lines)

    @property
    def undated(self) -> int:
        return sum(line.undated for line in self.lines)

    @property
    def later(self) -> int:
        return sum(line.later for line in self.lines)


def board(organs: Collection[int], today: date) -> Board:
    """What is open at these organs, by stage and by how near its date is. One query, and the calendar's."""
    running = Q(is_paused=False, due_on__isnull=False)
    counts: dict[str, Any] = {
        "total": Count(ROW),
        "paused": Count(ROW, filter=Q(is_paused=True)),
        "undated": Count(ROW, filter=Q(is_paused=False, due_on=None)),
    }
    for band, first, last in bands(today):
        days = Q(due_on__lte=last) if first is None else Q(due_on__range=(first, last))
        counts[f"band_{band + 1}"] = Count(ROW, filter=running & days)
    found = Case.objects.open().filter(organ_id__in=organs).values("organ_id", "stage").annotate(**counts).order_by("organ_id")
    return Board(tuple(_board_line(dict(row)) for row in found))


def bands(today: date) -> list[tuple[int, date | None, date]]:
    """(band, its first day, its last day), nearest first, none in two of them; what is overdue has no first day. The bands that reach
    into a year without notice are left out: no case is due there either."""
    working, yesterday = calendar(), today - timedelta(days=1)
    found: list[tuple[int, date | None, date]] = [(-1, None, yesterday)]
    for band in reversed(WARN_AT):
        try:
            last = working.workday_after(today, band) if band else today
        except NotYetKnown:
            break
        found.append((band, found[-1][2] + timedelta(days=1), last))
    return found


def _board_line(row: dict[str, Any]) -> BoardLine:
    due = {band: row.get(f"band_{band + 1}", 0) for band in (-1, *reversed(WARN_AT))}
    return BoardLine(
        organ=row["organ_id"],
        stage=Stage(row["stage"]),
        total=row["total"],
        paused=row["paused"],
        undated=row["undated"],
        later=row["total"] - row["paused"] - row["undated"] - sum(due.values()),
        due=due,
    )


# —— 年度报告 (国办公开办函〔2021〕30号) ——


def counts_of_year(organs: Collection[int], year: int) -> Counts:
    """What table 3 of a year is made of, grouped by the database. Three queries: what was closed in the year, and what was received by its
    end and closed later, or not at all. Nothing is closed before it was received, so the new and the carried over are among these: each
    row is looked at once."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    ours = Case.objects.filter(organ_id__in=organs, is_correction=False, received_on__isnull=False).order_by()
    fresh, before = Count(ROW, filter=Q(received_on__gte=first)), Count(ROW, filter=Q(received_on__lt=first))
    closed = ours.filter(closed_on__range=(first, last)).values_list("outcome", "applicant_kind").annotate(fresh=fresh, over=before)
    rows: list[Any] = [*closed]
    for later in (Q(closed_on__gt=last), Q(closed_on=None)):
        left = ours.filter(later, received_on__lte=last).values_list("applicant_kind").annotate(fresh=fresh, over=before)
        rows += [(None, *row) for row in left]
    new: dict[ApplicantKind, int] = defaultdict(int)
    carried_over: dict[ApplicantKind, int] = defaultdict(int)
    carried_forward: dict[ApplicantKind, int] = defaultdict(int)
    results: dict[tuple[Outcome, ApplicantKind], int] = {}
    for outcome, kind, came, had in rows:
        new[ApplicantKind(kind)] += came
        carried_over[ApplicantKind(kind)] += had
        if outcome is None:
            carried_forward[ApplicantKind(kind)] += came + had
        elif outcome:  # closed without any decision: in no row of the results, and the table does not add up
            results[Outcome(outcome), ApplicantKind(kind)] = came + had
    return Counts(new=new, carried_over=carried_over, results=results, carried_forward=carried_forward)


def annual_table(organs: Collection[int], year: int) -> report.Table:
    """Table 3, computed now. Three queries."""
    return report.table(counts_of_year(organs, year))


def corrections_of_year(organs: Collection[int], year: int) -> int:
    """How many received in a year ask for the correction of a record about oneself (第四十一条): the board counts them with the others,
    table 3 does not. One query."""
    return Case.objects.filter(organ_id__in=organs, is_correction=True, received_on__year=year).count()


def behind(organs: Collection[int], year: int, row: Row, column: Column = Column.TOTAL) -> QuerySet[Case]:
    """The cases counted in one cell of table 3. The door narrows them to what the officer may see of each."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    cases = Case.objects.filter(organ_id__in=organs, is_correction=False, received_on__lte=last)
    if column is not Column.TOTAL:
        cases = cases.filter(applicant_kind=column.value)
    if row is Row.NEW_RECEIVED:
        return cases.filter(received_on__gte=first)
    if row is Row.CARRIED_OVER:
        return cases.filter(Q(closed_on=None) | Q(closed_on__gte=first), received_on__lt=first)
    if row is Row.CARRIED_FORWARD:
        return cases.filter(Q(closed_on=None) | Q(closed_on__gt=last))
    rows = RESULT_ROWS if row is Row.TOTAL_PROCESSED else (row,)
    outcomes = [outcome.value for outcome, ruling in RULINGS.items() if ruling.row in rows]
    return cases.filter(closed_on__range=(first, last), outcome__in=outcomes)


def dispute_table(organs: Collection[int], year: int) -> report.DisputeTable:
    """Table 4: what was concluded in the year, by result, and what was open at its end. One query."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = (
        Review.objects.filter(Q(concluded_on=None) | Q(concluded_on__gte=first), organ_id__in=organs, accepted_on__lte=last)
        .order_by()
        .values_list("kind", "result")
        .annotate(
            concluded=Count(ROW, filter=Q(concluded_on__lte=last)),
            pending=Count(ROW, filter=Q(concluded_on=None) | Q(concluded_on__gt=last)),
        )
    )
    counts: dict[tuple[DisputeKind, DisputeResult], int] = defaultdict(int)
    for kind, result, concluded, pending in rows:
        if concluded:
            counts[DisputeKind(kind), DisputeResult(result)] += concluded
        counts[DisputeKind(kind), DisputeResult.PENDING] += pending
    return report.dispute_table(counts)


# —— 时效、趋势、热点 ——


@dataclass(frozen=True)
class Course:
    """What came and what was closed in a period: received by month (its first day); closed by organ and month, with how many of these after
    their date."""

    since: date
    until: date
    received: dict[date, int]
    closed: dict[tuple[int, date], tuple[int, int]]

    def months(self) -> "tuple[Month, ...]":
        """Month by month, none left out."""
        went: dict[date, list[int]] = defaultdict(lambda: [0, 0])
        for (_, month), (number, late) in self.closed.items():
            went[month][0] += number
            went[month][1] += late
        count = range(self.since.year * 12 + self.since.month - 1, self.until.year * 12 + self.until.month)
        months = [date(at // 12, at % 12 + 1, 1) for at in count]
        return tuple(Month(month.year, month.month, self.received.get(month, 0), *went[month]) for month in months)

    def timeliness(self, now: Board) -> "tuple[Timeliness, ...]":
        """Organ by organ: what was closed in the period, and what the board counts as open."""
        lines: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        for (organ, _), (number, late) in self.closed.items():
            lines[organ][0] += number
            lines[organ][1] += late
        for row in now.lines:
            lines[row.organ][2] += row.total
            lines[row.organ][3] += row.due[-1]
        return tuple(Timeliness(organ, *counts) for organ, counts in lines.items())


@dataclass(frozen=True)
class Timeliness:
    """One organ in a period: closed, of these after their date; now open, of these past their date."""

    organ: int
    closed: int
    late: int
    open: int
    overdue: int

    @property
    def on_time(self) -> float | None:
        """按期办结率, 0 to 1; None when nothing was closed."""
        return (self.closed - self.late) / self.closed if self.closed else None


@dataclass(frozen=True)
class Month:
    year: int
    month: int
    received: int
    closed: int
    late: int


def course(organs: Collection[int], since: date, until: date) -> Course:
    """Everything that came and was closed, corrections of a record among it: it is all work. Two queries."""
    ours = Case.objects.filter(organ_id__in=organs).order_by()
    received: dict[date, int] = defaultdict(int)
    for day, number in ours.filter(received_on__range=(since, until)).values_list("received_on").annotate(number=Count(ROW)):
        received[day.replace(day=1)] += number
    went = ours.filter(closed_on__range=(since, until)).values_list("organ_id", TruncMonth("closed_on"))
    late = Count(ROW, filter=Q(closed_on__gt=F("due_on")))
    return Course(
        since,
        until,
        received,
        {(organ, month): (number, after) for organ, month, number, after in went.annotate(number=Count(ROW), late=late)},
    )


@dataclass(frozen=True)
class Topic:
    """What was asked for under one name: how often, and by how many different applicants."""

    title: str
    cases: int
    applicants: int


def hot_topics(organs: Collection[int], since: date, until: date, most: int = TOPICS) -> tuple[Topic, ...]:
    """What several asked for, the most wanted first. One query. Names of things, never of applicants."""
    rows = (
        Case.objects.filter(organ_id__in=organs, received_on__range=(since, until))
        .exclude(info_title="")
        .order_by()
        .values_list("info_title")
        .annotate(cases=Count(ROW), applicants=Count("applicant_key", distinct=True))
        .filter(applicants__gt=1)
        .order_by("-applicants", "-cases", "info_title")[:most]
    )
    return tuple(Topic(*row) for row in rows)


# —— 申请前的帮助 ——


@dataclass(frozen=True)
class HelpLine:
    """One organ in a period (None: before an organ was chosen): how often help was shown, something of it opened, the application sent in
    all the same, and said to be needed no more."""

    organ: int | None
    shown: int
    opened: int
    submitted: int
    satisfied: int

    @property
    def withdrawn(self) -> int:
        """Not sent in after help was shown, said or unsaid."""
        return max(0, self.shown - self.submitted)


def help_given(organs: Collection[int], since: date, until: date, *, without_organ: bool) -> tuple[HelpLine, ...]:
    """By organ. One query."""
    wanted = Q(organ_id__in=organs) | (Q(organ=None) if without_organ else Q(pk=None))
    rows = HelpDay.objects.filter(wanted, day__range=(since, until)).order_by().values_list("organ_id")
    return tuple(HelpLine(*row) for row in rows.annotate(*(Sum(name) for name in ("shown", "opened", "submitted", "satisfied"))))
