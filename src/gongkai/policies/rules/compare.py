"""条文比对: two texts of one policy side by side, clause by clause, with the changed words marked.

Clauses are matched by what they say first (so a renumbered article stays itself), then by number and by likeness.
What keeps the order of the old text stands still; what left it has moved."""

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

import rjieba
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from gongkai.documents.rules.paper import Block, BlockKind, plain_text

ALIKE = 50.0  # percent of characters in common from which two clauses are one, changed
ALIKE_SAME_NUMBER = 35.0  # the same, where both carry the same number
CANDIDATES = 4  # of the clauses that share most with a clause, how many are measured exactly
SHINGLE = 3  # characters
MEASURED = 10_000  # characters of a clause by which its likeness is measured
MARKED = 20_000  # words; what is longer between the first and the last change is shown as taken out and put in whole
TELLING = 12  # a shingle found in more old clauses than this is a turn of phrase and tells them not apart


class RowKind(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        return {"same": "未变", "changed": "修改", "moved": "移动", "added": "新增", "removed": "删去"}[self.value]


class PieceKind(StrEnum):
    SAME = "same"
    INSERT = "insert"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Piece:
    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the comparison. The pieces that are not INSERT spell the old text (up to blanks), those that are not DELETE the new one.

    `reworded`: the words differ beyond the number (a MOVED clause may be reworded too). `renumbered`: “第三条→第四条” or empty."""

    kind: RowKind
    old: Block | None
    new: Block | None
    pieces: tuple[Piece, ...]
    reworded: bool = False
    renumbered: str = ""


@dataclass(frozen=True)
class Summary:
    same: int
    changed: int
    moved: int
    added: int
    removed: int
    renumbered: int

    def __str__(self) -> str:
        parts = ((self.changed, "修改"), (self.moved, "移动"), (self.added, "新增"), (self.removed, "删去"), (self.renumbered, "条号调整"))
        return "，".join(f"{word}{count}处" for count, word in parts if count) or "两个版本文字相同"


@dataclass(frozen=True)
class Comparison:
    """Rows in the order of the new text; what was removed stands where it used to follow."""

    rows: tuple[Row, ...]
    summary: Summary


def compare(old: Sequence[Block], new: Sequence[Block]) -> Comparison:
    """Every block of both texts once, matched where it is the same clause."""
    was, now = [_Clause.of(block) for block in old], [_Clause.of(block) for block in new]
    pairs = _match(was, now)
    standing = _longest_in_order(pairs)
    old_of, new_of = {n: o for o, n in pairs}, dict(pairs)
    removed_after = _removed_by_predecessor(len(was), set(new_of), {o for o, _ in standing})
    rows = [_removed(was[o]) for o in removed_after[-1]]
    for n, clause in enumerate(now):
        if n in old_of:
            o = old_of[n]
            rows.append(_matched(was[o], clause, moved=(o, n) not in standing))
            rows.extend(_removed(was[gone]) for gone in removed_after[o])
        else:
            rows.append(_added(clause))
    return Comparison(tuple(rows), _summary(rows))


@dataclass(slots=True)
class _Clause:
    """A block taken apart once: its number as printed with the blank behind it, the rest, and what that rest says without blanks."""

    block: Block
    head: str
    body: str
    says: str

    @staticmethod
    def of(block: Block) -> "_Clause":
        if block.kind is BlockKind.TABLE:
            cells = plain_text([block])
            return _Clause(block, "", cells, cells)  # which cell a word stands in matters, so its tabs do
        whole = block.text
        numbered = block.number and whole.startswith(block.number)
        body = whole[len(block.number) :].lstrip() if numbered else whole
        return _Clause(block, whole[: len(whole) - len(body)], body, "".join(body.split()))

    @property
    def kind(self) -> BlockKind:
        return self.block.kind

    @property
    def number(self) -> str:
        return self.block.number

    def words(self) -> list[str]:
        """The number as one word, then the words of the body; of a table its cells."""
        words = _cells(self.block.rows) if self.kind is BlockKind.TABLE else rjieba.cut(self.body)
        return [self.head, *words] if self.head else words


def _summary(rows: list[Row]) -> Summary:
    counts = Counter(row.kind for row in rows)
    return Summary(
        same=counts[RowKind.SAME],
        changed=counts[RowKind.CHANGED],
        moved=counts[RowKind.MOVED],
        added=counts[RowKind.ADDED],
        removed=counts[RowKind.REMOVED],
        renumbered=sum(bool(row.renumbered) for row in rows),
    )


def _match(old: list[_Clause], new: list[_Clause]) -> list[tuple[int, int]]:
    """(old, new) positions of the same clause, in the order of the new text."""
    pairs = _same_words(old, new)
    old_left = sorted(set(range(len(old))) - {o for o, _ in pairs})
    new_left = sorted(set(range(len(new))) - {n for _, n in pairs})
    likeness = sorted(_likeness(old, new, old_left, new_left), reverse=True)
    old_free, new_free = set(old_left), set(new_left)
    for _, o, n in likeness:
        if o in old_free and n in new_free:
            old_free.remove(o)
            new_free.remove(n)
            pairs.append((o, n))
    return sorted(pairs, key=lambda pair: pair[1])


def _same_words(old: list[_Clause], new: list[_Clause]) -> list[tuple[int, int]]:
    """Clauses that say the same. Where words repeat (“略。”), same number first, then first to first."""
    waiting: dict[tuple[str, str], deque[int]] = defaultdict(deque)
    for o, clause in enumerate(old):
        waiting[clause.says, clause.number].append(o)
    pairs: list[tuple[int, int]] = []
    unmatched: list[int] = []
    for n, clause in enumerate(new):
        same = waiting[clause.says, clause.number]
        if same:
            pairs.append((same.popleft(), n))
        else:
            unmatched.append(n)
    rest: dict[str, deque[int]] = defaultdict(deque)
    for o in sorted(o for places in waiting.values() for o in places):
        rest[old[o].says].append(o)
    return pairs + [(rest[new[n].says].popleft(), n) for n in unmatched if rest[new[n].says]]


def _likeness(old: list[_Clause], new: list[_Clause], old_left: list[int], new_left: list[int]) -> Iterator[tuple[float, int, int]]:
    """(score, old, new) of the pairs alike enough. Only those that share most shingles are measured: 500 rewritten clauses stay cheap."""
    holders: dict[str, list[int]] = defaultdict(list)
    numbered: dict[tuple[BlockKind, str], list[int]] = defaultdict(list)
    for o in old_left:
        for shingle in _shingles(old[o].says):
            holders[shingle].append(o)
        if old[o].number:
            numbered[old[o].kind, old[o].number].append(o)
    telling = {shingle: held for shingle, held in holders.items() if len(held) <= TELLING}
    for n in new_left:
        clause = new[n]
        shared = Counter(chain.from_iterable(telling[shingle] for shingle in _shingles(clause.says) if shingle in telling))
        likely = {o for o, _ in shared.most_common(CANDIDATES)} | set(numbered.get((clause.kind, clause.number), ())[:TELLING])
        for o in likely:
            if (old[o].kind is BlockKind.TABLE) != (clause.kind is BlockKind.TABLE):
                continue
            same_number = bool(clause.number) and old[o].number == clause.number
            score = fuzz.ratio(old[o].says[:MEASURED], clause.says[:MEASURED])
            if score >= (ALIKE_SAME_NUMBER if same_number else ALIKE):
                yield score + 10 * same_number - abs(o - n) / 1e6, o, n


def _shingles(text: str) -> set[str]:
    return {text[at : at + SHINGLE] for at in range(max(1, len(text) - SHINGLE + 1))}


def _longest_in_order(pairs: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """The largest set of pairs that keep their order in both texts; `pairs` come in the order of the new one."""
    tails: list[int] = []  # the old position that ends the best run of each length
    ends: list[int] = []  # the pair it belongs to
    before: list[int | None] = []
    for at, (o, _) in enumerate(pairs):
        length = bisect_left(tails, o)
        before.append(ends[length - 1] if length else None)
        tails[length : length + 1] = [o]
        ends[length : length + 1] = [at]
    kept: set[tuple[int, int]] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(pairs[last])
        last = before[last]
    return kept


def _removed_by_predecessor(old_length: int, matched: set[int], standing: set[int]) -> dict[int, list[int]]:
    """Removed old positions, filed under the last clause before them that stands still (-1: the beginning)."""
    filed: dict[int, list[int]] = defaultdict(list)
    predecessor = -1
    for o in range(old_length):
        if o in standing:
            predecessor = o
        elif o not in matched:
            filed[predecessor].append(o)
    return filed


def _added(clause: _Clause) -> Row:
    return Row(RowKind.ADDED, None, clause.block, (Piece(PieceKind.INSERT, clause.head + clause.body),), reworded=True)


def _removed(clause: _Clause) -> Row:
    return Row(RowKind.REMOVED, clause.block, None, (Piece(PieceKind.DELETE, clause.head + clause.body),), reworded=True)


def _matched(old: _Clause, new: _Clause, *, moved: bool) -> Row:
    reworded = old.says != new.says
    renumbered = f"{old.number or '（无编号）'}→{new.number or '（无编号）'}" if old.number != new.number else ""
    kind = RowKind.MOVED if moved else RowKind.CHANGED if reworded else RowKind.SAME
    if reworded:
        pieces = tuple(_marked(old.words(), new.words()))
    elif renumbered:
        pieces = (*_change(old.head, new.head), Piece(PieceKind.SAME, new.body))
    else:
        pieces = (Piece(PieceKind.SAME, new.head + new.body),)
    return Row(kind, old.block, new.block, pieces, reworded, renumbered)


def _marked(old_words: list[str], new_words: list[str]) -> Iterator[Piece]:
    """The words of both, with what was taken out and what was put in."""
    if max(len(old_words), len(new_words)) > MARKED:
        yield from _marked_between(old_words, new_words)
        return
    deleted = inserted = ""
    codes = list(Indel.opcodes(old_words, new_words))
    for at, code in enumerate(codes):
        if code.tag == "insert":
            inserted += "".join(new_words[code.dest_start : code.dest_end])
        elif code.tag == "delete":
            deleted += "".join(old_words[code.src_start : code.src_end])
        else:
            text = "".join(old_words[code.src_start : code.src_end])
            if len(text) == 1 and 0 < at < len(codes) - 1:  # one character between two changes reads better inside them
                deleted, inserted = deleted + text, inserted + text
                continue
            yield from _change(deleted, inserted)
            deleted = inserted = ""
            yield Piece(PieceKind.SAME, text)
    yield from _change(deleted, inserted)


def _marked_between(old_words: list[str], new_words: list[str]) -> Iterator[Piece]:
    """The same for an enormous clause: what begins and what ends both alike is set aside first."""
    shortest = min(len(old_words), len(new_words))
    first = next((at for at in range(shortest) if old_words[at] != new_words[at]), shortest)
    last = next((at for at in range(shortest - first) if old_words[-1 - at] != new_words[-1 - at]), shortest - first)
    old_middle, new_middle = old_words[first : len(old_words) - last], new_words[first : len(new_words) - last]
    if first:
        yield Piece(PieceKind.SAME, "".join(old_words[:first]))
    if max(len(old_middle), len(new_middle)) > MARKED:
        yield from _change("".join(old_middle), "".join(new_middle))
    else:
        yield from _marked(old_middle, new_middle)
    if last:
        yield Piece(PieceKind.SAME, "".join(old_words[len(old_words) - last :]))


def _change(deleted: str, inserted: str) -> Iterator[Piece]:
    if deleted:
        yield Piece(PieceKind.DELETE, deleted)
    if inserted:
        yield Piece(PieceKind.INSERT, inserted)


def _cells(rows: Iterable[tuple[str, ...]]) -> list[str]:
    words: list[str] = []
    for row in rows:
        for cell in row:
            words += [cell, "\t"]
        words[-1:] = ["\n"]
    return words[:-1]
