import pytest
from django.db import connection

from gongkai.journal import actions
from gongkai.journal.models import Batch
from gongkai.journal.rules import entries, merkle, seals
from gongkai.journal.testing import without_triggers
from gongkai.journal.tests.conftest import NOON
from gongkai.journal.verify import problems


@pytest.fixture
def five_batches(db, note, monkeypatch):
    monkeypatch.setattr(seals, "MOST_LEAVES", 4)
    for n in range(18):
        note(n=n)
        actions.place()
    actions.seal(at=NOON)
    note(n=99)
    actions.place()  # one not sealed
    note(n=100)  # one not placed
    assert Batch.objects.count() == 5


def tamper(*statements: str) -> None:
    with without_triggers(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def numbers() -> list[int]:
    from gongkai.journal.models import Leaf

    return list(Leaf.objects.order_by("position").values_list("entry_id", flat=True))


def test_a_journal_that_nobody_touched_has_no_problems(five_batches):
    assert list(problems()) == []


def test_an_empty_journal_has_no_problems(db):
    assert list(problems()) == []


def test_a_changed_entry_is_named(five_batches):
    pk = numbers()[6]
    tamper(f"UPDATE journal_entry SET by_name = '王芳' WHERE id = {pk}")
    assert list(problems()) == [f"内容被改动：第 {pk} 号记录（test.noted，test.thing:1，次序 7）与它的摘要不符"]


def test_of_many_changed_entries_the_first_is_named_and_the_rest_counted(five_batches):
    tamper("UPDATE journal_entry SET about = 'test.thing:2'")
    (problem,) = problems()
    assert problem.startswith(f"内容被改动：第 {numbers()[0]} 号记录")
    assert problem.endswith("（同类问题共 19 处）")  # the twentieth has no position yet


def test_an_entry_changed_together_with_its_digest_spoils_its_batch(five_batches):
    from gongkai.journal.models import Entry

    entry = Entry.objects.get(pk=numbers()[6])
    entry.by_name = "王芳"
    tamper(f"UPDATE journal_entry SET by_name = '王芳', digest = '{entries.digest(entry.row())}' WHERE id = {entry.pk}")
    assert list(problems()) == ["批次与记录不符：第 2 批（次序 5 至 8）的记录与封存时不同"]


def test_a_batch_sealed_anew_over_changed_entries_breaks_the_chain(five_batches):
    tamper("UPDATE journal_entry SET data = '{}', digest = '" + "a" * 64 + f"' WHERE id = {numbers()[6]}")
    batch = Batch.objects.get(number=2)
    from gongkai.journal.models import Leaf

    digests = Leaf.objects.filter(position__range=(5, 8)).order_by("position").values_list("entry__digest", flat=True)
    batch.root = merkle.root([bytes.fromhex(digest) for digest in digests]).hex()
    tamper(f"UPDATE journal_batch SET root = '{batch.root}', seal = '{batch.sealed().seal}' WHERE number = 2")
    found = list(problems())
    assert found[1:] == ["封印链断开：第 3 批没有接上前面的封印"]
    assert found[0].startswith("内容被改动")


def test_a_false_seal_is_named(five_batches):
    tamper("UPDATE journal_batch SET sealed_at = '2020-01-01 00:00:00+00:00' WHERE number = 4")
    assert list(problems()) == ["封印不符：第 4 批的封印与它的内容不符"]


def test_a_missing_leaf_is_named_with_the_entry_it_left_behind(five_batches):
    pk = numbers()[9]
    tamper("DELETE FROM journal_leaf WHERE position = 10")
    assert list(problems()) == [
        f"没有次序的记录：第 {pk} 号记录既未排定次序，也不在等待排序之列",
        "记录缺失：次序 10 至 10 的记录不见了",
        "批次与记录不符：第 3 批（次序 9 至 12）的记录与封存时不同",
    ]


def test_entries_that_changed_places_are_noticed(five_batches):
    a, b, free = *numbers()[1:3], numbers()[-1] + 1
    tamper(
        f"UPDATE journal_leaf SET entry_id = {free} WHERE position = 2",
        f"UPDATE journal_leaf SET entry_id = {a} WHERE position = 3",
        f"UPDATE journal_leaf SET entry_id = {b} WHERE position = 2",
    )
    assert list(problems()) == ["批次与记录不符：第 1 批（次序 1 至 4）的记录与封存时不同"]


def test_a_missing_batch_is_named(five_batches):
    tamper("DELETE FROM journal_batch WHERE number = 3")
    assert next(problems()) == "批次缺失：第 3 至 3 批不见了"


def test_a_cut_off_end_is_noticed_by_who_kept_a_seal(five_batches):
    kept = {batch.number: batch.seal for batch in Batch.objects.all()}
    tamper("DELETE FROM journal_batch WHERE number = 5")
    assert list(problems()) == []
    assert list(problems(kept)) == ["封印缺失：已公布的第 5 批封印在库中找不到"]


def test_a_journal_written_anew_is_noticed_by_who_kept_a_seal(five_batches):
    assert list(problems({3: "0" * 64})) == ["与已公布的封印不符：第 3 批的封印与公布过的不同"]
