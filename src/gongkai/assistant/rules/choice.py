"""What a short reply chooses among the papers it was asked back about: 第二个, 2026年的, 市里的, 最新的, 都要."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.assistant.rules import following
from gongkai.shared.labelled import Labelled


class Level(Labelled):
    """Of whom a paper is, as people call it."""

    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    DISTRICT = "district", "区县"
    TOWN = "town", "镇街"


@dataclass(frozen=True)
class Offered:
    """A paper that was offered: its name, when it was made, whose it is, and whether of this site's own tree."""

    words: str
    formed_on: date | None = None
    level: Level | None = None
    own: bool = True


def chosen(reply: str, offered: Sequence[Offered], *, on: date) -> tuple[int, ...] | None:
    """The places of the papers a reply means; empty where it asks for some of which there are none here; None where it is no choice."""
    text = _said(reply)
    if _ALL.fullmatch(text):
        return tuple(range(len(offered)))
    if _NEWEST.fullmatch(text):
        newest = max((one.formed_on or date.min for one in offered), default=date.min)
        return tuple(at for at, one in enumerate(offered) if (one.formed_on or date.min) == newest)
    if (both := _of_year_and_level(text, offered, on)) is not None:
        return both
    at = following.chosen(reply, [one.words for one in offered])
    found = (at,) if at is not None else following.fitting(reply, [one.words for one in offered])
    return found if 0 < len(found) < len(offered) else None


def _of_year_and_level(text: str, offered: Sequence[Offered], on: date) -> tuple[int, ...] | None:
    """The papers of the year, of the level, or of both, where a reply says just that."""
    named = _YEAR.match(text)
    rest = text[named.end() :] if named else text
    level = next((one for one, pattern in _LEVELS.items() if pattern.fullmatch(rest)), None)
    if (named is None or not _IT_ALONE.fullmatch(rest)) and level is None:
        return None
    found = list(range(len(offered)))
    if named:
        year = on.year + _AGO[named["ago"]] if named["ago"] else int(named["year"])
        found = [at for at in found if _is_of_year(offered[at], year)]
    if level:
        found = [at for at in found if offered[at].level is level]
        found = [at for at in found if offered[at].own] or found
    return tuple(found)


def wants_all(reply: str) -> bool:
    return bool(_ALL.fullmatch(_said(reply)))


def _said(reply: str) -> str:
    return re.sub(r"[\s，,。！!？?～~]", "", reply)


def _is_of_year(one: Offered, year: int) -> bool:
    in_title = {int(found) for found in re.findall(r"(?:19|20)\d\d(?=年)", one.words)}
    made = {one.formed_on.year} if one.formed_on else {int(found) for found in re.findall(r"〔((?:19|20)\d\d)〕", one.words)}
    return year in (in_title or made)


_I = "(?:我|我们|我想)?(?:要|选|看|想看|想要|想知道|问的?是|说的?是|就?是|就)?"
_IT = "(?:的|那[一两]?[份个种]|这[份个]|版本?|文件|规定|政策|发的|印发的|一[份个])*(?:吧|呢|呀|啊|哈|就行|就好|可以)*"
_ALL = re.compile(
    "(?:我|我们)?(?:(?:这)?[二两三四五六几]?[个份]?都|全都?|全部都?|所有的?都?|统统都?|每[一]?[个份])(?:要|看|想看|想要|想知道|说说?|讲讲?|行|可以|问|列出来?|给我)?(?:一下|一遍)?(?:吧|呢|呀|啊|的)*"
    "|(?:要|看|选)(?:全部|所有)(?:的)?"
)
_NEWEST = re.compile(f"{_I}(?:最新|最近|现在|目前|现行)(?:一[个份]|发|印发|发布|出|制定|有效)?(?:布|台)?{_IT}")
_YEAR = re.compile(f"{_I}(?:(?P<year>(?:19|20)\\d\\d)年?|(?P<ago>今年|去年|前年))度?")
_IT_ALONE = re.compile(_IT)
_AGO = {"今年": 0, "去年": -1, "前年": -2}
_LEVELS = {
    level: re.compile(f"{_I}(?:[我本全]们?)?(?:{names})(?:里头?|级|本级|上|政府|这边|这级|一级)?{_IT}")
    for level, names in (
        (Level.PROVINCE, "省"),
        (Level.CITY, "市"),
        (Level.DISTRICT, "区县?|县区?"),
        (Level.TOWN, "镇街?|乡镇?|街道|街镇"),
    )
}
