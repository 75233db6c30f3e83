"""Words of a question that no paper has, written with one character of the same sound in the wrong place (拉圾 for 垃圾)."""

import re
from collections import Counter
from collections.abc import Iterable

from gongkai.search.rules.tokens import is_word, pinyin

_HAN = "\u4e00-\u9fff"
SHORTEST, LONGEST = 2, 4  # characters


def meant(words: Iterable[str], text: str) -> dict[str, str]:
    """For each word what stands in the text with the same sound and but one other character, most often; without those of which there
    is none."""
    return {word: right for word in words if (right := _alike(word, text))}


def _alike(word: str, text: str) -> str:
    if not SHORTEST <= len(word) <= LONGEST or not re.fullmatch(f"[{_HAN}]+", word) or word in text:
        return ""
    patterns = (f"{re.escape(word[:at])}[{_HAN}]{re.escape(word[at + 1 :])}" for at in range(len(word)))
    found = Counter(match for pattern in patterns for match in re.findall(pattern, text))
    sound = pinyin(word)
    # a word of the dictionary (近视) is meant as it is, unless the other is one too
    same = [one for one, _ in found.most_common() if pinyin(one) == sound and (is_word(one) or not is_word(word))]
    return same[0] if same else ""
