"""文件清理: what falls into it, who says what about whose papers, and that nothing changes until the result is published."""

from datetime import date, datetime, timedelta

import pytest
from tests.cast import AT, LET_PASS, Cast, published

from gongkai.journal import worker
from gongkai.notices.models import Notice
from gongkai.people.models import Officer, Post
from gongkai.people.rules.permits import Role
from gongkai.policies import clearing
from gongkai.policies.actions import bulk, campaigns, drafts, interpreting
from gongkai.policies.models import Policy
from gongkai.policies.reminding import remind_of_campaigns
from gongkai.policies.rules.campaigns import FollowUp, Progress, Verdict
from gongkai.policies.rules.interpreting import Ground
from gongkai.shared.clock import BEIJING
from gongkai.shared.refusal import Refused

DUE = date(2026, 9, 30)


@pytest.fixture
def wu(cast: Cast) -> Officer:
    """吴昊 supervises the city."""
    officer = Officer.objects.create_user("wuhao", "a-long-password", name="吴昊", password_set_at=AT)
    Post.objects.create(officer=officer, organisation=cast.city, role=Role.SUPERVISOR, since=date(2020, 1, 2))
    return officer


def normative(cast: Cast, name: str, **others: object) -> Policy:
    title = f"澜州市住房和城乡建设局关于{name}的通知"
    return published(cast, title=title, document_class="normative", text=f"现将{name}的要求通知如下。", **others).policy


def ordered(cast: Cast, wu: Officer, **others: object):
    given = {"name": "2026年清理", "due_on": DUE, "in_force_on": AT.date(), **others}
    return campaigns.order(cast.city, **given, by=wu, at=AT)


def decided(cast, one, verdict=Verdict.KEEP, reason="仍在执行"):
    for item in one.items.all():
        campaigns.decide(item, verdict=verdict, reason=reason, by=cast.li, at=AT)
        campaigns.check(item, by=cast.zhou, at=AT)


def test_every_normative_paper_in_force_on_the_day_falls_into_it_and_no_other(cast, wu):
    kept = normative(cast, "房屋安全管理")
    normative(cast, "过期的事", effective_on="2026-01-01", formed_on="2026-01-01", published_on="2026-01-01", expires_on="2026-03-01")
    normative(cast, "将来的事", effective_on="2026-12-01")
    published(cast, title="澜州市住房和城乡建设局关于开会的通知", text="开会。")
    one = ordered(cast, wu)
    assert [item.policy for item in one.items.all()] == [kept]
    assert clearing.progress_of([one]) == {one.pk: Progress(open=1)}


def test_it_can_be_narrowed_by_age_topic_and_office_and_an_empty_scope_is_refused(cast, wu):
    old = normative(cast, "旧事", formed_on="2020-01-01", published_on="2020-01-02", effective_on="2020-02-01")
    normative(cast, "新事")
    assert [item.policy for item in ordered(cast, wu, formed_before=date(2024, 1, 1)).items.all()] == [old]
    assert ordered(cast, wu, topic_l1="城乡建设、环境保护", offices=[cast.housing]).items.count() == 2
    for narrowed in ({"topic_l1": "国防"}, {"offices": [cast.transport]}, {"classes": ["rule"]}):
        with pytest.raises(Refused, match="没有现行有效的文件"):
            ordered(cast, wu, **narrowed)
    with pytest.raises(Refused, match="晚于今天"):
        ordered(cast, wu, due_on=AT.date())


def test_only_a_supervisor_orders_it_and_only_over_the_own_and_lower_offices(cast, wu):
    normative(cast, "房屋安全管理")
    for officer in (cast.li, cast.wang, cast.zhao):
        with pytest.raises(Refused):
            ordered(cast, officer)


def test_the_office_decides_and_another_person_checks(cast, wu):
    normative(cast, "房屋安全管理")
    item = ordered(cast, wu).items.get()
    for officer in (cast.zhao, cast.wang, wu):
        with pytest.raises(Refused):
            campaigns.decide(item, verdict="keep", reason="仍在执行", by=officer, at=AT)
    with pytest.raises(Refused, match="理由"):
        campaigns.decide(item, verdict="keep", reason="好", by=cast.li, at=AT)
    with pytest.raises(Refused, match="还没有提出意见"):
        campaigns.check(item, by=cast.zhou, at=AT)
    Post.objects.create(officer=cast.li, organisation=cast.housing, role=Role.REVIEWER, since=date(2020, 1, 2))
    campaigns.decide(item, verdict="keep", reason="仍在执行", by=cast.li, at=AT)
    with pytest.raises(Refused):
        campaigns.check(item, by=cast.li, at=AT)
    campaigns.check(item, by=cast.zhou, at=AT)
    with pytest.raises(Refused, match="已经复核"):
        campaigns.decide(item, verdict="amend", reason="改主意了", by=cast.li, at=AT)


def test_what_was_sent_back_is_decided_anew(cast, wu):
    normative(cast, "房屋安全管理")
    one = ordered(cast, wu)
    decided(cast, one)
    campaigns.send_back(one.items.get(), reason="请说明依据", by=cast.wang, at=AT)
    assert clearing.progress_of([one]) == {one.pk: Progress(returned=1)}
    decided(cast, one, Verdict.AMEND, "上位法已经修改")
    assert clearing.progress_of([one]) == {one.pk: Progress(checked=1)}


def test_nothing_changes_until_the_result_is_published(cast, wu):
    kept, gone, over = (normative(cast, name) for name in ("甲事", "乙事", "丙事"))
    one = ordered(cast, wu)
    verdicts = {kept.pk: Verdict.KEEP, gone.pk: Verdict.REPEAL, over.pk: Verdict.EXPIRE}
    with pytest.raises(Refused, match="还有 3 件没有复核"):
        campaigns.draft_result(one, by=cast.li, at=AT)
    for item in one.items.all():
        campaigns.decide(item, verdict=verdicts[item.policy_id], reason="经评估如此", by=cast.li, at=AT)
        campaigns.check(item, by=cast.zhou, at=AT)
    for role, officer in ((Role.EDITOR, cast.li), (Role.REVIEWER, cast.zhou), (Role.SIGNER, cast.wang)):
        Post.objects.create(officer=officer, organisation=cast.city, role=role, since=date(2020, 1, 2))
    edition = campaigns.draft_result(one, by=cast.li, at=AT)
    one.refresh_from_db()

    def follow_ups():
        rows = clearing.items(cast.li.actor(), one)
        return {each.item.policy_id: each.follow_up for each in clearing.followed(one, rows)}

    assert {policy.standing for policy in Policy.objects.exclude(pk=edition.policy_id)} == {"valid"}
    assert follow_ups() == {kept.pk: FollowUp.NOTHING, gone.pk: FollowUp.UNDER_WAY, over.pk: FollowUp.UNDER_WAY}
    bulk.carry_through(edition.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    assert [Policy.objects.get(pk=one.pk).standing for one in (kept, gone, over)] == ["valid", "repealed", "expired"]
    assert follow_ups() == {kept.pk: FollowUp.NOTHING, gone.pk: FollowUp.DONE, over.pk: FollowUp.DONE}
    with pytest.raises(Refused, match="已经起草过"):
        campaigns.draft_result(one, by=cast.li, at=AT)


def test_a_paper_to_be_amended_is_done_with_its_next_edition(cast, wu):
    paper = normative(cast, "房屋安全管理")
    one = ordered(cast, wu)
    decided(cast, one, Verdict.AMEND, "上位法已经修改")
    rows = clearing.items(cast.li.actor(), one)
    assert [each.follow_up for each in clearing.followed(one, rows)] == [FollowUp.TO_DO]
    text = paper.current.texts.get()
    new = drafts.start_edition(
        paper, text.facts | {"formed_on": "2026-06-02", "published_on": None, "effective_on": "2026-06-02"}, text.body(), by=cast.li, at=AT
    )
    assert [each.follow_up for each in clearing.followed(one, rows)] == [FollowUp.UNDER_WAY]
    later = AT + timedelta(days=1)
    interpreting.exempt(new, ground=Ground.CLEARING, reason="只按上位法改一处", by=cast.zhou, at=later)
    bulk.carry_through(new.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=later, let_pass=LET_PASS)
    assert [each.follow_up for each in clearing.followed(one, rows)] == [FollowUp.DONE]


def test_an_office_that_has_no_paper_in_it_does_not_see_it(cast, wu):
    normative(cast, "房屋安全管理")
    one = ordered(cast, wu)
    assert clearing.campaign(cast.li.actor(), one.pk) == one and clearing.campaign(wu.actor(), one.pk) == one
    assert clearing.campaign(cast.zhao.actor(), one.pk) is None


def test_the_editors_are_told_once_and_reminded_until_all_is_decided(cast, wu):
    normative(cast, "房屋安全管理")
    one = ordered(cast, wu)
    worker.drain()
    worker.drain()
    assert Notice.objects.filter(to=cast.li, subject="文件清理：2026年清理").count() == 1
    late = datetime(2026, 10, 1, 8, 40, tzinfo=BEIJING)
    for _ in range(2):
        remind_of_campaigns(late)
    assert Notice.objects.filter(to=cast.li, subject="已逾期，文件清理待提意见：2026年清理").count() == 1
    campaigns.decide(one.items.get(), verdict="keep", reason="仍在执行", by=cast.li, at=AT)
    remind_of_campaigns(late + timedelta(days=7))
    assert Notice.objects.filter(to=cast.zhou, subject="已逾期，文件清理待复核：2026年清理").count() == 1
    assert Notice.objects.filter(to=cast.li, subject__startswith="已逾期").count() == 1


def test_a_campaign_called_off_asks_nobody_any_more(cast, wu):
    normative(cast, "房屋安全管理")
    one = ordered(cast, wu)
    campaigns.call_off(one, reason="范围定错了", by=wu, at=AT)
    with pytest.raises(Refused, match="已经终止"):
        campaigns.decide(one.items.get(), verdict="keep", reason="仍在执行", by=cast.li, at=AT)
    remind_of_campaigns(datetime(2026, 10, 1, 8, 40, tzinfo=BEIJING))
    assert not Notice.objects.filter(subject__startswith="已逾期").exists()
