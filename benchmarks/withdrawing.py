"""撤回: with the web server and the worker running as they are shipped, how many seconds until each place no longer shows what was
withdrawn, and that the tombstone says why. Each paper is first seen in every place, then withdrawn, then looked for until it is gone."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import quote, urlencode

from benchmarks import town
from benchmarks.report import Cell, Table
from benchmarks.serving import web_server
from benchmarks.stage import Options
from django.core.management import call_command

from gongkai.people.queries import holders
from gongkai.people.rules.permits import Role
from gongkai.policies.actions.publish import withdraw
from gongkai.policies.models import Policy
from gongkai.shared.clock import now

PROMISED = 10.0  # seconds
PATIENCE = 30.0
WARMED = 60.0  # seconds for everything to show the paper before it is withdrawn
ASSISTANT = "智能问答"
REASON = "内容有误，更正后重新公开"
PAPERS = (  # 发文字号 and a question that is answered from it
    ("澜政规〔2025〕5号", "公租房可以转租吗？"),
    ("澜市监规〔2023〕2号", "食品小作坊登记收费吗？"),
    ("澜交规〔2024〕1号", "网约车由哪个部门管理？"),
)


def measure(options: Options) -> list[Table]:
    town.make(options.today)
    call_command("collectstatic", verbosity=0, interactive=False)
    rows: list[tuple[Cell, ...]] = []
    worst: dict[str, float] = {}
    with web_server("/") as port, _worker():
        for doc_no, question in PAPERS:
            policy = Policy.objects.filter(doc_no=doc_no, withdrawals=None).select_related("office", "current").first()
            if policy is None:
                print(f"  {doc_no} 不在库里或者已经撤回，略过。", file=sys.stderr)
                continue
            for place, seconds in _withdrawn(policy, question, f"http://127.0.0.1:{port}").items():
                worst[place] = max(worst.get(place, 0.0), seconds)
                rows.append((doc_no, place, f"{seconds:.1f}"))
    said = "、".join(f"{place} {seconds:.1f}" for place, seconds in worst.items())
    within = all(seconds < PROMISED for seconds in worst.values())
    notes = (
        f"最慢的一次，秒：{said}。目标每处少于 {PROMISED:.0f} 秒：{'达到' if within else '未达到'}。",
        "网页服务器和后台进程按发行的设置运行；撤回前先确认每一处都看得到，撤回后反复去看，到看不到为止；智能问答和开放接口每秒问一次，其余每十分之一秒看一次。",
        f"撤回后原地址都显示了理由“{REASON}”。缓存：各处的响应允许中途缓存至多 5 秒，用缓存的，另加 5 秒。",
    )
    return [Table("撤回以后多久看不到", ("文件", "位置", "秒"), tuple(rows), notes)]


def _withdrawn(policy: Policy, question: str, site: str) -> dict[str, float]:
    """{place: seconds until it no longer shows the paper}."""
    shows = _places(policy, question, site)
    hidden = _until(shows, lambda place: shows[place](), WARMED)
    if len(hidden) < len(shows):
        raise RuntimeError(f"{policy.doc_no} 撤回之前，{'、'.join(set(shows) - set(hidden))}就看不到它")
    signer = holders(Role.SIGNER, policy.office).first()
    assert signer is not None
    withdraw(policy, reason=REASON, by=signer, at=now())
    seconds = _until(shows, lambda place: not shows[place](), PATIENCE)
    missing = set(shows) - set(seconds)
    if REASON not in _read(f"{site}/policies/{policy.code}/") or REASON not in _read(f"{site}/p/{policy.code}"):
        raise RuntimeError(f"{policy.doc_no} 的原地址没有显示撤回的理由")
    return seconds | dict.fromkeys(missing, PATIENCE)


def _until(places: dict[str, Callable[[], bool]], is_so: Callable[[str], bool], patience: float) -> dict[str, float]:
    """{place: seconds until it was so}; those where it never was are left out. What has a limit of its own is asked once a second."""
    began, reached, asked = time.monotonic(), dict[str, float](), dict[str, float]()
    while len(reached) < len(places) and time.monotonic() - began < patience:
        for place in places:
            if place in reached:
                continue
            if place in LIMITED and time.monotonic() - asked.get(place, 0.0) < 1:
                continue
            asked[place] = time.monotonic()
            if is_so(place):
                reached[place] = time.monotonic() - began
        time.sleep(0.1)
    return reached


LIMITED = frozenset({ASSISTANT, "开放接口", "接口原文", "接口检索"})


def _places(policy: Policy, question: str, site: str) -> dict[str, Callable[[], bool]]:
    code, title = policy.code, policy.title
    edition = policy.current
    text = edition.texts.first() if edition else None
    assert edition is not None and text is not None
    first = next(block["text"] for block in text.blocks if len(block.get("text", "")) > 30)[:24]
    span = (policy.pk - 1) // 10_000 + 1
    name = policy.issuer

    def holds(address: str, *said: str) -> Callable[[], bool]:
        return lambda: any(one in _read(site + address) for one in said)

    return {
        "文件页": holds(f"/policies/{code}/", first),
        "一策一码": lambda: "阅读全文" in _read(f"{site}/p/{code}"),
        "检索页": holds(f"/search?{urlencode({'q': title})}", code),
        "文件库列表": holds(f"/policies/?{urlencode({'q': policy.doc_no})}", code),
        "订阅源": holds(f"/feeds/issuer.atom?name={quote(name)}", code),
        "站点地图": lambda: any(code in _read(f"{site}/sitemap-{one}.xml") for one in range(span + 1)),
        "开放接口": holds(f"/api/v1/policies/{code}", title),
        "接口原文": holds(f"/api/v1/policies/{code}/editions/{edition.number}/texts/{text.number}", first),
        "接口检索": holds(f"/api/v1/search?{urlencode({'q': title})}", code),
        ASSISTANT: lambda: code in _ask(site, question),
    }


def _read(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return error.read().decode(errors="replace")


def _ask(site: str, question: str) -> str:
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(f"{site}/api/v1/ask", body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"智能问答答 {error.code}：{error.read().decode(errors='replace')[:200]}") from None


@contextmanager
def _worker() -> Iterator[None]:
    worker = subprocess.Popen([sys.executable, "-m", "gongkai", "worker"], start_new_session=True, env=os.environ)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            worker.wait(15)
        with suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
