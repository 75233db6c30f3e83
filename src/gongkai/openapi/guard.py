"""Who calls how often: per address without a key, per key with one."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest

from gongkai.people import queries as people
from gongkai.people.throttle import allow, client_address
from gongkai.shared.clock import now
from gongkai.shared.refusal import Refused

MINUTE = timedelta(minutes=1)


class TooMany(Exception):
    """More calls than allowed in this minute."""


def admit(request: HttpRequest) -> bool:
    """Let the call in. Errors: Refused for a wrong key; TooMany above the limit. Always True: everything here is public."""
    shown = request.headers.get("X-API-Key", "")
    at = now()
    if shown:
        key = people.api_key(shown)
        if key is None:
            raise Refused("接口密钥无效或已停用。请检查请求头 X-API-Key，或去掉它匿名调用。")
        caller, limit = f"api-key:{key.pk}", settings.API_KEY_RATE_PER_MINUTE
    else:
        caller, limit = f"api:{client_address(request.META, behind_proxy=settings.BEHIND_PROXY)}", settings.API_RATE_PER_MINUTE
    if not allow(caller, limit, MINUTE, at):
        raise TooMany
    return True
