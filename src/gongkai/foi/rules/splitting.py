"""分办 (领域规则 2.7): which part of a land-acquisition request belongs to whom, by words; and one application with several requests."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class SplitRule:
    """Words → kind of information → who answers for it. Each organ may keep its own table; these are delivered (【推】, 待复核)."""

    words: tuple[str, ...]
    category: str
    responsible: str


LAND_RULES: tuple[SplitRule, ...] = (
    SplitRule(("预公告", "征收土地预公告", "现状调查", "土地调查"), "土地征收预公告和现状调查", "自然资源主管部门"),
    SplitRule(("征地批复", "建设用地批复", "用地批文", "批复文件", "一书四方案", "农用地转用"), "用地审批", "自然资源主管部门"),
    SplitRule(("补偿安置方案", "安置补偿方案", "征收公告", "征地公告", "听证"), "补偿安置方案和征收公告", "土地征收实施部门"),
    SplitRule(("社会风险", "稳定风险", "风险评估"), "社会稳定风险评估", "土地征收实施部门"),
    SplitRule(
        ("补偿登记", "补偿协议", "补偿款", "补偿费", "青苗", "地上附着物", "分户", "发放明细"),
        "补偿登记、协议和费用支付",
        "乡镇人民政府、街道办事处",
    ),
    SplitRule(("社会保障费", "失地农民", "被征地农民", "养老保险"), "被征地农民社会保障", "人力资源社会保障部门"),
    SplitRule(("房屋征收", "拆迁", "评估报告", "安置房"), "房屋征收与补偿", "房屋征收部门"),
    SplitRule(("规划许可", "控制性详细规划", "控规", "规划条件"), "规划管理", "自然资源和规划主管部门"),
    SplitRule(("立项", "可行性研究", "项目核准", "项目备案"), "项目审批", "发展改革部门"),
    SplitRule(("环评", "环境影响"), "环境影响评价", "生态环境部门"),
)
_LAND = re.compile(r"征地|征收(?:土地|房屋|补偿)|土地征收|房屋征收|拆迁|被征|征迁|补偿安置|安置补偿|用地批")
_ITEM = re.compile(
    r"(?:^|(?<=[\n；;。：:]))\s*(?:（?\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\)?）?[、.．]|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|[①-⑳])\s*"
)


@dataclass(frozen=True)
class Part:
    """One part of a split: what it is about, who answers, and the words that say so."""

    category: str
    responsible: str
    words: tuple[str, ...]


def is_land_case(text: str) -> bool:
    """Whether a request is about taking land or houses."""
    return bool(_LAND.search(text))


def split(text: str, rules: Iterable[SplitRule] = LAND_RULES) -> tuple[Part, ...]:
    """The parts of a land-acquisition request in the order of the table; empty for any other request, and when no rule fits."""
    if not is_land_case(text):
        return ()
    found = ((rule, tuple(word for word in rule.words if word in text)) for rule in rules)
    return tuple(Part(rule.category, rule.responsible, words) for rule, words in found if words)


def requests(text: str) -> tuple[str, ...]:
    """The separate requests of one application by the applicant's own numbering (一事一申请; 国办函〔2020〕109号第四条 最小单位).

    A text without at least two numbered items is one request. What stands before the first number goes with every item."""
    marks = list(_ITEM.finditer(text))
    if len(marks) < 2:
        return (text.strip(),) if text.strip() else ()
    head = text[: marks[0].start()].strip().rstrip("：:，,")
    ends: Sequence[int] = [*(mark.start() for mark in marks[1:]), len(text)]
    items = [text[mark.end() : end].strip().rstrip("；;。") for mark, end in zip(marks, ends, strict=True)]
    return tuple(f"{head}：{item}" if head else item for item in items if item)
