"""Files and texts at the desk: what tells who somebody is lies sealed, what was chosen and lost is said, what is redacted has no name of
its own, and nobody is left before a page that is not his any more."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongkai.desk.tests.test_foi_service import case, does, organ, page_of, scan, typed_in  # noqa: F401 - fixtures
from gongkai.foi.actions import told, work
from gongkai.foi.models import Case, ReplyFile
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.tests.cases import PNG, ZHANG_ID, examined, peopled
from gongkai.foi.tests.replying import drafted, redacted
from gongkai.people.models import Officer, Organisation
from gongkai.shared.clock import now, today

pytestmark = pytest.mark.django_db


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def picture(name: str = "id.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PNG, "image/png")


@pytest.fixture
def asked(cast, organ):  # noqa: F811
    """An application that came by post without a number or proof of who asks; both were asked for."""
    made = examined(cast, at=now(), id_number="", has_id_proof=False)
    told.clarify(made, ["请补交身份证明"], answer_by=today() + timedelta(days=30), by=cast.li, at=now())
    return Case.objects.get(pk=made.pk)


def test_a_proof_of_identity_that_comes_by_post_is_sealed_and_its_number_is_written_down(desk, cast, asked):
    given = {"on": today(), "id_kind": "resident", "id_number": ZHANG_ID, "id_proof": [picture("正面.png"), picture("反面.png")]}
    answer = does(desk("li"), asked, "take_clarification", info_title="配租名单", **given, file=picture("说明.png"))
    assert answer.status_code == 302
    kept = {one.name: one for one in asked.files.all()}
    assert {name: one.kind for name, one in kept.items()} == {"正面.png": "identity", "反面.png": "identity", "说明.png": "clarification"}
    assert kept["正面.png"].sealed and kept["正面.png"].stored is None
    asked.refresh_from_db()
    assert asked.id_number == ZHANG_ID
    page = page_of(desk("li"), asked)
    assert "未提供" not in page and "正面.png（加密保存）" in page
    told.withdraw(asked, "申请人来信撤回申请", "撤回书", by=cast.li, at=now())
    assert does(desk("li"), asked, "archive").status_code == 302
    with ZipFile(BytesIO(Case.objects.get(pk=asked.pk).package.stored.read())) as package:
        names = " ".join(package.namelist())
        assert "说明.png" in names and "正面.png" not in names


def test_a_number_that_is_there_is_not_asked_for_again_and_another_paper_may_be_named(desk, cast, case, asked):  # noqa: F811
    told.clarify(case, ["请写明小区"], answer_by=today() + timedelta(days=30), by=cast.li, at=now())
    form = desk("li").get(reverse("desk:foi-act", args=[case.pk, "take_clarification"])).context["form"]
    assert "id_number" not in form.fields and "id_proof" in form.fields
    wrong = does(desk("li"), asked, "take_clarification", info_title="配租名单", on=today(), id_kind="resident", id_number="E12345678")
    assert "居民身份证号有误" in "".join(wrong.context["form"].errors["id_number"])
    assert (
        does(
            desk("li"), asked, "take_clarification", info_title="配租名单", on=today(), id_kind="passport", id_number="E12345678"
        ).status_code
        == 302
    )
    asked.refresh_from_db()
    assert (asked.id_kind, asked.id_number) == ("passport", "E12345678")


def test_what_proves_a_record_wrong_is_sealed_whichever_way_it_comes(desk, cast, organ):  # noqa: F811
    given = typed_in(organ, is_correction="on", evidence=[picture("房产证.png")], name="李明")
    assert desk("li").post(reverse("desk:foi-new"), given).status_code == 302
    made = Case.objects.get()
    assert [(one.kind, bool(one.sealed)) for one in made.files.all()] == [("evidence", True)]
    other = examined(cast, at=now(), is_correction=True)
    told.clarify(other, ["请补交证据"], answer_by=today() + timedelta(days=30), by=cast.li, at=now())
    assert does(desk("li"), other, "take_clarification", info_title="配租名单", on=today(), file=picture("判决书.png")).status_code == 302
    assert [(one.kind, bool(one.sealed)) for one in other.files.all()] == [("evidence", True)]


def test_a_file_that_is_gone_because_something_else_was_wrong_is_said(desk, cast, case, organ):  # noqa: F811
    refused = desk("li").post(reverse("desk:foi-new"), typed_in(organ, name="", id_proof=picture(), application=picture("申请书.png")))
    assert "文件没有保存：身份证明、申请书扫描件" in refused.content.decode()
    letter = told.clarify(case, ["请写明小区"], answer_by=today() + timedelta(days=30), by=cast.li, at=now()).letters[0]
    address = reverse("desk:foi-serve-letter", args=[case.pk, letter.pk])
    refused = desk("li").post(address, {"mode": "mail_post", "sent_on": today(), "file": scan()})
    assert "文件没有保存：送达凭证" in refused.content.decode()
    assert "文件没有保存" not in desk("li").post(address, {"mode": "mail_post", "sent_on": today()}).content.decode()


def test_a_bad_file_at_the_desk_stands_at_its_field(desk, organ):  # noqa: F811
    bad = SimpleUploadedFile("申请书.pdf", b"MZ", "application/pdf")
    answer = desk("li").post(reverse("desk:foi-new"), typed_in(organ, application=bad))
    assert "“申请书.pdf”" in "".join(answer.context["form"].errors["application"])


def test_whoever_gave_a_case_back_is_not_left_before_a_page_that_is_gone(desk, cast, case):  # noqa: F811
    town = peopled(cast)
    work.dispatch(case, town.planning, "请提出答复意见", today(), by=cast.li, at=now())
    he = browser(town.he)
    given = {"assignment": case.assignments.get().pk, "why": "不属于我局职责"}
    address = reverse("desk:foi-act", args=[case.pk, "return"])
    answer = he.post(address, {"seen": he.get(address).context["seen"], **given}, follow=True)
    assert answer.status_code == 200 and answer.request["PATH_INFO"] == reverse("desk:foi")
    assert "已退回" in answer.content.decode() and "不再由您的单位办理" in answer.content.decode()


def test_an_office_that_only_helps_is_not_shown_the_form_that_would_be_refused(desk, cast, case):  # noqa: F811
    town = peopled(cast)
    work.ask_help(case, [town.planning], "请核实", today(), by=cast.li, at=now())
    assert browser(town.he).get(reverse("desk:foi-reveal", args=[case.pk])).status_code == 403
    assert desk("li").get(reverse("desk:foi-reveal", args=[case.pk])).status_code == 200


def test_a_redacted_file_is_taken_out_under_the_name_the_applicant_sees(desk, cast, case):  # noqa: F811
    drafted(cast, case, Outcome.B_PARTIAL, at=now(), items="名单", grounds="身份证号属于个人隐私")
    redacted(cast, case, at=now())
    ReplyFile.objects.update(name="王小明低保审批表.pdf")
    answer = desk("li").get(reverse("desk:foi-reply-file", args=[case.pk, ReplyFile.objects.get().pk]))
    assert answer["Content-Disposition"].endswith("%E9%99%84%E4%BB%B61%EF%BC%88%E5%8C%BA%E5%88%86%E5%A4%84%E7%90%86%EF%BC%89.pdf")


def test_own_departments_are_offered_before_the_governments_below(desk, cast, case):  # noqa: F811
    county = Organisation.objects.create(name="青石区人民政府", level="county", kind="government", parent=cast.city, region_code="990101")
    village = Organisation.objects.create(name="槐树村", level="village", kind="grassroots", parent=county, region_code="990101")
    late = Organisation.objects.create(name="澜州市数据局", level="city", kind="department", parent=cast.city, region_code="990100")
    form = desk("li").get(reverse("desk:foi-act", args=[case.pk, "dispatch"])).context["form"]
    offered = [name for _, name in form.fields["office"].choices]
    assert offered.index(late.name) < offered.index(county.name) < offered.index(village.name)
    assert cast.housing.name not in offered  # it would be refused


def test_a_text_for_the_applicant_is_not_said_to_go_to_others(desk, cast, case):  # noqa: F811
    refused = does(desk("wang"), case, "extend", workdays=5, why="张三的申请需要核实").content.decode()
    assert "申请人的姓名" in refused and "申请人以外的人" not in refused


def test_a_search_says_whether_it_was_found(desk, cast, case):  # noqa: F811
    given = {"place": "档案室", "words": "配租", "reach": "全部", "found": "找到3份，均在库"}
    assert "请选择找到或者没有找到" in does(desk("li"), case, "search", **given).content.decode()
    assert does(desk("li"), case, "search", **given, is_found="yes").status_code == 302
    assert "档案室（找到）" in page_of(desk("li"), case)
    draft = reverse("desk:foi-draft", args=[case.pk])
    assert "检索记录与这个处理决定不符" in desk("li").get(draft, {"outcome": "D1_NOT_FOUND"}).content.decode()
    assert "检索记录与这个处理决定不符" not in desk("li").get(draft, {"outcome": "A2_GRANTED"}).content.decode()
