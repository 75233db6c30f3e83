"""What is said to whoever asks for a way round a rule: that it is not answered, and what the paper rules of false statements."""

from collections.abc import Sequence

from gongkai.assistant.choosing import Candidate
from gongkai.assistant.retrieval import Paper
from gongkai.assistant.rules.answers import Answer, Outcome, Scope, Step
from gongkai.assistant.rules.evading import forbids_falsehood
from gongkai.assistant.rules.outcome import Calibration, is_ours
from gongkai.assistant.rules.routing import Not, Read
from gongkai.assistant.structured import name_of
from gongkai.policies.rules.kinds import Category


def refused(read: Read, candidates: Sequence[Candidate], scope: Scope) -> Answer:
    """Refused; with the clause on false statements of the policy that is about what is asked, where it has one. `candidates`: what was found
    on its subject, best first."""
    paper = next(
        (one.paper for one in candidates if one.stands and is_ours(one.found, Calibration()) and one.paper.category is Category.POLICY),
        None,
    )
    told, look = _told(paper) if paper else ("", ())
    return Answer(Outcome.REFUSED, read.kind, note=f"{Not.EVADING.label}{told}", steps=look, scope=scope)


def _told(paper: Paper) -> tuple[str, tuple[Step, ...]]:
    for provision in paper.provisions:
        said = next((one.text for one in provision.statements if forbids_falsehood(one.text)), "")
        if said and not paper.is_gone(provision):
            return f"{name_of(paper)}{provision.label}写明：“{said.removeprefix(provision.label).strip()}”", (
                Step("看这份文件", "policy", paper.policy.code),
            )
    return "", ()
