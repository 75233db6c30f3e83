"""A sample's figures: shares with intervals, agreement beyond chance, and where direct answering begins."""

import pytest

from gongkai.assistant.rules.evaluating import ENOUGH, Said, cut, direct_from, drawn, figures, kappa, rank, wilson


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [(0, 0, 0.0, 1.0), (10, 10, 0.722, 1.0), (0, 10, 0.0, 0.278), (95, 100, 0.888, 0.978), (50, 100, 0.404, 0.596)],
)
def test_the_interval_is_wilsons(right, of, low, high):
    assert wilson(right, of) == pytest.approx((low, high), abs=0.001)


def test_kappa_is_agreement_beyond_chance():
    table = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    assert kappa(table) == pytest.approx(0.4)
    assert kappa([(True, True), (False, False)]) == 1
    assert kappa([(True, True)] * 9) is None  # all the same: chance would agree as well
    assert kappa([]) is None


def test_each_share_is_counted_over_its_own_kind_of_answer():
    said = [Said("answer", True, True), Said("answer", False, False), Said("evidence", True, True), Said("refused", True, None)]
    found = figures(said, [(True, True), (False, True)])
    assert (found.accuracy.right, found.accuracy.of) == (1, 2)
    assert (found.citations.right, found.citations.of) == (2, 3)
    assert (found.refusals.right, found.refusals.of) == (1, 1)


@pytest.mark.parametrize(("right", "of", "below"), [(89, 100, True), (90, 100, False), (0, ENOUGH - 1, False), (0, ENOUGH, True)])
def test_a_month_below_the_bar_is_told_from_enough_answers_only(right, of, below):
    said = [Said("answer", n < right, None) for n in range(of)]
    assert figures(said, []).is_below(90) is below


def test_direct_answering_begins_where_the_lower_bound_of_precision_reaches_the_target():
    reviewed = [(0.9, True)] * 100 + [(0.6, True)] * 10 + [(0.6, False)] * 10 + [(0.3, False)] * 50
    assert direct_from(reviewed) == 0.9
    assert direct_from([(0.9, True)] * 30, target=0.95) is None  # thirty of thirty say only: above 0.886
    assert direct_from([(0.9, False)] * 100) is None
    assert direct_from([]) is None


def test_questions_of_the_same_confidence_fall_on_the_same_side():
    reviewed = [(0.8, True)] * 80 + [(0.8, False)] * 40
    assert direct_from(reviewed, target=0.9) is None


def test_the_cut_leaves_out_one_in_twenty_of_the_answerable():
    assert cut([n / 100 for n in range(100)]) == 0.05
    assert cut([0.5] * (ENOUGH - 1)) is None


def test_the_same_seed_draws_the_same_sample_whatever_the_order():
    assert drawn(range(1000), seed="2026-10", size=50) == drawn(reversed(range(1000)), seed="2026-10", size=50)
    assert drawn(range(1000), seed="2026-10", size=50) != drawn(range(1000), seed="2026-11", size=50)
    assert len(drawn(range(3), seed="x", size=50)) == 3


@pytest.mark.parametrize(("count", "share", "place"), [(100, 0.5, 49), (100, 0.95, 94), (1, 0.95, 0), (3, 0.5, 1), (0, 0.5, 0)])
def test_a_percentile_is_a_value_that_occurred(count, share, place):
    assert rank(count, share) == place
