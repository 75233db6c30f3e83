"""内部时限 of an organ: by version, with the reason, by its head or administration; what is slow follows at once."""

import pytest
from tests.cast import AT

from gongkai.foi import worklist
from gongkai.foi.actions.pacing import set_limits
from gongkai.foi.models import StepLimits
from gongkai.foi.queries import Filters, inbox
from gongkai.foi.tests.cases import examined, later
from gongkai.journal.models import Entry
from gongkai.people.models import Organisation
from gongkai.people.rules.organisations import Kind, Level
from gongkai.shared.refusal import Refused


def test_a_version_is_kept_with_its_reason_and_journalled(cast):
    first = set_limits(cast.housing, {"search": 7}, "办公会纪要〔2026〕3号", seen=0, by=cast.wang, at=AT)
    second = set_limits(cast.housing, {"search": 8}, "业务量大", seen=1, by=cast.sun, at=AT)
    assert (first.version, second.version) == (1, 2) and first.workdays["search"] == 7
    entry = Entry.objects.filter(kind="foi.limits.set").order_by("id").last()
    assert entry.data["version"] == 2 and entry.data["workdays"]["search"] == 8
    assert worklist.own_limits()[cast.housing.pk][3].workdays == 8


def test_limits_are_not_set_by_who_handles_the_cases_nor_from_another_organ(cast):
    for officer in (cast.li, cast.zhou, cast.zhao):
        with pytest.raises(Refused):
            set_limits(cast.housing, {"search": 7}, "理由", seen=0, by=officer, at=AT)
    with pytest.raises(Refused):
        set_limits(cast.transport, {"search": 7}, "理由", seen=0, by=cast.wang, at=AT)
    assert not StepLimits.objects.exists()


def test_of_two_who_change_the_limits_at_once_the_second_is_told(cast):
    set_limits(cast.housing, {"search": 7}, "理由", seen=0, by=cast.wang, at=AT)
    with pytest.raises(Refused, match="别人改过"):
        set_limits(cast.housing, {"search": 6}, "理由", seen=0, by=cast.sun, at=AT)


@pytest.mark.parametrize(
    ("workdays", "why", "says"),
    [
        ({"search": 5}, "理由", "一样"),
        ({"search": 7}, " ", "理由"),
        ({"search": 7}, "长" * 2001, "太长"),
        ({"search": 12}, "理由", "20 个工作日"),
    ],
)
def test_what_cannot_be_set_is_refused_and_leaves_nothing(cast, workdays, why, says):
    with pytest.raises(Refused, match=says):
        set_limits(cast.housing, workdays, why, seen=0, by=cast.wang, at=AT)
    assert not StepLimits.objects.exists()


def test_what_is_slow_follows_the_organs_own_limit(cast):
    case = examined(cast)  # under review since the first, to be passed on within a day
    on = later(3).date()  # three working days after
    assert worklist.pace_on(on).says(case) == "本环节已 3 个工作日，内部时限 1 个"
    set_limits(cast.housing, {"dispatch": 3}, "理由", seen=0, by=cast.wang, at=AT)
    pace = worklist.pace_on(on)
    assert pace.says(case) == "" and not inbox(cast.li, Filters(slow=pace.slow())).lines
    tighter = worklist.pace_on(later(4).date())
    assert tighter.says(case) == "本环节已 4 个工作日，内部时限 3 个"
    assert [line.case for line in inbox(cast.li, Filters(slow=tighter.slow())).lines] == [case]


def test_limits_cost_the_same_queries_for_ten_organs_and_a_hundred(cast, django_assert_num_queries):
    for made, many in ((0, 10), (10, 100)):
        for n in range(made, many):
            organ = Organisation.objects.create(name=f"第{n}局", level=Level.CITY, kind=Kind.DEPARTMENT, parent=cast.city, region_code="1")
            for version in (1, 2):
                StepLimits.objects.create(organ=organ, version=version, workdays={"search": 5 + version}, why="理由", by=cast.sun, at=AT)
        with django_assert_num_queries(2):
            pace = worklist.pace_on(later(3).date())
        assert {limits[3].workdays for limits in pace.own.values()} == {7}
