"""Writing the journal, putting it in order, sealing it; and what a person may do about its followers."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, models, transaction
from django.db.models.functions import Least

from gongkai.journal.models import Arrival, Batch, Duty, Entry, Leaf, Retry, name_of
from gongkai.journal.rules import entries, merkle, seals

if TYPE_CHECKING:
    from gongkai.people.models import Officer

PLACED_AT_ONCE = 500
_way: ContextVar[str] = ContextVar("way", default="")


@transaction.atomic
def write(kind: str, *, about: models.Model | str, by: "Officer | None", at: datetime, data: dict[str, Any] | None = None) -> Entry:
    """Note that something happened, within the transaction that makes it so. `kind` is dotted lower-case
    ("policies.edition.published"), `about` a saved row or its name ("policies.policy:12"), `by` the officer or None for
    the system itself, `data` plain values without personal data. Raises ValueError or TypeError for anything else."""
    if not entries.KIND.fullmatch(kind):
        raise ValueError(f"not a kind of entry: {kind!r}")
    if at.tzinfo is None:
        raise ValueError("the time of an entry needs its time zone")
    if _way.get():
        data = {**(data or {}), "through": _way.get()}
    entry = Entry(
        at=at,
        kind=kind,
        about=name_of(about),
        by_id=by.pk if by else None,
        by_name=by.name if by else "",
        data=entries.plain(data or {}),
        salt=secrets.token_hex(16),
    )
    entry.digest = entries.digest(entry.row())
    entry.save(force_insert=True)
    Arrival.objects.create(entry=entry)
    return entry


@contextmanager
def through(way: str) -> Iterator[None]:
    """Every entry written inside says by what way it came to be, when that is not the desk: "command"."""
    before = _way.set(way)
    try:
        yield
    finally:
        _way.reset(before)


@transaction.atomic
def place() -> int:
    """Give committed entries the next positions; returns to how many. Two transactions may commit in another order than
    they wrote, so an entry's number says nothing about what a follower has seen: its position does, because it is given
    only to what is committed, by one placer at a time, without gaps (docs/decisions/0003)."""
    if not _only_one_at_a_time("gongkai.journal.place"):
        return 0
    arrived = list(Arrival.objects.order_by("entry_id").values_list("entry_id", flat=True)[:PLACED_AT_ONCE])
    last = _last(Leaf, "position")
    Leaf.objects.bulk_create(Leaf(position=last + n, entry_id=entry_id) for n, entry_id in enumerate(arrived, 1))
    Arrival.objects.filter(entry_id__in=arrived).delete()
    return len(arrived)


def seal(*, at: datetime) -> list[Batch]:
    """Seal every leaf not yet under a seal, in batches of at most 1024; returns the new batches."""
    made = []
    while batch := _seal_next(at):
        made.append(batch)
    return made


@transaction.atomic
def _seal_next(at: datetime) -> Batch | None:
    if not _only_one_at_a_time("gongkai.journal.seal"):
        return None
    previous = Batch.objects.order_by("-number").first()
    number, done = (previous.number + 1, previous.last_position) if previous else (1, 0)
    leaves = list(Leaf.objects.filter(position__gt=done).order_by("position").values_list("position", "entry__digest")[: seals.MOST_LEAVES])
    if not leaves:
        return None
    skipped = Batch.objects.filter(number=seals.skipped_to(number)).first()
    batch = Batch(
        number=number,
        first_position=done + 1,
        last_position=leaves[-1][0],
        root=merkle.root([bytes.fromhex(digest) for _, digest in leaves]).hex(),
        previous_seal=previous.seal if previous else seals.NONE_BEFORE,
        skip_seal=skipped.seal if skipped else seals.NONE_BEFORE,
        sealed_at=at,
    )
    batch.seal = batch.sealed().seal
    batch.save(force_insert=True)
    return batch


def _only_one_at_a_time(what: str) -> bool:
    """Is this transaction the one to do it? (SQLite: transactions that write come one after another anyway.)"""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [what])
        (mine,) = cursor.fetchone()
    return bool(mine)


def _last(model: type[models.Model], field: str) -> int:
    return model._default_manager.aggregate(last=models.Max(field))["last"] or 0


@transaction.atomic
def rewind(name: str, *, at: datetime, by: "Officer | None" = None, node: str | None = None) -> int:
    """Let a follower begin again from the first entry, on every node or the one named, to rebuild what it keeps; its
    retries go, since everything comes by again. Returns on how many nodes. Safe while it is at work: the batch in hand is
    finished, its bookmark refused, and it goes on from the beginning."""
    bookmarks = Duty.objects.filter(name=name) if node is None else Duty.objects.filter(name=name, node=node)
    Retry.objects.filter(duty__in=bookmarks).delete()
    # zero or less is the beginning; always another number than before, so that a bookmark being moved just now misses
    rewound = bookmarks.update(position=Least(models.F("position"), 0) - 1)
    write("journal.duty.rewound", about=f"journal.duty:{name}", by=by, at=at, data={"node": node or ""})
    return rewound


@transaction.atomic
def unpark(retry: Retry, *, by: "Officer | None", at: datetime) -> None:
    """Try a parked entry again, at once, with all its attempts before it."""
    retry.parked_at, retry.due_at, retry.attempts = None, at, 0
    retry.save(update_fields=["parked_at", "due_at", "attempts"])
    write("journal.retry.unparked", about=f"journal.duty:{retry.duty.name}", by=by, at=at, data={"entry": retry.entry_id})
