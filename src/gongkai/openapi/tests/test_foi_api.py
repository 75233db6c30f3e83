"""Applications for information by key: sent in once, followed, taken as a ledger; what the key does not open is not there."""

import base64
import json
from datetime import datetime
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from tests.cast import AT

from gongkai.foi import ledger
from gongkai.foi.actions import intake, waits
from gongkai.foi.models import Case
from gongkai.foi.rules.receipt import Channel
from gongkai.foi.rules.stages import Stage
from gongkai.foi.tests.cases import OTHER_ID, ZHANG_ID, answered, examined, later, received, submitted
from gongkai.journal import worker
from gongkai.journal.models import Entry
from gongkai.openapi import foi, guard
from gongkai.people.actions.api_keys import issue_key, revoke_key
from gongkai.people.rules.api_keys import Scope
from gongkai.shared.clock import BEIJING
from gongkai.shared.refusal import Refused

NOW = datetime(2026, 6, 10, 10, 0, tzinfo=BEIJING)
CASES = "/api/v1/foi/cases"
PRIVATE = ("张三", ZHANG_ID, "13900001234", "zhangsan@example.com", "槐树巷")
WORK = (Scope.FOI_SUBMIT, Scope.FOI_READ)


@pytest.fixture(autouse=True)
def _day(monkeypatch, settings):
    monkeypatch.setattr("gongkai.shared.clock.now", lambda: NOW)
    monkeypatch.setattr(foi, "now", lambda: NOW)
    monkeypatch.setattr(guard, "now", lambda: NOW)  # calls are counted by the minute: none begins in the middle of a test
    settings.SITE_URL = "https://zwgk.example.gov.cn"
    settings.API_RATE_PER_MINUTE = settings.API_KEY_RATE_PER_MINUTE = 10_000


@pytest.fixture
def key(cast):
    """The text of a key of the housing bureau, or of another organisation."""

    def issued(*scopes, of=None):
        return issue_key("业务系统", organisation=of or cast.housing, by=cast.sun, at=AT, scopes=scopes or WORK)[1]

    return issued


def application(**others):
    return {
        "organ": "澜州市住房和城乡建设局",
        "applicant": {"kind": "natural", "name": "张三", "id_number": ZHANG_ID, "phone": "13900001234", "email": "zhangsan@example.com"},
        "info_title": "2025年度公租房配租名单",
        "info_text": "全市配租对象和结果",
        **others,
    }


def send(client, shown, content=None, number="XT-2026-000001", **headers):
    body = json.dumps(content or application(), ensure_ascii=False)
    return client.post(CASES, body, content_type="application/json", headers={"X-API-Key": shown, "Idempotency-Key": number, **headers})


def get(client, shown, path="", **parameters):
    return client.get(CASES + path, parameters, headers={"X-API-Key": shown})


def everything(client, shown, **parameters):
    """The whole ledger from the beginning, in pages; and the cursor to go on from."""
    items, cursor = [], ""
    while True:
        page = get(client, shown, cursor=cursor, **parameters).json()
        items += page["items"]
        cursor = page["next_cursor"]
        if not page["more"]:
            return items, cursor


def is_a_problem(answer, status):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"].startswith("application/problem+json")
    told = answer.json()
    assert told["status"] == status and told["title"] and told["message"]
    return told


# —— sending in ——


def test_an_application_gets_its_receipt_and_waits_for_confirmation(client, cast, key):
    answer = send(client, key())
    assert answer.status_code == 201, answer.content
    told, case = answer.json(), Case.objects.get()
    assert (case.organ, case.channel, case.applicant_name, case.info_title) == (
        cast.housing,
        Channel.PLATFORM,
        "张三",
        "2025年度公租房配租名单",
    )
    assert told["ticket"] == case.ticket and told["number"] is None and told["received_on"] is None
    assert told["stage"] == Stage.SUBMITTED and "双方确认" in told["message"]
    assert told["track_url"].startswith("https://zwgk.example.gov.cn/") and case.ticket in told["track_url"]
    assert answer["Location"] == f"{CASES}/{case.ticket}"
    assert Entry.objects.get(kind="foi.case.submit").data["through"].startswith("openapi ")


def test_where_submission_confirms_it_is_received_at_once(client, key, settings):
    settings.FOI_CONFIRM = "on_submission"
    assert send(client, key()).json()["received_on"] == "2026-06-10"


def test_sent_again_it_is_the_same_case(client, key):
    shown = key()
    first, again = send(client, shown), send(client, shown)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() and Case.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"info_title": "2024年度公租房配租名单"},
        {"delivery": "mail"},
        {"applicant": {"kind": "natural", "name": "张三", "id_number": ZHANG_ID, "phone": "13900001234", "email": "other@example.com"}},
        {"files": [{"name": "说明.txt", "content": base64.b64encode("材料".encode()).decode()}]},
    ],
    ids=["what", "how", "who", "files"],
)
def test_the_same_number_with_other_content_is_a_conflict(client, key, change):
    shown = key()
    send(client, shown)
    told = is_a_problem(send(client, shown, application(**change)), 409)
    assert told["field"] == "Idempotency-Key" and Case.objects.count() == 1


def test_the_numbers_of_two_organisations_do_not_meet(client, cast, key):
    mine = send(client, key()).json()["ticket"]
    theirs = send(client, key(of=cast.transport), application(organ="澜州市交通运输局"))
    assert theirs.status_code == 201 and theirs.json()["ticket"] != mine


def test_a_new_key_of_the_same_organisation_goes_on_with_its_numbers(client, key):
    assert send(client, key()).json() == send(client, key()).json()


def test_an_organ_is_named_by_its_code_too(client, cast, key):
    cast.housing.uscc = "11990100MB0000012X"
    cast.housing.save(update_fields=["uscc"])
    assert send(client, key(of=cast.city), application(organ=cast.housing.uscc)).status_code == 201


@pytest.mark.parametrize("organ", ["澜州市交通运输局", "澜州市人民政府", "不存在的局", "住建"])
def test_an_organ_beside_or_above_the_keys_organisation_is_as_one_that_is_not_there(client, cast, key, organ):
    told = is_a_problem(send(client, key(), application(organ=organ)), 400)
    assert told["field"] == "organ" and organ not in told["message"] and not Case.objects.exists()


def test_the_platform_above_sends_to_any_organ_below(client, cast, key):
    assert send(client, key(of=cast.city)).status_code == 201


def test_the_identity_proof_is_sealed(client, key):
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    proof = base64.b64encode(picture.getvalue()).decode()
    answer = send(client, key(), application(files=[{"name": "身份证.png", "material": "identity", "content": proof}]))
    assert answer.status_code == 201, answer.content
    file = Case.objects.get().files.get()
    assert file.stored is None and file.sealed == proof


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (application(applicant={"kind": "natural"}), "applicant.name"),
        (application(applicant={"kind": "king", "name": "张三"}), "applicant.kind"),
        (application(applicant={"kind": "natural", "name": "张三"}), "phone"),
        (application(applicant={"kind": "natural", "name": "张三", "phone": "1", "id_number": "990100199001010013"}), "id_number"),
        (application(info_title="", info_text=""), "info_title"),
        (application(info_text="长" * 5001), "info_text"),
        (application(due_on="2026-07-01"), "due_on"),
        (application(files=[{"name": "a.txt", "content": "不是编码"}]), "files"),
        ([], "application"),
    ],
)
def test_what_must_be_mended_is_named_and_nothing_is_kept(client, key, content, field):
    told = is_a_problem(
        client.post(
            CASES, json.dumps(content), content_type="application/json", headers={"X-API-Key": key(), "Idempotency-Key": "XT-00000001"}
        ),
        400,
    )
    assert told["field"] == field, told
    assert not Case.objects.exists()


@pytest.mark.parametrize("number", ["", "short", "有中文的编号一二三", "with blank 1"])
def test_an_application_needs_its_number(client, key, number):
    body = json.dumps(application())
    headers = {"X-API-Key": key()} | ({"Idempotency-Key": number} if number else {})
    told = is_a_problem(client.post(CASES, body, content_type="application/json", headers=headers), 400)
    assert told["field"] == "Idempotency-Key"


def test_a_body_that_is_no_json_or_too_large_is_told_so(client, key, settings):
    shown = key()
    headers = {"X-API-Key": shown, "Idempotency-Key": "XT-00000001"}
    assert "JSON" in is_a_problem(client.post(CASES, b"{", content_type="application/json", headers=headers), 400)["message"]
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    is_a_problem(send(client, shown), 413)


# —— keys ——


@pytest.mark.parametrize("call", [send, get, lambda client, shown: get(client, shown, "/ABCD23456")])
def test_a_key_is_needed_and_it_must_open_this(client, key, call, cast):
    assert "X-API-Key" in is_a_problem(client.get(CASES), 401)["message"]
    assert "foi:" in is_a_problem(call(client, key(Scope.READ)), 403)["message"]
    is_a_problem(call(client, "gk_00000000_" + "x" * 43), 401)
    row, shown = issue_key("旧", organisation=cast.housing, by=cast.sun, at=AT, scopes=WORK)
    revoke_key(row, by=cast.sun, at=AT)
    is_a_problem(call(client, shown), 401)


def test_sending_needs_one_scope_and_reading_another(client, key):
    sends, reads = key(Scope.FOI_SUBMIT), key(Scope.FOI_READ)
    assert send(client, sends).status_code == 201
    is_a_problem(send(client, reads), 403)
    is_a_problem(get(client, sends), 403)
    assert get(client, reads).status_code == 200


def test_a_key_to_applicants_alone_is_not_issued(cast):
    with pytest.raises(Refused, match="台账"):
        issue_key("统计", organisation=cast.city, by=cast.sun, at=AT, scopes=[Scope.FOI_APPLICANT])


def test_calls_are_counted(client, key, settings):
    shown = key()
    settings.API_KEY_RATE_PER_MINUTE = 1
    assert get(client, shown).status_code == 200
    assert is_a_problem(get(client, shown), 429)


@pytest.mark.parametrize("path", ["?size=0", "?size=101", "?cursor=forged", "?since=2026", "/ABCD23456?x=1", "/a%20b"])
def test_a_malformed_call_is_told_so(client, key, path):
    answer = client.get(CASES + path, headers={"X-API-Key": key()})
    is_a_problem(answer, answer.status_code)
    assert answer.status_code in {400, 422}


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_another_method_is_told_which_there_are(client, db, method):
    answer = getattr(client, method)(CASES)
    assert is_a_problem(answer, 405) and set(answer["Allow"].split(", ")) >= {"GET", "POST"}


# —— following ——


def test_a_case_is_followed_with_the_account_of_its_date(client, cast, key):
    case = examined(cast)  # received on 2026-06-01
    shown = key()
    told = get(client, shown, f"/{case.ticket}").json()
    assert told == get(client, shown, f"/{case.number}").json()
    assert (told["stage"], told["stage_words"], told["received_on"], told["due_on"]) == (
        "under_review",
        "审查中",
        "2026-06-01",
        "2026-06-30",
    )
    clock = told["clock"]
    assert (clock["due_on"], clock["state"], clock["remaining"]) == ("2026-06-30", "running", 13)
    assert clock["explained"][0]["on"] == "2026-06-01" and "当日不计" in clock["explained"][0]["says"]
    assert clock["explained"][-1]["on"] == "2026-06-30" and "2026年6月30日" in clock["explained"][-1]["says"]
    assert [day["number"] for day in clock["days"] if day["number"]] == list(range(1, 21))
    assert "端午" in next(day["why"] for day in clock["days"] if day["day"] == "2026-06-19")


def test_an_unconfirmed_case_has_no_clock_yet_and_an_overdue_one_says_by_how_much(client, cast, key, monkeypatch):
    shown = key()
    waiting, late = submitted(cast), examined(cast)
    assert get(client, shown, f"/{waiting.ticket}").json()["clock"] is None
    monkeypatch.setattr("gongkai.shared.clock.now", lambda: datetime(2026, 7, 2, 10, 0, tzinfo=BEIJING))
    told = get(client, shown, f"/{late.ticket}").json()
    assert told["is_overdue"] and told["clock"]["remaining"] == -2
    assert told["clock"]["days"][-1]["why"] == "已超过答复期限"


def test_a_date_in_a_year_without_notice_is_not_guessed(client, cast, key, monkeypatch):
    case = examined(cast, at=datetime(2026, 12, 21, 9, 30, tzinfo=BEIJING))
    monkeypatch.setattr("gongkai.shared.clock.now", lambda: datetime(2027, 1, 11, 10, 0, tzinfo=BEIJING))
    told = get(client, key(), f"/{case.ticket}").json()
    assert told["due_on"] is None and told["clock"]["remaining"] is None
    assert "2027年放假安排尚未录入" in told["clock"]["explained"][-1]["says"]


@pytest.mark.parametrize("applied", [lambda case: case.ticket, lambda case: case.number, lambda case: case.ticket.lower()])
def test_another_organisations_case_is_not_there(client, cast, key, applied):
    case = examined(cast)
    stranger = key(of=cast.transport)
    missing = is_a_problem(get(client, stranger, "/ABCD23456"), 404)
    assert is_a_problem(get(client, stranger, f"/{applied(case)}"), 404) == missing
    worker.drain()
    assert everything(client, stranger)[0] == []
    assert get(client, key(of=cast.city), f"/{applied(case)}").status_code == 200


# —— the ledger ——


def test_the_ledger_holds_what_the_standard_asks_for(client, cast, key):
    served = answered(cast)
    worker.drain()
    ((row,), _) = everything(client, key())
    expected = {
        "number": served.number,
        "organ": "澜州市住房和城乡建设局",
        "received_on": "2026-06-01",
        "channel": "online",
        "applicant_kind": "natural",
        "stage": "served",
        "outcome": "A2_GRANTED",
        "outcome_words": "予以公开",
        "served_on": "2026-06-01",
        "due_on": "2026-06-30",
        "is_overdue": False,
    }
    assert {name: row[name] for name in expected} == expected
    assert row["applicant"] is None


def test_the_next_pull_brings_only_what_changed_since(client, cast, key):
    one, two = examined(cast), received(cast, id_number=OTHER_ID, name="李小明")
    worker.drain()
    shown = key()
    items, cursor = everything(client, shown)
    assert [item["ticket"] for item in items] == [one.ticket, two.ticket]
    assert get(client, shown, cursor=cursor).json() == {
        "items": [],
        "next_cursor": get(client, shown, cursor=cursor).json()["next_cursor"],
        "more": False,
    }
    waits.extend(one, 20, "涉及面广，需要核对", by=cast.wang, at=later(1))
    worker.drain()
    (item,) = get(client, shown, cursor=cursor).json()["items"]
    assert item["ticket"] == one.ticket and item["due_on"] > "2026-06-30"
    assert item["changed_at"].startswith("2026-06-02")


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_pages_of_any_size_miss_nothing_and_end_with_the_latest_state(client, cast, key, size):
    cases = [submitted(cast, info_title=f"第{n}件", key=f"k{n}") for n in range(5)]
    for case in (cases[0], cases[3], cases[0]):
        case.refresh_from_db()
        if case.stage == Stage.SUBMITTED:
            intake.confirm_receipt(case, on=AT.date(), how="电话确认", by=cast.li, at=AT)
        else:
            intake.register(case, by=cast.li, at=AT)
    worker.drain()
    items, _ = everything(client, key(), size=size)
    last = {item["ticket"]: item["stage"] for item in items}
    assert last == {case.ticket: Case.objects.get(pk=case.pk).stage for case in cases}


def test_other_offices_entries_do_not_stop_a_pull(client, cast, key, monkeypatch):
    monkeypatch.setattr(ledger, "WINDOW", 3)
    for n in range(4):
        submitted(cast, organ=cast.transport, info_title=f"路{n}", key=f"k{n}")
    mine = submitted(cast)
    worker.drain()
    items, _ = everything(client, key())
    assert [item["ticket"] for item in items] == [mine.ticket]


def test_a_case_of_the_key_never_shows_who_asks_unless_the_key_may_and_asks(client, cast, key):
    case = examined(cast)
    worker.drain()
    reads, may_all = key(), key(*WORK, Scope.FOI_APPLICANT)
    for shown in (reads, may_all):
        for answer in (get(client, shown), get(client, shown, f"/{case.ticket}")):
            assert not [one for one in PRIVATE if one in answer.content.decode()]
    is_a_problem(get(client, reads, applicant="true"), 403)
    assert not Entry.objects.filter(kind="foi.applicant.pulled").exists()


def test_each_pull_of_applicants_is_journalled(client, cast, key):
    case = examined(cast)
    worker.drain()
    shown = key(Scope.FOI_READ, Scope.FOI_APPLICANT)
    (item,) = get(client, shown, applicant="true").json()["items"]
    assert item["applicant"]["name"] == "张三" and item["applicant"]["id_number"] == ZHANG_ID
    entry = Entry.objects.get(kind="foi.applicant.pulled")
    assert entry.data == {"cases": [case.pk], "organisation": cast.housing.pk} and entry.by is None
    assert entry.about.startswith("people.apikey:")


def test_the_number_of_queries_does_not_grow_with_the_cases(client, cast, key):
    shown = key(*WORK, Scope.FOI_APPLICANT)
    get(client, shown)  # the calendar is read, the key noted as used today

    def counted():
        worker.drain()
        get(client, shown)
        found = {}
        for name, path in {"ledger": "?size=100", "with": "?size=100&applicant=true", "case": f"/{Case.objects.first().ticket}"}.items():
            with CaptureQueriesContext(connection) as queries:
                assert client.get(CASES + path, headers={"X-API-Key": shown}).status_code == 200
            found[name] = len(queries)
        return found

    def grow(total):
        for n in range(Case.objects.count(), total):
            examined(cast, info_title=f"第{n}件", key=f"k{n}")

    grow(10)
    small = counted()
    grow(100)
    assert counted() == small
    assert max(small.values()) <= 14
