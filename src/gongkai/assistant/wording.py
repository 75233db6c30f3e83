"""The words of an answer, put better by a language model where one is set up; never its facts.

The model is given the sentences of the answer, which are the sources' own, and gives back one sentence for each. Every one is compared
with the sentence it stands for (`rules/verifying.py`); one that says anything else, or too little, is replaced by the source's own words,
and where nothing stands the answer stays as it was. Without an endpoint nothing here does anything."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime

from django.conf import settings
from django.db import DatabaseError

from gongkai.assistant import endpoint
from gongkai.assistant.actions import spending
from gongkai.assistant.endpoint import Call, Endpoint, EndpointFailed, TooSlow, breaker
from gongkai.assistant.rules import prompts
from gongkai.assistant.rules.answers import Answer, Kind, Outcome, Sentence
from gongkai.assistant.rules.completions import Items
from gongkai.assistant.rules.verifying import stands_for
from gongkai.policies import queries as policies
from gongkai.search.rules.masking import masked

SECONDS = 2.0  # a page that is not streamed waits for the model; with the answer itself within three
MOST_SENTENCES = 8
LONGEST_CLAUSES = 3000  # characters of all sentences together
LONGEST_QUESTION = 300
REWORDED = {
    Kind.FACT,
    Kind.WHO,
    Kind.PERIOD,
    Kind.AMOUNT,
    Kind.SERVICE,
}  # lists, comparisons, telephones and validity are exact as they are

_log = logging.getLogger(__name__)


def is_possible(answer: Answer) -> bool:
    """Whether an endpoint is set up, not resting after failures, and may word such an answer: else there is no need to open a stream."""
    return (
        endpoint.configured() is not None
        and breaker.lets_through()
        and answer.outcome is Outcome.ANSWER
        and answer.kind in REWORDED
        and answer.entry_id is None  # reviewed by people, word for word
        and not answer.worded_by
        and 0 < len(answer.sentences) <= MOST_SENTENCES
        and sum(len(sentence.text) for sentence in answer.sentences) <= LONGEST_CLAUSES
        and all(sentence.verbatim and sentence.citations for sentence in answer.sentences)
        and all(citation.in_force for citation in answer.citations)
    )


def reword(question: str, answer: Answer, *, now: datetime) -> Answer:
    """The answer in the model's words, or the very same answer; after two seconds at most, whatever the endpoint does. `worded_by` names
    the model; the version of what it was told is `rules.prompts.VERSION`. Raises nothing."""
    return worded(answer, _sentences(question, answer, now=now, seconds=min(SECONDS, settings.MODEL_TIMEOUT)))


def stream(question: str, answer: Answer, *, now: datetime) -> Iterator[Sentence]:
    """The sentences of the reworded answer as they come, each verified; together they replace the answer's own. None at all when the
    answer stays as it was, so show that first. Their citations are those of the answer. Raises nothing; close it to stop."""
    return _sentences(question, answer, now=now, seconds=settings.MODEL_TIMEOUT)


def worded(answer: Answer, sentences: Iterable[Sentence]) -> Answer:
    """The answer with the sentences of `stream` in place of its own; the very same answer when there are none."""
    kept = tuple(sentences)
    return replace(answer, sentences=kept, worded_by=settings.MODEL_NAME) if kept else answer


def _sentences(question: str, answer: Answer, *, now: datetime, seconds: float) -> Iterator[Sentence]:
    at = endpoint.configured()
    if at is None or not is_possible(answer) or not _is_public(answer, now.date()):
        return
    waiting: list[Sentence] = []  # the sources' own words, until the first sentence of the model stands
    stands = False
    for sentence in _in_order(answer.sentences, _asked(at, question, answer.sentences, on=now.date(), seconds=seconds)):
        stands = stands or not sentence.verbatim
        waiting.append(sentence)
        if stands:
            yield from waiting
            waiting.clear()


def _in_order(own: Sequence[Sentence], items: Iterator[tuple[int, str]]) -> Iterator[Sentence]:
    """One sentence for each of the answer's own, in its order: the model's where it came and stands, else the answer's."""
    done = 0
    with closing(items) as coming:  # type: ignore[type-var]
        for number, text in coming:
            yield from own[done : number - 1]
            yield _verified(text.strip(), own[number - 1])
            done = number
    yield from own[done:]


def _verified(text: str, own: Sentence) -> Sentence:
    if text == own.text or stands_for(text, own.text):
        return own
    return replace(own, text=text, verbatim=False)


def _asked(at: Endpoint, question: str, own: Sequence[Sentence], *, on: date, seconds: float) -> Iterator[tuple[int, str]]:
    """(number of the clause, sentence) as the model gives them, until it ends, fails or the time is up."""
    sent = prompts.messages(masked(question, longest=LONGEST_QUESTION), [sentence.text for sentence in own])
    size = sum(len(message["content"]) for message in sent)  # a Chinese character is about a token
    room = 400 + 2 * sum(len(sentence.text) for sentence in own)
    if not endpoint.take_place():
        return
    if not (breaker.begin() and _budgeted(on, tokens=size + room)):
        endpoint.leave_place()
        return
    call, items = Call(at, sent, most_tokens=room), Items(len(own))
    try:
        with closing(call.pieces(seconds=seconds)) as pieces:  # type: ignore[type-var]
            for piece in pieces:
                yield from items.feed(piece)
            items.close()
    except TooSlow:
        _log.warning("模型接口：%.0f 秒内没有答完", seconds)
        if not call.responded or seconds >= settings.MODEL_TIMEOUT:  # a page waits for less than a good model may need
            breaker.failed()
    except EndpointFailed as failed:
        _log.warning("模型接口：%s", failed)
        breaker.failed()
    except ValueError:
        _log.warning("模型接口：返回的不是约定的格式")
        breaker.failed()
    else:
        breaker.succeeded()
    finally:
        _settle(on, taken=size + room, used=call.tokens or size + call.received)


def _budgeted(on: date, *, tokens: int) -> bool:
    try:
        return spending.take(on, tokens=tokens)
    except DatabaseError:
        _log.warning("模型用量未能登记，这次不用模型")
        return False


def _settle(on: date, *, taken: int, used: int) -> None:
    try:
        spending.settle(on, taken=taken, used=used)
    except DatabaseError:  # what was set aside stays counted
        _log.warning("模型用量未能结算")


def _is_public(answer: Answer, on: date) -> bool:
    """Whether everything cited may be seen by anybody: nothing else is ever sent away."""
    cited = {citation.edition_id for citation in answer.citations}
    return len(policies.shown_editions(sorted(cited), on=on)) == len(cited)
