"""What is kept of a failed sign-in until the lock-out is over: a keyed digest of the name that was typed, and no address. A name may be
a password typed into the wrong box, and whether an account of that name exists makes no difference to what is kept."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt
from django.http import HttpRequest

from gongkai.people.models.encrypted import blind_index
from gongkai.people.rules.accounts import plain_username


def kept_as(username: str) -> str:
    """The digest a username is counted under."""
    return blind_index(f"sign-in:{plain_username(username)}")


def username(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str | None:
    """AXES_USERNAME_CALLABLE; none where no username is typed (统一身份认证)."""
    typed = (request.POST if credentials is None else credentials).get("username")
    return kept_as(str(typed)) if typed else None


def address(request: HttpRequest) -> None:
    """AXES_CLIENT_IP_CALLABLE: nobody is locked out by address, so none is kept (how often one tries is counted by `throttle`)."""


def forget(at: datetime, *, days: int) -> int:
    """Delete the attempts that are so many days old; returns how many."""
    return AccessAttempt.objects.filter(attempt_time__lt=at - timedelta(days=days)).delete()[0]
