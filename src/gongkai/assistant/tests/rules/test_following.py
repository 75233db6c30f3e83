import pytest

from gongkai.assistant.rules.following import in_its_place, named_anew, of_persons, of_year, readings


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("那硕士呢", "硕士"),
        ("硕士的呢？", "硕士"),
        ("那么80岁以上的呢", "80岁以上"),
        ("要是棠川县的话呢", "棠川县"),
        ("那多久呢", ""),  # asks something of its own
        ("第七条呢", ""),  # an article is looked up
        ("《政策文件库管理办法》呢", ""),
        ("公租房租金由谁负责", ""),
        ("呢", ""),
    ],
)
def test_a_short_question_names_something_and_asks_nothing_else(text, named):
    assert named_anew(text) == named


@pytest.mark.parametrize(
    ("named", "before", "meant"),
    [
        ("博士", "硕士毕业生生活补贴每月多少", "博士毕业生生活补贴每月多少"),
        ("晚餐", "望潮街道助餐午餐多少钱", "望潮街道助餐晚餐多少钱"),
        ("80周岁以上", "60周岁以上老人每餐补多少", "80周岁以上老人每餐补多少"),
        ("2025年", "崂山区2023年培训几次", "崂山区2025年培训几次"),
        ("残疾人", "65岁以上的老人坐公交免费吗", "残疾人坐公交免费吗"),  # the age goes with the old
        ("棠川县", "汀湾区有几个查阅点", "棠川县有几个查阅点"),
        ("Ⅰ级", "启动Ⅱ级响应由谁批准", "启动Ⅰ级响应由谁批准"),
        ("75岁", "我妈82岁，住望潮街道，一顿补几块", "我妈75岁，住望潮街道，一顿补几块"),
        ("晚饭", "老年食堂午饭多少钱", "老年食堂晚饭多少钱"),
        ("重新认定", "首次认定高新技术企业补多少", "重新认定高新技术企业补多少"),  # nothing is said twice
        ("租金", "申请公租房要符合哪些条件", ""),  # nothing of its kind was spoken of
    ],
)
def test_it_takes_the_place_of_what_is_of_its_kind(named, before, meant):
    assert in_its_place(named, before) == meant


def test_else_it_may_stand_for_a_word_built_like_it():
    assert readings("半日托", "普惠托育全日托保育费多少", ("托育", "全日托", "保育费")) == ("普惠托育半日托保育费多少",)
    assert readings("企业", "毕业生补贴多少钱", ("毕业生", "补贴")) == ()


def test_hostile_and_huge_input_costs_no_time():
    assert named_anew("那" + "么" * 100_000 + "呢") == ""
    assert in_its_place("80岁", "6" * 300) == ""


@pytest.mark.parametrize(
    ("named", "before", "meant"),
    [
        ("外地人", "申请公租房要什么条件", "外地人申请公租房要什么条件"),
        ("残疾人", "乘公交免费吗", "残疾人乘公交免费吗"),
        ("租金", "申请公租房要什么条件", ""),  # no group of people
        ("残疾人", "老年人乘公交免费吗", ""),  # in the place of the old, not before them
    ],
)
def test_of_a_group_of_people_the_question_before_is_asked(named, before, meant):
    assert of_persons(named, before) == meant


@pytest.mark.parametrize(
    ("named", "before", "meant"),
    [
        ("2021年", "申请公租房要什么条件", (2021, "")),
        ("2023年", "2025年工作要点有哪些任务", (2023, "2023年工作要点有哪些任务")),
        ("2021年的", "澜政规〔2025〕5号第三条", (2021, "")),
        ("硕士", "2025年补多少", (0, "")),
    ],
)
def test_a_year_named_alone_is_the_year_that_is_asked_of(named, before, meant):
    assert of_year(named, before) == meant
