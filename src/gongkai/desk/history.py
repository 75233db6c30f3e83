"""Everything that happened to a policy, as the journal has it."""

from dataclasses import dataclass
from datetime import datetime

from gongkai.desk.journal.words import in_words
from gongkai.journal.queries import entries
from gongkai.policies.models import Edition, Policy

SHOWN = 60


@dataclass(frozen=True)
class Happened:
    at: datetime
    what: str
    by: str
    detail: str
    entry: int


def history(policy: Policy, *editions: Edition) -> list[Happened]:
    """The newest first: what was done to the policy, and what publishing did about each of these editions."""
    found = entries(about=policy, limit=SHOWN).entries
    for edition in editions:
        found = [*found, *entries(about=f"policies.edition:{edition.pk}", limit=SHOWN).entries]
    found.sort(key=lambda entry: (entry.at, entry.pk), reverse=True)
    return [
        Happened(entry.at, in_words(entry.kind), entry.by_name or "系统", _detail(entry.kind, entry.data), entry.pk)
        for entry in found[:SHOWN]
    ]


def _detail(kind: str, data: dict[str, object]) -> str:
    if kind == "publishing.paper.inspected":
        found = data.get("found")
        counts = found.items() if isinstance(found, dict) else ()
        return "，".join(f"{level}级 {count} 处" for level, count in counts) or "没有发现问题"
    if kind == "publishing.secrecy.reviewed":
        return str(data.get("conclusion", ""))
    if kind in {"policies.policy.withdrawn", "policies.edition.withdrawn"}:
        return str(data.get("reason", ""))
    return f"第 {data['edition']} 版" if data.get("edition") else ""
