"""工作表有多大：在展开之前先量。calamine 按最外面两个单元格围成的整块分配内存，所以先逐格看位置，过大的不交给它。"""

import re
from xml.parsers import expat

from gongkai.documents import archive
from gongkai.documents.spreadsheet import CELLS, too_large
from gongkai.shared.refusal import Refused

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_OTHER_FORMATS = {"xl/workbook.bin", "content.xml"}  # XLSB, ODS: calamine would open them as well
_BROKEN = "表格已损坏或不规范，读不出内容。请用表格软件打开，另存一份后再上传"


def require_within(data: bytes) -> None:
    """Nothing when no sheet of an XLSX, hidden ones too, spans more than CELLS from A1 to its outermost filled cell; else Refused. Reads
    the parts under the limits of archives, one after the other."""
    box = archive.Archive(data, "表格")
    names = {entry.name.lower() for entry in box.entries}
    if "xl/workbook.xml" not in names or names & _OTHER_FORMATS:
        raise Refused(_BROKEN, field="file")
    for entry in box.entries:
        part = box.read(entry)
        if b"sheetData" in part.replace(b"\0", b""):  # a part in UTF-16 too
            _Extent().measure(part)


class _Extent:
    """Where cells stand, counted as the reader counts them: a cell or row without its own reference follows the one before."""

    def __init__(self) -> None:
        self.row = self.column = 0  # of the cell at hand, from 1
        self.in_cell = False
        self.rows = self.columns = 0

    def measure(self, part: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = _refuse_declarations
        try:
            parser.Parse(part, True)
        except expat.ExpatError as error:
            raise Refused(_BROKEN, field="file") from error

    def _start(self, name: str, given: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "row":
            self.row = _number(given["r"]) if "r" in given else self.row + 1
            self.column = 0
        elif tag == "c":
            self.in_cell = True
            self.column += 1
            if "r" in given:
                self.row, self.column = _place(given["r"])
        elif self.in_cell:  # it has a value; mere formatting takes no room
            self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
            if self.rows * self.columns > CELLS:
                raise too_large()

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] == "c":
            self.in_cell = False


def _place(reference: str) -> tuple[int, int]:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise Refused(_BROKEN, field="file")
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _number(written: str) -> int:
    if not re.fullmatch("[0-9]{1,7}", written):
        raise Refused(_BROKEN, field="file")
    return int(written)


def _refuse_declarations(*_given: object) -> None:
    raise Refused(_BROKEN, field="file")
