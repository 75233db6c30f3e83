"""Are the ways in open, what a year comes to organ by organ and officer by officer; as many queries for many organs as for few."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import AT

from gongkai.foi import quality
from gongkai.foi.models import Case, Complaint, Review
from gongkai.foi.rules.quality import Work
from gongkai.foi.rules.receipt import Channel
from gongkai.foi.tests.cases import answered, examined, later, peopled, submitted
from gongkai.foi.tests.replying import ready
from gongkai.people.models import Organisation


@pytest.fixture
def town(cast):
    return peopled(ready(cast))


def test_a_way_is_shut_where_something_is_missing_or_waits_too_long(town):
    examined(town)
    (housing,) = quality.ways_in([town.housing], AT.date())
    assert housing.came == {Channel.ONLINE: (1, AT.date())} and housing.missing == ("办公时间",)
    submitted(town)
    counted = {days: quality.ways_in([town.housing], later(days).date())[0].unconfirmed for days in (1, 2)}
    assert counted == {1: 0, 2: 1}
    (planning,) = quality.ways_in([town.planning], AT.date())
    assert planning.came == {} and planning.missing[:2] == ("机关代字", "联系电话") and not planning.is_open


def test_a_year_is_counted_organ_by_organ(town):
    first, late = answered(town), answered(town)
    Case.objects.filter(pk=first.pk).update(satisfaction=5)
    Case.objects.filter(pk=late.pk).update(satisfaction=2, due_on=date(2026, 5, 29))
    told = {"organ": town.housing, "by": town.li, "at": AT, "accepted_on": AT.date()}
    Review.objects.create(kind="lawsuit", docket="1", concluded_on=AT.date(), result="corrected", **told)
    Review.objects.create(kind="lawsuit", docket="2", **told)
    Complaint.objects.create(
        ticket="C", organ=town.housing, kind="late", text="x", name="x", contact="x", at=AT, answered_at=AT, is_founded=False
    )
    found = quality.work_of_year([town.housing.pk, town.transport.pk], 2026)
    assert found == {town.housing.pk: Work(2, 1, rated=2, content=1, concluded=1, corrected=1, heard=1, founded=0)}
    assert quality.work_of_year([town.housing.pk], 2025) == {}


def test_what_an_officer_handled_is_counted_and_what_is_overdue_in_hand(town):
    answered(town)
    Case.objects.filter(pk=examined(town).pk).update(due_on=date(2026, 5, 29))
    (li,) = quality.work_of_officers(town.housing.pk, 2026, AT.date())
    assert (li.name, li.work.closed, li.work.timely, li.open, li.overdue) == ("李四", 1, 1, 1, 1)
    assert quality.work_of_officers(town.transport.pk, 2026, AT.date()) == ()


def test_many_organs_cost_as_much_as_few(town):
    organs = list(Organisation.objects.all())

    def cost(some) -> int:
        with CaptureQueriesContext(connection) as seen:
            quality.ways_in(some, AT.date())
            quality.work_of_year([one.pk for one in some], 2026)
        return len(seen)

    assert cost(organs[:1]) == cost(organs) <= 9
