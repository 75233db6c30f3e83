"""检索词: a request cut in overlapping pairs, so that any two characters of it can be looked up in an index of plain words."""

import re

_RUNS = re.compile(r"[\u3400-\u9fff]+|[0-9A-Za-z]+")


def pairs(*texts: str) -> str:
    """The distinct pairs of Chinese characters, the single ones that stand alone, and whole numbers and Latin words, joined by blanks."""
    found: dict[str, None] = {}
    for text in texts:
        for run in _RUNS.findall(text):
            whole = run.isascii() or len(run) == 1
            found.update(dict.fromkeys([run.lower()] if whole else [run[at : at + 2] for at in range(len(run) - 1)]))
    return " ".join(found)
