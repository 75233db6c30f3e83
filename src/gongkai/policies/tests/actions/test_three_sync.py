"""三同步: every path to signature and to the public refuses a paper that is not explained."""

from datetime import timedelta

import pytest
from tests.cast import AT, LET_PASS, body, drafted, facts, published

from gongkai.journal.models import Entry
from gongkai.notices.models import Notice
from gongkai.policies import interpretations
from gongkai.policies.actions import abandon, bulk, drafts, intake, interpreting, review
from gongkai.policies.actions.intake import Upload
from gongkai.policies.actions.publish import publish
from gongkai.policies.models import Interpretation, Text
from gongkai.policies.notifying import tell_of
from gongkai.policies.rules.interpreting import Ground, Stage
from gongkai.policies.rules.kinds import Category, Visibility
from gongkai.policies.rules.standards import Standards
from gongkai.policies.tests.explaining import WORDS, explained, planned
from gongkai.publishing.rules.publishability import Conclusion
from gongkai.shared.refusal import Refused


def normative(cast, **others):
    return drafted(cast, document_class="normative", **others)


def submitted(cast, edition, at=AT):
    """Sent for review, looked at and passed: only the signature is missing."""
    drafts.submit(edition.draft, by=cast.li, at=at)
    review.review_secrecy(edition.draft, conclusion=Conclusion.OPEN, by=cast.zhou, at=at)


def test_submission_is_refused_without_a_plan_then_without_material_then_with_bad_material(cast):
    edition = normative(cast)
    with pytest.raises(Refused, match="没有解读方案"):
        drafts.submit(edition.draft, by=cast.li, at=AT)
    planned(cast, edition)
    with pytest.raises(Refused, match="没有解读材料"):
        drafts.submit(edition.draft, by=cast.li, at=AT)
    explained(cast, edition, words="太短了。")
    with pytest.raises(Refused, match="没有通过质检"):
        drafts.submit(edition.draft, by=cast.li, at=AT)
    explained(cast, edition)
    drafts.submit(edition.draft, by=cast.li, at=AT)


def test_signature_is_refused_until_the_material_is_sent_for_review_with_it(cast):
    edition = normative(cast)
    material = explained(cast, edition)
    submitted(cast, edition)
    with pytest.raises(Refused, match="解读材料还没有送审"):
        publish(edition, by=cast.wang, at=AT)
    drafts.submit(material.draft, by=cast.li, at=AT)
    publish(edition, by=cast.wang, at=AT)


def test_signature_is_refused_when_the_plan_was_there_at_submission_and_the_material_is_gone(cast):
    edition = normative(cast)
    material = explained(cast, edition)
    submitted(cast, edition)
    Interpretation.objects.filter(paper=material.policy).delete()
    with pytest.raises(Refused, match="没有解读材料"):
        publish(edition, by=cast.wang, at=AT)


def test_a_bulk_import_is_refused(cast):
    edition = normative(cast)
    with pytest.raises(Refused, match="没有解读方案"):
        bulk.carry_through(edition.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    assert not Text.objects.exists()


def test_a_paper_dated_for_a_day_to_come_is_refused_when_it_is_scheduled(cast):
    edition = normative(cast, published_on="2026-07-01", effective_on="2026-07-01")
    with pytest.raises(Refused, match="没有解读方案"):
        bulk.carry_through(edition.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)


def imported(cast, before="", **others):
    """By file, as papers sent by a platform below come in too."""
    text = before + "澜州市住房和城乡建设局关于做好房屋安全管理的通知\n澜住建规〔2026〕9号\n各区县：\n第一条 每年检查一次房屋。\n"
    batch = intake.receive([Upload("通知.txt", text.encode())], name="导入", office=cast.housing, by=cast.li, at=AT)
    intake.read_waiting(at=AT, batch=batch)
    return intake.confirm(batch.items.get(), facts(document_class="normative", **others), category=Category.POLICY, by=cast.li, at=AT)


def test_a_new_paper_that_comes_by_import_is_refused(cast):
    edition = imported(cast, published_on="2026-06-01")
    with pytest.raises(Refused, match="没有解读方案"):
        drafts.submit(edition.draft, by=cast.li, at=AT)


def test_a_paper_that_was_public_elsewhere_before_it_was_imported_is_history_and_passes(cast):
    edition = imported(cast, "发布日期：2026-05-21\n", published_on="2026-05-21")
    drafts.submit(edition.draft, by=cast.li, at=AT)


def test_a_past_day_typed_at_the_desk_makes_no_history(cast):
    edition = normative(cast, published_on="2026-05-21")
    with pytest.raises(Refused, match="没有解读方案"):
        drafts.submit(edition.draft, by=cast.li, at=AT)


def test_a_correction_is_not_explained_again_and_a_revision_is(cast):
    edition = published(cast, document_class="normative")
    draft = drafts.start_correction(edition, reason="附件名称有误", by=cast.li, at=AT)
    drafts.submit(draft, by=cast.li, at=AT)
    drafts.send_back(draft, reason="先不更正了", by=cast.zhou, at=AT)
    given = facts(document_class="normative", formed_on="2026-06-01", published_on="2026-06-01", effective_on="2026-07-01")
    second = drafts.start_edition(edition.policy, given, body(), by=cast.li, at=AT)
    with pytest.raises(Refused, match="没有解读方案"):
        drafts.submit(second.draft, by=cast.li, at=AT)


def test_other_papers_are_not_stopped_unless_their_drafters_planned_to_explain_them(cast):
    edition = drafted(cast)
    assert not [one for one in drafts.problems(edition.draft, on=AT.date()) if one.field == "interpretation"]
    planned(cast, edition)
    with pytest.raises(Refused, match="没有解读材料"):
        drafts.submit(edition.draft, by=cast.li, at=AT)


def test_an_exemption_opens_the_gate_needs_a_reason_and_is_not_agreed_to_by_its_writer(cast):
    edition = normative(cast)
    with pytest.raises(Refused, match="权限"):
        interpreting.exempt(edition, ground=Ground.INTERNAL, reason="只涉及本局内部", by=cast.li, at=AT)
    with pytest.raises(Refused, match="至少四个字"):
        interpreting.exempt(edition, ground=Ground.INTERNAL, reason="内部", by=cast.zhou, at=AT)
    made = interpreting.exempt(edition, ground=Ground.INTERNAL, reason="只涉及本局内部", by=cast.zhou, at=AT)
    drafts.submit(edition.draft, by=cast.li, at=AT)
    assert Entry.objects.filter(kind="policies.interpretation.exempted").get().data["reason"] == "只涉及本局内部"
    interpreting.take_back_exemption(made, by=cast.wang, at=AT)
    with pytest.raises(Refused, match="没有解读方案"):
        publish(edition, by=cast.wang, at=AT)


def test_only_the_drafting_organ_explains(cast):
    edition = normative(cast)
    plan = planned(cast, edition)
    with pytest.raises(Refused, match="权限"):
        interpreting.begin(plan, interpreting.Telling(), title="解读", by=cast.zhao, at=AT)
    relation = {"kind": "interprets", "target": edition.policy.code, "on": None, "until": None, "articles": ""}
    theirs = drafts.start(
        Category.INTERPRETATION, facts(title="交通局的解读"), body(WORDS), office=cast.transport, by=cast.zhao, at=AT, relations=[relation]
    )
    with pytest.raises(Refused, match="谁起草、谁解读"):
        drafts.submit(theirs.draft, by=cast.zhao, at=AT)


def test_an_explanation_does_not_come_out_before_its_paper(cast):
    edition = normative(cast)
    material = explained(cast, edition)
    submitted(cast, material)
    with pytest.raises(Refused, match="请先签发文件"):
        publish(material, by=cast.wang, at=AT)
    submitted(cast, edition)
    publish(edition, by=cast.wang, at=AT)
    publish(material, by=cast.wang, at=AT)
    material.policy.refresh_from_db()
    edition.policy.refresh_from_db()
    assert material.policy.visibility == Visibility.PUBLIC and edition.policy.has_interpretation


def test_a_scheduled_paper_is_not_explained_before_its_day(cast):
    edition = normative(cast, published_on="2026-06-03", effective_on="2026-07-01")
    material = explained(cast, edition)
    submitted(cast, edition)
    submitted(cast, material)
    publish(edition, by=cast.wang, at=AT)
    with pytest.raises(Refused, match="才公开"):
        publish(material, by=cast.wang, at=AT)


def test_an_explanation_of_a_draft_for_comment_may_come_before(cast):
    edition = normative(cast)
    early = explained(cast, edition, plan=planned(cast, edition, stage=Stage.DRAFT))
    submitted(cast, early)
    publish(early, by=cast.wang, at=AT)


def test_what_the_system_wrote_waits_for_a_person_and_waits_again_when_changed(cast):
    edition = normative(cast)
    made = interpreting.begin(
        planned(cast, edition), interpreting.Telling(), title="一图读懂", blocks=body(WORDS), machine_made=True, by=cast.li, at=AT
    )
    with pytest.raises(Refused, match="还没有人逐句看过"):
        drafts.submit(made.draft, by=cast.li, at=AT)
    one = Interpretation.objects.get(paper=made.policy)
    interpreting.approve(one, by=cast.li, at=AT)
    drafts.submit(made.draft, by=cast.li, at=AT)
    made.draft.refresh_from_db()
    drafts.save_draft(made.draft, made.draft.facts, body(WORDS + "又加了一句。"), seen=made.draft.saves, by=cast.li, at=AT)
    with pytest.raises(Refused, match="要重新确认"):
        drafts.submit(made.draft, by=cast.li, at=AT)


def test_a_plan_needs_what_the_rules_name_and_a_follow_up_is_raised_once_a_clause(cast):
    edition = published(cast)
    for missing in ({"interpreter": " "}, {"forms": []}, {"channels": []}, {"outline": ""}):
        with pytest.raises(Refused, match="请填写"):
            planned(cast, edition, **missing)
    planned(cast, edition, stage=Stage.FOLLOW, clause="第二条", because="近90天12人问到")
    with pytest.raises(Refused, match="已经提出过"):
        planned(cast, edition, stage=Stage.FOLLOW, clause="第二条")
    planned(cast, edition, stage=Stage.FOLLOW, clause="第一条")


def test_before_the_day_it_began_nothing_is_stopped(cast):
    before = AT.replace(year=2025, month=4, day=1)
    edition = drafts.start(
        Category.POLICY,
        facts(document_class="normative", formed_on="2025-03-20", published_on="2025-04-01", effective_on="2025-05-01"),
        body(),
        office=cast.housing,
        by=cast.li,
        at=before,
    )
    drafts.submit(edition.draft, by=cast.li, at=before)


def test_every_published_explanation_has_its_row(cast):
    policy = published(cast).policy
    relation = {"kind": "interprets", "target": policy.code, "on": None, "until": None, "articles": ""}
    paper = published(cast, title="解读", category=Category.INTERPRETATION, relations=[relation], at=AT + timedelta(hours=1)).policy
    row = Interpretation.objects.get(paper=paper)
    assert row.of.policy == policy and row.form == "text" and row.stage == "release"


def test_an_explanation_returned_after_its_paper_is_out_stays_owed_and_its_writer_hears_how_soon(cast):
    edition = normative(cast)
    material = explained(cast, edition)
    submitted(cast, edition)
    submitted(cast, material)
    publish(edition, by=cast.wang, at=AT)
    drafts.send_back(material.draft, reason="第二段请写清办理时限", by=cast.wang, at=AT)
    (owed,) = interpretations.owed(cast.li.actor(), AT.date(), Standards())
    assert owed.policy == edition.policy and owed.material is not None
    tell_of(list(Entry.objects.filter(kind="policies.edition.returned")))
    told = Notice.objects.get(to=cast.li, subject__contains="退回")
    assert "已经公开" in told.body and "3个工作日" in told.body
    with pytest.raises(Refused, match="不能放弃"):
        abandon.abandon(material.draft, by=cast.li, at=AT)
    with pytest.raises(Refused, match="还没有送审"):
        publish(material, by=cast.wang, at=AT)
    submitted(cast, material)
    publish(material, by=cast.wang, at=AT)
    assert interpretations.owed(cast.li.actor(), AT.date(), Standards()) == []


def test_an_explanation_returned_before_its_paper_is_out_keeps_the_paper_in(cast):
    edition = normative(cast)
    material = explained(cast, edition)
    submitted(cast, edition)
    submitted(cast, material)
    drafts.send_back(material.draft, reason="第二段请写清办理时限", by=cast.wang, at=AT)
    with pytest.raises(Refused, match="解读材料还没有送审"):
        publish(edition, by=cast.wang, at=AT)
