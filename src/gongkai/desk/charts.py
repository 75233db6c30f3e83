"""Bars as shapes for an inline SVG, from zero up; the same figures stand in a table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

WIDTH, HEIGHT = 760, 240  # units of the drawing; it scales with the page
_LEFT, _TOP, _BOTTOM = 44, 12, 30
_LINES = 4
_MOST_LABELS = 12  # more would run into each other


@dataclass(frozen=True)
class Bar:
    """`kind` is the class it is painted by: received, closed."""

    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True)
class Label:
    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Chart:
    width: int
    height: int
    left: int
    bars: tuple[Bar, ...]
    lines: tuple[Label, ...]  # horizontal lines with their value
    labels: tuple[Label, ...]


def bar_chart(groups: Sequence[tuple[str, Sequence[int]]], kinds: Sequence[str]) -> Chart:
    """A group of bars for each (label, numbers), each number painted as its kind; the lines stand at whole numbers."""
    step = _step(max((max(numbers) for _, numbers in groups), default=0))
    top = step * _LINES
    base, room = HEIGHT - _BOTTOM, HEIGHT - _BOTTOM - _TOP
    slot = (WIDTH - _LEFT) / max(1, len(groups))
    wide = round(slot * 0.68 / len(kinds), 1)
    each = ceil(len(groups) / _MOST_LABELS) or 1
    bars, labels = [], []
    for at, (label, numbers) in enumerate(groups):
        x = _LEFT + at * slot + slot * 0.15
        for place, (kind, number) in enumerate(zip(kinds, numbers, strict=True)):
            tall = round(number / top * room, 1)
            if tall:
                bars.append(Bar(round(x + place * (wide + 1), 1), round(base - tall, 1), wide, tall, kind))
        if at % each == 0:
            labels.append(Label(round(x + wide, 1), HEIGHT - 10, label))
    lines = tuple(Label(_LEFT - 6, round(base - n * room / _LINES, 1), str(n * step)) for n in range(_LINES + 1))
    return Chart(WIDTH, HEIGHT, _LEFT, tuple(bars), lines, tuple(labels))


def _step(most: int) -> int:
    """The distance of the lines: 1, 2 or 5 times a power of ten, so that four of them hold the highest bar."""
    unit = 1
    while True:
        for factor in (1, 2, 5):
            if factor * unit * _LINES >= most:
                return factor * unit
        unit *= 10
