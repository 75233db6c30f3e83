"""What an entry is made of, and its digest."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from gongkai.journal.rules import merkle
from gongkai.shared.digest import canonical

KIND = re.compile(r"[a-z]+(\.[a-z_]+)+")  # policies.edition.published


def plain(value: Any) -> Any:
    """The value as JSON that both databases give back exactly as it went in: text, whole numbers, truth values, null,
    lists and maps; days and times become ISO text. Raises TypeError for anything else (floats come back changed)."""
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
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in (sorted(value) if isinstance(value, set | frozenset) else value)]
    raise TypeError(f"{type(value).__name__} cannot be kept in the journal")


def digest(*, at: datetime, kind: str, about: str, by: int | None, by_name: str, data: Mapping[str, Any]) -> str:
    """64 hex digits: SM3(0x00 ‖ canonical JSON of the entry). The number of the row is not part of it: an entry's place
    is its position among the leaves."""
    row = {"at": at.astimezone(UTC).isoformat(), "kind": kind, "about": about, "by": by, "by_name": by_name, "data": data}
    return merkle.leaf(canonical(row)).hex()
