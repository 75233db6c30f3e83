"""What the portal's frame needs on every page, error pages included."""

from typing import Any

from django import template

from gongkai.assistant.rules import answers
from gongkai.policies.models import Policy
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.validity import Status

register = template.Library()

# Only columns that exist; a column is added when its pages are.
NAV = [
    ("首页", "portal:home"),
    ("政策文件", "portal:library"),
    ("政策解读", "portal:interpretations"),
    ("政策专题", "portal:topics"),
    ("智能问答", "portal:qa"),
    ("依申请公开", "portal:foi"),
    ("主动公开", "portal:catalogue"),
    ("政务资讯", "portal:news"),
]


@register.filter
def quoted(title: str) -> str:
    """《title》, marks inside it single."""
    return answers.quoted(title)


@register.simple_tag
def portal_nav() -> list[tuple[str, str]]:
    """(label, url name) of each column."""
    return NAV


@register.inclusion_tag("portal/policies/row.html")
def policy_row(policy: Policy, level: int = 2) -> dict[str, Any]:
    """One policy in a list: title, validity, number, issuer, day."""
    return {"policy": policy, "standing": _standing(policy), "level": level}


@register.inclusion_tag("portal/policies/result.html")
def search_result(found: Any, with_category: bool = False) -> dict[str, Any]:
    """One hit (`portal.policies.library.Found`): the same with its hits marked and the sentences that answer."""
    label = Category(found.policy.category).label if with_category else ""
    return {"found": found, "standing": _standing(found.policy), "label": label}


@register.filter("standing_of")
def _standing(policy: Policy) -> str:
    return Status(policy.standing).label if policy.standing and policy.category == Category.POLICY else ""
