"""Questions about another region, and about another rank than the one a clause speaks of."""

import pytest

from gongkai.assistant.rules.answers import Kind
from gongkai.assistant.rules.elsewhere import places_elsewhere
from gongkai.assistant.rules.fitting import fits
from gongkai.assistant.rules.ranks import is_of_another, ranks


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("北京的公租房怎么申请", ("北京",)),
        ("北京市公租房怎么申请", ("北京",)),
        ("杭州买车摇号怎么报名", ("杭州",)),
        ("白银市的高龄津贴多少", ("白银市",)),
        ("江苏和浙江的高龄津贴有什么不同", ("江苏", "浙江")),
        ("北京户口能申请公租房吗", ()),  # who asks comes from there
        ("从上海来的毕业生有补贴吗", ()),
        ("台湾居民能申请公租房吗", ()),
        ("澜州的公租房怎么申请", ()),
        ("创新乡村治理有什么措施", ()),  # 新乡 stands across two words
        ("日照时间不够能申请调解吗", ()),
        ("美丽水乡建设补助多少", ()),
    ],
)
def test_the_region_a_question_is_about_is_told_from_where_its_asker_comes_from(question, places):
    assert places_elsewhere(question) == places


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("启动Ⅳ级、Ⅲ级响应", {(4, "级"), (3, "级")}),
        ("Ⅰ级至Ⅳ级响应", {(1, "级"), (2, "级"), (3, "级"), (4, "级")}),
        ("一、二类事项", {(1, "类"), (2, "类")}),
        ("1级响应", {(1, "级")}),
        ("同一类事项由上一级审批", set()),
    ],
)
def test_a_rank_is_the_same_in_every_numeral(text, named):
    assert ranks(text) == named


@pytest.mark.parametrize("asked", ["一级", "1级", "Ⅰ级"])
def test_what_is_said_of_another_rank_is_no_answer(asked):
    question = f"防汛{asked}响应由谁批准"
    assert fits("启动Ⅰ级响应，由市政府主要负责同志批准。", Kind.WHO, question)
    assert not fits("启动Ⅳ级、Ⅲ级响应，由市防汛抗旱指挥部办公室报副指挥长批准；", Kind.WHO, question)
    assert not is_of_another("Ⅱ级以上响应期间，由指挥长决定。", question)
