"""What the dashboard shows: how much is asked and how it ends, how fast, what is missing, which papers nobody has explained."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth

from gongkai.assistant import gaps
from gongkai.assistant.actions.evaluation import Progress, progress
from gongkai.assistant.models import FaqCitation, FaqEntry, Gap, Question, QuestionPaper, Sample
from gongkai.assistant.rules.answers import Outcome
from gongkai.assistant.rules.entries import State
from gongkai.assistant.rules.evaluating import rank
from gongkai.people.models import Organisation
from gongkai.people.queries import home, reach_of
from gongkai.people.rules.permits import Actor
from gongkai.policies import queries as policies
from gongkai.policies.models import Policy, Relation
from gongkai.policies.rules.kinds import Category, RelationKind
from gongkai.policies.rules.validity import Status
from gongkai.shared.clock import BEIJING

MONTHS, TOP = 12, 10


@dataclass(frozen=True)
class Month:
    """Questions of a month by how they ended; `liked` and `disliked` of those who said so."""

    year: int
    month: int
    counts: dict[str, int]
    liked: int = 0
    disliked: int = 0

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def share(self, outcome: Outcome) -> float | None:
        return self.counts.get(outcome, 0) / self.total if self.total else None

    @property
    def answered(self) -> int:
        return self.counts.get(Outcome.ANSWER, 0)


@dataclass(frozen=True)
class Speed:
    p50: int | None  # milliseconds
    p95: int | None


@dataclass(frozen=True)
class Covered:
    """Papers in force of the actor's offices, or that name one of them for enquiries: how many there are, how many an entry rests on, how many an answer was taken from."""

    papers: int
    with_entry: int
    with_answer: int
    without: tuple[Policy, ...]  # neither, the newest first
    most_asked: tuple[tuple[Policy, int], ...]


@dataclass(frozen=True)
class Base:
    """The knowledge base: entries by state, and how many questions of the period an entry answered."""

    states: dict[str, int]
    by_entry: int


def asked(actor: Actor) -> QuerySet[Question]:
    """The questions the actor's figures count: asked at the desks of the actor's offices, or by the public about their papers, wherever it was
    asked: on the page of one, answered from one, or answered by an entry of theirs; for those who work for or oversee the organisation
    whose site this is, all that the public asked."""
    house = home(settings.REGION_CODE)
    cited = QuestionPaper.objects.filter(_answered_for(actor, "policy__"), question=OuterRef("pk"))
    entries = FaqEntry.objects.filter(reach_of(actor, "office"))
    about_theirs = _answered_for(actor, "policy__") | Q(Exists(cited)) | Q(entry_id__in=entries.values("pk"))
    mine = reach_of(actor, "office") | (about_theirs & Q(office=None))
    if house is not None and (house.path in actor.offices() or gaps.oversees(actor)):
        mine |= Q(office=None)
    return Question.objects.filter(mine)


def months(actor: Actor, on: date) -> list[Month]:
    """The last twelve months, oldest first, this one included; one query."""
    since = _month_after(on.replace(day=1), 1 - MONTHS)
    rows = asked(actor).filter(asked_at__gte=_midnight(since)).annotate(month=TruncMonth("asked_at", tzinfo=BEIJING))
    counted = rows.order_by().values("month", "outcome", "liked").annotate(n=Count("pk"))
    buckets: dict[tuple[int, int], Counter[str]] = {}
    for row in counted:
        bucket = buckets.setdefault((row["month"].year, row["month"].month), Counter())
        bucket[row["outcome"]] += row["n"]
        bucket[f"liked:{row['liked']}"] += row["n"]
    found = []
    for n in range(MONTHS):
        first = _month_after(since, n)
        bucket = buckets.get((first.year, first.month), Counter())
        counts = {outcome.value: bucket[outcome.value] for outcome in Outcome}
        found.append(Month(first.year, first.month, counts, bucket[f"liked:{Question.Liked.YES}"], bucket[f"liked:{Question.Liked.NO}"]))
    return found


def speed(actor: Actor, on: date, *, days: int = 30) -> Speed:
    """响应时间 of the last thirty days (nearest rank); three queries."""
    took = asked(actor).filter(asked_at__gte=_midnight(on - timedelta(days=days))).order_by("took_ms").values_list("took_ms", flat=True)
    count = took.count()
    return Speed(*(took[rank(count, share)] if count else None for share in (0.5, 0.95)))


def base(actor: Actor, on: date, *, days: int = 30) -> Base:
    rows = FaqEntry.objects.filter(reach_of(actor, "office")).order_by().values("state").annotate(n=Count("pk"))
    since = _midnight(on - timedelta(days=days))
    by_entry = asked(actor).filter(asked_at__gte=since, entry_id__isnull=False).count()
    counted = {row["state"]: row["n"] for row in rows}
    return Base({state.value: counted.get(state.value, 0) for state in State}, by_entry)


def top_gaps(actor: Actor) -> list[gaps.Line]:
    return [gaps.said(actor, row) for row in gaps.gaps(actor)[:TOP]]


def gap_counts(actor: Actor, on: date) -> dict[str, int]:
    """Gaps not closed: waiting to be assigned, assigned, overdue; and those closed."""
    reach = reach_of(actor, "office") | (Q(office=None) if gaps.oversees(actor) else Q(pk=None))
    return Gap.objects.filter(reach).aggregate(
        waiting=Count("pk", filter=Q(closed_at=None, assigned_at=None)),
        open=Count("pk", filter=Q(closed_at=None, assigned_at__isnull=False)),
        overdue=Count("pk", filter=Q(closed_at=None, due_on__lt=on)),
        closed=Count("pk", filter=Q(closed_at__isnull=False)),
    )


def coverage(actor: Actor, on: date, *, most: int = TOP) -> Covered:
    """覆盖面: which papers in force the base says nothing about, `most` of them named; what rests on an explanation counts for the paper it
    explains. Five queries."""
    in_force = [status.value for status in Status if status.is_in_force]
    papers = policies.visible(on).filter(_answered_for(actor), category=Category.POLICY, standing__in=in_force)
    live = FaqEntry.objects.filter(state=State.PUBLISHED, current=OuterRef("version"))
    cited = FaqCitation.objects.filter(Exists(live))
    answered = QuestionPaper.objects.filter(_theirs(actor), question__outcome=Outcome.ANSWER)
    marked = papers.annotate(has_entry=_rest_on_it(cited), has_answer=_rest_on_it(answered))
    counted = marked.aggregate(
        papers=Count("pk"), with_entry=Count("pk", filter=Q(has_entry=True)), with_answer=Count("pk", filter=Q(has_answer=True))
    )
    without = marked.filter(has_entry=False, has_answer=False).order_by("-published_on", "-pk")[:most]
    rows = QuestionPaper.objects.filter(_theirs(actor), policy__in=papers)
    often = rows.order_by().values("policy").annotate(n=Count("pk")).order_by("-n", "policy")[:TOP]
    numbers = {row["policy"]: row["n"] for row in often}
    named = Policy.objects.in_bulk(list(numbers))
    most_asked = tuple((named[pk], n) for pk, n in numbers.items())
    return Covered(counted["papers"], counted["with_entry"], counted["with_answer"], tuple(without), most_asked)


def _answered_for(actor: Actor, of: str = "") -> Q:
    """The policies (`of`: the way to them) of the actor's offices, and those issued by them or that name them for enquiries. One query."""
    names = list(Organisation.objects.filter(path__in=actor.offices()).values_list("name", flat=True))
    theirs = Q(**{f"{of}issuer__in": names}) | Q(**{f"{of}current__consult_dept__in": names})
    return reach_of(actor, f"{of}office") | theirs


def _rest_on_it(rows: QuerySet[Any]) -> Q:
    """Whether one of the rows names the paper itself or a public explanation of it."""
    explains = Relation.objects.filter(kind=RelationKind.INTERPRETS, target=OuterRef(OuterRef("pk")), source=OuterRef("policy__current"))
    return Q(Exists(rows.filter(policy=OuterRef("pk")))) | Q(Exists(rows.filter(Exists(explains))))


def _theirs(actor: Actor) -> Q:
    """The questions that count for the actor's papers: what the public asked, and what was asked at the desks of the actor's offices."""
    return Q(question__office=None) | reach_of(actor, "question__office")


def last_sample() -> tuple[Sample, Progress] | None:
    """The last sample whose judging is done, with what it says."""
    sample = Sample.objects.filter(settled_at__isnull=False).first()
    return (sample, progress(sample)) if sample else None


def goals(found: Sequence[Month], quick: Speed, covered: Covered, gaps_now: dict[str, int]) -> list[tuple[str, str, str]]:
    """四化: (goal, figure, what it is), for the decision brief: 信息发布精准化、解读回应高效化、信息管理精细化、公开平台智能化."""
    now = found[-1] if found else Month(0, 0, {})
    share = now.share(Outcome.ANSWER)
    return [
        ("信息发布精准化", _percent(covered.with_entry, covered.papers), "现行有效文件中已有问答的"),
        ("解读回应高效化", f"{quick.p50 if quick.p50 is not None else '—'} 毫秒", "近 30 天响应时间中位数"),
        (
            "信息管理精细化",
            f"{gaps_now['closed']} / {sum(gaps_now[key] for key in ('waiting', 'open', 'closed'))}",
            "已办结的问答缺口 / 全部缺口",
        ),
        ("公开平台智能化", f"{share:.0%}" if share is not None else "—", "本月提问中直接回答的"),
    ]


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.0%}（{part}/{whole}）" if whole else "—"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING)


def _month_after(first: date, n: int) -> date:
    months = first.year * 12 + first.month - 1 + n
    return date(months // 12, months % 12 + 1, 1)
