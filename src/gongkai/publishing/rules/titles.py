"""领导人姓名与职务: a leader's name beside an office that is not theirs. Who holds what is data: words of the kind 领导职务."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from gongkai.publishing.rules.hits import Code, Found
from gongkai.publishing.rules.words import WrongWord

# Longest first. A namesake in a town hall is no finding: beside a national leader's name only the offices of the State count.
_NATIONAL = (
    *("全国人大常委会委员长", "中共中央总书记", "中央军委主席", "全国政协主席", "国务院副总理", "国家副主席", "国务院总理", "国务委员"),
    *("国家主席", "军委主席", "政协主席", "总书记", "副总理", "委员长", "总理"),
)
_LOCAL = (
    *(
        "常务副市长",
        "常务副省长",
        "人大常委会主任",
        "政协主席",
        "市委书记",
        "省委书记",
        "县委书记",
        "区委书记",
        "副市长",
        "副省长",
        "副县长",
    ),
    *("副区长", "副书记", "副局长", "副主任", "市长", "省长", "县长", "区长", "书记", "局长", "主任", "厅长", "镇长"),
)


def find(text: str, leaders: Iterable[WrongWord]) -> Iterator[Found]:
    """Names with a wrong office directly before or after them, in raw text."""
    for leader in leaders:
        start = text.find(leader.wrong)
        while start >= 0:
            end = start + len(leader.wrong)
            held = tuple(leader.right.split("、"))
            before, after = _offices(any(office in _NATIONAL for office in held))
            for match in (before.search(text[max(0, start - 12) : start]), after.match(text[end : end + 12])):
                if match and not any(office.endswith(match[1]) for office in held):
                    message = f"领导职务：“{leader.wrong}”与“{match[1]}”不符，{leader.reason}"
                    advice = f"请核对；词表所列职务：{leader.right}"
                    yield Found(Code.ERR_POLITICAL, leader.level, start, end, leader.wrong, f"{match[1]} {leader.wrong}", message, advice)
            start = text.find(leader.wrong, end)


@lru_cache
def _offices(national: bool) -> tuple[re.Pattern[str], re.Pattern[str]]:
    either = "|".join(_NATIONAL if national else _LOCAL)
    return re.compile(rf"({either})(?:、|同志)?$"), re.compile(rf"(?:同志)?({either})")
