"""Web server and worker, side by side on one machine."""

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from gongkai.shared.refusal import Refused

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 8  # seconds to end by itself
STEADY = 60  # seconds after which a process counts as having run well
PR_SET_PDEATHSIG = 1  # linux/prctl.h
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def run(*, host: str, port: int, serve: bool = True) -> None:
    """Prepare, start both processes, and keep them until stopped by a signal."""
    if serve:
        _require_free(host, port)
    os.environ.setdefault("GONGKAI_SITE_URL", f"http://{host}:{port}")
    django.setup()
    prepare()
    if not serve:
        return
    commands = {
        "web": [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
            *("--workers", str(_workers()), "--blocking-threads", "4", "--respawn-failed-workers", "--workers-kill-timeout", "5"),
            *("--no-ws", "--log-level", "warning"),
            "gongkai.config.wsgi:application",
        ],
        "worker": [sys.executable, "-m", "gongkai", "worker"],
    }
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    threading.Thread(target=_announce, args=(host, port, stopping), daemon=True).start()
    _keep(commands, stopping)


def prepare() -> None:
    """Database, demo city (trial mode, empty database only) and static files."""
    call_command("migrate", verbosity=0, interactive=False)
    if settings.TRIAL:
        from demo.load import load_if_empty  # noqa: PLC0415 - the demo city is not needed in earnest

        sign_ins = load_if_empty()
        if sign_ins:
            print(sign_ins, flush=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=False)


def work() -> None:
    """The worker process: duties until a signal comes."""
    from gongkai.journal import worker  # noqa: PLC0415 - needs Django set up

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    worker.run(stop)


def _announce(host: str, port: int, stopping: threading.Event) -> None:
    """Say that the platform runs once a page really comes back."""
    while not stopping.wait(0.2):
        with suppress(OSError, http.client.HTTPException), closing(http.client.HTTPConnection(host, port, timeout=60)) as asking:
            asking.request("GET", "/livez")
            asking.getresponse()
            print(f"公开平台已在 http://{host}:{port} 运行，工作台在 /desk/（按 Ctrl+C 停止）。", flush=True)
            return


def _keep(commands: dict[str, list[str]], stopping: threading.Event) -> None:
    """Run all until told to stop; restart whichever dies by itself, more slowly each time unless it had lasted."""
    running = {name: _started(command) for name, command in commands.items()}
    pause, steady_since = 1.0, time.monotonic()
    while not stopping.wait(0.5):
        for name, process in running.items():
            if process.poll() is None:
                continue
            _end_group(process)  # web workers it left behind would go on holding the port
            pause = 1.0 if time.monotonic() - steady_since > STEADY else min(pause * 2, 60)
            print(f"{name} 进程意外退出（代码 {process.returncode}），{pause:.0f} 秒后重新启动。", file=sys.stderr, flush=True)
            if stopping.wait(pause):
                break
            running[name], steady_since = _started(commands[name]), time.monotonic()
    for process in running.values():
        process.terminate()
    for process in running.values():
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
        _end_group(process)


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    """The command in a process group of its own, told to end when this process dies, however it dies."""
    return subprocess.Popen(command, start_new_session=True, preexec_fn=_end_with_parent)  # noqa: PLW1509 - one call into libc


def _end_with_parent() -> None:
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Whatever is left of it and its children."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _workers() -> int:
    return max(1, min(4, os.cpu_count() or 1))


def _require_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Refused(f"没有权限使用端口 {port}。请换一个 1024 以上的端口，例如：python3 start.py --port 8080") from None
        except OSError:
            raise Refused(f"端口 {port} 已被别的程序占用。请关闭它，或换一个端口，例如：python3 start.py --port {port + 1}") from None
