"""Paragraphs broken by a page, an image or a fixed line width, put together again."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from gongkai.policies.rules.genres import ends_like_title
from gongkai.policies.rules.units import is_signing_unit

if TYPE_CHECKING:
    from gongkai.policies.rules.cleaning import CleanLine

_ENDS = "。！？；：”’》）】…．.!?;:"
_CARRIES_ON = re.compile(r"[、，,（(《〈“‘〔/]$|[的和与及或将对为由在以]$")
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}[.．、)）](?!\d)|第[一二三四五六七八九十百零〇\d]{1,5}[编章节条款]|[①-⑳]|附件?[\d一二三四五]{0,3}[：:]|附件\d{0,2}$|[（(]此件|[☆★])"
)
_DATE_LINE = re.compile(r"^(?:\d{4}|[〇○零一二三四五六七八九]{4})年.{1,3}月.{1,3}日$")
_LABEL = re.compile(r"^[^，。；]{2,12}[：:]|^[^，。；：:]{2,8} ")
_FACTS = re.compile(r"^[^，。；：:]{2,12}[：:] ?\S|^[\u3400-\u9fff]{2,8} \S|^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")  # rows of a metadata table
_PARTED = re.compile(r"[，。；、：]")
WRAPPED_FROM, WRAPPED_TO = 16, 46  # a 公文 page has 28 characters a line (GB/T 9704—2012 5.2.2), a narrow scan fewer
LONG = 45  # a line this long without an end is a paragraph cut short, not a heading


def join_broken(lines: Sequence["CleanLine"], steps: Counter[str]) -> list["CleanLine"]:
    """Lines with the broken paragraphs joined; each joined line keeps the numbers of all the lines it came from."""
    wrapped = _wrapped_at(lines)
    joined: list[CleanLine] = []
    for line in lines:
        if joined and _broken(joined[-1], line, wrapped):
            before = joined[-1]
            steps["接续断开的段落"] += 1
            joined[-1] = replace(
                before, text=before.text + line.text, spaced=before.spaced + line.spaced, sources=before.sources + line.sources
            )
        else:
            joined.append(line)
    return joined


def _wrapped_at(lines: Sequence["CleanLine"]) -> int:
    """The width at which the text was broken, as a PDF's lines are; 0 when its lines are paragraphs."""
    body = [line.text for line in lines if len(line.text) >= 12 and not _FACTS.match(line.spaced) and not ends_like_title(line.text)]
    cut = sorted(len(text) for text in body if WRAPPED_FROM <= len(text) <= WRAPPED_TO and text[-1] not in _ENDS)
    if len(cut) < 3 or len(cut) / len(body) <= 0.4:
        return 0
    usual = cut[len(cut) // 2]
    return usual if sum(abs(length - usual) <= 5 for length in cut) / len(cut) > 0.6 else 0


def _broken(before: "CleanLine", after: "CleanLine", wrapped: int) -> bool:
    a, b = before.text, after.text
    if (
        not a
        or not b
        or before.rows
        or after.rows
        or after.marked
        or a[-1] in "。！？；"
        or _NUMBERED.match(b)
        or _DATE_LINE.match(b)
        or is_signing_unit(b)
    ):
        return False
    if _open_bracket(a) and len(a) >= 12 and b[0] not in "（(" and (a[-1] in "：、，" or re.search(r"[)）》”〕]", b)):
        return True
    if a[-1] == "：" or (a[-1] in _ENDS and not wrapped):
        return False
    if _CARRIES_ON.search(a) and len(a) >= 8 and not _LABEL.match(before.spaced):
        return not before.marked
    if (
        before.marked
        or (ends_like_title(a) and not re.search("[，。；]", a))
        or (_NUMBERED.match(a) and len(a) < (wrapped - 3 if wrapped else 60) and not _PARTED.search(a[4:]))
    ):
        return False
    if wrapped and not _LABEL.match(a) and not _FACTS.match(before.spaced) and not _FACTS.match(after.spaced):
        return len(a) >= wrapped - 4 and not (after.indented and not before.indented and after.after_gap) and not after.indented
    return len(a) >= LONG and bool(_PARTED.search(a))


def _open_bracket(text: str) -> bool:
    tail = text[-80:]
    return tail.count("（") + tail.count("(") > tail.count("）") + tail.count(")") or tail.count("《") > tail.count("》")
