"""HTML elements as lines: the walk shared by the web page and the DOCX reader."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from gongkai.documents.rules.reading import Line, table_line

DEEPEST = 150
TABLE_CELLS = 200_000
LONG_CELL = 800  # characters: a cell longer than this holds text, not a fact; its table is there for layout

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TITLE_BREAK = "\u2028"
_BETWEEN_WORDS = re.compile(f"(?<=[A-Za-z]){_TITLE_BREAK}(?=[A-Za-z])")
_EDGE = " \t\n\xa0\u3000\u2002\u2003"


def lines_of(root: LexborNode, joined_titles: bool = False) -> list[Line]:
    """Paragraphs, tables and single blank lines under an element, in order. With `joined_titles` a line break in a heading or
    centred paragraph is taken for the shape of a title, not for its end."""
    walk = _Walk(joined_titles)
    walk.visit(root, "", 0)
    walk.flush("")
    while walk.lines and not walk.lines[-1].text:
        walk.lines.pop()
    return walk.lines


def rows_of(table: LexborNode) -> tuple[tuple[str, ...], ...]:
    """A table's cells; merged cells keep their text once and leave "" in the other places."""
    rows: list[tuple[str, ...]] = []
    hanging: dict[int, int] = {}  # column -> rows still covered by a cell above
    cells = 0
    for row in _rows(table):
        made: list[str] = []
        for cell in _cells(row):
            while hanging.get(len(made), 0):
                hanging[len(made)] -= 1
                made.append("")
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            text = tidy(text_of(cell))
            for column in range(across):
                if down > 1:
                    hanging[len(made)] = down - 1
                made.append(text if column == 0 else "")
        while hanging.get(len(made), 0):
            hanging[len(made)] -= 1
            made.append("")
        cells += len(made)
        if cells > TABLE_CELLS:
            break
        if any(made):
            rows.append(tuple(made))
    return tuple(rows)


def tidy(text: str) -> str:
    """Runs of blanks as one, none between Chinese characters that only a line break in the source parted, none at the ends."""
    text = re.sub(r"[ \t\n\xa0]*\n[ \t\n\xa0]*", "\n", text.replace("\r", "\n"))
    text = re.sub(r"(?<=[\u3400-\u9fff\u3000-\u303f\uff00-\uffef])\n+(?=[\u3400-\u9fff\u3000-\u303f\uff00-\uffef])", "", text)
    return re.sub(r"[ \t\n]+", " ", text).strip(_EDGE)


def text_of(node: LexborNode) -> str:
    """All the text of an element, or of a text node."""
    return (node.text_content or "") if node.is_text_node else node.text()


class _Walk:
    def __init__(self, joined_titles: bool) -> None:
        self._joined_titles = joined_titles
        self.lines: list[Line] = []
        self._pieces: list[str] = []

    def visit(self, node: LexborNode, style: str, depth: int) -> None:
        if depth > DEEPEST:
            self._pieces.append(text_of(node))
            return
        child = node.first_child
        while child is not None:
            self._one(child, style, depth)
            child = child.next

    def flush(self, style: str, blank: bool = False) -> None:
        text = tidy(_BETWEEN_WORDS.sub(" ", "".join(self._pieces)).replace(_TITLE_BREAK, ""))
        self._pieces.clear()
        if text or (blank and self.lines and self.lines[-1].text):
            self.lines.append(Line(text, style=style if text else ""))

    def _one(self, node: LexborNode, style: str, depth: int) -> None:
        if node.is_text_node:
            self._pieces.append(text_of(node))
            return
        if not node.is_element_node:
            return
        tag = node.tag or ""
        if tag == "br" and self._joined_titles and (style in _HEADINGS or style == "center"):
            self._pieces.append(_TITLE_BREAK)
        elif tag == "br":
            blank = not "".join(self._pieces).strip(_EDGE)
            self.flush(style, blank=blank)
        elif tag in ("rt", "rp"):
            return
        elif tag == "table" and is_data(node):
            self.flush(style)
            self.lines.append(table_line(rows_of(node)))
        elif tag in _BLOCKS:
            self.flush(style)
            own = tag if tag in _HEADINGS else _alignment(node) or style
            before = len(self.lines)
            self.visit(node, own, depth + 1)
            self.flush(own, blank=tag in ("p", "div", "li") and len(self.lines) == before)
        else:
            self.visit(node, style, depth + 1)


def is_data(table: LexborNode) -> bool:
    """A table of facts, not of layout: two columns and more, no table inside, no cell with a whole text in it."""
    if table.css_first("td table, th table") is not None:
        return False
    widest = longest = 0
    for row in _rows(table):
        cells = list(_cells(row))
        widest = max(widest, len(cells))
        longest = max([longest, *(len(tidy(text_of(cell))) for cell in cells)])
    return widest >= 2 and longest <= LONG_CELL


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    child = table.first_child
    while child is not None:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child)
        child = child.next


def _cells(row: LexborNode) -> Iterator[LexborNode]:
    child = row.first_child
    while child is not None:
        if child.tag in ("td", "th"):
            yield child
        child = child.next


def _span(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or "1"
    return min(max(int(value), 1), 100) if value.isdecimal() and len(value) < 5 else 1


def _alignment(node: LexborNode) -> str:
    if node.tag == "center":
        return "center"
    attributes = node.attributes
    said = f"{attributes.get('align') or ''};{attributes.get('style') or ''};{attributes.get('class') or ''}".lower().replace(" ", "")
    found = re.search(r"^(center|right);|text-align:(center|right)|;(?:align-)?(center|right)$", said)
    return next((group for group in found.groups() if group), "") if found else ""
