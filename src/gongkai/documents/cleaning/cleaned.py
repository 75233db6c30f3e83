"""The outcome of cleaning."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cleaned:
    """`removed`: what was taken out; `kept`: what could not be taken out and a person should look at. Both in Chinese."""

    data: bytes
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
