"""Comparing two texts of 500 articles, beside the plain differences of Python's difflib."""

import difflib
import random

import rjieba
from benchmarks import composing
from benchmarks.measuring import Spent, ratio, repeated
from benchmarks.phrases import AREAS
from benchmarks.report import Table
from benchmarks.stage import Options

from gongkai.policies.rules.compare import compare

ARTICLES = 500
TIMES = 40


def measure(options: Options) -> list[Table]:
    rng = random.Random(options.seed)
    area = AREAS[0]
    old = composing.content(rng, area, ARTICLES * composing.ARTICLE, "articles")
    revised = composing.revised(rng, old, area)
    every = tuple(body[:10] + "应当" + body[12:] for body in old.bodies)
    rewritten = composing.content(rng, AREAS[1], ARTICLES * composing.ARTICLE, "articles").bodies
    rows = []
    for name, bodies in (("一般修订（约一成条文改动）", revised.bodies), ("每一条都改了几个字", every), ("全部重写", rewritten)):
        before, after = composing.articles(old.bodies), composing.articles(bodies)
        ours = repeated(lambda before=before, after=after: compare(before, after), TIMES, warm=3)
        lines = repeated(lambda bodies=bodies: _by_lines(old.bodies, bodies), 5)
        words = _by_words("\n".join(old.bodies), "\n".join(bodies))
        rows.append((name, ours.p50, ours.p95, ours.cpu_p50, lines.p50, ratio(ours.p50, lines.p50), words.p50, ratio(ours.p50, words.p50)))
    columns = ("两个文本", "p50 ms", "p95 ms", "处理器 p50 ms", "difflib 按行 p50", "比值", "difflib 按词 p50", "比值")
    notes = (
        f"{len(old.bodies)} 条，共 {sum(map(len, old.bodies)):,} 字。本平台逐条对应、认出移动和条号变化、在改动的条文里逐词标出。",
        "按行：只知道哪些行一样，不标词；按词：整篇 rjieba 分词后直接求差异，不分条、不认移动，只测一次。",
    )
    return [Table("条文比对", columns, tuple(rows), notes)]


def _by_lines(old: tuple[str, ...], new: tuple[str, ...]) -> object:
    return difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _by_words(old: str, new: str) -> Spent:
    return repeated(lambda: difflib.SequenceMatcher(None, rjieba.cut(old), rjieba.cut(new)).get_opcodes(), 1, warm=0)
