"""Putting a paper on top for a query, and taking it off again."""

from datetime import date, datetime

from django.db import transaction

from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import require
from gongkai.policies import queries as policies
from gongkai.policies.models import Policy
from gongkai.policies.rules.validity import Status
from gongkai.search.kept import forget
from gongkai.search.models import Pin
from gongkai.search.queries import about_search
from gongkai.search.rules.permits import WHO_MAY, Permit
from gongkai.search.rules.pins import SHORTEST, wrong_until
from gongkai.search.rules.tokens import key
from gongkai.shared.refusal import Refused


@transaction.atomic
def pin(policy: Policy, *, words: str, whole: bool, office: Organisation, reason: str, until: date, by: Officer, at: datetime) -> Pin:
    """置顶 until that day. Refused for words too short, a day that will not do, no reason, and a paper that is not public and in force.
    Pinning the same paper for the same words again ends the former pin."""
    require(by.actor(), Permit.PIN, about_search(), WHO_MAY)
    words, on = " ".join(words.split()), at.date()
    if len(key(words)) < SHORTEST:
        raise Refused(f"检索词至少{SHORTEST}个字。", field="words")
    if wrong := wrong_until(until, on):
        raise Refused(wrong, field="until")
    if not reason.strip():
        raise Refused("请写明为什么要置顶。", field="reason")
    if not policies.listed([policy.pk], on=on):
        raise Refused("只有公众看得到的文件才能置顶。", field="code")
    if not Status(policy.standing).is_in_force:
        raise Refused(f"这份文件{Status(policy.standing).label}，不能置顶；请置顶现行有效的文件。", field="code")
    Pin.objects.filter(words=words, policy=policy, ended_at=None).update(ended_at=at)
    row = Pin.objects.create(words=words, whole=whole, policy=policy, office=office, reason=reason.strip(), until=until, by=by, at=at)
    journal.write("search.pin.set", about=row, by=by, at=at, data={"words": words, "policy": policy.code, "until": until.isoformat()})
    forget()
    return row


@transaction.atomic
def unpin(row: Pin, *, by: Officer, at: datetime) -> None:
    """Off again, before its day. What has ended stays as it is."""
    require(by.actor(), Permit.PIN, about_search(), WHO_MAY)
    if Pin.objects.filter(pk=row.pk, ended_at=None).update(ended_at=at):
        journal.write("search.pin.ended", about=row, by=by, at=at, data={"words": row.words})
    forget()
