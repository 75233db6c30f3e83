"""Beside the cases: complaints, reviews and lawsuits, anonymised precedents, and the choices of an organ about its clock."""

from datetime import date

import pytest

from gongkai.foi.actions import records
from gongkai.foi.models import ClockChoice, Complaint, Precedent, Review
from gongkai.foi.queries import complaints_for, orders_for, precedents_of, public_precedents
from gongkai.foi.rules.happenings import Action
from gongkai.foi.tests.cases import answered, examined, later, on, peopled
from gongkai.journal.models import Entry
from gongkai.notices.models import Notice
from gongkai.shared.refusal import Refused

AT = on("2026-06-01")


@pytest.fixture
def town(cast):
    return peopled(cast)


# —— 监督投诉 ——


def complained(town, **others) -> Complaint:
    given = {"name": "张三", "contact": "13900001234", "at": AT, **others}
    return records.complain(town.housing, Complaint.Kind.LATE, given.pop("text", "二十个工作日已过，没有答复"), **given)


def test_a_complaint_is_to_be_answered_within_fifteen_working_days_by_supervision(town):
    complaint = complained(town, case=examined(town))
    assert complaint.due_on == date(2026, 6, 23) and len(complaint.ticket) == 9
    assert complaints_for(town.qian).get() == complaint
    for officer in (town.li, town.wang, town.zhao, town.ma, town.sun):
        assert not complaints_for(officer).exists()
        with pytest.raises(Refused, match="权限"):
            records.hear(complaint, "属实", is_founded=True, order="整改", order_due_on=date(2026, 6, 30), by=officer, at=AT)
    assert "张三" not in str(list(Entry.objects.values_list("data", flat=True)))


def test_what_is_found_true_is_ordered_mended_and_reported(town):
    complaint = complained(town)
    hear = {"is_founded": True, "by": town.qian, "at": later(3)}
    for change, words in (
        ({"order": ""}, "整改要求"),
        ({"order": "限期答复"}, "整改期限"),
        ({"order": "限期答复", "order_due_on": AT.date()}, "整改期限"),
    ):
        with pytest.raises(Refused, match=words):
            records.hear(complaint, "逾期属实", **hear, **change)
    heard = records.hear(complaint, "逾期属实", **hear, order="三日内答复申请人", order_due_on=date(2026, 6, 9))
    assert heard.answered_at == later(3)
    assert Notice.objects.get(to=town.wang).subject == "投诉查证属实，请整改"
    assert orders_for(town.wang).get() == complaint and not orders_for(town.ma).exists()
    with pytest.raises(Refused, match="已经办结"):
        records.hear(complaint, "再查", is_founded=False, by=town.qian, at=later(3))
    assert records.report_mended(complaint, "已于6月8日答复", by=town.li, at=later(7)).order_done == "已于6月8日答复"
    with pytest.raises(Refused, match="已经反馈"):
        records.report_mended(complaint, "又", by=town.li, at=later(7))


@pytest.mark.parametrize(
    ("field", "finding", "order"),
    [
        ("finding", "张三反映属实", "限期答复"),
        ("finding", "经与1390000 1234联系，属实", "限期答复"),
        ("order", "反映属实", "三日内答复张三"),
    ],
)
def test_no_finding_tells_the_organ_who_complained(town, field, finding, order):
    complaint = complained(town)
    with pytest.raises(Refused, match="投诉人") as refused:
        records.hear(complaint, finding, is_founded=True, order=order, order_due_on=date(2026, 6, 30), by=town.qian, at=AT)
    assert refused.value.field == field and "张三" not in str(refused.value)
    nameless = complained(town, name="匿名", contact="未留")
    heard = records.hear(nameless, "匿名投诉反映的材料未留存", is_founded=False, by=town.qian, at=AT)
    assert heard.answered_at == AT


def test_what_is_not_found_true_orders_nothing(town):
    complaint = complained(town)
    with pytest.raises(Refused, match="不提整改要求"):
        records.hear(complaint, "不属实", is_founded=False, order="整改", by=town.qian, at=AT)
    records.hear(complaint, "经查已按期答复", is_founded=False, by=town.qian, at=AT)
    with pytest.raises(Refused, match="没有整改要求"):
        records.report_mended(complaint, "已整改", by=town.li, at=AT)


def test_a_complaint_says_who_how_to_answer_and_what(town):
    for change, field in (({"text": " "}, "text"), ({"name": ""}, "name"), ({"contact": ""}, "contact"), ({"text": "投" * 2001}, "text")):
        with pytest.raises(Refused) as refused:
            complained(town, **change)
        assert refused.value.field == field
    with pytest.raises(Refused, match="不是向该机关提出"):
        complained(town, case=examined(town, organ=town.transport, by=town.zhao))


# —— 复议、诉讼 ——


def test_a_review_stands_in_the_case_and_is_concluded_once(town):
    case = answered(town)
    given = {"accepted_on": date(2026, 6, 20), "case": case, "at": on("2026-06-22")}
    with pytest.raises(Refused, match="权限"):
        records.record_review(town.housing, Review.Kind.RECONSIDERATION, "澜政复〔2026〕3号", **given, by=town.zhao)
    review = records.record_review(town.housing, Review.Kind.RECONSIDERATION, "澜政复〔2026〕3号", **given, by=town.li)
    assert case.happenings.get(kind=Action.RECORD_DISPUTE).on == date(2026, 6, 20)
    with pytest.raises(Refused, match="已经登记过"):
        records.record_review(town.housing, Review.Kind.RECONSIDERATION, "澜政复〔2026〕3号", **given, by=town.li)
    with pytest.raises(Refused, match="受理日期之后"):
        records.conclude_review(review, Review.Result.UPHELD, on=date(2026, 6, 19), by=town.wang, at=on("2026-08-01"))
    done = records.conclude_review(
        review, Review.Result.CORRECTED, on=date(2026, 7, 30), summary="程序违法", by=town.wang, at=on("2026-08-01")
    )
    assert (done.result, done.concluded_on) == (Review.Result.CORRECTED, date(2026, 7, 30))
    with pytest.raises(Refused, match="已经登记过"):
        records.conclude_review(review, Review.Result.UPHELD, on=date(2026, 7, 30), by=town.wang, at=on("2026-08-01"))


def test_a_lawsuit_without_a_case_is_recorded_for_the_organ(town):
    given = {"accepted_on": date(2026, 5, 20), "at": AT}
    assert records.record_review(town.housing, Review.Kind.LAWSUIT, "（2026）澜01行初5号", **given, by=town.li).case is None
    with pytest.raises(Refused, match="权限"):
        records.record_review(town.transport, Review.Kind.LAWSUIT, "（2026）澜01行初5号", **given, by=town.li)
    with pytest.raises(Refused, match="今天之后"):
        records.record_review(town.housing, Review.Kind.LAWSUIT, "x", accepted_on=date(2026, 6, 2), by=town.li, at=AT)


# —— 案例 ——


def told(town, case, **others) -> Precedent:
    given = {
        "title": "公租房配租名单的公开",
        "request": "申请公开某年度公租房配租名单",
        "reasoning": "名单已依法公示，予以公开。",
        **others,
    }
    return records.make_precedent(case, **given, by=town.li, at=later(30))


def test_a_precedent_is_public_once_another_has_approved_it(town):
    precedent = told(town, answered(town), tags=["住房保障", " "])
    assert (precedent.outcome, precedent.basis[:4], precedent.tags) == ("A2_GRANTED", "《中华人", ["住房保障"])
    assert not public_precedents().exists()
    assert precedents_of(town.zhou).exists() and not precedents_of(town.zhao).exists()
    for officer in (town.li, town.zhou, town.ma):
        with pytest.raises(Refused, match="权限"):
            records.approve_precedent(precedent, by=officer, at=later(31))
    assert records.approve_precedent(precedent, by=town.wang, at=later(31)).public_on == later(31).date()
    assert public_precedents("配租名单").get() == precedent and not public_precedents("道路养护").exists()
    assert precedents_of(town.zhao).get() == precedent
    with pytest.raises(Refused, match="已经公开"):
        records.approve_precedent(precedent, by=town.wang, at=later(31))
    records.withdraw_precedent(precedent, "需要修改", by=town.wang, at=later(32))
    assert not public_precedents().exists()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("request", "张三申请公开配租名单"),
        ("reasoning", "申请人电话 139 0000 1234"),
        ("title", "槐树巷12号3单元502室配租一案"),
        ("reasoning", "第三人身份证号990100198503150029不予公开"),
        ("request", "请回复手机13812345678"),
    ],
)
def test_nothing_personal_goes_into_a_precedent(town, field, text):
    with pytest.raises(Refused, match=r"申请人的|不能公开"):
        told(town, answered(town), **{field: text})
    assert not Precedent.objects.exists()


def test_only_what_was_answered_becomes_a_precedent_and_only_once(town):
    with pytest.raises(Refused, match="办结的申请"):
        told(town, examined(town))
    case = answered(town)
    told(town, case)
    with pytest.raises(Refused, match="已经编过"):
        told(town, case)


def test_what_was_changed_behind_the_rules_is_looked_at_again_before_it_is_public(town):
    precedent = told(town, answered(town))
    Precedent.objects.update(reasoning="张三是本案申请人")
    with pytest.raises(Refused, match="姓名"):
        records.approve_precedent(precedent, by=town.wang, at=later(31))


# —— 计时口径 ——


def test_a_choice_about_the_clock_needs_its_reason_and_is_kept(town):
    for question, choice, words in (("first_day", "whenever", "没有这个选项"), ("no_such", "same_day", "没有这个问题")):
        with pytest.raises(Refused, match=words):
            records.choose(town.housing, question, choice, "上级答复", by=town.wang, at=AT)
    for officer in (town.li, town.ma, town.qian):
        with pytest.raises(Refused, match="权限"):
            records.choose(town.housing, "first_day", "same_day", "上级答复", by=officer, at=AT)
    with pytest.raises(Refused, match="理由"):
        records.choose(town.housing, "first_day", "same_day", " ", by=town.wang, at=AT)
    records.choose(town.housing, "first_day", "same_day", "上级答复", by=town.wang, at=AT)
    assert ClockChoice.objects.count() == 1
    assert examined(town).due_on == date(2026, 6, 29)
    assert examined(town, organ=town.transport, by=town.zhao).due_on == date(2026, 6, 30)
