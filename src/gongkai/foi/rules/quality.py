"""质效评分: what a year of an organ's applications comes to in points of a hundred. No paper prescribes the points: 【推】, 待复核."""

from dataclasses import dataclass

POINTS = {"timely": 40, "upheld": 30, "content": 15, "unfounded": 15}
LABELS = {"timely": "按期办结", "upheld": "复议诉讼未被纠正", "content": "申请人满意", "unfounded": "投诉未查实"}
CONTENT_FROM = 4  # of five: 满意, 很满意


@dataclass(frozen=True, slots=True)
class Work:
    """What is counted of one organ in a year: applications closed, of these in time; rated, of these content; reviews and lawsuits
    concluded, of these corrected; complaints looked into, of these founded."""

    closed: int = 0
    timely: int = 0
    rated: int = 0
    content: int = 0
    concluded: int = 0
    corrected: int = 0
    heard: int = 0
    founded: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """`shares`: 0 to 1 by criterion, None where there was nothing to judge; such a criterion is left out and the others count the more."""

    shares: dict[str, float | None]
    total: float | None


def score(work: Work) -> Score:
    """The points of a hundred, to one place; None where nothing was closed."""
    shares = {
        "timely": _share(work.timely, work.closed),
        "upheld": _share(work.concluded - work.corrected, work.concluded),
        "content": _share(work.content, work.rated),
        "unfounded": _share(work.heard - work.founded, work.heard),
    }
    judged = {name: share for name, share in shares.items() if share is not None}
    if shares["timely"] is None:
        return Score(shares, None)
    possible = sum(POINTS[name] for name in judged)
    return Score(shares, round(100 * sum(POINTS[name] * share for name, share in judged.items()) / possible, 1))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
