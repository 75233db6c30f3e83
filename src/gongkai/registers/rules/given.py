"""A list handed in as data, read row by row: the shape in which lists are given out (`{"items": [{栏名: 值}]}`), every fault with its row."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.registers.rules.schemas import ListColumn
from gongkai.shared.refusal import Refused

CODE, SINCE, UNTIL, NOTE = "编号", "生效日期", "失效日期", "变更说明"  # beside the columns of the list
CODES = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,39}")
WRONG_CODE = "编号只能由数字、字母和连字符组成，最多 40 个。"
MOST_ROWS = 3000
LARGEST = 600_000  # characters: it is shown before it is taken over, and comes back with the form


@dataclass(frozen=True)
class Row:
    """One object of the file: `values` by column name, only of the columns it has. `line`: its place, from 1."""

    line: int
    code: str = ""
    values: Mapping[str, str] | None = None
    since: date | None = None
    until: date | None = None
    note: str = ""
    problems: tuple[str, ...] = ()


def rows_in(text: str, columns: Sequence[ListColumn]) -> list[Row]:
    """The rows, each with what cannot be read in it. Refused for what is no such list at all."""
    if len(text) > LARGEST:
        raise Refused(f"内容超过 {LARGEST // 10000} 万字，请分几次导入。", field="file")
    try:
        found: Any = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()  # halves of surrogate pairs are no text
    except (ValueError, RecursionError) as error:
        raise Refused("这个 JSON 文件读不懂，请核对格式和编码（UTF-8）。", field="file") from error
    items = found.get("items") if isinstance(found, dict) else found
    if not isinstance(items, list) or not items or not all(isinstance(one, dict) for one in items):
        raise Refused("JSON 应是一个列表（或者写在 items 里），每一条是以栏名为键的对象；可以先下载现有清单看样式。", field="file")
    if len(items) > MOST_ROWS:
        raise Refused(f"一次最多导入 {MOST_ROWS} 条。", field="file")
    return [_row(line, one, columns) for line, one in enumerate(items, 1)]


def _row(line: int, given: Mapping[str, Any], columns: Sequence[ListColumn]) -> Row:
    labels = {one.label: one.name for one in columns}
    wrong = [f"没有“{name[:20]}”这一栏。" for name in given if name not in labels and name not in (CODE, SINCE, UNTIL, NOTE)]
    texts: dict[str, str] = {}
    for name, value in given.items():
        if value is not None and (isinstance(value, bool) or not isinstance(value, str | int | float)):
            wrong.append(f"“{name[:20]}”应是文字或者数字。")
        elif "\0" in str(value):
            wrong.append(f"“{name[:20]}”里有不能保存的字符。")
        else:
            texts[name] = "" if value is None else str(value).strip()
    if texts.get(CODE) and not CODES.fullmatch(texts[CODE]):
        wrong.append(WRONG_CODE)
    days: dict[str, date | None] = {}
    for name in (SINCE, UNTIL):
        try:
            days[name] = date.fromisoformat(texts[name]) if texts.get(name) else None
        except ValueError:
            wrong.append(f"{name}“{texts[name][:20]}”不是日期，请写成 2026-01-31。")
    values = {labels[name]: text for name, text in texts.items() if name in labels}
    return Row(line, texts.get(CODE, ""), values, days.get(SINCE), days.get(UNTIL), texts.get(NOTE, ""), tuple(wrong))


def decoded(data: bytes) -> str:
    """The text of a file; Refused when it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("这个 JSON 文件不是 UTF-8 编码，请另存后再上传。", field="file") from error


def as_text(table: Sequence[Sequence[str]], columns: Sequence[ListColumn]) -> str:
    """A table whose headings are the columns, as the same data. Refused when no heading is known."""
    head = next((n for n, row in enumerate(table[:5]) if columns[0].label in row), None)
    if head is None:
        raise Refused(f"没有找到表头：应有“{columns[0].label}”一栏。可以先下载现有清单看样式。", field="file")
    names = [cell.strip() for cell in table[head]]
    rows = [{name: cell for name, cell in zip(names, row, strict=False) if name} for row in table[head + 1 :] if any(map(str.strip, row))]
    return json.dumps({"items": rows}, ensure_ascii=False)
