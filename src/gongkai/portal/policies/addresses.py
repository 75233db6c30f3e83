"""Where things of the library are read on this door."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import Resolver404, resolve, reverse

from gongkai.policies.models import Policy
from gongkai.policies.rules.kinds import Category

SECTIONS = {
    Category.POLICY: ("政策文件", "portal:library"),
    Category.INTERPRETATION: ("政策解读", "portal:interpretations"),
    Category.NEWS: ("政务资讯", "portal:news"),
    Category.OTHER: ("其他信息", "portal:others"),
}


def reading(policy: Policy, edition: int | None = None) -> str:
    """The page of a policy, or of one of its editions."""
    return reverse("portal:edition", args=[policy.code, edition]) if edition else reverse("portal:policy", args=[policy.code])


def register(number: str) -> str:
    """Where a 规范性文件登记号 is looked up; empty without a number."""
    return f"{reverse('portal:register')}?{urlencode({'asked': number})}" if number else ""


def reading_from_short(address: str) -> str:
    """/p/<code>[?v=n] as the page one reads; other addresses stay as they are."""
    path, _, query = address.partition("?")
    try:
        match = resolve(path)
    except Resolver404:
        return address
    if match.view_name != "portal:code":
        return address
    number = query.removeprefix("v=") if query.startswith("v=") else ""
    code = match.kwargs["code"]
    return reverse("portal:edition", args=[code, int(number)]) if number.isdigit() else reverse("portal:policy", args=[code])


def short(policy: Policy) -> str:
    """The absolute address in the QR code (一策一码); it holds no personal data and never changes."""
    return settings.SITE_URL + policy.get_absolute_url()


def library(**chosen: object) -> str:
    """The library with these filters set."""
    given = {name: value for name, value in chosen.items() if value}
    return reverse("portal:library") + (f"?{urlencode(given)}" if given else "")
