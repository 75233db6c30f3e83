"""Who calls how often: per address without a key, per key with one."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyHeader

from gongkai.people.actions.api_keys import use_key
from gongkai.people.models import ApiKey
from gongkai.people.rules.api_keys import Scope
from gongkai.people.throttle import allow, client_address
from gongkai.shared.clock import now

MINUTE = timedelta(minutes=1)
REFUSALS = (  # how an operation that anybody may call answers what it cannot do
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.TOO_MANY_REQUESTS,
)
NOBODY: dict[str, Any] = {}  # no key is needed


class TooMany(Exception):
    """More calls than allowed in this minute."""


class WrongKey(Exception):
    """A key was shown that opens nothing."""


class NoKey(Exception):
    """No key was shown where one is needed."""


class NotOpened(Exception):
    """The key stands, but does not open this."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope


class Caller(APIKeyHeader):
    """接口密钥，可不带：带了按密钥限频，不带按来源地址限频。"""

    param_name = "X-API-Key"

    def authenticate(self, request: HttpRequest, key: str | None) -> ApiKey | bool:
        """Let the call in: everything here is public. Errors: WrongKey; TooMany above the limit, which wrong keys use up as well."""
        return self.counted(request, key) or True

    def counted(self, request: HttpRequest, key: str | None) -> ApiKey | None:
        """The key that was shown, the call counted. Errors as above."""
        at = now()
        known = use_key(key, on=at.date()) if key else None
        if known:
            caller, limit = f"api-key:{known.pk}", settings.API_KEY_RATE_PER_MINUTE
        else:
            caller, limit = f"api:{client_address(request.META, behind_proxy=settings.BEHIND_PROXY)}", settings.API_RATE_PER_MINUTE
        if not allow(caller, limit, MINUTE, at):
            raise TooMany
        if key and not known:
            raise WrongKey
        return known


class Holder(Caller):
    """接口密钥，必须带，并且有这一项权限."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        super().__init__()

    def authenticate(self, request: HttpRequest, key: str | None) -> ApiKey:
        """The key. Errors: those of every call; NoKey; NotOpened for a key without the scope."""
        known = self.counted(request, key)
        if known is None:
            raise NoKey
        if not known.opens(self.scope):
            raise NotOpened(self.scope)
        return known
