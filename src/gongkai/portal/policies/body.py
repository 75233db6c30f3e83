"""A published body as lines to print: which tag each block takes, and the table of contents."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.documents.rules.paper import Block, BlockKind

TAGS = ("h2", "h3", "h4")
CONTENTS_FROM = 3  # fewer headings than this need no table of contents

_CSS = {
    BlockKind.TITLE: "title",
    BlockKind.SALUTATION: "to",
    BlockKind.SIGNATURE: "sign",
    BlockKind.DATE: "day",
    BlockKind.NOTE: "note",
    BlockKind.ATTACHMENT: "attached",
}


@dataclass(frozen=True)
class Line:
    """One block as printed: `number` is the leading 第三条 or （一） of `number + rest`."""

    tag: str
    css: str
    number: str
    rest: str
    anchor: str
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class ContentsEntry:
    text: str
    anchor: str
    is_deep: bool


def lines(blocks: Iterable[Block], title: str) -> list[Line]:
    """The blocks in order. The first title equal to the page's own title is printed on paper only."""
    blocks = list(blocks)
    rank = {level: TAGS[min(place, 2)] for place, level in enumerate(sorted({b.level for b in blocks if b.kind is BlockKind.HEADING}))}
    opening = next((b for b in blocks if b.kind is BlockKind.TITLE), None)
    return [_line(b, rank, on_paper_only=b is opening and _squeezed(b.text) == _squeezed(title)) for b in blocks]


def contents(blocks: Iterable[Block]) -> list[ContentsEntry]:
    """The two highest levels of headings, or nothing when there are too few to be of use."""
    headings = [b for b in blocks if b.kind is BlockKind.HEADING and b.anchor]
    levels = sorted({b.level for b in headings})[:2]
    kept = [b for b in headings if b.level in levels]
    return [ContentsEntry(b.text, b.anchor, b.level != levels[0]) for b in kept] if len(kept) >= CONTENTS_FROM else []


def letterhead(facts: Mapping[str, Any]) -> str:
    """发文机关标志 (GB/T 9704-2012 7.2.4): the sponsor's name with 文件; only what bears a 发文字号 was issued under one."""
    return f"{facts['issuers'][0]}文件" if facts["doc_no"] and facts["issuers"] else ""


_COPIES = re.compile(r"(?:抄送|抄报|分送)[：:].+")
_PRINTED_BY = re.compile(r"(?P<office>[\u3400-\u9fff]{4,30}?)\s*(?P<day>(?:19|20)\d\d年\d{1,2}月\d{1,2}日印发)")


def without_imprint(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[str, ...], str]:
    """The blocks without the 版记 (GB/T 9704-2012 7.4), and its parts: the lines of 抄送, and that of 印发机关 and 印发日期 with a wide blank
    between the two. Empty when the paper has none, for nothing is invented."""
    copies = [block for block in blocks if block.kind is BlockKind.NOTE and _COPIES.fullmatch(block.text.strip())]
    signed = [(block, found) for block in blocks if block.kind is BlockKind.NOTE and (found := _PRINTED_BY.fullmatch(block.text.strip()))]
    printed_by = f"{signed[-1][1]['office']}　　{signed[-1][1]['day']}" if signed else ""
    taken = [*copies, *(block for block, _ in signed[-1:])]
    return tuple(block for block in blocks if block not in taken), tuple(block.text.strip() for block in copies), printed_by


def _line(block: Block, rank: dict[int, str], *, on_paper_only: bool) -> Line:
    number = block.number if block.number and block.text.startswith(block.number) else ""
    rest = block.text[len(number) :]
    if block.kind is BlockKind.TABLE:
        return Line("table", "", "", block.text, block.anchor, block.rows)
    if block.kind is BlockKind.HEADING:
        tag = rank[block.level]
        return Line(tag, "mid" if number.startswith("第") else "in", number, rest, block.anchor)
    css = _CSS.get(block.kind, "")
    return Line(
        "p",
        f"{css} paper-only" if on_paper_only else css,
        number if block.kind is BlockKind.ARTICLE else "",
        rest if block.kind is BlockKind.ARTICLE else block.text,
        block.anchor,
    )


def _squeezed(text: str) -> str:
    return "".join(text.split())
