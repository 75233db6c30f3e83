"""Reading lists: what is public on a day, what waits, what an officer may see."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from gongkai.catalogue.queries import reach
from gongkai.people.rules.permits import Actor
from gongkai.registers.models import Entry, EntryVersion, Register
from gongkai.registers.rules.schemas import Span, changes, standing_on


def public() -> QuerySet[Register]:
    """Lists with something on them, and how much. One query."""
    listed = Count("entries", filter=Q(entries__is_listed=True))
    return Register.objects.annotate(listed=listed).filter(listed__gt=0).select_related("owner").order_by("name", "pk")


def entries(register: Register, *, q: str = "") -> QuerySet[Entry]:
    """What is on the list now, by code."""
    rows = register.entries.filter(is_listed=True).select_related("current")
    return rows.filter(name__icontains=q) if q else rows


def as_of(register: Register, day: date) -> list[tuple[Entry, EntryVersion]]:
    """What was on the list on a day, as it said then. Two queries."""
    versions: dict[int, list[EntryVersion]] = {}
    for one in EntryVersion.objects.filter(entry__register=register, approved_at__isnull=False).order_by("number"):
        versions.setdefault(one.entry_id, []).append(one)
    found = []
    for entry in register.entries.order_by("code"):
        spans: list[Span] = [one.span() for one in versions.get(entry.pk, [])]
        number = standing_on(spans, day)
        if number is not None:
            found.append((entry, next(one for one in versions[entry.pk] if one.number == number)))
    return found


def table(register: Register, rows: list[tuple[Entry, EntryVersion]]) -> list[list[object]]:
    """The rows under `header`."""
    names = [one.name for one in register.schema()]
    return [
        [entry.code, *(version.values.get(name, "") for name in names), version.valid_from, version.valid_to or "", version.note]
        for entry, version in rows
    ]


def header(register: Register) -> list[str]:
    return ["编号", *(one.label for one in register.schema()), "生效日期", "失效日期", "变更说明"]


@dataclass(frozen=True)
class Change:
    version: EntryVersion
    changed: list[tuple[str, str, str]]


def history(register: Register, entry: Entry) -> list[Change]:
    """The approved versions, the newest first, each with what it changed. One query."""
    versions = list(entry.versions.filter(approved_at__isnull=False).order_by("number"))
    columns = register.schema()
    return [
        Change(one, changes(columns, before.values, one.values) if before and not one.ends else [])
        for before, one in zip([None, *versions], versions, strict=False)
    ][::-1]


# —— the desk's ——


def registers_of(actor: Actor) -> QuerySet[Register]:
    rows = Register.objects.filter(reach(actor, "owner")).select_related("owner", "item")
    listed = Count("entries", filter=Q(entries__is_listed=True))
    return rows.annotate(listed=listed).order_by("name", "pk")


def waiting(actor: Actor) -> QuerySet[EntryVersion]:
    """Versions that wait for approval, the oldest first."""
    rows = EntryVersion.objects.filter(reach(actor, "entry__register__owner"), approved_at=None)
    return rows.select_related("entry__register__owner", "entry__current", "made_by").order_by("made_at", "pk")
