"""What is read off a paper as a whole: who has charge of what it rules, and what it wants done."""

import re
from collections.abc import Sequence
from dataclasses import replace

from gongkai.assistant import choosing, shaping, structured
from gongkai.assistant.choosing import Asked, Candidate
from gongkai.assistant.retrieval import Paper
from gongkai.assistant.rules.answers import Answer, Kind
from gongkai.assistant.rules.words import SAID
from gongkai.assistant.structured import Draft
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.provisions import headings
from gongkai.search.rules.tokens import fold

_READ_OFF, _UNSURE = 0.9, 0.3


def answered(asked: Asked, papers: Sequence[Paper], ranked: Sequence[Candidate], *, alone: bool) -> Answer | None:
    """What a paper as a whole wants done, or who has charge of what it rules, where nothing but the paper is named."""
    read = asked.read
    of_charge = read.kind is Kind.WHO and asks_in_charge(read.text)
    if read.unit or not (of_charge or (read.kind is Kind.LIST and asks_contents(read.text))):
        return None
    named = replace(asked, terms=tuple(term for term in asked.terms if term.word not in OF_THE_WHOLE))
    meant = choosing.meant(named, papers, ranked, alone=alone) if named.telling or alone else []
    meant = [one for one in meant if one.usable and one.category is Category.POLICY and not choosing.is_of_another_year(one, read)]
    meant = [
        one for one in meant if all(term.said_in(fold(one.named)) >= SAID for term in named.telling)
    ]  # nothing of it alone is asked for
    drafts = [(one, draft) for one in meant if (draft := in_charge(one) if of_charge else contents(one, read.text))]
    if len(drafts) > 1 and not of_charge:
        return shaping.which_of(asked, [one for one, _ in drafts])
    if of_charge and meant and not drafts:  # who does one thing in it has no charge of the whole
        return shaping.evidence(asked, ranked, _UNSURE)
    return shaping.stated(asked, *drafts[0], _READ_OFF, ranked) if len(drafts) == 1 else None


def in_charge(paper: Paper) -> Draft | None:
    """Who has charge of what a paper rules, where a sentence of it says just that (“市……部门是……的主管部门”, “……负责全市……工作”)."""
    for provision in paper.provisions:
        said = next((one for one in provision.statements if _IN_CHARGE.search(one.text) and not _OF_A_PLACE_ONLY.search(one.text)), None)
        if said is not None and not paper.is_gone(provision):
            more = "同一条还写明了其他单位的职责，请一并看原文。" if len(provision.statements) > 1 else ""
            return replace(structured.stated(paper, (said,), provision), note=more)
    return None


def asks_in_charge(question: str) -> bool:
    """Whether it is asked who has charge of a matter as a whole."""
    return bool(_CHARGE_ASKED.search(question))


_CHARGE_ASKED = re.compile(
    "(?:部门|单位|局|谁)(?:来)?(?:主管|管|监管|管理|归口管理|负责管理|负责监管|负责监督管理)(?:的)?(?:啊|呢|呀)?[？?。]?$|(?:主管|监管|管理)(?:部门|单位)是(?:谁|哪|什么)|归(?:谁|哪[个一]?(?:部门|单位|局)?)(?:来)?管"
)
_IN_CHARGE = re.compile(
    "(?:部门|局|委|办|厅|机构|委员会|政府)(?:是|为|作为)[^，。；]{0,20}的?主管部门|"
    "(?:部门|局|委|办|厅|机构|委员会)(?:[（(][^）)]{0,24}[）)])?(?:具体)?负责(?:组织实施|统筹|全[市省区县]|本[市省区县]|本行政区域)[^。；]{0,60}(?:工作|管理|实施|监管|监督)|"
    "(?:部门|局|委|办|厅|机构|委员会)负责[^，。；、]{0,16}(?:监督管理|管理|监管)工作"
)
_OF_A_PLACE_ONLY = re.compile("^[^，。；]{0,10}(?:区县|区（县）|各区|街道|镇|(?<!城)乡)[^，。；]{0,10}(?:部门|局|政府)")


def asks_contents(question: str) -> bool:
    """Whether it is asked what a paper as a whole wants done (要点有哪些任务)."""
    return bool(_CONTENTS.search(question))


def contents(paper: Paper, question: str) -> Draft | None:
    """The parts of a plan, where none of its headings bears the name of what is asked for: that one's items would be the answer."""
    asked = _CONTENTS.search(question)
    if asked is None or not _A_PLAN.search(paper.edition.title) or any(asked[1] in one.text for one in headings(paper.blocks)):
        return None
    return structured.parts(paper)


_A_PLAN = re.compile("(?:要点|方案|计划|规划|行动|措施|安排|分工|意见|任务)(?:（[^）]*）)?(?:的通知)?$")
_CONTENTS = re.compile("(?:有|包括|包含|部署)(?:了)?哪些(?:主要|重点|具体|方面的?)?(?:工作)?(任务|工作|内容|举措|事项)[？?。]?$")
# what only asks for the whole
OF_THE_WHOLE = frozenset(
    (
        "任务",
        "工作",
        "内容",
        "举措",
        "事项",
        "重点任务",
        "工作任务",
        "重点",
        "主要",
        "具体",
        "主管",
        "监管",
        "管理",
        "监督",
        "负责",
        "部门",
        "单位",
        "主管部门",
        "归口",
    )
)
