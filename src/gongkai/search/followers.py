"""The index follows the journal, on every node by itself unless all nodes share one; saved searches are told of what is new, and old
counts are forgotten, on one."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime

from gongkai.journal import actions as journal
from gongkai.journal.duties import at, every, follower
from gongkai.journal.models import Entry
from gongkai.search.actions.counting import forget_old_counts
from gongkai.search.actions.indexing import compare, keep_up, rebuild
from gongkai.search.actions.judging import ASKED, evaluate
from gongkai.search.actions.saving import see_to_ends, tell_of_new
from gongkai.search.actions.vectors import embed_clauses
from gongkai.search.backend import BeingRebuilt
from gongkai.search.embedding import wanted
from gongkai.search.index import backend, is_shared
from gongkai.shared.clock import BEIJING, today

REBUILD, COMPARE = "search.index.rebuild_asked", "search.index.comparison_due"


@follower("search.index", kinds=("policies.", "search.index."), batch=200, per_node=not is_shared())
def index(entries: list[Entry]) -> None:
    """Index the policies these entries are about; all of them when there is no index or a rebuild was asked for."""
    kinds = {entry.kind for entry in entries}
    if REBUILD in kinds or not backend().health().ready:
        _rebuild(today())
        return
    if COMPARE in kinds:
        compare(on=today())
    keep_up(_policies_of(entries), on=today())


@every("search.present", seconds=30, per_node=not is_shared())
def present(now: datetime) -> None:
    """Where the index was deleted, or an older make of it lies, it is built anew."""
    if not backend().health().ready:
        _rebuild(now.date())


def embed(now: datetime) -> None:
    """Clauses without a vector are given one, a few seconds' worth at a time."""
    embed_clauses(on=now.astimezone(BEIJING).date())


if wanted():
    every("search.vectors", seconds=1, per_node=not is_shared())(embed)


@at("search.comparison", cron="20 0 * * *")
def comparison(now: datetime) -> None:
    """Nightly, once validity was computed anew: papers dated today enter, changed standings are seen, what was missed is repaired."""
    journal.write(COMPARE, about="search.index:every", by=None, at=now)


@follower("search.evaluation", kinds=(ASKED, "search.synonym.", "search.pin."), batch=200)
def measure(entries: list[Entry]) -> None:
    """Measure the judged queries when it was asked for, and after every change of synonyms and pins: once for all that has come by."""
    evaluate(at=entries[-1].at, because=entries[-1].kind, on=today())


@every("search.saved", seconds=60)
def tell(now: datetime) -> None:
    """Every morning whoever saved a search is told of what is new in it."""
    tell_of_new(at=now)


@at("search.forgetting", cron="40 0 * * *")
def forget(now: datetime) -> None:
    """Nightly: saved searches that ended or were never confirmed, and counts older than they may be kept."""
    see_to_ends(at=now)
    forget_old_counts(on=now.astimezone(BEIJING).date())


def _rebuild(on: date) -> None:
    with suppress(BeingRebuilt):  # the rebuild under way will see these facts too, at its end
        rebuild(on=on)


def _policies_of(entries: Iterable[Entry]) -> Iterator[int]:
    """The policies named by the entries, and those whose standing or relations they touched."""
    for entry in entries:
        name, _, number = entry.about.rpartition(":")
        if name == "policies.policy" and number.isdecimal():
            yield int(number)
        yield from (touched for touched in entry.data.get("touched", ()) if isinstance(touched, int))
