"""XLSX：导出的清单。所有内容都是文字，以 = 开头的也不会变成公式。"""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime

import xlsxwriter

from gongkai.documents import cleaning
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.typesetting import width

_SHEET_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
CELL = 32_767  # Excel's own limit of characters
_MADE = datetime(2000, 1, 1)


def write(rows: Iterable[Sequence[object]], header: Sequence[str], title: str = "") -> bytes:
    """One sheet named after the title, the header bold and frozen with a filter, columns as wide as their text (to 60).
    None is an empty cell; int and float are numbers; everything else is written as text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": True},
    )
    book.set_properties({"created": _MADE})
    sheet = book.add_worksheet(_sheet_name(title))
    bold = book.add_format({"bold": True, "bg_color": "#F2F2F2", "border": 1, "text_wrap": True, "valign": "vcenter"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    widths = [_width(name) for name in header]
    sheet.write_row(0, 0, [_text(name) for name in header], bold)
    last = 0
    for last, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(last, column, value, wrapped)
            elif value is not None and value != "":
                sheet.write_string(last, column, _text(value), wrapped)
            if column < len(widths):
                widths[column] = max(widths[column], _width(value))
    sheet.freeze_panes(1, 0)
    if header:
        sheet.autofilter(0, 0, max(last, 1), len(header) - 1)
    for column, wide in enumerate(widths):
        sheet.set_column(column, column, min(60.0, max(6.0, wide + 2)))
    book.close()
    return cleaning.clean(out.getvalue(), FileKind.XLSX).data


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return _CONTROL.sub("", str(value))[:CELL]


def _width(value: object) -> float:
    """In Excel's units, of which a Chinese character takes two."""
    return 2 * max((sum(map(width, line)) for line in str(value)[:200].split("\n")), default=0.0) if value is not None else 0.0


def _sheet_name(title: str) -> str:
    return _SHEET_FORBIDDEN.sub(" ", _text(title)).strip("' ")[:31] or "清单"
