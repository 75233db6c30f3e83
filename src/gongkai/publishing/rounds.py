"""Reading what is on its way round: plans, where a text stands, what still has to happen before it goes out."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from gongkai.people.models import Officer, Organisation
from gongkai.people.queries import holders, holding, reach_of
from gongkai.people.rules.permits import Actor, Role
from gongkai.publishing.models import Absence, Circulation, Release, Remark, RoundPlan, Waiver
from gongkai.publishing.rules import rounds as rules


def plan_for(office: Organisation, kind: str) -> tuple[rules.Round, ...]:
    """The rounds of this kind of subject at this office: as the office has set them, else as many of the three as the settings say."""
    return own_plan(office, kind) or rules.default(settings.REVIEW_ROUNDS)


def own_plan(office: Organisation, kind: str) -> tuple[rules.Round, ...]:
    """The rounds the office has set for this kind itself; nothing when it has not. What is not a paper goes round only then."""
    row = RoundPlan.objects.filter(office=office, kind=kind, until=None).first()
    return row.steps() if row else ()


def plans(offices: Iterable[Organisation]) -> QuerySet[RoundPlan]:
    """The plans in force that these offices have set."""
    return RoundPlan.objects.filter(office__in=offices, until=None).select_related("office", "by").order_by("office__path", "kind")


def circulations(actor: Actor) -> QuerySet[Circulation]:
    """Everything sent round at the actor's offices (below them too for supervisors), with opinions. Not for administrators: unpublished
    texts are none of their business."""
    rows = Circulation.objects.filter(_texts_of(actor)).select_related("office", "by")
    return rows.prefetch_related("opinions__by", "opinions__stands_in_for").defer("sentences")


def waiting(actor: Actor) -> QuerySet[Circulation]:
    """What waits for a round there, the nearest limit first."""
    return circulations(actor).filter(closed_at=None, waits_for__gt=0).order_by("due_on", "id")


def mine(officer: Officer, actor: Actor, on: date) -> Q:
    """What waits for a round this officer may do: of their role there, named for nobody else they do not stand in for, neither sent by them
    nor reviewed by them before, and not one that would leave nobody to sign."""
    theirs = Q(pk=None)
    for role in (Role.REVIEWER, Role.SIGNER):
        theirs |= Q(waits_role=role.value, office__path__in=actor.offices(role))
    away = Absence.objects.filter(deputy=officer, since__lte=on, until__gte=on, ended_at=None)
    instead = Absence.objects.filter(pk__in=away, office=OuterRef("office"), officer=OuterRef("waits_officer"))
    named = Q(waits_officer__in=(0, officer.pk)) | Q(Exists(instead))
    open_to = theirs & named & Q(closed_at=None) & ~Q(by=officer) & ~Q(opinions__by=officer)
    return open_to & ~Q(pk__in=_only_to_sign(officer, actor))


def _only_to_sign(officer: Officer, actor: Actor) -> list[int]:
    """What waits for an earlier round of an office where this officer would then be missing as its last signer (`is_last_signer`). No query
    for whoever signs nowhere they review; two otherwise."""
    both = set(actor.offices(Role.REVIEWER)) & set(actor.offices(Role.SIGNER))
    if not both or settings.ONE_PERSON_MAY_REVIEW_AND_SIGN:
        return []
    signers: dict[str, set[int]] = {path: set() for path in both}
    for path, pk in holding(Role.SIGNER, both):
        signers[path].add(pk)
    rows = Circulation.objects.filter(closed_at=None, waits_role=Role.REVIEWER.value, office__path__in=both)
    rows = rows.annotate(passed=FilteredRelation("opinions", condition=Q(opinions__passed=True)))
    away: dict[int, set[int]] = {}  # by text, those who wrote or passed it and so cannot sign it
    offices: dict[int, str] = {}
    for pk, path, writers, carried, steps, by in rows.values_list("pk", "office__path", "writers", "carried", "rounds", "passed__by"):
        if not steps[-1]["officer"]:
            offices[pk] = path
            away.setdefault(pk, {*writers, *carried.values()}).add(by)
    return [pk for pk, path in offices.items() if signers[path] - away[pk] == {officer.pk}]


def waiting_for(officer: Officer, actor: Actor, on: date) -> QuerySet[Circulation]:
    """These, to be counted."""
    reviews = any(actor.offices(role) for role in (Role.REVIEWER, Role.SIGNER))
    return Circulation.objects.filter(mine(officer, actor, on)) if reviews else Circulation.objects.none()


def current(about: str) -> Circulation | None:
    """The state of a subject that is on its way now, with its opinions; None when it was never sent round or has ended."""
    return Circulation.objects.filter(about=about, closed_at=None).select_related("office").prefetch_related("opinions__by").first()


def on_their_way(abouts: Iterable[str]) -> dict[str, Circulation]:
    """{about: its state on its way}, of those that are. One query."""
    return {one.about: one for one in Circulation.objects.filter(about__in=list(abouts), closed_at=None).defer("sentences")}


def before(circulation: Circulation) -> Circulation | None:
    """The state of the same subject that went round before."""
    return Circulation.objects.filter(about=circulation.about, number__lt=circulation.number).order_by("-number").first()


def changes_in(circulation: Circulation) -> tuple[rules.Change, ...]:
    """What changed since the last state that went round; everything kept for the first."""
    earlier = before(circulation)
    words = circulation.words()
    return rules.changes(earlier.words() if earlier else words, words)


def facts_changed_in(circulation: Circulation) -> tuple[tuple[str, str, str], ...]:
    """(label, before, after) of the facts, files and relations that are not as they last went round; nothing for the first."""
    earlier = before(circulation)
    if earlier is None:
        return ()
    old, new = dict(earlier.facts()), dict(circulation.facts())
    return tuple((label, old.get(label, ""), new.get(label, "")) for label in {**old, **new} if old.get(label, "") != new.get(label, ""))


def is_last_signer(circulation: Circulation, officer: Officer) -> bool:
    """Whether this officer could sign the text at the end and nobody else of the office could any more: then they do no round before."""
    if settings.ONE_PERSON_MAY_REVIEW_AND_SIGN or circulation.steps()[-1].officer:
        return False
    taken = {*circulation.writers, *circulation.done().values()}
    left = set(holders(Role.SIGNER, circulation.office).values_list("pk", flat=True)) - taken
    return left == {officer.pk}


def remarks_on(about: str) -> QuerySet[Remark]:
    """Every remark on any state of a subject, as they were made."""
    return Remark.objects.filter(circulation__about=about).select_related("by", "answered_by", "circulation").order_by("at", "id")


def stands_in_for(officer: Officer | int, office: Organisation | int, on: date) -> dict[int, str]:
    """{officer away today: name} for whom this officer does the rounds of the office."""
    rows = Absence.objects.filter(deputy=officer, office=office, since__lte=on, until__gte=on, ended_at=None)
    return dict(rows.values_list("officer_id", "officer__name"))


def absences(actor: Actor) -> QuerySet[Absence]:
    rows = Absence.objects.filter(reach_of(actor, "office"), ended_at=None)
    return rows.select_related("officer", "deputy", "office", "by").order_by("-until", "-id")


def releases(actor: Actor) -> QuerySet[Release]:
    """定时发布 of the actor's offices, those still to come first."""
    return Release.objects.filter(_texts_of(actor)).select_related("office", "by").order_by("done_at", "-due_at", "-id")


def release_of(about: str) -> Release | None:
    """The publication that is set for a moment to come."""
    return Release.objects.filter(about=about, done_at=None, failed_at=None, cancelled_at=None).select_related("by").first()


def missing_rounds(about: str, digest: str, *, on: date, signer: int | None = None) -> tuple[str, ...]:
    """Every round still missing before exactly this text may be signed; with a signer, also why not by this one on this day."""
    circulation = current(about)
    if circulation is None:
        return () if settings.REVIEW_ROUNDS < 2 or _is_waived(about, digest) else ("还没有送三审三校，请重新送审",)
    steps, done = circulation.steps(), circulation.done()
    if len(steps) < 2 or _is_waived(about, digest):
        return ()
    if circulation.digest != digest:
        return ("送审之后文本又改过，请重新送审",)
    said = []
    returned = next((one for one in circulation.opinions.all() if not one.passed), None)
    if returned:
        said.append(f"{steps[returned.round - 1].name}退回了稿件，请修改后重新送审")
    said += [f"{step.name}还没有通过" for number, step in enumerate(steps[:-1], 1) if number not in done and not returned]
    open_remarks = remarks_on(about).filter(answered_at=None).count()
    if open_remarks:
        said.append(f"还有{open_remarks}条批注没有答复")
    if signer is not None and not settings.ONE_PERSON_MAY_REVIEW_AND_SIGN:
        last, office = len(steps), circulation.office_id
        away = stands_in_for(signer, office, on) if steps[-1].officer else {}
        why = rules.why_not(steps[-1], last, officer=signer, stands_in_for=away, writers=(), done=done)
        said += [why] if why else []
    return tuple(said)


def _is_waived(about: str, digest: str) -> bool:
    return Waiver.objects.filter(about=about, digest=digest).exists()


def _texts_of(actor: Actor) -> Q:
    reach = Q(pk=None)
    for role in (Role.EDITOR, Role.REVIEWER, Role.SIGNER):
        reach |= Q(office__path__in=actor.offices(role))
    for path in actor.offices(Role.SUPERVISOR):
        reach |= Q(office__path__startswith=path)
    return reach
