"""The index follows the journal, on every node by itself."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime

from gongkai.journal import actions as journal
from gongkai.journal.duties import at, every, follower
from gongkai.journal.models import Entry
from gongkai.search.actions.indexing import compare, keep_up, rebuild
from gongkai.search.backend import BeingRebuilt
from gongkai.search.index import backend
from gongkai.shared.clock import today

REBUILD, COMPARE = "search.index.rebuild_asked", "search.index.comparison_due"


@follower("search.index", kinds=("policies.", "search.index."), batch=200, per_node=True)
def index(entries: list[Entry]) -> None:
    """Index the policies these entries are about; all of them when there is no index or a rebuild was asked for."""
    kinds = {entry.kind for entry in entries}
    if REBUILD in kinds or not backend().health().ready:
        _rebuild(today())
        return
    if COMPARE in kinds:
        compare(on=today())
    keep_up(_policies_of(entries), on=today())


@every("search.present", seconds=30, per_node=True)
def present(now: datetime) -> None:
    """Where this node's index was deleted, or an older make of it lies, it is built anew."""
    if not backend().health().ready:
        _rebuild(now.date())


@at("search.comparison", cron="20 0 * * *")
def comparison(now: datetime) -> None:
    """Nightly, once validity was computed anew: papers dated today enter, changed standings are seen, what was missed is repaired."""
    journal.write(COMPARE, about="search.index:every", by=None, at=now)


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
