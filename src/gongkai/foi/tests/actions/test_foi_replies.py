"""Replies: who writes, who reviews, who signs, how they are served, what the applicant gets."""

import io
from datetime import date

import pytest
from pypdf import PdfReader
from tests.cast import AT

from gongkai.documents.redaction import Ground, Mark, Word
from gongkai.documents.rules.paper import plain_text
from gongkai.foi.actions import letters as issuing
from gongkai.foi.actions import replies, serving, told, waits, work
from gongkai.foi.actions.intake import Handed
from gongkai.foi.actions.waits import Answer
from gongkai.foi.letters import files_for_applicant, files_given, paper_of
from gongkai.foi.models import Case, Letter, Reply, Service
from gongkai.foi.rules.letter_kinds import LetterKind
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.receipt import Delivery
from gongkai.foi.rules.service import ServiceMode
from gongkai.foi.rules.stages import Stage
from gongkai.foi.tests.cases import examined, later
from gongkai.foi.tests.replying import SECRET, consulted, drafted, named_list, passed, ready, redacted, signed
from gongkai.journal.models import Entry
from gongkai.people.models import Post
from gongkai.people.rules.permits import Role
from gongkai.shared.refusal import Refused


@pytest.fixture
def office(cast):
    return ready(cast)


@pytest.fixture
def case(office):
    return drafted(office, examined(office), Outcome.C5_INTERNAL, grounds="属于内部工作流程")


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def also(officer, office, *roles):
    for role in roles:
        Post.objects.create(officer=officer, organisation=office, role=role, since=date(2020, 1, 2))


# —— drafting ——


def test_all_who_wrote_are_kept_as_authors(case, office):
    also(office.zhou, office.housing, Role.EDITOR)
    drafted(office, case, Outcome.C6_PROCESS, by=office.zhou, grounds="属于讨论记录")
    reply = Reply.objects.get(case=case)
    assert reply.authors == sorted([office.li.pk, office.zhou.pk])
    assert (reply.outcome, reply.facts) == (Outcome.C6_PROCESS, {"grounds": "属于讨论记录"})


@pytest.mark.parametrize(
    ("outcome", "told_", "wrong"),
    [
        (Outcome.F3_OTHER, {}, "终止处理不用拟答复"),
        (Outcome.C5_INTERNAL, {"items": "清单"}, "没有这一项"),
        (Outcome.C5_INTERNAL, {"grounds": "长" * 10_001}, "太长"),
    ],
)
def test_a_draft_that_cannot_be_is_refused(case, office, outcome, told_, wrong):
    with pytest.raises(Refused, match=wrong):
        replies.draft(case, outcome, told_, by=office.li, at=AT)


def test_another_office_neither_writes_nor_reads_a_draft(case, office):
    with pytest.raises(Refused, match="权限"):
        replies.draft(case, Outcome.C5_INTERNAL, {"grounds": "内部"}, by=office.zhao, at=AT)
    with pytest.raises(Refused, match="权限"):
        replies.attach(case, Handed("名单.pdf", named_list()), by=office.zhao, at=AT)


def test_a_page_loaded_before_somebody_else_wrote_is_told_so(case, office):
    seen = now(case).version
    drafted(office, case, Outcome.C6_PROCESS, grounds="讨论记录")
    with pytest.raises(Refused, match="新的进展"):
        replies.draft(case, Outcome.C5_INTERNAL, {"grounds": "内部"}, by=office.li, at=AT, seen=seen)


def test_a_preview_uses_no_number(case, office):
    paper = replies.preview(case, at=AT)
    assert paper.doc_no == issuing.NOT_NUMBERED
    assert "属于内部工作流程" in plain_text(paper.blocks)
    assert signed(office, case).serial == 1


def test_what_is_submitted_can_be_signed_as_it_is(case, office):
    issuing.set_organ(office.housing, {"court": ""}, by=office.wang, at=AT)
    with pytest.raises(Refused, match="管辖法院"):
        replies.submit(case, by=office.li, at=AT)
    assert now(case).stage == Stage.DRAFTING


def test_without_a_search_nothing_is_said_not_to_exist(case, office):
    drafted(office, case, Outcome.D1_NOT_FOUND)
    with pytest.raises(Refused, match="材料还不齐"):
        replies.submit(case, by=office.li, at=AT)
    work.search(case, place="档案系统", words="配租", reach="全部", found="无", by=office.li, at=AT)
    assert replies.submit(case, by=office.li, at=AT).case.stage == Stage.LEGAL_REVIEW


def test_what_was_found_is_not_said_not_to_exist(case, office):
    drafted(office, case, Outcome.D1_NOT_FOUND)
    where = {"place": "档案系统", "words": "配租", "reach": "全部", "by": office.li, "at": AT}
    work.search(case, **where, found="找到3份，均在库", is_found=True)
    with pytest.raises(Refused, match="“档案系统”找到了所申请的信息"):
        replies.submit(case, by=office.li, at=AT)
    work.search(case, **where, found="3份都是2023年的，没有2025年的", is_found=False)
    assert passed(office, case).stage == Stage.AWAITING_SIGNATURE
    work.search(case, **where, found="又找到1份2025年的", is_found=True)
    with pytest.raises(Refused, match="不能答复“信息不存在”"):
        replies.sign(case, by=office.wang, at=AT)


# —— reviewing and signing ——


def test_whoever_wrote_a_part_reviews_neither_way(case, office):
    also(office.li, office.housing, Role.REVIEWER, Role.SIGNER)
    replies.submit(case, by=office.li, at=AT)
    for review in (replies.pass_secrecy, replies.pass_legality):
        with pytest.raises(Refused, match="不是起草人本人"):
            review(case, by=office.li, at=AT)
    replies.pass_secrecy(case, by=office.zhou, at=AT)
    replies.pass_legality(case, by=office.zhou, at=AT)
    with pytest.raises(Refused, match="不是起草人本人"):
        replies.sign(case, by=office.li, at=AT)


def test_whoever_reviewed_does_not_sign(case, office):
    replies.submit(case, by=office.li, at=AT)
    replies.pass_secrecy(case, by=office.wang, at=AT)
    replies.pass_legality(case, by=office.zhou, at=AT)
    with pytest.raises(Refused, match="没有审查的负责人"):
        replies.sign(case, by=office.wang, at=AT)
    assert not Letter.objects.filter(kind=LetterKind.REFUSAL).exists()


def test_neither_review_can_be_left_out(case, office):
    replies.submit(case, by=office.li, at=AT)
    replies.pass_secrecy(case, by=office.zhou, at=AT)
    with pytest.raises(Refused, match="审核中"):
        replies.sign(case, by=office.wang, at=AT)


def test_sending_back_takes_away_what_was_passed(case, office):
    passed(office, case)
    step = replies.send_back(case, "请补充理由", by=office.wang, at=AT)
    reply = Reply.objects.get(case=case)
    assert (step.case.stage, reply.secrecy_by, reply.legality_by, reply.returned_for) == (Stage.DRAFTING, None, None, "请补充理由")
    with pytest.raises(Refused, match="拟稿中"):
        replies.sign(case, by=office.wang, at=AT)


def test_under_review_nothing_is_changed(case, office):
    row = replies.attach(case, Handed("说明.pdf", named_list()), by=office.li, at=AT)
    drafted(office, case, Outcome.A2_GRANTED, items="说明")
    replies.submit(case, by=office.li, at=AT)
    for change in (
        lambda: replies.draft(case, Outcome.C5_INTERNAL, {"grounds": "内部"}, by=office.li, at=AT),
        lambda: replies.attach(case, Handed("说明.pdf", named_list()), by=office.li, at=AT),
        lambda: replies.detach(row, by=office.li, at=AT),
        lambda: replies.redact(row, [Mark(1, (0, 0, 1, 1), Ground.PRIVACY)], by=office.li, at=AT),
    ):
        with pytest.raises(Refused, match="现在是“审核中”"):
            change()


def test_what_was_changed_behind_the_reviewers_back_is_not_signed(case, office):
    passed(office, case)
    Reply.objects.filter(case=case).update(body="另外的内容")
    with pytest.raises(Refused, match="不一致"):
        replies.sign(case, by=office.wang, at=AT)


def test_a_signature_makes_one_letter_and_one_number(case, office):
    letter = signed(office, case)
    with pytest.raises(Refused, match="已签发"):
        replies.sign(case, by=office.wang, at=AT)
    assert list(case.letters.filter(kind=LetterKind.REFUSAL)) == [letter]
    assert now(case).stage == Stage.SIGNED
    assert (issuing.tell_signed(letter, at=AT), issuing.tell_signed(letter, at=AT)) == (1, 0)


# —— files ——


def test_a_redacted_copy_holds_neither_the_words_nor_their_file_name(case, office):
    row = replies.attach(case, Handed(f"{SECRET}的名单.pdf", named_list()), by=office.li, at=AT)
    made = replies.redact(row, [], words=[Word(SECRET, Ground.PRIVACY)], by=office.li, at=AT)
    drafted(office, case, Outcome.B_PARTIAL, items="配租名单", grounds="属于个人隐私")
    row.refresh_from_db()
    assert made.missing == ()
    assert SECRET in PdfReader(io.BytesIO(row.original.read())).pages[0].extract_text()
    assert SECRET.encode() not in row.stored.read()
    assert SECRET not in PdfReader(io.BytesIO(row.stored.read())).pages[0].extract_text()
    assert SECRET not in str(row.redaction)
    letter = signed(office, case)
    assert SECRET not in plain_text(paper_of(letter).blocks)
    assert "“附件1（区分处理）.pdf”第1页遮盖1处，属于个人隐私（第十五条）" in plain_text(paper_of(letter).blocks)
    assert not any(SECRET in str(entry.data) for entry in Entry.objects.all())
    assert [name for name, _ in files_given(now(case))] == ["附件1（区分处理）.pdf"]
    assert files_for_applicant(now(case)) == []
    serving.serve(case, ServiceMode.ONLINE, sent_on=AT.date(), by=office.li, at=AT)
    assert [name for name, _ in files_for_applicant(now(case))] == ["附件1（区分处理）.pdf"]


def test_beside_a_refusal_no_file_is_handed_out(case, office):
    replies.attach(case, Handed("名单.pdf", named_list()), by=office.li, at=AT)
    with pytest.raises(Refused, match="不能附文件"):
        replies.submit(case, by=office.li, at=AT)


def test_a_file_taken_out_again_is_not_handed_out(case, office):
    row = replies.attach(case, Handed("名单.pdf", named_list()), by=office.li, at=AT)
    replies.detach(row, by=office.li, at=AT)
    assert files_given(now(case)) == []


# —— serving ——


def test_only_the_post_office_carries_a_letter_and_the_day_of_posting_counts(case, office):
    signed(office, case)
    post = {"by": office.li, "at": later(2), "sent_on": later(1).date()}
    with pytest.raises(Refused, match="邮政企业"):
        serving.serve(case, ServiceMode.MAIL_POST, carrier="某某快递", mail_no="1", **post)
    with pytest.raises(Refused, match="邮件号"):
        serving.serve(case, ServiceMode.MAIL_POST, carrier="中国邮政", **post)
    service = serving.serve(case, ServiceMode.MAIL_POST, carrier="中国邮政", mail_no="EA123456789CN", **post)
    assert (service.on, now(case).served_on, now(case).stage) == (date(2026, 6, 2), date(2026, 6, 2), Stage.SERVED)


def test_over_the_internet_only_with_the_channel_for_reconsideration(case, office):
    signed(office, case)
    issuing.set_organ(office.housing, {"reconsideration_url": ""}, by=office.wang, at=AT)
    with pytest.raises(Refused, match="互联网渠道"):
        serving.serve(case, ServiceMode.ONLINE, sent_on=AT.date(), by=office.li, at=AT)


def test_electronically_only_as_the_applicant_asked(office):
    case = drafted(office, examined(office, delivery=Delivery.MAIL), Outcome.C5_INTERNAL, grounds="内部流程")
    signed(office, case)
    with pytest.raises(Refused, match="申请人要求"):
        serving.serve(case, ServiceMode.ONLINE, sent_on=AT.date(), by=office.li, at=AT)


def test_sent_once_more_the_first_day_stands_and_a_signature_is_noted_beside_it(case, office):
    letter = signed(office, case)
    post = {"carrier": "EMS", "by": office.li}
    with pytest.raises(Refused, match="在申请件上登记"):
        serving.serve_other(letter, ServiceMode.MAIL_POST, sent_on=AT.date(), mail_no="1", at=AT, **post)
    serving.serve(case, ServiceMode.MAIL_POST, sent_on=AT.date(), mail_no="1", at=AT, **post)
    again = serving.serve_other(letter, ServiceMode.MAIL_POST, sent_on=later(5).date(), mail_no="2", at=later(5), **post)
    with pytest.raises(Refused, match="送出之日和今天之间"):
        serving.record_signed_for(again, later(4).date(), by=office.li, at=later(6))
    assert serving.record_signed_for(again, later(6).date(), by=office.li, at=later(6)).signed_for_on == later(6).date()
    assert now(case).served_on == AT.date()


def test_handed_over_the_day_it_was_signed_for_counts(case, office):
    signed(office, case)
    with pytest.raises(Refused, match="签收"):
        serving.serve(case, ServiceMode.DIRECT, sent_on=AT.date(), by=office.li, at=later(3))
    serving.serve(case, ServiceMode.DIRECT, sent_on=AT.date(), signed_for_on=later(2).date(), by=office.li, at=later(3))
    assert now(case).served_on == later(2).date()


def test_nothing_is_served_before_it_was_signed(case, office):
    with pytest.raises(Refused, match="还没有签发"):
        serving.serve(case, ServiceMode.ONLINE, sent_on=AT.date(), by=office.li, at=AT)
    signed(office, case, at=later(1))
    with pytest.raises(Refused, match="早于签发"):
        serving.serve(case, ServiceMode.ONLINE, sent_on=AT.date(), by=office.li, at=later(1))


def test_a_third_party_that_said_no_is_told_why_before_the_applicant_gets_it(office):
    case = examined(office)
    asked = consulted(office, case)
    drafted(office, case, Outcome.A2_GRANTED, items="物业服务合同")
    with pytest.raises(Refused, match="第三方不同意公开") as refused:
        replies.submit(case, by=office.li, at=AT)
    assert refused.value.basis == "政府信息公开条例第三十二条"
    drafted(office, case, Outcome.A2_GRANTED, items="物业服务合同", third_party_reason="不公开会对公共利益造成重大影响")
    letter = signed(office, case)
    notice = Letter.objects.get(kind=LetterKind.THIRD_PARTY_NOTICE)
    text = plain_text(paper_of(notice).blocks)
    assert (notice.consultation, notice.number) == (asked, "澜住建依告〔2026〕2号")
    assert "不公开会对公共利益造成重大影响" in text
    assert "6个月内直接向" in text
    assert "张三" not in text
    with pytest.raises(Refused, match="先把决定和理由告知第三方"):
        serving.serve(case, ServiceMode.ONLINE, sent_on=AT.date(), by=office.li, at=AT)
    serving.serve_other(notice, ServiceMode.MAIL_POST, sent_on=AT.date(), carrier="EMS", mail_no="1", by=office.li, at=AT)
    serving.serve(case, ServiceMode.ONLINE, sent_on=AT.date(), by=office.li, at=AT)
    assert {service.letter for service in Service.objects.all()} == {letter, notice}


def test_what_the_third_party_refused_is_withheld_and_nobody_has_to_be_overruled(office):
    case = examined(office)
    asked = consulted(office, case, Answer.PARTLY)
    facts = {"items": "配租名单", "grounds": "名单中的身份证号属于个人隐私"}
    drafted(office, case, Outcome.B_PARTIAL, **facts)
    redacted(office, case)
    with pytest.raises(Refused, match="没有公开的，请在拟稿页勾选"):
        replies.submit(case, by=office.li, at=AT)
    with pytest.raises(Refused, match="没有表示不同意公开"):
        drafted(office, case, Outcome.B_PARTIAL, objected_withheld=f"{asked.pk},{asked.pk + 1}", **facts)
    with pytest.raises(Refused, match="没有这一项内容"):
        drafted(office, case, Outcome.A2_GRANTED, items="配租名单", objected_withheld=str(asked.pk))
    drafted(office, case, Outcome.B_PARTIAL, objected_withheld=str(asked.pk), **facts)
    signed(office, case)
    assert not Letter.objects.filter(kind=LetterKind.THIRD_PARTY_NOTICE).exists()
    serving.serve(case, ServiceMode.ONLINE, sent_on=AT.date(), by=office.li, at=AT)


def test_only_the_third_party_who_is_overruled_is_told_and_of_what_is_given_out(office):
    case = examined(office)
    kept_to, overruled = consulted(office, case, Answer.PARTLY), consulted(office, case, Answer.REFUSES)
    drafted(office, case, Outcome.B_PARTIAL, items="配租名单", grounds="身份证号属于个人隐私")
    redacted(office, case)
    told = {"objected_withheld": str(kept_to.pk), "third_party_reason": "不公开会对公共利益造成重大影响"}
    drafted(office, case, Outcome.B_PARTIAL, items="配租名单", grounds="身份证号属于个人隐私", **told)
    signed(office, case)
    notice = Letter.objects.get(kind=LetterKind.THIRD_PARTY_NOTICE)
    text = plain_text(paper_of(notice).blocks)
    assert notice.consultation == overruled
    assert "决定公开下列内容：配租名单。" in text and "附件1（区分处理）.pdf" in text
    assert "2025年物业服务合同" not in text  # the officer's question is no decision
    assert "对公开上述信息的决定不服的" in text and "本答复" not in text


def test_a_third_party_that_agreed_needs_no_letter(office):
    case = examined(office)
    consulted(office, case, Answer.AGREES)
    drafted(office, case, Outcome.A2_GRANTED, items="物业服务合同")
    signed(office, case)
    assert not Letter.objects.filter(kind=LetterKind.THIRD_PARTY_NOTICE).exists()


# —— records of one's own, and the history told ——


def test_a_request_to_correct_a_record_is_answered_by_its_own_letter(office):
    case = drafted(office, examined(office, is_correction=True), Outcome.A2_GRANTED, items="出生日期登记有误，已经核实")
    letter = signed(office, case)
    text = plain_text(paper_of(letter).blocks)
    assert letter.kind == LetterKind.RECORD_CORRECTION
    assert "第四十一条，本机关对该记录予以更正。" in text
    assert "6个月内直接向" in text


def test_the_reply_tells_what_happened_on_the_way(office):
    case = examined(office)
    told.clarify(case, ["请写明年份"], answer_by=date(2026, 6, 15), by=office.li, at=AT)
    waits.take_clarification(case, "2025年", by=None, at=later(3))
    told.extend(case, 5, "需要核实", by=office.wang, at=later(4))
    drafted(office, case, Outcome.A2_GRANTED, at=later(4), items="清单")
    text = plain_text(paper_of(signed(office, case, at=later(4))).blocks)
    assert "本机关于2026年6月1日告知您补正，您于2026年6月4日补正。经批准，本件答复期限于2026年6月5日延长5个工作日。" in text
