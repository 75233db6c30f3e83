"""Events, publications, and the state that follows from them."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.cast import AT, ON

from gongkai.catalogue import queries
from gongkai.catalogue.actions import duties
from gongkai.catalogue.actions.duties import Report, SameKey
from gongkai.catalogue.actions.reconcile import reconcile, record_day
from gongkai.catalogue.followers import count_anew, keep_up_with_the_day
from gongkai.catalogue.models import Bearer, Column, DayRecord, Duty, Publication
from gongkai.catalogue.rules.words import State
from gongkai.catalogue.tests.world import in_force
from gongkai.journal.models import Entry
from gongkai.people.models import Post
from gongkai.people.rules.permits import Role
from gongkai.publishing.subjects import kinds
from gongkai.shared.clock import BEIJING
from gongkai.shared.refusal import Refused
from gongkai.workdays.models import Day

EVENT = date(2026, 5, 6)
DUE = date(2026, 6, 2)


def announced(cast, item, *, event_on=EVENT, key="", by=None, at=AT):
    return duties.announce(item, cast.housing, title="第三批配租结果确定", event_on=event_on, key=key, source="住房保障系统", by=by, at=at)


def reported(cast, item, day, *, at=AT, **others):
    made = Report(**({"key": f"p:{day}", "title": "第三批配租结果", "published_on": day} | others))
    return duties.report(item, cast.housing, made, by=None, at=at)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=BEIJING)


def test_an_announced_event_is_a_duty_with_its_clock_and_a_line_of_the_worklist(cast):
    duty, is_new = announced(cast, in_force(cast))
    assert is_new and (duty.due_on, duty.state) == (DUE, State.OPEN)
    assert list(queries.duties_to_do(cast.li.actor(), today=ON)) == [duty]
    assert not queries.duties_to_do(cast.zhao.actor(), today=ON).exists()
    assert [rows.count() for rows in queries.waiting(cast.li.actor(), ON)] == [1, 0]


def test_the_same_event_twice_is_one_duty_and_another_under_its_key_is_refused(cast):
    item = in_force(cast)
    first, _ = announced(cast, item, key="A-1")
    again, is_new = announced(cast, item, key="A-1")
    assert again == first and not is_new and Duty.objects.count() == 1
    with pytest.raises(SameKey):
        announced(cast, item, key="A-1", event_on=EVENT + timedelta(days=1))


def test_an_event_of_an_organ_that_does_not_bear_the_item_is_refused(cast):
    item = in_force(cast)
    with pytest.raises(Refused):
        duties.announce(item, cast.transport, title="事情", event_on=EVENT, by=None, at=AT)
    with pytest.raises(Refused):
        announced(cast, item, event_on=date(2030, 1, 1))
    with pytest.raises(Refused):
        announced(cast, item, by=cast.zhao)


@pytest.mark.parametrize(("day", "state", "days"), [(DUE, State.ON_TIME, 0), (date(2026, 6, 6), State.LATE, 4)])
def test_what_was_published_closes_the_duty_in_time_or_late_for_good(cast, day, state, days):
    item = in_force(cast)
    duty, _ = announced(cast, item)
    reported(cast, item, day, at=at(day))
    reported(cast, item, day + timedelta(days=1), at=at(day + timedelta(days=1)))
    duty.refresh_from_db()
    bearer = Bearer.objects.get()
    assert (duty.state, duty.days, bearer.state, bearer.times_late) == (state, days, state, int(days > 0))


def test_an_open_duty_becomes_missing_with_the_day(cast):
    duty, _ = announced(cast, in_force(cast))
    keep_up_with_the_day(at(DUE + timedelta(days=1)))
    duty.refresh_from_db()
    assert (duty.state, duty.days) == (State.MISSING, 1)


def test_withdrawal_makes_it_missing_again(cast):
    item = in_force(cast)
    duty, _ = announced(cast, item)
    reported(cast, item, date(2026, 5, 20), key="policies.text:1")
    assert duties.take_down(["policies.text:1"], on=DUE, at=at(DUE + timedelta(days=2))) == 1
    duty.refresh_from_db()
    assert duty.state == State.MISSING and Publication.objects.get().withdrawn_on == DUE


def test_a_cancelled_event_counts_no_longer_and_keeps_its_reason(cast):
    duty, _ = announced(cast, in_force(cast))
    with pytest.raises(Refused):
        duties.cancel(duty, reason="登记错了", by=cast.li, at=AT)
    with pytest.raises(Refused):  # a system said the office owes it: the office does not end it by itself
        duties.cancel(duty, reason="登记错了", by=cast.wang, at=AT)
    Post.objects.create(officer=cast.sun, organisation=cast.city, role=Role.SUPERVISOR, since=ON)
    duties.cancel(duty, reason="登记错了", by=cast.sun, at=AT)
    assert Bearer.objects.get().state == State.NOTHING_YET and Duty.objects.get().cancel_reason == "登记错了"


def test_the_wrong_column_and_an_empty_page_are_found(cast):
    right, wrong = Column.objects.create(name="住房保障"), Column.objects.create(name="通知公告")
    item = in_force(cast, column=right)
    announced(cast, item)
    reported(cast, item, date(2026, 5, 20), column=wrong)
    assert Bearer.objects.get().state == State.WRONG_COLUMN
    reported(cast, item, date(2026, 5, 20), column=right, is_empty=True)
    assert Bearer.objects.get().state == State.EMPTY
    reported(cast, item, date(2026, 5, 20), column=right)
    assert Bearer.objects.get().state == State.ON_TIME


def test_publishing_for_a_day_to_come_or_for_nobodys_duty_is_refused(cast):
    item = in_force(cast)
    with pytest.raises(Refused):
        reported(cast, item, ON + timedelta(days=1))
    with pytest.raises(Refused):
        reported(cast, item, ON, answers="nothing")


def test_a_quarter_that_ended_is_owed_once(cast):
    in_force(cast, limit_text="按季度公开")
    assert duties.open_periods(on=date(2026, 7, 1), at=at(date(2026, 7, 1))) == 2
    assert duties.open_periods(on=date(2026, 7, 2), at=at(date(2026, 7, 2))) == 0
    assert set(Duty.objects.values_list("key", "event_on")) == {
        ("2026年第一季度", date(2026, 3, 31)), ("2026年第二季度", date(2026, 6, 30)),
    }  # fmt: skip


def test_a_changed_holiday_notice_moves_the_dates_of_open_duties(cast, monkeypatch):
    duty, _ = announced(cast, in_force(cast), event_on=date(2026, 9, 14), at=at(date(2026, 9, 14)))
    before = duty.due_on
    extra = Day.objects.filter(day__year=2026, kind=Day.Kind.OFF).first()
    Day.objects.create(notice=extra.notice, day=date(2026, 9, 16), kind=Day.Kind.OFF, festival="临时放假")
    monkeypatch.setattr("gongkai.workdays.queries._built", None)
    monkeypatch.setattr("gongkai.shared.clock.today", lambda: date(2026, 9, 20))
    entry = Entry(kind="workdays.calendar.changed", data={"days": ["2026-09-16"], "years": [2026]})
    count_anew([entry])
    count_anew([entry])
    duty.refresh_from_db()
    monkeypatch.setattr("gongkai.workdays.queries._built", None)
    assert (before, duty.due_on) == (date(2026, 10, 16), date(2026, 10, 19))  # Friday, the Monday after


def test_a_day_is_recorded_once_chained_and_never_rewritten(cast):
    item = in_force(cast)
    announced(cast, item)
    for n in range(3):
        day = DUE + timedelta(days=n)
        assert record_day(on=day, at=at(day)) == 1
        assert record_day(on=day, at=at(day)) == 0
    assert [one.states[item.code] for one in DayRecord.objects.order_by("on")] == [["open", 0], ["missing", 1], ["missing", 2]]
    assert queries.broken_days() == [] and list(queries.record_problems()) == []
    told = Entry.objects.filter(kind="catalogue.day.recorded")
    assert told.count() == 3 and told.first().data["organs"] == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        DayRecord.objects.filter(on=DUE).update(states={})
    with pytest.raises(DatabaseError), transaction.atomic():
        DayRecord.objects.all().delete()


@pytest.mark.parametrize("size", [10, 100])
def test_reconciling_asks_the_database_equally_often_for_ten_items_and_for_a_hundred(cast, django_assert_max_num_queries, size):
    for n in range(size):
        item = in_force(cast, f"事项{n}")
        announced(cast, item)
    Bearer.objects.update(state=State.NOTHING_YET)
    Duty.objects.update(state=State.LATE)
    with django_assert_max_num_queries(6 + 2 * (1 + size // 60)):  # to write: one upsert for every sixty rows of either table
        assert reconcile(Bearer.objects.all(), on=ON) == 2 * size
    with django_assert_max_num_queries(5):  # to read
        assert reconcile(Bearer.objects.all(), on=ON) == 0


def test_an_event_touches_one_item_only(cast, django_assert_max_num_queries):
    for n in range(20):
        item = in_force(cast, f"事项{n}")
    with django_assert_max_num_queries(24):
        announced(cast, item)


@pytest.mark.parametrize(
    ("others", "says"),
    [
        ({"address": "javascript:alert(1)"}, "网址应以"),
        ({"address": "//elsewhere.example/x"}, "网址应以"),
        ({"address": "https://name:word@www.example.gov.cn/"}, "网址应以"),
        ({"published_on": EVENT - timedelta(days=1)}, "早于这件事情发生"),
        ({"by": True, "address": ""}, "填写公开页面的网址"),
    ],
)
def test_a_publication_that_nobody_could_check_is_refused(cast, others, says):
    item = in_force(cast)
    announced(cast, item, key="A-1")
    by = cast.li if others.pop("by", None) else None
    facts = {"key": "p", "title": "结果", "published_on": EVENT, "address": "/policies/1/", "answers": "A-1"} | others
    with pytest.raises(Refused, match=says):
        duties.report(item, cast.housing, Report(**facts), by=by, at=AT)


def test_what_was_published_before_the_event_does_not_answer_it(cast):
    item = in_force(cast)
    duty, _ = announced(cast, item, key="A-1")
    made = Report("p", "结果", EVENT, answers="A-1")
    publication = duties.report(item, cast.housing, made, by=None, at=AT)
    Publication.objects.filter(pk=publication.pk).update(published_on=EVENT - timedelta(days=1))
    reconcile(Bearer.objects.all(), on=ON)
    duty.refresh_from_db()
    assert duty.state == State.OPEN


def typed(cast, item, *, by=None, at=AT, **others):
    made = Report(**({"key": "t", "title": "第三批配租结果", "published_on": at.date(), "address": "/x/", "answers": "A-1"} | others))
    return duties.report(item, cast.housing, made, by=by or cast.li, at=at)


@pytest.mark.parametrize(
    "words", [{"title": "配租人张某110101199003078515"}, {"title": "x", "place": "联系13800138000"}, {"title": "结果\u202e公"}]
)
def test_what_an_officer_types_is_looked_at_before_it_is_public(cast, words):
    item = in_force(cast)
    announced(cast, item, key="A-1")
    with pytest.raises(Refused):
        typed(cast, item, **words)
    assert not Publication.objects.exists()


def test_a_typed_publication_is_patrolled_and_taken_down_with_a_reason(cast):
    item = in_force(cast)
    duty, _ = announced(cast, item, key="A-1")
    one = typed(cast, item)
    kind = next(kind for kind in kinds() if kind.name == "catalogue.publication")
    assert [found.title for found in kind.published(0, None, 9)] == [one.title] and kind.find(f"catalogue.publication:{one.pk}")
    with pytest.raises(Refused):
        duties.withdraw(one, reason="", by=cast.wang, at=AT)
    kind.withdraw(f"catalogue.publication:{one.pk}", reason="含有个人信息", by=cast.wang, at=AT)
    duty.refresh_from_db()
    assert duty.state == State.OPEN and kind.published(0, None, 9) == []
    told = Entry.objects.get(kind="catalogue.publication.withdrawn")
    assert told.data["reason"] == "含有个人信息" and told.by_id == cast.wang.pk
    with pytest.raises(Refused):
        duties.withdraw(one, reason="再撤一次", by=cast.wang, at=AT)
    papers = reported(cast, item, ON)
    with pytest.raises(Refused):  # what the library published is withdrawn there
        duties.withdraw(papers, reason="在这里撤下", by=cast.wang, at=AT)


def test_an_earlier_day_counts_once_another_person_has_confirmed_it(cast):
    item, now = in_force(cast), at(DUE + timedelta(days=5))
    duty, _ = announced(cast, item, key="A-1")
    one = typed(cast, item, published_on=DUE, at=now)
    duty.refresh_from_db()
    assert (duty.state, duty.days) == (State.LATE, 5)
    assert list(queries.unconfirmed(cast.wang.actor())) == [one] and not queries.unconfirmed(cast.zhao.actor()).exists()
    with pytest.raises(Refused):
        duties.confirm(one, by=cast.li, at=now)
    duties.confirm(one, by=cast.wang, at=now)
    duty.refresh_from_db()
    assert duty.state == State.ON_TIME and not queries.unconfirmed(cast.wang.actor()).exists()
    with pytest.raises(Refused):
        duties.confirm(one, by=cast.wang, at=now)


def test_a_typed_publication_overwrites_nothing_and_the_journal_holds_what_was_said(cast):
    item = in_force(cast)
    announced(cast, item, key="A-1")
    typed(cast, item)
    for again in ({}, {"key": "other"}):
        with pytest.raises(Refused, match="已经登记过"):
            typed(cast, item, **again)
    told = Entry.objects.get(kind="catalogue.publication.reported").data
    assert (told["title"], told["address"], told["channel"], told["published_on"]) == ("第三批配租结果", "/x/", "website", "2026-06-01")
    reported(cast, item, ON, key="paper")
    reported(cast, item, ON, key="paper", title="改了标题", at=AT + timedelta(days=9))
    assert Entry.objects.filter(kind="catalogue.publication.reported").last().data["before"]["title"] == "第三批配租结果"
    assert Publication.objects.get(key="paper").noted_at == AT


def test_whoever_announced_an_event_does_not_cancel_it(cast):
    Post.objects.create(officer=cast.wang, organisation=cast.housing, role=Role.EDITOR, since=ON)
    duty, _ = duties.announce(in_force(cast), cast.housing, title="事情", event_on=EVENT, by=cast.wang, at=AT)
    with pytest.raises(Refused):
        duties.cancel(duty, reason="登记错了", by=cast.wang, at=AT)
