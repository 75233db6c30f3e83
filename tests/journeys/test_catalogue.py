"""The duty to publish as a story, in a real browser: an item is written, approved, announced to the public; something arises, is published,
and a citizen reads how it stands. Every page on the way is looked at by axe, wide and narrow, light, dark and large."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from playwright.sync_api import Page
from tests.browsing import IN_A_BROWSER, PASSWORD, clean, signed_in
from tests.cast import AT

from gongkai.catalogue.actions import duties
from gongkai.catalogue.models import Item
from gongkai.catalogue.tests.world import in_force
from gongkai.people.models import Officer, Post
from gongkai.people.rules.permits import Role
from gongkai.registers.tests import world as lists
from gongkai.shared.clock import now, today

pytestmark = IN_A_BROWSER
LOOKS = {"light": [], "dark": [{"name": "theme", "value": "dark"}], "elder": [{"name": "elder", "value": "1"}]}


@pytest.fixture
def house(transactional_db, cast, live_server, settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "index"
    cache.clear()
    Officer.objects.update(password=make_password(PASSWORD), password_set_at=now())
    Post.objects.create(officer=cast.sun, organisation=cast.city, role=Role.SUPERVISOR, since=AT.date())
    return live_server.url


def test_an_item_is_written_approved_owed_and_published(browser, house, cast):
    li = signed_in(browser, house, "lisi")
    when_he_writes_an_item(li, house)
    wang = signed_in(browser, house, "wangfang")
    and_she_approves_it(wang, house)
    when_something_arises(li, house)
    citizen = browser.new_context(locale="zh-CN").new_page()
    then_a_citizen_sees_that_it_is_still_open(citizen, house)
    when_it_is_published_on_the_board(li, house)
    then_the_citizen_reads_where_and_that_it_was_in_time(citizen, house)


def when_he_writes_an_item(page: Page, house: str) -> None:
    page.goto(house + "/desk/catalogue/items/new/")
    page.get_by_label("法定类别").select_option("PD21-C5")
    page.get_by_label("一级事项").fill("房屋征收")
    page.get_by_label("二级事项").fill("分户补偿情况")
    page.get_by_label("公开内容").fill("户号；面积；补偿金额")
    page.get_by_label("公开依据").fill("国有土地上房屋征收与补偿条例第二十九条")
    page.get_by_label("公开时限").fill("很快")
    page.get_by_label("澜州市住房和城乡建设局").check()
    page.get_by_label("特定群体").check()
    page.get_by_label("群体说明").fill("征收范围内的被征收人")
    page.get_by_label("市级").check()
    page.get_by_role("button", name="提交批准").click()
    assert "看不出是多久" in page.inner_text("main") and page.get_by_label("群体说明").input_value() == "征收范围内的被征收人"
    clean(page)
    page.get_by_label("公开时限").fill("3个工作日内")
    page.get_by_role("button", name="提交批准").click()
    assert "另一人批准后公布" in page.inner_text("main")


def and_she_approves_it(page: Page, house: str) -> None:
    page.goto(house + "/desk/catalogue/versions/")
    clean(page)
    page.get_by_label("选“分户补偿情况”").check()
    page.get_by_role("button", name="批准勾选的").click()
    assert "已批准 1 项" in page.inner_text("main")


def when_something_arises(page: Page, house: str) -> None:
    page.goto(house + f"/desk/catalogue/items/{Item.objects.get().pk}/")
    clean(page)
    page.get_by_role("link", name="登记应公开的事情").click()
    page.get_by_label("什么事情").fill("第一批补偿协议签订")
    page.get_by_role("button", name="登记").click()
    assert "第一批补偿协议签订" not in page.title()
    page.goto(house + "/desk/catalogue/")
    assert "第一批补偿协议签订" in page.inner_text("main")
    clean(page)


def then_a_citizen_sees_that_it_is_still_open(page: Page, house: str) -> None:
    page.goto(house + "/catalogue/")
    assert "面向征收范围内的被征收人" in page.inner_text("main")
    page.get_by_role("link", name="分户补偿情况").click()
    assert "期限内待公开" in page.inner_text("main") and "第一批补偿协议" not in page.inner_text("main")


def when_it_is_published_on_the_board(page: Page, house: str) -> None:
    page.goto(house + "/desk/catalogue/")
    page.get_by_role("link", name="登记公开").click()
    page.get_by_label("网址").fill("/others/")
    page.get_by_label("地点").fill("征收现场公示栏")
    clean(page)
    page.get_by_role("button", name="登记公开").click()
    assert "已登记" in page.inner_text("main")


def then_the_citizen_reads_where_and_that_it_was_in_time(page: Page, house: str) -> None:
    page.reload()
    assert "按时公开" in page.inner_text("main") and "第一批补偿协议签订" in page.inner_text("main")


@pytest.fixture
def full(house, cast):
    """A catalogue with something late, a version, a list with a change; the public pages and those of the desk."""
    item = in_force(cast, audience="group", group="轮候家庭")
    duties.announce(item, cast.housing, title="第三批结果", event_on=today() - timedelta(days=90), by=None, at=AT)
    register = lists.opened(cast, item=item)
    entry = lists.listed(cast, register)
    lists.proposed(cast, register, entry, values={"standard": "六元"})
    public = [
        "/catalogue/",
        f"/catalogue/{item.code}/",
        "/catalogue/changes/",
        "/catalogue/limits/",
        "/registers/",
        "/registers/fees/",
        "/registers/fees/0001/",
    ]
    desk = [f"/desk/{one}/" for one in ("catalogue", "catalogue/heat", "catalogue/items", "catalogue/import", "catalogue/inheritance", "catalogue/columns",
                                        "catalogue/proposals", "registers", f"registers/{register.pk}", "registers/versions")]  # fmt: skip
    return public, desk


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_are_open_to_everybody(browser, house, full, look, width):
    public, desk = full
    cookies = [{**one, "url": house} for one in LOOKS[look]]
    reader = browser.new_context(locale="zh-CN", viewport={"width": width, "height": 900})
    reader.add_cookies(cookies)
    page = reader.new_page()
    for path in public:
        page.goto(house + path)
        clean(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    if look != "light":  # the desk has the same kit: looked at once at each width
        return
    li = signed_in(browser, house, "lisi")
    li.context.add_cookies(cookies)
    li.set_viewport_size({"width": width, "height": 900})
    for path in desk:
        li.goto(house + path)
        clean(li)
        assert li.evaluate("document.documentElement.scrollWidth") <= width, path
