"""Beginning the draft for what a business system announced, and telling the office that it is there to be written."""

from django.urls import reverse

from gongkai.catalogue.models import Duty
from gongkai.journal.duties import follower
from gongkai.journal.models import Entry
from gongkai.notices.actions import Telling, tell_together
from gongkai.people.queries import holders
from gongkai.people.rules.permits import Role
from gongkai.policies.actions.answering import draft_for
from gongkai.policies.models import Edition
from gongkai.policies.rules.validity import said

SYSTEMS = "api:"  # how the key of an event begins that a business system announced (catalogue.actions.duties)


@follower("policies.told", kinds=("catalogue.duty.arose",))
def begin_what_was_told(entries: list[Entry]) -> None:
    """A draft for every event that still waits for one. Safe to run twice; one that people gave up does not come back."""
    tellings = []
    for entry in entries:
        duty = Duty.objects.filter(pk=int(entry.about.rpartition(":")[2]), key__startswith=SYSTEMS, cancelled_at=None, published_on=None)
        one = duty.select_related("organ", "item").first()
        if one is None or _was_given_up(one):
            continue
        edition, _ = draft_for(one, by=None, at=entry.at)
        tellings.append(_telling(one, edition))
    if tellings:
        summary = "业务系统告知了 {} 件应公开的事情，已起草稿件".format
        tell_together(tellings, link=reverse("desk:drafts") + "?state=told", at=entries[-1].at, summary=summary)


def _was_given_up(duty: Duty) -> bool:
    return Entry.objects.filter(kind="policies.edition.abandoned", data__duty=duty.pk).exists()


def _telling(duty: Duty, edition: Edition) -> Telling:
    by_when = f"最迟{said(duty.due_on)}公开" if duty.due_on else "放假安排公布后计算最迟公开的日期"
    body = f"{duty.source}告知：事项“{duty.item.name}”发生于{said(duty.event_on)}，{by_when}。稿件已按告知的内容填好标题、机关和日期，请写正文后送审。"
    editors = tuple(holders(Role.EDITOR, duty.organ))
    subject = f"请起草：{duty.title}"
    return Telling(
        editors, subject, body, reverse("desk:draft", args=[edition.pk]), f"policies.policy:{edition.policy_id}", f"policies.told:{duty.pk}"
    )
