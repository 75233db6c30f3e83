"""In what manner a sentence names another paper: the verb before it, the verb after it, or the heading of the list it stands in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.policies.rules.fields_dates import find_dates
from gongkai.policies.rules.kinds import RelationKind


@dataclass(frozen=True)
class Manner:
    relation: RelationKind
    confidence: float
    how: str


MENTIONED = Manner(RelationKind.MENTIONS, 0.6, "文中提及")
ENDING = frozenset({RelationKind.REPEALS, RelationKind.DECLARES_EXPIRED, RelationKind.SUSPENDS, RelationKind.PARTIALLY_REPEALS})
STRENGTH = {kind: rank for rank, kind in enumerate(reversed(list(RelationKind)))} | {
    RelationKind.MENTIONS: -1,
    RelationKind.REPEALS: 100,
    RelationKind.PARTIALLY_REPEALS: 99,
    RelationKind.DECLARES_EXPIRED: 98,
    RelationKind.SUSPENDS: 97,
    RelationKind.EXTENDS: 96,
    RelationKind.AMENDS: 95,
    RelationKind.INTERPRETS: 94,
    RelationKind.FORWARDS: 93,
}

_JOINS = re.compile(r"^(?:等?[、，]?(?:和|与|及|以及|并|或)?|[、，]\s*)(?:国家|省|市|区|县|本市|我市|我省)?$")
_BEFORE = (
    (RelationKind.REPEALS, 0.9, re.compile(r"(?:废止|废除)(?:了)?(?:[：:])?(?:原)?[^，。；]{0,20}$")),
    (RelationKind.SUSPENDS, 0.85, re.compile(r"(?:停止执行|暂停执行|停止实施)[^，。；]{0,12}$")),
    (RelationKind.EXTENDS, 0.85, re.compile(r"(?:延长|延续)[^，。；]{0,14}$")),
    (RelationKind.AMENDS, 0.9, re.compile(r"(?<!新)(?:修改|修订|修正)(?:和完善)?(?:[：:])?$")),
    (RelationKind.FORWARDS, 0.9, re.compile(r"(?:转发|批转)[^，。；]{0,24}$")),
    (RelationKind.IMPLEMENTS, 0.8, re.compile(r"(?:贯彻落实|贯彻执行|贯彻实施|贯彻|为落实|深入实施|落实好?|组织实施)[^，。；]{0,20}$")),
    (RelationKind.BASED_ON, 0.9, re.compile(r"(?:根据|依据|按照|依照|遵照|参照|结合)[^。；]{0,60}$")),
    (RelationKind.SUPPORTS, 0.6, re.compile(r"(?:配套|制定的?实施细则)[^，。；]{0,6}$")),
)
_AFTER = (
    (RelationKind.DECLARES_EXPIRED, 0.9, re.compile(r"^[^，。；]{0,24}?(?:，?自[^，。；]{3,22}起)?[，]?(?:宣布|自行|自动|同时|均)?失效")),
    (
        RelationKind.REPEALS,
        0.95,
        re.compile(r"^[^，。；]{0,24}?(?:，?自[^，。；]{3,22}起)?[，]?(?:即行|同时|予以|一并|相应|全文|现予|均|均予以)*废止"),
    ),
    (
        RelationKind.SUSPENDS,
        0.9,
        re.compile(r"^[^，。；]{0,24}?(?:，?自[^，。；]{3,22}起)?[，]?(?:同时|予以|即行|不再)*(?:停止执行|停止实施|暂停执行|不再执行)"),
    ),
    (
        RelationKind.EXTENDS,
        0.9,
        re.compile(r"^的?(?:有效期|施行期限|实施期限)[^。；]{0,24}?(?:延长|延续|顺延)|^[^，。；]{0,6}(?:继续有效|继续施行)[^。；]{0,10}至"),
    ),
    (
        RelationKind.AMENDS,
        0.9,
        re.compile(
            r"^(?:的?(?:部分|有关|个别)?(?:条款|内容|规定))?(?:作|做|作出|进行)(?:如下|以下|相应)?[^，。；]{0,6}(?:修改|修订|修正|调整)|^第[^，。；]{1,16}(?:修改为|删去|删除|增加)"
        ),
    ),
    (RelationKind.FORWARDS, 0.9, re.compile(r"^[^。；《]{0,30}(?:(?:现|予以|一并)转发|转发给)")),
    (RelationKind.BASED_ON, 0.6, re.compile(r"^[^，。；]{0,12}(?:为依据|的(?:有关)?规定[，,]?(?:制定|结合))")),
)
_ASKED = re.compile(r"不再?适用|是否|拟(?:废止|修改)")


def before(lead: str, *, title_line: bool = False) -> Manner | None:
    """The manner told by the words between the last paper (or the start) and this one, nearest clause first."""
    lead = re.split(r"[。；]", lead)[-1]
    for relation, sure, pattern in _BEFORE:
        # “根据《A》，现将《B》…”: the reach of a verb ends at a comma, except that 根据 governs a list of grounds.
        found = pattern.search(lead)
        if found and not _ASKED.search(lead):
            return Manner(
                relation, sure if relation is not RelationKind.BASED_ON or "，" not in found[0] else 0.75, f"前文“{found[0][:14]}”"
            )
    return Manner(RelationKind.MENTIONS, 0.7, "标题提及") if title_line else None


def after(rest: str) -> Manner | None:
    """The manner told by what follows, the papers joined to it left out."""
    for relation, sure, pattern in _AFTER:
        found = pattern.search(rest)
        if found:
            return Manner(relation, sure, f"后文“{found[0].lstrip('，、）)')[:18]}”")
    return None


def without(text: str, start: int, spans: Sequence[tuple[int, int]]) -> str:
    """The text from `start` on without the papers joined by 、和 right after it, so that 《A》《B》同时废止 reaches 《A》."""
    at = start
    for begin, end in spans:
        if not re.fullmatch(r"[、，]?(?:和|与|及|以及|并)?", text[at:begin]):
            break
        at = end
    return text[at : at + 80]


def joins(lead: str) -> bool:
    """Whether nothing but 、和 stands between two papers."""
    return bool(_JOINS.match(lead))


_LIST_HEAD = (
    (RelationKind.REPEALS, re.compile(r"废止")),
    (RelationKind.DECLARES_EXPIRED, re.compile(r"宣布失效|失效的|失效文件")),
    (RelationKind.SUSPENDS, re.compile(r"停止执行|停止实施")),
    (RelationKind.AMENDS, re.compile(r"修改|修订")),
    (RelationKind.MENTIONS, re.compile(r"继续有效|保留")),
)
_OPENS_LIST = re.compile(
    r"(?:下列|以下|如下)[^。]{0,40}(?:文件|规章|规定|办法|通知|规范性文件)?[^。]{0,30}[：:。]$|目录(?:[（(].{1,20}[）)])?$|(?:的|等)[^。]{0,24}(?:文件|规章)[：:]?$|[：:]$"
)


def lasting(block: Block, now: Manner | None, has_mentions: bool) -> Manner | None:
    """The manner a heading gives to the list under it (一、废止的文件; 决定废止下列文件：), until another heading or a plain paragraph."""
    opens = block.kind in (BlockKind.HEADING, BlockKind.TITLE, BlockKind.ATTACHMENT) or bool(_OPENS_LIST.search(block.text))
    if opens and not has_mentions and len(block.text) <= 200:
        for relation, pattern in _LIST_HEAD:
            found = pattern.search(block.text)
            if found:
                return Manner(relation, 0.85, f"列于“{block.text[:20]}”之下")
        return None if block.kind in (BlockKind.HEADING, BlockKind.TITLE) else now
    return now if has_mentions or block.kind not in (BlockKind.PARAGRAPH, BlockKind.ARTICLE) else None


_FROM_DAY = re.compile(r"自(.{8,16}?)起")


def day_in_sentence(text: str, at: int) -> date | None:
    """The day named by 自…起 in the sentence around `at`, None for 自公布之日起 or none."""
    start = text.rfind("。", 0, at) + 1
    end = text.find("。", at)
    found = _FROM_DAY.search(text[start : end if end >= 0 else len(text)])
    days = find_dates(found[1]) if found else []
    return days[0][0] if days else None


_ARTICLES = re.compile(
    r"^[^，。；《]{0,4}?((?:第[一二三四五六七八九十百零\d]+[章节条款项](?:第[一二三四五六七八九十\d]+[款项])*[、和及]?)+)"
)


def articles_after(rest: str) -> str:
    """The articles named right after a paper: 《X》第五条、第六条 → 第五条、第六条."""
    found = _ARTICLES.match(rest)
    return found[1].rstrip("、和及") if found else ""
