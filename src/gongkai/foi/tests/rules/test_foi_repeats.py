"""The same asked again, the same asked by many, one request that is several."""

from datetime import date

import pytest

from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.repeats import SAME, Asked, alike, likeness, proactive, repeat
from gongkai.foi.rules.splitting import LAND_RULES, is_land_case, requests, split

LIST = "申请公开2024年澜州市公共租赁住房配租名单及审核结果"


def asked(key: str, who: str = "zhang", text: str = LIST, **more) -> Asked:
    known = {
        "received_on": date(2025, 3, 3),
        "outcome": Outcome.A2_GRANTED,
        "replied_on": date(2025, 3, 20),
        "reply_number": "澜建依复〔2025〕3号",
    }
    return Asked(key, who, more.pop("organ", "housing"), text, **(known | more))


NEW = asked("new", received_on=date(2025, 6, 3), outcome=None, replied_on=None, reply_number="")


@pytest.mark.parametrize(
    "other",
    [
        "我想申请公开2024年澜州市公共租赁住房配租名单及审核结果，谢谢",
        "申请公开澜州市2024年公共租赁住房配租名单和审核结果",
        "2024年 澜州市公共租赁住房配租名单、审核结果",
    ],
)
def test_the_same_in_other_words_is_the_same(other):
    assert likeness(LIST, other) >= SAME
    assert likeness(other, LIST) == likeness(LIST, other)


@pytest.mark.parametrize(
    "other", ["申请公开2023年澜州市公共租赁住房配租名单及审核结果", "申请公开幸福里小区征地补偿安置方案及批复文件", "", "申请公开"]
)
def test_another_year_or_another_matter_is_not_the_same(other):
    assert likeness(LIST, other) < SAME


def test_the_same_applicant_with_the_same_request_is_shown_the_earlier_reply():
    found = repeat(NEW, [asked("other", text="申请公开2023年预算"), asked("old")])
    assert found.earlier.key == "old"
    assert "2025-03-20答复“予以公开”（澜建依复〔2025〕3号）" in found.says
    assert "经核对" in found.says


@pytest.mark.parametrize(
    "earlier",
    [
        asked("old", who="zhao"),
        asked("old", organ="transport"),
        asked("old", replied_on=None, outcome=None),
        asked("old", outcome=Outcome.F1_NO_CORRECTION),
        asked("old", replied_on=date(2025, 6, 4)),
        asked("new"),
    ],
    ids=["another applicant", "another organ", "not replied to", "ended without reply", "replied later", "itself"],
)
def test_nothing_else_is_a_repeat(earlier):
    assert repeat(NEW, [earlier]) is None


def test_three_applicants_for_the_same_make_a_proposal():
    many = [asked("a", "1"), asked("b", "2", outcome=Outcome.B_PARTIAL), asked("c", "3", text=LIST + "，谢谢")]
    (found,) = proactive(many, date(2025, 6, 3))
    assert (found.applicants, {each.key for each in found.asked}) == (3, {"a", "b", "c"})
    assert "第四十四条" in found.says


@pytest.mark.parametrize(
    "third",
    [
        asked("c", "2"),
        asked("c", "3", organ="transport"),
        asked("c", "3", outcome=Outcome.C4_THIRD),
        asked("c", "3", outcome=Outcome.A1_ALREADY_PUBLIC),
        asked("c", "3", received_on=date(2024, 6, 3)),
        asked("c", "3", text="申请公开2023年澜州市公共租赁住房配租名单及审核结果"),
    ],
    ids=["same applicant twice", "another organ", "refused", "public already", "more than a year ago", "another year's list"],
)
def test_fewer_make_none(third):
    assert proactive([asked("a", "1"), asked("b", "2"), third], date(2025, 6, 3)) == ()


def test_past_cases_like_this_one_come_most_alike_first():
    others = [asked("far", text="申请公开幸福里小区征地补偿安置方案"), asked("near", text=LIST + "明细表"), asked("same")]
    assert [each.key for _, each in alike(NEW, others)] == ["same", "near"]


def test_a_land_request_is_split_by_kind_of_information():
    text = "申请公开幸福里村征地的征地批复、补偿安置方案、补偿款发放明细，以及被征地农民养老保险缴纳情况"
    assert [(part.category, part.responsible) for part in split(text)] == [
        ("用地审批", "自然资源主管部门"),
        ("补偿安置方案和征收公告", "土地征收实施部门"),
        ("补偿登记、协议和费用支付", "乡镇人民政府、街道办事处"),
        ("被征地农民社会保障", "人力资源社会保障部门"),
    ]
    assert split(text)[2].words == ("补偿款", "发放明细")


def test_other_requests_are_not_split_by_land_rules():
    assert not is_land_case(LIST)
    assert split("申请公开市属医院的环评报告和项目核准文件") == ()
    assert split("申请公开征地的会议纪要") == ()
    assert all(rule.words and rule.responsible for rule in LAND_RULES)


@pytest.mark.parametrize(
    "text, parts",
    [
        ("申请公开2024年预算", ("申请公开2024年预算",)),
        ("", ()),
        ("申请公开：1、征地批复；2、补偿方案；3、公告。", ("申请公开：征地批复", "申请公开：补偿方案", "申请公开：公告")),
        ("一、2024年预算\n二、2024年决算", ("2024年预算", "2024年决算")),
        ("（1）名单\n（2）评分表", ("名单", "评分表")),
        ("1.5亿元专项资金的使用情况", ("1.5亿元专项资金的使用情况",)),
    ],
)
def test_numbered_requests_are_told_apart(text, parts):
    assert requests(text) == parts
