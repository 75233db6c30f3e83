"""Computing the vectors of clauses. Only the worker calls this; it goes on where it was interrupted, and may be repeated at will."""

import time
from datetime import date

from gongkai.policies import indexing as policies
from gongkai.search import embedding
from gongkai.search.index import backend
from gongkai.search.rules.entries import entries_of
from gongkai.search.rules.index import Unit
from gongkai.search.rules.wording import wording, wording_number

WORDINGS_AT_ONCE = 64
LONGEST = 5.0  # seconds at a time, so that other duties have their turn


def embed_clauses(*, on: date, seconds: float = LONGEST) -> int:
    """Give vectors to clauses that have none, for so long; how many wordings got one. Nothing where meaning is not wanted or there is
    no index. Of what changed since it was indexed nothing is computed: it will be indexed again."""
    embedding.make_ready()
    embedder, index = embedding.embedder(), backend()
    if embedder is None or not index.health().ready:
        return 0
    done, began, passed = 0, time.monotonic(), set[int]()
    while time.monotonic() - began < seconds:
        lacking = index.without_vectors(WORDINGS_AT_ONCE, passed)
        if not lacking:
            break
        found = {
            number: wording(entry)
            for policy in policies.for_index(sorted(set(lacking.values())), on=on)
            for entry in entries_of(policy)
            if entry.unit is Unit.CLAUSE and (number := wording_number(entry)) in lacking
        }
        passed |= lacking.keys() - found.keys()
        if found:
            index.add_vectors(list(found), embedder.passages(list(found.values())))
            done += len(found)
    return done
