"""What goes into an index, what is asked of it, and what comes back: the same for every backend."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Unit(StrEnum):
    DOCUMENT = "document"
    CLAUSE = "clause"


class Facet(StrEnum):
    """What results can be narrowed by. Values are the very words of the document's facts; codes only where noted."""

    CATEGORY = "category"  # policies.rules.kinds.Category
    ISSUER = "issuer"
    ISSUER_PATH = "issuer_path"  # "1/4/": that organisation and all below it
    TOPIC_L1 = "topic_l1"
    TOPIC_L2 = "topic_l2"
    GENRE = "genre"
    DOCUMENT_CLASS = "document_class"  # policies.rules.kinds.DocumentClass
    YEAR = "year"
    STANDING = "standing"
    AUDIENCE = "audience"
    INTERPRETED = "interpreted"  # "yes" or "no"
    REGION = "region"


class Sort(StrEnum):
    RELEVANCE = "relevance"
    PUBLISHED = "published"  # newest first
    FORMED = "formed"


class Field(StrEnum):
    """Where a sequence of tokens is looked for."""

    TITLE = "title"
    NAME = "name"  # the whole title as one token
    BODY = "body"  # of a document, its title too
    DOC_NO = "doc_no"
    ISSUER = "issuer"
    TOPIC = "topic"
    PINYIN = "pinyin"
    INITIALS = "initials"
    ARTICLE = "article"
    WORDS = "words"  # the words of title and body, in which a 文号 is one token


@dataclass(frozen=True)
class Entry:
    """A document or a clause as indexed. `key` is "policy:12#edition:3" or, for a clause, that and its anchor."""

    key: str
    unit: Unit
    policy_id: int
    edition_id: int
    anchor: str
    title: str  # of a clause: the document's title and the headings above it
    text: str  # of a document: beginning with its title, so that one field holds every word of it
    doc_no: str  # normal form
    article: str
    issuers: tuple[str, ...]  # all their names
    facets: Mapping[Facet, tuple[str, ...]]
    readers: tuple[str, ...]
    days: tuple[str, ...]  # see rules.days
    public_from: date
    published_on: date
    formed_on: date
    is_current: bool
    is_expired: bool
    digest: int  # of the whole policy's facts, to see whether the index is behind


@dataclass(frozen=True)
class Sought:
    """Tokens that must follow one another in a field."""

    field: Field
    tokens: tuple[str, ...]


@dataclass(frozen=True)
class Preferred:
    """Papers of this category whose groups are met, so many of them, gain so much: the paper itself before what is said about it."""

    category: str
    groups: tuple[tuple[Sought, ...], ...]
    at_least: int
    gain: float


@dataclass(frozen=True)
class Ask:
    """A question to an index. Only entries that these names may read, public by `today`, are found at all."""

    unit: Unit
    today: date
    names: tuple[str, ...]
    words: tuple[str, ...] = ()  # what ranks: BM25 of words + 0.7 × BM25 of grams in the body …
    grams: tuple[str, ...] = ()
    title_weight: float = 0.0  # … or, for a known item, so much of both in the title + BM25 of words in the body
    groups: tuple[tuple[Sought, ...], ...] = ()  # each group is met by any one of its members …
    at_least: int = 0  # … and so many groups must be met
    all_of: tuple[tuple[Sought, ...], ...] = ()  # these groups must all be met
    none_of: tuple[Sought, ...] = ()
    bonuses: tuple[tuple[Sought, float], ...] = ()
    preferred: Preferred | None = None
    promoted: tuple[tuple[int, float], ...] = ()  # editions that meet the groups whatever their words, and what their score gains
    filters: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)  # any of the values, in every facet named
    policies: tuple[int, ...] = ()  # only these
    as_of: date | None = None  # the edition in force on that day; None: the current one
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20
    facets: tuple[Facet, ...] = ()  # to be counted, each without its own filter


class Hit(NamedTuple):  # hundreds are made and changed for one question
    """`score` ranks. Of a clause also what it is made of: `lexical`, by words, and `dense`, the cosine to the question as asked
    (None: not asked, not among the nearest, or no vector yet)."""

    policy_id: int
    edition_id: int
    anchor: str
    score: float
    title: str
    doc_no: str
    is_expired: bool = False
    wording: int = 0  # of a clause, see rules.wording
    lexical: float = 0.0
    dense: float | None = None


@dataclass(frozen=True)
class Found:
    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[Facet, tuple[tuple[str, int], ...]]  # most frequent value first


EXPIRED_WEIGHT = 0.8  # an expired text ranks lower: R@10 and nDCG@10 both gain (benchmarks/search_quality.py)
GRAM_WEIGHT = 0.7
