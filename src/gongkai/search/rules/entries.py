"""A policy's facts as index entries: one for each edition and one for each clause of it.

A clause is an article with its items, or the paragraphs under a heading; headings alone only give their words to what follows."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.documents.rules.paper import Block, BlockKind, plain_text
from gongkai.policies.rules import docno
from gongkai.policies.rules.indexing import IndexedEdition, IndexedPolicy
from gongkai.search.rules.days import covering
from gongkai.search.rules.index import Entry, Facet, Unit
from gongkai.search.rules.query import article_number
from gongkai.search.rules.readers import readers_of
from gongkai.shared.refusal import Refused

CLAUSE_LONGEST = 500  # characters after which the next paragraph begins a new clause; articles are never divided
_OUTSIDE = {BlockKind.TITLE, BlockKind.SALUTATION, BlockKind.SIGNATURE, BlockKind.DATE, BlockKind.NOTE}


@dataclass(frozen=True)
class Clause:
    anchor: str
    number: str  # 第十四条 · （一）
    headings: tuple[str, ...]
    text: str


def entries_of(policy: IndexedPolicy) -> list[Entry]:
    """Every entry of a policy, documents first."""
    digest = digest_of(policy)
    documents = [_document(policy, edition, digest) for edition in policy.editions]
    return documents + [
        _clause(document, clause)
        for document, edition in zip(documents, policy.editions, strict=True)
        for clause in clauses(edition.blocks)
    ]


def digest_of(policy: IndexedPolicy) -> int:
    """63 bits that change with any fact; equal facts give equal bits on every machine."""
    return int.from_bytes(hashlib.blake2b(repr(policy).encode(), digest_size=8).digest()) >> 1


def clauses(blocks: tuple[Block, ...]) -> Iterator[Clause]:
    """The clauses of a text in order, each with its anchor and the headings above it."""
    headings: list[tuple[int, str]] = []
    gathered: list[Block] = []
    for block in blocks:
        if block.kind in _OUTSIDE:
            continue
        if block.kind is BlockKind.HEADING:
            yield from _gathered(gathered, headings)
            gathered = [block]
            headings = [(level, text) for level, text in headings if level < block.level]
            headings.append((block.level, block.text))
        elif block.kind is BlockKind.ARTICLE or _full(gathered):
            yield from _gathered(gathered, headings)
            gathered = [block]
        else:
            gathered.append(block)
    yield from _gathered(gathered, headings)


def _full(gathered: list[Block]) -> bool:
    in_article = any(block.kind is BlockKind.ARTICLE for block in gathered)
    return not in_article and sum(len(block.text) for block in gathered) >= CLAUSE_LONGEST


def _gathered(blocks: list[Block], headings: list[tuple[int, str]]) -> Iterator[Clause]:
    """The clause these blocks make; a heading with nothing under it makes one only when a sentence runs on in it."""
    alone = len(blocks) == 1 and blocks[0].kind is BlockKind.HEADING
    if not blocks or (alone and "。" not in blocks[0].text):
        return
    first = blocks[0]
    above = [text for _, text in headings if text != first.text and len(text) <= 40]
    yield Clause(first.anchor, first.number, tuple(above), plain_text(blocks))


def _document(policy: IndexedPolicy, edition: IndexedEdition, digest: int) -> Entry:
    published_on = edition.published_on or policy.public_from
    formed_on = edition.formed_on or published_on
    return Entry(
        key=f"policy:{policy.policy_id}#edition:{edition.edition_id}",
        unit=Unit.DOCUMENT,
        policy_id=policy.policy_id,
        edition_id=edition.edition_id,
        anchor="",
        title=edition.title,
        text=f"{edition.title}\n{plain_text(block for block in edition.blocks if block.kind is not BlockKind.TITLE)}",
        doc_no=_normal(edition.doc_no),
        article="",
        issuers=tuple(dict.fromkeys(name for issuer in edition.issuers for name in (issuer.name, *issuer.other_names))),
        facets=_facets(policy, edition, formed_on),
        readers=readers_of(policy.office_path),
        days=covering(edition.spans),
        public_from=policy.public_from,
        published_on=published_on,
        formed_on=formed_on,
        is_current=edition.is_current,
        is_expired=edition.is_expired,
        digest=digest,
    )


def _clause(document: Entry, clause: Clause) -> Entry:
    return Entry(
        **{
            **vars(document),
            "key": f"{document.key}#{clause.anchor}",
            "unit": Unit.CLAUSE,
            "anchor": clause.anchor,
            "title": " ".join((document.title, *clause.headings)),
            "text": clause.text,
            "article": article_number(clause.number or clause.text),
        }
    )


def _facets(policy: IndexedPolicy, edition: IndexedEdition, formed_on: date) -> dict[Facet, tuple[str, ...]]:
    values = {
        Facet.CATEGORY: (policy.category,),
        Facet.ISSUER: tuple(dict.fromkeys(issuer.name for issuer in edition.issuers)),
        Facet.ISSUER_PATH: tuple(sorted({above for issuer in edition.issuers for above in _above(issuer.path)})),
        Facet.TOPIC_L1: (edition.topic_l1,),
        Facet.TOPIC_L2: (edition.topic_l2,),
        Facet.GENRE: (edition.genre,),
        Facet.DOCUMENT_CLASS: (edition.document_class,),
        Facet.YEAR: (str(formed_on.year),),
        Facet.STANDING: (edition.standing,),
        Facet.AUDIENCE: tuple(dict.fromkeys(edition.audience)),
        Facet.INTERPRETED: ("yes" if policy.has_interpretation else "no",),
        Facet.REGION: (policy.region,),
    }
    return {facet: kept for facet, given in values.items() if (kept := tuple(value for value in given if value))}


def _above(path: str) -> list[str]:
    parts = [part for part in path.split("/") if part]
    return ["/".join(parts[: count + 1]) + "/" for count in range(len(parts))]


def _normal(doc_no: str) -> str:
    try:
        return str(docno.parse(doc_no)) if doc_no else ""
    except Refused:
        return doc_no.strip()
