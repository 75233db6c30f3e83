"""三审三校 and 安全巡查 as stories, in a real browser: a piece of news passes from hand to hand, comes back changed, is set for a moment and
appears once; what should never have been public is found and taken down."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, Page
from tests.browsing import IN_A_BROWSER, PASSWORD, clean, opened, signed_in
from tests.cast import drafted, published

from gongkai.journal import worker
from gongkai.people.models import Officer, Post
from gongkai.people.rules.permits import Role
from gongkai.policies.actions import drafts, review
from gongkai.policies.models import Draft, Policy
from gongkai.policies.rules.kinds import Category
from gongkai.publishing.actions import patrol, releases
from gongkai.publishing.models import Override, Release
from gongkai.publishing.rules.publishability import Conclusion
from gongkai.shared.clock import now

NEWS = (
    "近日，二十个小区完成屋面防水改造。\n"
    + "\n".join(f"第{n}标段由监理人员驻场，逐栋查看。" for n in "一二三四五六七八九十")
    + "\n保修期五年。"
)
TITLE = "二十个小区完成屋面防水改造"

pytestmark = IN_A_BROWSER


@pytest.fixture
def house(transactional_db, cast, live_server, settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "index"
    settings.REVIEW_ROUNDS = 3
    qian = Officer.objects.create_user("qianjin", PASSWORD, name="钱进", password_set_at=now())
    Post.objects.create(officer=qian, organisation=cast.housing, role=Role.REVIEWER, since="2020-01-02")
    Officer.objects.update(password=make_password(PASSWORD), password_set_at=now())
    return live_server.url


@pytest.mark.parametrize("width", [1440, 390])
def test_a_text_passes_through_three_hands_and_appears_at_its_moment(browser: Browser, house, cast, width):
    given_li_has_sent_news_to_review(cast)
    zhou = signed_in(browser, house, "zhoujing", width=width)
    when_she_remarks_on_a_sentence_and_passes_the_first_round(zhou, house)
    and_the_second_round_sends_it_back(signed_in(browser, house, "qianjin", width=width), house)

    given_li_answers_and_puts_it_right(signed_in(browser, house, "lisi", width=width), house, cast)
    and_both_rounds_see_the_changed_figure_and_pass(browser, house, width)

    wang = signed_in(browser, house, "wangfang", width=width)
    when_she_signs_it_for_tomorrow(wang, house)
    then_it_appears_once_and_not_before(browser, house, width)


@pytest.mark.parametrize("width", [1440, 390])
def test_what_should_not_be_public_is_found_and_taken_down(browser: Browser, house, cast, width):
    edition = published(
        cast, text="第一条 王某某，身份证号110101199003078515。\n第二条 其他。", category=Category.NEWS, title="选房名单公示"
    )
    Override.objects.all().delete()  # as if it had come in before the detectors were there
    patrol.begin_nightly(now())
    patrol.go_on(now())
    zhou = signed_in(browser, house, "zhoujing", width=width)
    zhou.goto(house + "/desk/patrol/")
    clean(zhou)
    assert "110101********8515" in zhou.inner_text("main") and "110101199003078515" not in zhou.content()
    zhou.get_by_role("link", name=re.compile(r"处置\s*：选房名单公示")).click()
    clean(zhou)
    zhou.get_by_label(re.compile("^撤回")).check()
    zhou.get_by_label("理由").fill("含有个人信息，更正后重新公开")
    zhou.get_by_role("button", name="决定").click()
    zhou.wait_for_url(re.compile(r"/desk/patrol/$"))
    assert "没有待处置的问题" in zhou.inner_text("main")
    clean(zhou)
    zhou.locator("#batches ~ div a").first.click()
    assert "1 / 1" in zhou.inner_text("main")
    clean(zhou)
    citizen = opened(browser, house + edition.policy.get_absolute_url(), width=width)
    assert "含有个人信息，更正后重新公开" in citizen.inner_text("main") and "110101" not in citizen.content()
    clean(citizen)


def given_li_has_sent_news_to_review(cast) -> None:
    edition = drafted(cast, text=NEWS, category=Category.NEWS, title=TITLE, consult_phone="")
    sent(cast, edition.draft)


def sent(cast, draft: Draft) -> None:
    drafts.submit(draft, by=cast.li, at=now())
    review.review_secrecy(draft, conclusion=Conclusion.OPEN, by=cast.zhou, at=now())


def in_the_queue(page: Page, house: str) -> None:
    page.goto(house + "/desk/rounds/")
    clean(page)
    page.get_by_role("link", name=TITLE).click()
    page.wait_for_url(re.compile(r"/desk/rounds/\d+/$"))
    clean(page)


def when_she_remarks_on_a_sentence_and_passes_the_first_round(page: Page, house: str) -> None:
    in_the_queue(page, house)
    page.get_by_role("link", name=re.compile(r"批注\s*：保修期五年")).click()
    clean(page)
    page.get_by_label("批注").fill("合同写的是六年，请核对")
    page.get_by_role("button", name="保存批注").click()
    page.wait_for_url(re.compile(r"/desk/rounds/\d+/"))
    assert "合同写的是六年" in page.locator(".remark").inner_text()
    page.get_by_role("link", name="审核通过").click()
    clean(page)
    page.get_by_role("button", name="通过").click()
    page.wait_for_url(re.compile(r"/desk/rounds/\d+/$"))
    assert "您已审过第1轮" in page.inner_text("main")


def and_the_second_round_sends_it_back(page: Page, house: str) -> None:
    in_the_queue(page, house)
    page.get_by_role("link", name="退回").click()
    clean(page)
    page.get_by_label("退回意见").fill("保修期请按合同改正")
    page.get_by_role("button", name="退回").click()
    page.wait_for_url(re.compile(r"/desk/rounds/$"))
    assert TITLE not in page.inner_text("main table") if page.locator("main table").count() else True


def given_li_answers_and_puts_it_right(page: Page, house: str, cast) -> None:
    draft = Draft.objects.get()
    page.goto(f"{house}/desk/drafts/{draft.edition_id}/")
    assert "保修期请按合同改正" in page.inner_text("main")
    page.get_by_role("link", name="逐句审核、批注").click()
    page.get_by_role("link", name=re.compile(r"答复\s*：合同写的是六年")).click()
    clean(page)
    page.get_by_label("答复").fill("已按合同改为六年")
    page.get_by_role("button", name="答复").click()
    page.wait_for_url(re.compile(r"/desk/rounds/\d+/$"))
    page.goto(f"{house}/desk/drafts/{draft.edition_id}/edit/")
    text = page.locator("[name=text]")
    text.fill(text.input_value().replace("五年", "六年"))
    page.locator("main form button.primary").first.click()
    page.wait_for_url(re.compile(r"/desk/drafts/\d+/$"))
    sent(cast, Draft.objects.get())


def and_both_rounds_see_the_changed_figure_and_pass(browser: Browser, house: str, width: int) -> None:
    """五年 has become 六年: a changed figure is looked at from the first round on."""
    for login in ("zhoujing", "qianjin"):
        it_shows_what_changed_and_is_passed(signed_in(browser, house, login, width=width), house)


def it_shows_what_changed_and_is_passed(page: Page, house: str) -> None:
    in_the_queue(page, house)
    assert page.locator("ins").inner_text() == "保修期六年。" and page.locator("del").inner_text() == "保修期五年。"
    assert "沿用上次" not in page.locator(".rounds").inner_text() and "已按合同改为六年" in page.inner_text("main")
    page.get_by_role("link", name="审核通过").click()
    page.get_by_role("button", name="通过").click()
    page.wait_for_url(re.compile(r"/desk/rounds/\d+/$"))


def when_she_signs_it_for_tomorrow(page: Page, house: str) -> None:
    in_the_queue(page, house)
    page.get_by_role("link", name="到稿件页面签发").click()
    clean(page)
    page.get_by_role("link", name="定时发布", exact=True).and_(page.locator("main a")).click()
    clean(page)
    page.get_by_label("发布时间").fill((now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="签发并定时发布").click()
    page.wait_for_url(re.compile(r"/desk/drafts/\d+/$"))
    assert "自动发布" in page.inner_text("main")
    clean(page)
    page.goto(house + "/desk/releases/")
    assert "等待发布" in page.inner_text("main")
    clean(page)


def then_it_appears_once_and_not_before(browser: Browser, house: str, width: int) -> None:
    assert releases.publish_due(now()) == 0
    due_at = Release.objects.get().due_at
    assert [releases.publish_due(due_at), releases.publish_due(due_at)] == [1, 0]
    worker.drain()
    citizen = opened(browser, house + Policy.objects.get().get_absolute_url(), width=width)
    citizen.get_by_role("link", name="阅读全文").first.click()
    assert "保修期六年" in citizen.inner_text("main")
    clean(citizen)
