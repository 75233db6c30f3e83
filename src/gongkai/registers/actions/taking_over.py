"""A list as data: looked at before anything is kept, then taken over as a whole or not at all. Every change waits for another person.

An edition from above is the whole list: what it lacks goes, what is filled in here is carried over, and whatever came anew or differently
is to be looked at again here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import transaction

from gongkai.journal import actions as journal
from gongkai.people.models import Officer
from gongkai.people.rules.permits import About, require
from gongkai.registers import queries
from gongkai.registers.actions.keeping import propose
from gongkai.registers.models import Entry, EntryVersion, Register, UpstreamEdition
from gongkai.registers.rules import schemas
from gongkai.registers.rules.given import Row, rows_in
from gongkai.registers.rules.permits import WHO_MAY, Permit
from gongkai.shared.refusal import Refused

NEW, CHANGED, ENDED, SAME = "新增", "调整", "移出", "没有变化"
WAITS = "这一条已有一个版本等待批准，请先批准或者退回。"
SHOWN = 5  # faults told in one refusal


@dataclass(frozen=True)
class Line:
    """What would become of one row; of an entry that the edition lacks, `line` is 0."""

    line: int
    name: str
    said: str
    entry: Entry | None
    code: str
    values: Mapping[str, str]
    valid_from: date
    valid_to: date | None
    note: str
    changed: tuple[tuple[str, str, str], ...] = ()
    looks_again: bool = False  # something is filled in here that may no longer hold, or is to be filled in


@dataclass(frozen=True)
class Plan:
    lines: tuple[Line, ...]
    wrong: tuple[tuple[int, str, str], ...]  # (row, name, what is wrong)

    def counted(self, said: str) -> int:
        return sum(one.said == said for one in self.lines)

    @property
    def counts(self) -> list[tuple[str, int]]:
        return [(said, self.counted(said)) for said in (NEW, CHANGED, ENDED, SAME)]

    @property
    def moving(self) -> list[Line]:
        return [one for one in self.lines if one.said != SAME]


def planned(register: Register, text: str, *, valid_from: date, note: str, edition: str = "", on: date) -> Plan:
    """What taking this over would do. `edition`: its name, when it is one from above. Errors: Refused for what is no such list, or an
    edition there is already. What waits or has yet to begin counts as known. Four queries."""
    columns = register.schema()
    if edition and not any(one.local for one in columns):
        raise Refused("这张清单没有本地填写的栏目，请不填版次，按普通清单导入。", field="edition")
    if edition and register.editions.filter(name=edition.strip()).exists():
        raise Refused(f"上级清单“{edition.strip()}”已经导入过。", field="edition")
    known = queries.known(register, on)
    lines: list[Line] = []
    wrong: list[tuple[int, str, str]] = []
    met: set[str] = set()
    for row in rows_in(text, columns):
        given = row.values or {}
        name = given.get(columns[0].name, "")
        entry = known.by_code.get(row.code) if row.code else known.by_name.get(name[:200])
        asked = partial(_line, columns, row, entry, from_above=bool(edition), valid_from=valid_from, note=note)
        one = asked(entry.current if entry else None)
        if one.said != SAME and known.ahead(entry) and (again := asked(known.ahead(entry))).said == SAME:
            one = again  # proposed already
        mark = f"编号 {entry.code}" if entry else f"编号 {row.code}" if row.code else f"名称“{name[:30]}”"
        faults = [*row.problems, *(message for _, message in schemas.problems(columns, one.values, from_above=bool(edition)))]
        faults += [f"{mark}在文件里出现了两次。"] if mark in met else []
        faults += [WAITS] if known.waits(entry) and one.said != SAME else []
        faults += [_day_problem(one, entry, on)] if not row.problems else []
        met.add(mark)
        wrong += [(row.line, name[:60], fault) for fault in faults if fault]
        lines.append(one)
    if edition:
        kept = {one.entry.pk for one in lines if one.entry}
        lines += [
            _ended(one, valid_from, f"{edition.strip()}不再列入") for one in known.by_code.values() if one.is_listed and one.pk not in kept
        ]
        wrong += [(0, one.name[:60], WAITS) for one in lines if one.line == 0 and known.waits(one.entry)]
    return Plan(tuple(lines), tuple(wrong))


@transaction.atomic
def take_over(register: Register, text: str, *, valid_from: date, note: str, edition: str = "", by: Officer, at: datetime) -> Plan:
    """Propose all of it, or nothing. Returns what was done. Errors: Refused with the rows that are wrong."""
    require(by.actor(), Permit.WRITE, About(register.owner.path), WHO_MAY)
    held = Register.objects.select_for_update(of=("self",)).select_related("owner").get(pk=register.pk)
    plan = planned(held, text, valid_from=valid_from, note=note, edition=edition, on=at.date())
    if plan.wrong:
        told = "".join(f"第 {line} 条：{problem}" for line, _, problem in plan.wrong[:SHOWN])
        raise Refused(f"有 {len(plan.wrong)} 处不对，一条也没有导入。{told}", field="file")
    if not plan.moving:
        raise Refused("和现有的清单（包括等待批准的）一样，没有要改的。", field="file")
    came = _edition(held, plan, edition.strip(), valid_from, by, at) if edition else None
    for one in plan.moving:
        try:
            propose(
                held, one.values, entry=one.entry, code=one.code if one.entry is None else "", valid_from=one.valid_from, valid_to=one.valid_to,
                note=one.note, ends=one.said == ENDED, edition=came, by=by, at=at,
            )  # fmt: skip
        except Refused as refused:
            raise Refused(f"第 {one.line} 条“{one.name[:30]}”：{refused.message}一条也没有导入。", field=refused.field or "file") from None
    return plan


def _line(
    columns: tuple[schemas.ListColumn, ...],
    row: Row,
    entry: Entry | None,
    now: EntryVersion | None,
    *,
    from_above: bool,
    valid_from: date,
    note: str,
) -> Line:
    """A row beside what stands here, or waits or has yet to begin (`now`). Columns the file lacks stay as they are; a day or note left as it
    was given out means those of the form."""
    before = now.values if now else {}
    given = row.values or {}
    above = {one.name: given.get(one.name, before.get(one.name, "")) for one in columns}
    values = schemas.carried(columns, above, before) if from_above else schemas.tidy(columns, above)
    differs = tuple(schemas.changes(columns, before, values))
    stays = entry is not None and now is not None and (entry.is_listed if now.pk == entry.current_id else not now.ends)
    is_same = now is not None and stays and not differs and (from_above or row.until == now.valid_to)
    since = row.since if row.since and not from_above and (now is None or row.since != now.valid_from) else valid_from
    said_note = row.note if row.note and not from_above and (now is None or row.note != now.note) else note
    return Line(
        row.line,
        values[columns[0].name],
        SAME if is_same else CHANGED if entry else NEW,
        entry,
        row.code,
        values,
        since,
        None if from_above else row.until,
        said_note,
        differs if entry else (),
        from_above and not is_same,
    )


def _day_problem(one: Line, entry: Entry | None, on: date) -> str:
    if one.said == SAME:
        return ""
    if one.valid_to is not None and one.valid_to < one.valid_from:
        return "失效日期不能早于生效日期。"
    if entry is not None and entry.current_id is not None and one.valid_from < on:
        return "改动只能从今天或者以后起生效。"
    return schemas.wrong_note(one.note)


def _ended(entry: Entry, valid_from: date, note: str) -> Line:
    values = entry.current.values if entry.current else {}
    return Line(0, entry.name, ENDED, entry, entry.code, values, valid_from, None, note)


def _edition(register: Register, plan: Plan, name: str, valid_from: date, by: Officer, at: datetime) -> UpstreamEdition:
    made = UpstreamEdition.objects.create(
        register=register,
        name=name[:60],
        valid_from=valid_from,
        added=plan.counted(NEW),
        changed=plan.counted(CHANGED),
        ended=plan.counted(ENDED),
        same=plan.counted(SAME),
        taken_by=by,
        taken_at=at,
    )
    data = {"edition": name, "register": register.slug, "counts": dict(plan.counts)}
    journal.write("registers.edition.taken_over", about=register, by=by, at=at, data=data)
    return made
