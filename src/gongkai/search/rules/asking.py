"""From a parsed query to a question for the index: which words must be there, and what ranks first.

Known items (a 文号, a name, a short noun phrase) are ranked by their titles; a question is not, since the words of questions hit
the titles of the wrong papers (measured: benchmarks/search_quality.py)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from math import ceil
from pathlib import Path

from gongkai.policies.rules.kinds import Category
from gongkai.search.rules.index import Ask, Facet, Field, Preferred, Sort, Sought, Unit
from gongkai.search.rules.query import Intent, Parsed, Place
from gongkai.search.rules.tokens import (
    ending,
    grams,
    initials,
    key,
    opening,
    phrase,
    pinyin,
    plain_words,
    split_syllables,
    title_grams,
    words,
)

TITLE_WEIGHT = 3.0  # of a known item
SAME_TITLE, TITLE_ENDS_SO, TITLE_STARTS_SO, IN_TITLE, SAME_NUMBER = 1000.0, 20.0, 10.0, 15.0, 1000.0
PART_OF_A_TITLE = 16  # tokens; what is longer is hardly the beginning or end of a title only
QUESTION_IN_TITLE = 200.0  # a long name taken for a question
MOST_WORDS = 40
OTHER_WAYS = 6
THE_PAPER = 100.0  # the paper itself before its 解读 and what the news say of it, unless just these are asked for
NEARLY_ALL, MOST_OF_A_NAME, WORDS_OF_A_NAME = 0.75, 12, 4  # so much of a name must stand in a title; 12 words of it are looked at
WORDS_ENOUGH = 8  # a name of more words is ranked by words alone: every term costs time, and its grams tell nothing new

# Words that carry no subject (虚词、疑问词); they rank, harmlessly, but need not be found.
NOISE = frozenset((Path(__file__).parents[1] / "data" / "noise.txt").read_text(encoding="utf-8").split())


@dataclass(frozen=True)
class Frame:
    """Everything about a question but its words."""

    unit: Unit
    today: date
    names: tuple[str, ...]
    filters: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    as_of: date | None = None
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20
    facets: tuple[Facet, ...] = ()
    title_only: bool = False
    exact: bool = False  # 精确: what was typed must stand there as typed


def ask_for(parsed: Parsed, frame: Frame, synonyms: Sequence[tuple[str, str]] = ()) -> Ask:
    """The question for the index. `synonyms` are (俗称, 正式说法) pairs: used both ways to find; a known item is also ranked by its formal
    name."""
    formal = _formally(parsed, synonyms)
    ranked = " ".join((parsed.free, formal, *(sought.text for sought in parsed.phrases), *parsed.doc_nos))
    groups = _exact_groups(parsed, frame) if frame.exact else _word_groups(parsed, frame, synonyms)
    filters = dict(frame.filters)
    for name, value in parsed.limits:
        filters[Facet(name)] = tuple({*filters.get(Facet(name), ()), value})
    by_words = tuple(dict.fromkeys(words(ranked)))[: 2 * MOST_WORDS]
    long_name = parsed.is_known_item and len(by_words) > WORDS_ENOUGH
    ask = Ask(
        unit=frame.unit,
        today=frame.today,
        names=frame.names,
        words=by_words,
        grams=() if long_name else tuple(dict.fromkeys(grams(ranked)))[: 3 * MOST_WORDS],
        title_weight=TITLE_WEIGHT if parsed.is_known_item else 0.0,
        groups=groups,
        at_least=_enough(parsed, frame, len(groups)),
        all_of=tuple(_places(sought.text, sought.place, frame) for sought in parsed.phrases) + _numbers(parsed, frame),
        none_of=tuple(sought for word in parsed.excluded for sought in _places(word, Place.ANYWHERE, frame)),
        bonuses=_bonuses(parsed, formal, frame),
        preferred=_preferred(parsed, frame, synonyms),
        filters=filters,
        as_of=frame.as_of,
        sort=frame.sort if ranked.strip() else _by_date(frame.sort),
        offset=frame.offset,
        limit=frame.limit,
        facets=frame.facets,
    )
    return replace(ask, title_weight=TITLE_WEIGHT) if frame.title_only else ask


def best_clauses(ask: Ask) -> Ask:
    """The question asked of the clauses of what may be found: any of its words will do."""
    return replace(
        ask, unit=Unit.CLAUSE, title_weight=0.0, groups=(), at_least=0, bonuses=(), preferred=None, sort=Sort.RELEVANCE, offset=0, facets=()
    )


def in_parts(ask: Ask, parsed: Parsed, frame: Frame) -> Ask | None:
    """The question with its long words taken apart: a paper about 高龄老年人津贴 has no 高龄津贴, but both its halves. None when no word
    comes apart."""
    cut = [word for word in dict.fromkeys(words(parsed.free)) if word not in NOISE]
    long = [word for word in cut if any(part != word and len(part) > 1 and part in word for part in cut)]
    groups = tuple(dict.fromkeys(_places(word, Place.ANYWHERE, frame) for word in cut if word not in long and len(word) > 1))
    return replace(ask, groups=groups[:MOST_WORDS], at_least=min(len(groups), MOST_WORDS)) if long and groups else None


def near_number(doc_no: str) -> Sought | None:
    """Year and number of a 文号 whatever its 代字: what to look for when the very number is not there."""
    match = re.search(r"(?:19|20)\d\d\D{0,3}\d{1,5}号$", doc_no)
    return Sought(Field.DOC_NO, tuple(ending(match[0]))) if match else None


def _word_groups(parsed: Parsed, frame: Frame, synonyms: Sequence[tuple[str, str]]) -> tuple[tuple[Sought, ...], ...]:
    if letters := _letters(parsed.free):
        spelt = tuple(sought for saying in sayings_spelt(letters, synonyms) for sought in _places(saying, Place.ANYWHERE, frame))
        return (_as_pinyin(letters) + _places(parsed.free, Place.ANYWHERE, frame) + spelt,)
    found: dict[tuple[Sought, ...], None] = {}
    for word, others in _words_with_synonyms(parsed.free, synonyms):
        group = tuple(sought for text in (word, *others) for sought in _places(text, Place.ANYWHERE, frame))
        if group and (word not in NOISE or others):
            found[group] = None
    return tuple(found)[:MOST_WORDS]


def _exact_groups(parsed: Parsed, frame: Frame) -> tuple[tuple[Sought, ...], ...]:
    groups = (_places(stretch, Place.ANYWHERE, frame) for stretch in parsed.free.split())
    return tuple(group for group in groups if group)


def _words_with_synonyms(text: str, synonyms: Sequence[tuple[str, str]]) -> list[tuple[str, tuple[str, ...]]]:
    """Each word of the text with other ways to say it; a saying of several words is taken as one."""
    sayings: dict[str, tuple[str, ...]] = {}
    for pair in synonyms:
        for said, other in (pair, pair[::-1]):
            sayings[said] = (*sayings.get(said, ()), other)
    known = sorted((said for said in sayings if said in text), key=len, reverse=True)
    if not known:
        return [(word, ()) for word in plain_words(text)]
    pieces = re.split("(" + "|".join(map(re.escape, known)) + ")", text)
    found: list[tuple[str, tuple[str, ...]]] = []
    for piece in pieces:
        found += [(piece, sayings[piece])] if piece in sayings else [(word, ()) for word in plain_words(piece)]
    return found


def _places(text: str, place: Place, frame: Frame) -> tuple[Sought, ...]:
    tokens = tuple(phrase(text))
    if not tokens:
        return ()
    if place is not Place.ANYWHERE:
        return (Sought(Field(place.value), tokens),)
    if frame.title_only:
        return (Sought(Field.TITLE, tokens),)
    in_title = (Sought(Field.TITLE, tokens),) if frame.unit is Unit.CLAUSE else ()  # the text of a document begins with it
    one_character = (Sought(Field.WORDS, tokens),) if len(text) == 1 else ()  # a single character is seldom a gram
    return (Sought(Field.BODY, tokens), *in_title, *one_character)


def _numbers(parsed: Parsed, frame: Frame) -> tuple[tuple[Sought, ...], ...]:
    """The paper of that number, and those that mention it; in a clause search also the article."""
    found = [
        (
            Sought(Field.DOC_NO, tuple(title_grams(doc_no))),
            Sought(Field.WORDS, (doc_no.lower(),)),
            *_places(doc_no, Place.ANYWHERE, frame),
        )
        for doc_no in parsed.doc_nos
    ]
    if parsed.article and frame.unit is Unit.CLAUSE:
        found.append((Sought(Field.ARTICLE, (parsed.article,)),))
    return tuple(found)


def sayings_spelt(letters: str, synonyms: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The ways to say what these letters spell, in pinyin or by initials: “gongzufang” and “gzf” are 公租房 and 公共租赁住房."""
    return _sounds(tuple(synonyms)).get(letters, ())


def other_ways(typed: str, synonyms: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """What is typed in other words: with a saying in it replaced (公租房申请 → 公共租赁住房申请), or as the saying it begins or spells may end
    (公租, gzf → 公共租赁住房); a few at most."""
    letters = _letters(typed)
    found = dict.fromkeys(sayings_spelt(letters, synonyms) if letters else ())
    for pair in synonyms:
        for said, other in (pair, pair[::-1]):
            if said in typed and other not in typed:
                found[typed.replace(said, other)] = None
            elif len(typed) > 1 and said.startswith(typed):
                found[other] = None
    return tuple(way for way in found if way != typed and phrase(way))[:OTHER_WAYS]


@lru_cache(maxsize=4)
def _sounds(synonyms: tuple[tuple[str, str], ...]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for pair in synonyms:
        for saying in pair:
            syllables = pinyin(saying)
            for sound in ("".join(syllables), "".join(initials(syllables))):
                found.setdefault(sound, {}).update(dict.fromkeys((saying, *pair)))
    return {sound: tuple(sayings) for sound, sayings in found.items()}


def _formally(parsed: Parsed, synonyms: Sequence[tuple[str, str]]) -> str:
    """The name of a known item in the words papers use; empty when it has no others."""
    if not parsed.is_known_item:
        return ""
    if letters := _letters(parsed.free):
        return " ".join(sayings_spelt(letters, synonyms))
    formal = dict(synonyms)
    said = sorted((said for said in formal if said in parsed.free), key=len, reverse=True)
    return re.sub("|".join(map(re.escape, said)), lambda match: formal[match[0]], parsed.free) if said else ""


_SAID_ABOUT = re.compile("解读|图解|一图|问答|新闻|发布会|报道")


def _preferred(parsed: Parsed, frame: Frame, synonyms: Sequence[tuple[str, str]]) -> Preferred | None:
    """Policies whose titles hold (nearly) all the words of what seems to be a name."""
    if frame.unit is Unit.CLAUSE or not parsed.free or _SAID_ABOUT.search(parsed.free):
        return None
    if letters := _letters(parsed.free):
        titles: list[tuple[Sought, ...]] = [
            tuple(Sought(Field.TITLE, tuple(phrase(one))) for one in sayings_spelt(letters, synonyms)) or _as_pinyin(letters)
        ]
    else:
        named = [(word, others) for word, others in _words_with_synonyms(parsed.free, synonyms) if word not in NOISE or others]
        short_question = parsed.intent is Intent.QUESTION and len(named) < WORDS_OF_A_NAME
        if short_question or (parsed.intent is Intent.PHRASE and any(others for _, others in named)):
            named = [(word, others) for word, others in named if others]  # 公租房申请, 公租房怎么申请 are about 公租房
        titles = [tuple(Sought(Field.TITLE, tuple(phrase(one))) for one in (word, *others)) for word, others in named]
    groups = tuple(dict.fromkeys(titles))[:MOST_OF_A_NAME]
    if not groups:
        return None
    return Preferred(Category.POLICY, groups, ceil(len(groups) * NEARLY_ALL), THE_PAPER)


def _bonuses(parsed: Parsed, formal: str, frame: Frame) -> tuple[tuple[Sought, float], ...]:
    if parsed.intent is Intent.QUESTION and frame.unit is Unit.CLAUSE:
        return ()  # no clause is called as a question is
    if parsed.intent is Intent.QUESTION:
        same, holds = Sought(Field.NAME, (key(parsed.free),)), Sought(Field.TITLE, tuple(phrase(parsed.free)))
        return ((same, SAME_TITLE), (holds, QUESTION_IN_TITLE))
    found = [(Sought(Field.DOC_NO, tuple(title_grams(doc_no))), SAME_NUMBER) for doc_no in parsed.doc_nos]
    if tokens := tuple(phrase(parsed.free)):
        found += [(Sought(Field.NAME, (key(parsed.free),)), SAME_TITLE), (Sought(Field.TITLE, tokens), IN_TITLE)]
    if tokens and len(tokens) <= PART_OF_A_TITLE:
        found += [
            (Sought(Field.TITLE, tuple(ending(parsed.free))), TITLE_ENDS_SO),
            (Sought(Field.TITLE, tuple(opening(parsed.free))), TITLE_STARTS_SO),
            (Sought(Field.DOC_NO, tokens), IN_TITLE),
        ]
    for saying in formal.split():
        found += [(Sought(Field.NAME, (key(saying),)), SAME_TITLE), (Sought(Field.TITLE, tuple(phrase(saying))), IN_TITLE)]
    if letters := _letters(parsed.free):
        found += [(sought, IN_TITLE) for sought in _as_pinyin(letters)]
    return tuple(found)


def _letters(text: str) -> str:
    plain = text.replace(" ", "").replace("'", "").lower()
    return plain if len(plain) > 1 and plain.isascii() and plain.isalpha() else ""


def _as_pinyin(letters: str) -> tuple[Sought, ...]:
    syllables = split_syllables(letters)
    spelt = (Sought(Field.PINYIN, tuple(syllables)),) if syllables else ()
    return (*spelt, Sought(Field.INITIALS, tuple(letters)))


def _enough(parsed: Parsed, frame: Frame, groups: int) -> int:
    """All words; but any word when clauses are asked a question."""
    return 0 if parsed.intent is Intent.QUESTION and frame.unit is Unit.CLAUSE and not frame.exact else groups


def _by_date(sort: Sort) -> Sort:
    return Sort.PUBLISHED if sort is Sort.RELEVANCE else sort
