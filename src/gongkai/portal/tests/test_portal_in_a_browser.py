"""Every kind of public page in a real browser: no accessibility violation, no overflow, nothing the content policy had to block."""

import pytest
from tests.browsing import IN_A_BROWSER, clean, opened
from tests.cast import AT, LET_PASS, body, facts, published

from gongkai.policies.actions import bulk, drafts
from gongkai.policies.actions.publish import withdraw
from gongkai.policies.models import Topic, TopicEntry
from gongkai.policies.rules.kinds import Category

pytestmark = IN_A_BROWSER


@pytest.fixture
def site(transactional_db, cast, indexed, live_server) -> dict[str, str]:
    """A small library with something of everything; returns the address of each kind of page."""
    policy = published(cast, doc_no="澜建发〔2026〕7号").policy
    text = "各区县：\n第一章 总则\n第一条 改造范围为2005年底前建成的小区。\n第二章 实施\n第二条 居民自愿申请。\n第三章 附则\n第三条 自公布之日起施行。"
    second = drafts.start_edition(policy, facts(change_note="放宽建成年限"), body(text), by=cast.li, at=AT)
    bulk.carry_through(second.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    published(cast, category=Category.INTERPRETATION, title="老旧小区改造解读", relations=[{"kind": "interprets", "target": policy.code}])
    gone = published(cast, title="澜州市住房和城乡建设局关于另一件事的通知").policy
    withdraw(gone, reason="附件含有个人信息", by=cast.wang, at=AT)
    topic = Topic.objects.create(slug="housing", name="安居住房", intro="住房的事", approved_at=AT)
    TopicEntry.objects.create(topic=topic, policy=policy)
    indexed()
    paths = {
        "home": "/",
        "library": "/policies/?genre=通知",
        "search": "/search?q=老旧小区改造",
        "nothing found": "/search?q=量子纠缠",
        "policy": f"/policies/{policy.code}/",
        "past edition": f"/policies/{policy.code}/1/",
        "comparison": f"/policies/{policy.code}/compare/",
        "code": f"/p/{policy.code}",
        "proof": f"/policies/{policy.code}/2/1/proof/",
        "tombstone": f"/policies/{gone.code}/",
        "column": "/interpretations/",
        "topic": "/topics/housing/",
        "question": f"/ask/?about={policy.code}",
        "accessibility": "/accessibility/",
        "refusal": "/policies/?year=abcd",
        "not found": "/nothing/",
    }
    return {name: live_server.url + path for name, path in paths.items()}


@pytest.mark.parametrize(("look", "width"), [("light", 390), ("light", 1440), ("dark", 1440), ("elder", 390)])
def test_every_kind_of_page_is_accessible_and_fits(browser, site, look, width):
    page = opened(browser, site["home"], look, width)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None)
    for address in site.values():
        page.goto(address)
        clean(page)
    assert not complaints


def test_what_is_kept_as_a_favourite_is_found_again(browser, site):
    page = opened(browser, site["home"], "light", 1440)
    page.goto(site["policy"])
    page.get_by_role("button", name="收藏").click()
    page.goto(site["home"] + "favourites/")
    assert page.get_by_role("link", name="老旧小区改造").count() == 1


def test_only_the_changes_are_shown_until_all_is_asked_for(browser, site):
    page = opened(browser, site["home"], "light", 1440)
    page.goto(site["comparison"])
    assert page.locator("tr.same").count() == 0
    assert page.locator("tr.changed").count()
    page.get_by_role("navigation", name="跳到变化").get_by_role("link").last.click()
    assert page.locator("tr:target").count() == 1
    page.get_by_role("link", name="看全文对照").click()
    assert page.locator("tr.same").count()
    page.get_by_role("link", name="只看变化").click()
    assert page.locator("tr.same").count() == 0


def test_targets_are_large_enough_for_unsteady_hands_in_elder_mode(browser, site):
    page = opened(browser, site["home"], "elder", 390)
    for name in ("home", "library", "policy", "search"):
        page.goto(site[name])
        small = page.evaluate(
            """[...document.querySelectorAll('button, .btn, select, summary, .facets a, .pages a, .mainnav a, .strip a, .tabs a, .toc a, .foot a')]
            .filter(one => { const box = one.getBoundingClientRect(); return box.width && box.height < 43.5; }).map(one => one.outerHTML.slice(0, 90))"""
        )
        assert not small, f"{name}: {small}"
