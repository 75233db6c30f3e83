"""受理渠道、办理质效: are the ways in open, and how well is it done; every figure as of now."""

from django.http import HttpResponse
from django.urls import reverse

from gongkai.desk.door import StaffRequest, chosen, show, staff
from gongkai.desk.foi.narrowing import organ_asked, organs_to_choose
from gongkai.foi import quality
from gongkai.foi.organs import ANSWERING
from gongkai.foi.rules.permits import Permit
from gongkai.foi.rules.quality import LABELS, POINTS, Work, score
from gongkai.foi.rules.receipt import Channel
from gongkai.shared.clock import today

YEARS = 6  # that can be chosen
BOARD = ("看板", "desk:foi-board")


@staff(Permit.SEE_NUMBERS)
def channels(request: StaffRequest) -> HttpResponse:
    """受理渠道: what came by each way within a year, and what keeps one shut."""
    organs = [one for one in organs_to_choose(request) if one.kind in ANSWERING and one.is_open]
    names = {one.pk: one.name for one in organs}
    every = quality.ways_in(organs, today())
    used = [channel for channel in Channel if channel is Channel.ONLINE or any(channel in ways.came for ways in every)]
    found = [(names[ways.organ], ways, [ways.came.get(channel) for channel in used]) for ways in every]
    found.sort(key=lambda row: row[1].is_open)
    return show(
        request,
        "desk/foi/channels.html",
        trail=[("依申请公开", reverse("desk:foi")), (BOARD[0], reverse(BOARD[1])), ("受理渠道", "")],
        rows=found,
        channels=[channel.label for channel in used],
        unused=[channel.label for channel in Channel if channel not in used],
        shut=sum(not ways.is_open for _, ways, _ in found),
        on=today(),
    )


@staff(Permit.SEE_NUMBERS)
def scorecard(request: StaffRequest) -> HttpResponse:
    """办理质效 of a year: organ by organ in points; of one organ (`?organ=`) also officer by officer."""
    on = today()
    years = [str(year) for year in range(on.year, on.year - YEARS, -1)]
    year = int(chosen(request, "year", years) or on.year)
    organs = organs_to_choose(request)
    organ = organ_asked(request, organs) or (organs[0] if len(organs) == 1 else None)
    names = {one.pk: one.name for one in organs}
    work = quality.work_of_year({organ.pk} if organ else set(names), year)
    rows = [(names[pk], done, _in_points(done)) for pk, done in work.items()]
    rows.sort(key=lambda row: (row[2][1] is None, -(row[2][1] or 0), row[0]))
    selects = [("year", "年度", str(year), [(one, f"{one} 年") for one in years])]
    if len(organs) > 1:
        selects.append(("organ", "机关", str(organ.pk) if organ else "", [(str(one.pk), one.name) for one in organs]))
    return show(
        request,
        "desk/foi/scorecard.html",
        trail=[("依申请公开", reverse("desk:foi")), (BOARD[0], reverse(BOARD[1])), ("办理质效", "")],
        year=year,
        selects=selects,
        filtered=bool(request.GET),
        criteria=[(LABELS[name], points) for name, points in POINTS.items()],
        rows=rows,
        organ=organ,
        officers=[(one, _percent(score(one.work).shares["timely"])) for one in quality.work_of_officers(organ.pk, year, on)]
        if organ
        else [],
    )


def _in_points(work: Work) -> tuple[list[str], float | None]:
    found = score(work)
    return [_percent(found.shares[name]) for name in POINTS], found.total


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share * 100:.1f}%".replace(".0%", "%")
