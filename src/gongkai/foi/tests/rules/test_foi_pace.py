"""内部时限: what is slow, and what an organ may set within the legal days."""

from datetime import date

import pytest

from gongkai.foi.rules.pace import STEP_LIMITS, limits_of, require_lawful, slow_since, step_limit
from gongkai.foi.rules.stages import WORKING
from gongkai.foi.rules.stages import Stage as S
from gongkai.shared.refusal import Refused


def test_a_step_is_slow_from_the_day_after_its_limit(calendar):
    friday = date(2026, 6, 12)
    assert slow_since(5, friday, calendar) == date(2026, 6, 4)  # six working days ago: Thursday the week before


def test_internal_limits_leave_room_within_the_twenty_days():
    assert sum(limit.workdays for limit in STEP_LIMITS) <= 20
    assert step_limit(S.DISPATCHED).workdays == 5
    assert step_limit(S.CONSULTING) is None
    assert not {stage for limit in STEP_LIMITS for stage in limit.stages} & {S.CLARIFYING, S.SERVED, S.ARCHIVED}
    assert S.SIGNED not in WORKING


def test_what_an_organ_did_not_set_stays_as_delivered():
    limits = limits_of({"search": 7})
    assert [limit.workdays for limit in limits] == [1, 3, 1, 7, 3, 2, 1]
    assert step_limit(S.DISPATCHED, limits).workdays == 7


@pytest.mark.parametrize(
    "own", [{}, {"search": 9}, {"intake": 1, "examination": 6, "search": 5}, dict.fromkeys((one.key for one in STEP_LIMITS), 1)]
)
def test_limits_within_the_legal_days_may_be_set(own):
    require_lawful(own)


@pytest.mark.parametrize(
    ("own", "field", "says"),
    [
        ({"search": 10}, "", "一共 21 个工作日"),
        ({"examination": 7}, "examination", "补正告知的 7 个工作日"),
        ({"search": 0}, "search", "1 至 20"),
        ({"search": -3}, "search", "1 至 20"),
        ({"search": 10**9}, "search", "1 至 20"),
        ({"nothing": 3}, "", "没有“nothing”这个环节"),
    ],
)
def test_limits_beyond_the_legal_days_are_refused(own, field, says):
    with pytest.raises(Refused) as refused:
        require_lawful(own)
    assert says in str(refused.value) and (refused.value.field or "") == field
