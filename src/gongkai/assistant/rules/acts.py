"""What is done, where a question says it in one character (“能领几年”, “坏了谁修”, “可以还贷款吗”), and how papers write it.

One character is too little to look for, and too much to leave out: “补贴能领几年” is not answered by how long somebody has left school,
“预售资金能还贷款吗” not by where a loan is paid in."""

import re
from functools import lru_cache

# how papers write it; a character that is not here is written as it is said
_WRITTEN = {
    "修": "修|养护",
    "坏": "坏|故障|失效",
    "交": "交(?!通|易|流|办)|缴|付|收取|收费|免收|负担|分担|捐资",
    "缴": "缴|交(?!通|易|流|办)",
    "付": "付|承担|负担|分担|缴",
    "领": "领|发|享受|给予|补助|补贴|津贴|每人每[月年]",
    "拿": "领|发|享受|给予|补|奖|拿|用于",
    "发": "发|拨付|给予|支付",
    "住": "住(?!房|宅)|承租|租赁|租住",
    "买": "买|购|采购",
    "卖": "卖|销售|出售|售|经营",
    "装": "装|设置",
    "拆": "拆",
    "开": "开|驾驶|经营|营业|服务|举办|设|出具|提供|召开|供",
    "罚": "罚|处分|警告|责令",
    "查": "查|检|监督|核验|核实",
    "管": "管|负责|监督|主管|牵头|指导|有效",
    "批": "批|核准|许可|同意|决定",
    "出": "出(?!租|售|生|境|台|现|行)|承担|负担|分担|支付|公布|作出|发生",
    "洗": "洗",
    "烧": "烧|燃",
    "扔": "扔|投放|弃|倾倒|堆放",
    "倒": "倒|投放|弃|排放",
    "运": "运(?!营|行)",
    "存": "存",
    "留": "留|存",
    "退": "退(?!役|休)",
    "还": "偿还|归还|返还|还款",
    "借": "借|贷",
    "吃": "餐|吃|食",
    "坐": "乘(?!用|客)|坐",
    "考": "考|测试|竞赛",
    "教": "教(?!育|师|职)|讲授|授课|辅导",
    "带": "带|凭|持|提交|提供|出示|携",
    "报": "报|申请|登记",
    "盖": "建|盖",
    "建": "建(?!议|筑|档)|设",
    "换": "换|变更|调换",
    "租": "租",
    "搬": "搬|腾退|迁",
    "涨": "提高|上调|增|涨",
    "降": "降|减|下调",
    "选": "选|招标|确定|推荐|摇号|抽签",
    "定": "定(?!期|点|向)|核",
    "评": "评|考核",
    "审": "审|核",
    "算": "算|计|按照|是指|包括|属于|视为",
    "招": "招|募集|聘|吸纳",
    "送": "送|配送",
    "办": "办(?!法|公)|登记|申请|决定|核准|发放|取得|召开|举行|组织",
    "扣": "扣|减|罚",
    "停": "停|中断|暂缓",
    "关": "关闭|停|关(?!于|联|系|注)",
    "干": "从事|满|入职|工作",
    "赔": "赔|补偿",
    "给": "给|发|补|奖|拨|付|提供",
    "补": "补|津贴|给予|增收",
    "奖": "奖|补助",
    "贷": "贷",
    "改": "改",
    "养": "养(?!老|护)",
    "上": "入学|就读|入园|招收|上(?!述|年|级|报|门|传|市)",
    "学": "学(?!校|生|历|年|期|位)",
    "当": "担任|当(?!地|场|日|月|事|时)|由",
    "收": "收(?!入|录|集|悉)|缴|费|受纳|接纳",
    "掏": "承担|负担|分担|缴|付|交|费|元",
    "花": "费|资|价|元",
    "停车": "停",
    "加": "加(?!强|快|大|装|工|入)|收取|另行|增收",
    "欠": "欠|拖|支付|清偿",
    "晚": "晚|迟|最长|不得?超过|内|前",
    "药": "药|处方|用量",
    "拖": "拖|缓|延",
    "陪": "陪",
    "掺": "掺|混",
    "贴": "贴|公示|公布",
    "清": "清",
}
_ANY = "".join(one for one in _WRITTEN if len(one) == 1)
_LAST = "(?:了|到|完|够|满|成|下来|出去|一共|大概|一般|最多|最少|得)?"
# the act is the character before how much and how long, after who, after may and must
_BEFORE_HOW_MUCH = re.compile(f"([{_ANY}]){_LAST}(?:给)?(?:几|多少|多久|多长)")
_WHO = re.compile(f"(?:谁|哪[个家些](?:部门|单位)?)(?:来|去|能|可以|应该|应当|该|给|负责)?([{_ANY}])(?:的|了|呢|吗)?[？?。]?$")
_MAY = re.compile(
    "(?:能不能|可不可以|可以|能够?|要不要|用不用|需不需要|需要|允许|不准|不让|准|得|会|要)(?:被|再|先|自己|直接|随便|一起|拿来|用来|去|来|给)?"
    f"([{_ANY}])(?![一不])"
)
_WITH_IT = re.compile(f"把[^，。？?]{{1,12}}?([{_ANY}])(?![一不])")
_ASKS_WHETHER = re.compile(r"(?:吗|么)[？?。]?$|能不能|可不可以|能否|可否|是否|要不要|用不用|需不需要|会不会")


@lru_cache(maxsize=512)
def acts_of(question: str, words: tuple[str, ...] = ()) -> tuple[re.Pattern[str], ...]:
    """How papers write what is done, for every act a question says in one character. `words`: those it is otherwise looked up by; a
    character that is part of one of them is looked for with it."""
    patterns = [_BEFORE_HOW_MUCH, _WHO, *((_MAY, _WITH_IT) if _ASKS_WHETHER.search(question) else ())]
    found = dict.fromkeys(
        match[1] for pattern in patterns for match in pattern.finditer(question) if not _is_of_a_word(question, match.start(1), words)
    )
    return tuple(re.compile(_WRITTEN[one]) for one in found)


def _is_of_a_word(question: str, at: int, words: tuple[str, ...]) -> bool:
    for word in words:
        start = question.find(word)
        while len(word) > 1 and start >= 0:
            if start <= at < start + len(word):
                return True
            start = question.find(word, start + 1)
    return False


# characters that say nothing of what is asked about
_EMPTY = frozenset("归叫着大小差先好样替库子分当家开给把头再够乱限占适证自称挺太老新回趟顿天月往走妈爸着正怕跑比过版进")


def is_said(character: str, text: str) -> bool:
    """Whether a text says a single character of a question, or what papers write for it."""
    return character in _EMPTY or character in text or bool(character in _WRITTEN and re.search(_WRITTEN[character], text))
