"""One at a time: whatever changes what several papers are to one another waits for its turn before it locks the first of them."""

from django.db import connection

_LIBRARY = 0x676F6E69  # of all advisory locks of this database the one of those who change several papers


def take_turn() -> None:
    """Wait until nobody else is at it; the turn ends with the transaction. A publication touches the papers it names, a withdrawal the
    explanations made of it: each locks its own first, and which others it will touch is known only on the way, so there is no order of rows
    that all could keep. (SQLite: transactions that write come one after another anyway.)"""
    assert connection.in_atomic_block, "a turn without a transaction would end at once"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LIBRARY])
