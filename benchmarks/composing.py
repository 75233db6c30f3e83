"""Papers composed from phrases.py: the same paper for the same random source. Nothing here touches a database."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import accumulate, cycle
from math import log
from operator import add
from typing import Any

from benchmarks import phrases
from benchmarks.phrases import AREAS, Area

from gongkai.documents.rules.paper import Block, BlockKind

MEDIAN, SPREAD = 2500, 0.6  # characters of a body: log-normal
LONG, LONG_SHARE = 30_000, 0.003
SHORTEST, LONGEST = 250, 34_000
THINGS = 8  # things of its field that one paper is about, at most
CLAUSE = 14  # characters of a clause with its mark, on average
ARTICLE = 110  # characters of an article, on average
ARTICLES_IN_CHAPTER = 9


@dataclass(frozen=True, slots=True)
class Content:
    """A body before it is numbered: `layout` is articles, sections or letter; `bodies` its articles, items or paragraphs."""

    layout: str
    bodies: tuple[str, ...]
    table: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """What stands around a body."""

    title: str
    issuer: str
    addressees: str
    formed_on: date
    basis: str = ""  # “《…》（…号）” the paper is made under
    effective_on: date | None = None


def length(rng: random.Random) -> int:
    """Characters of one body."""
    if rng.random() < LONG_SHARE:
        return LONG
    return int(min(LONGEST, max(SHORTEST, rng.lognormvariate(log(MEDIAN), SPREAD))))


def content(rng: random.Random, area: Area, characters: int, layout: str) -> Content:
    """A body of about so many characters, about a few things of its field."""
    size = ARTICLE if layout == "articles" else 2 * ARTICLE if layout == "sections" else 130
    count = max(2, characters // size)
    pool = _pool(rng, area)
    clauses = [max(2, int(rng.gauss(size, size / 4)) // CLAUSE) for _ in range(count)]
    drawn = list(map(add, rng.choices(pool, k=sum(clauses)), rng.choices("，，，。；", k=sum(clauses))))
    bodies, at = [], 0
    for many in clauses:
        text = "".join(drawn[at : at + many])[:-1] + "。"
        bodies.append(text + _particular(rng, area) if rng.random() < 0.34 else text)
        at += many
    return Content(layout, tuple(bodies), _table(rng, area) if rng.random() < 0.08 else ())


def revised(rng: random.Random, given: Content, area: Area) -> Content:
    """The next edition: one article in ten reworded, some gone, some new, one in another place."""
    pool = _pool(rng, area)
    bodies = [_reworded(rng, body, pool) if rng.random() < 0.1 else body for body in given.bodies]
    bodies = [body for body in bodies if rng.random() > 0.03] or bodies
    for _ in range(max(1, len(bodies) // 30)):
        bodies.insert(rng.randrange(len(bodies) + 1), "，".join(rng.choices(pool, k=8)) + "。")
    bodies.insert(rng.randrange(len(bodies)), bodies.pop(rng.randrange(len(bodies))))
    return replace(given, bodies=tuple(bodies))


def blocks(head: Head, given: Content) -> list[dict[str, Any]]:
    """The paper as blocks in their JSON form, numbered and anchored as an import would."""
    made = [{"kind": "title", "text": head.title, "anchor": "t"}]
    if given.layout == "articles":
        made += _articles(head, given)
    else:
        made.append({"kind": "salutation", "text": f"{head.addressees}：", "anchor": "to"})
        opening = f"{f'根据{head.basis}要求，' if head.basis else ''}经研究，现就有关事项通知如下。"
        made.append({"kind": "paragraph", "text": opening, "anchor": "p1"})
        made += _sections(given) if given.layout == "sections" else _letter(given)
    if given.table:
        made.append({"kind": "table", "text": "", "anchor": "tb1", "rows": [list(row) for row in given.table]})
    made.append({"kind": "signature", "text": head.issuer, "anchor": "sign"})
    made.append({"kind": "date", "text": _day(head.formed_on), "anchor": "date"})
    made.append({"kind": "note", "text": "（此件公开发布）", "anchor": "note"})
    return made


def as_blocks(values: Sequence[dict[str, Any]]) -> tuple[Block, ...]:
    return tuple(Block.from_dict(value) for value in values)


def articles(bodies: Sequence[str]) -> tuple[Block, ...]:
    """Bodies as numbered articles, for comparing."""
    return tuple(
        Block(BlockKind.ARTICLE, f"第{number(at)}条 {body}", number=f"第{number(at)}条", anchor=f"a{at}")
        for at, body in enumerate(bodies, 1)
    )


def place(rng: random.Random) -> str:
    """One of some eighty thousand names of places."""
    return rng.choice(phrases.FIRST_CHARACTERS) + rng.choice(phrases.SECOND_CHARACTERS) + rng.choice(phrases.PLACE_KINDS)


def firm(rng: random.Random) -> str:
    return rng.choice(phrases.FIRST_CHARACTERS) + rng.choice(phrases.FIRST_CHARACTERS) + rng.choice(phrases.TRADES) + "有限公司"


def fill(rng: random.Random, form: str, area: Area, **more: object) -> str:
    """A form of phrases.py with words of the area."""
    words = {
        "t": one(rng, area.things),
        "u": one(rng, area.things),
        "d": one(rng, area.deeds),
        "w": one(rng, area.people),
        "g": rng.choice(phrases.GENERAL),
        "a": rng.choice(phrases.ADVERBS),
        "b": rng.choice(phrases.BODIES),
    }
    return form.format(**words | more)


def one(rng: random.Random, words: Sequence[str]) -> str:
    """A word of a list ordered by how common its words are (Zipf)."""
    return rng.choices(words, cum_weights=_zipf(len(words)))[0]


def number(value: int) -> str:
    """1–999 in Chinese figures."""
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones else "")


@cache
def _zipf(count: int) -> list[float]:
    return list(accumulate(1 / (rank + 2) for rank in range(count)))


def _pool(rng: random.Random, area: Area) -> list[str]:
    """The clauses one paper draws from: those about the few things it is about, and here and there of another field."""
    about = {one(rng, area.things) for _ in range(THINGS)}
    found = [*phrases.SHORT_CLAUSES]
    for thing in sorted(about):
        found += clauses(area, thing)
    if rng.random() < 0.15:
        other = rng.choice(AREAS)
        found += clauses(other, one(rng, other.things))
    return found


@cache
def clauses(area: Area, thing: str) -> list[str]:
    """What can be said of a thing, in some hundred ways."""
    rng = random.Random(f"{area.office} {thing}")
    return [fill(rng, form, area, t=thing) for form in phrases.CLAUSES for _ in range(2)]


def _particular(rng: random.Random, area: Area) -> str:
    thing, year = one(rng, area.things), rng.randint(2001, 2027)
    match rng.randrange(5):
        case 0:
            return f"{place(rng)}{thing}项目总投资{rng.randint(80, 98000)}万元，由{firm(rng)}承担，{year}年{rng.randint(1, 12)}月底前完成。"
        case 1:
            return f"{place(rng)}、{place(rng)}先行试点，{year}年覆盖率达到{rng.randint(30, 99)}%以上。"
        case 2:
            return f"补助标准为每{rng.choice(('人', '户', '亩', '台', '项'))}{rng.randint(20, 9000)}元，自{year}年{rng.randint(1, 12)}月1日起执行。"
        case 3:
            return f"{firm(rng)}等{rng.randint(2, 60)}家单位应当于{rng.randint(5, 60)}个工作日内完成{thing}整改。"
        case _:
            return (
                f"{place(rng)}至{place(rng)}段长{rng.randint(1, 90)}.{rng.randint(0, 9)}公里，{thing}由{rng.choice(phrases.BODIES)}负责。"
            )


def _reworded(rng: random.Random, body: str, pool: list[str]) -> str:
    parts = body.split("，")
    parts[rng.randrange(len(parts))] = rng.choice(pool)
    return "，".join(parts).rstrip("。") + "。"


def _articles(head: Head, given: Content) -> Iterator[dict[str, Any]]:
    chapters = len(given.bodies) > 2 * ARTICLES_IN_CHAPTER
    names = cycle(phrases.CHAPTERS)
    chapter = 0
    for at, body in enumerate(given.bodies):
        if chapters and at % ARTICLES_IN_CHAPTER == 0:
            chapter += 1
            name = f"第{number(chapter)}章"
            yield {"kind": "heading", "text": f"{name} {next(names)}", "number": name, "level": 2, "anchor": f"c{chapter}"}
        name = f"第{number(at + 1)}条"
        text = body
        if at == 0 and head.basis:
            text = f"根据{head.basis}，结合本地实际，制定本办法。{body}"
        if at == len(given.bodies) - 1 and head.effective_on:
            text = f"本办法自{_day(head.effective_on)}起施行。"
        anchor = (f"c{chapter}-" if chapters else "") + f"a{at + 1}"
        yield {"kind": "article", "text": f"{name} {text}", "number": name, "anchor": anchor}


def _sections(given: Content) -> Iterator[dict[str, Any]]:
    names = cycle(phrases.HEADINGS)
    section = item = 0
    for at, body in enumerate(given.bodies):
        if at % 3 == 0:
            section, item = section + 1, 0
            mark = f"{number(section)}、"
            yield {"kind": "heading", "text": mark + next(names), "number": mark, "level": 1, "anchor": f"h{section}"}
        item += 1
        mark = f"（{number(item)}）"
        yield {"kind": "item", "text": mark + body, "number": mark, "level": 2, "anchor": f"h{section}-{item}"}


def _letter(given: Content) -> Iterator[dict[str, Any]]:
    for at, body in enumerate(given.bodies, 2):
        yield {"kind": "paragraph", "text": body, "anchor": f"p{at}"}


def _table(rng: random.Random, area: Area) -> tuple[tuple[str, ...], ...]:
    rows = [(str(at), place(rng) + one(rng, area.things), firm(rng), str(rng.randint(5, 900))) for at in range(1, rng.randint(5, 40))]
    return (("序号", "项目名称", "承担单位", "金额（万元）"), *rows)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


AREA_OF = {area.office: area for area in AREAS}
