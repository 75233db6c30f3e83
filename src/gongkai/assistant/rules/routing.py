"""A question read: what is asked for, which papers it names, whether it leans on what was said before, and what is not answered at all."""

import re
from dataclasses import dataclass

from gongkai.assistant.rules.about import Fact, asked_fact
from gongkai.assistant.rules.amounts import figure
from gongkai.assistant.rules.answers import Kind
from gongkai.assistant.rules.evading import asks_a_way_round
from gongkai.policies.rules import docno
from gongkai.search.rules.masking import MASK, masked
from gongkai.search.rules.tokens import simplified
from gongkai.shared.labelled import Labelled
from gongkai.shared.refusal import Refused

LONGEST = 300  # characters of a question


class Not(Labelled):
    """Why a question is not answered, in the words the asker reads (领域规则 18 ④)."""

    CHAT = "chat", "我是政策问答，只回答本站公开的政策文件里写明的事。"
    HOSTILE = "hostile", "这句话不是对政策的提问，不予回答。我只引用本站公开的文件，不接受改变回答方式的指令。"
    EVADING = "evading", "您问的是怎样躲过规定，这里不能回答。"
    SECRET = "secret", "涉及国家秘密、工作秘密的内容，这里不能回答。"
    PERSONAL = "personal", "涉及具体个人的信息，这里不能查询，也不会保存您的原话。"
    VERDICT = "verdict", "个案的责任、是非和处理结果，这里不能下结论，请向主管部门或者法律专业人员咨询。"
    UNPUBLISHED = "unpublished", "没有公开的文件和信息，这里看不到，也不能回答；可以依法申请公开。"


NOT_OURS_TO_ANSWER = (
    Not.HOSTILE,
    Not.EVADING,
    Not.SECRET,
    Not.PERSONAL,
    Not.VERDICT,
    Not.UNPUBLISHED,
)  # refused rightly: no entry would answer them


@dataclass(frozen=True)
class Read:
    """`names`: what stands in 《》; `article`: “14” or “14-1”; `unit`: whose tasks are asked for; `follows`: it leans on the question before;
    `not_answered`: why it is not answered at all."""

    text: str
    kind: Kind = Kind.FACT
    doc_nos: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    article: str = ""
    years: tuple[int, ...] = ()
    places: tuple[str, ...] = ()
    unit: str = ""
    follows: bool = False
    not_answered: Not | None = None
    subject: str = ""  # the question without what was read out of it
    about: Fact | None = None  # what is asked of a paper itself, not of its text
    still: bool = False  # whether something holds as before (现在还限行吗), whatever paper says so


def read(typed: str) -> Read:
    """The question in its parts. Refused when empty or longer than 300 characters."""
    text = " ".join(typed.split())
    if not text:
        raise Refused("请写下您的问题。", field="q")
    if len(text) > LONGEST:  # before it is turned into simplified characters: of a million that takes seconds
        raise Refused(f"问题有 {len(text)} 个字，最多 {LONGEST} 个字。请写得短一些，一次只问一件事。", field="q")
    text = _in_plain_words(simplified(text))
    numbers = docno.find_all(text)
    names = tuple(match[1] for match in _BOOK.finditer(text))
    article = _article(text)
    kind, unit = _kind(text)
    subject = _subject(text, numbers)
    about: Fact | None = None
    if kind not in (Kind.STANDING, Kind.COMPARE, Kind.PHONE) and not article:
        about, subject = asked_fact(subject, numbered=bool(numbers))
        if numbers and not about and not re.search(r"\w", subject):
            about = Fact.WHAT  # nothing but a number
    return Read(
        text=text,
        kind=kind,
        doc_nos=tuple(dict.fromkeys(str(one.doc_no) for one in numbers)),
        names=names,
        article=article,
        years=tuple(dict.fromkeys(int(match[1]) for match in _YEAR.finditer(re.sub(r"〔\d{4}〕", "", text)))),
        places=places_in(text),
        unit=unit,
        follows=bool(_FOLLOWS.search(text)) and not numbers and not names,
        not_answered=_not_answered(text),
        subject=subject,
        about=about,
        still=bool(_STILL.search(text)),
    )


def _in_plain_words(text: str) -> str:
    """Ways of asking as they are written: 啥时候 is 什么时候. What is asked about stays as it was said."""
    for spoken, written in _SPOKEN:
        text = spoken.sub(written, text)
    return text


_SPOKEN = tuple(
    (re.compile(spoken), written)
    for spoken, written in (
        ("麽", "么"),
        ("半个?(?:小时|钟头)", "30分钟"),
        ("一刻钟", "15分钟"),
        ("几[回趟](?!事|家|复|报|收|迁)", "几次"),
        ("(?<=[发搞评开查办来交报洗检换])一[回趟](?!事|家|复|报)", "一次"),
        ("(?<=[高多少低涨降报])几个点", "百分之几"),
        ("百岁(?=老|的|以上|寿)", "100岁"),
        ("堆满了?", " 堆满 "),
        ("啥时候?|什么时间|哪一?段(?:时间|日子)|多会儿", "什么时候"),
        ("啥", "什么"),
        ("咋(?:样|整|弄)", "怎么办"),
        ("咋", "怎么"),
        ("哪儿", "哪里"),
        ("哪一年", "哪年"),
        ("钱(?:是)?(?:都)?从哪里?[来出]", "资金来源"),
        ("几成(?!员|本|立|功|为)", "百分之几"),
        ("(?:(?<=废)|(?<=停)|(?<=生效)|(?<=失效)|(?<=到期)|(?<=过期))了?没(?:有)?(?:[？?。]?$)", "了没有"),
        ("第?([一二三四])季度", r"第\1季度"),
        ("(?<=[\u4e00-\u9fff]{2}镇)(?=[\u4e00-\u9fff]{2,3}(?:村|社区))", " "),  # 青禾镇上棠村 is no 镇上
    )
)


def places_in(text: str) -> tuple[str, ...]:
    """The provinces, cities, districts, counties, towns and streets a text names."""
    return tuple(dict.fromkeys(match[0] for match in _PLACE.finditer(_NO_PLACE.sub("", text))))


_BOOK = re.compile(r"[《〈]([^《》〈〉]{2,120})[》〉]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?(?:年|版|(?=和|与|跟|、))")
_NO_PLACE = re.compile(
    r"小区|社区|老旧小区|专区|城区|景区|园区|辖区|市区|各区|区县|全市|本市|我市|城市|超市|股市|楼市|上市|省市|自治区|新区|地区|村镇|乡镇|城镇|开发区"
)
_IN_A_PLACE = r"[^\W\da-zA-Z_住去年月日发和与跟及的在从对由把将向到是为按里于中案]"
_PLACE = re.compile(rf"{_IN_A_PLACE}{{2,3}}?(?:省|市(?!场|民|容|政(?!务|府))|区(?!别|分|域)|县|镇(?!政(?!府|务))|街道(?!办))")
_ARTICLE = re.compile(r"第\s?([0-9]{1,4}|[〇零一二三四五六七八九十百]{1,7})\s?条(?:之([0-9]{1,2}|[一二三四五六七八九十]{1,3}))?")
_FOLLOWS = re.compile(
    r"^(?:那么?|那就|还有|另外|它|其中|这个|这份|这一条|该|上面|上述|刚才|前面)|^.{1,12}呢[？?。]?$|^[^，。？?]{1,8}也(?:要|能|可以|得|需要|会|有|算)|^(?:谁负责|由谁负责|哪个部门负责|电话是?多少|咨询电话|"
    r"什么时候(?:开始)?(?:施行|生效|失效|到期)|还有效吗|多久|资金来源|为什么|怎么申请|怎么办理?|需要什么材料|有什么条件|第[^条]{1,6}条(?:说的?是?什么|是什么|呢)?)[？?。]?$"
)


_STILL = re.compile(
    r"(?:还|仍|依然|继续)(?!款|原|清|本|贷|要不要)[^，。？]{0,14}(?:吗|么|不|没有?)[？?。]?$|(?:现在|如今|目前)[^，。？]{0,12}还"
)


def _article(text: str) -> str:
    match = _ARTICLE.search(text)
    if match is None:
        return ""
    return "-".join(str(int(value)) for part in match.groups() if part and (value := figure(part)) is not None)


# —— what is asked for: the first that fits ——
_UNIT_NAME = r"(?P<unit>[\u4e00-\u9fff（）]{2,20}?(?:局|委|厅|部|办|办公室|办公厅|中心|处|科|站|院|队|政府|办事处|委员会|街道|部门|处室|公安|单位)|办公[室厅])"
_TASKS_OF = (
    re.compile(rf"(?:哪些|哪几项|什么|几项|多少)[^，。？]{{0,10}}?(?:是|归|属于)?由{_UNIT_NAME}(?:来)?(?:牵头|负责|承担|主办|配合)"),
    re.compile(
        rf"^(?:请问)?(?:[^，。？]{{0,30}}?[里中，])?{_UNIT_NAME}(?:要|应当|需要|具体|都|主要)?(?:牵头|负责|承担)(?:了|着)?(?:的)?(?:哪些|哪几项|什么|几项)"
    ),
    re.compile(rf"{_UNIT_NAME}在[^，。？]{{2,20}}[里中](?:要|得|应当|具体|都|主要)?(?:牵头|负责|承担)(?:的)?(?:哪些|哪几项|什么|几项)"),
    re.compile(
        rf"{_UNIT_NAME}(?:要|得|该|应该|需要)?(?:干|做|办|完成|落实|抓)(?:好)?(?:哪些|什么|哪几)[件项]?(?:活|事|事情|工作|任务)?[？?。]?$"
    ),
    re.compile(rf"{_UNIT_NAME}(?:的|负责的|牵头的|承担的|参与的|配合的)(?:重点)?(?:任务|职责|工作)(?:有|是|包括)?(?:哪些|哪几项|什么)"),
)
_KINDS = (
    (Kind.AMOUNT, r"(?:多少|几)[件份部项个](?:文件)?[^，。？]{0,4}(?:有效|失效|废止|作废|过期)"),  # how many, not whether this one is
    (Kind.PERIOD, r"(?:证|执照|资格|合同|协议|许可)[^，。？]{0,3}有效期"),
    (
        Kind.COMPARE,
        r"不同|不一样|区别|差别|差异|对比|比较|相比|(?:什么|哪些|哪几[处点项个]|有(?!无)|多大|主要)变化|变化(?:吗|大|是|有|在|了|[？?。]?$)|改了(?:什么|哪)|修改了|修订了|调整了(?:什么|哪)|新增了|变了(?:什么|哪|没)|怎么变|有变吗|"
        r"比.{2,16}(?:[多少高低严松]了|提高了|降低了|放宽了|收紧了)",
    ),
    (
        Kind.PHONE,
        r"(?<!多少)(?<!多少个)(?<!几个)电话(?!报告|通知|叫车|预约|回访|里)|号码|联系方式|怎么联系|如何联系|热线|(?<![助贴款钱资金费])打给谁|找谁咨询|向谁咨询|咨询谁",
    ),
    (
        Kind.STANDING,
        r"有效吗|还有效|是否有效|是不是有效|有没有效|(?:失效|作废|废止|废除|过期)(?!后|之后|了?的(?!吗))|还能用|还算数|还执行|还管用|有效期(?!内)|效力|(?:什么时候|何时|几时|哪天|从哪天|从什么时候)(?:开始)?(?:起)?"
        r"(?:施行|生效|实施|执行)|(?:施行|生效)(?:日期|时间)|被.{0,12}(?:代替|替代|取代)|尚未生效|生效了(?:吗|没)|^(?:它|这个|这份(?:文件)?|该文件)?(?:什么时候|何时|哪天)到期|到(?:哪天|什么时候|何时)为止有效|开始实行了吗|现行有效|"
        r"(?:办法|规定|细则|措施|意见|通知|方案|政策|文件|决定|预案)[^，。？]{0,4}(?:哪年|哪天|何时|什么时候|几时)(?:到期|过期|截止)|(?:哪天|什么时候|何时|哪年)(?:起|开始)?实行|[废停]了(?:没有|吗)",
    ),
    (
        Kind.WHO,
        r"谁(?:来)?(?:负责|牵头|管|承担|主管|监督|组织|审核|审批|受理|批准|处罚|出钱|承办|制定|编制|实施|落实|发布|公布|认定|核准|出具|支付|办理|清运|批|建|做|配合|当|查|验收)|谁来(?!讲|说)|谁的(?:事|活|责任)|召集人是谁|由谁|归谁|"
        r"(?:哪个|哪些|什么|哪几个|哪一个|哪[两三四五]个)(?:部门|单位|机关|处室|科室|机构|局|委办局|主体)|责任(?:单位|部门|处室|人)|主管部门|牵头(?:单位|部门)|找谁|向谁|归哪",
    ),
    (
        Kind.PERIOD,
        r"多久|多长时间|几天|几个工作日|多少天|多少个?工作日|几个月|几年|什么时候|何时|几月|几号|哪天|哪一天|哪年|期限|时限|截止|时间(?:是|要求|[？?。]?$)|多少日|几日|几小时|多少年|到期(?:时间|日|了?[吗没])|几点|周期|频率|多少个月|几岁|多大(?:年[纪龄]|岁数|的)|年[龄纪]|岁数|(?:时间|时长|期限?)(?:有|要|是)?多长|几(?:周|个?小时|分钟|刻钟)|[哪几]个月|几月",
    ),
    (
        Kind.AMOUNT,
        r"多少钱|多少元|几(?:条|件|艘|辆|台|户|人|批)|几(?:元|块钱?|毛|分(?!钟)|次|倍|折|成(?!员)|处|所|名|位|间|平|亩|斤|公斤|吨|米|公里|张|份)|多少(?:平方?米|补贴|补助|奖励|资金|比例|户|家|人|次|场|万|个|名|分|套|岁|条|件|吨|%|公里|米)?|几次|几场|几家|几成|百分之几|比例|最高|最低|标准(?:是|为|有)?(?:什么|怎样|多少)|"
        r"额度|金额|数额|上限|下限|(?<!哪)几个(?!工作日|月|方面|条件)|排名|第几|多大面积|面积|多大(?:了|呢)?[？?。]?$|罚多少|几倍|几折|租金标准|收费标准",
    ),
    (
        Kind.SERVICE,
        r"(?:怎么|如何|怎样|在哪里?|到哪里?|去哪里?|哪里)(?:可以|能)?(?:去)?(?:[在从到][^，。？]{1,5}?)?(?:申请|办理?|申报|报名|申领|领取?|登记|预约|提交|缴纳?|交|查询|备案|投诉|举报|签约|查)|"
        r"(?:申请|办理|报名|登记|申报)(?:流程|程序|步骤|手续|材料|渠道|入口|方式)|(?:需要|要|提交|准备|带)(?:提交|准备|带|交)?(?:哪些|什么)(?:材料|证件|资料|手续)|怎么走流程|怎么办手续",
    ),
    (
        Kind.LIST,
        r"哪些|哪几(?:个|条|种|类|项|点|方面|步)|几(?:种|类|项|条(?!信息|消息|留言|意见|数据)|方面|步|个方面|个条件|部分)|有什么(?:要求|措施|原则|方式|途径|渠道)|什么(?:优惠|补贴|补助|津贴|奖励|待遇|福利|扶持|情况|情形|行为|条件|服务|内容|项目|东西|物资|样的人|样的家庭|样的企业|车|食品)|包括什么|列举|列出|分别是",
    ),
)


def _kind(text: str) -> tuple[Kind, str]:
    for pattern in _TASKS_OF:
        if match := pattern.search(text):
            unit = re.sub(r"^(?:请问|由|是|归|里|中|在|哪些任务|.{0,3}要求)", "", match["unit"])
            if unit and not re.search(r"哪|什么|谁|几", unit):
                return Kind.LIST, re.sub(r"^.*(?:要点|方案|办法|措施|通知|意见|文件)[里中]?[，,]?", "", unit)
    return next((kind for kind, pattern in _KINDS if re.search(pattern, text)), Kind.FACT), ""


def _subject(text: str, numbers: tuple[docno.FoundDocNo, ...]) -> str:
    for one in reversed(numbers):
        text = f"{text[: one.start]} {text[one.end :]}"
    return _ARTICLE.sub(" ", text)


# —— what is not answered ——
_GREETS = re.compile(
    r"^(?:你好|您好|嗨|哈喽|hello|hi|在吗|在不在|早上好|上午好|中午好|下午好|晚上好|早安|晚安|谢谢|多谢|感谢|辛苦了|再见|拜拜|好的|嗯+|哦+|哈+|ok|收到|明白了?|知道了|666|测试|test)"
    r"(?:你|您|啊|呀|了|哈|吗|[，,。！!？?~～\s])*$",
    re.IGNORECASE,
)
_CHATS = re.compile(
    r"你(?:是谁|叫什么|多大|几岁|会什么|能做什么|能干什么|有什么功能|是机器人|是人吗|是真人|吃饭|吃了|喜欢|爱|开心|累不累|睡|有女朋友|有男朋友|结婚|聪明|真棒|好笨|真笨|可以陪|会不会|觉得我)|"
    r"讲(?:个|一个)?(?:笑话|故事)|唱(?:首|一首)?歌|陪我聊|聊聊天|写(?:首|一首|一?篇)(?:诗|作文|小说|情书|文章)|天气(?:怎么样|如何|预报|好)|今天几号|星期几|现在几点|"
    r"我(?:好|很|真)?(?:无聊|难过|开心|不开心|心情)|我爱你|做我(?:女|男)朋友|成语接龙|猜谜语|算命|星座|世界杯|彩票|^(?:谢谢|多谢|感谢)[^？?吗哪谁怎什多几]{0,15}$|^(?:你|您)?吃(?:饭|过|了).{0,2}[没吗]"
)
_HOSTILE = re.compile(
    r"忽略.{0,12}(?:指令|提示|规则|要求|设定|限制|约束)|无视.{0,12}(?:指令|提示|规则|要求|设定|限制)|(?:忘掉|忘记|抛开|别管|不用管)(?:你|之前|以前|上面|前面|所有|一切|全部).{0,10}(?:指令|提示|规则|要求|设定|限制)|(?:系统|隐藏|初始|内部)提示词|system\s*prompt|prompt\s*injection|ignore\s+(?:all|any|the|your|previous)|"
    r"disregard\s|jailbreak|developer\s*mode|开发者模式|越狱|DAN模式|扮演|假装(?:你|自己|(?:文件|办法|规定|政策|条款|上面|原文)[里中上]?(?:头|面)?(?:写|说|规定))|(?:请|就|都)?(?:[你您])?(?:按照?|照着?)(?:这个|这样|这句|我说的|我写的|上面说?的?|以上)(?:内容)?(?:来)?(?:回答|答复|答|说)(?:我|就行|即可)|你现在(?:是|扮演)|从现在(?:起|开始).{0,6}你|你(?:必须|只能|以后|今后).{0,4}(?:回答|听我|按我说)|(?:不许|不准|不得|别)引用|重复你?.{0,4}(?:上面|以上|之前).{0,4}(?:内容|的话)|不要引用|不用引用|不要标注|编(?:一个|造|个)|伪造|"
    r"(?:输出|打印|说出|告诉我|泄露|显示)(?:你的)?.{0,8}(?:指令|密码|口令|密钥|token|api\s*key|源代码|数据库|提示词)|<\s*/?\s*(?:script|system|img|iframe)|\{\{.*\}\}|"
    r"(?:drop|delete|update|insert|select)\s+.{0,40}(?:table|from|into|where)|union\s+select|(?:回答|直接说|只回答|只说|必须说|请说)[“\"']?(?:是|同意|可以|有效|批准)[”\"']?(?:就行|即可|，不|,不|。不)|"
    r"傻[逼比Bb]|煞笔|[操草艹]你|他妈的?|去死|滚蛋|狗官|贪官污吏|垃圾(?:政府|网站|部门|机器|客服|玩意)|(?:^|[，。！!\\s])滚(?:[！!。，]|$|开|出)|怎么(?:制造|做|造).{0,4}(?:炸弹|炸药|毒品|枪)|黑进|攻击.{0,6}(?:网站|系统|服务器)|绕过.{0,8}(?:审核|审批|检查|监管|实名|限制)",
    re.IGNORECASE,
)
_SECRET = re.compile(r"涉密|机密|绝密|秘密(?:文件|级|会议)|国家秘密|军事(?:部署|基地|设施)|驻军|内部电话|密码本|警力部署|安保方案")
_PERSONAL = re.compile(
    r"(?:手机号|手机号码|电话号码|身份证号?|身份证号码|家庭住址|住址|住哪|家住|银行卡号?|工资|收入|存款|房产|病历|行踪|车牌号?|档案|隐私)(?:是多少|是什么|给我|发我|告诉我|在哪|多少|查一下|有多少)?"
)
_SOMEONE = re.compile(
    r"(?:^|[，。查问看])(?:[张王李赵刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文]"
    r"[\u4e00-\u9fff]{1,2})(?:的|家|局长|书记|主任|区长|市长|县长|科长|处长|住)|(?:局长|书记|主任|区长|市长|县长|科长|处长|领导|邻居|老板|前妻|前夫|某某|同事|房东)(?:的|家|住)|(?:我|帮我查|他|她)的?(?:邻居|前妻|前夫|同事|房东|老板)"
)
_ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)")
_VERDICT = re.compile(
    r"(?:我|他|她|我家|我们|公司|邻居|领导|老板|房东|物业|开发商).{0,30}(?:能不能赢|会赢吗|胜诉|判几年|判多久|会不会坐牢|会被判|算不算违法|违法了吗|违不违法|合不合法|犯法吗|犯罪吗|构成犯罪|该赔多少|能赔多少|赔我多少|"
    r"该不该赔|谁对谁错|谁的责任|该谁赔|能告吗|告得赢|打官司)|帮我(?:判断|评判|认定)|(?:这个|我的)案子|起诉状|怎么判"
)
_UNPUBLISHED = re.compile(
    r"(?:没有?|未|还没)(?:有)?(?:公开|发布|公布|印发)的|草稿|(?:内部|讨论|征求意见前的?|送审)(?:稿|文件|资料|材料|通知|会议纪要)|会议纪要原文|尚未公开|不公开的|没公布的|未发布|领导批示|提前(?:透露|知道|告诉)|下个月要出台|即将出台.{0,6}内容|人事任免内幕|内幕|小道消息"
)


def is_of_a_case(text: str) -> bool:
    """Whether it is asked how far somebody's own case is (张三的公租房申请批了吗): no paper says it, and it is nobody else's to know."""
    whose = MASK in masked(text, longest=LONGEST) or _MY_CASE.search(text)
    return bool(whose and _HOW_FAR.search(text))


_MY_CASE = re.compile(
    "^(?:请问|请|你好|您好|想|我想|我要|帮我|麻烦|能不能|可以|帮忙|查询?|问|看|一下|下|[，,])*"
    "我(?:家|们家|[妈爸爷奶哥姐弟妹]{1,2}|老公|老婆|儿子|女儿|孩子|父亲|母亲)?(?:自己)?的(?!地方)"
)
_HOW_FAR = re.compile(
    "(?:批|审|办|发|通过|受理|核准|下|到账|处理|审核)(?:好|完|下来|过|准|复)?(?:了没有?|了吗|了么|没有?|没批|没下来)(?:[？?。啊呀呢]|$)|下来了?(?:吗|没有?)|到账了?(?:吗|没有?)|"
    "(?:办|审|批|走|处理|进行)到(?:哪|什么|第几)|到哪一?步|什么(?:进度|进展)|(?:进度|进展)(?:怎么?样|如何|到哪|是什么|查询)?[？?。]?$|批不批|有结果了?(?:吗|没)|怎么还(?:没|不)[^，。？]{0,4}(?:批|下来|到账|办好|通过)"
)


def _not_answered(text: str) -> Not | None:
    if _HOSTILE.search(text):
        return Not.HOSTILE
    if _GREETS.search(text) or _CHATS.search(text):
        return Not.CHAT
    if asks_a_way_round(text):
        return Not.EVADING
    if _SECRET.search(text) and not re.search(r"保密审查|保密法|泄密|哪些.{0,6}不予公开|不公开的情形", text):
        return Not.SECRET
    if (_PERSONAL.search(text) and _SOMEONE.search(text)) or (_ID_NUMBER.search(text) and re.search("谁|查|是哪|机主|本人", text)):
        return Not.PERSONAL
    if is_of_a_case(text):
        return Not.PERSONAL
    if _VERDICT.search(text):
        return Not.VERDICT
    if _UNPUBLISHED.search(text):
        return Not.UNPUBLISHED
    return None
