"""检索统计: what was asked, masked and by day; what few people asked is never shown in its words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import cache
from django.db.models import Count, Sum

from gongkai.search import kept
from gongkai.search.models import SearchCount
from gongkai.search.rules import related as rule
from gongkai.search.rules.masking import MANY_DAYS, MANY_TIMES, MASK

OFFERED_DAYS, OFFERED, REMEMBERED = 90, 1000, 600  # looked back; queries; seconds


@dataclass(frozen=True)
class Asked:
    query: str
    times: int
    without_result: int
    days: int


@dataclass(frozen=True)
class Day:
    day: date
    times: int
    without_result: int


def most_asked(since: date, *, without_result: bool = False, limit: int = OFFERED) -> list[Asked]:
    """What many asked since that day, most first; with `without_result` what found nothing, by how often that was."""
    rows = SearchCount.objects.filter(day__gte=since).exclude(query="").values_list("query")
    counted = rows.annotate(Sum("times"), Sum("without_result"), Count("day")).filter(times__sum__gte=MANY_TIMES, day__count__gte=MANY_DAYS)
    if without_result:
        counted = counted.filter(without_result__sum__gt=0)
    counted = counted.order_by("-without_result__sum" if without_result else "-times__sum", "query")
    return [Asked(*row) for row in counted[:limit]]


def offered(on: date) -> list[tuple[str, int]]:
    """(query, times) that anybody may be shown: asked by many, always found something, nothing in it had to be masked. Ten minutes old."""
    key = f"search.offered:{on}"
    rows: list[tuple[str, int]] | None = cache.get(key)
    if rows is None:
        many = most_asked(on - timedelta(days=OFFERED_DAYS))
        rows = [
            (one.query, one.times) for one in many if not one.without_result and MASK not in one.query and len(one.query) <= rule.LONGEST
        ]
        cache.set(key, rows, REMEMBERED)
    return rows


def related(typed: str, *, on: date, titles: Iterable[str] = ()) -> tuple[str, ...]:
    """相关搜索 for what was typed; `titles` of what was found."""
    return rule.related(typed, offered(on), titles=titles, synonyms=kept.kept().synonyms(on))


def trend(since: date, on: date) -> list[Day]:
    """Every day from `since` to `on`, also those without a search."""
    rows = SearchCount.objects.filter(day__gte=since, day__lte=on).values("day").annotate(made=Sum("times"), empty=Sum("without_result"))
    counted = {row["day"]: (row["made"], row["empty"]) for row in rows}
    days = (since + timedelta(days=n) for n in range((on - since).days + 1))
    return [Day(day, *counted.get(day, (0, 0))) for day in days]
