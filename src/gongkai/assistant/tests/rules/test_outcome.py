import pytest

from gongkai.assistant.rules.answers import Kind, Outcome
from gongkai.assistant.rules.extracting import extract
from gongkai.assistant.rules.fitting import needs_value
from gongkai.assistant.rules.outcome import Calibration, competing, decide
from gongkai.assistant.rules.routing import read
from gongkai.assistant.rules.words import terms_of
from gongkai.policies.rules.cleaning import PlainLine, clean
from gongkai.policies.rules.provisions import provisions
from gongkai.policies.rules.structure import structure

TITLE = "澜州市公共租赁住房管理办法"
CLAUSE = (
    "第三十条 公共租赁住房不得转租、转借。租金每月按照每平方米10元收取，承租人应当自合同签订之日起三十日内缴纳。由市住房保障中心负责收取。"
)
SYNONYMS = (("公租房", "公共租赁住房"),)


def outcome(question, cuts=None, dense=None, clause=CLAUSE, title=TITLE, rarity=lambda words: dict.fromkeys(words, 4.0)):
    (provision,) = provisions(structure(clean([PlainLine(clause)]).lines).blocks)
    asked = read(question)
    terms = terms_of(asked.subject, rarity, SYNONYMS)
    found = extract(provision, terms, title, asked.kind, asked.text)
    needed = needs_value(asked.kind, asked.text)
    return decide(found, value_needed=needed, dense=dense, cuts=cuts or Calibration()).outcome


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("公租房可以转租吗", Outcome.ANSWER),
        ("公租房租金每平方米多少钱", Outcome.ANSWER),
        ("公租房租金签订合同后几天内缴纳", Outcome.ANSWER),
        ("公租房租金由谁负责收取", Outcome.ANSWER),
        ("公租房可以养宠物吗", Outcome.EVIDENCE),  # the rule is missing
        ("公租房可以转租给2个人吗", Outcome.EVIDENCE),  # a figure that no clause holds
        ("公租房租金几次缴纳", Outcome.EVIDENCE),  # no number of times is said
        ("护照怎么办理", Outcome.REFUSED),
        ("红烧肉怎么做", Outcome.REFUSED),
    ],
)
def test_a_sentence_is_stated_only_when_it_says_all_that_is_asked(question, expected):
    assert outcome(question) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("小学和初中的课后服务费有什么不同", Outcome.ANSWER),
        ("澜州市和棠川县的课后服务费有什么不同", Outcome.EVIDENCE),  # the paper is named after one of them: that says nothing of the other
    ],
)
def test_what_is_compared_must_be_spoken_of_in_the_sentence(question, expected):
    clause = "第四条 课后服务费小学不超过400元、初中不超过450元，棠川县按照本办法执行。"
    assert outcome(question, clause=clause, title="澜州市课后服务费管理办法") is expected


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("老年助餐谁可以享受", "七、募集 老年助餐志愿者2000名，按照最低工资标准发放。"),  # says nothing of who may
        ("晚餐最多补多少钱", "三、价格 午餐每份15元，晚餐每份12元。"),  # a price is not what is paid towards it
        ("开放月什么时候举办", "三、活动 各部门应当及时更新目录。持续举办开放月活动。"),  # the time belongs to something else
    ],
)
def test_a_value_of_something_else_is_not_stated(question, clause):
    assert outcome(question, clause=clause, title="澜州市老年助餐和政府开放活动通知") is not Outcome.ANSWER


def test_a_value_in_the_half_sentence_that_carries_on_counts():
    clause = "第九条 乱倒装修垃圾的，由城管部门责令改正；拒不改正的，对个人处100元以上500元以下罚款。"
    assert outcome("乱倒装修垃圾罚多少钱", clause=clause, title="澜州市垃圾管理办法") is Outcome.ANSWER


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("预售资金有哪些节点", "第三条 预售资金遵循专户专款、节点拨付、全程监管的原则。"),  # names principles, no 节点
        ("老旧小区改造有哪些内容", "一、公开 公开老旧小区改造计划、改造内容和验收结果。"),  # says that there are some
        ("重点人群是哪些人", "第四条 遵循优先覆盖重点人群、一年一签的原则。"),  # says that there are some
    ],
)
def test_a_list_is_asked_of_a_sentence_that_names_its_members(question, clause):
    assert outcome(question, clause=clause, title="澜州市预售资金、老旧小区改造和重点人群办法") is not Outcome.ANSWER


def test_a_list_is_led_by_its_sentence():
    clause = "第六条 评价结果分为下列等级：环保诚信企业、环保良好企业、环保警示企业。"
    assert outcome("环保评价有哪些等级", clause=clause, title="澜州市企业环保评价办法") is Outcome.ANSWER


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("毕业生补贴什么时候申请", "第七条 毕业生申请补贴的，应当正常经营一年以上。"),  # how long, not when
        ("毕业生一个月挣多少", "第七条 毕业生最近没有记满12分记录。"),
        ("预售监管费收多少", "第十条 预售资金监管竣工验收备案，留存百分之五。"),
        ("毕业生一天最长上课几小时", "第八条 毕业生连续上课超过4小时的，应当休息。"),  # from when on, not how long at most
        ("毕业生平均几小时面试一次", "第八条 毕业生每三年面试一次。"),  # another unit
        ("毕业生贷款期限几年", "第七条 毕业生正常经营一年以上的给予补贴，还可以申请贷款。"),  # the time is that of something before
        ("毕业生补贴几号发放", "第九条 各区每年1月底前公布毕业生补贴发放情况。"),  # when it is told about
        ("毕业生每月领多少护理补贴", "第四条 新增护理床位。对收住毕业生的机构给予每人500元补助。"),  # the sum stands without 护理
    ],
)
def test_a_sum_or_a_time_of_something_else_is_not_stated(question, clause):
    assert outcome(question, clause=clause, title="澜州市毕业生和预售资金监管办法") is not Outcome.ANSWER


def test_direct_answers_can_be_switched_off():
    assert outcome("公租房可以转租吗", Calibration(direct=False)) is Outcome.EVIDENCE
    assert outcome("公租房可以转租吗", Calibration(direct_from=1.1)) is Outcome.EVIDENCE


def test_a_question_far_from_everything_by_meaning_is_refused():
    assert outcome("公租房可以转租吗", Calibration(dense_cut=0.8), dense=0.7) is Outcome.REFUSED
    assert outcome("公租房可以转租吗", Calibration(dense_cut=0.8), dense=0.9) is Outcome.ANSWER


def test_nothing_found_is_refused():
    assert decide(None, value_needed=False, dense=None, cuts=Calibration()).outcome is Outcome.REFUSED


def test_a_definition_is_asked_of_the_sentence_that_defines():
    clause = "第三条 本办法所称公共租赁住房，是指面向住房困难家庭出租的保障性住房。"
    assert outcome("什么是公租房", clause=clause) is Outcome.ANSWER
    assert outcome("什么是公租房", clause="第九条 公共租赁住房用地予以保障。") is Outcome.EVIDENCE


def test_where_the_kind_of_value_is_needed():
    assert needs_value(Kind.PERIOD, "几天")
    assert needs_value(Kind.FACT, "可以转租吗")
    assert not needs_value(Kind.FACT, "转租的规定")


def test_how_many_are_as_good_as_the_first():
    assert competing([0.9, 0.87, 0.6], 0.05) == 2
    assert competing([], 0.05) == 0


def test_where_another_rule_holds_is_no_answer_to_what_it_says():
    clause = "第二十三条 违反公共租赁住房规定的处罚，法律、法规已有规定的，从其规定。"
    assert outcome("公租房怎么处罚", clause=clause) is Outcome.EVIDENCE
    assert outcome("公租房怎么处罚", clause="第二十三条 转租公共租赁住房的，处1000元罚款，并记入处罚档案。") is Outcome.ANSWER
