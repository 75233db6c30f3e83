"""Reading lists: what is public on a day, what waits, what an officer may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from gongkai.catalogue.queries import reach
from gongkai.journal import queries as journal
from gongkai.people.rules.permits import Actor
from gongkai.publishing.models import TakenDown
from gongkai.registers.models import Entry, EntryVersion, Register, UpstreamEdition
from gongkai.registers.rules.schemas import Span, changes, standing_on

ENTRY, VERSION = "registers.entry", "registers.version"  # how other rooms name them
TAKEN_DOWN = "registers.entry.taken_down"
CHANGING = (
    "registers.entry.approved",
    TAKEN_DOWN,
    "registers.entry.begun",
    "registers.entry.ended",
)  # in the journal: what a reader may see


def down_among(versions: Iterable[int]) -> set[int]:
    """Those of the versions that were taken down: shown nowhere. One query."""
    names = TakenDown.objects.filter(about__in=[f"{VERSION}:{one}" for one in versions]).values_list("about", flat=True)
    return {int(name.rpartition(":")[2]) for name in names}


def public() -> QuerySet[Register]:
    """Lists with something on them, and how much. One query."""
    listed = Count("entries", filter=Q(entries__is_listed=True))
    return Register.objects.annotate(listed=listed).filter(listed__gt=0).select_related("owner").order_by("name", "pk")


def with_edition(rows: QuerySet[Register]) -> QuerySet[Register]:
    """Each with `edition_name`, the edition from above it follows; no further query."""
    last = UpstreamEdition.objects.filter(register=OuterRef("pk"), versions__approved_at__isnull=False)
    return rows.annotate(edition_name=Subquery(last.order_by("-valid_from", "-pk").values("name")[:1]))


@dataclass(frozen=True)
class Changed:
    """Entries as they stand now, each with when it last changed. `reached`: the place in the journal to go on from."""

    entries: tuple[tuple[Entry, datetime], ...]
    reached: int
    more: bool


def changed_entries(*, after: int, size: int) -> Changed:
    """What was approved, taken down, or begun or ended by its day, after a place in the journal (0: ever), oldest first, by reading `size`
    entries of it, each list entry once. What was taken down and has nothing to show any more is told too, with no `current`; what has yet to
    begin is not. Two queries."""
    leaves = journal.placed(CHANGING, after=after, limit=size + 1)
    read = leaves[:size]
    told: dict[int, datetime] = {}
    down: set[int] = set()
    for leaf in read:
        pk = int(leaf.entry.about.rpartition(":")[2])
        told.pop(pk, None)  # the latest word counts
        told[pk] = leaf.entry.at
        if leaf.entry.kind == TAKEN_DOWN:
            down.add(pk)
    found = (
        Entry.objects.filter(pk__in=told).filter(Q(current__isnull=False) | Q(pk__in=down)).select_related("register", "current").in_bulk()
    )
    shown = tuple((found[pk], at) for pk, at in told.items() if pk in found)
    return Changed(shown, read[-1].position if read else after, len(leaves) > size)


def entries(register: Register, *, q: str = "") -> QuerySet[Entry]:
    """What is on the list now, by code."""
    rows = register.entries.filter(is_listed=True).select_related("current")
    return rows.filter(name__icontains=q) if q else rows


def published_entry(register: Register, code: str) -> Entry | None:
    """An entry that was ever on the list."""
    return register.entries.select_related("current").filter(code=code, current__isnull=False).first()


def as_of(register: Register, day: date) -> list[tuple[Entry, EntryVersion]]:
    """What was on the list on a day, as it said then, but for what was taken down. Three queries."""
    down = {int(name.rpartition(":")[2]) for name in _names_down()}
    versions: dict[int, list[EntryVersion]] = {}
    for one in EntryVersion.objects.filter(entry__register=register, approved_at__isnull=False).order_by("number"):
        versions.setdefault(one.entry_id, []).append(one)
    found = []
    for entry in register.entries.order_by("code"):
        spans: list[Span] = [one.span() for one in versions.get(entry.pk, [])]
        number = standing_on(spans, day)
        standing = next((one for one in versions.get(entry.pk, []) if one.number == number), None)
        if standing is not None and standing.pk not in down:
            found.append((entry, standing))
    return found


def edition_on(register: Register, day: date) -> UpstreamEdition | None:
    """The edition from above that holds on a day, once something of it was approved. One query."""
    rows = register.editions.filter(valid_from__lte=day, versions__approved_at__isnull=False)
    return rows.order_by("-valid_from", "-pk").first()


def _names_down() -> QuerySet[TakenDown, str]:
    return TakenDown.objects.filter(about__startswith=f"{VERSION}:").values_list("about", flat=True)


def table(register: Register, rows: list[tuple[Entry, EntryVersion]]) -> list[list[object]]:
    """The rows under `header`."""
    names = [one.name for one in register.schema()]
    return [
        [entry.code, *(version.values.get(name, "") for name in names), version.valid_from, version.valid_to or "", version.note]
        for entry, version in rows
    ]


def header(register: Register) -> list[str]:
    return ["编号", *(one.label for one in register.schema()), "生效日期", "失效日期", "变更说明"]


# came with an edition from above, and nobody has looked since whether what is filled in here still holds
TO_LOOK_AT = Q(is_listed=True, current__edition__isnull=False)


@dataclass(frozen=True)
class Change:
    version: EntryVersion
    changed: list[tuple[str, str, str]]


def history(register: Register, entry: Entry) -> list[Change]:
    """The approved versions, the newest first, each with what it changed; without those taken down. Two queries."""
    approved = list(entry.versions.filter(approved_at__isnull=False).select_related("edition").order_by("number"))
    down = down_among(one.pk for one in approved)
    versions = [one for one in approved if one.pk not in down]
    columns = register.schema()
    return [
        Change(one, changes(columns, before.values, one.values) if before and not one.ends else [])
        for before, one in zip([None, *versions], versions, strict=False)
    ][::-1]


# —— the desk's ——


@dataclass(frozen=True)
class Known:
    """What a row of a file may be about: entries by their codes, and by the names of those that are on the list, wait or have yet to begin.
    `coming`: the newest version of each, by entry, that waits or has yet to begin."""

    by_code: dict[str, Entry]
    by_name: dict[str, Entry]
    coming: dict[int, EntryVersion]

    def ahead(self, entry: Entry | None) -> EntryVersion | None:
        """What a file sent again finds already proposed."""
        return self.coming.get(entry.pk) if entry else None

    def waits(self, entry: Entry | None) -> bool:
        version = self.ahead(entry)
        return version is not None and version.approved_at is None


def known(register: Register, on: date) -> Known:
    """Three queries."""
    by_code = {one.code: one for one in register.entries.select_related("current")}
    by_pk = {one.pk: one for one in by_code.values()}
    rows = EntryVersion.objects.filter(Q(approved_at=None) | Q(valid_from__gt=on), entry__register=register).order_by("number")
    ahead = list(rows)
    down = down_among(one.pk for one in ahead)
    coming = {one.entry_id: one for one in ahead if one.pk not in down}
    first = register.schema()[0].name
    by_name = {one.name: one for one in by_code.values() if one.is_listed}
    for pk, version in coming.items():
        by_name.setdefault(version.values.get(first, "")[:200], by_pk[pk])
    return Known(by_code, by_name, coming)


def registers_of(actor: Actor) -> QuerySet[Register]:
    rows = Register.objects.filter(reach(actor, "owner")).select_related("owner", "item")
    listed = Count("entries", filter=Q(entries__is_listed=True))
    return rows.annotate(listed=listed).order_by("name", "pk")


def waiting(actor: Actor) -> QuerySet[EntryVersion]:
    """Versions that wait for approval, the oldest first."""
    rows = EntryVersion.objects.filter(reach(actor, "entry__register__owner"), approved_at=None)
    return rows.select_related("entry__register__owner", "entry__current", "made_by").order_by("made_at", "pk")
