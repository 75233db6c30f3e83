"""What stands beside what: days that must agree, editions that follow each other, and papers of other offices that nobody hears of."""

from datetime import date, timedelta

import pytest
from tests.cast import AT, LET_PASS, ON, body, drafted, facts, published

from gongkai.journal import actions as journal
from gongkai.people.models import Post
from gongkai.people.rules.permits import Role
from gongkai.policies import queries, worklists
from gongkai.policies.actions import bulk, drafts, intake
from gongkai.policies.actions.publish import withdraw
from gongkai.policies.models import Draft
from gongkai.policies.rules import evidence
from gongkai.policies.rules.kinds import Category, ItemState
from gongkai.shared.refusal import Refused

TOMORROW = (ON + timedelta(days=1)).isoformat()
PAPER = "澜州市关于开展房屋安全排查的通知\n各区县：\n现就开展全市房屋安全排查的有关事项通知如下。\n一、排查范围。全市住宅。\n2026年5月25日"


def carried(cast, draft, at=AT):
    return bulk.carry_through(draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=at, let_pass=LET_PASS)


# —— 发布日期 ——


def test_what_is_public_cannot_be_put_off_by_a_correction(cast):
    edition = published(cast)
    draft = drafts.start_correction(edition, reason="改发布日期", by=cast.li, at=AT)
    drafts.save_draft(draft, draft.facts | {"published_on": TOMORROW}, None, seen=draft.saves, by=cast.li, at=AT)
    with pytest.raises(Refused, match="发布日期不能改到今天以后"):
        carried(cast, draft)
    assert queries.page(edition.policy.code, on=ON)


def test_what_is_scheduled_can_be_put_off_further(cast):
    edition = published(cast, published_on=TOMORROW)
    draft = drafts.start_correction(edition, reason="改发布日期", by=cast.li, at=AT)
    later = (ON + timedelta(days=5)).isoformat()
    drafts.save_draft(draft, draft.facts | {"published_on": later}, None, seen=draft.saves, by=cast.li, at=AT)
    carried(cast, draft)
    assert queries.page(edition.policy.code, on=ON + timedelta(days=1)) is None


def test_a_scheduled_paper_taken_back_before_its_day_leaves_no_tombstone(cast):
    edition = published(cast, published_on=TOMORROW)
    withdraw(edition.policy, reason="不再印发", by=cast.wang, at=AT)
    assert queries.tombstone(edition.policy.code) is None
    journal.place()
    told = queries.changes(after=0, on=ON + timedelta(days=9), size=100)
    assert edition.policy not in [change.policy for change in told.changes]


def test_a_paper_taken_down_on_its_day_leaves_its_tombstone(cast):
    edition = published(cast, published_on=ON.isoformat())
    withdraw(edition.policy, reason="内容有误", by=cast.wang, at=AT)
    assert queries.tombstone(edition.policy.code) == edition.policy
    journal.place()
    assert edition.policy in [change.policy for change in queries.changes(after=0, on=ON, size=100).changes]


# —— editions ——


def test_a_new_edition_does_not_take_effect_before_the_one_before(cast):
    first = published(cast, doc_no="澜住建发〔2026〕1号")
    second = drafts.start_edition(first.policy, facts(effective_on="2026-05-25"), body(), by=cast.li, at=AT)
    with pytest.raises(Refused, match="施行日期早于第 1 版的施行日期（2026年6月1日）"):
        drafts.submit(second.draft, by=cast.li, at=AT)


def test_a_correction_does_not_move_an_edition_past_the_next(cast):
    first = published(cast)
    second = drafts.start_edition(first.policy, facts(effective_on="2026-07-01"), body(), by=cast.li, at=AT)
    carried(cast, second.draft)
    draft = drafts.start_correction(first, reason="改施行日期", by=cast.li, at=AT)
    drafts.save_draft(draft, draft.facts | {"effective_on": "2026-07-02"}, None, seen=draft.saves, by=cast.li, at=AT)
    with pytest.raises(Refused, match="施行日期晚于第 2 版的施行日期（2026年7月1日）"):
        drafts.submit(draft, by=cast.li, at=AT)


def test_a_new_edition_under_the_old_number_is_asked_about(cast):
    first = published(cast, doc_no="澜住建发〔2026〕1号")
    second = drafts.start_edition(first.policy, facts(doc_no="澜住建发〔2026〕1号", effective_on="2026-07-01"), body(), by=cast.li, at=AT)
    asked = [problem for problem in drafts.problems(second.draft, on=ON) if problem.field == "doc_no"]
    assert [problem.blocking for problem in asked] == [False]
    assert "与第 1 版相同" in asked[0].message
    carried(cast, second.draft)


# —— other offices ——


def handed_in(cast, officer, office, text=PAPER):
    batch = intake.receive([intake.Upload("通知.txt", text.encode())], name="", office=office, by=officer, at=AT)
    intake.read_waiting(at=AT, batch=batch)
    return batch.items.get()


def test_what_another_office_has_in_hand_is_not_told_at_intake(cast):
    theirs = handed_in(cast, cast.zhao, cast.transport)
    intake.confirm(theirs, evidence.as_facts(theirs.draft), category=Category.POLICY, by=cast.zhao, at=AT)
    same = handed_in(cast, cast.li, cast.housing)
    assert (same.state, same.twin, same.similar) == (ItemState.READY, None, [])
    nearly = handed_in(cast, cast.li, cast.housing, PAPER.replace("有关事项", "具体事项"))
    assert [one["why"] for one in nearly.similar] == []


def test_what_another_office_has_published_is_found_at_intake(cast):
    edition = published(cast, title="澜州市关于开展房屋安全排查的通知")
    scheduled = published(cast, title="澜州市关于开展房屋安全复查的通知", published_on=TOMORROW)
    assert [one["code"] for one in handed_in(cast, cast.zhao, cast.transport).similar] == [edition.policy.code]
    later = handed_in(cast, cast.zhao, cast.transport, PAPER.replace("排查", "复查"))
    assert scheduled.policy.code not in [one["code"] for one in later.similar]


def test_a_scheduled_edition_of_another_office_is_shown_to_nobody(cast):
    first = published(cast)
    secret = facts(title="尚未公开的新版标题", doc_no="澜住建发〔2026〕9号", published_on=TOMORROW, effective_on="2026-07-01")
    second = drafts.start_edition(first.policy, secret, body(), by=cast.li, at=AT)
    carried(cast, second.draft)
    codes = [(first.policy.code, "1"), (first.policy.code, "2")]
    assert worklists.editions_alike(codes, cast.zhao.actor(), ON) == [first]
    assert worklists.editions_alike(codes, cast.li.actor(), ON) == [first, second]
    cited = [{"doc_no": "澜住建发〔2026〕9号", "title": ""}]
    assert worklists.papers_cited(cited, ON) == {}
    assert worklists.papers_cited(cited, ON + timedelta(days=1))


def test_who_works_at_two_offices_is_not_told_across_them_either(cast):
    Post.objects.create(officer=cast.li, organisation=cast.transport, role=Role.EDITOR, since=date(2020, 1, 2))
    drafted(cast, title="澜州市关于开展房屋安全排查的通知")
    assert handed_in(cast, cast.li, cast.transport).similar == []
    assert Draft.objects.count() == 1
