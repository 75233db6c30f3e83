"""Sentences labelled by hand, half of them clean: what the inspection should find in each, and how much of it it does find.

`sentences.jsonl`: {"text", "found": [[code, the letters it is about], …]}. Everybody and every number in it is invented; numbers carry the
check digits that real ones would have, and the clean half is full of what looks like them (索引号、订单号、金额、文号、机关电话)."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gongkai.publishing.rules.hits import NAMES, Code, Hit
from gongkai.publishing.rules.inspection import inspect_paper
from gongkai.publishing.rules.material import paper_of
from gongkai.publishing.rules.rulebook import Rulebook

ON = date(2026, 11, 29)  # the day the labels speak of


@dataclass(frozen=True)
class Sentence:
    text: str
    found: tuple[tuple[str, str], ...]


@dataclass
class Score:
    """Of one detector: labels found, hits without a label, labels not found, and the sentences of the last two."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    mistakes: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def sentences() -> list[Sentence]:
    lines = (Path(__file__).parent / "sentences.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [Sentence(row["text"], tuple((code, letters) for code, letters in row["found"])) for row in rows]


def scores(book: Rulebook) -> dict[str, Score]:
    """{name of a detector: how it does}. A hit counts when it touches the letters of a label of the same kind."""
    kept: dict[str, Score] = defaultdict(Score)
    for sentence in sentences():
        hits = list(inspect_paper(paper_of(sentence.text, title="通知"), book, about="labelled", today=ON))
        for code, letters in sentence.found:
            score = kept[NAMES[Code(code)]]
            touching = [hit for hit in hits if hit.code == code and _touches(hit, sentence.text, letters)]
            hits = [hit for hit in hits if hit not in touching]
            score.right += bool(touching)
            score.missed += not touching
            if not touching:
                score.mistakes += (f"漏：{sentence.text}",)
        for hit in hits:
            score = kept[NAMES[hit.code]]
            score.wrong += 1
            score.mistakes += (f"误：{sentence.text}（{hit.sample}）",)
    return dict(kept)


def _touches(hit: Hit, text: str, letters: str) -> bool:
    start = text.index(letters)
    return hit.place.end == 0 or (hit.place.start < start + len(letters) and start < hit.place.end)
