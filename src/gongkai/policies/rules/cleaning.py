"""Cleaning what a reader saw on a page into lines of plain official text, with every step counted and every line traced to its source.

In: lines as a reader gives them. Out: `Cleaned`. Nothing is guessed: characters the converter destroyed are flagged where they stand."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from gongkai.policies.rules import cleaning_furniture as furniture
from gongkai.policies.rules.cleaning_joins import join_broken
from gongkai.policies.rules.cleaning_pinyin import has_injected_pinyin, is_traditional, strip_pinyin, to_simplified
from gongkai.policies.rules.cleaning_typography import squeeze, widen

Rows = tuple[tuple[str, ...], ...]


class SourceLine(Protocol):
    """What cleaning needs of a reader's line."""

    @property
    def text(self) -> str: ...
    @property
    def page(self) -> int: ...
    @property
    def rows(self) -> Rows | None: ...
    @property
    def style(self) -> str: ...


@dataclass(frozen=True)
class PlainLine:
    """A line of pasted text."""

    text: str
    page: int = 0
    rows: Rows | None = None
    style: str = ""  # "h1"…"h6", "title" when the format said so


@dataclass(frozen=True)
class Flag:
    """Something an officer must look at: what, in Chinese, and where. `source_line` is 1-based, 0 when it concerns the whole paper."""

    kind: str  # destroyed · conflict · numbering · doc_no · suspicious · missing
    message: str
    source_line: int = 0
    source_text: str = ""


@dataclass(frozen=True)
class CleanLine:
    """A cleaned line. `spaced` is the same with single spaces kept between its parts (a metadata table needs them);
    `sources` are the 1-based numbers of the source lines it was made from."""

    text: str
    spaced: str
    sources: tuple[int, ...]
    page: int = 0
    rows: Rows = ()
    indented: bool = False
    marked: bool = False  # was a heading in the source (markdown #, a heading style)
    after_gap: bool = False  # an empty line stood before it


@dataclass(frozen=True)
class Dropped:
    """A line that is furniture of the web page, not text of the paper. It may still tell a fact (来源、更新时间)."""

    line: CleanLine
    reason: str


@dataclass(frozen=True)
class Cleaned:
    lines: tuple[CleanLine, ...]
    dropped: tuple[Dropped, ...]
    flags: tuple[Flag, ...]
    steps: tuple[str, ...]
    source: tuple[str, ...] = field(repr=False, default=())

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    def source_text(self, line: CleanLine) -> str:
        """The source lines a clean line was made from, as they stood."""
        return "\n".join(self.source[number - 1] for number in line.sources)


def lines_of(text: str) -> tuple[PlainLine, ...]:
    """Pasted text as source lines."""
    return tuple(PlainLine(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def clean(lines: Iterable[SourceLine]) -> Cleaned:
    """The story: characters first, then page furniture, then broken paragraphs."""
    source = list(lines)
    steps: Counter[str] = Counter()
    flags: list[Flag] = []
    whole = "\n".join(line.text or "\n".join("\t".join(row) for row in line.rows or ()) for line in source)
    pinyin = has_injected_pinyin(whole)
    script = _Script(pinyin, is_traditional(strip_pinyin(whole)[0] if pinyin else whole))
    kept: list[CleanLine] = []
    gap = False
    for number, line in enumerate(source, 1):
        if not line.rows and _is_table_rule(line.text):
            continue
        cleaned = _clean_line(number, line, script, steps, flags)
        if cleaned is None:
            gap = True
            continue
        kept.append(replace(cleaned, after_gap=gap))
        gap = False
    kept, dropped = _without_furniture(kept, steps)
    kept = join_broken(kept, steps)
    if script.traditional:
        steps["繁体转为简体"] += len(kept)
    told = tuple(f"{what}：{count}处" for what, count in steps.items())
    return Cleaned(tuple(kept), tuple(dropped), tuple(flags), told, tuple(line.text for line in source))


@dataclass(frozen=True)
class _Script:
    """How a paper's characters were written."""

    pinyin: bool
    traditional: bool


_INVISIBLE = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad]")
_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HEADING_MARK = re.compile(r"^\s{0,3}#{1,6}\s+")
_QUOTE_MARK = re.compile(r"^\s*>\s+")
_BOLD = re.compile(r"\*\*(.+?)\*\*|__(?=[\u3400-\u9fff])(.+?)__")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,200})\]\((?:https?:|/|\.)[^)\s]*\)")
_BULLET = re.compile(r"^\s*(?:[•●■◆▪◦►▶‣∙·※\uf06c\uf0b7\uf0d8\uf06e]\s*|[*+-]\s+)(?=\S)")
_RULE_MARKS = frozenset("-*_=—－─━ \t\u3000\u00a0")
_TABLE_RULE_MARKS = frozenset("|-: \t")


def _clean_line(number: int, line: SourceLine, script: _Script, steps: Counter[str], flags: list[Flag]) -> CleanLine | None:
    rows = line.rows or ()
    if rows:
        return CleanLine("", "", (number,), line.page, tuple(tuple(_cell(c, script) for c in row) for row in rows))
    text = line.text
    if not text.strip() or _is_rule(text):
        return None
    if _is_row(text):
        steps["识别表格行"] += 1
        cells = text.strip().strip("|").split("|") if "|" in text else text.strip("\n").split("\t")
        return CleanLine("", "", (number,), line.page, (tuple(_cell(cell.strip(), script) for cell in cells),))
    text = _counted(_INVISIBLE, "", text, steps, "去除不可见字符")
    text = _counted(_CONTROL, "", text, steps, "去除控制字符")
    text = _counted(_SPACES, " ", text, steps, "统一空白字符")
    indented = text.startswith("  ")
    unmarked = _HEADING_MARK.sub("", text)
    marked = unmarked != text or line.style in ("title", "h1", "h2", "h3", "h4", "h5", "h6")
    for pattern, by in ((_QUOTE_MARK, ""), (_LINK, r"\1"), (_BOLD, lambda m: m[1] or m[2])):
        unmarked = pattern.sub(by, unmarked)
    if unmarked != text:
        steps["去除排版标记"] += 1
    text = unmarked if furniture.PAGE_NUMBER.match(unmarked.strip()) else _counted(_BULLET, "", unmarked, steps, "去除项目符号")
    if script.pinyin:
        text, stripped, wrecks = strip_pinyin(text)
        if stripped:
            steps["去除夹注拼音"] += stripped
        flags += [_destroyed(number, line.text, wreck) for wreck in wrecks]
    if script.traditional:
        text = to_simplified(text)
    flags += [_destroyed(number, line.text, wreck) for wreck in ruins(text)]
    text, widened = widen(text)
    if widened:
        steps["半角标点改为全角"] += widened
    spaced, squeezed = squeeze(text)
    if not squeezed:
        return None
    if squeezed != spaced:
        steps["去除多余空格"] += 1
    return CleanLine(squeezed, spaced, (number,), line.page, indented=indented, marked=marked)


def _is_rule(text: str) -> bool:
    """A line drawn with marks: ——— or * * *."""
    return set(text) <= _RULE_MARKS and len("".join(text.split())) >= 3


def _is_table_rule(text: str) -> bool:
    return "--" in text and "|" in text and set(text) <= _TABLE_RULE_MARKS


def _is_row(text: str) -> bool:
    """Pasted tables keep their columns as tabs or, from converters, as bars."""
    return text.strip().count("\t") >= 2 or (text.strip().startswith("|") and text.strip().endswith("|") and text.count("|") >= 3)


def _counted(pattern: re.Pattern[str], by: str, text: str, steps: Counter[str], what: str) -> str:
    text, count = pattern.subn(by, text)
    if count:
        steps[what] += count
    return text


def _cell(text: str, script: _Script) -> str:
    text = _SPACES.sub(" ", _CONTROL.sub("", _INVISIBLE.sub("", text)))
    if script.pinyin:
        text = strip_pinyin(text)[0]
    if script.traditional:
        text = to_simplified(text)
    return squeeze(widen(text)[0])[1]


# What a converter leaves when it could not read a character. A lone □ beside 是/否 or another □ is a tick box.
_RUIN = re.compile(
    r"\ufffd+|[\ue000-\uf06b\uf06d-\uf0b6\uf0b8-\uf0d7\uf0d9-\uf8ff]+|(?<=[\u3400-\u9fff])□+(?=[\u3400-\u9fff，。、；）])"
    r"|[?？]{2,}(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])[?？]{3,}|锟斤拷|烫烫烫|屯屯屯|[ÃÂâäåæçèé][\u0080-\u00bf€™œžŸ‚„…†‡ˆ‰Š‹Œ‘’“”•–—˜š›]{1,2}"
)
_TICK_BOX = re.compile(r"[是否有无男女]□|□[是否有无男女]|□\s*□")


def ruins(text: str) -> list[str]:
    """The places of a text where characters were lost on the way, each with a few characters around it; none for a sound text."""
    if _TICK_BOX.search(text):
        text = text.replace("□", "")
    spans: list[list[int]] = []
    for match in _RUIN.finditer(text):
        if spans and match.start() - spans[-1][1] <= 6:
            spans[-1][1] = match.end()
        else:
            spans.append([match.start(), match.end()])
    return [text[max(0, start - 6) : end + 6] for start, end in spans]


def _destroyed(number: int, source_text: str, wreck: str) -> Flag:
    return Flag("destroyed", f"第{number}行有字符在转换时损坏，请对照原件补正：“{wreck}”", number, source_text)


def _without_furniture(lines: Sequence[CleanLine], steps: Counter[str]) -> tuple[list[CleanLine], list[Dropped]]:
    reasons = furniture.reasons([line.spaced if not line.rows else "" for line in lines])
    dropped = [Dropped(line, reason) for line, reason in zip(lines, reasons, strict=True) if reason]
    for each in dropped:
        steps[f"去除{each.reason}"] += 1
    return [line for line, reason in zip(lines, reasons, strict=True) if not reason], dropped
