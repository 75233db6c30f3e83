"""The worklist of papers whose pages or dates do not agree with the facts (对账), narrowed by the database so that it costs the same
however large the library. `rules.mismatches` says why; here the same questions are asked of many rows at once."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractYear

from gongkai.people.queries import reach_of
from gongkai.people.rules.permits import Actor
from gongkai.policies.models import Accepted, Policy
from gongkai.policies.rules.kinds import Category, Visibility
from gongkai.policies.rules.mismatches import AGREES, Kind, Stated, mismatches
from gongkai.policies.rules.validity import Status


def _stated() -> Q:
    wrong = Q(pk=None)
    for said, agrees in AGREES.items():
        wrong |= Q(current__stated_validity=said) & ~Q(standing__in=[status.value for status in agrees])
    return wrong


_FORMED_IN = ExtractYear("current__formed_on")
WHERE = {
    Kind.STATED: _stated(),
    Kind.UNKNOWN: ~Q(current__stated_validity__in=["", *AGREES]),
    Kind.PUBLISHED: Q(current__published_on__lt=F("current__formed_on")),
    Kind.EFFECTIVE: Q(current__effective_on__lt=F("current__formed_on")),
    Kind.EXPIRES: Q(current__expires_on__lt=F("current__effective_on")),
    Kind.LATE: Q(current__expires_on__lt=F("current__published_on")),
    Kind.YEAR: Q(current__doc_year__gt=_FORMED_IN) | Q(current__doc_year__lt=_FORMED_IN - 1),
}


@dataclass(frozen=True)
class Disagreement:
    """A paper with what does not agree in it and why."""

    policy: Policy
    found: tuple[tuple[Kind, str], ...]


def disagreeing(actor: Actor, *, kind: str = "") -> QuerySet[Policy]:
    """Public policies of the actor's offices in which something does not agree, the newest first, without what a person has accepted."""
    open_ = Q(pk=None)
    for one in [Kind(kind)] if kind else Kind:
        accepted = Accepted.objects.filter(edition=OuterRef("current"), kind=one.value, standing=OuterRef("standing"))
        open_ |= WHERE[one] & Q(~Exists(accepted))
    shown = Policy.objects.filter(reach_of(actor, "office"), category=Category.POLICY, visibility=Visibility.PUBLIC)
    return shown.filter(open_, current__isnull=False).select_related("current", "office").order_by("-formed_on", "-id")


def reasons(policies: list[Policy]) -> list[Disagreement]:
    """Why each of these is on the list: one query."""
    done = set(Accepted.objects.filter(edition__in=[one.current_id for one in policies]).values_list("edition", "kind", "standing"))
    found = []
    for one in policies:
        edition = one.current
        if edition is None:
            continue
        stated = Stated(
            edition.stated_validity, edition.formed_on, edition.published_on, edition.effective_on, edition.expires_on, edition.doc_year
        )
        why = mismatches(stated, Status(one.standing))
        found.append(Disagreement(one, tuple((kind, says) for kind, says in why if (edition.pk, kind.value, one.standing) not in done)))
    return found
