"""Text into what is indexed: words (rjieba) and character bigrams, so that every backend ranks by the same tokens.

A document number is one word in its normal form however it was written. Nothing else is changed: a token never holds a space."""

import re
import threading
from collections.abc import Iterable
from functools import cache, lru_cache
from operator import add
from pathlib import Path

import rjieba
from opencc import OpenCC
from pypinyin import lazy_pinyin
from pypinyin.contrib.tone_convert import to_normal
from pypinyin.pinyin_dict import pinyin_dict

from gongkai.policies.rules import docno

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
RUN = re.compile(rf"[{HAN}]+|[a-z]+|[0-9]+(?:\.[0-9]+)?%?")
START, END = "^", "$"  # the two ends of a title among its grams

_IS_HAN = re.compile(rf"[{HAN}]")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_CAPITALS = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_FOLDED = {code: _CAPITALS.get(plain, plain) for code, plain in _FULL_WIDTH.items()} | _CAPITALS | {0x3000: 0x20, 0xA0: 0x20}
_COMMON_MARKS = "（），：；！？\u3000"  # no token holds any of these, folded or not
_WORTH_FOLDING = re.compile("[" + "".join(re.escape(chr(code)) for code in _FOLDED if chr(code) not in _COMMON_MARKS) + "]")
_WORDS = Path(__file__).parents[1] / "data" / "words.txt"
_to_simplified = OpenCC("t2s")
_loading = threading.Lock()


def fold(text: str) -> str:
    """Full width to half width and capitals to small, character for character: positions stay what they were."""
    return text.translate(_FOLDED)


def simplified(text: str) -> str:
    """Traditional characters as simplified ones; for what people type, never for what was published. Characters that simplified
    writing knows stay: as a traditional character 坏 is another word."""
    return "".join(letter if _is_simplified(letter) else str(_to_simplified.convert(letter)) for letter in text)


@lru_cache(maxsize=8192)
def _is_simplified(letter: str) -> bool:
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def words(text: str) -> list[str]:
    """The words of a text and, within long words, the shorter ones a person may search for; document numbers in normal form."""
    return _cut(text, fine=True)


def plain_words(text: str) -> list[str]:
    """The words of a text, each stretch of it once."""
    return _cut(text, fine=False)


def simple_words(text: str) -> list[str]:
    """As `plain_words`, of words in the dictionary alone: what it does not have is cut into single characters."""
    return list(_segmenter().cut(fold(text), False))


def is_word(word: str) -> bool:
    """Whether the dictionary has it; what was cut may also be a guess."""
    return bool(_segmenter().has_word(word))


def is_place(word: str) -> bool:
    """Whether the dictionary has it as the name of a place (城阳区), not of a kind of place (工业区)."""
    return [tuple(one) for one in _segmenter().tag(word)] == [(word, "ns")]


def grams(text: str) -> list[str]:
    """Overlapping pairs of Han characters; a lone character and every Latin word or number as it is."""
    found: list[str] = []
    for run in RUN.findall(fold(text)):
        found += _pairs(run) if _IS_HAN.match(run) and len(run) > 1 else [run]
    return found


def edged_grams(text: str) -> list[str]:
    """The grams as indexed: each run of Han characters also gives its first and last character alone, so that a phrase that
    begins or ends inside a run is found exactly (see `phrase`)."""
    found: list[str] = []
    for run in RUN.findall(folded_for_tokens(text)):
        if run < "〇" or len(run) == 1:
            found.append(run)
        else:
            found.append(run[0])
            found += map(add, run, run[1:])
            found.append(run[-1])
    return found


def title_grams(title: str) -> list[str]:
    """The grams of a title between its two ends; a title that is the same has the very same list."""
    return [START, *edged_grams(title), END]


def phrase(text: str) -> list[str]:
    """The consecutive `edged_grams` that a text containing this phrase must have; punctuation and spaces do not count."""
    runs = RUN.findall(fold(text))
    found: list[str] = []
    for place, run in enumerate(runs):
        if not _IS_HAN.match(run) or len(run) == 1:
            found.append(run)
            continue
        found += [run[0]] if place > 0 else []
        found += _pairs(run)
        found += [run[-1]] if place < len(runs) - 1 else []
    return found


def key(text: str) -> str:
    """A whole title as one token: letters and digits alone. Titles that differ in punctuation have the same key."""
    return "".join(RUN.findall(fold(text)))


def opening(text: str) -> list[str]:
    """The consecutive `title_grams` of a title that begins so."""
    return [START, *phrase("0 " + text)[1:]]


def ending(text: str) -> list[str]:
    """The consecutive `title_grams` of a title that ends so."""
    return [*phrase(text + " 0")[:-1], END]


def pinyin(text: str) -> list[str]:
    """One syllable without tone for each Han character; Latin words and numbers as they are."""
    found: list[str] = []
    for run in RUN.findall(fold(text)):
        found += lazy_pinyin(run) if _IS_HAN.match(run) else [run]
    return found


def initials(syllables: Iterable[str]) -> list[str]:
    """The first letter of each syllable."""
    return [syllable[0] for syllable in syllables if syllable]


def split_syllables(letters: str) -> list[str]:
    """“zhengwugongkai” → zheng wu gong kai, the fewest syllables; empty when the letters are not pinyin throughout."""
    best: list[list[str] | None] = [[]]
    for end in range(1, len(letters) + 1):
        ways = [
            [*before, letters[start:end]]
            for start in range(max(0, end - _LONGEST_SYLLABLE), end)
            if (before := best[start]) is not None and letters[start:end] in _syllables()
        ]
        best.append(min(ways, key=len, default=None))
    return best[-1] or []


_LONGEST_SYLLABLE = 6  # zhuang, chuang, shuang


@cache
def _syllables() -> frozenset[str]:
    return frozenset(to_normal(reading) for readings in pinyin_dict.values() for reading in readings.split(",")) - {""}


def _pairs(run: str) -> list[str]:
    return list(map(add, run, run[1:]))


@cache
def _segmenter() -> "rjieba.Jieba":
    with _loading:
        segmenter = rjieba.Jieba()
        for word in _WORDS.read_text(encoding="utf-8").split():
            segmenter.add_word(word, segmenter.suggest_freq(word), "n")
        return segmenter


def _cut(text: str, *, fine: bool) -> list[str]:
    found: list[str] = []
    done = 0
    for number in docno.find_all(text) if "号" in text else ():
        found += _cut_plain(text[done : number.start], fine)
        found.append(str(number.doc_no).lower())
        done = number.end
    return found + _cut_plain(text[done:], fine)


def _cut_plain(text: str, fine: bool) -> list[str]:
    segmenter = _segmenter()
    cut = segmenter.cut_for_search if fine else segmenter.cut
    return [
        word for word in cut(folded_for_tokens(text)) if "一" <= word < "ꀀ" or RUN.match(word)
    ]  # the comparison is the quick half of the same


def folded_for_tokens(text: str) -> str:
    """As `fold`, but where tokens alone are looked for: most texts hold nothing that folding would change in those, and to see that is
    quicker than folding."""
    return fold(text) if _WORTH_FOLDING.search(text) else text
