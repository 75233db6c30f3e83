"""What a reader hands on: the lines of a file, each traceable to its place, and whatever else the file said about itself."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from gongkai.documents.rules.kinds import FileKind


@dataclass(frozen=True)
class Line:
    """One paragraph, blank line or table. A table's `text` is its rows, one a line, cells joined by tabs; any other text has no
    line break. `page` counts from 1 (0: the format has no pages). `style` is what the format said: "h1"…"h6", "title", "center",
    "right", "table", or nothing."""

    text: str
    page: int = 0
    rows: tuple[tuple[str, ...], ...] | None = None
    style: str = ""


@dataclass(frozen=True)
class Link:
    """A link in the text of a page; for 附件 the `text` is the attachment's name."""

    text: str
    href: str


class Place(NamedTuple):
    """Where a character of `Reading.text` came from: index into `lines`, page from 1 (0 unknown), offset within the line."""

    line: int
    page: int
    offset: int


@dataclass(frozen=True)
class Reading:
    """A file as read. `text` is always the lines joined by line feeds, so that an offset in it can be traced by `place`."""

    kind: FileKind
    text: str
    lines: tuple[Line, ...]
    html: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[tuple[str, bytes], ...] = ()
    warnings: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    encoding: str = ""

    def place(self, offset: int) -> Place:
        """The place of the character at this offset of `text`; offsets beyond the end fall on the last line."""
        if not self.lines:
            return Place(0, 0, 0)
        index = max(0, bisect_right(self._starts, offset) - 1)
        return Place(index, self.lines[index].page, offset - self._starts[index])

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [], 0
        for line in self.lines:
            starts.append(at)
            at += len(line.text) + 1
        return starts


def reading(
    kind: FileKind,
    lines: Iterable[Line],
    *,
    html: str = "",
    facts: Mapping[str, str] | None = None,
    attachments: Iterable[tuple[str, bytes]] = (),
    warnings: Iterable[str] = (),
    links: Iterable[Link] = (),
    encoding: str = "",
) -> Reading:
    """A Reading whose text is made from its lines."""
    kept = tuple(lines)
    return Reading(
        kind=kind,
        text="\n".join(line.text for line in kept),
        lines=kept,
        html=html,
        facts=dict(facts or {}),
        attachments=tuple(attachments),
        warnings=tuple(dict.fromkeys(warnings)),
        links=tuple(links),
        encoding=encoding,
    )


def table_line(rows: Iterable[Iterable[str]], page: int = 0) -> Line:
    """A table as one line; line breaks and tabs inside cells become spaces."""
    cells = tuple(tuple(" ".join(cell.split()) for cell in row) for row in rows)
    return Line("\n".join("\t".join(row) for row in cells), page=page, rows=cells, style="table")
