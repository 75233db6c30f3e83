"""The public pages and the list of the open API: time and database queries, beside a page that reads nothing."""

import random
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from benchmarks import searching, serving
from benchmarks.measuring import Spent, ratio, timed
from benchmarks.report import Cell, Table
from benchmarks.stage import Options
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.policies import queries
from gongkai.policies.models import Policy
from gongkai.policies.rules.kinds import Category

ASKED = 200  # different policies read
TIMES = 60  # the same list asked for
WARM = 5
CALLS = 40  # of one caller of the open API
COUNTED_ANEW = "政策文件库，第 1 页，分面重新计数"


def measure(options: Options) -> list[Table]:
    rng = random.Random(options.seed)
    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=True)
    with override_settings(ROOT_URLCONF="benchmarks.baselines"):
        bare = timed([lambda: _answered(client.get("/constant"))] * 300, warm=[lambda: client.get("/constant")] * 20)
    rows: list[tuple[Cell, ...]] = [("基线：只返回两个字的页面", bare.p50, bare.p95, bare.cpu_p50, bare.cpu_p95, 0, 0, None)]
    several = list(queries.visible(options.today).filter(editions__number=2).distinct().order_by("pk")[: ASKED * 5])
    for name, addresses in _addresses(rng, options, several).items():
        if addresses:
            spent, fewest, most = _asked(client, name, addresses)
            rows.append((name, spent.p50, spent.p95, spent.cpu_p50, spent.cpu_p95, fewest, most, ratio(spent.p50, bare.p50)))
    table = Table(
        f"页面（库中 {options.documents:,} 份）",
        ("页面", "p50 ms", "p95 ms", "处理器 p50 ms", "处理器 p95 ms", "查询数，最少", "最多", "p50 是基线的几倍"),
        tuple(rows),
        (
            "由 Django 测试客户端直接调用应用，含全部中间件；基线用同样的中间件，不读数据库、不用模板。查询数另行清点，不在计时之内。",
            "同一个问题的分面在索引没有变化时只数一次；“分面重新计数”是索引刚更新后的第一次。",
            "站点名称和主办单位每进程每分钟另读两次查询，记在“最多”里。",
        ),
    )
    mixed = [
        address for addresses in _addresses(rng, options, several).values() for address in addresses[:25] if not address.startswith("/api/")
    ]
    rng.shuffle(mixed)
    return [table, *serving.measure(mixed, f"各种页面混合（库中 {options.documents:,} 份）", options)]


def _addresses(rng: random.Random, options: Options, several: Sequence[Policy]) -> dict[str, list[str]]:
    """The addresses of each sort of page."""
    visible = queries.visible(options.today)
    ids = list(visible.filter(category=Category.POLICY).values_list("pk", flat=True))
    papers = list(Policy.objects.filter(pk__in=rng.sample(ids, min(ASKED, len(ids)))).order_by("pk"))
    chosen = rng.sample(several, min(ASKED, len(several)))
    library, api = reverse("portal:library"), reverse("openapi:policies")
    years = [str(paper.formed_on.year) for paper in papers if paper.formed_on]
    narrowed = [{"issuer": paper.issuer, "year": year} for paper, year in zip(papers, years, strict=False)]
    return {
        "首页": [reverse("portal:home")] * TIMES,
        "政策文件库，第 1 页": [library] * TIMES,
        COUNTED_ANEW: [library] * TIMES,
        "政策文件库，第 2—40 页": [f"{library}?page={at % 39 + 2}" for at in range(TIMES)] if len(ids) > 2000 else [],
        "政策文件库，按机关和年份": [f"{library}?{urlencode(one | {'standing': 'all'})}" for one in narrowed[:TIMES]],
        "资讯列表": [reverse("portal:news")] * TIMES,
        "政策页": [reverse("portal:policy", args=[paper.code]) for paper in papers],
        "政策页（有多个版本）": [reverse("portal:policy", args=[paper.code]) for paper in chosen],
        "历次修订对比页": [reverse("portal:compare", args=[paper.code]) for paper in chosen],
        "一策一码页": [reverse("portal:code", args=[paper.code]) for paper in papers],
        "接口：清单，每页 20": [f"{api}?size=20"] * TIMES,
        "接口：清单，每页 100": [f"{api}?size=100"] * TIMES,
        "接口：文件详情": [reverse("openapi:policy", args=[paper.code]) for paper in papers],
    }


def _asked(client: Client, name: str, addresses: Sequence[str]) -> tuple[Spent, int, int]:
    """The times, and the fewest and most queries."""
    before = searching.forget_counts if name == COUNTED_ANEW else _nothing
    calls = [_call(client, address, f"{name} {at // CALLS}", before) for at, address in enumerate(addresses)]
    spent = timed(calls, warm=calls[:WARM])
    counts = []
    for call in calls[:40]:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            call()
        counts.append(len(captured))
    return spent, min(counts), max(counts)


def _call(client: Client, address: str, caller: str, before: Callable[[], None]) -> Callable[[], object]:
    """The open API counts calls by where they come from, so after some another caller calls."""

    def call() -> None:
        before()
        _answered(client.get(address, REMOTE_ADDR=caller))

    return call


def _nothing() -> None:
    pass


def _answered(response: HttpResponse) -> None:
    if response.status_code != 200:
        raise RuntimeError(f"a page answered {response.status_code}")
