"""密级与内部标志 (领域规则 13.4): a mark is a mark by where and how it stands. A text that speaks about 国家秘密 has none."""

import re
from collections.abc import Iterator

from gongkai.publishing.rules.hits import Code, Found, Level
from gongkai.publishing.rules.material import Passage

_GRADE = r"(?:绝\s*密|机\s*密|秘\s*密)"
_TERM = r"(?:\d+\s*(?:年|个月|月|天|日)|长\s*期)"
_STARRED = re.compile(rf"{_GRADE}\s*(?:[★☆✭⭐]\s*{_TERM}?|\*\s*{_TERM})")  # 国家秘密标志: 密级★保密期限（保密法实施条例）
_FIELD = re.compile(rf"密\s*级\s*[:：]\s*{_GRADE}")
_BARE = re.compile(rf"^\W*{_GRADE}\s*(?:级|件|{_TERM})?\W*$")
_COPY_NUMBER = re.compile(r"份\s*号\s*[:：]?\s*(?:No\.?\s*)?\d{1,6}(?!\d)|^\s*(?:No\.?\s*)?0\d{5}\s*$", re.IGNORECASE)
_URGENCY = re.compile(r"^\W*(?:特\s*急|加\s*急|特\s*提|平\s*急)\W*$")
_INTERNAL = re.compile(
    r"内部(?:资料|文件|材料|刊物|传阅)|(?:注意|妥善)保存|(?:不得|严禁|请勿|切勿)外(?:传|泄)|此件(?:不公开|不予公开|依申请公开|仅供内部|发至)"
    r"|发至(?:县团|地师|省军|乡科|县处)级|党内文件|仅供(?:内部|领导|工作)(?:参考|使用|人员)|阅后(?:收回|销毁|即焚)|会后收回|未经批准不得(?:翻印|转载|复制|公开)"
)
_WORK_SECRET = re.compile(r"^\W*(?:工作秘密|商业秘密)\W*$|内部通讯录|领导(?:干部)?通讯录|(?:网络|系统)拓扑图")
_QUOTED = re.compile(r"[“‘\"「『《〈][^”’\"」』》〉]{0,20}$")
_SHORT = 24  # a mark stands alone or in a note; a sentence about marks is longer
TRIGGERS = (
    *("密", "内部", "保存", "外传", "外泄", "此件", "发至", "党内文件", "仅供", "阅后", "会后收回", "未经批准不得", "通讯录", "拓扑图"),
)
NEAR_TOP = re.compile("[密急提份NnＮｎ0０]")  # what stands only in the head of a paper
_ADVICE_GRADED = "立即停止公开，送保密审查；确已解密的，去除标志并附解密依据"
_ADVICE_INTERNAL = "核实公开属性；确可公开的，去除标志后重新检查"


def find(passage: Passage) -> Iterator[Found]:
    """Marks of secrecy, copy number, urgency and internal use in one passage."""
    text = passage.folded
    for pattern in (_STARRED, _FIELD):
        for match in pattern.finditer(text):
            if not _is_quoted(text, match.start()):
                yield _found(match, Level.HIGH, "带有国家秘密标志", _ADVICE_GRADED)
    if (bare := _BARE.match(text)) and (passage.near_top or re.search(r"\d", text)):
        yield _found(bare, Level.HIGH, "单独成行的密级字样", _ADVICE_GRADED)
    if passage.near_top and (urgency := _URGENCY.match(text)):
        yield _found(urgency, Level.MIDDLE, "版头带有紧急程度标志，公开文本不应出现", "去除后重新检查")
    if passage.near_top and (copy_number := _COPY_NUMBER.search(text)):
        yield _found(copy_number, Level.MIDDLE, "版头带有份号，公开文本不应出现", "核实是否涉密；去除后重新检查")
    for pattern, said in ((_INTERNAL, "带有内部使用或不公开的标注"), (_WORK_SECRET, "含有工作秘密标注或内部通讯、系统资料")):
        for match in pattern.finditer(text):
            if not _is_quoted(text, match.start()):
                alone = len(text.strip()) <= _SHORT
                code = Code.SECRET_MARK if pattern is _INTERNAL else Code.WORK_SECRET
                yield _found(match, Level.HIGH if alone else Level.LOW, said, _ADVICE_INTERNAL, code)


def _is_quoted(text: str, start: int) -> bool:
    return bool(_QUOTED.search(text[:start]))


def _found(match: re.Match[str], level: Level, message: str, advice: str, code: Code = Code.SECRET_MARK) -> Found:
    return Found(code, level, match.start(), match.end(), match[0], match[0].strip(), message, advice)
