"""What a reader asks of the library or of the search, read from the address and checked value by value."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode

from gongkai.policies.rules.genres import GENRES
from gongkai.policies.rules.kinds import Category, DocumentClass
from gongkai.policies.rules.topics import TOPICS
from gongkai.policies.rules.validity import Status
from gongkai.search.rules.index import Facet, Sort
from gongkai.search.rules.query import LONGEST
from gongkai.shared.refusal import Refused

T = TypeVar("T")
IN_FORCE, ALL = "in_force", "all"
IN_FORCE_VALUES = tuple(status.value for status in Status if status.is_in_force)
TABS = (ALL, *(category.value for category in (Category.POLICY, Category.INTERPRETATION, Category.NEWS, Category.OTHER)))
FIRST_YEAR, LAST_YEAR = 1949, 2100
SORTS = {Sort.RELEVANCE: "相关度", Sort.PUBLISHED: "发布时间", Sort.FORMED: "成文时间"}

# address parameter -> facet of the index and the name the reader sees
FACETS = {
    "issuer": (Facet.ISSUER, "发文机关"),
    "topic": (Facet.TOPIC_L1, "主题分类"),
    "subtopic": (Facet.TOPIC_L2, "二级主题"),
    "genre": (Facet.GENRE, "公文种类"),
    "year": (Facet.YEAR, "年份"),
    "interpreted": (Facet.INTERPRETED, "有无解读"),
    "audience": (Facet.AUDIENCE, "面向对象"),
    "class": (Facet.DOCUMENT_CLASS, "文件类别"),
}


@dataclass(frozen=True)
class Asked:
    """`chosen`: one value per facet parameter; `standing`: in_force, all or one Status value."""

    text: str = ""
    title_only: bool = False
    exact: bool = False
    standing: str = IN_FORCE
    as_of: date | None = None
    sort: Sort = Sort.RELEVANCE
    chosen: tuple[tuple[str, str], ...] = ()

    @property
    def filters(self) -> dict[Facet, tuple[str, ...]]:
        """The filters as the index knows them."""
        found: dict[Facet, tuple[str, ...]] = {FACETS[name][0]: (value,) for name, value in self.chosen}
        if self.as_of is None and self.standing != ALL:
            found[Facet.STANDING] = IN_FORCE_VALUES if self.standing == IN_FORCE else (self.standing,)
        return found

    def value(self, name: str) -> str:
        return dict(self.chosen).get(name, "")

    def choosing(self, name: str, value: str) -> "Asked":
        """The same with one facet set, or with an empty value taken away."""
        rest = tuple((one, kept) for one, kept in self.chosen if one != name and not (name == "topic" and one == "subtopic"))
        return replace(self, chosen=(*rest, (name, value)) if value else rest)

    def query(self, **more: str) -> str:
        """The address part that asks the same, page one; `more` is put in front."""
        given = dict(more)
        if self.text:
            given["q"] = self.text
        if self.title_only:
            given["in"] = "title"
        if self.exact:
            given["match"] = "exact"
        if self.standing != IN_FORCE:
            given["standing"] = self.standing
        if self.as_of:
            given["as_of"] = self.as_of.isoformat()
        if self.sort is not Sort.RELEVANCE:
            given["sort"] = self.sort.value
        return urlencode(given | dict(self.chosen))


def read(params: Mapping[str, str]) -> Asked:
    """Refused, naming what is wrong and what would do, for any value that cannot be meant."""
    text = " ".join(params.get("q", "").split())
    if len(text) > LONGEST:
        raise Refused(f"检索内容有 {len(text)} 个字，最多 {LONGEST} 个字。请只保留关键词、文件名或文号。", field="q")
    return Asked(
        text=text,
        title_only=_one_of(params, "in", {"full": False, "title": True}, "查找范围"),
        exact=_one_of(params, "match", {"fuzzy": False, "exact": True}, "匹配方式"),
        standing=_one_of(params, "standing", {IN_FORCE: IN_FORCE, ALL: ALL} | {s.value: s.value for s in Status}, "有效性"),
        as_of=_day(params.get("as_of", "")),
        sort=_one_of(params, "sort", {sort.value: sort for sort in SORTS}, "排序方式"),
        chosen=tuple((name, value) for name in FACETS if (value := params.get(name, "").strip()) and _known(name, value)),
    )


def tab(params: Mapping[str, str]) -> str:
    """Which category the search page shows. Refused for one there is not."""
    raw = params.get("tab", ALL)
    if raw not in TABS:
        raise Refused(f"没有“{raw[:20]}”这个类别，可用的有：{'、'.join(TABS)}。", field="tab")
    return raw


def lasting(asked: Asked) -> Asked:
    """What is asked, as it can be asked again later: without a day and in no order."""
    return replace(asked, as_of=None, sort=Sort.RELEVANCE)


def _one_of(params: Mapping[str, str], name: str, values: dict[str, T], label: str) -> T:
    raw = params.get(name, "") or next(iter(values))
    if raw not in values:
        raise Refused(f"{label}“{raw[:20]}”不在可选范围内，可用的有：{'、'.join(values)}。", field=name)
    return values[raw]


def _day(raw: str) -> date | None:
    try:
        day = date.fromisoformat(raw) if raw else None
    except ValueError:
        raise Refused(f"日期“{raw[:20]}”不是有效日期，请按 2025-06-10 的样式填写。", field="as_of") from None
    if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refused(f"日期应在 {FIRST_YEAR} 年到 {LAST_YEAR} 年之间。", field="as_of")
    return day


def _known(name: str, value: str) -> bool:
    """Whether the value can be meant at all."""
    label = FACETS[name][1]
    if name == "year" and not (value.isascii() and value.isdigit() and FIRST_YEAR <= int(value[:5]) <= LAST_YEAR):
        raise Refused(f"年份“{value[:20]}”不是有效的年份，请填写 {FIRST_YEAR} 到 {LAST_YEAR} 之间的四位数字。", field=name)
    closed = {"topic": tuple(TOPICS), "genre": GENRES, "class": tuple(one.value for one in DocumentClass), "interpreted": ("yes", "no")}
    if name in closed and value not in closed[name]:
        raise Refused(f"没有“{value[:20]}”这个{label}。可用的有：{'、'.join(closed[name])}。", field=name)
    if len(value) > 120:
        raise Refused(f"{label}过长，最多 120 字。", field=name)
    return True
