"""What a question asks for, and what a sentence must say to answer it: one table, read for every kind of question.

Saying the same words is not answering: “驿站在哪里” is not answered by who may stay there, “登记证丢了几天能补” not by how long it is
valid. A row that is asked and not said makes of an answer mere evidence; it never makes an answer of what is none."""

import re
from dataclasses import dataclass

from gongkai.assistant.rules.answers import Kind
from gongkai.assistant.rules.opposites import denied, is_of_opposite
from gongkai.assistant.rules.ranks import is_of_another
from gongkai.assistant.rules.whose import is_of_another_party

_OPEN = (Kind.FACT, Kind.LIST)
_VALUES = (Kind.PERIOD, Kind.AMOUNT)
_EVERY = tuple(Kind)


@dataclass(frozen=True)
class Counterpart:
    """`asked` of a question of these kinds calls for `said`, in the sentence itself; in the heading above it as well where `headed`."""

    asked: re.Pattern[str]
    said: re.Pattern[str]
    kinds: tuple[Kind, ...] = _EVERY
    headed: bool = False


def _row(asked: str, said: str, kinds: tuple[Kind, ...] = _EVERY, *, headed: bool = False) -> Counterpart:
    return Counterpart(re.compile(asked), re.compile(said), kinds, headed)


_HOW = "(?:怎么|如何|哪里?|怎样)[^，。]{0,3}"
_END = "[？?。]?$"
_NUMERAL = "[0-9〇零一二三四五六七八九十百千万两半]|[ⅠⅡⅢⅣ]"
_WHETHER_SO = "^(?=.*(?:[吗么][？?。]?$|能不能|可不可以|能否|可否|是否|要不要|用不用|需不需要|会不会)).*?"
MEANING = _row("什么是|是什么意思|指(?:的是)?什么|是指什么|含义|定义|指哪些", "是指|所称|是：|系指", (Kind.FACT,))
WHOM = _row(
    r"谁(?:可以|能够?|有资格)|(?:什么|哪些|哪几[种类])样?的?(?:人(?!员|才)|群体|人群)",
    r"对象|为[^，。；]{2,10}人群|人群(?:是|为|包括)|条件|符合|周岁|"
    r"(?:家庭|人员|居民|职工|儿童|学生|老年人|毕业生|残疾人|经营者|企业|户籍)[^，。；]{0,12}(?:可以|均可|享受)",
    _OPEN,
)
WHERE = _row(
    rf"(?:在|去|到)(?:哪里?|什么地方|何处){_END}|(?:什么地方|位置|地址|地点)(?:是|在哪里?)?{_END}|哪里(?:有|可以找到)",
    r"设在|位于|地址|地点|驻地|各设|围合|以[东南西北]|(?:到|在|向)[^，。；]{2,24}(?:安置|登记|申请|办理|查询|提出|领取|提交|受理|举行|公布|公示|报名)",
    (Kind.FACT,),
)
WHY = _row(
    "为什么|为何|出于什么|什么原因|(?:的)?原因(?:是|有)",
    "为(?:了|[加规保维推贯落防促提解缓改方做健深优切有进发培吸][^，。；])|因(?!素|地|此)|由于|目的|防止|避免",
    (Kind.FACT,),
)
WHETHER = _row(
    r"(?:吗|(?<!什)么)[？?。]?$|能不能|可不可以|能否|可否|是否|是不是|要不要|用不用|需不需要|会不会|有没有",
    r"可以|不得|不能|应当|必须|禁止|严禁|不需|不用|不必|不收|无需|免收|免费|免予|自愿|不分|准予|不予|不再|不应|应该|允许|给予|无偿|停发|免缴|免交|除外|减免|不作为|不对外",
    (Kind.FACT,),
    headed=True,
)
# a day of every month is not the day since when something holds
MONTHLY = _row(
    "每个?月[^，。？]{0,6}(?:几号|哪一?[天日])",
    "(?:每个?|次|当|下|本)月[^，。；]{0,12}?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号]|月[初底末]|[上中下]旬",
    (*_VALUES, Kind.FACT),
)
_TABLE = (
    MEANING,
    WHOM,
    WHERE,
    WHY,
    WHETHER,
    # what stands for what is handed in
    _row(
        r"(?:什么|哪些|几样)(?:样的)?(?:材料|证件|证明|资料)",
        r"(?:提交|凭|持|提供|出示|携带|准备)(?:(?!相应|有关|相关)[^，。；])*(?:书|证|表|卡|图|证明|协议|合同|复印件|照片)",
    ),
    # conditions, not whoever meets them
    _row(
        "(?:什么|哪些|哪几[个项])(?:样的)?条件",
        "应当(?:符合|具备|具有|持|取得)|下列条件|条件[：:]?$|条件[，。]|具备|具有|持有",
        (Kind.LIST,),
        headed=True,
    ),
    # an office that does it, not whoever it is done to
    _row("(?:哪[一两三几]?个|什么|哪些)(?:部门|单位|机关|局)|归哪", "[局委厅办处站所]|部门|政府|机关|中心|单位", (Kind.WHO,)),
    # who has charge of a matter, not who may do something in it
    _row(
        "谁(?:来)?(?:管|主管)|归(?:谁|哪)[^，。？]{0,3}管|(?:部门|单位|局)(?:来)?(?:管|主管)[？?。]?$",
        "负责|主管(?!部门|单位|机关)|牵头|承担|实施|组织|责任|监督|管理(?!办法|规定|部门|平台|系统)|统筹|协调|会同|由[^，。；]{2,20}|（[^）]*[局委厅办处]",
        (Kind.WHO,),
    ),
    # what comes of it
    _row(
        "会怎么?样|怎么处[理罚]|什么后果|受什么(?:处理|处罚)",
        "应当|责令|取消|不得|罚|退|追|暂停|记入|停|处|不予|罪|视为|警告|扣",
        (Kind.FACT,),
    ),
    # what comes of not doing it is told of those who do not
    _row(
        "(?:不(?![得能可超少低高多同需用要收分到满足合良动服是])|未)[\u4e00-\u9fff]{1,8}?(?:会|怎么?[样办]|有什么后果|行不行|可以吗|行吗)",
        "不(?![得能可超少低高多])|未|拒|逾期|没有",
        (Kind.FACT,),
    ),
    # where to go with it, not what somebody else does with a paper of it: “由运营单位办理备案”
    _row(
        f"哪里?(?:可以|能)?(?:去)?(?:(?:申?办|申请|申领|领)(?:理|取)?|[提递]?[交缴](?:纳|材料|资料|申请表?|表)?){_END}",
        "(?:向|到|在|去|通过|登录|凭|拨打)[^，。；]{2,40}(?:申请|办理|受理|提出|提交|登记|申报|领取|预约|缴纳|交纳)|(?:窗口|大厅|服务中心|便民中心|服务站)[^，。；]{0,12}(?:受理|办理)|免申即享",
        (Kind.SERVICE,),
    ),
    # how it is paid, not how something else is applied for
    _row("(?:怎么|如何|怎样)(?:去)?[交缴](?![通易流材资申])", "缴|交纳|交付|支付|扣|代收", (Kind.SERVICE,)),
    # what is done about it
    _row(f"{_HOW}查", "查询|查看|公布|查阅", (Kind.SERVICE,)),
    _row(f"{_HOW}(?:投诉|举报)", "投诉|举报", (Kind.SERVICE,)),
    _row(f"{_HOW}预约", "预约", (Kind.SERVICE,)),
    _row("丢(?!弃)|遗失|弄没|不见了", "遗失|丢失|挂失|补[发办领]|换发", _EVERY),
    _row(f"补(?:办|发|领|证|一[张个份])|能补{_END}", "补[发办领]|换发|重新", (*_VALUES, Kind.SERVICE, Kind.FACT)),
    _row("第[二三四五六]次|再[犯次]|又[犯违]", "第[二三四五六]次|再次|再犯|[二两三]次|累计|屡|重新"),
    _row("涨(?!水)|上调", "提高|上调|增|涨"),
    _row("下调|降(?:了|到|价|多少)", "降|下调|减|压缩|由"),
    _row("奖(?!励|金|补)", "奖|补助", (Kind.FACT,)),
    # what is done with the money, where a question says it in one character: the price of a meal is not what is paid towards it
    _row("补(?![贴助偿充缴办交发领选])", "补|津贴|给予", (Kind.AMOUNT,), headed=True),
    _row("奖(?!励|金|补)", "奖|补助", (Kind.AMOUNT,), headed=True),
    _row("罚(?!款)", "罚", (Kind.AMOUNT,), headed=True),
    _row("退(?![休役出])", "退", (Kind.AMOUNT,), headed=True),
    _row("减(?!免)", "减|免|优惠", (Kind.AMOUNT,), headed=True),
    _row("[挣赚]|收入多少|工资|薪", "收入|工资|薪|报酬", (Kind.AMOUNT,), headed=True),
    _row("赔(?!偿)", "赔|补偿", (Kind.AMOUNT,), headed=True),
    _row("费(?:用)?(?:[收是要交得有]|一共|一般|最|多少)", "费|价", (Kind.AMOUNT,), headed=True),
    _row(
        "(?:收|交|缴|付|掏|出)(?:取|纳)?多少(?=$|[钱元？?。])",
        "收|缴|交|付|费|租金|负担|分担|承担|每份|每人|价",
        (Kind.AMOUNT,),
        headed=True,
    ),
    # for each what: a price by the month says nothing of the year
    _row("[每一]个?月(?=[^，。？]{0,8}(?:多少|几))", "月", (Kind.AMOUNT,), headed=True),
    _row("(?<!第)[每一]年(?=[^，。？]{0,8}(?:多少|几))", "年", (Kind.AMOUNT,), headed=True),
    _row("(?<!第)[每一][天日](?=[^，。？]{0,8}(?:多少|几))", "[每一][天日]|日均|当[天日]", (Kind.AMOUNT,), headed=True),
    _row("(?:[每一]|一个?)学期(?=[^，。？]{0,8}(?:多少|几))", "学期", (Kind.AMOUNT,), headed=True),
    _row("[每一]节课|[每一]课时|[每一]小时(?=[^，。？]{0,8}(?:多少|几))", "节|课时|小时", (Kind.AMOUNT,), headed=True),
    # the most and the least are limits
    _row("最[高多大]|封顶|上限|至多", "最[高多大]|不得?超过|不得?[高多大]于|上限|封顶|以[内下]|[至—～~-]|累计|限额", (Kind.AMOUNT,)),
    _row("最[低少小]|下限|至少", "最[低少小]|不得?[低少小]于|至少|以上|下限|[至—～~-]|满", (Kind.AMOUNT,)),
    _row("最[长迟晚久]|至多", "最[长迟晚高多]|不得?超过|不得?[长迟晚高多]于|内|前|[至—～~-]|上限", (Kind.PERIOD,)),
    MONTHLY,
    # what a paper must say is not that there must be one
    _row(
        "[里中](?:头|边)?(?:要|应当?|该|得)?(?:写|载|列|填)(?:明|清楚?|上)?(?:些)?(?:什么|哪些)",
        "包括|载明|写明|注明|列明|下列|明确|内容",
        _OPEN,
    ),
    # how long one waits is not how long something lasts
    _row(
        "^(?!.*(?:批|审|发|到账|办|结果|拿|[回答]复)).*(?:(?<!同)等(?:多久|多长时间|几[年天个]|到什么时候)|排队)",
        "轮候(?:期|时间)(?!内)|等候(?!区)|等待|排队",
        (Kind.PERIOD,),
    ),
    # how often is not how long
    _row(
        "(?:多久|多长时间|几个?[天年月周])[^，。？]{0,10}一[次回遍轮班趟]|频率|周期|每隔",
        "每|一次|周期|定期|按[日周月季年]",
        (Kind.PERIOD,),
    ),
    _row(
        f"(?:多久|多长时间|几年|几天|几个月){_END}",
        "(?<!每)(?<!每两)(?<!每三)(?:\\d|[一二两三四五六七八九十](?!次)|半|立即|当|及时)",
        (Kind.PERIOD,),
    ),
    _row("提前(?:多少|几)个?(?:工作)?[天日月]", "提前|前", _VALUES),
    # the beginning is not the end
    _row(r"几点(?:钟)?(?:才|就|可以|能)?(?:开|上班|上课)|(?:从|自)几点", r"开始时间|[自从]\d|\d[时分](?:起|开始|[至—到-])", (Kind.PERIOD,)),
    _row(
        r"几点(?:钟)?(?:才|就|可以|能)?(?:结束|关|收|下班|放学)|到几点|几点(?:前|为止)", r"结束|止|前|[至—到-]\d+时|不晚于", (Kind.PERIOD,)
    ),
    # so many for each are not so many altogether
    _row("一共|总共|总计|合计|加起来", "^(?!.*(?:每|至少))", (Kind.AMOUNT,)),
    # what is asked by a word that no kind of question is known by: how big, how many, who
    _row("多(?:大|高|长|远|宽|深|重|厚|快)(?![年岁])|几(?!乎|何|率)", rf"{_NUMERAL}", (Kind.FACT,)),
    _row(
        "(?<!不)谁(?!都|也)|哪家|哪位",
        "[局委厅办处站所院校队]|部门|政府|机关|中心|单位|机构|企业|公司|银行|业主|同志|负责人|人员|申请人|承租人|家庭|老人|老年人|毕业生",
        (Kind.FACT,),
    ),
    _row("多高(?!的?(?:收入|价|标准|比例|利率|补))", "米|身高|高度|层", (Kind.FACT,)),
    _row("多远", "米|公里", (Kind.FACT,)),
    _row("几(?:楼|层)", "楼|层", _EVERY),
    _row("分(?:为|成|了)?几个?(?:档|级|等)", "[档级]|等级|等次", (Kind.FACT, Kind.LIST), headed=True),
    # where to they go, not where they are
    _row(
        "往(?:哪里?|哪边|什么地方)|[去到](?:哪里?|什么地方)(?:转移|安置|避险|躲|住|集中)",
        "[到向往至][^，。；]{2,20}(?:安置|转移|避险|集中|住)",
        (Kind.FACT, Kind.SERVICE),
    ),
    _row("多重(?!要|大|点)", "公斤|千克|吨|克", (Kind.FACT,)),
    # whether it may be done so: by oneself, together, beforehand, for good
    _row(
        _WHETHER_SO + "(?:自己(?!(?:要|得|需要)?[出掏付交花])|本人|亲自)",
        "自己|本人|亲自|自行|自主|自愿|个人|同一|统一|具体规定|具体办法|不用|不需|无需|免申",
        (Kind.FACT,),
    ),
    _row(_WHETHER_SO + "(?:(?<!在)一起|同时|都能|都可以|叠加)", "同时|一并|重复|叠加|只能|一种|就高|均可|统一", (Kind.FACT,)),
    _row(_WHETHER_SO + "(?:提前|事先|事前)", "提前|事先|事前|前", (Kind.FACT,)),
    _row(_WHETHER_SO + "(?:马上|立刻|当场|立即)", "立即|当场|及时|即时|当日", (Kind.FACT,)),
    _row(_WHETHER_SO + "现金", "现金", (Kind.FACT,)),
    _row(_WHETHER_SO + "(?:全部|全都|所有|一律|统统|随时|每次)", "全部|所有|一律|全体|均|不分|百分之百|100%|每|随时|任何", (Kind.FACT,)),
    # a form is not what it asks for
    _row(
        "(?:申请表|申请书|表格|合同|协议|证书)(?:可以|能)?(?:在|去|到|从|怎么|如何)?(?:哪|怎|如何|下载|领|拿)",
        "表|申请书|合同|协议|证书",
        (*_OPEN, Kind.SERVICE),
    ),
    # a thing that every paper has, asked for by its name
    _row(
        "标准(?:是|有)?(?:什么|哪些|多少|怎样)", "标准|元|百分之|[0-9]%|不[超低高少]|每", (Kind.FACT, Kind.LIST, Kind.AMOUNT), headed=True
    ),
    _row("(?:流程|程序|步骤)(?:是|有)?(?:什么|哪些|怎样)", "程序|流程|步骤|申请|审核|公示|办理", (Kind.FACT, Kind.LIST), headed=True),
    _row("原则(?:是|有)?(?:什么|哪些)", "原则", (Kind.FACT, Kind.LIST), headed=True),
    _row(
        "(?:范围|区域)(?:是|有|包括)?(?:什么|哪些|多大|哪里)", "范围|区域|适用|以[东南西北]|全域|全部", (Kind.FACT, Kind.LIST), headed=True
    ),
    # whether money is due
    _row(
        "(?:要不要|收不收|用不用|需不需要|要|收)(?:另外|再|额外)?(?:给|交|花|出|付|加|掏)?(?:钱|费用?)(?:吗|么|不|不要)?[？?。]?$|(?:收费|收钱|花钱|交费|免费)的?吗",
        "费|免|无偿|有偿|收取|价|[0-9]元",
        (Kind.FACT,),
        headed=True,
    ),
    _row("[会要被]?罚(?:款|钱)?(?:不罚|吗|么)|会不会(?:被)?罚", "罚|处分|警告|责令|追究|处理", (Kind.FACT,)),
    _row("(?:怎么|如何|怎样)(?:计?算|测算|折算)", "按照?|计算|测算|核定|折算|之和|起计", (Kind.FACT, Kind.AMOUNT)),
)

# one of a class that is asked for by its name: “由哪个银行发” is answered by a bank
_CLASS_ASKED = re.compile(
    "(?:哪|什么)(?:[一两三几]?[个家所座条些种])?(银行|学校|小学|中学|医院|公司|企业|平台|网站|小区|社区|村|街道|区|县|镇|路|道路|窗口|软件|公众号|系统|专业|行业|品牌|大模型)"
)
# a charge by its name: what is reckoned from building costs is no 监管费
_CHARGE = re.compile("([\u4e00-\u9fff]{2})费(?!用)(?:一[年个月次]{1,2})?(?:是|要|收|交)?多少")
# what something is called is told beside it, in marks or by such a word
_CALLED = re.compile("([\u4e00-\u9fff]{2})的?(?:叫什么|名字(?:是|叫)?什么)")
# so many of what: 几轮 is not answered by another number
_SO_MANY = re.compile("几([单笔趟圈艘架床班组队站轮支株棵盒瓶箱袋桶届页章节套台座栋辆])")
_ONE_ASKED = re.compile("(?:什么|哪[种张个类])([会证卡车费税奖表票病药])(?:[？?。]|$)")
_THERE = re.compile("[去到在]$")
# an organ of which it is asked whether: “网信部门管吗”
_ORGAN = re.compile("([\u4e00-\u9fff]{2})(?:部门|局|委)(?!员|托)[^，。]{0,8}$")
# what somebody does, said in one character: “谁来定” is not answered by who pays out
_DONE_BY = re.compile("(?:谁来?|由谁|归谁|[部门单位机关构局])(?:去|负责)?([定批发修查罚收审评建选管])(?:的|吗)?[？?。]?$")
_DOES = {
    "定": "(?<!制)定|制定(?!了?[本该])",
    "批": "批|核准|许可|同意",
    "发": "发|拨付|支付|公布",
    "修": "修|养护",
    "查": "查|检",
    "罚": "罚|责令",
    "收": "收",
    "审": "审|核",
    "评": "评|考核",
    "建": "建|设立",
    "选": "选|招标|推荐|确定",
    "管": "管|负责|监督|主管|牵头",
}
# who gets it: what is paid to an institution is not what the people in it receive
_GETS, _PAID_TO = re.compile("[领拿]|享受|到手"), re.compile("(?:对|给予)[^，。；]{0,40}(机构|企业|公司|单位|银行)")
# what is lacking: what holds where there is a 物业 says nothing of where there is none
_LACKING = re.compile("(?<!有)没有?(?=[\u4e00-\u9fff]{2})(?!有|关系|问题|什么|想到|人)")
_LACKS = re.compile("没有|无(?!障碍|偿|论|关)|未(?!来)|不(?!动产|得|断|同|需|用|必|收|予|再|能|应|可|超|少|低|高|会)|非|除(?!尘)")


_OBJECTS = re.compile("(?:有|提出)异议|不服|申请复核|复议|申诉|起诉|申辩")
_OBJECTING = re.compile("异议|不服|不同意|复核|复议|申诉|起诉|申辩|意见|不满")
# what one gets, not that it is made known: “公示优惠政策”
_BENEFIT = re.compile("(?:有|享受|给)(?:什么|哪些|啥)(?:优惠|补贴|补助|津贴|奖励|待遇|福利|扶持)")
_BENEFITS = re.compile("免|减|折|元|百分之|%|倍|优先|给予|发放|津贴|补助|补贴(?!政策|标准)|奖励(?!政策|办法)|贴息|不收|提供")
# a heading that asks something itself says nothing: “问：谁可以领？”
_OPEN_HEADING = re.compile("(?:谁|哪|什么|怎|几|多少|多久|何)[^？?]{0,20}[？?]")


def unsaid(text: str, kind: Kind, question: str, heading: str = "") -> bool:
    """Whether something is asked in the question that neither this sentence nor, where that is enough, the heading above it says."""
    heading = "" if _OPEN_HEADING.search(heading) else heading
    both = text + heading
    if is_of_another(text, question) or is_of_opposite(text, question) or is_of_another_party(text, question):
        return True
    if kind is Kind.PERIOD and _OBJECTS.search(text) and not _OBJECTING.search(question):
        return True  # in how many days one may object is not how long it takes
    if kind in _OPEN and _BENEFIT.search(question) and not _BENEFITS.search(text):
        return True
    if (lacking := _LACKING.search(question)) and not _LACKS.search(both.replace(lacking[0], "没有")):
        return True
    if (asked := _CLASS_ASKED.search(question)) and kind in (*_OPEN, Kind.WHO):
        there = f"(?:在|到|去|向|为)[^，。；]{{0,12}}{asked[1]}" if _THERE.search(question[: asked.start()]) else asked[1]
        if not re.search(there, text):
            return True
    if (one := _ONE_ASKED.search(question)) and not re.search(f"{one[1]}(?!公|计|同)", text):
        return True
    if (called := _CALLED.search(question)) and not re.search(
        rf"{called[1]}[^，。；]{{0,8}}(?:[“《]|名为|称为|叫)|[”》][^，。；]{{0,10}}{called[1]}", text
    ):
        return True
    if (many := _SO_MANY.search(question)) and kind in (*_OPEN, Kind.AMOUNT) and not re.search(f"(?:{_NUMERAL})[余多]?{many[1]}", text):
        return True
    if (organ := _ORGAN.search(question)) and WHETHER.asked.search(question) and organ[1] not in text:
        return True
    if kind is Kind.WHO and (does := _DONE_BY.search(question)) and not re.search(_DOES[does[1]], text):
        return True
    if kind is Kind.AMOUNT and _GETS.search(question) and (paid := _PAID_TO.search(text)) and paid[1] not in question:
        return True
    charge = _CHARGE.search(question)
    if kind is Kind.AMOUNT and charge and not re.search(f"{charge[1]}[\u4e00-\u9fff]{{0,3}}费", text + heading):
        return True
    # 价格和补贴 does not say which of them stands below
    above = "" if re.search("[和、及]", heading[2:]) else heading
    return any(
        kind in row.kinds and row.asked.search(question) and not row.said.search(f"{text}{above}" if row.headed else text) for row in _TABLE
    )


def is_hollow(text: str, kind: Kind, question: str) -> bool:
    """Whether a sentence only says what the paper is for, what it repeals, or that what another rule says holds, and just that is not asked:
    “根据……，制定本要点” names none of its tasks, “……同时废止” no difference."""
    if kind is Kind.STANDING:
        return False
    return any(says.search(text) and not asked.search(question) for says, asked in _HOLLOW)


_HOLLOW = (
    (re.compile("制定本[一-鿿]{2,6}[。；]?$"), re.compile("为什么|为何|目的|依据|根据|制定|宗旨|出台|背景|原因")),
    (
        re.compile("(?:同时|予以|即行|相应)废止[。；]?$"),
        re.compile("废|代替|替代|取代|取消|失效|作废|还有效|还[能在用算]|被什么|哪[个份些](?:办法|文件|规定)"),
    ),
    (
        re.compile("^(?!.*(?:应当|不得|可以|[0-9一二三四五六七八九十百千万](?:个|日|天|年|元|%)))[^。]*从其规定[。；]?$"),
        re.compile("另有|其他(?:规定|法)|别的规定|法律|法规|上位法"),
    ),
)


def is_asked_of_facts(question: str) -> bool:
    """Whether a question of fact calls for something: a sentence that does not say it is no answer, whatever words it shares."""
    named = (_CLASS_ASKED, _ONE_ASKED, _CALLED, _SO_MANY)
    return bool(any(one.search(question) for one in named) or denied(question)) or any(
        Kind.FACT in row.kinds and row.asked.search(question) for row in _TABLE
    )
