"""A citizen asks, reads the answer and opens the very words: by mouse, by keyboard alone, without a script, on a telephone, in elder mode."""

import pytest
from tests.browsing import IN_A_BROWSER, clean, opened
from tests.cast import published

from gongkai.search.actions.indexing import rebuild
from gongkai.shared.clock import today

pytestmark = IN_A_BROWSER


@pytest.fixture
def site(transactional_db, cast, settings, tmp_path, live_server):
    settings.INDEX_DIR = tmp_path / "index"
    edition = published(cast, doc_no="澜建发〔2026〕7号")
    rebuild(on=today())
    return live_server.url, edition.policy.code


@pytest.mark.parametrize(("look", "width"), [("light", 1440), ("dark", 390), ("elder", 390)])
def test_a_question_is_answered_and_its_source_opened(browser, site, look, width):
    home, code = site
    page = opened(browser, f"{home}/qa/", look, width)
    clean(page)
    page.get_by_label("您想问什么").fill("老旧小区改造范围是什么")
    page.get_by_role("button", name="提问").click()
    page.locator(".turn .qa-tools").wait_for()
    page.get_by_label("您想问什么").fill("护照怎么办理")
    page.get_by_role("button", name="提问").click()
    page.locator(".turn .qa-tools").nth(1).wait_for()
    clean(page)
    page.locator(".chip").first.click()
    assert page.locator(".card:target mark").inner_text().endswith("2000年底前建成的小区。")
    page.locator(".card:target a").click()
    assert page.url == f"{home}/policies/{code}/#a1"


def test_the_keyboard_alone_is_enough(browser, site):
    home, _ = site
    page = opened(browser, f"{home}/qa/")
    page.get_by_label("您想问什么").focus()
    page.keyboard.type("老旧小区改造范围是什么")
    page.keyboard.press("Enter")
    page.locator(".turn .qa-tools").wait_for()
    assert page.evaluate("document.activeElement.className") == "asked"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "chip"


def test_without_a_script_the_form_is_posted(browser, site):
    home, _ = site
    page = opened(browser, f"{home}/qa/", script=False)
    page.get_by_label("您想问什么").fill("老旧小区改造范围是什么")
    page.get_by_role("button", name="提问").click()
    assert "2000年底前建成的小区" in page.locator(".said").inner_text()
    page.get_by_role("button", name="不限于这份文件").click()
    assert page.get_by_text("正在谈").count() == 0


def test_the_panel_on_the_page_of_a_policy_speaks_of_that_policy(browser, site):
    home, code = site
    page = opened(browser, f"{home}/policies/{code}/", width=390)
    page.get_by_role("link", name="问一问").click()
    box = page.get_by_label("就这份文件提问")
    box.fill("咨询电话是多少")
    page.locator("[data-panel]").get_by_role("button", name="提问", exact=True).click()
    page.locator("[data-panel] .qa-tools").wait_for()
    assert "0999-5550121" in page.locator("[data-panel] .said").inner_text()
    clean(page)


def test_an_opinion_is_given_on_the_spot(browser, site):
    home, _ = site
    page = opened(browser, f"{home}/qa/")
    page.get_by_label("您想问什么").fill("老旧小区改造范围是什么")
    page.get_by_role("button", name="提问").click()
    page.locator(".turn .qa-tools").wait_for()
    page.get_by_role("button", name="有帮助", exact=True).click()
    page.get_by_text("已记下，谢谢").wait_for()
