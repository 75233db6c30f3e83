"""What every search needs from the database, read again after a minute: synonyms and pins. A search then asks the database nothing."""

import time
from dataclasses import dataclass
from datetime import date
from threading import Lock

from gongkai.search.models import Pin, Synonym
from gongkai.search.rules.pins import PinFacts

SECONDS = 60


@dataclass(frozen=True)
class Kept:
    pairs: tuple[tuple[str, str, date | None], ...] = ()  # 俗称, 正式说法, the last day
    pins: tuple[PinFacts, ...] = ()

    def synonyms(self, on: date) -> tuple[tuple[str, str], ...]:
        return tuple((said, formal) for said, formal, until in self.pairs if until is None or on <= until)


_kept, _read_at = Kept(), float("-inf")
_keeping = Lock()


def kept() -> Kept:
    """As of at most a minute ago."""
    global _kept, _read_at  # noqa: PLW0603
    with _keeping:
        if time.monotonic() - _read_at > SECONDS:
            pins = Pin.objects.filter(ended_at=None).values_list("words", "whole", "policy_id", "until")
            _kept = Kept(tuple(Synonym.objects.values_list("said", "formal", "expires_on")), tuple(PinFacts(*row) for row in pins))
            _read_at = time.monotonic()
        return _kept


def forget() -> None:
    """Read anew at the next search of this process."""
    global _read_at  # noqa: PLW0603
    _read_at = float("-inf")
