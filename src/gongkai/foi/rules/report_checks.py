"""年度报告勾稽 (领域规则 4.4): what does not add up, cell by cell, in Chinese. Nothing is published while an error stands."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gongkai.foi.rules.report import KINDS, Column, CountedCase, DisputeKind, DisputeResult, DisputeTable, Table, added
from gongkai.foi.rules.rows import RESULT_ROWS, Row
from gongkai.policies.rules.likeness import distance, fingerprint

SAME_TEXT = 6  # differing bits of 64 up to which two years' reports read the same (AR15); 待复核
SECTIONS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"

    @property
    def label(self) -> str:
        return {"error": "错误", "warning": "提示"}[self.value]


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: the rule (AR01…), how bad, what in Chinese, and the cell it belongs to where there is one."""

    code: str
    severity: Severity
    says: str
    row: Row | None = None
    column: Column | None = None


def of_table(found: Mapping[Row, Mapping[Column, object]], last_year: Table | None = None) -> tuple[Problem, ...]:
    """Table 3 against itself (AR01, AR02, AR03, AR06) and against last year's (AR04). The cells may be anything that was typed or
    read: what is no whole number of zero or more is a finding, and the sums are then left until it is put right."""
    wrong = tuple(_wrong_cells(found))
    if wrong:
        return wrong
    cells: Table = {row: {column: int(str(found[row][column])) for column in Column} for row in Row}
    return (*_sums(cells), *(_carried(cells, last_year) if last_year else ()))


def of_cases(cases: Iterable[CountedCase], found: Table, year: int) -> tuple[Problem, ...]:
    """The table against its cases: every closed case has exactly one outcome (AR09), what is open on 31 December is carried
    forward (AR10), dates do not contradict each other (AR11)."""
    problems = []
    open_at_end = 0
    for case in cases:
        if case.received_on is None or case.is_correction or case.received_on.year > year:
            continue
        name = case.number or "（无登记号）"
        if case.closed_on and case.closed_on < case.received_on:
            problems.append(_error("AR11", f"{name}：办结日期早于收到日期"))
        if case.closed_on and case.outcome is None:
            problems.append(_error("AR09", f"{name}：已经办结，但没有处理决定，不能归入任何一行"))
        if case.outcome and case.closed_on is None:
            problems.append(Problem("AR11", Severity.WARNING, f"{name}：已作出处理决定但未送达，仍计入结转"))
        open_at_end += case.closed_on is None or case.closed_on.year > year
    if open_at_end != found[Row.CARRIED_FORWARD][Column.TOTAL]:
        figure = found[Row.CARRIED_FORWARD][Column.TOTAL]
        problems.append(_error("AR10", f"12月31日仍在办理的有{open_at_end}件，表中“结转下年度”为{figure}件", Row.CARRIED_FORWARD))
    return tuple(problems)


def of_disputes(found: DisputeTable) -> tuple[Problem, ...]:
    """Table 4: every group adds up to its total (AR05), no cell below zero (AR06)."""
    problems = []
    for kind, results in found.items():
        if any(number < 0 for number in results.values()):
            problems.append(_error("AR06", f"表四“{kind.label}”有负数"))
        parts = sum(number for result, number in results.items() if result is not DisputeResult.TOTAL)
        if parts != results[DisputeResult.TOTAL]:
            problems.append(_error("AR05", f"表四“{kind.label}”各项之和为{parts}，总计为{results[DisputeResult.TOTAL]}"))
    return tuple(problems)


def of_sum(whole: Table, parts: Sequence[Table]) -> tuple[Problem, ...]:
    """汇总报表: each cell is the sum of the organs below and one's own (AR12)."""
    total = added(parts)
    return tuple(
        _error("AR12", f"“{row.label}”{column.label}列：汇总为{whole[row][column]}，各单位之和为{total[row][column]}", row, column)
        for row in Row
        for column in Column
        if whole[row][column] != total[row][column]
    )


def of_year_roll(in_force_before: int, made: int, repealed: int, in_force_now: int, name: str = "行政规范性文件") -> tuple[Problem, ...]:
    """表二: what was in force, plus made, minus repealed, is in force now (AR13); a difference may be explained."""
    expected = in_force_before + made - repealed
    if expected == in_force_now:
        return ()
    text = f"{name}：上年现行有效{in_force_before}＋本年制发{made}－本年废止{repealed}＝{expected}，与现行有效{in_force_now}不一致，请核对或者说明"
    return (Problem("AR13", Severity.WARNING, text),)


def of_text(text: str, found: Table, disputes: DisputeTable, last_text: str = "") -> tuple[Problem, ...]:
    """The written report against its tables: figures (AR07), what “共收到” means (AR08), the six parts in order (AR14), and
    whether it reads like last year's (AR15)."""
    return (*_figures(text, found, disputes), *_meaning(text, found), *_parts(text), *_alike(text, last_text))


def _wrong_cells(found: Mapping[Row, Mapping[Column, object]]) -> Iterable[Problem]:
    for row in Row:
        for column in Column:
            value = found.get(row, {}).get(column)
            if isinstance(value, bool) or not (isinstance(value, int) and value >= 0):
                shown = "空白" if value in (None, "") else f"“{value}”"
                yield _error("AR06", f"“{row.label}”{column.label}列为{shown}，应填不小于0的整数，没有的填0", row, column)


def _sums(cells: Table) -> Iterable[Problem]:
    for column in Column:
        left = cells[Row.NEW_RECEIVED][column] + cells[Row.CARRIED_OVER][column]
        right = cells[Row.TOTAL_PROCESSED][column] + cells[Row.CARRIED_FORWARD][column]
        if left != right:
            text = f"{column.label}列：本年新收＋上年结转＝{left}，本年办结＋结转下年＝{right}，两者应当相等"
            yield _error("AR01", text, Row.TOTAL_PROCESSED, column)
        results = sum(cells[row][column] for row in RESULT_ROWS)
        if results != cells[Row.TOTAL_PROCESSED][column]:
            text = f"{column.label}列：各种办理结果之和为{results}，总计为{cells[Row.TOTAL_PROCESSED][column]}，两者应当相等"
            yield _error("AR02", text, Row.TOTAL_PROCESSED, column)
    for row in Row:
        parts = sum(cells[row][column] for column in KINDS)
        if parts != cells[row][Column.TOTAL]:
            yield _error("AR03", f"“{row.label}”各列之和为{parts}，总计为{cells[row][Column.TOTAL]}，两者应当相等", row, Column.TOTAL)


def _carried(cells: Table, last_year: Table) -> Iterable[Problem]:
    for column in Column:
        before, now = last_year[Row.CARRIED_FORWARD][column], cells[Row.CARRIED_OVER][column]
        if before != now:
            text = f"{column.label}列：上年年报结转{before}件，本年“上年结转”为{now}件，两者应当相等"
            yield _error("AR04", text, Row.CARRIED_OVER, column)


_FIGURES: tuple[tuple[re.Pattern[str], Row, str], ...] = (
    (re.compile(r"(?:本年)?新收[^，。；\d]{0,20}?(\d+)\s*件"), Row.NEW_RECEIVED, "本年新收"),
    (re.compile(r"上年(?:度)?结转[^，。；\d]{0,20}?(\d+)\s*件"), Row.CARRIED_OVER, "上年结转"),
    (re.compile(r"结转下(?:一)?年(?:度)?[^，。；\d]{0,20}?(\d+)\s*件"), Row.CARRIED_FORWARD, "结转下年度"),
)
_RECONSIDERED = re.compile(r"行政复议[^，。；\d]{0,12}?(\d+)\s*件")
_SUED = re.compile(r"行政诉讼[^，。；\d]{0,12}?(\d+)\s*件")
_RECEIVED = re.compile(r"(?:共|累计)?收到[^，。；\d]{0,20}?申请[^，。；\d]{0,6}?(\d+)\s*件")


def _figures(text: str, found: Table, disputes: DisputeTable) -> Iterable[Problem]:
    for pattern, row, name in _FIGURES:
        yield from _differing(pattern, text, name, found[row][Column.TOTAL], row)
    sued = sum(disputes[kind][DisputeResult.TOTAL] for kind in (DisputeKind.LAWSUIT, DisputeKind.LAWSUIT_AFTER))
    yield from _differing(_RECONSIDERED, text, "行政复议", disputes[DisputeKind.RECONSIDERATION][DisputeResult.TOTAL], None)
    yield from _differing(_SUED, text, "行政诉讼", sued, None)


def _differing(pattern: re.Pattern[str], text: str, name: str, figure: int, row: Row | None) -> Iterable[Problem]:
    for match in pattern.finditer(text):
        if int(match[1]) != figure:
            yield Problem("AR07", Severity.WARNING, f"正文写“{match[0]}”，表格中{name}为{figure}件，请核对", row, Column.TOTAL)


def _meaning(text: str, found: Table) -> Iterable[Problem]:
    new, over = found[Row.NEW_RECEIVED][Column.TOTAL], found[Row.CARRIED_OVER][Column.TOTAL]
    for match in _RECEIVED.finditer(text):
        said = int(match[1])
        if said not in (new, new + over):
            yield Problem("AR08", Severity.WARNING, f"正文写“{match[0]}”，表格中本年新收{new}件、加上年结转{new + over}件，都不一致")
        elif over and said == new + over and not re.search(r"含[^。]{0,6}上年[^。]{0,4}结转|加上年结转|上年(?:度)?结转", text):
            yield Problem("AR08", Severity.WARNING, f"正文写“{match[0]}”，包含了上年结转的{over}件，请在正文写明口径")


def _parts(text: str) -> Iterable[Problem]:
    at = -1
    for section in SECTIONS:
        place = text.find(section, at + 1)
        if place < 0:
            missing = "顺序不对" if section in text else "缺少"
            yield Problem("AR14", Severity.WARNING, f"年度报告应有六部分：“{section}”{missing}")
        else:
            at = place


def _alike(text: str, last_text: str) -> Iterable[Problem]:
    now, before = fingerprint(text), fingerprint(last_text)
    if now is not None and before is not None and distance(now, before) <= SAME_TEXT:
        yield Problem("AR15", Severity.WARNING, "正文与上年度报告高度相似，请结合本年实际修改，避免内容雷同")


def _error(code: str, says: str, row: Row | None = None, column: Column | None = None) -> Problem:
    return Problem(code, Severity.ERROR, says, row, column)
