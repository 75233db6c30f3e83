"""Reference data that comes with the program: the first word list (words.csv), written for this project."""

import csv
from functools import cache
from pathlib import Path

from gongkai.publishing.rules.hits import Level
from gongkai.publishing.rules.words import WrongWord


@cache
def seed_words() -> tuple[WrongWord, ...]:
    """The rows of words.csv: wrong, right, kind, level, reason, unless (parted by |)."""
    with (Path(__file__).parent / "words.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            WrongWord(
                row["wrong"], row["right"], row["kind"], Level(row["level"]), row["reason"], tuple(filter(None, row["unless"].split("|")))
            )
            for row in csv.DictReader(file)
        )
