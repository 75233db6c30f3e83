"""The pages of 三审三校, 定时发布 and 安全巡查: what each outcome shows."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.cast import AT, LET_PASS, drafted

from gongkai.people.models import Officer, Post
from gongkai.people.rules.permits import Role
from gongkai.policies.actions import drafts, review
from gongkai.policies.models import Draft
from gongkai.policies.rules.kinds import Category
from gongkai.publishing import actions as publishing
from gongkai.publishing import rounds
from gongkai.publishing.models import Absence, Circulation, Release, RoundPlan
from gongkai.publishing.queries import findings_of
from gongkai.shared.clock import now


@pytest.fixture
def circulation(cast, settings):
    settings.REVIEW_ROUNDS = 3
    qian = Officer.objects.create_user("qianjin", "a-long-password", name="钱进", password_set_at=AT)
    Post.objects.create(officer=qian, organisation=cast.housing, role=Role.REVIEWER, since=AT.date())
    edition = drafted(cast, category=Category.NEWS, title="二十个小区完成改造")
    for finding in findings_of(drafts.submit(edition.draft, by=cast.li, at=now())):
        if finding.blocks:
            publishing.override(finding, by=cast.zhou, reason=LET_PASS, at=now())
    review.review_secrecy(edition.draft, conclusion="可以公开", by=cast.zhou, at=now())
    return rounds.current(f"policies.edition:{edition.pk}")


def test_the_queue_offers_only_the_rounds_one_may_do(desk, circulation):
    page = desk("zhou").get(reverse("desk:rounds")).content.decode()
    assert f'name="one" value="{circulation.pk}"' in page
    page = desk("li").get(reverse("desk:rounds")).content.decode()
    assert "二十个小区完成改造" in page and 'name="one"' not in page and "通过勾选的" not in page


def test_many_are_passed_at_once_and_each_refusal_is_told(desk, cast, circulation):
    answer = desk("zhou").post(reverse("desk:rounds-pass"), {"one": [circulation.pk]}, follow=True).content.decode()
    assert "已通过 1 件" in answer and Circulation.objects.get().waits_for == 2
    answer = desk("zhou").post(reverse("desk:rounds-pass"), {"one": [circulation.pk]}, follow=True).content.decode()
    assert "您已审过第1轮" in answer
    answer = desk("zhou").post(reverse("desk:rounds-pass"), {}, follow=True).content.decode()
    assert "请先勾选" in answer


def test_an_empty_remark_is_told_and_what_was_typed_stays(desk, circulation):
    address = reverse("desk:round-remark", args=[circulation.pk])
    name = circulation.words()[1].name
    page = desk("zhou").post(address, {"sentence": name, "text": " "}).content.decode()
    assert "请写下批注" in page
    page = desk("zhou").post(address, {"sentence": "p999.1", "text": "一段批注"}).content.decode()
    assert "不在现在的文本里" in page and "一段批注" in page


def test_returning_sends_the_draft_back_and_leaves_the_queue(desk, circulation):
    answer = desk("zhou").post(reverse("desk:round-return", args=[circulation.pk]), {"reason": "第二句请核对数字"})
    assert answer.status_code == 302
    assert Draft.objects.get().returned == "第二句请核对数字" and Draft.objects.get().submitted_at is None
    page = desk("zhou").get(reverse("desk:round", args=[circulation.pk])).content.decode()
    assert "已退回" in page and "第二句请核对数字" in page


def test_a_plan_is_set_for_a_kind_and_the_last_round_is_the_signature(desk, cast):
    address = reverse("desk:round-plan-new")
    given = {"kind": "policies.news", "name_1": "初审", "days_1": 1, "days_2": 2, "days_3": 2, "days_4": 2, "days_last": 1}
    assert "没有办理" in desk("li").get(address).content.decode()
    answer = desk("sun").post(address, given | {"office": cast.housing.pk})
    assert answer.status_code == 302
    plan = RoundPlan.objects.get()
    assert [step.name for step in plan.steps()] == ["初审", "终审签发"] and plan.office == cast.housing
    assert "初审" in desk("sun").get(reverse("desk:round-plans")).content.decode()


def test_a_deputy_is_registered_and_the_absence_ended(desk, cast):
    day = now().date()
    given = {"office": cast.housing.pk, "deputy": cast.wang.pk, "since": day.isoformat(), "until": (day + timedelta(days=3)).isoformat()}
    assert desk("zhou").post(reverse("desk:absence-new"), given).status_code == 302
    row = Absence.objects.get()
    assert (row.officer, row.deputy) == (cast.zhou, cast.wang)
    assert desk("zhou").post(reverse("desk:absence-end", args=[row.pk])).status_code == 302
    assert Absence.objects.get().ended_at


@pytest.mark.parametrize("typed, told", [("", "请填写发布时间"), ("明天", "请按"), ("2020-01-01T09:00", "一年以内")])
def test_a_moment_that_cannot_be_is_refused_in_words(desk, cast, circulation, settings, typed, told):
    settings.REVIEW_ROUNDS = 1
    Circulation.objects.all().delete()
    address = reverse("desk:draft-schedule", args=[Draft.objects.get().edition_id])
    page = desk("wang").post(address, {"due_at": typed}).content.decode()
    assert told in page and not Release.objects.exists()


def test_a_release_is_shown_and_cancelled_by_the_signer(desk, cast, circulation):
    row = Release.objects.create(
        about=circulation.about, title="稿件", office=cast.housing, digest="0" * 64, by=cast.wang, at=AT, due_at=now() + timedelta(days=1)
    )
    assert "等待发布" in desk("li").get(reverse("desk:releases")).content.decode()
    assert desk("li").post(reverse("desk:release-cancel", args=[row.pk])).status_code == 403
    assert desk("wang").post(reverse("desk:release-cancel", args=[row.pk])).status_code == 302
    assert "已取消" in desk("li").get(reverse("desk:releases")).content.decode()


def test_a_patrol_is_ordered_by_the_root_and_listed(desk, cast):
    assert desk("zhou").post(reverse("desk:patrol-order")).status_code == 403
    page = desk("sun").post(reverse("desk:patrol-order"), follow=True)
    assert page.status_code == 200 and "已开始全量巡查" in page.content.decode()
    page = desk("zhou").get(reverse("desk:patrol")).content.decode()
    assert "全量巡查" in page and "进行中" in page


def test_a_closed_round_has_no_empty_next_step(desk, circulation):
    address = reverse("desk:round", args=[circulation.pk])
    assert 'aria-label="下一步"' in desk("zhou").get(address).content.decode()
    circulation.closed_at = now()
    circulation.save()
    page = desk("zhou").get(address).content.decode()
    assert "已办结" in page and 'aria-label="下一步"' not in page
