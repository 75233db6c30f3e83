"""Cursors: an opaque word that says after which row the next page begins. Signed, so that only our own come back."""

from typing import Any

from django.core import signing

from gongkai.shared.refusal import Refused


def written(of: str, *place: Any) -> str:
    """The cursor for a place in the list named `of`."""
    return signing.dumps(place, salt=f"openapi.{of}", compress=True)


def read(of: str, cursor: str) -> list[Any] | None:
    """The place, or None for no cursor. Errors: Refused for a cursor that is not ours or belongs to another list."""
    if not cursor:
        return None
    try:
        return list(signing.loads(cursor, salt=f"openapi.{of}"))
    except signing.BadSignature:
        raise Refused("游标无效。请从上一页返回的 next_cursor 原样取用，或不带游标从头开始。", field="cursor") from None
