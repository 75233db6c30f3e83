"""How much waits for an officer, as the menu tells on every page: counted at most every half minute, and anew after a step of their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import IntegerField, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gongkai.catalogue import queries as catalogue
from gongkai.enquiries.queries import waiting as letters_waiting
from gongkai.foi.worklist import waiting_for as cases_waiting
from gongkai.journal.queries import parked
from gongkai.notices.queries import unread
from gongkai.people.models import Officer
from gongkai.people.rules.permits import Actor
from gongkai.policies.worklists import waiting_for
from gongkai.publishing import patrolled, rounds
from gongkai.shared.clock import today

KEPT = 30  # seconds


@dataclass(frozen=True)
class Counts:
    """`rounds`: texts that wait for a round; `patrolled`: findings of the patrol that wait for a decision; `cases`: applications that wait
    for this officer; `stuck`: background tasks that wait for a person, 0 for whoever does not see to them."""

    returned: int
    writing: int
    items: int
    submitted: int
    citations: int
    cases: int
    letters: int  # of citizens, that the officer may answer
    unread: int
    rounds: int
    patrolled: int
    to_publish: int  # by the catalogue, within a month
    not_published: int  # of it late or wrong
    versions: int  # of items, that the officer may approve
    stuck: int = 0


def counts_of(officer: Officer, actor: Actor, *, oversees: bool, fresh: bool = False) -> Counts:
    """The counts as of at most half a minute ago; `fresh`: as of now. One query, up to four where there is something to find out before; none when they are kept."""
    kept: Counts | None = None if fresh else cache.get(_key(officer))
    if kept is None:
        on = today()
        to_publish, not_published = catalogue.waiting(actor, on)
        waiting = {
            **waiting_for(officer, actor),
            "cases": cases_waiting(officer, actor),
            "letters": letters_waiting(actor),
            "unread": unread(officer),
            "rounds": rounds.waiting_for(officer, actor, on),
            "patrolled": patrolled.to_decide(actor),
            "to_publish": to_publish,
            "not_published": not_published,
            "versions": catalogue.approvable(officer, actor),
        }
        kept = Counts(**_counted(officer, waiting | ({"stuck": parked()} if oversees else {})))
        cache.set(_key(officer), kept, KEPT)
    return kept


class _Count(Subquery):
    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def _counted(officer: Officer, rows: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each of them has: one query for all."""
    counts = [Coalesce(_Count(these.order_by().values("pk")), 0) for these in rows.values()]
    return dict(zip(rows, Officer.objects.values_list(*counts).get(pk=officer.pk), strict=True))


def forget(officer: Officer) -> None:
    """The officer has done something: what waits is counted anew."""
    cache.delete(_key(officer))


def _key(officer: Officer) -> str:
    return f"desk.counts.{officer.pk}"
