import pytest

from gongkai.assistant.rules.amounts import Sort
from gongkai.assistant.rules.fitting import figures, unmet_figures
from gongkai.assistant.rules.words import coverage, missing, terms_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("给予百分之八的补助", [(8, "%")]),
        ("给予8%的补助", [(8, "%")]),
        ("有效期为三年", [(3, "年")]),
        ("15个工作日内", [(15, "工作日")]),
        ("最高不超过500万元", [(5_000_000, "元")]),
        ("90至99周岁的老年人", [(90, "岁"), (99, "岁")]),
        ("开展活动350余场", [(350, "场")]),
        ("四十至六十平方米", [(40, "平方米"), (60, "平方米")]),
        ("依照第三十条", []),
        ("Ⅱ级响应", [(2, "级")]),
        ("一次性奖励", []),
        ("进一步做细服务", []),
    ],
)
def test_figures_are_values_with_units(text, found):
    assert [(one.value, one.unit) for one in figures(text)] == found


def test_a_span_a_sum_and_a_count_are_told_apart():
    assert [one.sort for one in figures("3日内缴纳200元，共5户")] == [Sort.SPAN, Sort.SUM, Sort.COUNT]


@pytest.mark.parametrize(
    ("question", "clause", "met"),
    [
        ("中断40分钟要不要重新检测", "作业中断超过30分钟的，应当重新检测", True),
        ("中断20分钟要不要重新检测", "作业中断超过30分钟的，应当重新检测", False),
        ("95岁老人能领多少", "90至99周岁的老年人每月260元", True),
        ("70岁老人能领多少", "年满80周岁的老年人每月150元", False),
        ("一个月多少钱", "每人每月不超过1800元", True),  # for each month, not for one
        ("收入5000元能不能申请", "最高不超过2万元", False),
        ("二级响应谁批准", "启动Ⅱ级响应由指挥长批准", True),
    ],
)
def test_a_figure_of_the_question_must_hold_in_the_clause(question, clause, met):
    assert (unmet_figures(question, [clause]) == ()) is met


def words(question, rare=None, synonyms=()):
    return terms_of(question, lambda asked: dict.fromkeys(asked, 3.0) | (rare or {}), synonyms)


def test_what_only_asks_tells_nothing():
    assert [term.word for term in words("请问公租房租金标准是多少？", synonyms=(("公租房", "公共租赁住房"),)) if term.telling] == [
        "公租房",
        "租金",
    ]


def test_asking_words_are_not_glued_to_their_neighbours():
    assert {term.word for term in words("免费乘车的老年人要不要本地户籍") if term.telling} == {"老年人", "免费", "乘车", "户籍"}
    assert not {"性补", "最多收", "局管"} & {term.word for term in words("床位一次性补多少，最多收多少，归哪个局管")}


@pytest.mark.parametrize(
    ("question", "there", "not_there"),
    [
        ("楼里装电梯要多少业主同意", {"装电梯", "业主", "同意"}, {"楼里装"}),  # a guess of the cutter is cut again
        ("养老人才培育", {"养老", "人才", "培育"}, {"老人"}),  # no saying across two words
        ("公租房老办法和新办法", {"公租房"}, {"老办法"}),
    ],
)
def test_a_question_is_cut_where_its_words_end(question, there, not_there):
    found = {term.word for term in words(question, {"养老": 1.0, "人才": 1.0, "培育": 1.0}) if term.telling}
    assert there <= found and not not_there & found


def test_a_word_is_not_said_by_a_longer_one_that_means_another():
    (low,) = (term for term in words("低保家庭交多少租金") if term.word == "低保家庭")
    assert not low.said_in("低保边缘家庭按照百分之三十缴纳") >= 0.6
    assert low.said_in("最低生活保障家庭按照百分之十缴纳") == 1.0


def test_who_carries_it_out_names_nothing():
    assert not [term.word for term in words("谁负责落实？") if term.telling]


def test_a_saying_is_covered_by_the_words_papers_use():
    terms = words("公租房转租", synonyms=(("公租房", "公共租赁住房"),))
    assert coverage(terms, ("公共租赁住房不得转租", 1.0)) == pytest.approx(1.0)
    assert missing(terms, "公共租赁住房不得转租") == ()


def test_a_word_that_is_said_nowhere_is_missing():
    assert [term.word for term in missing(words("公租房可以养宠物吗", synonyms=(("公租房", "公共租赁住房"),)), "公共租赁住房不得转租")] == [
        "宠物"
    ]


def test_a_level_in_roman_numerals_counts():
    assert "Ⅰ级" in {term.word for term in words("启动Ⅰ级响应由谁批准")}
