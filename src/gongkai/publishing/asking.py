"""Asking whether a page outside opens: one GET of its head, to the very address that was checked, bounded in time, size and redirects.

Only the worker asks, never a request. A name is looked up once and the connection goes to that address, so a second look-up cannot lead
elsewhere (DNS rebinding); every redirect is checked like the first address; nothing of the page is read or kept."""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from gongkai.publishing.rules.outside import PORTS, Answer, is_open, why_not

SECONDS = 5.0  # for one address with all its redirects
LEEWAY = 0.5
MOST_REDIRECTS = 4
MOST_READ = 16 * 1024  # of the head of an answer
AT_ONCE = 6
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NEVER = "没有在规定时间内回应"


class _Failed(Exception):
    """Why there is no answer, in words."""


def ask_each(addresses: Sequence[str]) -> dict[str, Answer]:
    """What came of asking each, several at once. Whatever has not come back by then counts as not having answered."""
    pool = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="outside")
    try:
        asked = {pool.submit(ask, address): address for address in addresses}
        done, late = wait(asked, timeout=longest(len(addresses)))
        answers = {asked[one]: one.result() for one in done}
        return answers | {asked[one]: Answer(failure=_NEVER) for one in late}
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # a look-up that hangs ends by itself


def longest(addresses: int) -> float:
    """Seconds that asking so many takes at the very most."""
    return SECONDS * -(-addresses // AT_ONCE) + LEEWAY


def ask(address: str) -> Answer:
    """The status of the page an address leads to at last, or why there is none. Never raises."""
    until = time.monotonic() + SECONDS
    try:
        for _ in range(MOST_REDIRECTS + 1):
            status, onward = _head(address, until)
            if status not in _REDIRECTS or not onward:
                return Answer(status=status)
            address = urljoin(address, onward)
        return Answer(failure="转来转去没有尽头")
    except _Failed as failed:
        return Answer(failure=str(failed))
    except TimeoutError:
        return Answer(failure=_NEVER)
    except ssl.SSLError:
        return Answer(failure="网站的安全证书有问题")
    except (OSError, ValueError, http.client.HTTPException):
        return Answer(failure="连接不上")


def _head(address: str, until: float) -> tuple[int, str]:
    """Status and Location of one answer."""
    if because := why_not(address):
        raise _Failed(f"转到了不能访问的地址：{because}")
    parts = urlsplit(address)
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    name = host if ":" in host else host.encode("idna").decode("ascii")
    port = parts.port or PORTS[scheme]
    path = "".join(sign if "!" <= sign <= "~" else "" for sign in (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    shown = (f"[{name}]" if ":" in name else name) + ("" if port == PORTS[scheme] else f":{port}")
    with socket.create_connection((_looked_up(name, port), port), timeout=_left(until)) as plain:
        line: socket.socket = ssl.create_default_context().wrap_socket(plain, server_hostname=name) if scheme == "https" else plain
        with line:
            line.settimeout(_left(until))
            line.sendall(_request(path, shown).encode("ascii"))
            return _read(line, until)


def _looked_up(name: str, port: int) -> str:
    """The address to connect to. Refused when any address of the name lies outside the open web."""
    try:
        found = [str(row[4][0]) for row in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise _Failed("域名不存在或者没有解析") from error
    if not found or not all(is_open(ip) for ip in found):
        raise _Failed("域名指向内部网络")
    return found[0]


def _request(path: str, host: str) -> str:
    return (
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: gongkai-link-check (+{settings.SITE_URL})\r\n"
        "Accept: */*\r\nRange: bytes=0-0\r\nConnection: close\r\n\r\n"
    )


def _read(line: socket.socket, until: float) -> tuple[int, str]:
    """The head of the answer, however slowly it drips, within what is left of the time."""
    read = b""
    while b"\r\n\r\n" not in read and b"\n\n" not in read:
        line.settimeout(_left(until))
        piece = line.recv(4096)
        if not piece:
            break
        read += piece
        if len(read) > MOST_READ:
            break
    first, _, rest = read.partition(b"\n")
    words = first.split(None, 2)
    if len(words) < 2 or not words[0].startswith(b"HTTP/") or not words[1].isdigit() or not 100 <= int(words[1]) <= 599:
        raise _Failed("回应的不是网页")
    head = http.client.parse_headers(io.BytesIO(rest.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"))
    return int(words[1]), str(head.get("Location") or "").strip()


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
