"""Who is at work on a duty. A lease is a mark on the duty's row, taken by one UPDATE, renewed while the work lasts, and
free again when it ends, when its process is found dead, or when nobody renewed it."""

import logging
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Q

from gongkai.journal.models import Duty
from gongkai.shared import clock

LEASE = timedelta(seconds=60)  # the clocks of the nodes may differ by less than this
RENEWED_EVERY = 20.0  # seconds
START = secrets.token_hex(4)  # this run of the program, should a later one get the same process number

log = logging.getLogger(__name__)


def me() -> str:
    """node:process:start:thread, the holder of a lease."""
    return f"{settings.NODE}:{os.getpid()}:{START}:{threading.get_ident()}"


@contextmanager
def held(duty: Duty, *, due_by: datetime | None = None) -> Iterator[Duty | None]:
    """The duty, fresh from the database and ours inside the block, or None if somebody else has it (or, with `due_by`, if
    it is no longer due by then)."""
    if not _claim(duty, due_by):
        yield None
        return
    ended = threading.Event()
    holder = me()
    if not connection.in_atomic_block:  # in a test's transaction nobody else could see the renewal
        threading.Thread(target=_renew, args=(duty.pk, holder, ended), name=f"lease of {duty.name}", daemon=True).start()
    try:
        duty.refresh_from_db()
        yield duty
    finally:
        ended.set()
        Duty.objects.filter(pk=duty.pk, lease_by=holder).update(lease_until=None, lease_by="")


def _claim(duty: Duty, due_by: datetime | None) -> bool:
    now = clock.now()
    # what this very thread still seems to hold is left over from a lost connection
    free = Q(lease_until=None) | Q(lease_until__lt=now) | Q(lease_by=me())
    due = Q(due_at__lte=due_by) if due_by else Q()
    return Duty.objects.filter(free, due, pk=duty.pk).update(lease_until=now + LEASE, lease_by=me()) == 1


def _renew(pk: int, holder: str, ended: threading.Event) -> None:
    while not ended.wait(RENEWED_EVERY):
        try:
            Duty.objects.filter(pk=pk, lease_by=holder).update(lease_until=clock.now() + LEASE)
        except (DatabaseError, InterfaceError):
            log.warning("a lease could not be renewed", exc_info=True)
            connection.close()
    connection.close()


def release_the_dead() -> int:
    """Free the leases of processes of this node that no longer run, so that work goes on at once after a crash. Returns
    how many."""
    freed = 0
    for duty in Duty.objects.filter(lease_until__isnull=False, lease_by__startswith=f"{settings.NODE}:"):
        pid, start = duty.lease_by.removeprefix(f"{settings.NODE}:").split(":")[:2]
        if start != START and (int(pid) == os.getpid() or not _runs(int(pid))):
            freed += Duty.objects.filter(pk=duty.pk, lease_by=duty.lease_by).update(lease_until=None, lease_by="")
    return freed


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
