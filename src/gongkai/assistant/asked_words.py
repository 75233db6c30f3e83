"""The words of a question with their weights, and what it takes over from the one before."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from gongkai.assistant.choosing import Asked
from gongkai.assistant.rules import words
from gongkai.assistant.rules.answers import Scope
from gongkai.assistant.rules.routing import Read
from gongkai.assistant.rules.words import Term
from gongkai.search import queries as index
from gongkai.search.backend import NoIndex
from gongkai.search.kept import kept

LONGEST_TOPIC = 40  # characters carried over to the next question


def asked_by(read: Read, scope: Scope, on: date) -> Asked:
    """The words of the question; what only leans on the question before (“谁负责？”) takes that one's, “那租金呢？” keeps them in mind."""
    terms = terms_of(read.subject, on)
    bare = not any(term.telling and term.word not in words.ACTS for term in terms)
    if not scope.topic or not (bare or read.follows):
        return Asked(read, terms, read.subject, bare)
    before = terms_of(scope.topic, on)
    if bare:
        return Asked(read, (*before, *terms), f"{scope.topic} {read.subject}", bare)
    known = {term.word for term in terms}
    behind = tuple(replace(term, weight=term.weight / 2, telling=False) for term in before if term.word not in known)
    return Asked(read, (*terms, *behind), read.subject, bare)


def terms_of(text: str, on: date) -> tuple[Term, ...]:
    return words.terms_of(re.sub(r"[《》〈〉]", " ", text), rarity, kept().synonyms(on))


def rarity(wanted: Iterable[str]) -> dict[str, float]:
    listed = list(wanted)
    try:
        return dict(index.rarity(listed))
    except NoIndex:
        return dict.fromkeys(listed, 4.0)


def topic_of(terms: Iterable[Term]) -> str:
    return " ".join(dict.fromkeys(term.word for term in terms if term.telling))[:LONGEST_TOPIC]
