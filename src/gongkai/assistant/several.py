"""The answers to a question that asks several things at once, put together or held against the answer to the whole."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from gongkai.assistant.rules import routing, several
from gongkai.assistant.rules.answers import Answer, Outcome, Scope, Sentence
from gongkai.assistant.rules.routing import Read


class Asking(Protocol):
    """Answers one question; `first`: it opens the turn, on the page it was asked on."""

    def __call__(self, one: Read, so_far: Scope, *, first: bool = True) -> Any: ...


def answered(read: Read, scope: Scope, ask: Asking) -> Any:
    """The answer to a question that asks several things at once: theirs together, where each is answered from one paper; else that to the
    whole, unless it states what belongs to none of them: then the first alone. None where the question asks one thing."""
    named, of_each = several.joined(read.text)
    things = of_each or several.parts(read.text)
    if not things:
        return None
    whole = ask(read, scope)
    if of_each and _says_all(whole.answer, named):
        return whole
    given: list[Any] = []
    for thing in things:
        so_far = given[0].answer.scope if given and given[0].answer.scope.codes else scope
        given.append(ask(routing.read(thing), so_far, first=not given))
    answers = [one.answer for one in given]
    if (both := together(answers)) is not None:
        return replace(whole, answer=replace(both, scope=whole.answer.scope if whole.answer.scope.codes else both.scope))
    if of_each and whole.answer.outcome is Outcome.ANSWER:  # what is told of one of them would pass for all
        return replace(whole, answer=_as_evidence(whole.answer))
    if whole.answer.outcome is not Outcome.ANSWER or agrees(whole.answer, answers):
        return whole
    if answers[0].outcome is not Outcome.ANSWER:
        return replace(whole, answer=answers[0])
    note = f"这里只回答“{things[0]}”；“{things[1]}”没有找到能直接回答的原句，可以单独再问。{answers[0].note}"
    return replace(whole, answer=replace(answers[0], note=note))


def _says_all(given: Answer, named: Sequence[str]) -> bool:
    told = "".join(one.text for one in given.sentences)
    return given.outcome is Outcome.ANSWER and all(one[:2] in told or one[-2:] in told for one in named)


def _as_evidence(given: Answer) -> Answer:
    """What was stated, shown only: it answers some of what is asked."""
    return replace(given, outcome=Outcome.EVIDENCE, sentences=(), citations=(), note=ONLY_SOME, confidence=min(given.confidence, 0.5))


ONLY_SOME = "所问的几项没有全部找到能直接回答的原句，下面是最相关的内容，请看原文。"


def together(answers: Sequence[Answer]) -> Answer | None:
    """One answer of all that was asked, where each was answered from the same paper; None where it was not."""
    first = answers[0]
    if any(one.outcome is not Outcome.ANSWER or one.entry_id for one in answers):
        return None
    if len({code for one in answers for code in one.scope.codes}) != 1:
        return None
    sentences: list[Sentence] = []
    citations = list(first.citations)
    for one in answers:
        numbers = {}
        for place, citation in enumerate(one.citations):
            if citation not in citations:
                citations.append(citation)
            numbers[place] = citations.index(citation)
        for said in one.sentences:
            if said.text not in {other.text for other in sentences}:
                sentences.append(replace(said, citations=tuple(numbers[place] for place in said.citations)))
    cards = tuple(dict.fromkeys(card for one in answers for card in one.cards))
    notes = dict.fromkeys(one.note for one in answers if one.note)
    return replace(
        first,
        sentences=tuple(sentences),
        citations=tuple(citations),
        cards=cards,
        note=" ".join(notes),
        confidence=min(one.confidence for one in answers),
    )


def agrees(whole: Answer, answers: Sequence[Answer]) -> bool:
    """Whether what is stated of the whole is what is stated of one of the things asked; where none of them is stated alone nothing is."""
    said = {one.text for one in whole.sentences}
    return any(said & {one.text for one in other.sentences} for other in answers if other.outcome is Outcome.ANSWER)
