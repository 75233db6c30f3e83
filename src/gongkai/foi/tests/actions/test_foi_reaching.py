"""When a letter went out and when it came: what the clock may count on, and what a case may be ended for. June 2026: day zero is Monday
the 1st, the seventh working day the 10th, 端午 Friday the 19th, the reply due on Tuesday the 30th."""

from datetime import date

import pytest

from gongkai.documents.rules.paper import plain_text
from gongkai.foi.actions import serving, told, waits
from gongkai.foi.actions.intake import Handed
from gongkai.foi.letters import paper_of
from gongkai.foi.models import Case, Consultation, Fee, Letter, Service
from gongkai.foi.rules.course import course
from gongkai.foi.rules.fees import Mode
from gongkai.foi.rules.letter_kinds import LetterKind
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.receipt import Carrier, Delivery
from gongkai.foi.rules.service import ServiceMode
from gongkai.foi.rules.stages import Stage
from gongkai.foi.standing import facts_of, standing_of
from gongkai.foi.tests.cases import PNG, examined, on
from gongkai.foi.tests.replying import drafted, ready, signed
from gongkai.shared.refusal import Refused

AT = on("2026-06-01")
POST = {"mode": ServiceMode.MAIL_POST, "carrier": "EMS", "mail_no": "EA1"}
PROOF = [Handed("发送记录.png", PNG)]


@pytest.fixture
def office(cast):
    return ready(cast)


@pytest.fixture
def by_post(office):
    """张三 wants everything by post: he has the code of no page."""
    return examined(office, delivery=Delivery.MAIL, carrier=Carrier.PAPER)


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def day(text: str) -> date:
    return date.fromisoformat(text)


def posted(letter: Letter, sent: str, office, written: str = "", **how) -> Service:
    """Posted on this day, written down on that or a later one."""
    return serving.serve_other(letter, **{**POST, **how}, sent_on=day(sent), by=office.li, at=on(written or sent))


def asked_to_clarify(case: Case, office, answer_by: str = "2026-06-22") -> Letter:
    return told.clarify(case, ["请写明小区名称"], answer_by=day(answer_by), by=office.li, at=on("2026-06-05")).letters[0]


# —— 补正 ——


def test_a_case_is_not_ended_for_a_notice_that_nobody_sent(by_post, office):
    asked_to_clarify(by_post, office)
    for at in ("2026-06-23", "2026-12-01"):
        with pytest.raises(Refused, match="请先“登记收到通知”") as refused:
            waits.close(by_post, Outcome.F1_NO_CORRECTION, by=office.wang, at=on(at))
    assert refused.value.basis == "政府信息公开条例第三十条"
    assert now(by_post).stage == Stage.CLARIFYING


def test_the_days_given_run_from_the_day_the_notice_was_signed_for(by_post, office):
    """Ten working days were given, from the 5th to the 22nd; signed for on the 12th they last until Monday the 29th."""
    service = posted(asked_to_clarify(by_post, office), "2026-06-08", office)
    assert service.warnings == ()
    with pytest.raises(Refused, match="请先“登记收到通知”"):
        waits.close(by_post, Outcome.F1_NO_CORRECTION, by=office.wang, at=on("2026-06-29"))
    serving.record_signed_for(service, day("2026-06-12"), by=office.li, at=on("2026-06-15"))
    with pytest.raises(Refused, match="还没有届满"):
        waits.close(by_post, Outcome.F1_NO_CORRECTION, by=office.wang, at=on("2026-06-29"))
    assert waits.close(by_post, Outcome.F1_NO_CORRECTION, by=office.wang, at=on("2026-06-30")).case.stage == Stage.CLOSED


def test_a_notice_posted_after_the_seventh_working_day_is_said_to_be_late(by_post, office):
    """Written on the 5th, posted on the 29th with an answer wanted by the 30th: late, and sixteen working days are left from 1 July on."""
    service = posted(asked_to_clarify(by_post, office, "2026-06-30"), "2026-06-29", office)
    assert ["2026年6月10日" in late and "7个工作日" in late for late in service.warnings] == [True]
    waits.record_notice(by_post, on=day("2026-07-01"), by=office.li, at=on("2026-07-02"))
    with pytest.raises(Refused, match="还没有届满"):
        waits.close(by_post, Outcome.F1_NO_CORRECTION, by=office.wang, at=on("2026-07-23"))
    assert waits.close(by_post, Outcome.F1_NO_CORRECTION, by=office.wang, at=on("2026-07-24")).case.stage == Stage.CLOSED


def test_who_reads_online_was_asked_the_moment_it_stood_there(office):
    case = examined(office)
    letter = asked_to_clarify(case, office)
    posted(letter, "2026-06-05", office, "2026-06-09", mode=ServiceMode.ONLINE, carrier="", mail_no="")
    with pytest.raises(Refused, match="当时就能看到"):
        waits.record_notice(case, on=day("2026-06-09"), by=office.li, at=on("2026-06-09"))
    assert waits.close(case, Outcome.F1_NO_CORRECTION, by=office.wang, at=on("2026-06-23")).case.stage == Stage.CLOSED


def test_handed_over_it_was_sent_and_came_on_the_day_it_was_signed_for(by_post, office):
    letter = asked_to_clarify(by_post, office)
    row = posted(letter, "2026-06-08", office, "2026-06-11", mode=ServiceMode.DIRECT, signed_for_on=day("2026-06-11"))
    assert row.warnings
    facts = standing_of(now(by_post), on=day("2026-06-11")).facts.clarification
    assert (facts.sent_on, facts.reached_on, facts.on_its_way) == (day("2026-06-11"), day("2026-06-11"), False)


def test_reasons_nobody_was_asked_for_yet_are_not_judged_missing(by_post, office):
    letter = told.ask_reason(by_post, "本月已提出46件申请", answer_by=day("2026-06-12"), by=office.li, at=AT).letters[0]
    with pytest.raises(Refused, match="请先“登记收到通知”"):
        waits.judge_reason(by_post, False, "逾期未说明", by=office.li, at=on("2026-06-15"))
    serving.record_signed_for(posted(letter, "2026-06-02", office), day("2026-06-04"), by=office.li, at=on("2026-06-05"))
    with pytest.raises(Refused, match="到2026年6月17日"):
        waits.judge_reason(by_post, False, "逾期未说明", by=office.li, at=on("2026-06-15"))
    assert waits.judge_reason(by_post, False, "逾期未说明", by=office.li, at=on("2026-06-18")).case.stage == Stage.UNDER_REVIEW


# —— one fact, one day ——


def test_a_fee_notice_that_was_signed_for_has_come(by_post, office):
    letter = told.charge(by_post, Mode.BY_PAGE, pages=101, why="本月已提出31件", by=office.li, at=AT).letters[0]
    row = posted(letter, "2026-06-02", office)
    serving.record_signed_for(row, day("2026-06-04"), by=office.li, at=on("2026-06-05"))
    assert Fee.objects.get().reached_on == day("2026-06-04")
    step = by_post.happenings.last()
    waits.take_back(step, "看错了签收单", by=office.li, at=on("2026-06-05"))
    row.refresh_from_db()
    assert (Fee.objects.get().reached_on, row.signed_for_on) == (None, None)
    serving.record_signed_for(row, day("2026-06-03"), by=office.li, at=on("2026-06-05"))
    assert Fee.objects.get().reached_on == day("2026-06-03")


def consulted(case: Case, office) -> tuple[Consultation, Letter]:
    made = told.consult(
        case, Consultation.Kind.THIRD_PARTY, party="澜州安居物业有限公司", question="物业服务合同", by=office.li, at=on("2026-06-03")
    )
    return Consultation.objects.get(), next(each for each in made.letters if each.consultation_id)


def test_a_third_party_who_signed_for_the_letter_has_it_since_that_day(by_post, office):
    """Signed for on 11 June, the fifteenth working day is 3 July; two were used, eighteen are left from the 6th: 29 July."""
    asked, letter = consulted(by_post, office)
    row = posted(letter, "2026-06-03", office)
    serving.record_signed_for(row, day("2026-06-11"), by=office.li, at=on("2026-06-12"))
    asked.refresh_from_db()
    assert (asked.reached_on, now(by_post).due_on) == (day("2026-06-11"), day("2026-07-29"))
    with pytest.raises(Refused, match="已经登记过对方收到"):
        waits.record_reached(asked, on=day("2026-07-15"), by=office.li, at=on("2026-07-15"))
    waits.take_back(by_post.happenings.last(), "看错了", by=office.li, at=on("2026-06-12"))
    row.refresh_from_db()
    assert row.signed_for_on is None
    waits.record_reached(asked, on=day("2026-06-10"), by=office.li, at=on("2026-06-12"))
    with pytest.raises(Refused, match="应当是同一天"):
        serving.record_signed_for(row, day("2026-06-12"), by=office.li, at=on("2026-06-12"))
    assert Service.objects.get(pk=row.pk).signed_for_on is None
    serving.record_signed_for(row, day("2026-06-10"), by=office.li, at=on("2026-06-12"))


def test_a_receipt_that_contradicts_the_signature_is_refused(by_post, office):
    asked, letter = consulted(by_post, office)
    Service.objects.filter(pk=posted(letter, "2026-06-03", office).pk).update(signed_for_on=day("2026-06-11"))  # as kept before
    with pytest.raises(Refused, match="2026年6月11日签收"):
        waits.record_reached(asked, on=day("2026-07-15"), by=office.li, at=on("2026-07-15"))
    waits.record_reached(asked, on=day("2026-06-11"), by=office.li, at=on("2026-07-15"))


# —— 延长 ——


def test_an_extension_told_after_the_first_date_moves_nothing(by_post, office):
    made = told.extend(by_post, 20, "需要向三个部门核实", by=office.wang, at=on("2026-06-30"))
    assert ["在2026年6月30日之前" in one for one in made.warnings] == [True]
    assert "2026年7月28日" in plain_text(paper_of(made.letters[0]).blocks)
    assert now(by_post).due_on == day("2026-06-30")
    assert "延长" not in course(facts_of(by_post))
    row = posted(made.letters[0], "2026-07-20", office)
    assert ["不发生延长的效力" in one for one in row.warnings] == [True]
    assert now(by_post).due_on == day("2026-06-30")


def test_an_extension_posted_on_the_last_day_counts_whenever_that_is_written_down(by_post, office):
    letter = told.extend(by_post, 20, "需要向三个部门核实", by=office.wang, at=on("2026-06-30")).letters[0]
    row = posted(letter, "2026-06-30", office, "2026-07-02")
    assert (row.warnings, now(by_post).due_on) == ((), day("2026-07-28"))
    posted(letter, "2026-07-20", office, mail_no="EA2")
    assert now(by_post).due_on == day("2026-07-28")


def test_an_extension_that_stands_on_the_applicants_page_is_told(office):
    case = examined(office)
    assert told.extend(case, 20, "需要向三个部门核实", by=office.wang, at=on("2026-06-30")).case.due_on == day("2026-07-28")


# —— by wire ——


def replied(office, delivery: Delivery, **others) -> Case:
    case = drafted(office, examined(office, delivery=delivery, **others), Outcome.C5_INTERNAL, grounds="内部流程", at=AT)
    signed(office, case, at=on("2026-06-29"))
    return case


def test_online_is_served_at_the_moment_it_can_be_read_and_on_no_day_before(office):
    case = replied(office, Delivery.ONLINE)
    with pytest.raises(Refused, match="2026年7月15日") as refused:
        serving.serve(case, ServiceMode.ONLINE, sent_on=day("2026-06-29"), by=office.li, at=on("2026-07-15"))
    assert refused.value.field == "sent_on"
    row = serving.serve(case, ServiceMode.ONLINE, sent_on=day("2026-07-15"), by=office.li, at=on("2026-07-15"))
    assert now(case).served_on == day("2026-07-15")
    assert any("记为超期" in one for one in row.warnings)


@pytest.mark.parametrize(("delivery", "mode"), [(Delivery.EMAIL, ServiceMode.EMAIL), (Delivery.FAX, ServiceMode.FAX)])
def test_by_e_mail_or_fax_a_past_day_is_proved_and_looked_at(office, delivery, mode):
    case = replied(office, delivery, fax="0999-5550000")
    with pytest.raises(Refused, match="发送记录") as refused:
        serving.serve(case, mode, sent_on=day("2026-06-29"), by=office.li, at=on("2026-07-15"))
    assert refused.value.field == "file"
    row = serving.serve(case, mode, sent_on=day("2026-06-29"), files=PROOF, by=office.li, at=on("2026-07-15"))
    assert ["请核对发送记录" in one for one in row.warnings] == [True]


def test_an_extension_said_to_have_been_mailed_in_time_is_looked_at(office):
    case = examined(office, delivery=Delivery.EMAIL)
    letter = told.extend(case, 20, "需要向三个部门核实", by=office.wang, at=on("2026-06-30")).letters[0]
    how = {"mode": ServiceMode.EMAIL, "carrier": "", "mail_no": ""}
    with pytest.raises(Refused, match="发送记录"):
        posted(letter, "2026-06-30", office, "2026-07-15", **how)
    row = posted(letter, "2026-06-30", office, "2026-07-15", files=PROOF, **how)
    assert ["请核对发送记录" in one for one in row.warnings] == [True]
    assert now(case).due_on == day("2026-07-28")


def test_by_e_mail_today_needs_nothing_more(office):
    case = replied(office, Delivery.EMAIL)
    row = serving.serve(case, ServiceMode.EMAIL, sent_on=day("2026-06-30"), by=office.li, at=on("2026-06-30"))
    assert (row.warnings, now(case).served_on) == ((), day("2026-06-30"))


def test_what_is_read_at_once_was_served_on_the_day_it_was_signed(office):
    case = examined(office)
    letter = asked_to_clarify(case, office)
    how = {"mode": ServiceMode.ONLINE, "carrier": "", "mail_no": ""}
    with pytest.raises(Refused, match="2026年6月5日"):
        posted(letter, "2026-06-09", office, **how)
    assert posted(letter, "2026-06-05", office, "2026-06-09", **how).on == day("2026-06-05")


# —— 收费 ——


def test_what_asks_for_a_correction_is_no_item_of_the_month_and_costs_nothing(office):
    corrections = [examined(office, is_correction=True) for _ in range(3)]
    assert waits.count_in_month(examined(office)) == 1
    with pytest.raises(Refused, match="更正自身信息的不收费"):
        waits.charge(corrections[0], Mode.BY_PAGE, pages=101, why="本月已提出31件", by=office.li, at=AT)


def test_the_letters_whose_coming_is_waited_for_have_their_names():
    assert set(waits.NOTICE_OF.values()) == {LetterKind.CLARIFICATION, LetterKind.REASON_REQUEST, LetterKind.FEE_NOTICE}
