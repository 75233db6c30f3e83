"""Writing the journal, and what a person may do about its followers."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from gongkai.journal.models import Arrival, Entry
from gongkai.journal.rules import entries

if TYPE_CHECKING:
    from gongkai.people.models import Officer


@transaction.atomic
def write(kind: str, *, about: models.Model | str, by: "Officer | None", at: datetime, data: dict[str, Any] | None = None) -> Entry:
    """Note that something happened, within the transaction that makes it so. `kind` is dotted lower-case
    ("policies.edition.published"), `about` a saved row or its name ("policies.policy:12"), `by` the officer or None for
    the system itself, `data` plain values without personal data. Raises ValueError or TypeError for anything else."""
    if not entries.KIND.fullmatch(kind):
        raise ValueError(f"not a kind of entry: {kind!r}")
    if at.tzinfo is None:
        raise ValueError("the time of an entry needs its time zone")
    row = {"at": at, "kind": kind, "about": name_of(about), "by_name": by.name if by else "", "data": entries.plain(data or {})}
    by_id = by.pk if by else None
    entry = Entry.objects.create(**row, by_id=by_id, digest=entries.digest(**row, by=by_id))
    Arrival.objects.create(entry=entry)
    return entry


def name_of(about: models.Model | str) -> str:
    """A row's name in the journal: "policies.policy:12"."""
    if isinstance(about, str):
        return about
    if about.pk is None:
        raise ValueError("a row must be saved before the journal can speak of it")
    return f"{about._meta.label_lower}:{about.pk}"
