"""An answer as it is printed: sentences with numbered chips, and for every number a card with the exact words, their paper and its validity."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from gongkai.assistant.models import Question
from gongkai.assistant.retrieval import WITHDRAWN, as_of_now
from gongkai.assistant.rules.answers import Answer, Citation, Kind, Outcome, Passage, from_json, quoted
from gongkai.policies import queries as policies
from gongkai.policies.models import Policy
from gongkai.portal.assistant import beside_page, stepping, withdrawing
from gongkai.portal.policies.addresses import reading
from gongkai.search.rules.highlights import Pieces

CHANGES = 3  # of a comparison, shown before the others are opened
LIST_FROM = 2  # more sentences than this are shown as a list
FOLDED_FROM, BRIEF = 300, 140  # characters: a source longer than the first is shown with about so many of them, the whole behind a fold
BEFORE = 30  # characters before the words relied on, at most


@dataclass
class Card:
    """One source. `pieces`: its words with those relied on marked; `struck`: not in force; `again`: of the same paper as the card before."""

    number: int
    title: str
    doc_no: str
    label: str
    standing: str
    struck: bool
    url: str
    pieces: Pieces
    successor: tuple[str, str] = ("", "")  # title, address
    again: bool = False
    brief: Pieces = ()  # of a long source the words relied on; empty: all of it is shown


@dataclass(frozen=True)
class Line:
    text: str
    chips: tuple[int, ...]


@dataclass(frozen=True)
class Shown:
    """`taken`: the cards of the sentences; `related`: cards that only bear on the question."""

    question: Question
    answer: Answer
    lines: tuple[Line, ...]
    lead: Line | None  # of a list: what its members are
    taken: tuple[Card, ...]
    related: tuple[Card, ...]
    steps: tuple[tuple[str, str], ...]  # words, address
    options: tuple[tuple[str, str], ...]  # words, code
    listed: bool = field(default=False)
    widen: bool = False  # asked on the page of a paper that does not answer it: all papers can be asked

    @property
    def first(self) -> tuple[Line, ...]:
        """The lines shown at once: of a comparison the changes that matter most, of anything else all."""
        return self.lines[:CHANGES] if self.is_folded else self.lines

    @property
    def more(self) -> tuple[Line, ...]:
        return self.lines[CHANGES:] if self.is_folded else ()

    @property
    def is_folded(self) -> bool:
        return self.answer.kind is Kind.COMPARE and len(self.lines) > CHANGES + 1

    @property
    def numbered(self) -> bool:
        """Whether every line of a list carries its own number: （一）、1. … Dots before them would only be in the way."""
        return bool(self.lines) and all(_OWN_NUMBER.match(line.text) for line in self.lines)

    @property
    def is_answer(self) -> bool:
        return self.answer.outcome is Outcome.ANSWER

    @property
    def spoken(self) -> str:
        """What is copied and read aloud: the sentences with their sources."""
        sources = "；".join(one.label if one.again else f"{quoted(one.title)}{one.doc_no}{one.label}" for one in self.taken if one.title)
        text = "".join(line.text for line in ((self.lead,) if self.lead else ()) + self.lines)
        return "\n".join(part for part in (self.answer.note, text, f"出处：{sources}" if sources else "") if part)


def shown(questions: Sequence[Question], *, on: date) -> list[Shown]:
    """Each question with its answer as it may be shown today; a fixed number of queries."""
    answers = [withdrawing.without_withdrawn(one) for one in as_of_now([from_json(one.answer) for one in questions], on=on)]
    codes = {code for answer in answers for code in answer.codes()}
    codes |= {one.target for answer in answers for one in answer.steps if one.kind in stepping.TO_A_PAPER and one.target}
    codes |= {one.code for answer in answers for one in answer.options}
    codes |= {one.successor_code for answer in answers for one in answer.cards if one.successor_code}
    pages = {one.policy_id for one in questions if one.policy_id}
    found = policies.visible(on).filter(Q(code__in=codes) | Q(pk__in=pages)) if codes or pages else ()
    here = {policy.code: policy for policy in found}
    page_of = {policy.pk: policy for policy in here.values()}
    past = {edition for answer in answers for edition in answer.editions()} - {policy.current_id for policy in here.values()}
    numbers = {pk: edition.number for pk, edition in policies.shown_editions(sorted(past), on=on).items()} if past else {}
    return [
        _shown(question, answer, page_of.get(question.policy_id or 0), here, numbers)
        for question, answer in zip(questions, answers, strict=True)
    ]


def _shown(question: Question, answer: Answer, page: Policy | None, here: dict[str, Policy], numbers: dict[int, int]) -> Shown:
    widen = page is not None and beside_page.is_not_answered_by(answer, page.code)
    answer = beside_page.told(answer, page.code) if page else answer
    cards: list[Card] = []
    place_of: dict[object, int] = {}
    chips: list[int] = []
    used: set[Passage] = set()
    for citation in answer.citations:
        passage = next((one for one in answer.cards if one.edition_id == citation.edition_id and citation.quote in one.text), None)
        key = (passage.edition_id, passage.anchor) if passage else (citation.edition_id, citation.anchor, citation.label, citation.quote)
        key = (citation.edition_id, WITHDRAWN) if citation.standing == WITHDRAWN else key
        if key not in place_of:
            place_of[key] = len(cards) + 1
            quotes = [one.quote for one in answer.citations if passage and one.edition_id == passage.edition_id]
            cards.append(_card(len(cards) + 1, citation, passage, quotes or [citation.quote], here, numbers))
            used |= {passage} if passage else set()
        chips.append(place_of[key])
    related = [one for one in answer.cards if one not in used]
    lines = tuple(Line(one.text, tuple(dict.fromkeys(chips[at] for at in one.citations))) for one in answer.sentences)
    papers = [(one.title, one.doc_no, one.struck) for one in cards]
    for card, before, its in zip(cards[1:], papers, papers[1:], strict=False):
        card.again = before == its and bool(card.label)
    asked = "" if answer.kind is Kind.CHAT else question.text  # who asks for a door of this site looked for nothing in vain
    lead = lines[0] if len(lines) > LIST_FROM and lines[0].text.endswith(("：", ":")) else None
    return Shown(
        question=question,
        answer=answer,
        lines=lines[1:] if lead else lines,
        lead=lead,
        taken=tuple(cards),
        related=tuple(_related(len(cards) + at, one, here, numbers) for at, one in enumerate(related, 1)),
        steps=tuple((one.words, address) for one in answer.steps if (address := stepping.address(one, here, asked))),
        options=tuple((one.words, one.code) for one in answer.options if one.code in here),
        listed=len(lines) > LIST_FROM,
        widen=widen,
    )


def _card(
    number: int, citation: Citation, passage: Passage | None, quotes: Sequence[str], here: dict[str, Policy], numbers: dict[int, int]
) -> Card:
    withdrawn = citation.standing == WITHDRAWN
    pieces = marked(passage.text if passage else citation.quote, quotes)
    return Card(
        number=number,
        title=citation.title or "文件已撤回",
        doc_no=citation.doc_no,
        label=_part(passage.label if passage else citation.label),
        standing=citation.standing,
        struck=not citation.in_force and not withdrawn and bool(citation.anchor),  # a fact about a paper is no word of it
        url=_place(citation.code, citation.edition_id, citation.anchor, here, numbers),
        pieces=pieces,
        brief=brief(pieces),
    )


def _related(number: int, passage: Passage, here: dict[str, Policy], numbers: dict[int, int]) -> Card:
    instead = here.get(passage.successor_code)
    return Card(
        number=number,
        title=passage.title,
        doc_no=passage.doc_no,
        label=_part(passage.label),
        standing=passage.standing,
        struck=not passage.in_force,
        url=_place(passage.code, passage.edition_id, passage.anchor, here, numbers),
        pieces=((passage.text, False),),
        brief=brief(((passage.text, False),)),
        successor=(instead.title, reading(instead)) if instead else ("", ""),
    )


def _part(label: str) -> str:
    """The place in a paper as it is said: 二、 → 第二部分, 五、16. → 五、16."""
    label = label.rstrip("、.．")
    return f"第{label}部分" if re.fullmatch("[一二三四五六七八九十]+", label) else label


def marked(text: str, quotes: Sequence[str]) -> Pieces:
    """The text in pieces, the quotes marked."""
    spans = sorted((at, at + len(quote)) for quote in set(quotes) if quote and (at := text.find(quote)) >= 0)
    pieces: list[tuple[str, bool]] = []
    done = 0
    for start, end in spans:
        if end <= done:
            continue
        start = max(start, done)
        pieces += [(text[done:start], False)] if start > done else []
        pieces.append((text[start:end], True))
        done = end
    return (*pieces, *([(text[done:], False)] if done < len(text) else []))


def brief(pieces: Pieces) -> Pieces:
    """Of a long source the words relied on, from a little before them, cut after a sentence where one ends in time; empty for a short one."""
    text = "".join(piece for piece, _ in pieces)
    if len(text) <= FOLDED_FROM:
        return ()
    relied = next((at for at, (_, hit) in enumerate(pieces) if hit), 0)
    before = sum(len(piece) for piece, _ in pieces[:relied])
    start = max(before - BEFORE, *(one.end() for one in _ENDS.finditer(text, 0, before)), 0)
    stop = min(before + BRIEF, len(text))
    if stop < len(text):
        stop = max((one.end() for one in _ENDS.finditer(text, before + BRIEF // 2, stop)), default=stop)
    shown: list[tuple[str, bool]] = [("…", False)] if start else []
    at = 0
    for piece, hit in pieces:
        if cut := piece[max(start - at, 0) : max(stop - at, 0)]:
            shown.append((cut, hit))
        at += len(piece)
    return (*shown, *([("…", False)] if stop < len(text) else []))


_OWN_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十百]+[条项]")
_ENDS = re.compile(r"[。！？；\n]")


def _place(code: str, edition_id: int, anchor: str, here: dict[str, Policy], numbers: dict[int, int]) -> str:
    policy = here.get(code)
    if policy is None:
        return ""
    number = None if policy.current_id == edition_id else numbers.get(edition_id)
    return reading(policy, number) + (f"#{anchor}" if anchor else "")
