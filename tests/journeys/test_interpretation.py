"""A normative paper and its explanation, told in the browser: 李四 may not send the paper on alone; she plans, lets the system draft
一图读懂 from the paper's own sentences, reads and approves it, and both go out together. A citizen reads them, each leading to the other,
on a wide screen and on a phone, in the dark and in elder mode. axe finds nothing on any page."""

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from tests.browsing import IN_A_BROWSER, PASSWORD, clean, signed_in
from tests.cast import LET_PASS, drafted

from gongkai.people.models import Officer
from gongkai.policies.actions import bulk
from gongkai.policies.models import Interpretation
from gongkai.policies.tests.actions.test_kit_drafts import RULES
from gongkai.shared.clock import now, today
from gongkai.ui import site as look_of_the_site

pytestmark = IN_A_BROWSER
TITLE = "澜州市住房和城乡建设局关于印发澜州市老旧小区改造办法的通知"


@pytest.fixture
def site(transactional_db, browser, live_server, cast, settings, tmp_path):
    settings.INDEX_DIR, settings.SITE_URL, settings.PASSWORD_DAYS = tmp_path / "index", live_server.url, 0
    settings.DATA_DIR = str(tmp_path)
    cache.clear()
    look_of_the_site.forget_name()
    Officer.objects.update(password=make_password(PASSWORD), password_set_at=now())
    day = str(today())
    paper = drafted(
        cast, text=RULES, title=TITLE, document_class="normative", formed_on="2026-05-20", published_on=day, effective_on="2026-07-01"
    )
    return browser, live_server.url, paper


def test_a_paper_and_its_explanation_go_out_together_and_lead_to_each_other(site, cast):
    browser, address, paper = site
    li = signed_in(browser, address, "lisi")
    when_she_finds_the_gate_closed(li, address, paper)
    and_makes_a_plan(li)
    and_lets_the_system_draft_a_picture_and_approves_it(li)
    explanation = Interpretation.objects.get().paper.editions.get()
    for edition in (explanation, paper):
        and_sends_it_on(li, address, edition)
    for edition in (paper, explanation):
        bulk.carry_through(edition.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=now(), let_pass=LET_PASS)
    li.goto(address + "/desk/interpretations/")
    assert "都已解读" in li.locator("main").inner_text() and "100%" in li.locator("main").inner_text()
    clean(li)
    for width, cookies in ((1440, {}), (390, {}), (390, {"theme": "dark"}), (390, {"elder": "1"})):
        then_a_citizen_reads_both(browser, address, width, cookies)


def when_she_finds_the_gate_closed(li, address, paper):
    li.goto(f"{address}/desk/drafts/{paper.pk}/")
    assert "还没有解读方案" in li.locator("main").inner_text()
    assert li.get_by_role("link", name="送审").count() == 0
    li.get_by_role("link", name="解读", exact=True).click()
    clean(li)


def and_makes_a_plan(li):
    li.get_by_role("link", name="制定解读方案").click()
    clean(li)
    li.get_by_label("第一解读人").fill("市住房和城乡建设局局长")
    li.get_by_label("一图读懂").check()
    li.get_by_label("政府网站").check()
    li.get_by_label("解读提纲").fill("哪些小区能改，给多少，怎么申请。")
    li.get_by_role("button", name="保存方案").click()
    li.get_by_text("方案已保存。").wait_for()
    clean(li)


def and_lets_the_system_draft_a_picture_and_approves_it(li):
    li.get_by_role("link", name="自动起草").click()
    clean(li)
    li.get_by_label("一图读懂").check()
    li.get_by_role("button", name="起草").click()
    li.get_by_text("已从原文逐句摘出。").wait_for()
    clean(li)
    li.get_by_role("link", name="逐句看过，确认").click()
    clean(li)
    li.get_by_role("button", name="我已逐句看过").click()
    li.get_by_text("已确认，可以送审。").wait_for()


def and_sends_it_on(li, address, edition):
    li.goto(f"{address}/desk/drafts/{edition.pk}/")
    li.get_by_role("link", name="送审").click()
    li.get_by_role("button", name="送审").click()
    li.get_by_text("已送审").first.wait_for()


def then_a_citizen_reads_both(browser, address, width, cookies):
    context = browser.new_context(viewport={"width": width, "height": 900}, base_url=address)
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    reader = context.new_page()
    reader.goto("/interpretations/?form=picture")
    clean(reader)
    reader.get_by_role("link", name="一图读懂《澜州市老旧小区改造办法》").click()
    assert "AI 生成" in reader.locator("main").inner_text()
    clean(reader)
    reader.get_by_role("link", name="看一图读懂").click()
    assert "每户补助不超过3000元" in reader.locator("article").inner_text()
    assert reader.evaluate("document.documentElement.scrollWidth") <= width
    clean(reader)
    reader.get_by_role("link", name=TITLE).click()
    assert "相关解读" in reader.locator("main").inner_text()
    clean(reader)
    context.close()
