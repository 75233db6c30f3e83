"""年度报告表三、表四 (国办公开办函〔2021〕30号; 领域规则 4.3): computed from cases or their counts, never typed in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from gongkai.foi.rules.applicants import ApplicantKind
from gongkai.foi.rules.outcomes import RULINGS, Outcome
from gongkai.foi.rules.rows import RESULT_ROWS, Row
from gongkai.shared.labelled import Labelled


class Column(Labelled):
    """The seven columns: a natural person, five kinds of organisation, their total."""

    NATURAL = "natural", "自然人"
    LEGAL_COMMERCIAL = "legal_commercial", "商业企业"
    LEGAL_RESEARCH = "legal_research", "科研机构"
    LEGAL_WELFARE = "legal_welfare", "社会公益组织"
    LEGAL_LAW = "legal_law", "法律服务机构"
    LEGAL_OTHER = "legal_other", "其他"
    TOTAL = "total", "总计"


KINDS: tuple[Column, ...] = tuple(Column(kind.value) for kind in ApplicantKind)
Table = Mapping[Row, Mapping[Column, int]]


@dataclass(frozen=True, slots=True)
class CountedCase:
    """What the table asks of a case: received and closed on which days (served, or ended), how, and whose it was.

    Never counted: one whose receipt was not confirmed, and a request to correct one's own record (第四十一条)."""

    kind: ApplicantKind
    received_on: date | None
    closed_on: date | None = None
    outcome: Outcome | None = None
    is_correction: bool = False
    number: str = ""


@dataclass(frozen=True)
class Counts:
    """The same as grouped counts, for a database that adds up a million cases: kind (and outcome) to number."""

    new: Mapping[ApplicantKind, int] = field(default_factory=dict)
    carried_over: Mapping[ApplicantKind, int] = field(default_factory=dict)
    results: Mapping[tuple[Outcome, ApplicantKind], int] = field(default_factory=dict)
    carried_forward: Mapping[ApplicantKind, int] = field(default_factory=dict)


def row_of(outcome: Outcome) -> Row:
    """The one row of table 3 an outcome lands in."""
    return RULINGS[outcome].row


def rows_of(case: CountedCase, year: int) -> tuple[Row, ...]:
    """The rows that count this case in this year's table (the total of part three left out): what a cell is drilled down by.

    New and carried over by the day of receipt; a result by the day it was closed; open on 31 December: carried forward."""
    if case.received_on is None or case.is_correction or case.received_on.year > year:
        return ()
    closed_before = case.closed_on is not None and case.closed_on.year < year
    if closed_before:
        return ()
    rows = [Row.NEW_RECEIVED if case.received_on.year == year else Row.CARRIED_OVER]
    if case.closed_on is not None and case.closed_on.year == year and case.outcome is not None:
        rows.append(row_of(case.outcome))
    else:
        rows.append(Row.CARRIED_FORWARD)
    return tuple(rows)


def counted(cases: Iterable[CountedCase], year: int) -> Counts:
    """The counts of a year from its cases."""
    new: dict[ApplicantKind, int] = {}
    over: dict[ApplicantKind, int] = {}
    forward: dict[ApplicantKind, int] = {}
    results: dict[tuple[Outcome, ApplicantKind], int] = {}
    for case in cases:
        for row in rows_of(case, year):
            if row is Row.NEW_RECEIVED:
                new[case.kind] = new.get(case.kind, 0) + 1
            elif row is Row.CARRIED_OVER:
                over[case.kind] = over.get(case.kind, 0) + 1
            elif row is Row.CARRIED_FORWARD:
                forward[case.kind] = forward.get(case.kind, 0) + 1
            elif case.outcome is not None:
                results[case.outcome, case.kind] = results.get((case.outcome, case.kind), 0) + 1
    return Counts(new, over, results, forward)


def table(counts: Counts) -> Table:
    """Table 3 with every cell, totals included; what did not happen is 0, never empty."""
    cells = {row: dict.fromkeys(KINDS, 0) for row in Row}
    for row, found in (
        (Row.NEW_RECEIVED, counts.new),
        (Row.CARRIED_OVER, counts.carried_over),
        (Row.CARRIED_FORWARD, counts.carried_forward),
    ):
        for kind, number in found.items():
            cells[row][Column(kind.value)] += number
    for (outcome, kind), number in counts.results.items():
        cells[row_of(outcome)][Column(kind.value)] += number
    for column in KINDS:
        cells[Row.TOTAL_PROCESSED][column] = sum(cells[row][column] for row in RESULT_ROWS)
    return {row: {**found, Column.TOTAL: sum(found.values())} for row, found in cells.items()}


def added(tables: Iterable[Table]) -> Table:
    """汇总: each cell the sum of the same cell of the organs below and one's own (AR12)."""
    total = {row: dict.fromkeys(Column, 0) for row in Row}
    for each in tables:
        for row in Row:
            for column in Column:
                total[row][column] += each[row][column]
    return total


def printed(found: Table) -> list[list[str]]:
    """The table as rows of text for XLSX and pages: number, label, seven figures."""
    return [[row.number, row.label, *(str(found[row][column]) for column in Column)] for row in Row]


class DisputeKind(Labelled):
    """表四的三组."""

    RECONSIDERATION = "reconsideration", "行政复议"
    LAWSUIT = "lawsuit", "行政诉讼（未经复议直接起诉）"
    LAWSUIT_AFTER = "lawsuit_after", "行政诉讼（复议后起诉）"


class DisputeResult(Labelled):
    UPHELD = "upheld", "结果维持"
    CORRECTED = "corrected", "结果纠正"
    OTHER = "other", "其他结果"
    PENDING = "pending", "尚未审结"
    TOTAL = "total", "总计"


DisputeTable = Mapping[DisputeKind, Mapping[DisputeResult, int]]


def dispute_table(counts: Mapping[tuple[DisputeKind, DisputeResult], int]) -> DisputeTable:
    """Table 4 from counts (TOTAL is computed, not read)."""
    found = {kind: dict.fromkeys(DisputeResult, 0) for kind in DisputeKind}
    for (kind, result), number in counts.items():
        if result is not DisputeResult.TOTAL:
            found[kind][result] += number
            found[kind][DisputeResult.TOTAL] += number
    return found
