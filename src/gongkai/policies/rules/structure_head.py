"""The top of a paper: 发文机关标志, 发文字号, the title over one or more lines, a note below it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.policies.rules import structure_marks as marks
from gongkai.policies.rules.cleaning import CleanLine
from gongkai.policies.rules.docno import find_all, parse
from gongkai.policies.rules.genres import ends_like_title
from gongkai.policies.rules.units import is_signing_unit
from gongkai.shared.refusal import Refused

HEAD_LINES = 16  # where a title may begin
LONGEST_TITLE = 300


@dataclass(frozen=True)
class Head:
    title: str = ""
    title_lines: tuple[CleanLine, ...] = ()
    masthead: tuple[CleanLine, ...] = ()  # 发文机关标志: “××市人民政府文件” or the bare name
    doc_no_lines: tuple[CleanLine, ...] = ()
    notes: tuple[CleanLine, ...] = ()  # 题注: adopted when, published by which order
    order_no: str = ""  # 第52号 under the title of an order, read together with it
    secrecy: tuple[CleanLine, ...] = ()  # 份号、密级、紧急程度: must not be on a public paper


_MASTHEAD = re.compile(r"^[\u3400-\u9fff]{4,60}文件$")
_SIGNER = re.compile(r"^签发人[：: ]")
_SECRECY = re.compile(r"^(?:绝密|机密|秘密)[★☆*·\d年个月长期]*$|^(?:特急|加急|特提|平急|急件)$|^0{2,}\d{1,4}$|^份号[：: ]?\d*$")
_ABOUT = re.compile(r"关于.{2,}")
_ORDER_TITLE = re.compile(r"(?:令|公告|通告)$")
_ABOUT_TITLE = re.compile(r"^关于.{4,120}(?:公告|通告|通知|决定|意见|令)$")
_ORDER_NO = re.compile(r"^[（(]?(?:\d{4}年)?第?\d{1,5}号[)）]?$|^[（(]?(?:\d{4}年)?第[一二三四五六七八九十百零〇]{1,6}号[)）]?$")
_NOTE = re.compile(r"^[（(](?=.*(?:年|号|通过|修订|修正|公布|施行|发布)).{4,300}[)）]$")


def read_head(lines: Sequence[CleanLine], hint: str = "") -> tuple[Head, list[CleanLine]]:
    """The head and the lines left for the body, in order."""
    span = _title_span(lines, hint)
    if span is None:
        consumed = [at for at, line in enumerate(lines[:HEAD_LINES]) if _is_doc_no(line)][:1] if not hint else []
        head = Head(title=hint, doc_no_lines=tuple(lines[at] for at in consumed))
        return head, [line for at, line in enumerate(lines) if at not in consumed]
    start, end = span
    masthead, numbers, notes, secrecy, rest = [], [], [], [], []
    for line in lines[:start]:
        if _is_doc_no(line):
            numbers.append(line)
        elif _SECRECY.match(line.text):
            secrecy.append(line)
        elif _MASTHEAD.match(line.text) or all(is_signing_unit(name) for name in line.spaced.split(" ")) or _SIGNER.match(line.text):
            masthead.append(line)
        else:
            rest.append(line)
    title = "".join(line.text for line in lines[start:end])
    if end == start + 1 and not ends_like_title(title):
        title = lines[start].spaced  # a headline's space parts its two halves
    after, order_no = end, ""
    while after < len(lines) and after < end + 3 and not lines[after].rows:
        if _is_doc_no(lines[after]):
            numbers.append(lines[after])
        elif _ORDER_TITLE.search(title) and _ORDER_NO.match(lines[after].text):
            numbers.append(lines[after])
            order_no = title + lines[after].text.strip("（）()")
        elif _NOTE.match(lines[after].text):
            notes.append(lines[after])
        else:
            break
        after += 1
    if _ORDER_TITLE.search(title) and after < len(lines) and _ABOUT_TITLE.match(lines[after].text):
        masthead += lines[start:end]
        start, end, after = after, after + 1, after + 1
        title = lines[start].text
    head = Head(_without_marks(title), tuple(lines[start:end]), tuple(masthead), tuple(numbers), tuple(notes), order_no, tuple(secrecy))
    return head, [*rest, *lines[after:]]


def _is_doc_no(line: CleanLine) -> bool:
    """A line that is nothing but a 发文字号, perhaps in brackets, perhaps with 签发人 beside it."""
    text = re.sub(r"签发人[：:].*$", "", line.text).strip("（）()《》 ")
    if not 5 <= len(text) <= 50 or not find_all(text):
        return False
    try:
        return len(str(parse(text))) >= len(text) - 3
    except Refused:
        return False


def _without_marks(title: str) -> str:
    return title[1:-1] if title.startswith("《") and title.endswith("》") and title.count("《") == 1 else title


def _title_span(lines: Sequence[CleanLine], hint: str) -> tuple[int, int] | None:
    if hint:
        for start in range(min(HEAD_LINES, len(lines))):
            for end in range(start + 1, min(start + 5, len(lines) + 1)):
                if marks.bare("".join(line.text for line in lines[start:end])) == marks.bare(hint):
                    return start, end
    for start in range(min(HEAD_LINES, len(lines))):
        end = _named_title(lines, start)
        if end:
            return start, end
        if lines[start].rows or lines[start].text.endswith("。") or len(lines[start].text) > LONGEST_TITLE:
            break
    for start in range(min(HEAD_LINES, len(lines))):
        if _could_be_title(lines[start]) and start + 1 < len(lines) and not marks.is_numbered(lines[start].text):
            return start, start + 1
        if lines[start].text.endswith("。"):
            break
    return None


def _named_title(lines: Sequence[CleanLine], start: int) -> int:
    """Where a title beginning at `start` ends, 0 when none does: up to five lines that together end as papers are named."""
    joined = ""
    for end in range(start, min(start + 5, len(lines))):
        line = lines[end]
        if not _part_of_title(line):
            return 0
        joined += line.text
        if len(joined) > LONGEST_TITLE:
            return 0
        named = ends_like_title(joined) and not _MASTHEAD.match(joined)
        if named and (len(joined) >= 6 or end > start):
            following = lines[end + 1].text if end + 1 < len(lines) else ""
            if _goes_on(joined, following):
                continue
            return end + 1
    return 0


def _goes_on(joined: str, following: str) -> bool:
    """“关于印发《工作要点” is not yet the whole title when the next line is “的通知”."""
    unclosed = joined.count("《") > joined.count("》")
    return bool(following) and (
        unclosed
        or following.startswith("的")
        or (bool(_ABOUT.search(joined)) is False and bool(re.match(r"关于.{2,}的(?:通知|决定|公告|批复|函)$", following)))
    )


def _part_of_title(line: CleanLine) -> bool:
    text = line.text
    return bool(text) and not (
        line.rows
        or re.search(r"[。；：]$", text)
        or marks.DATE.match(text)
        or marks.is_numbered(text)
        or _is_doc_no(line)
        or _SECRECY.match(text)
        or _SIGNER.match(text)
        or _MASTHEAD.match(text)
        or marks.ANNEX.match(text)
        or text.startswith(("现将", "为了", "为", "根据"))
    )


def _could_be_title(line: CleanLine) -> bool:
    return _part_of_title(line) and 6 <= len(line.text) <= 90 and not is_signing_unit(line.text)
