"""SQLite FTS5 over the same papers: the baseline of the search. Once by trigrams, once by words cut beforehand with rjieba.

Its file is built once and stays beside the library."""

import sqlite3
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import rjieba
from benchmarks.asked import Asked

from gongkai.documents.rules.paper import BlockKind, plain_text
from gongkai.policies import indexing
from gongkai.policies.rules.indexing import IndexedEdition, IndexedPolicy
from gongkai.policies.rules.validity import Status

PAGE = 20
AT_ONCE = 200
COUNTED = ("issuer", "topic_l1", "topic_l2", "genre", "year", "standing", "interpreted", "audience", "category", "document_class")
FACTS = (*COUNTED, "title")
IN_FORCE = tuple(status.value for status in Status if status.is_in_force)
WORDS, TRIGRAM = "words", "trigram"


class Fts:
    """A database of its own beside the library's, with both tables: how many papers are in it, and the seconds each table took."""

    def __init__(self, file: Path, on: date) -> None:
        """Filled from the library, unless that was done before."""
        if not file.exists():
            part = file.with_suffix(".part")
            part.unlink(missing_ok=True)
            self._connect(part)
            self._build(on)
            self.base.close()
            part.rename(file)
        self._connect(file)
        self.papers = int(self.base.execute("SELECT count(*) FROM facts").fetchone()[0])
        self.built = dict(self.base.execute("SELECT name, seconds FROM built"))

    def _connect(self, file: Path) -> None:
        self.base = sqlite3.connect(file)
        self.base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000;")

    def _build(self, on: date) -> None:
        """Fill both tables. The papers are read beforehand, piece by piece, outside the clock; the time is this process's own work."""
        columns = ", ".join(FACTS)
        self.base.executescript(f"""
            CREATE TABLE facts (id INTEGER PRIMARY KEY, {columns});
            CREATE TABLE built (name, seconds);
            CREATE TABLE spans (id INTEGER, since INTEGER, until INTEGER);
            CREATE VIRTUAL TABLE {TRIGRAM} USING fts5(title, doc_no, body, content='', tokenize='trigram');
            CREATE VIRTUAL TABLE {WORDS} USING fts5(title, doc_no, body, content='', tokenize='unicode61');
        """)
        self.built = {TRIGRAM: 0.0, WORDS: 0.0}
        for policies in _papers(on):
            current = [(policy, edition) for policy in policies for edition in policy.editions if edition.is_current]
            texts = [(one.edition_id, one.title, one.doc_no, _body(one)) for _, one in current]
            self._insert(TRIGRAM, texts)
            began = time.process_time()
            cut = [(pk, _spaced(title), _spaced(doc_no), _spaced(body)) for pk, title, doc_no, body in texts]
            self.built[WORDS] += time.process_time() - began
            self._insert(WORDS, cut)
            marks = ", ".join("?" * (len(FACTS) + 1))
            self.base.executemany(f"INSERT INTO facts VALUES ({marks})", [_facts(policy, edition) for policy, edition in current])
            spans = [
                (one.edition_id, since.toordinal(), until.toordinal() if until else 9**9)
                for _, one in current
                for since, until in one.spans
            ]
            self.base.executemany("INSERT INTO spans VALUES (?, ?, ?)", spans)
        for table in (TRIGRAM, WORDS):
            began = time.process_time()
            self.base.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")
            self.base.commit()
            self.built[table] += time.process_time() - began
        self.base.executemany("INSERT INTO built VALUES (?, ?)", self.built.items())
        self.base.executescript("CREATE INDEX spans_id ON spans (id); ANALYZE facts;")

    def first(self, table: str, asked: Asked) -> list[int]:
        """The twenty best, narrowed as asked; nothing is counted."""
        match = _match(table, asked)
        if not match:
            return []
        where, values = _where(asked)
        found = self.base.execute(
            f"SELECT facts.id FROM {table} JOIN facts ON facts.id = {table}.rowid WHERE {table} MATCH ? {where} "
            f"ORDER BY bm25({table}, 5.0, 5.0, 1.0) LIMIT {PAGE}",
            (match, *values),
        )
        return [row[0] for row in found]

    def page(self, table: str, asked: Asked) -> tuple[list[int], dict[str, dict[str, int]]]:
        """What a page of results shows: the twenty best, and how many there are of each value of ten facts."""
        match = _match(table, asked)
        if not match:
            return [], {}
        where, values = _where(asked)
        counts: dict[str, dict[str, int]] = {name: {} for name in COUNTED}
        each = " UNION ALL ".join(f"SELECT '{name}', {name}, count(*) FROM found GROUP BY {name}" for name in COUNTED)
        for name, value, count in self.base.execute(
            f"WITH found AS MATERIALIZED (SELECT facts.* FROM {table} JOIN facts ON facts.id = {table}.rowid WHERE {table} MATCH ? {where}) "
            + each,
            (match, *values),
        ):
            counts[name][value] = count
        return self.first(table, asked), counts

    def title(self, pk: int) -> str:
        return str(self.base.execute("SELECT title FROM facts WHERE id = ?", (pk,)).fetchone()[0])

    def _insert(self, table: str, rows: list[tuple[int, str, str, str]]) -> None:
        began = time.process_time()
        self.base.executemany(f"INSERT INTO {table}(rowid, title, doc_no, body) VALUES (?, ?, ?, ?)", rows)
        self.base.commit()
        self.built[table] += time.process_time() - began


def _papers(on: date) -> Iterator[list[IndexedPolicy]]:
    ids = [pk for pk, _ in indexing.public_ids(on)]
    for start in range(0, len(ids), AT_ONCE):
        yield list(indexing.for_index(ids[start : start + AT_ONCE], on=on))


def _body(edition: IndexedEdition) -> str:
    return plain_text(block for block in edition.blocks if block.kind is not BlockKind.TITLE)


def _facts(policy: IndexedPolicy, edition: IndexedEdition) -> tuple[int | str, ...]:
    year = str((edition.formed_on or policy.public_from).year)
    interpreted = "yes" if policy.has_interpretation else "no"
    issuer = edition.issuers[0].name if edition.issuers else ""
    audience = edition.audience[0] if edition.audience else ""
    kinds = (edition.topic_l1, edition.topic_l2, edition.genre, year, edition.standing, interpreted, audience)
    return (edition.edition_id, issuer, *kinds, policy.category, edition.document_class, edition.title)


def _where(asked: Asked) -> tuple[str, tuple[str | int, ...]]:
    where, values = "", []
    if asked.issuer:
        where, values = where + " AND issuer = ?", [*values, asked.issuer]
    if asked.year:
        where, values = where + " AND year = ?", [*values, asked.year]
    if asked.as_of:
        day = asked.as_of.toordinal()
        where += " AND EXISTS (SELECT 1 FROM spans WHERE spans.id = facts.id AND since <= ? AND ? < until)"
        values = [*values, day, day]
    else:
        where, values = f"{where} AND standing IN ({', '.join('?' * len(IN_FORCE))})", [*values, *IN_FORCE]
    return where, tuple(values)


def _match(table: str, asked: Asked) -> str:
    """The query in FTS5's words: a name or phrase must stand there whole, of a question any part may."""
    text = asked.text.strip("“”")
    if table == TRIGRAM:
        if asked.kind == "问句":
            return " OR ".join(f'"{text[at : at + 3]}"' for at in range(len(text) - 2))
        return " AND ".join(f'"{part}"' for part in text.replace('"', "").split())
    words = [word for word in dict.fromkeys(rjieba.cut_for_search(text)) if word.isalnum()]
    if asked.kind == "加引号的短语":
        return f'"{_spaced(text)}"'
    return (" OR " if asked.kind == "问句" else " AND ").join(f'"{word}"' for word in words)


def _spaced(text: str) -> str:
    return " ".join(rjieba.cut_for_search(text))
