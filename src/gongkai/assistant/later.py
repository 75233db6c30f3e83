"""What other papers have done to the paper an answer is taken from: where one changes the very article, its words stand beside it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from gongkai.assistant import retrieval
from gongkai.assistant.retrieval import Paper
from gongkai.assistant.rules.answers import Answer, Kind, Outcome, Passage, Sentence, quoted
from gongkai.assistant.structured import Draft, cite, name_of
from gongkai.policies import queries as policies
from gongkai.policies.rules.provisions import Provision

MOST = 2


def with_changes(answer: Answer, paper: Paper, draft: Draft, *, on: date) -> Answer:
    """The answer with what a later paper says of the articles it is taken from, and with the note that there is one."""
    if not paper.usable or "《" not in paper.because:
        return answer
    found = _of_articles(paper, [one.label for one in draft.provisions], on=on)
    sentences, citations = list(answer.sentences), list(answer.citations)
    for other, provision, text in found[:MOST]:
        if any(one.quote == text for one in citations):
            continue
        sentences.append(Sentence(text, (len(citations),)))
        citations.append(cite(other, text, label=provision.label, anchor=provision.anchor))
    cards = tuple(dict.fromkeys(other.passage(provision) for other, provision, _ in found[:MOST]))
    note = f"这份文件已有变化：{paper.because}，请一并看。"
    return replace(
        answer,
        sentences=tuple(sentences),
        citations=tuple(citations),
        cards=(*answer.cards, *(card for card in cards if card not in answer.cards)),
        note=f"{answer.note} {note}".strip(),
    )


def beside_what_is_shown(answer: Answer, papers: Iterable[Paper], *, on: date) -> Answer:
    """The answer where a clause shown as a card, or read off its number, was changed since: the words of the later paper stand beside it."""
    if answer.outcome not in (Outcome.ANSWER, Outcome.EVIDENCE) or answer.kind in (Kind.COMPARE, Kind.STANDING) or answer.entry_id:
        return answer
    stated = {one.quote for one in answer.citations}
    cards: list[Passage] = list(answer.cards)
    notes: list[str] = []
    for paper in {one.policy.pk: one for one in papers}.values():
        if not paper.usable or "《" not in paper.because:
            continue
        shown = [one for one in answer.cards if one.code == paper.policy.code]
        labels = [one.label for one in shown] + [one.label for one in answer.citations if one.code == paper.policy.code]
        for other, provision, text in _of_articles(paper, labels, on=on)[:MOST]:
            if text in stated:
                continue
            card = other.passage(provision)
            if all((one.code, one.anchor) != (card.code, card.anchor) for one in cards):
                cards.insert(_behind(cards, shown, text), card)
            notes.append(f"{quoted(paper.edition.title)}的有关条款后来有变化，{name_of(other)}写明：“{text.strip()}”")
    told = " ".join(dict.fromkeys(notes))
    return replace(answer, cards=tuple(cards), note=f"{answer.note} {told}".strip()) if told else answer


def _behind(cards: Sequence[Passage], shown: Sequence[Passage], text: str) -> int:
    """The place behind the card whose article is spoken of."""
    of_it = next((one for one in shown if (article := _ARTICLE.match(one.label)) and _names(text, article[0])), None)
    return cards.index(of_it) + 1 if of_it in cards else len(cards)


def with_changers(codes: Sequence[str], question: str, *, on: date) -> tuple[str, ...]:
    """The papers spoken of; where it is asked what became of them (什么时候恢复, 延长到哪天) with those that changed them."""
    if not codes or not _WHAT_BECAME.search(question):
        return tuple(codes)
    papers = retrieval.by_codes(codes, on=on)
    changers = [other for paper in papers for other in retrieval.present(policies.changed_by(paper.policy, on=on), on=on)]
    return tuple(dict.fromkeys((*codes, *(other.policy.code for other in changers))))


_WHAT_BECAME = re.compile("恢复|延长|延期|延到|暂停|停止|取消|重新(?:开始|执行|实行)")


def _of_articles(paper: Paper, labels: Iterable[str], *, on: date) -> list[tuple[Paper, Provision, str]]:
    """What later papers say of articles of this one: (paper, provision, sentence)."""
    articles = list(dict.fromkeys(match[0] for label in labels if (match := _ARTICLE.match(label))))
    changers = retrieval.present(policies.changed_by(paper.policy, on=on), on=on) if articles else ()
    return [
        (other, provision, one.text)
        for other in changers
        for provision in other.provisions
        for one in provision.statements
        if any(_names(one.text, article) for article in articles)
    ]


_ARTICLE = re.compile(r"第[^条]{1,7}条(?:之[一二三四五六七八九十]+)?")


def _names(text: str, article: str) -> bool:
    return re.search(rf"{re.escape(article)}(?!之)", text) is not None
