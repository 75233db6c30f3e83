import hashlib
import json
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import AT, LET_PASS, body, drafted, facts, published

from gongkai.journal import actions as journal
from gongkai.journal import worker
from gongkai.journal.rules import seals
from gongkai.openapi import answers, asking, catalogue, foi, library, registers
from gongkai.openapi.api import api
from gongkai.people.actions.api_keys import issue_key, revoke_key
from gongkai.people.models import ApiKey
from gongkai.policies.actions import bulk, drafts, relate, topics
from gongkai.policies.actions.publish import withdraw
from gongkai.policies.actions.shadows import bring_up_to
from gongkai.policies.models import Citation, Edition, Policy, Relation, Text, TopicEntry
from gongkai.policies.rules.code import make
from gongkai.policies.rules.kinds import Category, RelationKind
from gongkai.search.actions.indexing import rebuild
from gongkai.shared.clock import BEIJING

NOW = datetime(2026, 6, 10, 10, 0, tzinfo=BEIJING)
NO_SUCH = make("990100", 2026, 999_999)
OPERATIONS = {
    "interpretations": "/api/v1/interpretations",
    "policies": "/api/v1/policies",
    "policy": "/api/v1/policies/{code}",
    "text": "/api/v1/policies/{code}/editions/1/texts/1",
    "proof": "/api/v1/policies/{code}/editions/1/texts/1/proof",
    "comparison": "/api/v1/policies/{code}/compare?old=1.1&new=1.1",
    "changes": "/api/v1/changes",
    "topics": "/api/v1/topics",
    "topic": "/api/v1/topics/jiu-gai",
    "search": "/api/v1/search?q=改造",
    "checkpoints": "/api/v1/checkpoints",
}
HOSTILE = [
    "' OR 1=1 --",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "%00",
    "%ff%fe",
    "\u202e",
    "𠀀",
    "x" * 5000,
    "-1",
    "1e400",
]


@pytest.fixture(autouse=True)
def _day(monkeypatch, settings, tmp_path):
    monkeypatch.setattr("gongkai.shared.clock.now", lambda: NOW)
    settings.INDEX_DIR = tmp_path / "index"
    settings.SITE_URL = "https://zwgk.example.gov.cn"


@pytest.fixture
def paper(cast):
    """One policy in a topic."""
    edition = published(cast, doc_no="澜住建发〔2026〕9号")
    topic = topics.create(slug="jiu-gai", name="老旧小区改造", by=cast.li, at=AT)
    topics.approve(topic, by=cast.wang, at=AT)
    topics.add(topic, edition.policy, by=cast.li, at=AT)
    return edition


def get(client, operation, code="", **headers):
    return client.get(OPERATIONS[operation].format(code=code), headers=headers)


def everything(client, path, **parameters):
    """All items of a list with a cursor, page by page."""
    items, cursor = [], ""
    while True:
        page = client.get(path, {**parameters, "cursor": cursor}).json()
        items += page["items"]
        if not page.get("more", page["next_cursor"]):
            return items
        cursor = page["next_cursor"]


def test_every_operation_is_tried_here():
    everything = [operation for path in api.get_openapi_schema()["paths"].values() for operation in path.values()]
    # test_foi_api, test_answers_api, test_catalogue_api, test_registers_api, portal/tests/test_portal_assistant, exchange/tests/actions/test_receiving
    elsewhere = [foi.TAG], [answers.TAG], [asking.TAG], [library.TAG], [catalogue.TAG], [registers.TAG]
    assert {one["operationId"] for one in everything if one["tags"] not in elsewhere} == set(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_answers(client, paper, operation):
    rebuild(on=NOW.date())
    answer = get(client, operation, paper.policy.code)
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize("operation", ["policy", "text", "proof", "comparison"])
def test_what_is_not_there_is_a_404_in_words(client, db, operation):
    answer = get(client, operation, NO_SUCH)
    assert answer.status_code == 404
    assert answer.json()["message"] == "没有这项公开信息，请核对编码。"


@pytest.mark.parametrize(
    "path",
    [
        "editions/2/texts/1",
        "editions/1/texts/2",
        "editions/2/texts/1/proof",
        "compare?old=1.1&new=1.2",
        "compare?old=2.1&new=1.1",
    ],
)
def test_a_text_that_was_never_published_is_not_there(client, paper, path):
    assert client.get(f"/api/v1/policies/{paper.policy.code}/{path}").status_code == 404


def test_unknown_addresses_and_topics_answer_in_json(client, db):
    for path in ("/api/v1/topics/none", "/api/v1/nothing", "/api/v1/policies/x/y/z"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert answer.json()["message"]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/api/v1/policies/123", "code"),
        ("/api/v1/policies/990100-2026-000001-0", "code"),
        ("/api/v1/policies?size=0", "size"),
        ("/api/v1/policies?size=101", "size"),
        ("/api/v1/policies?size=abc", "size"),
        ("/api/v1/policies?year=1", "year"),
        ("/api/v1/policies?category=secret", "category"),
        ("/api/v1/policies?standing=good", "standing"),
        ("/api/v1/policies?title=" + "长" * 121, "title"),
        ("/api/v1/policies?cursor=forged", "cursor"),
        ("/api/v1/changes?cursor=WzFd:1abc:forged", "cursor"),
        ("/api/v1/policies/990100-2026-000001-8/editions/0/texts/1", "edition"),
        ("/api/v1/policies/990100-2026-000001-8/editions/1/texts/99999999999999999999", "text"),
        ("/api/v1/policies/990100-2026-000001-8/compare?old=1&new=1.1", "old"),
        ("/api/v1/policies/990100-2026-000001-8/compare?old=1.1&new=１.１", "new"),
        ("/api/v1/search", "q"),
        ("/api/v1/search?q=", "q"),
        ("/api/v1/search?q=" + "长" * 301, "q"),
        ("/api/v1/search?q=a&as_of=2026-02-30", "as_of"),
        ("/api/v1/search?q=a&page=0", "page"),
        ("/api/v1/search?q=a&sort=best", "sort"),
        ("/api/v1/checkpoints?before=99999999999999999999", "before"),
    ],
)
def test_a_malformed_call_names_the_parameter(client, db, path, field):
    answer = client.get(path)
    assert answer.status_code == 400, answer.content
    assert answer.json()["field"] == field
    assert answer.json()["message"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/policies?title={}",
        "/api/v1/policies?issuer={}&topic={}&genre={}",
        "/api/v1/policies?cursor={}",
        "/api/v1/policies/{}",
        "/api/v1/policies/{}/editions/1/texts/1",
        "/api/v1/policies/{}/compare?old={}&new={}",
        "/api/v1/topics/{}",
        "/api/v1/search?q={}",
        "/api/v1/search?q=a&issuer={}",
        "/api/v1/changes?cursor={}",
    ],
)
def test_hostile_values_do_no_harm(client, paper, path):
    rebuild(on=NOW.date())
    for nasty in HOSTILE:
        answer = client.get(path.replace("{}", nasty))
        assert answer.status_code in {200, 400, 404}, (nasty, answer.content)
        assert "search?q={}" in path or paper.title not in answer.content.decode(), nasty
        assert "49" not in answer.json().get("message", "")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_nothing_can_be_written(client, db, operation, method):
    assert getattr(client, method)(OPERATIONS[operation].format(code=NO_SUCH)).status_code == 405


@pytest.mark.parametrize("operation", OPERATIONS)
def test_over_the_limit_says_when_to_come_again(client, paper, settings, operation):
    settings.API_RATE_PER_MINUTE = 0
    answer = get(client, operation, paper.policy.code)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert "一分钟后" in answer.json()["message"]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_wrong_key_is_told_so(client, paper, operation):
    answer = get(client, operation, paper.policy.code, **{"X-API-Key": "gk_00000000_" + "x" * 43})
    assert answer.status_code == 401
    assert "密钥无效" in answer.json()["message"]


def test_wrong_keys_use_up_the_limit_of_their_address(client, db, settings):
    settings.API_RATE_PER_MINUTE = 2
    codes = [client.get("/api/v1/topics", headers={"X-API-Key": f"guess{n}"}).status_code for n in range(3)]
    assert codes == [401, 401, 429]


def test_a_key_has_its_own_higher_limit_until_revoked(client, cast, settings):
    settings.API_RATE_PER_MINUTE = 1
    key, shown = issue_key("市数据局同步", organisation=cast.city, by=cast.sun, at=AT)
    assert [client.get("/api/v1/topics").status_code for _ in range(2)] == [200, 429]
    assert [client.get("/api/v1/topics", headers={"X-API-Key": shown}).status_code for _ in range(3)] == [200] * 3
    assert ApiKey.objects.get().last_used_on is not None
    revoke_key(key, by=cast.sun, at=AT)
    assert client.get("/api/v1/topics", headers={"X-API-Key": shown}).status_code in {401, 429}


def test_addresses_are_counted_apart_and_a_forwarded_one_only_behind_a_proxy(client, db, settings):
    settings.API_RATE_PER_MINUTE = 1
    assert client.get("/api/v1/topics", REMOTE_ADDR="198.51.100.1").status_code == 200
    assert client.get("/api/v1/topics", REMOTE_ADDR="198.51.100.1", HTTP_X_FORWARDED_FOR="203.0.113.9").status_code == 429
    assert client.get("/api/v1/topics", REMOTE_ADDR="198.51.100.2").status_code == 200
    settings.BEHIND_PROXY = True
    assert client.get("/api/v1/topics", REMOTE_ADDR="198.51.100.1", HTTP_X_FORWARDED_FOR="203.0.113.9").status_code == 200


# —— what is in the answers ——


def test_a_list_is_filtered(client, cast):
    published(cast)
    published(cast, title="关于加装电梯的意见", genre="意见", formed_on="2025-01-02")
    published(cast, title="电梯政策解读", category=Category.INTERPRETATION)

    def titles(**asked):
        return [item["title"] for item in client.get("/api/v1/policies", asked).json()["items"]]

    assert len(titles()) == 2
    assert titles(title="电梯") == ["关于加装电梯的意见"]
    assert titles(genre="意见") == ["关于加装电梯的意见"]
    assert titles(year=2025) == ["关于加装电梯的意见"]
    assert titles(category="interpretation") == ["电梯政策解读"]
    assert titles(issuer="澜州市交通运输局") == []
    assert titles(standing=["expired", "repealed"]) == []
    assert len(titles(standing=["valid", "expired"])) == 2


def test_paging_by_cursor_is_complete_while_papers_arrive(client, cast):
    days = [f"2026-05-{day:02}" for day in (20, 21, 21, 21, 22, 22, 23, 24, 25, 25, 26)]
    there = {published(cast, title=f"第{n}份文件", published_on=day).policy.code for n, day in enumerate(days)}
    seen, cursor, pages = [], "", 0
    while True:
        page = client.get("/api/v1/policies", {"size": 3, "cursor": cursor}).json()
        seen += [item["code"] for item in page["items"]]
        cursor, pages = page["next_cursor"], pages + 1
        published(cast, title=f"翻页时发布的{pages}", published_on="2026-05-22" if pages % 2 else "2026-05-30")
        if not cursor:
            break
    assert len(seen) == len(set(seen))
    assert there <= set(seen)
    dates = {row.code: (row.published_on, row.pk) for row in Policy.objects.all()}
    assert [dates[code] for code in seen] == sorted((dates[code] for code in seen), reverse=True)


def test_a_cursor_of_one_list_is_no_cursor_of_another(client, cast):
    for n in range(2):
        published(cast, title=f"第{n}份文件")
    cursor = client.get("/api/v1/policies", {"size": 1}).json()["next_cursor"]
    assert client.get("/api/v1/changes", {"cursor": cursor}).status_code == 400


def test_the_detail_shows_editions_files_and_relations(client, cast, paper):
    relations = [{"kind": "interprets", "target": paper.policy.code, "on": None, "until": None, "articles": ""}]
    published(cast, title="改造政策解读", category=Category.INTERPRETATION, relations=relations)
    second = drafts.start_edition(paper.policy, facts(published_on="2026-06-02"), body(), by=cast.li, at=AT)
    file = drafts.attach(second, "申请表.txt", "申请表".encode(), by=cast.li, at=AT)
    bulk.carry_through(second.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    bring_up_to(NOW)
    told = get(client, "policy", paper.policy.code).json()
    assert told["url"] == f"https://zwgk.example.gov.cn/p/{paper.policy.code}"
    assert [(edition["number"], edition["texts"]) for edition in told["editions"]] == [(1, [1]), (2, [1])]
    assert [(one["direction"], one["kind"], one["title"]) for one in told["relations"]] == [("in", "interprets", "改造政策解读")]
    (shown,) = told["files"]
    assert (shown["name"], shown["sm3"]) == ("申请表.txt", file.public.digest)
    assert client.get(shown["url"].removeprefix("https://zwgk.example.gov.cn")).content == "申请表".encode()
    assert told["has_interpretation"]
    assert told["issuers"] == ["澜州市住房和城乡建设局"]


def test_a_text_comes_block_by_block(client, paper):
    told = get(client, "text", paper.policy.code).json()
    assert [block["number"] for block in told["blocks"] if block["kind"] == "article"] == ["第一条", "第二条"]
    assert told["sm3"] == paper.texts.get().digest


def test_a_comparison_says_what_changed(client, cast, paper):
    draft = drafts.start_correction(paper, reason="条文有误", by=cast.li, at=AT)
    changed = body("各区县：\n现就老旧小区改造工作通知如下。\n第一条 改造范围为2005年底前建成的小区。\n第三条 新增。")
    drafts.save_draft(draft, facts(), changed, seen=draft.saves, by=cast.li, at=AT)
    bulk.carry_through(draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    told = client.get(f"/api/v1/policies/{paper.policy.code}/compare", {"old": "1.1", "new": "1.2"}).json()
    assert told["counts"]["changed"] >= 1
    assert any(clause["kind"] == "changed" and "2000年" in clause["old"] and "2005年" in clause["new"] for clause in told["clauses"])


def test_a_text_can_be_proved_from_the_answers_alone(client, cast, paper):
    assert get(client, "proof", paper.policy.code).json()["inclusion"] is None  # not sealed yet
    worker.drain()
    journal.seal(at=NOW)
    told = get(client, "proof", paper.policy.code).json()
    assert hashlib.new("sm3", told["hashed"].encode()).hexdigest() == told["sm3"] == get(client, "text", paper.policy.code).json()["sm3"]
    inclusion = told["inclusion"]
    assert json.loads(inclusion["entry"])["data"]["digest"] == told["sm3"]
    (checkpoint,) = [one for one in get(client, "checkpoints").json() if one["number"] == inclusion["batch"]["number"]]
    given = {name: inclusion[name] for name in ("entry", "position", "path", "batch", "later")}
    assert seals.verify(seals.from_dict(given), checkpoint["seal"])
    forged = given | {"entry": given["entry"].replace(told["sm3"], "0" * 64)}
    assert not seals.verify(seals.from_dict(forged), checkpoint["seal"])


def test_an_earlier_text_is_still_proved_after_a_correction_brought_a_file(client, cast, paper):
    draft = drafts.start_correction(paper, reason="补充附件", by=cast.li, at=AT)
    drafts.attach(paper, "附件.txt", "附件".encode(), by=cast.li, at=AT)
    later = AT + timedelta(hours=1)
    bulk.carry_through(draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=later, let_pass=LET_PASS)
    for number in (1, 2):
        told = client.get(f"/api/v1/policies/{paper.policy.code}/editions/1/texts/{number}/proof").json()
        assert hashlib.new("sm3", told["hashed"].encode()).hexdigest() == told["sm3"]


# —— what changes ——


def test_changes_come_in_order_and_only_what_is_new_the_second_time(client, cast):
    first, second = published(cast, title="第一份"), published(cast, title="第二份")
    worker.drain()
    page = client.get("/api/v1/changes").json()
    assert [(item["op"], item["code"]) for item in page["items"]] == [("UPSERT", first.policy.code), ("UPSERT", second.policy.code)]
    assert not page["more"]
    assert client.get("/api/v1/changes", {"cursor": page["next_cursor"]}).json()["items"] == []
    withdraw(first.policy, reason="内容有误，重新核对", by=cast.wang, at=AT)
    worker.drain()
    (item,) = client.get("/api/v1/changes", {"cursor": page["next_cursor"]}).json()["items"]
    assert (item["op"], item["code"], item["policy"]) == ("WITHDRAW", first.policy.code, None)


def test_changes_tell_of_what_one_paper_does_to_another(client, cast):
    old = published(cast, title="旧的通知", doc_no="澜住建发〔2020〕5号")
    worker.drain()
    cursor = client.get("/api/v1/changes").json()["next_cursor"]
    citing = published(cast, title="新的通知", text="第一条 《旧的通知》（澜住建发〔2020〕5号）同时废止。")
    worker.drain()
    page = client.get("/api/v1/changes", {"cursor": cursor}).json()
    assert citing.policy.code in {item["code"] for item in page["items"]}
    citation = Citation.objects.get(edition=citing)
    relate.confirm(citation, kind=RelationKind.REPEALS, on=date(2026, 6, 1), by=cast.wang, at=AT)
    worker.drain()
    told = {item["code"]: item for item in client.get("/api/v1/changes", {"cursor": page["next_cursor"]}).json()["items"]}
    assert told[old.policy.code]["policy"]["standing"] == "repealed"


def test_a_paper_published_for_a_later_day_is_told_of_on_that_day(client, cast, monkeypatch):
    edition = published(cast, published_on="2026-06-20")
    worker.drain()
    cursor = client.get("/api/v1/changes").json()["next_cursor"]
    assert client.get("/api/v1/changes", {"cursor": cursor}).json()["items"] == []
    then = NOW + timedelta(days=10)
    monkeypatch.setattr("gongkai.shared.clock.now", lambda: then)
    bring_up_to(then)
    worker.drain()
    (item,) = client.get("/api/v1/changes", {"cursor": cursor}).json()["items"]
    assert (item["op"], item["code"]) == ("UPSERT", edition.policy.code)


def test_a_copy_that_follows_the_changes_ends_up_the_same(client, cast):
    made = [published(cast, title=f"第{n}份文件") for n in range(7)]
    withdraw(made[2].policy, reason="内容有误，重新核对", by=cast.wang, at=AT)
    worker.drain()
    copy = {}
    for item in everything(client, "/api/v1/changes", size=3):
        copy[item["code"]] = item["policy"]
    kept = {code: policy for code, policy in copy.items() if policy}
    assert kept == {item["code"]: item for item in everything(client, "/api/v1/policies", size=2)}


# —— searching ——


def test_search_finds_highlights_and_counts(client, cast):
    published(cast, title="关于加装电梯的意见", text="第一条 加装电梯由业主协商。\n第二条 费用分摊。")
    published(cast)
    rebuild(on=NOW.date())
    told = client.get("/api/v1/search", {"q": "加装电梯"}).json()
    assert told["complete"]
    first = told["items"][0]
    assert "".join(piece["text"] for piece in first["title"]) == first["policy"]["title"] == "关于加装电梯的意见"
    assert [piece["text"] for piece in first["title"] if piece["hit"]] == ["加装电梯"]
    assert "业主协商" in "".join(piece["text"] for piece in first["excerpt"])
    assert {"value": "policy", "count": told["total"]} in told["facets"]["category"]


def test_search_narrows_by_category_standing_and_day(client, cast):
    published(cast, title="临时管控措施的通告", effective_on="2026-05-21", expires_on="2026-06-05")
    published(cast, title="管控措施解读", category=Category.INTERPRETATION)
    bring_up_to(NOW)
    rebuild(on=NOW.date())

    def titles(**asked):
        return {item["policy"]["title"] for item in client.get("/api/v1/search", {"q": "管控措施", **asked}).json()["items"]}

    assert titles() == {"临时管控措施的通告", "管控措施解读"}
    assert titles(category="interpretation") == {"管控措施解读"}
    assert titles(standing="expired") == {"临时管控措施的通告"}
    assert "临时管控措施的通告" in titles(as_of="2026-06-03")
    assert "临时管控措施的通告" not in titles(as_of="2026-06-06")


def test_without_an_index_titles_are_looked_through_and_it_is_said(client, cast):
    published(cast, title="关于加装电梯的意见")
    published(cast, title="电梯政策解读", category=Category.INTERPRETATION)
    told = client.get("/api/v1/search", {"q": "电梯"}).json()
    assert (told["total"], told["complete"]) == (2, False)
    assert client.get("/api/v1/search", {"q": "电梯", "page": 2}).json()["items"] == []
    answer = client.get("/api/v1/search", {"q": "电梯", "as_of": "2026-06-01"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


# —— nothing that is not public ——


@pytest.fixture
def secrets(cast, paper):
    """A draft, a withdrawn paper, one for a later day, a later edition and a draft correction with a file: words and codes nobody may see."""
    draft = drafted(cast, title="密字一号草稿")
    drafts.attach(draft, "密字附件.txt", "密字".encode(), by=cast.li, at=AT)
    gone = published(cast, title="密字二号撤回", text="第一条 密字改造。")
    future = published(cast, title="密字三号未到日期", text="第一条 密字改造。", published_on="2026-07-01")
    later = drafts.start_edition(
        paper.policy, facts("密字四号新版", published_on="2026-07-01"), body("第一条 密字改造。"), by=cast.li, at=AT
    )
    bulk.carry_through(later.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    correction = drafts.start_correction(paper, reason="密字更正", by=cast.li, at=AT)
    drafts.save_draft(correction, facts("密字五号更正"), None, seen=correction.saves, by=cast.li, at=AT)
    drafts.attach(paper, "密字六号.txt", "密字".encode(), by=cast.li, at=AT)
    for policy in (gone.policy, future.policy):
        topics.add(paper.policy.topic_entries.get().topic, policy, by=cast.li, at=AT)
    rebuild(on=date(2026, 7, 2))  # an index that knows too much
    withdraw(gone.policy, reason="不宜继续公开", by=cast.wang, at=AT)
    return {"draft": draft.policy.code, "gone": gone.policy.code, "future": future.policy.code}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_drafts_withdrawn_and_future_papers_come_out_of_no_operation(client, cast, paper, secrets, operation):
    mine = paper.policy.code
    asked = [get(client, operation, code) for code in (mine, *secrets.values())]
    if operation == "search":
        asked = [client.get("/api/v1/search", {"q": words}) for words in ("密字", "改造", "密字三号未到日期", "密字二号撤回")]
    for code, answer in zip((mine, *secrets.values()), asked, strict=True):
        told = answer.content.decode()
        assert "密字" not in told or answer.status_code == 400
        assert not any(hidden in told for hidden in secrets.values()) or operation == "changes"
        if "{code}" in OPERATIONS[operation]:
            assert answer.status_code == (200 if code == mine else 404)


def test_a_withdrawn_paper_shows_only_its_code_among_the_changes(client, paper, secrets):
    worker.drain()
    told = {item["code"]: item for item in everything(client, "/api/v1/changes")}
    assert set(told) == {paper.policy.code, secrets["gone"]}
    assert (told[secrets["gone"]]["op"], told[secrets["gone"]]["policy"]) == ("WITHDRAW", None)


def test_the_size_of_a_topic_counts_only_what_can_be_seen(client, paper, secrets):
    assert client.get("/api/v1/topics").json()[0]["size"] == 1
    assert len(client.get("/api/v1/topics/jiu-gai").json()) == 1


def test_a_later_edition_and_its_files_cannot_be_had_by_number(client, paper, secrets):
    for path in ("editions/2/texts/1", "editions/2/texts/1/proof", "compare?old=1.1&new=2.1"):
        assert client.get(f"/api/v1/policies/{paper.policy.code}/{path}").status_code == 404
    assert get(client, "policy", paper.policy.code).json()["files"] == []


# —— the house ——


def test_the_number_of_queries_does_not_grow_with_the_library(client, cast, paper, settings):
    paper.policy.refresh_from_db()
    topic = paper.policy.topic_entries.get().topic
    settings.API_RATE_PER_MINUTE = 10_000
    paths = {
        **{name: OPERATIONS[name].format(code=paper.policy.code) for name in OPERATIONS},
        "policies": "/api/v1/policies?size=100",
        "changes": "/api/v1/changes?size=100",
        "search": "/api/v1/search?q=改造&size=100",
    }

    def counted():
        worker.drain()
        rebuild(on=NOW.date())
        found = {}
        for name, path in paths.items():
            client.get(path)
            counts = []
            for _ in range(2):  # in one of them a new minute of the rate limit may begin
                with CaptureQueriesContext(connection) as queries:
                    assert client.get(path).status_code == 200
                counts.append(len(queries))
            found[name] = min(counts)
        return found

    def grow(total):
        """More public policies like the first, a third of them interpreting it, all in its topic and in the journal."""
        numbers = range(Policy.objects.count(), total)
        shadow = {name: getattr(paper.policy, name) for name in ("category", "office", "published_on", "formed_on", "issuer", "standing")}
        policies = Policy.objects.bulk_create(
            Policy(code=make("990100", 2026, 1000 + n), title=f"改造{n}", visibility="public", created_at=AT, updated_at=AT, **shadow)
            for n in numbers
        )
        text = paper.texts.get()
        for policy in policies:
            edition = Edition.objects.create(
                policy=policy, title=policy.title, published_on=paper.published_on, created_at=AT, first_text_at=AT
            )
            Text.objects.create(
                edition=edition, blocks=text.blocks, facts=text.facts, digest=text.digest, published_at=AT, published_by=cast.wang
            )
            if policy.pk % 3 == 0:
                Relation.objects.create(source=edition, kind=RelationKind.INTERPRETS, target=paper.policy)
            TopicEntry.objects.create(topic=topic, policy=policy)
            Policy.objects.filter(pk=policy.pk).update(current=edition)
            journal.write("policies.edition.published", about=policy, by=cast.wang, at=AT, data={"edition": 1, "text": 1})

    grow(10)
    small = counted()
    grow(100)
    assert counted() == small
    assert max(small.values()) <= 20


def test_the_document_is_openapi_3_1_and_hangs_together(client, db):
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1.")
    assert document["info"]["title"]
    names = set(document["components"]["schemas"])
    for reference in _references(document):
        assert reference.rpartition("/")[2] in names, reference
    operations = [operation for methods in document["paths"].values() for operation in methods.values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    for path, method, operation in [(path, *one) for path, methods in document["paths"].items() for one in methods.items()]:
        keyed = operation["security"] == [{"Holder": []}]
        assert method == "get" or operation["operationId"] in {"foi_submit", "answers_propose", "ask", "library_submit", "catalogue_event"}
        assert operation["summary"]
        assert operation["description"]
        assert set(operation["responses"]) - {"201", "409", "413"} == {"200", "400", "401", "404", "422", "429"} | (
            {"403"} if keyed or operation["operationId"] == "ask" else set()  # a channel may be asked in with a key for it
        )
        assert keyed or {} in operation["security"]  # a key is not needed
        in_path = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
        assert in_path == {part.strip("{}") for part in path.split("/") if part.startswith("{")}
        assert all(one["required"] for one in operation["parameters"] if one["in"] == "path")
    for guard in ("Caller", "Holder"):
        assert document["components"]["securitySchemes"][guard] == {"type": "apiKey", "in": "header", "name": "X-API-Key"}


def _references(value):
    if isinstance(value, dict):
        yield from [value["$ref"]] if "$ref" in value else ()
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def test_the_documentation_page_explains_every_operation_without_a_script(client, db):
    page = client.get("/api/docs")
    shown = page.content.decode()
    assert page.status_code == 200
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, operation in methods.items():
            assert f"{method.upper()} {path}" in shown
            assert f'id="{operation["operationId"]}"' in shown
    assert "https://cdn" not in shown
    assert "<script>" not in shown
    assert "style=" not in shown
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert all(f'id="{target}"' in shown for target in _anchors(shown))


def _anchors(shown):
    return {part.split('"')[0] for part in shown.split('href="#')[1:]}


# --- what is wrong, in words


def _is_a_problem(answer, status):
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("application/problem+json")
    told = answer.json()
    assert told["status"] == status
    assert told["title"]
    return told["message"]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_unknown_parameter_is_refused_naming_those_there_are(client, paper, operation):
    address = OPERATIONS[operation].format(code=paper.policy.code)
    rebuild(on=NOW.date())
    answer = client.get(address + ("&" if "?" in address else "?") + "isuer=x")
    message = _is_a_problem(answer, 422)
    assert "没有参数 isuer" in message
    if operation == "policies":
        assert "issuer" in message
        assert "as_of" in message
    if operation in {"policy", "topics"}:
        assert "没有参数。" in message


@pytest.mark.parametrize("address", ["/api/", "/api/nothing", "/api/v2/policies", "/api/v1/nothing", "/api/v1/policies/"])
def test_an_unknown_address_is_told_so_in_json(client, db, address):
    answer = client.get(address)
    assert "接口" in _is_a_problem(answer, 404)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_wrong_method_is_told_so_in_json(client, db, operation):
    answer = client.post(OPERATIONS[operation].format(code=NO_SUCH))
    assert "GET" in _is_a_problem(answer, 405)
    assert "GET" in answer["Allow"]


def test_a_failure_inside_is_told_in_json_without_its_details(client, db, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("gongkai.policies.queries.topics", broken)
    answer = client.get("/api/v1/topics")
    assert "内部出错" in _is_a_problem(answer, 500)
    assert "secret" not in answer.content.decode()


def test_the_list_of_a_day_holds_what_was_in_force_then_page_by_page(client, cast):
    def made(number, since):
        title = f"澜州市第{number}号改造通知"
        return published(cast, title=title, doc_no=f"澜住建发〔2026〕{number}号", effective_on=since, formed_on=since, published_on=since)

    early = [made(number, f"2026-01-0{number}") for number in (1, 2, 3)]
    late = made(9, "2026-05-09")
    rebuild(on=NOW.date())

    def listed(**given):
        answer = client.get("/api/v1/policies", given)
        assert answer.status_code == 200, answer.content
        return [row["title"] for row in answer.json()["items"]], answer.json()["next_cursor"]

    assert listed(as_of="2026-06-01")[0] == [late.title, *(one.title for one in reversed(early))]
    first, cursor = listed(as_of="2026-03-01", size=2)
    rest, end = listed(as_of="2026-03-01", size=2, cursor=cursor)
    assert first + rest == [one.title for one in reversed(early)]
    assert end is None
    assert listed(as_of="2025-01-01")[0] == []
    assert listed(as_of="2026-06-01", title="第9号")[0] == [late.title]
    assert client.get("/api/v1/policies", {"as_of": "2026-13-01"}).status_code == 400


def test_news_lacks_no_stage_of_a_policy(client, cast, paper):
    news = published(cast, category=Category.NEWS, title="澜州市举行政策培训")
    missing = [client.get(f"/api/v1/policies/{one.policy.code}").json()["missing_stages"] for one in (news, paper)]
    assert missing[0] == [] and "政策解读" in missing[1]
