"""本库规则（省级政策文件库管理细则一类）: which facts are required of which papers, how long normative papers may be valid, when offices
are reminded. The defaults are what the code assumes; an installation sets its own, in versions with a day from which each counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gongkai.policies.rules import facts, interpreting, periods
from gongkai.policies.rules.kinds import Category, DocumentClass

REMINDED_BEFORE_DAYS = 30  # 有效期届满前通知责任单位，待复核
ALWAYS = ("title", "issuers", "disclosure")  # without these nothing can be published or found
# what may be required: not what only some papers have
MAY_BE_REQUIRED = (
    *("title", "issuers", "doc_no", "index_no", "topic_l1", "topic_l2", "genre", "formed_on", "effective_on", "expires_on"),
    *("normative_reg_no", "disclosure", "addressees", "signature", "consult_dept", "consult_phone", "source", "audience"),
)
_MOST_YEARS = 30


@dataclass(frozen=True)
class Standards:
    """One version. `number` 0 is what the code assumes. `needed`: the facts required of policies of each class."""

    number: int = 0
    needed: Mapping[DocumentClass, tuple[str, ...]] = field(
        default_factory=lambda: dict.fromkeys(DocumentClass, facts.NEEDED[Category.POLICY])
    )
    longest_years: int = periods.LONGEST_YEARS
    longest_trial_years: int = periods.LONGEST_TRIAL_YEARS
    reminder_months: tuple[int, ...] = periods.REMINDER_MONTHS
    reminded_days: int = REMINDED_BEFORE_DAYS
    explained: tuple[str, ...] = (DocumentClass.RULE.value, DocumentClass.NORMATIVE.value)  # 均要解读（领域规则 7.2）
    explained_days: int = interpreting.LATE_WORKDAYS

    @property
    def name(self) -> str:
        return f"本库规则第 {self.number} 版" if self.number else "本库规则（默认）"

    def needed_of(self, category: Category, document_class: str) -> tuple[str, ...]:
        """The facts required of a paper; what is no policy keeps the few it has."""
        if category is not Category.POLICY or document_class not in set(DocumentClass):
            return facts.NEEDED[category]
        return self.needed[DocumentClass(document_class)]

    def as_data(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "needed": {one.value: list(names) for one, names in self.needed.items()},
            "longest_years": self.longest_years,
            "longest_trial_years": self.longest_trial_years,
            "reminder_months": list(self.reminder_months),
            "reminded_days": self.reminded_days,
            "explained": list(self.explained),
            "explained_days": self.explained_days,
        }


def from_data(number: int, data: Mapping[str, Any]) -> Standards:
    """A version as it was kept."""
    return Standards(
        number,
        {one: tuple(data["needed"][one.value]) for one in DocumentClass},
        data["longest_years"],
        data["longest_trial_years"],
        tuple(data["reminder_months"]),
        data["reminded_days"],
        tuple(data.get("explained", Standards.explained)),  # kept before there were these two
        data.get("explained_days", Standards.explained_days),
    )


def put_in_order(names: Sequence[str]) -> tuple[str, ...]:
    """The facts to be required, in the order of the form, with those that always are."""
    return tuple(name for name in facts.LABELS if name in {*names, *ALWAYS} and name in MAY_BE_REQUIRED)


def problem(standards: Standards) -> tuple[str, str]:
    """(field, what is wrong with these standards); two empty strings when they can be set."""
    if not 1 <= standards.longest_trial_years <= standards.longest_years <= _MOST_YEARS:
        return "longest_years", f"有效期上限应在 1 至 {_MOST_YEARS} 年之间，暂行、试行的不长于一般的。"
    months = standards.reminder_months
    if not months or any(not 1 <= one <= 36 for one in months) or len(set(months)) < len(months):
        return "reminder_months", "提醒的月数应是 1 至 36 之间互不相同的整数，例如 12、6、3、1。"
    if not 1 <= standards.reminded_days <= 366:
        return "reminded_days", "提前通知的天数应在 1 至 366 之间。"
    if not 0 <= standards.explained_days <= 20:
        return "explained_days", "解读的期限应在 0 至 20 个工作日之间，0 表示与文件同一天。"
    return "", ""
