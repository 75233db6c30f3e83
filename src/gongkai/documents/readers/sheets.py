"""表格：XLSX、XLS 由 calamine 读，CSV 由标准库读；隐藏的工作表不读。"""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from gongkai.documents.rules.encodings import decode
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.reading import Line, Reading, reading, table_line
from gongkai.shared.refusal import Refused

CELLS = 500_000


@dataclass(frozen=True)
class Sheet:
    """One visible sheet; `rows` start at the sheet's first row, so that row n of the file is rows[n-1]."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def sheets(data: bytes, kind: FileKind) -> tuple[Sheet, ...]:
    if kind is FileKind.CSV:
        return (Sheet("", _csv_rows(decode(data)[0])),)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        raise Refused("表格设置了打开密码。请去掉密码另存后上传", field="file") from None
    visible = [
        meta.name for meta in workbook.sheets_metadata if meta.visible is SheetVisibleEnum.Visible and meta.typ is SheetTypeEnum.WorkSheet
    ]
    found, cells = [], 0
    for name in visible:
        sheet = workbook.get_sheet_by_name(name)
        cells += (sheet.total_height or 0) * (sheet.total_width or 0)
        if cells > CELLS:
            raise Refused(f"表格超过 {CELLS:,} 个单元格。请删去空行空列，或拆成几个表格后上传", field="file")
        found.append(Sheet(name, tuple(tuple(shown(cell) for cell in row) for row in sheet.to_python(skip_empty_area=False))))
    return tuple(found)


def read(data: bytes) -> Reading:
    kind = FileKind.XLSX if data.startswith(b"PK") else FileKind.XLS
    found = sheets(data, kind)
    hidden = len(CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names) - len(found)
    warnings = [f"有 {hidden} 张隐藏的工作表或图表页，未读入"] if hidden else []
    return _reading(kind, found, warnings)


def read_csv(data: bytes) -> Reading:
    text, encoding = decode(data)
    return _reading(FileKind.CSV, (Sheet("", _csv_rows(text)),), [], encoding)


def _reading(kind: FileKind, found: tuple[Sheet, ...], warnings: list[str], encoding: str = "") -> Reading:
    lines: list[Line] = []
    for sheet in found:
        rows = tuple(row for row in sheet.rows if any(row))
        if rows:
            lines.extend([Line(sheet.name, style="h2")] if len(found) > 1 else [])
            lines.append(table_line(rows))
    if not lines:
        raise Refused("表格是空的。请确认内容已保存好再上传", field="file")
    return reading(kind, lines, warnings=warnings, encoding=encoding)


def shown(cell: Any) -> str:
    """A cell as a person reads it: 1.0 is 1, a date is 2025-06-10."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell).strip()


def _csv_rows(text: str) -> tuple[tuple[str, ...], ...]:
    if not text.strip():
        raise Refused("表格是空的。请确认内容已保存好再上传", field="file")
    first = text.lstrip("\n").split("\n", 1)[0]
    delimiter = max(",\t;，", key=first.count)
    rows: list[tuple[str, ...]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text), delimiter=delimiter):
            cells += len(row)
            if cells > CELLS:
                raise Refused(f"表格超过 {CELLS:,} 个单元格。请拆成几个表格后上传", field="file")
            rows.append(tuple(cell.strip() for cell in row))
    except csv.Error as error:
        raise Refused(f"CSV 第 {len(rows) + 1} 行格式不对（多半是引号没有成对）。请用表格软件重新导出", field="file") from error
    return tuple(rows)
