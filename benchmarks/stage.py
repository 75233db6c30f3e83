"""One step of a run in a process of its own, so that memory and caches of one do not bend the figures of another:

    python -m benchmarks.stage searching '{"documents": 5000, ...}' tables.json

GONGKAI_DATA names the folder; the settings are the shipped ones."""

import importlib
import json
import sys
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import django


@dataclass(frozen=True)
class Options:
    """`documents` in the library; `files` imported of each format; `seconds` of load on the web server; `cases`: applications in the ledger; `on` is today."""

    documents: int
    seed: int
    files: int
    seconds: int
    cases: int
    on: str

    @property
    def today(self) -> date:
        return date.fromisoformat(self.on)

    def as_json(self) -> str:
        return json.dumps(asdict(self))


def main() -> None:
    name, options, out = sys.argv[1:]
    django.setup()
    tables = importlib.import_module(f"benchmarks.{name}").measure(Options(**json.loads(options)))
    Path(out).write_text(json.dumps([table.as_dict() for table in tables], ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
