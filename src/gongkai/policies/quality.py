"""文件库质量 (全量覆盖、要素齐全、格式规范，领域规则 6.11): how complete the library is, by office and as a whole, counted by the database."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet

from gongkai.people.models import Organisation
from gongkai.people.queries import reach_of
from gongkai.people.rules.permits import Actor
from gongkai.policies.actions.standards import standards_on
from gongkai.policies.models import Citation, Edition, Issuer, Policy, Relation
from gongkai.policies.rules import admission, index_no
from gongkai.policies.rules.kinds import Category, DocumentClass, RelationKind, Visibility
from gongkai.policies.rules.quality import Gap, Measures, Series, gaps
from gongkai.policies.rules.standards import Standards
from gongkai.shared.digest import canonical, sm3
from gongkai.workdays.queries import calendar
from gongkai.workdays.rules.calendar import Calendar, NotYetKnown

PUBLISHED_WITHIN_WORKDAYS = 20  # 条例第二十六条：自形成或者变更之日起20个工作日内公开
TIMELY_SINCE = timedelta(days=365)
KEPT = 300  # seconds: at 100 000 papers the counts take a while
_BASIS = (RelationKind.BASED_ON, RelationKind.IMPLEMENTS)


@dataclass(frozen=True)
class OfficeQuality:
    office: Organisation | None  # None: all of them
    measures: Measures


def _papers(actor: Actor) -> QuerySet[Policy]:
    shown = Policy.objects.filter(category=Category.POLICY, visibility=Visibility.PUBLIC, current__isnull=False)
    return shown.filter(reach_of(actor, "office"))


def lacking(standards: Standards) -> Q:
    """Policies in which a required fact is missing."""
    wrong = Q(pk=None)
    for document_class, names in standards.needed.items():
        wrong |= Q(document_class=document_class) & _any_blank(names)
    return wrong


def _any_blank(names: Iterable[str]) -> Q:
    blank = Q(pk=None)
    for name in names:
        blank |= missing(name)
    return blank


def missing(name: str) -> Q:
    """Policies whose current edition lacks this fact."""
    if name == "issuers":
        return Q(~Exists(Issuer.objects.filter(edition=OuterRef("current"))))
    if name == "audience":
        return Q(current__audience=[])
    if name.endswith("_on"):
        return Q(**{f"current__{name}": None})
    return Q(**{f"current__{name}": ""})


MISFORMED = {
    "doc_no": ~Q(current__doc_no="") & Q(current__doc_unit=""),
    "index_no": ~Q(current__index_no="") & ~Q(current__index_no__regex=index_no.ANY_FORM),
    "normative_reg_no": ~Q(current__normative_reg_no="") & ~Q(current__normative_reg_no__regex=admission.REG_NO),
}


def measures(actor: Actor, *, on: date) -> list[OfficeQuality]:
    """The whole first, then each office, in tree order. At most five minutes old; five queries."""
    standards = standards_on(on)
    reach = sorted((path, *sorted(held)) for path, held in actor.roles.items())
    key = f"policies.quality:{sm3(canonical([on.isoformat(), standards.number, reach]))}"
    kept: list[OfficeQuality] | None = cache.get(key)
    if kept is None:
        kept = _measured(actor, standards, on)
        cache.set(key, kept, KEPT)
    return kept


def _measured(actor: Actor, standards: Standards, on: date) -> list[OfficeQuality]:
    edition = OuterRef("current")
    has_basis = Exists(Relation.objects.filter(source=edition, kind__in=_BASIS)) | Exists(
        Citation.objects.filter(edition=edition, kind__in=_BASIS, dismissed_at=None)
    )
    misformed = Q(pk=None)
    for each in MISFORMED.values():
        misformed |= each
    explained = Q(has_interpretation=True) | Q(document_class=DocumentClass.OTHER)  # 规章、规范性文件均要解读
    counted = {
        "total": Count("pk"),
        "complete": Count("pk", filter=~lacking(standards)),
        "well_formed": Count("pk", filter=~misformed),
        "based": Count("pk", filter=has_basis),
        "interpreted": Count("pk", filter=Q(has_interpretation=True)),
        "linked": Count("pk", filter=has_basis & explained),
        "revised": Count("pk", filter=Q(current__number__gt=1)),
        "recent": Count("pk", filter=Q(published_on__gt=on - timedelta(days=30), published_on__lte=on)),
        "updated_on": Max("published_on", filter=Q(published_on__lte=on)),
    }
    rows: dict[int, Any] = {row["office"]: row for row in _papers(actor).values("office").annotate(**counted).order_by()}
    timely: dict[int, Any] = _timely(actor, on)
    names = {field.name for field in fields(Measures)}
    found = [
        OfficeQuality(one, Measures(**{name: value for name, value in rows[one.pk].items() if name in names}, **timely.get(one.pk, {})))
        for one in Organisation.objects.filter(pk__in=rows).order_by("path")
    ]
    return [OfficeQuality(None, Measures.together([one.measures for one in found])), *found]


def _timely(actor: Actor, on: date) -> dict[int, dict[str, int]]:
    """Of the papers published within a year: how many came out in time, and how many of all could be judged. Papers formed in a year
    without a holiday notice are not."""
    rows = _papers(actor).filter(published_on__gt=on - TIMELY_SINCE, published_on__lte=on, formed_on__isnull=False, current__number=1)
    known, found = calendar(), dict[int, dict[str, int]]()
    for office, formed, published, n in rows.values_list("office", "formed_on", "published_on").annotate(n=Count("pk")).order_by():
        in_time = _in_time(formed, published, known)
        if in_time is not None:
            one = found.setdefault(office, {"in_time": 0, "judged": 0})
            one["judged"] += n
            one["in_time"] += n * in_time
    return found


def _in_time(formed: date, published: date, known: Calendar) -> bool | None:
    try:
        return published <= known.workday_after(formed, PUBLISHED_WITHIN_WORKDAYS)
    except NotYetKnown:
        return None


def shortcomings(actor: Actor, *, on: date, field: str = "", misformed: str = "", office: int | None = None) -> QuerySet[Policy]:
    """The papers behind a figure: those lacking this fact, or with this one misformed; without either, all that need anything."""
    rows = _papers(actor).filter(**({"office": office} if office else {}))
    if field:
        rows = rows.filter(missing(field))
    if misformed:
        rows = rows.filter(MISFORMED[misformed])
    if not field and not misformed:
        rows = rows.filter(reduce(or_, MISFORMED.values(), lacking(standards_on(on))))
    return rows.select_related("office").order_by("-formed_on", "-id")


def by_fact(actor: Actor, *, on: date) -> list[tuple[str, int, int]]:
    """For every required fact: (fact, how many papers must have it, how many lack it). One query."""
    standards = standards_on(on)
    counted: dict[str, Count] = {}
    names = list(dict.fromkeys(name for needed in standards.needed.values() for name in needed))
    for name in names:
        classes = [one for one, needed in standards.needed.items() if name in needed]
        counted[f"of_{name}"] = Count("pk", filter=Q(document_class__in=classes))
        counted[f"no_{name}"] = Count("pk", filter=Q(document_class__in=classes) & missing(name))
    row = _papers(actor).aggregate(**counted)
    return [(name, row[f"of_{name}"], row[f"no_{name}"]) for name in names]


def by_form(actor: Actor) -> list[tuple[str, int]]:
    """For each number with a form: (fact, how many are misformed); and 索引号 given out more than once. Two queries."""
    row = _papers(actor).aggregate(**{name: Count("pk", filter=where) for name, where in MISFORMED.items()})
    return [(name, row[name]) for name in MISFORMED]


def doubled_index_numbers(actor: Actor, *, most: int = 100) -> list[tuple[str, int]]:
    """索引号 that several policies of these offices have, with how many: one query."""
    rows = _papers(actor).exclude(current__index_no="").values_list("current__index_no").annotate(n=Count("pk")).filter(n__gt=1)
    return list(rows.order_by("-n", "current__index_no")[:most])


def coverage(actor: Actor, *, most: int = 50) -> list[Gap]:
    """全量覆盖: the numbers of each series of 发文字号 (code and year) that are not in the library. A paper that is not public leaves a
    gap too, so a gap is a question and no mistake. Two queries."""
    own = Edition.objects.filter(policy__in=_papers(actor), first_text_at__isnull=False, doc_seq__isnull=False, doc_year__isnull=False)
    spread = own.values("doc_unit", "doc_year").annotate(n=Count("doc_seq", distinct=True), last=Max("doc_seq"), first=Min("doc_seq"))
    open_ = list(spread.filter(n__gt=1, last__gt=F("first") + F("n") - 1).order_by("-doc_year", "doc_unit")[:most])
    wanted = Q(pk=None)
    for row in open_:
        wanted |= Q(doc_unit=row["doc_unit"], doc_year=row["doc_year"])
    present: dict[tuple[str, int], set[int]] = {}
    for unit, year, number in Edition.objects.filter(wanted, first_text_at__isnull=False).values_list("doc_unit", "doc_year", "doc_seq"):
        if year and number:
            present.setdefault((unit, year), set()).add(number)
    series = [Series(unit, year, frozenset(numbers)) for (unit, year), numbers in present.items()]
    return gaps(sorted(series, key=lambda one: (-one.year, one.code)))
