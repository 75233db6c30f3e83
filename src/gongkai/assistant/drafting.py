"""Which sentences of the clause chosen are told together: other cases of the same, what leads to a list, conditions that hold together, all
grades of an amount."""

import re
from collections.abc import Sequence
from dataclasses import replace

from gongkai.assistant import structured
from gongkai.assistant.choosing import REPORTED, Asked, Candidate
from gongkai.assistant.retrieval import Paper
from gongkai.assistant.rules.answers import Kind
from gongkai.assistant.rules.counterparts import WHETHER
from gongkai.assistant.rules.extracting import Extract
from gongkai.assistant.rules.fitting import figures, fits
from gongkai.assistant.rules.outcome import Calibration
from gongkai.assistant.rules.routing import Read
from gongkai.assistant.structured import Draft
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.provisions import Provision, Statement


def drafted(asked: Asked, chosen: Candidate) -> Draft:
    """The sentences of the provision chosen; of a list all its members, of a task who answers for it."""
    paper, found, kind = chosen.paper, with_the_other_cases(chosen.found), asked.read.kind
    draft = structured.members(paper, found.provision) if _EACH.search(asked.read.text) else None
    if kind is Kind.WHO:
        draft = structured.responsible(paper, found, asked.terms)
    elif kind is Kind.LIST:
        draft = structured.members(paper, found.provision) or structured.siblings(paper, found.provision, asked.terms)
    elif draft is None and (whole := conditions(paper, found.provision, asked.read.text)) is not None:
        draft = whole
    elif draft is None and any(one.text.endswith(("：", ":")) for one in found.statements):
        draft = structured.members(paper, found.provision)
    draft = draft or structured.stated(paper, with_lead(found), found.provision)
    if kind is Kind.AMOUNT and (held_to := structured.restricted(paper, found.provision)) is not None:
        return structured.with_another(draft, held_to, note="")
    return draft


def is_open(asked: Asked, draft: Draft) -> bool:
    """Whether nothing in the question says which clause answers it: no value, no article, and no whole list was found."""
    read = asked.read
    if read.article or (read.kind is Kind.LIST and len(draft.sentences) > 2):
        return False
    by_annotation = bool(draft.sentences) and not draft.sentences[0].verbatim
    return read.kind in (Kind.LIST, Kind.FACT) or (read.kind is Kind.WHO and not by_annotation)


_EACH = re.compile("各(?:自)?[是为要留补给占得收罚奖]?(?:多少|几|什么)|分别(?:是|为)?")


def with_the_other_cases(found: Extract) -> Extract:
    """The sentences chosen with those that tell of other cases of the same, in the order of the text."""
    both = {*found.statements, *found.alike}
    return replace(found, statements=tuple(one for one in found.provision.statements if one in both)) if found.alike else found


def with_lead(found: Extract) -> tuple[Statement, ...]:
    """The sentences chosen; members of a list with the sentence that leads to it, without which they say nothing."""
    if not all(one.is_member for one in found.statements):
        return found.statements
    lead = next((one for one in found.provision.statements if not one.is_member and one.text.endswith(("：", ":"))), None)
    return ((lead,) if lead else ()) + found.statements


def conditions(paper: Paper, provision: Provision, question: str) -> Draft | None:
    """Asked whether somebody may: all conditions that hold together, where the clause chosen lists such; None for any other list."""
    lead = next((one for one in provision.statements if not one.is_member and one.text.endswith(("：", ":"))), None)
    if lead is None or not WHETHER.asked.search(question) or not _TOGETHER.search(lead.text) or _ANY_OF_THEM.search(lead.text):
        return None
    whole = structured.members(paper, provision)
    return replace(whole, note=f"共 {len(provision.members)} 项条件，要同时符合，全部列出。") if whole else None


_TOGETHER = re.compile("(?:应当|必须|须|同时)[^。；]{0,8}(?:符合|具备|满足)[^。；]{0,6}(?:条件|要求)|同时(?:符合|具备|满足)")
_ANY_OF_THEM = re.compile("之一|任一|任何一|其中一[项条]|[一1]项即可")


def of_a_policy(chosen: Candidate, candidates: Sequence[Candidate], read: Read, cuts: Calibration) -> Candidate:
    """The clause chosen; in place of what is only reported the policy that says all of it with such a value, and where an amount is asked
    for each of a class (每个学历分别是多少) the list of a policy that grades it."""
    if read.kind not in (Kind.AMOUNT, Kind.PERIOD):
        return chosen
    told = chosen.paper.category is Category.POLICY and chosen.found.fits and not (chosen.found.missing or chosen.found.unsaid)
    of_class = None if told else _OF_EACH.search(read.text)
    class_asked = (of_class[1] or of_class[2]) if of_class else ""
    for one in (chosen, *candidates) if class_asked else ():
        lacking = [word for word in one.found.missing if word not in class_asked]
        near = one.stands and one.score >= chosen.score - BELOW and len(one.found.missing) < one.found.telling
        if near and not lacking and one.paper.category is Category.POLICY and _is_graded(one.found.provision, read):
            return _as_said(one, cuts)
    if chosen.paper.category not in (Category.NEWS, Category.OTHER):
        return chosen
    for one in candidates:
        found = one.found
        whole = not (found.missing or found.unsaid) and found.figures_met and min(found.said, found.sure) >= cuts.answer_said
        if one.paper.category is Category.POLICY and one.stands and one.score >= chosen.score - REPORTED and whole and _holds(one, read):
            return _as_said(one, cuts)
    return chosen


BELOW = 0.7  # a list says less of the question's words than a sentence that sums it up
_OF_EACH = re.compile(
    "(?:每一?[个种类级档]([\u4e00-\u9fff]{2,5}?)(?:的人)?(?:分别|各自?)|(?:各[个种类级档]?|不同)的?([\u4e00-\u9fff]{2,5}?)(?:的人)?(?:分别|各自?|都)?)"
    "[是为有补给发]?(?:多少|几)"
)
LEAST_GRADES = 2


def _is_graded(provision: Provision, read: Read) -> bool:
    """Whether the members of a list each tell an amount."""
    told = [
        one
        for one in provision.members
        if any(figure.sort is not None for figure in figures(one.text)) and fits(one.text, read.kind, "多少钱")
    ]
    return len(told) >= LEAST_GRADES and len(told) * 2 > len(provision.members)


def _holds(one: Candidate, read: Read) -> bool:
    heading = one.found.provision.headings[-1] if one.found.provision.headings else ""
    return any(fits(said.text, read.kind, read.text, heading) for said in one.found.statements)


def _as_said(one: Candidate, cuts: Calibration) -> Candidate:
    """A clause that answers as a whole: its list, or its sentences with those beside them, say what one of them leaves out."""
    found = one.found
    most = max(found.said, cuts.answer_said), max(found.sure, cuts.answer_sure)
    return replace(one, found=replace(found, fits=True, missing=(), unsaid=(), said=most[0], sure=most[1]))
