"""What stands beside the results of a search: pins, related searches, help where nothing was found, and subscriptions."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail as outbox
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import AT, LET_PASS, body, facts, published

from gongkai.notices import followers as post
from gongkai.policies.actions import bulk, drafts, topics
from gongkai.search import kept
from gongkai.search.actions.pins import pin
from gongkai.search.models import SavedSearch, SearchCount
from gongkai.shared.clock import now, today

RENTS = "澜州市住房和城乡建设局关于公租房租金的通知"


@pytest.fixture(autouse=True)
def _nothing_remembered():
    cache.clear()
    kept.forget()
    yield
    kept.forget()


def shown(client, url: str, **query) -> str:
    return unescape(client.get(url, query).content.decode())


def pinned(cast, policy, words: str) -> None:
    policy.refresh_from_db()
    pin(policy, words=words, whole=True, office=cast.housing, reason="问得最多", until=today(), by=cast.sun, at=now())


def test_a_pinned_paper_comes_first_and_is_said_to_be_put_there(client, cast, indexed):
    old, rents = published(cast), published(cast, title=RENTS)
    indexed()
    assert "置顶" not in shown(client, "/search", q="老旧小区")
    pinned(cast, rents.policy, "老旧小区")
    page = shown(client, "/search", q="老旧小区")
    first, second = re.findall(r"<li><h2>.*?</li>", page, re.S)
    assert "公租房租金" in first and '<span class="tag red">置顶</span>' in first
    assert "置顶" not in second and old.policy.code in second
    assert "置顶" not in shown(client, "/search", q="老旧小区", sort="published")
    assert "置顶" not in shown(client, "/search", q="老旧小区", tab="news")


def test_a_pin_helps_where_nothing_is_found(client, cast, indexed):
    published(cast)
    rents = published(cast, title=RENTS)
    indexed()
    pinned(cast, rents.policy, "房补")
    page = shown(client, "/search", q="房补")
    assert "找到 1 条" in page and "置顶" in page and "没有找到" not in page


def test_related_searches_are_what_many_asked_and_what_the_papers_are_about(client, cast, indexed):
    published(cast, title=RENTS)
    indexed()
    for query, times in (("公租房 申请条件", 9), ("公租房 张三", 2)):
        for days in (0, 1):
            SearchCount.objects.create(day=today() - timedelta(days=days), query=query, times=times)
    page = shown(client, "/search", q="公租房")
    related = page[page.index('id="related"') :]
    assert "公租房 申请条件" in related and "公租房租金" in related
    assert "张三" not in page


def test_where_nothing_is_found_like_names_and_people_are_offered_and_no_number_goes_along(client, cast, indexed):
    rents = published(cast, title=RENTS)
    topic = topics.create(slug="zufang", name="租房专题", by=cast.li, at=now())
    topics.add(topic, rents.policy, by=cast.li, at=now())
    topics.approve(topic, by=cast.wang, at=now())
    indexed()
    page = shown(client, "/search", q="“租房押金条” 13900001234")
    assert "没有找到" in page
    assert RENTS in page and "专题：租房专题" in page
    links = {name: re.search(rf'href="([^"]*{path}[^"]*)"', page)[1] for name, path in (("foi", "/foi/apply/"), ("ask", "searched="))}
    assert parse_qs(urlsplit(links["foi"]).query) == {"title": ["租房押金条"]}
    assert 'value="租房押金条"' in shown(client, links["foi"])
    assert "我在网站上没有查到“租房押金条”" in shown(client, links["ask"])
    assert "13900001234" not in "".join(links.values())


def test_the_number_of_an_earlier_edition_leads_to_it_and_to_the_present_one(client, cast, indexed):
    old = published(cast, title=RENTS, doc_no="澜建发〔2020〕7号")
    told = facts(RENTS, doc_no="澜建发〔2026〕7号")
    new = drafts.start_edition(old.policy, told, body(), by=cast.li, at=AT)
    bulk.carry_through(new.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    indexed()
    page = shown(client, "/search", q="澜建发[2020] 7 号")
    assert "这个文号是以前的版本" in page
    assert reverse("portal:edition", args=[old.policy.code, 1]) in page and "澜建发〔2026〕7号" in page


def test_what_is_carried_over_cannot_break_out_of_its_field(client, db):
    page = client.get(reverse("portal:enquiry"), {"searched": '</textarea><script>alert("1")</script>'}).content.decode()
    assert "<script>alert" not in page


def test_a_search_page_costs_the_same_for_few_and_many_papers(client, cast, indexed):
    def queries() -> int:
        client.get("/search", {"q": "公租房"})
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get("/search", {"q": "公租房"}).status_code == 200
        return len(caught)

    published(cast, title=RENTS)
    indexed()
    few = queries()
    for n in range(12):
        published(cast, title=f"澜州市住房和城乡建设局关于公租房第{n}批配租的通知")
    indexed()
    cache.clear()
    assert queries() == few


def test_the_feed_of_a_search_holds_what_meets_all_of_it_the_newest_first(client, cast, indexed):
    published(cast)
    first = published(cast, title=RENTS, published_on="2026-05-22")
    second = published(cast, title="澜州市住房和城乡建设局关于公租房分配的通知", published_on="2026-05-23")
    later = published(cast, title="澜州市住房和城乡建设局关于公租房将来的通知", effective_on=str(today() + timedelta(days=9)))
    indexed()
    answer = client.get(reverse("portal:feed-search"), {"q": "公租房"})
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = answer.content.decode()
    titles = re.findall(r"<title>(.*?)</title>", feed)[1:]
    assert titles == [second.title, first.title, later.title]
    assert client.get(reverse("portal:feed-search"), {"q": "公租房", "tab": "news"}).content.decode().count("<entry>") == 0
    assert client.get(reverse("portal:feed-search"), {"q": "公租房 拆迁 补偿 学区"}).content.decode().count("<entry>") == 0
    assert "<entry>" not in client.get(reverse("portal:feed-search"), {"q": "公租房", "year": "1999"}).content.decode()
    assert client.get(reverse("portal:feed-search"), {"q": "公租房", "tab": "nothing"}).status_code == 400


def test_a_feed_costs_one_query_however_many_papers(client, cast, indexed, django_assert_num_queries):
    published(cast, title=RENTS)
    indexed()
    client.get(reverse("portal:feed-search"), {"q": "公租房"})
    with django_assert_num_queries(1):
        client.get(reverse("portal:feed-search"), {"q": "公租房"})


def test_an_email_subscription_from_the_search_page_to_the_last_mail(client, cast, indexed, settings):
    settings.EMAIL_HOST, settings.QUIET_HOURS = "smtp.example.gov.cn", ""
    published(cast, title=RENTS)
    indexed()
    page = shown(client, "/search", q="公租房", tab="policy")
    address = re.search(r'href="(/search/subscribe[^"]*)"', page)[1]
    form = shown(client, address)
    assert "“公租房”" in form and reverse("portal:feed-search") in form
    said = client.post(address, {"address": "zhangsan@example.com"}).content.decode()
    assert "z***@e***.com" in said and "zhangsan" not in said
    post.send(now())
    link = re.search(r"(/subscriptions/[\w-]+/)", outbox.outbox[-1].body)[1]
    page = shown(client, link)
    assert "待确认" in page and "zhangsan" not in page
    assert not SavedSearch.objects.get().is_on(today()), "a link opened by a mail server confirms nothing"
    assert "已确认" in unescape(client.post(link, {"decision": "confirm"}).content.decode())
    assert SavedSearch.objects.get().is_on(today())
    assert "续期一年" in shown(client, link)
    assert "已退订" in client.post(link, {"decision": "end"}).content.decode()
    assert not SavedSearch.objects.exists()
    assert client.get(link).status_code == 404


def test_a_wrong_address_stays_in_the_form_with_what_is_wrong(client, db, settings):
    settings.EMAIL_HOST = "smtp.example.gov.cn"
    answer = client.post(reverse("portal:subscribe") + "?q=公租房", {"address": "zhang"})
    assert answer.status_code == 422 and "邮箱地址不完整" in answer.content.decode()
    assert not SavedSearch.objects.exists()


def test_without_a_mail_server_only_the_reader_is_offered(client, db):
    page = shown(client, reverse("portal:subscribe"), q="公租房")
    assert "没有开通邮件服务" in page and "<textarea" not in page and 'name="address"' not in page


def test_an_address_may_not_send_mails_without_end(client, db, settings):
    settings.EMAIL_HOST = "smtp.example.gov.cn"
    answers = [client.post(reverse("portal:subscribe") + f"?q=公租房{n}", {"address": f"a{n}@example.com"}) for n in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]


@pytest.mark.parametrize("token", ["x", "x" * 300, "-", "__"])
def test_a_token_nobody_was_given_opens_nothing(client, db, token):
    assert client.get(f"/subscriptions/{token}/").status_code == 404
    assert client.post(f"/subscriptions/{token}/", {"decision": "end"}).status_code == 404
