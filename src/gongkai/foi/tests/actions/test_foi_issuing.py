"""Letters signed: numbers, papers, PDFs, templates, what a code tells anybody, what the steps tell whom."""

from datetime import date, datetime
from threading import Barrier, Thread

import pytest
from django.db import connections, transaction
from tests.cast import AT

from gongkai.documents.rules.paper import plain_text
from gongkai.documents.writers import pdf
from gongkai.foi.actions import letters, told
from gongkai.foi.actions.waits import Kind
from gongkai.foi.letters import docx_of, ofd_of, paper_of, readable_by_applicant, verify
from gongkai.foi.models import Case, Letter, LetterTemplate, Serial
from gongkai.foi.organs import remedy_facts, usual_reconsideration_organ
from gongkai.foi.rules import fees
from gongkai.foi.rules.letter_kinds import LetterKind, Reader
from gongkai.foi.rules.letters import default
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.tests.cases import examined, later, received
from gongkai.foi.tests.replying import drafted, ready, served, signed
from gongkai.journal import worker
from gongkai.journal.models import Entry
from gongkai.people.models import DocCode, Organisation
from gongkai.people.rules.organisations import Kind as OrganKind
from gongkai.people.rules.organisations import Level
from gongkai.shared.clock import BEIJING
from gongkai.shared.digest import canonical, sm3
from gongkai.shared.refusal import Refused


@pytest.fixture
def office(cast):
    return ready(cast)


@pytest.fixture
def case(office):
    return examined(office)


def text_of(letter: Letter) -> str:
    return plain_text(paper_of(letter).blocks)


# —— the step and its letter ——


def test_registration_gives_the_applicant_a_receipt_with_number_ticket_and_date(office):
    done = told.register(received(office), by=office.li, at=AT)
    (letter,) = done.letters
    assert (letter.kind, letter.number) == (LetterKind.RECEIPT, "澜住建依告〔2026〕1号")
    for said in (done.case.number, done.case.ticket, "2026年6月30日"):
        assert said in text_of(letter)
    assert list(readable_by_applicant(done.case)) == [letter]


def test_each_part_of_a_split_application_has_its_own_receipt(case, office):
    made = told.split(case, ["配租名单", "配租办法", "房源清单"], by=office.li, at=AT)
    receipts = [each.letters.get(kind=LetterKind.RECEIPT) for each in made]
    assert [each.serial for each in receipts] == [1, 2]
    for child, receipt in zip(made, receipts, strict=True):
        assert child.number in text_of(receipt)


def test_a_clarification_letter_lists_what_is_unclear_and_until_when(case, office):
    (letter,) = told.clarify(case, ["请写明小区名称。", "请写明年份"], answer_by=date(2026, 6, 15), by=office.li, at=AT).letters
    assert "1.请写明小区名称。\n2.请写明年份。\n" in text_of(letter)
    assert "2026年6月15日前（含当日）补正" in text_of(letter)


def test_an_extension_letter_says_why_how_long_and_the_new_date(case, office):
    (letter,) = told.extend(case, 10, "需向三个部门核实。", by=office.wang, at=AT).letters
    assert "因需向三个部门核实，不能在原期限内答复" in text_of(letter)
    assert "延长10个工作日，本机关将于2026年7月14日前" in text_of(letter)


def test_a_delay_rests_on_article_35_not_on_33(case, office):
    told.ask_reason(case, "今年已提出126件", answer_by=date(2026, 6, 15), by=office.li, at=AT)
    from_applicant = told.waits.take_reason(case, "用于学术研究", by=None, at=later(1))
    told.waits.judge_reason(from_applicant.case, True, "用于课题研究", by=office.li, at=later(1))
    (letter,) = told.delay(case, 15, "涉及文件较多", by=office.wang, at=later(1)).letters
    assert letter.kind == LetterKind.EXTENSION
    assert "第三十五条" in text_of(letter)
    assert "第三十三条" not in text_of(letter)


def test_asking_a_third_party_never_tells_who_asked_and_the_applicant_is_told_once_a_day(case, office):
    asked = {"question": "2025年物业服务合同", "by": office.li, "at": AT}
    first, notice = told.consult(case, Kind.THIRD_PARTY, party="澜州安居物业有限公司", **asked).letters
    (second,) = told.consult(case, Kind.THIRD_PARTY, party="澜州暖家物业有限公司", **asked).letters
    (function,) = told.consult(case, Kind.CO_ORGAN, party="澜州市财政局", **asked).letters
    assert [each.number for each in (first, second, function)] == [f"澜住建依征〔2026〕{n}号" for n in (1, 2, 3)]
    for letter in (first, second, function):
        assert "张三" not in letter.paper
        assert case.ticket not in letter.paper
    assert paper_of(first).blocks[0].text == "澜州安居物业有限公司："
    assert "不计算在答复期限内" in text_of(notice)
    assert list(readable_by_applicant(case)) == [notice]
    assert told.opinion_form(first.consultation, at=AT).doc_no == ""


def test_a_fee_notice_has_the_formula_the_way_to_pay_and_how_long(case, office):
    (letter,) = told.charge(case, fees.Mode.BY_PAGE, pages=50, why="本月已提出31件", by=office.li, at=AT).letters
    assert "应收取信息处理费200元" in text_of(letter)
    assert "12号窗口缴纳" in text_of(letter)
    assert "本月已提出31件，申请的数量、频次明显超过合理范围" in text_of(letter)
    assert "请自收到本通知次日起20个工作日内缴纳" in text_of(letter)


def test_the_slip_of_a_helping_office_says_what_until_when_and_is_no_letter_of_the_applicant(case, office):
    (slip,) = told.ask_help(case, [office.transport], "请提供2025年配租名单", date(2026, 6, 12), by=office.li, at=AT).letters
    assert slip.number == "澜住建依办〔2026〕1号"
    cells = {cell for block in paper_of(slip).blocks for row in block.rows for cell in row}
    assert {"请提供2025年配租名单", "2026年6月12日"} <= cells
    assert slip.code not in paper_of(slip).footer_note
    assert list(readable_by_applicant(case)) == []


def test_a_letter_says_where_it_is_checked(case, office, settings):
    settings.SITE_URL = "https://lanzhou.example"
    letter = told.clarify(case, ["请写明年份"], answer_by=date(2026, 6, 30), by=office.li, at=AT).letters[0]
    assert "https://lanzhou.example/foi/verify/" in paper_of(letter).footer_note


def test_no_fee_is_asked_for_while_nobody_knows_how_to_pay(case, office):
    letters.set_organ(office.housing, {"payment": ""}, by=office.wang, at=AT)
    with pytest.raises(Refused, match="缴纳方式"):
        told.charge(case, fees.Mode.BY_PAGE, pages=50, why="本月已提出31件", by=office.li, at=AT)
    assert not case.fees.exists()
    assert Case.objects.get(pk=case.pk).stage == "under_review"


def test_without_its_letter_a_step_is_not_done(case, office):
    DocCode.objects.all().delete()
    with pytest.raises(Refused, match="机关代字"):
        told.clarify(case, ["请写明年份"], answer_by=date(2026, 6, 15), by=office.li, at=AT)
    assert Case.objects.get(pk=case.pk).stage == "under_review"
    assert not Serial.objects.filter(series="notice").exists()


def test_a_receipt_before_the_next_years_holidays_are_known_promises_no_day(office):
    december = datetime(2026, 12, 20, 9, 30, tzinfo=BEIJING)
    done = told.register(received(office, at=december), by=office.li, at=december)
    assert "放假安排公布后确定" in text_of(done.letters[0])


# —— numbers ——


@pytest.mark.django_db(transaction=True)
def test_letters_signed_in_one_moment_have_neither_gap_nor_double(office):
    cases = [examined(office) for _ in range(6)]
    start, refused = Barrier(6), []

    def ask(n, case):
        start.wait()
        try:
            with transaction.atomic():
                told.clarify(case, ["请写明年份"], answer_by=date(2026, 6, 15), by=office.li, at=AT)
                if n == 2:
                    raise Refused("取消")  # a number is given back with its transaction
        except Refused as refusal:
            refused.append(refusal)
        finally:
            connections.close_all()

    threads = [Thread(target=ask, args=each) for each in enumerate(cases)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert [str(each) for each in refused] == ["取消"]
    assert sorted(Letter.objects.values_list("serial", flat=True)) == [1, 2, 3, 4, 5]
    assert Serial.objects.get(series="notice").last == 5


def test_each_year_begins_at_one(office):
    first, second = drafted(office, examined(office), Outcome.C5_INTERNAL, grounds="内部流程"), examined(office, at=later(300))
    assert signed(office, first).number == "澜住建依复〔2026〕1号"
    second = drafted(office, second, Outcome.C5_INTERNAL, grounds="内部流程", at=later(300))
    assert signed(office, second, at=later(300)).number == "澜住建依复〔2027〕1号"


# —— the paper and its PDF ——


def test_a_letter_keeps_its_paper_sealed_and_its_digest_is_of_that_paper(case, office):
    (letter,) = told.clarify(case, ["请写明年份"], answer_by=date(2026, 6, 15), by=office.li, at=AT).letters
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT paper FROM foi_letter")
        assert "张三" not in cursor.fetchone()[0]
    found = Letter.objects.get(pk=letter.pk)
    assert found.digest == sm3(canonical(letters.as_values(paper_of(found))))
    entry = Entry.objects.get(kind="foi.letter.signed")
    assert entry.data == {"case": case.pk, "kind": "DOC04", "number": letter.number, "digest": letter.digest}
    with pytest.raises(Refused, match="不可改动"):
        found.save()


@pytest.mark.django_db(transaction=True)
def test_the_pdf_is_made_once_and_made_again_it_is_the_same(case, office):
    (letter,) = told.clarify(case, ["请写明年份"], answer_by=date(2026, 6, 15), by=office.li, at=AT).letters
    assert letter.pdf is None
    worker.drain()
    stored = letters.pdf_of(Letter.objects.get(pk=letter.pk), at=AT)
    assert sm3(pdf.write(paper_of(letter))) == stored.digest
    assert Entry.objects.get(kind="foi.letter.made").data == {"number": letter.number, "pdf": stored.digest}
    assert docx_of(letter) == docx_of(letter)
    assert docx_of(letter)[:2] == ofd_of(letter)[:2] == b"PK"


# —— what anybody may check ——


def test_a_code_tells_what_a_letter_is_and_never_whose_or_what_it_says(case, office):
    (letter,) = told.clarify(case, ["请写明小区名称"], answer_by=date(2026, 6, 15), by=office.li, at=AT).letters
    stored = letters.pdf_of(letter, at=AT)
    found = verify(letter.code.lower(), stored.read())
    assert (found.kind, found.organ, found.number, found.on) == (
        LetterKind.CLARIFICATION,
        "澜州市住房和城乡建设局",
        letter.number,
        AT.date(),
    )
    assert (found.digest, found.is_same) == (stored.digest, True)
    assert verify(letter.code, stored.read() + b" ").is_same is False
    assert verify(letter.code).is_same is None
    assert not any(word in repr(found) for word in ("张三", case.ticket, "小区"))


def test_a_code_nobody_gave_out_is_no_letter_and_a_mistyped_one_says_so(db):
    assert verify("222222222222" + letters.letter_code(bytes(12))[-1]) is None
    with pytest.raises(Refused, match="核对"):
        verify("ABC")


# —— templates and settings ——


def test_an_edited_template_is_the_next_version_and_letters_name_theirs(case, office):
    delivered = default(LetterKind.CLARIFICATION)
    body = delivered.body + "\n如有疑问，请来电咨询。"
    first = letters.edit_template(office.housing, LetterKind.CLARIFICATION, delivered.title, body, by=office.wang, at=AT)
    again = letters.edit_template(office.housing, LetterKind.CLARIFICATION, delivered.title, body, by=office.wang, at=AT)
    second = letters.edit_template(office.housing, LetterKind.CLARIFICATION, "补正通知书", body, by=office.wang, at=AT)
    assert (first, first.version, second.version) == (again, 1, 2)
    (letter,) = told.clarify(case, ["请写明年份"], answer_by=date(2026, 6, 15), by=office.li, at=AT).letters
    assert letter.template == second
    assert paper_of(letter).title == "澜州市住房和城乡建设局补正通知书"
    assert "如有疑问，请来电咨询。" in text_of(letter)


def test_a_template_that_lacks_what_the_law_wants_is_not_saved(office):
    for body, wrong in (("请补正：{需要补正的事项}", "回复期限"), ("{申请人的生日}", "不认识"), ("{收到日期", "不成对")):
        with pytest.raises(Refused, match=wrong):
            letters.edit_template(office.housing, LetterKind.CLARIFICATION, "补正告知书", body, by=office.wang, at=AT)
    assert not LetterTemplate.objects.exists()


def test_templates_and_settings_are_for_the_head_and_the_administrator(office):
    body = default(LetterKind.RECEIPT).body + "\n谢谢。"
    for officer in (office.li, office.zhao):
        with pytest.raises(Refused, match="权限"):
            letters.edit_template(office.housing, LetterKind.RECEIPT, "回执", body, by=officer, at=AT)
        with pytest.raises(Refused, match="权限"):
            letters.set_organ(office.housing, {"court": "某法院"}, by=officer, at=AT)
    assert letters.edit_template(office.housing, LetterKind.RECEIPT, "回执", body, by=office.sun, at=AT).version == 1


def test_an_address_that_is_none_is_not_saved(office):
    with pytest.raises(Refused, match="行政复议网上渠道") as refused:
        letters.set_organ(office.housing, {"reconsideration_url": "到窗口"}, by=office.wang, at=AT)
    assert refused.value.field == "reconsideration_url"


@pytest.mark.parametrize(
    ("kind", "level", "under", "expected"),
    [
        (OrganKind.DEPARTMENT, Level.CITY, "澜州市人民政府", "澜州市人民政府"),
        (OrganKind.GOVERNMENT, Level.COUNTY, "澜州市人民政府", "澜州市人民政府"),
        (OrganKind.AGENCY, Level.CITY, "澜州市人民政府", "澜州市人民政府"),
        (OrganKind.AGENCY, Level.CITY, "澜州市交通运输局", "澜州市人民政府"),
        (OrganKind.GOVERNMENT, Level.PROVINCE, "", "某机关"),
        (OrganKind.GOVERNMENT, Level.CITY, "", ""),
        (OrganKind.GRASSROOTS, Level.VILLAGE, "澜州市人民政府", ""),
    ],
)
def test_the_organ_of_reconsideration_follows_from_the_tree(cast, kind, level, under, expected):
    parent = Organisation.objects.filter(name=under).first()
    organ = Organisation.objects.create(name="某机关", kind=kind, level=level, parent=parent)
    assert usual_reconsideration_organ(organ) == expected


def test_what_the_organ_has_set_goes_before_the_tree(office):
    letters.set_organ(office.housing, {"reconsideration_organ": "某省住房和城乡建设厅"}, by=office.sun, at=AT)
    assert remedy_facts(office.housing).reconsideration_organ == "某省住房和城乡建设厅"


def test_a_reply_is_read_by_its_applicant_only_once_it_is_served(office):
    case = drafted(office, examined(office), Outcome.C5_INTERNAL, grounds="内部流程")
    letter = signed(office, case)
    assert list(readable_by_applicant(case)) == []
    other = drafted(office, examined(office), Outcome.C5_INTERNAL, grounds="内部流程")
    assert list(readable_by_applicant(other)) == []
    assert served(office, other).pk in {each.pk for each in readable_by_applicant(other)}
    assert LetterKind(letter.kind).reader is Reader.APPLICANT
