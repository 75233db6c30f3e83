"""把不放心的文件交给单独的进程：有时限、有内存上限，崩了也只崩它自己。"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from typing import Any

from gongkai.shared.refusal import Refused

SECONDS = 240
MEMORY = 3 * 2**30  # bytes of address space
GRACE = 30  # seconds beyond the task's own limit

_ENVIRONMENT = ("PATH", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT")  # no password or key goes along
_AT_ONCE = threading.BoundedSemaphore(2)


class Deadline:
    def __init__(self, seconds: float = SECONDS) -> None:
        self._until = time.monotonic() + seconds

    def keep(self) -> None:
        if time.monotonic() > self._until:
            raise Refused(f"PDF 太复杂，{SECONDS} 秒内没有处理完。请拆开后分别处理", field="file")


def run(task: str, data: bytes, wanted: Mapping[str, Any], seconds: float = SECONDS + GRACE) -> tuple[Any, bytes]:
    """What the task answers: a JSON value and bytes. Refused as the task refuses, or when it takes too long, too much, or dies."""
    header = json.dumps({"task": task, **wanted}).encode() + b"\n"
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    command = [sys.executable, "-m", "gongkai.documents.redaction.child"]
    with _AT_ONCE:
        try:
            done = subprocess.run(command, input=header + data, capture_output=True, timeout=seconds, env=environment, check=False)  # noqa: S603 - a fixed program, no shell
        except subprocess.TimeoutExpired:
            raise Refused(
                f"PDF 太复杂，{seconds:.0f} 秒内没有处理完，已停止。请用阅读器打开后“打印为 PDF”，或拆开后再试", field="file"
            ) from None
    if done.returncode != 0:
        raise Refused("PDF 太复杂或已损坏，处理不了。请用阅读器打开后“打印为 PDF”再试", field="file")
    answer, _, body = done.stdout.partition(b"\n")
    told = json.loads(answer)
    if "refused" in told:
        raise Refused(told["refused"], told["basis"], told["field"])
    return told["answer"], body
