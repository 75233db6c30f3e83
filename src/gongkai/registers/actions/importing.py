"""A whole list from a table: the columns are found by their headings, each row becomes a version or says what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gongkai.people.models import Officer
from gongkai.registers import queries
from gongkai.registers.actions.keeping import approve, propose
from gongkai.registers.models import EntryVersion, Register
from gongkai.registers.rules.schemas import tidy
from gongkai.shared.refusal import Refused, refused_of

MOST_ROWS = 3000


@dataclass(frozen=True)
class Taken:
    line: int
    name: str
    said: str
    problem: str = ""


@transaction.atomic
def import_entries(
    register: Register, table: Sequence[Sequence[str]], *, valid_from: date, note: str, by: Officer, at: datetime
) -> list[Taken]:
    """Entries are told apart by 编号 where the table has it, else by the first column; what waits or has yet to begin counts as known.
    Refused when no heading is known."""
    columns = register.schema()
    labels = {one.label: one.name for one in columns} | {"编号": "code"}
    head = next((n for n, row in enumerate(table[:5]) if columns[0].label in row), None)
    if head is None:
        raise Refused(f"没有找到表头：应有“{columns[0].label}”一栏。可以先下载现有清单看样式。", field="file")
    if len(table) - head > MOST_ROWS:
        raise Refused(f"一次最多导入 {MOST_ROWS} 条。", field="file")
    places = {labels[cell.strip()]: n for n, cell in enumerate(table[head]) if cell.strip() in labels}
    Register.objects.select_for_update(of=("self",)).get(pk=register.pk)  # two at once: the second sees what the first proposed
    known = queries.known(register, at.date())
    done = []
    for line, row in enumerate(table[head + 1 :], head + 2):
        values = {name: row[n].strip() if n < len(row) else "" for name, n in places.items()}
        if not any(values.values()):
            continue
        name = values.get(columns[0].name, "")
        code = values.pop("code", "")
        entry = known.by_code.get(code) if code else known.by_name.get(name[:200])
        if code and entry is None:
            done.append(Taken(line, name, "", f"没有编号 {code[:20]} 的条目；新条目的编号请留空。"))
            continue
        if entry and any(one.values == tidy(columns, values) for one in (entry.current, known.ahead(entry)) if one):
            done.append(Taken(line, name, "没有变化"))
            continue
        try:
            with transaction.atomic():
                propose(register, values, entry=entry, valid_from=valid_from, note=note, by=by, at=at)
        except Refused as refused:
            done.append(Taken(line, name, "", str(refused)))
        else:
            done.append(Taken(line, name, "调整" if entry else "新增"))
    return done


def approve_many(versions: Sequence[EntryVersion], *, by: Officer, at: datetime) -> list[tuple[EntryVersion, str]]:
    """Each by itself; returns what was refused and why."""
    return refused_of(versions, lambda one: approve(one, by=by, at=at))
