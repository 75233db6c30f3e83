"""The papers a reply chooses of those it was asked back about, and the answers of several of them put together."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gongkai.assistant import retrieval
from gongkai.assistant.retrieval import Paper
from gongkai.assistant.rules import choice
from gongkai.assistant.rules.answers import Answer, Citation, Kind, Option, Outcome, Scope, Sentence
from gongkai.assistant.rules.choice import Level, Offered
from gongkai.people.queries import is_in_tree

MOST_ANSWERED = 3  # papers whose answers are told one after the other


@dataclass(frozen=True)
class Chosen:
    """`options`: the papers meant; `asks_again`: what is asked back, where these are still several or none of those offered is meant."""

    options: tuple[Option, ...]
    asks_again: str = ""


def chosen(reply: str, scope: Scope, *, on: date) -> Chosen | None:
    """What a reply chooses of the papers that were offered for the question before; None where it is no such reply."""
    if not (scope.offered and scope.question):
        return None
    papers = {paper.policy.code: paper for paper in retrieval.by_codes([one.code for one in scope.offered], on=on)}
    at = choice.chosen(reply, [_offered(one, papers.get(one.code)) for one in scope.offered], on=on)
    if at is None:
        return None
    options = tuple(scope.offered[one] for one in at)
    if choice.wants_all(reply) or len(options) == 1:
        return Chosen(_newest(options, papers)[:MOST_ANSWERED])
    said = reply.strip("。！!？? ")
    if not options:
        return Chosen(scope.offered, f"这几份里没有“{said}”，您问的是下面哪一份？")
    return Chosen(options, f"“{said}”有 {len(options)} 份，您问的是哪一份？")


def _newest(options: Sequence[Option], papers: Mapping[str, Paper]) -> tuple[Option, ...]:
    made = {code: paper.edition.formed_on or date.min for code, paper in papers.items()}
    return tuple(sorted(options, key=lambda one: made.get(one.code, date.min), reverse=True))


def _offered(option: Option, paper: Paper | None) -> Offered:
    if paper is None:
        return Offered(option.words)
    place = _place(paper)
    level = next((level for level, endings in _ENDINGS.items() if place.endswith(endings)), None)
    return Offered(option.words, paper.edition.formed_on, level, is_in_tree(place) if place else True)


_ENDINGS = {
    Level.PROVINCE: ("省", "自治区"),
    Level.CITY: ("市",),
    Level.DISTRICT: ("区", "县"),
    Level.TOWN: ("镇", "乡", "街道"),
}


def _place(paper: Paper) -> str:
    """The province, city, district or town whose paper it is, by whoever issued it."""
    title = paper.edition.title
    for text in (title.split("关于")[0] if "关于" in title else "", *paper.issuers[:1]):
        if places := _ISSUED_IN.findall(text.replace("人民政府", " ")):
            return str(places[-1])
    return ""


_ISSUED_IN = re.compile("[\u4e00-\u9fff]{2,3}?(?:省|自治区|市|区|县|镇|(?<!城)乡|街道)")


def again(chosen: Chosen, kind: Kind, scope: Scope) -> Answer:
    """The question back once more, among those the reply left."""
    return Answer(Outcome.CLARIFY, kind, options=chosen.options, note=chosen.asks_again, scope=replace(scope, offered=chosen.options))


def together(answers: Sequence[Answer], options: Sequence[Option], question: str, *, left: int = 0) -> Answer:
    """The answers of several papers to one question, each behind the name of its paper; of those that state nothing their best clause."""
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    for one, option in zip(answers, options, strict=True):
        if one.outcome is not Outcome.ANSWER:
            continue
        shift = len(citations)
        for nth, said in enumerate(one.sentences):
            text = f"《{option.words.split('（')[0]}》：{said.text}" if nth == 0 else said.text
            sentences.append(replace(said, text=text, citations=tuple(number + shift for number in said.citations)))
        citations += one.citations
    unstated = [(one, option) for one, option in zip(answers, options, strict=True) if one.outcome is not Outcome.ANSWER]
    cards = [card for one in answers if one.outcome is Outcome.ANSWER for card in one.cards[:1]]
    cards += [card for one, _ in unstated for card in one.cards[:1]]
    told = f"“{question}”，下面是 {len(options)} 份文件各自的规定。"
    lacking = "、".join(f"《{option.words}》" for _, option in unstated)
    more = f"{lacking}里没有找到能直接回答的原句，请看下面的条款。" if sentences and lacking else ""
    if not sentences:
        told = f"“{question}”在这 {len(options)} 份文件里都没有找到能直接回答的原句，下面是各自最相关的条款，请看原文。"
    told += f"另有 {left} 份没有列出，可以写出文号再问。" if left > 0 else ""
    codes = tuple(option.code for option in options)
    return Answer(
        Outcome.ANSWER if sentences else Outcome.EVIDENCE,
        answers[0].kind,
        sentences=tuple(sentences),
        citations=tuple(citations),
        cards=tuple(dict.fromkeys(cards)),
        steps=tuple(dict.fromkeys(step for one in answers for step in one.steps)),
        note=f"{told}{more}",
        scope=Scope(codes, answers[0].scope.topic, tuple(option.words for option in options), question),
        confidence=min((one.confidence for one in answers if one.outcome is Outcome.ANSWER or not sentences), default=0.0),
    )
