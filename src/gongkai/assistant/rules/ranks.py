"""Ranks by number (一级响应、Ⅱ类、3档), however the numeral is written: what is said of another rank is no answer."""

import re

_NUMERALS = {letter: place for row in ("一二三四五六七八九十", "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ", "123456789") for place, letter in enumerate(row, start=1)}
_ONE = "[一二三四五六七八九十ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ1-9]"
# 同一类, 某一级, 县一级 and 12类 are no ranks; 三级甲等 is one
_RANK = re.compile(
    rf"(?<![同这那哪某每上下县市省镇乡区唯统单\d十第]){_ONE}(?:[级类档]?[、和及或与至到~～—–-]{{1,2}}{_ONE}){{0,5}}(?=([级类档])(?!别|型|似|案))"
)
_UNTIL = re.compile("[至到~～—–-]")


def ranks(text: str) -> frozenset[tuple[int, str]]:
    """The ranks a text names, each as (number, 级 or 类 or 档); of a span (Ⅳ级至Ⅱ级) all between."""
    found: set[tuple[int, str]] = set()
    for match in _RANK.finditer(text):
        numbers = [_NUMERALS[letter] for letter in match[0] if letter in _NUMERALS]
        spanned = range(min(numbers), max(numbers) + 1) if _UNTIL.search(match[0]) else numbers
        found |= {(number, match[1]) for number in spanned}
    return frozenset(found)


def is_of_another(text: str, question: str) -> bool:
    """Whether the question names a rank, and the text others of its sort but not that one: Ⅳ级、Ⅲ级 are not 一级. “Ⅱ级以上” is also of
    the first, whose number is the smaller one."""
    asked = ranks(question)
    if not asked:
        return False
    said = ranks(text)
    for number, sort in asked:
        there = {other for other, of in said if of == sort}
        if there and number not in there and not ("以上" in text and number < max(there)):
            return True
    return False
