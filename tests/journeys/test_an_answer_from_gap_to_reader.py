"""A question nobody could answer, told in the browser: it becomes a gap, 李四 writes the entry, 王芳 reviews it, and the next one who asks is
answered word for word; when the paper changes the answer is taken back. The keyboard is enough to write, and axe finds nothing."""

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from tests.browsing import IN_A_BROWSER, PASSWORD, clean, signed_in
from tests.cast import published

from gongkai.assistant import knowledge
from gongkai.assistant.actions import gaps
from gongkai.assistant.actions.asking import ask
from gongkai.assistant.models import FaqEntry
from gongkai.people.models import Officer
from gongkai.policies.actions.publish import withdraw
from gongkai.search.actions.indexing import rebuild
from gongkai.shared.clock import now, today
from gongkai.ui import site as look_of_the_site

ASKED = "老旧小区改造可以自愿申请吗"

pytestmark = IN_A_BROWSER


@pytest.fixture
def site(transactional_db, browser, live_server, cast, settings, tmp_path):
    settings.INDEX_DIR, settings.SITE_URL, settings.PASSWORD_DAYS = tmp_path / "index", live_server.url, 0
    knowledge.forget()
    cache.clear()
    look_of_the_site.forget_name()
    paper = published(cast)
    rebuild(on=today())
    Officer.objects.update(password=make_password(PASSWORD), password_set_at=now())
    yield browser, live_server.url, paper
    knowledge.forget()


def test_a_gap_becomes_an_answer_and_the_answer_goes_when_its_paper_goes(site, cast):
    browser, address, paper = site
    for _ in range(3):
        ask("老旧小区改造申请要找哪个街道窗口盖章", place="policy", page=paper.policy.code, at=now(), reword=False)
    gaps.gather(at=now())

    li = signed_in(browser, address, "lisi")
    li.goto(address + "/desk/answers/gaps/")
    clean(li)
    li.locator("ul.list h2 a").first.click()
    clean(li)
    li.get_by_role("link", name="编写问答").click()
    li.get_by_label("问题", exact=True).fill("老旧小区改造可以自愿申请吗？")
    li.get_by_label("答句，第 1 行").fill("居民自愿申请。")
    li.keyboard.press("Tab")
    li.keyboard.type(paper.policy.code)
    clean(li)
    li.get_by_role("button", name="保存草稿").click()
    li.get_by_text("已保存。").wait_for()
    clean(li)
    li.get_by_role("link", name="送审").click()
    li.get_by_role("button", name="送审").click()
    li.get_by_text("已送审。").wait_for()

    wang = signed_in(browser, address, "wangfang", width=390)
    wang.goto(li.url)
    wang.get_by_role("link", name="审核发布").click()
    clean(wang)
    wang.get_by_role("button", name="审核通过，发布").click()
    wang.get_by_text("已发布。").wait_for()

    reader = browser.new_context(viewport={"width": 390, "height": 900}, base_url=address, java_script_enabled=False).new_page()
    entry = FaqEntry.objects.get()
    reader.goto("/answers/")
    reader.get_by_role("link", name=entry.question).click()
    assert reader.locator("blockquote").inner_text() == "居民自愿申请。"
    assert entry.gap is not None and entry.gap.closed_entry == entry
    match = knowledge.best(ASKED, on=today())
    assert match is not None and match.code == entry.code

    li.goto(address + "/desk/answers/numbers/")
    clean(li)

    withdraw(paper.policy, reason="内容有误", by=cast.wang, at=now())
    assert knowledge.best(ASKED, on=today()) is None
    reader.reload()
    assert "正在复核" in reader.locator("main").inner_text() and reader.locator("blockquote").count() == 0
