"""The words of an answer, put better by a language model where one is set up; never its facts.

Each sentence of the model is compared with the clause it cites (`rules/verifying.py`); one that says anything else is replaced by
the clause's own words, and where nothing stands the answer stays as it was. Without an endpoint nothing here does anything."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from gongkai.assistant.rules.answers import Answer, Sentence


def is_possible(answer: Answer) -> bool:
    """Whether an endpoint is set up and may word such an answer: else there is no need to open a stream."""
    return False


def reword(question: str, answer: Answer, *, now: datetime) -> Answer:
    """The answer in the model's words, or the very same answer; within two seconds whatever the endpoint does. `worded_by` names the
    model; the version of what it was told is `rules.prompts.VERSION`. Raises nothing."""
    return worded(answer, stream(question, answer, now=now))


def stream(question: str, answer: Answer, *, now: datetime) -> Iterator[Sentence]:
    """The sentences of the reworded answer as they come, each verified; together they replace the answer's own. None at all when the
    answer stays as it was, so show that first. Their citations are those of the answer. Raises nothing; close it to stop."""
    yield from ()


def worded(answer: Answer, sentences: Iterable[Sentence]) -> Answer:
    """The answer with the sentences of `stream` in place of its own; the very same answer when there are none."""
    kept = tuple(sentences)
    return replace(answer, sentences=kept, worded_by="") if kept else answer
