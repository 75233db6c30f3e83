"""The inspection itself: every detector over every passage, table and file of one paper."""

import re
from collections.abc import Iterator
from datetime import date

from gongkai.publishing.rules import (
    addresses,
    cards,
    expired,
    fields,
    garbled,
    ids,
    links,
    others,
    phones,
    punctuation,
    secrecy,
    tables,
    titles,
    uscc,
    words,
)
from gongkai.publishing.rules.hits import Code, Found, Hit, Level, Place
from gongkai.publishing.rules.material import Material, Passage, beside, fold, in_figures
from gongkai.publishing.rules.material import passages as passages_of
from gongkai.publishing.rules.material import tables as tables_of
from gongkai.publishing.rules.rulebook import Rulebook
from gongkai.publishing.rules.screening import Detector, looks

_LONG_NUMBER = re.compile(r"\d[\d .·-]{5,}")
_HARMLESS_LABEL = re.compile(
    r"(?:索\s*引\s*号|统一社会信用代码|信用代码|登记号|统一编号|发文字号|文\s*号|备案号|许可证号|项目代码|标识码|订单号)\s*[:：]?\s*(?P<number>[0-9A-Za-z/_-]{6,40})"
)
_NUMBERED = re.compile(  # a number of a thing: neither phone nor card, unless it is that of a bank
    r"(?<!银行)(?<!手机)(?<!证件)(?<!卡)(?<!账)(?<!户)(?:编[号码]|[单档案工学桩表户]号|序列号|流水号|条形?码|票据?号码?|批[次号]号?|合同号|发票代码|发票号码|验证码|车架号|QQ号?|版本号)"
    r"\s*[:：为是]?\s*(?P<number>\d{7,40})(?!\d)"
)
_BESIDE: frozenset[Detector] = frozenset(
    {"numbers", "addresses", "others", "secrecy", "words", "garbled"}
)  # of what stands beside the text
_ORDER = {Level.HIGH: 0, Level.MIDDLE: 1, Level.LOW: 2}


def inspect_paper(material: Material, rulebook: Rulebook, *, about: str, today: date) -> tuple[Hit, ...]:
    """Everything found, the gravest first, then in reading order. No hit carries a raw personal value."""
    hits: list[Hit] = []
    covered: dict[str, set[str]] = {}  # file -> values already reported with their column
    passages: list[Passage] = []
    for table in tables_of(material):
        for column in tables.find(table, today, rulebook.public_numbers):
            hits.append(_hit(column.found, Place(file=table.file, block=table.block, line=table.line, column=column.heading), rulebook))
            covered.setdefault(table.file, set()).update(column.values)
        if table.block:
            passages += _cells(table.rows, table.block)
    cells = len(passages)
    passages += (*passages_of(material), *beside(material))
    looked = looks([f"{one.before} {one.text}" if at < cells else one.text for at, one in enumerate(passages)], rulebook.screen)
    unpaired = punctuation.is_unpaired("".join(block.text for block in material.blocks))
    for at, passage in enumerate(passages):
        wanted = looked.get(at, set())
        is_prose = at >= cells and not passage.file and not passage.is_beside
        if passage.is_beside:
            wanted = wanted & _BESIDE
        if is_prose and unpaired and punctuation.is_unpaired(passage.text):
            wanted = wanted | {"brackets"}
        if passage.near_top and secrecy.NEAR_TOP.search(passage.text):
            wanted = wanted | {"secrecy"}
        if wanted:
            hits += _in_passage(passage, wanted, material, rulebook, today, covered.get(passage.file, set()), is_prose=is_prose)
    hits += [_hit(found, Place(), rulebook) for found in fields.find(material)]
    hits += [_hit(found, Place(block=anchor), rulebook) for anchor, found in links.find(material)]
    hits += [_hit(found, Place(file=name), rulebook) for name, found in (*_hidden(material), *_not_looked_through(material))]
    hits = [hit for hit in hits if not any(allowance.allows(hit, about, today) for allowance in rulebook.allowances)]
    return tuple(sorted(dict.fromkeys(hits), key=lambda hit: _ORDER[hit.level]))


def personal_spans(text: str, today: date, public_numbers: frozenset[str] = frozenset()) -> list[tuple[int, int, str]]:
    """(start, end, masked form) of every personal number and address, for `masking.replaced`: 脱敏重发."""
    return [(found.start, found.end, found.sample) for found in _personal(fold(text), "", today, public_numbers, frozenset())]


def _in_passage(
    passage: Passage, wanted: set[Detector], material: Material, rulebook: Rulebook, today: date, covered: set[str], *, is_prose: bool
) -> Iterator[Hit]:
    seen: list[Found] = []
    if "secrecy" in wanted:
        seen += secrecy.find(passage)
    if "words" in wanted:
        seen += [*words.find(passage.text, rulebook.word_machine), *titles.find(passage.text, rulebook.leaders)]
    if "garbled" in wanted:
        seen += garbled.find(passage.text)
    if is_prose:
        seen += punctuation.find(passage.text, (row for row in wanted if isinstance(row, int)))
    if "brackets" in wanted:
        seen += punctuation.find_unpaired(passage.text)
    if "expired" in wanted:
        seen += expired.find(passage.folded, today)
    if wanted & {"numbers", "addresses", "others"}:
        seen += _personal(passage.folded, passage.before, today, rulebook.public_numbers, material.own_numbers)
    for found in seen:
        if found.value not in covered:
            place = Place(passage.file, passage.block, passage.line, found.start, found.end)
            yield _hit(found, place, rulebook)


def _personal(text: str, before: str, today: date, public: frozenset[str], own_numbers: frozenset[str]) -> list[Found]:
    """Personal information in folded text; numbers that are known to be something else are cleared first."""
    taken: list[tuple[int, int]] = []
    found: list[Found] = []
    if _LONG_NUMBER.search(text := in_figures(text)):
        taken = [*_credit_codes(text, today), *_harmless(text, own_numbers)]
        identities = list(ids.find(text, today, before))
        things = [match.span("number") for match in _NUMBERED.finditer(text)]
        taken += [span for span in things if not any(one.start < span[1] and span[0] < one.end for one in identities)]
        for candidates in (identities, cards.find(text, before), phones.find(text, public, before)):
            for candidate in candidates:
                if not any(candidate.start < end and start < candidate.end for start, end in taken):
                    taken.append((candidate.start, candidate.end))
                    found.append(candidate)
    return [*found, *addresses.find(text, before), *others.find(text, before)]


def _credit_codes(text: str, today: date) -> Iterator[tuple[int, int]]:
    """Valid 信用代码, but for the one number in thirty-one of an identity card that passes their check by chance."""
    for start, end in uscc.spans(text):
        if not ids.is_valid(text[start:end], today):
            yield start, end


def _harmless(text: str, own_numbers: frozenset[str]) -> Iterator[tuple[int, int]]:
    for match in _HARMLESS_LABEL.finditer(text):
        yield match.span("number")
    for number in own_numbers:
        start = text.find(number)
        while start >= 0:
            yield start, start + len(number)
            start = text.find(number, start + 1)


def _cells(rows: tuple[tuple[str, ...], ...], anchor: str) -> Iterator[Passage]:
    headings = rows[0] if rows else ()
    for line, row in enumerate(rows, 1):
        for at, cell in enumerate(row):
            if cell.strip():
                above = headings[at] if line > 1 and at < len(headings) else ""
                beside = row[at - 1] if at else ""
                yield Passage(cell, block=anchor, line=line, before=f"{beside} {above}")


def _hidden(material: Material) -> Iterator[tuple[str, Found]]:
    for file in material.files:
        for what in file.hidden:
            advice = "请用“清除隐藏信息”处理后重新上传"
            yield file.name, Found(Code.ATTACH_RISK, Level.HIGH, 0, 0, what, what[:40], "文件里还留有看不见的信息", advice)


def _not_looked_through(material: Material) -> Iterator[tuple[str, Found]]:
    """What no detector has seen: the reviewer is told, so that a clean result is not taken for more than it is."""
    for file in material.files:
        if file.unread:
            said = f"有 {file.unread} 处图片或者扫描页没有认字，里面的文字没有检查"
            yield file.name, Found(Code.UNREAD, Level.LOW, 0, 0, "", "", said, "请打开附件逐张看一遍，确认没有不能公开的内容")
        if file.is_played:
            said = "声音和画面里说的、写的没有检查"
            yield file.name, Found(Code.UNREAD, Level.LOW, 0, 0, "", "", said, "请从头到尾放一遍，与正文对照")


def _hit(found: Found, place: Place, rulebook: Rulebook) -> Hit:
    fingerprint = rulebook.fingerprint(found.code, found.value) if found.value else ""
    return Hit(found.code, found.level, place, found.sample, found.message, found.advice, fingerprint)
