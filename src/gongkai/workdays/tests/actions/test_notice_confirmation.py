from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongkai.shared.refusal import Refused
from gongkai.workdays import official, queries
from gongkai.workdays.actions import Person, confirm, propose, reject
from gongkai.workdays.models import Day, HolidayNotice
from gongkai.workdays.rules.calendar import DayKind, NotYetKnown

pytestmark = pytest.mark.django_db

LI, WANG = Person(2, "李四"), Person(3, "王芳")
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

# an invented arrangement for a year that has none yet; only the shape is real
FOR_2027 = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕99号
一、元旦：2026年12月31日（周四）至2027年1月2日（周六）放假调休，共3天。12月27日（周日）上班。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月13日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。
五、端午节：6月9日（周三）放假1天，不调休。
六、中秋节：9月15日（周三）放假1天，不调休。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。
国务院办公厅
2026年11月3日"""


def proposed(text=FOR_2027, by=LI, **more):
    return propose(text, by=by, at=AT, **more)


def test_the_delivered_years_are_there_and_the_next_is_not():
    calendar = queries.calendar()
    assert {2024, 2025, 2026} <= calendar.years
    assert calendar.workday_after(date(2026, 9, 15), 20) == date(2026, 10, 19)
    with pytest.raises(NotYetKnown):
        calendar.is_workday(date(2027, 3, 1))


def test_a_proposed_notice_does_not_count_until_another_person_confirms_it():
    notice = proposed()
    assert (notice.state, notice.year, notice.number, notice.issued_on) == ("proposed", 2027, "国办发明电〔2026〕99号", date(2026, 11, 3))
    assert 2027 not in queries.calendar().years
    changed = confirm(notice, by=WANG, at=AT)
    assert notice.state == "confirmed"
    assert (notice.decided_by, notice.decided_by_name) == (3, "王芳")
    assert queries.calendar().kind(date(2027, 2, 13)) is DayKind.MADE_UP
    assert queries.calendar().kind(date(2027, 6, 9)) is DayKind.OFF
    assert {change.day.year for change in changed} == {2026, 2027}


def test_a_notice_that_reaches_back_changes_the_last_days_of_the_year_before():
    assert queries.calendar().is_workday(date(2026, 12, 31))
    confirm(proposed(), by=WANG, at=AT)
    assert not queries.calendar().is_workday(date(2026, 12, 31))
    assert queries.calendar().is_workday(date(2026, 12, 27))


def test_the_proposer_cannot_confirm():
    notice = proposed()
    with pytest.raises(Refused, match="须由另一人核对确认"):
        confirm(notice, by=LI, at=AT)
    notice.refresh_from_db()
    assert notice.state == "proposed"


def test_the_database_itself_refuses_a_notice_confirmed_by_its_proposer():
    notice = proposed()
    with pytest.raises(IntegrityError), transaction.atomic():
        HolidayNotice.objects.filter(pk=notice.pk).update(state="confirmed", decided_by=LI.id, decided_at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        HolidayNotice.objects.filter(pk=notice.pk).update(state="confirmed", decided_by=None, decided_at=AT)


def test_a_notice_is_decided_once():
    notice = proposed()
    confirm(notice, by=WANG, at=AT)
    for decide in (lambda: confirm(notice, by=WANG, at=AT), lambda: reject(notice, by=WANG, at=AT, reason="重复")):
        with pytest.raises(Refused, match="已经处理过"):
            decide()


def test_a_rejected_notice_keeps_its_reason_and_never_counts():
    notice = proposed()
    with pytest.raises(Refused, match="退回理由"):
        reject(notice, by=WANG, at=AT, reason=" ")
    reject(notice, by=WANG, at=AT, reason="不是官方文本")
    assert (notice.state, notice.reason) == ("rejected", "不是官方文本")
    assert 2027 not in queries.calendar().years
    assert proposed().state == "proposed"  # the right text may be proposed again


def test_a_corrected_notice_takes_the_place_of_the_first_and_the_first_is_kept():
    confirm(proposed(), by=WANG, at=AT)
    corrected = proposed(FOR_2027.replace("5日（周三）放假调休，共5天", "4日（周二）放假调休，共4天").replace("99号", "100号"), by=WANG)
    changed = confirm(corrected, by=LI, at=AT + timedelta(days=30))
    assert [(change.day, change.before, change.after) for change in changed] == [(date(2027, 5, 5), DayKind.OFF, DayKind.WORKDAY)]
    assert queries.calendar().is_workday(date(2027, 5, 5))
    assert [notice.number for notice in queries.notices_in_force() if notice.year == 2027] == ["国办发明电〔2026〕100号"]
    assert HolidayNotice.objects.filter(year=2027, state="confirmed").count() == 2


def test_a_text_with_contradictions_is_refused_and_nothing_is_stored():
    with pytest.raises(Refused, match="通知写共6天，读出7天"):
        proposed(FOR_2027.replace("至11日（周四）放假调休，共7天", "至11日（周四）放假调休，共6天"))
    assert not HolidayNotice.objects.filter(year=2027).exists()


def test_number_and_date_are_asked_for_when_the_text_has_none():
    items = FOR_2027.partition("99号\n")[2].partition("国务院办公厅")[0]
    with pytest.raises(Refused, match="发文字号"):
        proposed(items, year=2027)
    with pytest.raises(Refused, match="成文日期"):
        proposed(items, year=2027, number="国办发明电〔2026〕99号")
    notice = proposed(items, year=2027, number="国办发明电〔2026〕99号", issued_on=date(2026, 11, 3))
    assert notice.title == "国务院办公厅关于2027年部分节假日安排的通知"


def test_the_same_days_are_not_proposed_twice():
    proposed()
    with pytest.raises(Refused, match="正等待核对"):
        proposed(by=WANG)
    with pytest.raises(Refused, match="无需重复提交"):
        proposed(official.notices()[-1]["text"])


def test_loading_the_delivered_notices_again_changes_nothing():
    before = list(Day.objects.values_list("notice__year", "day", "kind"))
    official.load(HolidayNotice, Day)
    assert list(Day.objects.values_list("notice__year", "day", "kind")) == before
    assert len(before) == 28 + 8 + 28 + 5 + 33 + 6
