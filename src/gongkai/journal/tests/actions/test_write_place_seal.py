from datetime import datetime, timedelta

import pytest
from django.db import Error, connection, transaction

from gongkai.journal import actions, proofs
from gongkai.journal.models import Arrival, Batch, Entry, Leaf
from gongkai.journal.rules import entries, seals
from gongkai.journal.tests.conftest import NOON
from gongkai.shared.refusal import Refused


def test_an_entry_says_what_happened_about_what_by_whom(li):
    written = actions.write("policies.edition.published", about=li, by=li, at=NOON, data={"on": NOON.date()})
    kept = Entry.objects.get(pk=written.pk)
    assert (kept.kind, kept.about, kept.by, kept.by_name, kept.at) == (
        "policies.edition.published",
        f"people.officer:{li.pk}",
        li,
        "李四",
        NOON,
    )
    assert kept.data == {"on": "2026-03-02"}
    assert kept.digest == entries.digest(kept.row())


@pytest.mark.parametrize("data", [{"数": 10**30, "文": "（2024）１号 \U0001f600", "列": [None, True, -1, ""], "b": {"a": 1}}, {}])
def test_a_digest_is_the_same_after_the_database_gave_the_row_back(db, note, data):
    kept = Entry.objects.get(pk=note(**data).pk)
    assert kept.digest == entries.digest(kept.row())


def test_the_system_itself_writes_without_an_officer(note, db):
    assert (note().by, note().by_name) == (None, "")


@pytest.mark.parametrize(
    ("kind", "at", "data", "error"),
    [
        ("Published", NOON, {}, ValueError),
        ("a.b", datetime(2026, 1, 1), {}, ValueError),
        ("a.b", NOON, {"x": 1.5}, TypeError),
    ],
)
def test_what_is_not_an_entry_is_not_written(db, kind, at, data, error):
    with pytest.raises(error):
        actions.write(kind, about="a.b:1", by=None, at=at, data=data)
    assert not Entry.objects.exists()


def test_a_row_that_is_not_saved_cannot_be_spoken_of(db):
    with pytest.raises(ValueError, match="saved"):
        actions.write("a.b", about=Entry(), by=None, at=NOON)


def test_an_entry_goes_with_the_transaction_that_made_it(db, note):
    with pytest.raises(RuntimeError), transaction.atomic():
        note()
        raise RuntimeError
    assert not Entry.objects.exists()
    assert not Arrival.objects.exists()


STATEMENTS = [
    "UPDATE journal_entry SET by_name = '王芳'",
    "UPDATE journal_leaf SET position = position + 100",
    "UPDATE journal_batch SET seal = 'x'",
    "DELETE FROM journal_leaf",
    "DELETE FROM journal_entry",
    "DELETE FROM journal_batch",
]
ON_POSTGRES = ["TRUNCATE journal_entry CASCADE", "TRUNCATE journal_leaf", "TRUNCATE journal_batch"]
ON_SQLITE = [
    "REPLACE INTO journal_batch SELECT * FROM journal_batch",
    "INSERT OR REPLACE INTO journal_leaf SELECT * FROM journal_leaf",
    "REPLACE INTO journal_entry SELECT * FROM journal_entry",
    "UPDATE OR REPLACE journal_leaf SET position = 1",
]


def test_the_database_refuses_to_change_what_was_written(db, note):
    note()
    actions.place()
    actions.seal(at=NOON)
    connection.check_constraints()  # PostgreSQL truncates no table with checks outstanding
    before = [list(model.objects.values()) for model in (Entry, Leaf, Batch)]
    for statement in STATEMENTS + (ON_POSTGRES if connection.vendor == "postgresql" else ON_SQLITE):
        with pytest.raises(Error, match="日志只能追加"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert [list(model.objects.values()) for model in (Entry, Leaf, Batch)] == before


def test_positions_follow_each_other_without_gaps(db, note):
    first = note()
    actions.place()
    with pytest.raises(RuntimeError), transaction.atomic():
        note()
        raise RuntimeError
    second, third = note(), note()
    assert actions.place() == 2
    assert actions.place() == 0
    assert list(Leaf.objects.order_by("position").values_list("position", "entry")) == [(1, first.pk), (2, second.pk), (3, third.pk)]


def test_more_than_one_handful_is_placed_in_turn(db, note, monkeypatch):
    monkeypatch.setattr(actions, "PLACED_AT_ONCE", 3)
    for _ in range(7):
        note()
    assert [actions.place() for _ in range(4)] == [3, 3, 1, 0]
    assert list(Leaf.objects.order_by("position").values_list("position", flat=True)) == list(range(1, 8))


def test_every_sealed_entry_proves_under_its_own_and_every_later_seal(db, note, monkeypatch):
    monkeypatch.setattr(seals, "MOST_LEAVES", 4)
    written = [note(n=n) for n in range(11)]
    while actions.place():
        pass
    batches = actions.seal(at=NOON)
    assert [(batch.first_position, batch.last_position) for batch in batches] == [(1, 4), (5, 8), (9, 11)]
    assert actions.seal(at=NOON) == []
    for n in range(3):
        written.append(note(n=n))
        actions.place()
        batches += actions.seal(at=NOON + timedelta(minutes=n))
    for entry in written:
        own = proofs.inclusion(entry)
        assert seals.verify(own, batches[own.batch.number - 1].seal)
        for checkpoint in range(own.batch.number, 7):
            proof = proofs.inclusion(entry, checkpoint=checkpoint)
            assert seals.verify(proof, Batch.objects.get(number=checkpoint).seal)
            assert not seals.verify(proof, batches[0].seal) or checkpoint == 1


def test_a_seal_carries_the_time_of_sealing_and_the_seals_before_it(db, note):
    made = []
    for n in range(4):
        note()
        actions.place()
        made += actions.seal(at=NOON + timedelta(minutes=n))
    assert [batch.previous_seal for batch in made[1:]] == [batch.seal for batch in made[:-1]]
    assert [batch.skip_seal for batch in made] == [seals.NONE_BEFORE, seals.NONE_BEFORE, made[1].seal, seals.NONE_BEFORE]
    assert made[3].sealed().sealed_at == "2026-03-02T04:03:00+00:00"


def test_what_is_not_sealed_yet_cannot_be_proved_yet(db, note):
    entry = note()
    with pytest.raises(Refused, match="还没有封存"):
        proofs.inclusion(entry)
    actions.place()
    with pytest.raises(Refused, match="还没有封存"):
        proofs.inclusion(entry)
    actions.seal(at=NOON)
    with pytest.raises(Refused, match="没有这个编号"):
        proofs.inclusion(entry, checkpoint=9)


def test_an_earlier_seal_says_nothing_of_a_later_entry(db, note):
    note()
    actions.place()
    actions.seal(at=NOON)
    later = note()
    actions.place()
    actions.seal(at=NOON)
    with pytest.raises(Refused, match="更晚"):
        proofs.inclusion(later, checkpoint=1)
