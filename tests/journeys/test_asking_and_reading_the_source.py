"""A citizen asks, reads the answer and opens the very words: by mouse, by keyboard alone, without a script, on a telephone, in elder mode."""

import os
import subprocess
import sys

import pytest
from tests.browsing import IN_A_BROWSER, clean, opened
from tests.cast import published

from gongkai.assistant import endpoint, wording
from gongkai.assistant.tests import model_server
from gongkai.search.actions.indexing import rebuild
from gongkai.shared.clock import today

pytestmark = IN_A_BROWSER
WORKS = (
    "违法建设",
    "产权不清",
    "已列入征收",
    "房屋危险",
    "业主不足半数同意",
    "管线未清查",
    "道路规划占用",
    "历史建筑未鉴定",
    "资金未落实",
    "拟拆除重建",
)


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


@pytest.fixture
def slow_model(settings, monkeypatch):
    """A model is set up that thinks for twenty seconds before its first word."""
    command = [sys.executable, "-m", model_server.__name__]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, stdout=subprocess.PIPE) as process:
        settings.MODEL_URL, settings.MODEL_NAME = f"http://127.0.0.1:{int(process.stdout.readline())}/slow", "test-model"
        settings.MODEL_TIMEOUT = 30
        fresh = endpoint.Breaker()
        for module in (endpoint, wording):
            monkeypatch.setattr(module, "breaker", fresh)
        yield
        process.terminate()


@pytest.mark.parametrize("on_a_page", [False, True])
def test_while_a_slow_model_is_awaited_the_next_question_can_be_asked_by_mouse(browser, site, slow_model, on_a_page):
    home, code = site
    page = opened(browser, f"{home}/policies/{code}/" if on_a_page else f"{home}/qa/")
    page.set_default_timeout(8000)
    if on_a_page:
        page.get_by_role("link", name="问一问").click()
    box, button = page.locator("form[data-qa] textarea"), page.locator("form[data-qa] .qa-ask button")
    box.fill("老旧小区改造范围是什么")
    button.click()
    page.get_by_text("正在换成更好懂的说法……").wait_for()
    assert "2000年底前建成的小区" in page.locator(".turn .said").inner_text()
    assert button.is_enabled()
    box.fill("居民怎么申请改造")
    page.wait_for_timeout(500)
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA", "what is being typed is not interrupted"
    button.click()
    page.locator(".turn .qa-tools").nth(1).wait_for()
    assert page.locator(".turn").first.get_by_text("正在换成更好懂的说法").count() == 0
    clean(page)
    page.get_by_role("button", name="清空，重新开始").click()
    page.locator(".turn").first.wait_for(state="detached")


def test_the_same_question_sent_twice_is_one_turn(browser, site):
    page = opened(browser, f"{site[0]}/qa/")
    page.get_by_label("您想问什么").fill("老旧小区改造范围是什么")
    page.get_by_role("button", name="提问").dblclick()
    page.locator(".turn .qa-tools").first.wait_for()
    assert page.locator(".turn").count() == 1


@pytest.mark.parametrize(("look", "width"), [("light", 390), ("dark", 390), ("elder", 1440)])
def test_a_long_source_is_folded_and_nothing_scrolls_inside_the_page(
    browser, transactional_db, cast, settings, tmp_path, live_server, look, width
):
    settings.INDEX_DIR = tmp_path / "index"
    members = "\n".join(
        f"（{n}）{what}的，须经社区居民会议讨论通过，并且在小区公告栏公示不少于七日；"
        for n, what in zip("一二三四五六七八九十", WORKS, strict=True)
    )
    published(cast, text=f"各区县：\n第一条 有下列情形之一的，不得列入老旧小区改造：\n{members}", doc_no="澜建发〔2026〕7号")
    rebuild(on=today())
    page = opened(browser, f"{live_server.url}/qa/", look, width)
    page.get_by_label("您想问什么").fill("不得列入老旧小区改造的有哪些")
    page.get_by_role("button", name="提问").click()
    page.locator(".turn .qa-tools").wait_for()
    clean(page)
    inside = (
        "[...document.querySelectorAll('.turn *')].filter((one) => ['auto', 'scroll'].includes(getComputedStyle(one).overflowY)).length"
    )
    assert page.evaluate(inside) == 0
    assert not page.locator(".card").get_by_text("拆除重建").is_visible()
    page.get_by_text("展开全文").click()
    assert page.locator(".card").get_by_text("拆除重建").is_visible()
    clean(page)


@pytest.mark.parametrize(("look", "width"), [("light", 1440), ("dark", 390), ("elder", 390)])
def test_a_search_is_narrowed_and_a_question_typed_there_leads_to_an_answer(browser, site, look, width):
    home, _ = site
    page = opened(browser, f"{home}/search?q=老旧小区怎么改造&as_of=2026-06-15", look, width)
    clean(page)
    page.get_by_role("link", name="截至2026年6月15日有效").click()
    assert "as_of" not in page.url
    if page.get_by_text("筛选", exact=True).is_visible():
        page.get_by_text("筛选", exact=True).click()
    page.locator(".facets").get_by_role("link", name="2026年").click()
    assert "year=2026" in page.url
    clean(page)
    page.locator(".askit a").click()
    assert page.get_by_label("您想问什么").input_value() == "老旧小区怎么改造"
    page.get_by_role("button", name="提问").click()
    page.locator(".turn .qa-tools").wait_for()
