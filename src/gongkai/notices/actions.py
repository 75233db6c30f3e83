"""Telling officers something, and noting that they read it."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction

from gongkai.journal.models import name_of
from gongkai.notices.models import Mail, Notice
from gongkai.notices.rules import quiet
from gongkai.shared.refusal import Refused

if TYPE_CHECKING:
    from gongkai.people.models import Officer


@transaction.atomic
def tell(
    officers: "Iterable[Officer]", *, subject: str, body: str, link: str, at: datetime, about: models.Model | str = "", key: str = ""
) -> int:
    """Put a notice on each officer's desk and, where there is an address, an e-mail in the post; returns how many were
    told. `link` is a path of this site. With a `key` (say "policies.review:34") an officer is told only once, however
    often a follower runs."""
    told = 0
    for officer in {officer.pk: officer for officer in officers}.values():
        if key and Notice.objects.filter(to=officer, key=key).exists():
            continue
        Notice.objects.create(
            to=officer, subject=subject[:200], body=body, link=link, about=name_of(about) if about else "", key=key, at=at
        )
        if officer.email:
            _post(officer.email, subject=subject, body=body, link=link, at=at)
        told += 1
    return told


def _post(address: str, *, subject: str, body: str, link: str, at: datetime) -> None:
    text = "\n\n".join(part for part in (body, settings.SITE_URL + link if link else "") if part)
    Mail.objects.create(
        recipient=address,
        subject=" ".join(subject.split())[:200],
        body=text,
        at=at,
        due_at=quiet.earliest(at, quiet.hours(getattr(settings, "QUIET_HOURS", quiet.CUSTOMARY))),
        state=Mail.State.WAITING if settings.EMAIL_HOST else Mail.State.NOT_CONFIGURED,
    )


def mark_read(notice: Notice, *, by: "Officer", at: datetime) -> None:
    """The officer has seen it; the first time counts. Raises Refused for somebody else's notice."""
    if notice.to_id != by.pk:
        raise Refused("这条通知不是发给您的")
    if notice.read_at is None:
        notice.read_at = at
        notice.save(update_fields=["read_at"])


def mark_all_read(*, by: "Officer", at: datetime) -> int:
    """All the officer's unread notices; returns how many there were."""
    return Notice.objects.filter(to=by, read_at=None).update(read_at=at)
