import pytest

from gongkai.assistant.rules.answers import Kind
from gongkai.assistant.rules.fitting import fits, needs_value
from gongkai.assistant.rules.opposites import denied, is_of_opposite


@pytest.mark.parametrize(
    ("question", "text", "opposite"),
    [
        ("每新增一个非普惠托位补多少钱", "对新增普惠托位，按照每个托位1万元给予补助", True),
        ("非普惠托位补多少钱", "普惠托位每个补助1万元，非普惠托位每个补助3000元", False),
        ("非本市户籍的能申请吗", "具有本市户籍的可以申请", True),
        ("不是党员的能报名吗", "党员可以报名", True),
        ("不是应该免费吗", "应该免费开放", False),  # rhetorical
        ("未成年人可以单独申请吗", "成年人可以单独申请", True),
        ("民办学校怎么招生", "公办学校实行划片招生", True),
        ("民办学校怎么招生", "公办、民办学校同步招生", False),
        ("晚饭几点开", "午餐11时至13时供应", True),
        ("晚饭几点开", "供餐时间为17时至18时", False),  # names none of them
        ("高中课后服务费多少", "小学不超过400元、初中不超过450元", True),
        ("非机动车怎么停放", "机动车应当停放在停车场", True),
        ("公租房租金多少", "租金每平方米10元", False),
    ],
)
def test_what_is_said_of_the_opposite_is_no_answer(question, text, opposite):
    assert is_of_opposite(text, question) is opposite


def test_a_sentence_on_the_opposite_holds_no_value_asked_for():
    assert not fits("对新增普惠托位，按照每个托位1万元给予补助。", Kind.AMOUNT, "非普惠托位每个补助多少钱")
    assert fits("对新增普惠托位，按照每个托位1万元给予补助。", Kind.AMOUNT, "普惠托位每个补助多少钱")


def test_whoever_is_said_not_to_be_something_must_be_spoken_of():
    assert denied("非普惠托位有补助") == ("普惠",)
    assert needs_value(Kind.FACT, "非普惠托位有补助")
