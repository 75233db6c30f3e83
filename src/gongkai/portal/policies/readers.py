"""Who has been counted already, without knowing who: no cookie, no address kept."""

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from gongkai.people.throttle import allow, client_address

HOUR = timedelta(hours=1)
MOST_AN_HOUR = 300  # views counted for one address: a whole office may stand behind it, a machine counts no further


def is_new(request: HttpRequest, code: str, *, at: datetime) -> bool:
    """Whether this reader was not yet counted for this policy within the hour. A reader is a keyed digest of address, browser and day:
    it cannot be turned back, nor followed over midnight. Whoever asks again soon is answered from memory, without the database."""
    address = client_address(request.META, behind_proxy=settings.BEHIND_PROXY)
    source = keyed(f"{at:%Y-%m-%d}:{address}")
    reader = keyed(f"{source}:{request.META.get('HTTP_USER_AGENT', '')}:{code}")
    seconds = int(HOUR.total_seconds())
    if cache.get(f"views-full:{source}") or not cache.add(f"view:{reader}:{at:%H}", True, seconds):
        return False
    if not allow(f"views:{source}", MOST_AN_HOUR, HOUR, at):
        cache.set(f"views-full:{source}", True, 60)
        return False
    return allow(f"view:{reader}", 1, HOUR, at)


def keyed(text: str) -> str:
    """A digest nobody can find the text to without the site's key."""
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
