"""Where a page's own words or dates do not agree with the facts."""

from datetime import date

import pytest

from gongkai.policies.rules.mismatches import AGREES, Kind, Stated, mismatches
from gongkai.policies.rules.validity import Status

D = date(2025, 6, 10)
EARLIER, LATER = date(2025, 6, 1), date(2025, 7, 1)


@pytest.mark.parametrize(
    ("stated", "status", "kinds"),
    [
        (Stated("有效"), Status.VALID, []),
        (Stated("有效"), Status.PARTIAL, []),
        (Stated("有效"), Status.EXPIRED, [Kind.STATED]),
        (Stated("现行有效"), Status.REPEALED, [Kind.STATED]),
        (Stated("失效"), Status.REPEALED, []),
        (Stated("废止"), Status.VALID, [Kind.STATED]),
        (Stated("尚未生效"), Status.VALID, [Kind.STATED]),
        (Stated("是"), Status.VALID, [Kind.UNKNOWN]),
        (Stated(""), Status.REPEALED, []),
        (Stated(formed_on=D, published_on=EARLIER), Status.VALID, [Kind.PUBLISHED]),
        (Stated(formed_on=D, published_on=D, effective_on=EARLIER), Status.VALID, [Kind.EFFECTIVE]),
        (Stated(effective_on=LATER, expires_on=D), Status.EXPIRED, [Kind.EXPIRES]),
        (Stated(published_on=LATER, expires_on=D), Status.EXPIRED, [Kind.LATE]),
        (Stated(formed_on=D, published_on=LATER, effective_on=LATER), Status.VALID, []),
        (Stated(formed_on=date(2026, 1, 5), doc_year=2025), Status.VALID, []),
        (Stated(formed_on=date(2026, 1, 5), doc_year=2024), Status.VALID, [Kind.YEAR]),
        (Stated(formed_on=date(2024, 1, 5), doc_year=2025), Status.VALID, [Kind.YEAR]),
    ],
)
def test_what_does_not_agree_is_named(stated, status, kinds):
    assert [kind for kind, _ in mismatches(stated, status)] == kinds


def test_every_kind_says_what_to_do_and_every_standing_has_a_word_that_agrees_with_it():
    assert all(kind.advice for kind in Kind)
    assert {status for agrees in AGREES.values() for status in agrees} == set(Status)
