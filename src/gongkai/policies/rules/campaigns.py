"""文件清理: what may be decided about a paper, what follows from it, and when its office is reminded.

规章条例第三十七条 asks for regular clearing; how often and by when, each 清理通知 says itself (领域规则 6.7，周期待复核). A decision
changes nothing: a paper stays in force until a published paper says otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.policies.rules.kinds import RelationKind
from gongkai.policies.rules.validity import Status
from gongkai.shared.labelled import Labelled

REMINDED_BEFORE = (30, 7, 1)  # 清理截止前提醒（天）；待复核
REMINDED_LATE_EVERY = 7  # 逾期后每隔几天再提醒；待复核


class Verdict(Labelled):
    """清理意见."""

    KEEP = "keep", "继续有效"
    AMEND = "amend", "修改"
    REPEAL = "repeal", "废止"
    EXPIRE = "expire", "宣布失效"


# what a published decision on the result does to a paper
DOES = {Verdict.REPEAL: RelationKind.REPEALS, Verdict.EXPIRE: RelationKind.DECLARES_EXPIRED}


class State(Labelled):
    """Where one paper of a campaign stands."""

    OPEN = "open", "待提意见"
    RETURNED = "returned", "已退回"
    PROPOSED = "proposed", "待复核"
    CHECKED = "checked", "已复核"


class FollowUp(Labelled):
    """落实: whether what was decided has come about, from published facts alone."""

    NOTHING = "nothing", "不需要办理"
    TO_DO = "to_do", "待落实"
    UNDER_WAY = "under_way", "正在办理"
    DONE = "done", "已落实"


def problem(verdict: Verdict, status: Status) -> str:
    """Why this cannot be decided about a paper of this standing, in words; empty when it can."""
    if verdict is Verdict.KEEP and not (status.is_in_force or status is Status.NOT_YET):
        return f"这份文件现在是“{status.label}”，不能定为继续有效；需要继续执行的，请选“修改”，重新登记、编号、公布。"
    if status is Status.REPEALED and verdict is not Verdict.REPEAL:
        return "这份文件已经废止，清理意见只能是“废止”。"
    return ""


def follow_up(verdict: Verdict, status: Status, *, has_draft: bool, has_newer: bool) -> FollowUp:
    """`has_draft`: a new edition, or the draft of the result, is in hand; `has_newer`: a newer edition was published since the check."""
    if verdict is Verdict.KEEP:
        return FollowUp.NOTHING
    over = (Status.REPEALED, Status.EXPIRED) if verdict is Verdict.EXPIRE else (Status.REPEALED,)
    if status in over or (verdict is Verdict.AMEND and has_newer):  # 修改 may also be a new paper in its place
        return FollowUp.DONE
    return FollowUp.UNDER_WAY if has_draft else FollowUp.TO_DO


def reminder(due_on: date, on: date) -> str:
    """The name of the last reminder that has come due, each to be told once; empty before the first."""
    left = (due_on - on).days
    if left < 0:
        return f"late-{(-left - 1) // REMINDED_LATE_EVERY}"
    return next((f"before-{days}" for days in sorted(REMINDED_BEFORE) if left <= days), "")


@dataclass(frozen=True)
class Progress:
    """How far a campaign (or one office in it) has come. The four numbers add up to `total`."""

    open: int = 0
    returned: int = 0
    proposed: int = 0
    checked: int = 0

    @property
    def total(self) -> int:
        return self.open + self.returned + self.proposed + self.checked

    @property
    def percent(self) -> int:
        """Checked of all, rounded down, so that 100 means all of them."""
        return self.checked * 100 // self.total if self.total else 0

    @property
    def is_done(self) -> bool:
        return self.checked == self.total


def together(parts: Iterable[Progress]) -> Progress:
    rows = list(parts)
    return Progress(*(sum(getattr(one, name) for one in rows) for name in ("open", "returned", "proposed", "checked")))


def is_overdue(due_on: date, progress: Progress, on: date) -> bool:
    return on > due_on and not progress.is_done
