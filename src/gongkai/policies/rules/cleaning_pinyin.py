"""Text in which a converter put the reading after each character (國(guó)務(wù)院), and traditional characters."""

import re
from functools import lru_cache

import opencc
from pypinyin import Style, pinyin
from pypinyin.contrib.tone_convert import to_normal

INJECTED_SHARE = 0.02  # of Han characters; real papers have none
TRADITIONAL_SHARE = 0.05  # of distinct Han characters
MISSING = "〓"  # 缺字符号: stands for what the converter destroyed

_LATIN = "a-zA-Zɡāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêế"
_READING = re.compile(rf"([\u3400-\u9fff])[(（]([{_LATIN}]{{1,7}})[)）]")
# Signs that characters were lost beside a reading: “?zhí)”, “脚_(tái)”, a reading after a character that is not read so.
_WRECK = re.compile(
    rf"[?？_]+\s*[(（]?[{_LATIN}]{{1,7}}[)）](?:[a-z]{{1,2}}(?=[\u3400-\u9fff])|[\u3400-\u9fff]{{0,4}}_[(（][{_LATIN}]{{1,7}}[)）])?"
    rf"|[\u3400-\u9fff]_[(（][{_LATIN}]{{1,7}}[)）]"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_T2S = opencc.OpenCC("t2s")


def has_injected_pinyin(text: str) -> bool:
    """Whether readings follow more than 2 % of the Han characters."""
    candidates = _READING.findall(text)
    if not candidates:
        return False
    true = sum(_is_reading(han, reading) for han, reading in candidates)
    return true / max(1, len(_HAN.findall(text))) > INJECTED_SHARE


def strip_pinyin(text: str) -> tuple[str, int, list[str]]:
    """The text without its readings, how many there were, and the stretches destroyed around a reading (replaced by 〓)."""
    count = 0

    def bare(match: re.Match[str]) -> str:
        nonlocal count
        if not _is_reading(match[1], match[2]):
            return match[0]
        count += 1
        return match[1]

    text = _READING.sub(bare, _READING.sub(bare, text))  # some converters give a character both its readings
    wrecks: list[str] = []

    def missing(match: re.Match[str]) -> str:
        wrecks.append(text[max(0, match.start() - 6) : match.end() + 6])
        return MISSING

    return _WRECK.sub(missing, text), count, wrecks


def is_traditional(text: str) -> bool:
    """Whether a paper is written in traditional characters, going by its distinct characters."""
    distinct = "".join(sorted(set(_HAN.findall(text))))
    if not distinct:
        return False
    changed = sum(a != b for a, b in zip(distinct, _each_simplified(distinct), strict=True))
    return changed / len(distinct) > TRADITIONAL_SHARE


def to_simplified(text: str) -> str:
    """Simplified characters, the vocabulary untouched (t2s, not tw2sp). A character that simplified writing has too (GB 2312) stays:
    解答覆盖 is not 解答复盖, although 答覆 is written 答复."""
    simplified = str(_T2S.convert(text))
    if len(simplified) != len(text):
        return simplified
    return "".join(old if old != new and _is_simplified(old) else new for old, new in zip(text, simplified, strict=True))


# In GB 2312 for names and rare words; in a traditional paper they are what 后、于、征、么 … are in a simplified one
_TRADITIONAL_ALL_THE_SAME = frozenset("乾菸摺後徵夥榘於麴醣麽")


@lru_cache(maxsize=30000)
def _is_simplified(char: str) -> bool:
    if char in _TRADITIONAL_ALL_THE_SAME:
        return False
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _each_simplified(distinct: str) -> str:
    return "".join(_simplified(char) for char in distinct)


@lru_cache(maxsize=30000)
def _simplified(char: str) -> str:
    return str(_T2S.convert(char))


@lru_cache(maxsize=20000)
def _is_reading(han: str, reading: str) -> bool:
    toneless = to_normal(reading.replace("ɡ", "g")).lower()
    return toneless in {to_normal(each) for each in pinyin(han, style=Style.NORMAL, heteronym=True)[0]}
