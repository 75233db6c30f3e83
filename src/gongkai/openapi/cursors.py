"""Cursors: an opaque word that says after which row the next page begins. Signed, so that only our own come back."""

from typing import Any

from django.core import signing

from gongkai.shared.refusal import Refused


def written(place: list[Any]) -> str:
    return signing.dumps(place, salt="openapi.cursor", compress=True)


def read(cursor: str) -> list[Any] | None:
    """The place, or None for no cursor. Errors: Refused for a cursor that is not ours."""
    if not cursor:
        return None
    try:
        return list(signing.loads(cursor, salt="openapi.cursor"))
    except signing.BadSignature:
        raise Refused("游标无效。请从上一页返回的 next_cursor 原样取用，或不带游标从头开始。", field="cursor") from None
