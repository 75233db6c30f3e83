"""The main job as a story, in a real browser: a file is handed in, read, confirmed, inspected, reviewed, signed — and a citizen
finds it, reads it, checks it, and still finds its tombstone after it was taken down."""

import re

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Page
from tests.browsing import IN_A_BROWSER, PASSWORD, clean, signed_in

from gongkai.journal import actions as journal
from gongkai.journal import worker
from gongkai.people.models import Officer
from gongkai.policies.actions import intake
from gongkai.shared.clock import now

NOTICE = """首页 > 政务公开 > 通知
发文机关 澜州市住房和城乡建设局 发文字号 澜住建发〔2026〕 18 号
成文日期 2026-05-20 主题分类 城乡建设、环境保护
有效性 有效
澜州市住房和城乡建设局关于做好2026年汛期房屋安全工作的通知
澜住建发〔2026〕18号
各区县住房和城乡建设局:
为做好汛期房屋安全工作,现将有关事项通知如下。
一、全面排查隐患。对老旧住宅小区逐栋排查,6月底前完成。(责任单位:各区县住房和城乡建设局)
二、落实应急值守。汛期实行24小时值班。咨询电话:0999-5550121。
澜州市住房和城乡建设局
2026年5月20日
(此件公开发布)
扫一扫在手机打开当前页
"""

pytestmark = IN_A_BROWSER


@pytest.fixture
def house(transactional_db, cast, live_server, settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "index"
    Officer.objects.update(password=make_password(PASSWORD), password_set_at=now())
    return live_server.url


def test_a_paper_from_file_to_reader_and_off_again(browser, house, tmp_path):
    li = signed_in(browser, house, "lisi")
    when_he_hands_a_file_in(li, house, tmp_path)
    and_confirms_what_was_read(li)
    and_sends_it_to_review(li)
    draft = li.url.replace(house, "")

    zhou = signed_in(browser, house, "zhoujing")
    when_she_reviews_it_for_secrets(zhou, house + draft)

    wang = signed_in(browser, house, "wangfang")
    when_she_signs_it(wang, house + draft)
    worker.drain()
    journal.seal(at=now())

    citizen = browser.new_context(locale="zh-CN").new_page()
    address = then_a_citizen_finds_and_reads_it(citizen, house)
    and_sees_that_its_text_is_unchanged(citizen)

    when_she_takes_it_down(wang, house, address)
    worker.drain()
    then_the_citizen_finds_the_tombstone_and_nothing_in_search(citizen, house, address)


def test_an_officer_of_another_office_sees_none_of_it(browser, house, tmp_path):
    li = signed_in(browser, house, "lisi")
    when_he_hands_a_file_in(li, house, tmp_path)
    zhao = signed_in(browser, house, "zhaomin")
    zhao.goto(li.url)
    assert "没有找到" in zhao.inner_text("h1")


def when_he_hands_a_file_in(page: Page, house: str, folder) -> None:
    file = folder / "汛期通知.txt"
    file.write_text(NOTICE, encoding="utf-8")
    page.goto(house + "/desk/imports/new/")
    clean(page)
    page.set_input_files("input[type=file]", str(file))
    page.get_by_role("button", name="上传并识别").click()
    page.wait_for_url(re.compile(r"/desk/imports/\d+/"))
    intake.read_waiting(at=now())  # what the worker does every second
    page.reload()
    clean(page)
    page.locator("#items").get_by_role("link", name="汛期房屋安全").click()
    page.wait_for_url(re.compile(r"/desk/imports/items/\d+/"))
    clean(page)


def and_confirms_what_was_read(page: Page) -> None:
    assert page.locator("[name=title]").input_value() == "澜州市住房和城乡建设局关于做好2026年汛期房屋安全工作的通知"
    assert page.locator("[name=doc_no]").input_value() == "澜住建发〔2026〕18号"
    assert "扫一扫" in page.locator(".original").inner_text()
    page.get_by_role("button", name="确认，转到稿件").click()
    page.wait_for_url(re.compile(r"/desk/drafts/\d+/"))
    clean(page)


def and_sends_it_to_review(page: Page) -> None:
    page.get_by_role("link", name="送审").click()
    clean(page)
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile(r"/desk/drafts/\d+/$"))
    assert "已送审" in page.inner_text("main")
    assert page.get_by_role("link", name="签发公开").count() == 0


def when_she_reviews_it_for_secrets(page: Page, draft: str) -> None:
    page.goto(draft)
    clean(page)
    page.get_by_role("link", name="写理由放行")
    for _ in range(page.get_by_role("link", name="写理由放行").count()):
        page.get_by_role("link", name="写理由放行").first.click()
        page.locator("[name=reason]").fill("这是本机关对外公布的咨询电话，可以公开")
        page.locator("main form button").first.click()
        page.wait_for_url(re.compile(r"/desk/drafts/\d+/"))
    page.get_by_role("link", name="保密审查").click()
    clean(page)
    page.locator("[name=conclusion]").first.check()
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile(r"/desk/drafts/\d+/$"))
    assert "可以公开" in page.inner_text("#inspection")


def when_she_signs_it(page: Page, draft: str) -> None:
    page.goto(draft)
    page.get_by_role("link", name="签发公开").click()
    clean(page)
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile(r"/desk/policies/"))
    clean(page)


def then_a_citizen_finds_and_reads_it(page: Page, house: str) -> str:
    page.goto(house + "/search?q=汛期房屋安全")
    clean(page)
    page.get_by_role("link", name="汛期房屋安全").first.click()
    page.wait_for_url(re.compile(r"/policies/[\dX-]+/"))
    clean(page)
    text = page.inner_text("main")
    assert "澜住建发〔2026〕18号" in text
    assert "全面排查隐患" in text
    assert "扫一扫在手机打开当前页" not in page.inner_text("article")
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    return re.sub(r"[?#].*", "", page.url)


def and_sees_that_its_text_is_unchanged(page: Page) -> None:
    page.get_by_role("link", name="核验此文本未被改动").click()
    clean(page)
    assert "封存" in page.inner_text("main")


def when_she_takes_it_down(page: Page, house: str, address: str) -> None:
    code = address.rstrip("/").rpartition("/")[2]
    page.goto(f"{house}/desk/policies/{code}/withdrawal/")
    page.locator("[name=reason]").fill("文中期限有误，更正后重新发布")
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile(r"/desk/policies/[\dX-]+/$"))


def then_the_citizen_finds_the_tombstone_and_nothing_in_search(page: Page, house: str, address: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 410
    assert "文中期限有误" in page.inner_text("main")
    clean(page)
    page.goto(house + "/search?q=汛期房屋安全")
    assert page.get_by_role("link", name="关于做好2026年汛期房屋安全工作的通知").count() == 0
