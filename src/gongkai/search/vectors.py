"""Vectors in one file of this node, by the number of the wording they were made from. The worker adds, web processes read.

A record is the number, a scale and 384 numbers of eight bits; a record written in part, when the power went, is written anew. The
file is mapped into memory, so that all processes of a node share it. It survives the index it was made for: a text that did not
change is never embedded again."""

import os
from collections.abc import Iterable
from pathlib import Path
from threading import Lock

import numpy as np
import simsimd

DIMENSIONS = 384
LARGEST = 127  # of eight bits
FEW = 0.25  # of all rows: so few are gathered first, of more all are multiplied
RECORD = np.dtype([("wording", "<i8"), ("scale", "<f4"), ("values", "i1", (DIMENSIONS,))])

Vector = np.ndarray[tuple[int], np.dtype[np.float32]]  # of length one, as all vectors here
Vectors = np.ndarray[tuple[int, int], np.dtype[np.float32]]
Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]


class Rows:
    """Vectors as they are at one moment; a product with any of them is exact to about a thousandth."""

    def __init__(self, records: np.ndarray) -> None:
        self.records = records
        self._order = np.argsort(records["wording"], kind="stable")
        self._sorted = records["wording"][self._order]

    def __len__(self) -> int:
        return len(self.records)

    def places(self, wordings: Numbers) -> Numbers:
        """Where the vector of each wording stands; -1 for those that have none."""
        if not len(self._sorted):
            return np.full(len(wordings), -1)
        at = np.minimum(np.searchsorted(self._sorted, wordings), len(self._sorted) - 1)
        return np.where(self._sorted[at] == wordings, self._order[at], -1)

    def cosines(self, question: Vector, places: Numbers) -> np.ndarray:
        """Of the question to the vectors at these places."""
        if len(places) < FEW * len(self):
            return _products(self.records[places], question)
        return _products(self.records, question)[places]


class VectorFile:
    """The file, read again whenever it has grown or was written anew."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, int] | None = None
        self._rows = Rows(np.empty(0, RECORD))
        self._lock = Lock()

    def rows(self) -> Rows:
        with self._lock:
            try:
                state = self.path.stat()
            except FileNotFoundError:
                return Rows(np.empty(0, RECORD))
            count = state.st_size // RECORD.itemsize
            if self._seen != (state.st_ino, count):
                mapped = np.memmap(self.path, RECORD, "r", shape=(count,)) if count else np.empty(0, RECORD)
                mapped = mapped.view(np.ndarray)  # the same memory; every piece of a memmap costs a hundred times as much to take
                self._rows, self._seen = Rows(mapped), (state.st_ino, count)
            return self._rows

    def add(self, wordings: Numbers, vectors: Vectors) -> None:
        """Keep these. Only the worker calls this."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            whole = file.tell() // RECORD.itemsize * RECORD.itemsize
            file.truncate(whole)
            file.write(records(wordings, vectors).tobytes())
            file.flush()
            os.fsync(file.fileno())

    def keep_only(self, wordings: Iterable[int]) -> int:
        """Forget the vectors of all other wordings; how many were forgotten. Only the worker calls this."""
        if not self.path.exists():
            return 0
        records = np.fromfile(self.path, RECORD, self.path.stat().st_size // RECORD.itemsize)
        kept = records[np.isin(records["wording"], np.fromiter(wordings, np.int64))]
        if forgotten := len(records) - len(kept):
            part = self.path.with_suffix(".part")
            kept.tofile(part)
            part.replace(self.path)
        return forgotten


def nearest(cosines: np.ndarray, most: int) -> Numbers:
    """The places of the largest of them, largest first; so many at most."""
    above = len(cosines) - most
    chosen = np.argpartition(cosines, above)[above:] if above > 0 else np.arange(len(cosines))
    return chosen[np.argsort(-cosines[chosen], kind="stable")]


def records(wordings: Numbers, vectors: Vectors) -> np.ndarray:
    found = np.empty(len(wordings), RECORD)
    scales = np.abs(vectors).max(axis=1) / LARGEST
    found["wording"], found["scale"], found["values"] = wordings, scales, np.rint(vectors / scales[:, None])
    return found


def _products(records: np.ndarray, question: Vector) -> np.ndarray:
    """Both sides in eight bits: four times less to read than full numbers, and nothing to turn into them first."""
    if not len(records):
        return np.empty(0, np.float32)
    scale = np.abs(question).max() / LARGEST
    asked = np.rint(question / scale).astype(np.int8)
    whole = np.asarray(simsimd.cdist(asked[None], records["values"], "dot"))[0]
    return (whole * (records["scale"] * scale)).astype(np.float32)
