"""What a case waits for, and what each wait does to its stage and its date. All of it happens in June 2026: day zero is Monday the 1st,
端午 is Friday the 19th, so the reply is due on Tuesday the 30th."""

from datetime import date

import pytest

from gongkai.documents.rules.paper import plain_text
from gongkai.foi.actions import told, waits
from gongkai.foi.actions.intake import Handed
from gongkai.foi.actions.steps import take
from gongkai.foi.letters import paper_of
from gongkai.foi.models import Case, Consultation, Fee, Note
from gongkai.foi.rules.applicants import Material
from gongkai.foi.rules.fees import Mode
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.outcomes import Outcome, lacking
from gongkai.foi.rules.stages import Stage
from gongkai.foi.standing import standing_of
from gongkai.foi.tests.cases import ZHANG_ID, examined, later, on, received, submitted
from gongkai.foi.tests.replying import ready
from gongkai.journal.models import Entry
from gongkai.shared.refusal import Refused

AT = on("2026-06-01")
Kind, Answer = Consultation.Kind, Consultation.Answer
QUESTION = "拟公开贵公司2025年与我局签订的物业服务合同，请就是否同意公开提出意见"


@pytest.fixture
def case(cast):
    found = examined(cast)
    assert found.due_on == date(2026, 6, 30)
    return found


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def asked(case: Case, cast, kind: Consultation.Kind = Kind.THIRD_PARTY, at=AT, **others) -> Consultation:
    step = waits.consult(case, kind, **{"party": "澜州安居物业有限公司", "question": QUESTION, **others}, by=cast.li, at=at)
    return Consultation.objects.get(pk=int(step.happening.data["key"]))


# —— 补正 ——


def test_a_clarification_stops_the_clock_and_its_answer_begins_it_anew(case, cast):
    step = waits.clarify(
        case, ["请写明小区名称", " 请写明 年份 "], answer_by=date(2026, 6, 15), by=cast.li, at=later(2), seen=now(case).version
    )
    assert (step.case.stage, step.case.due_on, step.warnings) == (Stage.CLARIFYING, None, ())
    assert step.happening.data == {"answer_by": "2026-06-15", "items": ["请写明小区名称", "请写明 年份"]}
    step = waits.take_clarification(case, "是青石小区", by=None, at=on("2026-06-10"))
    assert (step.case.stage, step.case.due_on) == (Stage.UNDER_REVIEW, date(2026, 7, 9))
    assert [(note.kind, note.text, note.by) for note in case.notes.all()] == [("applicant", "是青石小区", None)]


def test_a_clarification_is_asked_for_once(case, cast):
    waits.clarify(case, ["请写明年份"], answer_by=date(2026, 6, 15), by=cast.li, at=AT)
    waits.take_clarification(case, "2025年", by=None, at=later(1))
    with pytest.raises(Refused, match="一次性告知") as refused:
        waits.clarify(case, ["再请写明月份"], answer_by=date(2026, 6, 22), by=cast.li, at=later(2))
    assert refused.value.basis == "政府信息公开条例第三十条"


def test_asking_late_or_hurrying_is_done_and_said(case, cast):
    step = waits.clarify(case, ["请写明年份"], answer_by=date(2026, 6, 12), by=cast.li, at=on("2026-06-11"))
    assert len(step.warnings) == 2
    assert "7个工作日" in step.warnings[0] and "只有1个工作日" in step.warnings[1]


@pytest.mark.parametrize(
    ("items", "answer_by", "words"),
    [
        (["", "  "], date(2026, 6, 15), "需要补正的事项"),
        (["请写明年份"], date(2026, 6, 1), "今天之后"),
        (["请写明年份"], date(2062, 6, 15), "核对年份"),
        (["请张三写明年份"], date(2026, 6, 15), "姓名"),
        (["问" * 2001], date(2026, 6, 15), "2000"),
    ],
)
def test_a_clarification_that_cannot_be_answered_is_refused(case, cast, items, answer_by, words):
    with pytest.raises(Refused, match=words):
        waits.clarify(case, items, answer_by=answer_by, by=cast.li, at=AT)
    assert now(case).stage == Stage.UNDER_REVIEW


def test_an_answer_that_came_by_mail_counts_from_the_day_it_came(case, cast):
    waits.clarify(case, ["请写明年份"], answer_by=date(2026, 6, 15), by=cast.li, at=AT)
    with pytest.raises(Refused, match="补正内容"):
        waits.take_clarification(case, " ", by=cast.li, at=later(9), on=date(2026, 6, 8))
    letter = Handed("来信.txt", "补充说明：2025年度。".encode())
    with pytest.raises(Refused, match="最多上传 10 个"):
        waits.take_clarification(case, "", files=[letter] * 11, by=None, at=later(9))
    step = waits.take_clarification(case, "", files=[letter], by=cast.li, at=later(9), on=date(2026, 6, 8))
    assert step.case.due_on == date(2026, 7, 7)
    assert [file.kind for file in case.files.all()] == [Material.CLARIFICATION]


def test_without_an_answer_the_case_ends_when_the_time_is_over_and_not_before(case, cast):
    waits.clarify(case, ["请写明年份"], answer_by=date(2026, 6, 15), by=cast.li, at=AT)
    with pytest.raises(Refused, match="还没有届满"):
        waits.close(case, Outcome.F1_NO_CORRECTION, by=cast.wang, at=on("2026-06-15"))
    with pytest.raises(Refused, match="权限"):
        waits.close(case, Outcome.F1_NO_CORRECTION, by=cast.li, at=on("2026-06-16"))
    with pytest.raises(Refused, match="不能以"):
        waits.close(case, Outcome.F2_NO_PAYMENT, by=cast.wang, at=on("2026-06-16"))
    closed = waits.close(case, Outcome.F1_NO_CORRECTION, by=cast.wang, at=on("2026-06-16")).case
    assert (closed.stage, closed.outcome, closed.closed_on) == (Stage.CLOSED, Outcome.F1_NO_CORRECTION, date(2026, 6, 16))


# —— 说明理由、延迟 ——


def test_good_reasons_allow_a_delay_decided_by_the_head(case, cast):
    waits.ask_reason(case, "本月已提出46件申请", answer_by=date(2026, 6, 12), by=cast.li, at=AT)
    assert now(case).stage == Stage.EXPLAINING
    with pytest.raises(Refused, match="还没有说明理由"):
        waits.judge_reason(case, True, "生产需要", by=cast.li, at=later(1))
    with pytest.raises(Refused, match="请填写理由"):
        waits.take_reason(case, "", by=None, at=later(1))
    waits.take_reason(case, "用于学术研究", by=None, at=later(1))
    step = waits.judge_reason(case, True, "确有研究需要", by=cast.li, at=later(2))
    assert (step.case.stage, step.case.due_on) == (Stage.UNDER_REVIEW, date(2026, 6, 30))
    with pytest.raises(Refused, match="权限"):
        waits.delay(case, 10, "件数多", by=cast.li, at=later(3))
    with pytest.raises(Refused, match="1 到 60"):
        waits.delay(case, 61, "件数多", by=cast.wang, at=later(3))
    assert waits.delay(case, 10, "件数多", by=cast.wang, at=later(3)).case.due_on == date(2026, 7, 14)


def test_no_reasons_in_time_may_be_judged_unreasonable(case, cast):
    waits.ask_reason(case, "本月已提出46件申请", answer_by=date(2026, 6, 12), by=cast.li, at=AT)
    with pytest.raises(Refused, match="届满之前不能认定"):
        waits.judge_reason(case, False, "逾期未说明", by=cast.li, at=on("2026-06-12"))
    assert waits.judge_reason(case, False, "逾期未说明", by=cast.li, at=on("2026-06-15")).case.stage == Stage.UNDER_REVIEW
    with pytest.raises(Refused, match="认定合理"):
        waits.delay(case, 10, "件数多", by=cast.wang, at=on("2026-06-15"))


# —— 延长 ——


def test_the_head_extends_once_by_at_most_twenty_before_the_date(case, cast):
    with pytest.raises(Refused, match="权限"):
        waits.extend(case, 20, "需要向三个部门核实", by=cast.li, at=later(3))
    for workdays in (0, 21):
        with pytest.raises(Refused, match="最多20个工作日") as refused:
            waits.extend(case, workdays, "需要向三个部门核实", by=cast.wang, at=later(3))
        assert refused.value.field == "workdays"
    with pytest.raises(Refused, match="延长的理由"):
        waits.extend(case, 20, " ", by=cast.wang, at=later(3))
    step = waits.extend(case, 20, "需要向三个部门核实", by=cast.wang, at=on("2026-06-30"))
    assert step.case.due_on == date(2026, 7, 28)
    with pytest.raises(Refused, match="只能延长一次"):
        waits.extend(case, 5, "还不够", by=cast.wang, at=on("2026-07-01"))


def test_after_the_date_nothing_is_extended(case, cast):
    with pytest.raises(Refused, match="已经届满"):
        waits.extend(case, 20, "需要核实", by=cast.wang, at=on("2026-07-01"))


# —— 征求意见 ——


def test_time_spent_asking_a_third_party_is_not_counted(case, cast):
    row = asked(case, cast, at=on("2026-06-03"))
    assert (now(case).stage, now(case).due_on) == (Stage.CONSULTING, date(2026, 7, 21))  # as if they had it at once, until somebody says
    waits.record_reached(row, on=date(2026, 6, 5), by=cast.li, at=on("2026-06-08"))
    assert now(case).due_on == date(2026, 7, 23)
    step = waits.record_opinion(row, Answer.REFUSES, "属于商业秘密", on=date(2026, 6, 12), by=cast.li, at=on("2026-06-12"))
    assert (step.case.stage, step.case.due_on) == (Stage.UNDER_REVIEW, date(2026, 7, 9))
    row.refresh_from_db()
    assert (row.answer, row.answered_on, row.reason) == (Answer.REFUSES, date(2026, 6, 12), "属于商业秘密")


@pytest.mark.parametrize(
    "secret", ["张三", "张 三", "139-0000-1234", "１３９００００１２３４", ZHANG_ID, "zhangsan@example.com", "青石街道槐树巷12号3单元502室"]
)
def test_nobody_who_is_asked_learns_who_asks(case, cast, secret):
    with pytest.raises(Refused, match="申请人的") as refused:
        asked(case, cast, question=f"现有人（{secret}）申请公开贵公司的合同，请提出意见")
    assert secret not in str(refused.value)
    assert not Consultation.objects.exists() and now(case).stage == Stage.UNDER_REVIEW


def test_the_party_asked_is_sealed(case, cast):
    asked(case, cast)
    assert "安居物业" not in str(Consultation.objects.values_list("reason", "question"))
    assert "安居物业" not in str(list(Entry.objects.values_list("data", flat=True))) + str(
        list(case.happenings.values_list("data", flat=True))
    )


def test_silence_is_noted_only_when_the_fifteen_days_are_over(case, cast):
    row = asked(case, cast, Kind.CO_ORGAN, party="", organ=cast.transport)
    assert row.party == "澜州市交通运输局"
    with pytest.raises(Refused, match="收到征求意见书的日期"):
        waits.record_silence(row, by=cast.li, at=on("2026-06-29"))
    waits.record_reached(row, on=date(2026, 6, 2), by=cast.li, at=later(1))
    with pytest.raises(Refused, match=r"2026年6月24日") as refused:
        waits.record_silence(row, by=cast.li, at=on("2026-06-24"))
    assert refused.value.basis == "政府信息公开条例第三十四条"
    assert waits.record_silence(row, by=cast.li, at=on("2026-06-25")).case.stage == Stage.UNDER_REVIEW
    with pytest.raises(Refused, match="已经登记为“逾期未答复”"):
        waits.record_opinion(row, Answer.AGREES, on=date(2026, 6, 25), by=cast.li, at=on("2026-06-25"))


def test_two_are_asked_and_both_are_waited_for(case, cast):
    first, second = asked(case, cast), asked(case, cast, party="澜州绿洲园林有限公司")
    waits.record_reached(first, on=date(2026, 6, 2), by=cast.li, at=later(1))
    waits.record_opinion(first, Answer.AGREES, on=date(2026, 6, 4), by=cast.li, at=later(3))
    assert now(case).stage == Stage.CONSULTING
    waits.record_opinion(second, Answer.AGREES, on=date(2026, 6, 8), by=cast.li, at=later(7))
    assert (now(case).stage, now(case).due_on) == (Stage.UNDER_REVIEW, date(2026, 7, 7))


def test_opinions_before_the_question_or_without_reasons_are_refused(case, cast):
    row = asked(case, cast, at=on("2026-06-03"))
    with pytest.raises(Refused, match="不能早于"):
        waits.record_reached(row, on=date(2026, 6, 2), by=cast.li, at=on("2026-06-04"))
    waits.record_reached(row, on=date(2026, 6, 4), by=cast.li, at=on("2026-06-04"))
    with pytest.raises(Refused, match="已经登记过对方收到"):
        waits.record_reached(row, on=date(2026, 6, 4), by=cast.li, at=on("2026-06-04"))
    with pytest.raises(Refused, match="不能早于"):
        waits.record_opinion(row, Answer.AGREES, on=date(2026, 6, 3), by=cast.li, at=on("2026-06-04"))
    with pytest.raises(Refused, match="其理由"):
        waits.record_opinion(row, Answer.PARTLY, on=date(2026, 6, 4), by=cast.li, at=on("2026-06-04"))
    with pytest.raises(Refused, match="逾期未答复"):
        waits.record_opinion(row, Answer.SILENT, on=date(2026, 6, 4), by=cast.li, at=on("2026-06-04"))


def test_a_mistaken_opinion_is_taken_back_with_what_it_filled_in(case, cast):
    row = asked(case, cast)
    waits.record_reached(row, on=date(2026, 6, 2), by=cast.li, at=later(1))
    step = waits.record_opinion(row, Answer.AGREES, on=date(2026, 6, 3), by=cast.li, at=later(2))
    back = waits.take_back(step.happening, "登记到了别的案件", by=cast.li, at=later(2))
    row.refresh_from_db()
    assert (back.stage, row.answer, row.answered_on, row.reached_on) == (Stage.CONSULTING, "", None, date(2026, 6, 2))
    assert (
        waits.record_opinion(row, Answer.REFUSES, "商业秘密", on=date(2026, 6, 4), by=cast.li, at=later(3)).case.stage == Stage.UNDER_REVIEW
    )


# —— 收费 ——


def test_the_thirty_first_of_a_month_costs_what_the_formula_says(cast):
    for _ in range(30):
        received(cast)
    case = examined(cast)
    assert waits.count_in_month(case) == 31
    step = waits.charge(case, Mode.BY_ITEM, why="本月已提出31件", by=cast.li, at=AT)
    fee = Fee.objects.get()
    assert (fee.count, fee.amount, fee.mode, fee.notified_on) == (31, 200, Mode.BY_ITEM, AT.date())
    assert fee.formula.endswith("= 200元") and step.happening.data["amount"] == 200
    assert (step.case.stage, step.case.due_on) == (Stage.FEE_NOTIFIED, None)
    paid = waits.record_payment(case, on=date(2026, 6, 10), receipt_no="票0012", by=cast.li, at=on("2026-06-11")).case
    assert (paid.stage, paid.due_on) == (Stage.UNDER_REVIEW, date(2026, 7, 9))
    fee.refresh_from_db()
    assert (fee.paid_on, fee.receipt_no) == (date(2026, 6, 10), "票0012")
    with pytest.raises(Refused, match="只能收费一次"):
        waits.charge(case, Mode.BY_PAGE, pages=200, why="本月已提出31件", by=cast.li, at=on("2026-06-12"))


def test_only_this_applicant_this_organ_and_this_month_are_counted(cast):
    received(cast, at=on("2026-05-29"))
    received(cast, organ=cast.housing, name="李雷", id_number="", phone="13900007777")
    submitted(cast)
    received(cast, organ=cast.transport, by=cast.zhao)
    assert waits.count_in_month(examined(cast)) == 1


def test_what_costs_nothing_is_not_charged(case, cast):
    with pytest.raises(Refused, match="按标准不收费"):
        waits.charge(case, Mode.BY_ITEM, why="本月已提出31件", by=cast.li, at=AT)
    with pytest.raises(Refused, match="按标准不收费"):
        waits.charge(case, Mode.BY_PAGE, pages=30, why="本月已提出31件", by=cast.li, at=AT)
    assert waits.charge(case, Mode.BY_PAGE, pages=101, why="本月已提出31件", by=cast.li, at=AT).happening.data["amount"] == 720


def test_without_payment_the_case_ends_after_twenty_working_days(case, cast):
    waits.charge(case, Mode.BY_PAGE, pages=101, why="本月已提出31件", by=cast.li, at=AT)
    waits.record_notice(case, on=AT.date(), by=cast.li, at=AT)
    with pytest.raises(Refused, match="还没有届满"):
        waits.close(case, Outcome.F2_NO_PAYMENT, by=cast.wang, at=on("2026-06-30"))
    assert waits.close(case, Outcome.F2_NO_PAYMENT, by=cast.wang, at=on("2026-07-01")).case.outcome == Outcome.F2_NO_PAYMENT


def test_a_fee_notice_cannot_be_put_on_a_day_before_the_date_had_passed(case, cast):
    """Received on 1 June, overdue from 1 July: no notice of today, and none of a day in June, begins the clock anew."""
    after = on("2026-07-06")
    with pytest.raises(Refused, match="期限已经届满"):
        waits.charge(case, Mode.BY_PAGE, pages=101, why="本月已提出31件", by=cast.li, at=after)
    with pytest.raises(Refused, match="以办理当天为准"):
        take(case, Action.CHARGE, by=cast.li, at=after, on=date(2026, 6, 15), data={"why": "本月已提出31件"})
    assert (now(case).stage, now(case).due_on) == (Stage.UNDER_REVIEW, date(2026, 6, 30))


def test_a_fee_notice_says_what_is_beyond_reason(case, cast):
    with pytest.raises(Refused, match="数量、频次明显超过合理范围"):
        waits.charge(case, Mode.BY_PAGE, pages=101, why=" ", by=cast.li, at=AT)


def test_the_time_to_pay_runs_from_the_day_the_notice_came(case, cast):
    waits.charge(case, Mode.BY_PAGE, pages=101, why="本月已提出31件", by=cast.li, at=AT)
    with pytest.raises(Refused, match="请先“登记收到通知”"):
        waits.close(case, Outcome.F2_NO_PAYMENT, by=cast.wang, at=on("2026-09-01"))
    with pytest.raises(Refused, match="不能早于收费通知书发出之日"):
        waits.record_notice(case, on=date(2026, 5, 29), by=cast.li, at=later(3))
    came = waits.record_notice(case, on=date(2026, 6, 4), by=cast.li, at=on("2026-06-05"))
    with pytest.raises(Refused, match="已经登记过"):
        waits.record_notice(case, on=date(2026, 6, 5), by=cast.li, at=on("2026-06-05"))
    with pytest.raises(Refused, match="缴费日期不能早于"):
        waits.record_payment(case, on=date(2026, 6, 3), by=cast.li, at=on("2026-06-05"))
    with pytest.raises(Refused, match="还没有届满"):
        waits.close(case, Outcome.F2_NO_PAYMENT, by=cast.wang, at=on("2026-07-03"))
    waits.take_back(came.happening, "看错了签收单", by=cast.li, at=on("2026-07-04"))
    assert Fee.objects.get().reached_on is None
    waits.record_notice(case, on=date(2026, 6, 3), by=cast.li, at=on("2026-07-04"))
    assert waits.close(case, Outcome.F2_NO_PAYMENT, by=cast.wang, at=on("2026-07-03")).case.stage == Stage.CLOSED


def test_a_mistaken_payment_and_then_the_charge_are_taken_back(case, cast):
    charged = waits.charge(case, Mode.BY_PAGE, pages=101, why="本月已提出31件", by=cast.li, at=AT)
    paid = waits.record_payment(case, on=AT.date(), receipt_no="票0012", by=cast.li, at=AT)
    waits.take_back(paid.happening, "票据登记错误", by=cast.li, at=AT)
    assert Fee.objects.get().paid_on is None
    waits.take_back(charged.happening, "不应收费", by=cast.li, at=AT)
    assert not Fee.objects.exists()
    assert (now(case).stage, now(case).due_on) == (Stage.UNDER_REVIEW, date(2026, 6, 30))
    assert waits.charge(case, Mode.BY_PAGE, pages=31, why="本月已提出31件", by=cast.li, at=AT).case.stage == Stage.FEE_NOTIFIED


# —— 撤回 ——


def test_the_applicant_withdraws_and_what_he_says_is_sealed(case):
    step = waits.withdraw(case, "我张三已经拿到了", by=None, at=later(1))
    assert (step.case.stage, step.case.outcome) == (Stage.CLOSED, Outcome.F3_OTHER)
    assert step.happening.data["why"] == "申请人自行撤回" and case.notes.get().text == "我张三已经拿到了"


def test_an_officer_says_why_a_case_ends(case, cast):
    for why, words in (("", "撤回、死亡或者终止"), ("张三来电撤回", "姓名")):
        with pytest.raises(Refused, match=words):
            waits.withdraw(case, why, "撤回书", by=cast.li, at=AT)
    assert waits.withdraw(case, "申请人书面撤回", "撤回书", by=cast.li, at=AT).case.closed_on == AT.date()


def test_what_was_seen_before_somebody_else_acted_is_stale(case, cast):
    seen = now(case).version
    waits.extend(case, 5, "需要核实", by=cast.wang, at=AT, seen=seen)
    with pytest.raises(Refused, match="新的进展"):
        waits.withdraw(case, "申请人书面撤回", "撤回书", by=cast.li, at=AT, seen=seen)
    assert not case.happenings.filter(kind=Action.WITHDRAW).exists() and not Note.objects.exists()


def test_an_agent_is_not_named_either_but_his_papers_in_general_may_be(cast):
    case = examined(cast, agent="王五，身份证号码 990100198503150029", has_authority=True, address="3号")
    for secret in ("王五", "990100198503150029"):
        with pytest.raises(Refused, match="代理人"):
            asked(case, cast, question=f"{secret}申请公开贵公司的合同，请提出意见")
    assert asked(case, cast, question="拟公开合同（不含身份证号码），寄3号楼，请提出意见")


@pytest.mark.parametrize("what", ["申请人5月6日死亡", "申请单位已经注销"])
def test_a_case_whose_applicant_died_or_was_dissolved_ends_with_its_material(cast, what):
    case = examined(ready(cast))
    for why, material in ((what, ""), ("", "死亡证明"), (what, "张三的死亡证明")):
        with pytest.raises(Refused):
            told.withdraw(case, why, material, by=cast.li, at=AT)
    done = told.withdraw(case, what, "民政部门出具的证明，6月1日", by=cast.li, at=AT)
    ended = done.step.case
    assert (ended.stage, ended.outcome) == (Stage.CLOSED, Outcome.F3_OTHER)
    assert lacking(Outcome.F3_OTHER, standing_of(ended, on=AT.date()).facts.evidence) == ()
    assert f"{what}（材料：民政部门出具的证明，6月1日）" in plain_text(paper_of(done.letters[0]).blocks)
