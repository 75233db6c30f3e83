"""Chromium for the stories told in a browser: how it is started, in which look a page is opened, who signs in, and what a clean page is."""

import os
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's own loop runs beside the tests' database
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
PASSWORD = "a-Long-password-7"

IN_A_BROWSER = [pytest.mark.browser, pytest.mark.slow, pytest.mark.skipif(not CHROMIUM, reason="没有安装 chromium，跳过浏览器测试")]


def launched() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)


def opened(browser: Browser, url: str, look: str = "light", width: int = 1440, *, script: bool = True) -> Page:
    """The page at the address as this reader has it: light, dark or elder, on a screen so wide."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN", java_script_enabled=script)
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in LOOKS[look].items()])
    page = context.new_page()
    page.goto(url)
    return page


def signed_in(browser: Browser, house: str, username: str, *, width: int = 1440) -> Page:
    """The desk of an officer whose password is PASSWORD."""
    page = opened(browser, house + "/desk/sign-in/", width=width)
    page.get_by_label("用户名").fill(username)
    page.get_by_label("口令").or_(page.get_by_label("密码")).first.fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(house + "/desk/")
    clean(page)
    return page


def clean(page: Page) -> None:
    """axe finds nothing on the page as it stands, and nothing runs out of it sideways."""
    found = [(one["id"], one["nodes"][0]["html"][:120]) for one in Axe().run(page).response["violations"]]
    assert not found, f"{page.url}: {found}"
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url
