"""Papers from below: taken in once by key, nothing public before an officer confirms, another office's receipts are not there."""

import json

import pytest
from tests.cast import AT, published

from gongkai.exchange import queries as exchange
from gongkai.exchange.actions import receiving
from gongkai.exchange.contents import content_of
from gongkai.exchange.models import Handling, Received
from gongkai.people.actions.api_keys import issue_key
from gongkai.people.models import Post
from gongkai.people.rules.api_keys import Scope
from gongkai.people.rules.permits import Role
from gongkai.policies import queries
from gongkai.policies.actions import intake
from gongkai.policies.models import Policy
from gongkai.policies.rules.kinds import ItemState
from gongkai.shared.refusal import Refused

PAPERS = "/api/v1/library/papers"


@pytest.fixture(autouse=True)
def _rates(settings):
    settings.API_RATE_PER_MINUTE = settings.API_KEY_RATE_PER_MINUTE = 10_000


@pytest.fixture
def key(cast):
    return issue_key("区平台", organisation=cast.housing, by=cast.sun, at=AT, scopes=[Scope.LIBRARY_SUBMIT])[1]


@pytest.fixture
def editor(cast):
    """李四 edits at the city too."""
    Post.objects.create(officer=cast.li, organisation=cast.city, role=Role.EDITOR, since=AT.date())
    return cast.li


def paper(**others):
    return {
        "op": "UPSERT", "policy_code": "990102-2026-000003-1", "version": "1.1", "title": "汀湾区人民政府关于做好助餐工作的通知",
        "doc_no": "汀政发〔2026〕3号", "issuer": {"name": "汀湾区人民政府"}, "topic": {"l1": "民政、扶贫、救灾"}, "doc_kind": "通知",
        "doc_date": "2026-05-20", "validity": "VALID", "content_text": "各街道：\n现就助餐工作通知如下。\n一、扩大范围。", **others,
    }  # fmt: skip


def send(client, key, content, number="990102-2026-000003-1:1.1:UPSERT:abcd"):
    return client.post(PAPERS, json.dumps(content), content_type="application/json", headers={"X-API-Key": key, "Idempotency-Key": number})


def test_a_paper_sent_twice_is_one_and_has_one_receipt(client, cast, key):
    first, second = send(client, key, paper()), send(client, key, paper(updated_at="2026-07-01"))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["receipt"] == second.json()["receipt"] and Received.objects.count() == 1
    assert send(client, key, paper(content_text="换了内容")).status_code == 409
    assert not Policy.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"op": "DELETE"}, 400),
        ({"title": ""}, 400),
        ({"content_text": " "}, 400),
        ({"url": "javascript:alert(1)"}, 400),
        ({"doc_date": "昨天"}, 400),
        ({"title": "空\x00字符"}, 400),
    ],
)
def test_what_is_no_paper_is_refused_in_words(client, cast, key, wrong, status):
    answer = send(client, key, paper(**wrong))
    assert answer.status_code == status and answer.json()["message"] and not Received.objects.exists()


def test_a_key_without_the_scope_sends_nothing(client, cast):
    reading = issue_key("读取", organisation=cast.housing, by=cast.sun, at=AT)[1]
    assert send(client, reading, paper()).status_code == 403
    assert client.post(PAPERS, "{}", content_type="application/json").status_code == 401


def test_a_receipt_says_how_far_it_is_and_only_to_its_sender(client, cast, key, editor):
    number = send(client, key, paper()).json()["receipt"]
    of_transport = issue_key("他", organisation=cast.transport, by=cast.sun, at=AT, scopes=[Scope.LIBRARY_SUBMIT])[1]
    here = f"/api/v1/library/receipts/{number}"
    assert client.get(here, headers={"X-API-Key": of_transport}).status_code == 404
    receiving.set_aside(Received.objects.get(), reason="与已入库的重复", by=editor, at=AT)
    told = client.get(here, headers={"X-API-Key": key}).json()
    assert told["handling"] == "set_aside" and told["note"] == "与已入库的重复"


def test_an_officer_takes_it_into_the_imports_with_the_facts_it_gave(client, cast, key, editor):
    send(client, key, paper())
    received = Received.objects.get()
    with pytest.raises(Refused):
        receiving.take(received, by=cast.wang, at=AT)
    batch = receiving.take(received, by=editor, at=AT)
    intake.read_waiting(at=AT, batch=batch)
    item = batch.items.get()
    assert item.state == ItemState.READY
    value = {name: field["value"] for name, field in item.draft["fields"].items()}
    assert value["title"] == "汀湾区人民政府关于做好助餐工作的通知" and value["doc_no"] == "汀政发〔2026〕3号"
    assert value["formed_on"] == "2026-05-20" and value["stated_validity"] == "有效"
    with pytest.raises(Refused, match="已经处理过"):
        receiving.take(received, by=editor, at=AT)
    received.refresh_from_db()
    assert received.handling == Handling.TAKEN and not Policy.objects.exists()


def test_a_message_without_a_text_is_noted_and_not_taken_in(client, cast, key, editor):
    send(client, key, paper(op="WITHDRAW", content_text="", reason="附件有误"))
    with pytest.raises(Refused, match="没有正文"):
        receiving.take(Received.objects.get(), by=editor, at=AT)


def test_what_one_of_our_own_libraries_sends_another_takes(client, cast, key, editor):
    policy = published(cast, doc_no="澜住建发〔2026〕9号").policy
    content = content_of(queries.page(policy.code, on=AT.date()))
    assert send(client, key, {"op": "UPSERT", **content}).status_code == 201
    assert exchange.received(editor.actor()).get().title == policy.title
    assert not exchange.received(cast.zhao.actor()).exists()
