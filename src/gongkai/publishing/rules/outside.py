"""外部链接: which addresses a text names, which of them may be asked at all, and what an answer says about them. The guard is here: this
house asks public addresses of the web only, never one of its own network."""

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from gongkai.publishing.rules.hits import Code, Hit, Level, Place
from gongkai.publishing.rules.material import Material, fold
from gongkai.shared.digest import sm3

LONGEST = 500
MOST_IN_A_THING = 200
BROKEN_AFTER = 3  # 连续三次打不开才算失效，一次网络故障不报【推】
AGAIN_AFTER = timedelta(hours=6)  # a failure is tried again
OPENED_LASTS = timedelta(days=30)  # 打得开的，三十天以后再查【推】
BROKEN_LASTS = timedelta(days=1)  # 失效的，每天再查一次【推】
PORTS = {"http": 80, "https": 443}  # 只访问网页的两个端口【推】

_ADDRESS = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'*+,;=%]{4,}", re.IGNORECASE)
_TRAILING = ".,;:!?'*]"
_INSIDE = re.compile(r"(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|arpa|onion|test|invalid|example)\.?$", re.IGNORECASE)
_NOT_THERE = {404: "页面不存在（404）", 410: "页面已经撤下（410）"}


class State(StrEnum):
    UNKNOWN = "unknown"
    OPENS = "opens"
    BROKEN = "broken"

    @property
    def label(self) -> str:
        return {"unknown": "待查", "opens": "打得开", "broken": "失效"}[self.value]


@dataclass(frozen=True)
class Mention:
    """An address and where it stands."""

    address: str
    file: str = ""
    block: str = ""
    line: int = 0


@dataclass(frozen=True)
class Answer:
    """What came of asking: the status of the last page, or why there is none (`failure`, in words)."""

    status: int = 0
    failure: str = ""


@dataclass(frozen=True)
class Verdict:
    state: State
    because: str
    failures: int
    again_after: timedelta


def mentions(material: Material) -> list[Mention]:
    """Every address outside that the text, its tables, links and files name, once, at its first place; those that may never be asked are left
    to `links`, which says why they should not stand there."""
    found: dict[str, Mention] = {}
    for one in _every(material):
        if len(one.address) <= LONGEST and not why_not(one.address):
            found.setdefault(one.address, one)
        if len(found) == MOST_IN_A_THING:
            break
    return list(found.values())


def _every(material: Material) -> Iterator[Mention]:
    for block in material.blocks:
        for text in (block.text, *(cell for row in block.rows for cell in row)):
            yield from (Mention(address, block=block.anchor) for address in addresses_in(text))
    for _, address in material.links:
        yield from (Mention(found) for found in addresses_in(address))
    for file in material.files:
        for number, line in enumerate(file.text.splitlines(), 1):
            yield from (Mention(address, file=file.name, line=number) for address in addresses_in(line))


def addresses_in(text: str) -> Iterator[str]:
    """The addresses a line names, without the signs of the sentence around them."""
    if "://" not in text and "：//" not in text:
        return
    for match in _ADDRESS.finditer(fold(text)):
        address = match[0].rstrip(_TRAILING)
        yield address.partition("#")[0]


def why_not(address: str) -> str:
    """Why an address is never asked; empty when it may be, if its host lies in the open web (`is_open`)."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "网址写错了"
    if parts.scheme.lower() not in PORTS or not host:
        return "不是网页地址"
    if parts.username is not None or parts.password is not None:
        return "网址里写有账号"
    if port not in (None, 80, 443):
        return "用了不常用的端口"
    if _INSIDE.search(host) or ("." not in host and ":" not in host):
        return "是内部网络的名字"
    try:
        return "" if is_open(str(ipaddress.ip_address(host))) else "是内部网络的地址"
    except ValueError:
        return ""


def is_open(ip: str) -> bool:
    """Whether an address of a host lies in the open web: global, not for many, and none that wraps an IPv4 address
    for a gateway."""
    try:
        one = ipaddress.ip_address(ip.partition("%")[0])
    except ValueError:
        return False
    if isinstance(one, ipaddress.IPv6Address):
        one = one.ipv4_mapped or one
    if any(one in network for network in _NEVER):  # of the other family is in none
        return False
    return one.is_global and not (one.is_multicast or one.is_reserved or one.is_unspecified or one.is_loopback or one.is_link_local)


# Spelt out, because which of them `ipaddress` calls global differs from one Python to the next.
_NEVER = tuple(
    ipaddress.ip_network(one)
    for one in (
        "100.64.0.0/10",  # shared by a provider's customers
        "192.0.0.0/24",  # IETF protocol assignments
        "192.88.99.0/24",  # 6to4 relays
        "64:ff9b::/96",  # an IPv4 address within
        "64:ff9b:1::/48",
        "2001::/32",  # Teredo
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
        "fec0::/10",  # site-local
    )
)


def verdict(answer: Answer, *, failures: int) -> Verdict:
    """What an answer says after so many failures in a row. A page that asks for a sign-in or refuses machines is there."""
    if answer.status in _NOT_THERE:
        return Verdict(State.BROKEN, _NOT_THERE[answer.status], failures + 1, BROKEN_LASTS)
    if answer.status and answer.status < 500:
        return Verdict(State.OPENS, "", 0, OPENED_LASTS)
    because = answer.failure or f"对方服务器出错（{answer.status}）"
    if failures + 1 >= BROKEN_AFTER:
        return Verdict(State.BROKEN, because, failures + 1, BROKEN_LASTS)
    return Verdict(State.UNKNOWN, because, failures + 1, AGAIN_AFTER)


def hit(address: str, because: str, *, file: str, block: str, line: int) -> Hit:
    """A broken link as a finding. The same address in the same thing is the same finding, whatever the reason is today."""
    return Hit(
        Code.DEAD_LINK,
        Level.MIDDLE,
        Place(file=file, block=block, line=line),
        address[:120],
        f"外部链接打不开：{because}",
        "请改为现在的网址，或者去掉这个链接",
        sm3(f"outside:{address}".encode())[:32],
    )
