from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.journal.rules import entries, merkle, seals

LEAVES = [merkle.leaf(str(n).encode()) for n in range(80)]


def test_hashes_are_sm3_as_the_standard_prints_it():
    assert merkle.h(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"  # GB/T 32905 A.1


def test_a_tree_of_three_is_split_after_two():
    a, b, c = LEAVES[:3]
    assert merkle.root([a, b, c]) == merkle.node(merkle.node(a, b), c)


def test_a_tree_of_one_is_its_leaf_and_a_tree_of_none_is_refused():
    assert merkle.root(LEAVES[:1]) == LEAVES[0]
    with pytest.raises(ValueError, match="leaf"):
        merkle.root([])


def test_every_leaf_of_every_size_proves():
    for size in range(1, 81):
        root = merkle.root(LEAVES[:size])
        for index in range(size):
            path = merkle.path(index, LEAVES[:size])
            assert merkle.climb(LEAVES[index], index, size, path) == root
            assert len(path) <= size.bit_length()


@given(st.integers(1, 80), st.data())
def test_any_change_fails(size, data):
    index = data.draw(st.integers(0, size - 1))
    root, path = merkle.root(LEAVES[:size]), merkle.path(index, LEAVES[:size])
    other = merkle.leaf(data.draw(st.binary().filter(lambda drawn: merkle.leaf(drawn) not in LEAVES)))
    assert merkle.climb(other, index, size, path) != root
    for wrong in range(-1, size + 1):
        assert wrong == index or merkle.climb(LEAVES[index], wrong, size, path) != root
    assert merkle.climb(LEAVES[index], index, size, [*path, other]) != root
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        assert merkle.climb(LEAVES[index], index, size, path[:at] + path[at + 1 :]) != root
        assert merkle.climb(LEAVES[index], index, size, [*path[:at], other, *path[at + 1 :]]) != root


def test_a_leaf_cannot_pass_for_a_node():
    a, b = LEAVES[:2]
    assert merkle.leaf(a + b) != merkle.node(a, b)


@given(st.integers(1, 3000), st.integers(0, 3000))
def test_a_route_leads_by_named_batches_only_and_is_short(first, further):
    last = first + further
    steps = [first, *seals.route(first, last)]
    assert steps[-1] == last
    for earlier, later in pairwise(steps):
        assert earlier in (later - 1, seals.skipped_to(later))
    assert len(steps) <= 12 * 12


def test_a_route_over_a_year_of_minutes_takes_under_two_hundred_steps():
    year = 366 * 24 * 60
    assert max(len(seals.route(first, year)) for first in range(1, year, 997)) < 200


def chain(count: int, size: int = 5) -> tuple[list[list[bytes]], list[seals.Sealed]]:
    rows = [[f'{{"batch":{number},"n":{n}}}'.encode() for n in range(size)] for number in range(1, count + 1)]
    batches: list[seals.Sealed] = []
    for number, row in enumerate(rows, 1):
        skipped = seals.skipped_to(number)
        batches.append(
            seals.Sealed(
                number=number,
                first_position=(number - 1) * size + 1,
                last_position=number * size,
                root=merkle.root([merkle.leaf(data) for data in row]).hex(),
                previous_seal=batches[-1].seal if batches else seals.NONE_BEFORE,
                skip_seal=batches[skipped - 1].seal if skipped else seals.NONE_BEFORE,
                sealed_at=f"2026-01-01T00:{number:02}:00+00:00",
            )
        )
    return rows, batches


ROWS, BATCHES = chain(40)


def proof(number: int, n: int, checkpoint: int) -> seals.Proof:
    batch = BATCHES[number - 1]
    return seals.Proof(
        entry=ROWS[number - 1][n].decode(),
        position=batch.first_position + n,
        path=tuple(part.hex() for part in merkle.path(n, [merkle.leaf(data) for data in ROWS[number - 1]])),
        batch=batch,
        later=tuple(BATCHES[step - 1] for step in seals.route(number, checkpoint)),
    )


@given(st.integers(1, 40), st.integers(0, 4), st.integers(0, 39))
def test_every_entry_proves_under_every_later_seal(number, n, further):
    checkpoint = min(number + further, 40)
    shown = seals.from_dict(proof(number, n, checkpoint).as_dict())
    assert seals.verify(shown, BATCHES[checkpoint - 1].seal)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda p: replace(p, entry=p.entry.replace("3", "4")),
        lambda p: replace(p, position=p.position + 1),
        lambda p: replace(p, path=p.path[:-1]),
        lambda p: replace(p, path=("zz", *p.path[1:])),
        lambda p: replace(p, batch=replace(p.batch, last_position=p.batch.last_position + 1)),
        lambda p: replace(p, batch=replace(p.batch, sealed_at="2025-01-01T00:00:00+00:00")),
        lambda p: replace(p, later=p.later[1:]),
        lambda p: replace(p, later=p.later[:-1]),
        lambda p: replace(p, later=(replace(p.later[0], root="0" * 64), *p.later[1:])),
        lambda p: replace(p, later=()),
    ],
)
def test_a_proof_that_was_touched_anywhere_does_not_verify(spoil):
    good = proof(3, 3, 39)
    assert len(good.later) > 2
    assert seals.verify(good, BATCHES[38].seal)
    assert not seals.verify(spoil(good), BATCHES[38].seal)


def test_the_officer_stands_in_the_row_only_as_a_salted_digest():
    from datetime import UTC, datetime

    facts = {"at": datetime(2026, 1, 1, tzinfo=UTC), "kind": "a.b", "about": "a.b:1", "by": 7, "by_name": "李四", "data": {"文号": "x"}}
    row = entries.row(**facts, salt="00")
    assert "李四" not in row.decode()
    assert "文号" in row.decode()
    assert row != entries.row(**facts, salt="01")
    assert entries.row(**facts, salt="00") != entries.row(**{**facts, "by_name": "王芳"}, salt="00")
    assert entries.row(**facts, salt="00") != entries.row(**{**facts, "by": 8}, salt="00")
