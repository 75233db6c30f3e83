"""What an entry is made of, and what of it is hashed."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from gongkai.journal.rules import merkle
from gongkai.shared.digest import canonical

KIND = re.compile(r"[a-z]+(\.[a-z_]+)+")  # policies.edition.published


def plain(value: Any) -> Any:
    """The value as JSON that both databases give back exactly as it went in: text, whole numbers, truth values, null,
    lists and maps; days and times become ISO text. Raises TypeError for anything else (a float may come back changed)."""
    if isinstance(value, str):
        if "\0" in value:
            raise TypeError("a NUL character cannot be kept")
        return str(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} cannot be kept in the journal")


def row(*, at: datetime, kind: str, about: str, by: int | None, by_name: str, salt: str, data: Mapping[str, Any]) -> bytes:
    """The canonical JSON of an entry. The officer is in it only as a salted digest, so that it can be shown to anyone in a
    proof. The number of the database row is not in it: an entry's place is its position."""
    signed = merkle.h(canonical([salt, by, by_name])).hex()
    return canonical({"at": at.astimezone(UTC).isoformat(), "kind": kind, "about": about, "by": signed, "data": data})


def digest(written: bytes) -> str:
    """SM3(0x00 ‖ the row): 64 hex digits, the entry's leaf in the tree."""
    return merkle.leaf(written).hex()
