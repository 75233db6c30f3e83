"""Looking up drafts, and what may be done to one now."""

from dataclasses import dataclass

from django.http import Http404

from gongkai.desk.door import StaffRequest, allowed, ask
from gongkai.policies import worklists
from gongkai.policies.actions import drafts, review
from gongkai.policies.actions.reviewed import about, draft_digest, reference
from gongkai.policies.actions.standards import standards_on
from gongkai.policies.models import Draft
from gongkai.policies.rules.facts import Part, Problem
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.permits import Permit
from gongkai.policies.rules.standards import Standards
from gongkai.publishing import queries as publishing
from gongkai.publishing import rounds
from gongkai.publishing.models import Circulation, Finding, Inspection, Release, SecrecyReview
from gongkai.publishing.rules.permits import Permit as Publishing
from gongkai.shared.clock import today


@dataclass(frozen=True)
class State:
    """How far a draft has come, and which steps this officer may take now."""

    problems: list[Problem]
    inspection: Inspection | None
    findings: list[Finding]
    secrecy: SecrecyReview | None
    missing: tuple[str, ...]
    steps: frozenset[str]
    standards: Standards
    circulation: Circulation | None
    release: Release | None

    @property
    def advice(self) -> list[Problem]:
        """What does not stop it and asks for a second look."""
        return [problem for problem in self.problems if not problem.blocking]

    @property
    def admission(self) -> list[tuple[str, int, int]]:
        """入库检查: each part with how much stops it and how much asks for a second look."""
        of = {part: [problem.blocking for problem in self.problems if problem.part is part] for part in Part}
        return [(part.label, sum(found), len(found) - sum(found)) for part, found in of.items()]

    @property
    def blocking(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.blocking]

    @property
    def standing(self) -> list[Finding]:
        """Findings that still stop publication."""
        return [finding for finding in self.findings if finding.blocks and not hasattr(finding, "override")]


def find_draft(request: StaffRequest, edition: int, permit: Permit = Permit.READ_DRAFTS) -> Draft:
    """The draft of an edition, or 404; NotPermitted when this officer may see it but not do that."""
    draft = worklists.draft(request.actor, edition)
    if draft is None:
        raise Http404
    ask(request, permit, about(draft))
    return draft


def state_of(request: StaffRequest, draft: Draft) -> State:
    """Everything the draft page says about what is done and what comes next."""
    digest, name = draft_digest(draft), reference(draft)
    inspection = publishing.inspection_of(name, digest)
    return State(
        problems=drafts.problems(draft, on=today()),
        inspection=inspection,
        findings=list(publishing.findings_of(inspection)) if inspection else [],
        secrecy=publishing.secrecy_review_of(name, digest),
        missing=review.missing(draft, digest, signer=request.officer, on=today()),
        steps=_steps(request, draft),
        standards=standards_on(today()),
        circulation=rounds.current(name),
        release=rounds.release_of(name),
    )


def _steps(request: StaffRequest, draft: Draft) -> frozenset[str]:
    here, sent = about(draft), draft.submitted_at is not None
    lawful = {
        "write": (Permit.WRITE, True),
        "submit": (Permit.WRITE, not sent),
        "inspect": (Publishing.INSPECT, True),
        "override": (Publishing.OVERRIDE, True),
        "allow": (Publishing.ALLOW, True),
        "secrecy": (Publishing.REVIEW_SECRECY, sent),
        "return": (Permit.RETURN, sent),
        "publish": (Permit.PUBLISH, sent),
        "exempt": (Permit.EXEMPT, draft.edition.policy.category != Category.POLICY),  # of a policy: on the page of its explanations
    }
    return frozenset(step for step, (permit, now_lawful) in lawful.items() if now_lawful and allowed(request, permit, here))
