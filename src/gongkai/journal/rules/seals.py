"""Seals, and the proof that an entry lies under one.

A seal is SM3(0x02 ‖ canonical JSON of the batch), and the batch names two earlier seals: the one before it and one
further back (its number with the lowest bit cleared). Whoever kept any published seal can so be shown, in a few dozen steps,
that an entry of years before is still what it was."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from gongkai.journal.rules import merkle
from gongkai.shared.digest import canonical

MOST_LEAVES = 1024  # in one batch
NONE_BEFORE = "0" * 64  # what the first batch names


@dataclass(frozen=True)
class Sealed:
    """A batch as it is sealed. Digests are 64 hex digits; `sealed_at` is ISO text in UTC."""

    number: int
    first_position: int
    last_position: int
    root: str
    previous_seal: str
    skip_seal: str
    sealed_at: str

    @property
    def size(self) -> int:
        return self.last_position - self.first_position + 1

    @property
    def seal(self) -> str:
        return merkle.h(b"\x02" + canonical(asdict(self))).hex()


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def skipped_to(number: int) -> int:
    """The batch further back that a batch names beside its predecessor; 0 is before the first."""
    return number & (number - 1)


def route(first: int, last: int) -> list[int]:
    """The batches that lead from `first` (not listed) to `last`, each naming the one before it in the list."""
    steps, number = [], last
    while number > first:
        steps.append(number)
        number = skipped_to(number) if skipped_to(number) >= first else number - 1
    return steps[::-1]


@dataclass(frozen=True)
class Proof:
    """An entry lies in a batch, and the batch under a published seal."""

    entry: str  # the canonical JSON that was hashed; who did it is in it only as a salted digest
    position: int
    path: tuple[str, ...]  # neighbours from the leaf up
    batch: Sealed
    later: tuple[Sealed, ...]  # up to the batch whose seal was published

    @property
    def leaf(self) -> str:
        return merkle.leaf(self.entry.encode()).hex()

    @property
    def checkpoint(self) -> Sealed:
        return self.later[-1] if self.later else self.batch

    def as_dict(self) -> dict[str, Any]:
        """For JSON; `from_dict` takes it back."""
        return {**asdict(self), "leaf": self.leaf, "seal": self.checkpoint.seal}


def from_dict(given: Mapping[str, Any]) -> Proof:
    """Raises KeyError or TypeError if it is not the shape `as_dict` gives."""
    return Proof(
        entry=given["entry"],
        position=given["position"],
        path=tuple(given["path"]),
        batch=Sealed(**given["batch"]),
        later=tuple(Sealed(**batch) for batch in given["later"]),
    )


def verify(proof: Proof, seal: str) -> bool:
    """Does the proof show that its entry lies under this seal, kept from a published checkpoint?"""
    try:
        neighbours = [bytes.fromhex(part) for part in proof.path]
    except ValueError:
        return False
    batch = proof.batch
    climbed = merkle.climb(bytes.fromhex(proof.leaf), proof.position - batch.first_position, batch.size, neighbours)
    return climbed is not None and climbed.hex() == batch.root and _joined([batch, *proof.later]) and proof.checkpoint.seal == seal


def _joined(batches: Sequence[Sealed]) -> bool:
    return all(
        (later.number - 1, later.previous_seal) == (earlier.number, earlier.seal)
        or (skipped_to(later.number), later.skip_seal) == (earlier.number, earlier.seal)
        for earlier, later in pairwise(batches)
    )
