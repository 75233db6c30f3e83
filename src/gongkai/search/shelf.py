"""Which of the clauses that may be found are nearest to a question: every vector is looked at, none is guessed.

Who may find what is decided by the index that holds the clauses, before anything is compared; what it decided is kept for the next
question of the same kind, until the index changes."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Sequence
from threading import Lock
from typing import NamedTuple

import numpy as np

from gongkai.search.vectors import Numbers, Rows, Vector, VectorFile, Vectors, nearest

KEPT = 8  # answers of the index to “which clauses may be found”


class VectorShelf:
    """`rows` gives all vectors there are now."""

    def __init__(self, rows: Callable[[], Rows]) -> None:
        self._rows = rows
        self._allowed: OrderedDict[Hashable, _Allowed] = OrderedDict()
        self._lock = Lock()

    def nearest(self, question: Vector, same: Hashable, wordings: Callable[[], Sequence[int]], most: int) -> dict[int, float]:
        """The wordings nearest to the question with their cosines, nearest first, so many at most. `wordings` gives those that may be
        found; it is asked once for all questions with an equal `same`."""
        rows = self._rows()
        allowed = self._which(same, wordings).at(rows)
        cosines = rows.cosines(question, allowed.places)
        return {int(allowed.wordings[place]): float(cosines[place]) for place in nearest(cosines, most)}

    def cosines(self, question: Vector, wordings: Sequence[int]) -> dict[int, float]:
        """Of those wordings that have a vector."""
        rows, asked = self._rows(), np.array(list(wordings), np.int64)
        places = rows.places(asked)
        there = places >= 0
        cosines = rows.cosines(question, places[there])
        return dict(zip(asked[there].tolist(), cosines.tolist(), strict=True))

    def _which(self, same: Hashable, wordings: Callable[[], Sequence[int]]) -> "_Allowed":
        with self._lock:
            if known := self._allowed.get(same):
                self._allowed.move_to_end(same)
                return known
        found = _Allowed(np.unique(np.array(wordings(), np.int64)))
        with self._lock:
            self._allowed[same] = found
            while len(self._allowed) > KEPT:
                self._allowed.popitem(last=False)
        return found


class NodeShelf(VectorShelf):
    """The shelf of a node: its vectors stand in a file."""

    def __init__(self, file: VectorFile) -> None:
        super().__init__(file.rows)
        self._file = file

    def lacking(self, wordings: Sequence[int], limit: int, besides: Collection[int]) -> tuple[int, ...]:
        """Wordings among these that have no vector, at most so many and none of `besides`."""
        asked = np.unique(np.array(wordings, np.int64))
        lacking = asked[self._rows().places(asked) < 0]
        return tuple(lacking[~np.isin(lacking, list(besides))][:limit].tolist())

    def add(self, wordings: Sequence[int], vectors: Vectors) -> None:
        """Keep these. Only the worker calls this."""
        self._file.add(np.array(wordings, np.int64), vectors)

    def keep_only(self, wordings: Sequence[int]) -> int:
        """Forget all others; how many. Only the worker calls this."""
        return self._file.keep_only(wordings)


class _Allowed:
    """Wordings that may be found, and where those with a vector stand among the rows last seen."""

    def __init__(self, wordings: Numbers) -> None:
        self._all = wordings
        self._placed: _Placed | None = None

    def at(self, rows: Rows) -> "_Placed":
        placed = self._placed
        if placed is None or placed.rows is not rows:
            places = rows.places(self._all)
            there = places >= 0
            placed = self._placed = _Placed(rows, self._all[there], places[there])
        return placed


class _Placed(NamedTuple):
    rows: Rows
    wordings: Numbers
    places: Numbers
