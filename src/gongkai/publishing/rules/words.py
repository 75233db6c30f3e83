"""错敏词: one pass of an Aho–Corasick automaton over wrong words and the right phrases that contain them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import ahocorasick

from gongkai.publishing.rules.hits import Code, Found, Level

Machine = Any  # ahocorasick.Automaton, which carries no types
LEADERS = "领导职务"  # `wrong` is the name, `right` the offices held, parted by 、: see titles.py
CODES = {
    "错别字": Code.ERR_TYPO,
    "不规范用语": Code.ERR_TYPO,
    "固定表述": Code.ERR_POLITICAL,
    "敏感表述": Code.ERR_POLITICAL,
    LEADERS: Code.ERR_POLITICAL,
}


@dataclass(frozen=True)
class WrongWord:
    """One row of the word list. `unless` are right phrases that happen to contain the wrong one."""

    wrong: str
    right: str
    kind: str  # 错别字 · 不规范用语 · 固定表述 · 敏感表述 · 领导职务
    level: Level
    reason: str
    unless: tuple[str, ...] = ()


def find(text: str, machine: Machine) -> Iterator[Found]:
    """Wrong words in raw text, leftmost and longest, not inside a right phrase."""
    if not machine:
        return
    right: list[tuple[int, int]] = []
    wrong: list[tuple[int, int, WrongWord]] = []
    for last, (length, word) in machine.iter(text):
        span = (last - length + 1, last + 1)
        if word is None:
            right.append(span)
        else:
            wrong.append((*span, word))
    ends_at = 0
    for start, end, word in sorted(wrong, key=lambda seen: (seen[0], -seen[1])):
        if start < ends_at or any(first <= start and end <= last for first, last in right):
            continue
        ends_at = end
        advice = f"建议改为“{word.right}”" if word.right else "请删除或改写"
        yield Found(CODES[word.kind], word.level, start, end, word.wrong, word.wrong, f"{word.kind}：{word.reason}", advice)


@lru_cache(maxsize=16)
def machine(words: tuple[WrongWord, ...]) -> Machine:
    """The automaton of a word list. Looking one up takes the hash of the whole list: ask once an inspection, not once a passage."""
    machine = ahocorasick.Automaton()
    words = tuple(word for word in words if word.kind != LEADERS)
    for phrase in {phrase for word in words for phrase in (*word.unless, *_right_around(word))}:
        machine.add_word(phrase, (len(phrase), None))
    for word in words:
        machine.add_word(word.wrong, (len(word.wrong), word))
    if words:
        machine.make_automaton()
    return machine


def _right_around(word: WrongWord) -> tuple[str, ...]:
    """The right form itself, when it contains the wrong one (“下工夫” is wrong, “狠下工夫不” is not)."""
    return (word.right,) if word.wrong in word.right else ()
