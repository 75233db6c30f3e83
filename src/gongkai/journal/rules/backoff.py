"""When to try again what failed."""

from datetime import timedelta

FIRST_WAIT = 5  # seconds; doubles each time
LONGEST_WAIT = 3600
ATTEMPTS = 8  # then an entry is parked until a person looks


def wait(failures: int) -> timedelta:
    """How long to wait after so many failures (1, 2 …) in a row."""
    return timedelta(seconds=min(FIRST_WAIT * 2 ** min(failures, 20), LONGEST_WAIT))


def exhausted(failures: int) -> bool:
    return failures >= ATTEMPTS
