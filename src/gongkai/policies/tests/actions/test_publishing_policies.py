from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.cast import AT, LET_PASS, ON, body, drafted, facts, published

from gongkai.journal.models import Entry
from gongkai.policies import queries, worklists
from gongkai.policies.actions import bulk, drafts, relate, review
from gongkai.policies.actions.publish import publish, withdraw
from gongkai.policies.models import Citation, Draft, Policy, Relation, Text
from gongkai.policies.rules import code
from gongkai.policies.rules.kinds import RelationKind, Visibility
from gongkai.policies.worth import standing_of
from gongkai.publishing.rules.publishability import Conclusion
from gongkai.shared.refusal import Refused


def test_a_policy_has_its_code_from_the_first_draft_and_keeps_it(cast):
    edition = drafted(cast)
    assert code.verify(edition.policy.code)
    assert edition.policy.code.startswith("990100-2026-000001")
    bulk.carry_through(edition.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    assert Policy.objects.get().code == edition.policy.code
    assert drafted(cast).policy.code.startswith("990100-2026-000002")


def test_a_draft_is_not_public_and_a_published_edition_is(cast):
    edition = drafted(cast)
    assert queries.page(edition.policy.code, on=ON) is None
    bulk.carry_through(edition.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    page = queries.page(edition.policy.code, on=ON)
    assert page.text.facts["title"] == edition.title
    assert page.standing.status == "valid"
    assert page.policy.current_id == edition.pk
    assert not Draft.objects.exists()
    assert Entry.objects.filter(kind="policies.edition.published").get().data["digest"] == page.text.digest


def test_nothing_is_published_without_submission_inspection_and_secrecy_review(cast):
    edition = drafted(cast)
    with pytest.raises(Refused, match="没有送审"):
        publish(edition, by=cast.wang, at=AT)
    drafts.submit(edition.draft, by=cast.li, at=AT)
    with pytest.raises(Refused, match="还不能发布"):
        publish(edition, by=cast.wang, at=AT)
    review.inspect(edition.draft, by=cast.li, at=AT)
    with pytest.raises(Refused, match="保密审查"):
        publish(edition, by=cast.wang, at=AT)
    review.review_secrecy(edition.draft, conclusion=Conclusion.OPEN, by=cast.zhou, at=AT)
    assert publish(edition, by=cast.wang, at=AT).number == 1


def test_a_change_after_review_voids_the_review(cast):
    edition = drafted(cast)
    drafts.submit(edition.draft, by=cast.li, at=AT)
    review.inspect(edition.draft, by=cast.li, at=AT)
    review.review_secrecy(edition.draft, conclusion=Conclusion.OPEN, by=cast.zhou, at=AT)
    draft = edition.draft
    drafts.save_draft(draft, facts(), body("第一条 改过的正文。"), seen=draft.saves, by=cast.li, at=AT)
    drafts.submit(draft, by=cast.li, at=AT)
    with pytest.raises(Refused, match="还不能发布"):
        publish(edition, by=cast.wang, at=AT)


def test_the_writer_cannot_sign_and_another_office_can_do_nothing(cast):
    edition = drafted(cast)
    with pytest.raises(Refused, match="权限"):
        publish(edition, by=cast.li, at=AT)
    with pytest.raises(Refused, match="权限"):
        drafts.submit(edition.draft, by=cast.zhao, at=AT)
    with pytest.raises(Refused, match="权限"):
        withdraw(edition.policy, reason="不宜公开", by=cast.zhao, at=AT)


def test_two_officers_saving_one_draft_one_wins_and_the_other_is_told(cast):
    draft = drafted(cast).draft
    seen = draft.saves
    drafts.save_draft(draft, facts(title="先保存的标题"), None, seen=seen, by=cast.li, at=AT)
    with pytest.raises(Refused, match="别人已保存过"):
        drafts.save_draft(Draft.objects.get(), facts(title="后保存的标题"), None, seen=seen, by=cast.li, at=AT)
    assert Draft.objects.get().facts["title"] == "先保存的标题"


def test_publishing_twice_publishes_once(cast):
    edition = published(cast)
    with pytest.raises(Refused, match="没有待发布的草稿"):
        publish(edition, by=cast.wang, at=AT)
    assert Text.objects.count() == 1


def test_a_published_text_cannot_be_changed_or_deleted(cast):
    text = published(cast).texts.get()
    text.facts = {}
    with pytest.raises(Refused):
        text.save()
    with pytest.raises(Refused):
        text.delete()


@pytest.mark.parametrize("statement", ["UPDATE policies_text SET digest = ''", "DELETE FROM policies_text"])
def test_the_database_itself_refuses_to_change_a_published_text(cast, statement):
    published(cast)
    with pytest.raises(DatabaseError, match="已发布的文本"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Text.objects.count() == 1


def test_a_correction_leaves_both_texts(cast):
    edition = published(cast)
    draft = drafts.start_correction(edition, reason="附件名称有误", by=cast.li, at=AT)
    later = AT + timedelta(days=1)
    drafts.save_draft(draft, facts(title="更正后的标题通知"), body("第一条 更正。"), seen=draft.saves, by=cast.li, at=later)
    assert queries.page(edition.policy.code, on=ON).text.facts["title"] != "更正后的标题通知"
    bulk.carry_through(draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=later, let_pass=LET_PASS)
    assert [text.number for text in edition.texts.all()] == [2, 1]
    page = queries.page(edition.policy.code, on=ON)
    assert page.text.facts["title"] == "更正后的标题通知"
    assert page.policy.title == "更正后的标题通知"


def test_a_new_edition_makes_the_old_one_history(cast):
    first = published(cast)
    second = drafts.start_edition(
        first.policy, facts(effective_on="2026-07-01", formed_on="2026-06-20", published_on="2026-06-21"), body(), by=cast.li, at=AT
    )
    bulk.carry_through(second.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    before = queries.page(first.policy.code, on=date(2026, 6, 25))
    assert before.edition.number == 1
    drafts_done = queries.page(first.policy.code, on=date(2026, 7, 2), edition=1)
    assert drafts_done.standing.status == "amended"


def test_a_paper_published_for_a_later_day_appears_on_that_day(cast):
    edition = published(cast, published_on="2026-06-10")
    assert queries.page(edition.policy.code, on=ON) is None
    assert not queries.visible(ON).exists()
    assert queries.page(edition.policy.code, on=date(2026, 6, 10)) is not None


def test_a_withdrawn_policy_leaves_a_tombstone_with_its_reason(cast):
    edition = published(cast)
    withdraw(edition.policy, reason="内容有误，重新核对后发布", by=cast.wang, at=AT)
    assert queries.page(edition.policy.code, on=ON) is None
    gone = queries.tombstone(edition.policy.code)
    assert gone.withdrawals.get().reason == "内容有误，重新核对后发布"
    assert gone.visibility == Visibility.WITHDRAWN


def test_a_repeal_declared_by_a_published_paper_repeals_its_target_from_that_day(cast):
    old = published(cast)
    published(
        cast,
        title="澜州市住房和城乡建设局关于废止部分文件的通知",
        relations=[{"kind": "repeals", "target": old.policy.code, "on": "2026-06-15", "until": None, "articles": ""}],
    )
    old.policy.refresh_from_db()
    assert old.policy.standing == "valid"
    assert old.policy.standing_changes_on == date(2026, 6, 15)
    assert standing_of(old.policy, date(2026, 6, 15)).status == "repealed"
    assert "废止" in standing_of(old.policy, date(2026, 6, 15)).because


def test_an_open_citation_resolves_itself_when_the_paper_arrives(cast):
    citing = published(cast, text="根据《澜州市人民政府关于城市更新的意见》（澜政发〔2026〕8号）要求，制定本通知。\n第一条 略。")
    assert Citation.objects.get().target is None
    cited = published(cast, title="澜州市人民政府关于城市更新的意见", doc_no="澜政发〔2026〕8号", genre="意见")
    citation = Citation.objects.get(edition=citing)
    assert citation.target == cited.policy
    relation = Relation.objects.get(source=citing)
    assert (relation.kind, relation.target) == (RelationKind.BASED_ON, cited.policy)


def test_a_cited_repeal_waits_for_a_person(cast):
    old = published(cast, doc_no="澜住建发〔2020〕5号", title="旧的通知")
    citing = published(cast, text="第一条 本通知自发布之日起施行，《旧的通知》（澜住建发〔2020〕5号）同时废止。")
    assert not Relation.objects.filter(target=old.policy).exists()
    waiting = worklists.citations(cast.li.actor(), waiting="confirm")
    assert [citation.edition for citation in waiting] == [citing]


def test_missing_facts_are_named_all_at_once(cast):
    edition = drafted(cast, topic_l1="", genre="", formed_on="")
    with pytest.raises(Refused) as refusal:
        drafts.submit(edition.draft, by=cast.li, at=AT)
    assert all(word in refusal.value.message for word in ("主题分类", "公文种类", "成文日期"))


def test_a_page_takes_the_same_number_of_queries_however_much_there_is(cast, django_assert_max_num_queries):
    edition = published(cast)
    for n in range(6):
        published(
            cast,
            title=f"解读之{n}",
            category="interpretation",
            relations=[{"kind": "interprets", "target": edition.policy.code, "on": None, "until": None, "articles": ""}],
        )
    with django_assert_max_num_queries(7):
        page = queries.page(edition.policy.code, on=ON)
        assert len(page.interpretations) == 6
    edition.policy.refresh_from_db()
    assert edition.policy.has_interpretation


def test_what_was_withdrawn_stays_closed_when_a_correction_is_published(cast):
    edition = published(cast)
    withdraw(edition.policy, reason="误发了个人信息", by=cast.wang, at=AT + timedelta(hours=1))
    later = AT + timedelta(hours=2)
    draft = drafts.start_correction(edition, reason="删除误发的个人信息", by=cast.li, at=later)
    bulk.carry_through(draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=later, let_pass=LET_PASS)
    assert queries.page(edition.policy.code, on=ON).text.number == 2
    assert queries.page(edition.policy.code, on=ON, text=1) is None
    assert [text.number for text in queries.texts_to_compare(edition.policy, ON)] == [2]


def test_a_scheduled_paper_does_nothing_and_is_not_named_before_its_day(cast):
    old = published(cast)
    repeal = [{"kind": "repeals", "target": old.policy.code, "on": None, "until": None, "articles": ""}]
    published(cast, title="尚未公开的废止通知", published_on="2026-06-20", effective_on="", relations=repeal)
    old.policy.refresh_from_db()
    page = queries.page(old.policy.code, on=ON)
    assert page.standing.status == "valid"
    assert not page.incoming
    assert "尚未公开" not in old.policy.standing_because


def test_a_correction_keeps_the_repeal_a_person_confirmed(cast):
    old = published(cast, doc_no="澜住建发〔2020〕5号", title="旧的通知")
    citing = published(cast, text="第一条 自发布之日起施行，《旧的通知》（澜住建发〔2020〕5号）同时废止。")
    citation = Citation.objects.get(edition=citing)
    with pytest.raises(Refused, match="权限"):
        relate.confirm(citation, kind=RelationKind.REPEALS, on=ON, by=cast.li, at=AT)
    relate.confirm(citation, kind=RelationKind.REPEALS, on=ON, by=cast.wang, at=AT)
    draft = drafts.start_correction(citing, reason="改一个错字", by=cast.li, at=AT)
    bulk.carry_through(draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    old.policy.refresh_from_db()
    assert old.policy.standing == "repealed"
