"""With real connections, real threads and real processes: what a test inside one transaction cannot show."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import OperationalError, connection, connections, transaction

from gongkai.journal import actions, leases, queries, verify, worker
from gongkai.journal.duties import every, follower
from gongkai.journal.models import Arrival, Duty, Entry, Leaf
from gongkai.journal.tests.conftest import NOON
from gongkai.shared import clock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_other_duties")]

SLOW_WORKER = Path(__file__).with_name("slow_worker.py")


def together(count: int, do: Callable[[int], object]) -> None:
    """Run it in so many threads at once, each with its own connection; an error in one is an error here."""
    start, errors = threading.Barrier(count), []

    def one(n: int) -> None:
        try:
            start.wait()
            do(n)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def eventually(what: Callable[[], object], seconds: float = 30.0) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "did not happen in time"
        time.sleep(0.02)


@pytest.fixture
def working():
    """A worker in the background while the test runs."""
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop,))
    yield thread.start
    stop.set()
    thread.join(30)
    assert not thread.is_alive()


def test_of_many_that_claim_a_duty_one_has_it():
    duty = Duty.objects.create(name="test.f")
    had, done = [], threading.Barrier(6)

    def claim(n: int) -> None:
        with leases.held(duty) as mine:
            if mine:
                had.append(n)
            done.wait()

    together(6, claim)
    assert len(had) == 1
    duty.refresh_from_db()
    assert (duty.lease_until, duty.lease_by) == (None, "")


def test_many_workers_run_a_schedule_once():
    runs = []
    every("test.s", seconds=3600)(runs.append)
    worker._prepare()
    together(5, lambda n: worker._turn(threading.Event()))
    assert len(runs) == 1


def test_many_workers_give_a_follower_every_entry_once(note):
    seen = []

    @follower("test.f", kinds=("test.",), batch=3)
    def follow(entries):
        time.sleep(0.001)
        seen.extend(entry.data["n"] for entry in entries)

    for n in range(50):
        note(n=n)
    together(4, lambda n: worker.drain())
    assert seen == list(range(50))


def test_writers_that_commit_late_or_never_leave_no_gap_and_no_entry_behind(note):
    """Entries are written by several at once, some roll back, some commit long after later numbers did; meanwhile two place
    and one follows."""
    seen, committed, writing = [], [], threading.Event()
    writing.set()

    @follower("test.f", kinds=("test.",), batch=7)
    def follow(entries):
        seen.extend(entry.pk for entry in entries)

    worker._prepare()
    chance = random.Random(5)
    fates = [[(chance.random() < 0.3, chance.random() * 0.01) for _ in range(25)] for _ in range(4)]

    def part(n: int) -> None:
        if n >= 4:
            while writing.is_set():
                worker._turn(threading.Event())
                time.sleep(0.002)
            return
        for rolls_back, linger in fates[n]:
            try:
                with transaction.atomic():
                    entry = note(n=n)
                    time.sleep(linger)
                    if rolls_back:
                        raise RuntimeError
                committed.append(entry.pk)
            except RuntimeError:
                pass
        if len(committed) == sum(not rolls_back for fate in fates for rolls_back, _ in fate):
            writing.clear()

    together(6, part)
    worker.drain()
    assert sorted(seen) == sorted(committed), "each once, none lost"
    assert list(Leaf.objects.order_by("position").values_list("position", flat=True)) == list(range(1, len(committed) + 1))
    assert list(Leaf.objects.order_by("position").values_list("entry_id", flat=True)) == seen
    actions.seal(at=NOON)
    assert list(verify.problems()) == []


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_an_entry_with_a_smaller_number_that_commits_later_is_not_passed_over(note):
    seen, written, go = [], threading.Event(), threading.Event()

    @follower("test.f", kinds=("test.",))
    def follow(entries):
        seen.extend(entry.data["n"] for entry in entries)

    def late() -> None:
        with transaction.atomic():
            note(n=1)
            written.set()
            go.wait(5)
        connections.close_all()

    thread = threading.Thread(target=late)
    thread.start()
    written.wait(5)
    note(n=2)
    worker.drain()
    assert seen == [2]
    go.set()
    thread.join()
    worker.drain()
    assert seen == [2, 1]
    assert Entry.objects.get(data={"n": 1}).pk < Entry.objects.get(data={"n": 2}).pk


def test_sealing_at_once_makes_one_chain(note):
    for n in range(20):
        note(n=n)
    while actions.place():
        pass
    together(4, lambda n: actions.seal(at=NOON))
    actions.seal(at=NOON)
    assert [batch.last_position for batch in queries.checkpoints()] == [20]
    assert list(verify.problems()) == []


def test_a_lease_is_renewed_while_the_work_lasts(monkeypatch):
    monkeypatch.setattr(leases, "RENEWED_EVERY", 0.05)
    duty = Duty.objects.create(name="test.f")
    with leases.held(duty) as mine:
        until = mine.lease_until
        eventually(lambda: Duty.objects.get().lease_until > until)


def test_the_worker_works_until_told_to_stop(note, working):
    seen, runs = [], []
    follower("test.f", kinds=("test.",))(lambda entries: seen.extend(entry.data["n"] for entry in entries))
    every("test.s", seconds=1)(runs.append)
    working()
    for n in range(3):
        note(n=n)
    eventually(lambda: seen == [0, 1, 2] and runs)
    eventually(lambda: Duty.objects.get(name="test.f").position == 3)


def test_the_worker_outlives_a_database_that_goes_away(note, working, monkeypatch):
    seen, gone = [], []
    follower("test.f", kinds=("test.",))(lambda entries: seen.extend(entry.data["n"] for entry in entries))
    place = actions.place

    def lost() -> int:
        if len(gone) < 2:
            gone.append(True)
            connection.close()
            raise OperationalError("server closed the connection unexpectedly")
        return place()

    monkeypatch.setattr(actions, "place", lost)
    note(n=1)
    working()
    eventually(lambda: seen == [1])
    assert len(gone) == 2


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no server")
def test_the_worker_outlives_its_connections_being_cut(note, working):
    seen = []
    follower("test.f", kinds=("test.",))(lambda entries: seen.extend(entry.data["n"] for entry in entries))
    working()
    note(n=1)
    eventually(lambda: seen == [1])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    note(n=2)
    eventually(lambda: seen == [1, 2])


def test_a_worker_killed_in_the_middle_of_its_work_does_it_again_after_the_restart(note, tmp_path):
    for n in range(1, 6):
        note(n=n)

    def start(hang_at: int) -> subprocess.Popen[bytes]:
        name = str(connection.settings_dict["NAME"])
        command = [sys.executable, str(SLOW_WORKER), name, str(tmp_path / "seen"), str(hang_at)]
        return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})

    def seen() -> list[str]:
        return (tmp_path / "seen").read_text().split() if (tmp_path / "seen").exists() else []

    first = start(hang_at=3)
    eventually(lambda: seen() == ["1", "2", "3"])
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    duty = Duty.objects.get(name="test.slow")
    assert duty.position == 2, "entries one and two are done with, three is not"
    assert duty.lease_until > clock.now(), "the dead still holds its lease"

    second = start(hang_at=0)
    try:
        eventually(lambda: Duty.objects.get(name="test.slow").position == 5)  # far sooner than the lease would have ended
    finally:
        second.terminate()
        assert second.wait(30) == 0
    assert seen() == ["1", "2", "3", "3", "4", "5"]
    assert Duty.objects.get(name="test.slow").lease_until is None
    assert not Arrival.objects.exists()
    actions.seal(at=NOON)
    assert list(verify.problems()) == []
