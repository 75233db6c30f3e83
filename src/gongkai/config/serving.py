"""Web server and worker, side by side on one machine."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from gongkai.shared.refusal import Refused

ROOT = Path(__file__).resolve().parents[3]


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
            *("--workers", str(_workers()), "--blocking-threads", "4", "--respawn-failed-workers", "--no-ws", "--log-level", "warning"),
            "gongkai.config.wsgi:application",
        ],
        "worker": [sys.executable, "-m", "gongkai", "worker"],
    }
    running = {name: subprocess.Popen(command) for name, command in commands.items()}
    threading.Thread(target=_announce, args=(host, port), daemon=True).start()
    _keep(running, commands)


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


def _announce(host: str, port: int) -> None:
    """Say that the platform runs once it really answers."""
    for _ in range(600):
        with suppress(OSError), socket.create_connection((host, port), timeout=1):
            print(f"公开平台已在 http://{host}:{port} 运行，工作台在 /desk/（按 Ctrl+C 停止）。", flush=True)
            return
        time.sleep(0.2)


def _keep(running: dict[str, subprocess.Popen[bytes]], commands: dict[str, list[str]]) -> None:
    """Wait for a signal; restart whichever process dies by itself, more slowly each time."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    pause = 1.0
    while not stopping.wait(0.5):
        for name, process in running.items():
            if process.poll() is not None:
                print(f"{name} 进程意外退出（代码 {process.returncode}），{pause:.0f} 秒后重新启动。", file=sys.stderr, flush=True)
                time.sleep(pause)
                pause = min(pause * 2, 60)
                running[name] = subprocess.Popen(commands[name])
    for process in running.values():
        process.terminate()
    for process in running.values():
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)
        process.kill()


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
