"""The index inside PostgreSQL, one for all nodes: they read it where they read everything else, and one worker writes it."""

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, ProgrammingError, connection, transaction

from gongkai.search import postgres_tables as tables
from gongkai.search.backend import BeingRebuilt, Health, NoIndex, Stats
from gongkai.search.postgres_asking import HIT, Known, Sql, all_of, frequencies, hit, narrowed, needed, scored
from gongkai.search.postgres_tables import SCHEMA, term
from gongkai.search.rules.fields import ranked
from gongkai.search.rules.index import EXPIRED_WEIGHT, Ask, Entry, Facet, Found, Hit, Sort, Unit

if TYPE_CHECKING:
    from gongkai.search.postgres_vectors import PostgresVectors
    from gongkai.search.vectors import Vector, Vectors

_BUILDING = "gongkai_search_building"
_LOCK = 0x676F6E67  # of all advisory locks of this database the one that a rebuild holds
_ORDERS = {Sort.RELEVANCE: "score DESC, id", Sort.PUBLISHED: "published_on DESC, id", Sort.FORMED: "formed_on DESC, id"}


class PostgresIndex:
    """A `SearchBackend` in the database of the platform; without vectors it finds by words alone."""

    def __init__(self, vectors: "PostgresVectors | None" = None) -> None:
        self._vectors = vectors
        self._written: dict[int, list[Entry]] = {}
        self._rebuilding = threading.Lock()

    def upsert(self, policy_id: int, entries: Iterable[Entry]) -> None:
        if not self._written:
            self._state()
        self._written[policy_id] = list(entries)

    def delete(self, policy_id: int) -> None:
        self.upsert(policy_id, ())

    def commit(self) -> None:
        if not self._written:
            return
        changed, self._written = self._written, {}
        with self._asking() as cursor:
            cursor.execute(f"SELECT 1 FROM {SCHEMA}.state FOR UPDATE")
            tables.remove(cursor, list(changed))
            tables.written(cursor)
            tables.write(cursor, SCHEMA, (entry for entries in changed.values() for entry in entries))

    def replace(self, policies: Iterable[tuple[int, Sequence[Entry]]]) -> int:
        if not self._rebuilding.acquire(blocking=False):
            raise BeingRebuilt
        try:
            return self._replace(policies)
        finally:
            self._rebuilding.release()

    def _replace(self, policies: Iterable[tuple[int, Sequence[Entry]]]) -> int:
        """All in one transaction: until its end everybody goes on reading the old one."""
        count = 0

        def counted() -> Iterator[Entry]:
            nonlocal count
            for count, (_, entries) in enumerate(policies, start=1):  # noqa: B007 - the last one counts
                yield from entries

        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
            if not cursor.fetchone()[0]:
                raise BeingRebuilt
            tables.create(cursor, _BUILDING)
            tables.write(cursor, _BUILDING, counted())
            tables.create_indexes(cursor, _BUILDING)
            _drop(cursor)
            cursor.execute(f"ALTER SCHEMA {_BUILDING} RENAME TO {SCHEMA}")
        return count

    def search(self, ask: Ask) -> Found:
        with self._asking() as cursor:
            known = _known(cursor, ask.unit, [term(name, token) for name, token, _ in ranked(ask)])
            gains, besides = scored(ask, known)
            narrow = narrowed(ask)
            must = [*needed(ask), *besides]
            hits, total = _page(cursor, ask, gains, all_of([*narrow.values(), *must]))
            return Found(hits, total, _counted(cursor, ask, narrow, must))

    def vector_search(self, ask: Ask, question: "Vector") -> tuple[Hit, ...]:
        if self._vectors is None:
            return ()
        with self._asking() as cursor:
            cursor.execute(f"SELECT writes FROM {SCHEMA}.state")
            return self._vectors.nearest(cursor, ask, question, cursor.fetchone()[0])

    def cosines(self, question: "Vector", wordings: Sequence[int]) -> Mapping[int, float]:
        return self._vectors.cosines(question, wordings) if self._vectors else {}

    def without_vectors(self, limit: int, besides: Collection[int] = ()) -> Mapping[int, int]:
        if self._vectors is None:
            return {}
        with self._asking() as cursor:
            return self._vectors.lacking(cursor, limit, besides)

    def add_vectors(self, wordings: Sequence[int], vectors: "Vectors") -> None:
        if self._vectors:
            self._vectors.add(wordings, vectors)

    def forget_vectors(self) -> int:
        if self._vectors is None:
            return 0
        with self._asking() as cursor:
            return self._vectors.forget(cursor)

    def rarity(self, words: Iterable[str]) -> dict[str, float]:
        asked = list(words)
        with self._asking() as cursor:
            known = _known(cursor, Unit.CLAUSE, [term("body_words", word) for word in asked])
        return {word: known.rarity(Unit.CLAUSE, "body_words", word) for word in asked}

    def known(self) -> Mapping[int, int]:
        with self._asking() as cursor:
            cursor.execute(f"SELECT policy, digest FROM {SCHEMA}.entry WHERE unit = %s", [Unit.DOCUMENT])
            return dict(cursor.fetchall())

    def stats(self) -> Stats:
        try:
            with self._asking() as cursor:
                sizes = " + ".join(f"pg_total_relation_size('{SCHEMA}.{name}')" for name in ("entry", "posting"))
                cursor.execute(f"SELECT documents, clauses, {sizes}, 1 + small FROM {SCHEMA}.state")
                return Stats(*cursor.fetchone())
        except NoIndex:
            return Stats(0, 0, 0, 0)

    def health(self) -> Health:
        try:
            documents = self._state()
        except (NoIndex, DatabaseError):
            return Health(False, "索引尚未建立或正在重建")
        return Health(True, f"索引正常，收录{documents}个文件版本")

    def wipe(self) -> None:
        self._written = {}
        with transaction.atomic(), connection.cursor() as cursor:
            _drop(cursor)

    def _state(self) -> int:
        """How many documents there are. Raises NoIndex."""
        with self._asking() as cursor:
            cursor.execute(f"SELECT documents FROM {SCHEMA}.state")
            return int(cursor.fetchone()[0])

    @contextmanager
    def _asking(self) -> Iterator[Any]:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL jit = off")  # compiling a query of a few milliseconds takes longer than the query
                yield cursor
        except ProgrammingError as reason:
            if getattr(reason.__cause__, "sqlstate", "") in {"42P01", "3F000"}:  # no such table, no such schema
                raise NoIndex from None
            raise


def _drop(cursor: Any) -> None:
    """The index, and those of other makes."""
    cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ '^gongkai_search_[0-9]+$'")
    for (schema,) in cursor.fetchall():
        cursor.execute(f"DROP SCHEMA {schema} CASCADE")


def _known(cursor: Any, unit: Unit, terms: Sequence[int]) -> Known:
    cursor.execute(f"SELECT documents, clauses, lengths::text FROM {SCHEMA}.state")
    documents, clauses, lengths = cursor.fetchone()
    return Known({Unit.DOCUMENT: documents, Unit.CLAUSE: clauses}, tables.lengths_of(lengths), frequencies(cursor, unit, terms))


def _page(cursor: Any, ask: Ask, gains: Sql, found: Sql) -> tuple[tuple[Hit, ...], int]:
    cursor.execute(
        f"""WITH scored AS ({gains.text})
        SELECT {HIT}, coalesce(gain, 0) * CASE WHEN is_expired THEN {EXPIRED_WEIGHT} ELSE 1 END AS score, count(*) OVER ()
        FROM {SCHEMA}.entry LEFT JOIN scored USING (id) WHERE {found.text} ORDER BY {_ORDERS[ask.sort]} LIMIT %s OFFSET %s""",
        [*gains.values, *found.values, max(1, ask.limit), ask.offset],
    )
    rows = cursor.fetchall()
    if not rows and ask.offset:
        cursor.execute(f"SELECT count(*) FROM {SCHEMA}.entry WHERE {found.text}", found.values)
        return (), int(cursor.fetchone()[0])
    return tuple(hit(row[:-1]) for row in rows[: ask.limit]), int(rows[0][-1]) if rows else 0


def _counted(cursor: Any, ask: Ask, narrow: Mapping[Facet | str, Sql], must: Sequence[Sql]) -> dict[Facet, tuple[tuple[str, int], ...]]:
    """Each facet over everything found, as if that facet itself were not narrowed."""
    together = [facet for facet in ask.facets if facet not in narrow]
    found: dict[Facet, list[tuple[str, int]]] = {facet: [] for facet in ask.facets}
    for facets in [together, *([facet] for facet in ask.facets if facet in narrow)]:
        if not facets:
            continue
        where = all_of([*(part for name, part in narrow.items() if name not in facets), *must])
        cursor.execute(
            f"""SELECT split_part(f, ':', 1), substr(f, position(':' in f) + 1), count(*) FROM {SCHEMA}.entry, unnest(facets) AS x(f)
            WHERE {where.text} AND split_part(f, ':', 1) = ANY(%s) GROUP BY 1, 2""",
            [*where.values, [facet.value for facet in facets]],
        )
        for facet, value, count in cursor.fetchall():
            found[Facet(facet)].append((value, count))
    return {facet: tuple(sorted(counts, key=lambda one: (-one[1], one[0]))) for facet, counts in found.items()}
