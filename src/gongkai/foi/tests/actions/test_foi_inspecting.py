"""Other people's personal data in what the office writes: found before anybody reviews or signs it, let pass only in writing by another."""

import pytest
from tests.cast import AT

from gongkai.foi.actions import inspecting, replies, told
from gongkai.foi.actions.intake import Handed
from gongkai.foi.actions.waits import Kind
from gongkai.foi.models import Case, Letter, Reply
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.tests.cases import ZHANG_ID, examined
from gongkai.foi.tests.replying import SECRET, drafted, ready
from gongkai.journal.models import Entry
from gongkai.publishing.models import Finding
from gongkai.shared.refusal import Refused

OTHERS_PHONE = "13812345678"
REASON = "该号码是已公布的办公联系电话"


@pytest.fixture
def office(cast):
    return ready(cast)


def submitted(office, **facts) -> Case:
    """A refusal with these grounds, sent to the reviewers."""
    case = drafted(office, examined(office), Outcome.C5_INTERNAL, **facts)
    return replies.submit(case, by=office.li, at=AT).case


def codes(case: Case) -> list[str]:
    found = inspecting.inspected(case, Reply.objects.get(case=case))
    return [one.code for one in found.findings]


def test_somebody_elses_number_in_the_text_stops_review_and_signature(office):
    case = submitted(office, grounds=f"联系人手机{OTHERS_PHONE}，属于内部工作流程")
    assert codes(case) == ["PII_PHONE"]
    for do in (replies.pass_secrecy, replies.pass_legality):
        with pytest.raises(Refused, match="检查发现的 1 处问题还没有处理"):
            do(case, by=office.zhou, at=AT)
    replies.send_back(case, "去掉手机号码", by=office.zhou, at=AT)
    drafted(office, case, Outcome.C5_INTERNAL, grounds="属于内部工作流程")
    case = replies.submit(case, by=office.li, at=AT).case
    assert codes(case) == []
    assert replies.pass_secrecy(case, by=office.zhou, at=AT)


def test_where_a_file_could_not_be_read_just_that_is_said(office, monkeypatch):
    def too_slow(*_, **__):
        raise Refused("读取附件用时太长，请稍后再送审。")

    case = drafted(office, examined(office), Outcome.C5_INTERNAL, grounds="属于内部工作流程")
    monkeypatch.setattr(inspecting, "look", too_slow)
    with pytest.raises(Refused, match="读取附件用时太长"):
        replies.submit(case, by=office.li, at=AT)


def test_the_applicants_own_particulars_are_no_finding(office):
    grounds = f"张三（证件号码{ZHANG_ID}，电话13900001234，住澜州市青石街道槐树巷12号3单元502室）申请的信息属于内部工作流程"
    assert codes(submitted(office, grounds=grounds)) == []


def test_the_same_particulars_of_another_are(office):
    grounds = f"李雷（身份证号{SECRET}，住址：澜州市青石街道槐树巷15号2单元301室）的信息属于内部工作流程"
    assert {"PII_ID", "PII_ADDR"} <= set(codes(submitted(office, grounds=grounds)))


def test_files_handed_out_are_looked_through_too(office):
    case = drafted(office, examined(office), Outcome.A2_GRANTED, items="配租结果")
    replies.attach(case, Handed("名单.txt", f"第一户\n身份证号：{SECRET}".encode()), by=office.li, at=AT)
    case = replies.submit(case, by=office.li, at=AT).case
    found = Finding.objects.get(code="PII_ID")
    assert found.file == "名单.txt" and SECRET not in found.sample
    with pytest.raises(Refused, match="还没有处理"):
        replies.pass_secrecy(case, by=office.zhou, at=AT)


def test_a_finding_is_let_pass_in_writing_by_somebody_who_wrote_nothing_of_it(office):
    case = submitted(office, grounds=f"联系人手机{OTHERS_PHONE}，属于内部工作流程")
    finding = Finding.objects.get(code="PII_PHONE")
    for by, why in ((office.li, REASON), (office.zhao, REASON), (office.zhou, "可以")):
        with pytest.raises(Refused):
            inspecting.let_pass(case, finding, why, by=by, at=AT)
    inspecting.let_pass(case, finding, REASON, by=office.zhou, at=AT)
    assert Entry.objects.filter(kind="publishing.finding.overridden", about=f"foi.case:{case.pk}").count() == 1
    replies.pass_secrecy(case, by=office.zhou, at=AT)
    replies.pass_legality(case, by=office.zhou, at=AT)
    assert isinstance(replies.sign(case, by=office.wang, at=AT), Letter)


def test_what_was_let_pass_holds_for_that_text_alone(office):
    case = submitted(office, grounds=f"联系人手机{OTHERS_PHONE}，属于内部工作流程")
    old = Finding.objects.get(code="PII_PHONE")
    inspecting.let_pass(case, old, REASON, by=office.zhou, at=AT)
    replies.send_back(case, "再核对", by=office.zhou, at=AT)
    drafted(office, case, Outcome.C5_INTERNAL, grounds=f"联系人手机{OTHERS_PHONE}，仍属于内部工作流程")
    case = replies.submit(case, by=office.li, at=AT).case
    with pytest.raises(Refused, match="还没有处理"):
        replies.pass_secrecy(case, by=office.zhou, at=AT)
    with pytest.raises(Refused, match="最新一次检查"):
        inspecting.let_pass(case, old, REASON, by=office.wang, at=AT)


def test_a_letter_on_the_way_is_not_signed_with_somebody_elses_number_in_it(office):
    case = examined(office)
    with pytest.raises(Refused, match="别人的个人信息"):
        told.clarify(case, [f"请补充李雷（手机{OTHERS_PHONE}）的授权"], answer_by=AT.date().replace(day=20), by=office.li, at=AT)
    assert not Letter.objects.filter(case=case).exists() and not case.happenings.filter(kind="clarify").exists()


def test_to_a_third_party_the_applicants_number_is_somebody_elses(office):
    given = {"party": "澜州安居物业有限公司", "contact": OTHERS_PHONE, "by": office.li, "at": AT}
    with pytest.raises(Refused, match="申请人的电话"):
        told.consult(examined(office), Kind.THIRD_PARTY, question="物业服务合同（电话13900001234）", **given)
    assert told.consult(examined(office), Kind.THIRD_PARTY, question=f"物业服务合同（电话{OTHERS_PHONE}）", **given).letters
