"""Two hundred people ask at once, through the real web server with its shipped settings, while the model endpoint behaves well, badly or
not at all: how long until each has the answer in the sources' own words. Stops by itself."""

import asyncio
import random
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from benchmarks import town
from benchmarks.measuring import at_share
from benchmarks.report import Cell, Table
from benchmarks.serving import THREADS, WORKERS, web_server
from benchmarks.stage import Options
from django.core.management import call_command

from gongkai.assistant.tests import model_server

ASKERS = 200
QUESTIONS = 2  # of each
EVERY = 40.0  # seconds from one question of a person to the next
PATIENCE = 60.0  # seconds until an asker gives up
PROMISED = 3.0  # seconds to the answer, whatever the endpoint does
# what the endpoint does -> its manner in model_server; None: no endpoint is set up, "": nobody listens there
ENDPOINTS = {"没有设模型接口": None, "正常": "right", "不在": "", "二十秒不出声": "slow", "一点一点不成句": "drip", "返回乱码": "garbage"}
ASKED = (
    "公租房轮候时间多久？",
    "网约车许可多少天作出决定？",
    "高温津贴发多少钱？",
    "扩岗补助一个人发多少？",
    "普惠托育保育费最高多少钱？",
    "油烟净化设备补助比例是多少？",
    "老年助餐补贴多少钱一餐？",
    "临时救助向哪里申请？",
    "课后服务可以强制学生参加吗？",
    "公租房可以转租吗？",
    "燃气热水器怎么安装？",
    "世界杯几点开始？",
)


@dataclass(frozen=True)
class Got:
    """Seconds to the answer and to the end of the stream; `error` where something went wrong."""

    answered: float = 0.0
    ended: float = 0.0
    worded: bool = False
    error: str = ""


def measure(options: Options) -> list[Table]:
    town.make(options.today)
    call_command("collectstatic", verbosity=0, interactive=False)
    rows: list[tuple[Cell, ...]] = []
    with _model() as model:
        for name, manner in ENDPOINTS.items():
            url = None if manner is None else f"{model}/{manner}" if manner else "http://127.0.0.1:1"
            settings = {} if url is None else {"GONGKAI_MODEL_URL": url, "GONGKAI_MODEL_NAME": "bench"}
            with web_server("/qa/", GONGKAI_BEHIND_PROXY="1", GONGKAI_LOG="ERROR", **settings) as port:
                for _ in range(4 * WORKERS):  # every process is warm
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/qa/", timeout=30).read()
                got = asyncio.run(_all(port, options.seed))
            rows.append(_row(name, got))
            print(f"  {name}：{rows[-1]}", file=sys.stderr, flush=True)
    columns = ("模型接口", "提问", "出错", "答案 p50 ms", "p95 ms", "最慢 ms", "3 秒内 %", "说完 p95 ms", "用模型改写 %")
    notes = (
        f"{ASKERS} 人，每人 {QUESTIONS} 问，隔 {EVERY:.0f} 秒；第一问在头 {EVERY:.0f} 秒里均匀到来。演示城市，granian {WORKERS} 个进程、每个 {THREADS} 线程。",
        "“答案”是原文答案到达的时刻，不等模型；“说完”是逐句显示结束。提问的程序与服务器争用同样的核。",
    )
    return [Table("两百人同时提问，模型接口的各种情形", columns, tuple(rows), notes)]


def _row(name: str, got: list[Got]) -> tuple[Cell, ...]:
    well = [one for one in got if not one.error]
    if not well:
        return name, len(got), len(got), None, None, None, None, None, None
    answered, ended = [one.answered for one in well], [one.ended for one in well]
    for error in sorted({one.error for one in got if one.error}):
        print(f"  {name}：{error}", file=sys.stderr)
    return (
        name,
        len(got),
        len(got) - len(well),
        at_share(answered, 0.5),
        at_share(answered, 0.95),
        at_share(answered, 1.0),
        100 * sum(one <= PROMISED for one in answered) / len(got),
        at_share(ended, 0.95),
        100 * sum(one.worded for one in well) / len(well),
    )


async def _all(port: int, seed: int) -> list[Got]:
    draw = random.Random(seed)
    every = await asyncio.gather(*(_asker(port, number, draw.uniform(0, EVERY), random.Random(seed + number)) for number in range(ASKERS)))
    return [one for got in every for one in got]


async def _asker(port: int, number: int, wait: float, draw: random.Random) -> list[Got]:
    """One person: opens the page, asks, reads, thinks, asks again."""
    address = f"10.{number // 250}.{number % 250}.1"  # as a reverse proxy tells it: the limit is for each address
    got = []
    for _ in range(QUESTIONS):
        await asyncio.sleep(wait)
        began = time.monotonic()
        try:
            got.append(await asyncio.wait_for(_ask(port, address, draw.choice(ASKED)), PATIENCE))
        except (OSError, ValueError, TimeoutError, asyncio.IncompleteReadError) as error:
            got.append(Got(error=f"{type(error).__name__} {error}"))
        wait = max(0.0, EVERY - (time.monotonic() - began))
    return got


async def _ask(port: int, address: str, question: str) -> Got:
    page, cookie = await _page(port, address)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page)
    if token is None:
        raise ValueError("no form")
    body = urlencode({"csrfmiddlewaretoken": token[1], "q": question}).encode()
    began = time.monotonic()
    answered, worded = 0.0, False
    async for name in _events(port, address, cookie, body):
        answered = answered or (time.monotonic() - began if name == "answer" else 0.0)
        worded = worded or name == "worded"
        if name == "done":
            return Got(answered, time.monotonic() - began, worded)
    raise ValueError("broken off")


def _head(method: str, path: str, address: str, more: str = "") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: {address}\r\nConnection: close\r\n{more}\r\n".encode()


async def _page(port: int, address: str) -> tuple[str, str]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(_head("GET", "/qa/", address))
        text = (await reader.read()).decode()
        return text, "; ".join(re.findall(r"(?im)^set-cookie: ([^;]+)", text))
    finally:
        writer.close()


async def _events(port: int, address: str, cookie: str, body: bytes):  # type: ignore[no-untyped-def]
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    try:
        more = f"Cookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        writer.write(_head("POST", "/qa/stream", address, more) + body)
        status = await reader.readline()
        if b" 200 " not in status:
            raise ValueError(status.decode().strip())
        while line := await reader.readline():
            if line.startswith(b"event: "):
                yield line[7:].strip().decode()
    finally:
        writer.close()


@contextmanager
def _model() -> Iterator[str]:
    with subprocess.Popen([sys.executable, "-m", model_server.__name__], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.terminate()
