"""Paragraphs from the lines of a laid-out page (PDF, OFD): which line goes on with the paragraph of the line before."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongkai.documents.rules.reading import Line

INDENT = 1.2  # of the font size: a line set in by more begins a paragraph
SHORT = 2.5  # a line that stops this many characters before the right edge ends a paragraph
GAP = 1.9  # of the usual distance between lines: more ends a paragraph
SAME_SIZE = 0.08
MARGIN = 0.12  # of the page height, top and bottom, where page numbers and running heads stand
REPEATED = 3  # the same words at the same height on so many pages are a running head

_STARTS = re.compile(
    r"第[一二三四五六七八九十百千零〇\d]+[编章节条款][\s\u3000]|[一二三四五六七八九十百]+、|[（(][一二三四五六七八九十百]+[）)]|\d{1,3}[.．、](?!\d)|[（(]\d{1,3}[）)]|附件[：:\d]|附\s*件"
)
_PAGE_NUMBER = re.compile(r"^[\s\-—－–─―·.]*(第\s*)?\d{1,4}(\s*页)?([\s/／]*共?\s*\d{1,4}\s*页?)?[\s\-—－–─―·.]*$")
_HAN = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\U00020000-\U0003ffff“”‘’…—〔〕《》"
_ENDS_HAN, _BEGINS_HAN = re.compile(rf"[{_HAN}]$"), re.compile(rf"^[{_HAN}]")
_FULL_STOP = re.compile(r"[。！？：；:;!?]”?$")


@dataclass(frozen=True)
class Placed:
    """One printed line: its text, its box in any one unit with y growing downwards, font size in that unit, page from 1.
    `columns` says that it holds wide gaps (tabs in the text), as rows of tables do."""

    text: str
    left: float
    right: float
    y: float  # of the baseline
    size: float
    page: int
    columns: bool = False


def paragraphs(placed: Sequence[Placed], heights: Sequence[float], widths: Sequence[float]) -> list[Line]:
    """Printed lines as paragraphs in reading order; page numbers and running heads are left out.
    `heights` and `widths` are the pages' sizes, page 1 first."""
    lines = _without_margins(placed, heights)
    if not lines:
        return []
    body = _usual([line.size for line in lines], weights=[len(line.text) for line in lines])
    steps = [b.y - a.y for a, b in pairwise(lines) if a.page == b.page and b.y > a.y and _alike(a.size, body)]
    step = _usual(steps) or body * 1.8
    plain = [line for line in lines if _alike(line.size, body) and not line.columns]
    left = min((line.left for line in plain), default=0.0)
    right = _right_edge(plain)
    groups: list[list[Placed]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, body=body, step=step, left=left, right=right, widths=widths):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [Line(_joined(group), page=group[0].page, style=_style(group, body, left, right, widths)) for group in groups]


def is_page_number(text: str) -> bool:
    """— 1 —, 第 3 页, 2/10: what stands at the foot of a page and belongs to no paragraph."""
    return bool(_PAGE_NUMBER.match(text.strip()))


def join(before: str, after: str) -> str:
    """Two pieces of a broken paragraph as one: no blank between Chinese, one between words of letters."""
    before, after = before.rstrip(), after.lstrip()
    if not before or not after or _ENDS_HAN.search(before) or _BEGINS_HAN.search(after):
        return before + after
    if before.endswith("-") and after[:1].isalpha():
        return before[:-1] + after
    return f"{before} {after}" if before[-1] not in "-/" else before + after


def _without_margins(placed: Sequence[Placed], heights: Sequence[float]) -> list[Placed]:
    def at_margin(line: Placed) -> bool:
        height = heights[line.page - 1]
        return line.y < MARGIN * height or line.y > (1 - MARGIN) * height

    words = Counter((re.sub(r"\d+", "0", line.text.strip()), round(line.y)) for line in placed if at_margin(line))
    pages = len(heights)

    def is_furniture(line: Placed) -> bool:
        if not at_margin(line):
            return False
        again = words[(re.sub(r"\d+", "0", line.text.strip()), round(line.y))]
        return is_page_number(line.text) or (again >= REPEATED and again * 2 >= pages)

    return [line for line in placed if line.text.strip() and not is_furniture(line)]


def _goes_on(group: list[Placed], line: Placed, *, body: float, step: float, left: float, right: float, widths: Sequence[float]) -> bool:
    before = group[-1]
    if line.columns or before.columns or not _alike(before.size, line.size) or _STARTS.match(line.text.strip()):
        return False
    turned = line.page != before.page
    if not turned and not 0 < line.y - before.y <= GAP * max(step, 1.2 * line.size):
        return False
    if line.size > body * (1 + SAME_SIZE):  # a title over several lines
        return not turned and _centred(before, widths) and _centred(line, widths) and not _FULL_STOP.search(before.text)
    full = before.right >= right - SHORT * before.size
    at_edge = abs(line.left - left) <= INDENT * line.size
    return full and at_edge


def _centred(line: Placed, widths: Sequence[float]) -> bool:
    return abs((line.left + line.right) / 2 - widths[line.page - 1] / 2) <= 1.5 * line.size


def _style(group: list[Placed], body: float, left: float, right: float, widths: Sequence[float]) -> str:
    first = group[0]
    if first.columns:
        return "columns"
    inset = first.left - left > 2.5 * first.size
    if first.size > body * 1.15 and _centred(first, widths):
        return "title"
    if len(group) == 1 and inset:
        if _centred(first, widths):
            return "center"
        if right - first.right < 6 * first.size:
            return "right"
    return ""


def _joined(group: list[Placed]) -> str:
    text = group[0].text.strip()
    for line in group[1:]:
        text = join(text, line.text)
    return text


def _alike(a: float, b: float) -> bool:
    return abs(a - b) <= SAME_SIZE * max(a, b)


def _right_edge(lines: Sequence[Placed]) -> float:
    """Where full lines end: the largest right edge shared by several lines, so that one long line does not decide."""
    edges = sorted((line.right for line in lines), reverse=True)
    for edge in edges:
        if sum(1 for other in edges if abs(other - edge) <= 1.2 * lines[0].size) >= min(3, len(edges)):
            return edge
    return edges[0] if edges else 0.0


def _usual(values: Sequence[float], weights: Sequence[int] | None = None) -> float:
    """The commonest value, to one decimal; 0 when there is none."""
    counted: Counter[float] = Counter()
    for value, weight in zip(values, weights or [1] * len(values), strict=True):
        counted[round(value, 1)] += weight
    return counted.most_common(1)[0][0] if counted else 0.0
