"""How many changed facts the verifier of the assistant finds, and how many honest rewordings it lets stand.

Clauses of the demo city, and, where the folder `shared` is beside the checkout (or GONGKAI_SHARED), of real papers and laws."""

import gzip
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random

from benchmarks.measuring import timed
from benchmarks.perturbing import paraphrased, perturbed, sentences
from benchmarks.report import Table
from benchmarks.stage import Options
from demo import reading

from gongkai.assistant.rules.verifying import check

SHARED = Path(os.environ.get("GONGKAI_SHARED") or Path(__file__).resolve().parents[2] / "shared")
LAWS = 1500  # articles of the 65 083
HOSTILE = ("不", "第一条", "二〇二五年", "〔2025〕1号", "教育局", "自一")


def measure(options: Options) -> list[Table]:
    draw = Random(options.seed)
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    named: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    stand: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    asked: list[tuple[str, str]] = []
    counts = []
    for name, clauses in _sources(draw):
        before = len(asked)
        for clause in clauses:
            for sentence in sentences(clause):
                for kind, changed in perturbed(sentence, draw):
                    problems = check(changed, clause)
                    _count(found[kind], bool(problems))
                    _count(named[kind], any(problem.said in changed and problem.why for problem in problems))
                    asked.append((changed, clause))
                for manner, said in paraphrased(sentence, draw):
                    _count(stand[manner], not check(said, clause))
                    asked.append((said, clause))
        counts.append(f"{name} {len(asked) - before:,} 句")
    spent = timed([lambda pair=pair: check(*pair) for pair in draw.sample(asked, min(2000, len(asked)))])
    hostile = timed([lambda piece=piece: check((piece * 500)[:500], piece * (10_000 // len(piece))) for piece in HOSTILE])
    note = (
        f"试了：{'、'.join(counts)}。每句 p50 {spent.p50:.2f} ms，p95 {spent.p95:.2f} ms；一万字的恶意依据最慢 {max(hostile.wall) * 1000:.0f} ms。",
        "改动由 benchmarks/perturbing.py 用自己的规则造出，与核对所用的规则无关。",
    )
    return [
        Table("改错的句子被查出的比例", ("改了什么", "句数", "查出 %", "指出原因 %"), tuple(_rows(found, named)), note),
        Table("如实改写的句子被接受的比例", ("怎样改写", "句数", "接受 %"), tuple(row[:3] for row in _rows(stand, stand))),
    ]


def _sources(draw: Random) -> Iterator[tuple[str, list[str]]]:
    yield "演示城市", [line for paper in reading.documents() for line in paper.body.splitlines() if len(line) > 20]
    papers = sorted((SHARED / "seeds").glob("*.txt"))
    if papers:
        yield "五份真实文件", [line for paper in papers for line in paper.read_text(encoding="utf-8").splitlines() if len(line) > 20]
    laws = SHARED / "data" / "retrieval_dev" / "docs.jsonl.gz"
    if laws.exists():
        with gzip.open(laws, "rt", encoding="utf-8") as lines:
            yield "法律条文", [json.loads(line)["text"] for line in draw.sample(list(lines), LAWS)]


def _count(tally: list[int], yes: bool) -> None:
    tally[0] += yes
    tally[1] += 1


def _rows(share: dict[str, list[int]], other: dict[str, list[int]]) -> Iterator[tuple[str, int, float, float]]:
    every = [
        (
            "合计",
            [sum(tally[at] for tally in share.values()) for at in (0, 1)],
            [sum(tally[at] for tally in other.values()) for at in (0, 1)],
        )
    ]
    for kind, (yes, count), (also, _) in [*((kind, share[kind], other[kind]) for kind in share), *every]:
        yield kind, count, 100 * yes / max(1, count), 100 * also / max(1, count)
