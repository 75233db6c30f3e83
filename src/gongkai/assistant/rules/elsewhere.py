"""Provinces and cities of other regions that a question is about: “北京的公租房怎么申请” is not answered by the papers of one's own.

`data/elsewhere.txt` names the provinces and the prefecture-level cities; those whose short name is also an ordinary word (白银, 日照) stand
there in full and count only so. Districts, counties and smaller cities are known from the dictionary of words, written in full (城阳区)."""

import re
from functools import cache
from pathlib import Path

from gongkai.search.rules.tokens import is_place, plain_words

_DATA = Path(__file__).parents[1] / "data" / "elsewhere.txt"
# where somebody comes from or goes to, or what is from there, is not where the matter asked about lies
_FROM = re.compile("(?:从|自|去|到|回|由|来自|离开|往)$")
_OF_PERSONS = re.compile(
    "[省市]?(?:户口|户籍|人(?!才|社|大|民)|籍|来|迁|转|牌|车牌|号牌|毕业|居民|同胞|青年|学生|学历|学位|的(?:户口|户籍|车牌|牌照|车|学历)|路|街|东路|西路|南路|北路|大道)"
)


@cache
def _names() -> frozenset[str]:
    return frozenset(_DATA.read_text(encoding="utf-8").split())


def places_elsewhere(question: str) -> tuple[str, ...]:
    """The provinces and cities of the list, and the districts and counties of the dictionary, that the question names as where its matter
    lies, in order."""
    found: dict[str, None] = {}
    place = 0
    for word in plain_words(question):
        start = question.find(word, place)
        if start < 0:
            continue
        place = end = start + len(word)
        spelled = (word, f"{word}{question[end : end + 1]}", word.removesuffix("市"), word.removesuffix("省"))
        name = next((one for one in spelled if one in _names()), "")
        if not name and len(word) > 2 and word.endswith(("区", "县", "市")) and is_place(word):
            name = word
        if name and not _FROM.search(question[:start]) and not _OF_PERSONS.match(question[end:]):
            found.setdefault(name)
    return tuple(found)
