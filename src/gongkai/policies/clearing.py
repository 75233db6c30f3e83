"""What the desk reads of 文件清理: campaigns an officer orders or works in, their papers, and how far each office has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gongkai.people.models import Organisation
from gongkai.people.queries import reach_of
from gongkai.people.rules.permits import Actor
from gongkai.policies.models import Campaign, CampaignItem, Draft, Edition
from gongkai.policies.rules import campaigns as rules
from gongkai.policies.rules.campaigns import FollowUp, Progress, State, Verdict
from gongkai.policies.rules.validity import Status

WHERE = {
    State.OPEN: Q(proposed_at=None, checked_at=None),
    State.RETURNED: Q(checked_at=None) & ~Q(returned=""),
    State.PROPOSED: Q(proposed_at__isnull=False, checked_at=None, returned=""),
    State.CHECKED: Q(checked_at__isnull=False),
}
_COUNTED = {f"n_{state.value}": Count("pk", filter=where) for state, where in WHERE.items()}


def campaigns(actor: Actor) -> QuerySet[Campaign]:
    """Those of the actor's offices, and those in which the actor's offices have papers; the newest first."""
    theirs = CampaignItem.objects.filter(reach_of(actor, "office"), campaign=OuterRef("pk"))
    return Campaign.objects.filter(reach_of(actor, "office") | Exists(theirs)).select_related("office", "ordered_by", "result")


def campaign(actor: Actor, pk: int) -> Campaign | None:
    return campaigns(actor).filter(pk=pk).first()


def items(actor: Actor, campaign: Campaign, *, state: str = "", verdict: str = "", office: str = "") -> QuerySet[CampaignItem]:
    """The papers of a campaign that the actor's offices answer for or oversee."""
    rows = CampaignItem.objects.filter(reach_of(actor, "office"), campaign=campaign)
    if state:
        rows = rows.filter(WHERE[State(state)])
    if verdict:
        rows = rows.filter(verdict=verdict)
    if office:
        rows = rows.filter(office__pk=office)
    return rows.select_related("policy__current", "office", "proposed_by", "checked_by", "campaign").order_by("office__path", "pk")


def item(actor: Actor, campaign: Campaign, pk: int) -> CampaignItem | None:
    return items(actor, campaign).filter(pk=pk).first()


def waiting(actor: Actor, on: date) -> QuerySet[Campaign]:
    """Campaigns under way in which papers of the actor's own offices wait, with how many (`left`); the first due first."""
    own = Q(pk=None)
    for path in actor.offices():
        own |= Q(items__office__path=path)
    rows = Campaign.objects.filter(own, called_off_at=None, items__checked_at=None)
    return rows.annotate(left=Count("items")).order_by("due_on", "pk")


def progress_of(campaigns: list[Campaign]) -> dict[int, Progress]:
    """How far each has come, by id: one query."""
    rows = CampaignItem.objects.filter(campaign__in=campaigns).values("campaign").annotate(**_COUNTED).order_by()
    return {row["campaign"]: _progress(row) for row in rows}


def progress_by_office(actor: Actor, campaign: Campaign) -> list[tuple[Organisation, Progress]]:
    """The same for each office the actor sees, in tree order: two queries."""
    rows = CampaignItem.objects.filter(reach_of(actor, "office"), campaign=campaign).values("office").annotate(**_COUNTED).order_by()
    found = {row["office"]: _progress(row) for row in rows}
    return [(one, found[one.pk]) for one in Organisation.objects.filter(pk__in=found).order_by("path")]


def _progress(row: Mapping[str, Any]) -> Progress:
    return Progress(*(row[f"n_{state.value}"] for state in (State.OPEN, State.RETURNED, State.PROPOSED, State.CHECKED)))


@dataclass(frozen=True)
class Followed:
    """A checked paper with whether its opinion has been carried out."""

    item: CampaignItem
    follow_up: FollowUp


def followed(campaign: Campaign, rows: QuerySet[CampaignItem]) -> list[Followed]:
    """Whether each of these was carried out, from published facts: two queries."""
    editions = Edition.objects.filter(policy=OuterRef("policy"))
    marked = rows.annotate(
        has_draft=Exists(editions.filter(first_text_at=None)),
        has_newer=Exists(editions.filter(number__gt=1, first_text_at__gt=OuterRef("checked_at"))),
    )
    in_hand = campaign.result_id is not None and Draft.objects.filter(edition__policy=campaign.result_id).exists()
    return [Followed(one, _follow_up(one, in_hand)) for one in marked]


def _follow_up(item: CampaignItem, result_in_hand: bool) -> FollowUp:
    verdict = Verdict(item.verdict)
    has_draft = item.has_draft if verdict is Verdict.AMEND else result_in_hand  # type: ignore[attr-defined]
    return rules.follow_up(verdict, Status(item.policy.standing), has_draft=has_draft, has_newer=item.has_newer)  # type: ignore[attr-defined]
