"""The text of a paper as an officer types it: one paragraph a line, the cells of a table row parted by tabs."""

from collections.abc import Iterable

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.policies.rules.cleaning import PlainLine, clean
from gongkai.policies.rules.structure import structure

LONGEST = 500_000  # characters; a longer text is put together from its file


def as_text(blocks: Iterable[Block]) -> str:
    """What the text box shows; an empty line on both sides of a table keeps two tables apart."""
    lines: list[str] = []
    for block in blocks:
        if block.kind is BlockKind.TABLE:
            lines += ["", *("\t".join(row) for row in block.rows), ""]
        else:
            lines.append(block.text)
    return "\n".join(lines).strip("\n")


def as_blocks(text: str, title: str, before: Iterable[Block] = ()) -> tuple[Block, ...]:
    """The typed text, cleaned and taken apart anew. A text that says what stood there before keeps the blocks it had."""
    before = tuple(before)
    if before and _even(text) == _even(as_text(before)):
        return before
    lines = [_line(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return structure(clean(lines).lines, title_hint=title).blocks


def _line(line: str) -> PlainLine:
    return PlainLine(line, rows=(tuple(cell.strip() for cell in line.split("\t")),)) if "\t" in line.strip() else PlainLine(line)


def _even(text: str) -> list[str]:
    return [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
