"""电子表格展开成一格一格的文字。旧版 XLS 没有办法先量大小（calamine 一打开就按最外面的单元格分配内存），放在限了内存的另一个进程里读。"""

import io
import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from gongkai.shared.refusal import Refused

CELLS = 500_000
MEMORY = 2**30  # bytes for reading one XLS
SECONDS = 60


@dataclass(frozen=True)
class Sheet:
    """One visible sheet; `rows` start at the sheet's first row, so that row n of the file is rows[n-1]."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def unfolded(data: bytes) -> tuple[tuple[Sheet, ...], int]:
    """The visible sheets, and how many others there are. The caller has seen to it that they are not too large for the memory."""
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
            raise too_large()
        found.append(Sheet(name, tuple(tuple(shown(cell) for cell in row) for row in sheet.to_python(skip_empty_area=False))))
    return tuple(found), len(workbook.sheet_names) - len(found)


def unfolded_apart(data: bytes) -> tuple[tuple[Sheet, ...], int]:
    """The same in a process of its own that may use MEMORY: a file made to take more ends that process, not this one."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", __name__]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, env=environment, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise Refused(f"旧版表格读了 {SECONDS} 秒还没有读完，已停止。请另存为 XLSX 后上传", field="file") from None
    if done.returncode:
        raise Refused("旧版表格已损坏，或者大得读不下。请用表格软件打开，另存为 XLSX 后再上传", field="file")
    said = json.loads(done.stdout)
    if said["refused"]:
        raise Refused(said["refused"], field="file")
    return tuple(Sheet(name, tuple(map(tuple, rows))) for name, rows in said["sheets"]), said["others"]


def too_large() -> Refused:
    return Refused(f"表格超过 {CELLS:,} 个单元格。请删去空行空列，或拆成几个表格后上传", field="file")


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


def _answer() -> None:
    """What the process apart does: a file comes in, its sheets go out."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    said: dict[str, Any] = {"refused": "", "sheets": [], "others": 0}
    try:
        found, said["others"] = unfolded(sys.stdin.buffer.read())
        said["sheets"] = [(sheet.name, sheet.rows) for sheet in found]
    except Refused as refused:
        said["refused"] = refused.message
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    _answer()
