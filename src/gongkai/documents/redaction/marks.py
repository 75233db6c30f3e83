"""区分处理的名词：遮在哪儿、凭什么遮（第三十七条）。都是普通的值，不碰数据库。"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from gongkai.shared.refusal import Refused

REGULATION = "《中华人民共和国政府信息公开条例》"
MARKS = 5_000

Box = tuple[float, float, float, float]
"""left, top, right, bottom as fractions 0..1 of the page as it is displayed (after rotation and crop), y downwards."""


class Ground(StrEnum):
    """Why a place is withheld (第十四条至第十六条). 第十四条 and 第十五条 bind the organ; 第十六条 leaves it the choice."""

    SECRET = "secret"  # noqa: S105 - 国家秘密, no password
    LAW = "law"
    SAFETY = "safety"
    TRADE = "trade"
    PRIVACY = "privacy"
    THIRD = "third"
    INTERNAL = "internal"
    PROCESS = "process"
    ENFORCE = "enforce"

    @property
    def label(self) -> str:
        """The few characters printed in the box."""
        return _GROUNDS[self][0]

    @property
    def article(self) -> str:
        return _GROUNDS[self][1]

    @property
    def explained(self) -> str:
        """What the article says, in plain words, for the officer who chooses."""
        return _GROUNDS[self][2]

    @property
    def binding(self) -> bool:
        """True when the organ must withhold, False when it may (第十六条)."""
        return not self.article.startswith("第十六条")


_GROUNDS = {
    Ground.SECRET: ("国家秘密", "第十四条", "依法确定为国家秘密的，不予公开"),
    Ground.LAW: ("法律法规禁止公开", "第十四条", "法律、行政法规禁止公开的，不予公开"),
    Ground.SAFETY: ("危及安全稳定", "第十四条", "公开后可能危及国家安全、公共安全、经济安全、社会稳定的，不予公开"),
    Ground.TRADE: ("商业秘密", "第十五条", "涉及商业秘密、公开会损害第三方权益的，不得公开；第三方同意或公共利益需要的除外"),
    Ground.PRIVACY: ("个人隐私", "第十五条", "涉及个人隐私、公开会损害第三方权益的，不得公开；第三方同意或公共利益需要的除外"),
    Ground.THIRD: ("第三方权益", "第十五条", "公开会损害第三方其他合法权益的，不得公开；第三方同意或公共利益需要的除外"),
    Ground.INTERNAL: ("内部事务信息", "第十六条第一款", "人事管理、后勤管理、内部工作流程等方面的信息，可以不予公开"),
    Ground.PROCESS: ("过程性信息", "第十六条第二款", "讨论记录、过程稿、磋商信函、请示报告等，可以不予公开；另有规定应当公开的从其规定"),
    Ground.ENFORCE: ("行政执法案卷信息", "第十六条第二款", "行政执法案卷信息，可以不予公开；另有规定应当公开的从其规定"),
}


@dataclass(frozen=True)
class Place:
    """A box on a page (from 1)."""

    page: int
    box: Box

    def marked(self, ground: Ground) -> "Mark":
        return Mark(self.page, self.box, ground)


@dataclass(frozen=True)
class Mark:
    """A box on a page (from 1) to be blackened, and why."""

    page: int
    box: Box
    ground: Ground


@dataclass(frozen=True)
class Word:
    """Words to be blackened wherever they stand, and why."""

    text: str
    ground: Ground


@dataclass(frozen=True)
class PageFacts:
    """A page as displayed: number (from 1), width and height in points; `unread` when it shows pictures or drawn shapes whose words
    cannot be looked for (扫描件), so that a person must look."""

    number: int
    width: float
    height: float
    unread: bool


@dataclass(frozen=True)
class Withheld:
    """How many boxes rest on one ground, and on which pages."""

    ground: Ground
    places: int
    pages: tuple[int, ...]


@dataclass(frozen=True)
class Summary:
    """What was withheld and why; names no removed word."""

    withheld: tuple[Withheld, ...]

    @property
    def sentence(self) -> str:
        """For the reply letter."""
        parts = "；".join(
            f"{_pages(one.pages)}共{one.places}处，属于{one.ground.label}，依据{one.ground.article}"
            f"{'不予公开' if one.ground.binding else '决定不予公开'}"
            for one in self.withheld
        )
        return f"根据{REGULATION}第三十七条，对该信息作区分处理后向你提供，其中{parts}。其余内容照原件提供。"


@dataclass(frozen=True)
class Redacted:
    """The new file and its account. `missing`: words found nowhere. `unread`: pages where words could not be looked for.
    `repeats`: where words that stand under a drawn box are still to be read elsewhere — for a person to decide on. `readable`: the words that stay can be searched and read aloud."""

    data: bytes
    summary: Summary
    missing: tuple[str, ...] = ()
    unread: tuple[int, ...] = ()
    repeats: tuple[Place, ...] = ()
    readable: bool = True


def checked(marks: Iterable[Mark], pages: int) -> tuple[Mark, ...]:
    """The marks within their pages, each once, in reading order. Refused when one is no box or lies on no page."""
    made = set()
    for mark in marks:
        if not 1 <= mark.page <= pages:
            raise Refused(f"没有第 {mark.page} 页，这份文件共 {pages} 页。请重新框选", field="marks")
        if len(mark.box) != 4 or not all(math.isfinite(edge) for edge in mark.box):
            raise Refused(f"第 {mark.page} 页有一个遮盖框的位置不对，请删掉后重新框选", field="marks")
        left, top, right, bottom = (min(1.0, max(0.0, float(edge))) for edge in mark.box)
        if not (left < right and top < bottom):
            raise Refused(f"第 {mark.page} 页有一个遮盖框没有面积或在页面之外，请删掉后重新框选", field="marks")
        made.add(Mark(mark.page, (left, top, right, bottom), mark.ground))
        if len(made) > MARKS:
            raise Refused(f"遮盖框超过 {MARKS} 个。请拆分文件后分别处理", field="marks")
    return tuple(sorted(made, key=lambda mark: (mark.page, mark.box[1], mark.box[0], mark.box, mark.ground)))


def summary(marks: Iterable[Mark]) -> Summary:
    """One line for each ground in the order of the law."""
    pages: dict[Ground, list[int]] = {}
    for mark in marks:
        pages.setdefault(mark.ground, []).append(mark.page)
    return Summary(tuple(Withheld(ground, len(pages[ground]), tuple(sorted(set(pages[ground])))) for ground in Ground if ground in pages))


def _pages(numbers: tuple[int, ...]) -> str:
    """第1、3—5页"""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return f"第{'、'.join(str(first) if first == last else f'{first}—{last}' for first, last in spans)}页"
