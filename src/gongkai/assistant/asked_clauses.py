"""Which clauses people ask about most: what the offices that wrote them may have to explain once more (二次解读、跟踪解读)."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from gongkai.assistant.models import Question
from gongkai.people.queries import reach_of
from gongkai.people.rules.permits import Actor
from gongkai.policies.models import Edition
from gongkai.policies.queries import of_visible

READ = 5000  # the latest questions that are counted
FEWEST = 2  # asked once is no sign of anything
SHOWN = 20
ASKED_DAYS = 90  # how far back is counted


@dataclass(frozen=True)
class Asked:
    """How often a clause was what came nearest to a question."""

    edition: Edition
    anchor: str
    times: int


def asked_most(actor: Actor, since: datetime, until: datetime) -> list[Asked]:
    """The clauses of these offices' public papers, the most asked first. Two queries; no question is shown, only how many there were."""
    kept = Question.objects.filter(asked_at__gt=since, asked_at__lte=until).order_by("-asked_at").values_list("retrieved", flat=True)[:READ]
    times = Counter((best[0], best[1]) for best in (rows[0] for rows in kept if rows) if best[1])
    wanted = [pair for pair, n in times.most_common(500) if n >= FEWEST]
    shown = Edition.objects.filter(reach_of(actor, "policy__office"), **of_visible(until.date(), "policy__"), policy__category="policy")
    editions = shown.filter(pk__in={edition for edition, _ in wanted}).select_related("policy__office").in_bulk()
    return [Asked(editions[edition], anchor, times[edition, anchor]) for edition, anchor in wanted if edition in editions][:SHOWN]
