"""Numbers of a sentence beside those of its source: dates, periods, amounts, shares, bounds, document and article numbers."""

import re
from collections.abc import Iterator
from itertools import pairwise

from gongkai.assistant.rules.amounts import BARE, DATE, MONEY, SHARES, TIMES, Amount, amounts, loose_bounds
from gongkai.assistant.rules.problems import Problem, Trouble
from gongkai.policies.rules import docno


def problems(said: str, source: str) -> Iterator[Problem]:
    """What is wrong with the numbers of one `plain` text beside another."""
    yield from _doc_nos(said, source)
    ours, theirs = amounts(said), amounts(source)
    for amount in ours:
        yield from _number(amount, theirs)
    yield from _too_often(ours, theirs)
    yield from _out_of_order(ours, theirs)
    yield from _loose(said, source)
    yield from _started(said, source)
    yield from _each(said, source)


def _doc_nos(said: str, source: str) -> Iterator[Problem]:
    written = docno.find_all(source)
    known = {str(found.doc_no) for found in written}
    for found in docno.find_all(said):
        if not any(str(found.doc_no).endswith(number) or number.endswith(str(found.doc_no)) for number in known):
            other = written[0].raw if written else ""
            yield Problem(Trouble.DOC_NO, found.raw, other, f"文号“{found.raw}”" + (f"，依据是“{other}”" if other else "依据中没有"))


def _loose(said: str, source: str) -> Iterator[Problem]:
    bounds = [sense for sense, _ in loose_bounds(source)]
    for sense, word in loose_bounds(said):
        if sense in bounds:
            bounds.remove(sense)
        else:
            yield Problem(Trouble.BOUND, word, "", f"依据中没有这个“{word}”")


def _number(amount: Amount, theirs: tuple[Amount, ...]) -> Iterator[Problem]:
    same = [other for other in theirs if _equal(amount, other)]
    if not same:
        instead = _instead(amount, theirs)
        yield Problem(_kind(amount), amount.words, instead, f"“{amount.words}”" + (f"，依据是“{instead}”" if instead else "依据中没有"))
    elif not any(_bounded_alike(amount, other) for other in same):
        other = same[0]
        bounds = f"依据是“{_BOUNDS[other.bound]}”" if other.bound else "依据中没有这个界限"
        yield Problem(Trouble.BOUND, amount.words, other.words, f"“{amount.words}”的界限是“{_BOUNDS[amount.bound]}”，{bounds}")


def _too_often(ours: tuple[Amount, ...], theirs: tuple[Amount, ...]) -> Iterator[Problem]:
    """A number said twice that the source has once stands where another one should."""
    for amount in dict.fromkeys(Amount(one.unit, one.value, "", "", 0, 0) for one in ours if one.unit != BARE):
        said = [one for one in ours if (one.unit, one.value) == (amount.unit, amount.value)]
        if 0 < sum(_equal(amount, other) for other in theirs) < len(said):
            yield Problem(_kind(amount), said[-1].words, "", f"“{said[-1].words}”比依据中多说了一次")


_BOUNDS = {
    "≥": "不少于",
    "≤": "不超过",
    "内": "以内",
    ">": "超过",
    "<": "不足",
    "≈": "约",
    "前": "之前",
    "后": "之后",
    "起": "起",
    "": "没有界限",
}


def _equal(amount: Amount, other: Amount) -> bool:
    if isinstance(amount.value, tuple):
        if isinstance(other.value, tuple):
            return all(not one or one == two for one, two in zip(amount.value, other.value, strict=True))
        return other.unit in {BARE, "年"} and amount.value[1:] == (0, 0) and amount.value[0] == other.value  # 2026—2028年
    return amount.value == other.value and amount.unit in {other.unit, BARE}


def _instead(amount: Amount, theirs: tuple[Amount, ...]) -> str:
    """What the source has in its place: the same kind of thing, or the same number of something else."""
    alike = [other for other in theirs if other.unit == amount.unit] or [other for other in theirs if other.value == amount.value]
    alike = alike or [other for other in theirs if _kind(other) == _kind(amount)]
    return alike[0].words if alike else ""


def _kind(amount: Amount) -> Trouble:
    unit = amount.unit
    if unit.startswith("第"):
        return Trouble.ARTICLE
    kinds = ((TIMES, Trouble.PERIOD), (MONEY, Trouble.AMOUNT), (SHARES, Trouble.SHARE), ({DATE}, Trouble.DATE))
    return next((kind for units, kind in kinds if unit in units), Trouble.NUMBER)


def _bounded_alike(amount: Amount, other: Amount) -> bool:
    if amount.bound == other.bound:
        return True
    if amount.unit in TIMES:  # “20日内办结”, “办理期限20日”
        return {amount.bound, other.bound} in ({"", "内"}, {"内", "≤"})
    return amount.unit == DATE and {amount.bound, other.bound} <= {"", "起"}


def _out_of_order(ours: tuple[Amount, ...], theirs: tuple[Amount, ...]) -> Iterator[Problem]:
    """Two numbers of one unit that stand the other way round in the source."""
    for one, two in pairwise(ours):
        if one.unit != two.unit or one.value == two.value:
            continue
        firsts = [at for at, other in enumerate(theirs) if _equal(one, other)]
        seconds = [at for at, other in enumerate(theirs) if _equal(two, other)]
        if firsts and seconds and firsts[0] > seconds[-1]:
            words = f"{one.words}……{two.words}"
            yield Problem(Trouble.ORDER, words, f"{two.words}……{one.words}", f"“{words}”的先后与依据相反")


def _started(said: str, source: str) -> Iterator[Problem]:
    """自……之日起 counts from the day the source says."""
    for match in _FROM.finditer(said):
        theirs = [found.group(1) for found in _FROM.finditer(source)]
        if theirs and not any(match.group(1) in other or other in match.group(1) for other in theirs):
            yield Problem(Trouble.PERIOD, match.group(), f"自{theirs[0]}之日起", f"起算的日子依据是“自{theirs[0]}之日起”")


_FROM = re.compile(r"[自从]([^，。；自从]{1,30}?)(?:之日起|当日起|之日后|次日起)")


def _each(said: str, source: str) -> Iterator[Problem]:
    """每月、每人、/年 as the source has them."""
    theirs = {match.group(1) or match.group(2) for match in _PER.finditer(source)}
    for match in _PER.finditer(said):
        if (match.group(1) or match.group(2)) not in theirs:
            yield Problem(Trouble.AMOUNT, match.group(), "、".join(f"每{word}" for word in sorted(theirs)), f"依据中没有“{match.group()}”")


_PER = re.compile(r"每(?:个|一)?([年月日天季周学人户次套件份吨])|元[/／]([年月日天季周学人户次套件份吨])")
