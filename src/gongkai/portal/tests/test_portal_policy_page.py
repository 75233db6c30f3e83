import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from tests.cast import AT, LET_PASS, body, drafted, facts, published

from gongkai.documents.made import kept_or_made
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.paper import Paper
from gongkai.people.models import RateWindow
from gongkai.policies.actions import bulk, drafts
from gongkai.policies.actions.publish import withdraw
from gongkai.policies.models import DailyViews, Policy
from gongkai.policies.rules.kinds import Category
from gongkai.portal.policies import files
from gongkai.shared.clock import BEIJING

SECOND = "各区县：\n现就老旧小区改造工作通知如下。\n第一条 改造范围为2005年底前建成的小区。\n第二条 居民自愿申请。\n第三条 优先加装电梯。"


def page_of(client, policy, *more):
    return client.get(reverse("portal:edition" if more else "portal:policy", args=[policy.code, *more]))


@pytest.fixture
def revised(cast):
    """A policy with two editions."""
    first = published(cast)
    second = drafts.start_edition(first.policy, facts(change_note="放宽建成年限"), body(SECOND), by=cast.li, at=AT)
    bulk.carry_through(second.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    first.policy.refresh_from_db()
    return first.policy


def test_a_policy_page_shows_facts_body_and_tools(client, cast):
    edition = published(cast, doc_no="澜建发〔2026〕7号")
    shown = page_of(client, edition.policy).content.decode()
    for words in (edition.title, "澜建发〔2026〕7号", "主动公开", "0999-5550121", "居民自愿申请", "PDF", "OFD", "DOCX", "对该文件有疑问"):
        assert words in shown
    assert 'class="status good">有效<' in shown
    assert '<meta name="ArticleTitle"' in shown


def test_stages_of_life_that_are_missing_are_shown_as_missing(client, cast):
    shown = page_of(client, published(cast).policy).content.decode()
    assert '<li class="missing"><b>意见征集</b><span>暂无</span>' in shown


def test_an_interpretation_and_its_policy_lead_to_each_other(client, cast):
    policy = published(cast).policy
    reading = published(
        cast,
        category=Category.INTERPRETATION,
        title="《老旧小区改造工作通知》解读",
        relations=[{"kind": "interprets", "target": policy.code}],
    ).policy
    assert reverse("portal:policy", args=[reading.code]) in page_of(client, policy).content.decode()
    assert reverse("portal:policy", args=[policy.code]) in page_of(client, reading).content.decode()


def test_a_past_edition_says_that_it_is_past(client, revised):
    shown = page_of(client, revised, 1).content.decode()
    assert "您看到的是历史文本（第 1 版）" in shown
    assert "2000年底前" in shown
    assert "noindex" in shown
    assert "2005年底前" in page_of(client, revised).content.decode()


def test_two_editions_are_compared_clause_by_clause(client, revised):
    response = client.get(reverse("portal:compare", args=[revised.code]), {"from": "1", "to": "2"})
    shown = response.content.decode()
    assert "<del>2000</del>" in shown
    assert "<ins>2005</ins>" in shown
    assert '<span class="mark added">新增</span>' in shown


@pytest.mark.parametrize("query", [{"from": "9"}, {"to": "abc"}, {"from": "1.7"}])
def test_comparing_with_a_text_that_is_not_there_is_answered_in_words(client, revised, query):
    response = client.get(reverse("portal:compare", args=[revised.code]), query)
    assert response.status_code == 400
    assert "没有编号为" in response.content.decode()


def test_one_text_alone_cannot_be_compared_and_the_page_says_so(client, cast):
    response = client.get(reverse("portal:compare", args=[published(cast).policy.code]))
    assert response.status_code == 400
    assert "只有一个文本" in response.content.decode()


def test_the_code_page_has_its_seven_segments_even_when_empty(client, cast):
    policy = published(cast).policy
    shown = client.get(policy.get_absolute_url()).content.decode()
    for segment in ("一、基本信息", "二、政策依据", "三、意见征集", "四、正文与历次文本", "五、解读与问答", "六、办理", "七、实施评价"):
        assert segment in shown
    assert "暂无" in shown


def test_the_short_address_with_an_edition_shows_that_edition(client, revised):
    assert "历史文本（第 1 版）" in client.get(revised.get_absolute_url(), {"v": "1"}).content.decode()


def test_a_withdrawn_policy_leaves_a_tombstone_with_the_reason(client, cast):
    policy = published(cast).policy
    withdraw(policy, reason="附件含有个人信息", by=cast.wang, at=AT)
    for address in (reverse("portal:policy", args=[policy.code]), policy.get_absolute_url()):
        response = client.get(address)
        assert response.status_code == 410
        assert "附件含有个人信息" in response.content.decode()
        assert "居民自愿申请" not in response.content.decode()


def test_a_draft_is_nowhere_to_be_seen(client, cast):
    policy = drafted(cast).policy
    for name, args in (("policy", []), ("code", []), ("compare", []), ("views", []), ("download", [1, "pdf"]), ("proof", [1, 1])):
        assert client.get(reverse(f"portal:{name}", args=[policy.code, *args])).status_code == 404


def test_script_in_a_document_is_printed_as_text(client, cast):
    edition = published(cast, title="关于<script>alert(1)</script>的通知", text="各区县：\n正文<img src=x onerror=alert(2)>。")
    shown = page_of(client, edition.policy).content.decode()
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize(("kind", "start"), [("pdf", b"%PDF"), ("docx", b"PK"), ("ofd", b"PK")])
def test_the_text_can_be_taken_away_as_a_file(client, cast, kind, start):
    policy = published(cast).policy
    response = client.get(reverse("portal:download", args=[policy.code, 1, kind]))
    assert response.status_code == 200
    assert response.content.startswith(start)
    assert response["Content-Disposition"].startswith("attachment")


def test_a_format_we_do_not_make_is_not_found(client, cast):
    assert client.get(reverse("portal:download", args=[published(cast).policy.code, 1, "exe"])).status_code == 404


def test_a_reader_is_counted_once_an_hour_for_a_policy_without_being_known(client, cast, monkeypatch, django_assert_num_queries):
    policy = published(cast).policy
    address = reverse("portal:views", args=[policy.code])
    moment = datetime(2026, 6, 10, 10, 5, tzinfo=BEIJING)
    monkeypatch.setattr("gongkai.portal.policies.views.now", lambda: moment)
    cache.clear()
    first = client.get(address)
    assert first.json() == {"views": 1}
    assert not first.cookies
    with django_assert_num_queries(2):  # the policy, its count: nothing is written
        assert client.get(address).json() == {"views": 1}
    cache.clear()  # another process, which remembers nothing
    assert client.get(address).json() == {"views": 1}
    assert client.get(address, headers={"user-agent": "another reader"}).json() == {"views": 2}
    moment += timedelta(hours=1)
    assert client.get(address).json() == {"views": 3}
    assert DailyViews.objects.get().count == 3
    kept = " ".join(map(str, [*RateWindow.objects.values_list("key", flat=True), *cache._cache]))
    assert "127.0.0.1" not in kept


def test_a_machine_does_not_count_on_and_on(client, cast, monkeypatch):
    monkeypatch.setattr("gongkai.portal.policies.readers.MOST_AN_HOUR", 3)
    cache.clear()
    address = reverse("portal:views", args=[published(cast).policy.code])
    counts = [client.get(address, headers={"user-agent": f"robot {n}"}).json()["views"] for n in range(6)]
    assert counts == [1, 2, 3, 3, 3, 3]


@pytest.fixture
def counted_writers(monkeypatch, settings, tmp_path):
    """How often each format was laid out."""
    settings.DATA_DIR = tmp_path
    made: list[str] = []

    def write(paper):
        made.append(paper.title)
        time.sleep(0.05)
        return b"%PDF laid out"

    monkeypatch.setitem(files.WRITERS, FileKind.PDF, write)
    return made


def test_a_file_is_laid_out_once_and_known_by_its_etag(client, cast, counted_writers):
    policy = published(cast).policy
    address = reverse("portal:download", args=[policy.code, 1, "pdf"])
    first = client.get(address)
    assert client.get(address).content == first.content == b"%PDF laid out"
    assert counted_writers == [policy.title]
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_many_who_ask_at_once_have_it_laid_out_once(tmp_path, settings, counted_writers):
    settings.DATA_DIR = tmp_path
    write = files.WRITERS[FileKind.PDF]
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(kept_or_made, "ab" * 32, "pdf", lambda: write(Paper("文件", ())), lambda: True) for _ in range(8)]
    assert {one.result() for one in asked} == {b"%PDF laid out"}
    assert counted_writers == ["文件"]


def test_the_files_kept_do_not_grow_without_end(tmp_path, settings, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr("gongkai.documents.made.MOST_FILES", 4)
    monkeypatch.setattr("gongkai.documents.made.SWEPT_AWAY", 2)
    for n in range(20):
        kept_or_made(f"{n:064x}", "pdf", lambda: b"x", lambda: True)
    assert len(list((tmp_path / "made").glob("*.pdf"))) <= 4


def test_one_client_cannot_have_files_laid_out_without_end(client, cast, counted_writers, monkeypatch):
    monkeypatch.setattr("gongkai.portal.policies.files.MADE_A_MINUTE", 1)
    first, second = published(cast).policy, published(cast, title="另一份文件的通知", doc_no="澜住建发〔2026〕10号").policy
    one, two = (reverse("portal:download", args=[policy.code, 1, "pdf"]) for policy in (first, second))
    assert client.get(one).status_code == 200
    refused = client.get(two)
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert "太频繁" in refused.content.decode()
    assert client.get(one).status_code == 200  # what is kept costs nothing


def test_a_withdrawn_file_is_not_served_from_what_is_kept(client, cast, counted_writers):
    policy = published(cast).policy
    address = reverse("portal:download", args=[policy.code, 1, "pdf"])
    etag = client.get(address)["ETag"]
    withdraw(policy, reason="文件有误，撤回核对", by=cast.wang, at=AT)
    assert client.get(address, headers={"if-none-match": etag}).status_code == 410


def test_the_proof_page_names_the_digest_and_how_to_check_it(client, cast):
    edition = published(cast)
    text = edition.texts.get()
    address = reverse("portal:proof", args=[edition.policy.code, 1, 1])
    shown = client.get(address).content.decode()
    assert text.digest in shown
    assert "摘要与发布记录一致" in shown


def test_the_hashed_content_can_be_downloaded_and_gives_the_digest(client, cast):
    from gongkai.shared.digest import sm3

    edition = published(cast)
    content = client.get(reverse("portal:text-json", args=[edition.policy.code, 1, 1])).content
    assert sm3(content) == edition.texts.get().digest


def test_a_policy_page_costs_at_most_eight_queries_however_long_its_history(client, revised, django_assert_max_num_queries):
    page_of(client, revised)
    with django_assert_max_num_queries(8):
        assert page_of(client, revised).status_code == 200


def test_a_past_edition_is_dated_by_its_own_text(client, revised):
    Policy.objects.filter(pk=revised.pk).update(updated_at=datetime(2026, 8, 8, 8, 8, tzinfo=BEIJING))
    assert "2026年8月8日" in page_of(client, revised).content.decode()
    shown = page_of(client, revised, 1).content.decode()
    assert "2026年8月8日" not in shown
    assert "更新时间" in shown


def test_a_comparison_shows_what_changed_and_all_of_it_one_step_away(client, revised):
    address = reverse("portal:compare", args=[revised.code])
    changes = client.get(address).content.decode()
    assert 'class="same"' not in changes
    assert 'href="#r' in changes
    assert "新增：第三条" in changes
    whole = client.get(address, {"from": "1.1", "to": "2.1", "show": "all"}).content.decode()
    assert 'class="same"' in whole
    assert "只看变化" in whole
    same = client.get(address, {"from": "1.1", "to": "1.1"}).content.decode()
    assert "文字相同" in same
    assert "<table" not in same


def test_the_imprint_names_who_printed_it_when_the_paper_says_so(client, cast, monkeypatch, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    papers = []
    monkeypatch.setitem(files.WRITERS, FileKind.PDF, lambda paper: papers.append(paper) or b"%PDF")
    told = "各区县：\n第一条 居民自愿申请。\n抄送：市委办公室。\n澜州市住房和城乡建设局办公室 2026年5月21日印发"
    for text in (told, None):
        policy = published(cast, text=text, doc_no=f"澜建发〔2026〕{len(papers) + 1}号", title=f"第{len(papers) + 1}份通知").policy
        assert client.get(reverse("portal:download", args=[policy.code, 1, "pdf"])).status_code == 200
    printed, silent = papers
    assert printed.footer_note == "澜州市住房和城乡建设局办公室　　2026年5月21日印发"
    assert printed.copies == ("抄送：市委办公室。",)
    assert not any("印发" in block.text or "抄送" in block.text for block in printed.blocks)
    assert (silent.footer_note, silent.copies) == ("", ())
