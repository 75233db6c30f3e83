"""A public list as a file to take away: CSV, XLSX or JSON with the same rows."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse

from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.writers import xlsx

KINDS = {"csv": "text/csv; charset=utf-8", "xlsx": FileKind.XLSX.media_type, "json": "application/json; charset=utf-8"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def answer(
    kind: str, title: str, header: Sequence[str], rows: Callable[[], Sequence[Sequence[object]]], more: Mapping[str, Any]
) -> HttpResponse:
    """The file; 404 for a kind there is not. `more` stands in the JSON besides the items, each item keyed by the header."""
    if kind not in KINDS:
        raise Http404
    found = rows()
    if kind == "xlsx":
        data = xlsx.write(found, header, title)
    elif kind == "csv":
        data = _csv(header, found)
    else:
        items = [dict(zip(header, row, strict=True)) for row in found]
        data = json.dumps({**more, "items": items}, ensure_ascii=False, indent=1, default=str).encode()
    response = HttpResponse(data, content_type=KINDS[kind])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{title}.{kind}')}"
    response["Access-Control-Allow-Origin"] = "*"  # open data: any page may read it
    return response


def _csv(header: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """With the mark that lets a spreadsheet see it is UTF-8; a text that would be a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(cell: object) -> object:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) and not isinstance(cell, int | float) else text
