"""An entry as the tokens of its fields, and the tokens of a question that rank: the same for every backend, so that all rank alike."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from gongkai.search.rules.index import GRAM_WEIGHT, Ask, Entry, Facet, Field, Sought, Unit
from gongkai.search.rules.tokens import END, START, edged_grams, initials, key, pinyin, title_grams, words

WITH_ORDER = ("title_grams", "body_grams", "doc_no", "issuers", "topics", "pinyin", "initials")
WITHOUT_ORDER = ("name", "title_words", "body_words", "article")
RANKED = ("title_words", "title_grams", "body_words", "body_grams")  # those whose frequencies rank
STANDING_IN: Mapping[Field, tuple[str, ...]] = {
    Field.TITLE: ("title_grams",),
    Field.NAME: ("name",),
    Field.BODY: ("body_grams",),
    Field.DOC_NO: ("doc_no",),
    Field.ISSUER: ("issuers",),
    Field.TOPIC: ("topics",),
    Field.PINYIN: ("pinyin",),
    Field.INITIALS: ("initials",),
    Field.ARTICLE: ("article",),
    Field.WORDS: ("title_words", "body_words"),
}
LOOKED_AT = 5_000  # entries scored when any word of a question will do
FEWEST_TELLING = 2
RANKED_AT = 150_000  # places of its words that are read to rank what was found


def fields(entry: Entry) -> dict[str, str]:
    """The tokens of every field, with a space between."""
    body = [_tokens(paragraph) for paragraph in entry.text.split("\n")]
    title = _tokens(entry.title)
    topics = (*entry.facets.get(Facet.TOPIC_L1, ()), *entry.facets.get(Facet.TOPIC_L2, ()))
    sounds = pinyin(entry.title) if entry.unit is Unit.DOCUMENT else ()
    return {
        "name": key(entry.title),
        "title_words": title.words,
        "title_grams": f"{START} {title.grams} {END}",
        "body_words": " ".join(paragraph.words for paragraph in body),
        "body_grams": " ".join(paragraph.grams for paragraph in body),
        "pinyin": " ".join(sounds),
        "initials": " ".join(initials(sounds)),
        "doc_no": " ".join(title_grams(entry.doc_no)) if entry.doc_no else "",
        "issuers": _tokens(" ".join(entry.issuers)).grams,
        "topics": _tokens(" ".join(topics)).grams,
        "article": entry.article,
    }


def ranked(ask: Ask) -> list[tuple[str, str, float]]:
    """(field, token, weight): the terms whose BM25 makes the order."""
    if ask.title_weight:  # a known item: the grams of long texts would cost much and tell little
        weights = {"title_words": ask.title_weight, "title_grams": ask.title_weight * GRAM_WEIGHT, "body_words": 1.0}
    else:
        weights = {"body_words": 1.0, "body_grams": GRAM_WEIGHT}
    return [(name, token, weight) for name, weight in weights.items() for token in (ask.words if name.endswith("words") else ask.grams)]


def any_word_will_do(ask: Ask) -> bool:
    """Whether nothing needs to be there but one of the words."""
    return bool(ask.words + ask.grams) and not ask.all_of and not (ask.groups and ask.at_least)


def telling(counted: Sequence[tuple[int, str, str]]) -> list[tuple[str, str]]:
    """Of the (frequency, field, token) of a question the rarest, so many of them that LOOKED_AT entries are looked at: one of them must
    be there, the common ones still rank what these find. On 65 083 articles even 2 000 change neither R@10 nor nDCG@10, and a large
    library stays quick."""
    chosen: list[tuple[str, str]] = []
    looked_at = 0
    for frequency, name, token in sorted(counted):
        looked_at += frequency
        if frequency and (len(chosen) < FEWEST_TELLING or looked_at <= LOOKED_AT):
            chosen.append((name, token))
    return chosen


def worth_reading(counted: Sequence[tuple[int, str, str]]) -> set[tuple[str, str]]:
    """Of the (frequency, field, token) that would rank, those that do: the rarest, until RANKED_AT places are read. What stands almost
    everywhere hardly moves the order and would take most of the time; in a small library all of them rank."""
    read = 0
    kept: set[tuple[str, str]] = set()
    for frequency, name, token in sorted(counted):
        read += frequency
        if read > RANKED_AT and len(kept) >= FEWEST_TELLING:
            break
        kept.add((name, token))
    return kept


def is_a_phrase(sought: Sought) -> bool:
    """Whether its tokens must follow one another; else any of them will do."""
    return len(sought.tokens) > 1 and sought.field not in {Field.WORDS, Field.ARTICLE, Field.NAME}


class _Tokens(NamedTuple):
    words: str
    grams: str


@lru_cache(maxsize=4096)
def _tokens(text: str) -> _Tokens:
    """The words and the grams of a paragraph, each between spaces; it is asked for twice, by its document and by its clause. So are
    titles and issuers."""
    return _Tokens(" ".join(words(text)), " ".join(edged_grams(text)))
