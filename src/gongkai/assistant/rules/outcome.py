"""Answer, evidence, or neither: decided from how much of the question the sentence says, never from how fluent it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.assistant.rules.answers import Outcome
from gongkai.assistant.rules.extracting import Extract


@dataclass(frozen=True)
class Calibration:
    """The cuts, measured on reviewed questions; a site sets its own with a newer version."""

    version: str = "initial-1"
    answer_said: float = 0.72  # of the question's weight said by title, headings and clause: from here on a sentence is stated
    answer_sure: float = 0.62  # … said by the stated sentences themselves with title and headings
    topic_named: float = (
        0.33  # of the weight of the telling words that titles and headings name: below this the question is about something else
    )
    topic_least: float = 0.4  # … and so is one of which the best clause with its title says less than this
    topic_broken: float = 0.5  # … or less than this, where of two words side by side (生育津贴) it says one only
    topic_said: float = 0.7  # … unless one clause says so much of the question, in at least two telling words
    topic_alone: float = 0.75  # … or a sentence of the kind asked for says so much of a question with a single telling word
    dense_cut: float | None = None  # cosine below which the question is about something else; None without vectors
    close: float = 0.05  # two papers of one family whose scores are so near compete
    direct: bool = True  # off: clauses only, nothing is stated
    direct_from: float = 0.0  # the confidence from which on a sentence is stated


@dataclass(frozen=True)
class Verdict:
    outcome: Outcome
    confidence: float


def decide(best: Extract | None, *, value_needed: bool, dense: float | None, cuts: Calibration, alone: bool = False) -> Verdict:
    """`best`: the best extract of a paper in force; None when nothing was found. `alone`: its paper is the one spoken of."""
    if best is None:
        return Verdict(Outcome.REFUSED, 0.0)
    confidence = min(best.said, best.sure + 0.1, 1.0) * (1.0 if best.fits or not value_needed else 0.6)
    if dense is not None and cuts.dense_cut is not None and dense < cuts.dense_cut:
        return Verdict(Outcome.REFUSED, confidence)
    if not alone and not is_ours(best, cuts):
        return Verdict(Outcome.REFUSED, confidence)
    whole = not best.hollow and not best.missing and not best.unsaid and best.said >= cuts.answer_said and best.sure >= cuts.answer_sure
    stated = cuts.direct and confidence >= cuts.direct_from
    if whole and stated and best.statements and (best.fits or not value_needed) and best.figures_met:
        return Verdict(Outcome.ANSWER, confidence)
    return Verdict(Outcome.EVIDENCE, confidence)


def is_ours(best: Extract, cuts: Calibration) -> bool:
    """Whether a question is about what this paper is about."""
    if not best.topical:
        return False
    return (
        best.subject
        or (best.named >= cuts.topic_named and best.said >= (cuts.topic_broken if best.broken else cuts.topic_least))
        or (best.said >= cuts.topic_said and best.telling > 1)
        or best.known >= cuts.topic_said
        or (best.said >= cuts.topic_alone and best.fits and best.telling == 1)
    )


def is_near(found: Extract, *, value_needed: bool) -> bool:
    """Whether a clause is shown rather than nothing: it shares rare words with the question, or says all of it with the value asked for."""
    return found.shared or (value_needed and found.fits and found.said >= SAYS_ALL)


SAYS_ALL = 0.95  # of the weight


def competing(scores: Sequence[float], close: float) -> int:
    """How many of these (best first) are as good as the first."""
    return sum(score >= scores[0] - close for score in scores) if scores else 0
