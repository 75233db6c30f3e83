"""问答库的导入与回传: entries from a file or from another system become drafts; people review them like any other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction

from gongkai.assistant.actions.citing import cite, resolved
from gongkai.assistant.actions.entries import create, save, start_version
from gongkai.assistant.actions.making import without_callers
from gongkai.assistant.faq import as_written, number_of
from gongkai.assistant.knowledge import synonyms
from gongkai.assistant.models import FaqEntry, FaqVersion
from gongkai.assistant.rules.entries import Origin, Written, problems, tidy, unfinished
from gongkai.assistant.rules.exchange import Row, as_json, refused_rows, same
from gongkai.assistant.rules.matching import read
from gongkai.assistant.rules.permits import WHO_MAY, Permit
from gongkai.journal import actions as journal
from gongkai.people.models import ApiKey, Officer, Organisation
from gongkai.people.rules.permits import About, require
from gongkai.shared.clock import BEIJING
from gongkai.shared.digest import canonical, sm3
from gongkai.shared.refusal import Refused


@dataclass(frozen=True)
class Taken:
    """What a file did: entries that are new, entries of which there is a new draft, and rows that changed nothing."""

    made: list[FaqEntry]
    renewed: list[FaqEntry]
    unchanged: int


@transaction.atomic
def take_in(rows: Sequence[Row], *, office: Organisation, by: Officer, at: datetime) -> Taken:
    """Every row as a draft, or none: a new entry, or, where the row names one of the office's own by its number, a new version of that one
    when it says something else. Refused naming each row that is not in order, asks what another row or an entry of the office asks
    already, names an entry that cannot be changed so, or has a source that cannot be found."""
    for permit in (Permit.EXPORT_ENTRIES, Permit.WRITE_ENTRY):
        require(by.actor(), permit, About(office.path), WHO_MAY)
    on = at.astimezone(BEIJING).date()
    named = _named(rows, office)
    changes = [row for row in rows if not (row.code and row.number in named and _says_that_already(row, named[row.number], on))]
    wrong = list(_wrong(changes, rows, named, office, on))
    if wrong:
        raise refused_rows(wrong)
    made = [
        create(row.written, office=office, by=by, at=at, origin=Origin.IMPORT, origin_key=None)
        for row in changes
        if row.number not in named
    ]
    renewed = [_renew(named[row.number], row.written, by=by, at=at) for row in changes if row.number in named]
    data = {"entries": len(made), "renewed": len(renewed)}
    journal.write("assistant.entries.imported", about=office, by=by, at=at, data=data)
    return Taken(made, renewed, len(rows) - len(changes))


def _named(rows: Sequence[Row], office: Organisation) -> dict[int, FaqEntry]:
    """The entries of the office that rows name, by the number of the row."""
    wanted = {row.number: number_of(row.code) for row in rows if row.code}
    found = FaqEntry.objects.filter(office=office, pk__in=set(wanted.values())).select_related("office", "current").in_bulk()
    return {number: found[pk] for number, pk in wanted.items() if pk in found}


def _shown(entry: FaqEntry) -> FaqVersion | None:
    """What an export gives of an entry: what is published, else what is being written."""
    return entry.current or entry.versions.filter(published_at=None).first()


def _says_that_already(row: Row, entry: FaqEntry, on: date) -> bool:
    version = _shown(entry)
    if version is None:
        return False
    written, there = tidy(row.written, on=on), as_written(version)
    written = replace(written, review_on=row.written.review_on)
    if same(written, there):
        return True
    try:  # papers by number or title, quotations left out
        return same(replace(written, lines=resolved(written.lines, on)), there)
    except Refused:
        return False


def _renew(entry: FaqEntry, written: Written, *, by: Officer, at: datetime) -> FaqEntry:
    """A new version of a published entry, or the draft of one that was never published, with what the row says."""
    version = entry.versions.filter(published_at=None).first() or start_version(entry, by=by, at=at)
    save(version, written, seen=version.saves, by=by, at=at)
    journal.write("assistant.entry.renewed", about=entry, by=by, at=at, data={"version": version.number})
    return entry


def _may_not_change(entry: FaqEntry) -> str:
    """Why a row may not change this entry; empty when it may."""
    draft = entry.versions.filter(published_at=None).first()
    if entry.retired_at:
        return f"{entry.code} 已经下线，不能由导入修改"
    if draft is not None and draft.submitted_at:
        return f"{entry.code} 已经送审，请等审核完再导入"
    if draft is not None and entry.current_id is not None:
        return f"{entry.code} 已经有一版在修改，请先送审或者删除那一版草稿"
    return ""


def _wrong(
    changes: Sequence[Row], rows: Sequence[Row], named: Mapping[int, FaqEntry], office: Organisation, on: date
) -> Iterator[tuple[int, str]]:
    words = synonyms(on)
    known: dict[object, tuple[str, int]] = {
        read(entry.question, words).sense: (entry.code, entry.pk)
        for entry in FaqEntry.objects.filter(office=office, retired_at=None).only("question")
    }
    told: dict[int, int] = {}
    for row in rows:
        if row.code and row.number not in named:
            yield row.number, f"编号 {row.code} 不是本单位的条目；新编的请把“编号”留空"
        elif row.code and told.setdefault(named[row.number].pk, row.number) != row.number:
            yield row.number, f"与第 {told[named[row.number].pk]} 行是同一个编号 {row.code}"
    for row in changes:
        entry = named.get(row.number)
        if entry is not None and (why := _may_not_change(entry)):
            yield row.number, why
        written = tidy(row.written, on=on)
        yield from ((row.number, message) for _, message in problems(written, on=on))
        yield from ((row.number, message) for message in unfinished([len(line.sources) for line in written.lines]))
        sense = read(written.question, words).sense
        there = known.get(sense)
        if there is not None and (entry is None or there[1] != entry.pk):
            yield row.number, f"与{there[0]}问的是同一个问题"
        known.setdefault(sense, (f"第 {row.number} 行", entry.pk if entry is not None else 0))
        try:
            cite(written.lines, on)
        except Refused as refused:
            yield row.number, refused.message


@transaction.atomic
def propose(written: Written, *, key: ApiKey, sent_as: str, at: datetime) -> tuple[FaqEntry, bool]:
    """热线回传: a question (with an answer, where there is one) from the holder of a key becomes a draft of its organisation; (the entry, is it
    new), without whatever points to the caller. `sent_as` names it in the other system: sent again it is the same entry. Refused, at the field "key", when it comes with another
    content."""
    office, written = key.organisation, without_callers(written, at.astimezone(BEIJING).date())
    name, digest = f"api:{office.pk}:{sm3(sent_as.encode())}", sm3(canonical(as_json(written)))
    kept = FaqEntry.objects.filter(origin_key=name).first()
    if kept is None:
        try:
            with transaction.atomic():
                entry = create(written, office=office, by=None, at=at, origin=Origin.HOTLINE, origin_key=name, origin_digest=digest)
                journal.write("assistant.entry.proposed", about=entry, by=None, at=at, data={"key": key.prefix})
                return entry, True
        except IntegrityError:  # sent twice at the same moment
            kept = FaqEntry.objects.get(origin_key=name)
    if kept.origin_digest != digest:
        raise Refused("这个编号已经用于内容不同的另一条。", field="key")
    return kept, False
