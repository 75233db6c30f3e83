"""Reading the catalogue: what the public may browse, what an officer may see, where it is wanting. Each in a fixed number of queries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, F, Max, Prefetch, Q, QuerySet, When

from gongkai.catalogue.models import Bearer, Column, DayRecord, Duty, Heading, Item, ItemVersion, Proposal, Publication
from gongkai.catalogue.rules import days
from gongkai.catalogue.rules.categories import CATEGORIES, Category
from gongkai.catalogue.rules.inheriting import Inheritance, Line, compared
from gongkai.catalogue.rules.items import changes
from gongkai.catalogue.rules.standing import Standing
from gongkai.catalogue.rules.words import TO_DO, WANTING, State, Tier
from gongkai.catalogue.standing import standings
from gongkai.people.models import Officer, Organisation
from gongkai.people.queries import above
from gongkai.people.rules.organisations import Kind
from gongkai.people.rules.permits import Actor, Role

SOON = timedelta(days=30)


def reach(actor: Actor, field: str) -> Q:
    """Rows of the offices where the actor holds a role; for supervisors and administrators of everything below too."""
    seen = Q(pk=None)
    for path in actor.offices():
        seen |= Q(**{f"{field}__path": path})
    for role in (Role.SUPERVISOR, Role.ADMIN):
        for path in actor.offices(role):
            seen |= Q(**{f"{field}__path__startswith": path})
    return seen


# —— the public's ——


@dataclass(frozen=True)
class Asked:
    """What a reader narrows the catalogue to; empty is everything."""

    q: str = ""
    category: str = ""
    field: str = ""
    organ: int = 0
    tier: str = ""
    audience: str = ""
    state: str = ""


def public() -> QuerySet[Item]:
    """Every item in force."""
    return Item.objects.filter(current__isnull=False, is_ended=False)


def browsed(asked: Asked) -> QuerySet[Bearer]:
    """One row for every item and organ that has to publish it, the most pressing first, then in the order of the catalogue. One query."""
    rows = Bearer.objects.filter(until=None, item__current__isnull=False, item__is_ended=False)
    if asked.q:
        rows = rows.filter(Q(item__name__icontains=asked.q) | Q(item__heading__name__icontains=asked.q) | Q(item__code=asked.q))
    if asked.category:
        rows = rows.filter(item__heading__category=asked.category)
    if asked.field:
        rows = rows.filter(item__heading__field=asked.field)
    if asked.organ:
        rows = rows.filter(organ=asked.organ)
    if asked.tier:
        rows = rows.filter(organ__level=asked.tier)
    if asked.audience:
        rows = rows.filter(item__audience=asked.audience)
    if asked.state:
        rows = rows.filter(state=asked.state)
    rows = rows.select_related("item__heading", "item__current", "organ")
    pressing = Case(*(When(state=one.value, then=n) for n, one in enumerate(WANTING)), default=len(WANTING))
    return rows.order_by(pressing, "item__heading__category", "item__heading__position", "item__code", "organ__path")


def counted(rows: QuerySet[Bearer], by: str) -> dict[str | int, int]:
    """How many rows for each value. One query."""
    return dict(rows.order_by().values_list(by).annotate(n=Count("pk")))


def states(rows: QuerySet[Bearer]) -> list[tuple[State, int]]:
    found = counted(rows, "state")
    return [(state, found[state.value]) for state in State if found.get(state.value)]


@dataclass(frozen=True)
class Borne:
    """An item and one organ that bears it: how it stands, what was owed, what was published."""

    bearer: Bearer
    standing: Standing
    duties: list[Duty]
    publications: list[Publication]


def with_everything(item: Item, on: date) -> list[Borne]:
    """For the page of an item: every organ with its duties and publications, as of the day. Eight queries."""
    rows = list(item.bearers.filter(until=None).select_related("organ").order_by("organ__path"))
    found = standings(rows, on=on)
    published: dict[int, list[Publication]] = {}
    for one in item.publications.select_related("column").order_by("-published_on", "-pk"):
        published.setdefault(one.organ_id, []).append(one)
    return [
        Borne(row, found[row.item_id, row.organ_id][0], found[row.item_id, row.organ_id][1][::-1], published.get(row.organ_id, []))
        for row in rows
    ]


@dataclass(frozen=True)
class Change:
    """A version with what it changed against the one before."""

    version: ItemVersion
    changed: list[tuple[str, str, str]]

    @property
    def kind(self) -> str:
        return "取消" if self.version.ends else "新增" if self.version.number == 1 else "调整"


def history(item: Item) -> list[Change]:
    """The approved versions, the newest first. One query."""
    versions = list(item.versions.filter(approved_at__isnull=False).select_related("column").order_by("number"))
    return [Change(one, _changed(before, one)) for before, one in zip([None, *versions], versions, strict=False)][::-1]


def notices() -> QuerySet[ItemVersion]:
    """变更公告: approved versions, the newest first."""
    rows = ItemVersion.objects.filter(approved_at__isnull=False).select_related("item__heading", "item__owner")
    return rows.order_by("-approved_at", "-pk")


def with_changes(versions: Sequence[ItemVersion]) -> list[Change]:
    """The versions of a page with what each changed. One query."""
    wanted = Q(pk=None)
    for one in versions:
        wanted |= Q(item=one.item_id, number=one.number - 1)
    before = {(one.item_id, one.number): one for one in ItemVersion.objects.filter(wanted).select_related("column")}
    return [Change(one, _changed(before.get((one.item_id, one.number - 1)), one)) for one in versions]


def _changed(before: ItemVersion | None, after: ItemVersion) -> list[tuple[str, str, str]]:
    return changes(before.written, after.written) if before else []


def borne_by(organ: Organisation) -> QuerySet[Item]:
    """The items in force that this organ has to publish, in the order of the catalogue."""
    rows = public().filter(bearers__organ=organ, bearers__until=None).select_related("heading", "current")
    return rows.order_by("heading__category", "heading__position", "code")


def categories_used() -> list[tuple[Category, int]]:
    """Every category with how many items are in force. One query."""
    n = dict(public().order_by().values_list("heading__category").annotate(n=Count("pk")))
    return [(one, n.get(one.code, 0)) for one in CATEGORIES]


def fields_used() -> list[str]:
    return list(Heading.objects.exclude(field="").order_by("field").values_list("field", flat=True).distinct())


# —— the desk's ——


def duties_to_do(actor: Actor, *, today: date, state: str = "") -> QuerySet[Duty]:
    """The worklist: what is late, missing or due within a month, the most pressing first."""
    rows = Duty.objects.filter(reach(actor, "organ"), cancelled_at=None)
    rows = rows.filter(state=state) if state else rows.filter(Q(state__in=WANTING) | Q(state=State.UNDATED) | Q(state=State.OPEN))
    return rows.select_related("item__heading", "organ").order_by(F("due_on").asc(nulls_last=True), "pk")


def duties_of(organ: Organisation, *, also: int | None = None) -> QuerySet[Duty]:
    """What this organ still has to publish, and the one named `also` whatever became of it; the most pressing first."""
    rows = Duty.objects.filter(Q(state__in=TO_DO) | Q(pk=also), organ=organ, cancelled_at=None)
    return rows.select_related("item").order_by(F("due_on").asc(nulls_last=True), "pk")


def wanting_items(actor: Actor) -> QuerySet[Bearer]:
    """Items that want something without an event of their own: 超期未更新, a 长期公开 item never published."""
    rows = Bearer.objects.filter(reach(actor, "organ"), until=None, item__is_ended=False, state__in=TO_DO)
    own = Duty.objects.filter(cancelled_at=None, state__in=TO_DO)
    rows = rows.exclude(Q(item__in=own.values("item")) & Q(organ__in=own.values("organ")) & ~Q(state=State.STALE))
    return rows.select_related("item__heading", "organ").order_by("state", F("due_on").asc(nulls_last=True), "pk")


def unconfirmed(actor: Actor) -> QuerySet[Publication]:
    """Typed publications with an earlier day than that of registering, which nobody else has looked at; the oldest first."""
    rows = Publication.objects.filter(reach(actor, "organ"), noted_by__isnull=False, confirmed_by=None, withdrawn_on=None)
    return rows.filter(noted_at__date__gt=F("published_on")).select_related("organ", "item", "noted_by").order_by("noted_at", "pk")


def waiting(actor: Actor, today: date) -> tuple[QuerySet[Duty], QuerySet[Duty]]:
    """(to be done, of these late), to be counted."""
    wanted = Duty.objects.filter(reach(actor, "organ"), cancelled_at=None)
    late = wanted.filter(state__in=WANTING)
    return late | wanted.filter(state=State.OPEN, due_on__lte=today + SOON), late


def items_of(actor: Actor) -> QuerySet[Item]:
    """The items kept by the actor's offices."""
    rows = Item.objects.filter(reach(actor, "owner")).select_related("heading", "owner", "current")
    return rows.prefetch_related(Prefetch("versions", ItemVersion.objects.filter(approved_at=None), to_attr="in_hand"))


def seen_items(actor: Actor) -> QuerySet[Item]:
    """Those, and what the actor's offices bear."""
    borne = Bearer.objects.filter(reach(actor, "organ"))
    return Item.objects.filter(reach(actor, "owner") | Q(pk__in=borne.values("item"))).select_related("heading", "owner", "current__column")


def versions_in_hand(actor: Actor) -> QuerySet[ItemVersion]:
    """Versions of the actor's offices that wait for approval, the oldest first."""
    rows = ItemVersion.objects.filter(reach(actor, "item__owner"), approved_at=None)
    return rows.select_related("item__heading", "item__owner", "item__current", "made_by", "column").order_by("made_at", "pk")


def approvable(officer: Officer, actor: Actor) -> QuerySet[ItemVersion]:
    """Those of them that this officer may approve, to be counted."""
    paths = {path for role in (Role.REVIEWER, Role.SIGNER) for path in actor.offices(role)}
    return ItemVersion.objects.filter(item__owner__path__in=paths, approved_at=None).exclude(made_by=officer)


def proposals(actor: Actor) -> QuerySet[Proposal]:
    return Proposal.objects.filter(reach(actor, "organ")).select_related("organ", "item").order_by("decided_at", "-asked", "-pk")


def columns() -> QuerySet[Column]:
    return Column.objects.order_by("name")


@dataclass(frozen=True)
class Cell:
    """`wanting` of `total` items are late, missing, stale, empty or in the wrong column."""

    total: int = 0
    wanting: int = 0
    late: int = 0
    fine: int = 0

    @property
    def share(self) -> int:
        """The wanting out of ten, for the shade."""
        return -(-10 * self.wanting // self.total) if self.total else 0


@dataclass(frozen=True)
class HeatRow:
    organ: Organisation
    cells: list[tuple[Category, Cell]]
    total: Cell


def heat(actor: Actor) -> tuple[list[Category], list[HeatRow]]:
    """Organ by category, only those where there is something. Two queries."""
    counts: dict[tuple[int, str], dict[str, int]] = {}
    rows = Bearer.objects.filter(reach(actor, "organ"), until=None, item__is_ended=False)
    for organ, category, state, n in rows.order_by().values_list("organ", "item__heading__category", "state").annotate(n=Count("pk")):
        counts.setdefault((organ, category), {})[state] = n
    used = [one for one in CATEGORIES if any(category == one.code for _, category in counts)]
    organs = sorted(
        Organisation.objects.filter(pk__in={organ for organ, _ in counts}),
        key=lambda one: (list(Tier).index(Tier(one.level)), one.position, one.pk),
    )
    found = []
    for organ in organs:
        cells = [(category, _cell([counts.get((organ.pk, category.code), {})])) for category in used]
        found.append(HeatRow(organ, cells, _cell([counts.get((organ.pk, one.code), {}) for one in used])))
    return used, found


def _cell(found: Iterable[Mapping[str, int]]) -> Cell:
    each = list(found)

    def n(*states: State) -> int:
        return sum(one.get(state, 0) for one in each for state in states)

    return Cell(n(*State), n(*WANTING), n(State.LATE), n(State.ON_TIME))


def governments(actor: Actor) -> list[Organisation]:
    """The governments in or above the actor's offices that have another above them: whose inheritance there is to see. One query."""
    ids = {int(part) for path in actor.offices() for part in path.split("/") if part}
    below = Q(pk__in=ids)
    for role in (Role.SUPERVISOR, Role.ADMIN):
        for path in actor.offices(role):
            below |= Q(path__startswith=path)
    return list(Organisation.objects.filter(below, kind=Kind.GOVERNMENT, closed_on=None, parent__isnull=False).order_by("path"))


def inheritance(government: Organisation) -> Inheritance:
    """Its catalogue beside that of every government above it. Three queries."""
    chain = [one for one in above(government) if one.kind == Kind.GOVERNMENT]
    over = Q(pk=None)
    for one in chain:
        over |= Q(owner__path__startswith=one.path, owner__level=one.level)
    here = Item.objects.filter(owner__path__startswith=government.path, owner__level=government.level)
    return compared(_lines(Item.objects.filter(over)), _lines(here), government.level)


def _lines(items: QuerySet[Item]) -> list[Line]:
    rows = items.filter(current__isnull=False).select_related("current", "parent").order_by("code")
    return [Line(one.code, one.current.written, one.parent.code if one.parent else "", one.is_ended) for one in rows if one.current]


def day_before(organ: int, on: date) -> DayRecord | None:
    """The last record of the organ up to the day."""
    return DayRecord.objects.filter(organ=organ, on__lte=on).order_by("-on").first()


def broken_days() -> list[tuple[int, date]]:
    """(organ, day) of every record that was changed or whose chain does not hold."""
    chains: dict[int, list[days.Day]] = {}
    for one in DayRecord.objects.order_by("organ", "on"):
        chains.setdefault(one.organ_id, []).append(days.Day(one.organ_id, one.on, one.states, one.previous, one.digest))
    return [(organ, day) for organ, chain in chains.items() for day in days.broken(chain)]


def record_problems() -> Iterator[str]:
    """The same in words, for `start.py check`."""
    wrong = broken_days()
    names = dict(Organisation.objects.filter(pk__in={organ for organ, _ in wrong}).values_list("pk", "name"))
    for organ, day in wrong:
        yield f"{names.get(organ, organ)} {day} 的公开情况记录被改过，或者与前一天接不上"


def last_recorded() -> date | None:
    """The last day noted in the daily record."""
    found: date | None = DayRecord.objects.aggregate(last=Max("on"))["last"]
    return found
