"""收件: what is taken into the ledger, by which way, on which day it counts as received, and how it gets its number."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from tests.cast import AT, ON

from gongkai.foi.actions import intake, steps, waits
from gongkai.foi.actions.intake import Handed
from gongkai.foi.letters import request_of
from gongkai.foi.models import Case, CaseFile, Happening
from gongkai.foi.rules.applicants import ApplicantKind, IdKind, Material
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.receipt import Arrival, Channel
from gongkai.foi.rules.stages import Stage
from gongkai.foi.tests.cases import COMPANY_USCC, OTHER_ID, ZHANG_ID, examined, later, received, submission, submitted
from gongkai.journal.models import Entry
from gongkai.shared.refusal import Refused

PNG = b"\x89PNG\r\n\x1a\n" + bytes.fromhex(
    "0000000d4948445200000001000000010806000000" + "1f15c489" + "0000000d49444154789c6360000002000001e221bc33" + "0000000049454e44ae426082"
)


def text_file(name: str = "说明.txt", material: Material = Material.OTHER) -> Handed:
    return Handed(name, "需要查询的房屋坐落于青石街道。".encode(), material)


def test_what_is_sent_on_the_portal_waits_to_be_confirmed(cast):
    case = submitted(cast)
    assert (case.stage, case.received_on, case.due_on) == (Stage.SUBMITTED, None, None)
    assert case.number is None


def test_confirming_starts_the_clock_on_the_day_both_sides_confirmed(cast):
    case = submitted(cast)
    step = intake.confirm_receipt(case, on=date(2026, 6, 2), how="6月2日电话确认", by=cast.li, at=later(2))
    assert (step.case.stage, step.case.received_on, step.case.due_on) == (Stage.RECEIVED, date(2026, 6, 2), date(2026, 7, 1))
    assert step.case.confirmed_by == "6月2日电话确认"
    with pytest.raises(Refused, match="怎样与申请人确认"):
        intake.confirm_receipt(case, on=ON, how=" ", by=cast.li, at=AT)


def test_an_installation_may_count_what_is_sent_online_at_once(cast, settings):
    settings.FOI_CONFIRM = "on_submission"
    assert submitted(cast).received_on == ON


def test_what_is_handed_over_at_the_counter_is_received_that_day(cast):
    case = intake.submit(cast.housing, submission(channel=Channel.COUNTER), by=cast.li, at=AT)
    assert (case.stage, case.received_on) == (Stage.RECEIVED, ON)


def test_a_signed_letter_is_received_the_day_it_was_signed_for(cast):
    arrival = Arrival(date(2026, 5, 27), signed_for_on=date(2026, 5, 28))
    case = intake.submit(cast.housing, submission(channel=Channel.MAIL_SIGNED, arrival=arrival), by=cast.li, at=AT)
    assert case.received_on == date(2026, 5, 28)


def test_an_ordinary_letter_waits_for_the_call(cast):
    case = intake.submit(cast.housing, submission(channel=Channel.MAIL_ORDINARY), by=cast.li, at=AT)
    assert case.received_on is None


def test_nobody_says_for_himself_that_his_letter_was_received(cast):
    with pytest.raises(Refused, match="由行政机关登记"):
        intake.submit(cast.housing, submission(channel=Channel.COUNTER), by=None, at=AT)
    with pytest.raises(Refused, match="由行政机关确认"):
        intake.submit(cast.housing, submission(arrival=Arrival(date(2026, 5, 28), confirmed_on=date(2026, 5, 29))), by=None, at=AT)
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("others", "field"),
    [
        ({"name": " "}, "name"),
        ({"info_title": "", "info_text": ""}, "info_title"),
        ({"phone": "", "email": "", "address": ""}, "phone"),
        ({"id_number": ZHANG_ID[:-1] + "3"}, "id_number"),
        ({"id_kind": IdKind.USCC}, "id_kind"),
        ({"info_text": "问" * 5001}, "info_text"),
        ({"fax": "0" * 41}, "fax"),
        ({"files": (text_file(),) * 11}, "files"),
        ({"arrival": Arrival(date(2026, 6, 2))}, "arrived_on"),
        ({"arrival": Arrival(date(206, 6, 1))}, "arrived_on"),
    ],
)
def test_the_field_to_mend_is_named_and_nothing_is_kept(cast, others, field):
    with pytest.raises(Refused) as refused:
        submitted(cast, **others)
    assert refused.value.field == field
    assert not Case.objects.exists() and not CaseFile.objects.exists()


def test_what_a_letter_lacks_is_a_reason_to_ask_not_to_turn_it_away(cast):
    without = submission(channel=Channel.COUNTER, id_number="", phone="", email="", address="", has_id_proof=False)
    assert intake.submit(cast.housing, without, by=cast.li, at=AT).stage == Stage.RECEIVED


def test_an_organisation_asks_with_its_own_number(cast):
    case = submitted(
        cast,
        kind=ApplicantKind.LEGAL_COMMERCIAL,
        name="澜州某某工程有限公司",
        representative="李经理",
        id_kind=IdKind.USCC,
        id_number=COMPANY_USCC,
    )
    assert case.applicant_kind == ApplicantKind.LEGAL_COMMERCIAL


def test_who_asks_is_sealed_in_the_database(cast):
    case = submitted(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM foi_case")
        row = " ".join(str(value) for value in cursor.fetchone())
    for secret in ("张三", ZHANG_ID, "13900001234", "zhangsan@example.com", "槐树巷"):
        assert secret not in row
    case.refresh_from_db()
    assert (case.applicant_name, case.id_number) == ("张三", ZHANG_ID)
    assert not any("张三" in str(entry.data) for entry in Entry.objects.all())


def test_the_same_applicant_is_known_again_by_his_number(cast):
    mine, again, other = submitted(cast), submitted(cast, name="张 三"), submitted(cast, name="李雷", id_number=OTHER_ID)
    assert mine.applicant_key == again.applicant_key != other.applicant_key


def test_sent_twice_under_one_key_it_is_one_case(cast):
    assert submitted(cast, key="form-1").pk == submitted(cast, key="form-1").pk
    with pytest.raises(Refused, match="另一份申请"):
        submitted(cast, key="form-1", info_title="别的信息")
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sent_twice_in_one_moment_it_is_one_case(cast):
    barrier, made = Barrier(4), []

    def send():
        barrier.wait()
        made.append(submitted(cast, key="form-1").pk)
        connections.close_all()

    threads = [Thread(target=send) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(made) == 4 and len(set(made)) == 1
    assert Happening.objects.filter(kind=Action.SUBMIT).count() == 1


def test_proofs_of_identity_are_sealed_and_each_opening_is_noted(cast):
    case = submitted(cast, files=(Handed("身份证.png", PNG, Material.IDENTITY), text_file()))
    proof, other = case.files.all()
    assert proof.stored is None and other.stored is not None and not other.sealed
    assert intake.open_sealed(proof, by=cast.li, at=AT) == PNG
    assert Entry.objects.filter(kind="foi.proof.opened").count() == 1
    with pytest.raises(Refused, match="权限"):
        intake.open_sealed(proof, by=cast.zhao, at=AT)


def test_a_look_at_the_number_needs_a_reason(cast):
    case = submitted(cast)
    with pytest.raises(Refused, match="查看原因"):
        intake.reveal(case, why=" ", by=cast.li, at=AT)
    assert intake.reveal(case, why="核对身份", by=cast.li, at=AT).id_number == ZHANG_ID
    assert Entry.objects.get(kind="foi.applicant.revealed").data == {"why": "核对身份"}
    with pytest.raises(Refused, match="权限"):
        intake.reveal(case, why="核对身份", by=cast.zhou, at=AT)


def test_numbers_have_neither_gap_nor_double(cast):
    numbers = []
    for _ in range(3):
        numbers.append(intake.register(received(cast), by=cast.li, at=AT).case.number)
        with pytest.raises(Refused):
            intake.register(received(cast), by=cast.zhao, at=AT)
    assert [number[-4:] for number in numbers] == ["0001", "0002", "0003"]
    assert intake.register(received(cast, at=later(1)), by=cast.li, at=later(1)).case.number.endswith("-0001")


def test_the_number_is_found_among_the_words(cast):
    assert examined(cast).number.split("-")[0] in Case.objects.get().words


def test_whoever_examines_it_handles_it(cast):
    case = examined(cast)
    assert (case.handler, case.stage) == (cast.li, Stage.UNDER_REVIEW)


def test_several_matters_become_cases_of_their_own_received_the_same_day(cast):
    case = examined(cast)
    made = intake.split(case, ["2025年度公租房配租名单及结果的完整文本", "2025年度公租房租金标准调整的会议纪要"], by=cast.li, at=later(1))
    case.refresh_from_db()
    (child,) = made
    assert (child.received_on, child.due_on, child.stage) == (case.received_on, case.due_on, Stage.REGISTERED)
    assert child.split_from == case and child.ticket != case.ticket and child.number != case.number
    assert child.applicant_name == "张三" and child.likeness is not None and "纪要" in child.words
    assert case.info_title == "2025年度公租房配租名单及结果的完整文本"
    with pytest.raises(Refused, match="至少要有两项"):
        intake.split(case, ["只有一项", " "], by=cast.li, at=AT)
    with pytest.raises(Refused, match="权限"):
        intake.split(case, ["一", "二"], by=cast.zhao, at=AT)


def test_a_mistaken_day_is_taken_back_and_both_rows_stay(cast):
    case = submitted(cast)
    step = intake.confirm_receipt(case, on=ON, how="电话确认", by=cast.li, at=later(2))
    back = steps.cancel(step.happening, why="确认日期登记错了", by=cast.li, at=later(2))
    assert (back.stage, back.received_on, back.due_on) == (Stage.SUBMITTED, None, None)
    assert case.happenings.count() == 3
    again = intake.confirm_receipt(case, on=date(2026, 6, 3), how="电话确认", by=cast.li, at=later(2)).case
    assert again.received_on == date(2026, 6, 3)


def test_only_the_last_thing_told_from_outside_is_taken_back(cast):
    case = examined(cast)
    first, receipt, registered, _ = case.happenings.all()
    with pytest.raises(Refused, match="最近一步"):
        steps.cancel(receipt, why="登记错了", by=cast.li, at=AT)
    for happening in (first, registered):
        with pytest.raises(Refused, match="不能更正误登"):
            steps.cancel(happening, why="登记错了", by=cast.li, at=AT)
    payment = Happening(case=case, kind=Action.RECEIVE, on=ON, at=AT)
    with pytest.raises(Refused, match="原因"):
        steps.cancel(payment, why="", by=cast.li, at=AT)


def test_days_that_cannot_be_are_refused(cast):
    case = submitted(cast)
    for day, words in ((date(2026, 6, 2), "今天之后"), (date(2026, 5, 31), "不能早于")):
        with pytest.raises(Refused, match=words):
            intake.confirm_receipt(case, on=day, how="电话确认", by=cast.li, at=AT)
    case = examined(cast)
    with pytest.raises(Refused, match="当天为准"):
        steps.take(case, Action.NOTE, by=cast.li, at=later(1), on=ON)


def test_what_the_office_does_no_applicant_does(cast):
    with pytest.raises(Refused, match="由行政机关办理"):
        steps.take(submitted(cast), Action.RECEIVE, by=None, at=AT, by_applicant=True)


def test_what_was_lacking_is_filled_in_and_nothing_is_changed(cast):
    case = intake.submit(cast.housing, submission(channel=Channel.COUNTER, id_number="", email=""), by=cast.li, at=AT)
    case = intake.examine(intake.register(case, by=cast.li, at=AT).case, by=cast.li, at=AT).case
    waits.clarify(case, ["请提供证件号码"], answer_by=date(2026, 6, 15), by=cast.li, at=AT)
    for elements, words in (
        ({"phone": "13900009999"}, "不一致"),
        ({"id_number": ZHANG_ID[:-1] + "3"}, "身份证号有误"),
        ({"stage": "closed"}, "不能补充"),
    ):
        with pytest.raises(Refused, match=words):
            waits.take_clarification(case, "", elements=elements, by=None, at=later(1))
    clarified = waits.take_clarification(
        case, "补充如下", elements={"id_number": ZHANG_ID, "phone": "13900001234"}, by=None, at=later(1)
    ).case
    assert clarified.id_number == ZHANG_ID and clarified.applicant_key == submitted(cast).applicant_key


def test_a_clarified_request_stands_in_the_place_of_the_vague_one_which_is_kept(cast):
    case = examined(cast, info_title="名单", info_text="去年的名单\r\n麻烦了")
    waits.clarify(case, ["请写明是哪一份名单"], answer_by=date(2026, 6, 15), by=cast.li, at=AT)
    asked = {"info_title": "2025年12月公布的公租房配租名单", "info_text": "去年的名单\n麻烦了"}
    with pytest.raises(Refused, match="至少一项"):
        waits.take_clarification(case, "", asked=dict.fromkeys(intake.REQUEST, " "), by=None, at=later(1))
    with pytest.raises(Refused, match="最多 80 字"):
        waits.take_clarification(case, "", asked={"info_doc_no": "号" * 81}, by=None, at=later(1))
    with pytest.raises(Refused, match="请填写补正内容"):
        waits.take_clarification(case, " ", asked={"info_text": "去年的名单\n麻烦了 "}, by=None, at=later(1))
    step = waits.take_clarification(case, "", asked=asked, by=None, at=later(1))
    clarified = step.case
    assert request_of(clarified) == "《2025年12月公布的公租房配租名单》，去年的名单 麻烦了" and "12月" in "".join(clarified.words.split())
    was = clarified.wordings.get()
    assert (was.info_title, was.happening, was.at) == ("名单", step.happening, later(1))


def test_a_clarification_written_down_by_mistake_gives_the_first_words_back(cast):
    case = examined(cast)
    waits.clarify(case, ["请写明年份"], answer_by=date(2026, 6, 15), by=cast.li, at=AT)
    step = waits.take_clarification(case, "", asked={"info_title": "别人要的东西"}, by=cast.li, at=later(1))
    held = waits.take_back(step.happening, "记错了件", by=cast.li, at=later(1))
    assert held.info_title == "2025年度公租房配租名单" and not held.wordings.exists()
    assert "配租" in held.words and "别人" not in held.words


def test_the_parts_of_a_split_case_have_its_proof_of_identity_and_it_keeps_its_first_words(cast):
    proof = Handed("身份证.png", PNG, Material.IDENTITY)
    case = examined(cast, files=[proof, text_file("申请书.txt", Material.APPLICATION)], info_text="名单；会议纪要")
    (child,) = intake.split(case, ["名单", "会议纪要"], by=cast.li, at=later(1))
    assert [file.kind for file in child.files.all()] == [Material.IDENTITY, Material.APPLICATION]
    assert intake.open_sealed(child.files.get(kind=Material.IDENTITY), by=cast.li, at=later(1)) == PNG
    case.refresh_from_db()
    assert (case.info_title, case.info_text) == ("名单", "名单") and case.wordings.get().info_text == "名单；会议纪要"


def test_a_confirmation_is_proved_whichever_way_it_is_written_down(cast):
    ordinary = {"channel": Channel.MAIL_ORDINARY, "arrival": Arrival(date(2026, 5, 26), confirmed_on=date(2026, 6, 1))}
    with pytest.raises(Refused, match="怎样与申请人确认") as refused:
        intake.submit(cast.housing, submission(**ordinary), by=cast.li, at=AT)
    assert refused.value.field == "confirmed_by" and not Case.objects.exists()
    case = intake.submit(cast.housing, submission(**ordinary, confirmed_by="6月1日电话"), by=cast.li, at=AT)
    assert ["5月26日到达" in late for late in intake.late_receipt(case)] == [True]


def test_what_is_asked_of_a_registered_letter_is_the_signature_unless_it_came_to_another_division(cast):
    signed = intake.submit(cast.housing, submission(channel=Channel.MAIL_SIGNED, arrival=Arrival(date(2026, 5, 26))), by=cast.li, at=AT)
    assert intake.is_signed_for(signed)
    with pytest.raises(Refused, match="签收单"):
        intake.confirm_receipt(signed, on=date(2026, 5, 26), how=" ", by=cast.li, at=AT)
    assert intake.confirm_receipt(signed, on=date(2026, 5, 26), how="签收单", by=cast.li, at=AT).warnings == ()
    astray = Arrival(date(2026, 5, 26), signed_for_on=date(2026, 5, 26), at_disclosure_office=False)
    elsewhere = intake.submit(cast.housing, submission(channel=Channel.MAIL_SIGNED, arrival=astray), by=cast.li, at=AT)
    assert not intake.is_signed_for(elsewhere)
    step = intake.confirm_receipt(elsewhere, on=date(2026, 6, 1), how="电话", by=cast.li, at=AT)
    assert ["应在收到当日与申请人确认" in late for late in step.warnings] == [True]
    online = submitted(cast, at=AT - timedelta(days=3))
    assert intake.confirm_receipt(online, on=date(2026, 6, 1), how="电话", by=cast.li, at=AT).warnings == ()
