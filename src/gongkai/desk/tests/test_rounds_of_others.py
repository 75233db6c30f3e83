"""What is no paper on the pages of 三审三校: an entry of a list from its plan to the signature; who is offered which round; and what the report
of a patrol says it did not see."""

import pytest
from django.urls import reverse
from tests.cast import AT, published

from gongkai.people.models import Officer, Post
from gongkai.people.rules.permits import Role
from gongkai.publishing import rounds
from gongkai.publishing.actions import patrol
from gongkai.publishing.actions import rounds as acting
from gongkai.publishing.models import Circulation, PatrolBatch, PatrolFinding
from gongkai.publishing.rules.rounds import Round
from gongkai.registers.models import Entry
from gongkai.registers.tests.world import opened, proposed
from gongkai.shared.clock import now

TWO = (Round("初审", Role.REVIEWER, 2), Round("签发", Role.SIGNER, 1))


@pytest.fixture
def version(cast):
    acting.set_rounds(cast.housing, "registers.entry", TWO, by=cast.sun, at=now())
    return proposed(cast, opened(cast))


def test_the_office_sets_rounds_for_lists_too(desk, cast):
    address = reverse("desk:round-plan-new")
    page = desk("sun").get(address).content.decode()
    assert all(label in page for label in ("清单条目", "依申请公开案例", "政策问答"))
    given = {"kind": "registers.entry", "name_1": "初审", "days_1": 1, "days_2": 2, "days_3": 2, "days_4": 2, "days_last": 1}
    assert desk("sun").post(address, given | {"office": cast.housing.pk}).status_code == 302
    assert [one.name for one in rounds.own_plan(cast.housing, "registers.entry")] == ["初审", "终审签发"]


def test_an_entry_goes_from_round_to_round_and_is_signed_on_the_same_page(desk, cast, version):
    circulation = Circulation.objects.get()
    here = reverse("desk:round", args=[circulation.pk])
    page = desk("zhou").get(here).content.decode()
    assert "清单条目" in page and "每户每月8元" in page and "生效日期" in page and "审核通过" in page
    waiting = desk("zhou").get(reverse("desk:register-versions")).content.decode()
    assert here in waiting and 'name="version"' not in waiting
    assert desk("zhou").post(reverse("desk:round-pass", args=[circulation.pk]), {"seen": 1}).status_code == 302
    assert "签发公开" not in desk("zhou").get(here).content.decode()
    sign = reverse("desk:round-sign", args=[circulation.pk])
    assert "签发公开" in desk("wang").get(here).content.decode()
    assert "已审过第1轮" in desk("zhou").post(sign, {"seen": circulation.digest}).content.decode()
    assert "又改过" in desk("wang").post(sign, {"seen": "0" * 64}).content.decode()
    assert desk("wang").post(sign, {"seen": circulation.digest}).status_code == 302
    assert Entry.objects.get().is_listed and "已办结" in desk("wang").get(here).content.decode()
    assert desk("wang").post(sign, {"seen": circulation.digest}).status_code == 200  # nothing is signed twice
    assert desk("zhao").get(sign).status_code in (403, 404)


def test_returned_the_writer_is_led_to_mend_it(desk, cast, version):
    circulation = Circulation.objects.get()
    desk("zhou").post(reverse("desk:round-return", args=[circulation.pk]), {"reason": "收费标准请核对"})
    page = desk("li").get(reverse("desk:register-versions")).content.decode()
    assert "已退回" in page and reverse("desk:register-entry", args=[version.entry_id]) in page


def test_the_only_signer_is_not_offered_the_rounds_before_and_a_second_signer_frees_them(desk, cast, version):
    """王芳 may review and is the only one who signs."""
    mine = reverse("desk:rounds") + "?state=mine"
    title = Circulation.objects.get().title
    assert title not in desk("wang").get(mine).content.decode() and title in desk("zhou").get(mine).content.decode()
    assert rounds.waiting_for(cast.wang, cast.wang.actor(), AT.date()).count() == 0
    other = Officer.objects.create_user("hansong", "a-long-password", name="韩松", password_set_at=AT)
    Post.objects.create(officer=other, organisation=cast.housing, role=Role.SIGNER, since=AT.date())
    assert title in desk("wang").get(mine).content.decode()
    Circulation.objects.update(writers=[cast.li.pk, other.pk])
    assert title not in desk("wang").get(mine).content.decode()


def test_a_round_named_for_somebody_else_is_not_mine(desk, cast):
    named = (Round("初审", Role.REVIEWER, 2, cast.zhou.pk), Round("签发", Role.SIGNER, 1))
    qian = Officer.objects.create_user("qianjin", "a-long-password", name="钱进", password_set_at=AT)
    Post.objects.create(officer=qian, organisation=cast.housing, role=Role.REVIEWER, since=AT.date())
    acting.set_rounds(cast.housing, "registers.entry", named, by=cast.sun, at=now())
    proposed(cast, opened(cast))
    today = now().date()
    counted = [rounds.waiting_for(one, one.actor(), today).count() for one in (cast.zhou, qian)]
    assert counted == [1, 0]
    acting.register_absence(cast.zhou, qian, office=cast.housing, since=today, until=today, by=cast.zhou, at=now())
    assert rounds.waiting_for(qian, qian.actor(), today).count() == 1


def test_my_rounds_are_counted_with_as_many_queries_however_many_there_are(cast, django_assert_num_queries):
    acting.set_rounds(cast.housing, "registers.entry", TWO, by=cast.sun, at=now())
    register = opened(cast)
    actor, today = cast.wang.actor(), now().date()
    for upto in (10, 100):
        for n in range(Circulation.objects.count(), upto):
            proposed(cast, register, values={"name": f"收费{n}"})
        with django_assert_num_queries(3):
            assert rounds.waiting_for(cast.wang, actor, today).count() == 0


def test_the_report_says_what_was_not_read_and_not_asked(desk, cast, settings):
    published(cast, text="第一条 办理网址：https://www.example.gov.cn/a 。")
    patrol.begin_quarterly(now())
    patrol.go_on(now())
    batch = PatrolBatch.objects.get()
    PatrolBatch.objects.update(pictures=3, pictures_unread=2)
    page = desk("zhou").get(reverse("desk:patrol-batch", args=[batch.pk])).content.decode()
    assert "2 处没有认字" in page and "没有启用外部链接检查" in page and "清单条目" in page
    settings.CHECK_LINKS = True
    assert "查过 0 个" in desk("zhou").get(reverse("desk:patrol-batch", args=[batch.pk])).content.decode()


def test_what_can_only_be_mended_by_hand_says_how(desk, cast):
    batch = PatrolBatch.objects.create(scope="full", slot="full:2026Q2", began_at=now())
    finding = PatrolFinding.objects.create(
        batch=batch, about="catalogue.item:1", title="公开事项：某", address="/catalogue/", office=cast.housing, key="k", code="ERR_TYPO",
        level="中", message="用语不规范", advice="请改正", sample="居住证明", found_at=now(), due_at=now(),
    )  # fmt: skip
    page = desk("zhou").get(reverse("desk:patrol-decide", args=[finding.pk])).content.decode()
    assert "请在目录里提出这个事项的新版" in page and 'value="withdraw"' not in page and 'value="keep"' in page
