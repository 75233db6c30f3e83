"""How much waits for an officer, as the menu tells on every page: counted at most every half minute, and anew after a step of their own."""

from dataclasses import dataclass

from django.core.cache import cache

from gongkai.catalogue import queries as catalogue
from gongkai.foi.worklist import waiting_for as cases_waiting
from gongkai.journal.queries import parked
from gongkai.notices.queries import unread_count
from gongkai.people.models import Officer
from gongkai.people.rules.permits import Actor
from gongkai.policies.worklists import Waiting, waiting_for
from gongkai.publishing import patrolled, rounds
from gongkai.shared.clock import today

KEPT = 30  # seconds


@dataclass(frozen=True)
class Counts:
    """`rounds`: texts that wait for a round; `patrolled`: findings of the patrol that wait for a decision; `cases`: applications that wait for this officer; `stuck`: background tasks that wait for a person, 0 for whoever does not see to them."""

    waiting: Waiting
    cases: int
    unread: int
    stuck: int
    rounds: int = 0
    patrolled: int = 0
    to_publish: int = 0  # by the catalogue, within a month
    not_published: int = 0  # of it late or wrong
    versions: int = 0  # of items, that the officer may approve


def counts_of(officer: Officer, actor: Actor, *, oversees: bool, fresh: bool = False) -> Counts:
    """The counts as of at most half a minute ago; `fresh`: as of now. Eight to twelve queries, none when they are kept."""
    kept: Counts | None = None if fresh else cache.get(_key(officer))
    if kept is None:
        kept = Counts(
            waiting_for(officer, actor),
            cases_waiting(officer, actor).count(),
            unread_count(officer),
            parked().count() if oversees else 0,
            rounds.waiting_count(officer, actor, today()),
            patrolled.open_count(actor),
            *catalogue.waiting_count(actor, today()),
            catalogue.approvable(officer, actor),
        )
        cache.set(_key(officer), kept, KEPT)
    return kept


def forget(officer: Officer) -> None:
    """The officer has done something: what waits is counted anew."""
    cache.delete(_key(officer))


def _key(officer: Officer) -> str:
    return f"desk.counts.{officer.pk}"
