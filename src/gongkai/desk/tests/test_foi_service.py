"""文书送达、登记签收、更正误登 at the desk, and what is late is said: before it is done and after."""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.foi.actions import told, waits
from gongkai.foi.actions.letters import set_organ
from gongkai.foi.actions.serving import serve_other
from gongkai.foi.models import Case, Happening, Letter, Reply, Service
from gongkai.foi.rules.applicants import Material
from gongkai.foi.rules.letter_kinds import LetterKind
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.receipt import Delivery
from gongkai.foi.rules.service import ServiceMode
from gongkai.foi.rules.stages import Stage
from gongkai.foi.tests.cases import examined
from gongkai.foi.tests.replying import consulted, drafted, named_list, passed, signed
from gongkai.people.models import DocCode, Post
from gongkai.people.rules.permits import Role
from gongkai.shared.clock import now, today
from gongkai.workdays.queries import calendar

pytestmark = pytest.mark.django_db
POSTED = {"mode": "mail_post", "carrier": "中国邮政（EMS）", "mail_no": "EX123456789CN"}


@pytest.fixture
def organ(cast):
    DocCode.objects.create(organisation=cast.housing, code="澜住建", valid_from=date(2010, 1, 1))
    own = {"court": "澜州市青石区人民法院", "payment": "持本通知到市政务服务大厅缴纳"}
    set_organ(cast.housing, own, by=cast.wang, at=now())
    return cast.housing


@pytest.fixture
def case(cast, organ):
    """Under review since this morning; the reply is to come by post."""
    return examined(cast, at=now(), delivery=Delivery.MAIL)


def scan(name="邮政签收单.pdf"):
    return SimpleUploadedFile(name, named_list(), "application/pdf")


def does(browser, case, what, **given):
    address = reverse("desk:foi-act", args=[case.pk, what])
    return browser.post(address, {"seen": browser.get(address).context["seen"], **given})


def page_of(browser, case):
    return browser.get(reverse("desk:foi-case", args=[case.pk])).content.decode()


def test_a_reply_goes_out_by_post_with_its_proof(desk, cast, case):
    drafted(cast, case, Outcome.A2_GRANTED, at=now(), items="配租结果")
    letter = signed(cast, case, at=now())
    li = desk("li")
    refused = does(li, case, "serve", mode="mail_post", sent_on=today(), mail_no="EX1")
    assert "只能通过邮政企业" in refused.content.decode()
    assert does(li, case, "serve", sent_on=today(), file=scan(), **POSTED).status_code == 302
    service = Service.objects.get()
    assert (service.letter, service.carrier, service.mail_no) == (letter, "中国邮政（EMS）", "EX123456789CN")
    assert case.files.get().kind == Material.SERVICE
    assert "中国邮政（EMS） EX123456789CN" in page_of(li, case)
    Post.objects.create(officer=cast.sun, organisation=cast.city, role=Role.SUPERVISOR, since=today())
    seen = page_of(desk("sun"), case)
    assert "邮寄送达" in seen and "EX123456789CN" not in seen  # whoever may not know who asked cannot look up where it went
    assert does(li, case, "archive").status_code == 302
    with ZipFile(BytesIO(Case.objects.get(pk=case.pk).package.stored.read())) as package:
        assert any("送达凭证" in name or "邮政签收单" in name for name in package.namelist()), package.namelist()


def test_only_lawful_ways_are_offered(desk, cast, case):
    drafted(cast, case, Outcome.A2_GRANTED, at=now(), items="配租结果")
    signed(cast, case, at=now())
    form = desk("li").get(reverse("desk:foi-act", args=[case.pk, "serve"])).context["form"]
    assert [value for value, _ in form.fields["mode"].choices] == ["direct", "entrusted", "mail_post"]


def test_a_third_party_is_told_first_and_then_the_applicant(desk, cast, case):
    consulted(cast, case, at=now())
    drafted(cast, case, Outcome.A2_GRANTED, at=now(), items="物业服务合同", third_party_reason="不公开会对公共利益造成重大影响")
    signed(cast, case, at=now())
    notice = Letter.objects.get(kind=LetterKind.THIRD_PARTY_NOTICE)
    li, address = desk("li"), reverse("desk:foi-serve-letter", args=[case.pk, notice.pk])
    assert "先把决定和理由告知第三方" in does(li, case, "serve", sent_on=today(), **POSTED).content.decode()
    assert address in page_of(li, case)
    form = li.get(address).context["form"]
    assert [value for value, _ in form.fields["mode"].choices] == ["direct", "entrusted", "mail_post"]
    assert li.post(address, {"sent_on": today(), **POSTED}).status_code == 302
    assert does(li, case, "serve", sent_on=today(), **POSTED).status_code == 302
    case.refresh_from_db()
    assert case.stage == Stage.SERVED


def test_the_drafter_says_that_what_a_third_party_refused_is_withheld(desk, cast, case):
    asked = consulted(cast, case, at=now())
    li, address = desk("li"), f"{reverse('desk:foi-draft', args=[case.pk])}?outcome=B_PARTIAL"
    form = li.get(address).context["form"]
    assert form.fields["objected_withheld"].choices == [(str(asked.pk), "澜州安居物业有限公司")]
    said = {"seen": li.get(address).context["seen"], "items": "名单", "grounds": "商业秘密", "objected_withheld": [asked.pk]}
    assert li.post(address, said).status_code == 302
    assert Reply.objects.get().facts["objected_withheld"] == str(asked.pk)
    assert "拟答复没有公开其不同意公开的内容" in page_of(desk("zhou"), case)
    assert "checked" in str(li.get(address).context["form"]["objected_withheld"])
    assert "objected_withheld" not in li.get(address.replace("B_PARTIAL", "A2_GRANTED")).context["form"].fields


def test_a_letter_on_the_way_is_sent_and_signed_for(desk, cast, case):
    told.clarify(case, ["请写明小区名称"], answer_by=today() + timedelta(days=30), by=cast.li, at=now())
    letter = case.letters.get(kind=LetterKind.CLARIFICATION)
    li = desk("li")
    assert "还没有登记送达" in page_of(li, case)
    assert li.post(reverse("desk:foi-serve-letter", args=[case.pk, letter.pk]), {"sent_on": today(), **POSTED}).status_code == 302
    service = letter.services.get()
    address = reverse("desk:foi-signed-for", args=[case.pk, service.pk])
    assert address in page_of(li, case)
    assert li.post(address, {"on": today() + timedelta(days=1)}).status_code == 200  # not yet
    assert li.post(address, {"on": today(), "file": scan()}).status_code == 302
    service.refresh_from_db()
    assert service.signed_for_on == today()
    assert case.files.get().kind == Material.SERVICE
    assert address not in page_of(li, case)


def test_what_stays_inside_is_sent_to_nobody(desk, cast, case):
    told.ask_help(case, [cast.transport], "请核实", today() + timedelta(days=3), by=cast.li, at=now())
    slip = case.letters.get(kind=LetterKind.HELP_REQUEST)
    assert desk("li").get(reverse("desk:foi-serve-letter", args=[case.pk, slip.pk])).status_code == 404


def test_neither_another_office_nor_a_reviewer_serves_or_takes_back(desk, cast, case):
    told.clarify(case, ["请写明小区名称"], answer_by=today() + timedelta(days=30), by=cast.li, at=now())
    letter = case.letters.get(kind=LetterKind.CLARIFICATION)
    way = {"sent_on": today(), "carrier": "EMS", "mail_no": "1"}
    posted = serve_other(letter, ServiceMode.MAIL_POST, by=cast.li, at=now(), **way)
    step = waits.take_clarification(case, "青石小区", on=today(), by=cast.li, at=now()).happening
    for name, one in (("foi-serve-letter", letter), ("foi-signed-for", posted), ("foi-take-back", step)):
        address = reverse(f"desk:{name}", args=[case.pk, one.pk])
        assert desk("zhao").get(address).status_code == 404
        assert desk("zhou").get(address).status_code == 403
        assert desk("li").get(address).status_code == 200


def test_a_step_written_down_by_mistake_is_taken_back_by_a_button(desk, cast, case):
    told.clarify(case, ["请写明小区名称"], answer_by=today() + timedelta(days=30), by=cast.li, at=now())
    li = desk("li")
    assert "更正误登" not in page_of(li, case)  # what was told to the applicant stands
    assert (
        does(li, case, "take_clarification", on=today(), text="青石小区", info_title=case.info_title, file=scan("补正书.pdf")).status_code
        == 302
    )
    assert case.files.get().kind == Material.CLARIFICATION
    step = Happening.objects.filter(case=case, kind="take_clarification").get()
    address = reverse("desk:foi-take-back", args=[case.pk, step.pk])
    assert address in page_of(li, case)
    assert li.post(address, {"why": " "}).status_code == 200
    assert li.post(address, {"why": "是另一件的补正"}).status_code == 302
    case.refresh_from_db()
    assert case.stage == Stage.CLARIFYING
    assert "收到补正（误登，已更正）" in page_of(li, case)


def test_what_the_applicant_did_is_no_mistake_of_the_office(desk, cast, case):
    told.clarify(case, ["请写明小区名称"], answer_by=today() + timedelta(days=30), by=cast.li, at=now())
    step = waits.take_clarification(case, "青石小区", by=None, at=now()).happening
    li, address = desk("li"), reverse("desk:foi-take-back", args=[case.pk, step.pk])
    assert address not in page_of(li, case)
    assert "申请人自己办理的" in li.post(address, {"why": "记错了"}).content.decode()
    assert Case.objects.get(pk=case.pk).stage == Stage.UNDER_REVIEW


def test_a_late_clarification_and_a_short_time_are_said(desk, cast, organ):
    """Thirteen working days after the receipt, with one day to answer."""
    begun = now() - timedelta(days=1)
    while calendar().workdays_between(begun.date(), today()) < 13:
        begun -= timedelta(days=1)
    case = examined(cast, at=begun)
    li = desk("li")
    late = "补正告知应在收到申请之日起7个工作日内发出，现已超过"
    assert late in li.get(reverse("desk:foi-act", args=[case.pk, "clarify"])).content.decode()
    assert does(li, case, "clarify", items="请写明小区名称", answer_by=today() + timedelta(days=1)).status_code == 302
    page = page_of(li, case)
    assert f"请注意：{late}" in page
    assert "请注意：留给申请人补正的时间只有" in page


def test_a_draft_sent_on_while_a_helper_owes_its_answer_says_so(desk, cast, case):
    told.ask_help(case, [cast.transport], "请核实", today() + timedelta(days=3), by=cast.li, at=now())
    drafted(cast, case, Outcome.A2_GRANTED, at=now(), items="配租结果")
    li = desk("li")
    assert does(li, case, "submit_draft").status_code == 302
    assert "请注意：还有协办单位没有反馈" in page_of(li, case)


def test_signing_and_serving_too_late_are_said(desk, cast, organ):
    case = examined(cast, at=now() - timedelta(days=60), delivery=Delivery.MAIL)
    drafted(cast, case, Outcome.A2_GRANTED, at=now(), items="配租结果")
    passed(cast, case, at=now())
    late = "答复期限已经届满，本次送达将记为超期"
    for who, what, given in (("wang", "sign", {}), ("li", "serve", {"sent_on": today(), **POSTED})):
        browser = desk(who)
        assert late in browser.get(reverse("desk:foi-act", args=[case.pk, what])).content.decode()
        assert does(browser, case, what, **given).status_code == 302
        assert f"请注意：{late}" in page_of(browser, case)


def test_a_form_that_will_only_be_refused_is_not_shown(desk, cast, case):
    def page(who, what):
        return desk(who).get(reverse("desk:foi-act", args=[case.pk, what]))

    Post.objects.create(officer=cast.sun, organisation=cast.city, role=Role.SUPERVISOR, since=today())
    assert page("li", "clarify").status_code == 200
    assert page("sun", "clarify").status_code == 403  # supervision reads
    assert page("sun", "remind").status_code == 200
    assert page("wang", "clarify").status_code == 403
    answer = page("li", "serve")
    assert answer.status_code == 400 and "现在是“审查中”" in answer.content.decode()
    draft = reverse("desk:foi-draft", args=[case.pk])
    assert desk("li").get(draft).status_code == 200
    told.clarify(case, ["请写明小区名称"], answer_by=today() + timedelta(days=30), by=cast.li, at=now())
    answer = desk("li").get(draft)
    assert answer.status_code == 400 and "现在是“待申请人补正”" in answer.content.decode()


def test_an_organ_is_chosen_or_named(desk, cast, case):
    li, asked = desk("li"), {"question": "请提出是否同意公开的意见"}
    said = does(li, case, "consult_co_organ", party="别的机关", organ=cast.transport.pk, **asked).content.decode()
    assert "已经选择了本平台上的机关" in said
    assert "请选择本平台上的机关" in does(li, case, "consult_co_organ", **asked).content.decode()
    assert does(li, case, "consult_co_organ", organ=cast.transport.pk, **asked).status_code == 302
    assert case.consultations.get().party == cast.transport.name


def typed_in(organ, **others):
    usual = {"channel": "mail_signed", "arrived_on": today(), "signed_for_on": today(), "kind": "natural", "name": "张三"}
    more = {"id_kind": "resident", "phone": "13800000000", "info_title": "验收意见书", "carrier": "paper", "delivery": "pick_up"}
    return {"organ": organ.pk, **usual, **more, **others}


def test_what_an_agent_brings_and_what_for_is_typed_in(desk, organ):
    paper = {"agent": "李律师", "authority": scan("委托书.pdf"), "fax": "0999-5550000", "delivery": "fax", "purpose": "诉讼"}
    assert desk("li").post(reverse("desk:foi-new"), typed_in(organ, is_correction="on", **paper)).status_code == 302
    case = Case.objects.get()
    assert (case.fax, case.purpose, case.is_correction) == ("0999-5550000", "诉讼", True)
    kept = case.files.get()
    assert kept.kind == Material.AUTHORITY and kept.sealed and kept.stored is None
    assert "更正自身信息（第四十一条）" in page_of(desk("li"), case)


def test_what_was_sent_to_another_division_counts_from_the_confirmation(desk, organ):
    li = desk("li")
    li.post(reverse("desk:foi-new"), typed_in(organ, elsewhere="on"))
    assert Case.objects.get().stage == Stage.SUBMITTED  # signed for, but not by the disclosure office: to be confirmed
    again = typed_in(organ, elsewhere="on", info_title="另一份", arrived_on=today() - timedelta(days=5), reachable_again_on=today())
    li.post(reverse("desk:foi-new"), again | {"signed_for_on": ""})
    assert Case.objects.get(info_title="另一份").received_on == today()


def test_a_fee_is_charged_its_notice_comes_and_it_is_paid(desk, cast, case):
    li = desk("li")
    form = li.get(reverse("desk:foi-act", args=[case.pk, "charge"])).context["form"]
    assert "notified_on" not in form.fields
    assert "请填写数量、频次" in does(li, case, "charge", mode="page", pages=50).content.decode()
    assert does(li, case, "charge", mode="page", pages=50, why="本月已提出31件申请").status_code == 302
    assert "还没有登记申请人收到" in page_of(li, case)
    assert does(li, case, "record_notice", on=today(), file=scan()).status_code == 302
    assert does(li, case, "record_payment", on=today(), receipt_no="0012", file=scan("票据.pdf")).status_code == 302
    assert {file.kind for file in case.files.all()} == {Material.SERVICE, Material.PAYMENT}
