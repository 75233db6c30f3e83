"""What officers asked for: seen at once what matters, nothing lost, nothing decided unseen."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import AT, body, drafted, published

from gongkai.desk.tests.papers import HOLIDAYS
from gongkai.desk.tests.test_from_file_to_publication import PAPER, handed_in, read, sent, upload
from gongkai.journal import actions as journal
from gongkai.journal.calendar import propose_notice
from gongkai.journal.models import Entry
from gongkai.notices.models import Mail, Notice
from gongkai.people.models import Post
from gongkai.people.rules.permits import Role
from gongkai.policies.actions import drafts, intake, publish, review
from gongkai.policies.models import Draft, ImportBatch, ImportItem, Topic
from gongkai.publishing.actions import register_number
from gongkai.search.models import Synonym
from gongkai.shared.clock import now, today
from gongkai.shared.refusal import Refused

ID_CARD = "联系人王某某，身份证号110101199003078515。"
USCC = "11990000700003741H"


def test_the_list_of_a_batch_says_how_many_places_to_look_at(desk, cast):
    item = read(handed_in(desk, cast, upload("坏.txt", PAPER.replace("现就", "现\ufffd\ufffd就"))))
    flags = len(item.draft["flags"]) + len(item.draft["warnings"])
    page = desk("li").get(reverse("desk:import-batch", args=[item.batch_id])).content.decode()
    assert flags and f"{flags} 处请核对" in page


def test_ticks_outlast_the_polling_of_the_list(desk, cast):
    batch = intake.receive([intake.Upload("甲.txt", b"x" * 10)], name="批", office=cast.housing, by=cast.li, at=AT)
    page = desk("li").get(reverse("desk:import-batch", args=[batch.pk])).content.decode()
    assert f'id="item-{batch.items.get().pk}" hx-preserve="true"' in page and 'hx-trigger="every 1s"' in page


def test_what_would_stop_publication_stands_above_everything_at_confirmation(desk, cast):
    item = read(handed_in(desk, cast, upload("通知.txt", PAPER + ID_CARD)))
    page = desk("li").get(reverse("desk:import-item", args=[item.pk])).content.decode()
    assert "不处理就不能签发，请先改好" in page
    assert page.index("不处理就不能签发，请先改好") < page.index('id="confirm"')
    clean = read(handed_in(desk, cast, upload("另一件.txt", PAPER.replace("12号", "77号"))))
    assert "不处理就不能签发" not in desk("li").get(reverse("desk:import-item", args=[clean.pk])).content.decode()


def test_a_text_pasted_without_a_title_is_read_all_the_same(desk, cast):
    answer = desk("li").post(reverse("desk:import-paste"), {"office": cast.housing.pk, "title": "", "text": PAPER})
    assert answer.status_code == 302
    intake.read_waiting(at=now())
    item = ImportItem.objects.get()
    assert "房屋租赁" in item.draft["fields"]["title"]["value"]
    assert ImportBatch.objects.get().name == f"粘贴：{PAPER.split()[0][:40]}"


def test_an_index_number_is_offered_and_can_be_taken_or_written_over(desk, cast):
    cast.housing.uscc = USCC
    cast.housing.save()
    drafted(cast, index_no=f"{USCC}/{today().year}-0000041")
    item = read(handed_in(desk, cast, upload("通知.txt", PAPER)))
    li, here, following = desk("li"), reverse("desk:import-item", args=[item.pk]), f"{USCC}/{today().year}-0000042"
    page = li.get(here)
    assert following in page.content.decode()
    taken = li.post(here, sent(page.context["form"]) | {"use": "index_no:suggested"})
    assert taken.context["form"]["index_no"].value() == following
    edition = drafted(cast, title="没有索引号的通知")
    form = li.get(reverse("desk:draft-edit", args=[edition.pk])).context["form"]
    assert form["index_no"].value() == following and "可以改" in form["index_no"].help_text


def test_no_index_number_is_made_up_for_an_office_without_its_code(desk, cast):
    form = desk("li").get(reverse("desk:draft-edit", args=[drafted(cast).pk])).context["form"]
    assert not form["index_no"].value()


@pytest.mark.parametrize(("who", "name"), [("zhou", "draft-secrecy"), ("wang", "draft-publish")])
def test_the_text_stands_before_whoever_decides_about_it(who, name, desk, cast):
    edition = drafted(cast, text="第一条 这一句要有人看过。")
    drafts.submit(edition.draft, by=cast.li, at=AT)
    page = desk(who).get(reverse(f"desk:{name}", args=[edition.pk])).content.decode()
    assert "这一句要有人看过" in page and "正文全文" in page and "与已公开的" not in page


def test_the_changes_since_what_is_public_stand_before_whoever_decides(desk, cast):
    edition = published(cast)
    draft = drafts.start_correction(edition, reason="原文漏字", by=cast.li, at=AT)
    drafts.save_draft(draft, draft.facts, body_with("第一条 改造范围为2005年底前建成的小区。"), seen=draft.saves, by=cast.li, at=AT)
    drafts.submit(draft, by=cast.li, at=AT)
    page = desk("zhou").get(reverse("desk:draft-secrecy", args=[edition.pk])).content.decode()
    assert "与已公开的第 1 版第 1 次发布相比" in page and "<del>" in page and "<ins>" in page


def body_with(line: str):
    return body(f"各区县：\n现就老旧小区改造工作通知如下。\n{line}\n第二条 居民自愿申请。")


@pytest.mark.parametrize(("who", "name"), [("li", "draft-submit"), ("zhou", "draft-secrecy"), ("wang", "draft-publish")])
def test_a_step_about_a_text_that_has_changed_since_is_refused(who, name, desk, cast):
    edition = drafted(cast)
    draft = edition.draft
    if name != "draft-submit":
        drafts.submit(draft, by=cast.li, at=AT)
    here = reverse(f"desk:{name}", args=[edition.pk])
    form = desk(who).get(here).context["form"]
    stale = {"seen": form["seen"].value(), "conclusion": "可以公开"}
    draft = Draft.objects.get(pk=draft.pk)
    drafts.save_draft(draft, draft.facts | {"source": "换了"}, None, seen=draft.saves, by=cast.li, at=AT)
    if name != "draft-submit":
        drafts.submit(Draft.objects.get(pk=draft.pk), by=cast.li, at=AT)
    answer = desk(who).post(here, stale)
    assert (answer.status_code == 200 and "别人改动了这份稿件" in answer.content.decode()) or "还差" in answer.content.decode()
    after = Draft.objects.get(pk=draft.pk)
    assert bool(after.submitted_at) is (name != "draft-submit") and after.facts["source"] == "换了"


def test_signing_what_has_changed_since_is_refused_by_the_action_itself(cast):
    edition = drafted(cast)
    drafts.submit(edition.draft, by=cast.li, at=AT)
    review.review_secrecy(edition.draft, conclusion="可以公开", by=cast.zhou, at=AT)
    with pytest.raises(Refused, match="改动了这份稿件"):
        publish.publish(edition, seen="0" * 64, by=cast.wang, at=AT)


def test_another_issuer_than_the_office_is_warned_of(desk, cast):
    edition = drafted(cast, issuers=["澜州市交通运输局"])
    page = desk("li").get(reverse("desk:draft", args=[edition.pk])).content.decode()
    assert "责任单位与发文机关不同" in page and "发文机关是澜州市交通运输局" in page
    for own in (["澜州市住房和城乡建设局"], ["市住建局"], ["澜州市交通运输局", "澜州市住房和城乡建设局"], []):
        page = desk("li").get(reverse("desk:draft", args=[drafted(cast, issuers=own).pk])).content.decode()
        assert "责任单位与发文机关不同" not in page, own
    item = read(handed_in(desk, cast, upload("通知.txt", PAPER.replace("澜州市住房和城乡建设局", "澜州市交通运输局"))))
    assert "责任单位与发文机关不同" in desk("li").get(reverse("desk:import-item", args=[item.pk])).content.decode()


def test_a_public_listing_has_no_genre_of_its_own_and_is_told_what_to_choose(desk, cast):
    li = desk("li")
    edition = drafted(cast, title="关于拟入选名单的公示", genre="")
    assert "“公示”不在法定的十五种公文种类里" in li.get(reverse("desk:draft-edit", args=[edition.pk])).content.decode()
    other = drafted(cast, title="关于公示工作的通知")
    assert "十五种公文种类" not in li.get(reverse("desk:draft-edit", args=[other.pk])).content.decode()


def test_a_paper_taken_down_is_not_called_valid_and_gets_no_next_edition(desk, cast):
    policy = published(cast).policy
    publish.withdraw(policy, reason="内容有误，需要核实", by=cast.wang, at=AT)
    li, here = desk("li"), reverse("desk:policy", args=[policy.code])
    page = li.get(here).content.decode()
    assert "<h2>效力</h2>" not in page and "起草新版" not in page and "改正后重新发布" in page
    listed = li.get(reverse("desk:policies")).content.decode()
    assert "已撤回" in listed and "现行有效" not in listed.split("<tbody>")[1]
    refused = li.post(reverse("desk:policy-edition", args=[policy.code]), {"change_note": "修订"})
    assert refused.status_code == 400 and "已经撤回" in refused.content.decode()


def test_flags_of_lost_characters_go_once_the_text_is_mended(desk, cast):
    item = read(handed_in(desk, cast, upload("坏.txt", PAPER.replace("现就", "现\ufffd\ufffd就"))))
    li, here = desk("li"), reverse("desk:import-text", args=[item.pk])
    assert any(flag["kind"] == "destroyed" for flag in item.draft["flags"]) and "损坏" in "".join(item.draft["warnings"])
    text = li.get(here).context["form"]["text"].value()
    li.post(here, {"text": text.replace("居民", "市民") + "\n又一段。"})
    item.refresh_from_db()
    assert any(flag["kind"] == "destroyed" for flag in item.draft["flags"])  # changed elsewhere: the damage is still there
    li.post(here, {"text": text.replace("\ufffd", "")})
    item.refresh_from_db()
    assert not any(flag["kind"] == "destroyed" for flag in item.draft["flags"]) and "损坏" not in "".join(item.draft["warnings"])


def test_the_journal_names_what_it_is_about(desk, cast):
    policy = published(cast).policy
    Post.objects.create(officer=cast.sun, organisation=cast.city, role=Role.SUPERVISOR, since=AT.date())
    sun = desk("sun")
    page = sun.get(reverse("desk:journal")).content.decode()
    assert f'<a href="{reverse("desk:policy", args=[policy.code])}">{policy.title}</a>' in page
    entry = Entry.objects.filter(about=f"policies.policy:{policy.pk}").first()
    assert policy.title in sun.get(reverse("desk:journal-entry", args=[entry.pk])).content.decode()


def test_the_journal_does_not_link_where_its_reader_may_not_go(desk, cast):
    policy = published(cast).policy
    page = desk("sun").get(reverse("desk:journal")).content.decode()  # an administrator does not read drafts
    assert policy.title in page and reverse("desk:policy", args=[policy.code]) not in page
    assert f'href="{policy.get_absolute_url()}"' in page  # but sees, as everybody does, what is public


def test_what_is_gone_keeps_its_number_in_the_journal(desk, cast):
    journal.write("policies.edition.drafted", about="policies.policy:999999", by=cast.li, at=AT)
    journal.write("policies.edition.drafted", about="policies.policy:" + "9" * 30, by=cast.li, at=AT)
    assert "policies.policy:999999" in desk("sun").get(reverse("desk:journal")).content.decode()


def test_the_days_of_a_notice_are_told_with_their_weekdays_and_wait_in_my_work(desk, cast):
    notice = propose_notice(HOLIDAYS, by=cast.sun, at=AT)
    page = desk("sun").get(reverse("desk:holiday-notice", args=[notice.pk])).content.decode()
    assert "2027年10月1日（周五） 国庆节" in page and "2027年10月9日（周六）" in page
    home = desk("sun").get(reverse("desk:home")).content.decode()
    assert "等待核对的放假通知" in home and reverse("desk:holiday-notice", args=[notice.pk]) in home


def test_the_words_of_a_topic_wait_in_the_work_of_a_second_person(desk, cast):
    answer = desk("li").post(reverse("desk:topic-new"), {"name": "老旧小区改造", "slug": "jiu-gai", "intro": "怎么申请。", "position": 0})
    topic = Topic.objects.get()
    assert answer.status_code == 302 and "等另一人审核后公开" in desk("li").get(answer.url).content.decode()
    here = reverse("desk:topic-approve", args=[topic.pk])
    assert here in desk("wang").get(reverse("desk:home")).content.decode() and desk("li").get(here).status_code == 403
    page = desk("wang").get(here)
    assert "怎么申请。" in page.content.decode()
    desk("li").post(reverse("desk:topic-edit", args=[topic.pk]), {"name": "换了", "slug": "jiu-gai", "intro": "换了", "position": 0})
    stale = desk("wang").post(here, {"seen": page.context["form"]["seen"].value()})
    assert "别人又改了这个专题" in stale.content.decode() and Client().get(reverse("portal:topic", args=["jiu-gai"])).status_code == 404
    fresh = desk("wang").get(here).context["form"]["seen"].value()
    assert desk("wang").post(here, {"seen": fresh}).status_code == 302
    assert "换了" in Client().get(reverse("portal:topic", args=["jiu-gai"])).content.decode()


def test_synonyms_are_kept_by_whoever_keeps_the_whole_house(desk, cast):
    sun = desk("sun")
    assert sun.post(reverse("desk:synonym-new"), {"said": "房本儿", "formal": "不动产权证书", "office": cast.city.pk}).status_code == 302
    one = Synonym.objects.get(said="房本儿")
    assert "房本儿" in sun.get(reverse("desk:synonyms"), {"q": "房本儿"}).content.decode()
    assert 'id="errors"' in sun.post(reverse("desk:synonym-new"), {"said": "同", "formal": "同"}).content.decode()
    assert sun.post(reverse("desk:synonym-remove", args=[one.pk])).status_code == 302
    assert not Synonym.objects.filter(pk=one.pk).exists()
    assert desk("li").get(reverse("desk:synonyms")).status_code == 403


def test_the_index_is_built_anew_on_request(desk):
    assert desk("li").post(reverse("desk:index-rebuild")).status_code == 403
    sun = desk("sun")
    assert reverse("desk:index-rebuild") in sun.get(reverse("desk:background")).content.decode()
    assert sun.post(reverse("desk:index-rebuild")).status_code == 302
    assert Entry.objects.filter(kind="search.index.rebuild_asked").count() == 1


def test_mails_given_up_on_are_shown_to_those_who_see_to_them(desk, cast):
    Mail.objects.create(
        recipient="lisi@example.org",
        subject="有新送审稿件",
        body="",
        state=Mail.State.FAILED,
        attempts=8,
        at=AT,
        due_at=AT,
        error="550 拒收",
    )
    page = desk("sun").get(reverse("desk:background")).content.decode()
    assert "lisi@example.org" in page and "550 拒收" in page
    assert "没有发出去的邮件" in desk("sun").get(reverse("desk:home")).content.decode()
    assert "没有发出去的邮件" not in desk("li").get(reverse("desk:home")).content.decode()


def test_unread_notices_stand_in_the_head_of_every_page(desk, cast):
    for n in range(3):
        Notice.objects.create(to=cast.li, subject=f"通知{n}", at=AT)
    head = desk("li").get(reverse("desk:drafts")).content.decode().split("deskbody")[0]
    assert 'count hot">3<span class="sr"> 条未读' in head


def test_an_unread_notice_leads_from_my_work_to_where_it_belongs(desk, cast):
    one = Notice.objects.create(to=cast.li, subject="已退回：某稿", link=reverse("desk:drafts"), at=AT)
    li, there = desk("li"), reverse("desk:notice-read", args=[one.pk])
    assert f'action="{there}"' in li.get(reverse("desk:home")).content.decode()
    assert li.post(there).url == reverse("desk:drafts")


def test_the_menu_counts_anew_after_a_step_of_ones_own_and_else_after_half_a_minute(desk, cast, django_assert_max_num_queries):
    Notice.objects.create(to=cast.li, subject="通知", at=AT)
    li = desk("li")
    li.get(reverse("desk:account"))
    Notice.objects.create(to=cast.li, subject="又一条", at=AT + timedelta(minutes=1))
    assert 'count hot">1<' in li.get(reverse("desk:account")).content.decode()
    li.post(reverse("desk:notices-read-all"))
    assert "条未读" not in li.get(reverse("desk:account")).content.decode()


def test_what_an_officer_may_not_do_is_not_offered(desk, cast):
    new, retire = reverse("desk:draft-new"), "retirement"
    assert new in desk("li").get(reverse("desk:drafts")).content.decode()
    assert new not in desk("wang").get(reverse("desk:drafts")).content.decode()
    register_number("09995550177", unit="交通局", purpose="值班", office=cast.transport, by=cast.sun, at=AT)
    assert retire in desk("sun").get(reverse("desk:numbers")).content.decode()
    page = desk("wang").get(reverse("desk:numbers")).content.decode()
    assert "09995550177" in page and retire not in page
