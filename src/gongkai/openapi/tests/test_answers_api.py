"""The knowledge base for other systems: what may be used word for word, what no longer, and what a hotline sends back."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import AT, published

from gongkai.assistant import knowledge
from gongkai.assistant.actions import entries
from gongkai.assistant.actions.publishable import digest_of
from gongkai.assistant.models import FaqEntry
from gongkai.assistant.rules.entries import Channel, Line, Source, Written
from gongkai.journal import actions as journal
from gongkai.people.actions.api_keys import issue_key
from gongkai.people.rules.api_keys import Scope
from gongkai.policies.models import Edition, Policy
from gongkai.policies.rules.kinds import Category, RelationKind

ANSWERS, CHANGES, PROPOSALS = "/api/v1/answers", "/api/v1/answers/changes", "/api/v1/answers/proposals"


@pytest.fixture(autouse=True)
def _uncounted(settings):
    settings.API_RATE_PER_MINUTE = settings.API_KEY_RATE_PER_MINUTE = 10_000


@pytest.fixture
def paper(cast):
    return published(cast).policy


def made(cast, paper, question: str, *channels: Channel) -> FaqEntry:
    line = Line("居民自愿申请。", (Source(paper.code, "居民自愿申请。"),))
    written = Written(question, (line,), topic="住房", channels=tuple(channels) or (Channel.SITE.value, Channel.HOTLINE.value))
    entry = entries.write(written, office=cast.housing, by=cast.li, at=AT)
    entries.submit(entry.versions.get(), by=cast.li, at=AT)
    entries.publish(entry.versions.get(), by=cast.wang, at=AT)
    journal.place()
    return entry


def test_an_entry_is_given_with_its_sentences_their_sources_and_its_digest(client, cast, paper):
    entry = made(cast, paper, "老旧小区改造怎么申请？")
    (item,) = client.get(ANSWERS).json()["items"]
    assert (item["code"], item["lines"], item["office"]) == (entry.code, [{"text": "居民自愿申请。", "sources": [0]}], cast.housing.name)
    assert item["sources"][0]["quote"] == "居民自愿申请。" and item["sources"][0]["code"] == paper.code
    assert item["sm3"] == digest_of(entry.versions.get())
    assert item["url"].endswith(f"/answers/{entry.code}/") and client.get(f"/answers/{entry.code}/").status_code == 200


def test_a_channel_gets_its_own_and_a_draft_is_given_to_nobody(client, cast, paper):
    made(cast, paper, "老旧小区改造怎么申请？", Channel.HALL)
    entries.write(Written("改造期间住哪里？", ()), office=cast.housing, by=cast.li, at=AT)
    assert client.get(ANSWERS).json()["items"] == []
    assert [one["url"] for one in client.get(ANSWERS, {"channel": "hall"}).json()["items"]] == [""]
    assert client.get(ANSWERS, {"channel": "fax"}).status_code == 400


def test_answers_are_looked_up_by_the_words_of_their_question(client, cast, paper):
    made(cast, paper, "老旧小区改造怎么申请？")
    other = made(cast, paper, "电梯加装找谁？")
    assert [one["code"] for one in client.get(ANSWERS, {"q": "电梯 加装"}).json()["items"]] == [other.code]
    assert client.get(ANSWERS, {"q": "托育"}).json()["items"] == []


def test_an_answer_from_an_explanation_names_the_paper_it_explains(client, cast, paper):
    told = [{"kind": RelationKind.INTERPRETS.value, "target": paper.code, "on": None, "until": None, "articles": ""}]
    text = "各区县：\n第一条 居民自愿申请。"
    reading = published(cast, title="《改造通知》解读", text=text, category=Category.INTERPRETATION, relations=told).policy
    Edition.objects.filter(policy=paper).update(doc_no="澜建发〔2026〕9号")
    Policy.objects.filter(pk=paper.pk).update(doc_no="澜建发〔2026〕9号")
    made(cast, reading, "老旧小区改造怎么申请？")
    ((source,),) = [one["sources"] for one in client.get(ANSWERS).json()["items"]]
    assert (source["doc_no"], source["explains"]) == ("", "澜建发〔2026〕9号")


def ask(client, question: str, *, key: str = "", **others: str):
    sent = {"HTTP_X_API_KEY": key} if key else {}
    return client.post("/api/v1/ask", json.dumps({"question": question, **others}), content_type="application/json", **sent)


def test_a_key_of_a_channel_is_answered_by_the_entries_of_that_channel_alone(client, cast, paper):
    knowledge.forget()
    made(cast, paper, "老旧小区改造怎么申请？", Channel.HOTLINE)
    hotline = issue_key("热线", organisation=cast.housing, by=cast.sun, at=AT, scopes=[Scope.ANSWERS_CHANNEL])[1]
    reader = issue_key("读", organisation=cast.housing, by=cast.sun, at=AT)[1]
    asked = "老旧小区改造怎么申请？"
    given = ask(client, asked, key=hotline, channel="hotline").json()
    assert (given["outcome"], given["sentences"][0]["text"], given["confidence"]) == ("answer", "居民自愿申请。", 1.0)
    assert "审核" in given["note"]
    for others in ({}, {"channel": "hall"}):
        assert "审核" not in ask(client, asked, key=hotline, **others).json()["note"]
    assert ask(client, asked, channel="hotline").status_code == 401
    assert ask(client, asked, key=reader, channel="hotline").status_code == 403
    assert ask(client, asked, key=hotline, channel="fax").status_code in (400, 422)
    knowledge.forget()


def test_pages_follow_one_another_and_cost_the_same_however_full(client, cast, paper):
    for n in range(5):
        made(cast, paper, f"老旧小区改造第{n}步怎么申请？")
    first = client.get(ANSWERS, {"size": 2}).json()
    second = client.get(ANSWERS, {"size": 2, "cursor": first["next_cursor"]}).json()
    assert len({one["code"] for one in first["items"] + second["items"]}) == 4

    def cost(size: int) -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(ANSWERS, {"size": size})
        return len(seen)

    assert cost(1) == cost(5)


def test_changes_end_with_what_is_no_longer_to_be_used(client, cast, paper):
    kept, gone = made(cast, paper, "老旧小区改造怎么申请？"), made(cast, paper, "老旧小区改造找谁？")
    first = client.get(CHANGES).json()
    assert [one["state"] for one in first["items"]] == ["published", "published"] and not first["more"]
    entries.retire(gone, reason="并入", by=cast.wang, at=AT)
    entries.mark_due(kept, "第二条已修改", at=AT)
    journal.place()
    after = client.get(CHANGES, {"cursor": first["next_cursor"]}).json()
    assert {one["code"]: (one["state"], one["answer"]) for one in after["items"]} == {
        kept.code: ("due", None),
        gone.code: ("retired", None),
    }
    assert client.get(CHANGES, {"cursor": after["next_cursor"]}).json()["items"] == []
    assert {one["state"] for one in client.get(CHANGES, {"channel": "media"}).json()["items"]} <= {"due", "retired", "gone"}


def send(client, key: str | None, content: object, *, name: str = "call-0001", **headers: str):
    sent = {"HTTP_IDEMPOTENCY_KEY": name, **({"HTTP_X_API_KEY": key} if key else {}), **headers}
    return client.post(PROPOSALS, json.dumps(content), content_type="application/json", **sent)


@pytest.fixture
def key(cast) -> str:
    return issue_key("12345热线", organisation=cast.housing, by=cast.sun, at=AT, scopes=[Scope.ANSWERS_PROPOSE])[1]


def test_the_hotline_sends_a_question_back_once_however_often_it_is_sent(client, cast, paper, key):
    content = {"question": "改造期间租房有补贴吗？", "lines": [{"text": "居民自愿申请。", "sources": [{"paper": paper.code, "quote": ""}]}]}
    first, again = send(client, key, content), send(client, key, content)
    assert (first.status_code, again.status_code) == (201, 200) and first.json() == again.json()
    entry = FaqEntry.objects.get()
    assert (entry.office, entry.state, entry.code) == (cast.housing, "draft", first.json()["code"])
    assert send(client, key, {**content, "question": "改造期间住哪里？"}).status_code == 409
    assert client.get(ANSWERS).json()["items"] == []


def test_the_caller_is_masked_before_anything_is_kept(client, cast, paper, key):
    content = {"question": "我叫张三，电话 13912345678，身份证 11010519491231002X，改造期间租房有补贴吗？"}
    assert send(client, key, content).status_code == 201
    entry = FaqEntry.objects.get()
    assert "租房有补贴吗" in entry.question
    assert not any(part in f"{entry.question}{entry.versions.get().question}" for part in ("张三", "13912345678", "11010519491231002X"))


def test_without_a_key_of_this_scope_nothing_is_taken_in(client, cast, key):
    content = {"question": "改造期间租房有补贴吗？"}
    reader = issue_key("读", organisation=cast.housing, by=cast.sun, at=AT)[1]
    assert (send(client, None, content).status_code, send(client, reader, content).status_code) == (401, 403)
    assert not FaqEntry.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        [],
        {},
        {"question": "短"},
        {"question": "改" * 121},
        {"question": "改造期间租房有补贴吗？", "lines": [{"text": "有。", "sources": [{"paper": "没有这份文件", "quote": "有"}]}]},
        {"question": "改造期间租房有补贴吗？", "channels": ["fax"]},
    ],
    ids=["no object", "empty", "too short", "too long", "unknown paper", "unknown channel"],
)
def test_what_is_not_in_order_is_told_and_not_kept(client, key, content):
    answer = send(client, key, content)
    assert answer.status_code == 400 and answer.json()["message"] and not FaqEntry.objects.exists()
