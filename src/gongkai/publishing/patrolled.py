"""Reading the patrol: batches, findings of one's offices, and the report of a batch."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from gongkai.people.queries import reach_of
from gongkai.people.rules.permits import Actor, Role
from gongkai.publishing.models import Circulation, Inspection, LinkPlace, Override, PatrolBatch, PatrolDecision, PatrolFinding
from gongkai.publishing.rules.hits import Level
from gongkai.publishing.rules.outside import State
from gongkai.publishing.rules.patrol import Choice
from gongkai.publishing.subjects import kind_named

STATES = ("open", "decided", "gone")


@dataclass(frozen=True)
class Report:
    """Of one batch, as far as one may see: findings by level, decisions by choice, by office, and how many grave ones were in time."""

    levels: tuple[tuple[str, int], ...]
    choices: tuple[tuple[str, int], ...]
    offices: tuple[tuple[str, int, int], ...]  # name, found, still open
    grave: int  # decided, gone or past their limit
    grave_in_time: int
    open: int
    links: int  # addresses outside that stand in what was looked at
    links_asked: int
    links_broken: int


def batches() -> QuerySet[PatrolBatch]:
    return PatrolBatch.objects.annotate(found=Count("findings")).select_related("by")


def findings(actor: Actor, *, state: str = "", level: str = "", batch: PatrolBatch | None = None) -> QuerySet[PatrolFinding]:
    """Findings at the actor's offices, the most pressing first. `state`: open, decided or gone."""
    rows = PatrolFinding.objects.filter(reach_of(actor, "office")).select_related("office", "decision__by")
    if batch:
        rows = rows.filter(batch=batch)
    if level:
        rows = rows.filter(level=level)
    wanted = {"open": Q(gone_at=None, decided_at=None), "decided": Q(decided_at__isnull=False), "gone": Q(gone_at__isnull=False)}
    return rows.filter(wanted.get(state, Q())).order_by("due_at", "id")


def to_decide(actor: Actor) -> QuerySet[PatrolFinding]:
    """What waits for a decision where the actor may take one."""
    offices = {path for role in (Role.REVIEWER, Role.SIGNER) for path in actor.offices(role)}
    return PatrolFinding.objects.filter(gone_at=None, decided_at=None, office__path__in=offices)


def answerable_for(finding: PatrolFinding) -> frozenset[int]:
    """Who wrote the thing it was found in, or let pass a finding of that kind there when it went out."""
    known = kind_named(finding.about)
    written = set(known.writers(finding.about)) if known else set()
    written |= set(Inspection.objects.filter(about=finding.about).values_list("written_by", flat=True))
    for writers in Circulation.objects.filter(about=finding.about).values_list("writers", flat=True):
        written |= set(writers)
    let_pass = Override.objects.filter(finding__inspection__about=finding.about, finding__code=finding.code)
    return frozenset({*written, *let_pass.values_list("by", flat=True)} - {None})


def report(batch: PatrolBatch, actor: Actor, now: datetime) -> Report:
    """Five queries, however many findings there are."""
    rows = PatrolFinding.objects.filter(reach_of(actor, "office"), batch=batch)
    is_open = Q(gone_at=None, decided_at=None)
    levels = dict(rows.values_list("level").annotate(count=Count("pk")).order_by())
    grave = rows.filter(level=Level.HIGH).aggregate(
        count=Count("pk", filter=Q(decided_at__isnull=False) | Q(gone_at__isnull=False) | Q(due_at__lt=now)),
        in_time=Count("pk", filter=Q(decided_at__lte=F("due_at")) | Q(decided_at=None, gone_at__lte=F("due_at"))),
    )
    decided = PatrolDecision.objects.filter(finding__in=rows.order_by())
    choices = dict(decided.values_list("choice").annotate(count=Count("pk")).order_by())
    offices = rows.values_list("office__name").annotate(found=Count("pk"), still_open=Count("pk", filter=is_open)).order_by("-found")
    listed = list(offices)
    links = LinkPlace.objects.filter(reach_of(actor, "office"), batch=batch).aggregate(
        count=Count("link", distinct=True),
        asked=Count("link", distinct=True, filter=Q(link__checked_at__isnull=False)),
        broken=Count("link", distinct=True, filter=Q(link__state=State.BROKEN)),
    )
    return Report(
        levels=tuple((level.value, levels.get(level.value, 0)) for level in Level),
        choices=tuple((choice.label, choices.get(choice.value, 0)) for choice in Choice),
        offices=tuple(listed),
        grave=grave["count"],
        grave_in_time=grave["in_time"],
        open=sum(still_open for _, _, still_open in listed),
        links=links["count"],
        links_asked=links["asked"],
        links_broken=links["broken"],
    )


def is_late(finding: PatrolFinding, now: datetime) -> bool:
    """Past its limit without a decision, or decided after it."""
    ended = min(filter(None, (finding.decided_at, finding.gone_at)), default=now)
    return ended > finding.due_at
