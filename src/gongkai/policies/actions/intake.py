"""Import: files in, drafts with evidence out, and into the library only what an officer confirms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from gongkai.documents import readers
from gongkai.documents.actions import store
from gongkai.documents.archive import Archive
from gongkai.documents.checks import check_upload, safe_name
from gongkai.documents.models import StoredFile
from gongkai.documents.rules.kinds import FileKind, kind_of_name
from gongkai.documents.rules.paper import Block
from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, require
from gongkai.policies import queries
from gongkai.policies.actions import drafts
from gongkai.policies.models import Edition, ImportBatch, ImportItem, Policy
from gongkai.policies.rules import evidence, likeness, manifest
from gongkai.policies.rules.kinds import Category, ItemState
from gongkai.policies.rules.permits import WHO_MAY, Permit
from gongkai.policies.rules.recognise import recognise
from gongkai.shared.refusal import Refused

TRIES = 3
MOST_FILES = 2000
MANIFESTS = {FileKind.CSV, FileKind.XLSX, FileKind.XLS}


@dataclass(frozen=True)
class Upload:
    """A file as handed in; `name` may hold folders ("2025/通知.docx")."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Handed:
    """One paper to be read: its file, the files that go with it, and what a manifest says about it."""

    file: Upload
    companions: tuple[Upload, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict)
    row: int | None = None


def receive(uploads: Sequence[Upload], *, name: str, office: Organisation, by: Officer, at: datetime) -> ImportBatch:
    """Take files, ZIPs and manifests in; the reading follows in the background. A file that may not be taken in stands in the batch
    as failed with the reason. Errors: Refused when nothing may be taken in, or a manifest is wrong (nothing is then)."""
    require(by.actor(), Permit.IMPORT, About(office.path), WHO_MAY)
    files, turned_away = _unpacked(uploads)
    handed = _sorted_out(files)
    if not handed:
        raise Refused("；".join(f"{one.name}：{why}" for one, why in turned_away) or "没有可导入的文件。")
    return receive_papers(handed, name=name, office=office, by=by, at=at, turned_away=turned_away)


def receive_papers(
    handed: Sequence[Handed],
    *,
    name: str,
    office: Organisation,
    by: Officer,
    at: datetime,
    turned_away: Sequence[tuple[Upload, str]] = (),
) -> ImportBatch:
    """Take papers in, each with what is said about it already."""
    require(by.actor(), Permit.IMPORT, About(office.path), WHO_MAY)
    if len(handed) > MOST_FILES:
        raise Refused(f"一次最多导入 {MOST_FILES} 个文件，这次有 {len(handed)} 个，请分批导入。")
    items = [
        ImportItem(
            position=position,
            name=safe_name(one.file.name),
            original=_stored(one.file),
            given=dict(one.given),
            row=one.row,
            companions=[{"name": safe_name(file.name), "file": _stored(file).pk} for file in one.companions],
        )
        for position, one in enumerate(handed, start=1)
    ] + [
        ImportItem(position=position, name=safe_name(one.name), state=ItemState.FAILED, message=why[:600], read_at=at)
        for position, (one, why) in enumerate(turned_away, start=len(handed) + 1)
    ]
    with transaction.atomic():
        batch = ImportBatch.objects.create(name=name.strip()[:200] or "导入", office=office, by=by, at=at)
        for item in items:
            item.batch = batch
        ImportItem.objects.bulk_create(items)
        journal.write("policies.import.received", about=batch, by=by, at=at, data={"files": len(handed), "refused": len(turned_away)})
    return batch


def read_waiting(*, at: datetime, limit: int = 20, batch: ImportBatch | None = None) -> int:
    """Read the next waiting items, one transaction each; returns how many. Safe to run in several places and after a crash."""
    waiting = ImportItem.objects.filter(state=ItemState.WAITING).order_by("id")
    if batch:
        waiting = waiting.filter(batch=batch)
    done = 0
    for pk in list(waiting.values_list("pk", flat=True)[:limit]):
        done += read_one(pk, at=at)
    return done


def read_one(pk: int, *, at: datetime) -> bool:
    """Read one item. The attempt is counted before the work, so that a file which kills the reader is given up after a few tries."""
    claimed = ImportItem.objects.filter(pk=pk, state=ItemState.WAITING)
    item = claimed.select_related("original", "batch").first()
    if item is None or item.original is None:
        return False
    if item.attempts >= TRIES:
        _finish(item, ItemState.FAILED, at=at, message=f"连续 {TRIES} 次没能读完，可能文件过大或已损坏。请另存为 DOCX 或 PDF 后重新导入。")
        return True
    if not claimed.filter(attempts=item.attempts).update(attempts=item.attempts + 1):
        return False
    twin = (
        ImportItem.objects.filter(original=item.original, state__in=[ItemState.READY, ItemState.CONFIRMED, ItemState.DUPLICATE])
        .filter(batch__office=item.batch.office_id)  # what another office has in hand is told to nobody else
        .exclude(pk=pk)
        .order_by("id")
        .first()
    )
    if twin:
        _finish(item, ItemState.DUPLICATE, at=at, twin=twin.twin or twin, message=f"与“{twin.name}”完全相同，已导入过，没有重复导入。")
        return True
    try:
        reading = readers.read(item.original.read(), item.name, _limit())
        found = recognise(reading.lines, item.name, reading.facts)
    except Refused as refusal:
        _finish(item, ItemState.FAILED, at=at, message=str(refusal))
        return True
    draft = evidence.kept(found, [line.text for line in reading.lines], reading.warnings)
    for name, value in item.given.items():
        draft["fields"][name] = evidence.given(value, item.row)
    _finish(item, ItemState.READY, draft=draft, similar=_similar(draft, item.batch.office_id, at.date()), at=at)
    return True


def confirm(
    item: ImportItem,
    facts: Mapping[str, Any],
    *,
    category: Category,
    by: Officer,
    at: datetime,
    edition_of: Policy | None = None,
    relations: Sequence[Mapping[str, Any]] = (),
) -> Edition:
    """What the officer confirmed becomes a draft in the library: a new policy, or the next edition of `edition_of`."""
    rows = ImportItem.objects.select_related("batch__office", "original")
    files = _prepared(_ready(rows, item, by))  # read and cleaned before the transaction: it holds up nobody
    with transaction.atomic():
        item = _ready(rows.select_for_update(of=("self",)), item, by)
        blocks = [Block.from_dict(value) for value in item.draft["blocks"]]
        if edition_of:
            edition = drafts.start_edition(edition_of, facts, blocks, by=by, at=at, relations=relations)
        else:
            edition = drafts.start(category, facts, blocks, office=item.batch.office, by=by, at=at, relations=relations)
        draft = edition.draft
        draft.writers = sorted({*draft.writers, *item.draft.get("repaired_by", ())})
        draft.save(update_fields=["writers"])
        for file in files:
            drafts.put_file(edition, file)
        item.state, item.edition = ItemState.CONFIRMED, edition
        item.save(update_fields=["state", "edition"])
    return edition


def _ready(rows: QuerySet[ImportItem], item: ImportItem, by: Officer) -> ImportItem:
    """The item as it stands, or Refused when it cannot be confirmed (any more)."""
    item = rows.get(pk=item.pk)
    require(by.actor(), Permit.IMPORT, About(item.batch.office.path), WHO_MAY)
    if item.state != ItemState.READY or item.original is None:
        raise Refused(f"“{item.name}”现在的状态是“{ItemState(item.state).label}”，不能确认。可能别人刚处理过，请刷新页面。")
    return item


def _prepared(item: ImportItem) -> list[drafts.Prepared]:
    """The item's own file and those that go with it."""
    companions = StoredFile.objects.in_bulk([companion["file"] for companion in item.companions])
    source = [drafts.prepare_stored(item.name, item.original, is_source=True)] if item.original else []
    return source + [drafts.prepare_stored(companion["name"], companions[companion["file"]]) for companion in item.companions]


@transaction.atomic
def discard(item: ImportItem, *, by: Officer, at: datetime) -> None:
    """放弃: nothing of it goes into the library; the file may be imported again later."""
    require(by.actor(), Permit.IMPORT, About(item.batch.office.path), WHO_MAY)
    changed = ImportItem.objects.filter(pk=item.pk, state__in=[ItemState.READY, ItemState.FAILED, ItemState.WAITING])
    if not changed.update(state=ItemState.DISCARDED):
        raise Refused("这一件已经处理过，请刷新页面。")
    journal.write("policies.import.discarded", about=item.batch, by=by, at=at, data={"item": item.position})


def _unpacked(uploads: Sequence[Upload]) -> tuple[list[Upload], list[tuple[Upload, str]]]:
    """The files that may be taken in, those of ZIPs among them, and those that may not with the reason."""
    files: list[Upload] = []
    turned_away: list[tuple[Upload, str]] = []
    for upload in uploads:
        try:
            inside = [upload]
            if check_upload(upload.data, upload.name, _limit()) is FileKind.ZIP:
                archive = Archive(upload.data)
                inside = [Upload(f"{upload.name.removesuffix('.zip')}/{entry.name}", archive.read(entry)) for entry in archive.entries]
        except Refused as refusal:
            turned_away.append((upload, str(refusal)))
            continue
        for file in inside:
            try:
                check_upload(file.data, file.name, _limit())
            except Refused as refusal:
                turned_away.append((file, str(refusal)))
            else:
                files.append(file)
    return files, turned_away


def _sorted_out(files: Sequence[Upload]) -> list[Handed]:
    """Read the manifests, and give files named 附件… to the one paper of their folder."""
    handed: list[Handed] = []
    listed: set[str] = set()
    by_name = {file.name: file for file in files}
    for file in files:
        if kind_of_name(file.name) in MANIFESTS and "清单" in _base(file.name):
            listed.add(file.name)
            handed += _from_manifest(file, by_name, listed)
    return handed + _with_companions([file for file in files if file.name not in listed])


def _from_manifest(table: Upload, files: Mapping[str, Upload], listed: set[str]) -> list[Handed]:
    sheet = readers.read_sheets(table.data, table.name, _limit())[0]
    folder = table.name.removesuffix(_base(table.name))
    near = {name.removeprefix(folder): file for name, file in files.items() if name.startswith(folder) and file is not table}
    handed = []
    for one in manifest.read(sheet.rows, near):
        listed.update(folder + name for name in (one.file, *one.attachments))
        given = one.facts | ({"category": one.category} if one.category else {})
        handed.append(Handed(near[one.file], tuple(near[name] for name in one.attachments), given, one.row))
    return handed


def _with_companions(files: list[Upload]) -> list[Handed]:
    folders: dict[str, list[Upload]] = {}
    for file in files:
        folders.setdefault(file.name.removesuffix(_base(file.name)), []).append(file)
    handed = []
    for inside in folders.values():
        papers = [file for file in inside if not _base(file.name).startswith("附件")]
        appended = [file for file in inside if _base(file.name).startswith("附件")]
        if len(papers) == 1:
            handed.append(Handed(papers[0], tuple(appended)))
        else:
            handed += [Handed(file) for file in inside]
    return handed


def _base(name: str) -> str:
    return name.rpartition("/")[2]


def _limit() -> int:
    return settings.MAX_UPLOAD_MB * 2**20


def _stored(upload: Upload) -> StoredFile:
    return store(upload.data, kind=check_upload(upload.data, upload.name, _limit()), private=True)


def _similar(draft: Mapping[str, Any], office: int, on: date) -> list[dict[str, str]]:
    """Papers in the library that this may be: the same text, number or title; of other offices only those that are public."""
    text = "\n".join(block["text"] for block in draft["blocks"])
    mark = likeness.fingerprint(text)
    title = evidence.value(draft, "title") or ""
    doc_no = evidence.value(draft, "doc_no") or ""
    alike = []
    bands = likeness.bands(mark) if mark is not None else ()
    for edition in queries.similar_editions(mark, bands, doc_no, title, office=office, on=on):
        near = mark is not None and edition.fingerprint is not None and likeness.distance(mark, edition.fingerprint) <= likeness.NEAR
        why = [
            words
            for words, holds in (
                ("正文几乎相同", near),
                ("文号相同", bool(doc_no) and edition.doc_no == doc_no),
                ("标题相同", bool(title) and edition.title == title),
            )
            if holds
        ]
        if why:
            alike.append({"code": edition.policy.code, "edition": str(edition.number), "title": edition.title, "why": "、".join(why)})
    return alike[:5]


def _finish(item: ImportItem, state: ItemState, *, at: datetime, message: str = "", **values: Any) -> None:
    """Only an item still waiting changes: two readers of one item, one result."""
    ImportItem.objects.filter(pk=item.pk, state=ItemState.WAITING).update(state=state, read_at=at, message=message[:600], **values)
