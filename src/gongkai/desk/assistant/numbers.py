"""问答统计: the dashboard, and the same as a decision brief to take away."""

from collections.abc import Sequence

from django.http import HttpResponse

from gongkai.assistant import numbers
from gongkai.assistant.numbers import Month
from gongkai.assistant.rules.answers import Outcome
from gongkai.assistant.rules.entries import State
from gongkai.assistant.rules.permits import Permit
from gongkai.desk.assistant.finding import trail_of
from gongkai.desk.charts import bar_chart
from gongkai.desk.door import MOST_EXPORTED, StaffRequest, download, show, staff
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.writers import xlsx
from gongkai.shared.clock import today

KINDS = {Outcome.ANSWER: "received", Outcome.EVIDENCE: "second", Outcome.CLARIFY: "closed", Outcome.REFUSED: "third"}


@staff(Permit.READ_QUESTIONS)
def dashboard(request: StaffRequest) -> HttpResponse:
    """Figures of what one's own offices answer for; a fixed number of queries."""
    on, actor = today(), request.actor
    months, speed, base = numbers.months(actor, on), numbers.speed(actor, on), numbers.base(actor, on)
    exporting = request.GET.get("export") == "xlsx"
    covered = numbers.coverage(actor, on, most=MOST_EXPORTED if exporting else numbers.TOP)
    gaps, top = numbers.gap_counts(actor, on), numbers.top_gaps(actor)
    goals = numbers.goals(months, speed, covered, gaps)
    last = numbers.last_sample()
    rates = last[1].figures.rates if last else []
    if exporting:
        sheets = [*goals, *((name, str(rate), "抽查") for name, rate in rates)]
        sheets += [
            (f"{one.year}年{one.month}月", outcome.label, str(one.counts[outcome])) for one in months for outcome in Outcome if one.total
        ]
        sheets += [("问答缺口", line.words, f"{line.gap.asked} 次") for line in top]
        sheets += [("尚无问答的文件", policy.title, policy.doc_no) for policy in covered.without]
        sheets += [("问得最多的文件", policy.title, f"{n} 次") for policy, n in covered.most_asked]
        data = xlsx.write(sheets, ["项目", "内容", "数值或说明"], "决策参考")
        return download(data, f"政策问答决策参考{on:%Y%m%d}.xlsx", FileKind.XLSX.media_type)
    return show(
        request,
        "desk/assistant/numbers.html",
        trail=[*trail_of(), ("问答统计", "")],
        on=on,
        goals=goals,
        now=months[-1],
        months=[(one, [(one.counts[outcome], f"{one.share(outcome):.0%}") for outcome in KINDS]) for one in reversed(months) if one.total],
        outcomes=[(outcome.label, kind) for outcome, kind in KINDS.items()],
        chart=_chart(months),
        speed=speed,
        states=[(State(key).label, n, key) for key, n in base.states.items()],
        base=base,
        covered=covered,
        gaps=gaps,
        top=top,
        rates=rates,
        sample=last[0] if last else None,
    )


def _chart(months: Sequence[Month]) -> object:
    rows = [(f"{one.month}月", tuple(one.counts[outcome] for outcome in KINDS)) for one in months]
    return bar_chart(rows, tuple(KINDS.values()))
