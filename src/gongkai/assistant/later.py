"""What other papers have done to the paper an answer is taken from: where one changes the very article, its words stand beside it."""

import re
from dataclasses import replace
from datetime import date

from gongkai.assistant import retrieval
from gongkai.assistant.retrieval import Paper
from gongkai.assistant.rules.answers import Answer, Sentence
from gongkai.assistant.structured import Draft, cite
from gongkai.policies import queries as policies
from gongkai.policies.rules.provisions import Provision

MOST = 2


def with_changes(answer: Answer, paper: Paper, draft: Draft, *, on: date) -> Answer:
    """The answer with what a later paper says of the articles it is taken from, and with the note that there is one."""
    if not paper.usable or "《" not in paper.because:
        return answer
    changers = retrieval.present(policies.changed_by(paper.policy, on=on), on=on)
    articles = [match[0] for one in draft.provisions if (match := re.match(r"第[^条]{1,7}条(?:之[一二三四五六七八九十]+)?", one.label))]
    found: list[tuple[Paper, Provision, str]] = []
    for other in changers:
        for provision in other.provisions:
            found += [
                (other, provision, one.text) for one in provision.statements if any(_names(one.text, article) for article in articles)
            ]
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


def _names(text: str, article: str) -> bool:
    return re.search(rf"{re.escape(article)}(?!之)", text) is not None
