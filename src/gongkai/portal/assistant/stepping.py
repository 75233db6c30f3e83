"""What can be done next, as a link: every step of an answer has an address on this site or is a telephone number."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse

from gongkai.assistant.rules.answers import Step
from gongkai.policies.models import Policy
from gongkai.portal.policies.addresses import reading

TO_A_PAPER = {"policy", "service"}  # kinds whose target may be the code of a policy


def address(step: Step, here: Mapping[str, Policy], asked: str) -> str:
    """Where the step leads; empty for a paper that is not public any more. `here`: the public policies by code; `asked`: the question."""
    if step.kind == "phone":
        return f"tel:{step.target}" if step.target else ""
    if step.kind in TO_A_PAPER and step.target in here:
        return reading(here[step.target])
    if step.kind == "policy":
        return ""
    if step.kind == "enquire":
        return _to("portal:enquiry", **({"about": step.target} if step.target else {"searched": asked}))
    if step.kind == "apply":
        return _to("portal:foi-apply", title=step.target)
    if step.kind == "complain":
        return _to("portal:foi-complaint")
    return _to("portal:search", q=step.target or asked)  # “search”, “service” and what is not known yet: looked for by its words


def _to(name: str, **more: str) -> str:
    given = {key: value for key, value in more.items() if value}
    return reverse(name) + (f"?{urlencode(given)}" if given else "")
