"""What is still missing before a paper may be published (领域规则 I01、I23): one list, in words, nothing left out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from gongkai.publishing.rules.hits import NAMES, Code, is_blocking

REASON_LENGTH = 10  # 放行理由至少十个字【推】


class Conclusion(StrEnum):
    """保密审查结论."""

    OPEN = "可以公开"
    WITHHOLD = "不予公开"
    UNSURE = "不能确定"


@dataclass(frozen=True)
class Standing:
    """How one finding stands: its level, and who let it pass, if anyone."""

    code: str
    level: str
    sample: str
    where: str
    overridden_by: int | None = None


@dataclass(frozen=True)
class Review:
    conclusion: str
    reviewer: int


def missing(inspected: bool, findings: Iterable[Standing], review: Review | None, writers: Collection[int]) -> tuple[str, ...]:
    """Every reason why it cannot go out yet; an empty tuple means it may. `writers`: the ids of all who wrote a part of it."""
    said: list[str] = []
    if not inspected:
        said.append("还没有对当前文本做内容检查，或者检查之后文本又改过，请重新检查")
    for finding in findings:
        if not is_blocking(finding.level):
            continue
        what = f"{finding.where}：{NAMES[Code(finding.code)]}（{finding.sample}）"
        if finding.overridden_by is None:
            said.append(f"{what}，请改正，或由起草人以外的人写明理由后放行")
        elif finding.overridden_by in writers:
            said.append(f"{what}，放行人就是起草人，须由他人放行")
    said.extend(_about_review(review, writers))
    return tuple(said)


def _about_review(review: Review | None, writers: Collection[int]) -> Iterable[str]:
    if review is None:
        yield "还没有对当前文本做保密审查，请送保密审查员审查"
    elif review.reviewer in writers:
        yield "保密审查人就是起草人，须由他人审查"
    elif review.conclusion == Conclusion.WITHHOLD:
        yield "保密审查结论是“不予公开”"
    elif review.conclusion == Conclusion.UNSURE:
        yield "保密审查不能确定是否可以公开，请报主管部门或者保密行政管理部门确定（政府信息公开条例第十七条）"


def is_real_reason(reason: str) -> bool:
    """A reason of at least ten characters that is not one character over and over."""
    bare = "".join(reason.split())
    return len(bare) >= REASON_LENGTH and len(set(bare)) >= REASON_LENGTH // 2
