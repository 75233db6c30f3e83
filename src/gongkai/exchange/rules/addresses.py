"""Where a message may be sent: HTTPS only, to no address of this machine or its own link."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from gongkai.shared.refusal import Refused


def checked(address: str, *, loopback: bool) -> str:
    """The address, tidied. Refused for anything but https with a host name and no user or fragment, and for what no request line can
    carry (Chinese and spaces are to be percent-encoded); `loopback` (for tests and for two
    platforms on one machine) lets http to this very machine through."""
    address = address.strip()
    if not address.isascii() or not address.isprintable() or " " in address:
        raise Refused("接口地址里有中文、空格或看不见的字符，请照对方给的原样填写。", field="address")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if not parts.hostname or parts.username or parts.password or parts.fragment or port == 0:
        raise Refused("接口地址应形如 https://zcwjk.example.gov.cn/api/v1/library/papers，不带用户名和 #。", field="address")
    if not loopback and is_closed(parts.hostname):
        raise Refused("接口地址指向本机或者不允许连接的网段。", field="address")
    if parts.scheme == "https" or (loopback and parts.scheme == "http" and is_this_machine(parts.hostname)):
        return address
    raise Refused("接口地址只能用 https。", field="address")


def is_this_machine(host: str) -> bool:
    return host in ("127.0.0.1", "::1", "localhost")


def is_closed(host: str) -> bool:
    """Whether the host as written is one that is never connected to; what a name leads to is seen only when it is resolved."""
    try:
        return not may_connect(host, loopback=False)
    except ValueError:  # a name
        return is_this_machine(host)


def may_connect(ip: str, *, loopback: bool) -> bool:
    """Whether a resolved address may be connected to. Addresses of the government's own networks (10/8 …) may; those of this machine
    only where `loopback` is set, link-local ones (cloud metadata) and the rest never."""
    found = ip_address(ip.partition("%")[0])
    if found.version == 6 and found.ipv4_mapped:
        found = found.ipv4_mapped
    if found.is_loopback:
        return loopback
    return not (found.is_link_local or found.is_multicast or found.is_unspecified or found.is_reserved)
