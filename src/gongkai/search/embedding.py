"""Texts as vectors, so that a question finds the clause that says the same in other words.

Only with the extra `semantic`; without it `embedder()` is None and everything is found by words alone. Wherever vectors are
compared they have length one, so that a product is a cosine. For questions beside clauses `searching.answer` does it all."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy

    Vectors = numpy.ndarray[tuple[int, int], numpy.dtype[numpy.float32]]
    Vector = numpy.ndarray[tuple[int], numpy.dtype[numpy.float32]]


class Embedder(Protocol):
    """Turns texts into vectors of length one."""

    dimensions: int

    def passages(self, texts: Sequence[str]) -> "Vectors":
        """One row for each text that is to be found."""

    def question(self, text: str) -> "Vector":
        """What somebody asks; it is nearest to the passages that answer it."""


def embedder() -> Embedder | None:
    """The embedder of this process, loaded at the first call; None without the extra `semantic` or before its model was made ready."""
    return None
