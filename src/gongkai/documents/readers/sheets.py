"""表格：XLSX 先量大小再展开，XLS 在另一个进程里展开，CSV 由标准库读；隐藏的工作表不读。"""

import csv
import io

from gongkai.documents.readers.extent import require_within
from gongkai.documents.rules.encodings import decode
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.reading import Line, Reading, reading, table_line
from gongkai.documents.spreadsheet import CELLS, Sheet, unfolded, unfolded_apart
from gongkai.shared.refusal import Refused


def sheets(data: bytes, kind: FileKind) -> tuple[Sheet, ...]:
    if kind is FileKind.CSV:
        return (Sheet("", _csv_rows(decode(data)[0])),)
    return _workbook(data)[0]


def read(data: bytes) -> Reading:
    kind = FileKind.XLSX if data.startswith(b"PK") else FileKind.XLS
    found, hidden = _workbook(data)
    warnings = [f"有 {hidden} 张隐藏的工作表或图表页，未读入"] if hidden else []
    return _reading(kind, found, warnings)


def _workbook(data: bytes) -> tuple[tuple[Sheet, ...], int]:
    """The visible sheets and the number of others. No file is opened before it is known to fit, or at our own risk."""
    if not data.startswith(b"PK"):
        return unfolded_apart(data)
    require_within(data)
    return unfolded(data)


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
