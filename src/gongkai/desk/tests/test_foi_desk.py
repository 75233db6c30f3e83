"""依申请公开 at the desk: from the letter that came to the archive, each by who may, and nothing for the others."""

from datetime import date, timedelta

import pytest
from django.urls import resolve, reverse

from gongkai.desk.foi.acts import initial_of
from gongkai.foi.actions import telling
from gongkai.foi.actions.letters import set_organ
from gongkai.foi.models import Case
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.letter_kinds import LetterKind
from gongkai.foi.rules.stages import Stage
from gongkai.journal.models import Entry
from gongkai.people.models import DocCode
from gongkai.shared.clock import now, today

pytestmark = pytest.mark.django_db
ID = "11010519491231002X"


@pytest.fixture
def organ(cast):
    """The housing office with what its letters say about it."""
    DocCode.objects.create(organisation=cast.housing, code="澜住建", valid_from=date(2010, 1, 1))
    set_organ(cast.housing, {"court": "澜州市中级人民法院"}, by=cast.wang, at=now())
    return cast.housing


def letter(organ, **others):
    """What is typed in for an application handed over at the counter."""
    return {
        "organ": organ.pk,
        "channel": "counter",
        "arrived_on": today() - timedelta(days=1),
        "kind": "natural",
        "name": "张三",
        "id_kind": "resident",
        "id_number": ID,
        "phone": "13800000000",
        "info_title": "某小区验收意见书",
        "carrier": "paper",
        "delivery": "pick_up",
        **others,
    }


@pytest.fixture
def case(desk, organ):
    answer = desk("li").post(reverse("desk:foi-new"), letter(organ))
    found = Case.objects.get()
    assert answer.url == reverse("desk:foi-case", args=[found.pk])
    return found


def test_what_is_typed_in_is_one_application_however_often_it_is_sent(desk, organ):
    li = desk("li")
    key = li.get(reverse("desk:foi-new")).context["form"]["key"].value()
    for _ in range(2):
        assert li.post(reverse("desk:foi-new"), letter(organ, key=key)).status_code == 302
    assert Case.objects.count() == 1
    assert "已经用于另一份申请" in li.post(reverse("desk:foi-new"), letter(organ, key=key, name="李某")).content.decode()
    assert Case.objects.count() == 1


def does(browser, case, what, **given):
    """Press a button as the page offers it; returns the answer."""
    address = reverse("desk:foi-act", args=[case.pk, what])
    page = browser.get(address)
    assert page.status_code == 200
    return browser.post(address, {"seen": page.context["seen"], **given})


def test_an_application_goes_through_to_the_archive(desk, case):
    li, zhou, wang = desk("li"), desk("zhou"), desk("wang")
    assert case.stage == Stage.RECEIVED
    assert case.received_on == today() - timedelta(days=1)
    assert does(li, case, "register").status_code == 302
    assert does(li, case, "examine").status_code == 302
    draft = reverse("desk:foi-draft", args=[case.pk])
    page = li.get(draft, {"outcome": "A2_GRANTED"})
    assert li.post(f"{draft}?outcome=A2_GRANTED", {"seen": page.context["seen"], "items": "验收意见书复印件一份"}).status_code == 302
    for browser, what, given in (
        (li, "submit_draft", {}),
        (zhou, "pass_secrecy", {"opinion": "可以公开"}),
        (zhou, "pass_legality", {"opinion": "依据充分"}),
        (wang, "sign", {}),
        (li, "serve", {"mode": "direct", "sent_on": today(), "signed_for_on": today()}),
        (li, "archive", {}),
    ):
        answer = does(browser, case, what, **given)
        assert answer.status_code == 302, (what, answer.context["form"].errors)
    case.refresh_from_db()
    assert case.stage == Stage.ARCHIVED
    assert case.outcome == "A2_GRANTED"
    reply = case.letters.last()
    assert reply.number == f"澜住建依复〔{today().year}〕1号"
    for kind, begins in (("pdf", b"%PDF"), ("docx", b"PK"), ("ofd", b"PK")):
        assert li.get(reverse("desk:foi-letter", args=[case.pk, reply.pk, kind])).content.startswith(begins)
    package = reverse("desk:foi-package", args=[case.pk])
    assert package in li.get(reverse("desk:foi-case", args=[case.pk])).content.decode()
    assert li.get(package).content == case.package.stored.read()
    assert desk("zhao").get(package).status_code == 404


def test_who_wrote_a_reply_is_not_offered_to_review_it(desk, case):
    li = desk("li")
    does(li, case, "register")
    does(li, case, "examine")
    offered = {offer.action.value for offer in li.get(reverse("desk:foi-case", args=[case.pk])).context["offers"]}
    assert "clarify" in offered
    assert not offered & {"pass_secrecy", "pass_legality", "sign", "extend"}


def test_a_request_about_taken_land_is_divided_by_the_table(desk, organ):
    asked = "申请公开上棠村征地：1、建设用地批复；2、青苗补偿费发放明细"
    li = desk("li")
    li.post(reverse("desk:foi-new"), letter(organ, info_title="征地材料", info_text=asked))
    case = Case.objects.get()
    does(li, case, "register")
    page = li.get(reverse("desk:foi-split", args=[case.pk]))
    assert page.context["form"].initial["parts"].splitlines() == [
        "申请公开上棠村征地：建设用地批复",
        "申请公开上棠村征地：青苗补偿费发放明细",
    ]
    assert "用地审批（自然资源主管部门）；补偿登记、协议和费用支付（乡镇人民政府、街道办事处）" in page.content.decode()
    does(li, case, "examine")
    assert "用地审批（自然资源主管部门）" in li.get(reverse("desk:foi-act", args=[case.pk, "dispatch"])).content.decode()


def test_a_page_loaded_before_somebody_else_acted_changes_nothing(desk, case):
    li = desk("li")
    address = reverse("desk:foi-act", args=[case.pk, "register"])
    old = li.get(address).context["seen"]
    does(li, case, "note", kind="internal", text="申请人来过电话")
    answer = li.post(address, {"seen": old})
    assert answer.status_code == 200
    assert "有了新的进展" in answer.content.decode()
    case.refresh_from_db()
    assert case.stage == Stage.RECEIVED


@pytest.mark.parametrize("seen", ["", "-1", "9" * 40, "一", "1.5"])
def test_a_version_nobody_was_shown_changes_nothing(desk, case, seen):
    answer = desk("li").post(reverse("desk:foi-act", args=[case.pk, "register"]), {"seen": seen})
    assert answer.status_code == 200
    case.refresh_from_db()
    assert case.stage == Stage.RECEIVED


def test_a_form_without_what_it_must_say_keeps_what_was_typed(desk, organ):
    answer = desk("li").post(reverse("desk:foi-new"), letter(organ, id_number="110105194912310021"))
    assert answer.status_code == 200
    assert "居民身份证号有误" in answer.content.decode()
    assert "某小区验收意见书" in answer.content.decode()
    assert not Case.objects.exists()


def test_another_office_finds_nothing(desk, case):
    zhao = desk("zhao")
    assert zhao.get(reverse("desk:foi")).context["found"].lines == ()
    assert zhao.get(reverse("desk:foi"), {"tab": "all", "q": "验收意见书"}).context["found"].lines == ()
    for name, arguments in (
        ("foi-case", [case.pk]),
        ("foi-act", [case.pk, "register"]),
        ("foi-draft", [case.pk]),
        ("foi-preview", [case.pk]),
        ("foi-reveal", [case.pk]),
        ("foi-assign", [case.pk]),
        ("foi-split", [case.pk]),
    ):
        assert zhao.get(reverse(f"desk:{name}", args=arguments)).status_code in (403, 404), name


def test_the_form_of_service_begins_with_today_and_the_way_the_applicant_wants(case):
    case.delivery = "mail"
    initial = initial_of(case)
    assert (initial["sent_on"], initial["mode"]) == (today(), "mail_post")


def test_the_full_applicant_is_shown_for_a_reason_and_it_is_noted(desk, case):
    li = desk("li")
    page = li.get(reverse("desk:foi-case", args=[case.pk])).content.decode()
    assert ID not in page
    assert "13800000000" not in page
    address = reverse("desk:foi-reveal", args=[case.pk])
    assert ID not in li.post(address, {"reason": ""}).content.decode()
    assert ID in li.post(address, {"reason": "邮寄答复核对地址"}).content.decode()
    assert Entry.objects.filter(kind="foi.applicant.revealed", about=f"foi.case:{case.pk}").count() == 1


def test_the_inbox_costs_the_same_for_ten_and_for_a_hundred(desk, organ, case, django_assert_max_num_queries):
    li = desk("li")
    fields = {
        field.attname: getattr(case, field.attname)
        for field in Case._meta.concrete_fields
        if field.attname not in ("id", "ticket", "number")
    }
    counts = []
    for many in (10, 90):
        Case.objects.bulk_create(Case(**fields, ticket=f"T{many}{n:04}") for n in range(many))
        li.get(reverse("desk:foi"))
        with django_assert_max_num_queries(12) as captured:
            assert li.get(reverse("desk:foi")).context["found"].lines
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_ledger_goes_out_without_who_asked(desk, case):
    answer = desk("li").get(reverse("desk:foi"), {"export": "xlsx", "tab": "all"})
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")
    assert "张三".encode() not in answer.content


def test_an_office_that_only_helps_answers_its_slip_and_learns_nothing_of_who_asked(desk, case, cast):
    li, zhao = desk("li"), desk("zhao")
    for what in ("register", "examine"):
        does(li, case, what)
    due = today() + timedelta(days=5)
    assert does(li, case, "ask_help", offices=[cast.transport.pk], task="请提供验收情况", due_on=due).status_code == 302
    here = reverse("desk:foi-case", args=[case.pk])
    letters = {LetterKind(one.kind): reverse("desk:foi-letter", args=[case.pk, one.pk, "docx"]) for one in case.letters.all()}
    for answered in (False, True):
        page = zhao.get(here)
        assert page.status_code == 200 and page.context["applicant"] is None
        assert "张三" not in page.content.decode() and "张*" not in page.content.decode()
        assert {Action.DRAFT, Action.SUBMIT_DRAFT}.isdisjoint(offer.action for offer in page.context["offers"])
        assert zhao.get(letters[LetterKind.HELP_REQUEST]).status_code == 200
        assert zhao.get(letters[LetterKind.RECEIPT]).status_code == 404
        assert zhao.get(reverse("desk:foi-draft", args=[case.pk])).status_code == 404
        if not answered:
            assert does(zhao, case, "give_help", assignment=case.assignments.get().pk, answer="已经验收").status_code == 302


def test_several_at_once_each_tell_how_it_went(desk, case):
    wang = desk("wang")
    answer = wang.post(reverse("desk:foi-many", args=["remind"]), {"case": [case.pk, 10**15]}, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    assert len(told) == 2
    assert any("催办" in text for text in told)
    assert "打勾" in wang.post(reverse("desk:foi-many", args=["remind"]), {}, follow=True).content.decode()
    assert wang.post(reverse("desk:foi-many", args=["burn"])).status_code == 404


def test_several_are_given_to_one_handler_of_the_office(desk, case, cast):
    wang, address = desk("wang"), reverse("desk:foi-many", args=["assign"])
    assert list(wang.get(reverse("desk:foi")).context["handlers"]) == [cast.li]
    for handler in ("", cast.zhao.pk):
        assert "请先选择承办人" in wang.post(address, {"case": case.pk, "handler": handler}, follow=True).content.decode()
    answer = wang.post(address, {"case": [case.pk, 10**15], "handler": cast.li.pk}, follow=True).content.decode()
    assert f"{case}：已指定承办人" in answer and "所选申请：没有找到" in answer
    case.refresh_from_db()
    assert case.handler == cast.li


def test_a_notice_about_a_case_leads_to_its_page(desk, case):
    assert resolve(telling.link(case)).url_name == "foi-case"
    assert desk("li").get(telling.link(case)).status_code == 200
