"""A whole catalogue at once, from a standard table or JSON: each row becomes a version that waits for approval, or says what is wrong."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongkai.catalogue.actions.items import add_heading, approve, propose
from gongkai.catalogue.models import Column, Item, ItemVersion
from gongkai.catalogue.queries import public
from gongkai.catalogue.rules.permits import WHO_MAY, Permit
from gongkai.catalogue.rules.sheets import HEADER, Row, rows_in
from gongkai.catalogue.rules.words import is_tier_above
from gongkai.documents.checks import check_upload
from gongkai.documents.readers.sheets import sheets
from gongkai.documents.rules.kinds import FileKind
from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.queries import organisation_named
from gongkai.people.rules.permits import About, require
from gongkai.shared.refusal import Refused, refused_of

LARGEST = 5_000_000


@dataclass(frozen=True)
class Imported:
    """What became of one row: `said` is 新增, 调整, 没有变化, or empty with `problems`."""

    row: Row
    said: str
    problems: tuple[tuple[str, str], ...] = ()


def read_table(data: bytes, name: str) -> list[Sequence[str]]:
    """The cells of an XLSX, XLS or CSV, or of a JSON list of objects keyed by the headings. Refused for anything else."""
    if len(data) > LARGEST:
        raise Refused("文件超过 5 MB，请拆成几个文件。", field="file")
    suffix = name.lower().rpartition(".")[2]
    if suffix == "json":
        return _json_rows(data)
    kind = {"xlsx": FileKind.XLSX, "xls": FileKind.XLS, "csv": FileKind.CSV}.get(suffix)
    if kind is None:
        raise Refused("请上传 XLSX、XLS、CSV 或者 JSON 文件。", field="file")
    check_upload(data, name)
    try:
        found = sheets(data, kind)
    except Refused:
        raise
    except Exception as error:
        raise Refused("这个表格打不开，可能已损坏。请用表格软件另存后再上传。", field="file") from error
    return [row for sheet in found for row in sheet.rows] if found else []


def _json_rows(data: bytes) -> list[Sequence[str]]:
    try:
        found: Any = json.loads(data.decode("utf-8-sig"))
        json.dumps(found, ensure_ascii=False).encode()  # halves of surrogate pairs are no text
    except (ValueError, RecursionError) as error:
        raise Refused("这个 JSON 文件读不懂，请核对格式和编码（UTF-8）。", field="file") from error
    rows = found.get("items") if isinstance(found, dict) else found
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise Refused("JSON 应是一个列表，每个事项是一个以栏名为键的对象；可以先下载现有目录看样式。", field="file")
    names = [name for name in HEADER if any(name in one for one in rows)]
    return [names, *([str("" if one.get(name) is None else one.get(name, "")) for name in names] for one in rows)]


def import_items(
    table: Sequence[Sequence[str]],
    *,
    owner: Organisation,
    effective_from: date,
    note: str,
    category: str = "",
    field: str = "",
    by: Officer,
    at: datetime,
) -> list[Imported]:
    """Rows without problems are proposed; the others are told, and the same file can be sent again once it is mended: rows that say what
    the catalogue says already make nothing. Refused when the table as a whole is wrong."""
    require(by.actor(), Permit.WRITE, About(owner.path), WHO_MAY)
    rows, wrong = rows_in(table, category=category, field=field)
    if wrong:
        raise Refused(wrong, field="file")
    columns = {one.name: one for one in Column.objects.all()}
    names: dict[str, Organisation | None] = {}
    seen: dict[tuple[str, ...], int] = {}
    done = []
    for row in rows:
        problems = list(row.problems)
        organs = []
        for name in row.organs:
            if name not in names:
                names[name] = organisation_named(name, near=owner)
            if (organ := names[name]) is None:
                problems.append(("公开主体", f"没有找到单位“{name[:30]}”，请写全称或者规范简称。"))
            else:
                organs.append(organ)
        if row.column and row.column not in columns:
            problems.append(("栏目", f"没有栏目“{row.column[:30]}”，请先在“公开栏目”里建立。"))
        same = (row.code,) if row.code else (row.category, row.heading, row.written.name)
        if (first := seen.setdefault(same, row.line)) != row.line and not problems:
            problems.append(("二级事项", f"和第 {first} 行是同一个事项，请合并成一行。"))
        if problems:
            done.append(Imported(row, "", tuple(problems)))
            continue
        try:
            with transaction.atomic():
                said = _take_in(row, organs or [owner], columns.get(row.column), owner, effective_from, note, by, at)
        except Refused as refused:
            done.append(Imported(row, "", (("", str(refused)),)))
        else:
            done.append(Imported(row, said))
    told = {"rows": len(done), "taken": sum(bool(one.said) for one in done), "owner": owner.pk}
    journal.write("catalogue.items.imported", about=owner, by=by, at=at, data=told)
    return done


def _take_in(
    row: Row, organs: list[Organisation], column: Column | None, owner: Organisation, day: date, note: str, by: Officer, at: datetime
) -> str:
    item = _existing(row, owner)
    bearers = sorted(one.pk for one in organs)
    last = item.versions.order_by("-number").first() if item else None
    column_id = column.pk if column else None
    if last is not None and not last.ends and (last.written, last.bearers, last.column_id) == (row.written, bearers, column_id):
        return "没有变化"
    given: dict[str, Any] = {"column": column, "bearers": organs, "effective_from": day, "note": note, "by": by, "at": at}
    if item is not None:
        propose(row.written, item=item, **given)
        return "调整"
    heading = add_heading(category=row.category, name=row.heading, field=row.field, owner=owner, by=by, at=at)
    propose(row.written, heading=heading, owner=owner, parent=_parent(row, owner), **given)
    return "新增"


def _existing(row: Row, owner: Organisation) -> Item | None:
    if row.code:
        found = Item.objects.filter(code=row.code).select_related("owner").first()
        if found is None:
            raise Refused(f"没有编码为“{row.code[:40]}”的事项。新事项的编码由系统给出，请留空。", field="事项编码")
        if found.owner_id != owner.pk:
            raise Refused(f"事项 {found.code} 由{found.owner.name}编制，不能在这里改。", field="事项编码")
        return found
    same = Item.objects.filter(
        owner=owner, heading__category=row.category, heading__name=row.heading, name=row.written.name, is_ended=False
    )
    return same.select_related("owner").first()


def _parent(row: Row, owner: Organisation) -> Item | None:
    if not row.parent:
        return None
    found = public().filter(code=row.parent).select_related("owner").first()
    if found is None or not is_tier_above(found.owner.level, owner.level):
        raise Refused(f"上一级已经公布的事项里没有编码“{row.parent[:40]}”。", field="上级事项编码")
    return found


def approve_many(versions: Sequence[ItemVersion], *, by: Officer, at: datetime) -> list[tuple[ItemVersion, str]]:
    """Each version approved by itself; returns what was refused and why."""
    return refused_of(versions, lambda one: approve(one, by=by, at=at))
