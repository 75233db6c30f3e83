"""A text cut into what can be cited: provisions (an article, a numbered item, a paragraph) and the sentences in them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from gongkai.documents.rules.paper import Block, BlockKind

_OUTSIDE = {BlockKind.TITLE, BlockKind.SALUTATION, BlockKind.SIGNATURE, BlockKind.DATE, BlockKind.NOTE}
_SENTENCE = re.compile(
    r"[^。！？；\n]+[。！？；]?(?:[（(](?:责任|牵头|主责|主办|配合|负责|承办)[^（）()]*(?:[（(][^（）()]*[)）][^（）()]*)*[)）])?[。；]?"
)
_OPENS_A_LIST = re.compile(r"[：:]$")
_A_HEAD = 36  # characters: a longer first sentence is no name of an item
_STANDS_ALONE = 48  # characters: an item so long is a provision of its own, a shorter one a member of a list


@dataclass(frozen=True)
class Statement:
    """One sentence, word for word as published, and the block it stands in."""

    text: str
    anchor: str
    label: str
    is_head: bool = False  # the name of an item: “（一）完善主动公开机制。”
    is_member: bool = False  # one of a list: “（一）工程概况；”


@dataclass(frozen=True)
class Provision:
    """What a citation points to. `headings`: from the highest down; `head`: its own name, where it has one."""

    anchor: str
    label: str
    headings: tuple[str, ...]
    blocks: tuple[Block, ...] = field(repr=False)
    head: str = ""
    statements: tuple[Statement, ...] = field(default=(), repr=False)

    @cached_property
    def text(self) -> str:
        return "\n".join("　".join("　".join(row) for row in block.rows) if block.rows else block.text for block in self.blocks)

    @property
    def members(self) -> tuple[Statement, ...]:
        return tuple(one for one in self.statements if one.is_member)


def provisions(blocks: Iterable[Block]) -> tuple[Provision, ...]:
    """The provisions of a text in order."""
    return tuple(_Cutter().cut(list(blocks)))


_FORWARDING = re.compile(
    r"印发给你们|请认真贯彻|请遵照执行|请认真组织实施|已经[^。]{2,30}(?:同意|通过)，现|现[就将][^。：]{2,60}如下[：:]$"
)


def is_forwarding(provision: Provision) -> bool:
    """The sentence that only sends the paper out: it rules nothing."""
    return not provision.label and forwards(provision.text)


def forwards(text: str) -> bool:
    return bool(_FORWARDING.search(text))


def headings(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The headings of the highest level, in order."""
    found = [block for block in blocks if block.kind is BlockKind.HEADING]
    top = min((block.level for block in found), default=0)
    return tuple(block for block in found if block.level == top)


class _Cutter:
    """Walks the blocks once: which headings stand above, and which blocks belong to the provision being gathered."""

    def __init__(self) -> None:
        self.above: list[Block] = []
        self.gathered: list[Block] = []
        self.lead: Block | None = None  # the item above items that are provisions of their own

    def cut(self, blocks: Sequence[Block]) -> Iterator[Provision]:
        for block in blocks:
            if block.kind in _OUTSIDE:
                continue
            if block.kind is BlockKind.HEADING:
                yield from self._done()
                self.lead = None
                self.above = [*(one for one in self.above if one.level < block.level), block]
                self.gathered = [block] if "。" in block.text else []
            elif self._belongs(block):
                self.gathered.append(block)
            else:
                yield from self._done(following=block)
                self.gathered = [block]
        yield from self._done()

    def _belongs(self, block: Block) -> bool:
        if not self.gathered or block.kind in (BlockKind.ARTICLE, BlockKind.ATTACHMENT):
            return False
        if block.text.startswith(("答：", "答:")):
            return True
        first, last = self.gathered[0], self.gathered[-1]
        if first.kind is BlockKind.ARTICLE:
            return True
        if block.kind is BlockKind.TABLE or (block.kind is BlockKind.ITEM and block.level == 1):
            return False
        listing = bool(_OPENS_A_LIST.search(first.text)) or any(_OPENS_A_LIST.search(one.text) for one in self.gathered)
        deeper = first.kind is not BlockKind.ITEM or block.level > first.level
        if block.kind is BlockKind.ITEM:
            return deeper and (listing or len(block.text) < _STANDS_ALONE) and last.kind is not BlockKind.TABLE
        return first.kind is BlockKind.ITEM and listing and last.kind is BlockKind.ITEM and last is not first and last.text.endswith("；")

    def _done(self, following: Block | None = None) -> Iterator[Provision]:
        if self.gathered:
            yield self._provision(tuple(self.gathered))
            first = self.gathered[0]
            if (
                first.kind is BlockKind.ITEM
                and following is not None
                and following.kind is BlockKind.ITEM
                and following.level > first.level
            ):
                self.lead = first
            elif following is None or (self.lead is not None and following.level <= self.lead.level and following.kind is BlockKind.ITEM):
                self.lead = None
        self.gathered = []

    def _provision(self, blocks: tuple[Block, ...]) -> Provision:
        first = blocks[0]
        above = [one for one in self.above if one is not first]
        lead = [self.lead] if self.lead is not None and self.lead is not first and first.level > self.lead.level else []
        label = _label(first, [*above, *lead])
        statements = tuple(_statements(blocks, label))
        head = next((one.text for one in statements[:1] if one.is_head), "")
        names = (*(one.text for one in above), *(_head_of(one) or one.text[:_A_HEAD] for one in lead))
        return Provision(first.anchor, label, names, blocks, head, statements)


def _label(block: Block, above: Sequence[Block]) -> str:
    """第三条, or the numbers that lead to an item: 一、（二）"""
    if block.kind is BlockKind.ARTICLE:
        return block.number
    return "".join(one.number for one in above if one.number and not one.number.startswith("第")) + block.number


def _statements(blocks: Sequence[Block], label: str) -> Iterator[Statement]:
    first = blocks[0]
    for place, block in enumerate(blocks):
        where = _place(block, first, label)
        if block.rows:
            yield from (Statement("　".join(cell for cell in row if cell), block.anchor, where) for row in block.rows)
            continue
        member = place > 0 and block.kind is BlockKind.ITEM
        head = "" if member else _head_of(block)
        if member:
            yield Statement(block.text, block.anchor, where, is_member=True)
            continue
        for match in _SENTENCE.finditer(block.text):
            text = match[0].strip()
            if text:
                yield Statement(text, block.anchor, where, is_head=text == head)


def _place(block: Block, first: Block, label: str) -> str:
    """第八条第二款, 第八条第（二）项"""
    if block is first:
        return label
    if first.kind is BlockKind.ARTICLE and (number := re.search(r"-p(\d+)$", block.anchor)):
        return f"{label}第{_HAN[int(number[1])]}款" if int(number[1]) < len(_HAN) else label
    return f"{label}第{block.number}项" if block.number and first.kind is BlockKind.ARTICLE else label + block.number


_HAN = "〇一二三四五六七八九"


def _head_of(block: Block) -> str:
    """The first sentence of an item when it only names it and more follows; the question of a question and answer."""
    if re.fullmatch(r"[^。！？\n]*问[:：][^。！？\n]+[？?]", block.text):
        return block.text
    if block.kind not in (BlockKind.ITEM, BlockKind.HEADING):
        return ""
    match = re.match(r"[^。！？；：\n]+。", block.text)
    return match[0] if match and len(match[0]) <= _A_HEAD and len(block.text) > len(match[0]) else ""
