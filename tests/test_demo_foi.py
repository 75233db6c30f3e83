"""The demo city's applications for information: every page has something true to show, and the house checks it."""

from datetime import date, datetime, time

import pytest
from demo import foi_stories, load
from django.db import transaction
from django.test import Client
from django.urls import reverse

from gongkai.documents import redaction
from gongkai.foi import ledger, queries
from gongkai.foi.models import (
    Assignment,
    Case,
    Complaint,
    Consultation,
    Fee,
    Happening,
    Letter,
    Meeting,
    Precedent,
    ProactiveProposal,
    ReplyFile,
    Review,
    SearchRecord,
    Service,
)
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.receipt import Channel
from gongkai.foi.rules.stages import Stage
from gongkai.foi.standing import standing_of
from gongkai.journal.models import Entry
from gongkai.people.models import Officer
from gongkai.shared.clock import BEIJING
from gongkai.workdays.queries import calendar

TODAY = date(2026, 11, 22)


def loaded(on):
    with transaction.atomic():
        organisations = load._organisations()
        return foi_stories.load(organisations, load._officers(organisations), on=on)


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    """The applications as of 2026-11-22, loaded once for all tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield loaded(TODAY)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr("gongkai.shared.clock.now", lambda: datetime.combine(TODAY, time(10), BEIJING))


@pytest.fixture
def cases(town, db):
    return {case.pk: case for case in Case.objects.select_related("organ")}


def test_every_stage_a_case_can_stand_at_on_a_desk_is_there(cases):
    seen = {case.stage for case in cases.values()}
    assert set(Stage) - seen == {Stage.DRAFT, Stage.EXPLAINING, Stage.SIGNED}


def test_the_kinds_of_answers_are_there(cases):
    given = {case.outcome for case in cases.values() if case.outcome}
    assert given == {
        Outcome.A1_ALREADY_PUBLIC,
        Outcome.A2_GRANTED,
        Outcome.B_PARTIAL,
        Outcome.C6_PROCESS,
        Outcome.D1_NOT_FOUND,
        Outcome.F1_NO_CORRECTION,
    }
    assert {case.channel for case in cases.values()} == {Channel.ONLINE, Channel.MAIL_SIGNED, Channel.COUNTER}
    assert len({case.applicant_kind for case in cases.values()}) == 5


def test_one_date_cannot_be_known_yet_and_all_others_lie_in_years_with_a_notice(cases):
    clocks = [standing_of(case, on=TODAY).clock for case in cases.values()]
    assert sum(bool(clock and clock.unknown) for clock in clocks) == 1
    assert {clock.due_on.year for clock in clocks if clock and clock.due_on} == {2026}
    open_without = [
        case for case in cases.values() if case.received_on and not case.closed_on and case.due_on is None and not case.is_paused
    ]
    assert [case.info_title for case in open_without] == ["跨海通道工程可行性研究报告"]


def test_what_was_late_says_by_how_much(cases):
    late = {case.info_title: standing_of(case, on=TODAY).clock.overdue(TODAY) for case in cases.values() if ledger.is_overdue(case, TODAY)}
    assert late == {"装修垃圾消纳场选址方案": 4, "公交车辆更新和尾气检测数据": 2}


def test_what_stands_beside_the_cases_is_there(town, db):
    assert Complaint.objects.get(answered_at=None).case.stage == Stage.DISPATCHED
    complaint = Complaint.objects.exclude(answered_at=None).get()
    assert complaint.is_founded and complaint.order_done and complaint.case.outcome
    review = Review.objects.get()
    assert review.result == Review.Result.UPHELD and review.case.outcome == Outcome.C6_PROCESS
    assert [one.title for one in queries.public_precedents()] == [Precedent.objects.get().title]
    assert Meeting.objects.get().is_standing
    assert ProactiveProposal.objects.get().is_approved is None
    assert SearchRecord.objects.count() == 3
    assert Fee.objects.get().amount > 0
    assert Consultation.objects.get().reached_on and not Consultation.objects.get().answer
    assert Assignment.objects.filter(answered_at=None).exists() and Assignment.objects.exclude(answer="").exists()
    assert Case.objects.get(split_from__isnull=False).received_on == Case.objects.get(split_from__isnull=False).split_from.received_on
    assert Case.objects.get(repeat_of__isnull=False).repeat_of.satisfaction == 5
    assert Case.objects.get(stage=Stage.ARCHIVED).package.stored.size > 0
    assert Service.objects.exclude(carrier="").exists()


def test_the_redacted_file_no_longer_holds_what_was_taken_out(town, db):
    file = ReplyFile.objects.get()
    assert redaction.words(file.original.read(), "叶某某")
    assert not redaction.words(file.stored.read(), "叶某某") and not redaction.words(file.stored.read(), "5559099")
    assert redaction.words(file.stored.read(), "消防通道")


def test_everything_was_done_on_a_working_day_in_the_order_of_time(town, db):
    done = list(Happening.objects.order_by("id").values_list("at", flat=True))
    assert done == sorted(done) and done[-1] < datetime.combine(TODAY, time(), BEIJING)
    days = calendar()
    assert all(days.is_workday(at.astimezone(BEIJING).date()) for at in done)
    told = list(Entry.objects.filter(kind__startswith="foi.").order_by("id").values_list("at", flat=True))
    assert told == sorted(told)


def test_letters_are_numbered_in_the_order_in_which_they_were_signed(town, db):
    for organ, series in set(Letter.objects.values_list("organ", "series")):
        rows = list(Letter.objects.filter(organ=organ, series=series).order_by("signed_at", "id").values_list("serial", flat=True))
        assert rows == list(range(1, len(rows) + 1))
    assert Letter.objects.filter(number="澜住建依复〔2026〕1号").exists()


def test_each_officer_sees_the_cases_of_the_own_office(town, db):
    def open_at(name):
        return {line.case.organ.short_name for line in queries.inbox(Officer.objects.get(username=name)).lines}

    assert open_at("lisi") == open_at("wangfang") == {"市住房城乡建设局"}
    assert open_at("zhaomin") == {"市交通运输局"}
    assert open_at("wuhao") == {"市住房城乡建设局", "市交通运输局"}
    assert open_at("dengke") == set()


def test_an_applicant_finds_the_own_case(town, db):
    case = town.case("zhang")
    assert queries.tracked(case.ticket, case.phone) == case


def desk(name):
    client = Client()
    client.force_login(Officer.objects.get(username=name))
    return client


SHOWN = {
    "foi": "小区配套的文件",
    "foi-board": "超期",
    "foi-report": "予以公开",
    "foi-complaints": "至今没有收到答复",
    "foi-reviews": "澜府复〔2026〕37号",
    "foi-meetings": "施工合同中单价清单是否属于商业秘密",
    "foi-precedents": "申请公开上世纪九十年代农村房屋登记底册",
    "foi-proposals": "2025年度公共租赁住房配租名单",
    "foi-organ": "澜州市汀湾区人民法院",
    "foi-procedure": "告知补正",
    "foi-intakes": "鹿鸣街道便民服务中心",
    "foi-visits": "老旧小区改造技术导则",
    "foi-limits": "局长办公会研究确定",
}


@pytest.mark.parametrize(("page", "text"), SHOWN.items())
def test_every_page_of_the_desk_has_something_to_show(town, db, page, text):
    reader = desk("wuhao" if page == "foi-complaints" else "wangfang")
    answer = reader.get(reverse(f"desk:{page}"))
    assert answer.status_code == 200
    assert text in answer.content.decode()


def test_every_case_opens_for_who_handles_it_and_for_nobody_else(cases):
    housing, transport = desk("lisi"), desk("zhaomin")
    for case in cases.values():
        mine, other = (housing, transport) if case.organ.short_name == "市住房城乡建设局" else (transport, housing)
        answer = mine.get(reverse("desk:foi-case", args=[case.pk]))
        assert answer.status_code == 200 and case.info_title in answer.content.decode(), case.info_title
        assert other.get(reverse("desk:foi-case", args=[case.pk])).status_code == 404


def test_each_applicant_follows_the_own_case_on_the_portal(cases):
    shown = {}
    for case in cases.values():
        citizen = Client()
        answer = citizen.post(reverse("portal:foi-track"), {"ticket": case.ticket, "phone": case.phone}, follow=True)
        assert answer.status_code == 200, case.info_title
        shown[case.info_title] = answer.content.decode()
    assert [title for title, page in shown.items() if "期限暂不能确定" in page] == ["跨海通道工程可行性研究报告"]
    assert "澜住建规" not in "".join(shown.values())
