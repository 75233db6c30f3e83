"""Many cases at one go: each row in its own transaction, each with its result."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from gongkai.foi.actions import archive as archiving
from gongkai.foi.actions import retention, work
from gongkai.foi.models import Case
from gongkai.foi.queries import visible_to
from gongkai.people.models import Officer
from gongkai.shared.refusal import Refused

MOST = 500
GONE = "没有找到这件申请，或者它不归您办理。"


@dataclass(frozen=True)
class Result:
    """One row: the case's id, what it is called (empty when it is not there for this officer), and why it was refused (empty: done)."""

    case_id: int
    name: str
    refused: str = ""

    @property
    def is_done(self) -> bool:
        return not self.refused


def assign(ids: Iterable[int], handler: Officer, *, by: Officer, at: datetime) -> list[Result]:
    """批量指定承办人."""
    return _each(ids, lambda case: work.assign(case, handler, by=by, at=at), by)


def remind(ids: Iterable[int], text: str = "", *, by: Officer, at: datetime) -> list[Result]:
    """批量催办."""
    return _each(ids, lambda case: work.remind(case, text, by=by, at=at), by)


def archive(ids: Iterable[int], *, by: Officer, at: datetime) -> list[Result]:
    """批量归档, each with its package."""
    return _each(ids, lambda case: archiving.archive(case, by=by, at=at), by)


def propose_destruction(ids: Iterable[int], reason: str, *, by: Officer, at: datetime) -> list[Result]:
    """批量建议销毁."""
    return _each(ids, lambda case: retention.propose(case, reason, by=by, at=at), by)


def decide_destruction(
    ids: Iterable[int], is_approved: bool, opinion: str = "", *, keep_years: int | None = None, by: Officer, at: datetime
) -> list[Result]:
    """批量批准销毁, or 继续保管: the open proposals of these cases."""

    def decide(case: Case) -> None:
        if (proposal := case.destructions.filter(is_approved=None).first()) is None:
            raise Refused("没有等待批准的销毁建议。")
        retention.decide(proposal, is_approved, opinion, keep_years=keep_years, by=by, at=at)

    return _each(ids, decide, by)


def _each(ids: Iterable[int], do: Callable[[Case], object], by: Officer) -> list[Result]:
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        raise Refused("请至少选择一件申请。", field="ids")
    if len(wanted) > MOST:
        raise Refused(f"一次最多办理 {MOST} 件，现在选了 {len(wanted)} 件。", field="ids")
    seen = visible_to(by).in_bulk(wanted)
    results = []
    for pk in wanted:
        if (case := seen.get(pk)) is None:
            results.append(Result(pk, "", GONE))
            continue
        try:
            do(case)
        except Refused as refusal:
            results.append(Result(pk, str(case), str(refusal)))
        else:
            results.append(Result(pk, str(case)))
    return results
