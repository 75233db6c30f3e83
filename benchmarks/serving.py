"""Pages through the real web server on this machine, asked by wrk where it is installed; a few seconds, and stopped for certain."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks.report import Cell, Table
from benchmarks.stage import Options
from django.conf import settings

CONNECTIONS = (1, 8)
WORKERS, THREADS = max(1, min(4, os.cpu_count() or 1)), 4
_SCRIPT = """
local paths = {%s}
local at = 0
request = function()
  at = at %% #paths + 1
  return wrk.format("GET", paths[at])
end
done = function(summary, latency, requests)
  io.write(string.format('\\nFIGURES {"requests": %%d, "us": %%d, "p50": %%d, "p95": %%d, "p99": %%d, "errors": %%d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(95), latency:percentile(99),
    summary.errors.status + summary.errors.timeout + summary.errors.connect + summary.errors.read))
end
"""


def measure(paths: Sequence[str], name: str, options: Options) -> list[Table]:
    """One table, or none without wrk. The paths are asked in turn."""
    wrk = shutil.which("wrk")
    if wrk is None:
        print("  没有安装 wrk，略过经网页服务器的测量。", file=sys.stderr)
        return []
    script = Path(settings.DATA_DIR) / "wrk.lua"
    script.write_text(_SCRIPT % ", ".join(json.dumps(path) for path in paths), encoding="utf-8")
    rows: list[tuple[Cell, ...]] = []
    with web_server(paths[0]) as port:
        _ask(wrk, script, port, 4, 2)
        for connections in CONNECTIONS:
            figures = _ask(wrk, script, port, connections, options.seconds)
            per_second = figures["requests"] / figures["us"] * 1e6
            rows.append(
                (
                    f"{connections} 个连接",
                    figures["p50"] / 1000,
                    figures["p95"] / 1000,
                    figures["p99"] / 1000,
                    per_second,
                    figures["errors"],
                )
            )
    note = f"granian {WORKERS} 个进程、每个 {THREADS} 线程，本机回环，wrk 每项 {options.seconds} 秒；wrk 与服务器争用同样的核。"
    return [Table(f"{name}（经网页服务器）", ("并发", "p50 ms", "p95 ms", "p99 ms", "次/秒", "出错"), tuple(rows), (note,))]


@contextmanager
def web_server(warm: str, **environment: str) -> Iterator[int]:
    """The port of the web server as it is run, with these settings added to the environment; `warm` is a path it has answered before."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--no-ws", "--log-level", "warning"]
    server = subprocess.Popen([*command, "gongkai.config.wsgi:application"], start_new_session=True, env=os.environ | environment)
    try:
        _wait(f"http://127.0.0.1:{port}{warm}", server)
        yield port
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            server.wait(10)
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _ask(wrk: str, script: Path, port: int, connections: int, seconds: int) -> dict[str, int]:
    command = [wrk, "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(script), f"http://127.0.0.1:{port}"]
    told = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60, check=True).stdout
    figures: dict[str, int] = json.loads(told.rpartition("FIGURES ")[2].splitlines()[0])
    return figures


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        if server.poll() is not None:
            raise RuntimeError(f"the web server ended with {server.returncode}")
        with suppress(OSError):
            urllib.request.urlopen(url, timeout=10).read()
            return
        time.sleep(0.1)
    raise RuntimeError("the web server does not answer")
