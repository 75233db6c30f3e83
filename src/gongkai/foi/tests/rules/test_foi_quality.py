"""质效评分: points of a hundred, what did not happen left out."""

import pytest

from gongkai.foi.rules.quality import LABELS, POINTS, Work, score


def test_the_points_are_a_hundred_and_each_has_its_words():
    assert sum(POINTS.values()) == 100 and POINTS.keys() == LABELS.keys()


@pytest.mark.parametrize(
    ("work", "total"),
    [
        (Work(), None),
        (Work(heard=2, founded=1), None),  # nothing was closed: nothing is judged
        (Work(closed=10, timely=10), 100.0),
        (Work(closed=10, timely=9), 90.0),
        (Work(closed=10, timely=9, concluded=2, corrected=1), 72.9),  # (36 + 15) of 70
        (Work(closed=10, timely=10, rated=4, content=3, concluded=1, corrected=0, heard=1, founded=1), 81.2),  # 40 + 30 + 11.25 + 0
    ],
)
def test_what_did_not_happen_is_left_out(work, total):
    assert score(work).total == total
