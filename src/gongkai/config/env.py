"""Settings come from the environment; each is declared here once, so that the documentation's table can be generated."""

import ipaddress
import os
from dataclasses import dataclass
from urllib.parse import unquote, urlparse


@dataclass(frozen=True)
class Setting:
    name: str
    default: str
    meaning: str


DECLARED: list[Setting] = []


def text(name: str, default: str, meaning: str) -> str:
    DECLARED.append(Setting(name, default, meaning))
    return os.environ.get(name, default)


def flag(name: str, default: bool, meaning: str) -> bool:
    return text(name, "1" if default else "0", meaning).strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int, meaning: str) -> int:
    raw = text(name, str(default), meaning)
    try:
        return int(raw)
    except ValueError:
        raise SystemExit(f"环境变量 {name} 应为整数，现为“{raw}”。") from None


def words(name: str, default: str, meaning: str) -> list[str]:
    return [word for word in text(name, default, meaning).replace(",", " ").split() if word]


def endpoint(name: str, default: str, meaning: str, *, plain: bool) -> str:
    """The address of a service this platform sends something to: https, or http on this machine; http elsewhere only if `plain`."""
    raw = text(name, default, meaning).strip()
    if not raw:
        return ""
    try:
        parts = urlparse(raw)
        host = parts.hostname if parts.port != 0 else None
    except ValueError:
        host = None
    if not host or parts.username or parts.query or parts.fragment or parts.scheme not in {"http", "https"}:
        raise SystemExit(f"环境变量 {name} 应形如 https://主机/v1，其中不写账号、参数。")
    if parts.scheme == "http" and not (plain or _is_here(host)):
        raise SystemExit(f"环境变量 {name} 指向别的机器时须用 https。")
    return raw.rstrip("/")


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def postgres(url: str) -> dict[str, object]:
    """A Django database entry from postgres://user:password@host:port/name (a socket folder may be given as ?host=)."""
    parts = urlparse(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise SystemExit("DATABASE_URL 应形如 postgres://用户:口令@主机:5432/库名")
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # pgbouncer in transaction mode keeps no cursor between statements
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
