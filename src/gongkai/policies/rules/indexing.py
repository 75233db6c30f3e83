"""What a search index is told about a policy: the current facts, handed out by `policies.indexing.for_index`."""

from dataclasses import dataclass
from datetime import date

from gongkai.documents.rules.paper import Block

Span = tuple[date, date | None]  # in force from that day, until (not including) the other; None: open


@dataclass(frozen=True)
class IndexedIssuer:
    """发文机关. `path` is the organisation's place in the tree ("1/4/9/"), empty when it is not one of ours."""

    name: str
    path: str = ""
    other_names: tuple[str, ...] = ()  # short and former names


@dataclass(frozen=True)
class IndexedEdition:
    """One published edition with the text last published. `spans`: the days it is in force; none when it never was or has no known day."""

    edition_id: int
    number: int
    is_current: bool  # the edition its policy stands by today
    title: str
    blocks: tuple[Block, ...]
    issuers: tuple[IndexedIssuer, ...] = ()
    doc_no: str = ""  # as printed
    index_no: str = ""
    topic_l1: str = ""
    topic_l2: str = ""
    genre: str = ""
    document_class: str = ""
    audience: tuple[str, ...] = ()
    standing: str = ""  # 有效性 today
    is_expired: bool = False  # 已废止, 已失效 or superseded by another edition
    formed_on: date | None = None
    published_on: date | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class IndexedPolicy:
    """A policy as the public (or, with `office_path`, only that office and those above it) may find it."""

    policy_id: int
    code: str
    category: str
    public_from: date
    editions: tuple[IndexedEdition, ...]
    office_path: str = ""  # empty: public
    region: str = ""
    has_interpretation: bool = False
