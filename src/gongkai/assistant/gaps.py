"""Reading gaps: an office sees its own; those that are nobody's yet are seen by whoever supervises or administers the whole site."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet

from gongkai.assistant.models import Gap, Question
from gongkai.assistant.rules.gaps import cut, shows_text
from gongkai.people.queries import home, reach_of
from gongkai.people.rules.permits import Actor, Role

QUESTIONS_SHOWN = 30


def oversees(actor: Actor) -> bool:
    """Whether the actor supervises or administers the organisation whose site this is."""
    house = home(settings.REGION_CODE)
    return house is not None and any(actor.holds(role, house.path) for role in (Role.SUPERVISOR, Role.ADMIN))


def gaps(actor: Actor, *, state: str = "", q: str = "") -> QuerySet[Gap]:
    """The gaps the actor may see, the most asked first. `state`: waiting (not assigned), open (assigned), closed; empty: all not closed."""
    reach = reach_of(actor, "office") | (Q(office=None) if oversees(actor) else Q(pk=None))
    rows = Gap.objects.filter(reach)
    if state == "closed":
        rows = rows.filter(closed_at__isnull=False)
    else:
        rows = rows.filter(closed_at=None)
        rows = rows.filter(assigned_at=None) if state == "waiting" else rows.filter(assigned_at__isnull=False) if state == "open" else rows
    if q:
        rows = rows.filter(Q(policy__title__icontains=q) | Q(topic__icontains=q) | Q(office__name__icontains=q))
    return rows.select_related("office", "policy").order_by("-asked", "-last_at", "-id")


def gap(actor: Actor, pk: int) -> Gap | None:
    reach = reach_of(actor, "office") | (Q(office=None) if oversees(actor) else Q(pk=None))
    rows = Gap.objects.filter(reach, pk=pk)
    return rows.select_related("office", "policy", "assigned_by", "closed_by", "closed_entry", "closed_policy").first()


@dataclass(frozen=True)
class Line:
    """A gap as a list shows it: its text, or only its telling words."""

    gap: Gap
    words: str


def said(actor: Actor, row: Gap) -> Line:
    """What of the gap this actor may read (rules.gaps.shows_text)."""
    return Line(
        row,
        cut(row.sample)
        if shows_text(ours=_is_ours(actor, row), askers=row.askers)
        else "、".join(row.words) or "（只有少数人问到，暂不显示原文）",
    )


def questions(actor: Actor, row: Gap) -> list[Question]:
    """The newest questions of a gap, masked; none where they may not be read."""
    if not shows_text(ours=_is_ours(actor, row), askers=row.askers):
        return []
    return list(Question.objects.filter(in_gap__gap=row).order_by("-asked_at", "-pk")[:QUESTIONS_SHOWN])


def _is_ours(actor: Actor, row: Gap) -> bool:
    return row.office is not None and row.office.path in actor.offices()
