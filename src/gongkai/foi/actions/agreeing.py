"""What must agree, recomputed for `start.py check`: cases with what happened to them, letters with what the journal said on the day, their
numbers without gap or double, archive packages with their manifests. Each yields, in Chinese, what does not."""

import json
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import TypeVar

from django.db.models import Model, QuerySet

from gongkai.foi.actions import archive
from gongkai.foi.models import ArchivePackage, Case, Letter
from gongkai.foi.queries import SEALED
from gongkai.foi.rules import clock as clocks
from gongkai.foi.rules.clock_policies import ClockPolicies
from gongkai.foi.standing import facts_of, policies_of, shadows_of
from gongkai.journal.models import Entry
from gongkai.shared.digest import canonical, sm3
from gongkai.shared.refusal import Refused
from gongkai.workdays.queries import calendar

AT_ONCE = 200
# A closed case keeps the date it had: notices of holidays that came later change open ones only
_OPEN_ONLY = frozenset({"due_on", "is_paused"})
_LABELS = {
    "stage": "环节",
    "stage_since": "本环节开始日期",
    "received_on": "收到日",
    "due_on": "答复期限",
    "is_paused": "是否暂停计时",
    "outcome": "处理决定",
    "decided_on": "作出日期",
    "served_on": "送达日期",
    "closed_on": "办结日期",
    "archived_on": "归档日期",
}
M = TypeVar("M", bound=Model)


def case_problems(on: date) -> Iterator[str]:
    """Stage, dates and outcome kept on a case against its happenings. A fixed number of queries for a batch of cases."""
    days, policies = calendar(), dict[int, ClockPolicies]()
    for case in _walked(Case.objects.defer(*SEALED, "words").prefetch_related("happenings")):
        if case.organ_id not in policies:
            policies[case.organ_id] = policies_of(case.organ_id)
        facts = facts_of(case)
        wanted = shadows_of(facts, clocks.clock_of(facts, days, policies[case.organ_id]), on)
        for name, value in wanted.items():
            if getattr(case, name) != value and not (name in _OPEN_ONLY and wanted["closed_on"]):
                yield f"申请 {case} 的{_LABELS[name]}记为“{getattr(case, name)}”，由经过算出的是“{value}”"


def letter_problems() -> Iterator[str]:
    """Each signed letter against its own digest, the journal's, and the journal's of its PDF; letters that are gone; numbers skipped or
    used twice."""
    signed = {int(entry.about.rpartition(":")[2]): entry.data for entry in _walked(Entry.objects.filter(kind="foi.letter.signed"))}
    made = {int(entry.about.rpartition(":")[2]): entry.data["pdf"] for entry in _walked(Entry.objects.filter(kind="foi.letter.made"))}
    serials: dict[tuple[str, int, str], list[int]] = defaultdict(list)
    for letter in _walked(Letter.objects.select_related("pdf", "organ", "case")):
        name, told = f"文书 {letter.number}", signed.pop(letter.pk, None)
        serials[letter.organ.name, letter.year, letter.series].append(letter.serial)
        if not letter.paper:
            if letter.case.destroyed_on is None:
                yield f"{name} 的内容不见了，而它的申请没有销毁"
        elif sm3(canonical(json.loads(letter.paper))) != letter.digest:
            yield f"{name} 的内容与其摘要不符"
        elif told is None:
            yield f"{name} 在日志中没有签发记录"
        elif (told["digest"], told["number"]) != (letter.digest, letter.number):
            yield f"{name} 与签发时记在日志中的编号、摘要不符"
        elif letter.pdf and made.get(letter.pk) != letter.pdf.digest:
            yield f"{name} 的 PDF 与记在日志中的摘要不符"
    for told in signed.values():
        yield f"文书 {told['number']} 不见了，日志中有它的签发记录"
    for (organ, year, series), numbers in serials.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            yield f"{organ} {year} 年“{series}”字文书的编号有空号或者重号"


def package_problems() -> Iterator[str]:
    """Each archive package against its manifest, and the manifest against the journal; packages that are gone."""
    packed = {int(entry.about.rpartition(":")[2]): entry.data for entry in _walked(Entry.objects.filter(kind="foi.case.packed"))}
    for package in _walked(ArchivePackage.objects.select_related("case", "stored")):
        name, told = f"申请 {package.case} 的归档包", packed.pop(package.case_id, None)
        try:
            yield from (f"{name}：{problem}" for problem in archive.problems(package))
        except (Refused, OSError, KeyError, ValueError, zipfile.BadZipFile):
            yield f"{name}读不出来，或者里面没有清单"
            continue
        if told is None:
            yield f"{name}在日志中没有归档记录"
        elif (told["manifest"], told["package"]) != (package.digest, package.stored.digest):
            yield f"{name}与归档时记在日志中的摘要不符"
    gone = Case.objects.only("number", "ticket", "destroyed_on").in_bulk(packed)
    for pk in packed:
        if not ((case := gone.get(pk)) and case.destroyed_on):
            yield f"申请 {case or pk} 的归档包不见了，日志中有它的归档记录"


def _walked(rows: "QuerySet[M]") -> Iterable[M]:
    return chain.from_iterable(_in_batches(rows))


def _in_batches(rows: "QuerySet[M]") -> Iterator[list[M]]:
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield some
        last = some[-1].pk
