"""Telling the catalogue what the library published: a paper answers the event that was chosen for it, or, filed under an item by choice or by
its column, the duty that arose when it was formed."""

from datetime import date, datetime

from django.urls import reverse

from gongkai.catalogue.actions import duties
from gongkai.catalogue.actions.duties import Report
from gongkai.catalogue.models import Bearer, Column, Item
from gongkai.catalogue.queries import borne_by
from gongkai.journal.duties import follower
from gongkai.journal.models import Entry
from gongkai.policies.models import Edition, Policy
from gongkai.policies.rules.kinds import Disclosure
from gongkai.shared import clock

KINDS = ("policies.edition.published", "policies.policy.withdrawn", "policies.policy.standing_changed")


@follower("policies.catalogue", kinds=KINDS)
def report_to_the_catalogue(entries: list[Entry]) -> None:
    """The present facts of each policy, reported; safe to run twice."""
    at = clock.now()
    wanted = {int(entry.about.rpartition(":")[2]) for entry in entries}
    for policy in Policy.objects.filter(pk__in=wanted).select_related("office").prefetch_related("editions__item", "editions__duty"):
        shown = [one for one in policy.editions.all() if one.first_text_at and one.published_on and _public_on(one) <= at.date()]
        if policy.withdrawals.filter(lifted_at=None).exists():
            duties.take_down([_key(one) for one in shown], on=at.date(), at=at)
            continue
        for edition in shown:
            if edition.disclosure == Disclosure.PROACTIVE:
                _report(policy, edition, at)


def _report(policy: Policy, edition: Edition, at: datetime) -> None:
    place = _place(policy, edition)
    if place is None:
        return
    item, column = place
    key, formed = _key(edition), edition.formed_on
    is_owed = formed is not None and Bearer.objects.filter(item=item, organ=policy.office, since__lte=formed).exists()
    answers = edition.duty.key if edition.duty else key if is_owed else ""
    duties.refile(key, kept=item, answers=answers, at=at)
    if answers == key and formed is not None:  # what was formed before the catalogue began was never owed under it
        duties.owe(item, policy.office, key=key, title=edition.title, event_on=formed, source="政策文件库", at=at)
    made = Report(
        key=key,
        title=edition.title,
        published_on=_public_on(edition),
        address=reverse("portal:policy", args=[policy.code]),
        column=column,
        answers=answers,
    )
    duties.report(item, policy.office, made, by=None, at=at)


def _place(policy: Policy, edition: Edition) -> tuple[Item, Column | None] | None:
    """The item chosen for the paper, else the one its column belongs to; none that the office bears no longer."""
    if edition.item is None:
        return duties.filed_under(policy.office, category=policy.category, topic=edition.topic_l1)
    item = borne_by(policy.office).select_related("current__column").filter(pk=edition.item.pk).first()
    return (item, item.current.column) if item and item.current else None


def _public_on(edition: Edition) -> date:
    """The day it could be read here: an earlier 发布日期 written on it makes nothing punctual."""
    if edition.published_on is None or edition.first_text_at is None:
        raise ValueError("only a published edition has such a day")
    return max(edition.published_on, edition.first_text_at.astimezone(clock.BEIJING).date())


def _key(edition: Edition) -> str:
    return f"policies.edition:{edition.pk}"
