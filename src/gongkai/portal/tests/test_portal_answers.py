"""政策问答 for everybody: found by topic, paper and words; what is due says so without its answer; what is no longer used is gone."""

import pytest
from django.urls import reverse
from tests.cast import AT, published

from gongkai.assistant.actions import entries
from gongkai.assistant.models import FaqEntry
from gongkai.assistant.rules.entries import Channel, Line, Source, Written
from gongkai.policies.actions.publish import withdraw
from gongkai.policies.rules.kinds import Category, RelationKind


@pytest.fixture
def paper(cast):
    return published(cast).policy


@pytest.fixture
def entry(cast, paper) -> FaqEntry:
    return made(cast, paper)


def made(cast, paper, question: str = "老旧小区改造怎么申请？", **others) -> FaqEntry:
    line = Line("居民自愿申请。", (Source(paper.code, "居民自愿申请。"),))
    written = entries.write(Written(question, (line,), topic="住房", **others), office=cast.housing, by=cast.li, at=AT)
    entries.submit(written.versions.get(), by=cast.li, at=AT)
    return entries.publish(written.versions.get(), by=cast.wang, at=AT)


def shown(client, address: str, status: int = 200, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == status
    return answer.content.decode()


def test_an_entry_stands_in_the_list_by_topic_paper_and_word_and_on_its_own_page(client, entry, paper):
    listing = reverse("portal:answers")
    for query in ({}, {"topic": "住房"}, {"about": paper.code}, {"q": "小区 申请"}):
        assert entry.question in shown(client, listing, **query)
    assert "没有找到这样的问答" in shown(client, listing, q="火星")
    page = shown(client, reverse("portal:answer", args=[entry.code]))
    anchor = entry.current.citations.get().anchor
    assert "居民自愿申请。" in page and f"{reverse('portal:policy', args=[paper.code])}#{anchor}" in page and "第二条" in page


def test_what_rests_on_an_explanation_is_found_by_the_paper_it_explains_and_names_its_number(client, cast):
    paper = published(cast, doc_no="澜建发〔2026〕9号").policy
    told = [{"kind": RelationKind.INTERPRETS.value, "target": paper.code, "on": None, "until": None, "articles": ""}]
    text = "各区县：\n第一条 居民自愿申请。"
    reading = published(cast, title="《改造通知》解读", text=text, category=Category.INTERPRETATION, relations=told).policy
    entry = made(cast, reading)
    assert entry.question in shown(client, reverse("portal:answers"), about=paper.code)
    assert reverse("portal:answer", args=[entry.code]) in shown(client, reverse("portal:policy", args=[paper.code]))
    assert "（解读澜建发〔2026〕9号）" in shown(client, reverse("portal:answer", args=[entry.code]))


@pytest.mark.parametrize("query", [{"topic": "没有"}, {"about": "990100-2026-000099-9"}, {"page": "x"}])
def test_a_parameter_that_is_not_understood_is_told(client, entry, query):
    shown(client, reverse("portal:answers"), 400, **query)


def test_it_stands_on_the_page_of_its_paper_and_in_its_life(client, entry, paper):
    page = shown(client, reverse("portal:policy", args=[paper.code]))
    assert page.count(reverse("portal:answer", args=[entry.code])) == 2  # in the rail and under 政策问答


def test_due_for_review_it_says_so_without_the_answer(client, cast, entry):
    entries.mark_due(entry, "第二条已修改", at=AT)
    page = shown(client, reverse("portal:answer", args=[entry.code]))
    assert "正在复核" in page and "居民自愿申请。" not in page
    assert entry.question not in shown(client, reverse("portal:answers"))


def test_when_its_paper_was_withdrawn_the_answer_is_not_shown_even_before_any_follower_has_run(client, cast, entry, paper):
    withdraw(paper, reason="内容有误", by=cast.wang, at=AT)
    assert "居民自愿申请。" not in shown(client, reverse("portal:answer", args=[entry.code]))


def test_a_retired_entry_is_gone_and_a_draft_or_another_channels_was_never_there(client, cast, entry, paper):
    entries.retire(entry, reason="并入办事指南", by=cast.wang, at=AT)
    assert "并入办事指南" in shown(client, reverse("portal:answer", args=[entry.code]), 410)
    draft = entries.write(Written("改造期间住哪里？", ()), office=cast.housing, by=cast.li, at=AT)
    hotline = made(cast, paper, "改造找谁投诉？", channels=(Channel.HOTLINE.value,))
    for code in (draft.code, hotline.code, "WD999999", "wd000001", "abc"):
        shown(client, f"/answers/{code}/", 404)


def test_the_list_costs_the_same_at_ten_and_at_a_hundred(client, cast, paper, django_assert_max_num_queries):
    for n in range(30):
        made(cast, paper, f"改造第{n}步怎么申请？")
    client.get(reverse("portal:answers"))
    with django_assert_max_num_queries(10):
        shown(client, reverse("portal:answers"))
