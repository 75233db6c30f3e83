"""Whether a text holds the kind of value a question asks for: a time, a sum, whoever answers for it, a list, a yes or no; and whether the
figures of the question hold in it."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from gongkai.assistant.rules.amounts import DATE, UNIT, Amount, Sort, amounts, plain, unit_of
from gongkai.assistant.rules.answers import Kind
from gongkai.assistant.rules.counterparts import MONTHLY, WHETHER, WHOM, is_asked_of_facts, unsaid

_DATE = re.compile(
    r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底)?|\d{4}年|每(?:年|月|季度|半年|学期|周|日)|之日|当日|及时|立即|年底|月底|年初|届满|期满|[次当](?:月|日|年)起|当场"
)
_AGENT = re.compile(
    r"负责|牵头|主管|承担|组织实施|会同|(?:局|委|办|部门|政府|办事处|中心|企业|委员会)(?:每[^，。；]{1,4})?组织|召集人|责任(?:单位|处室|部门|科室|主体)|主办|应当由|由[^，。；]{2,30}(?:实施|组织|承担|负责|审核|受理|办理|核准|批准|处罚|责令|清运|查处|认定|发放|确定|制定|统筹|补贴)|"
    r"(?:部门|机关|政府|局|委员会|办事处|机构|单位|中心|企业)[^，。；]{0,12}(?:应当|负责|受理|审核|认定|核准|公布|责令|可以)|报[^，。；]{2,24}批准"
)
_HOW_TO = re.compile(
    r"提出(?:书面)?申请|(?:向|到|由)[^，。；]{2,40}(?:提出|申请|提交|登记|办理|受理)|(?:通过|登录)[^，。；]{2,30}(?:申请|提出|登记|办理|查询|预约)|(?:申请|登记|办理)[^，。；]{0,12}(?:提交|凭|持)|"
    r"(?:凭|持)[^，。；]{2,30}(?:登记|办理|申请|乘车|享受)|(?:向|在|到)[^，。；]{2,40}(?:投诉|举报|查询|查看)|拨打[^，。；]{1,14}|举报电话|由[^，。；]{2,12}(?:集中|统一)申报|免申即享|应当提交|提交申请"
)
_TO_WHOM = re.compile("(?:找|向|去|到)(?:谁|哪)")
_SEVERAL = re.compile(r"[^、，。；：]+、[^、，。；：]+(?:、|和|及|，?以及|或者?|等)|[^、，。；]{2,}(?:以及|和|及|或者)[^，。；]{2,}")
_OPEN_LIST = re.compile("(?:哪些|什么|哪几[项条])(?:样的)?(?:具体)?(?:要求|规定|措施|工作|任务|内容要求)")
_ASKED_CLASS = re.compile(r"(?:哪些|哪几[个种类项条]|几[个种类项条]|什么)([\u4e00-\u9fff]{2,4}?)(?:[？?。，]|$|要|应|能|会|由|可|是|需)")
# the unit a question asks for, and the units that answer it
_UNITS = (
    (re.compile(r"几号|哪一?天|哪[几两]天|几月几日"), {DATE}),
    (re.compile(r"(?:几|多少)(?:个)?(?:工作)?[天日]|几个工作日"), {"日", "工作日", "自然日", "周", "月", "小时"}),
    (re.compile(r"(?:几|多少)个月"), {"月", "年"}),
    (re.compile(r"几月|哪个?月"), {DATE}),
    (re.compile(r"(?:几|多少)年"), {"年", "月"}),
    (re.compile(r"几点|几时"), {"时", "点"}),
    (re.compile(r"几折"), {"折", "%"}),
    (re.compile(r"哪一?年"), {DATE}),
    (re.compile(r"合格率|占比|覆盖率|比率|百分之几|百分之多少|比例"), {"%", "‰", "‱", "百分点"}),
    (re.compile(r"多少[钱元]|金额|[花贷借]多少|(?:补助|奖励|资金|补贴|贷款)(?:一共)?(?:有|是|给)?多少"), {"元", "倍", "折"}),
    (re.compile(r"[领发给补拿掏]多少(?![人户个家套平岁天年月次])"), {"元"}),
    (re.compile(r"费(?:用)?(?:是|要|得|一共)?多少(?![人户个家次])"), {"元", "倍", "折"}),
    (re.compile(r"[交缴付收]多少(?![人户个家套平岁天年月次])|罚多少|补助多少|补贴多少|奖励多少|费用|收费"), {"元", "%", "‰", "‱", "倍"}),
    (re.compile(r"(?:几|多少)个?(?:人|名|居民|学生|老人|老年人|职工|护理员)|多少名"), {"人", "人次"}),
    (
        re.compile(
            r"(?:租金|房租|价格|票价|学费|押金|保证金|工资|月薪|[费价租])的?(?:标准)?(?:大概|一般|现在|到底)?(?:是|为|有|要)?多少(?![人户个家次])"
        ),
        {"元", "倍", "折", "%"},
    ),
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
    if kind in (Kind.PERIOD, Kind.AMOUNT):
        text = re.sub("《[^》]*》", "", text)  # what another paper is called by
    if unsaid(text, kind, question, heading):
        return False
    if kind is Kind.PERIOD:
        return _tells_time(text, question)
    if kind is Kind.AMOUNT:
        return _tells_amount(text, question)
    if kind is Kind.WHO:
        return bool(_AGENT.search(text) or (_TO_WHOM.search(question) and _HOW_TO.search(text)))
    if kind is Kind.SERVICE:
        return bool(_HOW_TO.search(text))
    if kind is Kind.COMPARE and _CHANGE_ASKED.search(question):
        return bool(_CHANGED.search(re.sub("《[^》]*》", "", text)))
    if kind is Kind.LIST and (sorts := _HOW_MANY_SORTS.search(question)) and any(one.unit == sorts[1] for one in figures(text)):
        return True
    if kind is Kind.LIST and not WHOM.asked.search(question):
        return not _OPEN_LIST.search(question) and _lists(text, question, heading)
    return is_asked_of_facts(question)


# what has changed is told of what it was and what it is, not by the name of the paper that changed it
_CHANGE_ASKED = re.compile("变化|变了|怎么变|有变吗|调整了|新旧|新老|[老旧](?=办法|规定|政策|细则|标准|版)|(?:原来|以前|之前)的")
_CHANGED = re.compile(
    "(?:由|从)[^。；]{1,40}(?:到|至|为)|调整为|修改为|改为|提高|降低|放宽|缩短|延长|扩大|增加|减少|新增|取消|不再|原来|此前|过去|以前|暂停|恢复"
)


def _tells_time(text: str, question: str) -> bool:
    if MONTHLY.asked.search(question):
        return bool(MONTHLY.said.search(text))
    if "几号" in question and MONTHLY.said.search(text):
        return True
    units, read = _wanted(question), plain(text)
    values = [
        one
        for one in figures(text)
        if one.sort is Sort.SPAN
        and (one.unit != "岁" or _AGE.search(question))
        and not _is_bounded_otherwise(one, question)
        and not _is_condition(one, read, question)
        and not _bars(one, read, question)
    ]
    if any(_is_one_of(one, units) for one in values if units or not _WHEN.search(question) or _tells_when(one)):
        return True
    clock = bool(_CLOCK.search(text)) and (not units or "时" in units)
    return clock or (not units and bool(_DATE.search(text)))


def _is_condition(figure: Amount, text: str, question: str) -> bool:
    """Whether a span only says from when on something else holds: “累计六个月以上拖欠租金的” is not how long."""
    return figure.bound in ("≥", ">") and bool(_SO_IT_IS.match(text, figure.end)) and not _FROM_WHEN_ON.search(question)


def _bars(figure: Amount, text: str, question: str) -> bool:
    """Whether a span only says how long somebody is shut out: “三年内不予受理申请” is not for how long one is paid."""
    return bool(_SHUT_OUT.match(text, figure.end)) and not _SHUT_OUT_ASKED.search(question)


_SHUT_OUT = re.compile("(?:之?内)?[^，。；]{0,4}?(?:不予(?:受理|办理|登记|补助|奖励)|不得(?:再次|再|重新)?(?:申请|申报|申领|参加|享受))")
_SHUT_OUT_ASKED = re.compile("不|再|禁|限制|重新|后果|黑名单|取消|失信|以后|能申请|可以申请|处罚|怎么")
_AGE = re.compile("岁|年[龄纪]|多大")
_SO_IT_IS = re.compile("[^，。；]{0,40}的(?:[，。；]|$)|[^，。；]{0,30}，且[^。；]{0,40}的(?:[，。；]|$)")
_FROM_WHEN_ON = re.compile("才|必须|就|会|算|满|至少|最[短少低]|要求|条件|以上|需要|得")


def _tells_amount(text: str, question: str) -> bool:
    units = _wanted(question)
    if _RANK.search(question) and _PLACE.search(text):
        return True
    read = plain(text)
    return any(
        _is_one_of(one, units)
        for one in figures(text)
        if not _is_bounded_otherwise(one, question)
        and not _is_of_others(one, read, question)
        and (units or (one.sort in (Sort.SUM, Sort.COUNT) and not _is_rate(one, text)))
    )


_CLOCK = re.compile(r"\d{1,2}时")
_RANK, _PLACE = re.compile("第几|排名|名次|排"), re.compile(r"第[一二三四五六七八九十\d]+(?:位|名)")


def _is_of_others(figure: Amount, text: str, question: str) -> bool:
    """Whether a number counts something else than what is asked: “每个团队签约居民不超过2000人” are not the people of the team, and “上棠村、
    新河村等5个村、213户” not those of one village. `text` is plain."""
    before = text[max(0, figure.start - BEFORE) : figure.start]
    if (whole := _OF_ALL.search(before)) and any(name[-3:] in question for name in whole[1].split("、")):
        return True
    counted = _COUNTED_PERSONS.search(before) if figure.unit == "人" and _OF_PERSONS.search(question) else None
    return counted is not None and not any(letter in question for letter in counted[1].replace("人", ""))


BEFORE = 80  # characters in which a number says whose it is
_OF_ALL = re.compile(
    "((?:[\u4e00-\u9fff]{2,8}、){1,6}[\u4e00-\u9fff]{2,8})等(?:[\\d一二三四五六七八九十]{1,4}[个家处]?[\u4e00-\u9fff]{0,3}[、，])?$"
)
_OF_PERSONS = re.compile("(?:几|多少)个?人(?!次)")
_COUNTED_PERSONS = re.compile(
    "([\u4e00-\u9fff]{0,2}(?:居民|学生|老年人|老人|儿童|毕业生|职工|村民|患者|群众|对象|驾驶员|人群|人员))(?:原则上|一般|应当)?(?:不得?超过|不少于|不低于|达到|共|约|为|有)?$"
)


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
    if _SORTS_ASKED.search(question) and not _SORTS.search(text + heading):
        return False
    wanted = next((there for words, there in _CLASSES if asked and words.fullmatch(asked[1])), None)
    return bool(_SEVERAL.search(text)) and (wanted is None or bool(wanted.search(text + heading)))


_HOW_MANY_SORTS = re.compile("几个?([类种级档项条])")
_SORTS_ASKED, _SORTS = re.compile("[哪分]?几(?:大|个)?[类种级档]"), re.compile("类|分为|等级|[一二三四五六七八九十两各][种级档]")
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
    return bool(WHETHER.said.search(text))


def needs_value(kind: Kind, question: str) -> bool:
    """Whether an answer must hold a value of its kind: without one there is no answer, only what may bear on it."""
    if kind in (Kind.PERIOD, Kind.AMOUNT, Kind.WHO, Kind.SERVICE):
        return True
    if kind is Kind.COMPARE:
        return bool(_CHANGE_ASKED.search(question))
    if kind is Kind.LIST:
        return not _OPEN_LIST.search(question)
    return kind is Kind.FACT and is_asked_of_facts(question)


@lru_cache(maxsize=4096)
def figures(text: str) -> tuple[Amount, ...]:
    """Every number with a unit in the text, in order. “第三条” is an address and no figure; Ⅱ级 is 二级."""
    read = plain(text.translate(_ROMAN))
    return tuple(one for one in amounts(read) if one.sort is not None and not _is_name(one, read[: one.start]))


def _is_name(figure: Amount, before: str) -> bool:
    """〔2025〕7号, 政务服务二处"""
    return before.endswith(("〕", "]")) or (figure.unit in ("处", "科", "室") and bool(_OFFICE.search(before)))


_OFFICE = re.compile("(?:服务|交易|业务|综合|审批|管理|监督|监管|秘书|信息|协调|法规|督查|规划)$")


_ROMAN = dict(zip(range(ord("Ⅰ"), ord("Ⅹ") + 1), "一二三四五六七八九十", strict=True))


def unmet_figures(question: str, texts: Iterable[str]) -> tuple[str, ...]:
    """The figures of a question that none of the texts holds: “收入 5000 元能不能申请” is not answered by a clause about a share."""
    asked = [
        one
        for one in figures(_SUM.sub(r"\1元", question))
        if not _is_rate(one, question) and not _is_year(one) and not plain(question)[: one.start].endswith("哪")  # 哪两个局
    ]
    if not asked:
        return ()
    there = [figures(text) for text in texts]
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
        return not (asked.bound in ("≥", ">") and other.bound in ("<", "≤")) and not (
            asked.bound in ("<", "≤") and other.bound in ("≥", ">")
        )
    if asked.sort is not Sort.SPAN:
        return False
    if other.bound in ("≥", ">"):
        return asked.value > other.value
    if other.bound in ("<", "≤") and (other.bound == "<" or asked.unit == "岁"):
        return asked.value < other.value
    until = found[at + 1] if at + 1 < len(found) else None  # 80至89周岁
    adjoins = until is not None and until.unit == other.unit and 0 < until.start - other.end <= 2
    return adjoins and until is not None and not isinstance(until.value, tuple) and other.value <= asked.value <= until.value


# “罚款20万以上” is of 元
_SUM = re.compile("((?:\\d|[一二三四五六七八九十百千])[万亿])(?=以[上下内]|的|[，。？?吗呢]|$)")
_COUNTED = ("满", "超", "过", "近", "足")


def _is_rate(figure: Amount, question: str) -> bool:
    """“一个月多少钱”: for each, not for one alone; “三季度” is a name."""
    before = plain(question)[: figure.start][-1:]
    return figure.unit == "季度" or (figure.words.startswith("一") and figure.value == 1 and before not in _COUNTED)


def _is_year(figure: Amount) -> bool:
    return figure.unit == DATE and isinstance(figure.value, tuple) and figure.value[1] == 0
