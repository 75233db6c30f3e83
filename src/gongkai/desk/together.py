"""Approving many at once: each row by itself, the refused ones told with their reasons."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect

from gongkai.desk.door import StaffRequest, picked
from gongkai.people.models import Officer
from gongkai.shared.clock import now

Row = TypeVar("Row", bound=Model)
MOST_AT_ONCE = 500
REFUSALS_SHOWN = 20


class ApproveMany(Protocol[Row]):
    def __call__(self, rows: Sequence[Row], /, *, by: Officer, at: datetime) -> list[tuple[Row, str]]: ...


def approved_together(
    request: StaffRequest, waiting: QuerySet[Row], approve_many: ApproveMany[Row], *, named: Callable[[Row], Any], back: str
) -> HttpResponse:
    """The rows ticked as `version` of those that wait are approved; says how many, and why not the others. Leads to the page named `back`."""
    ticked = list(waiting.filter(pk__in=picked(request, "version"))[:MOST_AT_ONCE])
    refused = approve_many(ticked, by=request.officer, at=now())
    for row, why in refused[:REFUSALS_SHOWN]:
        messages.error(request, f"{named(row)}：{why}")
    if len(refused) > REFUSALS_SHOWN:
        messages.error(request, f"另有 {len(refused) - REFUSALS_SHOWN} 项没有批准，仍列在下面。")
    if len(ticked) > len(refused):
        messages.success(request, f"已批准 {len(ticked) - len(refused)} 项。")
    elif not ticked:
        messages.error(request, "请先勾选要批准的。")
    return redirect(back)
