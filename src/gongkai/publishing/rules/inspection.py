"""The inspection itself: every detector over every passage, table and file of one paper."""

import re
from collections.abc import Iterator
from datetime import date

from gongkai.publishing.rules import addresses, cards, fields, garbled, ids, links, others, phones, secrecy, tables, uscc, words
from gongkai.publishing.rules.hits import Code, Found, Hit, Level, Place
from gongkai.publishing.rules.material import Material, Passage, fold
from gongkai.publishing.rules.material import passages as passages_of
from gongkai.publishing.rules.material import tables as tables_of
from gongkai.publishing.rules.rulebook import Rulebook

_LONG_NUMBER = re.compile(r"\d[\d -]{5,}")
_HARMLESS_LABEL = re.compile(
    r"(?:索\s*引\s*号|统一社会信用代码|信用代码|登记号|统一编号|发文字号|文\s*号|备案号|许可证号|项目代码|标识码|订单号)\s*[:：]?\s*(?P<number>[0-9A-Za-z/_-]{6,40})"
)
_ORDER = {Level.HIGH: 0, Level.MIDDLE: 1, Level.LOW: 2}


def inspect_paper(material: Material, rulebook: Rulebook, *, about: str, today: date) -> tuple[Hit, ...]:
    """Everything found, the gravest first, then in reading order. No hit carries a raw personal value."""
    hits: list[Hit] = []
    covered: dict[str, set[str]] = {}  # file -> values already reported with their column
    for table in tables_of(material):
        for column in tables.find(table, today, rulebook.public_numbers):
            hits.append(_hit(column.found, Place(file=table.file, block=table.block, line=table.line, column=column.heading), rulebook))
            covered.setdefault(table.file, set()).update(column.values)
        if table.block:
            for passage in _cells(table.rows, table.block):
                hits += _in_passage(passage, material, rulebook, today, covered.get("", set()))
    for passage in passages_of(material):
        hits += _in_passage(passage, material, rulebook, today, covered.get(passage.file, set()))
    hits += [_hit(found, Place(), rulebook) for found in fields.find(material)]
    hits += [_hit(found, Place(block=anchor), rulebook) for anchor, found in links.find(material)]
    hits += [_hit(found, Place(file=name), rulebook) for name, found in _hidden(material)]
    hits = [hit for hit in hits if not any(allowance.allows(hit, about, today) for allowance in rulebook.allowances)]
    return tuple(sorted(dict.fromkeys(hits), key=lambda hit: _ORDER[hit.level]))


def personal_spans(text: str, today: date, public_numbers: frozenset[str] = frozenset()) -> list[tuple[int, int, str]]:
    """(start, end, masked form) of every personal number and address, for `masking.replaced`: 脱敏重发."""
    return [(found.start, found.end, found.sample) for found in _personal(fold(text), "", today, public_numbers, frozenset())]


def _in_passage(passage: Passage, material: Material, rulebook: Rulebook, today: date, covered: set[str]) -> Iterator[Hit]:
    seen = [*secrecy.find(passage), *words.find(passage.text, rulebook.word_machine), *garbled.find(passage.text)]
    seen += _personal(passage.folded, passage.before, today, rulebook.public_numbers, material.own_numbers)
    for found in seen:
        if found.value not in covered:
            place = Place(passage.file, passage.block, passage.line, found.start, found.end)
            yield _hit(found, place, rulebook)


def _personal(text: str, before: str, today: date, public: frozenset[str], own_numbers: frozenset[str]) -> list[Found]:
    """Personal information in folded text; numbers that are known to be something else are cleared first."""
    taken: list[tuple[int, int]] = []
    found: list[Found] = []
    if _LONG_NUMBER.search(text):
        taken = [*uscc.spans(text), *_harmless(text, own_numbers)]
        for candidates in (ids.find(text, today, before), cards.find(text, before), phones.find(text, public, before)):
            for candidate in candidates:
                if not any(candidate.start < end and start < candidate.end for start, end in taken):
                    taken.append((candidate.start, candidate.end))
                    found.append(candidate)
    return [*found, *addresses.find(text, before), *others.find(text, before)]


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


def _hit(found: Found, place: Place, rulebook: Rulebook) -> Hit:
    fingerprint = rulebook.fingerprint(found.code, found.value) if found.value else ""
    return Hit(found.code, found.level, place, found.sample, found.message, found.advice, fingerprint)
