"""依申请公开 as a story, in a real browser: 张三 asks with the keyboard on a telephone, is asked to correct, corrects; 李四 asks a third
party; 王芳 extends and signs; 张三 reads the reply and how its date was counted; 赵敏 sees nothing of it. And 张三 complains."""

import re
from datetime import date, datetime, time

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, Page
from tests.browsing import IN_A_BROWSER, PASSWORD, clean, signed_in

from gongkai.foi.actions import records
from gongkai.foi.models import Case, Complaint
from gongkai.foi.tests.cases import ZHANG_ID, peopled
from gongkai.foi.tests.replying import ready
from gongkai.people.models import Officer
from gongkai.shared.clock import BEIJING, now

PHONE = "13900001234"
ASKED = "2025年度公共租赁住房配租名单"

pytestmark = IN_A_BROWSER


class Clock(datetime):
    """The clock of the house, set by the story."""

    day = date(2026, 6, 1)

    @classmethod
    def now(cls, tz=None):
        return datetime.combine(cls.day, time(10), BEIJING)


def on(day: str) -> None:
    Clock.day = date.fromisoformat(day)


@pytest.fixture
def house(transactional_db, cast, live_server, settings, monkeypatch):
    monkeypatch.setattr("gongkai.shared.clock.datetime", Clock)
    on("2026-06-01")
    settings.PASSWORD_DAYS = 0
    ready(cast)
    Officer.objects.update(password=make_password(PASSWORD), password_set_at=now())
    return live_server.url


def test_an_application_from_asking_to_reading_the_reply(browser, house):
    zhang = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}).new_page()
    ticket = when_he_asks_with_the_keyboard_alone(zhang, house)
    case = f"{house}/desk/foi/{Case.objects.get().pk}/"

    on("2026-06-02")
    li = signed_in(browser, house, "lisi")
    he_does(li, case, "确认收到", on="2026-06-02", how="电话告知申请人本人")
    he_does(li, case, "登记")
    he_does(li, case, "开始审查")
    he_does(li, case, "告知补正", items="请写明是哪个小区\n请写明是哪一批", answer_by="2026-06-12")
    assert "收到后重新计算期限" in li.inner_text("main")

    on("2026-06-04")
    when_he_reads_what_is_asked_and_corrects(zhang, house, ticket)

    on("2026-06-05")
    li.reload()
    assert "最晚 2026年" in li.inner_text("main")
    he_does(li, case, "征求第三方意见", party="澜州安居物业有限公司", question="青石小区第一批配租名单能否公开")
    he_does(li, case, "登记对方收到", on="2026-06-05")
    on("2026-06-10")
    he_does(li, case, "登记意见", on="2026-06-10", answer="agrees")

    on("2026-06-11")
    wang = signed_in(browser, house, "wangfang")
    he_does(wang, case, "延长答复期限", workdays="10", why="名单较长，需要逐户核对")
    when_he_drafts_and_hands_it_in(li, case)
    zhou = signed_in(browser, house, "zhoujing")
    he_does(zhou, case, "通过保密审查")
    he_does(zhou, case, "通过合法性审查")
    assert zhou.locator(".steps").get_by_role("link", name="签发").count() == 0

    on("2026-06-15")
    he_does(wang, case, "签发")
    assert "政府信息公开答复书" in wang.inner_text("main")
    open_again(zhang, house, ticket)
    assert "政府信息公开答复书" not in zhang.inner_text("main")  # signed, not yet served
    he_does(li, case, "送达", mode="online", sent_on="2026-06-15")

    then_he_reads_the_reply_and_its_clock(zhang, house, ticket)
    and_another_office_sees_none_of_it(browser, house, case, ticket)


def test_a_complaint_is_sent_with_the_keyboard_on_a_telephone_and_its_answer_read(browser, house, cast):
    zhang = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}).new_page()
    zhang.goto(house + "/foi/complaint/")
    clean(zhang)
    code = when_he_complains_with_the_keyboard_alone(zhang, cast.housing.name)
    made = Complaint.objects.get()
    assert (made.ticket, made.organ, made.kind, made.name) == (code, cast.housing, Complaint.Kind.LATE, "张三")
    records.hear(made, "经查，已逾期三日。", is_founded=True, order="立即答复", order_due_on=now().date(), by=peopled(cast).qian, at=now())
    zhang.goto(house + "/foi/complaint/answer/")
    typed(zhang, "ticket", code)
    zhang.keyboard.press("Enter")
    zhang.get_by_text("经查，已逾期三日。").wait_for()
    clean(zhang)
    assert "张三" not in zhang.inner_text("main")


def when_he_complains_with_the_keyboard_alone(page: Page, organ: str) -> str:
    """He forgets the telephone number, is led to the field, and gets the code."""
    tab_to(page, "[name=organ]")
    for _ in range(10):
        page.keyboard.press("ArrowDown")
        if page.evaluate("document.activeElement.selectedOptions[0].text") == organ:
            break
    tab_to(page, "[name=kind]")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    typed(page, "text", "五月提交的申请，到今天没有答复，也没有告知延期。")
    typed(page, "name", "张三")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.locator("#errors").wait_for()
    clean(page)
    assert page.evaluate("document.activeElement.id") == "errors"
    tab_to(page, "#errors a")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "contact"
    page.keyboard.insert_text(PHONE)
    page.keyboard.press("Enter")
    page.wait_for_url("**/foi/complaint/received/")
    clean(page)
    return re.search(r"\b[0-9A-Z]{9}\b", page.inner_text("main"))[0]


def when_he_asks_with_the_keyboard_alone(page: Page, house: str) -> str:
    page.goto(house + "/foi/")
    clean(page)
    tab_to(page, "a.primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/foi/apply/")
    clean(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    tab_to(page, "[name=organ]")
    while "住房和城乡建设局" not in page.evaluate("document.activeElement.selectedOptions[0].textContent"):
        page.keyboard.press("ArrowDown")
    typed(page, "info_title", ASKED)
    forward(page)
    forward(page)
    typed(page, "name", "张三")
    typed(page, "id_number", ZHANG_ID)
    forward(page)
    typed(page, "phone", PHONE)
    clean(page)
    tab_to(page, "form[data-steps] > button.primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/foi/receipt/")
    clean(page)
    assert "1个工作日" in page.inner_text("main") or "1 个工作日" in page.inner_text("main")
    return page.inner_text(".ticket")


def when_he_reads_what_is_asked_and_corrects(page: Page, house: str, ticket: str) -> None:
    open_again(page, house, ticket)
    text = page.inner_text("main")
    assert "请写明是哪个小区" in text
    assert "请写明是哪一批" in text
    assert "2026年6月12日" in text
    page.get_by_role("link", name="政府信息公开申请补正告知书").click()
    clean(page)
    assert "请写明是哪一批" in page.inner_text("article")
    page.get_by_role("link", name="回到我的申请").click()
    page.get_by_label("其他特征描述").fill("青石小区，2025年第一批配租的名单和结果")
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_load_state()
    assert "补正已经提交" in page.inner_text("main")
    clean(page)


def when_he_drafts_and_hands_it_in(page: Page, case: str) -> None:
    page.goto(case)
    page.get_by_role("link", name="拟稿", exact=True).click()
    clean(page)
    page.locator("[name=outcome]").select_option("A2_GRANTED")
    page.get_by_role("button", name="下一步").click()
    clean(page)
    page.locator("[name=items]").fill("青石小区2025年第一批配租名单一份")
    page.get_by_role("button", name="保存").click()
    page.wait_for_load_state()
    assert "青石小区2025年第一批配租名单" in page.inner_text("article")
    clean(page)
    he_does(page, case, "送审")


def then_he_reads_the_reply_and_its_clock(page: Page, house: str, ticket: str) -> None:
    open_again(page, house, ticket)
    clean(page)
    text = page.inner_text("main")
    assert "已经答复" in text
    assert "在法定期限之内" in text
    assert "第三方" in text
    assert "澜州安居物业" not in text
    assert page.locator(".month td.counted").count() > 3
    for said in ("第三十条", "第三十二条", "第三十三条"):
        assert said in page.inner_text("[aria-labelledby=count]"), said
    page.get_by_role("link", name="政府信息公开答复书").click()
    clean(page)
    assert "青石小区2025年第一批配租名单一份" in page.inner_text("article")
    assert "行政复议" in page.inner_text("article")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 PDF").click()
    file = download.value.path()
    assert file.read_bytes().startswith(b"%PDF")
    code = re.search(r"验证码 (\w{13})", page.inner_text("main"))[1]
    page.goto(house + "/foi/verify/")
    page.locator("[name=code]").fill(code)
    page.set_input_files("input[type=file]", str(file))
    page.get_by_role("button", name="核验").click()
    page.wait_for_load_state()
    assert "文件一致" in page.inner_text("main")
    clean(page)


def and_another_office_sees_none_of_it(browser: Browser, house: str, case: str, ticket: str) -> None:
    zhao = signed_in(browser, house, "zhaomin")
    zhao.goto(case)
    assert "没有找到" in zhao.inner_text("h1")
    zhao.goto(f"{house}/desk/foi/?tab=all")
    clean(zhao)
    assert ASKED not in zhao.inner_text("main")
    assert ticket not in zhao.inner_text("main")


def he_does(page: Page, case: str, step: str, **given: str) -> None:
    """One step from the page of the case and back to it."""
    page.goto(case)
    page.locator(".steps").get_by_role("link", name=step, exact=True).click()
    clean(page)
    for name, value in given.items():
        field = page.locator(f"main [name={name}]").first
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.locator("main form button").first.click()
    page.wait_for_url(case)
    assert page.locator(".alert.good, .alert.info").count(), page.inner_text("main")
    clean(page)


def open_again(page: Page, house: str, ticket: str) -> None:
    page.goto(f"{house}/foi/track/#{ticket}")
    clean(page)
    assert page.locator("[name=ticket]").input_value() == ticket and page.url == f"{house}/foi/track/"
    page.locator("[name=phone]").fill(PHONE)
    page.get_by_role("button", name="查询").click()
    page.wait_for_url("**/foi/case/*/")
    clean(page)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there, and see that it shows."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none'"), selector
            return
    raise AssertionError(f"Tab never reaches {selector}")


def typed(page: Page, name: str, text: str) -> None:
    tab_to(page, f"[name={name}]")
    page.keyboard.insert_text(text)


def forward(page: Page) -> None:
    tab_to(page, "form[data-steps] button[type=button].primary")
    page.keyboard.press("Enter")
    clean(page)
