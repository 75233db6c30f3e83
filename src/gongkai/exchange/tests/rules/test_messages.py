"""What goes over the wire: one key for one content, where it may go, how a reply is taken, what is read of a paper."""

import json

import pytest

from gongkai.exchange.rules.addresses import checked, may_connect
from gongkai.exchange.rules.messages import Answer, Operation, answer_of, message, receipt_in, withdrawal
from gongkai.exchange.rules.papers import as_page, facts_in
from gongkai.shared.refusal import Refused

PAPER = {
    "policy_code": "990100-2026-000001-8",
    "index_no": "119901007000051110/2026-1000023",
    "version": "1.1",
    "title": "关于甲事的通知",
    "doc_no": "澜住建发〔2026〕9号",
    "validity": "VALID",
    "validity_because": "自2026年6月1日起施行",
    "expire_date": None,
    "content_text": "现通知如下。",
    "updated_at": "2026-06-01T09:30:00+08:00",
}


def test_the_same_content_has_the_same_key_whenever_it_is_sent():
    first = message(PAPER, sent_text_digest="")
    assert first.operation is Operation.UPSERT and json.loads(first.as_bytes())["content_text"] == "现通知如下。"
    assert message(PAPER | {"updated_at": "2026-07-01"}, sent_text_digest="").key == first.key
    assert message(PAPER | {"content_text": "另一种。"}, sent_text_digest="").key != first.key
    assert first.key.isascii() and 8 <= len(first.key) <= 120


def test_where_only_the_standing_changed_only_the_standing_is_sent():
    first = message(PAPER, sent_text_digest="")
    then = message(PAPER | {"validity": "REPEALED"}, sent_text_digest=first.text_digest)
    assert then.operation is Operation.STATUS_CHANGE and then.key != first.key
    assert "content_text" not in json.loads(then.as_bytes())
    again = message(PAPER | {"version": "2.1"}, sent_text_digest=first.text_digest)
    assert again.operation is Operation.UPSERT


def test_a_withdrawal_says_why_and_holds_no_text():
    said = withdrawal("990100-2026-000001-8", index_no="", title="关于甲事的通知", doc_no="", reason="附件有误", updated_at="")
    assert json.loads(said.as_bytes()) | {"op": "WITHDRAW", "reason": "附件有误"} == json.loads(said.as_bytes())
    assert said.text_digest == ""


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, Answer.TAKEN), (201, Answer.TAKEN), (202, Answer.TAKEN), (302, Answer.REFUSED), (400, Answer.REFUSED), (401, Answer.REFUSED),
        (409, Answer.REFUSED), (408, Answer.LATER), (429, Answer.LATER), (500, Answer.LATER), (503, Answer.LATER),
    ],
)  # fmt: skip
def test_a_reply_is_taken_by_its_status_and_a_redirect_is_no_receipt(status, answer):
    assert answer_of(status) is answer


@pytest.mark.parametrize(("body", "number"), [(b'{"receipt": "SL1"}', "SL1"), (b"<html>", ""), (b"[]", ""), (b'{"receipt": 5}', "")])
def test_a_receipt_number_is_read_where_there_is_one(body, number):
    assert receipt_in(body) == number


@pytest.mark.parametrize("address", ["https://zcwjk.example.gov.cn/api", " https://10.2.3.4:8443/push ", "https://zcwjk.example.gov.cn"])
def test_https_addresses_may_be_set(address):
    assert checked(address, loopback=False) == address.strip()


@pytest.mark.parametrize(
    "address",
    [
        "http://zcwjk.example.gov.cn/", "ftp://a.example/", "https://", "https://user:pw@a.example/", "file:///etc/passwd",
        "http://127.0.0.1:8000/", "https://a.example/#x", "gopher://127.0.0.1", "https://[::1", "https://a.example:99999/", "",
        "https://127.0.0.1/", "https://localhost/api", "https://[::ffff:127.0.0.1]/", "https://169.254.169.254/latest",
    ],
)  # fmt: skip
def test_no_other_address_may_be_set(address):
    with pytest.raises(Refused):
        checked(address, loopback=False)


def test_this_machine_may_be_set_only_where_the_setting_says_so():
    assert checked("http://127.0.0.1:8000/api", loopback=True)
    with pytest.raises(Refused):
        checked("http://10.0.0.1/api", loopback=True)


@pytest.mark.parametrize(
    ("ip", "may"),
    [
        ("203.0.113.9", True), ("10.2.3.4", True), ("192.168.1.1", True), ("127.0.0.1", False), ("::1", False), ("::ffff:127.0.0.1", False),
        ("169.254.169.254", False), ("fe80::1%eth0", False), ("0.0.0.0", False), ("224.0.0.1", False), ("240.0.0.1", False),
    ],
)  # fmt: skip
def test_no_name_leads_to_this_machine_or_its_own_link(ip, may):
    assert may_connect(ip, loopback=False) is may


def test_what_another_library_gives_of_a_paper_is_read_and_its_validity_only_noted():
    given = facts_in(
        PAPER
        | {
            "issuer": {"name": "汀湾区人民政府"}, "co_issuers": ["汀湾区财政局"], "topic": {"l1": "财政、金融、审计"}, "doc_kind": "通知",
            "doc_date": "2026-05-20", "expire_date": "不是日期", "normative": True, "consult": {"dept": "区府办", "phone": "0999-5550101"},
        }
    )  # fmt: skip
    assert given["issuers"] == ["汀湾区人民政府", "汀湾区财政局"] and given["formed_on"] == "2026-05-20"
    assert given["stated_validity"] == "有效" and given["document_class"] == "normative" and "expires_on" not in given
    assert facts_in({"title": "甲", "validity": "胡说"}) == {"title": "甲"}


def test_the_title_stands_on_top_of_the_text_once():
    assert as_page({"title": "甲", "content_text": "正文"}) == "甲\n正文"
    assert as_page({"title": "甲", "content_text": "甲\n正文"}) == "甲\n正文"
