import pytest

from gongkai.assistant.rules.acts import acts_of, is_said
from gongkai.assistant.rules.answers import Kind
from gongkai.assistant.rules.counterparts import unsaid
from gongkai.assistant.rules.fitting import unmet_figures
from gongkai.assistant.rules.routing import read
from gongkai.assistant.tests.rules.test_outcome import Outcome, outcome


def said(question, text, words=()):
    return all(act.search(text) for act in acts_of(question, words))


@pytest.mark.parametrize(
    ("question", "says", "does_not"),
    [
        ("补贴能领几年", "补贴按月发放，最长三年。", "签订一年以上合同的职工。"),
        ("电梯坏了谁修", "维修由运营单位负责。", "优先安排电梯住房。"),
        ("监管资金能还贷款吗", "不得用于偿还贷款。", "贷款应当直接存入账户。"),
        ("人才公寓能住多久", "租住期限不超过三年。", "本办法自公布之日起施行，有效期五年。"),
        ("网约车最多坐几年", "乘坐网约车不超过三年。", "7座及以下乘用车，未满三年。"),
    ],
)
def test_what_is_done_is_said_as_papers_write_it(question, says, does_not):
    assert acts_of(question)
    assert said(question, says)
    assert not said(question, does_not)


@pytest.mark.parametrize("question", ["联单保存几年", "什么时候施行", "公租房的申请条件", "证件有效几年"])
def test_a_character_that_is_part_of_a_word_is_looked_for_with_it(question):
    assert not acts_of(question, ("保存", "施行", "申请"))


def test_a_single_character_is_said_by_itself_or_as_papers_write_it():
    assert is_said("烧", "禁止露天焚烧")
    assert is_said("归", "由住建部门负责")  # says nothing of what is asked about
    assert not is_said("狗", "承租人应当爱护房屋")


CLAUSE = "第六条 领取补贴的，应当与企业签订一年以上合同，补贴按月发放。领取补贴的期限最长三年。"


@pytest.mark.parametrize(
    ("question", "clause", "expected"),
    [
        ("人才补贴能领几年", CLAUSE, Outcome.ANSWER),
        ("人才补贴能领几年", "第六条 对离校两年内的毕业生，按月发放人才补贴。", Outcome.EVIDENCE),  # how long since school
        ("人才补贴发狗粮吗", "第六条 人才补贴可以按月发放。", Outcome.EVIDENCE),
    ],
)
def test_of_a_time_what_is_done_stands_before_it_or_beside_it(question, clause, expected):
    assert outcome(question, clause=clause, title="澜州市人才补贴办法") is expected


def test_whether_something_may_be_done_may_stand_in_what_leads_to_a_list():
    clause = "第七条 食品小作坊不得生产加工下列食品：（一）乳制品、罐头、果冻；（二）保健食品。"
    assert outcome("食品小作坊能生产果冻吗", clause=clause, title="澜州市食品小作坊登记管理办法") is Outcome.ANSWER


@pytest.mark.parametrize(("question", "expected"), [("生育津贴怎么领", Outcome.REFUSED), ("高龄津贴怎么领", Outcome.ANSWER)])
def test_of_two_words_side_by_side_one_alone_is_another_matter(question, expected):
    clause = "第三条 高龄津贴由本人向街道申请领取。"
    rare = {"生育": 7.0}
    assert (
        outcome(question, clause=clause, title="澜州市津贴办法", rarity=lambda words: {word: rare.get(word, 5.0) for word in words})
        is expected
    )


def test_who_it_is_about_alone_is_another_matter():
    assert outcome("企业年金怎么领", clause="第三条 企业可以申请资金补助。", title="澜州市支持企业办法") is Outcome.REFUSED


@pytest.mark.parametrize(
    ("question", "says", "does_not"),
    [
        ("装修垃圾能自己运吗", "居民可以自行清运。", "物业服务企业可以清运。"),
        ("两种津贴能一起领吗", "不得重复享受。", "可以领取津贴。"),
        ("补贴发现金吗", "可以发放现金。", "可以按月发放。"),
        ("网约车多大可以开", "年满二十一周岁。", "平台公司可以经营。"),
        ("公租房谁来摇号", "由运营单位组织摇号。", "摇号应当公开。"),
        ("依申请公开要开什么会", "定期召开会商会议。", "应当完善制度。"),
        ("没有房产证怎么入学", "没有房产证的，凭居住证入学。", "不动产信息由系统核验。"),
        ("平台违法网信部门管吗", "平台违法的，应当由网信部门处理。", "平台不得有违法行为。"),
        ("添加剂标准是什么", "添加剂的限量标准是每千克1克。", "添加剂超限量使用10批次。"),
    ],
)
def test_how_it_is_done_and_what_no_kind_of_question_is_known_by(question, says, does_not):
    assert not unsaid(says, Kind.FACT, question)
    assert unsaid(does_not, Kind.FACT, question)


def test_where_a_form_is_had_is_not_where_one_applies():
    assert unsaid("向街道办事处提出申请。", Kind.SERVICE, "申请表在哪里领")
    assert not unsaid("向街道办事处领取申请表。", Kind.SERVICE, "申请表在哪里领")


def test_conditions_are_of_whom_they_are_asked_of():
    clause = "第五条 平台公司应当具备服务能力和与车辆数量、座位相适应的管理人员。"
    assert outcome("网约车车辆要满足哪些条件", clause=clause, title="澜州市网约车细则") is Outcome.EVIDENCE
    clause = "第九条 车辆应当具备卫星定位、报警装置和行驶记录功能。"
    assert outcome("网约车车辆要满足哪些条件", clause=clause, title="澜州市网约车细则") is Outcome.ANSWER


def test_who_does_it_is_not_told_by_what_comes_before_it():
    title = "澜州市加装电梯办法"
    assert outcome("加装电梯由谁施工", clause="第八条 加装电梯实施主体应当在施工前向主管部门备案。", title=title) is Outcome.EVIDENCE
    assert outcome("加装电梯由谁施工", clause="第八条 加装电梯应当由专业单位负责施工。", title=title) is Outcome.ANSWER


def test_a_sum_without_its_unit_and_the_way_a_bound_runs():
    assert unmet_figures("罚款20万以上扣几分", ["罚款不满5万元的，扣5分"])
    assert unmet_figures("罚款20万以上扣几分", ["5万元以上不满20万元的，扣10分"])
    assert not unmet_figures("罚款20万以上扣几分", ["20万元以上的，扣15分"])


def test_a_heading_that_asks_says_nothing_itself():
    assert unsaid("一是80周岁以上的老年人。", Kind.FACT, "老年人能领吗", "问：谁可以领？")
    assert not unsaid("现役军人、残疾军人。", Kind.FACT, "军人能免费乘车吗", "一、免费乘车对象")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("公租房选房时间多长", Kind.PERIOD),
        ("多大年纪可以申请", Kind.PERIOD),
        ("慢性病处方开几周", Kind.PERIOD),
        ("午饭一份几块钱", Kind.AMOUNT),
        ("轮候期家庭变化几天内申报", Kind.PERIOD),
        ("新办法有什么变化", Kind.COMPARE),
        ("补助打给谁", Kind.FACT),
        ("有问题打给谁", Kind.PHONE),
    ],
)
def test_kinds_by_what_is_asked(question, kind):
    assert read(question).kind is kind
