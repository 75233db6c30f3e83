"""A citizen asks, reads the answer and opens the very words: by mouse, by keyboard alone, without a script, on a telephone, in elder mode."""

import os
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from tests.cast import published

from gongkai.search.actions.indexing import rebuild
from gongkai.shared.clock import today

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
LOOKS = {"light": {}, "dark": {"theme": "dark"}, "elder": {"elder": "1"}}

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.skipif(not CHROMIUM, reason="没有安装 chromium，跳过浏览器测试")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)


@pytest.fixture
def site(transactional_db, cast, settings, tmp_path, live_server):
    settings.INDEX_DIR = tmp_path / "index"
    edition = published(cast, doc_no="澜建发〔2026〕7号")
    rebuild(on=today())
    return live_server.url, edition.policy.code


def opened(browser: Browser, url: str, look: str = "light", width: int = 1440, *, script: bool = True) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN", java_script_enabled=script)
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in LOOKS[look].items()])
    page = context.new_page()
    page.goto(url)
    return page


def is_clean(page: Page) -> None:
    found = [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]]
    assert not found, found
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(("look", "width"), [("light", 1440), ("dark", 390), ("elder", 390)])
def test_a_question_is_answered_and_its_source_opened(browser, site, look, width):
    home, code = site
    page = opened(browser, f"{home}/qa/", look, width)
    is_clean(page)
    page.get_by_label("您想问什么").fill("老旧小区改造范围是什么")
    page.get_by_role("button", name="提问").click()
    page.locator(".turn .qa-tools").wait_for()
    page.get_by_label("您想问什么").fill("护照怎么办理")
    page.get_by_role("button", name="提问").click()
    page.locator(".turn .qa-tools").nth(1).wait_for()
    is_clean(page)
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
    is_clean(page)


def test_an_opinion_is_given_on_the_spot(browser, site):
    home, _ = site
    page = opened(browser, f"{home}/qa/")
    page.get_by_label("您想问什么").fill("老旧小区改造范围是什么")
    page.get_by_role("button", name="提问").click()
    page.locator(".turn .qa-tools").wait_for()
    page.get_by_role("button", name="有帮助", exact=True).click()
    page.get_by_text("已记下，谢谢").wait_for()
