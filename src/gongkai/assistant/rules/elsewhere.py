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


def may_be_official(question: str) -> bool:
    """Whether a question may be for an office, though no paper here speaks of it (护照怎么办理): it is handed over and not turned away."""
    return bool(_OFFICIAL.search(question))


_OFFICIAL = re.compile(
    "政策|补[贴助偿]|津贴|奖励|规定|办法|申[请领报]|办理|登记|许可|审批|证(?!券)|执照|护照|签证|社保|医保|养老|退休|公积金|户口|户籍|落户|税|费|学校|入学|上学|招生|就业|失业|"
    "保险|低保|救助|残疾|老人|老年|房|宅|物业|小区|社区|街道|公交|地铁|车|路|环保|污染|噪音|垃圾|食品|药|医院|看病|疫苗|企业|公司|项目|招标|土地|拆迁|征收|农|村|消防|政府|"
    "部门|局|处罚|罚|投诉|举报|公示|公开|招聘|公务员|职称|工伤|工资|结婚|离婚|生育|生孩子|学生|水费|电费|燃气|供暖|停水|停电|文件|通知|市长|咨询"
)
