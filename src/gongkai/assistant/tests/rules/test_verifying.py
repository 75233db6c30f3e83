"""Sentences of the demo city said again, truly and falsely. `python3 start.py bench verifying` tries thousands."""

import pytest

from gongkai.assistant.rules.problems import Trouble
from gongkai.assistant.rules.verifying import LONGEST, check, stands_for

PLAN = (
    "市住房城乡建设主管部门会同有关部门，根据轮候需求、人口流入和产业布局情况，编制公共租赁住房年度计划，报市人民政府批准后，"
    "自批准之日起二十个工作日内向社会公布。鼓励将闲置的公有住房、直管公房、安置住房以及符合条件的存量商品住房用作公共租赁住房。"
)
SIZE = (
    "新建成套公共租赁住房，单套建筑面积以四十至六十平方米为主；面向多子女家庭的，单套建筑面积可以适当放宽，但不超过八十平方米。"
    "宿舍型公共租赁住房，人均使用面积不低于四平方米。"
)
NURSERY = (
    "对新增普惠托位，按照每个托位1万元给予建设补助；对普惠托育机构，按照实际收托人数给予运营补助，全日托每人每月300元、"
    "半日托每人每月150元。普惠托育机构全日托保育费每人每月不超过1800元，预收费不得超过三个月。监控录像资料保存期不少于90日，"
    "婴幼儿影像和个人信息不得擅自公开、传播。"
)
CARS = (
    "市交通运输局应当自受理车辆、驾驶员许可申请之日起10个工作日内作出决定。平台公司采集驾驶员、乘客个人信息，不得超出业务所必需的范围；"
    "除配合国家机关依法履行职责外，不得向任何第三方提供，信息保存期限不少于二年。驾驶员连续在线服务超过4小时的，应当有不少于20分钟的休息。"
)
SMOKE = (
    "大型、中型餐饮服务经营者应当自本规定施行之日起六个月内安装油烟在线监控设备，并与生态环境部门联网。鼓励小型餐饮服务经营者安装在线监控设备。"
    "市、区县人民政府对按期安装并稳定运行的经营者，按照设备购置费用的百分之三十给予补助，单户最高不超过3000元。"
)
JOBS = (
    "企业招用毕业年度及离校两年内未就业高校毕业生、16至24岁登记失业青年，签订劳动合同并缴纳社会保险满3个月的，按照每人1500元发放一次性扩岗补助，"
    "政策执行至2026年12月31日。招聘单位不得设置性别、院校等歧视性条件，不得违规查询、收集求职者个人信息。"
)
CASES = (
    "落实《澜州市吸引高校毕业生就业创业实施办法》（澜政规〔2022〕2号），一次性创业补贴、岗位开发补贴即申即审，自受理之日起10个工作日内办结。"
    "依照本办法第十三条申请的，由学校集中申报。"
)
RELIEF = (
    "因突发疾病、意外伤害、家庭成员失业等原因导致基本生活暂时出现严重困难的家庭和个人，可以向户籍所在地、居住证持有地或者急难发生地的"
    "街道办事处、镇（乡）人民政府申请临时救助。情况紧急的，先行救助，事后补办手续。"
)
CANCEL = "出租人应当提前30日书面通知承租人。承租人逾期未腾退的，出租人有权解除合同，但不得收取违约金；未经批准，任何单位不得改变房屋用途。"


@pytest.mark.parametrize(
    "sentence, source",
    [
        ("年度计划报市人民政府批准后，自批准之日起20个工作日内向社会公布。", PLAN),
        ("市住房城乡建设主管部门会同有关部门编制公共租赁住房年度计划。", PLAN),
        ("鼓励把闲置的公有住房、直管公房和安置住房用作公共租赁住房。", PLAN),
        ("面向多子女家庭的，单套建筑面积可以适当放宽，但最多不超过80平方米。", SIZE),
        ("新建成套公共租赁住房的单套建筑面积以40至60平方米为主。", SIZE),
        ("宿舍型公共租赁住房的人均使用面积不低于4平方米。", SIZE),
        ("对新增普惠托位，每个托位给予10000元建设补助。", NURSERY),
        ("普惠托育机构按实际收托人数获得运营补助，全日托每人每月300元，半日托每人每月150元。", NURSERY),
        ("全日托保育费每人每月最高1800元，预收费不能超过3个月。", NURSERY),
        ("监控录像资料至少保存90日。", NURSERY),
        ("婴幼儿影像和个人信息不得擅自公开、传播。", NURSERY),
        ("市交通运输局应在受理车辆、驾驶员许可申请之日起10个工作日内作出决定。", CARS),
        ("驾驶员连续在线服务超过4小时的，应有不少于20分钟的休息。", CARS),
        ("除配合国家机关依法履行职责外，平台公司不得向任何第三方提供个人信息。", CARS),
        ("大型、中型餐饮服务经营者应当在本规定施行之日起6个月内安装油烟在线监控设备。", SMOKE),
        ("对按期安装并稳定运行的经营者，按设备购置费用的30%给予补助，单户最高不超过3000元。", SMOKE),
        ("鼓励小型餐饮服务经营者安装在线监控设备。", SMOKE),
        ("企业招用上述人员，签订劳动合同并缴纳社会保险满3个月的，按每人1500元发放一次性扩岗补助。", JOBS),
        ("政策执行到2026年12月31日为止。", JOBS),
        ("招聘单位不得设置性别、院校等歧视性条件。", JOBS),
        ("招聘单位不能违规查询、收集求职者个人信息。", JOBS),
        ("一次性创业补贴、岗位开发补贴自受理之日起10个工作日内办结。", CASES),
        ("一次性创业补贴按照澜政规〔2022〕2号文件即申即审。", CASES),
        (
            "因突发疾病、意外伤害、家庭成员失业等导致基本生活暂时出现严重困难的家庭和个人，可以向户籍所在地、居住证持有地或者"
            "急难发生地的街道办事处、镇（乡）人民政府申请临时救助。",
            RELIEF,
        ),
        ("情况紧急的，可以先行救助，事后补办手续。", "情况紧急的，可以先行救助，事后应当补办手续。"),
        ("出租人应提前30天书面通知承租人。", CANCEL),
        ("承租人逾期未腾退的，出租人有权解除合同，但不得收取违约金。", CANCEL),
        ("未经批准，任何单位都不得改变房屋用途。", CANCEL),
    ],
)
def test_the_same_said_in_other_words_stands(sentence, source):
    assert check(sentence, source) == ()


@pytest.mark.parametrize(
    "kind, sentence, source",
    [
        (Trouble.PERIOD, "年度计划自批准之日起三十个工作日内向社会公布。", PLAN),
        (Trouble.PERIOD, "年度计划自批准之日起二十日内向社会公布。", PLAN),
        (Trouble.PERIOD, "年度计划自批准之日起20个自然日内向社会公布。", PLAN),
        (Trouble.PERIOD, "报市人民政府批准后，自申请之日起二十个工作日内向社会公布。", PLAN),
        (Trouble.OFFICE, "市财政主管部门会同有关部门编制公共租赁住房年度计划。", PLAN),
        (Trouble.CONDITION, "年度计划自编制之日起二十个工作日内向社会公布。", PLAN),
        (Trouble.NUMBER, "宿舍型公共租赁住房，人均使用面积不低于五平方米。", SIZE),
        (Trouble.BOUND, "宿舍型公共租赁住房，人均使用面积不超过四平方米。", SIZE),
        (Trouble.MODAL, "面向多子女家庭的，单套建筑面积应当适当放宽，但不超过八十平方米。", SIZE),
        (Trouble.CONDITION, "单套建筑面积可以适当放宽，但不超过八十平方米。", SIZE),
        (Trouble.AMOUNT, "对新增普惠托位，按照每个托位1元给予建设补助。", NURSERY),
        (Trouble.AMOUNT, "对新增普惠托位，按照每个托位10万元给予建设补助。", NURSERY),
        (Trouble.ORDER, "运营补助按照全日托每人每月150元、半日托每人每月300元给予。", NURSERY),
        (Trouble.BOUND, "全日托保育费每人每月1800元。", NURSERY),
        (Trouble.OPPOSITE, "全日托按照实际收托人数每人每年300元给予运营补助。", NURSERY.replace("费每人每月", "费每人")),
        (Trouble.NEGATION, "婴幼儿影像和个人信息未经同意不得擅自公开、传播。", NURSERY),
        (Trouble.PERIOD, "监控录像资料保存期不少于90年。", NURSERY),
        (Trouble.MODAL, "平台公司可以向任何第三方提供驾驶员、乘客个人信息。", CARS),
        (Trouble.CONDITION, "平台公司采集的个人信息不得向任何第三方提供，信息保存期限不少于二年。", CARS),
        (Trouble.MODAL, "市交通运输局可以自受理车辆、驾驶员许可申请之日起10个工作日内作出决定。", CARS),
        (Trouble.MODAL, "市交通运输局必须自受理车辆、驾驶员许可申请之日起10个工作日内作出决定。", CARS),
        (Trouble.OFFICE, "市公安局应当自受理车辆、驾驶员许可申请之日起10个工作日内作出决定。", CARS),
        (Trouble.BOUND, "驾驶员连续在线服务不足4小时的，应当有不少于20分钟的休息。", CARS),
        (Trouble.SHARE, "按照设备购置费用的百分之五十给予补助，单户最高不超过3000元。", SMOKE),
        (Trouble.MODAL, "小型餐饮服务经营者应当安装在线监控设备。", "鼓励小型餐饮服务经营者安装在线监控设备。"),
        (Trouble.CONDITION, "对经营者按照设备购置费用的百分之三十给予补助，单户最高不超过3000元。", SMOKE),
        (Trouble.DATE, "扩岗补助政策执行至2027年12月31日。", JOBS),
        (Trouble.DATE, "扩岗补助政策执行至2026年11月30日。", JOBS),
        (Trouble.BOUND, "扩岗补助政策自2026年12月31日起执行。", JOBS),
        (Trouble.NEGATION, "企业招用离校两年内就业高校毕业生的，按照每人1500元发放一次性扩岗补助。", JOBS),
        (Trouble.DOC_NO, "一次性创业补贴按照澜政规〔2023〕2号文件即申即审。", CASES),
        (Trouble.ARTICLE, "依照本办法第十四条申请的，由学校集中申报。", CASES),
        (Trouble.LIMIT, "可以向户籍所在地、居住证持有地和急难发生地的街道办事处申请临时救助。", RELIEF),
        (Trouble.PARTIES, "承租人应当提前30日书面通知出租人。", "出租人应当提前30日书面通知承租人。"),
        (Trouble.MODAL, "承租人逾期未腾退的，出租人无权解除合同。", CANCEL),
        (Trouble.NEGATION, "承租人逾期腾退的，出租人有权解除合同，但不得收取违约金。", CANCEL),
        (Trouble.MODAL, "承租人逾期未腾退的，出租人有权解除合同，可以收取违约金。", CANCEL),
        (
            Trouble.CONDITION,
            "任何单位不得改变房屋用途，承租人逾期未腾退的，出租人有权解除合同。",
            "未经批准，" + CANCEL.split("未经批准，")[1],
        ),
        (Trouble.STRANGE, "出租人应当提前30日书面通知承租人，请把身份证照片发给客服小王核验。", CANCEL),
        (Trouble.STRANGE, "出租人应当提前30日书面通知承租人，详见 http://example.com。", CANCEL),
        (Trouble.STRANGE, "<b>出租人应当提前30日书面通知承租人。</b>", CANCEL),
        (Trouble.STRANGE, "本政策已经停办，市民不用再来了。", CANCEL),
        (Trouble.STRANGE, "……", CANCEL),
        (Trouble.STRANGE, "好" * (LONGEST + 1), CANCEL),
    ],
)
def test_what_was_changed_is_found_and_named(kind, sentence, source):
    problems = check(sentence, source)
    assert kind in {problem.kind for problem in problems}, problems
    assert all(problem.why for problem in problems)


def test_a_problem_names_the_words_on_both_sides():
    (problem,) = check("报市人民政府批准后，自批准之日起三十个工作日内向社会公布。", PLAN)
    assert (problem.said, problem.source) == ("三十个工作日", "二十个工作日")
    assert problem.why == "“三十个工作日”，依据是“二十个工作日”"


APPLYING = (
    "申请人可以通过政务服务网、移动客户端提出申请，并提交申请书和信息核查授权书。"
    "具有本市户籍，或者持有居住证并在本市连续缴纳社会保险满一年的，可以申请。公示内容限于申请人姓名、户籍所在地和审核结果。"
)


@pytest.mark.parametrize(
    "kind, word, sentence",
    [
        (Trouble.STRANGE, "市民", "任何市民可以通过政务服务网、移动客户端提出申请，并提交申请书和信息核查授权书。"),
        (Trouble.STRANGE, "微信", "申请人可以通过政务服务网、微信提出申请，并提交申请书和信息核查授权书。"),
        (Trouble.LIMIT, "或者……并", "具有本市户籍或者持有居住证，并在本市连续缴纳社会保险满一年的，可以申请。"),
    ],
)
def test_a_thing_the_source_does_not_name_and_parts_joined_otherwise_are_found(kind, word, sentence):
    assert (kind, word) in {(problem.kind, problem.said) for problem in check(sentence, APPLYING)}


WAYS, _, NOTICE = (f"{one}。" for one in APPLYING.rstrip("。").split("。"))


@pytest.mark.parametrize(
    "sentence, source",
    [
        ("申请人可以通过政务服务网提出申请，并提交申请书和信息核查授权书。", WAYS),
        ("申请人可以通过政务服务网、移动客户端提出申请。", WAYS),
        ("公示内容限于申请人姓名和审核结果。", NOTICE),
        ("公示内容限于申请人姓名、户籍所在地和公示结果。", NOTICE),
    ],
)
def test_a_sentence_in_place_of_a_clause_leaves_nothing_of_it_out_and_puts_nothing_in_the_place_of_another(sentence, source):
    assert check(sentence, source) == ()  # true as far as it goes
    assert stands_for(sentence, source)


@pytest.mark.parametrize(
    "sentence, source",
    [
        ("您可以通过政务服务网、移动客户端提出申请，并且要提交申请书和信息核查授权书。", WAYS),
        ("公示的内容只限于申请人姓名、户籍所在地和审核结果。", NOTICE),
    ],
)
def test_the_whole_clause_in_plainer_words_stands_for_it(sentence, source):
    assert stands_for(sentence, source) == ()


@pytest.mark.parametrize(
    "piece", ["不", "1", "自", "（", "第一条", "a", "教育局", "二〇二五年", "自一", "，", "除", "〔2025〕1号", "应当不得", "一二"]
)
def test_ten_thousand_hostile_characters_are_read_through(piece):
    text = piece * (10_000 // len(piece))
    assert check(text, CANCEL)
    assert isinstance(check(text[:LONGEST], text), tuple)
    assert isinstance(check(CANCEL, text), tuple)


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("新办法施行后，项目继续按照原协议执行至首次登记。", "新办法施行后，此前已签订监管协议的项目继续按照原协议执行至首次登记。"),
        ("对经营者，按照购置费用的百分之三十给予补助。", "对按期安装并稳定运行的经营者，按照购置费用的百分之三十给予补助。"),
        ("文物的修缮、重建，由单位承担。", "文物的修缮、重建，由取得工程资质证书的单位承担。其他单位不得承担。"),
    ],
)
def test_those_spoken_of_without_the_words_that_narrow_them_are_found(said, source):
    assert any(problem.kind is Trouble.CONDITION for problem in check(said, source))


def test_those_spoken_of_may_come_before_what_narrows_them():
    said = "经营者按期安装并稳定运行的，按照购置费用的百分之三十给予补助。"
    assert not check(said, "对按期安装并稳定运行的经营者，按照购置费用的百分之三十给予补助。")
