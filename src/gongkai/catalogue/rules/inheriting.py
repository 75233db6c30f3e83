"""四级目录: what a lower government takes over from the catalogue above, what it changed, what it left out, what it added."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.catalogue.rules.items import LABELS, Written, changes


@dataclass(frozen=True)
class Line:
    """An item as it stands today. `parent`: the code of the item above that it took over; `is_ended`: no longer in its catalogue."""

    code: str
    written: Written
    parent: str = ""
    is_ended: bool = False


@dataclass(frozen=True)
class Difference:
    """`changed`: (label, above, below)."""

    above: Line
    below: Line
    changed: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Inheritance:
    """`taken`: taken over as it is; `changed`: with changes; `missing`: asked of this tier and not taken over; `ended`: taken over from an
    item that has ended above; `own`: added here."""

    taken: tuple[Line, ...]
    changed: tuple[Difference, ...]
    missing: tuple[Line, ...]
    ended: tuple[Line, ...]
    own: tuple[Line, ...]


def compared(above: Iterable[Line], below: Iterable[Line], tier: str) -> Inheritance:
    """The catalogue of a government of this tier beside the one above it."""
    over = {one.code: one for one in above}
    here: Sequence[Line] = sorted((one for one in below if not one.is_ended), key=lambda one: one.code)
    taken, changed, ended, own = [], [], [], []
    for line in here:
        parent = over.get(line.parent)
        if parent is None:
            own.append(line)
        elif parent.is_ended:
            ended.append(line)
        elif differs := differences(parent.written, line.written):
            changed.append(Difference(parent, line, differs))
        else:
            taken.append(line)
    covered = {line.parent for line in here}
    missing = [one for code, one in sorted(over.items()) if not one.is_ended and tier in one.written.tiers and code not in covered]
    return Inheritance(tuple(taken), tuple(changed), tuple(missing), tuple(ended), tuple(own))


def differences(above: Written, below: Written) -> tuple[tuple[str, str, str], ...]:
    """(label, above, below) of what was taken over with a change. Each organ names its own 责任处室 and the tiers of its own catalogue:
    that is no difference."""
    return tuple(one for one in changes(above, below) if one[0] not in _OF_ITS_OWN)


_OF_ITS_OWN = (LABELS["unit"], LABELS["tiers"])
