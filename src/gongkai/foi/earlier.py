"""Earlier cases like one at hand: to support a reply, to see a repetition, to see what is worth publishing. A person judges."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from gongkai.foi.models import Case, Precedent
from gongkai.foi.queries import SEALED, holding_any, public_precedents
from gongkai.foi.rules import repeats
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.repeats import Asked, ProactiveSuggestion, RepeatSuggestion
from gongkai.foi.rules.words import pairs
from gongkai.shared.clock import day_of

CANDIDATES = 200
MOST_DISCLOSED = 1000  # replies of a year that are compared with one another
_WINDOW = 3  # pairs in a row: four characters that stand together
_MOST_WINDOWS = 12
_EVERYWHERE = frozenset(pairs("申请公开政府信息有关相关情况文件内容关于").split())


@dataclass(frozen=True)
class Similar:
    """An earlier case and how much of its words it shares, 0 to 1."""

    case: Case
    share: float


def similar(case: Case, *, among: QuerySet[Case], most: int = 5) -> tuple[Similar, ...]:
    """Cases that asked for something like it, the most alike first; another year's list is like this year's. `among` is what the officer
    may see. One query."""
    groups = _windows(case.info_title or case.info_text) + ([pairs(case.info_doc_no).split()] if case.info_doc_no else [])
    if not groups:
        return ()
    mine = _asks(case)
    found = among.filter(holding_any(groups)).exclude(pk=case.pk).order_by("-id").select_related("organ").defer(*SEALED)[:CANDIDATES]
    shares = [Similar(one, _share(mine, _asks(one))) for one in found]
    return tuple(sorted(shares, key=lambda each: (-each.share, -each.case.pk))[:most])


def answered_before(text: str, most: int = 3) -> tuple[Precedent, ...]:
    """The public precedents that answer what somebody is about to ask in these words, the most alike first. One query."""
    groups = _windows(text)
    if not groups:
        return ()
    mine = set(pairs(text).split())
    found = public_precedents().filter(holding_any(groups)).order_by("-id")[:CANDIDATES]
    return tuple(sorted(found, key=lambda one: (-_share(mine, pairs(one.title, one.request).split()), -one.pk))[:most])


def repetition(case: Case) -> RepeatSuggestion | None:
    """The same applicant's earlier request to this organ that was replied to, if it looks the same. Its key is the case's id. One query."""
    if case.received_on is None:
        return None
    earlier = Case.objects.filter(organ_id=case.organ_id, applicant_key=case.applicant_key, served_on__isnull=False)
    return repeats.repeat(asked_of(case), map(asked_of, _bare(earlier.exclude(pk=case.pk))[:CANDIDATES]))


def worth_publishing(organ_id: int, on: date) -> tuple[ProactiveSuggestion, ...]:
    """What several applicants asked this organ for within a year and got: 转主动公开 suggestions, less what was proposed already. One query."""
    disclosed = Case.objects.filter(
        organ_id=organ_id,
        outcome__in=[Outcome.A2_GRANTED, Outcome.B_PARTIAL],
        closed_on__isnull=False,
        received_on__gt=on - timedelta(days=366),
        proposals=None,
    )
    return repeats.proactive(map(asked_of, _bare(disclosed)[:MOST_DISCLOSED]), on)


def asked_of(case: Case) -> Asked:
    """A case as far as likeness needs it; the key is its id."""
    return Asked(
        key=str(case.pk),
        applicant_key=case.applicant_key,
        organ=str(case.organ_id),
        text="".join((case.info_title, case.info_doc_no, case.info_text)),
        received_on=case.received_on or day_of(case.submitted_at),
        outcome=Outcome(case.outcome) if case.outcome else None,
        replied_on=case.served_on,
    )


def _bare(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.order_by("-id").defer(*SEALED, "words")


def _windows(text: str) -> list[list[str]]:
    tokens = [token for token in pairs(text[:80]).split() if token not in _EVERYWHERE]
    if len(tokens) <= _WINDOW:
        return [tokens] if tokens else []
    return [tokens[at : at + _WINDOW] for at in range(len(tokens) - _WINDOW + 1)][:_MOST_WINDOWS]


def _asks(case: Case) -> set[str]:
    return set(pairs(case.info_title, case.info_doc_no, "" if case.info_title else case.info_text).split())


def _share(mine: Iterable[str], other: Iterable[str]) -> float:
    one, two = set(mine), set(other)
    return len(one & two) / len(one | two) if one | two else 0.0
