"""What a reviewed sample says, with how sure one may be of it, and where direct answering should begin."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from gongkai.assistant.rules.answers import Outcome
from gongkai.shared.digest import sm3

SAMPLE_SIZE = 100  # 每月抽 100 题（领域规则 18）
ENOUGH = 20  # 评定的回答少于此不据以停用，也不据以校准【推】，待复核
TARGET = 0.95  # 校准时要求直接回答正确率的置信下限【推】，待复核
ANSWERABLE = 0.05  # 受理界限取可答问题相似度的这一分位（领域规则 18、检索设计 7）【推】，待复核
_Z = 1.96  # 95 %


@dataclass(frozen=True)
class Rate:
    """`right` of `of`, with the 95 % interval by Wilson."""

    right: int
    of: int

    @property
    def value(self) -> float | None:
        return self.right / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.right, self.of)

    def __str__(self) -> str:
        if self.value is None:
            return "—"
        low, high = self.interval
        return f"{self.value:.1%}（{self.right}/{self.of}，95% 置信区间 {low:.1%}–{high:.1%}）"


@dataclass(frozen=True)
class Said:
    """A settled verdict on one answer. `cited` is None where nothing was cited."""

    outcome: str
    accurate: bool
    cited: bool | None


@dataclass(frozen=True)
class Figures:
    """回答正确率, 引用正确率, 拒答正确率; `kappa` is None when no answer was judged twice, or all verdicts were the same."""

    accuracy: Rate
    citations: Rate
    refusals: Rate
    kappa: float | None

    @property
    def rates(self) -> list[tuple[str, Rate]]:
        return [("回答正确率", self.accuracy), ("引用正确率", self.citations), ("拒答正确率", self.refusals)]

    def is_below(self, percent: int) -> bool:
        """Whether so few answers were right, told from enough of them."""
        return self.accuracy.of >= ENOUGH and 100 * self.accuracy.right < percent * self.accuracy.of


def figures(settled: Sequence[Said], pairs: Iterable[tuple[bool, bool]]) -> Figures:
    """`pairs`: for each answer judged twice, whether the first and the second found it right."""
    answered = [one for one in settled if one.outcome == Outcome.ANSWER]
    refused = [one for one in settled if one.outcome == Outcome.REFUSED]
    cited = [one for one in settled if one.cited is not None]
    return Figures(
        accuracy=Rate(sum(one.accurate for one in answered), len(answered)),
        citations=Rate(sum(bool(one.cited) for one in cited), len(cited)),
        refusals=Rate(sum(one.accurate for one in refused), len(refused)),
        kappa=kappa(list(pairs)),
    )


def wilson(right: int, of: int, z: float = _Z) -> tuple[float, float]:
    """The interval in which the true share lies with 95 %; everything is possible when nothing was looked at."""
    if of == 0:
        return 0.0, 1.0
    share, spread = right / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * sqrt(share * (1 - share) / of + spread / (4 * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def kappa(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    """Cohen's kappa: how much two people agree beyond what chance would have them agree."""
    if not pairs:
        return None
    n = len(pairs)
    agreed = sum(one == other for one, other in pairs) / n
    first, second = sum(one for one, _ in pairs) / n, sum(other for _, other in pairs) / n
    chance = first * second + (1 - first) * (1 - second)
    return (agreed - chance) / (1 - chance) if chance < 1 else None


def direct_from(reviewed: Sequence[tuple[float, bool]], *, target: float = TARGET, enough: int = ENOUGH) -> float | None:
    """The lowest confidence from which on answers are right so often that the lower bound of their share reaches the target; None when no
    such point exists among at least `enough` of them. `reviewed`: (confidence, was it right)."""
    ranked = sorted(reviewed, reverse=True)
    right, found = 0, None
    for n, (confidence, was_right) in enumerate(ranked, 1):
        right += was_right
        last_of_its_kind = n == len(ranked) or ranked[n][0] < confidence
        if last_of_its_kind and n >= enough and wilson(right, n)[0] >= target:
            found = confidence
    return found


def cut(cosines: Sequence[float], *, share: float = ANSWERABLE, enough: int = ENOUGH) -> float | None:
    """The similarity that all but this share of rightly answered questions reach; None for too few."""
    ranked = sorted(cosines)
    return ranked[int(share * len(ranked))] if len(ranked) >= enough else None


def drawn(ids: Iterable[int], *, seed: str, size: int) -> list[int]:
    """`size` of the ids, the same for the same seed on every machine, in an order that says nothing about them."""
    return sorted(ids, key=lambda pk: sm3(f"{seed}:{pk}".encode()))[:size]


def rank(count: int, share: float) -> int:
    """The place, from 0, of the value that this share of `count` sorted values does not exceed (nearest rank)."""
    return max(0, ceil(share * count) - 1)
