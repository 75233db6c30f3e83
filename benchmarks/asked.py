"""What people ask of a library: by name, by part of a name, by number, in two characters, in a phrase, narrowed, as of a day, in a
question. Made from the papers of the library itself, the same questions for the same seed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks import composing, phrases
from benchmarks.phrases import AREAS

from gongkai.policies import queries
from gongkai.policies.models import Policy

KINDS = {
    "标题": 60,
    "标题的一部分": 40,
    "文号": 50,
    "两个字": 60,
    "短语": 50,
    "加引号的短语": 20,
    "词加机关、年份筛选": 40,
    "截至某日有效": 30,
    "问句": 50,
}


@dataclass(frozen=True)
class Asked:
    """One search as the search page takes it. `title` is the title to be found, where one was meant."""

    kind: str
    text: str
    issuer: str = ""
    year: str = ""
    as_of: date | None = None
    title: str = ""

    def params(self) -> dict[str, str]:
        """The address parameters of the search page."""
        given = {"q": self.text, "issuer": self.issuer, "year": self.year, "as_of": self.as_of.isoformat() if self.as_of else ""}
        return {name: value for name, value in given.items() if value}


def questions(seed: int, on: date) -> list[Asked]:
    """Four hundred, in mixed order."""
    rng = random.Random(f"asked {seed}")
    papers = list(queries.visible(on).filter(category="policy", standing__in=("valid", "partial")).exclude(doc_no="").order_by("pk"))
    made = [_one(kind, rng, papers, on) for kind, count in KINDS.items() for _ in range(count)]
    rng.shuffle(made)
    return made


def _one(kind: str, rng: random.Random, papers: Sequence[Policy], on: date) -> Asked:
    paper, area = rng.choice(papers), rng.choice(AREAS)
    thing = composing.one(rng, area.things)
    match kind:
        case "标题":
            return Asked(kind, paper.title, title=paper.title)
        case "标题的一部分":
            return Asked(kind, _part(paper.title), title=paper.title)
        case "文号":
            return Asked(kind, rng.choice((paper.doc_no, paper.doc_no.replace("〔", "[").replace("〕", "]"))), title=paper.title)
        case "两个字":
            return Asked(kind, rng.choice((thing[:2], thing[-2:], rng.choice(phrases.GENERAL), rng.choice(area.deeds))))
        case "短语":
            return Asked(kind, rng.choice((thing, thing + rng.choice(phrases.GENERAL), f"{thing} {rng.choice(phrases.GENERAL)}")))
        case "加引号的短语":
            return Asked(kind, f"“{thing}{rng.choice(phrases.GENERAL)}”")
        case "词加机关、年份筛选":
            return Asked(kind, thing, issuer=paper.issuer, year=str(paper.formed_on.year) if paper.formed_on else "")
        case "截至某日有效":
            return Asked(kind, thing, as_of=on - timedelta(days=rng.randrange(6000)))
        case _:
            return Asked(kind, composing.fill(rng, rng.choice(phrases.QUESTIONS), area, y=rng.randint(2018, 2026)))


def _part(title: str) -> str:
    """The middle of a title, without the issuer's name before and the kind of paper behind."""
    inner = title.partition("关于")[2] or title
    for ending in ("的通知", "的意见", "的公告", "的批复", "的函", "的决定", "的通告", "的通报"):
        inner = inner.removesuffix(ending)
    return inner[:24]
