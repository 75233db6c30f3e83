"""公文种类 (党政机关公文处理工作条例第八条: fifteen kinds) and 文件类别, read from the title."""

import re
from dataclasses import dataclass

from gongkai.policies.rules.kinds import DocumentClass

GENRES = ("决议", "决定", "命令（令）", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复", "议案", "函", "纪要")
ORDER = "命令（令）"

# Names of papers that are not 公文种类 themselves: they are published by an order or attached to a notice.
_RULE_NAMES = ("条例", "规定", "办法", "细则", "规则")
_OTHER_NAMES = (
    "方案|要点|规划|计划|指南|指引|清单|目录|标准|制度|措施|章程|规范|预案|纲要|导则|准则|职责|名单|说明|安排|"
    "政策|机制|任务分解表|分工|解读|问答|总结|办法解释|解释|宣言|程序|流程|规程|白皮书|表|范本|样本|若干措施|"
    "实施意见|工作方案|三定方案|倡议书|建议|答复|复函|电报|简报|文件|批示|讲话|法|法典|制度汇编"
)
_SUFFIX = r"(?:[（(〔][^）)〕]{1,16}[）)〕])*[》”]?$"
_GENRE = re.compile("(" + "|".join(["令", "命令", *(g for g in GENRES if g != ORDER)]) + ")" + _SUFFIX)
_RULE_NAME = re.compile("(" + "|".join(_RULE_NAMES) + ")" + _SUFFIX)
_ANY_NAME = re.compile("(?:" + "|".join([*(g for g in GENRES if g != ORDER), "令", *_RULE_NAMES, _OTHER_NAMES]) + ")" + _SUFFIX)
_CARRIED = re.compile(r"(?:印发|发布|公布|颁布|转发|批转)(?:[《〈“]?)(?P<what>.+?)(?:[》〉”])?的(?:通知|公告|决定|令|函)" + _SUFFIX)
_LEVEL_LAW = re.compile(r"^中华人民共和国.*(?:法|条例)$")


@dataclass(frozen=True)
class Genre:
    """The kind of a paper, how sure (0–1), and how it was read."""

    name: str
    confidence: float
    how: str


def ends_like_title(text: str) -> bool:
    """Whether a line ends as names of official papers do (通知、办法（试行）、工作要点 …)."""
    return bool(_ANY_NAME.search(text)) and not text.endswith(("以下简称办法",)) and "。" not in text


def genre_of(title: str, *, doc_no_is_order: bool = False) -> Genre | None:
    """公文种类 from the end of the title; a 规章 printed by itself goes out by order (领域规则 6.5)."""
    if title.endswith("》") and not title.startswith("《"):
        return None  # 一图读懂《办法》 speaks of a paper
    found = _GENRE.search(title)
    if found:
        word = found[1]
        return Genre(ORDER if word in ("令", "命令") else word, 0.95, f"标题以“{word}”结尾")
    if doc_no_is_order:
        return Genre(ORDER, 0.9, "文号为令")
    if _RULE_NAME.search(title):
        return Genre(ORDER if re.search(r"人民政府|条例$", title) else "通知", 0.4, "规章、办法一类以令公布或以通知印发，请核对")
    return None


def class_of(title: str, code: str, *, is_order: bool, registered: bool) -> tuple[DocumentClass, float, str]:
    """文件类别 with how sure and why. 规章 is published by order of a government or ministry (规章制定程序条例第六条、第三十条);
    规范性文件 shows itself by its register number, by 规 in the code, or by being an 办法、规定 under a notice."""
    carried = carried_title(title)
    named_rule = bool(_RULE_NAME.search(carried or title))
    if is_order and (named_rule or title.endswith("令") or "令" in code):
        return DocumentClass.RULE, 0.85, "以令公布"
    if registered:
        return DocumentClass.NORMATIVE, 0.95, "有规范性文件登记号"
    if re.search(r"规(?:范|字|发)?$", code):
        return DocumentClass.NORMATIVE, 0.85, f"机关代字“{code}”带“规”字"
    if named_rule:
        return DocumentClass.NORMATIVE, 0.5, "名称为规定、办法、细则一类"
    return DocumentClass.OTHER, 0.5, "未见规章或规范性文件的标志"


def carried_title(title: str) -> str:
    """What a notice prints and sends out: 关于印发《X》的通知 → X; "" when the title carries nothing."""
    found = _CARRIED.search(title)
    return found["what"] if found else ""
