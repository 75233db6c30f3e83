"""Sending one message over the network: HTTPS, to the very address that was checked, no redirects, bounded in time and size."""

import http.client
import socket
import ssl
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from gongkai.exchange.rules.addresses import checked, may_connect

TIMEOUT = 20  # seconds
MOST_READ = 64 * 1024


class Unreachable(Exception):
    """The other side could not be asked; the text says why, for a person."""


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes


def post(address: str, data: bytes, headers: dict[str, str], *, loopback: bool) -> Reply:
    """POST the JSON. A redirect is a reply like any other and not followed. Errors: Unreachable; Refused for an address that may not be used."""
    parts = urlsplit(checked(address, loopback=loopback))
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    ip = _resolved(host, port, loopback=loopback)
    connection = _connection(parts.scheme, host, port, ip)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path, data, {"Content-Type": "application/json; charset=utf-8", **headers})
        response = connection.getresponse()
        return Reply(response.status, response.read(MOST_READ))
    except (OSError, ValueError, http.client.HTTPException) as error:  # ValueError: a header or a path that cannot be written
        raise Unreachable(f"连接失败：{type(error).__name__}") from error
    finally:
        connection.close()


def _resolved(host: str, port: int, *, loopback: bool) -> str:
    """The first address of the host; refused when any of them may not be connected to."""
    try:
        found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise Unreachable("找不到这个主机名，请核对接口地址或域名解析。") from error
    if not found or not all(may_connect(ip, loopback=loopback) for ip in found):
        raise Unreachable("接口地址指向本机或者不允许连接的网段。")
    return found[0]


def _connection(scheme: str, host: str, port: int, ip: str) -> http.client.HTTPConnection:
    """A connection that talks to the checked address under the host's name, so that a second look-up cannot lead elsewhere."""
    if scheme == "https":
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, port, timeout=TIMEOUT, context=ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)

    def to_the_checked(_: tuple[str, int], *args: Any, **kwargs: Any) -> socket.socket:
        return socket.create_connection((ip, port), *args, **kwargs)

    connection._create_connection = to_the_checked  # type: ignore[attr-defined]
    return connection
