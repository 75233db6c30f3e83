"""The words that decide what a sentence commits anybody to: 应当、可以、不得, negations, limits and conditions.

Words that only look like them (供应、许可、不动产) are named first in each pattern and read over."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """A deciding word: `sense` is what it means whatever word is used, `words` the word, `at` its place."""

    sense: str
    words: str
    at: int


def modals(text: str) -> tuple[Mark, ...]:
    """应当、必须、可以、有权、不得、无权、免除、无需, in order. 必须 is more than 应当: 需、须、应 are taken as 应当."""
    return tuple(_marks(_MODAL, _MODAL_SENSE, text))


def negations(text: str) -> tuple[Mark, ...]:
    """不、未、没有、无、非、除外 and the like, where they are neither modal words (不得) nor limits of a number (不超过)."""
    return tuple(_marks(_NEGATION, _NEGATION_SENSE, text))


def limits(text: str) -> tuple[Mark, ...]:
    """Words that narrow or widen what is said: 仅、原则上、优先、全部、或者 …"""
    return tuple(_marks(_LIMIT, _LIMIT_SENSE, text))


def conditions(text: str) -> tuple[Mark, ...]:
    """Words on which something depends: 符合、经…批准、逾期、情节严重 …"""
    return tuple(_marks(_CONDITION, {}, text))


def without(text: str, *, instead: str = "") -> str:
    """The text without its modal words, negations and limits: what is spoken of, whatever is said of it."""
    for pattern in (_MODAL, _NEGATION, _LIMIT):
        text = pattern.sub(lambda match: instead if match["mark"] else match.group(), text)
    return text


def opposite(text: str, of: str) -> tuple[str, str] | None:
    """A word of `text` whose opposite stands in `of` in its place: (said, in the source), None where there is none."""
    for one, other in _OPPOSITES:
        for said, meant in ((one, other), (other, one)):
            if said in text and said not in of and meant in of:
                return said, meant
    return None


def _pattern(decoys: str, senses: Iterable[str]) -> re.Pattern[str]:
    return re.compile(f"(?:{decoys})|(?P<mark>{'|'.join(sorted(senses, key=len, reverse=True))})")


def _marks(pattern: re.Pattern[str], senses: dict[str, str], text: str) -> Iterator[Mark]:
    for match in pattern.finditer(text):
        if words := match["mark"]:
            yield Mark(senses.get(words, words), words, match.start())


def _senses(table: dict[str, str]) -> dict[str, str]:
    return {word: sense for sense, words in table.items() for word in words.split()}


_MODAL_SENSE = _senses(
    {
        "应当": "应当 应该 应 须 需要 需 理应",
        "必须": "必须 务必 一定要 务须",
        "可以": "可以 可 能够 允许 准许 准予 予以批准",
        "有权": "有权",
        "不得": "不得 禁止 严禁 不准 不能 不可以 不可 不许 不应当 不应该 不应 不允许 切勿 请勿",
        "无权": "无权",
        "免除": "免予 免于 免除 免收 免缴 免交 免征 免费 豁免 免",
        "无需": "无需 无须 不必 不需要 不需 不用 毋须 不须",
    }
)
_MODAL = _pattern(
    "相应|供应|响应|适应|对应|反应|效应|感应|应急|应用|应届|应收|应付款|应对|应聘|应征|应邀|应诉|应税|应纳|许可|认可|可能|可行|可靠|可持续|"
    "可再生|可视|可见|不可抗力|不可分割|不可避免|只可|需求|急需|必需|所需|刚需|供需|军需|避免|免疫|免职|不免|难免|功能|性能|智能|必需品|"
    "不[得能可应]当?(?:超过|超出|[高多大低少小]于)|不可移动|不能自理|不能辨认",
    _MODAL_SENSE,
)
_NEGATION_SENSE = _senses(
    {
        "不": "不予 不再 不作 不办理 不符合 不属于 不视为 不适用 不承担 不 未曾 未能 未经 未 没有 没 无 非 并非 从未",
        "除外": "除外 以外 之外",
        "拒绝": "拒绝 拒不 驳回",
        "停": "停止 暂停 中止 终止 取消 撤销 废止 吊销 注销",
    }
)
_NEGATION = _pattern(
    # modal words and limits of numbers, read elsewhere
    "不(?:超[过出]|[高多大低少小迟晚]于)|不得|不准|不能|不可以|不可|不许|不应当|不应该|不应|不允许|无权|无需|无须|不必|不需要|不需|不用|不须|"
    "不足|未满|不满|不到|未超过|未达到|"
    # what only looks like a negation
    "不动产|不同|不仅|不但|不断|不锈钢|不良|不服|不便|不当|不论|不管|无论|无障碍|无人机|无线|无偿|无房|无业|无因|无形|非机动车|非营利|"
    "非盈利|非法|非遗|非物质|除非|是否|能否|可否|未来|未成年|未婚|不定期|不特定|不可抗力|不法|不利|不幸|不正当|不合理|不动|否则|公共非|"
    "南非|无限|无害|无烟|无证|不限|不等|差不多|了不起|非常|不少",
    _NEGATION_SENSE,
)
_LIMIT_SENSE = _senses(
    {
        "仅": "仅限于 仅限 仅 只限 只能 只有 只 限于",
        "原则上": "原则上 一般",
        "优先": "优先",
        "视情": "酌情 视情况 视情 适当",
        "全部": "全部 全体 所有 一律 均",
        "部分": "部分",
        "任一": "之一 任一 任何一 任意一",
        "同时": "同时",
        "或者": "或者 或",
        "分别": "分别",
        "首次": "首次 初次 第一次",
        "暂": "暂时 暂",
        "双倍": "加倍 双倍 减半 折半",
    }
)
_LIMIT = _pattern(
    "一般纳税人|一般公共预算|一般性|一般贸易|一般工业|大部分|部分地区|暂行|暂停|暂住|只要|与此同时|仅仅只|平均|均衡|均等|人均|户均|或许|在职期间",
    _LIMIT_SENSE,
)
_CONDITION = re.compile(
    "(?P<mark>符合|不符合|满足|逾期|确需|确有|情节严重|情节较重|情节轻微|拒不改正|造成严重|特别严重|连续|累计|经批准|经同意|未经|"
    "首次|具有下列|有下列|下列情形|不可抗力|特殊情况|紧急情况|必要时|确因|确有必要|另有规定|无正当理由|书面)"
)


def _pairs(written: str) -> tuple[tuple[str, str], ...]:
    return tuple((one, other) for one, _, other in (pair.partition("/") for pair in written.split()))


_OPPOSITES = _pairs(
    "有效/无效 合法/违法 增加/减少 提高/降低 上浮/下浮 上调/下调 提前/推迟 提前/延后 收费/免费 收取/退还 缴纳/退还 公开/保密 支持/反对 "
    "批准/驳回 有偿/无偿 自愿/强制 书面/口头 线上/线下 优先/暂缓 从重/从轻 从重/减轻 从严/从宽 扩大/缩小 延长/缩短 鼓励/限制 生效/失效 "
    "恢复/停止 开始/终止 出租人/承租人 买受人/出卖人 甲方/乙方 债权人/债务人 原告/被告 城镇/农村 本市/外地 工作日/自然日 上午/下午 "
    "以前/以后 每月/每年 每日/每月 每人/每户 父母/子女 直接/间接 事前/事后 事先/事后 一次性/分期"
)
