"""The index embedded in each node: tantivy, in a folder that can be deleted at any time.

    INDEX_DIR/
      building.lock               held while a generation is being filled
      CURRENT                     the name of the generation that answers; written only when one is complete
      v2-1763800000000/document   a tantivy index of documents
      v2-1763800000000/clause     and one of clauses (apart, so that lengths and frequencies of one do not bend the other's ranking)

A generation of another make (`v` number) is as good as none. Readers look at CURRENT and at what was committed before every search."""

import fcntl
import os
import shutil
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tantivy
from tantivy import Query

from gongkai.search import tantivy_queries as made
from gongkai.search.backend import BeingRebuilt, Health, NoIndex, Stats
from gongkai.search.rules.fields import any_word_will_do
from gongkai.search.rules.index import Ask, Entry, Found, Hit, Sort, Unit
from gongkai.search.rules.ranking import by_cosine, without_words
from gongkai.search.tantivy_schema import DOUBLED, SCHEMA, STORED, document_of

if TYPE_CHECKING:
    from gongkai.search.shelf import NodeShelf
    from gongkai.search.vectors import Vector, Vectors

MAKE = "v2"  # raise it when the fields or the tokens change: every node then rebuilds by itself
HEAP = 30_000_000  # bytes a writer gathers before it writes a segment
HEAP_OF_A_BUILD = 128_000_000  # the same while rebuilding: fewer segments, fewer merges
COUNTS_KEPT = 200  # questions whose facets are remembered
MOST_WORDED_ALIKE = 4  # clauses looked at for each wording among the nearest

_SORTS = {Sort.PUBLISHED: "published_on", Sort.FORMED: "formed_on"}


@dataclass(frozen=True)
class _Generation:
    """One complete pair of indexes, open for reading."""

    name: str
    shelves: Mapping[Unit, tantivy.Index]


class TantivyIndex:
    """A `SearchBackend` in a folder of this machine; without a shelf of vectors it finds by words alone."""

    def __init__(self, folder: Path, shelf: "NodeShelf | None" = None) -> None:
        self.folder = folder
        self._shelf = shelf
        self._open: _Generation | None = None
        self._seen: dict[Unit, int] = {}
        self._writers: dict[Unit, tantivy.IndexWriter] = {}
        self._counts: dict[object, made.Counts] = {}
        self._lock = threading.Lock()

    def upsert(self, policy_id: int, entries: Iterable[Entry]) -> None:
        self.delete(policy_id)
        for entry in entries:
            self._writers[entry.unit].add_document(document_of(entry))

    def delete(self, policy_id: int) -> None:
        for writer in self._writing().values():
            writer.delete_documents_by_term("policy", policy_id)

    def commit(self) -> None:
        for unit in list(self._writers):
            writer = self._writers.pop(unit)
            writer.commit()
            writer.wait_merging_threads()

    def replace(self, policies: Iterable[tuple[int, Sequence[Entry]]]) -> int:
        with self._building():
            self.commit()
            name = f"{MAKE}-{time.time_ns() // 1_000_000}"
            count = self._build(name, policies)
            _write(self.folder / "CURRENT", name)
            self._remove_all_but(name)
        return count

    def search(self, ask: Ask) -> Found:
        searcher, state = self._view(ask.unit)
        narrowed, needed = made.filters(ask), made.needed(ask)
        by_date, often = _SORTS.get(ask.sort), made.frequencies(searcher, ask)
        if any_word_will_do(ask):
            needed.append(made.any_telling(ask, often))
        every = [*narrowed.values(), *needed]
        query = made.all_of(every, () if by_date else made.ranking(ask, often) + made.gains(searcher, ask, every))
        result: Any = searcher.search(
            query, max(1, ask.limit), offset=ask.offset, order_by_field=by_date, weight_by_field=None if by_date else "weight"
        )
        counts = self._facets((state, made.same_facets(ask)), lambda: made.counted(searcher, ask, narrowed, needed))
        return Found(hits=_hits(searcher, result.hits[: ask.limit]), total=result.count or 0, facets=counts)

    def vector_search(self, ask: Ask, question: "Vector") -> tuple[Hit, ...]:
        if self._shelf is None:
            return ()
        searcher, state = self._view(Unit.CLAUSE)
        allowed = made.all_of([*made.filters(ask).values(), *made.needed(replace(ask, groups=(), promoted=()))])
        nearest = self._shelf.nearest(question, (state, without_words(ask)), lambda: _wordings(searcher, allowed), ask.limit)
        if not nearest:
            return ()
        worded_so = Query.term_set_query(SCHEMA, "wording", list(nearest))
        found: Any = searcher.search(made.all_of([allowed, worded_so]), MOST_WORDED_ALIKE * len(nearest), count=False)
        return by_cosine(_hits(searcher, found.hits), nearest)[: ask.limit]

    def cosines(self, question: "Vector", wordings: Sequence[int]) -> Mapping[int, float]:
        return self._shelf.cosines(question, wordings) if self._shelf else {}

    def without_vectors(self, limit: int, besides: Collection[int] = ()) -> Mapping[int, int]:
        if self._shelf is None:
            return {}
        searcher = self._searcher(Unit.CLAUSE)
        lacking = self._shelf.lacking(_wordings(searcher, Query.all_query()), limit, besides)
        if not lacking:
            return {}
        worded_so = Query.term_set_query(SCHEMA, "wording", list(lacking))
        found: Any = searcher.search(worded_so, MOST_WORDED_ALIKE * limit, count=False)
        return {hit.wording: hit.policy_id for hit in _hits(searcher, found.hits)}

    def add_vectors(self, wordings: Sequence[int], vectors: "Vectors") -> None:
        if self._shelf:
            self._shelf.add(wordings, vectors)

    def forget_vectors(self) -> int:
        return self._shelf.keep_only(_wordings(self._searcher(Unit.CLAUSE), Query.all_query())) if self._shelf else 0

    def rarity(self, words: Iterable[str]) -> dict[str, float]:
        searcher = self._searcher(Unit.CLAUSE)
        total = searcher.num_docs
        return {word: log(1 + (total + 0.5) / (searcher.doc_freq("body_words", word) + 0.5)) for word in words}

    def known(self) -> Mapping[int, int]:
        searcher = self._searcher(Unit.DOCUMENT)
        addresses = [address for _, address in searcher.search(Query.all_query(), max(1, searcher.num_docs), False).hits]
        ids, digests = searcher.fast_field_values("policy", addresses), searcher.fast_field_values("digest", addresses)
        return {int(policy): int(digest) for policy, digest in zip(ids, digests, strict=True) if policy is not None and digest is not None}

    def stats(self) -> Stats:
        try:
            documents, clauses = self._searcher(Unit.DOCUMENT), self._searcher(Unit.CLAUSE)
        except NoIndex:
            return Stats(0, 0, 0, 0)
        size = sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())
        return Stats(documents.num_docs, clauses.num_docs, size, documents.num_segments + clauses.num_segments)

    def health(self) -> Health:
        try:
            documents = self._searcher(Unit.DOCUMENT).num_docs
        except (NoIndex, OSError, ValueError):
            return Health(False, "索引尚未建立或正在重建")
        return Health(True, f"索引正常，收录{documents}个文件版本")

    def wipe(self) -> None:
        self._writers.clear()
        (self.folder / "CURRENT").unlink(missing_ok=True)
        self._remove_all_but("")

    def _build(self, name: str, policies: Iterable[tuple[int, Sequence[Entry]]]) -> int:
        """Fill a new generation, and leave it complete; the number of policies."""
        writers = {unit: _opened(self.folder / name / unit, create=True).writer(HEAP_OF_A_BUILD, 1) for unit in Unit}
        count = 0
        for _, entries in policies:
            count += 1
            for entry in entries:
                writers[entry.unit].add_document(document_of(entry))
        for writer in writers.values():
            writer.commit()
            writer.wait_merging_threads()
        return count

    @contextmanager
    def _building(self) -> Iterator[None]:
        """One at a time, whatever the process or thread; the lock is gone when its holder dies."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "building.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise BeingRebuilt from None
            yield

    def _searcher(self, unit: Unit) -> tantivy.Searcher:
        """A view of what was last committed."""
        return self._view(unit)[0]

    def _view(self, unit: Unit) -> tuple[tantivy.Searcher, tuple[str, int]]:
        """A view of what was last committed, and the name of that state."""
        with self._lock:
            generation = self._generation()
            index = generation.shelves[unit]
            try:
                committed = (self.folder / generation.name / unit / "meta.json").stat().st_mtime_ns
            except OSError:
                raise NoIndex from None
            if self._seen.get(unit) != committed:
                index.reload()
                self._seen[unit] = committed
            return index.searcher(), (generation.name, committed)

    def _generation(self) -> _Generation:
        try:
            name = (self.folder / "CURRENT").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            raise NoIndex from None
        if not name.startswith(f"{MAKE}-"):
            raise NoIndex
        if self._open is None or self._open.name != name:
            try:
                self._open = _Generation(name, {unit: _opened(self.folder / name / unit) for unit in Unit})
            except (OSError, ValueError):
                raise NoIndex from None
            self._seen = {}
        return self._open

    def forget_counts(self) -> None:
        """Count the facets of the next question anew, whatever was asked before."""
        with self._lock:
            self._counts.clear()

    def _facets(self, asked: object, count: Callable[[], made.Counts]) -> made.Counts:
        """The counts; those of another page or another order of the same question are counted once, as long as nothing is committed."""
        with self._lock:
            known = self._counts.get(asked)
        if known is None:
            known = count()
            with self._lock:
                if len(self._counts) >= COUNTS_KEPT:
                    self._counts.clear()
                self._counts[asked] = known
        return known

    def _writing(self) -> dict[Unit, tantivy.IndexWriter]:
        if not self._writers:
            with self._lock:
                shelves = self._generation().shelves
            self._writers = {unit: index.writer(HEAP, 1) for unit, index in shelves.items()}
        return self._writers

    def _remove_all_but(self, name: str) -> None:
        if self.folder.is_dir():
            for path in self.folder.iterdir():
                if path.is_dir() and path.name != name:
                    shutil.rmtree(path, ignore_errors=True)


def _opened(folder: Path, *, create: bool = False) -> tantivy.Index:
    if create:
        folder.mkdir(parents=True)
    elif not tantivy.Index.exists(str(folder)):
        raise NoIndex
    index = tantivy.Index(SCHEMA, path=str(folder))
    index.register_tokenizer("whitespace", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def _write(path: Path, text: str) -> None:
    """All of it or nothing, even when the power goes."""
    part = path.with_suffix(".part")
    with part.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _wordings(searcher: tantivy.Searcher, query: Query) -> list[int]:
    """The number of the wording of every clause that meets the query."""
    found: Any = searcher.search(query, max(1, searcher.num_docs), count=False, order_by_field="wording")
    return [number for number, _ in found.hits]


def _hits(searcher: tantivy.Searcher, scored: Sequence[tuple[Any, tantivy.DocAddress]]) -> tuple[Hit, ...]:
    addresses = [address for _, address in scored]
    names = ("policy", "edition", "wording", "is_expired")
    policies, editions, wordings, expired = (searcher.fast_field_values(name, addresses) for name in names)
    return tuple(
        Hit(
            policy_id=int(policy or 0),
            edition_id=int(edition or 0),
            score=float(score) / DOUBLED,
            wording=int(wording or 0),
            is_expired=bool(is_expired),
            **_stored(searcher.doc(address)),
        )
        for (score, address), policy, edition, wording, is_expired in zip(scored, policies, editions, wordings, expired, strict=True)
    )


def _stored(document: tantivy.Document) -> dict[str, Any]:
    return {name: str(document.get_first(kept) or "") for name, kept in STORED.items()}
