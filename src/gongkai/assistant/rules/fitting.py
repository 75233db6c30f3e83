"""Whether a text holds the kind of value a question asks for: a time, a sum, whoever answers for it, a list, a yes or no; and whether the
figures of the question hold in it."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from gongkai.assistant.rules.amounts import DATE, UNIT, Amount, Sort, amounts, plain, unit_of
from gongkai.assistant.rules.answers import Kind

_DATE = re.compile(
    r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底)?|\d{4}年|每(?:年|月|季度|半年|周|日)|之日|当日|及时|立即|年底|月底|年初|届满|期满|[次当](?:月|日|年)起|当场"
)
_AGENT = re.compile(
    r"负责|牵头|主管|承担|组织实施|会同|(?:局|委|办|部门|政府|办事处|中心|企业|委员会)组织|召集人|责任(?:单位|处室|部门|科室|主体)|主办|应当由|由[^，。；]{2,30}(?:实施|组织|承担|负责|审核|受理|办理|核准|批准|处罚|责令|清运|查处|认定|发放|确定|制定)|"
    r"(?:部门|机关|政府|局|委员会|办事处|机构|单位|中心|企业)[^，。；]{0,12}(?:应当|负责|受理|审核|认定|核准|公布|责令|可以)|报[^，。；]{2,24}批准"
)
_HOW_TO = re.compile(
    r"提出(?:书面)?申请|(?:向|到|由)[^，。；]{2,40}(?:提出|申请|提交|登记|办理|受理)|(?:通过|登录)[^，。；]{2,30}(?:申请|提出|登记|办理|查询|预约)|(?:申请|登记|办理)[^，。；]{0,12}(?:提交|凭|持)|"
    r"(?:凭|持)[^，。；]{2,30}(?:登记|办理|申请|乘车|享受)|免申即享|应当提交|提交申请"
)
_TO_WHOM = re.compile("(?:找|向|去|到)(?:谁|哪)")
_ASKS_MEANING = re.compile(r"什么是|是什么意思|指(?:的是)?什么|是指什么|含义|定义|指哪些")
_MEANS = re.compile(r"是指|所称|是：|系指")
_ASKS_WHOM = re.compile(r"谁(?:可以|能够?|有资格)|(?:什么|哪些|哪几[种类])样?的?(?:人(?!员|才)|群体|人群)")
_WHOM = re.compile(
    r"对象|为[^，。；]{2,10}人群|人群(?:是|为|包括)|条件|符合|周岁|(?:家庭|人员|居民|职工|儿童|学生|老年人|毕业生|残疾人|经营者|企业|户籍)[^，。；]{0,12}(?:可以|均可|享受)"
)
_ACTS_ASKED = (
    (re.compile("(?:怎么|如何|哪里?|怎样)[^，。]{0,3}查"), re.compile("查询|查看|公布|查阅")),
    (re.compile("(?:怎么|如何|哪里?|怎样)[^，。]{0,3}(?:投诉|举报)"), re.compile("投诉|举报")),
    (re.compile("(?:怎么|如何|哪里?|怎样)[^，。]{0,3}预约"), re.compile("预约")),
)
_ASKS_PAPERS = re.compile(r"(?:什么|哪些|几样)(?:样的)?(?:材料|证件|证明|资料)")
_PAPERS = re.compile(r"(?:提交|凭|持|提供|出示|携带|准备)(?:(?!相应|有关|相关)[^，。；])*(?:书|证|表|卡|图|证明|协议|合同|复印件|照片)")
_SEVERAL = re.compile(r"[^、，。；：]+、[^、，。；：]+(?:、|和|及|以及|或者?|等)|[^、，。；]{2,}(?:以及|和|及|或者)[^，。；]{2,}")
_OPEN_LIST = re.compile("(?:哪些|什么|哪几[项条])(?:样的)?(?:具体)?(?:要求|规定|措施|工作|任务|内容要求)")
_ASKED_CLASS = re.compile(r"(?:哪些|哪几[个种类项条]|几[个种类项条]|什么)([\u4e00-\u9fff]{2,4}?)(?:[？?。，]|$|要|应|能|会|由|可|是|需)")
_ASKS_WHETHER = re.compile(r"(?:吗|(?<!什)么)[？?。]?$|能不能|可不可以|能否|可否|是否|是不是|要不要|用不用|需不需要|会不会|有没有")
_SETTLES = re.compile(r"可以|不得|不能|应当|必须|禁止|严禁|不需|不收|无需|免收|免费|免予|自愿|不分|准予|不予|不再|不应|应该|允许|给予")
# what is done with the money, where a question says it in one character: the price of a meal is not what is paid towards it
_DONE_WITH_MONEY = (
    (re.compile("补(?![贴助偿充缴办交])"), re.compile("补|津贴")),
    (re.compile("奖(?!励|金|补)"), re.compile("奖|补助")),
    (re.compile("罚(?!款)"), re.compile("罚")),
    (re.compile("退(?![休役出])"), re.compile("退")),
    (re.compile("减(?!免)"), re.compile("减|免|优惠")),
    (re.compile("[挣赚]|收入多少|工资|薪"), re.compile("收入|工资|薪|报酬")),
    (re.compile("赔(?!偿)"), re.compile("赔|补偿")),
    (re.compile("费(?:用)?(?:[收是要交得有]|一共|一般|最|多少)"), re.compile("费|价")),
    (re.compile("(?:收|交|缴|付)(?:取|纳)?多少"), re.compile("收|缴|交|付|费|租金|负担|分担|每份|每人|价")),
)
# the unit a question asks for, and the units that answer it
_UNITS = (
    (re.compile(r"(?:几|多少)(?:个)?(?:工作)?[天日]|几个工作日"), {"日", "工作日", "月", "年", "小时"}),
    (re.compile(r"(?:几|多少)个月"), {"月", "年"}),
    (re.compile(r"几月|哪个?月"), {DATE}),
    (re.compile(r"(?:几|多少)年"), {"年", "月"}),
    (re.compile(r"几点|几时"), {"时", "分钟", "小时"}),
    (re.compile(r"合格率|占比|覆盖率|比率|百分之几|百分之多少|比例"), {"%", "‰", "‱", "百分点"}),
    (re.compile(r"多少[钱元]|金额|[花贷借]多少|(?:补助|奖励|资金|补贴|贷款)(?:一共)?(?:有|是|给)?多少"), {"元", "倍", "折"}),
    (re.compile(r"[领发给补拿]多少(?![人户个家套平岁天年月次])"), {"元"}),
    (re.compile(r"[交缴付收]多少(?![人户个家套平岁天年月次])|罚多少|补助多少|补贴多少|奖励多少|费用|收费"), {"元", "%", "‰", "‱", "倍"}),
    (re.compile(r"(?:几|多少)个?(?:人|名|居民|学生|老人|老年人|职工|护理员)|多少名"), {"人", "人次"}),
    (re.compile(r"多少户"), {"户"}),
    (re.compile(r"(?:几|多少)[个家]?(?:批|批次)"), {"批", "批次"}),
    (re.compile(r"(?:几|多少)条"), {"条"}),
    (re.compile(r"多少个(?!工作日|月)"), {"个", "处", "家", "所", "座", "项", "套", "台"}),
    (re.compile(r"(?:几|多少)次"), {"次", "人次"}),
    (re.compile(r"(?:几|多少)场"), {"场", "次"}),
    (re.compile(r"(?:几|多少)岁|年[龄纪]|岁数"), {"岁"}),
    (re.compile(r"面积|多少平|多大"), {"平方米", "平方公里", "公顷", "亩"}),
)


def fits(text: str, kind: Kind, question: str, heading: str = "") -> bool:
    """Whether a text holds the kind of value asked for; whether something may be done may stand in the heading above it."""
    if _LACKING.search(question) and not _LACKS.search(text + heading):
        return False  # what holds where there is a 物业 says nothing of where there is none
    if kind in (Kind.PERIOD, Kind.AMOUNT):
        text = re.sub("《[^》]*》", "", text)  # what another paper is called by
    values = [one for one in figures(text) if not _is_bounded_otherwise(one, question)] if kind in (Kind.PERIOD, Kind.AMOUNT) else []
    if kind is Kind.PERIOD:
        units = _wanted(question)
        clock = bool(re.search(r"\d{1,2}时", text))
        return (
            any(
                _is_one_of(one, units)
                for one in values
                if one.sort is Sort.SPAN and (units or not _WHEN.search(question) or _tells_when(one))
            )
            or clock
            or (not units and bool(_DATE.search(text)))
        )
    if kind is Kind.AMOUNT:
        under = "" if re.search("[和、及]", heading[2:]) else heading  # 价格和补贴 does not say which of them stands below
        if any(done.search(question) and not again.search(text + under) for done, again in _DONE_WITH_MONEY):
            return False
        units = _wanted(question)
        place = bool(re.search(r"第[一二三四五六七八九十\d]+(?:位|名)", text)) and bool(re.search(r"第几|排名|名次|排", question))
        return place or any(
            _is_one_of(one, units) for one in values if units or (one.sort in (Sort.SUM, Sort.COUNT) and not _is_rate(one, text))
        )
    if kind is Kind.WHO:
        return bool(_AGENT.search(text) or (_TO_WHOM.search(question) and _HOW_TO.search(text)))
    if _ASKS_PAPERS.search(question):
        return bool(_PAPERS.search(text))
    if kind is Kind.SERVICE:
        done = next((again for act, again in _ACTS_ASKED if act.search(question)), None)
        return bool(_HOW_TO.search(text)) and (done is None or bool(done.search(text)))
    if kind is Kind.LIST and not _ASKS_WHOM.search(question):
        return not _OPEN_LIST.search(question) and _lists(text, question, heading)
    if _ASKS_MEANING.search(question):
        return bool(_MEANS.search(text))
    if _ASKS_WHOM.search(question):
        return bool(_WHOM.search(text))
    return bool(_ASKS_WHETHER.search(question) and (_SETTLES.search(text) or _SETTLES.search(heading)))


def _lists(text: str, question: str, heading: str) -> bool:
    """Whether a sentence names several; not one where what is asked for is itself one of several (“改造内容、工期和结果” names no 内容)."""
    asked = _ASKED_CLASS.search(question)
    if (
        asked
        and text.count(asked[1]) < 2
        and re.search(
            rf"(?:^|[、，])[^、，。；]{{0,6}}{asked[1]}(?:、|和|及|等)|(?:、|和|及)[^、，。；等]*{asked[1]}[^、，。；等]*(?:、|和|及|的|[，。；])",
            text,
        )
    ):
        return False
    wanted = next((there for words, there in _CLASSES if asked and words.fullmatch(asked[1])), None)
    return bool(_SEVERAL.search(text)) and (wanted is None or bool(wanted.search(text + heading)))


_CLASSES = (
    (re.compile("地方|区域|地区|场所"), re.compile("[区县镇乡街道村]|范围|地点|场所|区域")),
    (re.compile("部门|单位|机关|处室"), re.compile("[局委厅办处科]|部门|单位|机关|中心")),
    (re.compile("食品"), re.compile("食品|制品|[品物食料]")),
    (re.compile("材料|证件|证明"), re.compile("[书证表卡]|证明|材料")),
)


def _is_bounded_otherwise(figure: Amount, question: str) -> bool:
    """Whether a bound runs the other way than what is asked: “超过4小时的” is not the most."""
    return any(asked.search(question) and figure.bound in bounds for asked, bounds in _OTHER_WAY)


_OTHER_WAY = (
    (re.compile("最[长高多大迟晚]|上限|至多"), {"≥", ">"}),
    (re.compile("最[短低少小]|下限|至少"), {"≤", "<"}),
)
_LACKING = re.compile("(?<!有)没有?(?=[\u4e00-\u9fff]{2})(?!有|关系|问题|什么|想到|人)")
_LACKS = re.compile("没有|无|未|不|非|除")
_WHEN = re.compile("什么时候|何时|几时|哪天|哪年|几号")


def _tells_when(figure: Amount) -> bool:
    """Whether a figure is a point of time, or a span that runs to one: “10个工作日内” tells when, “正常经营一年以上” does not."""
    return figure.unit == DATE or figure.bound in ("内", "前", "后", "起", "≤")


def _wanted(question: str) -> set[str]:
    """The units that answer: those of the table, else the very unit asked for (几小时, 多少件)."""
    listed = next((units for pattern, units in _UNITS if pattern.search(question)), None)
    if listed is not None:
        return listed
    asked = _OF_UNIT.search(question)
    return {unit_of(asked[1])} if asked else set()


_OF_UNIT = re.compile(f"(?:几|多少)(?!个)({UNIT})")


def _is_one_of(figure: Amount, units: set[str]) -> bool:
    return not units or figure.unit in units


def settles(text: str) -> bool:
    """Whether it says that something may, must or may not be."""
    return bool(_SETTLES.search(text))


def needs_value(kind: Kind, question: str) -> bool:
    """Whether an answer must hold a value of its kind: without one there is no answer, only what may bear on it."""
    if kind in (Kind.PERIOD, Kind.AMOUNT, Kind.WHO, Kind.SERVICE):
        return True
    if kind is Kind.LIST:
        return not _OPEN_LIST.search(question)
    return kind is Kind.FACT and any(one.search(question) for one in (_ASKS_WHETHER, _ASKS_MEANING, _ASKS_WHOM))


@lru_cache(maxsize=4096)
def figures(text: str) -> tuple[Amount, ...]:
    """Every number with a unit in the text, in order. “第三条” is an address and no figure; Ⅱ级 is 二级."""
    read = plain(text.translate(_ROMAN))
    return tuple(one for one in amounts(read) if one.sort is not None and not read[: one.start].endswith(("〕", "]")))  # 〔2025〕7号


_ROMAN = dict(zip(range(ord("Ⅰ"), ord("Ⅹ") + 1), "一二三四五六七八九十", strict=True))


def unmet_figures(question: str, texts: Iterable[str]) -> tuple[str, ...]:
    """The figures of a question that none of the texts holds: “收入 5000 元能不能申请” is not answered by a clause about a share."""
    there = [figures(text) for text in texts]
    asked = [one for one in figures(question) if not _is_rate(one, question) and not _is_year(one)]
    return tuple(one.words for one in asked if not any(_meets(one, found, at) for found in there for at in range(len(found))))


def _meets(asked: Amount, found: Sequence[Amount], at: int) -> bool:
    """Whether this figure of a text is the one asked about, or how old and how long it says holds for it: 40分钟 is more than 30."""
    other = found[at]
    if isinstance(asked.value, tuple) or isinstance(other.value, tuple):
        both = isinstance(asked.value, tuple) and isinstance(other.value, tuple)
        return both and all(not one or one == two for one, two in zip(asked.value, other.value, strict=True))  # type: ignore[arg-type]
    if asked.unit != other.unit:
        return False
    if asked.value == other.value:
        return True
    if asked.sort is not Sort.SPAN:
        return False
    if other.bound in ("≥", ">"):
        return asked.value > other.value
    if other.bound in ("<", "≤") and (other.bound == "<" or asked.unit == "岁"):
        return asked.value < other.value
    until = found[at + 1] if at + 1 < len(found) else None  # 80至89周岁
    adjoins = until is not None and until.unit == other.unit and 0 < until.start - other.end <= 2
    return adjoins and until is not None and not isinstance(until.value, tuple) and other.value <= asked.value <= until.value


_COUNTED = ("满", "超", "过", "近", "足")


def _is_rate(figure: Amount, question: str) -> bool:
    """“一个月多少钱”: for each, not for one alone; “三季度” is a name."""
    before = plain(question)[: figure.start][-1:]
    return figure.unit == "季度" or (figure.words.startswith("一") and figure.value == 1 and before not in _COUNTED)


def _is_year(figure: Amount) -> bool:
    return figure.unit == DATE and isinstance(figure.value, tuple) and figure.value[1] == 0
