from xml.etree import ElementTree

import pytest
from django.urls import reverse
from tests.cast import AT, ON, published

from gongkai.enquiries.actions import receive
from gongkai.enquiries.rules.messages import Kind
from gongkai.policies.actions.publish import withdraw
from gongkai.policies.models import Topic, TopicEntry

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_the_home_page_comes_up_in_an_empty_house(client, db):
    shown = client.get("/").content.decode()
    assert "查政策，看原文，知效力" in shown
    assert "还没有发布文件" in shown


def test_the_home_page_leads_to_the_newest(client, cast):
    assert published(cast).title in client.get("/").content.decode()


@pytest.mark.parametrize(
    "name", ["accessibility", "favourites", "map", "feeds", "topics", "news", "others", "enquiry", "correction", "search"]
)
def test_every_standing_page_comes_up(client, db, name):
    assert client.get(reverse(f"portal:{name}")).status_code == 200


def test_elder_mode_is_kept_in_a_cookie_and_works_without_javascript(client, db):
    response = client.get("/look", {"elder": "1", "next": "/topics/"})
    assert response.url == "/topics/"
    assert 'class="elder"' in client.get("/topics/").content.decode()
    client.get("/look", {"elder": "0"})
    assert 'class="elder"' not in client.get("/topics/").content.decode()


def test_the_dark_theme_is_kept_and_an_unknown_one_is_not(client, db):
    client.get("/look", {"theme": "dark"})
    assert 'data-theme="dark"' in client.get("/").content.decode()
    assert "theme" not in client.get("/look", {"theme": "pink"}).cookies


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_the_way_back_never_leads_off_the_site(client, db, target):
    assert client.get("/look", {"next": target}).url == "/"


def test_unset_footer_values_are_not_shown(client, db, settings):
    settings.SITE = {**settings.SITE, "icp": "", "police": "", "id_code": "", "sponsor": "澜州市人民政府办公厅"}
    shown = client.get("/").content.decode()
    assert "主办单位：澜州市人民政府办公厅" in shown
    assert "网站标识码" not in shown
    assert "备案" not in shown


def test_pages_send_their_security_headers(client, db):
    headers = client.get("/").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_plain_page_sets_no_cookie(client, db):
    assert not client.get("/").cookies


@pytest.mark.parametrize("address", ["/nothing/", "/policies/990100-2026-999999-0/", "/p/x", "/topics/none/"])
def test_what_is_not_there_is_a_plain_404(client, db, address):
    response = client.get(address)
    assert response.status_code == 404
    assert "没有找到这个页面" in response.content.decode()


def test_a_failure_is_a_plain_500_without_details(client, db, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("gongkai.policies.queries.newest", lambda *args, **kwargs: 1 / 0)
    response = client.get("/")
    assert response.status_code == 500
    assert "系统出错了" in response.content.decode()
    assert "ZeroDivision" not in response.content.decode()


def test_the_feed_of_the_newest_is_atom_with_an_entry_for_each(client, cast):
    edition = published(cast)
    tree = ElementTree.fromstring(client.get(reverse("portal:feed-latest")).content)
    assert [entry.findtext(f"{ATOM}title") for entry in tree.iter(f"{ATOM}entry")] == [edition.title]
    assert tree.find(f"{ATOM}entry/{ATOM}id").text.endswith(edition.policy.get_absolute_url())


def test_the_feed_of_an_issuer_needs_a_name(client, cast):
    published(cast)
    assert client.get(reverse("portal:feed-issuer")).status_code == 400
    content = client.get(reverse("portal:feed-issuer"), {"name": "澜州市住房和城乡建设局"}).content.decode()
    assert "老旧小区改造" in content


def test_the_feed_of_seals_names_the_seal_before(client, cast):
    from gongkai.journal.actions import seal
    from gongkai.journal.worker import drain
    from gongkai.shared.clock import now

    published(cast)
    drain()
    batches = seal(at=now())
    content = client.get(reverse("portal:feed-journal")).content.decode()
    assert batches
    assert batches[0].seal in content
    assert batches[0].previous_seal in content


def test_the_sitemap_lists_public_policies_only(client, cast):
    from tests.cast import drafted

    edition, draft = published(cast), drafted(cast)
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    files = [loc.text for loc in index.iter(f"{SITEMAP}loc")]
    assert len(files) == 2
    content = client.get(f"/sitemap-{edition.policy_id // 50_000}.xml").getvalue().decode()
    assert edition.policy.code in content
    assert draft.policy.code not in content
    assert client.get("/sitemap-999.xml").status_code == 404


def test_robots_are_shown_the_sitemap_and_kept_from_the_desk(client, db):
    content = client.get("/robots.txt").content.decode()
    assert "Disallow: /desk/" in content
    assert "/sitemap.xml" in content


def test_a_topic_gathers_its_groups(client, cast):
    edition = published(cast)
    topic = Topic.objects.create(slug="housing", name="安居住房", intro="住房的事", approved_at=AT)
    TopicEntry.objects.create(topic=topic, policy=edition.policy, heading="市级文件")
    shown = client.get("/topics/housing/").content.decode()
    assert "市级文件" in shown
    assert edition.title in shown
    assert "安居住房" in client.get("/topics/").content.decode()


def test_a_question_is_stored_with_the_policy_and_answered_with_a_ticket(client, cast):
    from gongkai.enquiries.models import Enquiry

    policy = published(cast).policy
    address = reverse("portal:enquiry") + f"?about={policy.code}"
    assert policy.title in client.get(address).content.decode()
    response = client.post(address, {"text": "我家小区能改造吗？", "contact": ""}, follow=True)
    enquiry = Enquiry.objects.get()
    assert (enquiry.policy_id, enquiry.kind) == (policy.pk, "question")
    assert enquiry.ticket in response.content.decode()


def test_an_empty_message_keeps_the_form_and_says_what_to_mend(client, db):
    response = client.post(reverse("portal:correction"), {"text": "", "contact": "a@b.c"})
    assert response.status_code == 422
    assert "请写明哪里有错" in response.content.decode()
    assert "a@b.c" in response.content.decode()


def test_too_many_messages_from_one_address_are_turned_away(client, db):
    for _ in range(10):
        client.post(reverse("portal:correction"), {"text": "首页电话已经改了"})
    response = client.post(reverse("portal:correction"), {"text": "首页电话已经改了"})
    assert response.status_code == 429
    assert response["Retry-After"] == "3600"
    assert "提交得太频繁" in response.content.decode()


def test_published_policies_are_counted_for_what_they_are_worth_today(client, cast):
    published(cast, effective_on="2026-05-21")
    assert ON.year == 2026
    assert "<b>1</b><span>份文件现行有效" in client.get("/").content.decode()


def test_whoever_has_the_ticket_sees_what_became_of_a_letter(client, cast):
    policy = published(cast).policy
    enquiry = receive(Kind.QUESTION, "密字问题在这里写着", policy=policy, page="", contact="13900000000", at=AT)
    address = reverse("portal:enquiry-progress")
    for typed in (enquiry.ticket, enquiry.ticket.lower().replace("-", " ")):
        answer = client.post(address, {"ticket": typed})
        shown = answer.content.decode()
        assert "已登记" in shown
        assert policy.title in shown
        assert "密字" not in shown
        assert "13900000000" not in shown
        assert "no-store" in answer["Cache-Control"]
    for wrong in ("20260601-XXXXXXXX", "x", "' OR 1=1", "\x00", "", "9" * 40):
        refused = client.post(address, {"ticket": wrong})
        assert refused.status_code == 422
        assert policy.title not in refused.content.decode()


def test_tickets_cannot_be_guessed_one_after_the_other(client, db, monkeypatch):
    monkeypatch.setattr("gongkai.portal.enquiries.views.LOOKED_UP_PER_HOUR", 2)
    codes = [client.post(reverse("portal:enquiry-progress"), {"ticket": f"2026060{n}-AAAAAAAA"}).status_code for n in range(3)]
    assert codes == [422, 422, 429]


def test_a_withdrawn_paper_is_not_named_to_who_asked_about_it(client, cast):
    policy = published(cast).policy
    enquiry = receive(Kind.QUESTION, "这份文件什么时候执行", policy=policy, page="", contact="", at=AT)
    withdraw(policy, reason="文件有误，撤回核对", by=cast.wang, at=AT)
    assert policy.title not in client.post(reverse("portal:enquiry-progress"), {"ticket": enquiry.ticket}).content.decode()


@pytest.mark.parametrize("page", ["/", "/policies/", "/search"])
def test_every_page_leads_to_the_enquiry_and_to_its_progress(client, db, page):
    shown = client.get(page).content.decode()
    assert reverse("portal:enquiry") in shown
    assert reverse("portal:enquiry-progress") in shown


def test_a_feed_of_an_issuer_that_is_none_is_refused_in_words(client, cast):
    answer = client.get("/feeds/issuer.atom", {"name": "没有这个局"})
    assert answer.status_code == 400 and "没有叫“没有这个局”的发文机关" in answer.content.decode()
    assert client.get("/feeds/issuer.atom", {"name": cast.transport.name}).status_code == 200  # nothing published yet: it may be waited for
