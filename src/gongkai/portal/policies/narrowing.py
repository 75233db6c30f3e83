"""What a list of papers is narrowed by, for the library and the search alike: facets with their counts, what is chosen and how to take it away,
现行有效 or with history, 截至某日有效, and the order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from gongkai.policies.rules.kinds import DocumentClass
from gongkai.policies.rules.validity import Status
from gongkai.portal.policies import asking
from gongkai.portal.policies.asking import ALL, FACETS, IN_FORCE, Asked
from gongkai.search.rules.index import Facet, Sort
from gongkai.search.searching import SearchResult
from gongkai.ui import pieces
from gongkai.ui.templatetags.ui import zh_date

MOST_CHOICES = 20  # of one facet


@dataclass(frozen=True)
class Where:
    """The list whose links these are: its address, the tab that stays open, the facets it offers (parameters), and whether every 有效性 is one."""

    base: str
    tab: str = ""
    offered: tuple[str, ...] = tuple(FACETS)
    validity: bool = True

    def to(self, asked: Asked) -> str:
        query = asked.query(tab=self.tab) if self.tab else asked.query()
        return self.base + (f"?{query}" if query else "")

    def everything(self, asked: Asked) -> str:
        """The same words with nothing chosen, on the search page; the whole list elsewhere."""
        return self.to(Asked(text=asked.text)) if self.tab else self.base


def narrowing(asked: Asked, where: Where) -> dict[str, Any]:
    """What both lists print, whatever was found."""
    return {"chosen": _chosen(asked, where), "cleared": where.everything(asked), "switch": _switch(asked, where)}


def found(asked: Asked, result: SearchResult, where: Where) -> dict[str, Any]:
    """… and what depends on what was found."""
    return {"facets": _facets(asked, result, where), "sorts": _sorts(asked, where), "coming": _coming(asked, result, where)}


def by_date(sort: Sort) -> Sort:
    """Without words there is nothing to be relevant to."""
    return Sort.PUBLISHED if sort is Sort.RELEVANCE else sort


def _facets(asked: Asked, result: SearchResult, where: Where) -> list[pieces.Facet]:
    shown = [_validity(asked, result, where)] if where.validity and not asked.as_of else []  # the index counts what is in force today
    for name in where.offered:
        facet, label = FACETS[name]
        if name == "subtopic":
            continue
        counted = list(result.facets.get(facet, ()))
        if name == "year":
            counted.sort(reverse=True)
        under = result.facets.get(Facet.TOPIC_L2, ()) if name == "topic" else ()
        choices = (_choice(asked, where, name, value, count, under) for value, count in counted[:MOST_CHOICES] if value)
        shown.append(pieces.Facet(label, tuple(choices)))
    return [one for one in shown if one.choices]


def _validity(asked: Asked, result: SearchResult, where: Where) -> pieces.Facet:
    """现行有效 (the default), everything, and each status by itself; counts are those of the present question."""
    counted = dict(result.facets.get(Facet.STANDING, ()))
    offered = [(IN_FORCE, "现行有效", sum(counted.get(value, 0) for value in asking.IN_FORCE_VALUES)), (ALL, "全部", sum(counted.values()))]
    offered += [(status.value, status.label, counted[status.value]) for status in Status if status.value in counted]
    return pieces.Facet(
        "有效性",
        tuple(
            pieces.Choice(label, count, where.to(replace(asked, standing=value, as_of=None)), chosen=asked.standing == value)
            for value, label, count in offered
        ),
    )


def _choice(asked: Asked, where: Where, name: str, value: str, count: int, under: Sequence[tuple[str, int]]) -> pieces.Choice:
    chosen = asked.value(name) == value
    return pieces.Choice(
        label=_named(name, value),
        count=count,
        url=where.to(asked.choosing(name, "" if chosen else value)),
        chosen=chosen,
        under=tuple(_choice(asked, where, "subtopic", inner, n, ()) for inner, n in under if inner) if chosen else (),
    )


def _named(name: str, value: str) -> str:
    if name == "interpreted":
        return {"yes": "有解读", "no": "暂无解读"}.get(value, value)
    if name == "class":
        return DocumentClass(value).label
    return f"{value}年" if name == "year" else value


def _chosen(asked: Asked, where: Where) -> list[tuple[str, str]]:
    """(what is chosen, the address without it)."""
    kept = [(f"{FACETS[name][1]}：{_named(name, value)}", where.to(asked.choosing(name, ""))) for name, value in asked.chosen]
    if asked.as_of:
        kept.append((f"截至{zh_date(asked.as_of)}有效", where.to(replace(asked, as_of=None))))
    elif asked.standing not in {IN_FORCE, ALL}:
        kept.append((f"有效性：{Status(asked.standing).label}", where.to(replace(asked, standing=IN_FORCE))))
    if where.tab:  # the library has a switch for these in sight
        kept += [("只在标题里找", where.to(replace(asked, title_only=False)))] if asked.title_only else []
        kept += [("精确匹配", where.to(replace(asked, exact=False)))] if asked.exact else []
    return kept


def _switch(asked: Asked, where: Where) -> dict[str, Any]:
    """现行有效 / 含历史, as two links."""
    return {
        "in_force": asked.standing == IN_FORCE and asked.as_of is None,
        "all": asked.standing == ALL and asked.as_of is None,
        "to_in_force": where.to(replace(asked, standing=IN_FORCE, as_of=None)),
        "to_all": where.to(replace(asked, standing=ALL, as_of=None)),
    }


def _coming(asked: Asked, result: SearchResult, where: Where) -> tuple[int, str] | None:
    """Beside what is in force: how many there are that take effect later, and their address."""
    later = dict(result.facets.get(Facet.STANDING, ())).get(Status.NOT_YET, 0)
    if not later or asked.standing != IN_FORCE or asked.as_of:
        return None
    return later, where.to(replace(asked, standing=Status.NOT_YET.value))


def _sorts(asked: Asked, where: Where) -> list[tuple[str, str, bool]]:
    """(label, address, is it the present one). Relevance is offered where there are words."""
    offered = [sort for sort in asking.SORTS if asked.text or sort is not Sort.RELEVANCE]
    present = asked.sort if asked.text else by_date(asked.sort)
    return [(asking.SORTS[sort], where.to(replace(asked, sort=sort)), sort is present) for sort in offered]
