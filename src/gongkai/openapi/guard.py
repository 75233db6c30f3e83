"""Who calls how often: per address without a key, per key with one."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyHeader

from gongkai.people.actions.api_keys import use_key
from gongkai.people.throttle import allow, client_address
from gongkai.shared.clock import now

MINUTE = timedelta(minutes=1)


class TooMany(Exception):
    """More calls than allowed in this minute."""


class WrongKey(Exception):
    """A key was shown that opens nothing."""


class Caller(APIKeyHeader):
    """接口密钥，可不带：带了按密钥限频，不带按来源地址限频。"""

    param_name = "X-API-Key"

    def authenticate(self, request: HttpRequest, key: str | None) -> bool:
        """Let the call in: everything here is public. Errors: WrongKey; TooMany above the limit, which wrong keys use up as well."""
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
        return True
