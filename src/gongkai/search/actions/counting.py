from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from gongkai.search.models import SearchCount
from gongkai.search.rules.masking import masked


def count_search(typed: str, *, found: int, on: date) -> None:
    """One more search for this on that day, masked; a door calls it for the first page of results only."""
    query = masked(typed)
    if not query:
        return
    more = {"times": F("times") + 1, "without_result": F("without_result") + (0 if found else 1)}
    today = SearchCount.objects.filter(day=on, query=query)
    if today.update(**more):
        return
    try:
        with transaction.atomic():
            SearchCount.objects.create(day=on, query=query, times=1, without_result=0 if found else 1)
    except IntegrityError:  # another request counted it first in this moment
        today.update(**more)
