"""Bringing the index of this node in line with the library. Only the worker calls these; each may be repeated at will."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from gongkai.journal import actions as journal
from gongkai.people.models import Officer
from gongkai.people.rules.permits import require
from gongkai.policies import indexing as policies
from gongkai.policies.rules.indexing import IndexedPolicy
from gongkai.search.index import backend
from gongkai.search.queries import about_search
from gongkai.search.rules.entries import digest_of, entries_of
from gongkai.search.rules.index import Entry
from gongkai.search.rules.permits import WHO_MAY, Permit

AT_ONCE = 200  # policies read from the database at a time


@dataclass(frozen=True)
class Repair:
    """How far the index was behind: policies it lacked, held with old facts, held though they may not be found."""

    missing: int = 0
    stale: int = 0
    surplus: int = 0

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.surplus)


def keep_up(policy_ids: Iterable[int], *, on: date) -> None:
    """Index the present public facts of these policies; those that may not be found leave the index. Raises NoIndex."""
    index = backend()
    try:
        for ids in _chunks(dict.fromkeys(policy_ids)):
            found = {policy.policy_id: policy for policy in policies.for_index(ids, on=on)}
            for policy_id in ids:
                if policy_id in found:
                    index.upsert(policy_id, entries_of(found[policy_id]))
                else:
                    index.delete(policy_id)
    finally:
        index.commit()


def rebuild(*, on: date) -> int:
    """A new index from the library as it is; the number of policies in it. The old one answers until then. What changed while
    it was being built is caught up with at the end."""
    count = backend().replace(_everything(on))
    compare(on=on)
    return count


def compare(*, on: date) -> Repair:
    """Compare every policy with what the index holds of it, and repair the differences. Raises NoIndex."""
    index = backend()
    surplus = dict(index.known())
    missing = stale = 0
    try:
        for policy in _public(on):
            held = surplus.pop(policy.policy_id, None)
            if held == digest_of(policy):
                continue
            missing, stale = missing + (held is None), stale + (held is not None)
            index.upsert(policy.policy_id, entries_of(policy))
        for policy_id in surplus:
            index.delete(policy_id)
    finally:
        index.commit()
    index.forget_vectors()
    return Repair(missing, stale, len(surplus))


def ask_rebuild(*, by: Officer, at: datetime) -> None:
    """Have every node rebuild its index; each does so when it comes to this entry of the journal."""
    require(by.actor(), Permit.REBUILD, about_search(), WHO_MAY)
    journal.write("search.index.rebuild_asked", about="search.index:every", by=by, at=at)


def _everything(on: date) -> Iterator[tuple[int, list[Entry]]]:
    return ((policy.policy_id, entries_of(policy)) for policy in _public(on))


def _public(on: date) -> Iterator[IndexedPolicy]:
    for ids in _chunks(policy_id for policy_id, _ in policies.public_ids(on)):
        yield from policies.for_index(ids, on=on)


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while chunk := list(islice(rest, AT_ONCE)):
        yield chunk
