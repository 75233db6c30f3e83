"""How well and how fast questions are answered, by words and by words and meaning, in both indexes, beside SQLite FTS5 and bare tantivy.

Needs the folder `shared/data/retrieval_dev` (65 083 law articles, 308 questions of lay people with judged articles) beside the checkout,
or GONGKAI_SHARED. The vectors of the articles take half an hour of one core once; they are kept in benchmarks/out, and an interrupted
run goes on where it was."""

import gzip
import json
import os
import sqlite3
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from math import log2
from pathlib import Path
from typing import Any

import tantivy
from benchmarks.measuring import Spent, at_share, size, timed
from benchmarks.report import Cell, Table
from benchmarks.stage import Options
from django.conf import settings
from django.db import connections

from gongkai.config import env
from gongkai.config.testing import private_postgres
from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.policies.rules.indexing import IndexedEdition, IndexedPolicy
from gongkai.search import embedding
from gongkai.search.backend import SearchBackend
from gongkai.search.embedding import Embedder
from gongkai.search.postgres_index import PostgresIndex
from gongkai.search.rules.entries import entries_of
from gongkai.search.rules.index import GRAM_WEIGHT, Unit
from gongkai.search.rules.tokens import grams, key, words
from gongkai.search.rules.wording import wording, wording_number
from gongkai.search.searching import SearchRequest, answer
from gongkai.search.tantivy_index import TantivyIndex
from gongkai.shared.refusal import Refused

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("GONGKAI_SHARED") or ROOT.parent / "shared") / "data" / "retrieval_dev"
KEPT = ROOT / "benchmarks" / "out"
TODAY = date(2025, 7, 1)
DEEP = 100
AT_ONCE = 512  # wordings between two words about how far it is
Find = Callable[[str, int], Sequence[str]]  # a question and how many -> the articles or laws found, best first
COLUMNS = (
    "R@1",
    "R@5",
    "R@10",
    "R@100",
    "MRR@10",
    "nDCG@10",
    "p50 ms",
    "p95 ms",
    "处理器 p50 ms",
    "处理器 p95 ms",
    "索引 MB",
    "建立 条/秒",
)


@dataclass(frozen=True)
class Judged:
    """`laws`: their articles by number; `questions` with what answers each, as articles and as laws."""

    laws: Mapping[int, list[dict[str, Any]]]
    questions: Mapping[str, str]
    articles: Mapping[str, set[str]]
    documents: Mapping[str, set[str]]

    def policies(self) -> Iterator[IndexedPolicy]:
        return (_law(number, rows) for number, rows in self.laws.items())

    @property
    def count(self) -> int:
        return sum(map(len, self.laws.values()))


@dataclass(frozen=True)
class Built:
    """An index with its size in MB and how many articles a second went into it."""

    index: SearchBackend
    megabytes: float
    per_second: float


def measure(options: Options) -> list[Table]:
    if not DATA.is_dir():
        return [
            Table(
                "检索质量",
                ("项目",),
                (("没有测",),),
                ("缺少 shared/data/retrieval_dev：请把 shared 目录放在代码目录旁边，或设置 GONGKAI_SHARED",),
            )
        ]
    judged = _read()
    embedder = _embedder()
    shelf = _vectors(judged, embedder) if embedder else None
    rows = _fts_rows(judged)
    node = _built(TantivyIndex(settings.INDEX_DIR, shelf), judged, settings.INDEX_DIR)
    bare = _bare(settings.INDEX_DIR)
    rows.append(_row("裸 tantivy，同一份索引、同样的词", bare, judged, node))
    rows += _our_rows("本平台，tantivy", node, judged, embedder)
    ratio = _ratio(bare, _clauses(node.index, None), judged)
    documents = _document_rows(node.index, judged, embedder)
    notes = [
        f"{judged.count:,} 条法律条文，{len(judged.questions)} 个老百姓的提问；R、MRR、nDCG 按判定的条文算，时间按前 10 条算。",
        f"按词检索的排序代码用时是裸 tantivy 的 {ratio:.2f} 倍（逐问处理器时间之比的中位数）。",
    ]
    try:
        with private_postgres() as address:
            rows += _in_postgres(address, judged, embedder)
    except Refused as reason:
        notes.append(f"PostgreSQL 没有测：{reason}")
    if embedder:
        notes.append(
            "“按词和意思”含把提问变成向量的时间；向量由同一个可选组件算出，存在节点的文件里，PostgreSQL 没有 pgvector 时在节点里比对。"
        )
    else:
        notes.append("没有安装语义检索的可选组件，只测了按词检索。")
    return [
        Table("找条文：质量、速度、大小", ("引擎", *COLUMNS), tuple(rows), tuple(notes)),
        Table("找文件（部法律）", ("问法", *COLUMNS[:10]), tuple(documents), ("判定的条文所在的法律算对。",)),
        Table("按名称找文件", ("项目", "数值"), (("第一条就是它，%", _by_name(node.index, judged)),), ("标点不同的同名算同一部。",)),
    ]


# --- what is measured


def _our_rows(name: str, built: Built, judged: Judged, embedder: Embedder | None) -> list[tuple[Cell, ...]]:
    rows = [_row(f"{name}，按词", _clauses(built.index, None), judged, built)]
    if embedder:
        rows.append(_row(f"{name}，按词和意思", _clauses(built.index, embedder), judged, built))
    return rows


def _in_postgres(address: str, judged: Judged, embedder: Embedder | None) -> list[tuple[Cell, ...]]:
    """The same in a PostgreSQL of our own, in this very process."""
    connections.databases["default"] = connections.configure_settings({"default": env.postgres(address)})["default"]
    del connections["default"]
    try:
        return _our_rows("本平台，PostgreSQL", _postgres(judged, embedder), judged, embedder)
    finally:
        connections["default"].close()


def _postgres(judged: Judged, embedder: Embedder | None) -> Built:
    if embedder is None:
        return _built(PostgresIndex(), judged, None)
    from gongkai.search.postgres_vectors import InNode  # noqa: PLC0415 - needs the extra

    class FromTheFile(InNode):
        """The vectors that were computed for the file, without a second copy of them."""

        def _now(self) -> Any:
            return _file().rows()

    return _built(PostgresIndex(FromTheFile()), judged, None)


def _built(index: SearchBackend, judged: Judged, folder: Path | None) -> Built:
    began = time.perf_counter()
    index.replace((policy.policy_id, entries_of(policy)) for policy in judged.policies())
    spent = time.perf_counter() - began
    return Built(index, size(folder) if folder else index.stats().bytes / 2**20, judged.count / spent)


def _clauses(index: SearchBackend, embedder: Embedder | None) -> Find:
    def find(text: str, most: int) -> list[str]:
        request = SearchRequest(on=TODAY, text=text, unit=Unit.CLAUSE, size=most, facets=())
        return [hit.anchor for hit in answer(index, request, (), embedder).hits]

    return find


def _bare(folder: Path) -> Find:
    """The words and grams of a question in one query, their BM25 added up; nothing is filtered, routed or weighed by validity."""
    generation = (folder / "CURRENT").read_text().strip()
    opened = tantivy.Index.open(str(folder / generation / Unit.CLAUSE))
    opened.register_tokenizer("whitespace", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    searcher, schema = opened.searcher(), opened.schema

    def find(text: str, most: int) -> list[str]:
        terms = [("body_words", one, 1.0) for one in dict.fromkeys(words(text))]
        terms += [("body_grams", one, GRAM_WEIGHT) for one in dict.fromkeys(grams(text))]
        wanted = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(tantivy.Query.term_query(schema, name, one, "freq"), weight))
            for name, one, weight in terms
        ]
        found: Any = searcher.search(tantivy.Query.boolean_query(wanted), most)
        return [str(searcher.doc(address).get_first("anchor")) for _, address in found.hits]

    return find


def _ratio(bare: Find, ours: Find, judged: Judged) -> float:
    """Of processor time, question by question, one after the other."""
    ratios = []
    for text in judged.questions.values():
        spent = [timed([partial(find, text, 10)] * 3).cpu for find in (bare, ours)]
        ratios.append(min(spent[1]) / max(min(spent[0]), 1e-6))
    return sorted(ratios)[len(ratios) // 2]


def _fts_rows(judged: Judged) -> list[tuple[Cell, ...]]:
    """SQLite's own full text search, by trigrams and by our words."""
    rows = []
    prepared: dict[str, tuple[str, Callable[[str], str], Callable[[str], list[str]]]] = {
        "SQLite FTS5 三元组": ("trigram", str, _trigrams),
        "SQLite FTS5 分词": ("unicode61", lambda text: " ".join(words(text)), words),
    }
    for name, (tokenizer, prepare, terms) in prepared.items():
        file = Path(settings.DATA_DIR) / f"{tokenizer}.sqlite3"
        file.unlink(missing_ok=True)
        began = time.perf_counter()
        base = _fts(file, tokenizer, ((row["id"], prepare(row["text"])) for rows_of in judged.laws.values() for row in rows_of))
        built = judged.count / (time.perf_counter() - began)
        rows.append((*_figures(name, _asker(base, terms), judged.questions, judged.articles), size(file), built))
        base.close()
    return rows


def _document_rows(index: SearchBackend, judged: Judged, embedder: Embedder | None) -> list[tuple[Cell, ...]]:
    def find(text: str, most: int, by_meaning: Embedder | None) -> list[str]:
        hits = answer(index, SearchRequest(on=TODAY, text=text, size=most, facets=()), (), by_meaning).hits
        return [str(hit.policy_id) for hit in hits]

    ways = {"按词": None} | ({"按词和意思": embedder} if embedder else {})
    return [_figures(name, partial(find, by_meaning=way), judged.questions, judged.documents) for name, way in ways.items()]


def _by_name(index: SearchBackend, judged: Judged) -> float:
    names = {str(number): rows[0]["law"] for number, rows in judged.laws.items()}
    same: dict[str, set[str]] = defaultdict(set)
    for number, name in names.items():
        same[key(name)].add(number)
    first = 0
    for name in names.values():
        hits = answer(index, SearchRequest(on=TODAY, text=name, size=1, facets=())).hits
        first += bool(hits) and str(hits[0].policy_id) in same[key(name)]
    return 100 * first / len(names)


# --- figures


def _row(name: str, find: Find, judged: Judged, built: Built) -> tuple[Cell, ...]:
    return (*_figures(name, find, judged.questions, judged.articles), built.megabytes, built.per_second)


def _figures(name: str, find: Find, questions: Mapping[str, str], right: Mapping[str, set[str]]) -> tuple[Cell, ...]:
    """Recall at four depths, MRR and nDCG of the first ten, and the time ten take."""
    print(f"　{name}……", file=sys.stderr, flush=True)
    found = {number: find(text, DEEP) for number, text in questions.items()}
    spent: Spent = timed([partial(find, text, 10) for text in questions.values()])
    recalls = [_mean(len(right[one].intersection(found[one][:depth])) / len(right[one]) for one in questions) for depth in (1, 5, 10, DEEP)]
    ranks = (next((place for place, hit in enumerate(found[one][:10], start=1) if hit in right[one]), 0) for one in questions)
    reciprocal = _mean(1 / rank if rank else 0.0 for rank in ranks)
    gains = _mean(_ndcg(found[one][:10], right[one]) for one in questions)
    return (
        name,
        *(f"{figure:.3f}" for figure in (*recalls, reciprocal, gains)),
        spent.p50,
        spent.p95,
        spent.cpu_p50,
        at_share(spent.cpu, 0.95),
    )


def _ndcg(found: Sequence[str], right: set[str]) -> float:
    best = sum(1 / log2(place + 2) for place in range(min(10, len(right))))
    return sum(1 / log2(place + 2) for place, one in enumerate(found) if one in right) / best


def _mean(figures: Iterable[float]) -> float:
    every = list(figures)
    return sum(every) / len(every)


# --- the data


def _read() -> Judged:
    laws: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with gzip.open(DATA / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            laws[article["id"].partition("#")[0]].append(article)
    numbers = {law: number for number, law in enumerate(laws, start=1)}
    asked = (json.loads(line) for line in (DATA / "queries.jsonl").open(encoding="utf-8"))
    articles: dict[str, set[str]] = defaultdict(set)
    documents: dict[str, set[str]] = defaultdict(set)
    for line in (DATA / "qrels.tsv").open(encoding="utf-8"):
        question, article, _ = line.split()
        articles[question].add(article)
        documents[question].add(str(numbers[article.partition("#")[0]]))
    by_number = {numbers[law]: rows for law, rows in laws.items()}
    return Judged(by_number, {question["id"]: question["text"] for question in asked}, articles, documents)


def _law(number: int, rows: list[dict[str, Any]]) -> IndexedPolicy:
    blocks = tuple(Block(BlockKind.ARTICLE, row["text"], number=row["no"], anchor=row["id"]) for row in rows)
    edition = IndexedEdition(number, 1, True, rows[0]["law"], blocks, is_expired=bool(rows[0]["expired"]))
    return IndexedPolicy(number, str(number), "policy", date(2020, 1, 1), (edition,))


def _embedder() -> Embedder | None:
    embedding.make_ready()
    return embedding.embedder()


def _file() -> Any:
    from gongkai.search.vectors import VectorFile  # noqa: PLC0415 - needs the extra

    return VectorFile(KEPT / f"{embedding.model_name()}.vectors")


def _vectors(judged: Judged, embedder: Embedder) -> Any:
    """The vectors of all articles: those kept, and the rest computed now, the short ones first."""
    from gongkai.search.shelf import NodeShelf  # noqa: PLC0415 - needs the extra

    shelf = NodeShelf(_file())
    clauses = (entry for policy in judged.policies() for entry in entries_of(policy) if entry.unit is Unit.CLAUSE)
    texts = {wording_number(entry): wording(entry) for entry in clauses}
    lacking = sorted(shelf.lacking(list(texts), len(texts), ()), key=lambda number: len(texts[number]))
    began = time.monotonic()
    for start in range(0, len(lacking), AT_ONCE):
        some = lacking[start : start + AT_ONCE]
        shelf.add(some, embedder.passages([texts[number] for number in some]))
        done = start + len(some)
        print(f"　向量 {done:,}/{len(lacking):,}，每秒 {done / (time.monotonic() - began):.0f} 条", file=sys.stderr, flush=True)
    return shelf


def _fts(file: Path, tokenizer: str, rows: Iterable[tuple[str, str]]) -> sqlite3.Connection:
    base = sqlite3.connect(file)
    base.execute(f"CREATE VIRTUAL TABLE texts USING fts5(id UNINDEXED, text, tokenize='{tokenizer}')")
    base.executemany("INSERT INTO texts VALUES (?, ?)", rows)
    base.execute("INSERT INTO texts(texts) VALUES ('optimize')")
    base.commit()
    return base


def _asker(base: sqlite3.Connection, terms: Callable[[str], list[str]]) -> Find:
    def find(text: str, most: int) -> list[str]:
        either = " OR ".join('"' + term.replace('"', "") + '"' for term in dict.fromkeys(terms(text)))
        rows = base.execute("SELECT id FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?", (either, most)) if either else []
        return [row[0] for row in rows]

    return find


def _trigrams(text: str) -> list[str]:
    return [text[place : place + 3] for place in range(len(text) - 2)]
