"""质量分 and its parts (领域规则 6.11), and the numbers a series of 发文字号 leaves out."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

WEIGHTS = (0.4, 0.3, 0.3)  # 要素完整率、关联完整率、时效率（领域规则 6.11【推】，待复核）
LONGEST_GAP = 30  # numbers of a gap that are listed one by one


@dataclass(frozen=True)
class Measures:
    """Counts of public policies. `linked`: with what they rest on and, if rules or normative, an interpretation; `in_time` of those
    `judged`: published within the time the law gives."""

    total: int = 0
    complete: int = 0
    well_formed: int = 0
    based: int = 0
    interpreted: int = 0
    linked: int = 0
    revised: int = 0
    recent: int = 0
    in_time: int = 0
    judged: int = 0
    updated_on: date | None = None

    @staticmethod
    def together(parts: Iterable["Measures"]) -> "Measures":
        rows = list(parts)
        sums = {field.name: sum(getattr(one, field.name) for one in rows) for field in fields(Measures) if field.name != "updated_on"}
        return Measures(**sums, updated_on=max((one.updated_on for one in rows if one.updated_on), default=None))

    @property
    def score(self) -> int | None:
        """质量分, 0–100, of the shares that can be judged; None for an empty library."""
        shares = [(self.complete, self.total), (self.linked, self.total), (self.in_time, self.judged)]
        known = [(weight, part / whole) for weight, (part, whole) in zip(WEIGHTS, shares, strict=True) if whole]
        return int(100 * sum(weight * share for weight, share in known) / sum(weight for weight, _ in known)) if known else None


def percent(part: int, whole: int) -> int | None:
    """Rounded down, so that 100 means all; None of nothing."""
    return part * 100 // whole if whole else None


@dataclass(frozen=True)
class Series:
    """The numbers of one 机关代字 in one year that are in the library."""

    code: str
    year: int
    numbers: frozenset[int]


@dataclass(frozen=True)
class Gap:
    """What a series leaves out up to its last number."""

    series: Series
    absent: tuple[int, ...]

    @property
    def says(self) -> str:
        """The absent numbers as people write them: 2、5-7."""
        runs: list[list[int]] = []
        for number in self.absent[:LONGEST_GAP]:
            if runs and number == runs[-1][1] + 1:
                runs[-1][1] = number
            else:
                runs.append([number, number])
        shown = "、".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
        return shown + (" 等" if len(self.absent) > LONGEST_GAP else "")


def gaps(series: Iterable[Series]) -> list[Gap]:
    """The series that leave numbers out; one that holds a single paper tells nothing."""
    found = []
    for one in series:
        if len(one.numbers) < 2:
            continue
        absent = tuple(sorted(set(range(min(one.numbers), max(one.numbers))) - one.numbers))
        if absent:
            found.append(Gap(one, absent))
    return found
