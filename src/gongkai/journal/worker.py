"""The background worker: puts the journal in order and does the duties, in two threads, until told to stop.

Every turn gives new entries their positions, then goes through the duties of this node; whatever is due and free is
claimed by a lease and done. A follower's bookmark moves after its batch is done, so a crash in between repeats the batch."""

import logging
import threading
import time
from contextlib import nullcontext
from datetime import timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import close_old_connections, connection, connections, transaction
from django.db.models import F, Max, Q

from gongkai.journal import actions, duties, leases
from gongkai.journal.duties import Follower, Schedule
from gongkai.journal.models import Arrival, Duty, Entry, Leaf, Retry
from gongkai.journal.rules import backoff
from gongkai.shared import clock

THREADS = 2  # one stays free while the other is at something long
IDLE = 0.5  # seconds between two looks
SLICE = 5.0  # seconds a follower that is far behind keeps its thread before the others have their turn

log = logging.getLogger(__name__)


def run(stop: threading.Event) -> None:
    """Work until `stop` is set, then finish the batch in hand and return. Errors and lost databases are logged and
    outlived; a room whose followers cannot be imported is not."""
    duties.registered()
    threads = [threading.Thread(target=_work, args=(stop,), name=f"duties-{n + 1}", daemon=True) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _work(stop: threading.Event) -> None:
    ready = False
    while not stop.is_set():
        try:
            close_old_connections()
            if not ready:
                _prepare()
                ready = True
            if not _turn(stop):
                stop.wait(IDLE)
        except Exception:
            log.exception("a worker thread stumbled and goes on")
            connections.close_all()
            stop.wait(2)
    connections.close_all()


def drain(*, patience: float = 120.0) -> None:
    """Put the journal in order and run every follower until all have handled all entries; entries that failed stay for
    later, schedules are not run. What another process is just doing is waited for; raises TimeoutError after `patience`
    seconds of nothing else to do."""
    _prepare()
    never = threading.Event()
    waited_since = time.monotonic()
    while True:
        if _turn(never, schedules=False):
            waited_since = time.monotonic()
        elif not _others_are_behind():
            return
        elif time.monotonic() - waited_since > patience:
            raise TimeoutError("another process holds a follower that does not come to an end")
        else:
            time.sleep(0.05)


def _prepare() -> None:
    """Free what a crash left held; a row for every duty; a schedule now due earlier than its row says is moved up."""
    leases.release_the_dead()
    now = clock.now()
    for duty in duties.registered().values():
        first = None
        if isinstance(duty, Schedule):
            first = duty.after(now) if duty.cron else now
        if duty.node:
            Duty.objects.filter(name=duty.name, node="").delete()  # from when it was one for all nodes
        row, _ = Duty.objects.get_or_create(name=duty.name, node=duty.node, defaults={"due_at": first})
        if isinstance(duty, Schedule):
            Duty.objects.filter(pk=row.pk, due_at__gt=duty.after(now)).update(due_at=duty.after(now))


def _turn(stop: threading.Event, *, schedules: bool = True) -> bool:
    """Do once what is due; returns whether there was anything."""
    worked = False
    while Arrival.objects.exists() and actions.place():
        worked = True
    now, last = clock.now(), _last_position()
    retrying = set(Retry.objects.filter(parked_at=None, due_at__lte=now).values_list("duty_id", flat=True))
    for row in _rows():
        if stop.is_set():
            break
        duty = duties.registered()[row.name]
        if row.lease_until and row.lease_until > now and row.lease_by != leases.me():
            continue
        if isinstance(duty, Follower):
            if row.position < last or row.pk in retrying:
                worked = _follow(duty, row, stop) or worked
        elif schedules and row.due_at and row.due_at <= now:
            worked = _run(duty, row) or worked
    return worked


def _rows() -> list[Duty]:
    """The duties of this node that the running program knows."""
    nodes = {name: duty.node for name, duty in duties.registered().items()}
    rows = Duty.objects.filter(node__in=("", settings.NODE)).order_by("id")
    return [row for row in rows if nodes.get(row.name) == row.node]


def _last_position() -> int:
    return Leaf.objects.aggregate(last=Max("position"))["last"] or 0


def _others_are_behind() -> bool:
    """Are there followers of this node, held by others, with entries to come; or arrivals that others are placing?"""
    last = _last_position()
    held = any(isinstance(duties.registered()[row.name], Follower) and row.lease_until and row.position < last for row in _rows())
    return held or Arrival.objects.exists()


def _follow(follower: Follower, row: Duty, stop: threading.Event) -> bool:
    """Retries that are due, then batch after batch; returns whether there was anything to do."""
    with leases.held(row) as duty:
        if duty is None:
            return False
        worked = _retry(follower, duty)
        until = time.monotonic() + SLICE
        while not stop.is_set() and time.monotonic() < until:
            entries, reached = _next(follower, duty.position)
            if reached <= duty.position:
                return worked
            worked = True
            if entries:
                _handle(follower, duty, entries)
            if not _bookmark(duty, reached):
                return worked
        return True


def _next(follower: Follower, position: int) -> tuple[list[Entry], int]:
    """The next entries for this follower, and the position reached when they are done."""
    last = _last_position()
    leaves = Leaf.objects.filter(position__gt=position, position__lte=last)
    wanted = reduce(or_, (Q(entry__kind__startswith=kind) for kind in follower.kinds))
    found = list(leaves.filter(wanted).order_by("position").select_related("entry")[: follower.batch])
    return [leaf.entry for leaf in found], found[-1].position if len(found) == follower.batch else last


def _bookmark(duty: Duty, reached: int) -> bool:
    """Move the bookmark, unless the lease was lost or the follower rewound meanwhile. Returns whether the duty is still ours."""
    mine = Duty.objects.filter(pk=duty.pk, lease_by=leases.me())
    moved = mine.filter(position=duty.position).update(position=reached, last_run=clock.now())
    duty.refresh_from_db()
    return bool(moved) or duty.lease_by == leases.me()


def _handle(follower: Follower, duty: Duty, entries: list[Entry]) -> None:
    """A batch that fails is tried again entry by entry; an entry that fails is kept for later."""
    try:
        _do(follower, entries)
    except Exception as error:
        if len(entries) == 1:
            _keep_for_later(duty, entries[0], error)
            return
        for entry in entries:
            _handle(follower, duty, [entry])


def _do(follower: Follower, entries: list[Entry]) -> None:
    # inside a test's transaction an error of the database must not spoil the whole of it
    with transaction.atomic() if connection.in_atomic_block else nullcontext():
        follower.do(entries)


def _keep_for_later(duty: Duty, entry: Entry, error: Exception) -> None:
    log.warning("%s could not handle entry %s", duty.name, entry.pk, exc_info=error)
    now = clock.now()
    retry, _ = Retry.objects.get_or_create(duty=duty, entry=entry, defaults={"attempts": 0, "due_at": now})
    retry.attempts += 1
    retry.error = describe(error)
    retry.due_at = now + backoff.wait(retry.attempts)
    retry.parked_at = now if backoff.exhausted(retry.attempts) else None
    retry.save()


def _retry(follower: Follower, duty: Duty) -> bool:
    due = list(duty.retries.filter(parked_at=None, due_at__lte=clock.now()).select_related("entry").order_by("due_at")[: follower.batch])
    for retry in due:
        try:
            _do(follower, [retry.entry])
        except Exception as error:
            _keep_for_later(duty, retry.entry, error)
        else:
            retry.delete()
    return bool(due)


def _run(schedule: Schedule, row: Duty) -> bool:
    """A schedule that failed is tried again with back-off."""
    now = clock.now()
    with leases.held(row, due_by=now) as duty:
        if duty is None:
            return False
        mine = Duty.objects.filter(pk=duty.pk, lease_by=leases.me())
        try:
            schedule.do(now)
        except Exception as error:
            log.exception("%s failed", schedule.name)
            again = clock.now() + max(backoff.wait(duty.failures + 1), timedelta(seconds=schedule.seconds))
            mine.update(due_at=again, last_run=now, last_error=describe(error), failures=F("failures") + 1)
        else:
            mine.update(due_at=schedule.after(clock.now()), last_run=now, last_error="", failures=0)
    return True


def describe(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:2000]
