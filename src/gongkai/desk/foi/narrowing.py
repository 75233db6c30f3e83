"""What the inbox is narrowed by, read from its address: a figure of the board leads to the very cases it counts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404

from gongkai.desk.door import StaffRequest, chosen, text_filter
from gongkai.foi import numbers
from gongkai.foi.queries import Filters, Tab, organs_of
from gongkai.foi.rules.clock import WARN_AT
from gongkai.foi.rules.stages import Stage
from gongkai.foi.worklist import pace_on
from gongkai.people.models import Organisation
from gongkai.people.queries import in_tree_order

TABS = [(one.value, one.label) for one in Tab]
STAGES = [(one.value, one.label) for one in Stage if one is not Stage.DRAFT]
OVERDUE, LATER, PAUSED, UNDATED = "overdue", "later", "paused", "undated"
BANDS: dict[str, str] = {
    OVERDUE: "已逾期",
    **{str(left): f"{left} 个工作日内" if left else "今天到期" for left in reversed(WARN_AT)},
    LATER: f"{WARN_AT[0]} 个工作日以后",
    PAUSED: "暂停计时",
    UNDATED: "期限未定",
}
Select = tuple[str, str, str, list[tuple[str, str]]]


@dataclass(frozen=True)
class Narrowing:
    """The filters, the boxes to choose them with, and whether anything is narrowed at all."""

    filters: Filters
    selects: list[Select]
    is_narrowed: bool


def narrowing_of(request: StaffRequest, on: date) -> Narrowing:
    """`?q= tab= stage= due= pace= organ=`. One query, for the organs to choose from where there are several. Refused for a value that is none of
    those offered; 404 for an organ that is not the officer's to see."""
    q = text_filter(request)
    stage = chosen(request, "stage", [key for key, _ in STAGES])
    tab = Tab(chosen(request, "tab", [key for key, _ in TABS]) or (Tab.ALL if q else Tab.OPEN))
    due = chosen(request, "due", list(BANDS))
    organs = organs_to_choose(request)
    organ = organ_asked(request, organs)
    slow = chosen(request, "pace", ["slow"])
    filters = Filters(
        tab=tab,
        words=q,
        stage=Stage(stage) if stage else None,
        organ=organ.pk if organ else None,
        slow=pace_on(on).slow() if slow else None,
        **days_of(due, on),
    )
    selects: list[Select] = [("tab", "范围", tab, TABS), ("stage", "环节", stage, STAGES), ("due", "期限", due, list(BANDS.items()))]
    selects.append(("pace", "办理节奏", slow, [("slow", "超过内部时限的")]))
    if len(organs) > 1:
        selects.append(("organ", "受理机关", str(organ.pk) if organ else "", [(str(one.pk), one.name) for one in organs]))
    return Narrowing(filters, selects, bool(q or stage or due or slow or organ or tab is not Tab.OPEN))


def days_of(due: str, on: date) -> dict[str, Any]:
    """The filters that leave the cases of one band of the board; nothing for an empty one."""
    if due == PAUSED:
        return {"is_paused": True}
    if due == UNDATED:
        return {"is_paused": False, "is_dated": False}
    if not due:
        return {}
    bands = {str(band) if band >= 0 else OVERDUE: (first, last) for band, first, last in numbers.bands(on)}
    if due == LATER:
        last = max(last for _, last in bands.values())
        return {"is_paused": False, "due_from": date.fromordinal(last.toordinal() + 1)}
    first, last = bands.get(due, (date.max, date.max))  # a band into a year without notice holds no case
    return {"is_paused": False, "due_from": first, "due_by": last}


def organs_to_choose(request: StaffRequest) -> list[Organisation]:
    """The organs whose cases this officer sees, in tree order. One query."""
    return in_tree_order(organs_of(request.actor))


def organ_asked(request: StaffRequest, organs: list[Organisation]) -> Organisation | None:
    """`?organ=`: one of these, None without it, 404 for any other."""
    asked = request.GET.get("organ", "")
    if not asked:
        return None
    found = next((one for one in organs if str(one.pk) == asked), None)
    if found is None:
        raise Http404
    return found
