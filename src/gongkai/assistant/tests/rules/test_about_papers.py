"""What is asked of a paper itself, and which of the papers offered a short reply means."""

import pytest

from gongkai.assistant.rules import routing
from gongkai.assistant.rules.about import Fact
from gongkai.assistant.rules.following import chosen, of_another

OFFERED = (
    "汀湾区人民政府办公室关于印发2025年政务公开工作要点的通知（汀政办发〔2025〕2号）",
    "澜州市人民政府办公室关于印发2023年政务公开工作要点的通知（澜政办发〔2023〕13号）",
)


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("发文机关是谁", Fact.ISSUERS),
        ("公租房管理办法是哪个单位发的", Fact.ISSUERS),
        ("成文日期是哪天", Fact.DATES),
        ("政务公开工作要点是哪天印发的", Fact.DATES),
        ("澜政规〔2025〕5号是什么时候发布的", Fact.DATES),
        ("文号是澜政规〔2025〕5号的文件什么时候发布的", Fact.DATES),
        ("索引号", Fact.INDEX),
        ("这是什么文件", Fact.WHAT),
        ("澜政规〔2025〕5号", Fact.WHAT),
        ("中考成绩什么时候公布", None),
        ("预警由谁发布", None),
        ("摇号结果在哪里公布", None),
        ("发放标准是多少", None),
        ("这份文件什么时候施行", None),
        ("公租房管理办法里申请要交什么文件", None),
    ],
)
def test_what_is_asked_of_a_paper_itself(question, fact):
    assert routing.read(question).about is fact


@pytest.mark.parametrize(
    ("reply", "place"),
    [
        ("第二个", 1),
        ("2", 1),
        ("一", 0),
        ("最后一份", 1),
        ("2025年的", 0),
        ("2023", 1),
        ("我问的是汀湾区的", 0),
        ("第五个", None),
        ("政务公开", None),
        ("公租房怎么申请", None),
        ("2024年的", None),
    ],
)
def test_a_short_reply_means_one_of_the_papers_offered_or_none(reply, place):
    assert chosen(reply, OFFERED) == place


def test_another_subject_takes_the_place_of_the_old_one():
    assert of_another("网约车", "公租房多久", ["公租房"]) == "网约车多久"
    assert of_another("网约车", "现在多久", ["公租房"]) == ""


@pytest.mark.parametrize(
    ("question", "still"),
    [("现在货车市区还限行吗", True), ("绿色工厂奖励还有吗", True), ("公租房能申请吗", False), ("还款期限多久", False)],
)
def test_whether_something_still_holds(question, still):
    assert routing.read(question).still is still
