"""答复支持: what was asked before and how it ended, articles that may fit, public papers on the matter; and marking a repetition.
Shown to the handler; nothing of it is decided by itself."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse

from gongkai.desk.door import StaffRequest, allowed, ask, deed, staff
from gongkai.desk.foi.beside_forms import RepeatForm
from gongkai.desk.foi.finding import find_case, trail_of
from gongkai.foi import earlier, queries
from gongkai.foi.actions import work
from gongkai.foi.models import Case, Meeting, Precedent, Review, Visit
from gongkai.foi.rules.counter import is_readable
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.hints import Hint, hints
from gongkai.foi.rules.outcomes import RULINGS, Outcome
from gongkai.foi.rules.permits import Permit
from gongkai.foi.rules.repeats import RepeatSuggestion
from gongkai.foi.rules.stages import MOVES
from gongkai.people.models import Officer
from gongkai.people.rules.permits import About
from gongkai.policies import queries as policies
from gongkai.policies.models import Policy
from gongkai.search import queries as index
from gongkai.search.backend import NoIndex
from gongkai.search.searching import SearchRequest
from gongkai.shared.refusal import Refused

MOST_PAPERS = 5
LONGEST = 80  # characters of a request that are looked for in the library
_ENDINGS = [outcome for outcome, ruling in RULINGS.items() if ruling.is_ending]


@dataclass(frozen=True)
class Past:
    """An earlier case like this one; `outcome` is empty while it is open."""

    case: Case
    percent: int
    outcome: str


@dataclass(frozen=True)
class Support:
    """For `desk/foi/support.html`. `papers` is None where the index cannot be asked now."""

    past: tuple[Past, ...]
    hints: tuple[Hint, ...]
    papers: list[Policy] | None
    repetition: RepeatSuggestion | None


@dataclass(frozen=True)
class Beside:
    """For `desk/foi/beside.html`: what is kept about the case beside its course, and what the officer may add to it now."""

    meetings: list[Meeting]
    reviews: list[Review]
    precedent: Precedent | None
    may_meet: bool
    may_dispute: bool
    may_repeat: bool
    may_make_precedent: bool
    visits: list[Visit]
    may_visit: bool


def beside_of(request: StaffRequest, case: Case) -> Beside:
    """Four queries. The minutes of a meeting, and that somebody came to read, are for who handles the case."""
    here = About(case.organ.path)
    handles = allowed(request, Permit.NOTE, here)
    precedent = Precedent.objects.filter(case=case).first()
    return Beside(
        list(case.meetings.all()) if handles else [],
        list(case.reviews.all()),
        precedent,
        may_meet=handles and case.stage in MOVES[Action.MEET].sources,
        may_dispute=allowed(request, Permit.RECORD_DISPUTE, here),
        may_repeat=case.decided_on is None and case.repeat_of_id is None and allowed(request, Permit.REGISTER, here),
        may_make_precedent=precedent is None and bool(case.closed_on and case.outcome) and allowed(request, Permit.DRAFT, here),
        visits=list(case.visits.defer("name", "id_number")) if handles else [],
        may_visit=is_readable(case.outcome, case.served_on is not None)
        and not case.destroyed_on
        and allowed(request, Permit.RECEIVE, here),
    )


def support_for(officer: Officer, case: Case, on: date) -> Support:
    """What helps with the reply to this case, from what this officer may see. A fixed number of queries; `repetition` only for an open
    case that is not marked yet, and only where the officer's own office answers it."""
    reach = queries.reach_of(officer.actor())
    found = earlier.similar(case, among=queries.visible_to(officer))
    past = tuple(Past(each.case, round(each.share * 100), Outcome(each.case.outcome).label if each.case.outcome else "") for each in found)
    may_repeat = case.closed_on is None and case.repeat_of_id is None and case.organ_id in reach.own
    return Support(
        past,
        hints("".join((case.info_title, case.info_text)), [Outcome(one.case.outcome) for one in past if one.case.outcome]),
        _papers(case, on),
        earlier.repetition(case) if may_repeat else None,
    )


@staff(Permit.REGISTER, acts=True)
def repeat(request: StaffRequest, pk: int) -> HttpResponse:
    """标记重复: the earlier case is one of the same applicant's; the one suggested is chosen beforehand."""
    case = find_case(request, pk)
    ask(request, Permit.REGISTER, About(case.organ.path))
    candidates = _earlier_of(case)
    suggested = earlier.repetition(case)
    return deed(
        request,
        RepeatForm(request.POST or None, earlier=candidates, initial={"earlier": suggested.earlier.key if suggested else None}),
        work.mark_repeat,
        case,
        title="标记重复申请",
        says=suggested.says if suggested else "同一申请人以前没有申请过相同的信息；确属相同信息的，请自己选择前次申请。",
        button="标记重复",
        back=reverse("desk:foi-case", args=[pk]),
        said="已标记重复，拟稿时可以选“不予重复处理”。",
        trail=trail_of(case),
    )


def _earlier_of(case: Case) -> QuerySet[Case]:
    same = Case.objects.filter(organ_id=case.organ_id, applicant_key=case.applicant_key, pk__lt=case.pk, decided_on__isnull=False)
    return same.exclude(outcome__in=["", *_ENDINGS]).order_by("-id").defer(*queries.SEALED)


def _papers(case: Case, on: date) -> list[Policy] | None:
    text = (case.info_doc_no or case.info_title or case.info_text)[:LONGEST].strip()
    if not text:
        return []
    try:
        found = index.search(SearchRequest(on=on, text=text, size=MOST_PAPERS, facets=()))
    except NoIndex:
        return None
    except Refused:  # words that are no question to the index
        return []
    return policies.listed([hit.policy_id for hit in found.hits], on=on)
