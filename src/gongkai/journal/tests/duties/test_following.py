from datetime import timedelta

import pytest
from django.db import IntegrityError

from gongkai.journal import actions, duties, leases, queries, worker
from gongkai.journal.duties import at, every, follower
from gongkai.journal.models import Arrival, Duty, Entry, Leaf, Retry
from gongkai.journal.tests.conftest import NOON

pytestmark = pytest.mark.usefixtures("db", "no_other_duties")


@pytest.fixture
def seen() -> list[list[int]]:
    """What a follower was given: a list of numbers a time."""
    return []


def numbers(entries: list[Entry]) -> list[int]:
    return [entry.data["n"] for entry in entries]


def test_a_follower_is_given_the_entries_of_its_kinds_in_order_in_batches(note, seen):
    @follower("test.f", kinds=("policies.", "people.officer"), batch=2)
    def follow(entries):
        seen.append(numbers(entries))

    kinds = ["policies.edition.published", "foi.case.received", "policies.edition.withdrawn", "people.officer.joined", "people.post.held"]
    for n, kind in enumerate(kinds):
        note(kind, n=n)
    worker.drain()
    assert seen == [[0, 2], [3]]
    worker.drain()
    assert seen == [[0, 2], [3]]
    note("policies.edition.published", n=5)
    worker.drain()
    assert seen[2:] == [[5]]


def test_the_bookmark_passes_entries_of_other_kinds(note):
    @follower("test.f", kinds=("never.",))
    def follow(entries):
        raise AssertionError

    for _ in range(3):
        note()
    worker.drain()
    assert Duty.objects.get(name="test.f").position == 3


def test_a_kind_with_a_wildcard_sign_means_itself(note, seen):
    @follower("test.f", kinds=("a.b_c",))
    def follow(entries):
        seen.append(numbers(entries))

    note("a.b_c", n=1)
    note("a.bxc", n=2)
    worker.drain()
    assert seen == [[1]]


def test_what_a_follower_writes_is_followed_in_the_same_drain(note, seen):
    @follower("test.first", kinds=("test.",))
    def first(entries):
        for entry in entries:
            note("other.made", n=entry.data["n"] * 10)

    @follower("test.second", kinds=("other.",))
    def second(entries):
        seen.append(numbers(entries))

    note(n=4)
    worker.drain()
    assert seen == [[40]]


def test_an_entry_that_fails_does_not_hold_up_the_others_and_comes_again(note, seen, time):
    broken = {2}

    @follower("test.f", kinds=("",), batch=10)
    def follow(entries):
        if broken & set(numbers(entries)):
            raise RuntimeError("索引写不进去")
        seen.append(numbers(entries))

    for n in range(4):
        note(n=n)
    worker.drain()
    assert seen == [[0], [1], [3]]
    retry = Retry.objects.get()
    assert (retry.attempts, retry.error, retry.parked_at) == (1, "RuntimeError: 索引写不进去", None)
    assert Duty.objects.get(name="test.f").position == 4

    broken.clear()
    worker.drain()
    assert seen == [[0], [1], [3]], "not before its time"
    time.passes(seconds=10)
    worker.drain()
    assert seen[3:] == [[2]]
    assert not Retry.objects.exists()


def test_after_eight_failures_an_entry_is_parked_until_a_person_tries_again(note, time, li, seen):
    broken = [True]

    @follower("test.f", kinds=("test.",))
    def follow(entries):
        if broken:
            raise IntegrityError("duplicate")
        seen.append(numbers(entries))

    entry = note(n=1)
    for _ in range(12):
        worker.drain()
        time.passes(hours=2)
    (retry,) = queries.parked()
    assert (retry.attempts, retry.entry, retry.duty.name) == (8, entry, "test.f")
    assert queries.standings()[0].parked == 1

    broken.clear()
    actions.unpark(retry, by=li, at=time.now)
    worker.drain()
    assert seen == [[1]]
    assert not Retry.objects.exists()
    assert Entry.objects.get(kind="journal.retry.unparked").data == {"entry": entry.pk}


def test_an_error_of_the_database_in_a_follower_spoils_only_its_own_work(note):
    @follower("test.f", kinds=("test.",))
    def follow(entries):
        Leaf.objects.create(position=1, entry=entries[0])

    note()
    worker.drain()
    assert Retry.objects.count() == 1


def test_a_rewound_follower_is_given_everything_again(note, seen, time):
    @follower("test.f", kinds=("test.",), batch=2)
    def follow(entries):
        if 9 in numbers(entries):
            raise RuntimeError
        seen.append(numbers(entries))

    for n in (1, 2, 9):
        note(n=n)
    worker.drain()
    assert actions.rewind("test.f", at=NOON) == 1
    assert not Retry.objects.exists()
    worker.drain()
    assert seen == [[1, 2], [1, 2]]
    assert Entry.objects.get(kind="journal.duty.rewound").about == "journal.duty:test.f"


def test_a_follower_rewound_while_it_works_begins_again(note, seen):
    @follower("test.f", kinds=("test.",), batch=1)
    def follow(entries):
        seen.append(numbers(entries))
        if len(seen) in (1, 3):  # with nothing behind it, and with something
            actions.rewind("test.f", at=NOON)

    note(n=1)
    note(n=2)
    worker.drain()
    assert seen == [[1], [1], [2], [1], [2]]


def test_a_crash_between_the_work_and_the_bookmark_repeats_the_batch(note, seen, monkeypatch):
    @follower("test.f", kinds=("test.",))
    def follow(entries):
        seen.append(numbers(entries))

    note(n=1)

    class Crash(BaseException):
        pass

    def crash(*args):
        raise Crash

    with monkeypatch.context() as broken:
        broken.setattr(worker, "_bookmark", crash)
        with pytest.raises(Crash):
            worker.drain()
    worker.drain()
    assert seen == [[1], [1]]


def test_a_follower_of_every_node_has_a_bookmark_on_each(note, seen, settings):
    def follow(entries):
        seen.append(numbers(entries))

    note(n=1)
    for node in ("甲", "乙", "甲"):
        settings.NODE = node
        duties._registered.clear()
        follower("test.f", kinds=("test.",), per_node=True)(follow)
        worker.drain()
    assert seen == [[1], [1]]
    assert sorted(Duty.objects.values_list("node", flat=True)) == ["乙", "甲"]


def test_a_schedule_of_every_node_runs_on_each_of_them(seen, settings, time):
    Duty.objects.create(name="test.often", node="", due_at=NOON)  # from when it was one for all
    for node in ("甲", "乙", "甲"):
        settings.NODE = node
        duties._registered.clear()
        every("test.often", seconds=30, per_node=True)(lambda now: seen.append(settings.NODE))
        at("test.nightly", cron="10 0 * * *", per_node=True)(lambda now: None)
        turn()
    assert seen == ["甲", "乙"]
    assert sorted(Duty.objects.values_list("name", "node")) == [
        *(("test.nightly", "乙"), ("test.nightly", "甲")),
        *(("test.often", "乙"), ("test.often", "甲")),
    ]


def test_what_another_holds_is_left_to_it_and_drain_waits_only_so_long(note, time):
    @follower("test.f", kinds=("test.",))
    def follow(entries):
        raise AssertionError

    worker.drain()
    Duty.objects.update(lease_until=NOON + timedelta(minutes=1), lease_by="another:1:00:1")
    note()
    with pytest.raises(TimeoutError):
        worker.drain(patience=0.2)


def test_a_lease_nobody_renewed_is_taken_over(note, seen, time):
    @follower("test.f", kinds=("test.",))
    def follow(entries):
        seen.append(numbers(entries))

    worker.drain()
    Duty.objects.update(lease_until=NOON + timedelta(minutes=1), lease_by="another:1:00:1")
    note(n=1)
    time.passes(seconds=61)
    worker.drain()
    assert seen == [[1]]
    assert Duty.objects.get().lease_until is None


def test_the_leases_of_dead_processes_of_this_node_are_freed_and_no_others(settings, time):
    import os
    import subprocess

    ended = subprocess.Popen(["true"])
    ended.wait()
    until = NOON + timedelta(minutes=1)
    holders = {
        "dead": f"{settings.NODE}:{ended.pid}:00:1",
        "same number, earlier run": f"{settings.NODE}:{os.getpid()}:00:1",
        "alive": f"{settings.NODE}:{os.getppid()}:00:1",
        "this very run": leases.me(),
        "elsewhere": f"elsewhere:{ended.pid}:00:1",
    }
    for name, holder in holders.items():
        Duty.objects.create(name=name, lease_by=holder, lease_until=until)
    assert leases.release_the_dead() == 2
    assert set(Duty.objects.filter(lease_until=None).values_list("name", flat=True)) == {"dead", "same number, earlier run"}


def turn() -> None:
    import threading

    worker._prepare()
    worker._turn(threading.Event())


def test_a_schedule_runs_when_due_and_not_before(time):
    runs = []

    @every("test.often", seconds=30)
    def often(now):
        runs.append(now)

    @at("test.nightly", cron="10 0 * * *")
    def nightly(now):
        runs.append("nightly")

    turn()
    turn()
    assert runs == [NOON]
    time.passes(seconds=30)
    turn()
    assert runs == [NOON, NOON + timedelta(seconds=30)]
    assert Duty.objects.get(name="test.nightly").due_at == NOON.replace(hour=0, minute=10) + timedelta(days=1)
    time.passes(days=3)
    turn()
    turn()
    assert runs.count("nightly") == 1, "nights that passed while nothing ran are made up for once"


def test_a_schedule_that_fails_says_why_and_tries_again_later(time):
    runs = []

    @every("test.often", seconds=1)
    def often(now):
        runs.append(now)
        if len(runs) < 3:
            raise RuntimeError("没有网络")

    turn()
    duty = Duty.objects.get()
    assert (duty.last_error, duty.failures, duty.due_at) == ("RuntimeError: 没有网络", 1, NOON + timedelta(seconds=10))
    time.passes(seconds=10)
    turn()
    assert Duty.objects.get().due_at == time.now + timedelta(seconds=20)
    time.passes(seconds=20)
    turn()
    assert (Duty.objects.get().last_error, Duty.objects.get().failures) == ("", 0)


def test_a_schedule_made_more_frequent_takes_effect_at_the_next_start(time):
    every("test.s", seconds=86400)(lambda now: None)
    turn()
    duties._registered.clear()
    every("test.s", seconds=60)(lambda now: None)
    turn()
    assert Duty.objects.get().due_at == NOON + timedelta(seconds=60)


def test_two_duties_cannot_have_one_name():
    def one(entries): ...
    def two(entries): ...

    follower("test.f", kinds=("a.",))(one)
    with pytest.raises(ValueError, match="two duties"):
        follower("test.f", kinds=("a.",))(two)


@pytest.mark.parametrize("cron", ["", "every day", "61 0 * * *"])
def test_a_line_that_is_no_cron_line_is_refused_at_once(cron):
    with pytest.raises(ValueError, match="cron"):
        at("test.s", cron=cron)


def test_an_idle_turn_asks_the_database_four_times(note, django_assert_num_queries):
    @follower("test.f", kinds=("test.",))
    def follow(entries): ...

    note()
    worker.drain()
    import threading

    with django_assert_num_queries(4):
        assert worker._turn(threading.Event()) is False
    assert not Arrival.objects.exists()
