"""What the writers share: the parts of a paper in printing order, with the title broken into good lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import rjieba

from gongkai.documents.rules.paper import Block, BlockKind, Paper
from gongkai.documents.rules.typesetting import title_lines

_ATTACHED = re.compile(r"^附\s*件\s*\d*\s*$")
_KAI = re.compile(r"^[（(][一二三四五六七八九十百]+[）)]")
_CHAPTER = re.compile(r"^第[一二三四五六七八九十百千零〇\d]+[编章节]")


@dataclass(frozen=True)
class Part:
    """One thing to print. `face`: title, chapter, hei, kai, body, salutation, note, attachment, mark (附件 at the head of a page),
    table, closing (落款, with its date). `lines` are the lines of a title or closing; `new_page` asks for a fresh page."""

    face: str
    text: str = ""
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    new_page: bool = False


def parts(paper: Paper) -> list[Part]:
    """The paper's title, then its blocks; an attached paper (a later title or 附件 mark) begins on a new page."""
    made = [Part("title", paper.title, _broken(paper.title))]
    blocks = list(paper.blocks)
    if blocks and blocks[0].kind is BlockKind.TITLE and _bare(blocks[0].text) == _bare(paper.title):
        blocks = blocks[1:]
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if block.kind in (BlockKind.SIGNATURE, BlockKind.DATE):
            closing = list(_closing(blocks, at))
            made.append(Part("closing", lines=tuple(one.text for one in closing)))
            at += len(closing)
            continue
        made.append(_part(block, made))
        at += 1
    return made


def _part(block: Block, before: list[Part]) -> Part:
    text = block.text
    match block.kind:
        case BlockKind.TITLE:
            after_mark = before[-1].face == "mark"
            return Part("title", text, _broken(text), new_page=not after_mark)
        case BlockKind.ATTACHMENT if _ATTACHED.match(text):
            return Part("mark", text, new_page=True)
        case BlockKind.ATTACHMENT:
            return Part("attachment", text)
        case BlockKind.HEADING if _CHAPTER.match(text):
            return Part("chapter", text)
        case BlockKind.HEADING:
            return Part("kai" if _KAI.match(text) else "hei" if block.level <= 1 else "body", text)
        case BlockKind.SALUTATION:
            return Part("salutation", text)
        case BlockKind.TABLE:
            return Part("table", rows=_even(block.rows))
        case _:
            return Part("body", text)


def _closing(blocks: list[Block], at: int) -> Iterator[Block]:
    """Signatures followed by their date; a date ends the group."""
    for block in blocks[at:]:
        if block.kind not in (BlockKind.SIGNATURE, BlockKind.DATE):
            return
        yield block
        if block.kind is BlockKind.DATE:
            return


def _broken(title: str) -> tuple[str, ...]:
    return tuple(title_lines(title, rjieba.cut(title))) if title else ()


def _even(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Rows of one length, the short ones filled with empty cells."""
    columns = max((len(row) for row in rows), default=0)
    return tuple(row + ("",) * (columns - len(row)) for row in rows)


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)
