"""Reading explanations: for readers by stage, form, perspective and column; for offices what is owed, what was in time, what is linked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from gongkai.people.models import Organisation
from gongkai.people.queries import reach_of
from gongkai.people.rules.permits import Actor
from gongkai.policies.actions.shadows import shown_sources
from gongkai.policies.models import (
    ImportItem,
    Interpretation,
    InterpretationExemption,
    InterpretationPlan,
    Policy,
    Relation,
)
from gongkai.policies.queries import of_visible, visible
from gongkai.policies.rules import interpreting as rules
from gongkai.policies.rules.interpreting import AFTERWARDS, MEDIA, Form, Perspective, Stage
from gongkai.policies.rules.kinds import Category, RelationKind, Visibility
from gongkai.policies.rules.quality import percent
from gongkai.policies.rules.standards import Standards
from gongkai.workdays.queries import calendar
from gongkai.workdays.rules.calendar import Calendar, NotYetKnown

# facet of the list: (field, its values with their names)
FACETS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "stage": ("阶段", [(one.value, one.label) for one in Stage]),
    "form": ("形式", [(one.value, one.label) for one in Form]),
    "perspective": ("视角", [(one.value, one.label) for one in Perspective]),
    "column": ("栏目", [(one, one) for one in rules.COLUMNS]),
}


# —— for readers ——


def listing(on: date, *, title: str = "", issuer: str = "", **chosen: str) -> QuerySet[Interpretation]:
    """The explanations the public may see, the newest first. `chosen`: a value for any of FACETS."""
    rows = Interpretation.objects.filter(**of_visible(on, "paper__"), paper__category=Category.INTERPRETATION)
    rows = rows.filter(**{name: value for name, value in chosen.items() if value})
    if title:
        rows = rows.filter(paper__title__icontains=title)
    if issuer:
        rows = rows.filter(paper__issuer=issuer)
    return rows.select_related("paper", "of__policy").order_by("-paper__published_on", "-paper_id")


def counts(on: date, *, title: str = "", issuer: str = "", **chosen: str) -> dict[str, dict[str, int]]:
    """{facet: {value: how many}}, each counted as if nothing of itself were chosen: one query a facet."""
    found = {}
    for name in FACETS:
        others = {other: value for other, value in chosen.items() if other != name}
        rows = listing(on, title=title, issuer=issuer, **others).order_by().values_list(name).annotate(n=Count("pk"))
        found[name] = {value: n for value, n in rows if value}
    return found


def rows_of(papers: Iterable[Policy]) -> dict[int, Interpretation]:
    """How each of these explanations is told, by paper id: one query, none for papers that came with it (`policies.queries.page`)."""
    brought, unknown = dict[int, Interpretation](), list[Policy]()
    for paper in papers:
        if not Policy.interpretation.is_cached(paper):
            unknown.append(paper)
        elif one := getattr(paper, "interpretation", None):
            brought[paper.pk] = one
    found = Interpretation.objects.filter(paper__in=unknown).select_related("of__policy", "approved_by") if unknown else ()
    return brought | {one.paper_id: one for one in found}


def by_stage(papers: Iterable[Policy]) -> list[tuple[Stage, list[Interpretation]]]:
    """The explanations of one policy under their stages, in the order of stages; the papers as handed in."""
    papers = list(papers)
    rows = rows_of(papers)
    told = []
    for paper in papers:
        one = rows.get(paper.pk) or Interpretation(paper=paper)
        one.paper = paper
        told.append(one)
    return [(stage, these) for stage in Stage if (these := [one for one in told if one.stage == stage])]


# —— for offices ——


@dataclass(frozen=True)
class Due:
    """A public paper without an explanation: the last day for it, None where no holiday notice tells yet; the material there is."""

    policy: Policy
    due_on: date | None
    is_overdue: bool
    material: Interpretation | None


def _explained_papers(reach: Q, on: date, standards: Standards) -> QuerySet[Policy]:
    """Public papers within reach that have to be explained: of the classes the rules name, or planned; without those exempted or public before."""
    shown = Policy.objects.filter(reach, category=Category.POLICY, visibility=Visibility.PUBLIC, published_on__lte=on)
    planned = Exists(InterpretationPlan.objects.filter(edition=OuterRef("current"), stage=Stage.RELEASE))
    historic = ImportItem.objects.filter(edition=OuterRef("current"), batch__at__date__gt=OuterRef("published_on"))
    exempt = InterpretationExemption.objects.filter(edition=OuterRef("current"))
    must = shown.filter(Q(document_class__in=standards.explained) | planned)
    return must.filter(~Exists(exempt), ~Exists(historic))


def owed(actor: Actor, on: date, standards: Standards) -> list[Due]:
    """Papers published since the gate began that nobody has explained yet, the longest overdue first.
    `standards`: those of the day. One query, two more where there are some."""
    return _owed(_unexplained(reach_of(actor, "office"), on, standards)[:200], on, standards.explained_days)


def owed_everywhere(on: date, standards: Standards) -> list[Due]:
    """The same of every office, for reminding them."""
    return _owed(_unexplained(Q(), on, standards), on, standards.explained_days)


def _unexplained(reach: Q, on: date, standards: Standards) -> QuerySet[Policy]:
    rows = _explained_papers(reach, on, standards).filter(has_interpretation=False, published_on__gte=rules.THREE_SYNC_SINCE)
    return rows.select_related("office", "current").order_by("published_on", "pk")


def _owed(papers: QuerySet[Policy], on: date, days: int) -> list[Due]:
    if not (policies := list(papers)):
        return []
    material: dict[int, Interpretation] = {}
    for one in Interpretation.objects.filter(of__in=[policy.current_id for policy in policies]).select_related("paper").order_by("-id"):
        material[one.of_id or 0] = one
    known, found = calendar(), []
    for policy in policies:
        due = _due(policy.published_on, days, known)
        found.append(Due(policy, due, due is not None and on > due, material.get(policy.current_id or 0)))
    return found


def _due(published_on: date | None, days: int, known: Calendar) -> date | None:
    try:
        return rules.explained_by(published_on, days, known) if published_on else None
    except NotYetKnown:
        return None


@dataclass(frozen=True)
class Coverage:
    """`judged`: those published since the gate began whose last day is known; `in_time` of them explained by then."""

    must: int = 0
    explained: int = 0
    judged: int = 0
    in_time: int = 0

    @property
    def rate(self) -> int | None:
        return percent(self.explained, self.must)

    @property
    def timely(self) -> int | None:
        return percent(self.in_time, self.judged)

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(self.must + other.must, self.explained + other.explained, self.judged + other.judged, self.in_time + other.in_time)


def coverage(actor: Actor, on: date, standards: Standards) -> list[tuple[Organisation, Coverage]]:
    """解读覆盖率、及时率 by office, in tree order. Three queries: papers of a day and a day of explanation are counted together."""
    first = (
        Relation.objects.filter(target=OuterRef("pk"), kind=RelationKind.INTERPRETS, **shown_sources(on))
        .order_by()
        .values("target")
        .annotate(day=Min("source__published_on"))
        .values("day")
    )
    rows = _explained_papers(reach_of(actor, "office"), on, standards).annotate(explained_on=Subquery(first))
    grouped: Any = rows.order_by().values_list("office", "published_on", "explained_on").annotate(n=Count("pk"))
    known, days = calendar(), standards.explained_days
    found: dict[int, Coverage] = {}
    for office, published, explained, n in grouped:
        due = _due(published, days, known) if published >= rules.THREE_SYNC_SINCE else None
        is_judged = due is not None and (explained is not None or on > due)
        one = Coverage(n, n * (explained is not None), n * is_judged, n * bool(is_judged and due and explained and explained <= due))
        found[office] = found.get(office, Coverage()) + one
    return [(office, found[office.pk]) for office in Organisation.objects.filter(pk__in=found).order_by("path")]


def forms(actor: Actor, on: date) -> tuple[list[tuple[str, int]], int | None]:
    """(how many explanations of each form, the share of those that are more than text)."""
    rows = Interpretation.objects.filter(reach_of(actor, "paper__office"), **of_visible(on, "paper__"))
    n: dict[str, int] = dict(rows.values_list("form").annotate(n=Count("pk")).order_by())
    told = [(form.label, n.get(form.value, 0)) for form in Form]
    return told, percent(sum(n.get(form.value, 0) for form in MEDIA), sum(n.values()))


def plans(actor: Actor, *, stage: str = "", is_open: bool = False) -> QuerySet[InterpretationPlan]:
    """The plans of these offices: for papers they answer for, and those they are named in as drafters. `is_open`: nothing public yet."""
    rows = InterpretationPlan.objects.filter(reach_of(actor, "edition__policy__office") | reach_of(actor, "office"))
    public = Interpretation.objects.filter(plan=OuterRef("pk"), paper__visibility=Visibility.PUBLIC)
    rows = rows.annotate(is_done=Exists(public))
    if stage:
        rows = rows.filter(stage=stage)
    if is_open:
        rows = rows.filter(is_done=False)
    return rows.select_related("edition__policy__office", "office", "made_by").order_by("due_on", "id")


def plan(actor: Actor, pk: int) -> InterpretationPlan | None:
    return plans(actor).filter(pk=pk).first()


def of_edition(actor: Actor, edition: int) -> QuerySet[Interpretation]:
    """The explanations of an edition, drafts among them."""
    rows = Interpretation.objects.filter(of=edition)
    reach = reach_of(actor, "paper__office") | reach_of(actor, "of__policy__office")
    return rows.filter(reach).select_related("paper__office", "paper__current", "plan", "approved_by").order_by("id")


def explanation(actor: Actor, code: str) -> Interpretation | None:
    """One explanation of the actor's offices, or of a paper they answer for, by its code."""
    rows = Interpretation.objects.filter(reach_of(actor, "paper__office") | reach_of(actor, "of__policy__office"), paper__code=code)
    return rows.select_related("paper__office", "of__policy__office", "plan__office", "approved_by").first()


def mine(actor: Actor, *, q: str = "", **chosen: str) -> QuerySet[Interpretation]:
    """Every explanation of the offices, drafts too, the newest first."""
    rows = Interpretation.objects.filter(reach_of(actor, "paper__office")).filter(
        **{name: value for name, value in chosen.items() if value}
    )
    if q:
        rows = rows.filter(Q(paper__title__icontains=q) | Q(of__title__icontains=q))
    return rows.select_related("paper__office", "of__policy").order_by("-paper__updated_at", "-paper_id")


def follow_ups() -> QuerySet[InterpretationPlan]:
    """What was raised for after publication."""
    return InterpretationPlan.objects.filter(stage__in=list(AFTERWARDS))


# —— proof ——


def link_problems(on: date) -> Iterator[str]:
    """Both directions: an explanation leads to its paper, and the paper to it; what a list says of a paper agrees with its links."""
    rows = Relation.objects.filter(kind=RelationKind.INTERPRETS, **shown_sources(on), **of_visible(on, "target__"))
    forward = set(rows.filter(source__policy__current=F("source")).values_list("source__policy_id", "target_id"))
    linked = {target for _, target in forward}
    shown = visible(on)
    for one in Interpretation.objects.filter(paper__in=shown, of__policy__in=shown).select_related("paper", "of__policy").iterator():
        if one.of and (one.paper_id, one.of.policy_id) not in forward:
            yield f"解读《{one.paper.title}》（{one.paper.code}）没有连到它解读的《{one.of.policy.title}》"
    for paper in shown.filter(category=Category.INTERPRETATION, interpretation=None).iterator():
        yield f"解读《{paper.title}》（{paper.code}）没有记下怎样解读"
    any_edition = set(rows.values_list("target_id", flat=True))
    for policy in shown.filter(Q(has_interpretation=True) | Q(pk__in=linked)).only("pk", "code", "title", "has_interpretation").iterator():
        if policy.has_interpretation != (policy.pk in any_edition):
            yield f"《{policy.title}》（{policy.code}）的“有解读”与实际的链接不一致"
