"""Every address of the desk and every wrong person: signed out, without a post, of another office, of another role."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.cast import AT, body

from gongkai.desk import urls
from gongkai.people.models import Officer, Post
from gongkai.people.rules.permits import Role
from gongkai.policies.actions import drafts, intake
from gongkai.policies.models import ImportItem
from gongkai.shared.clock import now

ACCOUNTS = {"sign-in", "second-step-code", "identity", "identity-callback", "sign-out", "account", "password", "second-step"}


def addresses(world) -> dict[str, str]:
    return {one.name: reverse(f"desk:{one.name}", kwargs=world.get(one.name)) for one in urls.urlpatterns if one.name not in ACCOUNTS}


# Which address may answer 200 to 赵敏 (采编 of another office): lists of her own, and what belongs to no one office.
HERS = {
    *(
        "home",
        "imports",
        "import-new",
        "import-paste",
        "import-template",
        "drafts",
        "draft-new",
        "policies",
        "citations",
        "citations-dismiss",
    ),
    *(
        "expiring",
        "campaigns",
        "mismatches",
        "quality",
        "quality-papers",
        "rules",
        "received",
        "topics",
        "topic-new",
        "topic",
        "topic-edit",
        "topic-arrange",
        "topic-remove",
        "topic-take-out",
    ),
    *("rounds", "releases", "patrol", "patrol-batch"),
    *("calendar", "holiday-notice", "notices", "notices-read-all", "saved", "saved-new"),
    *(
        "foi",
        "foi-new",
        "foi-many",
        "foi-board",
        "foi-topics",
        "foi-helped",
        "foi-report",
        "foi-report-cases",
        "foi-complaints",
        "foi-reviews",
        "foi-review-new",
    ),
    *("foi-intakes", "foi-intake-new", "foi-visits", "foi-visit-new"),
    *("interpretations", "interpretation-material", "interpretation-digest", "interpretation-asked"),
    *("faq", "faq-new", "faq-interpretations", "faq-enquiries", "faq-import", "faq-export", "gaps", "qa-numbers"),
    *("catalogue", "catalogue-heat", "catalogue-items", "catalogue-item-new", "catalogue-versions", "catalogue-import", "catalogue-export"),
    *("registers", "register-new", "register-versions", "letters"),
    *("catalogue-inheritance", "catalogue-adopt", "catalogue-columns", "catalogue-proposals"),
    *("foi-meetings", "foi-meeting-new", "foi-precedents", "foi-proposals", "foi-proposal-new", "foi-procedure"),
    *("foi-retention", "foi-retention-propose", "foi-retention-decide", "foi-channels", "foi-quality"),
}
# What the office's own people may not do for want of a role.
FOR_ADMINS = {
    "words",
    "word",
    "word-switch",
    "allowances",
    "allowance-end",
    "draft-allow",
    "keys",
    "key-new",
    "key-revoke",
    "journal",
    "journal-entry",
    "background",
    "unpark",
    "synonyms",
    "synonym-new",
    "synonym-remove",
    "index-rebuild",
    *("relevance", "judged-new", "judged", "judged-remove", "evaluation", "pins", "pin-new", "pin-end", "search-log"),
    *("saved-citizens", "saved-stop"),
}


def test_nobody_enters_without_signing_in(desk, world):
    for name, address in addresses(world).items():
        for answer in (desk(None).get(address), desk(None).post(address)):
            assert answer.status_code == 302 and answer["Location"].startswith(reverse("desk:sign-in")), name


def test_someone_without_a_post_sees_only_their_own_desk(desk, cast, world):
    Post.objects.filter(officer=cast.zhao).delete()
    open_to_all = {"home", "calendar", "holiday-notice", "notices", "notices-read-all", "saved", "saved-new"}
    for name, address in addresses(world).items():
        status = desk("zhao").get(address, follow=name == "notices-read-all").status_code
        assert status == (200 if name in open_to_all else 404 if name in {"notice-read", "saved-end", "saved-renew"} else 403), name


def test_another_offices_things_are_not_there(desk, world):
    zhao = desk("zhao")
    for name, address in addresses(world).items():
        if name in HERS:
            continue
        asked_and_done = {zhao.get(address).status_code, zhao.post(address, {"reason": "这不是她该办的事情"}).status_code}
        assert asked_and_done <= {403, 404, 405}, (name, asked_and_done)
        if name.startswith(("import-", "draft", "policy", "citation-")) and name not in {
            "draft-override",
            "draft-allow",
            "draft-secrecy",
            "draft-return",
            "draft-publish",
            "draft-schedule",
            "policy-withdrawal",
        }:
            assert 404 in asked_and_done and 403 not in asked_and_done, (name, asked_and_done)


def test_another_offices_titles_stand_in_no_list(desk, cast, world):
    zhao = desk("zhao")
    for name in ("home", "imports", "drafts", "policies", "expiring"):
        page = zhao.get(reverse(f"desk:{name}")).content.decode()
        assert "新办法" not in page and "旧办法" not in page, name
    for kind in ("open", "confirm"):
        assert "旧办法" not in zhao.get(reverse("desk:citations"), {"list": kind}).content.decode()


def test_a_page_without_the_permit_says_who_may(desk, world):
    answer = desk("li").get(addresses(world)["draft-secrecy"])
    page = answer.content.decode()
    assert answer.status_code == 403 and "您没有办理这件事的权限" in page and "本单位审核（保密审查）人员" in page
    answer = desk("li").get(addresses(world)["journal"])
    assert answer.status_code == 403 and "操作日志" in answer.content.decode()


def test_every_page_opens_for_those_whose_work_it_is(desk, cast, world):
    Post.objects.create(officer=cast.sun, organisation=cast.housing, role=Role.EDITOR, since=AT.date())
    Post.objects.create(officer=cast.sun, organisation=cast.city, role=Role.SUPERVISOR, since=AT.date())  # and of housing below
    people = {"li": desk("li"), "wang": desk("wang"), "sun": desk("sun")}
    for name, address in addresses(world).items():
        statuses = {who: browser.get(address).status_code for who, browser in people.items()}
        wanted = {"unpark": {404}, "notices-read-all": {302}, "saved-renew": {302}, "notice-read": {302, 404}}.get(name, {200, 302})
        if name in {
            "word-switch",
            "foi-report-cases",
            "foi-many",
            "foi-proof",
            "foi-detach",
            "foi-package",
        }:  # told which, pressed, or archived
            wanted = {404}
        if name in {
            "import-discard-many",
            "citations-dismiss",
            "draft-inspect",
            "draft-detach",
            "topic-arrange",
            "topic-take-out",
            "organisation-remove-name",
            "draft-preview",
        }:
            wanted = wanted | {302}
        assert set(statuses.values()) & wanted, (name, statuses)


def test_the_writer_does_not_review_and_does_not_sign(desk, cast, world):
    for role in (Role.REVIEWER, Role.SIGNER):
        Post.objects.create(officer=cast.li, organisation=cast.housing, role=role, since=AT.date())
    li, address = desk("li"), addresses(world)
    for name in ("draft-secrecy", "draft-publish", "draft-override"):
        assert li.get(address[name]).status_code == 403, name
    page = li.get(address["draft"]).content.decode()
    assert address["draft-secrecy"] not in page and address["draft-publish"] not in page


def test_someone_deactivated_is_out_at_once(desk, cast):
    browser = desk("li")
    assert browser.get(reverse("desk:home")).status_code == 200
    Officer.objects.filter(pk=cast.li.pk).update(is_active=False)
    assert browser.get(reverse("desk:home")).status_code == 302


def test_a_first_password_must_be_changed_before_anything_else(desk, cast):
    Officer.objects.filter(pk=cast.li.pk).update(must_change_password=True)
    assert desk("li").get(reverse("desk:drafts"))["Location"].startswith(reverse("desk:password"))


def test_a_role_that_needs_a_second_step_is_sent_to_set_it_up(desk, settings):
    settings.SECOND_STEP_ROLES = ["editor"]
    assert desk("li").get(reverse("desk:drafts"))["Location"].startswith(reverse("desk:second-step"))


def test_the_menu_holds_only_what_may_be_entered(desk, cast):
    li, sun = desk("li").get(reverse("desk:home")).content.decode(), desk("sun").get(reverse("desk:home")).content.decode()
    assert f'href="{reverse("desk:imports")}"' in li and f'href="{reverse("desk:officers")}"' not in li
    assert f'href="{reverse("desk:officers")}"' in sun and f'href="{reverse("desk:drafts")}"' not in sun


def test_a_long_menu_shows_the_group_one_is_in_and_tells_what_waits_in_the_others(desk, cast):
    intake.receive([intake.Upload("a.txt", "关于测试的通知\n正文一段。".encode())], name="一批", office=cast.housing, by=cast.li, at=AT)
    intake.read_waiting(at=now())
    page = desk("li").get(reverse("desk:foi")).content.decode()
    menu = page[page.index('aria-label="工作台菜单"') :]
    assert '<details class="group" open><summary>依申请公开' in menu
    assert '<details class="group"><summary>文件<span class="count">1<' in menu


def test_a_page_of_the_desk_is_kept_by_no_cache(desk):
    assert "no-store" in desk("li").get(reverse("desk:home"))["Cache-Control"]


def test_a_page_that_only_shows_takes_no_post(desk):
    assert desk("li").post(reverse("desk:drafts")).status_code == 405


def test_similar_drafts_of_another_office_are_not_shown_at_confirmation(desk, cast):
    edition = drafts.start(  # 交通局 has a draft with the same number
        "policy", {"title": "交通局未公开的稿件", "doc_no": "澜住建发〔2026〕9号"}, body(), office=cast.transport, by=cast.zhao, at=AT
    )
    data = {"office": cast.housing.pk, "files": [SimpleUploadedFile("a.txt", "关于测试的通知\n澜住建发〔2026〕9号\n正文一段。".encode())]}
    desk("li").post(reverse("desk:import-new"), data)
    intake.read_waiting(at=now())
    item = ImportItem.objects.get()
    assert item.similar == []
    ImportItem.objects.update(
        similar=[{"code": edition.policy.code, "edition": "1", "title": edition.title, "why": "文号相同"}]
    )  # as once told
    page = desk("li").get(reverse("desk:import-item", args=[item.pk])).content.decode()
    assert "未公开的稿件" not in page and edition.policy.code not in page
    assert desk("li").get(reverse("desk:import-compare", args=[item.pk, edition.policy.code, 1])).status_code == 404


def test_the_account_page_has_the_menu_beside_it_and_a_forced_password_page_has_not(desk, cast):
    assert 'aria-label="工作台菜单"' in desk("li").get(reverse("desk:account")).content.decode()
    Officer.objects.filter(pk=cast.li.pk).update(must_change_password=True)
    assert 'aria-label="工作台菜单"' not in desk("li").get(reverse("desk:password")).content.decode()
