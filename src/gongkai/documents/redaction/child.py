"""在单独的进程里做一件事：标准输入是一行 JSON 和文件，标准输出是一行 JSON 和结果。"""

import importlib
import json
import sys
from dataclasses import asdict
from typing import Any

from gongkai.documents.redaction.bounded import GRACE, MEMORY, SECONDS
from gongkai.documents.redaction.marks import Ground, Mark, Word
from gongkai.shared.refusal import Refused

try:
    import resource
except ImportError:  # not on Windows: there the time limit alone holds
    resource = None  # type: ignore[assignment]


def main() -> None:
    _limit()
    header, _, data = sys.stdin.buffer.read().partition(b"\n")
    try:
        answer, body = done(json.loads(header), data)
        told = {"answer": answer}
    except Refused as refusal:
        told, body = {"refused": refusal.message, "basis": refusal.basis, "field": refusal.field}, b""
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + body)


def done(wanted: dict[str, Any], data: bytes) -> tuple[Any, bytes]:
    """The answer to one task, as JSON takes it, and its bytes."""
    # Loaded only when needed: a picture for the screen need not wait for the tools of rebuilding.
    work = importlib.import_module(f"gongkai.documents.redaction.{'rebuilding' if wanted['task'] == 'redact' else 'looking'}")
    match wanted["task"]:
        case "pages":
            return [asdict(facts) for facts in work.pages(data)], b""
        case "picture":
            return None, work.drawn(data, wanted["page"], wanted["scale"])
        case "words":
            return [asdict(place) for place in work.words(data, wanted["needle"])], b""
        case "redact":
            marks = [Mark(page, tuple(box), Ground(ground)) for page, box, ground in wanted["marks"]]
            made = work.redact(data, marks, [Word(text, Ground(ground)) for text, ground in wanted["words"]])
            told = asdict(made)
            return told, told.pop("data")
        case task:
            raise ValueError(task)


def _limit() -> None:
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        seconds = SECONDS + GRACE
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


if __name__ == "__main__":
    main()
