"""One search, from the request to the result, on any index: no database is asked."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING

from gongkai.people.rules.permits import Actor
from gongkai.policies.rules.kinds import Category
from gongkai.search import hybrid
from gongkai.search.backend import SearchBackend
from gongkai.search.embedding import Embedder
from gongkai.search.rules import asking, query
from gongkai.search.rules.asking import Frame
from gongkai.search.rules.corrections import may_be_mistyped, meant, meant_saying
from gongkai.search.rules.index import Ask, Facet, Field, Found, Hit, Preferred, Sort, Sought, Unit
from gongkai.search.rules.query import Intent, Parsed
from gongkai.search.rules.readers import names_of
from gongkai.search.rules.tokens import opening, phrase, pinyin, split_syllables
from gongkai.shared.refusal import Refused

if TYPE_CHECKING:
    from gongkai.search.vectors import Vector

MOST_ON_A_PAGE = 100
DEEPEST = 10_000  # results that can be paged through
PROMOTED = 40  # clauses that help a question find its documents
ALONE = 20.0  # what the best clause gives its document when no word of the question stands in any
CLAUSES_EACH = 3  # clauses looked at for each document shown
WORDS_FOR_ONE = 4  # of fewer words, one alone says too little of what was meant
FEW = 3  # below so many results a correction is offered
SUGGEST_LONGEST = 60  # characters

PAGE_FACETS = (
    Facet.ISSUER,
    Facet.TOPIC_L1,
    Facet.TOPIC_L2,
    Facet.GENRE,
    Facet.YEAR,
    Facet.STANDING,
    Facet.INTERPRETED,
    Facet.AUDIENCE,
)


@dataclass(frozen=True)
class SearchRequest:
    """What a door wants found. `on` is today; `filters` any of the values in every facet named; `as_of`: 截至某日有效."""

    on: date
    text: str = ""
    filters: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    as_of: date | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    size: int = 20
    actor: Actor | None = None
    title_only: bool = False  # 标题 / 全文
    exact: bool = False  # 精确 / 模糊
    unit: Unit = Unit.DOCUMENT
    facets: tuple[Facet, ...] = PAGE_FACETS
    correct: bool = True  # look for another way to type what finds little: for those who show it


@dataclass(frozen=True)
class SearchResult:
    """`hits` of this page; `total` and `facets` (each without its own filter) over everything found. `query` and `formal` go to
    `highlight`. `relaxed`: nothing met the whole query, these meet a part of it."""

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[Facet, tuple[tuple[str, int], ...]]
    query: Parsed
    formal: tuple[str, ...] = ()
    relaxed: bool = False
    pinned: tuple[Hit, ...] = ()  # put on top by people, see `pinning`; counted in `total` only where they are found anyway
    did_you_mean: str | None = None
    meant_paper: int | None = None  # the policy whose title the correction was taken from
    took_ms: float = 0.0


@dataclass(frozen=True)
class Suggestion:
    policy_id: int
    title: str
    doc_no: str


def answer(
    index: SearchBackend, request: SearchRequest, synonyms: Sequence[tuple[str, str]] = (), embedder: Embedder | None = None
) -> SearchResult:
    """What answers the request, best first; `synonyms` are (俗称, 正式说法). With an embedder a question is answered by meaning too, and
    every clause carries its cosine. Refused for an impossible page or an overlong query; NoIndex."""
    began = time.perf_counter()
    _require_a_page(request)
    parsed = _parsed(request.text)
    ask = asking.ask_for(parsed, _frame(request), synonyms)
    vector = _vector(request, parsed, embedder)
    in_texts = request.unit is Unit.DOCUMENT and not request.title_only
    anchors: dict[int, str] = {}
    if in_texts and parsed.intent is Intent.QUESTION and not request.exact:
        ask, anchors = _promoted(index, ask, vector)
    found, relaxed = _found(index, ask, parsed, _frame(request), vector)
    hits = _with_anchors(index, found.hits, ask, anchors, parsed.article) if in_texts else found.hits
    few = request.correct and (relaxed or found.total < FEW)
    correction, meant_paper = _correction(index, request, ask, parsed, synonyms, hits) if few else (None, None)
    return SearchResult(
        hits=hits,
        total=found.total,
        facets=found.facets,
        query=parsed,
        formal=_other_words(parsed, synonyms),
        relaxed=relaxed,
        did_you_mean=correction,
        meant_paper=meant_paper,
        took_ms=(time.perf_counter() - began) * 1000,
    )


def suggestions(
    index: SearchBackend, text: str, synonyms: Sequence[tuple[str, str]] = (), *, on: date, actor: Actor | None = None, limit: int = 8
) -> tuple[Suggestion, ...]:
    """Current papers whose title or number begins so or holds this, also in the words papers use for it, by pinyin and its initials; policies
    before what is said about them. Raises NoIndex."""
    typed = " ".join(text.split())[:SUGGEST_LONGEST]
    tokens = tuple(phrase(typed))
    if not tokens:
        return ()
    begins, holds = Sought(Field.TITLE, tuple(opening(typed))), Sought(Field.TITLE, tokens)
    number_begins, number_holds = Sought(Field.DOC_NO, tuple(opening(typed))), Sought(Field.DOC_NO, tokens)
    otherwise = tuple(Sought(Field.TITLE, tuple(phrase(way))) for way in asking.other_ways(typed, synonyms))
    spelt = _spelt(typed)
    group = (begins, holds, number_begins, number_holds, *otherwise, *spelt)
    weaker = ((sought, gain) for several, gain in ((otherwise, 8.0), (spelt, 5.0)) for sought in several)
    ask = Ask(
        unit=Unit.DOCUMENT,
        today=on,
        names=names_of(actor),
        groups=(group,),
        at_least=1,
        bonuses=((begins, 30.0), (number_begins, 20.0), (holds, 10.0), *weaker),
        preferred=Preferred(Category.POLICY, (group,), 1, asking.THE_PAPER),
        limit=limit,
    )
    return tuple(Suggestion(hit.policy_id, hit.title, hit.doc_no) for hit in index.search(ask).hits)


def _require_a_page(request: SearchRequest) -> None:
    if request.page < 1 or not 1 <= request.size <= MOST_ON_A_PAGE:
        raise Refused(f"页码应不小于1，每页1至{MOST_ON_A_PAGE}条。", field="page")
    if request.page * request.size > DEEPEST:
        raise Refused(f"最多可翻看前{DEEPEST}条结果，请增加关键词或筛选条件缩小范围。", field="page")


@lru_cache(maxsize=512)
def _parsed(text: str) -> Parsed:
    return query.parse(text)


def _frame(request: SearchRequest) -> Frame:
    return Frame(
        unit=request.unit,
        today=request.on,
        names=names_of(request.actor),
        filters=request.filters,
        as_of=request.as_of,
        sort=request.sort,
        offset=(request.page - 1) * request.size,
        limit=request.size,
        facets=request.facets,
        title_only=request.title_only,
        exact=request.exact,
    )


def _vector(request: SearchRequest, parsed: Parsed, embedder: Embedder | None) -> "Vector | None":
    """The question as a vector where one is of use: a clause carries its cosine whatever was asked, documents are helped to by
    questions alone. Who wants the very words, titles only, or an order by date wants no likeness."""
    plain = request.exact or request.title_only or request.sort is not Sort.RELEVANCE or not parsed.free
    helps = request.unit is Unit.CLAUSE or parsed.intent is Intent.QUESTION
    return embedder.question(parsed.free) if embedder and helps and not plain else None


def _found(index: SearchBackend, ask: Ask, parsed: Parsed, frame: Frame, vector: "Vector | None") -> tuple[Found, bool]:
    """What was found, and whether less had to be asked for to find anything."""
    found = _at_once(index, ask, parsed, vector)
    if found.total or parsed.intent is Intent.BROWSE:
        return found, False
    for easier in _easier(ask, parsed, frame):
        nearly = index.search(easier)
        if nearly.total:
            return nearly, True
    return found, False


def _at_once(index: SearchBackend, ask: Ask, parsed: Parsed, vector: "Vector | None") -> Found:
    if vector is None or ask.unit is Unit.DOCUMENT:
        return index.search(ask)
    if parsed.intent is Intent.QUESTION:
        return hybrid.page(index, ask, vector)
    found = index.search(ask)
    cosines = index.cosines(vector, [hit.wording for hit in found.hits])
    return replace(found, hits=tuple(hit._replace(lexical=hit.score, dense=cosines.get(hit.wording)) for hit in found.hits))


def _easier(ask: Ask, parsed: Parsed, frame: Frame) -> Iterator[Ask]:
    """Less and less: for a 文号 the papers of the same year and number; else the parts of long words, then half of the words; of many, one."""
    if parsed.doc_nos and not parsed.phrases:
        near = [sought for doc_no in parsed.doc_nos if (sought := asking.near_number(doc_no))]
        if near:
            yield replace(ask, all_of=(tuple(near),), at_least=0)
        return
    apart = asking.in_parts(ask, parsed, frame)
    if apart:
        yield apart
    yield from (replace(one, at_least=ceil(one.at_least / 2)) for one in (ask, apart) if one and one.at_least > 1)
    if (apart or ask).at_least >= WORDS_FOR_ONE:
        yield replace(apart or ask, at_least=1)


def _promoted(index: SearchBackend, ask: Ask, vector: "Vector | None") -> tuple[Ask, dict[int, str]]:
    """A question for documents, helped by the clauses that answer it best: a long paper is found by the one article that matters.
    The documents themselves are then ranked by words alone, which was measured to do as well. Also the anchors of those clauses,
    by edition."""
    by_words, clauses = hybrid.best(index, asking.best_clauses(ask), vector)
    best: dict[int, Hit] = {}
    for clause in clauses[:PROMOTED]:
        best.setdefault(clause.edition_id, clause)
    # the best clause gives what the best by words would give alone, others their share of it
    most = _most(by_words.hits, ALONE) / _most(clauses, 1.0)
    promoted = tuple((edition, clause.score * most) for edition, clause in best.items())
    return replace(ask, promoted=promoted, grams=()), {edition: clause.anchor for edition, clause in best.items()}


def _most(hits: Sequence[Hit], otherwise: float) -> float:
    return max((hit.score for hit in hits), default=0.0) or otherwise


def _with_anchors(index: SearchBackend, hits: tuple[Hit, ...], ask: Ask, known: Mapping[int, str], article: str) -> tuple[Hit, ...]:
    """Each document with the anchor of the clause that answers best, or of the article asked for."""
    anchors = dict(known)
    unknown = tuple(hit.policy_id for hit in hits if hit.edition_id not in known)
    if unknown and ask.words:
        of_article = ((Sought(Field.ARTICLE, (article,)),),) if article else ()
        clauses = replace(asking.best_clauses(ask), policies=unknown, all_of=of_article, none_of=(), grams=())
        narrowed = replace(clauses, limit=CLAUSES_EACH * len(unknown))
        for clause in index.search(narrowed).hits:
            anchors.setdefault(clause.edition_id, clause.anchor)
    return tuple(hit._replace(anchor=anchors.get(hit.edition_id, "")) for hit in hits)


def _other_words(parsed: Parsed, synonyms: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """What was searched besides the words typed."""
    spelt = asking.sayings_spelt(parsed.free.replace(" ", "").lower(), synonyms)
    return (*spelt, *(other for pair in synonyms for said, other in (pair, pair[::-1]) if said in parsed.free))


def _correction(
    index: SearchBackend, request: SearchRequest, ask: Ask, parsed: Parsed, synonyms: Sequence[tuple[str, str]], few: Sequence[Hit]
) -> tuple[str | None, int | None]:
    """Another way to type a name that found only a few, taken from the titles there are and from the words of the field; only what is
    found. And the paper whose title it was taken from."""
    if parsed.intent not in {Intent.NAME, Intent.PHRASE} or not may_be_mistyped(parsed.free, [hit.title for hit in few]):
        return None, None
    if saying := meant_saying(parsed.free, (one for pair in synonyms for one in pair)):
        frame = replace(_frame(request), offset=0, limit=1, facets=())
        if index.search(asking.ask_for(_parsed(saying), frame, synonyms)).total:
            return saying, None
    alike = replace(
        ask,
        words=(),
        title_weight=1.0,
        promoted=(),
        groups=(),
        at_least=0,
        all_of=(),
        none_of=(),
        preferred=None,
        bonuses=((Sought(Field.PINYIN, tuple(pinyin(parsed.free))), 50.0),),
        sort=Sort.RELEVANCE,
        offset=0,
        limit=50,
        facets=(),
    )
    hits = index.search(alike).hits
    piece = meant(parsed.free, [hit.title for hit in hits])
    return piece, next((hit.policy_id for hit in hits if piece and piece in hit.title), None)


def _spelt(typed: str) -> tuple[Sought, ...]:
    """The letters as pinyin, the last syllable perhaps not finished yet, and as initials."""
    letters = typed.replace(" ", "").lower()
    if len(letters) < 2 or not (letters.isascii() and letters.isalpha()):
        return ()
    whole = next((syllables for end in range(len(letters), 1, -1) if (syllables := split_syllables(letters[:end]))), [])
    spelt = (Sought(Field.PINYIN, tuple(whole)),) if whole and len("".join(whole)) * 2 > len(letters) else ()
    return (*spelt, Sought(Field.INITIALS, tuple(letters)))
