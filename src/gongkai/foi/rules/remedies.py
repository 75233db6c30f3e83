"""救济途径 (领域规则 2.4): the paragraph that tells how to contest a decision, chosen by rule, filled from facts.

Since 2024-01-01 a refusal under 第十四至十六条 must first go to reconsideration, and the letter must say so (行政复议法第二十三条)."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from gongkai.foi.rules.grounds import Ground
from gongkai.foi.rules.outcomes import RULINGS, Outcome, RemedyKind
from gongkai.shared.refusal import Refused

RECONSIDERATION_DAYS = 60  # 行政复议法第二十条
LAWSUIT_AFTER_DAYS = 15  # 行政诉讼法第四十五条
LAWSUIT_MONTHS = 6  # 行政诉讼法第四十六条
BASIS = "行政复议法第二十三条"


@dataclass(frozen=True)
class RemedyFacts:
    """Whom to turn to. The court is set by the organ itself: jurisdiction differs by place (行政诉讼法第十四、十五、十八条)."""

    reconsideration_organ: str
    court: str
    reconsideration_url: str = ""


def choose(outcome: Outcome, withheld_for: Collection[Ground] = ()) -> RemedyKind:
    """R1, R2, both or none. A partial disclosure is R1 for what was withheld (its grounds are 第十四至十六条), R2 for the rest."""
    remedy = RULINGS[outcome].remedy
    return RemedyKind.R2 if remedy is RemedyKind.BOTH and not withheld_for else remedy


def paragraph(kind: RemedyKind, facts: RemedyFacts, against: str = "") -> str:
    """The paragraph for the letter; empty for NONE. `against`: what is contested, in a letter that is not itself the decision (R2). Refused
    when the organ of reconsideration or the court is not on file."""
    if kind is RemedyKind.NONE:
        return ""
    for value, words, field in (
        (facts.reconsideration_organ, "行政复议机关", "reconsideration_organ"),
        (facts.court, "管辖法院", "court"),
    ):
        if not value.strip():
            raise Refused(f"本机关还没有登记{words}，答复书不能写明救济途径。请先登记。", basis=BASIS, field=field)
    organ, court = facts.reconsideration_organ.strip(), facts.court.strip()
    online = f"行政复议申请可以通过互联网提交：{facts.reconsideration_url.strip()}。" if facts.reconsideration_url.strip() else ""
    if kind is RemedyKind.R1:
        return _first(f"对本{_WORD[kind]}不服", organ, court) + online
    if kind is RemedyKind.R2:
        return _either(f"对{against or f'本{_WORD[kind]}'}不服", organ, court) + online
    return _first("对本答复中不予公开的部分不服", organ, court) + _either("对本答复的其他部分不服", organ, court) + online


_WORD = {RemedyKind.R1: "决定", RemedyKind.R2: "答复"}


def _first(against: str, organ: str, court: str) -> str:
    return (
        f"{against}的，应当先申请行政复议：可以自收到之日起{RECONSIDERATION_DAYS}日内向{organ}提出；对复议决定仍不服的，"
        f"可以自收到复议决定书之日起{LAWSUIT_AFTER_DAYS}日内向{court}提起行政诉讼。"
    )


def _either(against: str, organ: str, court: str) -> str:
    return (
        f"{against}的，可以自收到之日起{RECONSIDERATION_DAYS}日内向{organ}申请行政复议，"
        f"也可以自收到之日起{LAWSUIT_MONTHS}个月内直接向{court}提起行政诉讼。"
    )


class Respondent(StrEnum):
    """被申请人, as far as the organ of reconsideration depends on it (行政复议法第二十四至二十八条)."""

    DEPARTMENT = "department"  # 县级以上地方政府工作部门
    GOVERNMENT = "government"  # 乡镇、县级以上政府
    PROVINCE = "province"  # 省级政府
    BRANCH_OFFICE = "branch_office"  # 街道办等派出机关
    AUTHORISED = "authorised"  # 法律、法规授权的组织
    BRANCH = "branch"  # 部门的派出机构，以自己名义
    MINISTRY = "ministry"  # 国务院部门及其派出机构
    VERTICAL = "vertical"  # 海关、金融、外汇、税务、国家安全
    JUSTICE = "justice"  # 履行复议机构职责的司法行政部门


def reconsideration_organs(
    respondent: Respondent, *, own_name: str, own_government: str = "", upper_government: str = "", upper_department: str = ""
) -> tuple[str, ...]:
    """Who decides on reconsideration, most usual first; one of them is to be named in the letter.

    `own_government`: of the same level; `upper_government`, `upper_department`: one level up. Names not on file are left out."""
    named = {
        Respondent.DEPARTMENT: (own_government,),
        Respondent.GOVERNMENT: (upper_government,),
        Respondent.PROVINCE: (own_name,),
        Respondent.BRANCH_OFFICE: (own_government,),
        Respondent.AUTHORISED: (own_government,),
        Respondent.BRANCH: (own_government,),
        Respondent.MINISTRY: (own_name,),
        Respondent.VERTICAL: (upper_department,),
        Respondent.JUSTICE: (own_government, upper_department),
    }[respondent]
    return tuple(name for name in named if name)
