"""What is asked of one group and said of another: 非普惠 is not 普惠, 民办 not 公办, 午餐 not 晚餐."""

import re

# of a sentence that names one of these, but not the one asked about, nothing follows for that one
_APART = tuple(
    tuple(words.split())
    for words in (
        "公办 民办",
        "小学 初中 高中 幼儿园",
        "博士 硕士 本科 专科",
        "全日托 半日托",
        "早餐 午餐 晚餐",
        "大型 中型 小型 微型",
        "首次 重新",
        "红色 橙色 黄色 蓝色",
        "中度 重度 轻度",
        "本市户籍 非本市户籍",
        "出租人 承租人",
    )
)
_SAID_OTHERWISE = {"早饭": "早餐", "午饭": "午餐", "中饭": "午餐", "晚饭": "晚餐", "第一次": "首次", "头一次": "首次", "再次": "重新"}
_DENIED = re.compile("(?:非|未|(?<!是)不(?:是|属于|算))(?:(?:吃|享受)?)(?P<word>[\u4e00-\u9fff]{2})")
_RHETORICAL = re.compile("不(?:是|算|属于)(?![^，。？?]{1,8}的).*[吗么][？?。]?$")
_DENIES = re.compile("(?:非|未|没有|无|不是|不属于|不|除)$")
_NEAR = 3  # characters before a word in which it may be denied


def denied(question: str) -> tuple[str, ...]:
    """The first two characters of what the question says somebody or something is not: 普惠 of “非普惠托位”."""
    found = [match for match in _DENIED.finditer(question) if not (match[0].startswith("不") and _RHETORICAL.search(question))]
    return tuple(match["word"] for match in found)


def is_of_opposite(text: str, question: str) -> bool:
    """Whether a sentence tells of what the question says it is not about, or of another of things that exclude each other."""
    return any(_is_affirmed(word, text) for word in denied(question)) or _is_of_another(text, question)


def _is_affirmed(word: str, text: str) -> bool:
    places = [match.start() for match in re.finditer(re.escape(word), text)]
    return bool(places) and all(not _DENIES.search(text[max(0, at - _NEAR) : at]) for at in places)


def _is_of_another(text: str, question: str) -> bool:
    for said, written in _SAID_OTHERWISE.items():
        question = question.replace(said, written)
    for group in _APART:
        asked = [word for word in group if _holds(word, question)]
        if asked and not any(word in text for word in asked) and any(_holds(word, text) for word in group):
            return True
    return False


def _holds(word: str, text: str) -> bool:
    """Whether a word stands in a text, not only within the longer one that means its opposite."""
    return word in (text.replace(f"非{word}", "") if not word.startswith("非") else text)
