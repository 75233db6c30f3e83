"""The sentences of the provision that was chosen: of a list all its members, with what leads to them and what belongs to them."""

import re
from dataclasses import replace

from gongkai.assistant import structured
from gongkai.assistant.choosing import Asked, Candidate
from gongkai.assistant.rules.answers import Kind
from gongkai.assistant.rules.extracting import Extract
from gongkai.assistant.structured import Draft
from gongkai.policies.rules.provisions import Statement


def drafted(asked: Asked, chosen: Candidate) -> Draft:
    """The sentences of the provision chosen; of a list all its members, of a task who answers for it."""
    paper, found, kind = chosen.paper, _with_the_other_cases(chosen.found), asked.read.kind
    draft = structured.members(paper, found.provision) if _EACH.search(asked.read.text) else None
    if kind is Kind.WHO:
        draft = structured.responsible(paper, found, asked.terms)
    elif kind is Kind.LIST:
        draft = structured.members(paper, found.provision) or structured.siblings(paper, found.provision, asked.terms)
    elif draft is None and any(one.text.endswith(("：", ":")) for one in found.statements):
        draft = structured.members(paper, found.provision)
    draft = draft or structured.stated(paper, _with_lead(found), found.provision)
    if kind is Kind.AMOUNT and (held_to := structured.restricted(paper, found.provision)) is not None:
        return structured.with_another(draft, held_to, note="")
    return draft


def _with_the_other_cases(found: Extract) -> Extract:
    """The sentences chosen with those that tell of other cases of the same, in the order of the text."""
    both = {*found.statements, *found.alike}
    return replace(found, statements=tuple(one for one in found.provision.statements if one in both)) if found.alike else found


def _with_lead(found: Extract) -> tuple[Statement, ...]:
    """The sentences chosen; members of a list with the sentence that leads to it, without which they say nothing."""
    if not all(one.is_member for one in found.statements):
        return found.statements
    lead = next((one for one in found.provision.statements if not one.is_member and one.text.endswith(("：", ":"))), None)
    return ((lead,) if lead else ()) + found.statements


def is_open(asked: Asked, draft: Draft) -> bool:
    """Whether nothing in the question says which clause answers it: no value, no article, and no whole list was found."""
    read = asked.read
    if read.article or (read.kind is Kind.LIST and len(draft.sentences) > 2):
        return False
    by_annotation = bool(draft.sentences) and not draft.sentences[0].verbatim
    return read.kind in (Kind.LIST, Kind.FACT) or (read.kind is Kind.WHO and not by_annotation)


_EACH = re.compile("各(?:自)?[是为要留补给占得收罚奖]?(?:多少|几|什么)|分别(?:是|为)?")
