"""The library of the question benchmarks: the demo city, and the five official papers where the shared folder lies beside the checkout."""

import os
import sys
from datetime import date
from pathlib import Path

from demo.load import load_if_empty
from django.conf import settings
from django.core.management import call_command

from gongkai.config import importing
from gongkai.search.actions.indexing import rebuild
from gongkai.search.actions.vectors import embed_clauses
from gongkai.search.embedding import make_ready

SEEDS = Path(os.environ.get("GONGKAI_SHARED") or Path(__file__).resolve().parents[2] / "shared") / "seeds"


def make(on: date) -> str:
    """The library ready to be asked, made at the first call. Returns what it holds, in words."""
    call_command("migrate", verbosity=0, interactive=False)
    load_if_empty()
    told = "演示城市"
    if SEEDS.exists():
        ready = Path(settings.DATA_DIR) / "seeds-imported"
        if not ready.exists():
            importing.run([SEEDS], by="", reviewer="", signer="", publish=True)
            ready.touch()
        told += "和五份公文"
    else:
        print(f"  没有 {SEEDS}：五份公文的问题略过。", file=sys.stderr)
    rebuild(on=on)
    make_ready()
    embed_clauses(on=on, seconds=600)
    return told
