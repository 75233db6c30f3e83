"""Vectors of the index inside PostgreSQL. Where the server has pgvector they are compared there; else they are kept there as bytes, and
every process compares them itself in its own memory (about 400 bytes each).

They lie in a schema of their own: they survive the index, as the file of a node does."""

import time
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache
from threading import Lock
from typing import Any, Protocol

import numpy as np
from django.db import DatabaseError, connection, transaction

from gongkai.search import embedding
from gongkai.search.postgres_asking import HIT, all_of, hit, narrowed, needed
from gongkai.search.postgres_tables import SCHEMA
from gongkai.search.rules.index import Ask, Hit, Unit
from gongkai.search.rules.ranking import by_cosine, without_words
from gongkai.search.shelf import VectorShelf
from gongkai.search.vectors import DIMENSIONS, RECORD, Rows, Vector, Vectors, records

_KEPT = "gongkai_vectors"
_LOCK = 0x676F6E68
LOOK_AGAIN = 2.0  # seconds after which a process looks for vectors that were added


class PostgresVectors(Protocol):
    def nearest(self, cursor: Any, ask: Ask, question: Vector, writes: int) -> tuple[Hit, ...]: ...
    def cosines(self, question: Vector, wordings: Sequence[int]) -> dict[int, float]: ...
    def lacking(self, cursor: Any, limit: int, besides: Collection[int]) -> dict[int, int]: ...
    def add(self, wordings: Sequence[int], vectors: Vectors) -> None: ...
    def forget(self, cursor: Any) -> int: ...


@cache
def vectors_of_this_server() -> PostgresVectors:
    """In the server where it has pgvector or may have it installed by us; else in the node. Asked once by each process."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS vector")
    except DatabaseError:  # the server has none, or only its superuser may install it
        return InNode()
    return InServer()


class _Kept:
    """What both have in common: one table of vectors by model and wording."""

    table: str
    columns: str

    def lacking(self, cursor: Any, limit: int, besides: Collection[int]) -> dict[int, int]:
        self.make(cursor)
        cursor.execute(
            f"""SELECT wording, min(policy) FROM {SCHEMA}.entry WHERE unit = %s AND wording <> ALL(%s) AND NOT EXISTS
            (SELECT FROM {self.table} kept WHERE kept.model = %s AND kept.wording = entry.wording) GROUP BY wording LIMIT %s""",
            [Unit.CLAUSE, list(besides), embedding.model_name(), limit],
        )
        return dict(cursor.fetchall())

    def forget(self, cursor: Any) -> int:
        if not self._is_made(cursor):
            return 0
        cursor.execute(
            f"DELETE FROM {self.table} kept WHERE model <> %s OR NOT EXISTS (SELECT FROM {SCHEMA}.entry WHERE entry.wording = kept.wording)",
            [embedding.model_name()],
        )
        return int(cursor.rowcount)

    def make(self, cursor: Any) -> None:
        """One process at a time: two that make the same table get in each other's way, whatever they say."""
        cursor.execute(
            f"""SELECT pg_advisory_xact_lock({_LOCK}); CREATE SCHEMA IF NOT EXISTS {_KEPT};
            CREATE TABLE IF NOT EXISTS {self.table} ({self.columns})"""
        )

    def _is_made(self, cursor: Any) -> bool:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [self.table])
        return bool(cursor.fetchone()[0])


class InServer(_Kept):
    """pgvector compares; exactly, without an index of its own, so that nothing that may be found is missed."""

    table = f"{_KEPT}.compared"
    columns = f"model text, wording bigint, vector vector({DIMENSIONS}), PRIMARY KEY (model, wording)"

    def nearest(self, cursor: Any, ask: Ask, question: Vector, writes: int) -> tuple[Hit, ...]:
        if not self._is_made(cursor):
            return ()
        found = all_of([*narrowed(ask).values(), *needed(replace(ask, groups=(), promoted=()))])
        asked = _text(question)
        cursor.execute(
            f"""SELECT {HIT}, -(vector <#> %s::vector) FROM {SCHEMA}.entry JOIN {self.table} USING (wording)
            WHERE model = %s AND {found.text} ORDER BY vector <#> %s::vector, id LIMIT %s""",
            [asked, embedding.model_name(), *found.values, asked, ask.limit],
        )
        return tuple(one._replace(dense=one.score) for one in map(hit, cursor.fetchall()))

    def cosines(self, question: Vector, wordings: Sequence[int]) -> dict[int, float]:
        with connection.cursor() as cursor:
            if not self._is_made(cursor):
                return {}
            cursor.execute(
                f"SELECT wording, -(vector <#> %s::vector) FROM {self.table} WHERE model = %s AND wording = ANY(%s)",
                [_text(question), embedding.model_name(), list(wordings)],
            )
            return dict(cursor.fetchall())

    def add(self, wordings: Sequence[int], vectors: Vectors) -> None:
        with connection.cursor() as cursor:
            self.make(cursor)
            rows = [(embedding.model_name(), number, _text(vector)) for number, vector in zip(wordings, vectors, strict=True)]
            cursor.executemany(f"INSERT INTO {self.table} VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", rows)


class InNode(_Kept):
    """Bytes in the server, compared in the memory of each process."""

    table = f"{_KEPT}.kept"
    columns = "place bigserial PRIMARY KEY, model text, wording bigint, record bytea, UNIQUE (model, wording)"

    def __init__(self) -> None:
        self._shelf = VectorShelf(self._now)
        self._rows = Rows(np.empty(0, RECORD))
        self._last, self._looked_at = 0, float("-inf")
        self._lock = Lock()

    def nearest(self, cursor: Any, ask: Ask, question: Vector, writes: int) -> tuple[Hit, ...]:
        found = all_of([*narrowed(ask).values(), *needed(replace(ask, groups=(), promoted=()))])

        def allowed() -> list[int]:
            cursor.execute(f"SELECT wording FROM {SCHEMA}.entry WHERE {found.text}", found.values)
            return [number for (number,) in cursor.fetchall()]

        near = self._shelf.nearest(question, (writes, without_words(ask)), allowed, ask.limit)
        cursor.execute(
            f"SELECT {HIT}, 0 FROM {SCHEMA}.entry WHERE wording = ANY(%s) AND {found.text}",
            [list(near), *found.values],
        )
        return by_cosine([hit(row) for row in cursor.fetchall()], near)[: ask.limit]

    def cosines(self, question: Vector, wordings: Sequence[int]) -> dict[int, float]:
        return self._shelf.cosines(question, wordings)

    def add(self, wordings: Sequence[int], vectors: Vectors) -> None:
        made = records(np.array(wordings, np.int64), vectors)
        rows = [(embedding.model_name(), int(record["wording"]), record.tobytes()) for record in made]
        with connection.cursor() as cursor:
            self.make(cursor)
            cursor.executemany(f"INSERT INTO {self.table} (model, wording, record) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", rows)
        self._looked_at = float("-inf")

    def _now(self) -> Rows:
        """All there are; what was added lately is read now and then."""
        with self._lock:
            if time.monotonic() - self._looked_at > LOOK_AGAIN:
                self._read_on()
                self._looked_at = time.monotonic()
            return self._rows

    def _read_on(self) -> None:
        with connection.cursor() as cursor:
            if not self._is_made(cursor):
                return
            cursor.execute(
                f"SELECT place, record FROM {self.table} WHERE model = %s AND place > %s ORDER BY place",
                [embedding.model_name(), self._last],
            )
            added = cursor.fetchall()
        if added:
            new = np.frombuffer(b"".join(bytes(record) for _, record in added), RECORD)
            self._rows = Rows(np.concatenate([self._rows.records, new]))
            self._last = added[-1][0]


def _text(vector: Vector) -> str:
    return "[" + ",".join(map(str, vector.tolist())) + "]"
