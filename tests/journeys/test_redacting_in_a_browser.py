"""区分处理 with a mouse, with the keyboard, with a finger and without a script: the numbers beside the page are the boxes on it."""

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from playwright.sync_api import Page
from tests.browsing import IN_A_BROWSER, PASSWORD, clean, signed_in
from tests.cast import AT

from gongkai.documents.readers import read
from gongkai.foi.actions import replies
from gongkai.foi.actions.intake import Handed
from gongkai.foi.models import ReplyFile
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.tests.cases import examined
from gongkai.foi.tests.replying import SECRET, drafted, named_list, ready
from gongkai.people.models import Officer
from gongkai.shared.clock import now

EDGES = ("left", "top", "right", "bottom")

pytestmark = IN_A_BROWSER


@pytest.fixture
def page(transactional_db, cast, live_server, browser) -> Page:
    """李四 before a file of the reply, with the content policy in force."""
    Officer.objects.update(password=make_password(PASSWORD), password_set_at=now())
    case = examined(ready(cast))
    drafted(cast, case, Outcome.B_PARTIAL, items="配租名单", grounds="名单中的身份证号属于个人隐私")
    file = replies.attach(case, Handed("配租名单.pdf", named_list()), by=cast.li, at=AT)
    opened = signed_in(browser, live_server.url, "lisi")
    opened.goto(live_server.url + reverse("desk:foi-redact", args=[case.pk, file.pk]))
    return opened


def edges(page: Page, row: int) -> list[float]:
    return [float(page.locator(f"#id_marks-{row}-{name}").input_value()) for name in EDGES]


def test_a_box_drawn_with_the_mouse_is_a_row_of_numbers_and_takes_the_words_out(page):
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security Policy" in message.text else None)
    frame = page.locator("figure svg").bounding_box()
    page.mouse.move(frame["x"] + frame["width"] * 0.1, frame["y"] + frame["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * 0.9, frame["y"] + frame["height"] * 0.6, steps=4)
    page.mouse.up()
    assert edges(page, 0) == pytest.approx([10, 20, 90, 60], abs=0.5)
    assert page.locator("#id_marks-0-ground").input_value() == "privacy"
    assert "已框 1 处" in page.inner_text("[data-count]")
    clean(page)
    page.get_by_role("button", name="遮盖并生成新文件").click()
    page.get_by_role("heading", name="处理好了").wait_for()
    clean(page)
    assert SECRET not in read(ReplyFile.objects.get().stored.read(), "成品.pdf").text
    page.get_by_role("link", name="看处理后的样子").click()
    page.locator("figure img").wait_for()
    assert page.evaluate("document.querySelector('figure img').decode().then(() => true)")
    clean(page)
    assert not refused


def test_the_keyboard_adds_moves_widens_and_removes_a_box(page):
    page.get_by_role("button", name="在这页加一个框").press("Enter")
    before = edges(page, 0)
    for key in ("ArrowDown", "ArrowRight", "Shift+ArrowDown"):
        page.keyboard.press(key)
    assert edges(page, 0) == pytest.approx([before[0] + 0.5, before[1] + 0.5, before[2] + 0.5, before[3] + 1.0])
    assert "框 1" in page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_marks-0-ground"
    page.locator("figure rect.mark").focus()
    page.keyboard.press("Delete")
    assert page.locator("figure rect.mark").count() == 0
    assert page.locator("#id_marks-0-DELETE").is_checked()
    assert "还没有框" in page.inner_text("[data-count]")


def test_numbers_typed_show_as_a_box(page):
    for name, value in zip(("page", *EDGES), ("1", "10", "10", "30", "20"), strict=True):
        page.locator(f"#id_marks-0-{name}").fill(value)
    box = page.locator("figure rect.mark")
    assert [box.get_attribute(name) for name in ("x", "y", "width", "height")] == ["10", "10", "20", "10"]
    page.locator("#id_marks-0-right").fill("5")
    assert box.count() == 0


@pytest.mark.parametrize(("width", "look"), [(390, "light"), (1440, "dark"), (390, "elder")])
def test_the_page_fits_and_is_accessible(page, width, look):
    cookies = {"dark": ("theme", "dark"), "elder": ("elder", "1")}
    if look in cookies:
        page.context.add_cookies([{"name": cookies[look][0], "value": cookies[look][1], "url": page.url}])
    page.set_viewport_size({"width": width, "height": 900})
    page.reload()
    clean(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
