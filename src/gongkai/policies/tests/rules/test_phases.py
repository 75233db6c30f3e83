"""The phase of a policy, from 立项 to 废止, follows from its facts."""

from datetime import date

import pytest

from gongkai.policies.rules.phases import NEXT, Life, Phase, phase_of
from gongkai.policies.rules.validity import Status

ON = date(2026, 6, 1)
PUBLIC = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("life", "phase"),
    [
        (Life(has_draft=True), Phase.PLANNED),
        (Life(has_draft=True, has_text=True), Phase.DRAFTED),
        (Life(has_draft=True, has_text=True, is_submitted=True), Phase.REVIEWED),
        (Life(Status.VALID, date(2026, 7, 1)), Phase.SCHEDULED),
        (Life(Status.NOT_YET, PUBLIC), Phase.NOT_YET),
        (Life(Status.VALID, PUBLIC), Phase.IN_FORCE),
        (Life(Status.PARTIAL, PUBLIC, date(2028, 1, 1)), Phase.IN_FORCE),
        (Life(Status.VALID, PUBLIC, date(2026, 11, 30)), Phase.EVALUATED),
        (Life(Status.VALID, PUBLIC, has_draft=True, has_text=True), Phase.REVISED),
        (Life(Status.VALID, PUBLIC, has_draft=True, has_text=True, is_correction=True), Phase.IN_FORCE),
        (Life(Status.SUSPENDED, PUBLIC), Phase.PAUSED),
        (Life(Status.EXPIRED, PUBLIC), Phase.ENDED),
        (Life(Status.REPEALED, PUBLIC, has_draft=True), Phase.REVISED),
        (Life(Status.VALID, PUBLIC, is_withdrawn=True), Phase.WITHDRAWN),
    ],
)
def test_the_phase_is_told_from_facts(life, phase):
    assert phase_of(life, ON) is phase


def test_every_phase_has_a_way_on_and_each_but_the_first_is_reached():
    assert set(NEXT) == set(Phase) and all(NEXT.values())
    assert set().union(*NEXT.values()) == set(Phase) - {Phase.PLANNED}
