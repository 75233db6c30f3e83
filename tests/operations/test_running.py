"""The whole platform as one command runs it: pages, worker, killed children, a clean end. One story, told in order."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
pytestmark = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="starts on an SQLite file of its own; once is enough")
assert connection  # named in the condition above


class Platform:
    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder = folder
        self.log = folder / "log"
        environment = {name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}}
        environment |= {"GONGKAI_DATA": str(folder), "GONGKAI_DEBUG": "0", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PYTHONUNBUFFERED": "1"}
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gongkai", "serve", "--port", str(self.port)], env=environment, cwd=ROOT, stdout=log, stderr=log
            )

    def status(self, path="/"):
        """The status a page answers with; 0 while nothing listens."""
        try:
            with OPENER.open(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def children(self):
        """{name: process id} of web and worker."""
        found = {}
        for one in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                words = (one / "cmdline").read_bytes().split(b"\0")
                parent = int((one / "stat").read_text().rpartition(")")[2].split()[1])
                if parent == self.process.pid and words[0]:
                    found["web" if b"granian" in words else "worker"] = int(one.name)
        return found

    def group(self):
        """Process ids of everything started for this platform, whoever its parent is now."""
        mark, found = f"GONGKAI_DATA={self.folder}".encode(), set()
        for one in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if mark in (one / "environ").read_bytes().split(b"\0"):
                    found.add(int(one.name))
        return found

    def tree(self):
        """{(process id, when it started)} of the command and of everything below it now, whatever environment it kept."""
        started, below = {}, {}
        for one in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                fields = (one / "stat").read_text().rpartition(")")[2].split()
                started[int(one.name)] = fields[19]
                below.setdefault(int(fields[1]), []).append(int(one.name))
        found, waiting = set(), [self.process.pid]
        while waiting:
            pid = waiting.pop()
            found.add((pid, started[pid]))
            waiting += below.get(pid, [])
        return found

    def ticks(self):
        """When the worker last did the duty that is due every second."""
        with closing(sqlite3.connect(f"file:{self.folder / 'gongkai.sqlite3'}?mode=ro", uri=True, timeout=20)) as database:
            rows = database.execute("SELECT last_run FROM journal_duty WHERE name = 'policies.intake'").fetchall()
        return rows[0][0] if rows else None


def alive(processes):
    """Those of {(process id, when it started)} that still run; a process id used again by another is not one of them."""
    found = set()
    for pid, when in processes:
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            if fields[19] == when and fields[0] != "Z":
                found.add(pid)
    return found


def eventually(holds, *, seconds=120, platform=None):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come to be; the log says:\n" + (platform.log.read_text()[-3000:] if platform else ""))


def moves(platform):
    seen = platform.ticks()
    return lambda: platform.ticks() not in {None, seen}


@contextmanager
def running(folder):
    one = Platform(folder)
    try:
        yield one
    finally:
        one.process.kill()
        one.process.wait()
        for pid in one.group():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def platform(tmp_path_factory):
    with running(tmp_path_factory.mktemp("platform")) as one:
        yield one


def test_one_command_brings_the_pages_up(platform):
    eventually(lambda: platform.status() == 200, platform=platform)
    assert platform.status("/policies/") == 200
    assert platform.status("/desk/sign-in/") == 200
    assert platform.status("/api/v1/policies") == 200
    assert platform.status("/nothing-here") == 404


def test_the_worker_works(platform):
    eventually(platform.ticks, platform=platform)
    eventually(moves(platform), platform=platform)


def test_a_killed_web_server_comes_back(platform):
    before = platform.children()
    os.kill(before["web"], signal.SIGKILL)
    eventually(lambda: platform.children().get("web", before["web"]) != before["web"], platform=platform)
    eventually(lambda: platform.status() == 200, platform=platform)
    assert platform.children()["worker"] == before["worker"]


def test_a_killed_worker_comes_back(platform):
    before = platform.children()
    os.kill(before["worker"], signal.SIGKILL)
    eventually(lambda: platform.children().get("worker", before["worker"]) != before["worker"], platform=platform)
    eventually(moves(platform), platform=platform)
    assert platform.status() == 200


def test_a_signal_ends_both_cleanly_within_ten_seconds(platform):
    assert set(platform.children()) == {"web", "worker"}
    everything = platform.tree()
    began = time.monotonic()
    platform.process.send_signal(signal.SIGTERM)
    assert platform.process.wait(timeout=20) == 0
    assert time.monotonic() - began < 10
    assert not alive(everything) and not platform.group()
    assert platform.status() == 0
    assert "Traceback" not in platform.log.read_text()


def test_killing_the_command_itself_leaves_nothing_behind(platform):
    with running(platform.folder) as again:
        eventually(lambda: again.status() == 200, platform=again)
        eventually(lambda: len(again.tree()) >= 4, platform=again)  # the command, the worker, the web server and its workers
        everything = again.tree()
        assert {pid for pid, _ in everything} >= again.group()
        again.process.kill()
        again.process.wait()
        eventually(lambda: not alive(everything) and not again.group(), platform=again)
        assert again.status() == 0
