import pytest

from gongkai.assistant.rules.answers import Kind
from gongkai.assistant.rules.counterparts import is_asked_of_facts, is_hollow, unsaid
from gongkai.assistant.rules.fitting import fits


@pytest.mark.parametrize(
    ("kind", "question", "answers", "does_not"),
    [
        (Kind.FACT, "人才驿站在哪里", "人才驿站设在科苑路3号。", "毕业生可以在人才驿站免费住宿七天。"),
        (Kind.FACT, "数据共享要不要钱", "政务数据无偿使用。", "可以凭申请人提供的有效材料先行办理。"),
        (Kind.FACT, "登记证丢了能补吗", "登记证遗失的，可以申请补办。", "登记证有效期为三年。"),
        (Kind.FACT, "签约去哪个医院", "签约到社区医院办理。", "上级医院预留专家号源。"),
        (Kind.FACT, "不申请续租会怎样", "未提出续租申请的，应当腾退。", "承租人应当提前提出续租申请。"),
        (Kind.WHO, "运输企业由哪个部门核准", "由住建部门核准。", "从事运输的企业应当依法取得核准。"),
        (Kind.AMOUNT, "秸秆补助最高多少钱", "补助最高不超过5000元。", "按照每吨60元给予补助。"),
        (Kind.WHO, "监管银行谁来定", "监管银行由住建部门招标确定。", "监管银行负责拨付。"),
        (Kind.WHO, "津贴由哪个银行发", "津贴由澜州银行发放。", "津贴由民政部门发放。"),
        (Kind.PERIOD, "公交车多久一班", "公交车每10分钟发车一次。", "换乘的90分钟内减免。"),
        (Kind.PERIOD, "津贴每个月几号到账", "津贴于每月15日前发放。", "自2026年1月1日起，津贴由每人每月100元提高到150元。"),
        (Kind.FACT, "处理方案里要写什么", "处理方案应当包括工程概况和清运计划。", "施工单位应当编制处理方案，报主管部门备案。"),
        (Kind.FACT, "孩子多高坐公交要买票", "身高1.3米以上的儿童购票乘车。", "学生凭学生卡乘车，按照票价的百分之五十收取。"),
        (Kind.PERIOD, "办证要几天", "自受理之日起5个工作日内办结。", "登记证有效期为三年。"),
        (Kind.PERIOD, "晚自习几点开始", "开始时间为18时30分。", "结束时间不晚于20时30分。"),
        (Kind.PERIOD, "办理多长时间", "10个工作日内办结。", "年满65周岁的老年人。"),
        (Kind.PERIOD, "拖欠租金多久", "缓缴期限最长不超过十二个月。", "累计六个月以上拖欠租金的。"),
        (Kind.AMOUNT, "一共多少家托育机构", "全市共有托育机构86家。", "每个街道至少有一家托育机构。"),
        (Kind.AMOUNT, "家庭医生团队几个人", "每个团队由5人组成。", "每个团队签约居民原则上不超过2000人。"),
        (Kind.AMOUNT, "一个团队签多少居民多少人", "每个团队签约居民原则上不超过2000人。", "护士每年培训两次。"),
        (Kind.AMOUNT, "上棠村有多少户", "上棠村共有86户。", "涉及上棠村、新河村等5个村、213户。"),
        (Kind.AMOUNT, "审批局有几个处室", "审批局设12个处室。", "责任处室：政务服务二处。"),
        (Kind.AMOUNT, "失能老人每月能领多少补贴", "失能老年人每人每月补贴300元。", "对收住失能老年人的机构，给予每人每月300元补助。"),
        (Kind.AMOUNT, "公租房的租金是多少", "租金不高于市场租金的百分之六十。", "租金收入缴入国库，实行收支两条线管理。"),
        (
            Kind.PERIOD,
            "材料要审核几天",
            "自收到材料之日起十个工作日内完成审核。",
            "对审核结果有异议的，可以自收到告知之日起十个工作日内申请复核。",
        ),
        (Kind.PERIOD, "租赁补贴能领几年", "租赁补贴最长领取三年。", "隐瞒不报的，追回补贴，三年内不予受理申请。"),
        (Kind.PERIOD, "放弃配租多久不能再申请", "累计三次放弃的，一年内不得再次申请。", "无正当理由放弃配租的，按照轮候顺序顺延。"),
        (Kind.SERVICE, "公租房在哪里办", "可以向街道办事处提出申请。", "签订租赁合同，合同签订后三十日内由运营单位办理备案。"),
        (
            Kind.SERVICE,
            "公租房申请在哪里交材料",
            "申请人应当向所在地的街道办事处提交材料。",
            "无法通过数据共享获取的，申请人应当提交相应材料。",
        ),
        (Kind.SERVICE, "房租怎么交", "承租人应当到运营单位办理租金缴纳手续。", "申请人向居住地街道办事处提出，或者通过政务服务网申请。"),
        (
            Kind.COMPARE,
            "加装电梯老办法和新办法有什么区别",
            "补助由每台18万元提高到20万元。",
            "未设电梯的四层以上住宅加装电梯，适用本办法。",
        ),
        (Kind.LIST, "乘公交有什么优惠", "学生、老年人和残疾人按照票价的百分之五十收取。", "要在车辆、站台公示优惠政策和服务电话。"),
        (Kind.LIST, "老旧小区改造分哪几类", "改造内容分为基础类、完善类和提升类。", "争取上级补助，居民通过维修资金、公共收益出资。"),
    ],
)
def test_what_is_asked_is_said_by_one_sentence_and_not_by_another(kind, question, answers, does_not):
    assert fits(answers, kind, question)
    assert not fits(does_not, kind, question)


def test_a_heading_says_what_stands_below_unless_it_names_two_things():
    assert not unsaid("每份15元。", Kind.AMOUNT, "助餐费用多少", "三、价格")
    assert unsaid("每份15元。", Kind.AMOUNT, "每餐补多少钱", "三、价格和补贴")


def test_what_is_asked_by_no_row_needs_nothing():
    assert not unsaid("第九条 用地予以保障。", Kind.FACT, "公租房用地的规定")
    assert not is_asked_of_facts("公租房用地的规定")


@pytest.mark.parametrize(
    ("kind", "question", "text", "hollow"),
    [
        (Kind.LIST, "工作要点有哪些任务", "根据全省工作要点，结合本市实际，制定本要点。", True),
        (Kind.FACT, "为什么制定这个办法", "为了保障安全，制定本办法。", False),
        (Kind.COMPARE, "2021年和2025年的办法有什么不同", "原办法（澜政规〔2021〕3号）同时废止。", True),
        (Kind.FACT, "新办法废止了哪个办法", "原办法（澜政规〔2021〕3号）同时废止。", False),
        (Kind.STANDING, "老办法还有效吗", "原办法（澜政规〔2021〕3号）同时废止。", False),
        (Kind.FACT, "渣土车怎么处罚", "法律、法规已有处罚规定的，从其规定。", True),
        (Kind.FACT, "渣土车怎么处罚", "处2000元以上2万元以下罚款。", False),
    ],
)
def test_a_sentence_that_rules_nothing_answers_nothing(kind, question, text, hollow):
    assert is_hollow(text, kind, question) is hollow
