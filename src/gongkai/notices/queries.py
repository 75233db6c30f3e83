"""What an officer was told, and whether this site sends mail."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import QuerySet

from gongkai.notices.models import Mail, Notice

if TYPE_CHECKING:
    from gongkai.people.models import Officer


def visible_to(officer: "Officer") -> "QuerySet[Notice]":
    """The officer's own notices, the newest first; nobody else's are there."""
    return Notice.objects.filter(to=officer).order_by("-id")


def unread(officer: "Officer") -> "QuerySet[Notice]":
    return visible_to(officer).filter(read_at=None)


def failed_mails() -> "QuerySet[Mail]":
    """E-mails given up on, the newest first, for the page that shows whether the background work is well."""
    return Mail.objects.filter(state=Mail.State.FAILED).order_by("-id")


def sends_mail() -> bool:
    """Whether a mail server is set; without one a page offers no e-mail."""
    return bool(settings.EMAIL_HOST)
