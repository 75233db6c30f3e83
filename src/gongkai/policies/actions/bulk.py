"""批量入库: papers that are public already are taken over with the people named who answer for them, step by step as at the desk."""

from datetime import datetime

from gongkai.people.models import Officer
from gongkai.policies.actions import drafts, review
from gongkai.policies.actions.publish import publish
from gongkai.policies.actions.reviewed import as_it_stands, draft_digest, reference
from gongkai.policies.models import Draft, Text
from gongkai.publishing import actions as publishing
from gongkai.publishing.queries import findings_of
from gongkai.publishing.rounds import missing_rounds
from gongkai.publishing.rules.publishability import Conclusion
from gongkai.shared.refusal import Refused

PUBLIC_ALREADY = "此前已经公开的文件，按原来的审核结论入库"


def carry_through(draft: Draft, *, writer: Officer, reviewer: Officer, signer: Officer, at: datetime, let_pass: str = "") -> Text:
    """Submit, inspect, review and publish. Errors: Refused at the first step that does not hold, naming the findings that stand
    in the way; with `let_pass` the reviewer lets them pass for that reason, in writing."""
    draft = as_it_stands(draft)  # what the caller holds may be older than the row
    inspection = drafts.submit(draft, by=writer, at=at)
    standing = [finding for finding in findings_of(inspection) if finding.blocks]
    if standing and not let_pass:
        listed = "；".join(
            f"{finding.sample}{'，' if finding.sample else ''}{finding.message}（{finding.where}）" for finding in standing[:5]
        )
        raise Refused(f"检查发现 {len(standing)} 处问题，需在工作台逐项处理：{listed}")
    for finding in standing:
        publishing.override(finding, by=reviewer, reason=let_pass, at=at)
    review.review_secrecy(draft, conclusion=Conclusion.OPEN, by=reviewer, at=at)
    if missing_rounds(reference(draft), draft_digest(draft), on=at.date()):
        publishing.waive(reference(draft), draft_digest(draft), reason=PUBLIC_ALREADY, by=signer, at=at)
    return publish(draft.edition, by=signer, at=at)
