"""Is the journal still what was written? Reads all of it, in little memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Max

from gongkai.journal.models import Arrival, Batch, Entry, Leaf
from gongkai.journal.rules import entries, merkle, seals

AT_ONCE = 2000  # rows

Problem = tuple[str, str]  # its sort, and what is wrong where


def problems(known: Mapping[int, str] | None = None) -> Iterator[str]:
    """What is wrong, in Chinese: of each sort of problem the first row, by its number, and how many more there are. Nothing
    comes out if all is well. `known` are seals kept from published checkpoints, by batch number: without one, nobody can
    tell that the whole journal was written anew or its end cut off."""
    first: dict[str, str] = {}
    count: dict[str, int] = {}
    for sort, what in _all(known or {}):
        first.setdefault(sort, what)
        count[sort] = count.get(sort, 0) + 1
    for sort, what in first.items():
        yield f"{sort}：{what}" + (f"（同类问题共 {count[sort]} 处）" if count[sort] > 1 else "")


def _all(known: Mapping[int, str]) -> Iterator[Problem]:
    yield from _unplaced()
    walk = _Walk()
    for batch in _batches():
        yield from _chain(walk, batch, known.get(batch.number))
        yield from walk.up_to(batch)
    yield from walk.up_to(None)
    for number in sorted(number for number in known if number > walk.number):
        yield "封印缺失", f"已公布的第 {number} 批封印在库中找不到"


def _unplaced() -> Iterator[Problem]:
    lost = Entry.objects.filter(leaf=None).exclude(pk__in=Arrival.objects.values("entry_id")).order_by("pk")
    for pk in _keyset(lost):
        yield "没有次序的记录", f"第 {pk} 号记录既未排定次序，也不在等待排序之列"


def _keyset(rows) -> Iterator[int]:
    last = 0
    while some := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:AT_ONCE]):
        yield from some
        last = some[-1]


@dataclass
class _Walk:
    """How far the reading has come."""

    position: int = 0
    number: int = 0  # of the last batch
    seal: str = seals.NONE_BEFORE

    def __post_init__(self) -> None:
        self.kept = {0: seals.NONE_BEFORE}  # seals that later batches will name as further back

    def up_to(self, batch: Batch | None) -> Iterator[Problem]:
        """Read the leaves up to the end of a batch, or to the very end."""
        digests: list[bytes] = []
        for position, *row in _leaves(self.position, batch.last_position if batch else None):
            if position != self.position + 1:
                yield "记录缺失", f"次序 {self.position + 1} 至 {position - 1} 的记录不见了"
            self.position = position
            pk, at, kind, about, by, by_name, salt, data, digest = row
            if entries.digest(entries.row(at=at, kind=kind, about=about, by=by, by_name=by_name, salt=salt, data=data)) != digest:
                yield "内容被改动", f"第 {pk} 号记录（{kind}，{about}，次序 {position}）与它的摘要不符"
            digests.append(bytes.fromhex(digest))
        if batch is None:
            return
        if self.position < batch.last_position:
            yield "记录缺失", f"次序 {self.position + 1} 至 {batch.last_position} 的记录不见了"
            self.position = batch.last_position
        if not digests or merkle.root(digests).hex() != batch.root:
            yield (
                "批次与记录不符",
                f"第 {batch.number} 批（次序 {batch.first_position} 至 {batch.last_position}）的记录与封存时不同",
            )


def _chain(walk: _Walk, batch: Batch, published: str | None) -> Iterator[Problem]:
    """Does the batch follow the one before, name the right seals and carry its own?"""
    number = batch.number
    if number != walk.number + 1:
        yield "批次缺失", f"第 {walk.number + 1} 至 {number - 1} 批不见了"
    elif batch.first_position != walk.position + 1:
        yield "批次不相接", f"第 {number} 批从次序 {batch.first_position} 开始，应为 {walk.position + 1}"
    elif batch.previous_seal != walk.seal or batch.skip_seal != walk.kept.get(seals.skipped_to(number)):
        yield "封印链断开", f"第 {number} 批没有接上前面的封印"
    if batch.sealed().seal != batch.seal:
        yield "封印不符", f"第 {number} 批的封印与它的内容不符"
    if published and published != batch.seal:
        yield "与已公布的封印不符", f"第 {number} 批的封印与公布过的不同"
    walk.number, walk.seal = number, batch.seal
    walk.kept[number] = batch.seal
    for old in [old for old in walk.kept if old and old + (old & -old) // 2 <= number]:
        del walk.kept[old]  # no later batch names it


def _batches() -> Iterator[Batch]:
    last = 0
    while some := list(Batch.objects.filter(number__gt=last).order_by("number")[:AT_ONCE]):
        yield from some
        last = some[-1].number


def _leaves(after: int, until: int | None) -> Iterator[tuple]:
    if until is None:
        until = Leaf.objects.aggregate(last=Max("position"))["last"] or 0
    fields = ("position", "entry_id", *(f"entry__{name}" for name in ("at", "kind", "about", "by_id", "by_name", "salt", "data", "digest")))
    while some := list(Leaf.objects.filter(position__gt=after, position__lte=until).order_by("position").values_list(*fields)[:AT_ONCE]):
        yield from some
        after = some[-1][0]
