"""Everyday ways of asking: what is cut out of the words, what counts as said, what belongs to an amount."""

import pytest

from gongkai.assistant.rules.answers import Kind
from gongkai.assistant.rules.extracting import extract, grades
from gongkai.assistant.rules.fitting import fits
from gongkai.assistant.rules.outcome import is_near
from gongkai.assistant.rules.routing import read
from gongkai.assistant.rules.words import terms_of
from gongkai.policies.rules.cleaning import PlainLine, clean
from gongkai.policies.rules.provisions import provisions
from gongkai.policies.rules.structure import structure

NO_PAPER = 7.0  # how rare a word is that no paper has
KNOWN = frozenset(["养老机构", "老年人", "公共交通", "货车", "补助", "企业", "望潮", "街道", "工程", "助餐", "设备", "共享", "数据"])


def rarity(words):
    return {word: 4.0 if word in KNOWN else NO_PAPER for word in words}


def found(question, *lines, title="办法", rare=lambda words: dict.fromkeys(words, 4.0)):
    (provision, *_) = provisions(structure(clean([PlainLine(line) for line in lines]).lines).blocks)
    asked = read(question)
    terms = terms_of(asked.subject, rare, ())
    return extract(provision, terms, title, asked.kind, asked.text)


def words_of(question):
    return {term.word for term in terms_of(read(question).subject, rarity)}


@pytest.mark.parametrize(
    ("question", "there", "not_there"),
    [
        ("养老院收失能老人补多少", {"失能"}, {"收失"}),
        ("货车限行为什么停了", {"限行"}, {"行为"}),
        ("我妈住望潮街道能补多少", {"望潮"}, {"住望"}),
        ("培训归哪个处管", {"培训"}, {"处管"}),
        ("镇里有几处危险区", {"危险区"}, {"几处"}),
        ("坐公交不要钱的有哪些人", {"不要钱"}, set()),
        ("托育一个月最多收多少", set(), {"月"}),  # for how long, not of what
    ],
)
def test_asking_is_not_glued_to_what_is_asked_about(question, there, not_there):
    words = words_of(question)
    assert there <= words and not not_there & words


def test_a_word_about_the_asking_that_no_paper_has_is_no_rare_word():
    weights = {term.word: term.weight for term in terms_of("南环路那边货车限行", rarity)}
    assert weights["那边"] < weights["货车"] / 4


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("62岁的老人坐公交收多少", "60至64周岁的老年人乘坐公共交通，按照票价的百分之五十收取。", True),
        ("70岁的老人坐公交收多少", "60至64周岁的老年人乘坐公共交通，按照票价的百分之五十收取。", False),
    ],
)
def test_a_figure_that_holds_in_a_clause_is_said_by_it(question, text, said):
    extract_ = found(question, f"第一条 {text}")
    assert extract_.fits is said
    assert (extract_.said > 0.9) is said


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("清理文件以后有多少件继续有效", Kind.AMOUNT),
        ("有几个文件失效", Kind.AMOUNT),
        ("这个文件还有效吗", Kind.STANDING),
        ("这份通知什么时候失效", Kind.STANDING),
    ],
)
def test_how_many_are_in_force_is_a_number_not_the_standing_of_one(text, kind):
    assert read(text).kind is kind


def test_half_an_hour_is_thirty_minutes():
    assert read("中断半小时以上怎么办").text == "中断30分钟以上怎么办"
    assert read("百岁老人津贴多少").text == "100岁老人津贴多少"


@pytest.mark.parametrize(
    ("question", "text", "kind", "fitting"),
    [
        ("专区在几楼", "专区设在市民中心，由办公室管理。", Kind.FACT, False),
        ("专区在几楼", "专区设在市民中心一楼。", Kind.FACT, True),
        ("数字人叫什么名字", "将平台升级为办事场景。", Kind.FACT, False),
        ("数字人叫什么名字", "将平台升级为“边聊边办”的场景。", Kind.FACT, False),
        ("数字人叫什么名字", "推出数字人“小澜”。", Kind.FACT, True),
        ("服务品牌叫什么", "打造“小澜帮办”服务品牌。", Kind.FACT, True),
        ("补贴面试几轮", "面试补贴每人1000元。", Kind.FACT, False),
        ("补贴面试几轮", "面试分为两轮进行。", Kind.FACT, True),
        ("下大雨人往哪里转移", "全村共有危险区6处。", Kind.FACT, False),
        ("下大雨人往哪里转移", "村民到中心小学安置。", Kind.FACT, True),
        ("津贴要自己去申请吗", "不用申请。", Kind.FACT, True),
        ("送餐要加钱不", "送餐由志愿者承担。", Kind.FACT, False),
        ("送餐要加钱不", "送餐每次收取1元。", Kind.FACT, True),
        ("服务不满意怎么投诉", "可以向卫生健康部门投诉。", Kind.SERVICE, True),
        ("不合格名单在哪查", "名单可以在政务服务网“食品抽检”栏目查询。", Kind.SERVICE, True),
        ("求职补贴怎么申报", "求职补贴由学校集中申报。", Kind.SERVICE, True),
        ("求职补贴怎么申报", "求职补贴每人1000元。", Kind.SERVICE, False),
        ("考核由谁组织", "区县卫生健康部门每半年组织一次考核。", Kind.WHO, True),
        ("优惠资金由谁补贴", "所需资金由市财政补贴。", Kind.WHO, True),
        ("经费多久公布一次", "学校应当每学期公布经费收支情况。", Kind.PERIOD, True),
        ("进度几号报", "每月5日前报送进度。", Kind.PERIOD, True),
        ("演练要在几月几日前搞", "6月15日前至少组织一次演练。", Kind.PERIOD, True),
        ("方案要提前几天公布", "在登记前不少于十日向社会公布。", Kind.PERIOD, True),
        ("方案要提前几天公布", "自确定之日起五日内公布。", Kind.PERIOD, False),
        ("危险房屋能加装电梯吗", "经鉴定为危险房屋的除外。", Kind.FACT, True),
        ("责任清单公开吗", "责任清单由村民委员会保管，不对外公开。", Kind.FACT, True),
        ("要公开几类救助标准", "动态公开9类救助标准。", Kind.LIST, True),
        ("要公开几类救助标准", "动态公开救助标准。", Kind.LIST, False),
    ],
)
def test_what_is_asked_must_be_said(question, text, kind, fitting):
    assert fits(text, kind, question) is fitting


@pytest.mark.parametrize(
    ("text", "graded"),
    [
        ("第一类家庭按照基准的百分之百、第二类家庭按照百分之七十发放。", True),
        ("最低生活保障对象个人负担部分由财政承担。", True),
        ("补贴金额高于实际租金的，按照实际租金发放。", True),
        ("同一企业只享受一次。", True),
        ("其中，市级承担百分之五十。", True),
        ("所需资金由财政承担。", False),
        ("申请人应当提交申请书。", False),
    ],
)
def test_what_grades_or_limits_an_amount_is_known(text, graded):
    assert grades(text) is graded


def test_who_gets_what_part_of_an_amount_is_told_with_it():
    told = found("租房补贴一平米补多少钱", "第二条 租房补贴基准为每平方米每月16元。第二类家庭按照基准的百分之七十发放。补贴按季发放。")
    assert ["每月16元" in one.text or "百分之七十" in one.text for one in told.statements] == [True, True]


@pytest.mark.parametrize(
    ("question", "text", "fitting"),
    [
        ("统一平台什么时候建成", "务必在2025年10月底前，建成全省统一的申请平台。", True),
        ("普惠托育半日托每月最多收多少", "普惠托育机构全日托保育费每人每月不超过1800元，半日托不超过1100元。", True),
        ("担保贷款能贷几年", "正常经营一年以上的，还可以申请担保贷款。", False),
    ],
)
def test_when_and_for_what_may_be_told_in_the_half_sentence_before(question, text, fitting):
    assert found(question, f"第一条 {text}").fits is fitting


def test_a_clause_with_two_rare_words_of_the_question_is_shown():
    title = "澜州市建筑垃圾管理办法"
    clause = "第十三条 运输车辆应当密闭，不得沿途遗撒。"
    assert is_near(found("建筑垃圾运输车辆盖布颜色", clause, title=title), value_needed=False)
    assert not is_near(found("公积金贷款利率是多少", "第七条 银行贷款按照市场利率贴息。", title="澜州市技术改造政策"), value_needed=True)
    assert not is_near(found("红烧肉怎么做", clause, title=title), value_needed=False)


def test_what_no_paper_has_does_not_hide_a_clause_that_says_all_else():
    title = "澜州市政务数据共享管理办法"
    clause = "第十条 通过共享获取的数据，只能用于履行法定职责。"
    assert is_near(found("共享来的数据能拿去做别的用吗", clause, title=title, rare=rarity), value_needed=True)
    assert not is_near(
        found("共享来的数据能拿去做别的用吗", clause, title=title, rare=lambda words: {one: 7.0 if one == "〓" else 2.0 for one in words}),
        value_needed=True,
    )


@pytest.mark.parametrize(("question", "fitting"), [("扩岗补助每人多少钱", True), ("岗位补贴每人多少钱", False), ("补贴每人多少钱", True)])
def test_a_payment_is_told_by_its_name_not_by_the_heading_above_another(question, fitting):
    lines = ["一、拓展就业岗位", "（一）企业招用毕业生的，按照每人1500元发放一次性扩岗补助。"]
    assert found(question, *lines).fits is fitting


def test_the_name_of_the_item_itself_tells_which_payment_it_is():
    text = "三、支持成果转化。对企业受让技术成果的，按照实际支付额的百分之十给予补助，最高不超过30万元。"
    assert found("成果转化补助最高多少", text).fits


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("演练一年搞几回", "演练一年搞几次"),
        ("补贴多久发一回", "补贴多久发一次"),
        ("转诊住院多报几个点", "转诊住院多报百分之几"),
        ("几点开门", "几点开门"),
        ("有一回事", "有一回事"),
    ],
)
def test_everyday_units_are_read_as_papers_write_them(typed, read_as):
    assert read(typed).text == read_as


def test_a_name_is_found_whatever_stands_in_brackets():
    assert found("购置首台套装备补多少", "第六条 企业购置首台（套）装备的，按照购置金额的百分之十给予补助。").missing == ()


def test_what_becomes_of_papers_out_of_force_is_not_whether_one_is_in_force():
    assert read("失效了的文件会从库里删掉吗").kind is Kind.FACT
    assert read("这份文件失效了吗").kind is Kind.STANDING


def test_since_which_year_is_answered_by_a_day_not_by_how_often():
    assert not fits("每季度对文件入库情况进行检查。", Kind.PERIOD, "哪年以后的文件都要入库")
    assert fits("2010年1月1日以来制发的文件应当全部入库。", Kind.PERIOD, "哪年以后的文件都要入库")
