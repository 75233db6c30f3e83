"""置顶: which queries a pin is for, and how long it may stay."""

from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.search.rules.tokens import key

SHORTEST = 2  # characters
LONGEST_DAYS = 366  # then it is looked at anew【推】
MOST_ON_TOP = 3  # for one query


@dataclass(frozen=True)
class PinFacts:
    """What a search needs to know of a pin."""

    words: str
    whole: bool
    policy_id: int
    until: date


def on_top(pins: tuple[PinFacts, ...], typed: str, on: date) -> tuple[int, ...]:
    """The policies pinned for this query today, those pinned for just these words first, at most three."""
    asked = key(typed)
    if not asked:
        return ()
    fitting = [pin for pin in pins if on <= pin.until and (asked == key(pin.words) or (not pin.whole and key(pin.words) in asked))]
    fitting.sort(key=lambda pin: (asked != key(pin.words), -len(pin.words)))
    return tuple(dict.fromkeys(pin.policy_id for pin in fitting))[:MOST_ON_TOP]


def wrong_until(until: date, on: date) -> str:
    """What is wrong with the last day of a pin; empty when nothing is."""
    if until < on:
        return "有效期至不能早于今天。"
    return "置顶最长一年，到期重新核实。" if until > on + timedelta(days=LONGEST_DAYS) else ""
