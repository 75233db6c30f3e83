"""智能问答 through the public door: by plain posts, as a stream, on the page of a policy, and within limits."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import AT, LET_PASS, body, facts, published

from gongkai.assistant.actions import asking
from gongkai.assistant.models import Question
from gongkai.policies.actions import bulk, drafts
from gongkai.policies.actions.publish import withdraw
from gongkai.portal.assistant import views

QUESTION = "老旧小区改造范围是什么"


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr("gongkai.shared.clock.now", lambda: AT)
    for module in ("gongkai.portal.assistant.views", "gongkai.portal.limits"):
        monkeypatch.setattr(f"{module}.now", lambda: AT)
    monkeypatch.setattr("gongkai.portal.assistant.views.today", AT.date)
    monkeypatch.setattr("gongkai.portal.assistant.suggesting.today", AT.date)


@pytest.fixture
def paper(cast, indexed):
    edition = published(cast, doc_no="澜建发〔2026〕7号")
    indexed()
    return edition


def ask(client, question=QUESTION, **more):
    return client.post(reverse("portal:qa"), {"q": question, **more})


def events(answer):
    for part in b"".join(answer.streaming_content).decode().split("\n\n"):
        if part:
            name, data = part.split("\n")
            yield name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def test_a_post_leads_to_the_answer_with_its_source(client, paper):
    answer = ask(client)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("portal:qa") + "#q1"
    page = client.get(reverse("portal:qa")).content.decode()
    assert "改造范围为2000年底前建成的小区" in page
    assert f"{reverse('portal:policy', args=[paper.policy.code])}#a1" in page
    assert "澜建发〔2026〕7号" in page


def test_the_stream_tells_the_same_and_keeps_it_once(client, paper):
    sent = {"q": QUESTION, "token": "form-1"}
    first = list(events(client.post(reverse("portal:qa-stream"), sent)))
    assert [name for name, _ in first] == ["stage", "sentence", "answer", "done"]
    assert "澜建发〔2026〕7号" in first[2][1]["html"]
    again = list(events(client.post(reverse("portal:qa-stream"), sent)))
    assert again[2] == first[2] or again[2][1]["number"] == first[2][1]["number"]
    assert Question.objects.count() == 1


def test_the_stream_refuses_in_words(client, db):
    answer = client.post(reverse("portal:qa-stream"), {"q": ""})
    assert answer.status_code == 422
    assert list(events(answer)) == [("refused", {"message": "请写下您的问题。"})]


def test_an_empty_question_says_what_is_missing_and_keeps_what_was_typed(client, db):
    answer = ask(client, "")
    assert answer.status_code == 422
    assert "请写下您的问题" in answer.content.decode()


def test_one_address_asks_so_often_and_not_more(client, paper, monkeypatch):
    monkeypatch.setattr(asking, "PER_MINUTE", 2)
    assert [ask(client).status_code for _ in range(3)] == [302, 302, 429]
    assert client.post(reverse("portal:qa-stream"), {"q": QUESTION}).status_code == 429


def test_both_doors_count_the_questions_of_one_address_together(client, paper, monkeypatch):
    monkeypatch.setattr(asking, "PER_MINUTE", 2)
    for module in ("gongkai.openapi.asking", "gongkai.openapi.guard"):
        monkeypatch.setattr(f"{module}.now", lambda: AT)
    monkeypatch.setattr("gongkai.openapi.asking.today", AT.date)
    assert ask(client).status_code == 302
    sent = [client.post("/api/v1/ask", {"question": QUESTION}, content_type="application/json").status_code for _ in range(2)]
    assert sent == [200, 429]


def test_taking_away_what_is_spoken_of_is_counted_too(client, paper, monkeypatch):
    monkeypatch.setattr(asking, "PER_MINUTE", 1)
    assert [client.post(reverse("portal:qa"), {"about": "", "q": ""}).status_code for _ in range(2)] == [302, 429]


def test_after_two_hours_the_next_person_at_the_machine_reads_nothing(client, paper, monkeypatch):
    ask(client)
    assert QUESTION in client.get(reverse("portal:qa")).content.decode()
    monkeypatch.setattr("gongkai.portal.assistant.views.now", lambda: AT + timedelta(hours=3))
    assert QUESTION not in client.get(reverse("portal:qa")).content.decode()


def test_the_words_of_a_question_about_a_person_are_not_kept(client, paper):
    ask(client, "张三的手机号是多少")
    assert Question.objects.get().text == asking.UNSAID


def test_a_paper_withdrawn_since_is_not_named_as_what_is_spoken_of(client, paper, cast):
    ask(client)
    withdraw(paper.policy, by=cast.wang, at=AT, reason="内容有误，重新核实")
    assert paper.title not in client.get(reverse("portal:qa")).content.decode()


def test_a_page_loaded_without_a_conversation_offers_questions_and_sets_no_cookie(client, paper):
    answer = client.get(reverse("portal:qa"))
    assert answer.status_code == 200
    assert views.COOKIE not in answer.cookies


def test_the_panel_of_a_policy_holds_its_code_and_its_questions(client, paper):
    page = client.get(reverse("portal:policy", args=[paper.policy.code])).content.decode()
    assert reverse("portal:qa-panel", args=[paper.policy.code]) in page
    panel = client.get(reverse("portal:qa-panel", args=[paper.policy.code])).content.decode()
    assert f'name="page" value="{paper.policy.code}"' in panel
    assert "这份文件现在有效吗？" in panel
    assert f'data-clear="{reverse("portal:qa-fresh")}"' in panel, "the conversation can be ended here as well"


def test_a_question_from_the_panel_is_about_that_paper(client, paper):
    ask(client, "咨询电话是多少", page=paper.policy.code)
    question = Question.objects.get()
    assert (question.place, question.policy) == ("policy", paper.policy)
    assert "0999-5550121" in client.get(reverse("portal:qa")).content.decode()


def test_what_is_spoken_of_is_shown_and_can_be_taken_away(client, paper):
    ask(client)
    assert "正在谈" in client.get(reverse("portal:qa")).content.decode()
    ask(client, "", about="")
    assert "正在谈" not in client.get(reverse("portal:qa")).content.decode()


def test_an_opinion_is_taken_and_shown(client, paper):
    ask(client)
    client.post(reverse("portal:qa-like"), {"number": 1, "liked": "no", "why": "太简单"})
    assert Question.objects.get().liked == "no"
    assert "已记下：没有帮助" in client.get(reverse("portal:qa")).content.decode()
    assert client.post(reverse("portal:qa-like"), {"number": 9, "liked": "yes"}).status_code == 400


def test_a_new_conversation_shows_nothing_of_the_old_one(client, paper):
    ask(client)
    client.post(reverse("portal:qa-fresh"))
    assert QUESTION not in client.get(reverse("portal:qa")).content.decode()


def test_another_reader_sees_nothing_of_it(client, paper):
    ask(client)
    client.cookies.clear()
    assert QUESTION not in client.get(reverse("portal:qa")).content.decode()


def test_an_earlier_answer_loses_the_words_of_a_paper_that_was_withdrawn(client, cast, paper):
    ask(client)
    withdraw(paper.policy, reason="附件含有个人信息", by=cast.wang, at=AT)
    page = client.get(reverse("portal:qa")).content.decode()
    assert "改造范围为2000年底前建成" not in page
    assert "已经撤回" in page


def test_markup_in_a_question_is_only_text(client, paper):
    ask(client, "<b>老旧小区</b>改造范围")
    assert "<b>老旧小区" not in client.get(reverse("portal:qa")).content.decode()


def test_a_conversation_costs_the_same_queries_however_long(client, paper, monkeypatch):
    monkeypatch.setattr(asking, "PER_MINUTE", 100)

    def counted():
        with CaptureQueriesContext(connection) as made:
            client.get(reverse("portal:qa"))
        return len(made)

    ask(client)
    few = counted()
    for _ in range(9):
        ask(client)
    assert counted() <= few


def test_the_open_api_gives_the_same_answer(client, paper):
    answer = client.post("/api/v1/ask", {"question": QUESTION}, content_type="application/json")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["outcome"], told["sources"][0]["code"], told["sources"][0]["in_force"]) == ("answer", paper.policy.code, True)
    assert told["sentences"][0]["text"] == told["sources"][0]["quote"]
    after = client.post(
        "/api/v1/ask", {"question": "咨询电话是多少", "conversation": told["conversation"]}, content_type="application/json"
    ).json()
    assert "0999-5550121" in after["sentences"][0]["text"]


def test_the_open_api_knows_no_paper_that_cannot_be_seen(client, paper):
    answer = client.post("/api/v1/ask", {"question": QUESTION, "about": "990100-2026-999999-9"}, content_type="application/json")
    assert answer.status_code == 404


def test_what_is_only_near_is_shown_as_the_nearest_and_not_as_nothing(client, paper):
    ask(client, "老旧小区改造能养宠物吗")
    page = client.get(reverse("portal:qa")).content.decode()
    assert "下面是与您的问题最相关的内容，请看原文；系统没有把握直接下结论。" in page
    assert "没有查到" not in page


def test_a_question_about_another_city_is_not_answered_from_here(client, paper):
    ask(client, "北京的老旧小区改造范围是什么")
    page = client.get(reverse("portal:qa")).content.decode()
    assert "您问的是北京的事" in page
    assert "改造范围为2000年底前建成的小区" not in page


def test_a_city_of_ones_own_tree_is_never_elsewhere(client, paper, cast):
    cast.housing.name = f"北京市{cast.housing.name}"
    cast.housing.save()
    ask(client, "北京的老旧小区改造范围是什么")
    assert "您问的是北京的事" not in client.get(reverse("portal:qa")).content.decode()


def test_of_a_paper_not_yet_in_force_it_is_said_wherever_it_is_shown(client, cast, indexed):
    published(cast, doc_no="澜建发〔2026〕8号", effective_on=(AT.date() + timedelta(days=30)).isoformat())
    indexed()
    ask(client, "老旧小区改造能养宠物吗")
    assert "尚未生效" in Question.objects.get().answer["note"]


WAS = [f"第{n}条 改造补助由街道受理第{n}类申请并予以公布。" for n in "一二三四五"] + ["第六条 改造补助标准为每户1000元，由街道发放。"]
IS = [f"第{n}条 改造补助由社区受理第{n}类申请并及时公布。" for n in "一二三四五"] + ["第六条 改造补助标准为每户1500元，由街道发放。"]


def test_of_a_comparison_the_change_asked_about_comes_first_and_the_rest_is_folded(client, cast, indexed):
    first = published(cast, text="\n".join(["各区县：", *WAS]))
    edition = drafts.start_edition(first.policy, facts(), body("\n".join(["各区县：", *IS])), by=cast.li, at=AT)
    bulk.carry_through(edition.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    indexed()
    ask(client, "老旧小区改造补助修订以后多少有变化")
    page = client.get(reverse("portal:qa")).content.decode()
    open_part, _, folded = page.partition('<details class="more">')
    assert "每户1500元" in open_part.split("data-answer", 1)[1].split("</li>", 1)[0], "the change of the sum that is asked about"
    assert "其余 3 处" in folded and "由社区受理第五类" in folded
