"""How well and how fast the search answers, beside SQLite FTS5 in the same run.

    python benchmarks/search_quality.py                      # quality on the judged questions
    python benchmarks/search_quality.py --documents 100000   # and speed on so many synthetic documents

Needs the folder `shared/data/retrieval_dev` (65 083 law articles, 308 questions of lay people with judged articles)
beside the checkout, or GONGKAI_SHARED. Prints R@10, nDCG@10, milliseconds at the median and the 95th percentile, and rates of building."""

import argparse
import gzip
import json
import os
import random
import resource
import shutil
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from math import log2
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from gongkai.documents.rules.paper import Block, BlockKind  # noqa: E402
from gongkai.policies.rules.indexing import IndexedEdition, IndexedIssuer, IndexedPolicy  # noqa: E402
from gongkai.search.rules.asking import Frame, ask_for  # noqa: E402
from gongkai.search.rules.entries import entries_of  # noqa: E402
from gongkai.search.rules.index import Facet, Unit  # noqa: E402
from gongkai.search.rules.query import parse  # noqa: E402
from gongkai.search.rules.readers import PUBLIC  # noqa: E402
from gongkai.search.rules.tokens import key, words  # noqa: E402
from gongkai.search.searching import SearchRequest, answer  # noqa: E402
from gongkai.search.tantivy_index import TantivyIndex  # noqa: E402

DATA = Path(os.environ.get("GONGKAI_SHARED") or ROOT.parent / "shared") / "data" / "retrieval_dev"
TODAY = date(2025, 7, 1)
OFFICES = ("教育", "民政", "财政", "人社", "住建", "交通", "水务", "农业", "商务", "文旅", "卫健", "应急", "审计", "统计", "医保", "体育")
Answer = Callable[[str], list[str]]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--documents", type=int, default=0, help="synthetic documents for the measurement of speed")
    chosen = options.parse_args()
    if not DATA.is_dir():
        raise SystemExit(f"缺少 {DATA}：请把 shared 目录放在代码目录旁边，或设置 GONGKAI_SHARED")
    with gzip.open(DATA / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    questions, judged = _questions()
    folder = Path(tempfile.mkdtemp(prefix="gongkai-bench-"))
    try:
        quality(articles, questions, judged, folder)
        if chosen.documents:
            speed(articles, list(questions.values()), chosen.documents, folder)
    finally:
        shutil.rmtree(folder)


def quality(articles: list[dict], questions: dict[str, str], judged: dict[str, set[str]], folder: Path) -> None:
    laws: dict[str, list[dict]] = defaultdict(list)
    for article in articles:
        laws[article["id"].partition("#")[0]].append(article)
    numbers = {law: number for number, law in enumerate(laws, start=1)}
    index = TantivyIndex(folder / "quality")
    began = time.perf_counter()
    index.replace((numbers[law], entries_of(_law(numbers[law], rows))) for law, rows in laws.items())
    built = time.perf_counter() - began
    print(f"\n{len(articles)} articles of {len(laws)} laws, {len(questions)} questions; index built at {len(articles) / built:.0f} texts/s")

    def clauses(text: str) -> list[str]:
        request = SearchRequest(on=TODAY, text=text, unit=Unit.CLAUSE, size=10, facets=())
        return [hit.anchor for hit in answer(index, request).hits]

    trigram, jieba = _fts(articles, "trigram", lambda text: text), _fts(articles, "unicode61", _spaced)
    print(f"{'articles found by questions':44}   R@10  nDCG@10   p50 ms  p95 ms")
    _print_quality("SQLite FTS5 trigram", _asker(trigram, _trigrams), questions, judged)
    _print_quality("SQLite FTS5, rjieba words", _asker(jieba, words), questions, judged)
    _print_quality("this search, clauses", clauses, questions, judged)

    def documents(text: str) -> list[str]:
        return [str(hit.policy_id) for hit in answer(index, SearchRequest(on=TODAY, text=text, size=10, facets=())).hits]

    def by_document_alone(text: str) -> list[str]:
        frame = Frame(unit=Unit.DOCUMENT, today=TODAY, names=(PUBLIC,), limit=10)
        return [str(hit.policy_id) for hit in index.search(ask_for(parse(text), frame)).hits]

    of_laws = {question: {str(numbers[article.partition("#")[0]]) for article in found} for question, found in judged.items()}
    print("laws found by questions")
    _print_quality("this search, documents", documents, questions, of_laws)
    _print_quality("  without the help of clauses", by_document_alone, questions, of_laws)
    print("laws found by their very name (punctuation aside)")
    names = {str(numbers[law]): rows[0]["law"] for law, rows in laws.items()}
    same: dict[str, set[str]] = defaultdict(set)
    for law, name in names.items():
        same[key(name)].add(law)
    ranks = [documents(name) for name in names.values()]
    first = sum(bool(found) and found[0] in same[key(name)] for name, found in zip(names.values(), ranks, strict=True))
    print(f"  first in the list: {first / len(names):.4f} of {len(names)}")


def speed(articles: list[dict], questions: list[str], count: int, folder: Path) -> None:
    texts = [article["text"] for article in articles if 20 < len(article["text"]) < 600]
    names = sorted({article["law"] for article in articles})
    index = TantivyIndex(folder / "speed")
    began = time.perf_counter()
    index.replace((policy.policy_id, entries_of(policy)) for policy in _library(texts, names, count))
    built, stats = time.perf_counter() - began, index.stats()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{stats.documents} documents, {stats.clauses} clauses: built at {count / built:.0f} documents/s on one core,")
    print(f"{stats.bytes / 2**20:.0f} MB on disk in {stats.segments} segments; peak memory of this process {memory:.0f} MB")
    draw = random.Random(7)
    subjects = sorted({word for name in names for word in words(name) if len(word) > 1})
    kinds: dict[str, list[tuple[str, dict]]] = {
        "names": [(draw.choice(names), {}) for _ in range(200)],
        "short phrases": [(draw.choice(subjects), {}) for _ in range(200)],
        "two words": [(f"{draw.choice(subjects)} {draw.choice(subjects)}", {}) for _ in range(200)],
        "questions": [(question, {}) for question in questions[:200]],
        "phrases, narrowed by year and issuer": [
            (draw.choice(subjects), {"filters": {Facet.YEAR: ("2024",), Facet.ISSUER: ("市教育局", "市民政局")}}) for _ in range(200)
        ],
        "phrases, as of a day": [(draw.choice(subjects), {"as_of": date(2023, 5, 1)}) for _ in range(200)],
        "everything, newest first": [("", {}) for _ in range(50)],
    }
    print(f"{'page of 20 documents with its facets':44} p50 ms  p95 ms")
    every: list[float] = []
    for kind, asked in kinds.items():
        spent = []
        for text, changes in asked:
            request = SearchRequest(on=TODAY, text=text, **changes)
            began = time.perf_counter()
            answer(index, request)
            spent.append(time.perf_counter() - began)
        every += spent
        print(f"  {kind:42} {_at(spent, 0.5):6.1f}  {_at(spent, 0.95):6.1f}")
    print(f"  {'all of them':42} {_at(every, 0.5):6.1f}  {_at(every, 0.95):6.1f}")
    rows = [
        {"title": entry.title, "text": entry.text}
        for policy in _library(texts, names, count)
        for entry in entries_of(policy)
        if entry.unit is Unit.DOCUMENT
    ]
    ask = _asker(_fts(rows, "unicode61", _spaced), words)
    spent = []
    for kind in ("names", "short phrases", "two words", "questions"):
        for text, _ in kinds[kind]:
            began = time.perf_counter()
            ask(text)
            spent.append(time.perf_counter() - began)
    print(f"  {'SQLite FTS5, rjieba words: ten ids, no facets':42} {_at(spent, 0.5):6.1f}  {_at(spent, 0.95):6.1f}")


def _questions() -> tuple[dict[str, str], dict[str, set[str]]]:
    asked = (json.loads(line) for line in (DATA / "queries.jsonl").open(encoding="utf-8"))
    questions = {question["id"]: question["text"] for question in asked}
    judged: dict[str, set[str]] = defaultdict(set)
    for line in (DATA / "qrels.tsv").open(encoding="utf-8"):
        question, article, _ = line.split()
        judged[question].add(article)
    return questions, judged


def _law(number: int, rows: list[dict]) -> IndexedPolicy:
    blocks = tuple(Block(BlockKind.ARTICLE, row["text"], number=row["no"], anchor=row["id"]) for row in rows)
    edition = IndexedEdition(number, 1, True, rows[0]["law"], blocks, is_expired=bool(rows[0]["expired"]))
    return IndexedPolicy(number, str(number), "policy", date(2020, 1, 1), (edition,))


def _library(texts: list[str], names: list[str], count: int) -> Iterator[IndexedPolicy]:
    """Papers of realistic lengths (4 to 25 clauses), the same ones every time."""
    draw = random.Random(42)
    offices = [f"市{name}局" for name in OFFICES]
    for number in range(1, count + 1):
        formed = date(2005, 1, 1) + timedelta(days=draw.randrange(7300))
        ended = formed + timedelta(days=draw.randrange(700, 4000))
        office = draw.choice(offices)
        blocks = tuple(
            Block(BlockKind.ARTICLE, text, number="", anchor=f"b{place}")
            for place, text in enumerate(draw.sample(texts, draw.randint(4, 25)))
        )
        edition = IndexedEdition(
            edition_id=number,
            number=1,
            is_current=True,
            title=f"{office}关于贯彻落实《{draw.choice(names)}》的{draw.choice(('通知', '意见', '公告', '函'))}",
            blocks=blocks,
            issuers=(IndexedIssuer(office, path=f"1/{offices.index(office) + 2}/"),),
            doc_no=f"{office[1:3]}发〔{formed.year}〕{number % 300 + 1}号",
            topic_l1=draw.choice(("综合政务", "教育", "民政", "财政", "卫生健康", "城乡建设")),
            topic_l2=draw.choice(("政务公开", "文秘工作", "社会保障", "其他")),
            genre=draw.choice(("通知", "意见", "公告", "函")),
            standing="有效" if ended > TODAY else "已失效",
            is_expired=ended <= TODAY,
            formed_on=formed,
            published_on=formed + timedelta(days=3),
            spans=((formed, ended),),
        )
        yield IndexedPolicy(number, str(number), "policy", formed, (edition,), has_interpretation=draw.random() < 0.3)


def _fts(rows: Iterable[dict], tokenizer: str, prepared: Callable[[str], str]) -> sqlite3.Connection:
    base = sqlite3.connect(":memory:")
    base.execute(f"CREATE VIRTUAL TABLE texts USING fts5(id UNINDEXED, text, tokenize='{tokenizer}')")
    base.executemany("INSERT INTO texts VALUES (?, ?)", ((row.get("id", ""), prepared(f"{row['text']}")) for row in rows))
    base.execute("INSERT INTO texts(texts) VALUES ('optimize')")
    return base


def _asker(base: sqlite3.Connection, terms: Callable[[str], list[str]]) -> Answer:
    def ask(text: str) -> list[str]:
        either = " OR ".join('"' + term.replace('"', "") + '"' for term in dict.fromkeys(terms(text)))
        rows = base.execute("SELECT id FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 10", (either,)) if either else []
        return [row[0] for row in rows]

    return ask


def _spaced(text: str) -> str:
    return " ".join(words(text))


def _trigrams(text: str) -> list[str]:
    return [text[place : place + 3] for place in range(len(text) - 2)]


def _print_quality(name: str, ask: Answer, questions: dict[str, str], judged: dict[str, set[str]]) -> None:
    recall, gain, spent = [], [], []
    for question, text in questions.items():
        began = time.perf_counter()
        found = ask(text)
        spent.append(time.perf_counter() - began)
        right = judged[question]
        recall.append(len(right.intersection(found)) / len(right))
        best = sum(1 / log2(place + 2) for place in range(min(10, len(right))))
        gain.append(sum(1 / log2(place + 2) for place, one in enumerate(found) if one in right) / best)
    average = len(questions)
    print(f"  {name:42}   {sum(recall) / average:.3f}    {sum(gain) / average:.3f}   {_at(spent, 0.5):6.2f}  {_at(spent, 0.95):6.2f}")


def _at(spent: list[float], share: float) -> float:
    """Milliseconds at this share of the sorted times."""
    return sorted(spent)[int(share * (len(spent) - 1))] * 1000


if __name__ == "__main__":
    main()
