"""到期评估：how close the end of validity is, and what the office is to do."""

from dataclasses import dataclass
from datetime import date

from gongkai.policies.models import Policy
from gongkai.policies.rules.periods import reminders
from gongkai.policies.rules.standards import Standards


@dataclass(frozen=True)
class Stage:
    """`says`: the reminder that has come due, empty before the first."""

    expires_on: date
    days_left: int
    says: str
    evaluation: bool


def stage_of(policy: Policy, on: date, standards: Standards) -> Stage:
    """Where a policy with an end of validity stands on this day, by the rules of the day."""
    expires_on: date = policy.current.expires_on  # type: ignore[union-attr,assignment]
    due = [reminder for reminder in reminders(expires_on, standards.reminder_months) if reminder.on <= on]
    evaluating = any(reminder.evaluation for reminder in due)
    says = ("应完成届满评估，提出继续执行、修改或失效的意见" if evaluating else "请准备届满评估") if due else ""
    return Stage(expires_on, (expires_on - on).days, says, evaluating)
