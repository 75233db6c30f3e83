"""看板、年度报告: every figure is computed when it is asked for and leads to the cases it counts."""

import hashlib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TypeVar
from urllib.parse import urlencode

from django.core.cache import cache as kept_for_all
from django.http import Http404, HttpResponse
from django.urls import reverse

from gongkai.desk.door import StaffRequest, chosen, download, may_over_all, page_of, show, staff
from gongkai.desk.foi.charts import trend_chart
from gongkai.desk.foi.narrowing import BANDS, LATER, OVERDUE, PAUSED, UNDATED, organ_asked, organs_to_choose
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.writers import xlsx
from gongkai.foi import numbers, queries
from gongkai.foi.rules import report_checks
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.permits import Permit
from gongkai.foi.rules.report import KINDS, Column, DisputeKind, DisputeResult, DisputeTable, Table
from gongkai.foi.rules.report_checks import Problem
from gongkai.foi.rules.rows import GROUP_LABELS, GROUPS, RESULT_ROWS, Row
from gongkai.foi.rules.stages import Stage
from gongkai.people.models import Organisation
from gongkai.shared.clock import today

MONTHS = 12  # of the trend, timeliness and what is asked often
YEARS = 6  # that can be chosen
KEPT = 600  # seconds
T = TypeVar("T")
BOARD, REPORT = ("看板", "foi-board"), ("年度报告", "foi-report")


# —— 看板 ——


@dataclass(frozen=True)
class Figure:
    """A number and where it leads; no address for nought."""

    number: int
    url: str
    is_hot: bool = False


@dataclass(frozen=True)
class BoardRow:
    label: str
    total: Figure
    figures: tuple[Figure, ...]


@staff(Permit.SEE_NUMBERS)
def board(request: StaffRequest) -> HttpResponse:
    """What is open and how near its date is, by organ and stage; how punctual each organ was; what came and went; what is asked often."""
    on = today()
    organs = organs_to_choose(request)
    organ = organ_asked(request, organs)
    ids = {organ.pk} if organ else {one.pk for one in organs}
    found = numbers.board(ids, on)
    since = _first_month(on)
    course = _kept("course", ids, on, lambda: numbers.course(ids, since, on))
    months, names = course.months(), {one.pk: one.name for one in organs}
    order = {pk: at for at, pk in enumerate(names)}
    return show(
        request,
        "desk/foi/board.html",
        trail=[("依申请公开", reverse("desk:foi")), (BOARD[0], "")],
        selects=[("organ", "机关", str(organ.pk) if organ else "", [(str(one.pk), one.name) for one in organs])] if len(organs) > 1 else [],
        filtered=organ is not None,
        organ=organ,
        bands=list(BANDS.values()),
        total=_row("合计", found.lines, organ=organ),
        stages=_by_stage(found, organ),
        by_organ=[] if organ or len(organs) < 2 else _by_organ(found, names),
        timeliness=[
            (row, names[row.organ], share(row.closed - row.late, row.closed))
            for row in sorted(course.timeliness(found), key=lambda row: order[row.organ])
        ],
        months=months,
        chart=trend_chart(months),
        since=since,
        on=on,
    )


@staff(Permit.SEE_NUMBERS)
def topics(request: StaffRequest) -> HttpResponse:
    """热点: what several asked for within twelve months. Read through all their titles, so the answer is kept for a while."""
    on = today()
    since = _first_month(on)
    ids = {one.pk for one in organs_to_choose(request)}
    found = _kept("topics", ids, on, lambda: numbers.hot_topics(ids, since, on))
    return show(
        request,
        "desk/foi/topics.html",
        trail=[("依申请公开", reverse("desk:foi")), (BOARD[0], reverse("desk:foi-board")), ("多人申请的信息", "")],
        topics=[(topic, _inbox(q=topic.title)) for topic in found],
        since=since,
    )


def _kept(name: str, organs: set[int], on: date, count: Callable[[], T]) -> T:
    """What is counted over twelve months, as of at most ten minutes ago: it hardly moves. What is open now is never kept."""
    key = f"foi.{name}.{on}.{hashlib.sha256(repr(sorted(organs)).encode()).hexdigest()[:32]}"
    found: T | None = kept_for_all.get(key)
    if found is None:
        found = count()
        kept_for_all.set(key, found, KEPT)
    return found


def _by_stage(found: numbers.Board, organ: Organisation | None) -> list[BoardRow]:
    stages = [stage for stage in found.by_stage() if any(line.stage is stage for line in found.lines)]
    return [_row(stage.label, [line for line in found.lines if line.stage is stage], organ=organ, stage=stage) for stage in stages]


def _by_organ(found: numbers.Board, names: Mapping[int, str]) -> list[BoardRow]:
    lines: dict[int, list[numbers.BoardLine]] = {}
    for line in found.lines:
        lines.setdefault(line.organ, []).append(line)
    return [_row(names[pk], lines[pk], organ=pk) for pk in names if pk in lines]


def _row(label: str, lines: Iterable[numbers.BoardLine], organ: Organisation | int | None = None, stage: Stage | None = None) -> BoardRow:
    rows = list(lines)
    board = numbers.Board(tuple(rows))
    counts = {str(band) if band >= 0 else OVERDUE: number for band, number in board.by_band().items()}
    counts |= {LATER: board.later, PAUSED: board.paused, UNDATED: board.undated}
    pk = organ.pk if isinstance(organ, Organisation) else organ
    place = {"organ": pk, "stage": stage.value if stage else None}
    figures = tuple(Figure(counts[key], _inbox(**place, due=key) if counts[key] else "", key == OVERDUE) for key in BANDS)
    return BoardRow(label, Figure(board.total, _inbox(**place)), figures)


def _inbox(**given: object) -> str:
    return f"{_inbox_address()}?{urlencode({name: value for name, value in given.items() if value})}"


@cache
def _inbox_address() -> str:
    """Hundreds of figures lead there from one page."""
    return reverse("desk:foi")


def _first_month(on: date) -> date:
    year, month = divmod(on.year * 12 + on.month - MONTHS, 12)
    return date(year, month + 1, 1)


@staff(Permit.SEE_NUMBERS)
def helped(request: StaffRequest) -> HttpResponse:
    """申请前的帮助: how often it was shown, opened, and enough, by organ, over the last twelve months."""
    on = today()
    since, organs = _first_month(on), organs_to_choose(request)
    names: dict[int | None, str] = {one.pk: one.name for one in organs} | {None: "还没有选机关"}
    found = {
        line.organ: line
        for line in numbers.help_given([one.pk for one in organs], since, on, without_organ=may_over_all(request, Permit.SEE_NUMBERS))
    }
    rows = [(name, found[pk]) for pk, name in names.items() if pk in found]
    return show(
        request,
        "desk/foi/helped.html",
        trail=[("依申请公开", reverse("desk:foi")), (BOARD[0], reverse("desk:foi-board")), ("申请前的帮助", "")],
        rows=[(name, line, share(line.opened, line.shown), share(line.withdrawn, line.shown)) for name, line in rows],
        since=since,
        on=on,
    )


def share(part: int, whole: int) -> str:
    """A part of a whole in percent, cut off; a dash where there is no whole."""
    return f"{math.floor(part * 1000 / whole) / 10:.1f}%" if whole else "—"


# —— 年度报告 ——


@dataclass(frozen=True)
class Scope:
    """Whose year: one organ's, one organ's with those below, or of all the officer sees."""

    year: int
    organs: frozenset[int]
    organ: Organisation | None
    is_whole: bool
    choices: list[Organisation]

    @property
    def name(self) -> str:
        if self.organ is None:
            return self.choices[0].name if len(self.choices) == 1 else f"{len(self.organs)} 个单位合计"
        return self.organ.name + (f"及下级（{len(self.organs)} 个单位合计）" if self.is_whole else "")

    def address(self, name: str, **more: str) -> str:
        given = {"year": self.year, "organ": self.organ.pk if self.organ else "", "whole": "yes" if self.is_whole else "", **more}
        return f"{reverse(name)}?{urlencode({key: value for key, value in given.items() if value})}"


def scope_of(request: StaffRequest) -> Scope:
    """`?year= organ= whole=`. The officer's own reach, never more. One query and supervision's own."""
    years = [str(year) for year in range(today().year, today().year - YEARS, -1)]
    year = chosen(request, "year", years) or years[0]
    organs = organs_to_choose(request)
    organ = organ_asked(request, organs)
    whole = chosen(request, "whole", ["yes"]) == "yes" and organ is not None
    if organ is None:
        ids = {one.pk for one in organs}
    else:
        ids = {one.pk for one in organs if one.path.startswith(organ.path)} if whole else {organ.pk}
    return Scope(int(year), frozenset(ids), organ, whole, organs)


@staff(Permit.SEE_NUMBERS)
def report(request: StaffRequest) -> HttpResponse:
    """表三、表四 of a year as of now, with what does not add up."""
    scope = scope_of(request)
    found = numbers.annual_table(scope.organs, scope.year)
    disputes = numbers.dispute_table(scope.organs, scope.year)
    match chosen(request, "export", ["table3", "table4"]):
        case "table3":
            return _exported([[row.number, row.label, *(found[row][column] for column in Column)] for row in Row], scope, "表三")
        case "table4":
            return _exported([[kind.label, *(disputes[kind][result] for result in DisputeResult)] for kind in DisputeKind], scope, "表四")
    problems = (*report_checks.of_table(found), *report_checks.of_disputes(disputes))
    return show(
        request,
        "desk/foi/report.html",
        trail=[("依申请公开", reverse("desk:foi")), (REPORT[0], "")],
        scope=scope,
        years=range(today().year, today().year - YEARS, -1),
        columns=[column.label for column in Column],
        rows=_report_rows(found, scope, {(one.row, one.column) for one in problems}),
        equations=_equations(found, problems),
        problems=problems,
        results=[result.label for result in DisputeResult],
        disputes=_dispute_rows(disputes, scope),
        table3=scope.address("desk:foi-report", export="table3"),
        table4=scope.address("desk:foi-report", export="table4"),
        is_open=scope.year >= today().year,
        corrections=numbers.corrections_of_year(scope.organs, scope.year),
    )


@staff(Permit.SEE_NUMBERS)
def cell(request: StaffRequest) -> HttpResponse:
    """The cases of one cell of table 3: `?row= column=` besides the scope."""
    scope = scope_of(request)
    row = chosen(request, "row", [one.value for one in Row])
    column = Column(chosen(request, "column", [one.value for one in Column]) or Column.TOTAL)
    if not row:
        raise Http404
    cases = numbers.behind(scope.organs, scope.year, Row(row), column)
    page = page_of(request, cases.order_by("-id").select_related("organ").defer(*queries.SEALED[1:], "words"))
    return show(
        request,
        "desk/foi/cell.html",
        trail=[("依申请公开", reverse("desk:foi")), (REPORT[0], scope.address("desk:foi-report")), (Row(row).label, "")],
        scope=scope,
        row=Row(row),
        column=column,
        page=page,
        lines=[
            (line, Outcome(line.case.outcome).label if line.case.outcome else "")
            for line in queries.lines_of(list(page.object_list), queries.reach_of(request.actor))
        ],
    )


def _report_rows(found: Table, scope: Scope, wrong: set[tuple[Row | None, Column | None]]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    heads = {members[0]: number for number, members in GROUPS.items() if len(members) > 1}
    for row in Row:
        if row in heads:
            rows.append({"heading": f"{heads[row]}{GROUP_LABELS[heads[row]]}"})
        figures = [
            Figure(
                found[row][column],
                scope.address("desk:foi-report-cases", row=row.value, column=column.value) if found[row][column] else "",
                (row, column) in wrong,
            )
            for column in Column
        ]
        rows.append({"number": row.number, "label": row.label, "figures": figures})
    return rows


def _dispute_rows(found: DisputeTable, scope: Scope) -> list[tuple[str, list[Figure]]]:
    return [
        (
            kind.label,
            [
                Figure(number, scope.address("desk:foi-reviews", kind=kind.value, result=result.value) if number else "")
                for result, number in results.items()
            ],
        )
        for kind, results in found.items()
    ]


def _equations(found: Table, problems: Sequence[Problem]) -> list[tuple[str, str, bool]]:
    """What must be equal, with its figures in the last column, and whether it holds in every column (AR01 to AR03). That last year's
    “结转下年度” is this year's “上年结转” (AR04) need not be asked of one ledger: both are counted by the same question."""
    total, broken = Column.TOTAL, {one.code for one in problems}
    new, over, done, forward = (found[row][total] for row in (Row.NEW_RECEIVED, Row.CARRIED_OVER, Row.TOTAL_PROCESSED, Row.CARRIED_FORWARD))
    parts = "＋".join(str(found[Row.NEW_RECEIVED][column]) for column in KINDS)
    rows = [
        ("AR01", "本年新收＋上年结转＝本年办结＋结转下年度", f"{new}＋{over}＝{done}＋{forward}"),
        ("AR02", "各种办理结果之和＝三（七）总计", f"{sum(found[row][total] for row in RESULT_ROWS)}＝{done}"),
        ("AR03", "各类申请人之和＝总计", f"第一行：{parts}＝{new}"),
    ]
    return [(text, figures, code not in broken) for code, text, figures in rows]


def _exported(rows: list[list[object]], scope: Scope, table: str) -> HttpResponse:
    header = ["序号", "事项", *(one.label for one in Column)] if table == "表三" else ["类别", *(one.label for one in DisputeResult)]
    title = f"{scope.year}年政府信息公开工作年度报告{table}（{scope.name}）"
    return download(xlsx.write(rows, header, table), f"{title}.xlsx", FileKind.XLSX.media_type)
