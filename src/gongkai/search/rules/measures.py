"""How good a list of results is, by what people judged: nDCG@10, MRR and recall, as in benchmarks/search_quality.py but with grades."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from statistics import fmean

GRADES = {3: "正是要找的", 2: "有用", 1: "沾边", 0: "无关"}
BEST, RELEVANT = 3, 2  # 2 and better count as relevant for MRR and recall
DEPTH = 10

Place = tuple[int, str]  # an edition and an anchor in it; an empty anchor is the paper as a whole


@dataclass(frozen=True)
class Quality:
    ndcg: float
    mrr: float
    recall: float


def quality(found: Sequence[Place], judged: Mapping[Place, int]) -> Quality | None:
    """Of the first ten places found. None when nothing judged is relevant: there is nothing to find."""
    papers = _by_paper(judged)
    relevant = {paper for paper, grade in papers.items() if grade >= RELEVANT}
    if not relevant:
        return None
    shown = list(dict.fromkeys(edition for edition, _ in found))[:DEPTH]
    anchors = dict(reversed(found))  # of a paper found at two places, the first
    grades = [_grade(edition, anchors[edition], judged, papers) for edition in shown]
    best = sorted(papers.values(), reverse=True)[:DEPTH]
    first = next((place for place, edition in enumerate(shown, 1) if edition in relevant), 0)
    return Quality(
        ndcg=_gain(grades) / _gain(best), mrr=1 / first if first else 0.0, recall=len(relevant.intersection(shown)) / len(relevant)
    )


def mean(qualities: Sequence[Quality]) -> Quality:
    """The average over queries; all zero for none."""
    if not qualities:
        return Quality(0.0, 0.0, 0.0)
    return Quality(fmean(one.ndcg for one in qualities), fmean(one.mrr for one in qualities), fmean(one.recall for one in qualities))


def _by_paper(judged: Mapping[Place, int]) -> dict[int, int]:
    papers: dict[int, int] = {}
    for (edition, _), grade in judged.items():
        papers[edition] = max(grade, papers.get(edition, 0))
    return papers


def _grade(edition: int, anchor: str, judged: Mapping[Place, int], papers: Mapping[int, int]) -> int:
    """What was said of just this clause; else of the paper as a whole, or of the best that was judged in it."""
    return judged.get((edition, anchor), judged.get((edition, ""), papers.get(edition, 0)))


def _gain(grades: Sequence[int]) -> float:
    return sum((float(2**grade) - 1) / log2(place + 1) for place, grade in enumerate(grades, 1))
