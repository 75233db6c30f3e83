from math import log2

import pytest

from gongkai.search.rules.measures import mean, quality

A, B, C, D = (1, ""), (2, ""), (3, ""), (4, "")


def test_the_best_order_is_one():
    assert quality([A, B, C], {A: 3, B: 2, C: 0}) == quality([A, B], {A: 3, B: 2})
    one = quality([A, B], {A: 3, B: 2})
    assert (one.ndcg, one.mrr, one.recall) == (1.0, 1.0, 1.0)


def test_a_worse_order_by_hand():
    one = quality([C, A, D], {A: 3, B: 2, C: 1})
    got = 1 / log2(2) + 7 / log2(3)
    best = 7 / log2(2) + 3 / log2(3) + 1 / log2(4)
    assert one.ndcg == pytest.approx(got / best)
    assert (one.mrr, one.recall) == (0.5, 0.5)


def test_nothing_found_is_zero_and_nothing_to_find_is_nothing():
    none = quality([], {A: 3})
    assert (none.ndcg, none.mrr, none.recall) == (0.0, 0.0, 0.0)
    assert quality([A], {A: 1}) is None
    assert quality([A], {}) is None


def test_a_clause_counts_as_judged_and_a_paper_by_its_best_clause():
    judged = {(1, "a2"): 3, (1, "a9"): 0}
    assert quality([(1, "a2")], judged).ndcg == 1.0
    assert quality([(1, "a9")], judged).ndcg == 0.0
    assert quality([(1, "a5")], judged).ndcg == 1.0  # not judged by itself
    assert quality([(1, "a5")], judged | {(1, ""): 1}).ndcg == pytest.approx(1 / 7)


def test_only_the_first_ten_count():
    others = [(n, "") for n in range(10, 20)]
    late = quality([*others, A], {A: 3})
    assert (late.ndcg, late.mrr, late.recall) == (0.0, 0.0, 0.0)


def test_the_average_is_over_queries():
    average = mean([quality([A], {A: 3}), quality([], {A: 3})])
    assert (average.ndcg, average.mrr, average.recall) == (0.5, 0.5, 0.5)
    assert mean([]).ndcg == 0.0
