"""What the page of a policy shows of its explanations, and the page of an explanation of itself and of what it explains."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from gongkai.documents.rules.kinds import PLAYED, SOUND
from gongkai.policies import interpretations, queries
from gongkai.policies.models import Interpretation, Policy
from gongkai.policies.queries import PolicyPage
from gongkai.policies.rules import kit
from gongkai.policies.rules.interpreting import Form, synthetic_notice
from gongkai.policies.rules.kinds import Category, Visibility
from gongkai.portal.policies import addresses
from gongkai.shared.clock import today


def beside(page: PolicyPage) -> dict[str, Any]:
    """What the page of a policy shows of its explanations, or the page of an explanation of itself: at most one query."""
    if page.interpretations:
        return {"told": interpretations.by_stage(page.interpretations)}
    one = interpretations.rows_of([page.policy]).get(page.policy.pk) if page.policy.category == Category.INTERPRETATION else None
    if one is None:
        return {}
    found = [policy for policy in page.interpreted if policy.current_id]
    return {
        "explanation": one,
        "of_withdrawn": one.of is not None and one.of.policy.visibility == Visibility.WITHDRAWN,
        "of": [(policy, _since_revised(one, policy)) for policy in found],
        "cited": _cited(page, found[0]) if found else [],
        "played": _played(page),
        "synthetic": synthetic_notice(Form(one.form)) if one.synthetic else "",
        "picture": reverse("portal:picture", args=[page.policy.code]) if one.is_drawn and page.is_current else "",
    }


@dataclass(frozen=True)
class Played:
    """`element`: audio or video."""

    name: str
    url: str
    element: str
    media_type: str
    size: int


def _played(page: PolicyPage) -> list[Played]:
    """The files of the explanation that are played here."""
    return [
        Played(
            one.name,
            reverse("portal:attachment", args=[page.policy.code, one.pk]),
            "audio" if one.public.kind in SOUND else "video",
            one.public.media_type,
            one.public.size,
        )
        for one in page.files
        if one.public and one.public.kind in PLAYED
    ]


def _since_revised(one: Interpretation, policy: Policy) -> int:
    """The edition it explains when the policy has a newer one; 0 otherwise."""
    return one.of.number if one.of and one.of.policy_id == policy.pk and one.of_id != policy.current_id else 0


def _cited(page: PolicyPage, policy: Policy) -> list[tuple[str, str]]:
    """(clause, where it is read) for every clause the explanation names, in its order."""
    named = [clause for block in page.text.body() if (clause := kit.cited(block.text.strip())[1])]
    if not named:
        return []
    anchors = kit.clauses(queries.bodies([policy.current_id or 0], on=today()).get(policy.current_id or 0, ()))
    return [(clause, f"{addresses.reading(policy)}#{anchors[clause]}") for clause in dict.fromkeys(named) if clause in anchors]
