"""案例 on their way round where the organ has set rounds, and under the patrol once they are public."""

import pytest
from tests.cast import AT, ON

from gongkai.foi.actions import records
from gongkai.foi.models import Precedent
from gongkai.foi.tests.cases import answered, later, peopled
from gongkai.people.models import Post
from gongkai.people.rules.permits import Role
from gongkai.publishing import rounds
from gongkai.publishing.actions import patrol
from gongkai.publishing.actions import rounds as acting
from gongkai.publishing.models import PatrolFinding
from gongkai.publishing.rules.rounds import Round
from gongkai.publishing.subjects import kind_of
from gongkai.shared import clock
from gongkai.shared.refusal import Refused

TWO = (Round("初审", Role.REVIEWER, 2), Round("签发", Role.SIGNER, 1))
TOLD = {"title": "公租房配租名单的公开", "request": "申请公开某年度配租名单", "reasoning": "名单已依法公示，予以公开。"}


@pytest.fixture(autouse=True)
def _the_day(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: later(40))


@pytest.fixture
def town(cast):
    return peopled(cast)


@pytest.fixture
def two_rounds(town):
    acting.set_rounds(town.housing, "foi.precedent", TWO, by=town.sun, at=AT)


def made(town):
    return records.make_precedent(answered(town), **TOLD, by=town.li, at=later(30))


def of(precedent):
    return rounds.current(f"foi.precedent:{precedent.pk}")


def test_a_precedent_is_public_only_after_every_round(town, two_rounds):
    precedent = made(town)
    with pytest.raises(Refused, match="初审还没有通过"):
        records.approve_precedent(precedent, by=town.wang, at=later(31))
    acting.pass_round(of(precedent), by=town.zhou, at=later(31))
    records.approve_precedent(precedent, by=town.wang, at=later(31))
    assert Precedent.objects.get().public_on and of(precedent) is None


def test_returned_it_is_mended_and_whoever_wrote_it_before_still_does_not_sign(town, two_rounds):
    precedent = made(town)
    about = f"foi.precedent:{precedent.pk}"
    kind_of(about).send_back(about, reason="理由要点请写清依据", by=town.zhou, at=later(31))
    with pytest.raises(Refused, match="退回了稿件"):
        records.approve_precedent(precedent, by=town.wang, at=later(31))
    Post.objects.create(officer=town.wang, organisation=town.housing, role=Role.EDITOR, since=ON)
    records.rewrite_precedent(precedent, **TOLD | {"reasoning": "名单已依法公示，依据第十九条公开。"}, by=town.wang, at=later(32))
    assert records.writers_of(precedent) == {town.li.pk, town.wang.pk} == set(of(precedent).writers)
    acting.pass_round(of(precedent), by=town.zhou, at=later(32))
    with pytest.raises(Refused):
        records.approve_precedent(Precedent.objects.get(), by=town.wang, at=later(32))


def test_taken_down_it_goes_round_from_the_beginning(town, two_rounds):
    precedent = made(town)
    acting.pass_round(of(precedent), by=town.zhou, at=later(31))
    records.approve_precedent(precedent, by=town.wang, at=later(31))
    records.withdraw_precedent(precedent, "表述需要修改", by=town.wang, at=later(32))
    assert (of(precedent).waits_for, of(precedent).carried) == (1, {})


def test_what_is_public_is_not_rewritten_and_nothing_personal_gets_in(town):
    precedent = made(town)
    with pytest.raises(Refused, match="申请人的姓名"):
        records.rewrite_precedent(precedent, **TOLD | {"reasoning": "张三要的名单"}, by=town.li, at=later(31))
    assert Precedent.objects.get().reasoning == TOLD["reasoning"]
    records.approve_precedent(precedent, by=town.wang, at=later(31))
    with pytest.raises(Refused, match="先撤下"):
        records.rewrite_precedent(precedent, **TOLD, by=town.li, at=later(31))


def test_without_rounds_the_writer_of_any_state_does_not_approve_and_nothing_is_returned(town):
    precedent = made(town)
    Post.objects.create(officer=town.wang, organisation=town.housing, role=Role.EDITOR, since=ON)
    records.rewrite_precedent(precedent, **TOLD, by=town.wang, at=later(31))
    records.rewrite_precedent(precedent, **TOLD, by=town.li, at=later(31))
    with pytest.raises(Refused, match=r"权限|起草|写"):
        records.approve_precedent(precedent, by=town.wang, at=later(31))
    with pytest.raises(Refused, match="没有在逐轮审核"):
        records.return_precedent(precedent, reason="请再核对一遍", by=town.zhou, at=later(31))


def test_the_patrol_finds_what_stands_in_a_public_precedent_and_a_reviewer_takes_it_down(town):
    precedent = records.approve_precedent(made(town), by=town.wang, at=later(31))
    Precedent.objects.update(reasoning="王某某，身份证号110101199003078515，名单予以公开。")
    patrol.begin_quarterly(later(40))
    patrol.go_on(later(40))
    finding = PatrolFinding.objects.get(about=f"foi.precedent:{precedent.pk}", level="高")
    assert (finding.block, finding.office, finding.address) == ("reasoning", town.housing, f"/foi/precedents/{precedent.pk}/")
    patrol.decide(finding, choice="withdraw", reason="含有个人信息，立即撤下", by=town.zhou, at=later(40))
    assert Precedent.objects.get().public_on is None
