from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Sum

from gongkai.search.models import SearchCount
from gongkai.search.rules.masking import KEPT_DAYS, MANY_TIMES, RARE_DAYS, masked


def count_search(typed: str, *, found: int, on: date) -> None:
    """One more search for this on that day, masked; a door calls it for the first page of results only."""
    query = masked(typed)
    if query:
        _add(query, on, times=1, without_result=0 if found else 1)


@transaction.atomic
def forget_old_counts(*, on: date) -> tuple[int, int]:
    """Delete the counts older than KEPT_DAYS. Of those older than RARE_DAYS, what few asked loses its words: it is added to the day's
    row without a query. Returns how many rows were deleted, and how many lost their words. Safe to run twice."""
    deleted, _ = SearchCount.objects.filter(day__lt=on - timedelta(days=KEPT_DAYS)).delete()
    old = SearchCount.objects.filter(day__lt=on - timedelta(days=RARE_DAYS)).exclude(query="")
    many = old.values("query").annotate(made=Sum("times")).filter(made__gte=MANY_TIMES).values("query")
    rare = old.exclude(query__in=many)
    by_day = list(rare.order_by("day").values_list("day").annotate(Sum("times"), Sum("without_result")))
    folded, _ = rare.delete()
    for day, times, without_result in by_day:
        _add("", day, times=times, without_result=without_result)
    return deleted, folded


def _add(query: str, day: date, *, times: int, without_result: int) -> None:
    more = {"times": F("times") + times, "without_result": F("without_result") + without_result}
    row = SearchCount.objects.filter(day=day, query=query)
    if row.update(**more):
        return
    try:
        with transaction.atomic():
            SearchCount.objects.create(day=day, query=query, times=times, without_result=without_result)
    except IntegrityError:  # another request counted it first in this moment
        row.update(**more)
