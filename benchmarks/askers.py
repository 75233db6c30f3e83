"""Two hundred people asking at once, through the real web server on the loopback: errors and how long an answer takes. Every asker comes
from an address of his own, as behind a reverse proxy, so that the limits of one address do not bend the figures."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

from benchmarks import town
from benchmarks.report import Table
from benchmarks.stage import Options
from django.core.management import call_command

from gongkai.shared.clock import today

ASKERS, EACH = 200, 3
LONGEST = 120  # seconds the whole may take
QUESTIONS = Path(__file__).parent / "questions" / "dev.jsonl"


def measure(options: Options) -> list[Table]:
    """One table: all askers begin together and each asks three times, one question after the other."""
    town.make(today())
    call_command("collectstatic", verbosity=0, interactive=False)
    questions = [json.loads(line)["q"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = _serve(port)
    try:
        _wait(port, server)
        took, errors, seconds = _all_ask(port, questions)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            server.wait(10)
    took.sort()
    row = (f"{ASKERS} 人同时问", len(took), errors, *(took[int(len(took) * part)] for part in (0.5, 0.95, 0.99)), len(took) / seconds)
    columns = ("场景", "回答", "错误", "p50 毫秒", "p95 毫秒", "p99 毫秒", "每秒回答")
    return [Table("智能问答 · 并发", columns, (row,), (f"每人依次问 {EACH} 个问题，各自留存；网页服务器、数据库和提问者在同一台机器上。",))]


def _serve(port: int) -> "subprocess.Popen[bytes]":
    workers = max(1, min(4, os.cpu_count() or 1))
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += [
        "--workers",
        str(workers),
        "--blocking-threads",
        "4",
        "--no-ws",
        "--log-level",
        "warning",
        "gongkai.config.wsgi:application",
    ]
    return subprocess.Popen(command, start_new_session=True, env={**os.environ, "GONGKAI_BEHIND_PROXY": "1"})


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(120):
        if server.poll() is not None:
            raise SystemExit("网页服务器没有启动")
        with suppress(OSError, urllib.error.URLError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/qa/", timeout=5).read()
            return
        time.sleep(0.5)
    raise SystemExit("网页服务器没有应答")


def _all_ask(port: int, questions: list[str]) -> tuple[list[float], int, float]:
    """(milliseconds of each answer, errors, seconds of the whole)."""
    took: list[float] = []
    wrong: list[str] = []
    together = threading.Barrier(ASKERS)
    ends = time.monotonic() + LONGEST

    def asker(number: int) -> None:
        together.wait(60)
        for turn in range(EACH):
            if time.monotonic() > ends:
                return
            began = time.perf_counter()
            try:
                _ask(port, number, questions[(number * EACH + turn) % len(questions)])
            except (OSError, HTTPException, ValueError) as reason:
                wrong.append(repr(reason))
            else:
                took.append((time.perf_counter() - began) * 1000)

    threads = [threading.Thread(target=asker, args=(number,), daemon=True) for number in range(ASKERS)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(1.0, ends + 30 - time.monotonic()))
    for reason in sorted(set(wrong))[:5]:
        print(f"  {reason}", file=sys.stderr)
    return took or [0.0], len(wrong), time.monotonic() - began


def _ask(port: int, number: int, question: str) -> None:
    """One question over the open API. Raises for anything but an answer."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/ask",
        json.dumps({"question": question}).encode(),
        {"Content-Type": "application/json", "X-Forwarded-For": f"10.0.{number // 250}.{number % 250 + 1}", "X-Forwarded-Proto": "http"},
    )
    with urllib.request.urlopen(request, timeout=LONGEST) as response:
        if not json.loads(response.read())["outcome"]:
            raise ValueError("no outcome")
