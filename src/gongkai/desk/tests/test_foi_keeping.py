"""Beside the cases: complaints, reviews, meetings, precedents, proposals, repetition, what supports a reply; letters and clock choices of an
organ."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import AT, published

from gongkai.documents.actions import store
from gongkai.documents.rules.kinds import FileKind
from gongkai.foi.actions import records, work
from gongkai.foi.actions.letters import issue
from gongkai.foi.models import (
    Case,
    CaseFile,
    ClockChoice,
    Complaint,
    LetterTemplate,
    Meeting,
    OrganSettings,
    Precedent,
    ProactiveProposal,
    Review,
)
from gongkai.foi.rules import complaints
from gongkai.foi.rules.applicants import Material
from gongkai.foi.rules.letter_kinds import LetterKind
from gongkai.foi.rules.letters import default
from gongkai.foi.tests.cases import OTHER_ID, answered, examined, peopled, received
from gongkai.foi.tests.replying import ready
from gongkai.journal.models import Entry
from gongkai.people.models import Post
from gongkai.people.rules.permits import Role
from gongkai.search.backend import NoIndex
from gongkai.shared.clock import now, today
from gongkai.workdays.queries import calendar

THIRD_ID = "990100198806060012"


@pytest.fixture
def town(cast):
    return peopled(cast)


@pytest.fixture
def at_desk(town, settings):
    """at_desk("qian") → a browser in which 钱进 is signed in."""

    def browser(who: str) -> Client:
        client = Client()
        client.force_login(getattr(town, who), backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return browser


def seen(browser, name: str, *args, **query) -> str:
    answer = browser.get(reverse(f"desk:{name}", args=args), query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def done(browser, name: str, *args, **values) -> str:
    """Posts a form that is taken; what is told afterwards."""
    answer = browser.post(reverse(f"desk:{name}", args=args), values, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain, re.findall(r'class="error"[^>]*>(.*?)</p>', page, re.S) or page[-3000:]
    return page


def status(browser, name: str, *args) -> set[int]:
    address = reverse(f"desk:{name}", args=args)
    return {browser.get(address).status_code, browser.post(address, {}).status_code}


def complained(town, organ=None, **others) -> Complaint:
    values = {"name": "周小明", "contact": "0999-5550199", "at": now()}
    return records.complain(organ or town.housing, Complaint.Kind.LATE, "过了期限还没有答复我的申请", **values | others)


# —— 投诉监督 ——


def test_a_complaint_is_heard_ordered_and_mended(at_desk, town):
    one = complained(town)
    qian, wang, li = at_desk("qian"), at_desk("wang"), at_desk("li")
    assert "过了期限还没有答复" in seen(qian, "foi-complaints") and "周小明" not in seen(qian, "foi-complaints")
    assert "周小明" in seen(qian, "foi-complaint", one.pk)
    assert wang.get(reverse("desk:foi-complaint", args=[one.pk])).status_code == 404  # not yet found true: the organ sees nothing
    missing = qian.post(reverse("desk:foi-complaint-hear", args=[one.pk]), {"is_founded": "yes", "finding": "属实"})
    assert "整改要求" in missing.content.decode()
    told = done(
        qian,
        "foi-complaint-hear",
        one.pk,
        is_founded="yes",
        finding="确已逾期",
        order="三日内答复",
        order_due_on=today() + timedelta(days=3),
    )
    assert "已登记查证结论" in told and "过了期限还没有答复" in seen(qian, "foi-complaints", state="ordered")
    page = seen(li, "foi-complaint", one.pk)
    assert "三日内答复" in page and "周小明" not in page and "5550199" not in page and "过了期限还没有" not in page
    assert "三日内答复" in seen(wang, "foi-complaints")
    assert "已反馈整改情况" in done(li, "foi-complaint-mend", one.pk, done="今天已经答复")
    assert "今天已经答复" in seen(qian, "foi-complaint", one.pk)
    assert "过了期限" in seen(qian, "foi-complaints", state="closed") and "过了期限" not in seen(qian, "foi-complaints")


def test_a_complaint_that_came_by_letter_is_entered_and_followed_like_any(at_desk, town, client):
    case = received(town)
    given = {
        "organ": town.housing.pk,
        "way": "letter",
        "arrived_on": today() - timedelta(days=3),
        "kind": "late",
        "text": "过了期限没有答复",
    }
    who = {"name": "周小明", "contact": "未留", "case": case.ticket}
    qian = at_desk("qian")
    told = qian.post(reverse("desk:foi-complaint-new"), {**given, **who}, follow=True).content.decode()
    one = Complaint.objects.get()
    assert one.ticket in told and "来信" in told and one.case == case and one.entered_by == town.qian
    assert one.due_on == complaints.hear_by(today() - timedelta(days=3), calendar())
    assert "正在查证" in client.post(reverse("portal:foi-complaint-answer"), {"ticket": one.ticket}).content.decode()
    late = qian.post(reverse("desk:foi-complaint-new"), {**given, **who, "arrived_on": today() + timedelta(days=1)})
    assert "不能在今天之后" in late.content.decode()
    for other in ("li", "wang"):  # the organ that is complained about does not learn who complains
        assert at_desk(other).get(reverse("desk:foi-complaint-new")).status_code == 403
    assert Entry.objects.get(kind="foi.complaint.received").by == town.qian


def test_a_complaint_about_another_organ_is_not_there(at_desk, town):
    one = complained(town)
    records.hear(one, "属实", is_founded=True, order="答复", order_due_on=today(), by=town.qian, at=now())
    for name in ("foi-complaint", "foi-complaint-hear", "foi-complaint-mend"):
        assert status(at_desk("zhao"), name, one.pk) <= {403, 404, 405}, name
    assert at_desk("zhao").get(reverse("desk:foi-complaint", args=[one.pk])).status_code == 404
    assert status(at_desk("wang"), "foi-complaint-hear", one.pk) == {403}
    assert "答复" not in seen(at_desk("zhao"), "foi-complaints").partition("本单位要整改的")[2].partition("</section>")[0]


# —— 复议诉讼 ——


def test_a_review_is_recorded_from_its_case_and_concluded(at_desk, town):
    case, li = answered(town, at=AT), at_desk("li")
    assert case.number in seen(li, "foi-review-new", case=case.pk)
    form = {"organ": town.housing.pk, "kind": "reconsideration", "docket": "澜府复〔2026〕8号", "accepted_on": today(), "case": case.number}
    assert "已登记" in done(li, "foi-review-new", **form)
    review = Review.objects.get()
    assert review.case_id == case.pk and "澜府复〔2026〕8号" in seen(li, "foi-case", case.pk)
    twice = li.post(reverse("desk:foi-review-new"), form).content.decode()
    assert "已经登记过" in twice
    assert "已登记结果" in done(li, "foi-review-conclude", review.pk, result="upheld", on=today(), summary="维持")
    assert "结果维持" in seen(li, "foi-reviews", result="upheld") and "澜府复" not in seen(li, "foi-reviews", result="pending")


def test_another_organs_review_and_case_are_not_there(at_desk, town):
    case = answered(town, at=AT)
    review = records.record_review(town.housing, Review.Kind.LAWSUIT, "〔2026〕1号", accepted_on=today(), case=case, by=town.li, at=now())
    zhao = at_desk("zhao")
    assert status(zhao, "foi-review-conclude", review.pk) == {404} and "〔2026〕1号" not in seen(zhao, "foi-reviews")
    assert case.number not in seen(zhao, "foi-review-new", case=case.pk)
    form = {"organ": town.transport.pk, "kind": "lawsuit", "docket": "x", "accepted_on": today(), "case": case.number}
    assert f"没有找到：{case.number}" in zhao.post(reverse("desk:foi-review-new"), form).content.decode()
    assert not Review.objects.filter(docket="x").exists()
    form["organ"] = town.housing.pk
    zhao.post(reverse("desk:foi-review-new"), form | {"case": ""})
    assert not Review.objects.filter(docket="x").exists()


# —— 会商 ——


def test_a_meeting_about_two_cases_is_minuted_at_both(at_desk, town):
    first, second = examined(town, at=AT), examined(town, at=AT, id_number=OTHER_ID, name="李明明")
    li = at_desk("li")
    assert first.number in seen(li, "foi-meeting-new", case=first.pk)
    form = {"cases": f"{first.number}\n{second.ticket}", "subject": "名单能不能公开", "on": today(), "present": "住建局、司法局"}
    told = done(li, "foi-meeting-new", **form, conclusion="遮去身份证号后公开", is_standing="on")
    meeting = Meeting.objects.get()
    assert "已保存会商纪要" in told and set(meeting.cases.all()) == {first, second}
    page = seen(li, "foi-meeting", meeting.pk)
    assert "形成口径" in page and first.number in page and second.number in page
    assert "名单能不能公开" in seen(li, "foi-case", first.pk) and "名单能不能公开" in seen(li, "foi-meetings", standing="yes")
    assert status(at_desk("he"), "foi-meeting", meeting.pk) <= {404, 405} and "名单" not in seen(at_desk("he"), "foi-meetings")
    assert status(at_desk("qian"), "foi-meeting", meeting.pk) <= {403, 405}


def test_a_meeting_names_only_cases_of_ones_own_office_and_nobody_who_asked(at_desk, town):
    case = examined(town, at=AT)
    form = {"cases": case.number, "subject": "议题", "on": today(), "present": "某局"}
    assert "没有找到" in at_desk("he").post(reverse("desk:foi-meeting-new"), form).content.decode()
    told = at_desk("li").post(reverse("desk:foi-meeting-new"), form | {"opinions": "张三的这件"}).content.decode()
    assert "申请人的姓名" in told and not Meeting.objects.exists()


# —— 案例 ——

TOLD = {
    "title": "申请公开公租房配租名单",
    "request": "申请公开一个年度的公租房配租名单",
    "reasoning": "名单应当公示",
    "tags": "公租房、名单",
}


def test_a_precedent_is_made_approved_by_another_and_withdrawn(at_desk, town):
    case, li, wang = answered(town, at=AT), at_desk("li"), at_desk("wang")
    assert "编成案例" in seen(li, "foi-case", case.pk)
    with_name = li.post(reverse("desk:foi-precedent-new", args=[case.pk]), TOLD | {"reasoning": "张三要的"}).content.decode()
    assert "申请人的姓名" in with_name
    assert "等待另一人审核" in done(li, "foi-precedent-new", case.pk, **TOLD)
    one = Precedent.objects.get()
    assert one.tags == ["公租房", "名单"] and "编成案例" not in seen(li, "foi-case", case.pk)
    assert status(li, "foi-precedent-approve", one.pk) == {403}
    assert "公租房" not in seen(at_desk("zhao"), "foi-precedents") and status(at_desk("zhao"), "foi-precedent", one.pk) <= {404, 405}
    assert "案例已公开" in done(wang, "foi-precedent-approve", one.pk)
    assert "申请公开公租房配租名单" in seen(at_desk("zhao"), "foi-precedents", q="配租名单")
    public = seen(at_desk("zhao"), "foi-precedent", one.pk)
    assert "李四" not in public and reverse("desk:foi-case", args=[case.pk]) not in public
    assert status(at_desk("ma"), "foi-precedent-withdraw", one.pk) == {404}  # a head, of another office
    assert "案例已撤下" in done(wang, "foi-precedent-withdraw", one.pk, why="有变化")
    assert "公租房" not in seen(at_desk("zhao"), "foi-precedents")


def test_the_writer_of_a_precedent_does_not_approve_it_whatever_else_they_are(at_desk, town):
    Post.objects.create(officer=town.li, organisation=town.housing, role=Role.SIGNER, since=AT.date())
    one = records.make_precedent(answered(town, at=AT), **TOLD | {"tags": []}, by=town.li, at=now())
    assert status(at_desk("li"), "foi-precedent-approve", one.pk) == {403}
    assert "审核公开" not in seen(at_desk("li"), "foi-precedent", one.pk)


# —— 转主动公开 ——


def thrice_asked(town) -> list[Case]:
    people = (("张三", {}), ("李明明", {"id_number": OTHER_ID}), ("王晓红", {"id_number": THIRD_ID}))
    return [answered(town, at=now(), name=name, **others) for name, others in people]


def test_what_three_asked_for_is_suggested_proposed_and_decided(at_desk, town):
    cases, li, wang = thrice_asked(town), at_desk("li"), at_desk("wang")
    page = seen(li, "foi-proposals")
    assert "3个申请人" in page
    address = re.search(r'href="([^"]*proposals/new/\?case=[^"]*)"', page)[1].replace("&amp;", "&")
    form = li.get(address).content.decode()
    assert all(case.number in form for case in cases)
    told = done(li, "foi-proposal-new", cases="\n".join(case.number for case in cases), subject="公租房配租名单", reason="多人申请")
    assert "等待负责人决定" in told and "3个申请人" not in told  # proposed already
    one = ProactiveProposal.objects.get()
    assert status(li, "foi-proposal-decide", one.pk) == {403} and status(at_desk("ma"), "foi-proposal-decide", one.pk) == {404}
    refused = wang.post(reverse("desk:foi-proposal-decide", args=[one.pk]), {"is_approved": "no"}).content.decode()
    assert "请写明理由" in refused
    assert "同意公开" in done(wang, "foi-proposal-decide", one.pk, is_approved="yes")
    assert "公租房" not in seen(at_desk("zhao"), "foi-proposals") and "3 件申请" in seen(wang, "foi-proposals", state="decided")


# —— 重复、答复参考 ——


def test_a_repetition_is_suggested_and_marked_with_the_earlier_case(at_desk, town):
    earlier, li = answered(town, at=AT), at_desk("li")
    again = examined(town, at=now())
    page = seen(li, "foi-case", again.pk)
    assert "可能是重复申请" in page and reverse("desk:foi-case", args=[earlier.pk]) in page
    form = seen(li, "foi-repeat", again.pk)
    assert re.search(rf'value="{earlier.pk}"[^>]*checked', form) and "同一申请人曾申请相同的信息" in form
    assert "已标记重复" in done(li, "foi-repeat", again.pk, earlier=earlier.pk)
    again.refresh_from_db()
    assert again.repeat_of_id == earlier.pk
    assert status(at_desk("zhao"), "foi-repeat", again.pk) == {404}


def test_only_the_same_applicants_earlier_cases_can_be_chosen(at_desk, town):
    other = answered(town, at=AT, id_number=OTHER_ID, name="李明明")
    again = examined(town, at=now())
    assert other.number not in seen(at_desk("li"), "foi-repeat", again.pk)
    at_desk("li").post(reverse("desk:foi-repeat", args=[again.pk]), {"earlier": other.pk})
    again.refresh_from_db()
    assert again.repeat_of_id is None


def test_the_case_page_shows_alike_cases_fitting_articles_and_public_papers(at_desk, town, monkeypatch):
    paper = published(town, title="澜州市公共租赁住房管理办法")
    monkeypatch.setattr("gongkai.desk.foi.support.index.search", lambda request: _Found([paper.policy_id]))
    past = answered(town, at=AT, id_number=OTHER_ID, name="李明明")
    hidden = examined(town, at=AT, organ=town.transport, by=town.zhao)
    case = examined(town, at=now())
    page = seen(at_desk("li"), "foi-case", case.pk).partition("答复参考")[2]
    assert reverse("desk:foi-case", args=[past.pk]) in page and "予以公开" in page
    assert "第十五条" in page and "涉及第三方" in page  # “名单”
    assert "澜州市公共租赁住房管理办法" in page
    assert reverse("desk:foi-case", args=[hidden.pk]) not in page and "李明明" not in page


class _Found:
    def __init__(self, ids):
        self.hits = [type("Hit", (), {"policy_id": pk}) for pk in ids]


def test_without_an_index_the_case_page_says_so_and_opens(at_desk, town, monkeypatch):
    def none(request):
        raise NoIndex

    monkeypatch.setattr("gongkai.desk.foi.support.index.search", none)
    assert "检索暂时不可用" in seen(at_desk("li"), "foi-case", examined(town, at=AT).pk)


def test_supervision_gets_no_support_for_a_reply(at_desk, town):
    case = examined(town, at=AT)
    page = seen(at_desk("qian"), "foi-case", case.pk)
    assert "答复参考" not in page and "记录会商" not in page


def test_an_identity_proof_is_opened_by_pressing_a_button_and_noted(at_desk, town):
    case = examined(town, at=AT)
    proof = CaseFile.objects.create(case=case, name="身份证.pdf", kind=Material.IDENTITY, sealed="aGk=", at=AT)
    address = reverse("desk:foi-proof", args=[case.pk, proof.pk])
    assert at_desk("li").get(address).status_code == 404
    assert at_desk("zhao").post(address).status_code == 404
    assert at_desk("li").post(address).content == b"hi"
    assert Entry.objects.filter(kind="foi.proof.opened", by=town.li).exists()


def test_what_the_applicant_thought_of_it_is_told_and_his_words_to_who_handles_it(at_desk, town):
    case = work.rate(answered(town), 2, "等了太久，我是张三", at=AT)
    assert "2 分（满分 5 分）：等了太久" in seen(at_desk("li"), "foi-case", case.pk)
    page = seen(at_desk("qian"), "foi-case", case.pk)
    assert "2 分" in page and "张三" not in page


def test_the_names_of_files_are_for_who_handles_the_case(at_desk, town):
    """People name a scan after whom it shows."""
    case = examined(town, at=AT)
    for kind, sealed in ((Material.IDENTITY, "aGk="), (Material.ENVELOPE, "")):
        CaseFile.objects.create(case=case, name=f"张三的{kind}.png", kind=kind, sealed=sealed, at=AT)
    assert seen(at_desk("li"), "foi-case", case.pk).count("张三的") == 2
    page = seen(at_desk("qian"), "foi-case", case.pk)
    assert "张三" not in page and "身份证明" in page


# —— 文书与口径 ——


def test_an_organs_particulars_are_set_and_a_wrong_address_is_told_at_its_field(at_desk, town):
    ready(town)
    wang = at_desk("wang")
    assert "澜州市青石区人民法院" in seen(wang, "foi-organ")
    wrong = wang.post(reverse("desk:foi-organ-edit"), {"reconsideration_url": "不是网址"}).content.decode()
    assert "填写有误" in wrong
    assert "已保存" in done(wang, "foi-organ-edit", court="澜州市中级人民法院", phone="0999-5550100")
    assert OrganSettings.objects.get(organ=town.housing).court == "澜州市中级人民法院"


def test_an_organs_letters_and_clock_are_kept_by_its_head_and_by_administration_above(at_desk, town):
    for name, args in (
        ("foi-organ", []),
        ("foi-organ-edit", []),
        ("foi-template", ["DOC04"]),
        ("foi-clock", []),
        ("foi-clock-choose", ["first_day"]),
    ):
        address = reverse(f"desk:{name}", args=args)
        assert at_desk("wang").get(address).status_code == 200, name
        assert at_desk("sun").get(address, {"organ": town.housing.pk}).status_code == 200, name
        assert at_desk("ma").get(address, {"organ": town.housing.pk}).status_code == 404, name
        assert at_desk("li").get(address).status_code == 403, name
        assert at_desk("wang").get(address, {"organ": "x"}).status_code == 404, name
    assert at_desk("wang").get(reverse("desk:foi-template", args=["DOC99"])).status_code == 404
    assert at_desk("wang").get(reverse("desk:foi-clock-choose", args=["nothing"])).status_code == 404


def test_a_template_is_looked_at_then_kept_as_a_version_of_its_own(at_desk, town):
    wang, kind = at_desk("wang"), LetterKind.CLARIFICATION
    page = seen(wang, "foi-template", kind.value)
    assert "现在用系统自带的模板" in page and "〔收到日期〕" in page and "{需要补正的事项}" in page
    values = {"title": kind.label, "body": default(kind).body + "\n请携带身份证明。"}
    address = reverse("desk:foi-template", args=[kind.value])
    looked = wang.post(address, values | {"preview": "1"}).content.decode()
    assert "请携带身份证明。" in looked and not LetterTemplate.objects.exists()
    bad = wang.post(address, values | {"body": "您好，{不认识的}"}).content.decode()
    assert "不认识的变量" in bad and not LetterTemplate.objects.exists()
    assert "已保存为新的版本" in done(wang, "foi-template", kind.value, **values)
    assert LetterTemplate.objects.get(organ=town.housing).version == 1
    assert "现在用本机关的版本" in seen(wang, "foi-template", kind.value) and "本机关第 1 版" in seen(wang, "foi-organ")
    assert not LetterTemplate.objects.filter(organ=town.planning).exists()


@pytest.mark.parametrize("kind", list(LetterKind), ids=str)
def test_every_template_has_a_page_with_the_letter_as_it_will_look(at_desk, town, kind):
    page = seen(at_desk("wang"), "foi-template", kind.value)
    look = page.partition("文书的样子")[2]
    assert kind.label in look and "manuscript-view" in look and "alert warn" not in look


def test_a_letter_to_others_offers_no_variable_that_tells_who_asked(at_desk, town):
    names = (
        seen(at_desk("wang"), "foi-template", LetterKind.THIRD_PARTY_CONSULTATION.value).partition("可以用的变量")[2].partition("</ul>")[0]
    )
    assert "{申请内容}" in names and "{申请人}" not in names and "{查询码}" not in names


def test_a_way_of_counting_is_decided_with_its_reason_and_stays_on_record(at_desk, town):
    wang = at_desk("wang")
    assert "系统自带，待复核" in seen(wang, "foi-clock")
    nothing = wang.post(reverse("desk:foi-clock-choose", args=["first_day"]), {"choice": "same_day"}).content.decode()
    assert "请填写这样确定的理由" in nothing
    for choice, why in (("same_day", "省里的答复意见"), ("next_day", "法院的判例")):
        assert "已确定" in done(wang, "foi-clock-choose", "first_day", choice=choice, why=why)
    page = seen(wang, "foi-clock")
    assert "法院的判例" in page and "王芳" in page and "以前的口径" in page and "省里的答复意见" in page
    assert ClockChoice.objects.filter(organ=town.housing).count() == 2


def test_the_printed_procedure_is_the_table_that_is_enforced(at_desk, town):
    page = seen(at_desk("li"), "foi-procedure")
    assert "补正须一次性告知" in page and "第三十条" in page and "data-print" in page
    assert "各环节内部时限" in page and "收件、登记并生成回执" in page


# —— as many queries for a hundred as for ten ——


def a_complaint(town, n: int) -> None:
    Complaint.objects.create(
        ticket=f"C{n}", organ=town.housing, kind="late", text="逾期", name="某", contact="某", at=AT, case=_a_case(town, n),
        is_founded=n % 3 == 0, order="答复", order_due_on=today(), answered_at=AT if n % 3 == 0 else None,
    )  # fmt: skip


def _a_case(town, n: int) -> Case:
    found = Case.objects.filter(organ=town.housing).first() or received(town)
    found.pk, found.ticket, found.number, found._state.adding = None, f"T{n}", f"N{n}", True
    found.save()
    return found


def a_review(town, n: int) -> None:
    Review.objects.create(
        organ=town.housing, case=_a_case(town, n), kind="lawsuit", docket=f"〔2026〕{n}号", accepted_on=today(), by=town.li, at=AT
    )


def a_meeting(town, n: int) -> None:
    Meeting.objects.create(office=town.housing, subject=f"议题{n}", on=today(), present="某", by=town.li, at=AT).cases.add(_a_case(town, n))


def a_precedent(town, n: int) -> None:
    Precedent.objects.create(
        organ=town.housing, case=_a_case(town, n), title=f"案由{n}", request="某", outcome="A2_GRANTED", reasoning="某", by=town.li, at=AT
    )


def a_proposal(town, n: int) -> None:
    one = ProactiveProposal.objects.create(organ=town.housing, subject=f"信息{n}", reason="某", by=town.li, at=AT)
    one.cases.add(_a_case(town, n))


def an_own_template(town, n: int) -> None:
    kinds = list(LetterKind)
    LetterTemplate.objects.create(organ=town.housing, kind=kinds[n % len(kinds)], version=n + 1, title="某", body="某", by=town.wang, at=AT)


def a_choice(town, n: int) -> None:
    ClockChoice.objects.create(organ=town.housing, question="first_day", choice="next_day", why=f"理由{n}", by=town.wang, at=AT)


LISTS = [
    ("qian", "foi-complaints", a_complaint),
    ("wang", "foi-complaints", a_complaint),
    ("li", "foi-reviews", a_review),
    ("li", "foi-meetings", a_meeting),
    ("li", "foi-precedents", a_precedent),
    ("li", "foi-proposals", a_proposal),
    ("wang", "foi-proposals", a_proposal),
    ("wang", "foi-organ", an_own_template),
    ("wang", "foi-clock", a_choice),
]


@pytest.mark.parametrize(("who", "name", "one_more"), LISTS, ids=lambda value: value if isinstance(value, str) else "")
def test_as_many_queries_for_a_hundred_as_for_ten(at_desk, town, who, name, one_more):
    browser, address = at_desk(who), reverse(f"desk:{name}")
    for n in range(10):
        one_more(town, n)
    ten = cost(browser, address)
    for n in range(10, 100):
        one_more(town, n)
    assert cost(browser, address) == ten <= 13


def cost(browser, address: str) -> int:
    browser.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as made:
        assert browser.get(address).status_code == 200
    return len(made)


def test_a_case_with_a_hundred_like_it_costs_as_much_as_with_ten(at_desk, town, monkeypatch):
    monkeypatch.setattr("gongkai.desk.foi.support.index.search", lambda request: _Found([]))
    case, li = examined(town, at=AT), at_desk("li")
    address = reverse("desk:foi-case", args=[case.pk])
    for n in range(10):
        work.note(case, work.Note.Kind.INTERNAL, f"第{n}条", by=town.li, at=AT)
        _a_case(town, n)
    ten = cost(li, address)
    for n in range(10, 100):
        _a_case(town, n)
    assert cost(li, address) == ten


# —— 保管到期 ——


def test_a_case_past_its_term_is_proposed_by_one_and_destroyed_by_another(at_desk, town):
    case = answered(ready(town))
    Case.objects.filter(pk=case.pk).update(stage="archived", archived_on=AT.date(), retained_until=AT.date())
    ticked = f"?case={case.pk}"
    page = at_desk("li").get(reverse("desk:foi-retention")).content.decode()
    assert "待鉴定" in page and "建议销毁所选" in page and "决定所选" not in page
    assert "公租房" not in at_desk("zhao").get(reverse("desk:foi-retention")).content.decode()
    assert at_desk("qian").get(reverse("desk:foi-retention")).context["page"].paginator.count == 0  # supervision keeps no files
    propose = reverse("desk:foi-retention-propose") + ticked
    assert "什么都不会删除" in at_desk("li").get(propose).content.decode()
    assert "请填写鉴定意见" in at_desk("li").post(propose, {"reason": ""}).content.decode()
    assert f"{case}：已办理" in at_desk("li").post(propose, {"reason": "没有查考价值"}, follow=True).content.decode()
    decide = reverse("desk:foi-retention-decide") + ticked
    assert at_desk("li").get(decide).status_code == 403
    assert "永久删除" in at_desk("wang").get(decide).content.decode()
    page = at_desk("wang").post(decide, {"is_approved": "no", "opinion": "", "keep_years": ""}, follow=True).content.decode()
    assert "继续保管的，请写明理由" in page
    assert "已办理" in at_desk("wang").post(decide, {"is_approved": "yes"}, follow=True).content.decode()
    page = at_desk("li").get(reverse("desk:foi-case", args=[case.pk])).content.decode()
    assert "已按期销毁" in page and "公租房" not in page and "张" not in page
    assert "已销毁" in at_desk("wang").get(reverse("desk:foi-retention") + "?tab=decided").content.decode()
    assert at_desk("wang").get(reverse("desk:foi-retention") + "?tab=decided&export=xlsx").content.startswith(b"PK")
    empty = at_desk("wang").get(reverse("desk:foi-retention-decide"), follow=True).content.decode()
    assert "没有选中任何一件" in empty


# —— what goes out as a file ——


def test_every_file_that_names_the_applicant_is_noted_when_it_goes_out(at_desk, town):
    case = answered(ready(town))
    letter = issue(case, LetterKind.RECEIPT, {}, by=town.li, at=AT)
    file = CaseFile.objects.create(
        case=case, name="申请书.txt", kind=Material.APPLICATION, stored=store("张三申请".encode(), kind=FileKind.TXT, private=True), at=AT
    )
    for name, arguments in (
        ("foi-letter", [case.pk, letter.pk, "pdf"]),
        ("foi-letter", [case.pk, letter.pk, "docx"]),
        ("foi-file", [case.pk, file.pk]),
    ):
        assert at_desk("li").get(reverse(f"desk:{name}", args=arguments)).status_code == 200
    at_desk("li").get(reverse("desk:foi"), {"export": "xlsx", "tab": "all"})
    noted = Entry.objects.filter(kind="foi.applicant.downloaded", about=f"foi.case:{case.pk}", by_name="李四")
    assert [entry.data["what"] for entry in noted] == ["letter.pdf", "letter.docx", "file"]
    assert Entry.objects.get(kind="foi.ledger.exported").data == {"rows": 1}


# —— 受理渠道、办理质效 ——


def test_what_keeps_a_way_shut_is_said_to_whoever_may_open_it(at_desk, town):
    examined(ready(town))
    page = at_desk("li").get(reverse("desk:foi-channels")).content.decode()
    assert "1 个机关的渠道不畅通" in page and "缺 办公时间" in page and "近一年没有收到过：当面提交" in page
    assert "缺 机关代字" in at_desk("qian").get(reverse("desk:foi-channels")).content.decode()


def test_a_year_of_work_is_seen_organ_by_organ_and_of_one_organ_officer_by_officer(at_desk, town):
    case = answered(ready(town))
    Case.objects.filter(pk=case.pk).update(closed_on=today(), due_on=today())
    page = at_desk("qian").get(reverse("desk:foi-quality")).content.decode()
    assert "100.0" in page and "选择一个机关" in page and "李四" not in page
    page = at_desk("qian").get(reverse("desk:foi-quality"), {"organ": town.housing.pk}).content.decode()
    assert "李四" in page and "承办人办件情况" in page
    assert at_desk("zhao").get(reverse("desk:foi-quality"), {"organ": town.housing.pk}).status_code == 404
    assert "还没有办结的申请" in at_desk("qian").get(reverse("desk:foi-quality"), {"year": today().year - 1}).content.decode()
    assert at_desk("qian").get(reverse("desk:foi-quality"), {"year": "1999"}).status_code == 400
