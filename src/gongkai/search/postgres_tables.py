"""The tables of the index inside PostgreSQL: how they are made and written. Nothing but ordinary tables and arrays, no extension.

    entry      one row for each document and clause: its facts, the numbers of all its tokens (GIN), its tokens in order
    posting    in which entries a token stands, how often, and how long they are: what BM25 is computed from. A row holds the entries
               of one write; rows of small writes are put together from time to time
    state      one row: how many writes there were, how many entries there are and how long they are on average

All of them lie in a schema of their own, which can be dropped at any time. What an entry was is deleted with its row; that its number
still stands in some postings does no harm, since every search begins from the entries."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from gongkai.search.rules.fields import RANKED, WITH_ORDER, fields
from gongkai.search.rules.index import Entry, Unit
from gongkai.search.rules.wording import wording_number

SCHEMA = "gongkai_search_1"  # raise the number when the tables or the tokens change: the index is then rebuilt by itself
ENTRIES_AT_ONCE = 20_000
SMALL_WRITES = 50  # so many are put together

_COLUMNS = (
    *("id", "unit", "policy", "edition", "anchor", "title", "number", "digest", "wording"),
    *("public_from", "published_on", "formed_on", "is_current", "is_expired", "readers", "days", "facets", "lengths", "terms"),
    *WITH_ORDER,
)
_TABLES = f"""
CREATE TABLE {{schema}}.entry (
    id integer PRIMARY KEY, unit text, policy bigint, edition bigint, anchor text, title text, number text, digest bigint, wording bigint,
    public_from date, published_on date, formed_on date, is_current boolean, is_expired boolean,
    readers text[], days text[], facets text[], lengths integer[], terms bigint[],
    {", ".join(f"{name} text" for name in WITH_ORDER)}
);
CREATE TABLE {{schema}}.posting (unit text, term bigint, written integer, frequency integer, entries integer[], counts integer[]);
CREATE TABLE {{schema}}.state (writes integer, small integer, next_id integer, documents integer, clauses integer, lengths jsonb);
INSERT INTO {{schema}}.state VALUES (1, 0, 1, 0, 0, '{{{{}}}}');
"""
_INDEXES = """
CREATE INDEX ON {schema}.entry USING gin (terms);
CREATE INDEX ON {schema}.entry (policy);
CREATE INDEX ON {schema}.entry (edition);
CREATE INDEX ON {schema}.entry (wording);
CREATE INDEX ON {schema}.posting (unit, term);
ANALYZE {schema}.entry;
ANALYZE {schema}.posting;
"""
_TIMES, _LENGTH = 20, (1 << 20) - 1  # a count holds how often a token stands (11 bits) before how long the field is (20 bits)
TIMES, LENGTH = f"(n >> {_TIMES})", f"(n & {_LENGTH})"  # the same in SQL
_MOST_TIMES = (1 << 11) - 1


@lru_cache(maxsize=500_000)
def term(field: str, token: str) -> int:
    """63 bits for a token of a field."""
    return int.from_bytes(hashlib.blake2b(f"{field}:{token}".encode("utf-8", "replace"), digest_size=8).digest()) >> 1


def create(cursor: Any, schema: str) -> None:
    cursor.execute(f"CREATE SCHEMA {schema}")
    cursor.execute(_TABLES.format(schema=schema).replace("{{}}", "{}"))


def create_indexes(cursor: Any, schema: str) -> None:
    cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
    cursor.execute(_INDEXES.format(schema=schema))


def remove(cursor: Any, policies: Sequence[int]) -> None:
    """Everything of these policies."""
    cursor.execute(f"DELETE FROM {SCHEMA}.entry WHERE policy = ANY(%s) RETURNING unit, lengths", [list(policies)])
    _add_up(cursor, SCHEMA, ((unit, lengths, -1) for unit, lengths in cursor.fetchall()))


def write(cursor: Any, schema: str, entries: Iterable[Entry]) -> None:
    """Add these entries."""
    rest = iter(entries)
    while some := list(islice(rest, ENTRIES_AT_ONCE)):
        _write(cursor, schema, some)


def written(cursor: Any) -> None:
    """One more write that others should see; small ones are put together when there are many."""
    cursor.execute(f"UPDATE {SCHEMA}.state SET writes = writes + 1, small = small + 1 RETURNING small")
    if cursor.fetchone()[0] < SMALL_WRITES:
        return
    cursor.execute(
        f"""WITH small AS (DELETE FROM {SCHEMA}.posting WHERE written > 1 RETURNING unit, term, entries, counts)
        INSERT INTO {SCHEMA}.posting
        SELECT unit, term, 1, count(*), array_agg(e), array_agg(n)
        FROM (SELECT small.unit, term, e, n FROM small, unnest(entries, counts) AS x(e, n) JOIN {SCHEMA}.entry ON id = e) AS there
        GROUP BY unit, term"""
    )
    cursor.execute(f"UPDATE {SCHEMA}.state SET small = 0")


def _write(cursor: Any, schema: str, entries: Sequence[Entry]) -> None:
    cursor.execute(f"UPDATE {schema}.state SET next_id = next_id + %s RETURNING next_id - %s, writes", [len(entries)] * 2)
    first, writes = cursor.fetchone()
    postings: dict[tuple[str, int], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    lengths = []
    with cursor.copy(f"COPY {schema}.entry ({', '.join(_COLUMNS)}) FROM STDIN") as copy:
        for number, entry in enumerate(entries, start=first):
            texts = fields(entry)
            long, terms = _post(postings, number, entry, texts)
            lengths.append((entry.unit.value, long, 1))
            copy.write_row(_row(number, entry, texts, long, terms))
    with cursor.copy(f"COPY {schema}.posting FROM STDIN") as copy:
        for (unit, token), (ids, counts) in postings.items():
            copy.write_row((unit, token, writes, len(ids), _array(ids), _array(counts)))
    _add_up(cursor, schema, lengths)


def _post(
    postings: dict[tuple[str, int], tuple[list[int], list[int]]], number: int, entry: Entry, texts: Mapping[str, str]
) -> tuple[list[int], set[int]]:
    """Note where the tokens that rank stand; the lengths of their fields, and the numbers of all tokens."""
    lengths, terms = [], {term(name, token) for name, text in texts.items() if name not in RANKED for token in text.split()}
    unit = entry.unit.value
    for name in RANKED:
        tokens = texts[name].split()
        length = min(len(tokens), _LENGTH)
        lengths.append(length)
        for token, times in Counter(tokens).items():
            one = term(name, token)
            terms.add(one)
            ids, counts = postings[unit, one]
            ids.append(number)
            counts.append(min(times, _MOST_TIMES) << _TIMES | length)
    return lengths, terms


def _row(number: int, entry: Entry, texts: Mapping[str, str], lengths: list[int], terms: set[int]) -> tuple[object, ...]:
    facets = [f"{facet}:{value}" for facet, values in entry.facets.items() for value in values]
    return (
        *(number, entry.unit.value, entry.policy_id, entry.edition_id, said(entry.anchor), said(entry.title), said(entry.doc_no)),
        *(entry.digest, wording_number(entry) if entry.unit is Unit.CLAUSE else 0),
        *(entry.public_from, entry.published_on, entry.formed_on, entry.is_current, entry.is_expired),
        *(list(entry.readers), list(entry.days), [said(facet) for facet in facets], _array(lengths), _array(sorted(terms))),
        *(f" {texts[name]} " for name in WITH_ORDER),
    )


def _add_up(cursor: Any, schema: str, changes: Iterable[tuple[str, Sequence[int], int]]) -> None:
    """Bring the counts of entries and the sums of their lengths in line with what was added (1) or removed (−1)."""
    entries: Counter[str] = Counter()
    lengths: Counter[str] = Counter()
    for unit, each, sign in changes:
        entries[unit] += sign
        for name, length in zip(RANKED, each, strict=True):
            lengths[f"{unit} {name}"] += sign * length
    cursor.execute(f"SELECT lengths::text FROM {schema}.state")
    lengths.update(lengths_of(cursor.fetchone()[0]))
    cursor.execute(
        f"UPDATE {schema}.state SET documents = documents + %s, clauses = clauses + %s, lengths = %s::jsonb",
        [entries[Unit.DOCUMENT], entries[Unit.CLAUSE], json.dumps(lengths)],
    )


def lengths_of(kept: str) -> dict[str, int]:
    """The sum of the lengths of each field, by "unit field"."""
    return dict(json.loads(kept))


def said(text: str) -> str:
    """What PostgreSQL can hold of a text: it knows no NUL and no half characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _array(numbers: Iterable[int]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"
