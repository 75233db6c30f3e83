"""Searching a library: in process, as a page, and through the web server; beside SQLite FTS5 on the same papers and questions."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlencode

from benchmarks import serving
from benchmarks.asked import KINDS, Asked, questions
from benchmarks.fts import TRIGRAM, WORDS, Fts
from benchmarks.measuring import Spent, ratio, resident, size, timed, together
from benchmarks.report import Cell, Table
from benchmarks.stage import Options
from django.conf import settings
from django.test import Client
from django.urls import reverse

from gongkai.policies.rules.validity import Status
from gongkai.search import queries
from gongkai.search.index import backend
from gongkai.search.rules.index import Facet
from gongkai.search.searching import PAGE_FACETS, SearchRequest, SearchResult
from gongkai.search.tantivy_index import TantivyIndex

IN_FORCE = tuple(status.value for status in Status if status.is_in_force)
WARM = 40


def measure(options: Options) -> list[Table]:
    asked = list(dict.fromkeys(questions(options.seed, options.today)))
    warm = [one for one in questions(options.seed + 1, options.today) if one not in asked][:WARM]
    before = resident()
    ours = _by_kind(asked, warm, lambda one: queries.search(_request(one, options)))
    after = resident()
    file = Path(settings.DATA_DIR) / "fts.sqlite3"
    fts = Fts(file, options.today)
    whole = _by_kind(asked, warm, lambda one: fts.page(WORDS, one))
    first = _by_kind(asked, warm, lambda one: fts.first(WORDS, one))
    trigram = _by_kind(asked, warm, lambda one: fts.first(TRIGRAM, one))
    client = Client(SERVER_NAME="127.0.0.1")
    forget_counts()
    pages = _by_kind(asked, warm, lambda one: _found(client.get(_address(one))))
    return [
        Table(
            "检索（进程内）",
            (
                "问法（次数）",
                "p50 ms",
                "p95 ms",
                "处理器 p50 ms",
                "处理器 p95 ms",
                "FTS5 同样的活 p50",
                "p95",
                "p95 比值",
                "FTS5 只取前20 p95",
                "三元组只取前20 p95",
            ),
            tuple(_row(kind, ours, whole, first, trigram) for kind in (*KINDS, "")),
            (
                f"{len(asked)} 个不同的问题各问一遍，先用另外 {WARM} 个热身；本平台每次都给出前 20 条、总数、十项分面计数、命中条款，只看现行有效或截至某日有效的。",
                f"基线里有 {fts.papers:,} 份文件的现行版本。",
                "“同样的活”：FTS5（rjieba 分好词的表）给出前 20 条、总数和同样十项分面计数；“只取前20”什么也不数。",
                "比值小于 1 表示本平台更快。三元组索引查不到两个字的词。",
                f"查询进程的内存：查询前 {before:.0f} MB，查询后 {after:.0f} MB（含映射进来的索引）。",
            ),
        ),
        Table("检索结果", ("项目", "本平台", "FTS5 分词", "FTS5 三元组"), _quality(asked, fts, options)),
        Table(
            "检索基线的建立",
            ("项目", "FTS5 分词", "FTS5 三元组"),
            (
                ("份/核·秒（处理器时间）", fts.papers / fts.built[WORDS], fts.papers / fts.built[TRIGRAM]),
                ("两张表合计大小，MB", size(file), None),
            ),
        ),
        Table(
            "检索页（进程内，真实页面）",
            ("问法（次数）", "p50 ms", "p95 ms", "处理器 p50 ms", "处理器 p95 ms", "其中检索 p50 ms", "其中检索 p95 ms"),
            tuple(
                (
                    _label(kind, pages),
                    pages[kind].p50,
                    pages[kind].p95,
                    pages[kind].cpu_p50,
                    pages[kind].cpu_p95,
                    ours[kind].p50,
                    ours[kind].p95,
                )
                for kind in (*KINDS, "")
            ),
            ("页面由 Django 测试客户端直接调用应用得到，含中间件、数据库、摘录、模板。",),
        ),
        *serving.measure([_address(one) for one in asked], "检索页", options),
    ]


def forget_counts() -> None:
    """Facets that are remembered from an earlier measurement would not be measured."""
    index = backend()
    if isinstance(index, TantivyIndex):
        index.forget_counts()


def _by_kind(asked: Sequence[Asked], warm: Sequence[Asked], ask: Callable[[Asked], object]) -> dict[str, Spent]:
    """The times of each kind of question, and under "" of all."""
    calls: dict[str, list[Callable[[], object]]] = defaultdict(list)
    for one in asked:
        calls[one.kind].append(lambda one=one: ask(one))
    for one in warm:
        ask(one)
    spent = {kind: timed(some) for kind, some in calls.items()}
    return spent | {"": together(*spent.values())}


def _row(
    kind: str, ours: dict[str, Spent], whole: dict[str, Spent], first: dict[str, Spent], trigram: dict[str, Spent]
) -> tuple[Cell, ...]:
    mine, same = ours[kind], whole[kind]
    return (
        _label(kind, ours),
        mine.p50,
        mine.p95,
        mine.cpu_p50,
        mine.cpu_p95,
        same.p50,
        same.p95,
        ratio(mine.p95, same.p95),
        first[kind].p95,
        trigram[kind].p95,
    )


def _label(kind: str, spent: dict[str, Spent]) -> str:
    return f"{kind or '全部'}（{len(spent[kind].wall)}）"


def _request(one: Asked, options: Options) -> SearchRequest:
    """What the search page asks of the index."""
    filters = {
        Facet.ISSUER: (one.issuer,) if one.issuer else (),
        Facet.YEAR: (one.year,) if one.year else (),
        Facet.STANDING: () if one.as_of else IN_FORCE,
    }
    return SearchRequest(
        on=options.today,
        text=one.text,
        filters={facet: values for facet, values in filters.items() if values},
        as_of=one.as_of,
        facets=(*PAGE_FACETS, Facet.CATEGORY, Facet.DOCUMENT_CLASS),
    )


def _address(one: Asked) -> str:
    return f"{reverse('portal:search')}?{urlencode(one.params())}"


def _found(response: object) -> None:
    if getattr(response, "status_code", 0) != 200:
        raise RuntimeError(f"the page answered {getattr(response, 'status_code', response)}")


def _quality(asked: Sequence[Asked], fts: Fts, options: Options) -> tuple[tuple[Cell, ...], ...]:
    results = {id(one): queries.search(_request(one, options)) for one in asked}
    words = {id(one): fts.first(WORDS, one) for one in asked}
    trigram = {id(one): fts.first(TRIGRAM, one) for one in asked}
    rows: list[tuple[Cell, ...]] = [
        (
            "什么也没找到的问题，个",
            sum(not results[id(one)].total for one in asked),
            sum(not words[id(one)] for one in asked),
            sum(not trigram[id(one)] for one in asked),
        )
    ]
    for kind in ("标题", "标题的一部分", "文号"):
        some = [one for one in asked if one.kind == kind]
        rows.append(
            (
                f"按{kind}找，第一条就是它，%",
                100 * sum(_is_first(one, results[id(one)]) for one in some) / len(some),
                100 * sum(bool(words[id(one)]) and fts.title(words[id(one)][0]) == one.title for one in some) / len(some),
                100 * sum(bool(trigram[id(one)]) and fts.title(trigram[id(one)][0]) == one.title for one in some) / len(some),
            )
        )
    return tuple(rows)


def _is_first(one: Asked, result: SearchResult) -> bool:
    return bool(result.hits) and result.hits[0].title == one.title
