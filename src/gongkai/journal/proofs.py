"""Proofs for outsiders that an entry is what it was when it was sealed."""

from gongkai.journal.models import Batch, Entry, Leaf
from gongkai.journal.rules import merkle, seals
from gongkai.shared.refusal import Refused


def inclusion(entry: Entry, *, checkpoint: int | None = None) -> seals.Proof:
    """The proof that the entry lies under the seal of its own batch, or of the later batch numbered `checkpoint`.
    `rules.seals.verify(proof, seal)` checks it, with the seal somebody kept. Raises Refused while the entry is not sealed
    or that batch is earlier or unknown."""
    position = Leaf.objects.filter(entry=entry).values_list("position", flat=True).first()
    batch = None if position is None else Batch.objects.filter(last_position__gte=position).order_by("number").first()
    if position is None or batch is None:
        raise Refused("这条记录还没有封存，请过一分钟再试")
    leaves = Leaf.objects.filter(position__range=(batch.first_position, batch.last_position)).order_by("position")
    digests = [bytes.fromhex(digest) for digest in leaves.values_list("entry__digest", flat=True)]
    return seals.Proof(
        entry=entry.row().decode(),
        position=position,
        path=tuple(neighbour.hex() for neighbour in merkle.path(position - batch.first_position, digests)),
        batch=batch.sealed(),
        later=_later(batch.number, checkpoint or batch.number),
    )


def _later(first: int, last: int) -> tuple[seals.Sealed, ...]:
    if last < first:
        raise Refused("这条记录在所选封印之后才封存，请选更晚的封印")
    numbers = seals.route(first, last)
    found = Batch.objects.in_bulk(numbers)
    if len(found) < len(numbers):
        raise Refused("没有这个编号的封印")
    return tuple(found[number].sealed() for number in numbers)
