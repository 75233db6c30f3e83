"""An entry is given word for word only to the very same question."""

import pytest

from gongkai.assistant.rules.matching import best_of, likeness, read, score

SYNONYMS = (("公租房", "公共租赁住房"), ("公积金", "住房公积金"))
PAPER = read("澜州市人民政府关于印发澜州市公共租赁住房管理办法的通知 澜政规〔2025〕5号", SYNONYMS)


def matched(question: str, entry: str, *, on_its_page: bool = False) -> bool:
    return score(read(question, SYNONYMS), read(entry, SYNONYMS), given=PAPER, on_its_page=on_its_page) > 0


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("公租房申请条件是什么", "申请公租房要什么条件？"),
        ("公租房申请条件", "公共租赁住房申请条件有哪些"),
        ("请问一下，申请公租房需要哪些条件呀", "公租房申请条件是什么"),
        ("澜州市公租房的申请条件是什么", "公租房申请条件是什么"),  # what the paper's title names may be said
        ("公租房轮候期多久", "公租房的轮候期一般是多长时间？"),
        ("公租房可以转租吗", "公租房能不能转租"),
        ("哪些人可以申请公租房", "谁可以申请公租房？"),
        ("公租房轮候家庭需要重新登记么", "已经轮候公租房的家庭要不要重新登记"),
        ("公租房申請條件是什麼", "公租房申请条件是什么"),
        ("公租房要准备哪些材料", "需要准备哪些材料？"),  # the paper is named, the entry is about it
        ("报名人数超过计划怎么录取", "报名人数超过计划怎样录取"),  # clear by itself
    ],
)
def test_the_same_question_in_other_words_matches(question, entry):
    assert matched(question, entry)


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("公租房申请条件是什么", "公租房申请材料是什么"),  # another thing is asked for
        ("公租房初审要几个工作日", "公租房复审要几个工作日"),
        ("公租房可以转租吗", "公租房怎么转租"),  # the same things, another question about them
        ("公租房什么时候申请", "公租房在哪里申请"),
        ("公租房不可以转租吗", "公租房可以转租吗"),  # denied on one side
        ("2023年公租房申请条件", "公租房申请条件是什么"),  # another year
        ("80周岁老人能领多少津贴", "90周岁老人能领多少津贴"),
        ("今天天气怎么样", "公租房申请条件是什么"),
        ("申请条件是什么", "公租房申请条件是什么"),  # of what?
        ("公租房租金怎么交", "公租房租金多少"),
        ("能领多少", "能领多少"),  # of what?
        ("需要准备哪些材料", "需要准备哪些材料？"),
        ("", "公租房申请条件是什么"),
        ("？！", "？！"),
    ],
)
def test_a_near_miss_does_not_match(question, entry):
    assert not matched(question, entry)


def test_on_the_page_of_a_paper_the_question_need_not_name_it():
    assert matched("申请条件是什么", "公租房申请条件是什么", on_its_page=True)
    assert not matched("申请材料是什么", "公租房申请条件是什么", on_its_page=True)
    assert not matched("公租房是什么", "公租房是什么", on_its_page=True)  # nothing but the name of the paper


def test_a_short_word_inside_its_formal_one_is_left_alone():
    assert read("住房公积金", SYNONYMS) == read("公积金", SYNONYMS)


def test_of_two_entries_that_compete_one_answers_the_one_that_owns_the_paper_then_the_older():
    assert best_of({1: [0.9], 2: [0.7]}) == (1, 0.9)
    assert best_of({1: [0.9], 2: [0.9]}) == best_of({2: [0.9], 1: [0.9]}) == (1, 0.9)
    assert best_of({1: [0.9], 2: [0.7]}, own={2}) == (2, 0.7)
    assert best_of({1: [0.9], 2: [0.0]}, own={2}) == (1, 0.9)
    assert best_of({1: [0.0], 2: []}) is None


def test_likeness_orders_what_is_shown_side_by_side():
    one = read("公租房申请条件是什么", SYNONYMS)
    assert likeness(one, read("公租房申请材料是什么", SYNONYMS)) > likeness(one, read("公租房租金多少", SYNONYMS)) > 0
    assert likeness(one, read("", SYNONYMS)) == 0
