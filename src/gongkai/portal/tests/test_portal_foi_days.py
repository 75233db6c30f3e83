"""What a citizen is told of the days of his case: in his words, and nothing that is not so. June 2026: received on the 1st, due on the
30th."""

from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from gongkai.foi.actions import serving, told, waits
from gongkai.foi.models import Case, Consultation
from gongkai.foi.rules.receipt import Delivery
from gongkai.foi.rules.service import ServiceMode
from gongkai.foi.tests.cases import examined, later, on
from gongkai.foi.tests.replying import ready
from gongkai.portal.foi import case as case_page
from gongkai.portal.tests import opening

AT = on("2026-06-01")


@pytest.fixture(autouse=True)
def _counted_anew():
    cache.clear()


@pytest.fixture
def page_on(client, monkeypatch):
    def page(case: Case, day: str) -> str:
        monkeypatch.setattr(case_page, "today", lambda: date.fromisoformat(day))
        return client.get(opening.opened(client, case)).content.decode()

    return page


def test_while_others_are_asked_the_count_stands_still_and_does_not_begin_anew(cast, page_on):
    case = examined(ready(cast))
    waits.consult(case, Consultation.Kind.THIRD_PARTY, party="某公司", question="请提出意见", by=cast.li, at=later(2))
    assert "最晚 2026年7月21日（周二） 答复" in page_on(case, "2026-06-03")
    said = page_on(case, "2026-06-10")
    assert "收到意见后，从停下的地方接着计算" in said and "预计最晚答复：2026年7月21日（周二）" in said
    assert "重新计算期限" not in said


def test_a_reply_that_is_late_may_be_complained_of_reviewed_and_sued_for(cast, page_on):
    said = page_on(examined(ready(cast)), "2026-07-02")
    assert "已超过答复期限 2 个工作日" in said
    assert "您可以投诉，也可以依法申请行政复议或者提起行政诉讼" in said


def test_the_receipt_tells_what_happens_next_and_gives_nobody_orders(client, filled):
    client.post(reverse("portal:foi-apply"), filled())
    said = client.get(reverse("portal:foi-receipt")).content.decode()
    assert "受理机关应在1个工作日内与您确认收到" in said and "请在1个工作日内确认收到" not in said


def test_a_notice_that_came_later_leaves_as_many_days_as_it_gave(cast, page_on):
    case = examined(ready(cast), delivery=Delivery.MAIL)
    letter = told.clarify(case, ["请写明年份"], answer_by=date(2026, 6, 22), by=cast.li, at=on("2026-06-05")).letters[0]
    assert "2026年6月22日" in page_on(case, "2026-06-08")
    post = {"sent_on": date(2026, 6, 8), "carrier": "EMS", "mail_no": "EA1"}
    row = serving.serve_other(letter, ServiceMode.MAIL_POST, by=cast.li, at=on("2026-06-08"), **post)
    serving.record_signed_for(row, date(2026, 6, 12), by=cast.li, at=on("2026-06-15"))
    said = page_on(case, "2026-06-15")
    assert "请在 <strong>2026年6月29日</strong> 前" in said and "通知送到您" in said


def test_a_case_taken_back_waits_for_nothing(cast, page_on):
    case = examined(ready(cast))
    told.clarify(case, ["请写明年份"], answer_by=date(2026, 6, 22), by=cast.li, at=AT)
    waits.withdraw(case, "不要了", by=None, at=later(1))
    said = page_on(case, "2026-06-03")
    assert "2026年6月2日（周二）办理结束，不再计算期限" in said and "正在等候" not in said
