"""安全巡查 of the library: once a night, nothing twice, and what people decide about what was found."""

from datetime import timedelta

import pytest
from tests.cast import AT, drafted, published

from gongkai.notices.models import Notice
from gongkai.people.models import Officer, Post
from gongkai.people.rules.permits import Role
from gongkai.policies.actions import drafts
from gongkai.policies.actions import publish as publishing
from gongkai.policies.models import Draft, Policy
from gongkai.policies.rules.kinds import Visibility
from gongkai.publishing import patrolled
from gongkai.publishing.actions import patrol
from gongkai.publishing.models import Finding, Override, PatrolBatch, PatrolDecision, PatrolFinding
from gongkai.shared import clock
from gongkai.shared.refusal import Refused

WITH_ID = "第一条 王某某，身份证号110101199003078515。\n第二条 其他事项。"
REASON = "经核实为依法应当公开的惩戒信息"


@pytest.fixture(autouse=True)
def _the_day(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


def dirty(cast, **others):
    """A published paper with an identity number that nobody let pass: as if it had come in before the detectors were there."""
    edition = published(cast, text=WITH_ID, at=AT - timedelta(hours=1), **others)
    Override.objects.all().delete()
    return edition


def walked(at=AT):
    patrol.begin_nightly(at)
    patrol.go_on(at)
    return PatrolBatch.objects.first()


def the_grave_one():
    return PatrolFinding.objects.get(level="高", gone_at=None)


def test_a_walk_finds_what_is_public_and_should_not_be(cast):
    edition = dirty(cast)
    batch = walked()
    found = the_grave_one()
    assert (found.about, found.office, found.sample) == (f"policies.edition:{edition.pk}", cast.housing, "110101********8515")
    assert found.due_at == AT + timedelta(hours=2)
    assert batch.ended_at and batch.looked_at == 1
    assert {notice.to for notice in Notice.objects.filter(key__startswith="publishing.patrol")} == {cast.zhou, cast.wang}


def test_a_night_is_begun_once_and_walks_only_what_changed(cast):
    dirty(cast)
    assert patrol.begin_nightly(AT) and patrol.begin_nightly(AT) is None
    patrol.go_on(AT)
    later = AT + timedelta(days=1)
    patrol.begin_nightly(later)
    assert patrol.go_on(later) == 0 and PatrolBatch.objects.count() == 2
    patrol.begin_quarterly(later)
    assert patrol.go_on(later) == 1 and PatrolFinding.objects.filter(level="高").count() == 1


def test_what_was_let_pass_in_writing_is_not_found_again(cast):
    published(cast, text=WITH_ID)
    walked()
    assert not PatrolFinding.objects.filter(level="高").exists()


def test_drafts_and_what_is_withdrawn_are_not_walked(cast):
    drafted(cast, text=WITH_ID)
    gone = dirty(cast)
    publishing.withdraw(gone.policy, reason="内容有误需要更正", by=cast.wang, at=AT)
    assert walked().looked_at == 0


def test_two_workers_in_the_same_slice_keep_it_once(cast):
    dirty(cast)
    patrol.begin_nightly(AT)
    PatrolBatch.objects.update(kind="policies.edition")
    batch, stale = PatrolBatch.objects.get(), PatrolBatch.objects.get()
    assert patrol._slice(batch, AT) == 1
    assert patrol._slice(stale, AT) == 0
    assert PatrolFinding.objects.filter(level="高").count() == 1 and PatrolBatch.objects.get().looked_at == 1


def test_withdrawing_takes_it_down_at_once_and_says_why(cast):
    edition = dirty(cast)
    walked()
    decision = patrol.decide(the_grave_one(), choice="withdraw", reason="含有个人信息，更正后重新发布", by=cast.zhou, at=AT)
    policy = Policy.objects.get(pk=edition.policy_id)
    assert policy.visibility == Visibility.WITHDRAWN and policy.withdrawals.get().reason == decision.reason
    assert not PatrolFinding.objects.filter(gone_at=None).exists()


def test_masking_a_grave_finding_takes_it_down_first_and_leaves_a_masked_correction(cast):
    edition = dirty(cast)
    walked()
    patrol.decide(the_grave_one(), choice="mask", reason="脱敏后重新公开", by=cast.zhou, at=AT)
    draft = Draft.objects.get(edition=edition)
    assert "110101199003078515" not in str(draft.blocks) and "110101********8515" in str(draft.blocks)
    assert (draft.written_by, draft.writers) == (cast.li, [cast.li.pk])  # whoever decided may still review or sign it
    assert Policy.objects.get(pk=edition.policy_id).visibility == Visibility.WITHDRAWN


def test_a_correction_under_way_does_not_keep_a_grave_finding_up(cast):
    edition = dirty(cast)
    walked()
    drafts.start_correction(edition, reason="改正错字", by=cast.li, at=AT)
    patrol.decide(the_grave_one(), choice="mask", reason="脱敏后重新公开", by=cast.wang, at=AT)
    assert Policy.objects.get(pk=edition.policy_id).visibility == Visibility.WITHDRAWN
    draft = Draft.objects.get(edition=edition)
    assert "110101199003078515" not in str(draft.blocks) and draft.saves == 2 and draft.writers == [cast.li.pk]


@pytest.mark.parametrize("how", ["wrote", "let pass"])
def test_whoever_wrote_it_or_let_it_pass_does_not_decide_that_it_stays(cast, how):
    edition = dirty(cast)
    walked()
    if how == "wrote":
        Post.objects.create(officer=cast.li, organisation=cast.housing, role=Role.REVIEWER, since=AT.date())
    else:
        finding = Finding.objects.filter(inspection__about=f"policies.edition:{edition.pk}", code="PII_ID").first()
        Override.objects.create(finding=finding, by=cast.zhou, reason=REASON, at=AT)
    who = Officer.objects.get(pk=(cast.li if how == "wrote" else cast.zhou).pk)
    with pytest.raises(Refused, match="保留"):
        patrol.decide(the_grave_one(), choice="keep", reason=REASON, by=who, at=AT)
    assert patrol.decide(the_grave_one(), choice="withdraw", reason="含有个人信息", by=who, at=AT)


def test_archiving_leaves_a_tombstone_that_says_so(cast):
    edition = dirty(cast)
    walked()
    patrol.decide(the_grave_one(), choice="archive", reason="事项已经结束", by=cast.zhou, at=AT)
    assert edition.policy.withdrawals.get().reason.startswith("已归档")


def test_keeping_needs_a_reason_and_the_next_walk_does_not_ask_again(cast):
    dirty(cast)
    walked()
    with pytest.raises(Refused, match="至少10个字"):
        patrol.decide(the_grave_one(), choice="keep", reason="可以", by=cast.zhou, at=AT)
    patrol.decide(the_grave_one(), choice="keep", reason=REASON, by=cast.zhou, at=AT)
    patrol.begin_quarterly(AT)
    patrol.go_on(AT)
    assert PatrolFinding.objects.filter(level="高").count() == 1


def test_a_finding_is_decided_once(cast):
    dirty(cast)
    walked()
    found = the_grave_one()
    patrol.decide(found, choice="keep", reason=REASON, by=cast.zhou, at=AT)
    with pytest.raises(Refused, match="已经作出决定"):
        patrol.decide(found, choice="withdraw", reason="含有个人信息", by=cast.wang, at=AT)
    assert PatrolDecision.objects.count() == 1


@pytest.mark.parametrize("who", ["li", "zhao", "sun"])
def test_only_reviewers_and_signers_of_the_office_decide(cast, who):
    dirty(cast)
    walked()
    with pytest.raises(Refused):
        patrol.decide(the_grave_one(), choice="withdraw", reason="含有个人信息", by=getattr(cast, who), at=AT)


def test_a_finding_in_what_was_withdrawn_elsewhere_is_over_with_the_next_walk(cast):
    edition = dirty(cast)
    walked()
    publishing.withdraw(edition.policy, reason="内容有误需要更正", by=cast.wang, at=AT)
    walked(AT + timedelta(days=1))
    assert PatrolFinding.objects.get(level="高").gone_at


def test_a_full_patrol_may_be_ordered_but_not_two_at_once(cast):
    dirty(cast)
    with pytest.raises(Refused):
        patrol.order(by=cast.zhou, at=AT)
    patrol.order(by=cast.sun, at=AT)
    with pytest.raises(Refused, match="正在进行"):
        patrol.order(by=cast.sun, at=AT)


def test_the_report_counts_what_was_found_and_done_in_time(cast):
    dirty(cast)
    batch = walked()
    assert patrolled.report(batch, cast.zhou.actor(), AT).grave == 0  # it is not late before its limit
    patrol.decide(the_grave_one(), choice="withdraw", reason="含有个人信息需撤下", by=cast.zhou, at=AT + timedelta(hours=3))
    report = patrolled.report(batch, cast.zhou.actor(), AT + timedelta(hours=3))
    assert (report.grave, report.grave_in_time, report.open) == (1, 0, 0)
    assert dict(report.choices)["撤回"] == 1
    assert patrolled.report(batch, cast.zhao.actor(), AT + timedelta(hours=3)).grave == 0


@pytest.mark.parametrize("count", [10, 100])
def test_list_and_report_take_the_same_queries_however_many(cast, django_assert_num_queries, count):
    Post.objects.create(officer=cast.sun, organisation=cast.city, role=Role.SUPERVISOR, since=AT.date())
    batch = patrol.begin_nightly(AT)
    PatrolFinding.objects.bulk_create(
        PatrolFinding(
            batch=batch, about=f"policies.edition:{n}", title=f"文件{n}", address="/p/1", office=cast.housing, key=str(n), code="PII_ID",
            level="高", message="含有身份证号", advice="脱敏", found_at=AT, due_at=AT,
        )
        for n in range(count)
    )  # fmt: skip
    actor = cast.sun.actor()
    with django_assert_num_queries(1):
        assert [row.office.name for row in patrolled.findings(actor, state="open")[:20]]
    with django_assert_num_queries(5):
        assert patrolled.report(batch, actor, AT).open == count
