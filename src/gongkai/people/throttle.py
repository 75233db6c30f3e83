"""How often: an exact counter in the database, right across processes and nodes, on SQLite and PostgreSQL alike."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Network, ip_address

from django.db import connection, transaction

from gongkai.people.models import RateWindow
from gongkai.shared.digest import sm3

SWEEP = 200  # expired rows removed when a new window opens, so that the table stays as small as the traffic


def allow(key: str, limit: int, period: timedelta, at: datetime) -> bool:
    """Count one use of `key` at this time; False once there have been more than `limit` in the present window of `period`. Windows are
    aligned to the epoch. Inside a transaction the count is undone with it: call it outside."""
    seconds = int(period.total_seconds())
    window = int(at.timestamp()) // seconds
    ends = datetime.fromtimestamp((window + 1) * seconds, UTC)
    count = _counted(sm3(f"{key}:{seconds}:{window}".encode()), ends)  # a digest: keys hold addresses, which are not kept
    if count == 1:
        sweep(at)
    return count <= limit


def sweep(at: datetime) -> int:
    """Remove up to SWEEP windows that are over; returns how many."""
    with transaction.atomic():
        over = RateWindow.objects.select_for_update(skip_locked=True).filter(expires_at__lt=at).order_by("expires_at")
        return RateWindow.objects.filter(key__in=list(over.values_list("key", flat=True)[:SWEEP])).delete()[0]


def client_address(meta: Mapping[str, str], *, behind_proxy: bool) -> str:
    """The address a request came from: behind our own reverse proxy the last one it wrote into X-Forwarded-For (earlier ones are the
    client's own claim), else the peer's. Of IPv6 only the network: one line has 2⁶⁴ addresses to try from."""
    forwarded = meta.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    address = forwarded if behind_proxy and forwarded else meta.get("REMOTE_ADDR", "")
    try:
        told = ip_address(address)
    except ValueError:
        return address
    if isinstance(told, IPv4Address):
        return address
    return str(told.ipv4_mapped or IPv6Network((told, 64), strict=False))


def _counted(key: str, ends: datetime) -> int:
    table = connection.ops.quote_name(RateWindow._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, count, expires_at) VALUES (%s, 1, %s) "  # noqa: S608 — the table's name is our own
            f"ON CONFLICT (key) DO UPDATE SET count = {table}.count + 1 RETURNING count",
            [key, connection.ops.adapt_datetimefield_value(ends)],
        )
        return int(cursor.fetchone()[0])
