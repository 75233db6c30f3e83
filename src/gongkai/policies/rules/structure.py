"""Lines of a paper as blocks: title, 主送, headings, 条款项, 落款, 附注, 附件; every block has an anchor that stays and means something.

`c2-a15` is 第二章第十五条, `a15-p2` its second 款, `a15-i3` its 项（三）; `h1-2` is 一、（二）, `n3` the third of a list under no heading;
`f1-h2` 二、 of 附件1; `p7` the seventh plain paragraph."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.policies.rules import structure_marks as marks
from gongkai.policies.rules.cleaning import CleanLine, Flag
from gongkai.policies.rules.genres import carried_title
from gongkai.policies.rules.structure_head import Head, read_head
from gongkai.policies.rules.structure_numbering import Numbering
from gongkai.policies.rules.units import is_signing_unit


@dataclass(frozen=True)
class Structure:
    """`blocks[i]` was read from `origin[i]`, lines of the cleaned text."""

    head: Head
    blocks: tuple[Block, ...]
    origin: tuple[CleanLine, ...]
    flags: tuple[Flag, ...]

    def of_kind(self, kind: BlockKind) -> tuple[tuple[Block, CleanLine], ...]:
        return tuple((block, line) for block, line in zip(self.blocks, self.origin, strict=True) if block.kind is kind)


def structure(lines: Sequence[CleanLine], *, title_hint: str = "") -> Structure:
    """Read the text of one paper (metadata and furniture already taken out). `title_hint` is the title if a table gave it."""
    head, rest = read_head(lines, title_hint)
    reader = _Reader(head)
    for at, line in enumerate(rest):
        reader.take(line, rest[at + 1 : at + 1 + _SIGNERS])
    return Structure(head, tuple(reader.blocks), tuple(reader.origin), tuple(reader.numbering.flags))


_SIGNERS = 16  # a joint paper seldom has more


@dataclass
class _Reader:
    head: Head
    blocks: list[Block] = field(default_factory=list)
    origin: list[CleanLine] = field(default_factory=list)
    numbering: Numbering = field(default_factory=Numbering)
    used: set[str] = field(default_factory=set)
    again: Counter[str] = field(default_factory=Counter)
    tables: Counter[str] = field(default_factory=Counter)  # how many so far, by prefix
    annexes: int = 0  # blocks inside or about 附件
    begun: bool = False  # something other than title and notes has come
    prefix: str = ""  # f1- inside 附件1
    signed: bool = False  # the signature or date of the carrying paper has passed
    listing: bool = False  # inside 附件：1.… 2.…
    title_next: bool = False  # a short line now would be the title of an attached paper
    paragraphs: int = 0

    def __post_init__(self) -> None:
        if self.head.title:
            self._add(BlockKind.TITLE, self.head.title, self.head.title_lines[0] if self.head.title_lines else None, "t")
        for note in self.head.notes:
            self._add(BlockKind.NOTE, note.text, note, "note")

    def take(self, line: CleanLine, following: Sequence[CleanLine]) -> None:
        if line.rows:
            self._table(line)
            return
        text = line.text
        for step in (self._attachment, self._closing, self._inner_title, self._salutation, self._article_or_part, self._numbered):
            if step(line, text, following):
                return
        self._paragraph(line, text)

    # The parts, in the order they are tried

    def _table(self, line: CleanLine) -> None:
        before = self.blocks[-1] if self.blocks else None
        if before and before.kind is BlockKind.TABLE and len(before.rows[-1]) == len(line.rows[0]) and not line.after_gap:
            rows = before.rows + line.rows
            self.blocks[-1] = Block(BlockKind.TABLE, "", anchor=before.anchor, rows=rows)
            return
        self.tables[self.prefix] += 1
        self._add(BlockKind.TABLE, "", line, f"{self.prefix}tb{self.tables[self.prefix]}", rows=line.rows)
        self.title_next = False

    def _attachment(self, line: CleanLine, text: str, following: Sequence[CleanLine]) -> bool:
        annex = marks.ANNEX.match(text)
        if annex and (annex["name"] == "" or self.signed or line.marked) and not (not self.signed and _signature_follows(following)):
            number = marks.value(annex["number"]) if annex["number"] else self.annexes + 1
            self.prefix, self.listing, self.title_next = f"f{number}-", False, not annex["name"]
            self._add(BlockKind.ATTACHMENT, text, line, f"f{number}", number=f"附件{annex['number'] or ''}", level=1)
            self.numbering.restart()
            return True
        if marks.LISTING.match(text) and len(text) <= 200 and not self.prefix:
            self.listing = True
            self._add(BlockKind.ATTACHMENT, text, line, "fj")
            return True
        if self.listing and marks.LISTED.match(text) and not text.endswith("。") and len(text) <= 120:
            self._add(BlockKind.ATTACHMENT, text, line, f"fj-{marks.value(re.sub(r'[.．、].*', '', text))}")
            return True
        self.listing = self.listing and False
        return False

    def _closing(self, line: CleanLine, text: str, following: Sequence[CleanLine]) -> bool:
        if marks.NOTE.match(text):
            self._add(BlockKind.NOTE, text, line, "note")
            self.title_next = self.title_next or self.signed
            return True
        if marks.COPIES.match(text):
            self._add(BlockKind.NOTE, text, line, "cc")
            return True
        if marks.DATE.match(text):
            self._add(BlockKind.DATE, text, line, "date")
            self.signed = self.title_next = True
            return True
        names = line.spaced.split(" ") if " " in line.spaced else [text]
        is_signature = all(is_signing_unit(name) for name in names) or marks.SIGNING_HEAD.match(line.spaced) is not None
        if is_signature and _date_follows(following) and self.blocks:
            self._add(BlockKind.SIGNATURE, line.spaced, line, "sign")
            return True
        both = marks.SIGNED_WITH_DATE.match(text)
        if both and is_signing_unit(both["unit"]) and self.blocks:
            self._add(BlockKind.SIGNATURE, both["unit"], line, "sign")
            self._add(BlockKind.DATE, both["date"], line, "date")
            self.signed = self.title_next = True
            return True
        return False

    def _inner_title(self, line: CleanLine, text: str, following: Sequence[CleanLine]) -> bool:
        carried = carried_title(self.head.title)
        is_carried = bool(carried) and marks.bare(text) == marks.bare(carried) and len(self.blocks) > 1
        short = len(text) <= 80 and not re.search(r"[。；：，]$|^《", text) and not marks.is_numbered(text)
        if not is_carried and not (self.title_next and short and not is_signing_unit(text)):
            before = self.blocks[-1] if self.blocks else None
            if before and before.kind is BlockKind.TITLE and before.level == 2 and marks.IN_BRACKETS.match(text) and len(text) <= 160:
                self._add(BlockKind.NOTE, text, line, f"{self.prefix}note")
                return True
            self.title_next = self.title_next and not text
            return False
        self._add(BlockKind.TITLE, text, line, f"{self.prefix}t" if self.prefix else "t2", level=2)
        self.title_next = False
        if not self.prefix:
            self.signed = True
            self.numbering.restart()
        return True

    def _salutation(self, line: CleanLine, text: str, following: Sequence[CleanLine]) -> bool:
        if self.begun or not marks.SALUTATION.match(text):
            return False
        self._add(BlockKind.SALUTATION, text, line, "to")
        return True

    def _article_or_part(self, line: CleanLine, text: str, following: Sequence[CleanLine]) -> bool:
        part = marks.PART.match(text)
        if part and len(text) <= 50 and not text.endswith("。"):
            level = {"编": 1, "章": 2, "节": 3}[part["unit"]]
            anchor = self.numbering.part(part["unit"], marks.value(part["number"]), part["mark"], line)
            self._add(BlockKind.HEADING, text, line, self.prefix + anchor, number=part["mark"], level=level)
            return True
        article = marks.ARTICLE.match(text)
        if article:
            anchor = self.numbering.article(marks.value(article["number"]), marks.value(article["sub"] or ""), article["mark"], line)
            self._add(BlockKind.ARTICLE, text, line, self.prefix + anchor, number=article["mark"])
            return True
        return False

    def _numbered(self, line: CleanLine, text: str, following: Sequence[CleanLine]) -> bool:
        found = marks.numbered(text)
        if found is None:
            return False
        level, mark, value = found
        anchor = self.numbering.item(level, value, mark, line)
        stands_alone = len(text) <= 60 and not re.search(r"[。《〔]|[；：，、！？]$", text)
        kind = BlockKind.HEADING if stands_alone and not self.numbering.in_article else BlockKind.ITEM
        self._add(kind, text, line, self.prefix + anchor, number=mark, level=level)
        return True

    def _paragraph(self, line: CleanLine, text: str) -> None:
        in_article = self.numbering.paragraph_anchor()
        self.paragraphs += not in_article
        anchor = in_article or f"p{self.paragraphs}"
        self._add(BlockKind.PARAGRAPH, text, line, (self.prefix if in_article else "") + anchor)

    def _add(
        self,
        kind: BlockKind,
        text: str,
        line: CleanLine | None,
        anchor: str,
        *,
        number: str = "",
        level: int = 0,
        rows: tuple[tuple[str, ...], ...] = (),
    ) -> None:
        unique = anchor
        while unique in self.used:  # counted for each anchor, so that ten thousand of a kind are not counted over and over
            self.again[anchor] += 1
            unique = f"{anchor}x{self.again[anchor] + 1}"
        self.used.add(unique)
        self.annexes += unique.startswith("f")
        self.begun = self.begun or kind not in (BlockKind.TITLE, BlockKind.NOTE)
        self.blocks.append(Block(kind, text, number, level, unique, rows))
        self.origin.append(line or CleanLine(text, text, ()))


def _date_follows(following: Sequence[CleanLine]) -> bool:
    """A date stands below, after nothing but further signatures."""
    for line in following:
        if marks.DATE.match(line.text):
            return True
        if not all(is_signing_unit(name) for name in line.spaced.split(" ")) and not marks.SIGNING_HEAD.match(line.spaced):
            return False
    return False


def _signature_follows(following: Sequence[CleanLine]) -> bool:
    return any(is_signing_unit(line.text) and _date_follows(following[at + 1 :]) for at, line in enumerate(following))
