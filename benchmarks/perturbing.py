"""True sentences made false in one place each, and put into other words honestly: what the verifier of the assistant is tried on.

The generator reads numbers and words by patterns of its own, so that what the verifier overlooks is not overlooked here too."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from random import Random

Change = Callable[[str, Random], str | None]

_CN = "一二三四五六七八九十百千"
_NUMBERS = ("三", "五", "七", "十", "十五", "二十", "三十", "六十", "九十")
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")


def sentences(text: str) -> Iterator[str]:
    """The sentences of a clause worth trying: not headings, not whole lists."""
    for match in _SENTENCE.finditer(text):
        sentence = match.group().strip()
        if 14 <= len(sentence) <= 160 and not sentence.startswith(("（", "(", "“")) and not sentence.endswith("的；"):
            yield sentence


def perturbed(sentence: str, draw: Random) -> Iterator[tuple[str, str]]:
    """(kind, the sentence with one fact changed), for each kind that the sentence has something of."""
    for kind, change in _CHANGES.items():
        changed = change(sentence, draw)
        if changed and changed != sentence:
            yield kind, changed


def paraphrased(sentence: str, draw: Random) -> Iterator[tuple[str, str]]:
    """(manner, the sentence in other words that say the same)."""
    for manner, change in _MANNERS.items():
        changed = change(sentence, draw)
        if changed and changed != sentence:
            yield manner, changed


def _one(pattern: str, put: Callable[[re.Match[str], Random], str | None]) -> Change:
    compiled = re.compile(pattern)

    def change(sentence: str, draw: Random) -> str | None:
        found = list(compiled.finditer(sentence))
        if not found:
            return None
        match = draw.choice(found)
        instead = put(match, draw)
        return None if instead is None else sentence[: match.start()] + instead + sentence[match.end() :]

    return change


def _words(table: dict[str, str], *, but: str = "") -> Change:
    """One of the words, replaced; `but` names longer words the key must not be part of."""
    keys = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    return _one(f"(?:{but})|(?P<key>{keys})" if but else f"(?P<key>{keys})", lambda match, _: table[match["key"]] if match["key"] else None)


def _other_number(written: str, draw: Random) -> str:
    if written[0].isdigit():
        whole, _, rest = written.partition(".")
        changed = str(int(whole) + draw.choice((1, 2, 5, 10)))
        return changed + ("." + rest if rest else "")
    return draw.choice([number for number in _NUMBERS if number != written])


def _number(unit: str) -> Change:
    return _one(rf"(?<![\d.{_CN}第])(\d+(?:\.\d+)?|[{_CN}]{{1,4}})(?=(?:{unit}))", lambda match, draw: _other_number(match.group(), draw))


def _swap(pattern: str) -> Change:
    compiled = re.compile(pattern)

    def change(sentence: str, draw: Random) -> str | None:
        found = list(compiled.finditer(sentence))
        names = [match.group() for match in found]
        if len(found) < 2:
            return None
        for one, two in pairwise(found):
            if (
                one.group() != two.group()
                and sentence[one.end() : two.start()] not in {"", "、", "和", "或者", "及", "与"}
                and names.count(one.group()) == names.count(two.group()) == 1
            ):
                return sentence[: one.start()] + two.group() + sentence[one.end() : two.start()] + one.group() + sentence[two.end() :]
        return None

    return change


def _condition_dropped(sentence: str, draw: Random) -> str | None:
    match = re.search(
        r"(?:^|(?<=，))(?:除[^，。；]{3,30}外|经[^，。；]{3,20}(?:批准|同意)[^，。；]{0,4}|符合[^，。；]{3,30}的|[^，。；]{5,30}的)，(?=[^，。；]{4})",
        sentence,
    )
    return sentence[: match.start()] + sentence[match.end() :] if match else None


def _date(match: re.Match[str], draw: Random) -> str:
    place = draw.randrange(3)
    parts = [match["y"], match["m"], match["d"]]
    parts[place] = str(int(parts[place]) + 1) if int(parts[place]) not in {12, 28, 29, 30, 31} else "1"
    return f"{parts[0]}年{parts[1]}月{parts[2]}日"


_LAYS = (
    "申请人|被申请人|出租人|承租人|买受人|出卖人|债权人|债务人|用人单位|劳动者|发包人|承包人|委托人|受托人|投标人|招标人|监护人|"
    "保险人|投保人|经营者|消费者|纳税人|保证人|抵押人|原告|被告(?!人)|人民法院|人民检察院|公安机关"
)
_OFFICE = r"(?:教育|民政|财政|公安|交通运输|住房和城乡建设|水行政|农业农村|卫生健康|市场监督管理|生态环境|自然资源|人力资源社会保障|税务|审计|文物|林业|司法行政)(?=部门|主管部门|行政部门|局|机关)"
_OFFICES = ("教育", "民政", "财政", "公安", "交通运输", "审计", "税务", "林业")

_CHANGES: dict[str, Change] = {
    "换了事物": _words(
        {
            "申请人": "任何市民",
            "主管部门": "社区志愿者",
            "审核": "抽签",
            "登记": "悬赏",
            "检查": "拍卖",
            "材料": "押金",
            "合同": "保单",
            "工程": "快递",
            "车辆": "宠物",
            "学校": "酒店",
        },
        but="合同法|登记机关|检查站|学校安全|工程师",
    ),
    "日期": _one(r"(?P<y>20\d\d|19\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日", _date),
    "期限的数": _number("个?工作日|日内|日|天|个月|年(?!度|代|来|龄)|小时|周岁|周"),
    "期限的单位": _words(
        {"个工作日": "日", "工作日": "个自然日", "日内": "个工作日内", "个月": "年", "年内": "个月内", "小时": "日"},
        but="工作日内|节假日|当日|之日|次日|每日|生日",
    ),
    "金额的数": _number("万?亿?元"),
    "金额的单位": _words({"万元": "元", "亿元": "万元", "元": "万元"}, but="多元|单元|公元|元旦|元素|美元|元器件|元件|为元"),
    "比例": _one(
        rf"\d+(?:\.\d+)?(?=[%％])|(?<=百分之)[{_CN}]{{1,4}}|(?<=分之)[{_CN}]{{1,4}}", lambda match, draw: _other_number(match.group(), draw)
    ),
    "数量": _number("人|名|户|家|次|倍|平方米|份|件|项|套|个(?!月|工作日)|公里|米|吨|公斤"),
    "条款": _one(rf"(?<=第)[{_CN}]{{1,5}}(?=[条款])", lambda match, draw: _other_number(match.group(), draw)),
    "文号": _one(r"(?<=〕)\d{1,4}(?=号)", lambda match, draw: _other_number(match.group(), draw)),
    "界限反了": _words(
        {
            "以上": "以下",
            "以下": "以上",
            "不超过": "不少于",
            "不得超过": "不得低于",
            "不低于": "不高于",
            "不少于": "不多于",
            "不得少于": "不得超过",
            "至少": "至多",
            "超过": "低于",
        },
        but="以下简称|以上一级",
    ),
    "界限丢了": _one(r"(?<=[\d十百千万%元岁年])以[上下]|(?:不超过|不低于|不少于)(?=[\d一二三四五六七八九十百])", lambda match, _: ""),
    "两数互换": _swap(rf"(?<![\d第])(?:\d+|[{_CN}]+)(?=(?:万元|元|日|年|个月|人)(?!月))"),
    "起算日": _one(
        r"(?<=自)[^，。；自]{2,16}(?=之日起)",
        lambda match, draw: draw.choice(
            [day for day in ("受理申请", "公布", "收到通知书", "合同签订", "缴清费用") if day not in match.group()]
        ),
    ),
    "单位": _one(_OFFICE, lambda match, draw: draw.choice([name for name in _OFFICES if name != match.group()])),
    "主体互换": _swap(_LAYS),
    "情态词": _words(
        {"应当": "可以", "可以": "应当", "必须": "可以", "不得": "可以", "有权": "无权", "禁止": "允许", "严禁": "可以", "无权": "有权"},
        but="不可以|不应当",
    ),
    "应当变必须": _words({"应当": "必须", "可以": "必须", "有权": "应当", "不得": "应当"}, but="不可以|不应当"),
    "否定丢了": _words(
        {
            "不予": "予以",
            "不得": "可",
            "不能": "能",
            "未经": "经",
            "没有": "有",
            "不承担": "承担",
            "不适用": "适用",
            "不属于": "属于",
            "不符合": "符合",
            "不再": "",
            "未按照": "按照",
            "未依法": "依法",
            "未按": "按",
            "未": "",
            "不履行": "履行",
            "拒绝": "同意",
            "除外": "适用",
            "免予": "给予",
            "不计入": "计入",
            "不停止": "停止",
        },
        but="未成年|未来|不得不|不可抗力|不能自理|能不能|未满|不超过|不低于|不少于",
    ),
    "多了否定": _words(
        {
            "予以": "不予",
            "应当": "不应当",
            "可以": "不可以",
            "有效": "无效",
            "承担": "不承担",
            "适用": "不适用",
            "属于": "不属于",
            "享受": "不享受",
            "给予": "不给予",
            "负责": "不负责",
            "依照": "不依照",
            "符合": "不符合",
            "需要": "不需要",
            "经": "未经",
        },
        but="不予以|不应当|不可以|不承担|不适用|不属于|不享受|不符合|不需要|经济|经营|经办|经费|已经|未经|曾经|经过|经理|经常|经验|财经|经手|途经|适用于",
    ),
    "条件丢了": _condition_dropped,
    "定语丢了": _one(
        r"(?<=[对向，。为])[一-鿿]{5,16}的(?=(?:人员|单位|企业|家庭|个人|机构|经营者|项目|案件|公民|组织|学生|职工))", lambda match, _: ""
    ),
    "限定词": _words({"原则上": "", "仅": "", "优先": "", "或者": "和", "全部": "部分", "之一": "全部"}, but="仅仅"),
}


def _condensed(sentence: str, draw: Random) -> str | None:
    """The last part left out, where it decides nothing."""
    parts = re.split("，", sentence.rstrip("。；"))
    if (
        len(parts) < 3
        or re.search(r"[不未无非除但且]|应当|可以|必须|有权|每|最|累计|禁止|的$|并", parts[-1])
        or re.search(r"的$|^除|^经|^如|^因|^在", parts[-2])
    ):
        return None
    return "，".join(parts[:-1]) + "。"


_HAN = {"三": "3", "五": "5", "七": "7", "十": "10", "十五": "15", "二十": "20", "三十": "30", "六十": "60", "九十": "90", "一百": "100"}

_MANNERS: dict[str, Change] = {
    "加“根据规定”": lambda sentence, _: "根据规定，" + sentence,
    "去掉“第几款”等起首": lambda sentence, _: re.sub(r"^(?:第.{1,6}款|前款|本条|本法|本条例|本规定|本办法|其中)[，,]?", "", sentence),
    "应当→应、需": _words({"应当自": "需在", "应当": "应"}, but="不应当"),
    "虚词": lambda sentence, _: (
        sentence.replace("以及", "和").replace("予以", "给予").replace("并且", "并").replace("、", "和", 1).replace("依照", "按照", 1)
    ),
    "汉字数改阿拉伯数": _one(
        rf"(?<![\d{_CN}第之])(?:{'|'.join(sorted(_HAN, key=len, reverse=True))})(?=个?工作日|日内|日|个月|年内|元|万元|人)",
        lambda match, _: _HAN[match.group()],
    ),
    "不超过→以内": _one(r"不超过(\d+|[一二三四五六七八九十]+)(年|个月|日|个工作日)", lambda match, _: f"在{match[1]}{match[2]}以内"),
    "以内→内": _words({"以内": "内", "之内": "内"}),
    "不得→不能": _words({"不得": "不能"}, but="不得超过|不得少于|不得低于|不得不"),
    "按期→按时等近义": lambda sentence, _: (
        sentence.replace("按期", "按时")
        .replace("及时", "尽快")
        .replace("公民、法人或者其他组织", "公民、法人或其他组织")
        .replace("方可", "才可以")
    ),
    "去掉“应当”": lambda sentence, _: sentence.replace("应当", "", 1) if sentence.count("应当") == 1 else None,
    "略去末一分句": _condensed,
    "对人称“您”": lambda sentence, _: sentence.replace("申请人", "您", 1) if sentence.startswith("申请人") else None,
    "加“也就是说”": lambda sentence, _: "也就是说，" + sentence if len(sentence) > 25 else None,
    "断句": lambda sentence, _: sentence.replace("，", "。", 1) if sentence.count("，") > 2 else None,
}
