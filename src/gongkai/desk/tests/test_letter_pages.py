"""来信: a citizen writes, the office answers in time, the citizen reads it; nobody else reads either."""

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import AT, published

from gongkai.desk.counts import counts_of
from gongkai.enquiries import actions
from gongkai.enquiries.models import Enquiry
from gongkai.enquiries.rules.messages import Kind
from gongkai.journal.models import Entry
from gongkai.shared.refusal import Refused

TEXT = "老旧小区改造，租户可以申请吗？"


@pytest.fixture
def letter(cast) -> Enquiry:
    return actions.receive(Kind.QUESTION, TEXT, policy=published(cast).policy, page="", contact="13900001234", at=AT)


def page(browser, name, *args, **query) -> str:
    answer = browser.get(reverse(f"desk:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_comes_to_the_office_of_its_paper_with_its_last_day(cast, letter):
    assert letter.office == cast.housing and letter.due_on == date(2026, 6, 8)  # the fifth working day after 1 June
    found = actions.receive(Kind.CORRECTION, "首页有错别字，请改正", policy=None, page="/", contact="", at=AT)
    assert found.office == cast.city and found.due_on == date(2026, 6, 4)


def test_it_is_answered_and_read_with_its_ticket(desk, client, cast, letter):
    li = desk("li")
    assert TEXT in page(li, "letters") and TEXT in page(li, "letter", letter.pk) and "13900001234" not in page(li, "letter", letter.pk)
    here = reverse("desk:letter", args=[letter.pk])
    assert "请写下答复" in li.post(here, {"text": " "}).content.decode()
    assert li.post(here, {"text": "可以，按办法第二条，由房屋所有权人提出。"})["Location"] == here
    shown = client.post(reverse("portal:enquiry-progress"), {"ticket": letter.ticket}).content.decode()
    assert "由房屋所有权人提出" in shown and cast.housing.name in shown and "李四" not in shown and TEXT not in shown
    assert "已经由李四答复" in desk("wang").post(here, {"text": "不可以"}).content.decode()
    assert "由房屋所有权人提出" in Enquiry.objects.get().answer


def test_the_sender_is_told_who_answers_and_by_when(client, cast):
    paper = published(cast).policy
    address = f"{reverse('portal:enquiry')}?about={paper.code}"
    assert "5 个工作日内答复" in client.get(address).content.decode()
    shown = client.post(address, {"text": TEXT, "contact": ""}, follow=True).content.decode()
    assert f"由{cast.housing.name}答复，最迟" in shown


def test_the_contact_is_shown_only_when_pressed_for_and_that_is_noted(desk, letter):
    li, here = desk("li"), reverse("desk:letter-contact", args=[letter.pk])
    assert li.get(here)["Location"] == reverse("desk:letter", args=[letter.pk])
    assert not Entry.objects.filter(kind="enquiries.contact.read").exists()
    assert "13900001234" in li.post(here).content.decode()
    assert Entry.objects.get(kind="enquiries.contact.read").by_name == "李四"
    assert desk("sun").post(here).status_code == 403  # administration passes letters on and reads nobody's telephone


def test_it_is_passed_on_with_its_day_and_answered_there(desk, cast, letter):
    zhao, here = desk("zhao"), reverse("desk:letter", args=[letter.pk])
    assert zhao.get(here).status_code == 404
    address = reverse("desk:letter-pass-on", args=[letter.pk])
    li = desk("li")
    assert "已经在这个单位" in li.post(address, {"office": cast.housing.pk, "reason": "归本局"}).content.decode()
    assert li.post(address, {"office": cast.transport.pk, "reason": "问的是公交线路"})["Location"] == reverse("desk:letters")
    assert li.get(here).status_code == 404 and zhao.get(here).status_code == 200
    assert Enquiry.objects.get().due_on == letter.due_on


def test_an_answer_given_meanwhile_is_not_given_again(cast, letter):
    actions.answer(letter, "可以", by=cast.li, at=AT)
    for step in (
        lambda: actions.answer(letter, "不可以", by=cast.wang, at=AT),
        lambda: actions.pass_on(letter, cast.city, "转", by=cast.wang, at=AT),
    ):
        with pytest.raises(Refused, match="已经由李四答复"):
            step()


def test_what_waits_is_counted_for_those_who_may_answer(cast, letter):
    def counted(officer):
        return counts_of(officer, officer.actor(), oversees=False, fresh=True).letters

    assert (counted(cast.li), counted(cast.zhao), counted(cast.sun)) == (1, 0, 0)
    actions.answer(letter, "可以", by=cast.li, at=AT)
    assert counted(cast.li) == 0


def test_the_list_costs_the_same_for_ten_and_for_a_hundred(desk, cast):
    li, counts = desk("li"), []
    paper = published(cast).policy
    for upto in (10, 100):
        for n in range(Enquiry.objects.count(), upto):
            actions.receive(Kind.QUESTION, f"第{n}个问题怎么办", policy=paper, page="", contact="", at=AT)
        page(li, "letters")
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            assert "待答复" in page(li, "letters", state="open")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12, counts
