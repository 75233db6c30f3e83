"""Days at the desk: when an application came, when a letter went out and when it came, and what is said when one of them is odd."""

from datetime import timedelta

import pytest
from django.urls import reverse

from gongkai.desk.tests.test_foi_service import does, page_of, scan, typed_in
from gongkai.foi.actions import told, waits
from gongkai.foi.models import Case, Consultation
from gongkai.foi.rules.receipt import Delivery
from gongkai.foi.rules.stages import Stage
from gongkai.foi.tests.cases import examined
from gongkai.foi.tests.replying import ready
from gongkai.people.models import Organisation
from gongkai.shared.clock import now, today


@pytest.fixture
def organ(cast) -> Organisation:
    return ready(cast).housing


@pytest.fixture
def by_post(cast, organ) -> Case:
    return examined(cast, at=now(), delivery=Delivery.MAIL)


# —— 收到 ——


def test_of_a_registered_letter_the_day_of_the_signature_is_asked(desk, organ):
    li = desk("li")
    li.post(reverse("desk:foi-new"), typed_in(organ, signed_for_on="", arrived_on=today() - timedelta(days=4)))
    case = Case.objects.get()
    assert "还没有登记签收日期" in page_of(li, case)
    asked = li.get(reverse("desk:foi-act", args=[case.pk, "receive"])).content.decode()
    assert "签收日期" in asked and "双方确认的日期" not in asked
    assert "请填写依据，例如签收单" in does(li, case, "receive", on=today(), how="").content.decode()
    assert does(li, case, "receive", on=today(), how="签收单，邮件号 EA1").status_code == 302
    assert "签收日期晚于登记的到达日期" in page_of(li, case)
    assert Case.objects.get().received_on == today()


def test_an_ordinary_letter_confirmed_days_later_is_said_to_be_late(desk, organ):
    li, came = desk("li"), today() - timedelta(days=5)
    ordinary = {"channel": "mail_ordinary", "signed_for_on": "", "arrived_on": came}
    li.post(reverse("desk:foi-new"), typed_in(organ, **ordinary))
    case = Case.objects.get()
    assert "双方确认的日期" in li.get(reverse("desk:foi-act", args=[case.pk, "receive"])).content.decode()
    assert does(li, case, "receive", on=today(), how="电话确认").status_code == 302
    assert "应在收到当日与申请人确认" in page_of(li, case)
    at_once = typed_in(organ, info_title="另一份", confirmed_on=today(), confirmed_by="电话确认", **ordinary)
    assert "应在收到当日与申请人确认" in li.post(reverse("desk:foi-new"), at_once, follow=True).content.decode()


def test_a_confirmation_typed_in_says_how_it_was_made(desk, organ):
    li = desk("li")
    ordinary = typed_in(organ, channel="mail_ordinary", signed_for_on="", confirmed_on=today())
    answer = li.post(reverse("desk:foi-new"), ordinary)
    assert "请写明怎样与申请人确认的" in answer.content.decode() and not Case.objects.exists()
    assert li.post(reverse("desk:foi-new"), ordinary | {"confirmed_by": "当日电话确认"}).status_code == 302


# —— 送出、收到 ——


def test_a_notice_on_paper_is_said_to_have_come_and_one_online_is_not_asked_after(desk, cast, by_post):
    li = desk("li")
    online = examined(cast, at=now())
    for case in (by_post, online):
        told.clarify(case, ["请写明小区名称"], answer_by=today() + timedelta(days=20), by=cast.li, at=now())
    url = "desk:foi-act"
    assert reverse(url, args=[by_post.pk, "record_notice"]) in page_of(li, by_post)
    assert reverse(url, args=[online.pk, "record_notice"]) not in page_of(li, online)
    assert "请先“登记收到通知”" in page_of(desk("wang"), by_post)
    assert does(li, by_post, "record_notice", on=today(), file=scan()).status_code == 302
    assert reverse(url, args=[by_post.pk, "record_notice"]) not in page_of(li, by_post)
    assert "最近一步“登记收到通知”登记错了" in page_of(li, by_post)


def test_a_letter_that_stands_on_the_applicants_page_was_served_on_the_day_it_was_signed(desk, cast, organ):
    case = examined(cast, at=now() - timedelta(days=3))
    letter = told.clarify(
        case, ["请写明小区名称"], answer_by=today() + timedelta(days=20), by=cast.li, at=now() - timedelta(days=2)
    ).letters[0]
    form = desk("li").get(reverse("desk:foi-serve-letter", args=[case.pk, letter.pk])).context["form"]
    assert form.initial["sent_on"] == today() - timedelta(days=2)


def test_on_the_day_others_are_asked_the_date_to_expect_is_there(desk, cast, by_post):
    waits.consult(by_post, Consultation.Kind.THIRD_PARTY, party="某公司", question="请提出意见", by=cast.li, at=now())
    case, said = Case.objects.get(pk=by_post.pk), page_of(desk("li"), by_post)
    assert case.stage == Stage.CONSULTING and "，最晚  答复" not in said
    assert f"最晚 {case.due_on:%Y年%-m月%-d日} 答复" in said if case.due_on else "放假安排尚未录入" in said
