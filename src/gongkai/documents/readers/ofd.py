"""OFD（GB/T 33190）：由 ofdkit 取字和位置，再按版面拼成段落。不验电子签章。"""

from itertools import pairwise

import ofdkit

from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.reading import Reading, reading
from gongkai.documents.rules.wrapping import Placed, paragraphs
from gongkai.shared.refusal import Refused

PAGES = 2_000
COLUMN_GAP = 1.6  # of the font size


def read(data: bytes) -> Reading:
    try:
        with ofdkit.open(data) as document:
            return _read(document, b"Signature" in data)
    except ofdkit.OFDError as error:
        raise Refused("OFD 文件不规范或已损坏，读不出内容。请用 OFD 阅读器打开，另存后再上传", field="file") from error


def _read(document: ofdkit.OFDDocument, signed: bool) -> Reading:
    if len(document.pages) > PAGES:
        raise Refused(f"OFD 有 {len(document.pages)} 页，超过 {PAGES} 页的上限。请拆开后分别导入", field="file")
    placed: list[Placed] = []
    heights, widths = [], []
    for number, page in enumerate(document.pages, 1):
        heights.append(page.height)
        widths.append(page.width)
        placed.extend(_lines(page, number))
    if not placed:
        raise Refused("OFD 里没有文字，可能是扫描件（只有图片）。请上传文字版，或先转成 PDF 再试", field="file")
    warnings = ["文件带有电子签章，本系统不验章；请用 OFD 阅读器核验"] if signed else []
    return reading(FileKind.OFD, paragraphs(placed, heights, widths), warnings=warnings)


def _lines(page: ofdkit.Page, number: int) -> list[Placed]:
    """The page's runs gathered into printed lines, top to bottom; a run drawn twice (false bold) counts once."""
    runs = {(run.text, round(run.x, 1), round(run.y, 1)): run for run in page.runs if run.text.strip()}
    rows: list[list[ofdkit.TextRun]] = []
    for run in sorted(runs.values(), key=lambda run: (run.y, run.x)):
        if rows and abs(rows[-1][0].y - run.y) <= 0.4 * max(run.size, 1.0):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [_line(sorted(row, key=lambda run: run.x), number) for row in rows]


def _line(row: list[ofdkit.TextRun], number: int) -> Placed:
    text, columns = row[0].text, False
    for before, run in pairwise(row):
        gap = run.x - before.x - before.width
        if gap > COLUMN_GAP * max(run.size, 1.0):
            text, columns = text + "\t" + run.text, True
        else:
            text += (" " if gap > 0.3 * run.size and text[-1:].isascii() and run.text[:1].isascii() else "") + run.text
    last = row[-1]
    return Placed(text, row[0].x, last.x + last.width, row[0].y, max(run.size for run in row), number, columns)
