"""`start.py test`: everything that must be true before a change lands."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gongkai.shared.refusal import Refused

ROOT = Path(__file__).resolve().parents[3]
BIN = Path(sys.executable).parent


def run(*, postgres: bool, coverage: bool, only: list[str]) -> int:
    """Style, types, arrows, then the tests; with `postgres`, the tests that touch a database on a private PostgreSQL instead; with
    `coverage`, in one process, and which lines no test reached. Returns an exit code."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "gongkai.config.settings_test",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }
    if postgres:
        with private_postgres() as url:
            return _pytest(only or [*_ALL, *WITHOUT_DATABASE, *_touching_a_database()], {**environment, "DATABASE_URL": url})
    if not only:
        for name, command in _STATIC.items():
            started = time.monotonic()
            if subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, env=environment, check=False).returncode:
                print(f"未通过：{name}", file=sys.stderr)
                return 1
            print(f"通过：{name}（{time.monotonic() - started:.1f} 秒）", flush=True)
    if coverage:
        return _covered(only, environment)
    return _pytest(only, environment)


# the long stories in tests/ first, each file on one core: whoever is done early takes the short ones that follow
_ALL = ["-n", str(os.cpu_count() or 1), "--dist", "loadfile", "--no-loadscope-reorder"]
# What holds on one database holds on the other where there is none in it: rules, files, the browser's side of a page. Pages and the open
# API ask what the rooms below them are tested with; of theirs, those tests are run on both that open every address there is.
WITHOUT_DATABASE = [
    *(f"--ignore-glob=*/tests/{folder}/*" for folder in ("rules", "meaning")),
    *(f"--ignore=tests/test_demo_{what}.py" for what in ("files", "samples")),
]
DOORS, NO_DATABASE = ("desk", "portal", "openapi"), ("ui", "documents")
EVERY_ADDRESS = [
    "src/gongkai/desk/tests/test_any_address.py",
    "src/gongkai/desk/tests/test_who_sees_what.py::test_every_page_opens_for_those_whose_work_it_is",
    "src/gongkai/desk/tests/test_letter_pages.py",  # of a room without tests of its own
    "src/gongkai/desk/accounts/tests",
    "tests/journeys/test_hostile_addresses.py",
]
# of PostgreSQL, whose data here goes with its folder
_NOTHING_TO_LOSE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off -c jit=off"
_STATIC = {
    "代码规范（ruff）": ["ruff", "check", "--quiet", "."],
    "代码格式（ruff format）": ["ruff", "format", "--check", "--quiet", "."],
    "依赖方向（import-linter）": ["lint-imports"],
    "类型（mypy）": ["mypy", "--no-error-summary"],
}


def _touching_a_database() -> list[str]:
    """Where the tests stand that may pass on one database and fail on another."""
    rooms = sorted(folder for folder in (ROOT / "src" / "gongkai").glob("*/tests") if folder.parent.name not in (*DOORS, *NO_DATABASE))
    return ["tests/operations", *(f"tests/{file.name}" for file in (ROOT / "tests").glob("test_*.py")), *EVERY_ADDRESS, *map(str, rooms)]


def _pytest(only: list[str], environment: dict[str, str]) -> int:
    return subprocess.run([str(BIN / "python"), "-m", "pytest", *(only or _ALL)], cwd=ROOT, env=environment, check=False).returncode


def _covered(only: list[str], environment: dict[str, str]) -> int:
    def tool(*arguments: str) -> int:
        return subprocess.run([str(BIN / "coverage"), *arguments], cwd=ROOT, env=environment, check=False).returncode

    failed = tool("run", "-m", "pytest", *only)
    tool("report", "--show-missing", "--skip-covered", "--skip-empty")
    return failed


@contextmanager
def private_postgres() -> Iterator[str]:
    """A PostgreSQL of our own on a free port and in a temporary folder, gone afterwards. Yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    programs = _postgres_programs()
    folder = Path(tempfile.mkdtemp(prefix="gongkai-pg-"))
    owner = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    if owner:
        shutil.chown(folder, owner)
    data = folder / "data"

    def tool(name: str, *arguments: str) -> None:
        command = [str(programs / name), *arguments]
        done = subprocess.run(command, user=owner, group=owner, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Refused(f"PostgreSQL 的 {name} 没有成功：{done.stderr.strip() or done.stdout.strip()}")

    tool("initdb", "-D", str(data), "-A", "trust", "-U", "gongkai", "-E", "UTF8", "--no-locale", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=60 {_NOTHING_TO_LOSE}"
    tool("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgres://gongkai@127.0.0.1:{port}/postgres"
    finally:
        tool("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _postgres_programs() -> Path:
    """Of the newest PostgreSQL on this machine, or of the one that GONGKAI_TEST_POSTGRES names (its folder bin)."""
    if chosen := os.environ.get("GONGKAI_TEST_POSTGRES"):
        return Path(chosen)
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]), reverse=True)
    found = installed[0] if installed else shutil.which("initdb")
    if not found:
        raise Refused("这台机器没有安装 PostgreSQL 服务端。在 Debian 上请执行：apt-get install postgresql")
    return Path(found).parent
