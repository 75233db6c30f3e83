"""Reading cases. Every page of the desk begins with `visible_to`: another office's case is simply not there.

Supervision sees a case, its dates and its outcome, never who asked (领域规则 14.5): what may be shown of an applicant stands in `Seen`
and `Line`, and nowhere else is it to be taken from."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db import connection
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Value

from gongkai.foi.models import Assignment, Case, Complaint, Destruction, Precedent
from gongkai.foi.rules.applicants import ApplicantKind, Masked, masked, phone_digits
from gongkai.foi.rules.numbering import read_code
from gongkai.foi.rules.permits import WHO_MAY, Permit
from gongkai.foi.rules.stages import Stage
from gongkai.foi.rules.words import pairs
from gongkai.people.models import Officer, Organisation
from gongkai.people.models.encrypted import blind_index
from gongkai.people.rules.organisations import ids_in
from gongkai.people.rules.permits import About, Actor, Role, may

PAGE = 50
SEALED = ("applicant_name", "id_number", "representative", "agent", "phone", "email", "fax", "address")
_HANDLING = (Role.EDITOR, Role.REVIEWER, Role.SIGNER)


# —— who sees what ——


@dataclass(frozen=True)
class Reach:
    """The offices where an officer works on cases (`own`), and those supervised (`below`, the own ones of supervision included)."""

    own: frozenset[int]
    below: frozenset[int]

    @property
    def organs(self) -> frozenset[int]:
        return self.own | self.below


def reach_of(actor: Actor) -> Reach:
    """One query for supervision, none for others."""
    below: frozenset[int] = frozenset()
    for path in actor.offices(Role.SUPERVISOR):
        below |= frozenset(Organisation.objects.at_or_below(path).values_list("pk", flat=True))
    return Reach(_own(actor), below)


def organs_of(actor: Actor) -> QuerySet[Organisation]:
    """The organs whose cases and figures this officer sees: those of `reach_of(actor).organs`, as rows."""
    found = Organisation.objects.filter(pk__in=_own(actor))
    for path in actor.offices(Role.SUPERVISOR):
        found |= Organisation.objects.at_or_below(path)
    return found


def _own(actor: Actor) -> frozenset[int]:
    return frozenset(ids_in(path)[-1] for path in actor.offices() if any(role in actor.roles[path] for role in _HANDLING))


def visible_to(officer: Officer) -> QuerySet[Case]:
    """The cases of one's own office, those one's office was asked to work on, and for supervision those of the organs at and below."""
    reach = reach_of(officer.actor())
    return Case.objects.of(reach.organs, reach.own)


@dataclass(frozen=True)
class Seen:
    """A case as one officer sees it. `applicant` is None for who does not handle it; `asked` are the officer's own offices' assignments."""

    case: Case
    applicant: Masked | None
    asked: tuple[Assignment, ...]


def case_seen_by(officer: Officer, pk: int) -> Seen | None:
    """One case for its page; None when it is not there for this officer. The particulars of an applicant nobody may see are not even read:
    an office that was asked only to help need not know who asked (个人信息保护法第六条)."""
    actor = officer.actor()
    reach = reach_of(actor)
    case = Case.objects.of(reach.organs, reach.own).select_related("organ", "handler").defer(*SEALED).filter(pk=pk).first()
    if case is None:
        return None
    asked = tuple(case.assignments.filter(office_id__in=reach.own, returned_for="").select_related("office"))
    if not _handles(actor, [case.organ.path, *(row.office.path for row in asked if row.is_lead)]):
        return Seen(case, None, asked)
    full = Case.objects.select_related("organ", "handler").get(pk=pk)
    return Seen(full, _masked(full), asked)


def tracked(ticket: str, phone: str) -> Case | None:
    """The case of an applicant who has its ticket and the telephone number it was sent with."""
    digits = phone_digits(phone)
    if not digits:
        return None
    return Case.objects.select_related("organ").filter(ticket=read_code(ticket), phone_key=blind_index(digits)).first()


# —— the inbox ——


class Tab(StrEnum):
    OPEN = "open"
    MINE = "mine"
    ASKED = "asked"
    CLOSED = "closed"
    ALL = "all"

    @property
    def label(self) -> str:
        return {"open": "在办", "mine": "我承办的", "asked": "转来协办的", "closed": "已办结", "all": "全部"}[self.value]


_OPEN_TABS = (Tab.OPEN, Tab.MINE, Tab.ASKED)


class Order(StrEnum):
    DUE = "due"
    NEWEST = "newest"

    @property
    def label(self) -> str:
        return {"due": "按期限", "newest": "按时间"}[self.value]


@dataclass(frozen=True)
class Filters:
    """What an inbox is narrowed by; empty values narrow nothing. `due_from`, `due_by`: the first and the last day the date of reply may be
    on; `is_dated` False: the cases that have none yet."""

    tab: Tab = Tab.OPEN
    words: str = ""
    stage: Stage | None = None
    organ: int | None = None
    handler: int | None = None
    channel: str = ""
    outcome: str = ""
    applicant_kind: str = ""
    due_from: date | None = None
    due_by: date | None = None
    is_dated: bool | None = None
    is_paused: bool | None = None
    slow: Q | None = None  # over the internal limit of their step: `worklist.Pace.slow`
    received_from: date | None = None
    received_to: date | None = None
    order: Order = Order.DUE


@dataclass(frozen=True)
class Line:
    """One row of a list. `applicant` is the masked name, empty for who does not handle the case."""

    case: Case
    applicant: str


@dataclass(frozen=True)
class Page:
    lines: tuple[Line, ...]
    number: int
    has_next: bool


def inbox(officer: Officer, filters: Filters = Filters(), number: int = 1, size: int = PAGE, actor: Actor | None = None) -> Page:
    """One page of a list of cases, at most five queries however many rows. Open cases by their date, those without one last;
    lists with closed cases in them always by the newest. `actor`: the officer's, where it is known already."""
    reach = reach_of(actor or officer.actor())
    found = narrowed(_of_tab(reach, officer, filters.tab), filters)
    order = [F("due_on").asc(nulls_last=True), "-id"] if filters.order is Order.DUE and filters.tab in _OPEN_TABS else ["-id"]
    start = (max(1, number) - 1) * size
    rows = list(found.order_by(*order).select_related("organ", "handler").defer(*SEALED[1:], "words")[start : start + size + 1])
    return Page(lines_of(rows[:size], reach), max(1, number), len(rows) > size)


def narrowed(cases: QuerySet[Case], filters: Filters) -> QuerySet[Case]:
    """The cases that these filters leave, `tab` and order apart."""
    equal = {
        "stage": filters.stage,
        "organ_id": filters.organ,
        "handler_id": filters.handler,
        "channel": filters.channel,
        "outcome": filters.outcome,
        "applicant_kind": filters.applicant_kind,
        "due_on__gte": filters.due_from,
        "due_on__lte": filters.due_by,
        "received_on__gte": filters.received_from,
        "received_on__lte": filters.received_to,
    }
    found = cases.filter(**{name: value for name, value in equal.items() if value})
    if filters.is_dated is not None:
        found = found.filter(due_on__isnull=not filters.is_dated)
    if filters.is_paused is not None:
        found = found.filter(is_paused=filters.is_paused)
    if filters.slow is not None:
        found = found.filter(filters.slow)
    return searched(found, filters.words)


def lines_of(cases: Sequence[Case], reach: Reach) -> tuple[Line, ...]:
    """The rows of a list: who asks is shown, masked, only where the officer's own office handles the case. At most one query."""
    others = [case.pk for case in cases if case.organ_id not in reach.own]
    asked = set(_asked(reach.own).filter(case__in=others).values_list("case_id", flat=True)) if others and reach.own else set()
    return tuple(Line(case, _masked_name(case) if case.organ_id in reach.own or case.pk in asked else "") for case in cases)


def _of_tab(reach: Reach, officer: Officer, tab: Tab) -> QuerySet[Case]:
    if tab is Tab.MINE:
        return Case.objects.of(reach.own, reach.own).open().filter(handler=officer)
    if tab is Tab.ASKED:
        waiting = _asked(reach.own).filter(answered_at=None).values("case_id")
        return Case.objects.open().filter(pk__in=waiting)
    if tab is Tab.OPEN:  # the few that others sent are looked up first: the database then finds both by index
        sent = list(_asked(reach.own).filter(answered_at=None, case__closed_on=None).values_list("case_id", flat=True)) if reach.own else []
        ours = Q(organ_id__in=reach.organs)
        return Case.objects.open().filter(ours | Q(pk__in=sent) if sent else ours)
    found = Case.objects.of(reach.organs, reach.own)
    return found.exclude(closed_on=None) if tab is Tab.CLOSED else found


# —— looking for a case ——

_NUMBER = re.compile(r"\d{8}(-[0-9A-Za-z-]*)?")
_TICKET = re.compile(r"(?=.*\d)[0-9A-Za-z]{4,9}|[0-9A-Za-z]{9}")  # letters alone are a word unless they are a whole code


class _Matches(Func):
    """words @@ query, as the GIN index of migration 0002 has it."""

    output_field = BooleanField()
    template = "(to_tsvector('simple', %(expressions)s))"
    arg_joiner = ") @@ to_tsquery('simple', "


def searched(cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Those found by a registration number or its beginning, by a ticket or its beginning, or by the words of the request.
    Nothing is ever found by who asked."""
    text = " ".join(text.split())[:100]
    if not text:
        return cases
    if _NUMBER.fullmatch(text):
        return cases.filter(number__startswith=text.upper())
    found = holding_all(pairs(text).split()) if len(text) > 1 else Q(info_title__contains=text)
    if _TICKET.fullmatch(text):
        found |= Q(ticket__startswith=text.upper())
    return cases.filter(found)


def holding_all(tokens: Sequence[str]) -> Q:
    return holding_any([tokens]) if tokens else Q(pk=None)


def holding_any(groups: Iterable[Sequence[str]]) -> Q:
    """Cases whose words hold every token of one of these groups."""
    wanted = list(groups)
    if connection.vendor == "postgresql":
        query = " | ".join("(" + " & ".join(f"'{token}'" for token in group) + ")" for group in wanted)
        return Q(_Matches(F("words"), Value(query)))
    found = Q(pk=None)
    for group in wanted:
        every = Q()
        for token in group:
            every &= Q(_HasToken(F("words"), Value(f" {token} ")))
        found |= every
    return found


class _HasToken(Func):
    """For SQLite, which has no index of words: a whole token stands in them."""

    output_field = BooleanField()
    template = "(instr(' ' || %(expressions)s) > 0)"
    arg_joiner = " || ' ', "


# —— retention ——


def past_retention(offices: Collection[int], on: date) -> QuerySet[Case]:
    """The archived cases of these offices whose term is over and that are still there, the longest over first; `proposed`: somebody
    has said that they may be destroyed."""
    over = Case.objects.filter(organ_id__in=offices, destroyed_on=None, retained_until__lt=on)
    open_one = Destruction.objects.filter(case=OuterRef("pk"), is_approved=None)
    return over.annotate(proposed=Exists(open_one)).order_by("retained_until", "id").select_related("organ").defer(*SEALED, "words")


def waiting_destructions(offices: Collection[int]) -> QuerySet[Destruction]:
    """Proposed and not decided."""
    return _destructions(offices).filter(is_approved=None)


def decided_destructions(offices: Collection[int]) -> QuerySet[Destruction]:
    """销毁清册, and what is kept longer: the newest first."""
    return _destructions(offices).exclude(is_approved=None)


def _destructions(offices: Collection[int]) -> QuerySet[Destruction]:
    sealed = (f"case__{name}" for name in (*SEALED, "words"))
    return Destruction.objects.filter(case__organ_id__in=offices).select_related("case__organ", "by", "decided_by").defer(*sealed)


# —— beside the cases ——


def complaints_for(officer: Officer) -> QuerySet[Complaint]:
    """The complaints this officer hears: about the organs supervised."""
    return Complaint.objects.filter(organ_id__in=reach_of(officer.actor()).below).select_related("organ", "case")


def orders_for(officer: Officer) -> QuerySet[Complaint]:
    """The complaints found true that one's own office has to put right, without who complained."""
    return (
        Complaint.objects.filter(organ_id__in=reach_of(officer.actor()).own, is_founded=True)
        .select_related("organ")
        .defer("name", "contact", "text")
    )


def public_precedents(text: str = "") -> QuerySet[Precedent]:
    """案例库 for everybody: the approved ones."""
    found = Precedent.objects.exclude(public_on=None).select_related("organ")
    tokens = pairs(text[:100]).split()
    return found.filter(holding_all(tokens)) if tokens else found


def precedents_of(officer: Officer) -> QuerySet[Precedent]:
    """Those of one's own office, approved or not, and everything public."""
    return Precedent.objects.filter(Q(organ_id__in=reach_of(officer.actor()).organs) | Q(public_on__isnull=False)).select_related("organ")


def _asked(offices: Collection[int]) -> QuerySet[Assignment]:
    return Assignment.objects.filter(office_id__in=offices, returned_for="")


def _handles(actor: Actor, paths: Iterable[str]) -> bool:
    return any(may(actor, Permit.SEE_APPLICANT, About(path), WHO_MAY) for path in paths)


def _masked(case: Case) -> Masked:
    return masked(ApplicantKind(case.applicant_kind), case.applicant_name, case.id_number, case.phone, case.email, case.address)


def _masked_name(case: Case) -> str:
    return masked(ApplicantKind(case.applicant_kind), case.applicant_name).name
