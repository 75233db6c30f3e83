"""The account of the due date that the applicant sees."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.foi.rules.account import Phase, chinese, days, explained, spans
from gongkai.foi.rules.clock import wind
from gongkai.foi.rules.clock_facts import Stopped
from gongkai.foi.rules.clock_policies import ClockPolicies, FirstDay, ReasonTime
from gongkai.foi.rules.facts import Clarification, Consultation, Consulted, Delay, Extension, FeeNotice, ReasonRequest
from gongkai.foi.rules.waits import Waiting

E4 = Consultation(Consulted.THIRD_PARTY, date(2025, 6, 10), date(2025, 6, 12), date(2025, 6, 25))
RECEIVED = date(2025, 6, 3)


def test_the_term_of_a_correction_is_said_to_be_nobodys_law(calendar):
    clock = wind(date(2025, 1, 20), (), calendar)
    first, *others = explained(clock, is_correction=True)
    assert "没有规定更正的办理期限" in first.says and "第四十一条" in first.basis
    assert all(each.basis.startswith("参照") for each in others)
    assert [each.on for each in others] == [each.on for each in explained(clock)]


def test_a_plain_case_is_numbered_from_one_to_twenty(calendar):
    lines = days(wind(date(2025, 1, 20), (), calendar))
    assert (lines[0].day, lines[0].phase, lines[0].why, lines[0].number) == (date(2025, 1, 20), Phase.RECEIPT, "收到申请，当日不计", None)
    assert [line.number for line in lines if line.number] == list(range(1, 21))
    assert (lines[-1].day, lines[-1].number, lines[-1].weekday) == (date(2025, 2, 21), 20, "五")
    by_day = {line.day: line.why for line in lines}
    assert by_day[date(2025, 1, 25)] == "休息日，不计入"
    assert by_day[date(2025, 1, 26)] == "调休上班，第5个工作日"
    assert by_day[date(2025, 1, 28)] == "春节放假，不计入"


def test_days_of_waiting_say_for_whom(calendar):
    by_day = {line.day: line for line in days(wind(RECEIVED, (E4,), calendar))}
    assert by_day[date(2025, 6, 10)].number == 5  # the day of sending still counts
    assert by_day[date(2025, 6, 11)].why == "征求第三方意见，不计入"
    assert by_day[date(2025, 6, 25)].waiting == (Waiting.THIRD_PARTY,)
    assert by_day[date(2025, 6, 26)].number == 6
    assert by_day[date(2025, 7, 16)].number == 20


def test_the_days_before_a_restart_are_said_not_to_count(calendar):
    clock = wind(date(2025, 4, 21), (Clarification(date(2025, 4, 25), None, date(2025, 5, 9)),), calendar)
    by_day = {line.day: line for line in days(clock)}
    assert by_day[date(2025, 4, 22)].why == "期限已自5月9日重新计算，此前不再计入"
    assert by_day[date(2025, 4, 28)].why == "等待申请人补正，不计入"
    assert by_day[date(2025, 5, 12)].number == 1
    assert by_day[date(2025, 6, 9)].number == 20


def test_extension_delay_and_lateness_are_phases_of_their_own(calendar):
    clock = wind(RECEIVED, (Extension(date(2025, 6, 20), 2), Delay(date(2025, 6, 23), 3), Stopped(date(2025, 7, 9))), calendar)
    found = spans(clock)
    assert [(span.phase, span.begins, span.ends, span.workdays) for span in found] == [
        (Phase.RECEIPT, date(2025, 6, 3), date(2025, 6, 3), 0),
        (Phase.REPLY, date(2025, 6, 4), date(2025, 7, 1), 20),
        (Phase.EXTENSION, date(2025, 7, 2), date(2025, 7, 3), 2),
        (Phase.DELAY, date(2025, 7, 4), date(2025, 7, 8), 3),
        (Phase.OVERDUE, date(2025, 7, 9), date(2025, 7, 9), 0),
    ]
    assert [span.basis for span in found] == ["第三十一条", "第三十三条第二款", "第三十三条第二款", "第三十五条", "第三十三条第二款"]
    assert [span.is_counted for span in found] == [False, True, True, True, False]


def test_while_the_date_is_open_the_account_goes_to_the_day_asked_for(calendar):
    clock = wind(date(2025, 4, 21), (Clarification(date(2025, 4, 25)),), calendar)
    lines = days(clock, date(2025, 4, 29))
    assert lines[-1].day == date(2025, 4, 29)
    assert [line.number for line in lines if line.phase is Phase.REPLY and line.number] == [1, 2, 3, 4]
    assert days(wind(date(2026, 12, 28), (), calendar), date(2027, 1, 20))[-1].day == date(2026, 12, 31)


def test_the_explanation_tells_the_steps_in_order_with_articles(calendar):
    said = explained(wind(RECEIVED, (Extension(date(2025, 7, 10), 20), E4), calendar))
    assert [each.says for each in said] == [
        "2025年6月3日（周二）收到申请，当日不计，次日起算20个工作日。",
        "2025年6月10日（周二）起征求第三方意见，至2025年6月25日（周三）止，其间11个工作日不计入期限。",
        "2025年7月10日（周四），经公开机构负责人同意，延长20个工作日。",
        "节假日、休息日不计，调休上班日计入，因此最晚于2025年8月13日（周三）前（含当日）答复。",
    ]
    assert [each.basis for each in said] == [
        "政府信息公开条例第三十一条、第三十三条第二款",
        "政府信息公开条例第三十二条、第三十三条第三款",
        "政府信息公开条例第三十三条第二款",
        "政府信息公开条例第三十三条",
    ]


def test_the_explanation_says_what_silence_means(calendar):
    open_third = Consultation(Consulted.THIRD_PARTY, date(2025, 6, 10), date(2025, 6, 12))
    third = explained(wind(RECEIVED, (open_third,), calendar))
    assert "对方最晚2025年7月3日（周四）答复，逾期未答复的由本机关依法决定；最多17个工作日不计入期限" in third[1].says
    assert "（暂定：对方提前答复的，期限相应提前）" in third[-1].says
    organ = explained(wind(RECEIVED, (Consultation(Consulted.CO_ORGAN, date(2025, 6, 10)),), calendar))
    assert "逾期未答复的视为同意公开" in organ[1].says
    assert "还没有登记对方收到征求意见书，先按发出之日起15个工作日计算，到2025年7月1日（周二）止" in organ[1].says
    assert "最晚于2025年7月22日（周二）前（含当日）答复" in organ[-1].says
    asked = (Clarification(date(2025, 6, 10), date(2025, 6, 25)),)
    assert explained(wind(RECEIVED, asked, calendar))[-1].says == "正在等候，收到后即可算出答复期限。"
    ended = explained(wind(RECEIVED, (*asked, Stopped(date(2025, 6, 12))), calendar))[-1]
    assert (ended.on, ended.says) == (date(2025, 6, 12), "2025年6月12日（周四）办理结束，不再计算期限。")


def test_the_explanation_of_restarts_overlaps_and_late_extensions(calendar):
    fee = explained(wind(date(2025, 11, 3), (FeeNotice(date(2025, 11, 12)),), calendar))
    assert fee[1].says == "2025年11月12日（周三）通知收费，请自收到通知次日起20个工作日内缴费；缴费完成次日起重新计算期限。"
    fee = explained(wind(date(2025, 11, 3), (FeeNotice(date(2025, 11, 10), reached_on=date(2025, 11, 12)),), calendar))
    assert (
        fee[1].says
        == "2025年11月10日（周一）通知收费，2025年11月12日（周三）收到通知，请于2025年12月10日（周三）前（含当日）缴费；缴费完成次日起重新计算期限。"
    )
    both = (
        Consultation(Consulted.THIRD_PARTY, date(2025, 3, 6), date(2025, 3, 6), date(2025, 3, 14)),
        Consultation(Consulted.CO_ORGAN, date(2025, 3, 12), date(2025, 3, 12), date(2025, 3, 20)),
    )
    assert "重叠的，只扣除一次" in explained(wind(date(2025, 3, 3), both, calendar))[-1].says
    assert "不发生延长的效力" in explained(wind(RECEIVED, (Extension(date(2025, 7, 2), 5),), calendar))[-1].says
    told_late = explained(wind(RECEIVED, (Extension(date(2025, 7, 1), 5, date(2025, 7, 21)),), calendar))[-1]
    assert "告知，不发生延长的效力" in told_late.says and "2025年7月1日（周二）前" in told_late.says
    untold = explained(wind(RECEIVED, (Extension(date(2025, 6, 20), 5, is_untold=True),), calendar))[-1]
    assert "告知书还没有送出" in untold.says and "2025年7月1日（周二）前" in untold.says
    assert "2027年放假安排尚未录入" in explained(wind(date(2026, 12, 28), (), calendar))[-1].says


@settings(max_examples=100, deadline=None)
@given(
    received=st.dates(date(2024, 1, 1), date(2026, 3, 1)), gaps=st.lists(st.integers(0, 30), min_size=3, max_size=3), n=st.integers(1, 20)
)
def test_the_account_ends_on_the_due_date_and_its_spans_leave_no_day_out(received, gaps, n, calendar):
    sent = received + timedelta(days=gaps[0])
    facts = (
        Consultation(Consulted.THIRD_PARTY, sent, sent, sent + timedelta(days=gaps[1])),
        Clarification(received + timedelta(days=2), None, received + timedelta(days=2 + gaps[2])),
        Extension(received, n),
    )
    clock = wind(received, facts, calendar)
    lines = days(clock)
    assert [line.number for line in lines if line.number] == list(range(1, 21 + n))
    assert (lines[-1].day, lines[-1].number) == (clock.due_on, 20 + n)
    found = spans(clock)
    assert (found[0].begins, found[-1].ends) == (received, clock.due_on)
    assert all(after.begins == before.ends + timedelta(days=1) for before, after in pairwise(found))
    assert sum(span.workdays for span in found) == 20 + n


def test_a_clarification_is_told_before_and_after_the_answer(calendar):
    asked = Clarification(date(2025, 4, 25), date(2025, 5, 16))
    waiting = explained(wind(date(2025, 4, 21), (asked,), calendar))
    assert waiting[1].says == "2025年4月25日（周五）告知补正，请于2025年5月16日（周五）前（含当日）补正；收到补正之日起重新计算期限。"
    answered = explained(wind(date(2025, 4, 21), (replace(asked, answered_on=date(2025, 5, 9)),), calendar))
    assert answered[1].says == "2025年4月25日（周五）告知补正，2025年5月9日（周五）收到补正，期限自收到补正之日起重新计算。"
    paid = explained(wind(date(2025, 11, 3), (FeeNotice(date(2025, 11, 12), date(2025, 11, 24)),), calendar))
    assert paid[1].says == "2025年11月12日（周三）通知收费，2025年11月24日（周一）缴费完成，期限自次日起重新计算。"


def test_where_the_day_of_receipt_counts_it_is_number_one(calendar):
    clock = wind(RECEIVED, (), calendar, ClockPolicies(first_day=FirstDay.SAME_DAY))
    lines = days(clock)
    assert (lines[0].day, lines[0].number, lines[-1].number) == (RECEIVED, 1, 20)
    assert explained(clock)[0].says == "2025年6月3日（周二）收到申请，当日起算20个工作日。"


def test_a_span_of_waiting_is_named_by_whom_it_waits_for(calendar):
    waits = [span for span in spans(wind(RECEIVED, (E4,), calendar)) if span.phase is Phase.WAIT]
    assert [(span.label, span.basis, span.begins, span.ends) for span in waits] == [
        ("征求第三方意见", "第三十二条、第三十三条第三款", date(2025, 6, 11), date(2025, 6, 25))
    ]


def test_waiting_for_a_reason_is_told_where_the_office_leaves_it_out(calendar):
    policies = ClockPolicies(reason_time=ReasonTime.LEFT_OUT)
    said = explained(wind(RECEIVED, (ReasonRequest(date(2025, 6, 5)),), calendar, policies))
    assert said[1].says == "2025年6月5日（周四）起等待申请人说明理由，等候期间不计入期限。"


def test_dates_are_written_as_people_read_them():
    assert chinese(date(2025, 6, 3)) == "2025年6月3日（周二）"
