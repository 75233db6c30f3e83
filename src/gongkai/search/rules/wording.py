"""What of a clause becomes its vector, and the number under which the vector is kept: clauses worded alike share one, and a text
that did not change is never embedded again."""

import hashlib

from gongkai.search.rules.index import Entry


def wording(entry: Entry) -> str:
    """The words of a clause with the title and headings it stands under."""
    return f"{entry.title} {entry.text}"


def wording_number(entry: Entry) -> int:
    """63 bits of its wording; the same on every machine."""
    return int.from_bytes(hashlib.blake2b(wording(entry).encode(), digest_size=8).digest()) >> 1
