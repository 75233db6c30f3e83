"""What happens by itself: warnings, each once; pauses that begin and end as days go by; dates that move with the calendar."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.foi import followers
from gongkai.foi.actions import records, told, waits
from gongkai.foi.models import Case, Consultation
from gongkai.foi.rules.fees import Mode
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.receipt import Delivery
from gongkai.foi.tests.cases import answered, examined, later, on, peopled, submitted
from gongkai.foi.tests.replying import drafted, ready, served
from gongkai.journal import actions as journal
from gongkai.journal import calendar, worker
from gongkai.journal.models import Entry
from gongkai.notices.models import Mail, Notice
from gongkai.people.models import Officer, Post
from gongkai.people.rules.permits import Role
from gongkai.shared import clock

AT = on("2026-06-01")


@pytest.fixture
def town(cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    return peopled(cast)


@pytest.fixture
def case(town):
    return examined(town)


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def subjects(officer: Officer) -> list[str]:
    return list(Notice.objects.filter(to=officer).order_by("id").values_list("subject", flat=True))


# —— 预警 ——


def test_each_band_is_told_once_to_the_handler_and_from_three_days_on_to_the_head(case, town):
    day = AT
    while day.date() <= date(2026, 7, 3):
        followers.warn(day)
        followers.warn(day)
        day += timedelta(days=1)
    name = case.number
    left = [f"还剩{n}个工作日：{name}" for n in (10, 5, 3, 1)]
    assert subjects(town.li) == [*left, f"今天到期：{name}", f"已超过答复期限：{name}"]
    assert subjects(town.wang) == [*left[2:], f"今天到期：{name}", f"已超过答复期限：{name}"]
    assert not subjects(town.zhao) and not subjects(town.he)
    assert now(case).warned == -1


def test_nobody_is_warned_while_the_clock_waits_or_after_the_reply(town):
    waiting, done, unconfirmed = examined(town), answered(town), submitted(town)
    waits.clarify(waiting, ["请写明年份"], answer_by=date(2026, 6, 15), by=town.li, at=AT)
    followers.warn(on("2026-06-29"))
    assert not Notice.objects.exists()
    assert [now(each).warned for each in (waiting, done, unconfirmed)] == [None] * 3


def test_an_extended_case_is_warned_of_its_new_date(case, town):
    followers.warn(on("2026-06-29"))
    waits.extend(case, 10, "需要核实", by=town.wang, at=on("2026-06-29"))
    followers.warn(on("2026-06-30"))
    followers.warn(on("2026-07-09"))
    assert subjects(town.li) == [f"还剩{n}个工作日：{case.number}" for n in (1, 10, 3)]


def test_without_a_handler_everybody_who_could_is_warned(case, town):
    second = Officer.objects.create_user("sunli", name="孙立")
    Post.objects.create(officer=second, organisation=town.housing, role=Role.EDITOR, since=date(2020, 1, 2))
    Case.objects.update(handler=None)
    followers.warn(on("2026-06-23"))
    assert len(subjects(second)) == len(subjects(town.li)) == 1


def test_looking_at_many_cases_costs_no_more_queries_than_at_few(town):
    asked = []
    for more in (3, 17):
        for _ in range(more):
            examined(town)
        with CaptureQueriesContext(connection) as queries:
            followers.warn(on("2026-06-03"))
        asked.append(len(queries))
    assert asked[0] == asked[1] < 12


# —— what is not known to have come ——


def unreached(officer: Officer) -> list[str]:
    return [one.partition("：")[0] for one in subjects(officer)]


def test_a_third_party_nobody_knows_to_have_the_letter_is_asked_after(case, town):
    waits.consult(case, Consultation.Kind.THIRD_PARTY, party="某公司", question="请提出意见", by=town.li, at=on("2026-06-03"))
    followers.ask_whether_it_came(on("2026-06-09"))
    assert not Notice.objects.exists()
    for day in ("2026-06-10", "2026-06-11"):
        followers.ask_whether_it_came(on(day))
    assert unreached(town.li) == ["文书没有登记收到"] and "征求第三方意见的文书于2026年6月3日作出" in Notice.objects.get().body
    followers.warn(on("2026-11-30"))
    assert "已超过答复期限" in unreached(town.li)


def test_notices_on_paper_are_asked_after_and_those_that_came_are_not(town):
    by_post = {"delivery": Delivery.MAIL, "address": "槐树巷12号"}
    asked, came, explaining, charged = (examined(town, **by_post) for _ in range(4))
    online = examined(town)
    for one in (asked, came, online):
        waits.clarify(one, ["请写明年份"], answer_by=date(2026, 6, 22), by=town.li, at=AT)
    waits.record_notice(came, on=date(2026, 6, 4), by=town.li, at=on("2026-06-04"))
    waits.ask_reason(explaining, "第46件", answer_by=date(2026, 6, 22), by=town.li, at=AT)
    waits.charge(charged, Mode.BY_PAGE, pages=100, why="第46件", by=town.li, at=AT)
    followers.ask_whether_it_came(on("2026-06-08"))
    told = {notice.link for notice in Notice.objects.filter(to=town.li)}
    assert told == {f"/desk/foi/{one.pk}/" for one in (asked, explaining, charged)}


def test_an_extension_nobody_was_told_of_is_asked_after_on_the_next_day(town):
    case = examined(town, delivery=Delivery.MAIL)
    waits.extend(case, 10, "需要核实", by=town.wang, at=on("2026-06-29"))
    followers.ask_whether_it_came(on("2026-06-30"))
    assert unreached(town.li) == ["延期还没有告知申请人"] and "须在2026年6月30日之前" in Notice.objects.get().body


# —— 逐日 ——


def test_a_wait_begins_to_count_the_day_after_and_ends_with_the_fifteenth(case, town):
    step = waits.consult(
        case, Consultation.Kind.CO_ORGAN, party="", organ=town.transport, question="请就是否同意公开提出意见", by=town.li, at=AT
    )
    waits.record_reached(Consultation.objects.get(), on=AT.date(), by=town.li, at=AT)
    assert not step.case.is_paused and not now(case).is_paused
    followers.keep_up_with_the_day(on("2026-06-02"))
    assert now(case).is_paused
    followers.keep_up_with_the_day(on("2026-06-23"))
    assert now(case).is_paused
    followers.keep_up_with_the_day(on("2026-06-24"))
    assert not now(case).is_paused


# —— 放假安排变化 ——

# 2027 is not on file: a case of December 2026 has no date until its notice is confirmed
NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕7号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2027年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月20日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）、5月8日（周六）上班。
五、端午节：6月9日（周三）放假，共1天。
六、中秋节：9月15日（周三）放假，共1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。
国务院办公厅
2026年11月4日
"""


def test_a_confirmed_notice_gives_every_open_case_its_date_and_tells_its_handler(town):
    late = examined(town, at=on("2026-12-21"))
    early = examined(town)
    assert late.due_on is None
    admin = Officer.objects.create_user("hexin", name="何欣")
    Post.objects.create(officer=admin, organisation=town.city, role=Role.ADMIN, since=date(2020, 1, 2))
    notice = calendar.propose_notice(NOTICE, by=town.sun, at=on("2026-12-22"))
    calendar.confirm_notice(notice, by=admin, at=on("2026-12-22"))
    (entry,) = Entry.objects.filter(kind="workdays.calendar.changed")
    followers.count_anew([entry])
    followers.count_anew([entry])
    assert (now(late).due_on, now(early).due_on) == (date(2027, 1, 19), date(2026, 6, 30))
    assert subjects(town.li) == [f"答复期限有变化：{late.number}"]
    assert Notice.objects.get().body == "放假安排有变化，答复期限由暂未确定改为2027年1月19日。"
    assert Entry.objects.get(kind="foi.case.recomputed").data == {"from": None, "to": "2027-01-19"}


@pytest.mark.django_db(transaction=True)
def test_a_choice_about_the_clock_moves_the_organs_open_cases_and_no_others(town):
    mine, theirs, done = examined(town), examined(town, organ=town.transport, by=town.zhao), answered(town)
    records.choose(town.housing, "first_day", "same_day", "上级答复", by=town.wang, at=AT)
    journal.place()
    worker.drain()
    assert [now(each).due_on for each in (mine, theirs, done)] == [date(2026, 6, 29), date(2026, 6, 30), date(2026, 6, 30)]
    assert subjects(town.li) == [f"答复期限有变化：{mine.number}"]


def test_what_is_looked_at_again_keeps_its_date(case):
    version = case.version
    followers.keep_up_with_the_day(later(1))
    assert (now(case).due_on, now(case).version) == (case.due_on, version)
    assert not Entry.objects.filter(kind="foi.case.recomputed").exists()


# —— 告诉申请人 ——


@pytest.fixture
def mailing(settings, monkeypatch):
    settings.EMAIL_HOST = "mail.example"
    settings.QUIET_HOURS = "22:00-07:30"
    monkeypatch.setattr(clock, "now", lambda: AT)


def news(case: Case) -> list[Entry]:
    return list(Entry.objects.filter(about=f"foi.case:{case.pk}", kind__in=followers.MAILED))


def test_who_left_an_address_is_told_once_of_each_step_without_who_or_what(cast, mailing):
    case = examined(ready(cast))
    told.clarify(case, ["请写明小区名称"], answer_by=AT.date().replace(day=20), by=cast.li, at=AT)
    for _ in range(2):  # a follower that runs twice
        followers.tell_applicants(news(case))
    mails = list(Mail.objects.order_by("id"))
    assert [mail.recipient for mail in mails] == [case.email] * 2
    assert ["已经登记受理" in mails[0].body, "需要您补正" in mails[1].body] == [True, True]
    for mail in mails:
        assert mail.is_private and mail.body.endswith("/foi/track/")
        for secret in (case.applicant_name, case.ticket, case.number, case.info_title, "小区"):
            assert secret not in mail.subject + mail.body


def test_a_reply_is_told_of_once_it_was_served_and_an_extension_when_it_was_approved(cast, mailing):
    case = examined(ready(cast))
    waits.extend(case, 10, "需要核实", by=cast.wang, at=AT)
    served(cast, drafted(cast, case, Outcome.A2_GRANTED, items="配租结果"))
    followers.tell_applicants(news(case))
    bodies = [mail.body for mail in Mail.objects.order_by("id")]
    assert ["延长" in bodies[1], "已经答复" in bodies[2], len(bodies)] == [True, True, 3]


def test_at_night_the_mail_waits_and_old_news_is_not_sent(cast, mailing, monkeypatch):
    case = examined(cast)
    night = AT.replace(hour=23)
    monkeypatch.setattr(clock, "now", lambda: night)
    followers.tell_applicants(news(case))
    assert Mail.objects.get().due_at == (night + timedelta(days=1)).replace(hour=7, minute=30)
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=30))
    followers.tell_applicants(news(examined(cast)))
    assert Mail.objects.count() == 1


def test_without_an_address_nobody_is_written_to(cast, mailing):
    followers.tell_applicants(news(examined(cast, email="")))
    assert not Mail.objects.exists()
