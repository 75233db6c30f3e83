"""Pushing to a library above: what the public sees and no more, once, again after a failure, parked where it will not get better."""

import json
from datetime import timedelta

import pytest
from tests.cast import AT, LET_PASS, drafted, published

from gongkai.exchange import sending, wire
from gongkai.exchange.actions import targets
from gongkai.exchange.models import Push, Receipt
from gongkai.exchange.queries import state_of
from gongkai.exchange.wire import Reply, Unreachable
from gongkai.journal import worker
from gongkai.journal.models import Entry
from gongkai.policies.actions import bulk, drafts
from gongkai.policies.actions.publish import withdraw
from gongkai.policies.actions.shadows import bring_up_to
from gongkai.shared.refusal import Refused

ADDRESS = "https://zcwjk.example.gov.cn/api/v1/library/papers"


@pytest.fixture
def other_side(monkeypatch):
    """What was posted; `replies` are given in turn, the last for ever."""

    class OtherSide:
        def __init__(self):
            self.posted, self.replies = [], [Reply(201, b'{"receipt": "SL20260601-0001"}')]

        def post(self, address, data, headers, *, loopback):
            self.posted.append((json.loads(data), headers))
            reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
            if isinstance(reply, Exception):
                raise reply
            return reply

        @property
        def operations(self):
            return [body["op"] for body, _ in self.posted]

    side = OtherSide()
    monkeypatch.setattr(wire, "post", side.post)
    return side


@pytest.fixture
def target(cast):
    return targets.add_target(name="省库", office=cast.city, address=ADDRESS, key="gk_x", by=cast.sun, at=AT)


def pushed(at=AT):
    worker.drain()
    sending.send_due(at)
    return {push.policy_id: state_of(push) for push in Push.objects.all()}


def test_only_an_administrator_of_the_office_sets_a_target_and_its_key_is_sealed(cast, target):
    for officer in (cast.li, cast.wang, cast.zhao):
        with pytest.raises(Refused):
            targets.add_target(name="省库", office=cast.city, address=ADDRESS, key="gk_x", by=officer, at=AT)
    with pytest.raises(Refused, match="https"):
        targets.add_target(name="省库", office=cast.city, address="http://a.example/", key="gk_x", by=cast.sun, at=AT)
    target.refresh_from_db()
    assert target.key == "gk_x" and "gk_x" not in str(list(Entry.objects.values("data")))


def test_what_is_public_already_is_queued_for_a_new_target_and_drafts_are_not(cast, other_side):
    policy = published(cast, doc_no="澜住建发〔2026〕9号", index_no="119901007000051110/2026-1000023").policy
    drafted(cast, title="澜州市住房和城乡建设局关于保密的事的通知")
    targets.add_target(name="省库", office=cast.city, address=ADDRESS, key="gk_x", by=cast.sun, at=AT)
    assert pushed() == {policy.pk: "sent"}
    ((body, headers),) = other_side.posted
    assert body["policy_code"] == policy.code and body["validity"] == "VALID" and "第一条" in body["content_text"]
    assert headers == {"X-API-Key": "gk_x", "Idempotency-Key": Receipt.objects.get().key}
    assert Receipt.objects.get().number == "SL20260601-0001" and "保密的事" not in str(other_side.posted)


def test_a_paper_is_pushed_when_it_is_published_and_not_again_while_nothing_changes(cast, target, other_side):
    policy = published(cast).policy
    assert pushed() == {policy.pk: "sent"}
    worker.drain()
    targets.queue_all(target, at=AT)
    assert pushed(AT + timedelta(hours=1)) == {policy.pk: "sent"}
    assert other_side.operations == ["UPSERT"] and Receipt.objects.count() == 1


def test_a_change_of_standing_a_correction_and_a_withdrawal_are_each_pushed_as_what_they_are(cast, target, other_side):
    policy = published(cast).policy
    pushed()
    relations = [{"kind": "repeals", "target": policy.code, "on": "2026-06-01", "until": None, "articles": ""}]
    published(cast, title="澜州市住房和城乡建设局关于废止旧通知的通知", text="现废止旧通知。", relations=relations)
    pushed()
    draft = drafts.start_correction(policy.current, reason="原文漏字", by=cast.li, at=AT)
    bulk.carry_through(draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    pushed()
    withdraw(policy, reason="附件有误，核实后重发", by=cast.wang, at=AT)
    pushed()
    assert [receipt.operation for receipt in Receipt.objects.filter(push__policy=policy).order_by("pk")] == [
        *("UPSERT", "STATUS_CHANGE", "UPSERT", "WITHDRAW"),
    ]
    assert other_side.posted[-1][0]["reason"] == "附件有误，核实后重发"


def test_a_scheduled_paper_is_not_told_before_its_day(cast, target, other_side):
    policy = published(cast, published_on="2026-07-01").policy
    assert pushed() == {policy.pk: ""} and other_side.posted == []
    later = AT.replace(month=7)
    bring_up_to(later)
    assert pushed(later) == {policy.pk: "sent"}


def test_a_failure_is_tried_again_with_patience_and_then_parked_for_a_person(cast, target, other_side):
    policy = published(cast).policy
    other_side.replies = [Unreachable("连接失败：TimeoutError")]
    assert pushed() == {policy.pk: "failing"}
    assert sending.send_due(AT) == 0
    at = AT
    for _ in range(8):
        at += timedelta(hours=2)
        sending.send_due(at)
    push = Push.objects.get()
    assert state_of(push) == "parked" and push.attempts == 8 and "连接失败" in push.error
    assert Entry.objects.filter(kind="exchange.push.parked").count() == 1
    with pytest.raises(Refused):
        targets.push_again(push, by=cast.li, at=at)
    other_side.replies = [Reply(200, b"{}")]
    targets.push_again(push, by=cast.sun, at=at)
    assert pushed(at) == {policy.pk: "sent"}


def test_what_the_other_side_refuses_is_parked_at_once(cast, target, other_side):
    policy = published(cast).policy
    other_side.replies = [Reply(302, b"")]
    assert pushed() == {policy.pk: "parked"}
    assert "HTTP 302" in Push.objects.get().error and not Receipt.objects.exists()


def test_all_that_is_stuck_is_tried_again_at_once_by_hand_or_with_a_new_key(cast, target, other_side):
    policy = published(cast).policy
    other_side.replies = [Reply(401, '{"message": "密钥无效"}'.encode())]
    assert pushed() == {policy.pk: "parked"} and Push.objects.get().error == "对方拒收（HTTP 401）：密钥无效"
    targets.push_parked(target, by=cast.sun, at=AT)
    assert pushed() == {policy.pk: "parked"}
    other_side.replies = [Reply(201, b"{}")]
    targets.change_target(target, name="省库", address=ADDRESS, key="gk_y", by=cast.sun, at=AT)
    assert pushed() == {policy.pk: "sent"} and other_side.posted[-1][1]["X-API-Key"] == "gk_y"
    with pytest.raises(Refused, match="没有搁置"):
        targets.push_parked(target, by=cast.sun, at=AT)


@pytest.mark.parametrize(
    "address", ["https://zcwjk.example.gov.cn/接口", "https://zcwjk.example.gov.cn/a b", "https://zcwjk.example.gov.cn/\n"]
)
def test_an_address_no_request_can_carry_is_refused(cast, target, address):
    with pytest.raises(Refused, match="中文、空格"):
        targets.change_target(target, name="省库", address=f"{address}x", by=cast.sun, at=AT)


def test_a_new_key_is_checked_as_the_first_was_and_another_host_needs_one(cast, target):
    with pytest.raises(Refused, match="只含可见的英文字符"):
        targets.change_target(target, name="省库", address=ADDRESS, key="密钥", by=cast.sun, at=AT)
    with pytest.raises(Refused, match="换了主机"):
        targets.change_target(target, name="省库", address="https://elsewhere.example.gov.cn/", by=cast.sun, at=AT)


def test_pushed_again_by_hand_it_goes_with_the_same_key(cast, target, other_side):
    published(cast)
    pushed()
    targets.push_again(Push.objects.get(), by=cast.sun, at=AT)
    pushed()
    first, second = Receipt.objects.order_by("pk")
    assert first.key == second.key and other_side.operations == ["UPSERT", "UPSERT"]


def test_a_stopped_target_is_sent_nothing_and_catches_up_when_it_goes_on(cast, target, other_side):
    targets.stop_target(target, by=cast.sun, at=AT)
    policy = published(cast).policy
    assert pushed() == {} and other_side.posted == []
    target.refresh_from_db()
    targets.stop_target(target, by=cast.sun, at=AT)
    assert pushed() == {policy.pk: "sent"}


def test_a_target_of_another_office_is_told_nothing(cast, other_side):
    targets.add_target(name="交通", office=cast.transport, address=ADDRESS, key="gk_x", by=cast.sun, at=AT)
    published(cast)
    assert pushed() == {}


def test_a_name_that_leads_to_this_machine_is_not_connected_to(monkeypatch):
    monkeypatch.setattr(wire.socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("127.0.0.1", 443))])
    with pytest.raises(Unreachable, match="本机"):
        wire.post(ADDRESS, b"{}", {}, loopback=False)
