"""检索统计: what is searched, what is searched in vain, and how much; masked and without anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse

from gongkai.desk.charts import bar_chart
from gongkai.desk.door import StaffRequest, allowed, ask, chosen, exported, show, staff
from gongkai.search.asked import Day, most_asked, trend
from gongkai.search.queries import about_search
from gongkai.search.rules.masking import KEPT_DAYS, MANY_DAYS, MANY_TIMES, RARE_DAYS
from gongkai.search.rules.permits import Permit
from gongkai.shared.clock import today

SHOWN = 50
SPANS = [("30", "近 30 天"), ("91", "近 13 周"), ("365", "近 12 个月")]


@dataclass(frozen=True)
class Stretch:
    """A day, a week or a month of the trend."""

    label: str
    times: int
    without_result: int

    @property
    def share(self) -> str:
        return f"{self.without_result / self.times:.0%}" if self.times else "—"


@staff(Permit.READ_LOG)
def listing(request: StaffRequest) -> HttpResponse:
    ask(request, Permit.READ_LOG, about_search())
    span, on = chosen(request, "span", [key for key, _ in SPANS]) or SPANS[0][0], today()
    since = on - timedelta(days=int(span) - 1)
    most, empty = most_asked(since, limit=SHOWN), most_asked(since, without_result=True, limit=SHOWN)
    if request.GET.get("export") == "xlsx":
        rows = [(one.query, one.times, one.without_result, one.days) for one in most_asked(since)]
        return exported(rows, ["检索词（已脱敏）", "次数", "没有结果的次数", "出现的天数"], list, "检索统计")
    stretches = _stretches(trend(since, on), span)
    return show(
        request,
        "desk/finding/log.html",
        trail=[("检索统计", "")],
        most=most,
        empty=empty,
        stretches=stretches,
        chart=bar_chart([(one.label, (one.times, one.without_result)) for one in stretches], ("received", "closed")),
        total=Stretch("", sum(one.times for one in stretches), sum(one.without_result for one in stretches)),
        selects=[("span", "时间", span, SPANS)],
        since=since,
        may_add=allowed(request, Permit.SYNONYMS, about_search()),
        rule={"times": MANY_TIMES, "days": MANY_DAYS, "rare": RARE_DAYS, "kept": KEPT_DAYS},
    )


def _stretches(days: Sequence[Day], span: str) -> list[Stretch]:
    """By day, by week beginning with the first day, or by month."""
    if span == "30":
        return [_sum(f"{one.day.month}-{one.day.day}", [one]) for one in days]
    if span == "91":
        weeks = [days[at : at + 7] for at in range(0, len(days), 7)]
        return [_sum(f"{week[0].day.month}-{week[0].day.day}", week) for week in weeks]
    months: dict[date, list[Day]] = {}
    for one in days:
        months.setdefault(one.day.replace(day=1), []).append(one)
    return [_sum(f"{month.year}-{month.month}", of_it) for month, of_it in months.items()]


def _sum(label: str, days: Sequence[Day]) -> Stretch:
    return Stretch(label, sum(one.times for one in days), sum(one.without_result for one in days))
