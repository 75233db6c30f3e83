"""What is handed in for inspection, and its passages: the pieces of text each rule looks at."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.publishing.rules.hits import BESIDE
from gongkai.shared.digest import canonical, sm3

Rows = tuple[tuple[str, ...], ...]

TOP_BLOCKS = 6  # 版头: marks of secrecy and urgency stand above or just around the title
TOP_LINES = 10  # 附件首屏
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_COMMON = tuple((sign, chr(ord(sign) - 0xFEE0)) for sign in "，：；（）！？％")  # in every Chinese text: five times faster than `translate`
_OTHERS = re.compile("[\uff01-\uff5e\u3000\xa0]")
WRITTEN_OUT = re.compile("[〇○零一二三四五六七八九]{11,}")  # as long as a telephone number; no year or amount is
_FIGURES = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_INLINE_ATTACHMENT = re.compile(r"^\s*附件\s*\d{0,2}\s*[:：]?\s*$")


def fold(text: str) -> str:
    """Full-width digits, letters, signs and spaces made half-width. The length stays the same, so places hold."""
    for wide, narrow in _COMMON:
        text = text.replace(wide, narrow)
    return text.translate(_FOLD) if _OTHERS.search(text) else text


def in_figures(text: str) -> str:
    """Long numbers written out (一三八〇〇……) made figures. The length stays the same."""
    return WRITTEN_OUT.sub(lambda number: number[0].translate(_FIGURES), text)


@dataclass(frozen=True)
class FileText:
    """An attachment as read: its text by lines, its tables, what its raw bytes still hide (documents.cleaning.hidden), its pictures."""

    name: str
    text: str = ""
    tables: tuple[Rows, ...] = ()
    hidden: tuple[str, ...] = ()
    digest: str = ""
    pictures: int = 0  # pictures and scanned pages in it
    unread: int = 0  # those whose words were not recognised
    is_played: bool = False  # sound or film, which nobody but a person can look through


@dataclass(frozen=True)
class Material:
    """All that would become public together: blocks of the body, files, metadata and links.

    `fields` are metadata by their Chinese label; `required` the labels that may not be empty; `links` are
    (text, address) pairs of the body; `own_numbers` are numbers known to be harmless (索引号、文号、登记号); `earlier` are former texts
    that can still be read, no part of what is published now."""

    title: str
    blocks: tuple[Block, ...]
    files: tuple[FileText, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    own_numbers: frozenset[str] = frozenset()
    earlier: tuple[FileText, ...] = ()

    def digest(self) -> str:
        """SM3 of everything that would be published; any later change makes another digest."""
        return digest_of(self.title, self.blocks, self.fields, [(file.name, file.digest or sm3(file.text.encode())) for file in self.files])


def digest_of(title: str, blocks: tuple[Block, ...], fields: Mapping[str, str], files: list[tuple[str, str]]) -> str:
    """SM3 of a paper before publication; files are (name, digest) pairs."""
    whole = {
        "title": title,
        "blocks": [block.as_dict() for block in blocks],
        "fields": dict(fields),
        "files": [list(pair) for pair in files],
    }
    return sm3(canonical(whole))


def paper_of(text: str, title: str = "") -> Material:
    """Plain text as material: one paragraph a block, anchored p1, p2 …; the first line is the title unless given."""
    lines = [line for line in text.splitlines() if line.strip()]
    blocks = tuple(Block(BlockKind.PARAGRAPH, line, anchor=f"p{at}") for at, line in enumerate(lines, 1))
    return Material(title=title or (lines[0].strip() if lines else ""), blocks=blocks)


@dataclass(frozen=True)
class Passage:
    """One paragraph, line or cell. `before` is what stands before it (or above, in a table) and may label it."""

    text: str
    file: str = ""
    block: str = ""
    line: int = 0
    near_top: bool = False
    before: str = ""

    @property
    def is_beside(self) -> bool:
        """Shown beside the text and no part of it."""
        return self.block.startswith(BESIDE)

    @cached_property
    def folded(self) -> str:
        return fold(self.text)


@dataclass(frozen=True)
class Table:
    rows: Rows
    file: str = ""
    block: str = ""
    line: int = 0
    caption: str = ""


def passages(material: Material) -> Iterator[Passage]:
    """The text of body and files in reading order; tables are left to `tables`."""
    before, since_attachment = "", TOP_LINES
    for at, block in enumerate(material.blocks):
        if block.kind is BlockKind.TABLE:
            continue
        since_attachment = 0 if _INLINE_ATTACHMENT.match(block.text) else since_attachment + 1
        yield Passage(block.text, block=block.anchor, near_top=at < TOP_BLOCKS or since_attachment <= 3, before=before)
        before = block.text
    for file in (*material.files, *material.earlier):
        before = ""
        for number, line in enumerate(file.text.splitlines(), 1):
            if line.strip():
                yield Passage(line, file=file.name, line=number, near_top=number <= TOP_LINES, before=before)
                before = line


def beside(material: Material) -> Iterator[Passage]:
    """What readers are shown beside the text and somebody typed: a title other than in the text, the metadata, the names of the files."""
    longest = 2 * max(map(len, (material.title, *material.fields.values())))
    said = {_squeezed(block.text) for block in material.blocks if len(block.text) <= longest}
    if _squeezed(material.title) not in said:
        yield Passage(material.title, block=f"{BESIDE}标题", near_top=True)
    for label, value in material.fields.items():
        if value != material.title and _squeezed(value) not in said:
            yield Passage(value, block=f"{BESIDE}{label}", before=label)
    for file in material.files:
        name = file.name.rpartition(".")[0] or file.name
        yield Passage(name.replace("_", " "), file=file.name, block=f"{BESIDE}名称")


def _squeezed(text: str) -> str:
    return "".join(text.split())


def tables(material: Material) -> Iterator[Table]:
    """Tables of body and files; in plain text, runs of lines with the same number of tab-separated cells."""
    caption = material.title
    for block in material.blocks:
        if block.kind is BlockKind.TABLE:
            yield Table(block.rows, block=block.anchor, caption=caption)
        else:
            caption = block.text
    for file in (*material.files, *material.earlier):
        for rows in file.tables:
            yield Table(rows, file=file.name, caption=file.name)
        if not file.tables:
            yield from _tables_in_text(file)


def _tables_in_text(file: FileText) -> Iterator[Table]:
    run: list[tuple[str, ...]] = []
    caption = file.name
    for number, line in enumerate([*file.text.splitlines(), ""], 1):
        cells = tuple(line.split("\t"))
        if run and len(cells) == len(run[0]) and len(cells) > 1:
            run.append(cells)
            continue
        if len(run) > 2:
            yield Table(tuple(run), file=file.name, line=number - len(run), caption=caption)
        if run and len(run) == 1:
            caption = run[0][0] or caption
        run = [cells]
