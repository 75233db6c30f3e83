"""Telling officers something, noting that they read it; writing to citizens who asked for it; and sending the e-mails."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPException, SMTPServerDisconnected
from typing import TYPE_CHECKING
from urllib.parse import urlparse

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models, transaction

from gongkai.journal.models import name_of
from gongkai.journal.rules import backoff
from gongkai.notices.models import Mail, Notice
from gongkai.notices.rules import quiet
from gongkai.shared.clock import BEIJING
from gongkai.shared.refusal import Refused

if TYPE_CHECKING:
    from gongkai.people.models import Officer

SENT_AT_ONCE = 100
FEW = 3  # so many notices of one kind at once are told one by one, more as one


@dataclass(frozen=True)
class Telling:
    """A notice to be given, see `tell`."""

    officers: "Sequence[Officer]"
    subject: str
    body: str
    link: str
    about: str
    key: str


@transaction.atomic
def tell(
    officers: "Iterable[Officer]", *, subject: str, body: str, link: str, at: datetime, about: models.Model | str = "", key: str = ""
) -> int:
    """Put a notice on each active officer's desk and, where there is an address, an e-mail in the post; returns how many
    were told. `link` is a path of this site or empty. With a `key` (say "policies.review:34") an officer is told only once,
    however often a follower runs."""
    _require_a_path(link)
    told = 0
    for officer in {officer.pk: officer for officer in officers if officer.is_active}.values():
        if key and Notice.objects.filter(to=officer, key=key).exists():
            continue
        name = name_of(about) if about else ""
        Notice.objects.create(to=officer, subject=subject[:200], body=body, link=link, about=name, key=key, at=at)
        if officer.email:
            _post(officer.email, subject=subject, body=body, link=link, at=at)
        told += 1
    return told


@transaction.atomic
def tell_together(tellings: Sequence[Telling], *, link: str, at: datetime, summary: Callable[[int], str]) -> int:
    """Notices of one kind that came at once, say of a whole imported batch: whoever would get more than a few gets one, called
    `summary(how many)` and leading to `link`, with their titles; each of them stands among the notices read, so that each is still told
    only once. Returns how many unread notices there are now."""
    for_each: dict[Officer, list[Telling]] = defaultdict(list)
    for telling in tellings:
        for officer in dict.fromkeys(telling.officers):
            for_each[officer].append(telling)
    told = 0
    for officer, theirs in for_each.items():
        known = set(Notice.objects.filter(to=officer, key__in=[one.key for one in theirs]).values_list("key", flat=True))
        new = list({one.key: one for one in reversed(theirs) if one.key not in known}.values())[::-1]
        if len(new) <= FEW:
            told += sum(tell([officer], subject=o.subject, body=o.body, link=o.link, at=at, about=o.about, key=o.key) for o in new)
        elif officer.is_active:
            rows = [
                Notice(to=officer, subject=o.subject[:200], body=o.body, link=o.link, about=o.about, key=o.key, at=at, read_at=at)
                for o in new
            ]
            Notice.objects.bulk_create(rows)
            told += tell([officer], subject=summary(len(new)), body="\n".join(one.subject for one in new), link=link, at=at)
    return told


@transaction.atomic
def post(
    address: str, *, subject: str, body: str, link: str, at: datetime, key: str = "", at_once: bool = False, unsubscribe: str = ""
) -> bool:
    """Put an e-mail to somebody who is no officer in the post; False when this site sends none or the `key` was posted before. The
    subject holds nothing personal: it is all that is kept of the mail once it was sent. `link` is a path of this site or empty.
    `at_once`: the person waits for it (a link to confirm an address), so quiet hours do not hold it back. `unsubscribe`: the path where
    mails of this kind are ended, which mail programs show as a button."""
    _require_a_path(link)
    _require_a_path(unsubscribe)
    if not settings.EMAIL_HOST or (key and Mail.objects.filter(key=key).exists()):
        return False
    _post(address, subject=subject, body=body, link=link, at=at, is_private=True, key=key, at_once=at_once, unsubscribe=unsubscribe)
    return True


def _require_a_path(link: str) -> None:
    if link and (not link.startswith("/") or link.startswith("//")):
        raise ValueError(f"not a path of this site: {link!r}")


def _post(
    address: str,
    *,
    subject: str,
    body: str,
    link: str,
    at: datetime,
    is_private: bool = False,
    key: str = "",
    at_once: bool = False,
    unsubscribe: str = "",
) -> None:
    night = quiet.hours("" if at_once else getattr(settings, "QUIET_HOURS", quiet.CUSTOMARY))
    Mail.objects.create(
        recipient=address,
        subject=" ".join(subject.split())[:200],
        body="\n\n".join(part for part in (body, settings.SITE_URL + link if link else "") if part),
        unsubscribe=unsubscribe,
        is_private=is_private,
        key=key,
        at=at,
        due_at=quiet.earliest(at.astimezone(BEIJING), night),
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


def send_waiting(*, at: datetime) -> int:
    """Send the e-mails that are due; returns how many went out. One the server refuses is tried again with back-off and
    given up after eight times; when the server cannot be reached its error is raised and all stay as they are. A crash just
    after sending may send one twice, under the same Message-ID."""
    if not settings.EMAIL_HOST:  # there was a server once: what waits goes out when there is one again
        return 0
    due = list(Mail.objects.filter(state=Mail.State.WAITING, due_at__lte=at).order_by("due_at")[:SENT_AT_ONCE])
    if not due:
        return 0
    with get_connection() as server:
        return sum(_send(mail, server, at) for mail in due)


def _send(mail: Mail, server: BaseEmailBackend, at: datetime) -> bool:
    mail.attempts += 1
    try:
        EmailMessage(
            mail.subject,
            mail.body,
            settings.DEFAULT_FROM_EMAIL or settings.EMAIL_HOST_USER,
            [mail.recipient],
            connection=server,
            headers=_headers(mail),
        ).send()
    except SMTPServerDisconnected:
        raise
    except (SMTPException, ValueError) as error:  # ValueError: an address or a header that cannot be written must not stop the others
        mail.error = f"{type(error).__name__}: {error}".replace(mail.recipient, mail.shown_to)[:2000]
        mail.due_at = at + backoff.wait(mail.attempts)
        if backoff.exhausted(mail.attempts):
            mail.state = Mail.State.FAILED
    else:
        mail.state, mail.sent_at, mail.error = Mail.State.SENT, at, ""
        if mail.is_private:
            mail.recipient = mail.body = mail.unsubscribe = ""
    mail.save(update_fields=["attempts", "error", "due_at", "state", "sent_at", "recipient", "body", "unsubscribe"])
    return mail.state == Mail.State.SENT


def _headers(mail: Mail) -> dict[str, str]:
    headers = {"Message-ID": f"<notice-{mail.pk}@{urlparse(settings.SITE_URL).hostname}>"}
    if mail.unsubscribe:
        headers["List-Unsubscribe"] = f"<{settings.SITE_URL}{mail.unsubscribe}>"
    return headers
